"""`SigV4Middleware` for ASGI: Starlette, FastAPI, Django, Litestar, or any other application.

    app = SigV4Middleware(app, Verifier("eu-central-1"), {"AKIDEXAMPLE": secret})

    async def view(request):                                 # Starlette's or FastAPI's request
        proof = request.scope["sigv4presign.verified"]       # a `Verified`
        return await read_object(proof.bucket, proof.key)

https://asgi.readthedocs.io/en/latest/specs/www.html
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any

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
from ._routes import Protect
from .canonical import UNSIGNED_PAYLOAD
from .errors import VerificationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .keys import Secret
    from .payloads import Payload
    from .pending import Pending
    from .verifier import Verifier

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class SigV4Middleware:
    """An application whose protected paths only signed requests reach.

    Requests of the query form and of the header form are proven before the application is called.
    It finds the proof, a `Verified`, at ``scope["sigv4presign.verified"]``, and had better act on
    that than read the request again. The answer to a refused request is S3's XML. ``websocket``
    handshakes are proven as the GET that they are; upload forms (POST policies) are not, as reading
    one is the framework's work: leave the path of the form unprotected, and have the view call
    `Verifier.verify_post`.

    Bodies are streamed, never held: of a body in signed chunks (``aws-chunked``) the application
    gets the content of each chunk once that chunk is verified; of a body whose hash is signed it
    gets each piece at once, and the last one only if the hash matches. So an application may use
    what it read only after it has read to the end; one that reads less has no proof of the body. If
    the body is not what was signed, the application's ``receive()`` raises a `VerificationError`;
    the client gets that as S3's XML, whatever the application makes of it, or, if the application
    has begun to answer, a connection that breaks. Trailers are at
    ``scope["sigv4presign.payload"].trailers`` after the end.

    The application that gets a body in signed chunks is told the length of the content, and not of
    the framing, and no ``aws-chunked``.

    Args:
        app: an ASGI 3 application.
        verifier: what is accepted. Its clock is the system's.
        secrets: a mapping from an access key id to what `Verifier.prove` takes, None for an unknown
            id; or a function, which is called in the event loop, so must not block; or an async
            one. What it raises is not caught.
        protect: None for every path; one decoded path or several, each of which covers itself and
            all below it, after dot segments, doubled slashes and escapes of any reading; or a
            function of the scope that says whether to protect.
        details: whether a signature that does not match is answered with the canonical request and
            the string to sign. They help to debug a signer.
        on_refusal: called with the `VerificationError` and the scope, before the answer; for a log.
        trusted_proxies: networks (``"10.0.0.0/8"``), addresses, and ``"unix"`` for a Unix socket,
            whose forwarded host (``Verifier(host_header=...)``) counts; nobody's by default. It is
            the peer's address that is looked at: uvicorn must run with ``--no-proxy-headers``.
        preflight: whether CORS preflight requests reach the application without a proof. They
            cannot be signed.

    A server that sends no ``raw_path`` leaves open how the path was spelled; then only paths
    of letters, digits and ``-._~/`` are accepted.

    Raises:
        InvalidRequestError: an argument is not what its description says.
    """

    def __init__(
        self,
        app: Application,
        verifier: "Verifier",
        secrets: "Mapping[str, Secret] | Callable[[str], Secret | Awaitable[Secret]]",
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

    async def __call__(  # noqa: C901 - a list of what a connection may be
        self, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Serve one connection."""
        kind = scope["type"]
        if kind == "lifespan":
            await self.app(scope, receive, send)
            return
        if kind not in ("http", "websocket"):
            raise ValueError(f"scope type {kind!r} is none that can be protected")
        method = scope.get("method", "GET")
        mount = scope.get("root_path", "")
        headers = _text(scope)
        for key in (PROOF, PAYLOAD):
            scope.pop(key, None)  # nobody but this class may say that something is proven
        if not self._gate.protects(scope, method, mount, scope["path"], headers):
            await self.app(scope, receive, send)
            return
        body: _Body | None = None
        try:
            pending = self._read(scope, method, mount, headers)
            secret = self._gate.look_up(pending.access_key_id)
            if type(secret) is not str and inspect.isawaitable(secret):
                secret = await secret
            proof = pending.prove(secret)
            if kind == "http" and proof.payload_hash != UNSIGNED_PAYLOAD:
                payload = scope[PAYLOAD] = self._gate.payload(proof)
                if _has_no_body(scope, headers):
                    payload.close()
                else:
                    body = _Body(payload, receive, send)
                    if is_streamed(proof):
                        scope["headers"] = _unframed(scope["headers"], decoded_length(proof))
        except VerificationError as error:
            await self._refuse(error, scope, method, receive, send)
            return
        scope[PROOF] = proof
        if body is None:
            await self.app(scope, receive, send)
        else:
            await self._watch(body, scope, method)

    def _read(self, scope: Scope, method: str, mount: str, headers: Pairs) -> "Pending":
        client = scope.get("client")
        path = scope["path"]
        return self._gate.read(
            method,
            _target(scope, headers),
            headers,
            client[0] if client else None,
            # Mounted applications see the whole path, or, with some frameworks, what is left of it.
            (path, mount + path),
        )

    async def _watch(self, body: "_Body", scope: Scope, method: str) -> None:
        try:
            await self.app(scope, body.receive, body.send)
        except Exception:
            if body.refusal is None or body.answered:
                raise
        if body.refusal is not None:
            if body.answered:
                raise body.refusal  # too late for another answer: the server breaks the connection
            await self._refuse(body.refusal, scope, method, body.source, body.sink)

    async def _refuse(
        self, error: VerificationError, scope: Scope, method: str, receive: Receive, send: Send
    ) -> None:
        answer = self._gate.answer(error, scope, method, scope["path"])
        headers = [(name.encode(), value.encode()) for name, value in answer.headers]
        prefix = "http"
        if scope["type"] == "websocket":
            await receive()  # websocket.connect, which is to be answered
            prefix = "websocket.http"
            if "websocket.http.response" not in (scope.get("extensions") or {}):
                await send({"type": "websocket.close"})  # the server answers with 403
                return
        elif PROOF not in scope and _waits_for_continue(scope):
            # Having no "100 Continue", the client may send its body or leave it out, and no server
            # can tell which; so what comes next must not be read as another request.
            headers.append((b"connection", b"close"))
        start = {"type": prefix + ".response.start", "status": answer.status, "headers": headers}
        await send(start)
        await send({"type": prefix + ".response.body", "body": answer.body})


