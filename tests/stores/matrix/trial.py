"""A store as a case of the matrix uses it: the answer that S3 would give is the expected one."""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

from sigv4presign import Presigned, S3Presigner

from ..clients import Answer, by_requests
from ..store import Store
from ..wire import Scope, Wire, send
from .outcome import DiffersError, RefusedError

CONTENT = b"content"


@dataclass(frozen=True)
class Trial:
    store: Store
    key: str  # of the case alone

    @property
    def bucket(self) -> str:
        return self.store.bucket

    @cached_property
    def s3(self) -> S3Presigner:
        return self.store.s3()

    @property
    def scope(self) -> Scope:
        server = self.store.server
        at = int(time.time())
        return Scope(server.access_key_id, server.secret_access_key, at, server.region)

    def presign(self, operation: str, **params: Any) -> Presigned:
        return self.s3.presign(operation, **{"bucket": self.bucket, **params})

    def do(self, signed: Presigned, body: bytes | None = None, status: int = 200) -> Answer:
        """Send *signed*, and return the answer, which has *status* or ends the case."""
        return expected(by_requests(signed, body), status)

    def on_key(self, operation: str, body: bytes | None = None, status: int = 200, **params: Any):
        """Do *operation* with the case's own key."""
        return self.do(self.presign(operation, key=self.key, **params), body, status)

    def refused(
        self, signed: Presigned, status: int, code: str = "", body: bytes | None = None
    ) -> None:
        """Send *signed*, which the store must refuse with *status* and *code*."""
        must_refuse(by_requests(signed, body), status, code)

    def put(self, key: str = "", content: bytes = CONTENT, **params: Any) -> None:
        """Have an object there, whatever the case is about."""
        self.do(self.s3.put_object(self.bucket, key or self.key, **params), content)

    def content(self, key: str = "") -> bytes:
        return self.do(self.s3.get_object(self.bucket, key or self.key)).body

    def holds(self, content: bytes, key: str = "") -> None:
        found = self.content(key)
        check(found == content, "keeps other content")

    def gone(self, key: str = "") -> None:
        answer = by_requests(self.s3.get_object(self.bucket, key or self.key))
        check(answer.status == 404, "the object is there")

    def wire(
        self, method: str, key: str = "", *headers: tuple[str, str], body: bytes = b""
    ) -> Wire:
        """Return a request to be signed by hand and sent as it is spelled."""
        host = ("Host", f"127.0.0.1:{self.store.server.port}")
        path = self.store.url(key or self.key).split("/", 3)[3]
        length = () if method in ("GET", "HEAD") else (("Content-Length", str(len(body))),)
        return Wire(method, f"/{path}", (host, *length, *headers), body)

    def sent(self, wire: Wire) -> Answer:
        return send(self.store.server.port, wire)


def expected(answer: Answer, status: int) -> Answer:
    if answer.status == status:
        return answer
    if status < 400 <= answer.status:
        raise RefusedError(words(answer))
    raise DiffersError(f"{words(answer)} for {status}")


def must_refuse(answer: Answer, status: int, code: str = "") -> None:
    if answer.status < 400:
        raise DiffersError(f"taken, {answer.status}")
    if (answer.status, answer.code if code else "") != (status, code):
        raise DiffersError(words(answer))


def words(answer: Answer) -> str:
    return f"{answer.status} {answer.code}".strip()


def check(condition: object, otherwise: str) -> None:
    """Go on where *condition* holds; it differs from S3 as *otherwise* says if not."""
    if not condition:
        raise DiffersError(otherwise)


def texts(document: bytes, name: str) -> list[str]:
    """Return the texts of the elements *name*, whatever their namespace."""
    try:
        root = ET.fromstring(document)
    except ET.ParseError:
        raise DiffersError("no XML") from None
    return [each.text or "" for each in root.iter() if each.tag.rpartition("}")[2] == name]


def first(document: bytes, name: str) -> str:
    found = texts(document, name)
    check(found, f"no {name}")
    return found[0]
