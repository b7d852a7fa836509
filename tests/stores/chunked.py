"""Bodies in ``aws-chunked``: signed chunk by chunk, with a checksum after them or without.

By the standard library alone, as `wire` is, so that any of it can be wrong on purpose.
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import NamedTuple

from .wire import Pairs, Scope, Wire, by_header

EMPTY = hashlib.sha256(b"").hexdigest()
SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
SIGNED_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"


class Chunked(NamedTuple):
    """How a body is sent.

    Attributes:
        mode: what ``x-amz-content-sha256`` says.
        chunks: the body, which is theirs together.
        trailer: name and value of the checksum that follows, or nothing.
        length: what ``x-amz-decoded-content-length`` says; the true one unless given.
        ends: whether the last chunk, of no bytes, is sent.
        damage: old and new bytes, replaced in the body as it is sent.
    """

    mode: str
    chunks: Sequence[bytes]
    trailer: tuple[str, str] | None = None
    length: int | None = None
    ends: bool = True
    damage: tuple[bytes, bytes] = (b"", b"")


def chunked(scope: Scope, wire: Wire, how: Chunked) -> Wire:
    """Return *wire* signed in its headers, with a body that is sent as *how* says."""
    content = b"".join(how.chunks)
    length = len(content) if how.length is None else how.length
    added: Pairs = (
        ("Content-Encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", str(length)),
        *((("x-amz-trailer", how.trailer[0]),) if how.trailer else ()),
    )
    seed = by_header(scope, wire.with_headers(*added), payload=how.mode)
    signature = dict(seed.headers)["Authorization"].rpartition("Signature=")[2]
    body = _body(scope, how, signature)
    if how.damage[0]:
        assert how.damage[0] in body
    body = body.replace(*how.damage) if how.damage[0] else body
    sent = seed.with_headers(("Content-Length", str(len(body))))
    return Wire(sent.method, sent.target, sent.headers, body)


def _body(scope: Scope, how: Chunked, seed: str) -> bytes:
    signs, previous, parts = how.mode != UNSIGNED_TRAILER, seed, []
    for chunk in (*how.chunks, *([b""] if how.ends else [])):
        extension = ""
        if signs:
            previous = _signed(scope, "AWS4-HMAC-SHA256-PAYLOAD", previous, EMPTY, chunk)
            extension = f";chunk-signature={previous}"
        parts.append(f"{len(chunk):x}{extension}\r\n".encode() + chunk)
        if chunk or not how.trailer:
            parts.append(b"\r\n")
    if how.trailer and how.ends:
        name, value = how.trailer
        parts.append(f"{name}:{value}\r\n".encode())
        if signs:
            line = f"{name}:{value}\n".encode()
            last = _signed(scope, "AWS4-HMAC-SHA256-TRAILER", previous, None, line)
            parts.append(f"x-amz-trailer-signature:{last}\r\n".encode())
        parts.append(b"\r\n")
    return b"".join(parts)


def _signed(scope: Scope, algorithm: str, previous: str, empty: str | None, data: bytes) -> str:
    lines = [algorithm, scope.date, "/".join(scope.parts), previous]
    lines += [empty] if empty is not None else []
    text = "\n".join([*lines, hashlib.sha256(data).hexdigest()])
    return hmac.new(scope.key(), text.encode(), "sha256").hexdigest()
