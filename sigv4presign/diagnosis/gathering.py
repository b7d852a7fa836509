"""From what a caller has to `Evidence`."""

import time

from .._checks import as_pairs, unix_seconds
from .._time import parse_amz_date, parse_http_date
from ..errors import InvalidRequestError
from .answers import read_answer
from .evidence import Evidence
from .form_parts import form_parts
from .link import LONGEST, Link
from .reading import read_exchange
from .request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._checks import Headers, Moment
    from .answer import Answer

    Pairs = tuple[tuple[str, str], ...]

# What a text in one of these forms says of the headers is all that was sent.
_WHOLE = ("http", "curl", "trace", "har", "fetch", "powershell")
_MOST_HEADERS = 500


def gather(
    method: "str | None",
    url: object,
    headers: "Headers | None",
    response: object,
    body: "bytes | str | None",
    fields: "Headers | None",
    now: "Moment | None",
    hosts: "Iterable[str]",
    regions: "Iterable[str]",
) -> Evidence:
    """Return the evidence; the arguments are those of `diagnose`."""
    given = _pairs(headers, "headers")
    request, told = _request(url, given)
    answer = told if response is None else read_answer(response)
    moment, clock = _moment(now, answer)
    sent = (*request.headers, *given)
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    raw = request.body if raw is None else raw
    kind = next((value for name, value in sent if name.lower() == "content-type"), "")
    form = _form(fields, request, raw, kind)
    known = bool(given) or request.form in _WHOLE
    return Evidence(
        _method(method, request, form),
        Link(request.url),
        sent,
        known and "headers-elsewhere" not in [name for name, _ in request.repairs],
        form,
        None if form is not None else raw,
        answer,
        moment,
        clock,
        tuple([name for name, _ in request.repairs]),
        tuple(hosts),
        tuple(regions),
    )


def _pairs(given: "Headers | None", what: str) -> "Pairs":
    pairs: list[tuple[str, str]] = []
    for name, value in as_pairs(given, what):
        if not isinstance(name, str) or not isinstance(value, str):
            raise InvalidRequestError(f"{what} must be pairs of str")
        pairs.append((name, value))
    if len(pairs) > _MOST_HEADERS or sum([len(n) + len(v) for n, v in pairs]) > 4 * LONGEST:
        raise InvalidRequestError(
            f"{what} are {len(pairs)}; more than {_MOST_HEADERS}, or of more than "
            f"{4 * LONGEST} characters, are not read"
        )
    return tuple(pairs)


def _request(url: object, headers: "Pairs") -> "tuple[Request, Answer | None]":
    if not isinstance(url, str):
        raise InvalidRequestError(f"url is of type {type(url).__name__}; it must be a str")
    if url[:4].lower() == "http" and len(url) > LONGEST:
        raise InvalidRequestError(
            f"url has {len(url)} characters; more than {LONGEST} are not read"
        )
    if url[:1] == "/":
        # The target of a request line.
        host = next((value.strip() for name, value in headers if name.lower() == "host"), "")
        if not host:
            raise InvalidRequestError("url has no host, and there is no Host among the headers")
        url = f"https://{host}{url}"
    return read_exchange(url)


def _method(method: object, request: Request, form: "Pairs | None") -> str:
    if method is not None and not isinstance(method, str):
        raise InvalidRequestError(f"method is of type {type(method).__name__}; it must be a str")
    chosen = (method or request.method or ("POST" if form is not None else "")).strip().upper()
    if len(chosen) > 40:
        raise InvalidRequestError("method has more than 40 characters")
    return chosen


def _form(
    fields: "Headers | None", request: Request, body: "bytes | None", kind: str
) -> "Pairs | None":
    if fields is not None:
        return _pairs(fields, "fields")
    parts = form_parts(body, kind)
    if parts is None and request.fields:
        parts = request.fields
    # Only a form that carries a policy is one of S3's.
    if parts is not None and any(name.lower() == "policy" for name, _ in parts):
        return parts
    return None


def _moment(now: "Moment | None", answer: "Answer | None") -> "tuple[int, str]":
    """Return when the request was sent, and who says so: the store before anybody else."""
    if answer is not None and (seconds := moment_of(answer.server_time)) is not None:
        return seconds, "server"
    if now is not None:
        return unix_seconds("now", now), "given"
    if answer is not None and (seconds := moment_of(answer.header("date"))) is not None:
        return seconds, "server"
    return int(time.time()), "machine"


def moment_of(text: str) -> "int | None":
    """Return the Unix time of *text*, in one of the forms of S3's answers and of HTTP, or None."""
    plain = text.strip().partition(".")[0].rstrip("Z").replace("-", "").replace(":", "")
    iso = _parsed(parse_amz_date, plain + "Z")
    return _parsed(parse_http_date, text.strip()) if iso is None else iso


def _parsed(parse: "Callable[[str], int]", text: str) -> "int | None":
    try:
        return parse(text)
    except ValueError:
        return None
