"""The access log: a line for each request, with nothing in it that could be used again."""

import re
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote_plus

from ._answers import Answer
from ._heads import Head

Log = Callable[[str], object]

_SECRET = ("x-amz-", "signature", "awsaccesskeyid")
_MARKS = ("x-amz-s", "signature=")  # the signature, the session token
_ENDS = re.compile("%(?:25)*3f|[&;]", re.IGNORECASE)


class Request(NamedTuple):
    """What is told of one request.

    Attributes:
        peer: address of the client.
        identifier: of the request, as in the answer.
        head: None if it could not be read.
        access_key_id: empty if nothing is proven.
        seconds: that it took.
    """

    peer: str
    identifier: str
    head: Head | None
    access_key_id: str
    seconds: float


def line(request: Request, answer: Answer) -> str:
    """Return the line that tells of *request* and of its *answer*."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    head = request.head
    asked = "-" if head is None else f"{head.method} {without_secrets(head.target)}"
    size = len(answer.body) if answer.file is None else answer.file[2]
    return (
        f'{moment} {request.peer} {request.access_key_id or "-"} "{asked}" {answer.status} '
        f"{answer.code or '-'} {size} {request.seconds * 1000:.1f}ms {request.identifier}"
    )


def without_secrets(target: str) -> str:
    """Return *target* without all that is of a signature: it and a session token could be used."""
    path, _, query = target.partition("?")
    if _holds(path, _MARKS):  # a URL escaped as a whole, or joined by something else than "?"
        path = _ENDS.split(path, 1)[0] + "…"
    kept = [part for part in query.split("&") if part and not _is_secret(part)]
    query = f"?{'&'.join(kept)}" if kept else ""
    return f"{path}{query}".replace('"', "%22")


def _is_secret(part: str) -> bool:
    # Anywhere in it: a link copied out of HTML has "&amp;", and some take ";" for "&".
    return _holds(part.partition("=")[0], _SECRET) or _holds(part, _MARKS)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    for _ in range(3):  # as often as somebody may have escaped it
        text = unquote_plus(text)
    text = text.lower()
    return any([word in text for word in words])
