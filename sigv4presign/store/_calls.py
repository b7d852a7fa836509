"""`Call`: one genuine request, as the operations take it."""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from .._checks import bad_character, is_token
from ..verified import Verified
from ._bodies import Body
from ._errors import StoreError, argument
from ._folder import Folder
from ._heads import Head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..payloads import Payload

LARGEST = 5 * 1024**3  # bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
_DOCUMENT = 4 * 1024 * 1024


class Hash(Protocol):
    """What `hashlib` makes, and `Crc32`."""

    def update(self, data: bytes, /) -> None:
        """Take in *data*."""
        ...

    def digest(self) -> bytes:
        """Return the hash of all of it."""
        ...


class Crc32:
    """CRC-32 in the form of `hashlib`."""

    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes) -> None:
        """Take in *data*."""
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        """Return the checksum, big-endian as S3 writes it."""
        return self._value.to_bytes(4, "big")


# The standard library has no CRC-32C and no CRC-64/NVME: those are kept as they come.
CHECKED: dict[str, Callable[[], Hash]] = {
    "x-amz-checksum-crc32": Crc32,
    "x-amz-checksum-sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "x-amz-checksum-sha256": hashlib.sha256,
}
CHECKSUMS = (*CHECKED, "x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme")


class Call:
    """A request that is proven, and what it asks for.

    Attributes:
        head: the request's.
        proof: that it is genuine.
        bucket: its name, or empty.
        key: decoded, or empty.
        query: decoded parameters by name, those of the signature left out; of a repeated one the
            first, which S3 takes.
        folder: of the store.
        region: likewise.
    """

    def __init__(
        self,
        head: Head,
        proof: Verified,
        place: tuple[str, str],
        body: Body,
        folder: Folder,
        region: str,
    ) -> None:
        self.head = head
        self.proof = proof
        self.bucket, self.key = place
        self.folder = folder
        self.query = dict(reversed(proof.query))
        self.region = region
        self._body = body
        self._payload: "Payload" = proof.payload()
        self._moved = _moved_headers(proof.query)

    def header(self, name: str) -> str | None:
        """Return the value of the header *name*, in lower case; a repeated one joined."""
        values = [value for other, value in self.head.headers if other == name]
        if values:
            return ", ".join(values)
        return self._moved.get(name)

    def headers_like(self, prefix: str) -> dict[str, str]:
        """Return the headers whose names begin with *prefix*, by lower-case name."""
        found = {n: v for n, v in self._moved.items() if n.startswith(prefix)}
        for name, value in self.head.headers:
            if name.startswith(prefix):
                found[name] = f"{found[name]},{value}" if name in found else value
        return found

    @property
    def streamed(self) -> bool:
        """Whether the body has a framing within, that of aws-chunked."""
        return self.proof.payload_hash[:10] == "STREAMING-"

    def check_length(self) -> None:
        """Refuse an upload that does not say how long it is.

        Raises:
            StoreError: that.
        """
        if not self._body.stated or (self._body.length is None and not self.streamed):
            raise StoreError("MissingContentLength")

    def content_length(self) -> int | None:
        """Return the bytes of the content, its framing taken off; None if nobody said."""
        if self.streamed:
            return int(self.header("x-amz-decoded-content-length") or "0")
        return self._body.length

    def content(self, most: int = LARGEST) -> Iterator[bytes]:
        """Yield the body's content as it comes; its end is reached only if all is as it must be.

        Raises:
            StoreError: it is longer than *most*, or not what its checksums say.
            VerificationError: it is not what was signed.
        """
        length = self.content_length()
        if length is not None and length > most:
            raise _too_large(length, most)
        hashes = self._hashes()
        size = 0
        for piece in self._proven():
            size += len(piece)
            if size > most:
                raise _too_large(size, most)
            for _, hashed, _ in hashes:
                hashed.update(piece)
            yield piece
        self._check(hashes)

    def _proven(self) -> Iterator[bytes]:
        for piece in self._body:
            content = self._payload.feed(piece)
            if content:
                yield content
        self._payload.close()

    def document(self) -> bytes:
        """Return the body's content, which is XML and no large one.

        Raises:
            StoreError: it is too large, or not what its checksums say.
            VerificationError: it is not what was signed.
        """
        return b"".join(self.content(_DOCUMENT))

    def nothing(self) -> None:
        """Read a body that this operation has no use for; it must be what was signed, even so."""
        for _ in self.content(_DOCUMENT):
            pass

    def checksums(self) -> dict[str, str]:
        """Return the checksums that came with the body, by header; trailers once it is read."""
        trailers = dict(self._payload.trailers)
        found: dict[str, str] = {}
        for name in CHECKSUMS:
            value = trailers.get(name) or self.header(name)
            if value:
                found[name] = value
        return found

    def _hashes(self) -> list[tuple[str, Hash, bytes | None]]:
        hashes: list[tuple[str, Hash, bytes | None]] = []
        announced = (self.header("x-amz-trailer") or "").lower()
        for name, make in CHECKED.items():
            if self.header(name) or name in announced:
                hashes.append((name, make(), None))
        md5 = self.header("content-md5")
        if md5 is not None:
            hashes.append(("content-md5", hashlib.md5(usedforsecurity=False), _decoded(md5, 16)))
        return hashes

    def _check(self, hashes: list[tuple[str, Hash, bytes | None]]) -> None:
        given = self.checksums()
        for name, hashed, stated in hashes:
            digest = hashed.digest()
            expected = _decoded(given[name], len(digest), name) if name in given else stated
            if digest != expected:
                if name == "content-md5":
                    raise StoreError("BadDigest")
                algorithm = name.rpartition("-")[2].upper()
                raise StoreError(
                    "BadDigest",
                    f"The {algorithm} you specified did not match the calculated checksum.",
                )


def _moved_headers(query: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the headers, by lower-case name, that are in the decoded *query*.

    Some signers move them there, and S3 takes them from there:
    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

    Raises:
        StoreError: no header can be one of them, or a part of the query is not UTF-8.
    """
    moved: dict[str, str] = {}
    for name, value in query:
        if name[:6].lower() == "x-amz-":
            check_header(name, value)
            moved[name.lower()] = value
        elif any(["\udc80" <= character <= "\udcff" for character in name + value]):
            raise argument(name, value, "The query is not UTF-8")
    return moved


def check_header(name: str, value: str) -> None:
    """Refuse what did not come as a header and cannot be one, such as one that would be two.

    Raises:
        StoreError: it cannot.
    """
    if not is_token(name) or bad_character(value) is not None:
        raise argument(name, "", "A header cannot have this name and value")


def _decoded(text: str, size: int, name: str = "") -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if len(value) == size:
        return value
    if name:
        raise StoreError("InvalidRequest", f"Value for {name} header is invalid.")
    raise StoreError("InvalidDigest")


def _too_large(size: int, most: int) -> StoreError:
    details: Any = (("ProposedSize", str(size)), ("MaxSizeAllowed", str(most)))
    return StoreError(
        "EntityTooLarge" if most == LARGEST else "MaxMessageLengthExceeded", "", details
    )
