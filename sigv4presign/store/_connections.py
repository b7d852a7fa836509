"""`Connection`: one client's requests, one after the other, until it or the server ends."""

import os
import socket
import time
import traceback
from contextlib import suppress
from threading import Lock

from ._answers import Answer, document, head_of, refusal
from ._bodies import Body
from ._errors import StoreError
from ._heads import Head, HeadError, framing, parse_head
from ._log import Log, Request, line
from ._service import Service
from ._streams import Patience, SlowError, Stream
from ._xml import elements

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection:
    """One connection; `serve` runs in a thread of its own.

    Args:
        connected: the socket.
        peer: address of the client.
        service: answers the requests.
        patience: with the client.
        log: takes the lines of the access log.

    """

    def __init__(
        self, connected: socket.socket, peer: str, service: Service, patience: Patience, log: Log
    ) -> None:
        self._socket = connected
        self._peer = peer
        self._service = service
        self._stream = Stream(connected, patience)
        self._log = log
        self._turn = Lock()
        self._idle = True
        self._stopping = False

    def serve(self) -> None:
        """Answer requests until there are no more."""
        try:
            connected = self._socket
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while self._next():
                pass
        except (SlowError, OSError, StoreError):
            pass  # the client is gone, or does not take the answer, or breaks off its request
        finally:
            self._socket.close()

    def stop(self) -> None:
        """Take no further request, and end at once if none is under way."""
        with self._turn:
            self._stopping = True
            if self._idle:
                self.cut()

    def cut(self) -> None:
        """End the connection, whatever is under way."""
        with suppress(OSError):  # it has ended
            self._socket.shutdown(socket.SHUT_RDWR)

    def _next(self) -> bool:
        """Answer one request; return whether there may be another."""
        with self._turn:
            if self._stopping:
                return False
            self._idle = True
        try:
            text: bytes | HeadError | None = self._stream.head()
        except HeadError as error:
            text = error
        with self._turn:
            self._idle = False
            if text is None or self._stopping:
                return False
        return self._exchange(text)

    def _exchange(self, text: bytes | HeadError) -> bool:
        began = time.perf_counter()
        identifier = os.urandom(8).hex().upper()
        head, frame, body, by = None, None, None, ""
        try:
            if isinstance(text, HeadError):
                raise text
            head = parse_head(text)
            frame = framing(head)
            ask = self._ask if frame.expects else None
            body = Body(self._stream, frame.length, ask, stated=frame.stated)
            answer, by = self._service.answer(head, body, identifier)
        except HeadError as error:
            answer, frame = _not_read(error, identifier), None
        except SlowError:
            answer, frame = refusal(StoreError("RequestTimeout"), "", identifier), None
        except ConnectionError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the other requests go on
            self._log(traceback.format_exc())
            answer, frame = refusal(StoreError("InternalError"), "", identifier), None
        keep = frame is not None and frame.keep and not self._stopping
        keep = keep and body is not None and body.may_skip()
        self._send(answer, head, identifier, keep=keep)
        took = time.perf_counter() - began
        self._log(line(Request(self._peer, identifier, head, by, took), answer))
        if keep and body is not None:
            body.skip()
        elif body is None or not body.ended:
            self._stream.linger()
        return keep

    def _ask(self) -> None:
        self._stream.send(_CONTINUE)

    def _send(self, answer: Answer, head: Head | None, identifier: str, *, keep: bool) -> None:
        head_only = head is not None and head.method == "HEAD"
        text = head_of(answer, identifier, keep=keep, head_only=head_only)
        if answer.file is not None:
            self._stream.send_file(text, *answer.file)
        else:
            self._stream.send(text if head_only else text + answer.body)


def _not_read(error: HeadError, identifier: str) -> Answer:
    """Return the answer to what is not read as a request at all."""
    told = [("Code", error.code), ("Message", str(error)), ("RequestId", identifier)]
    answer = document(f"<Error>{elements(told)}</Error>", error.status)
    answer.code = error.code
    return answer
