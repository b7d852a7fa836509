"""`ChunkedBody`: an aws-chunked body taken out of its frames, each chunk proven before it is used.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
"""

import hashlib

from ._checks import bad_character, is_token
from ._compare import equal
from .canonical import EMPTY_PAYLOAD_HASH, folded
from .errors import MalformedError
from .refusals import SignatureMismatchError
from .rules import broken
from .signing import ALGORITHM, signature

_LINE = 1024  # bytes; a chunk's head has 98, a checksum less than 150
_SIGNATURE = ";chunk-signature="
_TRAILER_SIGNATURE = "x-amz-trailer-signature"
# What the next bytes are.
_HEAD, _DATA, _DATA_END, _END, _TRAILERS, _DONE = range(6)


class ChunkedBody:
    """Takes the body as it arrives, in pieces of any size, and gives back what is proven of it.

    What is held in memory is one chunk where chunks are signed, else next to nothing. After the
    first refusal nothing comes out any more.

    Args:
        payload_hash: the request's, one of the words that begin with ``STREAMING-``.
        signing_key: 32 bytes; None where the chunks are not signed.
        seed_signature: of the request; what the first chunk's signature goes on from.
        amz_date: the request's moment, ``20150830T123600Z``.
        scope: the request's credential scope.
        trailers: lower-case names of the trailers that the request announces: each must come.
        decoded_length: bytes of the content without its frames.
        max_chunk: bytes of the longest chunk that is taken.
    """

    def __init__(
        self,
        payload_hash: str,
        *,
        signing_key: "bytes | None",
        seed_signature: str,
        amz_date: str,
        scope: str,
        trailers: tuple[str, ...],
        decoded_length: int,
        max_chunk: int,
    ) -> None:
        self._key = signing_key
        self._last = seed_signature
        self._signed_at = f"{amz_date}\n{scope}"
        self._has_trailers = payload_hash[-8:] == "-TRAILER"
        self._announced = trailers
        self._left = decoded_length
        self._max_chunk = max_chunk
        self._state = _HEAD
        self._line = bytearray()
        self._chunk = bytearray()
        self._size = 0
        self._claimed = ""
        self._bare = False
        self._trailers: list[tuple[str, str]] = []
        self._failure: MalformedError | SignatureMismatchError | None = None

    @property
    def trailers(self) -> "tuple[tuple[str, str], ...]":
        """(Lower-case name, value) pairs that followed the content; none before its end."""
        return tuple(self._trailers) if self._state == _DONE and not self._failure else ()

    def feed(self, data: bytes) -> bytes:
        """Return the content that is proven now that *data* has arrived.

        Raises:
            MalformedError: this is no aws-chunked body, or not the one that was announced.
            SignatureMismatchError: a chunk, or the trailers, are not what was signed.
        """
        try:
            if self._failure is not None:
                raise self._failure
            return self._fed(data)
        except (MalformedError, SignatureMismatchError) as error:
            self._failure = error
            self._chunk = bytearray()
            raise

    def close(self) -> bytes:
        """Return nothing, or refuse a body that ended too early.

        Raises:
            MalformedError: as for `feed`.
            SignatureMismatchError: likewise.
        """
        if self._failure is not None:
            raise self._failure
        if self._state != _DONE:
            raise broken("body-complete", "the body ended before its last chunk or its trailers")
        return b""

    def _fed(self, data: bytes) -> bytes:
        ready: list[bytes] = []
        at = 0
        while at < len(data):
            if self._state == _DATA:
                at = self._take(data, at, ready)
            elif self._state == _DONE:
                raise broken("body-complete", "more bytes follow the end of the body")
            else:
                end = data.find(b"\n", at) + 1
                self._line += data[at : end or len(data)]
                if len(self._line) > _LINE:
                    raise broken("chunk-form", f"a line of the framing has more than {_LINE} bytes")
                if not end:
                    break
                at = end
                line, self._line = bytes(self._line), bytearray()
                self._read(line)
        return b"".join(ready)

    def _take(self, data: bytes, at: int, ready: list[bytes]) -> int:
        piece = data[at : at + self._size]
        self._size -= len(piece)
        if self._key is None:
            ready.append(piece)
        else:
            self._chunk += piece
        if not self._size:
            self._state = _DATA_END
            if self._key is not None:
                chunk, self._chunk = bytes(self._chunk), bytearray()
                self._prove(chunk)
                ready.append(chunk)
        return at + len(piece)

    def _read(self, line: bytes) -> None:
        if self._state == _TRAILERS:
            self._read_trailer(line)
        elif line[-2:] != b"\r\n":
            raise broken("chunk-form", "a line of the framing does not end in CR LF")
        elif self._state == _HEAD:
            self._read_head(line[:-2])
        elif line != b"\r\n":
            raise broken("chunk-form", "a chunk is longer than its head says")
        else:
            self._state = _HEAD if self._state == _DATA_END else _DONE

    def _read_head(self, head: bytes) -> None:
        size, mark, claimed = _text(head).partition(_SIGNATURE)
        if (self._key is not None) != bool(mark):
            raise broken("chunk-form", "a chunk is not signed as the request says")
        if mark and (len(claimed) != 64 or claimed.strip("0123456789abcdef")):
            raise broken("chunk-form", "a chunk's signature is not 64 lower-case digits")
        if not size or len(size) > 16 or size.strip("0123456789abcdefABCDEF"):
            raise broken("chunk-form", "a chunk's size is no hexadecimal number")
        if size[0] == "0" and size != "0":
            raise broken("chunk-form", "a chunk's size has leading zeros")
        self._size = int(size, 16)
        self._claimed = claimed
        if self._size > self._left:
            raise broken("content-length", "the content is longer than the request says")
        if self._size > self._max_chunk and self._key is not None:
            raise broken("limit-chunk", f"a chunk has more than {self._max_chunk} bytes")
        self._left -= self._size
        if self._size:
            self._state = _DATA
            return
        if self._left:
            raise broken("content-length", "the content is shorter than the request says")
        if self._key is not None:
            self._prove(b"")
        self._state = _TRAILERS if self._has_trailers else _END

    def _read_trailer(self, line: bytes) -> None:
        if line == b"\r\n" and self._bare:
            self._bare = False  # some clients end each trailer in LF and CR LF
            return
        self._bare = line[-2:] != b"\r\n"
        if line == b"\r\n":
            self._end_trailers()
            return
        name, colon, value = _text(line.rstrip(b"\r\n")).partition(":")
        proper = colon and is_token(name) and bad_character(value) is None
        if not proper or len(self._trailers) > len(self._announced):
            raise broken("trailer-form", "a trailer is no header, or was not announced")
        self._trailers.append((name.lower(), folded(value)))

    def _end_trailers(self) -> None:
        names = [name for name, _ in self._trailers]
        if self._key is not None:
            if not names or names[-1] != _TRAILER_SIGNATURE:
                raise broken("trailer-form", "the trailers are not signed")
            _, self._claimed = self._trailers.pop()
            text = "".join([f"{name}:{value}\n" for name, value in self._trailers])
            self._check("TRAILER", _sha256(text.encode()))
        if sorted(names[: len(self._trailers)]) != sorted(self._announced):
            raise broken("trailer-form", "the trailers are not those that were announced")
        self._state = _DONE

    def _prove(self, chunk: bytes) -> None:
        self._check("PAYLOAD", f"{EMPTY_PAYLOAD_HASH}\n{_sha256(chunk)}")

    def _check(self, what: str, hashes: str) -> None:
        text = f"{ALGORITHM}-{what}\n{self._signed_at}\n{self._last}\n{hashes}"
        if not self._is_signed(text):
            raise SignatureMismatchError("", text, (), "", self._claimed)
        self._last = self._claimed

    def _is_signed(self, text: str) -> bool:
        # In a frame of its own: what would be right must not be in one that raises.
        return equal(signature(self._key or b"", text), self._claimed)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).digest().hex()


def _text(line: bytes) -> str:
    try:
        return line.decode("ascii")
    except UnicodeDecodeError:
        raise broken("chunk-form", "a line of the framing is not ASCII") from None
