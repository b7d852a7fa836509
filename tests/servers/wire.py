"""Requests as bytes, and answers off the same connection: nothing is respelled, nothing retried."""

import hashlib
import http.client
import json
import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from sigv4presign import Credentials, presign, sign_headers
from sigv4presign.signing import signing_key

from ..examples import ACCESS_KEY_ID, KEYS, SECRET
from ..frames import frames
from .rules import REGION

SECONDS = 30
SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
FORGER = Credentials(ACCESS_KEY_ID, "another secret")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Wire:
    """A request; *body* comes in pieces, as it is sent."""

    method: str
    target: str
    headers: Pairs
    body: Iterable[bytes] = ()

    def head(self) -> bytes:
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode()

    def __bytes__(self) -> bytes:
        return self.head() + b"".join(self.body)

    def with_headers(self, *added: tuple[str, str]) -> "Wire":
        names = [name.lower() for name, _ in added]
        kept = [pair for pair in self.headers if pair[0].lower() not in names]
        return replace(self, headers=[*kept, *added])

    def with_body(self, *body: bytes) -> "Wire":
        length = str(sum(map(len, body)))
        return replace(self, body=body).with_headers(("Content-Length", length))


class Address:
    """Where a server is, and requests to it that are genuine unless *credentials* are others."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"

    def url(self, key: str, host: str = "") -> str:
        path = quote(key)
        return f"http://{host}/{path}" if host else f"http://{self.host}/bucket/{path}"

    def presigned(self, method: str, url: str, **settings: Any) -> Wire:
        settings = {"credentials": KEYS, "region": REGION, **settings}
        made = presign(method, url, **settings)
        host, target = re.fullmatch("http://([^/]+)(/.*)", made.url).groups()
        return Wire(method, target, [("Host", host), *settings.get("headers", [])])

    def signed(self, method: str, url: str, body: bytes = b"", **settings: Any) -> Wire:
        """Return a request signed in its headers, its body too unless settings say otherwise."""
        settings = {"credentials": KEYS, "region": REGION, "service": "s3", **settings}
        added = sign_headers(method, url, body=body, **settings)
        host, target = re.fullmatch("http://([^/]+)(/.*)", url).groups()
        wire = Wire(method, target, [("Host", host), *settings.get("headers", []), *added])
        return wire.with_body(body) if body else wire

    def chunked(self, key: str, *chunks: bytes) -> Wire:
        """Return an upload in signed chunks."""
        content = sum(map(len, chunks))
        headers = [
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", str(content)),
        ]
        wire = self.signed("PUT", self.url(key), headers=headers, payload_hash=SIGNED_CHUNKS)
        return wire.with_body(*frames(chunks, **chain(wire)))


def chain(wire: Wire) -> dict[str, Any]:
    """Return what the chunks of *wire* are signed with."""
    headers = {name.lower(): value for name, value in wire.headers}
    date = headers["x-amz-date"][:8]
    return {
        "key": signing_key(SECRET, date, REGION, "s3"),
        "seed": headers["authorization"].rpartition("=")[2],
        "amz_date": headers["x-amz-date"],
        "scope": f"{date}/{REGION}/s3/aws4_request",
    }


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    continued: bool  # whether a "100 Continue" came before it

    @property
    def told(self) -> dict[str, Any]:
        """What the application told; nothing if it was not reached."""
        return json.loads(self.headers.get("x-told", "{}"))

    @property
    def code(self) -> str:
        found = re.search(rb"<Code>(\w+)</Code>", self.body)
        return found[1].decode() if found else ""


class Connection:
    """One connection, on which requests follow each other."""

    def __init__(self, taken: socket.socket) -> None:
        self._socket = taken
        self._reader = taken.makefile("rb")

    def close(self) -> None:
        self._reader.close()

    def send(self, wire: Wire | bytes) -> None:
        self._socket.sendall(bytes(wire))

    def stream(self, wire: Wire) -> None:
        """Send *wire* piece by piece."""
        self._socket.sendall(wire.head())
        for piece in wire.body:
            self._socket.sendall(piece)

    def reply(self, method: str = "GET") -> Reply | None:
        """Return the next answer to a request of that method; None if the connection has ended."""
        continued = False
        while line := self._reader.readline():
            status = int(re.fullmatch(rb"HTTP/1\.1 (\d{3}) .*\r\n", line)[1])
            headers = http.client.parse_headers(self._reader)
            if status != 100:
                body = b"" if method == "HEAD" else self._body(headers)
                return Reply(status, headers, body, continued)
            continued = True
        return None

    def _body(self, headers: http.client.HTTPMessage) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self._exactly(int(headers["content-length"]))
        body = b""
        while size := int(self._reader.readline(), 16):
            body += self._exactly(size)
            assert self._reader.readline() == b"\r\n"
        assert self._reader.readline() == b"\r\n"
        return body

    def _exactly(self, size: int) -> bytes:
        body = self._reader.read(size)
        assert len(body) == size, "the answer breaks off"
        return body

    def replies(self, method: str = "GET") -> Iterator[Reply]:
        """Yield all answers until the connection ends; the server may break it off by a reset."""
        try:
            while reply := self.reply(method):
                yield reply
        except ConnectionError:
            return


@contextmanager
def connected(port: int) -> Iterator[Connection]:
    with socket.create_connection(("127.0.0.1", port), SECONDS) as taken:
        connection = Connection(taken)
        try:
            yield connection
        finally:
            connection.close()


def exchanged(port: int, wire: Wire) -> Reply:
    """Send *wire* on a connection of its own, and return the answer."""
    with connected(port) as connection:
        connection.send(wire)
        reply = connection.reply(wire.method)
        assert reply is not None, "no answer"
        return reply


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
