"""A relay in front of a store, which notes each request as the store receives it.

HTTP clients respell URLs and add headers; only the bytes on the wire say what was signed *and*
sent, and what our own verifier must therefore judge.
"""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Received:
    """The head of one request."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]


class Relay(socketserver.ThreadingTCPServer):
    """Listens on ``port`` of loopback; every connection of a client carries one request."""

    daemon_threads = True

    def __init__(self, store_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = self.server_address[1]
        self.store = ("127.0.0.1", store_port)
        self.received: list[Received] = []


@contextmanager
def relay(store_port: int) -> Iterator[Relay]:
    with Relay(store_port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(socketserver.BaseRequestHandler):
    server: Relay

    def handle(self) -> None:
        head = _head(self.request)
        if head is None:
            return
        self.server.received.append(_parsed(head))
        with socket.create_connection(self.server.store) as store:
            store.sendall(head)
            upwards = threading.Thread(target=_pump, args=(self.request, store))
            upwards.start()
            _pump(store, self.request)
            with suppress(OSError):
                self.request.shutdown(socket.SHUT_RD)
            upwards.join()


def _head(client: socket.socket) -> bytes | None:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = client.recv(65536)
        if not piece:
            return None
        head += piece
    return head


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):  # either side may hang up first
        while piece := source.recv(65536):
            sink.sendall(piece)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _parsed(head: bytes) -> Received:
    first, *lines = head.partition(b"\r\n\r\n")[0].decode("utf-8").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = [line.partition(":") for line in lines]
    return Received(method, target, tuple((name, value.strip(" \t")) for name, _, value in pairs))
