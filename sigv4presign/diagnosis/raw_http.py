"""Raw HTTP: a request or a response as text, and what ``curl -v`` prints of both."""

import re

from ..errors import InvalidRequestError
from .multipart import form_fields
from .request import Pairs, Request, repair
from .urls import whole

_STATUS = re.compile(r"HTTP/[\d.]+ (\d{3})(?: .*)?")
_HEADER = re.compile(r"(:?[A-Za-z0-9!#$%&'*+.^_`|~-]+):(?:[ \t]*)(.*)")
_METHODS = frozenset(
    ["GET", "PUT", "POST", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"]
)
_TRACE = re.compile(r"(?m)^> [A-Z]{3,10} \S+ HTTP/|^< HTTP/[\d.]+ \d{3}")
_CHATTER = re.compile(r"^(?:\* |[{}] \[|\s*% Total|\s*Dload|\s*\d+ +\d+ +\d+ |\s*$|[*]$)")
_PSEUDO = (":method", ":authority", ":path", ":scheme")


def is_request(text: str) -> bool:
    """Return whether *text* begins as a raw request, HTTP/2's pseudo headers among them."""
    first = text.lstrip().split("\n", 1)[0].strip()
    method, target = _request_line(first)
    if method in _METHODS and target:
        return target[0] == "/" or "://" in target
    return first.split(" ")[0].rstrip(":") in _PSEUDO


def _request_line(line: str) -> tuple[str, str]:
    """Return method and target of *line*; a blank in the target is part of it."""
    method, _, target = line.strip().partition(" ")
    front, _, version = target.rpartition(" ")
    return method, (front if front and version.startswith("HTTP/") else target).strip()


def is_response(text: str) -> bool:
    """Return whether *text* begins with the status line of a response."""
    return _STATUS.match(text.lstrip()) is not None


def is_trace(text: str) -> bool:
    """Return whether *text* is what ``curl -v`` prints."""
    return _TRACE.search(text) is not None


def raw_request(text: str, form: str = "http") -> Request:
    """Return the request that *text*, its head and maybe its body, is.

    Raises:
        InvalidRequestError: it has no ``Host``, or no URL comes of it.
    """
    head, body = _split(text.lstrip())
    if head[0].lstrip()[0] == ":":
        head = _from_pseudo(head)
    method, target = _request_line(head[0])
    headers = header_lines(head[1:])
    url, repairs = _absolute(target, headers)
    url, written, more = whole(url)
    fields: Pairs = ()
    content_type = "".join([value for name, value in headers if name.lower() == "content-type"])
    if "multipart/form-data" in content_type.lower():
        fields = form_fields(body, content_type)
    data = None if body is None else body.encode("utf-8", "replace")
    return Request(form, method, url, headers, data, fields, written, repairs + more)


def _split(text: str) -> tuple[list[str], str | None]:
    head, found, body = text.replace("\r\n", "\n").partition("\n\n")
    return head.split("\n"), body if found else None


def header_lines(lines: list[str]) -> Pairs:
    """Return the headers that *lines* are; a line that is folded goes on with the one before it."""
    headers: list[tuple[str, str]] = []
    for line in lines:
        match = _HEADER.fullmatch(line.rstrip("\r"))
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}")
        elif match:
            headers.append((match.group(1), match.group(2).strip(" \t")))
    return tuple(headers)


def _from_pseudo(lines: list[str]) -> list[str]:
    """Return the head of a request of HTTP/2, as browsers copy it, as one of HTTP/1.1."""
    pairs: list[tuple[str, str]] = []
    if lines[0].strip() in _PSEUDO or lines[0].strip().rstrip(":") in _PSEUDO:
        # Name and value on lines of their own.
        pairs = [(name.rstrip(":"), value) for name, value in zip(lines[::2], lines[1::2])]
    else:
        for line in filter(None, lines):
            name, _, value = line[1:].partition(":")
            pairs.append((line[0] + name, value.strip()))
    known = {name.strip(): value.strip() for name, value in pairs if name.strip() in _PSEUDO}
    scheme = known.get(":scheme", "https")
    first = f"{known.get(':method', 'GET')} {scheme}://{known.get(':authority', '')}"
    rest = [f"{name}: {value}" for name, value in pairs if name.strip() not in _PSEUDO]
    return [first + known.get(":path", "/"), *rest]


def _absolute(target: str, headers: Pairs) -> tuple[str, Pairs]:
    if "://" in target.partition("?")[0]:
        return target, ()
    hosts = [value for name, value in headers if name.lower() == "host"]
    if not hosts or not hosts[0]:
        raise InvalidRequestError(
            "the request has no Host header, so nobody can tell which server it was for; add it"
        )
    host = hosts[0]
    forwarded = [value for name, value in headers if name.lower() == "x-forwarded-proto"]
    if forwarded and forwarded[0].lower() in ("http", "https"):
        return f"{forwarded[0].lower()}://{host}{target}", ()
    name, _, port = host.partition(":")
    plain = port not in ("", "443") or name == "localhost"
    scheme = "http" if plain else "https"
    return f"{scheme}://{host}{target}", (repair("scheme-guessed"),)


def raw_response(text: str) -> tuple[int | None, Pairs, str]:
    """Return status, headers and body of *text*, which begins with a status line.

    Of several responses, as after ``100 Continue`` or a redirect, the last one counts.
    """
    rest = text.lstrip().replace("\r\n", "\n")
    status: int | None = None
    headers: Pairs = ()
    body = rest
    while True:
        match = _STATUS.match(body)
        if match is None:
            return status, headers, body
        head, _, after = body.partition("\n\n")
        status, headers = int(match.group(1)), header_lines(head.split("\n")[1:])
        body = after.lstrip("\n") if is_response(after) else after


def traced(text: str) -> tuple[str | None, str | None]:
    """Return the request and the response in *text*, what ``curl -v`` prints, each as raw text.

    Of several exchanges the last one counts.
    """
    sent: list[str] = []
    received: list[str] = []
    body: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line[:2] == "> " or line == ">":
            if is_request(line[2:]):
                sent, received, body = [line[2:]], [], []
            elif sent:
                sent.append(line[2:])
        elif line[:2] == "< " or line == "<":
            if is_response(line[2:]):
                received, body = [], []
            received.append(line[2:])
        elif received and (body or not _CHATTER.match(line)) and line[:2] != "* ":
            body.append(line)
    request = "\n".join(sent).rstrip("\n") + "\n" if sent else None
    response = "\n".join(received).rstrip("\n") + "\n\n" + "\n".join(body) if received else None
    return request, response
