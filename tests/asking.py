"""Requests to the embedded store, sent byte for byte as they are written here."""

import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPResponse
from typing import NamedTuple
from urllib.parse import quote, urlencode

from sigv4presign import Presigned, sign_headers
from sigv4presign.store import Store

Pairs = Iterable[tuple[str, str]]


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return self.text("Code") if self.body else ""

    @property
    def root(self) -> ET.Element:
        root = ET.fromstring(self.body)
        for each in root.iter():
            each.tag = each.tag.rpartition("}")[2]
        return root

    def text(self, path: str) -> str:
        return self.root.findtext(path)

    def texts(self, path: str) -> list[str]:
        return [each.text or "" for each in self.root.findall(path)]


def path_of(bucket: str, key: str) -> str:
    return f"/{bucket}/{quote(key, safe='/~')}" if key else f"/{bucket}"


class Asker:
    """Sends signed requests to one store, on one connection."""

    def __init__(self, store: Store, bucket: str = "bucket"):
        self.store = store
        self.bucket = bucket
        self._connection = HTTPConnection("127.0.0.1", store.port, timeout=20)

    def __call__(
        self,
        method: str,
        key: str | None = "",
        query: dict[str, str] | None = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        bucket: str | None = None,
        **signing,
    ) -> Answer:
        """Send a request signed in its headers; *key* None is for the list of buckets."""
        path = "/" if key is None else path_of(bucket or self.bucket, key)
        if query:
            path += f"?{urlencode(query, quote_via=quote)}"
        url = f"{self.store.endpoint_url}{path}"
        given = list((headers or {}).items())
        settings = {"credentials": self.store.credentials, "region": self.store.region, **signing}
        added = sign_headers(method, url, service="s3", headers=given, body=body or b"", **settings)
        return self.send(method, path, body, [*given, *added])

    def send(self, method: str, target: str, body: bytes | None, headers: Pairs = ()) -> Answer:
        """Send a request as it is."""
        connection = self._connection
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        names = {name.lower() for name, _ in headers}
        if "host" not in names:
            connection.putheader("Host", f"127.0.0.1:{self.store.port}")
        if body is not None and not names & {"content-length", "transfer-encoding"}:
            connection.putheader("Content-Length", str(len(body)))
        for name, value in headers:
            connection.putheader(name, value.encode())
        connection.endheaders(body)
        return answer_of(connection.getresponse())

    def through(self, link: Presigned, body: bytes | None = None, **headers: str) -> Answer:
        """Use a presigned URL."""
        target = "/" + link.url.split("/", 3)[3]
        host = link.url.split("/", 3)[2]
        extra = [(name.replace("_", "-"), value) for name, value in headers.items()]
        return self.send(link.method, target, body, [("Host", host), *link.headers, *extra])

    def put(self, key: str, content: bytes, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self("PUT", key, body=content, headers=named)
        assert answer.status == 200, answer
        return answer

    def get(self, key: str) -> bytes:
        answer = self("GET", key)
        assert answer.status == 200, answer
        return answer.body

    def listed(self, **query: str) -> list[str]:
        named = {name.replace("_", "-"): value for name, value in query.items()}
        return self("GET", query={"list-type": "2", **named}).texts("Contents/Key")

    def close(self) -> None:
        self._connection.close()


def answer_of(response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def raw(store: Store, data: bytes, *, wait: float = 10) -> bytes:
    """Send *data* on a connection of its own, and return all that comes back."""
    with socket.create_connection(("127.0.0.1", store.port), timeout=wait) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return all_of(connection)


def all_of(connection: socket.socket) -> bytes:
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    return received
