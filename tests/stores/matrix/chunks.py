"""Uploads in ``aws-chunked``, as SDKs send streams.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
"""

import base64
import hashlib

from ..chunked import SIGNED, SIGNED_TRAILER, UNSIGNED_TRAILER, Chunked, chunked
from ..clients import Answer
from .outcome import Section
from .trial import Trial, check, expected, must_refuse
from .uploads import crc32

chunks = Section("Chunked uploads")
# All chunks but the last are of 8 KiB or more, as S3 wants it.
BODY = (b"a" * 65536, b"b" * 65536, b"content")
WHOLE = b"".join(BODY)
CRC32 = ("x-amz-checksum-crc32", crc32(WHOLE))
SHA256 = ("x-amz-checksum-sha256", base64.b64encode(hashlib.sha256(WHOLE).digest()).decode())
WRONG = ("x-amz-checksum-crc32", crc32(b"another"))


def sent(on: Trial, how: Chunked) -> Answer:
    wire = on.wire("PUT")
    headers = tuple([pair for pair in wire.headers if pair[0] != "Content-Length"])
    return on.sent(chunked(on.scope, type(wire)(wire.method, wire.target, headers), how))


def taken(on: Trial, how: Chunked) -> None:
    expected(sent(on, how), 200)
    on.holds(b"".join(how.chunks))
    encoding = on.on_key("head_object").headers.get("Content-Encoding", "")
    check("aws-chunked" not in encoding, "keeps aws-chunked as the Content-Encoding")


def refuses(on: Trial, how: Chunked, status: int, code: str) -> None:
    must_refuse(sent(on, how), status, code)
    on.gone()


@chunks("signed chunks")
def _(on: Trial) -> None:
    taken(on, Chunked(SIGNED, BODY))


@chunks("signed chunks: an empty body")
def _(on: Trial) -> None:
    taken(on, Chunked(SIGNED, ()))


@chunks("signed chunks, signed trailer: CRC32")
def _(on: Trial) -> None:
    taken(on, Chunked(SIGNED_TRAILER, BODY, CRC32))


@chunks("signed chunks, signed trailer: SHA-256")
def _(on: Trial) -> None:
    taken(on, Chunked(SIGNED_TRAILER, BODY, SHA256))


@chunks("unsigned chunks, trailer: CRC32")
def _(on: Trial) -> None:
    taken(on, Chunked(UNSIGNED_TRAILER, BODY, CRC32))


@chunks("refusal: a byte of a chunk changed")
def _(on: Trial) -> None:
    how = Chunked(SIGNED, BODY, damage=(b"content", b"Content"))
    refuses(on, how, 403, "SignatureDoesNotMatch")


@chunks("refusal: two chunks exchanged")
def _(on: Trial) -> None:
    how = Chunked(SIGNED, BODY)
    wire = on.wire("PUT")
    headers = tuple([pair for pair in wire.headers if pair[0] != "Content-Length"])
    good = chunked(on.scope, type(wire)(wire.method, wire.target, headers), how)
    size = good.body.index(b"\r\n") + 2 + 65536 + 2
    body = good.body[size : 2 * size] + good.body[:size] + good.body[2 * size :]
    changed = type(wire)(good.method, good.target, good.headers, body)
    must_refuse(on.sent(changed), 403, "SignatureDoesNotMatch")
    on.gone()


@chunks("refusal: no last chunk")
def _(on: Trial) -> None:
    refuses(on, Chunked(SIGNED, BODY, ends=False), 400, "IncompleteBody")


@chunks("refusal: longer than x-amz-decoded-content-length")
def _(on: Trial) -> None:
    must = Chunked(SIGNED, BODY, length=len(WHOLE) - 1)
    answer = sent(on, must)
    must_refuse(answer, 400, "IncompleteBody")
    on.gone()


@chunks("refusal: a trailer that is not of the body, signed")
def _(on: Trial) -> None:
    refuses(on, Chunked(SIGNED_TRAILER, BODY, WRONG), 400, "BadDigest")


@chunks("refusal: a trailer that is not of the body, unsigned")
def _(on: Trial) -> None:
    refuses(on, Chunked(UNSIGNED_TRAILER, BODY, WRONG), 400, "BadDigest")


@chunks("refusal: a signed trailer changed")
def _(on: Trial) -> None:
    how = Chunked(SIGNED_TRAILER, BODY, CRC32, damage=(CRC32[1].encode(), WRONG[1].encode()))
    refuses(on, how, 403, "SignatureDoesNotMatch")
