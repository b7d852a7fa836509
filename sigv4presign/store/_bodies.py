"""`Body`: a request's body as it comes, its end known beforehand or told by HTTP's chunks."""

import re
from collections.abc import Callable, Iterator

from ._errors import StoreError
from ._heads import HeadError
from ._streams import PIECE, Stream

_LINE = 256
_SIZE = re.compile(rb"([0-9a-fA-F]{1,15})\r\n")
_UNREAD = 1048576  # bytes that are read in vain, to keep the connection


class Body:
    """The bytes of one body.

    Args:
        stream: where they come from.
        length: how many; None where chunks say it.
        ask: called before the first is read, where the sender waits for that; else None.
        stated: whether the request said how long it is.

    Attributes:
        length: as given.
        stated: likewise.
        begun: whether it was asked for.
        ended: whether all of it is read.
    """

    def __init__(
        self,
        stream: Stream,
        length: int | None,
        ask: Callable[[], None] | None = None,
        *,
        stated: bool = True,
    ) -> None:
        self.length = length
        self.stated = stated
        self.begun = False
        self.ended = length == 0
        self._stream = stream
        self._ask = ask

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body, piece by piece.

        Raises:
            StoreError: the connection ended before the body.
            HeadError: the chunks cannot be read.
            SlowError: it does not come.
        """
        if self.ended:
            return
        self.begun = True
        if self._ask is not None:
            self._ask()
        self._stream.begin_body()
        if self.length is None:
            yield from self._chunks()
        else:
            yield from self._exactly(self.length)
        self.ended = True

    def _exactly(self, left: int) -> Iterator[bytes]:
        while left:
            piece = self._stream.read(min(left, PIECE))
            if not piece:
                raise StoreError("IncompleteBody")
            left -= len(piece)
            yield piece

    def _chunks(self) -> Iterator[bytes]:
        # https://www.rfc-editor.org/rfc/rfc9112#section-7.1, without extensions and trailers: what
        # is not understood might be understood by somebody else.
        while True:
            size = _SIZE.fullmatch(self._stream.line(_LINE))
            if size is None:
                raise HeadError("a chunk does not begin with its size")
            left = int(size[1], 16)
            yield from self._exactly(left)
            if self._stream.line(_LINE) != b"\r\n":
                raise HeadError("a chunk is longer than it says, or trailers follow")
            if not left:
                return

    def may_skip(self) -> bool:
        """Return whether `skip` can be called: what is left is little, and will come."""
        if self.ended:
            return True
        return not self.begun and self._ask is None and 0 < (self.length or 0) <= _UNREAD

    def skip(self) -> None:
        """Read what is left, so that another request may follow."""
        for _ in self:
            pass
