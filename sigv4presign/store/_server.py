"""`Server`: takes connections, as many as it may, and gives each a thread."""

import os
import socket
import time
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Lock, Thread

from ..errors import InvalidRequestError
from ._connections import Connection
from ._log import Log
from ._service import Service
from ._streams import Patience

_BACKLOG = 1024
_WINDOWS = os.name == "nt"
_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\n"
    b"Connection: close\r\n\r\n"
)


class Server:
    """Listens; `start` may be called once, and `stop` once.

    Args:
        service: answers the requests.
        host: name or address to listen on.
        port: 0 for a free one.
        most: connections at one time; more are told to come again.
        patience: with clients.
        log: takes the lines of the access log.

    Attributes:
        port: that it listens on.

    Raises:
        InvalidRequestError: it cannot listen there.
    """

    def __init__(
        self, service: Service, host: str, port: int, *, most: int, patience: Patience, log: Log
    ) -> None:
        self._service = service
        self._most = most
        self._patience = patience
        self._log = log
        self._listener = _listening(host, port)
        self.port: int = self._listener.getsockname()[1]
        self._wake, self._woken = socket.socketpair()
        self._lock = Lock()
        self._open: dict[Connection, Thread] = {}
        self._thread = Thread(target=self._accept, name="sigv4presign-store", daemon=True)

    def start(self) -> None:
        """Take connections from now on, in another thread."""
        self._thread.start()

    def stop(self, grace: float) -> None:
        """Take no more, and return once the requests under way are done.

        Args:
            grace: seconds that they may take.
        """
        self._wake.close()
        if self._thread.ident is None:  # never started
            self._listener.close()
        else:
            self._thread.join()
        with self._lock:
            left = dict(self._open)
        for connection in left:
            connection.stop()
        deadline = time.monotonic() + grace
        for connection, thread in left.items():
            thread.join(max(0, deadline - time.monotonic()))
            if thread.is_alive():
                connection.cut()
                thread.join(1)
        self._woken.close()

    def _accept(self) -> None:
        with DefaultSelector() as selector, self._listener:
            selector.register(self._listener, EVENT_READ)
            selector.register(self._woken, EVENT_READ)
            while not any([key.fileobj is self._woken for key, _ in selector.select()]):
                try:
                    connected, address = self._listener.accept()
                except BlockingIOError:
                    continue  # it is gone again
                except OSError as error:
                    self._log(f"cannot take a connection: {error}")
                    time.sleep(0.1)  # no more files may be open
                    continue
                connected.setblocking(True)
                self._take(connected, str(address[0]))

    def _take(self, connected: socket.socket, peer: str) -> None:
        with self._lock:
            full = len(self._open) >= self._most
        if full:
            self._log(f"more than {self._most} connections: {peer} is told to come again")
            with suppress(OSError), connected:
                connected.send(_BUSY)
            return
        connection = Connection(connected, peer, self._service, self._patience, self._log)
        thread = Thread(target=self._serve, args=(connection,), daemon=True)
        with self._lock:
            self._open[connection] = thread
        try:
            thread.start()
        except RuntimeError as error:  # no more threads may be
            self._forget(connection)
            connected.close()
            self._log(f"cannot serve a connection: {error}")

    def _serve(self, connection: Connection) -> None:
        try:
            connection.serve()
        finally:
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        with self._lock:
            del self._open[connection]


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise InvalidRequestError(f"cannot listen on {host!r}: {error.strerror}") from None
    try:
        if not _WINDOWS:  # where it would let two servers have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise InvalidRequestError(
            f"cannot listen on {host!r}, port {port}: {error.strerror}"
        ) from None
    return listener
