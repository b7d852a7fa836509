"""The head of an HTTP request, read strictly: what two servers might read differently is refused.

https://www.rfc-editor.org/rfc/rfc9112
"""

import re
from typing import NamedTuple

from .._gate import as_sent

LONGEST = 49152  # bytes: of the request line and all headers; more than `Limits` lets through
_LONGEST_LENGTH = 19

_REQUEST_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([!-~]+) HTTP/1\.([01])")
# No white space before the colon, no folded line, no control character: sections 5.1, 5.2.
_HEADER = re.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)", re.ASCII)
_LENGTH = re.compile(r"[0-9]{1,19}", re.ASCII)


class HeadError(Exception):
    """A request that is not read further; the connection ends with the answer.

    Attributes:
        status: of HTTP.
        code: S3's, or the like.
    """

    def __init__(self, reason: str, status: int = 400, code: str = "BadRequest") -> None:
        super().__init__(reason)
        self.status = status
        self.code = code


class Head(NamedTuple):
    """What came before the body.

    Attributes:
        method: as received.
        target: likewise.
        minor: the HTTP version is 1 point this.
        headers: (lower-case name, value) pairs in the order received.
    """

    method: str
    target: str
    minor: int
    headers: list[tuple[str, str]]


class Framing(NamedTuple):
    """How the request goes on.

    Attributes:
        length: bytes of the body; None if it says itself where it ends.
        stated: whether the request says so much.
        keep: whether another request may follow.
        expects: whether the sender waits to be asked for the body.
    """

    length: int | None
    stated: bool
    keep: bool
    expects: bool


def parse_head(text: bytes) -> Head:
    """Return the head that *text* is, up to and with the empty line.

    Raises:
        HeadError: it is none.
    """
    head = text.decode("latin-1")
    lines = head.split("\r\n")
    if head.count("\n") != len(lines) - 1 or head.count("\r") != len(lines) - 1:
        raise HeadError("a line does not end in CR LF")
    request = _REQUEST_LINE.fullmatch(lines[0])
    if request is None:
        raise HeadError("the request line is not METHOD, target and HTTP/1.1")
    headers: list[tuple[str, str]] = []
    for line in lines[1:-2]:
        header = _HEADER.fullmatch(line)
        if header is None:
            raise HeadError("a header is not of the form 'Name: value'")
        name, value = header.groups()
        headers.append((name.lower(), as_sent(value.rstrip(" \t"))))
    return Head(request[1], request[2], int(request[3]), headers)


def framing(head: Head) -> Framing:
    """Return how the request *head* goes on.

    Raises:
        HeadError: that can be read in more than one way.
    """
    found: dict[str, list[str]] = {}
    for name, value in head.headers:
        if name in {"content-length", "transfer-encoding", "connection", "expect", "host"}:
            found.setdefault(name, []).append(value)
    if len(found.get("host", [])) != 1:
        raise HeadError("there is not exactly one Host")
    length, stated = _length(found, head.minor)
    options = [
        option.strip(" \t").lower()
        for value in found.get("connection", [])
        for option in value.split(",")
    ]
    keep = "close" not in options and (head.minor == 1 or "keep-alive" in options)
    expects = [value.lower() for value in found.get("expect", [])]
    if expects not in ([], ["100-continue"]):
        raise HeadError("only 100-continue can be expected", 417, "ExpectationFailed")
    return Framing(length, stated, keep, bool(expects) and head.minor == 1)


def _length(found: dict[str, list[str]], minor: int) -> tuple[int | None, bool]:
    """Return the length of the body, and whether the headers that are *found* say it."""
    lengths, codings = found.get("content-length", []), found.get("transfer-encoding", [])
    if len(lengths) + len(codings) > 1:
        raise HeadError("the length of the body is said more than once")
    if lengths:
        if not _LENGTH.fullmatch(lengths[0]):
            raise HeadError("Content-Length is no number")
        return int(lengths[0]), True
    if not codings:
        return 0, False
    if codings[0].lower() != "chunked":
        raise HeadError("only chunked is understood", 501, "NotImplemented")
    if minor == 0:
        raise HeadError("HTTP/1.0 has no Transfer-Encoding")
    return None, True
