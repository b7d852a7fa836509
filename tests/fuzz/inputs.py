"""From any bytes to what a verifier is given, so that each byte that is changed changes something.

Four bytes choose how it is asked; texts with U+001F between them follow. A run of a text is spelled
short, so that long requests are as near as short ones: U+001D, a digit, the text, U+001D.
"""

import re
from typing import NamedTuple

SEPARATOR = "\x1f"
RUN = "\x1d"
KNOBS = 4
LONGEST = 65536  # characters of an input

ANEW, BY_OURS, SURROGATES, LATIN, PLAIN_POLICY = 1, 2, 4, 8, 16

_RUN = re.compile(f"{RUN}([0-8])([^{RUN}]*){RUN}")


class Input(NamedTuple):
    """What an input of a target says."""

    door: int
    flags: int
    clock: int
    choice: int
    texts: list[str]

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The texts after the first two in pairs."""
        return list(zip(self.texts[2::2], self.texts[3::2], strict=False))


def read(data: bytes) -> Input:
    """Return what *data* says."""
    door, flags, clock, choice = data[:KNOBS].ljust(KNOBS, b"\0")
    texts, left = _text(data[KNOBS:], flags).split(SEPARATOR), LONGEST
    for index, text in enumerate(texts):
        texts[index] = _written_out(text)[:left]
        left -= len(texts[index])
    texts += [""] * (2 - len(texts))
    return Input(door, flags, clock, choice, texts)


def written(texts: list[str], flags: int = 0, door: int = 0, choice: int = 0) -> bytes:
    """Return the input of a target that says so."""
    return bytes([door, flags, 0, choice]) + SEPARATOR.join(texts).encode()


def _text(data: bytes, flags: int) -> str:
    if flags & LATIN:
        return data.decode("latin-1")  # as servers decode headers
    text = data.decode("utf-8", "surrogateescape" if flags & SURROGATES else "replace")
    return text.replace("\x0e", "\ud83d") if flags & SURROGATES else text


def _written_out(text: str) -> str:
    def run(found: re.Match[str]) -> str:
        return found[2] * min(4 ** int(found[1]), LONGEST // (len(found[2]) or 1))

    return _RUN.sub(run, text)
