"""`Answer`: what goes back, and its head as HTTP writes it."""

import time
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

from ..errors import VerificationError
from ..s3.answers import CONTENT_TYPE, error_document
from ._errors import StoreError

_PHRASES = {status.value: status.phrase for status in HTTPStatus}
SERVER = "sigv4presign"

Pairs = list[tuple[str, str]]


@dataclass
class Answer:
    """One answer.

    Attributes:
        status: of HTTP.
        headers: (name, value) pairs, without those of every answer.
        body: what is sent, if it is no file.
        file: descriptor, offset and number of bytes of a file that is sent; closed thereby.
        length: bytes that the body would have, where none is sent: for HEAD.
        code: of S3, for the log; empty if all is well.
    """

    status: int = 200
    headers: Pairs = field(default_factory=Pairs)
    body: bytes = b""
    file: tuple[int, int, int] | None = None
    length: int | None = None
    code: str = ""


def document(text: str, status: int = 200, headers: Pairs | None = None) -> Answer:
    """Return the answer with the XML *text*."""
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
    return Answer(status, [("Content-Type", CONTENT_TYPE), *(headers or [])], body)


def refusal(error: VerificationError | StoreError, resource: str, request_id: str) -> Answer:
    """Return the answer that tells of *error*.

    Args:
        error: why the request is not done.
        resource: the path of the request, decoded.
        request_id: of this request.
    """
    body = error_document(
        error, resource=resource, request_id=request_id, host_id=SERVER, details=True
    )
    headers = [("Content-Type", CONTENT_TYPE)]
    if isinstance(error, StoreError):
        headers.extend(error.headers)
    if error.status == 304:
        return Answer(304, headers[1:], code=error.code)
    return Answer(error.status, headers, body, code=error.code)


def head_of(answer: Answer, request_id: str, *, keep: bool, head_only: bool) -> bytes:
    """Return the head of *answer* as it is sent.

    Args:
        answer: what to send.
        request_id: of the request.
        keep: whether the connection goes on.
        head_only: whether the request was for the head alone.
    """
    lines = [f"HTTP/1.1 {answer.status} {_PHRASES.get(answer.status, '')}"]
    lines.append(f"Date: {_date(int(time.time()))}")
    lines.append(f"Server: {SERVER}")
    lines.append(f"x-amz-request-id: {request_id}")
    for name, value in answer.headers:
        lines.append(f"{name}: {value}")
    if answer.status not in {204, 304}:
        length = len(answer.body) if answer.file is None else answer.file[2]
        if head_only and answer.length is not None:
            length = answer.length
        lines.append(f"Content-Length: {length}")
    if not keep:
        lines.append("Connection: close")
    lines.append("\r\n")
    return "\r\n".join(lines).encode()


@lru_cache(maxsize=4)
def _date(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)


def http_date(seconds: int) -> str:
    """Return Unix time as HTTP writes it: RFC 9110, 5.6.7."""
    return formatdate(seconds, usegmt=True)
