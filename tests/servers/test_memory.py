"""Long uploads pass through: neither a server nor the middleware in it holds one."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from ..frames import frames
from .memory import MIB, watched
from .wire import FORGER, SIGNED_CHUNKS, Address, Reply, Wire, chain, connected, exchanged

pytestmark = pytest.mark.servers

PIECE = bytes(range(256)) * 256  # 64 KiB
COUNT = 3200  # 200 MiB of them


@dataclass(frozen=True)
class Pieces:
    """A body that is made while it is sent, *count* pieces long."""

    count: int

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.count):
            yield PIECE

    @property
    def length(self) -> int:
        return self.count * len(PIECE)

    @property
    def sha256(self) -> str:
        computed = hashlib.sha256()
        for piece in self:
            computed.update(piece)
        return computed.hexdigest()


def with_length(wire: Wire, body: Iterator[bytes] | Pieces, length: int) -> Wire:
    return replace(wire, body=body).with_headers(("Content-Length", str(length)))


def unsigned(at: Address, pieces: Pieces) -> Wire:
    return with_length(at.presigned("PUT", at.url("long")), pieces, pieces.length)


def hashed(at: Address, pieces: Pieces) -> Wire:
    wire = at.signed("PUT", at.url("long"), payload_hash=pieces.sha256)
    return with_length(wire, pieces, pieces.length)


def in_signed_chunks(at: Address, pieces: Pieces) -> Wire:
    headers = [
        ("content-encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", str(pieces.length)),
    ]
    wire = at.signed("PUT", at.url("long"), headers=headers, payload_hash=SIGNED_CHUNKS)
    frame = len("10000;chunk-signature=\r\n\r\n") + 64
    length = pieces.length + pieces.count * frame + len("0;chunk-signature=\r\n\r\n") + 64
    return with_length(wire, frames(pieces, **chain(wire)), length)


def sent(at: Address, wire: Wire) -> Reply | None:
    with connected(at.port) as connection:
        try:
            connection.stream(wire)
            return connection.reply()
        except ConnectionError:
            return None  # closed while we were sending


@pytest.mark.parametrize(
    "make", [unsigned, hashed, in_signed_chunks], ids=lambda make: make.__name__
)
def test_a_long_upload(at: Address, make: Callable[[Address, Pieces], Wire]):
    short, long = Pieces(100), Pieces(COUNT)
    pid = sent(at, make(at, short)).told["pid"]  # which grows to its usual size
    with watched(pid) as memory:
        reply = sent(at, make(at, long))
    assert reply.told["pid"] == pid
    assert (reply.told["length"], reply.told["sha256"]) == (long.length, long.sha256)
    assert memory.growth < 20 * MIB


def test_a_long_upload_that_is_refused(at: Address):
    pid = exchanged(at.port, at.presigned("GET", at.url("a"))).told["pid"]
    long = Pieces(COUNT)
    wire = at.presigned("PUT", at.url("long"), credentials=FORGER)
    with watched(pid) as memory:
        reply = sent(at, with_length(wire, long, long.length))
    assert reply is None or reply.status == 403
    assert memory.growth < 20 * MIB
    assert exchanged(at.port, at.presigned("GET", at.url("a"))).told["pid"] == pid
