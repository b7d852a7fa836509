"""What an object keeps of the request that made it: headers, metadata, tags."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from .._gate import without_framing
from ._calls import Call
from ._errors import StoreError
from ._records import BINARY
from ._xml import elements, parsed, text_of

_HEADERS = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
)
_PREFIXES = ("x-amz-meta-", "x-amz-storage-class", "x-amz-website-redirect-location")
_META = "x-amz-meta-"
_MOST_META = 2048  # bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html

# What would have to be done, and is not: to leave it out silently would be to lie.
_NOT_DONE = (
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-copy-source-server-side-encryption-customer-algorithm",
    "x-amz-object-lock-mode",
    "x-amz-object-lock-legal-hold",
    "x-amz-write-offset-bytes",
)

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
_TAG = re.compile(r"[\w\s+\-=._:/@]*")
_MOST_TAGS = 10

Pairs = tuple[tuple[str, str], ...]


def check_done(call: Call) -> None:
    """Refuse a request for what this store does not do.

    Raises:
        StoreError: ``NotImplemented``.
    """
    for name in _NOT_DONE:
        if call.header(name) is not None:
            raise StoreError("NotImplemented", details=(("Header", name),))


def kept_headers(call: Call) -> Pairs:
    """Return the headers of *call* that its object is to have.

    Raises:
        StoreError: they are too long, or no headers.
    """
    given: dict[str, str] = {}
    for name in _HEADERS:
        value = call.header(name)
        if value is not None:
            given[name] = value
    for prefix in _PREFIXES:
        given.update(call.headers_like(prefix))
    return checked_headers(given)


def checked_headers(given: Mapping[str, str]) -> Pairs:
    """Return *given*, by lower-case name, as an object has them.

    Raises:
        StoreError: the metadata are too long.
    """
    found = {name: value for name, value in given.items() if value}
    found["content-type"] = found.get("content-type") or BINARY
    coding = without_framing(found.pop("content-encoding", ""))
    if coding:
        found["content-encoding"] = coding
    own = [(name[len(_META) :], value) for name, value in found.items() if name.startswith(_META)]
    size = sum([len(name.encode()) + len(value.encode()) for name, value in own])
    if size > _MOST_META:
        details = (("Size", str(size)), ("MaxSizeAllowed", str(_MOST_META)))
        raise StoreError("MetadataTooLarge", details=details)
    return tuple(found.items())


def is_kept(name: str) -> bool:
    """Return whether the field *name* of a form is a header that an object keeps."""
    return name in _HEADERS or name.startswith(_PREFIXES)


def header_tags(call: Call) -> Pairs:
    """Return the tags in the header of *call*.

    Raises:
        StoreError: they are none.
    """
    text = call.header("x-amz-tagging")
    if not text:
        return ()
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        raise StoreError("InvalidArgument", "The header 'x-amz-tagging' cannot be read") from None
    return checked_tags(pairs)


def document_tags(document: bytes) -> Pairs:
    """Return the tags in the XML *document*.

    Raises:
        StoreError: there are none in it, or too many.
    """
    root = parsed(document, "Tagging")
    found = [
        (text_of(tag, "Key"), text_of(tag, "Value"))
        for tags in root.findall("TagSet")
        for tag in tags.findall("Tag")
    ]
    return checked_tags(found)


def checked_tags(pairs: list[tuple[str, str]]) -> Pairs:
    """Return *pairs* if they can be the tags of an object.

    Raises:
        StoreError: they cannot.
    """
    if len(pairs) > _MOST_TAGS:
        raise StoreError("BadRequest", "Object tags cannot be greater than 10")
    if len({name for name, _ in pairs}) < len(pairs):
        raise StoreError("InvalidTag", "Cannot provide multiple Tags with the same key")
    for name, value in pairs:
        if not 1 <= len(name) <= 128 or not _TAG.fullmatch(name):
            raise StoreError("InvalidTag", "The TagKey you have provided is invalid")
        if len(value) > 256 or not _TAG.fullmatch(value):
            raise StoreError("InvalidTag", "The TagValue you have provided is invalid")
    return tuple(pairs)


def tags_document(tags: Pairs) -> str:
    """Return *tags* as the XML that `document_tags` reads."""
    return "".join([f"<Tag>{elements((('Key', n), ('Value', v)))}</Tag>" for n, v in tags])
