"""XML as S3 writes and reads it; documents that declare anything are refused unread."""

from collections.abc import Iterable
from datetime import datetime, timezone
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ..s3.answers import escaped
from ._errors import StoreError

NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def element(name: str, content: str) -> str:
    """Return the element *name* with the text *content*."""
    return f"<{name}>{escaped(content)}</{name}>"


def elements(pairs: Iterable[tuple[str, str]]) -> str:
    """Return an element for each (name, text) pair."""
    return "".join([element(name, content) for name, content in pairs])


def iso_moment(nanoseconds: int) -> str:
    """Return a date in ns since 1970 as S3 writes it in XML, ``2015-08-30T12:36:00.000Z``."""
    moment = datetime.fromtimestamp(nanoseconds // 10**9, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


class _Builder(TreeBuilder):
    def doctype(self, *_: object) -> None:
        """Refuse what declares entities: they could be anything, and of any size."""
        raise StoreError("MalformedXML")


def parsed(document: bytes, root: str) -> Element:
    """Return the element *root* that *document* is, the names in it without their namespace.

    Raises:
        StoreError: it is not well-formed, another element, or declares a document type.
    """
    parser = XMLParser(target=_Builder())  # noqa: S314 - no DTD gets through
    try:
        parser.feed(document)
        found = parser.close()
    except (ParseError, ValueError, LookupError):
        raise StoreError("MalformedXML") from None
    for each in found.iter():
        each.tag = each.tag.rpartition("}")[2]
    if found.tag != root:
        raise StoreError("MalformedXML")
    return found


def text_of(parent: Element, name: str) -> str:
    """Return the text of the child *name*.

    Raises:
        StoreError: it is not there.
    """
    child = parent.find(name)
    if child is None:
        raise StoreError("MalformedXML")
    return child.text or ""
