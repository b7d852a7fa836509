"""One file of the input: opened, told apart by its name, read from any place on."""

import csv
import gzip
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast
from zlib import error as ZlibError  # noqa: N812

from .._columns import named_columns
from ..errors import InvalidRequestError
from ._chunks import LONGEST_ROW, Chunk, Place, blocks, first_row
from ._rows import WANTED, Layout

_FORMS = {".txt": "txt", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_TABLES = (".parquet", ".orc")
_MARK = b"\xef\xbb\xbf"  # with which some programs begin UTF-8
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def form_of(path: Path) -> str:
    """Return ``txt``, ``csv``, ``jsonl``, ``parquet``, ``orc`` or ``json``, by the file's name."""
    suffix = _suffix(path)
    if suffix == ".json" or suffix in _TABLES:
        return suffix[1:]
    if suffix not in _FORMS:
        raise InvalidRequestError(
            f"{path.name!r} ends with none of .txt, .csv, .tsv, .jsonl, .parquet, .orc or .json "
            "(the manifest of an inventory); the first four may end with .gz, too"
        )
    return _FORMS[suffix]


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
        return suffixes[-1] if suffixes and suffixes[-1] in _FORMS else ""
    return suffixes[-1] if suffixes else ""


def checked_file(path: Path) -> os.stat_result:
    """Return what is known of the file, or say that there is none to be read twice."""
    try:
        known = path.stat()
    except OSError as error:
        raise InvalidRequestError(f"{path}: {error.strerror}") from None
    if not path.is_file():
        raise InvalidRequestError(f"{path} is no regular file, which a run needs to go on with it")
    return known


@contextmanager
def opened(path: Path) -> Generator[tuple[BinaryIO, BinaryIO], None, None]:
    """Give the text of the file, and the file as it is on disk."""
    try:
        with path.open("rb") as raw:
            if path.suffix.lower() != ".gz":
                yield raw, raw
                return
            with gzip.GzipFile(fileobj=raw) as text:
                yield cast("BinaryIO", text), raw
    except (EOFError, gzip.BadGzipFile, ZlibError) as error:
        raise InvalidRequestError(f"{path} is no whole gzip file: {error}") from None
    except OSError as error:
        raise InvalidRequestError(f"{path}: {error.strerror or error}") from None


def text_layout(path: Path, names: Sequence[str] | None, *, encoded: bool) -> tuple[Layout, Place]:
    """Return how the file is written, and where its rows begin.

    Args:
        path: the file.
        names: what its columns are called; None reads that in the first row of a CSV.
        encoded: its keys are percent-encoded.
    """
    form = form_of(path)
    with opened(path) as (text, _):
        start = text.read(LONGEST_ROW)
    if start.startswith(_UTF16):
        raise InvalidRequestError(f"{path} is UTF-16; save it as UTF-8")
    offset = len(_MARK) if start.startswith(_MARK) else 0
    if form == "jsonl":
        return Layout(form, _columns_of_objects(start[offset:]), encoded=encoded), Place(0, offset)
    if form == "txt":
        return Layout(form, {"key": 0}, encoded=encoded), Place(0, offset)
    head = start[offset : first_row(start[offset:]) + offset] if names is None else b""
    if names is not None:
        delimiter = "\t" if _suffix(path) == ".tsv" else ","
        columns = _places(path, names)
    else:
        columns, delimiter = _heading(path, head)
    layout = Layout(form, columns, delimiter, encoded)
    return layout, Place(0, offset + len(head), 1 + head.count(b"\n"))


def _heading(path: Path, head: bytes) -> tuple[dict[str, int], str]:
    text = head.decode("utf-8", "replace").rstrip("\r\n")
    names: list[str] = []
    for delimiter in ",;\t":
        names = next(iter(csv.reader([text], delimiter=delimiter)), list[str]())
        if "key" in named_columns(names, WANTED):
            return _places(path, names), delimiter
    raise InvalidRequestError(
        f"the first line of {path}, {text[:80]!r}, names no column 'key'; "
        "say what its columns are with --columns, such as --columns bucket,key"
    )


def _places(path: Path, names: Sequence[str]) -> dict[str, int]:
    found = named_columns(names, WANTED)
    if "key" not in found:
        raise InvalidRequestError(
            f"none of the columns {', '.join(map(repr, names))} of {path} is called 'key'"
        )
    return {purpose: list(names).index(name) for purpose, name in found.items()}


def _columns_of_objects(start: bytes) -> dict[str, int]:
    # Which there are decides what the output repeats, so the first rows must have them.
    return {
        purpose: 0
        for purpose, name in WANTED.items()
        if purpose == "key" or f'"{name}"'.encode() in start
    }


def text_chunks(path: Path, layout: Layout, start: Place) -> Iterator[Chunk]:
    """Return the rows of the file from *start* on."""
    size = max(path.stat().st_size, 1)
    offset, line = start.offset, start.line
    with opened(path) as (text, raw):
        text.seek(offset)
        for block in blocks(text, line, quoted=layout.form == "csv"):
            offset += len(block)
            after = line + block.count(b"\n")
            end = Place(start.file, offset, after)
            yield Chunk(path.name, line, block, end, min(raw.tell() / size, 1))
            line = after
