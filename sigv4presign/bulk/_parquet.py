"""Parquet out: what was written as CSV, which can be gone on with, made a table at the end."""

import os
from pathlib import Path
from typing import Any

from .._extras import pyarrow

_PURPOSE = "writing Parquet"
_BLOCK = 1 << 20  # bytes read at once
_GROUP = 8 << 20  # bytes of text in a group of rows: some 20 000 URLs


def check_writable() -> None:
    """Refuse to begin what could not be ended."""
    pyarrow(".csv", purpose=_PURPOSE)
    pyarrow(".parquet", purpose=_PURPOSE)


def converted(source: Path, target: Path) -> Path:
    """Return *target*, the rows of *source*, a CSV, as Parquet; equal sources give equal files."""
    arrow = pyarrow(purpose=_PURPOSE)
    arrow.set_memory_pool(arrow.system_memory_pool())
    csv = pyarrow(".csv", purpose=_PURPOSE)
    with source.open("rb") as file:
        names = file.readline().decode().rstrip("\n").split(",")
    schema = arrow.schema([arrow.field(name, arrow.string()) for name in names])
    reader = csv.open_csv(
        source,
        csv.ReadOptions(use_threads=False, block_size=_BLOCK),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=schema,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        ),
    )
    parquet = pyarrow(".parquet", purpose=_PURPOSE)
    # No dictionary: no two URLs are equal.
    with (
        reader,
        parquet.ParquetWriter(target, schema, compression="zstd", use_dictionary=False) as writer,
    ):
        waiting: list[Any] = []
        for batch in reader:
            waiting.append(batch)
            if sum([each.nbytes for each in waiting]) >= _GROUP:
                writer.write_table(arrow.Table.from_batches(waiting))
                waiting = []
        if waiting:
            writer.write_table(arrow.Table.from_batches(waiting))
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return target
