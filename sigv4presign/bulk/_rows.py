"""From the text of rows to their columns: keys a line, CSV, JSON lines."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote_to_bytes

from .._columns import Columns

# What a column is for, and what it is called, in snake_case or as S3 Inventory writes it.
WANTED = {
    "key": "key",
    "bucket": "bucket",
    "version": "version_id",
    "method": "method",
    "lifetime": "expires_in",
    "marker": "is_delete_marker",
}


@dataclass(frozen=True)
class Layout:
    """How the rows of an input are written.

    Attributes:
        form: ``txt``, ``csv``, ``jsonl``, or ``table`` for what is in columns already.
        columns: of a CSV: where each is, by what it is for; of others: which there are.
        delimiter: of a CSV.
        encoded: keys are percent-encoded, a blank as ``+``, as in S3 Inventory's CSV.
    """

    form: str
    columns: dict[str, int]
    delimiter: str = ","
    encoded: bool = False


@dataclass
class Rows:
    """Some rows: where each was, its columns, and what could not be read.

    Attributes:
        numbers: the line of each.
        columns: by what they are for.
        faults: (line, reason) pairs.
        sound: all keys are known to be UTF-8.
    """

    numbers: Sequence[int]
    columns: dict[str, list[Any]]
    faults: list[tuple[int, str]]
    sound: bool = False


def rows_of(content: bytes | dict[str, list[Any]], line: int, layout: Layout) -> Rows:
    """Return the rows of *content*, whose first is that of *line*."""
    if isinstance(content, bytes):
        try:
            text, sound = content.decode(), not layout.encoded and layout.form != "jsonl"
        except UnicodeDecodeError:
            # So that one row that is not UTF-8 does not cost the others.
            text, sound = content.decode("utf-8", "surrogateescape"), False
        rows = _READERS[layout.form](text, line, layout)
        rows.sound = sound
    else:
        count = len(content["key"])
        rows = Rows(range(line, line + count), content, [])
    if layout.encoded:
        keys = rows.columns["key"]
        rows.columns["key"] = [_decoded(key) for key in keys]
    return rows


def _decoded(key: Any) -> Any:
    if not isinstance(key, str) or not ("%" in key or "+" in key):
        return key
    return unquote_to_bytes(key.replace("+", " ")).decode("utf-8", "surrogateescape")


def _lines(text: str, line: int, layout: Layout) -> Rows:
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    if "\r" in text:
        lines = [each.removesuffix("\r") for each in lines]
    numbers: Sequence[int] = range(line, line + len(lines))
    if "" in lines:
        pairs = [(number, each) for number, each in zip(numbers, lines) if each]
        numbers, lines = [number for number, _ in pairs], [each for _, each in pairs]
    return Rows(numbers, {"key": lines}, [])


def _csv(text: str, line: int, layout: Layout) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter, strict=True)
    numbers: list[int] = []
    found: list[list[str]] = []
    faults: list[tuple[int, str]] = []
    last = max(layout.columns.values())
    before = 0
    while True:
        try:
            for fields in reader:
                if len(fields) > last:
                    numbers.append(line + before)
                    found.append(fields)
                elif fields:
                    faults.append((line + before, f"it has {len(fields)} of {last + 1} columns"))
                before = reader.line_num
            break
        except csv.Error as error:
            faults.append((line + before, f"it is no CSV: {error}"))
            before = reader.line_num
    columns: dict[str, list[Any]] = {
        name: [fields[place] for fields in found] for name, place in layout.columns.items()
    }
    return Rows(numbers, columns, faults)


def _json_lines(text: str, line: int, layout: Layout) -> Rows:
    columns: dict[str, list[Any]] = {name: [] for name in layout.columns}
    rows = Rows([], columns, [])
    numbers: list[int] = []
    for number, each in enumerate(text.split("\n"), line):
        if not each.strip():
            continue
        try:
            row = _object(each)
        except (ValueError, RecursionError) as error:
            rows.faults.append((number, f"it is no JSON: {error}"))
            continue
        if "key" not in row:
            rows.faults.append((number, 'it is neither a key nor an object with a "key"'))
            continue
        numbers.append(number)
        for name, column in columns.items():
            column.append(row.get(WANTED[name]))
    rows.numbers = numbers
    return rows


def _object(text: str) -> dict[str, Any]:
    values: Any = json.loads(text)
    if isinstance(values, str):
        return {"key": values}
    return cast("dict[str, Any]", values) if isinstance(values, dict) else {}


_READERS: dict[str, Callable[[str, int, Layout], Rows]] = {
    "txt": _lines,
    "csv": _csv,
    "jsonl": _json_lines,
}


def for_signing(
    rows: Rows, *, own_bucket: str | None, delete: bool
) -> tuple[Columns, Sequence[int]]:
    """Return *rows* as columns to sign, and which of them are; the rest is among their faults.

    Args:
        rows: whose faults are added to.
        own_bucket: the one bucket whose rows are wanted; None takes each row's own.
        delete: delete markers are wanted, too.
    """
    columns = rows.columns
    wrong = {} if rows.sound else _not_utf8(columns["key"])
    buckets = columns.get("bucket")
    if own_bucket is not None and buckets is not None and buckets.count(own_bucket) != len(buckets):
        for row, bucket in enumerate(buckets):
            if bucket != own_bucket:
                wrong.setdefault(row, f"its bucket is {bucket!r}, not {own_bucket!r}")
    for row, marker in enumerate(() if delete else columns.get("marker", ())):
        if marker in (True, "true", "True", "TRUE"):
            wrong.setdefault(row, "it is a delete marker, which has no content")
    chosen: Sequence[int] = range(len(rows.numbers))
    if wrong:
        rows.faults += [(rows.numbers[row], reason) for row, reason in wrong.items()]
        chosen = [row for row in chosen if row not in wrong]
    return _chosen(columns, chosen, len(rows.numbers), own_bucket), chosen


def _not_utf8(keys: list[Any]) -> dict[int, str]:
    try:
        "".join([key for key in keys if isinstance(key, str)]).encode()
    except UnicodeEncodeError:
        return {
            row: "its key is not UTF-8"
            for row, key in enumerate(keys)
            if isinstance(key, str) and key.encode("utf-8", "ignore").decode() != key
        }
    return {}


def _chosen(
    columns: dict[str, list[Any]], rows: Sequence[int], count: int, own_bucket: str | None
) -> Columns:
    def column(name: str) -> list[Any] | None:
        values = columns.get(name)
        if values is None or len(rows) == count:
            return values
        return [values[row] for row in rows]

    keys = column("key")
    assert keys is not None  # noqa: S101
    return Columns(
        keys,
        None if own_bucket is not None else _filled(column("bucket")),
        _filled(column("method")),
        _filled(column("version")),
        _lifetimes(column("lifetime")),
    )


def _filled(values: list[Any] | None) -> list[Any] | None:
    # An empty field of a CSV is what null is elsewhere.
    return None if values is None else [None if value == "" else value for value in values]


def _lifetimes(values: list[Any] | None) -> list[Any] | None:
    if values is None:
        return None
    # What is no number is refused with the row that has it.
    return [
        None
        if value == ""
        else int(value)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
        else value
        for value in values
    ]
