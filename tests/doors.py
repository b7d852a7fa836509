"""One request through a middleware, ASGI's or WSGI's, to an application that tells what it got."""

import asyncio
import base64
import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.validate import validator
from xml.etree import ElementTree as ET

from sigv4presign import Verified, Verifier, asgi, presign, sign_headers, wsgi

from .examples import ACCESS_KEY_ID, KEYS, SECRET

HOST = "store.example.com"
ORIGIN = f"http://{HOST}"
REGION = "us-east-1"
SECRETS = {ACCESS_KEY_ID: SECRET}
PROOF = "sigv4presign.verified"
PAYLOAD = "sigv4presign.payload"

Pairs = list[tuple[str, str]]


@dataclass
class Request:
    """A request as a server reads it: *target* is raw, *pieces* is how the body comes in."""

    method: str = "GET"
    target: str = "/bucket/key"
    headers: Pairs = field(default_factory=list)
    pieces: Sequence[bytes] = ()
    peer: str | None = "192.0.2.7"
    # What the server passes on of the request line; nothing if it is "", all of it if it is None.
    raw: str | None = None
    # Beside all this: changes to the scope or the environ.
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> bytes:
        return unquote_to_bytes(self.target.partition("?")[0])

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


@dataclass
class Seen:
    """What the application was given, by one of the two protocols."""

    where: dict[str, Any]
    body: bytes

    @property
    def proof(self) -> Verified | None:
        return self.where.get(PROOF)

    def header(self, name: str) -> str | None:
        if "headers" in self.where:
            found = [v for n, v in self.where["headers"] if n == name.encode()]
            return found[0].decode("latin-1") if found else None
        key = name.upper().replace("-", "_")
        return self.where.get(key if key.startswith("CONTENT_") else f"HTTP_{key}") or (
            self.where.get(f"HTTP_{key}")
        )


@dataclass
class Answer:
    """What the client gets, and what the application saw of the request, if it was called."""

    status: int
    headers: dict[str, str]
    body: bytes
    seen: Seen | None = None

    @property
    def error(self) -> dict[str, str | None]:
        return {each.tag: each.text for each in ET.fromstring(self.body)}


def presigned(method: str = "GET", path: str = "/bucket/key", **more: Any) -> Request:
    """Return a request by a presigned URL."""
    url = presign(method, ORIGIN + path, credentials=KEYS, region=REGION, **more).url
    headers = [("host", HOST), *more.get("headers", [])]
    return Request(method, url[len(ORIGIN) :], headers)


