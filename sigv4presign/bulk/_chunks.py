"""What a run is cut into: blocks of whole rows, each with the place where the next one begins."""

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from ..errors import InvalidRequestError

BLOCK = 1 << 18  # bytes: thousands of keys, some hundredths of a second of signing
LONGEST_ROW = 1 << 20  # bytes; a key has at most 1024


class Place(NamedTuple):
    """Where in the input a row begins.

    Attributes:
        file: the how manieth file of the input, from 0.
        offset: bytes of text, as it is uncompressed; or rows of a table.
        line: its number in the file, from 1.
    """

    file: int = 0
    offset: int = 0
    line: int = 1


class Chunk(NamedTuple):
    """Whole rows, to be signed in one go.

    Attributes:
        name: the file's, for reports.
        line: the number of the first line or row.
        content: the text of the rows, or the columns that are there by what they are for.
        end: where the next chunk begins.
        progress: how much of the input is behind it, 0 to 1.
    """

    name: str
    line: int
    content: bytes | dict[str, list[Any]]
    end: Place
    progress: float


def blocks(file: BinaryIO, line: int, *, quoted: bool) -> Iterator[bytes]:
    """Return the rest of *file* in blocks of whole rows.

    Args:
        file: read from where it stands, to its end.
        line: the number of its next line.
        quoted: a line end between quotation marks ends no row: RFC 4180, 2.6.

    Raises:
        InvalidRequestError: a row has no end within a megabyte.
    """
    rest = b""
    while True:
        # Where a block ends depends on nothing but where it begins: a run that was cut off, and
        # goes on there, makes the same blocks.
        read = file.read(BLOCK - len(rest) if len(rest) < BLOCK else BLOCK)
        if not read:
            break
        rest += read
        cut = _end_of_rows(rest, quoted=quoted)
        if cut:
            yield rest[:cut]
            line += rest.count(b"\n", 0, cut)
            rest = rest[cut:]
        elif len(rest) > LONGEST_ROW:
            why = "a quotation mark is not closed" if quoted and b'"' in rest else "are they rows?"
            raise InvalidRequestError(
                f"line {line} begins a row that has no end within a megabyte: {why}"
            )
    if rest:
        yield rest


def _end_of_rows(text: bytes, *, quoted: bool) -> int:
    """Return where the last whole row of *text* ends, 0 if none does."""
    end = text.rfind(b"\n") + 1
    if not quoted:
        return end
    quotes = text.count(b'"', 0, end)
    while end and quotes % 2:
        # Within quotes: none of the line ends back to the mark that opened them counts.
        opened = text.rfind(b'"', 0, end)
        before = text.rfind(b"\n", 0, opened) + 1
        quotes -= text.count(b'"', before, end)
        end = before
    return end


def first_row(text: bytes) -> int:
    """Return where the first row of *text* ends, a line end between quotes none."""
    end = 0
    while True:
        end = text.find(b"\n", end) + 1
        if not end:
            return len(text)
        if text.count(b'"', 0, end) % 2 == 0:
            return end
