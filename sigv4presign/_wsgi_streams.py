"""`Body` and `Answer`: what passes between server and application while a body is verified.

https://peps.python.org/pep-3333/
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from .errors import VerificationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .payloads import Payload

PIECE = 65536  # bytes that are asked of the server at once


class Source(Protocol):
    """What is used of the server's ``wsgi.input``."""

    def read(self, size: int, /) -> bytes:
        """Return *size* bytes, fewer only at the end."""
        ...


class Body:
    """A body on its way to the application, which reads it as it reads any ``wsgi.input``.

    Args:
        source: the server's ``wsgi.input``.
        left: bytes that may be read from it; None if it ends by itself.
        payload: the check of the body.
        content: bytes that the application is told the body has, if those are fewer than the bytes
            that are read: its last ones are then given out with the proof of all that follows, as
            an application may stop there.

    Attributes:
        refusal: what is wrong with the body, once that is known; every read then raises it.
    """

    def __init__(
        self, source: Source, left: int | None, payload: "Payload", content: int | None = None
    ) -> None:
        self.refusal: VerificationError | None = None
        self._source = source
        self._left = left
        self._payload = payload
        self._awaited = content
        self._ready = bytearray()
        self._ended = False

    def read(self, size: int | None = -1) -> bytes:
        """Return *size* bytes, fewer only at the end; all that is left if *size* is negative."""
        wanted = _wanted(size)
        while (wanted is None or len(self._ready) < wanted) and self._fill():
            pass
        return self._take(len(self._ready) if wanted is None else wanted)

    def readline(self, size: int | None = -1) -> bytes:
        """Return one line with its line feed, cut after *size* bytes."""
        wanted = _wanted(size)
        searched = 0
        while True:
            found = self._ready.find(b"\n", searched) + 1
            if found or (wanted is not None and len(self._ready) >= wanted):
                break
            searched = len(self._ready)
            if not self._fill():
                break
        end = found or len(self._ready)
        return self._take(end if wanted is None else min(end, wanted))

    def readlines(self, hint: int | None = -1) -> list[bytes]:
        """Return all lines, or as many as have *hint* bytes together."""
        wanted = _wanted(hint) or None
        lines: list[bytes] = []
        size = 0
        for line in self:
            lines.append(line)
            size += len(line)
            if wanted is not None and size >= wanted:
                break
        return lines

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _take(self, size: int) -> bytes:
        if self.refusal is not None:
            raise self.refusal
        taken = bytes(self._ready[:size])
        del self._ready[:size]
        return taken

    def _fill(self) -> bool:
        """Take in one piece, or all the rest; return whether there may be another."""
        more = self._step()
        while more and self._awaited == 0:
            more = self._step()
        return more

    def _step(self) -> bool:
        if self.refusal is not None:
            raise self.refusal
        if self._ended:
            return False
        piece = b""
        if self._left != 0:
            piece = self._source.read(PIECE if self._left is None else min(PIECE, self._left))
        if self._left is not None:
            self._left -= len(piece)
        try:
            content = self._payload.feed(piece)
            self._ready += content
            if self._awaited is not None:
                self._awaited -= len(content)
            # With the last piece, so that the application does not get it unproven.
            if not piece or self._left == 0:
                self._ended = True
                self._ready += self._payload.close()
        except VerificationError as error:
            self.refusal = error
            self._ready.clear()
            raise
        return True


class Answer:
    """The application's answer, which begins with its content and not before.

    So it can be dropped for the refusal of the body, even by a server that does not take a second
    ``start_response`` well.
    """

    def __init__(
        self,
        body: Body,
        start_response: Callable[..., Any],
        refuse: Callable[[VerificationError], list[bytes]],
    ) -> None:
        self.pieces: Iterable[bytes] = ()
        self.begun = False
        self._body = body
        self._start_response = start_response
        self._refuse = refuse
        self._start: tuple[Any, ...] = ()
        self._write: Any = None

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], Any]:
        """Keep what the application passes to ``start_response``."""
        if self.begun:
            self._start_response(status, headers, exc_info)  # which raises: it is too late
        self._start = (status, headers)
        return self._written

    def _written(self, data: bytes) -> None:
        if self._body.refusal is not None:
            raise self._body.refusal
        self._begin()
        self._write(data)

    def _begin(self) -> None:
        if not self.begun:
            self._write = self._start_response(*self._start)
            self.begun = True

    def __iter__(self) -> Iterator[bytes]:
        try:
            for piece in self.pieces:
                if self._body.refusal is not None:
                    break
                if piece:
                    self._begin()
                    yield piece
        except Exception:
            if self._body.refusal is None:
                raise
        if self._body.refusal is None:
            self._begin()
        elif self.begun:
            raise self._body.refusal  # too late for another answer: the server breaks it off
        else:
            yield from self._refuse(self._body.refusal)

    def close(self) -> None:
        """Tell the application that the request is over."""
        close = getattr(self.pieces, "close", None)
        if close is not None:
            close()


def _wanted(size: int | None) -> int | None:
    return None if size is None or size < 0 else size
