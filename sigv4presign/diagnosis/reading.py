"""`read_request` and `read_exchange`: from a pasted text, whatever its form, to what was sent."""

import json
import re
from collections.abc import Callable

from ..errors import InvalidRequestError
from .answer import Answer
from .answers import read_answer
from .curl_command import curl_request, is_curl
from .har import json_exchange
from .multipart import page_form
from .raw_http import is_request, is_trace, raw_request, traced
from .request import MAX_HAR, MAX_TEXT, Request, check_size
from .script_calls import fetch_request, is_fetch, is_powershell, powershell_request
from .urls import MAX_URL, ends_signed, found, whole

__all__ = ["Answer", "Request", "read_answer", "read_exchange", "read_request"]

_JSON = re.compile(r"\{|\[\s*[\[{\"]")
_BODY = re.compile(r"(?m)^[ \t]*(?:<\?xml\b|<(?:\w+:)?Error(?:Response)?\b|HTTP/[\d.]+ [1-5]\d\d)")


def read_request(text: str) -> Request:
    """Return the request that *text* tells of; its form is found out.

    Args:
        text: a presigned URL, alone or among other words, in quotes, wrapped over lines, escaped
            for HTML, JSON or a shell; a raw HTTP request; a ``curl`` command line for a POSIX
            shell, cmd.exe or PowerShell; what ``curl -v`` printed; a call of ``fetch`` or
            ``Invoke-WebRequest`` as browsers copy it; a HAR file or one entry of it; an upload form
            as HTML or as boto3's ``{"url": …, "fields": …}``.

    Raises:
        InvalidRequestError: there is no request in it, or it is too long.
    """
    return read_exchange(text)[0]


def read_exchange(text: str) -> tuple[Request, Answer | None]:
    """Return the request that *text* tells of, and the answer if that stands there, too.

    Args:
        text: as for `read_request`; what came back may follow it: an XML error, or a whole
            response. ``curl -v`` and HAR have both.

    Raises:
        InvalidRequestError: there is no request in it, it is too long, or the answer is XML that no
            store sends.
    """
    if not isinstance(text, str):
        raise InvalidRequestError(f"text is of type {type(text).__name__}; it must be a str")
    text = text.lstrip("\ufeff \t\r\n")
    check_size(text, MAX_HAR, "the text")
    if _JSON.match(text):
        request, response = json_exchange(text)
        return request, None if response is None else read_answer(response)
    check_size(text, MAX_TEXT, "the text")
    if is_trace(text):
        sent, received = traced(text)
        if sent is not None:
            return raw_request(sent, "trace"), None if received is None else read_answer(received)
    match = _BODY.search(text)
    if match and match.start():
        return _alone(text[: match.start()]), read_answer(text[match.start() :])
    return _alone(text), None


def _alone(text: str) -> Request:
    for fits, read in _FORMS:
        if fits(text):
            return read(text)
    return _url(text)


def _page(text: str) -> Request:
    form = page_form(text)
    if form is None:
        return _url(text)
    url, written, repairs = whole(form[0])
    return Request("html", "POST", url, fields=form[1], written=written, repairs=repairs)


def _is_page(text: str) -> bool:
    return re.match(r"(?is)\s*<", text) is not None and "<form" in text.lower()


def _is_json_text(text: str) -> bool:
    return text[:1] == '"' and text.rstrip()[-1:] == '"' and "\\" in text


def _json_text(text: str) -> Request:
    try:
        url = json.loads(text)
    except ValueError:
        return _url(text)
    request = _url(url)
    given = (request.form, request.method, request.url, (), None, (), text.strip()[1:-1])
    return Request(*given, repairs=(("json-escapes", _ESCAPED), *request.repairs))


_ESCAPED = "it was escaped as in JSON source ('\\u0026' for '&')"


def _url(text: str) -> Request:
    """Return the request of a bare URL, or of the first among other words."""
    stripped = text.strip()
    first = found(stripped)
    alone = first is None or _is_most_of(stripped, first)
    try:
        url, written, repairs = whole(stripped if alone else first or "")
    except InvalidRequestError:
        if first is None:
            raise
        alone = False
        url, written, repairs = whole(first)
    form = "url" if alone else "text"
    return Request(form, None, url, written=written, repairs=repairs)


def _is_most_of(text: str, url: str) -> bool:
    """Return whether *text* is nothing but *url*, and what repairing takes away around it."""
    start = text.find(url)
    around = text[:start] + text[start + len(url) :]
    if not any(one.isalnum() for one in around):
        return True
    # Blanks within it: what comes after one belongs to it as long as no signature came before.
    rest = text[start + len(url) :]
    if start > 1 or len(text) > MAX_URL:
        return False
    if rest.lstrip().startswith("filename"):  # of a Content-Disposition
        return True
    return not ends_signed("".join(url.split())) and ends_signed("".join(text.split()))


_FORMS: tuple[tuple[Callable[[str], bool], Callable[[str], Request]], ...] = (
    (is_curl, curl_request),
    (is_powershell, powershell_request),
    (is_fetch, fetch_request),
    (is_request, raw_request),
    (_is_page, _page),
    (_is_json_text, _json_text),
)
