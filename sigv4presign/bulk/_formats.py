"""From signed rows to the text of the output, and of the report on the bad ones."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

# What of a row is repeated beside its URL, and what the output calls it.
SHOWN = {"bucket": "bucket", "key": "key", "method": "method", "version": "version_id"}
REPORT = ("file", "line", "reason")


def shown_columns(columns: Iterable[str], *, one_bucket: bool) -> tuple[str, ...]:
    """Return which *columns* of the input the output repeats."""
    present = set(columns) - ({"bucket"} if one_bucket else set())
    return tuple([name for name in SHOWN if name in present])


def head_of(form: str, shown: tuple[str, ...]) -> bytes:
    """Return what an output of *form* begins with."""
    text = ""
    if form == "csv":
        text = ",".join([SHOWN[name] for name in shown] + ["url"]) + "\n"
    return text.encode()


def text_of(form: str, shown: tuple[str, ...], columns: list[list[Any]], urls: list[str]) -> bytes:
    """Return the text of rows.

    Args:
        form: ``csv``, ``jsonl`` or ``txt``.
        shown: what the *columns* are.
        columns: what is repeated of each row.
        urls: of each row.
    """
    return "".join(_WRITERS[form](shown, columns, urls)).encode()


def _csv(shown: tuple[str, ...], columns: list[list[Any]], urls: list[str]) -> list[str]:
    # No URL has a comma or a quotation mark: those are percent-encoded in it.
    if len(columns) == 1:
        return [f"{key},{url}\n" for key, url in zip(_fields(columns[0]), urls)]
    rows = zip(*[_fields(column) for column in columns], urls)
    return [",".join(row) + "\n" for row in rows]


def _fields(column: list[Any]) -> Iterable[str]:
    texts = ["" if value is None else value for value in column] if None in column else column
    together = "".join(texts)
    if not any([mark in together for mark in ',"\r\n']):
        return texts
    return [_field(text) for text in texts]


def _field(text: str) -> str:
    if any([mark in text for mark in ',"\r\n']):
        return '"' + text.replace('"', '""') + '"'
    return text


def _json_lines(shown: tuple[str, ...], columns: list[list[Any]], urls: list[str]) -> list[str]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = [json.dumps(SHOWN[name]) for name in shown]
    if len(columns) == 1:
        return [f'{{"key": {encode(key)}, "url": "{url}"}}\n' for key, url in zip(columns[0], urls)]
    rows: list[str] = []
    for values, url in zip(zip(*columns), urls):
        pairs = ", ".join([f"{name}: {encode(value)}" for name, value in zip(names, values)])
        rows.append(f'{{{pairs}, "url": "{url}"}}\n')
    return rows


def _plain(shown: tuple[str, ...], columns: list[list[Any]], urls: list[str]) -> list[str]:
    return [f"{url}\n" for url in urls]


_WRITERS: dict[str, Callable[[tuple[str, ...], list[list[Any]], list[str]], list[str]]] = {
    "csv": _csv,
    "jsonl": _json_lines,
    "txt": _plain,
}


def report_of(name: str, faults: list[tuple[int, str]]) -> bytes:
    """Return lines for the report on bad rows, in their order."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [(name, line, reason) for line, reason in sorted(faults)]
    )
    return text.getvalue().encode("utf-8", "backslashreplace")


def report_head() -> bytes:
    """Return what a report begins with."""
    return (",".join(REPORT) + "\n").encode()


def compressed(text: bytes) -> bytes:
    """Return *text* as one member of a gzip file; members one after another are one, too."""
    return gzip.compress(text, compresslevel=6, mtime=0) if text else b""
