"""`Subject`: what is to be explained, whatever it was given as."""

import re

from .._checks import as_pairs
from .._value import Value
from ..diagnosis.json_values import is_object
from ..diagnosis.reading import read_request
from ..errors import InvalidRequestError
from .tokens import unwrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .._checks import Headers

Pairs = tuple[tuple[str, str], ...]


class Subject(Value):
    """What is to be explained.

    Attributes:
        url: absolute; empty for a form whose address is unknown.
        method: in upper case, or None.
        headers: as sent.
        fields: of an upload form; empty for none.
        repairs: what was repaired in the text.
        wrapping: what kind of token it was wrapped as, or an empty text.
    """

    __slots__ = _fields = ("url", "method", "headers", "fields", "repairs", "wrapping")
    _hidden = ("url", "headers", "fields")

    url: str
    method: "str | None"
    headers: Pairs
    fields: Pairs
    repairs: Pairs
    wrapping: str

    def __init__(
        self,
        url: str,
        method: "str | None" = None,
        headers: Pairs = (),
        fields: Pairs = (),
        repairs: Pairs = (),
        wrapping: str = "",
    ) -> None:
        self._fill(url, method, headers, fields, repairs, wrapping)


def subject_of(given: object, method: "str | None", headers: "Headers") -> Subject:
    """Return what *given* is; *method* and *headers* go before what it says itself.

    Raises:
        InvalidRequestError: there is no URL and no form in it.
    """
    subject = _read(given)
    sent = tuple([(str(name), str(value)) for name, value in as_pairs(headers)])
    return Subject(
        subject.url,
        method.upper() if method else subject.method,
        sent or subject.headers,
        subject.fields,
        subject.repairs,
        subject.wrapping,
    )


def _read(given: object) -> Subject:
    if isinstance(given, str):
        return _text(given)
    url = getattr(given, "url", None)
    if isinstance(url, str):  # a Presigned, or a PresignedPost
        fields = getattr(given, "fields", ())
        method = getattr(given, "method", "POST" if fields else None)
        return Subject(url, method, tuple(getattr(given, "headers", ())), _fields(fields))
    if is_object(given) and isinstance(given.get("url"), str):  # what boto3 returns
        return Subject(str(given["url"]), "POST", fields=_fields(given.get("fields", ())))
    if given is None or isinstance(given, (bytes, bytearray, int, float)):
        raise InvalidRequestError(
            f"url is of type {type(given).__name__}; it must be text, or the fields of a form"
        )
    return Subject("", "POST", fields=_fields(given))


def _fields(given: object) -> Pairs:
    anything: Any = given
    fields: list[tuple[str, str]] = []
    for name, value in as_pairs(anything, "fields"):
        if not isinstance(name, str) or not isinstance(value, str):
            raise InvalidRequestError("fields must be pairs of texts")
        fields.append((name, value))
    return tuple(fields)


def _text(text: str) -> Subject:
    token = unwrapped(text)
    if token is not None:
        return Subject(token[1], wrapping=token[0])
    plain = "".join(text.split())
    if re.fullmatch(r"ey[A-Za-z0-9+/_-]{20,30000}={0,2}|eyAi[A-Za-z0-9+/=]*", plain):
        return Subject("", "POST", fields=(("policy", plain),))
    request = read_request(text)
    return Subject(request.url, request.method, request.headers, request.fields, request.repairs)
