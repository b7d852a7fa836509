"""`diagnose_refusal`: for the log of whoever refuses, why a request did not verify."""

from urllib.parse import quote

from .._checks import shown
from ..claims import Claim
from ..errors import InvalidRequestError, VerificationError
from .answer import Answer
from .diagnosing import diagnose
from .diagnosis import Diagnosis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .._checks import Moment

    Pairs = list[tuple[str, str]]
    Asked = tuple[str, str, Pairs]

# Anybody can have a request refused, so each may cost little.
TRIES = 5000
SECONDS = 0.1


def diagnose_refusal(
    refusal: VerificationError,
    request: "Claim | Mapping[str, Any]",
    *,
    secret_access_key: "str | None" = None,
    now: "Moment | None" = None,
    tries: int = TRIES,
    seconds: float = SECONDS,
) -> Diagnosis:
    """Return why *request* was refused, for the operator's log; never for the client.

    What it says helps a forger. A middleware's ``on_refusal`` is the place to call it; for each of
    many refusals it costs up to *seconds*, so call it for some.

    Args:
        refusal: what the verifier raised.
        request: the claim; or the ASGI scope or WSGI environ that ``on_refusal`` is given.
        secret_access_key: what belongs to the access key id; with it is searched what was signed.
        now: the verifier's moment; None reads the clock.
        tries: how many hypotheses on what was signed are tried.
        seconds: how long that may take, about.

    Raises:
        InvalidRequestError: *request* is nothing of that kind, or holds no request.
    """
    # Not its canonical request: that is the same as this request's, and says nothing new.
    elements = (("Code", refusal.code), ("Message", refusal.message), *refusal.details)
    answer = Answer(refusal.status, (), "xml", elements)
    fields = None
    if isinstance(request, Claim):
        method, url, headers = _of_a_claim(request)
        fields = request.fields if request.form == "post" else None
    elif "REQUEST_METHOD" in request:
        method, url, headers = _of_an_environ(request)
    elif "path" in request:
        method, url, headers = _of_a_scope(request)
    else:
        raise InvalidRequestError(
            f"request is {shown(type(request).__name__)}; it must be a Claim, an ASGI scope or a "
            "WSGI environ"
        )
    return diagnose(
        method,
        url,
        headers=headers,
        response=answer,
        secret_access_key=secret_access_key,
        now=now,
        fields=fields,
        tries=tries,
        seconds=seconds,
    )


def _of_a_claim(claim: Claim) -> "Asked":
    if claim.form == "post":
        return "POST", f"https://{claim.host or 'form.invalid'}/", [("Host", "form.invalid")]
    query = claim.canonical_request.split("\n", 3)[2]
    headers = [(name, value) for name, value in claim.headers if name != "host"]
    headers.append(("Host", claim.sent_host))
    url = f"https://{claim.host}{claim.sent_path}"
    if claim.form == "query":
        return claim.method, f"{url}?{query}&X-Amz-Signature={claim.signature}", headers
    scope = f"{claim.date}/{claim.region}/{claim.service}/aws4_request"
    authorization = (
        f"AWS4-HMAC-SHA256 Credential={claim.access_key_id}/{scope}, "
        f"SignedHeaders={';'.join(claim.signed_headers)}, Signature={claim.signature}"
    )
    headers.append(("Authorization", authorization))
    return claim.method, f"{url}?{query}" if query else url, headers


def _of_a_scope(scope: "Mapping[str, Any]") -> "Asked":
    # https://asgi.readthedocs.io/en/latest/specs/www.html#http-connection-scope
    headers = [(_text(name), _text(value)) for name, value in scope.get("headers", ())]
    path = _text(scope.get("raw_path") or quote(str(scope["path"])).encode())
    query = _text(scope.get("query_string", b""))
    target = path.partition("?")[0] + (f"?{query}" if query else "")
    method = str(scope.get("method", "GET"))  # a websocket has none
    return method, _absolute(str(scope.get("scheme", "http")), headers, target), headers


def _of_an_environ(environ: "Mapping[str, Any]") -> "Asked":
    # https://peps.python.org/pep-3333/#environ-variables
    headers = [
        (name[5:].replace("_", "-").lower(), _text(str(value).encode("latin-1", "replace")))
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    own = [name for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)]
    headers += [(name.replace("_", "-").lower(), str(environ[name])) for name in own]
    target = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "")
    if not target.startswith("/"):
        path = str(environ.get("SCRIPT_NAME", "")) + str(environ.get("PATH_INFO", ""))
        query = str(environ.get("QUERY_STRING", ""))
        target = quote(path.encode("latin-1", "replace")) + (f"?{query}" if query else "")
    scheme = str(environ.get("wsgi.url_scheme", "http"))
    return str(environ["REQUEST_METHOD"]), _absolute(scheme, headers, target), headers


def _absolute(scheme: str, headers: "Pairs", target: str) -> str:
    host = next((value for name, value in headers if name == "host"), "host.invalid")
    return f"{scheme}://{host}{target}"


def _text(raw: object) -> str:
    # What clients send beyond ASCII is UTF-8.
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
