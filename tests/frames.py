"""Bodies in aws-chunked frames as a client makes and signs them, out of the specification alone.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from sigv4presign.signing import signature

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def frames(
    chunks: Iterable[bytes],
    trailers: Sequence[tuple[str, str]] | None = None,
    *,
    key: bytes | None,
    seed: str,
    amz_date: str,
    scope: str,
    end: bytes = b"\r\n",
) -> Iterator[bytes]:
    """Yield each chunk in its frame, then the end; *key* is None where chunks are not signed."""
    last = seed
    for chunk in _and_the_last(chunks):
        head = b"%x" % len(chunk)
        if key is not None:
            hashed = hashlib.sha256(chunk).hexdigest()
            text = f"AWS4-HMAC-SHA256-PAYLOAD\n{amz_date}\n{scope}\n{last}\n{EMPTY}\n{hashed}"
            last = signature(key, text)
            head += f";chunk-signature={last}".encode()
        yield head + b"\r\n" + (chunk + b"\r\n" if chunk else b"")
    if trailers is not None:
        lines = "".join(f"{name}:{value}\n" for name, value in trailers).encode()
        yield lines.replace(b"\n", end)
        if key is not None:
            hashed = hashlib.sha256(lines).hexdigest()
            text = f"AWS4-HMAC-SHA256-TRAILER\n{amz_date}\n{scope}\n{last}\n{hashed}"
            yield f"x-amz-trailer-signature:{signature(key, text)}\r\n".encode()
    yield b"\r\n"


def _and_the_last(chunks: Iterable[bytes]) -> Iterator[bytes]:
    yield from chunks
    yield b""
