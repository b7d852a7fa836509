"""What a person hands over to be explained: an argument, standard input, or a file."""

import sys
from contextlib import suppress
from pathlib import Path

from ..diagnosis.request import MAX_HAR
from ..diagnosis.urls import looks_signed
from ..errors import InvalidRequestError


def pasted(argument: str | None) -> str:
    """Return the text that *argument* stands for.

    Args:
        argument: a text, ``-`` or None for standard input, or the name of a file.

    Raises:
        InvalidRequestError: a file cannot be read, or nothing was given.
    """
    if argument is None or argument == "-":
        if argument is None and sys.stdin.isatty():
            raise InvalidRequestError("there is nothing to read: give the URL in quotes, or -")
        return _decoded(sys.stdin.buffer.read(MAX_HAR + 1))
    if "://" in argument or "\n" in argument or looks_signed(argument):
        return argument
    with suppress(OSError, ValueError):
        if Path(argument).is_file():
            return _decoded(content(argument))
    return argument


def content(path: str) -> bytes:
    """Return what the file *path* holds, or standard input for ``-``.

    Raises:
        InvalidRequestError: it cannot be read.
    """
    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_HAR + 1)
        with Path(path).open("rb") as file:
            return file.read(MAX_HAR + 1)
    except OSError as error:
        raise InvalidRequestError(f"{path}: {error.strerror}") from None


def _decoded(raw: bytes) -> str:
    # Editors and PowerShell's redirection write UTF-16 with a byte order mark.
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding, "replace")
