"""What a proof says of the body, held against the body as it comes: no socket, no file.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

import hashlib

from .canonical import UNSIGNED_PAYLOAD
from .chunks import ChunkedBody
from .errors import InvalidRequestError
from .limits import DEFAULT, Limits
from .refusals import PayloadMismatchError
from .rules import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from .verified import Verified

    # What a chunked body is signed with: key, signature of the request, its moment, its scope.
    StreamKey = tuple[bytes, str, str, str]

    class Payload(Protocol):
        """Takes the body as it arrives and gives back what of it may be used."""

        @property
        def trailers(self) -> "tuple[tuple[str, str], ...]":
            """Return the trailers, complete once the body is closed."""
            ...

        def feed(self, data: bytes) -> bytes:
            """Return what of the body is to be used now that *data* has arrived."""
            ...

        def close(self) -> bytes:
            """Return the rest, at the body's end, or refuse a body that is not the signed one."""
            ...


class PlainPayload:
    """A body that comes as it is: any body, or the one with the SHA-256 that is signed."""

    def __init__(self, payload_hash: str) -> None:
        self._stated = payload_hash
        self._hash = None if payload_hash == UNSIGNED_PAYLOAD else hashlib.sha256()

    @property
    def trailers(self) -> "tuple[tuple[str, str], ...]":
        """Nothing: only aws-chunked bodies have trailers."""
        return ()

    def feed(self, data: bytes) -> bytes:
        """Return *data*. Only `close` knows whether all of it is what was signed."""
        if self._hash is not None:
            self._hash.update(data)
        return data

    def close(self) -> bytes:
        """Return nothing, or refuse.

        Raises:
            PayloadMismatchError: the body's SHA-256 is another one.
        """
        if self._hash is not None:
            computed = self._hash.digest().hex()
            if computed != self._stated:
                raise PayloadMismatchError(self._stated, computed)
        return b""


def payload_of(
    payload_hash: str,
    headers: "Mapping[str, str]",
    stream: "StreamKey | None",
    limits: Limits = DEFAULT,
) -> "Payload":
    """Return what checks the body of a request whose payload line is *payload_hash*.

    Args:
        payload_hash: of a proof.
        headers: those that are signed, by lower-case name.
        stream: what a body in signed chunks is signed with, if that is known.
        limits: of which `chunk` counts.

    Raises:
        MalformedError: the headers say nothing of the body's length, or nothing readable.
        InvalidRequestError: the proof was pickled, which leaves out the key for its chunks.
    """
    if payload_hash[:10] != "STREAMING-":
        return PlainPayload(payload_hash)
    if payload_hash[-7:] == "-EVENTS":
        raise broken("payload-form", "event streams are no bodies of S3")
    if stream is None and "HMAC" in payload_hash:
        raise InvalidRequestError("this proof has no key for the chunks of its body any more")
    key, signature, amz_date, scope = stream or (None, "", "", "")
    names = [name.strip().lower() for name in headers.get("x-amz-trailer", "").split(",")]
    return ChunkedBody(
        payload_hash,
        signing_key=key,
        seed_signature=signature,
        amz_date=amz_date,
        scope=scope,
        trailers=tuple([name for name in names if name]),
        decoded_length=_decoded_length(headers),
        max_chunk=limits.chunk,
    )


def check_body(proof: "Verified", body: "bytes | bytearray | memoryview", limits: Limits) -> None:
    """Hold the whole *body* against what *proof* says of it.

    Raises:
        VerificationError: it is not the body that was signed.
        InvalidRequestError: it is no bytes.
    """
    whole = body_bytes(body)
    payload = proof.payload(limits)
    payload.feed(whole)
    payload.close()


def body_bytes(body: "bytes | bytearray | memoryview") -> bytes:
    """Return *body* as bytes.

    Raises:
        InvalidRequestError: it is something else.
    """
    given: object = body
    if not isinstance(given, (bytes, bytearray, memoryview)):
        raise InvalidRequestError(f"body is of type {type(body).__name__}; it must be bytes")
    return bytes(given)


def _decoded_length(headers: "Mapping[str, str]") -> int:
    length = headers.get("x-amz-decoded-content-length", "")
    if not length or len(length) > 19 or length.strip("0123456789"):
        raise broken(
            "decoded-length",
            f"x-amz-decoded-content-length is {length[:20]!r}; a chunked body needs it as a number",
        )
    return int(length)
