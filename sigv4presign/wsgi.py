"""`SigV4Middleware` for WSGI: Flask, Django, or any other application.

    app.wsgi_app = SigV4Middleware(app.wsgi_app, Verifier("eu-central-1"), {"AKIDEXAMPLE": secret})

    def view():                                              # Flask's
        proof = request.environ["sigv4presign.verified"]     # a `Verified`; Django: request.META
        return read_object(proof.bucket, proof.key)

https://peps.python.org/pep-3333/
"""

import http
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from ._checks import shown
from ._gate import (
    PAYLOAD,
    PROOF,
    Gate,
    Networks,
    OnRefusal,
    Pairs,
    decoded_length,
    has_no_body,
    is_streamed,
    origin_target,
    rebuilt_target,
    without_framing,
)
from ._percent import UNRESERVED
from ._routes import Protect
from ._wsgi_streams import Answer, Body
from .canonical import UNSIGNED_PAYLOAD
from .errors import VerificationError
from .rules import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .keys import Secret
    from .payloads import Payload
    from .verified import Verified
    from .verifier import Verifier

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class SigV4Middleware:
    """An application whose protected paths only signed requests reach.

    Requests of the query form and of the header form are proven before the application is called.
    It finds the proof, a `Verified`, at ``environ["sigv4presign.verified"]``, and had better act on
    that than read the request again. The answer to a refused request is S3's XML. Upload forms
    (POST policies) are not proven, as reading one is the framework's work: leave the path of the
    form unprotected, and have the view call `Verifier.verify_post`.

    Bodies are streamed, never held: of a body in signed chunks (``aws-chunked``) the application
    gets the content of each chunk once that chunk is verified; of a body whose hash is signed it
    gets each piece at once, and the last one only if the hash matches. So an application may use
    what it read only after it has read to the end; one that reads less has no proof of the body. If
    the body is not what was signed, ``wsgi.input`` raises a `VerificationError`; the client gets
    that as S3's XML, whatever the application makes of it, or, if the application has begun to
    answer, a connection that breaks. Trailers are at ``environ["sigv4presign.payload"].trailers``
    after the end.

    The application that gets a body in signed chunks is told the length of the content, and not of
    the framing, and no ``aws-chunked``.

    Args:
        app: a WSGI application.
        verifier: what is accepted. Its clock is the system's.
        secrets: a mapping from an access key id to what `Verifier.prove` takes, None for an unknown
            id; or a function. What it raises is not caught.
        protect: None for every path; one decoded path or several, each of which covers itself and
            all below it, after dot segments, doubled slashes and escapes of any reading; or a
            function of the environ that says whether to protect.
        details: whether a signature that does not match is answered with the canonical request and
            the string to sign. They help to debug a signer.
        on_refusal: called with the `VerificationError` and the environ, before the answer; for a
            log.
        trusted_proxies: networks (``"10.0.0.0/8"``), addresses, and ``"unix"`` for a Unix socket,
            whose forwarded host (``Verifier(host_header=...)``) counts; nobody's by default. It is
            the peer's address that is looked at, so nothing may have rewritten ``REMOTE_ADDR``.
        preflight: whether CORS preflight requests reach the application without a proof. They
            cannot be signed.

    A server that sets neither ``RAW_URI`` nor ``REQUEST_URI`` leaves open how the path was spelled;
    then only paths of letters, digits and ``-._~/`` are accepted. Where a server lets ``x_name``
    pass for ``x-name``, it is the second for this class too, as it is for the application.

    Raises:
        InvalidRequestError: an argument is not what its description says.
    """

    def __init__(
        self,
        app: Application,
        verifier: "Verifier",
        secrets: "Mapping[str, Secret] | Callable[[str], Secret]",
        *,
        protect: Protect = None,
        details: bool = False,
        on_refusal: OnRefusal | None = None,
        trusted_proxies: Networks = (),
        preflight: bool = False,
    ) -> None:
        self.app = app
        self._gate = Gate(
            verifier,
            secrets,
            protect=protect,
            details=details,
            on_refusal=on_refusal,
            trusted_proxies=trusted_proxies,
            preflight=preflight,
        )

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        for key in (PROOF, PAYLOAD):
            environ.pop(key, None)  # nobody but this class may say that something is proven
        mount, path = _unicode(environ.get("SCRIPT_NAME", "")), _unicode(environ["PATH_INFO"])
        headers = _headers(environ)
        method = environ["REQUEST_METHOD"]
        if not self._gate.protects(environ, method, mount, path, headers):
            return self.app(environ, start_response)
        body: Body | None = None
        try:
            proof = self._proof(environ, method, mount, path, headers)
            if proof.payload_hash != UNSIGNED_PAYLOAD:
                payload = environ[PAYLOAD] = self._gate.payload(proof)
                body = _body(environ, proof, payload)
        except VerificationError as error:
            return self._refuse(error, environ, start_response)
        environ[PROOF] = proof
        if body is None:
            return self.app(environ, start_response)
        return self._watch(body, environ, start_response)

    def _proof(
        self, environ: Environ, method: str, mount: str, path: str, headers: Pairs
    ) -> "Verified":
        pending = self._gate.read(
            method,
            _target(environ, mount, path),
            headers,
            environ.get("REMOTE_ADDR"),
            (mount + path or "/",),
        )
        return pending.prove(self._gate.look_up(pending.access_key_id))

    def _watch(
        self, body: Body, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        def refuse(error: VerificationError) -> list[bytes]:
            return self._refuse(error, environ, start_response)

        answer = Answer(body, start_response, refuse)
        try:
            answer.pieces = self.app(environ, answer.start)
        except Exception:
            if body.refusal is None or answer.begun:
                raise
        return answer

    def _refuse(
        self, error: VerificationError, environ: Environ, start_response: StartResponse
    ) -> list[bytes]:
        path = _unicode(environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"])
        answer = self._gate.answer(error, environ, environ["REQUEST_METHOD"], path)
        status = f"{answer.status} {http.HTTPStatus(answer.status).phrase}"
        start_response(status, answer.headers)
        return [answer.body]


def _unicode(text: str) -> str:
    return text.encode("latin-1").decode("utf-8", "surrogateescape")


def _headers(environ: Environ) -> Pairs:
    pairs: Pairs = []
    for key, value in environ.items():
        if key[:5] == "HTTP_":
            # Some servers repeat these two here. A header `Content_Type` is here, too, and differs.
            repeats = key in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH")
            if not repeats or value != environ.get(key[5:]):
                pairs.append((key[5:].replace("_", "-").lower(), value))
        elif key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value:
            pairs.append((key.replace("_", "-").lower(), value))
    return pairs


def _target(environ: Environ, mount: str, path: str) -> str:
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    query = environ.get("QUERY_STRING", "")
    if not raw:
        return rebuilt_target(mount + path or "/", query)
    target = origin_target(raw, query, environ.get("HTTP_HOST", ""))
    spelled = target.partition("?")[0]
    if mount and unquote_to_bytes(spelled).decode("utf-8", "surrogateescape") == path:
        # A proxy took the prefix away; another middleware gave it back, as SCRIPT_NAME.
        return quote(mount, safe="/" + UNRESERVED, errors="surrogateescape") + target
    return target


def _body(environ: Environ, proof: "Verified", payload: "Payload") -> Body | None:
    """Return the body to be watched, or None if there is none, and tell the application."""
    length, coding = environ.get("CONTENT_LENGTH"), environ.get("HTTP_TRANSFER_ENCODING")
    if has_no_body(environ.get("SERVER_PROTOCOL", "").rpartition("/")[2], length, coding):
        payload.close()
        return None
    content = decoded_length(proof) if is_streamed(proof) else None
    body = Body(
        environ["wsgi.input"],
        _readable(environ, length, coding),
        payload,
        None if content is None else int(content),
    )
    environ["wsgi.input"] = body
    environ["wsgi.input_terminated"] = True  # what `Body` is, whatever the server's own input is
    if content is not None:
        if not content.strip("0"):
            body.read()  # here, for whoever is told of no bytes reads none
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["CONTENT_LENGTH"] = content
        codings = without_framing(environ.pop("HTTP_CONTENT_ENCODING", ""))
        if codings:
            environ["HTTP_CONTENT_ENCODING"] = codings
    return body


def _readable(environ: Environ, length: str | None, coding: str | None) -> int | None:
    """Return how many bytes may be read from the server; None if it says itself where to stop."""
    if length and not coding:
        if not (length.isascii() and length.isdigit()):
            raise broken("header", f"the Content-Length is {shown(length)}, which is no number")
        return int(length)
    return None if environ.get("wsgi.input_terminated") else 0
