"""JSON with a request in it: HAR, a form as boto3 makes it, a link as this package prints it.

http://www.softwareishard.com/blog/har-12-spec/
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence

from ..errors import InvalidRequestError
from .json_values import is_list, is_object, loaded
from .multipart import form_fields
from .request import Pairs, Request
from .urls import looks_signed, whole


def json_exchange(text: str) -> tuple[Request, Mapping[str, object] | None]:
    """Return the request in the JSON document *text*, and the ``response`` of its HAR entry.

    Raises:
        InvalidRequestError: there is no request in it.
    """
    document = loaded(text)
    if is_object(document):
        entry = _entry(document)
        if entry is not None:
            response = entry.get("response")
            return _har_request(entry["request"]), response if is_object(response) else None
        if isinstance(document.get("url"), str):
            return _plain(document), None
    url = _url_in(document, 0)
    if url is None:
        raise InvalidRequestError("the JSON document holds no URL, and is no HAR entry")
    given, written, repairs = whole(url)
    return Request("json", None, given, written=written, repairs=repairs), None


def _entry(document: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return the entry that matters: the first refused one, else the first signed one."""
    log = document.get("log")
    held = log.get("entries") if is_object(log) else [document]
    entries = (
        [one for one in held if is_object(one) and is_object(one.get("request"))]
        if (is_list(held))
        else []
    )
    signed = [one for one in entries if looks_signed(json.dumps(one["request"]))]
    for one in signed or entries:
        if _status(one) >= 400 or _status(one) == 0:
            return one
    return next(iter(signed or entries), None)


def _status(entry: Mapping[str, object]) -> int:
    response = entry.get("response")
    status = response.get("status") if is_object(response) else None
    return status if isinstance(status, int) else 200


def har_pairs(value: object) -> Pairs:
    """Return the headers or parameters of a HAR entry: objects with ``name`` and ``value``."""
    if is_object(value):
        return tuple([(name, str(one)) for name, one in value.items()])
    members = [one for one in value if is_object(one)] if is_list(value) else []
    return tuple(
        [(str(one["name"]), str(one.get("value", ""))) for one in members if "name" in one]
    )


def _har_request(request: object) -> Request:
    if not is_object(request) or not isinstance(request.get("url"), str):
        raise InvalidRequestError("the HAR entry has no URL")
    url, written, repairs = whole(str(request["url"]))
    headers = tuple([pair for pair in har_pairs(request.get("headers")) if pair[0][:1] != ":"])
    method = request.get("method")
    posted = request.get("postData")
    body: bytes | None = None
    fields: Pairs = ()
    if is_object(posted):
        text = posted.get("text")
        body = text.encode("utf-8", "replace") if isinstance(text, str) else None
        fields = har_pairs(posted.get("params"))
        if not fields and isinstance(text, str):
            fields = form_fields(text, str(posted.get("mimeType", "")))
    name = method.upper() if isinstance(method, str) else None
    return Request("har", name, url, headers, body, fields, written, repairs)


def _plain(document: Mapping[str, object]) -> Request:
    url, written, repairs = whole(str(document["url"]))
    fields = har_pairs(document.get("fields"))
    method = document.get("method")
    name = method.upper() if isinstance(method, str) else "POST" if fields else None
    headers = har_pairs(document.get("headers"))
    return Request("json", name, url, headers, None, fields, written, repairs)


def _url_in(value: object, depth: int) -> str | None:
    """Return the first text among the values of a document that is a signed URL."""
    if isinstance(value, str):
        return value if "://" in value and looks_signed(value) else None
    held: Sequence[object] = ()
    if is_object(value):
        held = list(value.values())
    elif is_list(value):
        held = value
    for one in held[:1000] if depth < 6 else ():
        found = _url_in(one, depth + 1)
        if found is not None:
            return found
    return None


def har_answer(response: Mapping[str, object]) -> tuple[int | None, Pairs, str]:
    """Return status, headers and body of the ``response`` of a HAR entry."""
    status = response.get("status")
    content = response.get("content")
    text = ""
    if is_object(content) and isinstance(content.get("text"), str):
        text = str(content["text"])
        if content.get("encoding") == "base64":
            try:
                text = base64.b64decode(text).decode("utf-8", "replace")
            except binascii.Error:
                text = ""
    number = status if isinstance(status, int) and status > 0 else None
    return number, har_pairs(response.get("headers")), text
