"""`content_disposition`: the header that names a download."""

from .._percent import encode
from ..errors import InvalidRequestError
from .wire import text, utf8

# RFC 8187 section 3.2.1: what needs no escape in an extended value.
_ATTRIBUTE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~"
_TYPES = ("attachment", "inline")


def content_disposition(file_name: str, kind: str = "attachment") -> str:
    r"""Return a ``Content-Disposition`` that names a file, for ``response_content_disposition``.

    A name beyond ASCII is given twice: in UTF-8 for the clients of today (RFC 6266 section 4.3,
    RFC 8187), and before it with ``_`` in the place of what others could not read. The result is
    ASCII, which every HTTP client sends and receives alike.

    >>> content_disposition("report.pdf")
    'attachment; filename="report.pdf"'
    >>> content_disposition("Übersicht 1.pdf")
    'attachment; filename="_bersicht 1.pdf"; filename*=UTF-8\'\'%C3%9Cbersicht%201.pdf'

    Args:
        file_name: the name to be offered, of any characters; no folder.
        kind: ``attachment`` to save it, ``inline`` to show it.

    Raises:
        InvalidRequestError: *file_name* is empty, has a ``/``, a ``\\`` or a control character; or
            *kind* is another word.
    """
    if kind not in _TYPES:
        raise InvalidRequestError(f"kind is {kind!r}; it must be 'attachment' or 'inline'")
    name = text("file_name", file_name)
    if not name or any([c in "/\\" or ord(c) < 32 or 127 <= ord(c) < 160 for c in name]):
        raise InvalidRequestError(
            f"file_name is {name!r}; it must be the name of a file, without a folder and without "
            "control characters"
        )
    utf8("file_name", name, encode)
    plain = "".join([c if ord(c) < 127 else "_" for c in name])
    # RFC 6266 appendix D: a percent sign or an escaped quote is read differently by browsers.
    simple = plain.replace('"', "_").replace("%", "_")
    disposition = f'{kind}; filename="{simple}"'
    if simple == name:
        return disposition
    octets = name.encode("utf-8")
    extended = "".join([chr(b) if chr(b) in _ATTRIBUTE else "%%%02X" % b for b in octets])
    return f"{disposition}; filename*=UTF-8''{extended}"
