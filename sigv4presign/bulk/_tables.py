"""Tables, which are read by columns: Parquet and ORC, through pyarrow."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .._columns import named_columns
from .._extras import pyarrow
from ..errors import InvalidRequestError
from ._chunks import Chunk, Place
from ._rows import WANTED, Layout

ROWS = 8192  # rows in a chunk


def table_layout(path: Path, form: str, *, encoded: bool) -> Layout:
    """Return which columns the file has."""
    names, _ = _known(path, form)
    found = named_columns(names, WANTED)
    if "key" not in found:
        raise InvalidRequestError(
            f"none of the columns {', '.join(map(repr, names))} of {path} is called 'key'"
        )
    return Layout("table", dict.fromkeys(found, 0), encoded=encoded)


def table_chunks(path: Path, form: str, layout: Layout, start: Place) -> Iterator[Chunk]:
    """Return the rows of the file from *start* on."""
    names, count = _known(path, form)
    found = named_columns(names, WANTED)
    if layout.columns.keys() - found.keys():
        raise InvalidRequestError(f"{path} lacks columns that the first file has")
    wanted = {purpose: found[purpose] for purpose in layout.columns}
    batches = _parquet_batches if form == "parquet" else _orc_batches
    row = 0
    for skipped, batch in batches(path, list(wanted.values()), start.offset):
        row = skipped + batch.num_rows
        content = {purpose: _values(batch, name) for purpose, name in wanted.items()}
        end = Place(start.file, row, row + 1)
        yield Chunk(path.name, skipped + 1, content, end, row / count)


def _known(path: Path, form: str) -> tuple[list[str], int]:
    """Return the names of the file's columns, and its number of rows."""
    with _errors(path, form):
        if form == "parquet":
            with _parquet().ParquetFile(path) as file:
                return list(file.schema_arrow.names), file.metadata.num_rows
        file = pyarrow(".orc", purpose="reading ORC").ORCFile(path)
        return list(file.schema.names), file.nrows


def _parquet_batches(path: Path, names: list[str], skip: int) -> Iterator[tuple[int, Any]]:
    # Each group of rows by itself, so that the batches are the same wherever reading begins.
    with (
        _errors(path, "parquet"),
        _parquet().ParquetFile(path, pre_buffer=False, buffer_size=1 << 16) as file,
    ):
        row = 0
        for group in range(file.num_row_groups):
            count: int = file.metadata.row_group(group).num_rows
            if row + count <= skip:
                row += count
                continue
            for batch in file.iter_batches(
                ROWS, row_groups=[group], columns=names, use_threads=False
            ):
                if row >= skip:
                    yield row, batch
                row += batch.num_rows


def _orc_batches(path: Path, names: list[str], skip: int) -> Iterator[tuple[int, Any]]:
    # A stripe may have millions of rows; read as a dataset, they do not come all at once.
    with _errors(path, "orc"):
        dataset = pyarrow(".dataset", purpose="reading ORC").dataset(path, format="orc")
        scanner = dataset.scanner(
            names, batch_size=ROWS, batch_readahead=1, fragment_readahead=1, use_threads=False
        )
        row = 0
        for batch in scanner.to_batches():
            if row >= skip and batch.num_rows:
                yield row, batch
            row += batch.num_rows


def _parquet() -> Any:
    arrow = pyarrow(purpose="reading Parquet")
    # The default pool keeps what it had from the system; this gives it back.
    arrow.set_memory_pool(arrow.system_memory_pool())
    return pyarrow(".parquet", purpose="reading Parquet")


@contextmanager
def _errors(path: Path, form: str) -> Generator[None, None, None]:
    arrow = pyarrow(purpose=f"reading {form}")
    try:
        yield
    except (arrow.ArrowException, OSError) as error:
        raise InvalidRequestError(f"{path} cannot be read as {form}: {error}") from None


def _values(batch: Any, name: str) -> list[Any]:
    column = batch.column(name)
    if pyarrow(".types", purpose="reading tables").is_binary(column.type):
        column = column.cast("string")  # Parquet without the mark that it is UTF-8
    values: list[Any] = column.to_pylist()
    return values