class _Body:
    """A body on its way to the application; and its answer, dropped once the body is refused."""

    def __init__(self, payload: "Payload", receive: Receive, send: Send) -> None:
        self.refusal: VerificationError | None = None
        self.answered = False
        self.source = receive
        self.sink = send
        self._payload = payload
        self._ended = False

    async def receive(self) -> Message:
        """Return the next message, its body verified; raise what is wrong with the body."""
        while True:
            if self.refusal is not None:
                raise self.refusal
            message = await self.source()
            if self._ended or message["type"] != "http.request":
                return message
            more = message.get("more_body", False)
            try:
                content = self._payload.feed(message.get("body", b""))
                if not more:
                    content += self._payload.close()
                    self._ended = True
            except VerificationError as error:
                self.refusal = error
                raise
            if content or not more:
                return {"type": "http.request", "body": content, "more_body": more}

    async def send(self, message: Message) -> None:
        """Send *message*, unless the client will get the refusal of the body in its place."""
        if self.refusal is not None:
            if self.answered:
                raise self.refusal
            return
        if message["type"] == "http.response.start":
            self.answered = True
        await self.sink(message)


def _text(scope: Scope) -> Pairs:
    return [
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in scope["headers"]
    ]


def _target(scope: Scope, headers: Pairs) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    raw = scope.get("raw_path")
    if raw is None:
        return rebuilt_target(scope["path"], query)
    target = raw.decode("latin-1")
    if query and "?" not in target:  # the specification leaves it out; not every server does
        target += "?" + query
    host = ""
    if target[:1] != "/":  # a second host is for the verifier to refuse
        host = next((value for name, value in headers if name == "host"), "")
    return origin_target(target, query, host)


def _has_no_body(scope: Scope, headers: Pairs) -> bool:
    given = dict(headers)
    version = scope.get("http_version", "")
    return has_no_body(version, given.get("content-length"), given.get("transfer-encoding"))


def _unframed(headers: Iterable[tuple[bytes, bytes]], length: str) -> list[tuple[bytes, bytes]]:
    kept = [(b"content-length", length.encode())]
    for name, value in headers:
        if name == b"content-encoding":
            codings = without_framing(value.decode("latin-1"))
            if codings:
                kept.append((name, codings.encode("latin-1")))
        elif name not in (b"content-length", b"transfer-encoding"):
            kept.append((name, value))
    return kept


def _waits_for_continue(scope: Scope) -> bool:
    return scope.get("http_version", "")[:2] == "1." and any(
        name == b"expect" for name, _ in scope["headers"]
    )
