"""`read_answer`: what came back, from whatever there is of it."""

import re
from typing import Any

from ..errors import InvalidRequestError
from .answer import Answer, Pairs
from .har import har_answer
from .json_values import is_list, is_object, loaded
from .raw_http import is_response, is_trace, raw_response, traced
from .request import check_size
from .xml_errors import xml_elements

# Bytes of a body that are read; an error document has a few thousand.
MAX_ANSWER = 2**20

_HTML = re.compile(
    r"(?i)\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.DOTALL
)
_TITLE = re.compile(r"(?i)<(title|h1)\b[^>]{0,200}>([^<]{0,500})")
_XML = re.compile(
    r"<(?:\?xml\b|!DOCTYPE\b|[A-Za-z][\w.-]*:?(?:Error|ErrorResponse)\b|Error\b|ErrorResponse\b)"
)
# Services other than S3 put both texts into the message.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
_CANONICAL = "The Canonical String for this request should have been"
_TO_SIGN = "The String-to-Sign should have been"
# As SDKs print what they got.
_BOTOCORE = re.compile(r"An error occurred \((\w+)\)[^:]{0,200}:\s*(.*)", re.DOTALL)
_NAMED = re.compile(r"(?:[\w.]+\.)?([A-Z][A-Za-z]{5,60}): (.*)", re.DOTALL)


def read_answer(response: object) -> Answer:
    """Return what *response* says.

    Args:
        response: the body as str or bytes; the whole response as text, status line and headers
            included, or the output of ``curl -v``; an `Answer`; or an object that has ``status`` or
            ``status_code``, ``headers`` (a mapping or pairs), and ``body``, ``content``, ``text``
            or ``read()``, as the responses of most HTTP clients have. The ``response`` of a HAR
            entry as a mapping, too.

    Raises:
        InvalidRequestError: it is none of these, is too large, or is XML that no store sends.
    """
    if isinstance(response, Answer):
        return response
    if isinstance(response, (bytes, bytearray)):
        text, notes = _decoded(bytes(response))
        return _from_text(text, notes)
    if isinstance(response, str):
        return _from_text(response, ())
    if is_object(response):
        status, headers, text = har_answer(response)
        return _of(status, headers, text, ())
    return _from_object(response)


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    if len(raw) > MAX_ANSWER:
        raise InvalidRequestError(f"the answer has {len(raw)} bytes; at most {MAX_ANSWER} are read")
    # UTF-16 with a byte order mark, as some editors save a file.
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = raw.decode(encoding, "replace")
    return text, ("not-utf-8",) if "\ufffd" in text else ()


def _from_text(text: str, notes: tuple[str, ...]) -> Answer:
    check_size(text, MAX_ANSWER, "the answer")
    status: int | None = None
    headers: Pairs = ()
    if is_trace(text):
        _, raw = traced(text)
        text = raw or text
    if is_response(text):
        status, headers, text = raw_response(text)
    return _of(status, headers, text, notes)


def _from_object(response: object) -> Answer:
    status = next(
        (
            number
            for number in [
                getattr(response, name, None) for name in ("status_code", "status", "code")
            ]
            if isinstance(number, int)
        ),
        None,
    )
    body = _body_of(response)
    if status is None and body is None:
        raise InvalidRequestError(
            f"response is of type {type(response).__name__}; it must be str, bytes, or an object "
            "with status, headers and body"
        )
    text, notes = _decoded(
        (body or b"")[: MAX_ANSWER + 1 if status is None or status >= 300 else 65536]
    )
    return _of(status, _headers_of(response), text, notes)


def _body_of(response: object) -> bytes | None:
    for name in ("body", "content", "data", "text"):
        body = getattr(response, name, None)
        if isinstance(body, str):
            return body[: MAX_ANSWER + 1].encode("utf-8", "replace")
        if isinstance(body, (bytes, bytearray)):
            return bytes(body)
    read = getattr(response, "read", None)
    body = read(MAX_ANSWER + 1) if callable(read) else None
    return body if isinstance(body, bytes) else None


def _headers_of(response: object) -> Pairs:
    headers: Any = getattr(response, "headers", None) or ()
    items = getattr(headers, "items", None)
    try:
        return tuple([(str(name), str(value)) for name, value in (items() if items else headers)])
    except (TypeError, ValueError):
        return ()