def signed(
    method: str = "GET",
    path: str = "/bucket/key",
    pieces: Sequence[bytes] = (),
    headers: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> Request:
    """Return a request signed in its headers, its body included."""
    settings = {"credentials": KEYS, "region": REGION, "service": "s3", **more}
    body = b"".join(pieces)
    added = sign_headers(method, ORIGIN + path, headers=headers, body=body, **settings)
    sent = [("host", HOST), *headers, *[(name.lower(), value) for name, value in added]]
    if pieces:
        sent.append(("content-length", str(len(body))))
    return Request(method, path, sent, pieces)


def chunked(
    *chunks: bytes,
    ends: bool = True,
    length: int | None = None,
    encoding: str = "aws-chunked",
    trailer: str = "x-amz-checksum-crc32",
) -> Request:
    """Return an upload as botocore sends it by default: unsigned chunks, and a checksum."""
    content = b"".join(chunks)
    framed = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    checksum = base64.b64encode(zlib.crc32(content).to_bytes(4, "big"))
    framed += b"0\r\n" + trailer.encode() + b":" + checksum + b"\r\n\r\n"
    request = signed(
        "PUT",
        pieces=[framed],
        headers=[
            ("content-encoding", encoding),
            ("x-amz-decoded-content-length", str(len(content) if length is None else length)),
            ("x-amz-trailer", "x-amz-checksum-crc32"),
        ],
        payload_hash="STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    )
    pieces = [framed[i : i + 11] for i in range(0, len(framed), 11)]
    return replace(request, pieces=pieces if ends else pieces[:-1])


class Asgi:
    """Calls `sigv4presign.asgi.SigV4Middleware`."""

    path_key, mount_key = "path", "root_path"
    key = "type"  # that any scope has

    @staticmethod
    def scope(request: Request) -> dict[str, Any]:
        path = request.path.decode("utf-8", "replace")
        raw = request.target if request.raw is None else request.raw
        return {
            "type": "http",
            "http_version": "1.1",
            "method": request.method,
            "path": path,
            "raw_path": raw.partition("?")[0].encode() or None,
            "root_path": "",
            "query_string": request.query.encode(),
            "headers": [(n.encode(), v.encode("latin-1")) for n, v in request.headers],
            "client": None if request.peer is None else (request.peer, 50000),
            **request.changes,
        }

    @staticmethod
    def app(
        behave: Callable[..., Any] | None = None,
    ) -> tuple[Callable[..., Any], list[Seen]]:
        seen: list[Seen] = []

        async def app(scope, receive, send):
            body, more = b"", True
            while more:
                message = await receive()
                assert message["type"] == "http.request"
                body += message["body"]
                more = message["more_body"]
            seen.append(Seen(scope, body))
            headers = [(b"content-length", b"2")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"ok"})

        return behave or app, seen

    def call(self, request: Request, verifier=None, secrets=None, behave=None, **settings):
        app, seen = self.app(behave)
        middleware = asgi.SigV4Middleware(
            app, verifier or Verifier(), SECRETS if secrets is None else secrets, **settings
        )
        sent: list[dict[str, Any]] = []
        pieces = list(request.pieces) or [b""]

        async def receive():
            if not pieces:
                return {"type": "http.disconnect"}
            piece = pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

        async def send(message):
            sent.append(message)

        asyncio.run(middleware(self.scope(request), receive, send))
        start, *parts = sent
        headers = {n.decode(): v.decode() for n, v in start["headers"]}
        body = b"".join(part["body"] for part in parts)
        return Answer(start["status"], headers, body, seen[0] if seen else None)


class Wsgi:
    """Calls `sigv4presign.wsgi.SigV4Middleware`, PEP 3333 held against both of its sides."""

    path_key, mount_key = "PATH_INFO", "SCRIPT_NAME"
    key = "REQUEST_METHOD"

    @staticmethod
    def environ(request: Request) -> dict[str, Any]:
        environ = {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": request.path.decode("latin-1"),
            "QUERY_STRING": request.query,
            "RAW_URI": request.target if request.raw is None else request.raw,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "REMOTE_ADDR": request.peer or "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(b"".join(request.pieces)),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in request.headers:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return {**environ, **request.changes}

    @staticmethod
    def app(
        behave: Callable[..., Any] | None = None,
    ) -> tuple[Callable[..., Any], list[Seen]]:
        seen: list[Seen] = []

        def app(environ, start_response):
            body = b""
            # By pieces, as validator() wants; a server's own input ends at the Content-Length.
            while piece := environ["wsgi.input"].read(7):
                body += piece
            seen.append(Seen(environ, body))
            start_response("200 OK", [("Content-Length", "2"), ("Content-Type", "text/plain")])
            return [b"ok"]

        return validator(behave or app), seen

    def call(self, request: Request, verifier=None, secrets=None, behave=None, **settings):
        app, seen = self.app(behave)
        middleware = wsgi.SigV4Middleware(
            app, verifier or Verifier(), SECRETS if secrets is None else secrets, **settings
        )
        started: list[Any] = []

        def start_response(status, headers, exc_info=None):
            assert not started
            started.extend([status, headers])
            return lambda data: None

        pieces = validator(middleware)(self.environ(request), start_response)
        try:
            body = b"".join(pieces)
        finally:
            pieces.close()
        status, headers = started
        shown = {name.lower(): value for name, value in headers}
        return Answer(int(status[:3]), shown, body, seen[0] if seen else None)


DOORS = {"asgi": Asgi(), "wsgi": Wsgi()}
