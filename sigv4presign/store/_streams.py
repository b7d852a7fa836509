"""`Stream`: one connection's bytes, in and out, with an end to every wait."""

import re
import socket
import time
from typing import NamedTuple

from ._heads import LONGEST, HeadError

PIECE = 131072  # bytes that are asked of the socket at once
_SMALL = 65536  # bytes of a file that are sent together with the head
_END = b"\r\n\r\n"
_BARE = re.compile(rb"(?<!\r)\n")
_SENT_AT_ONCE = 4 * 1024 * 1024


class Patience(NamedTuple):
    """How long a client is waited for.

    Attributes:
        idle: seconds between two requests.
        head: seconds from the first byte of a request to the end of its head.
        pause: seconds without a byte, in either direction.
        rate: bytes a second that a body must have on average, after the first `grace` seconds.
        grace: seconds.
    """

    idle: float = 60.0
    head: float = 10.0
    pause: float = 20.0
    rate: int = 1024
    grace: float = 20.0


class SlowError(Exception):
    """The other side takes longer than it may."""


class Stream:
    """What is read from a socket, and written to it.

    Args:
        connection: connected.
        patience: how long to wait.
    """

    def __init__(self, connection: socket.socket, patience: Patience) -> None:
        self._socket = connection
        self._patience = patience
        self._ready = b""
        self._since = 0.0
        self._amount = 0

    def head(self) -> bytes | None:
        """Return the next request's head, its empty line included; None if no more requests come.

        Raises:
            HeadError: it is too long, or no head.
            SlowError: it does not come to its end.
        """
        ready = self._ready
        if not ready:
            self._socket.settimeout(self._patience.idle)
            try:
                ready = self._socket.recv(PIECE)
            except TimeoutError:
                return None
            if not ready:
                return None
        end = ready.find(_END)
        if end < 0:
            ready = self._rest_of_head(ready)
            end = ready.find(_END)
        if end + 4 > LONGEST:
            raise _too_long()
        self._ready = ready[end + 4 :]
        return ready[: end + 4]

    def _rest_of_head(self, ready: bytes) -> bytes:
        deadline = time.monotonic() + self._patience.head
        head = bytearray(ready)
        searched = 0
        while head.find(_END, max(searched - 3, 0)) < 0:
            # What is no HTTP, or of another line ending, is not waited for.
            if len(head) > LONGEST:
                raise _too_long()
            if _BARE.search(head, max(searched - 1, 0)):
                raise HeadError("a line does not end in CR LF")
            searched = len(head)
            self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
            try:
                piece = self._socket.recv(LONGEST)
            except TimeoutError:
                raise SlowError from None
            if not piece:
                raise ConnectionError("the connection ended within a request")
            head += piece
        return bytes(head)

    def begin_body(self) -> None:
        """Count from here on how fast the sender is."""
        self._since = time.monotonic()
        self._amount = 0

    def read(self, most: int) -> bytes:
        """Return up to *most* bytes, none at the end of the connection.

        Raises:
            SlowError: nothing comes, or too little.
        """
        if self._ready:
            piece, self._ready = self._ready[:most], self._ready[most:]
            return piece
        self._socket.settimeout(self._patience.pause)
        try:
            piece = self._socket.recv(min(most, PIECE))
        except TimeoutError:
            raise SlowError from None
        self._amount += len(piece)
        lasted = time.monotonic() - self._since
        if lasted > self._patience.grace and self._amount < lasted * self._patience.rate:
            raise SlowError
        return piece

    def line(self, longest: int) -> bytes:
        """Return bytes up to and with CR LF.

        Raises:
            HeadError: there is none within *longest* bytes.
            SlowError: it does not come.
        """
        found = b""
        while not found.endswith(b"\n"):
            end = self._ready.find(b"\n") + 1
            piece = self.read(end) if end else self.read(longest)
            cut = piece.find(b"\n") + 1
            if cut and cut < len(piece):
                self._ready = piece[cut:] + self._ready
                piece = piece[:cut]
            found += piece
            if not piece or len(found) > longest:
                raise HeadError("a line of the body's framing has no end")
        if not found.endswith(b"\r\n"):
            raise HeadError("a line of the body's framing does not end in CR LF")
        return found

    def send(self, data: bytes) -> None:
        """Send *data*.

        Raises:
            SlowError: nobody takes it.
        """
        self._socket.settimeout(self._patience.pause)
        try:
            self._socket.sendall(data)
        except TimeoutError:
            raise SlowError from None

    def send_file(self, head: bytes, descriptor: int, offset: int, count: int) -> None:
        """Send *head*, and *count* bytes of a file that begin at *offset*; the file is closed.

        Raises:
            SlowError: nobody takes it.
            ConnectionError: the file has become shorter, and the answer cannot be ended.
        """
        with open(descriptor, "rb", buffering=0) as file:
            if count <= _SMALL:
                file.seek(offset)
                content = file.read(count)
                self.send(head + content)
                if len(content) != count:
                    raise ConnectionError("the file has become shorter")
                return
            self.send(head)
            while count:
                self._socket.settimeout(self._patience.pause)
                try:
                    sent = self._socket.sendfile(file, offset, min(count, _SENT_AT_ONCE))
                except TimeoutError:
                    raise SlowError from None
                if not sent:
                    raise ConnectionError("the file has become shorter")
                offset += sent
                count -= sent

    def linger(self) -> None:
        """End the connection so that the other side can read the last answer before it breaks off.

        https://www.rfc-editor.org/rfc/rfc9112#section-9.6
        """
        try:
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(0.5)
            deadline = time.monotonic() + 2
            while time.monotonic() < deadline and self._socket.recv(PIECE):
                pass
        except OSError:
            pass


def _too_long() -> HeadError:
    return HeadError("the request's head is too long", 400, "RequestHeaderSectionTooLarge")