def _of(status: int | None, headers: Pairs, text: str, notes: tuple[str, ...]) -> Answer:
    stripped = text.strip()
    if not stripped:
        return Answer(status, headers, code=_named(headers), notes=notes)
    if _HTML.match(text):
        title = _TITLE.search(text[:65536])
        said = " ".join(title.group(2).split()) if title else ""
        return Answer(status, headers, "html", notes=(*notes, "html"), message=said)
    if stripped[0] in "{[":
        return _json(status, headers, stripped, notes)
    match = _XML.search(text)
    if match or stripped[0] == "<":
        return _xml(status, headers, text[match.start() if match else 0 :], notes)
    return _text(status, headers, stripped, notes)


def _xml(status: int | None, headers: Pairs, text: str, notes: tuple[str, ...]) -> Answer:
    elements, more = xml_elements(text)
    root, elements = (elements[0][0], elements[1:]) if elements else ("", ())
    said: dict[str, str] = {}
    notes += more
    for attribute, name in (
        ("canonical_request", "CanonicalRequestBytes"),
        ("string_to_sign", "StringToSignBytes"),
    ):
        spelled = next((one for found, one in elements if found == name and one.strip()), "")
        if spelled:
            exact = _from_hexadecimal(spelled)
            if exact is None:
                notes += ("bytes-damaged",)
            else:
                said[attribute] = exact
    if not any(name in ("Code", "Message") for name, _ in elements):
        notes += ("not-an-error",)
    elements = tuple(
        [(name, one if "\n" in one.strip() else one.strip()) for name, one in elements]
    )
    message = next((one for name, one in elements if name == "Message"), "")
    for name, one in _in_message(message).items():
        said.setdefault(name, one)
    said["region"] = next(
        (one for name, one in elements if name == "Region" and one), _expecting(message)
    )
    del root
    return Answer(status, headers, "xml", elements, notes, **said)


def _from_hexadecimal(text: str) -> str | None:
    try:
        return bytes.fromhex("".join(text.split())).decode("utf-8", "surrogateescape")
    except ValueError:
        return None


def _expecting(message: str) -> str:
    # "the region 'us-east-1' is wrong; expecting 'eu-west-1'"; versitygw's quotes are double
    match = re.search(
        r"(?i)region ['\"]?[\w-]*['\"]? is wrong; expecting ['\"]([\w-]+)['\"]", message
    )
    return match.group(1) if match else ""


def _json(status: int | None, headers: Pairs, text: str, notes: tuple[str, ...]) -> Answer:
    try:
        document = loaded(text)
    except InvalidRequestError:
        return _text(status, headers, text, notes)
    elements = tuple(_members(document, 0))
    plain = {name.lower().strip("_"): one for name, one in reversed(elements)}
    kind = plain.get("type") or plain.get("code") or plain.get("error") or ""
    code = kind.rpartition("#")[2].partition(":")[0] or _named(headers)
    message = plain.get("message") or plain.get("errormessage") or ""
    return Answer(
        status,
        headers,
        "json",
        elements,
        notes,
        code=code if " " not in code else "",
        message=message,
        **_in_message(message),
    )


def _members(value: object, depth: int) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if is_object(value):
        for name, one in list(value.items())[:200]:
            if isinstance(one, (str, int, float)):
                found.append((name, str(one)))
            elif depth < 4:
                found += _members(one, depth + 1)
    elif is_list(value):
        for one in value[:20]:
            found += _members(one, depth + 1) if depth < 4 else []
    return found


def _in_message(message: str) -> dict[str, str]:
    said: dict[str, str] = {}
    canonical, _, rest = message.partition(_CANONICAL)[2].partition(_TO_SIGN)
    for name, text in (("canonical_request", canonical), ("string_to_sign", rest)):
        quoted = text.strip()
        if len(quoted) > 1 and quoted[0] == "'" and quoted[-1] == "'":
            said[name] = quoted[1:-1]
    return said


def _named(headers: Pairs) -> str:
    """Return the code that the headers name: S3 has no body for HEAD, other services a header."""
    for name, value in headers:
        if name.lower() in ("x-amzn-errortype", "x-amz-error-code", "x-minio-error-code"):
            return value.rpartition("#")[2].partition(":")[0].strip('" ')
    return ""


def _text(status: int | None, headers: Pairs, text: str, notes: tuple[str, ...]) -> Answer:
    match = _BOTOCORE.search(text) or _NAMED.match(text)
    code, message = match.groups() if match else (_named(headers), text)
    message = message[:65536].strip()
    return Answer(
        status, headers, "text", (), notes, code=code, message=message, **_in_message(message)
    )
