"""Bodies, whole and in pieces, held against a naive reader of the frames."""

import hashlib
import hmac
import re

from sigv4presign import Limits, VerificationError
from sigv4presign.payloads import payload_of

from .checks import KEY, SECRET, Tally, WrongAnswerError

KINDS = (
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "STREAMING-AWS4-HMAC-SHA256-EVENTS",
    "UNSIGNED-PAYLOAD",
    hashlib.sha256(b"abcdef").hexdigest(),
)
SEED = "5" * 64
SIGNED_AT = "20150830T123600Z\n20150830/us-east-1/s3/aws4_request"
LIMITS = Limits(chunk=1000)
ANEW, EDITED = 1, 2
BETWEEN_CHUNKS, BEFORE_EDIT = b"\x1c", b"\x1d"

Trailers = tuple[tuple[str, str], ...]


def fuzz_payload(data: bytes) -> None:
    """`Verified.payload`: content comes out only as it was signed, however it is fed.

    After four bytes the length of the content, the announced trailers and the body, with U+001F
    between them. Asked for, the body is framed and signed here out of its chunks, and edited then.
    """
    which, flags, step, where = data[:4].ljust(4, b"\0")
    kind = KINDS[which % len(KINDS)]
    length, announced, body = (data[4:].split(b"\x1f", 2) + [b"", b"", b""])[:3]
    headers = {"x-amz-trailer": announced.decode("latin-1")}
    if length:
        headers["x-amz-decoded-content-length"] = length.decode("latin-1")
    if flags & ANEW:
        body, _, edit = body.partition(BEFORE_EDIT)
        body = framed(kind, body.split(BETWEEN_CHUNKS), announced)
        if flags & EDITED:
            at = where * len(body) // 256
            body = body[:at] + edit + body[at + 1 :]
    size = step % 40 + 1
    whole = fed(kind, headers, [body])
    pieces = fed(kind, headers, [body[at : at + size] for at in range(0, len(body), size)])
    if whole[1:] != pieces[1:] or (whole[1] and whole[0] != pieces[0]):
        raise WrongAnswerError("how it is fed makes a difference")
    genuine, is_whole, trailers = unframed(kind, body)
    for content, accepted, given in (whole, pieces):
        if not genuine.startswith(content):
            raise WrongAnswerError("content came out that was not signed")
        if accepted and (content != genuine or not is_whole or given != trailers):
            raise WrongAnswerError("a body was taken that is not what was signed")


def fed(kind: str, headers: dict[str, str], pieces: list[bytes]) -> tuple[bytes, bool, Trailers]:
    """Return what came out, whether all was taken, and the trailers."""
    content = b""
    Tally.answers += 1
    stream = (KEY, SEED, *SIGNED_AT.split("\n")) if "HMAC" in kind else None
    try:
        reader = payload_of(kind, headers, stream, LIMITS)
        for piece in pieces:
            content += reader.feed(piece)
        content += reader.close()
    except VerificationError as error:
        Tally.rules.add(error.rule)
        shown = f"{error}{error!r}{error.message}{error.details}"
        if not error.rule or not shown.isprintable() or SECRET in shown or KEY.hex() in shown:
            raise WrongAnswerError("a refusal is not fit to be shown", shown) from error
        return content, False, ()
    Tally.proofs += 1
    return content, True, reader.trailers


def _signed(what: str, last: str, text: str) -> str:
    to_sign = f"AWS4-HMAC-SHA256-{what}\n{SIGNED_AT}\n{last}\n{text}"
    return hmac.new(KEY, to_sign.encode(), hashlib.sha256).hexdigest()


def _of_chunk(last: str, chunk: bytes) -> str:
    hashes = [hashlib.sha256(one).hexdigest() for one in (b"", chunk)]
    return _signed("PAYLOAD", last, "\n".join(hashes))


def _of_trailers(last: str, trailers: Trailers) -> str:
    lines = "".join([f"{name}:{value}\n" for name, value in trailers])
    return _signed("TRAILER", last, hashlib.sha256(lines.encode()).hexdigest())


def framed(kind: str, chunks: list[bytes], announced: bytes) -> bytes:
    """Return *chunks* as a client frames and signs them, each announced trailer ``x``."""
    if "STREAMING" not in kind:
        return b"".join(chunks)
    body, last = b"", SEED
    for chunk in [*filter(None, chunks), b""]:
        last = _of_chunk(last, chunk)
        mark = f";chunk-signature={last}" if "HMAC" in kind else ""
        body += f"{len(chunk):x}{mark}\r\n".encode() + (chunk + b"\r\n" if chunk else b"")
    if "TRAILER" in kind:
        names = [name.strip().lower() for name in announced.decode("latin-1").split(",")]
        trailers = tuple([(name, "x") for name in names if name])
        body += "".join([f"{name}:x\r\n" for name, _ in trailers]).encode("latin-1")
        if "HMAC" in kind:
            body += f"x-amz-trailer-signature:{_of_trailers(last, trailers)}\r\n".encode()
    return body + b"\r\n"


def unframed(kind: str, body: bytes) -> tuple[bytes, bool, Trailers]:
    """Return the content up to where *body* is no longer genuine, whether all is, the trailers."""
    if "STREAMING" not in kind:
        return body, kind in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()), ()
    content, last, at, size = b"", SEED, 0, -1
    while size:
        head = re.compile(rb"([0-9a-fA-F]+)(?:;chunk-signature=(.{64}))?\r\n").match(body, at)
        if head is None:
            return content, False, ()
        size = int(head[1], 16)
        chunk = body[head.end() : head.end() + size]
        at = head.end() + size + 2 * bool(size)
        if "HMAC" in kind:
            last = _of_chunk(last, chunk)
            if last.encode() != head[2]:
                return content, False, ()
        content += chunk
        if len(chunk) < size or (size and body[at - 2 : at] != b"\r\n"):
            return content, False, ()
    return content, *_trailers(kind, last, body[at:])


def _trailers(kind: str, last: str, rest: bytes) -> tuple[bool, Trailers]:
    if "TRAILER" not in kind:
        return rest == b"\r\n", ()
    lines = [line.strip(b"\r").decode("latin-1") for line in rest.split(b"\n")]
    pairs = [line.partition(":") for line in lines if line]
    trailers = tuple(
        [(n.lower(), " ".join(re.split("[ \t\r\v\f]+", v)).strip(" ")) for n, _, v in pairs]
    )
    if "HMAC" not in kind:
        return rest[-2:] == b"\r\n", trailers
    name, given = trailers[-1] if trailers else ("", "")
    right = _of_trailers(last, trailers[:-1])
    return name == "x-amz-trailer-signature" and right == given, trailers[:-1]
