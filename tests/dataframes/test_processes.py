"""DuckDB and Polars, in this process."""

import functools

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from sigv4presign.arrow import presign_batch

from .jobs import BUCKET, COLUMNS, NOW, S3, of_columns, plain, table

pytestmark = pytest.mark.dataframes

JOB = functools.partial(presign_batch, presigner=S3, bucket=BUCKET, now=NOW)


def with_one_parameter(keys: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return what `JOB` does; DuckDB counts a function's parameters."""
    return JOB(keys)


def test_a_function_of_duckdb():
    rows = table()  # noqa: F841 (DuckDB finds it by its name)
    connection = duckdb.connect()
    connection.create_function(
        "presigned", with_one_parameter, ["VARCHAR"], "VARCHAR", type="arrow"
    )
    found = connection.sql("SELECT key, presigned(key) FROM rows").fetchall()
    assert 5000 == len(found)
    assert plain([key for key, _ in found]) == [url for _, url in found]
    assert [(None,)] == connection.sql("SELECT presigned(NULL)").fetchall()


def test_a_relation_of_duckdb():
    rows = table()
    signed = JOB(duckdb.sql("SELECT * FROM rows"), **COLUMNS)
    assert of_columns(rows) == signed["url"].to_pylist()


def test_a_reader_of_duckdb_is_read_as_it_is_wanted():
    connection = duckdb.connect()
    keys = connection.sql("SELECT 'k' || i AS key FROM range(300000) t(i)").to_arrow_reader(10_000)
    signed = JOB(keys)  # noqa: F841 (DuckDB finds it by its name)
    found = duckdb.sql("SELECT key, url FROM signed WHERE key IN ('k0', 'k299999')").fetchall()
    assert {"k0", "k299999"} == {key for key, _ in found}
    assert plain([key for key, _ in found]) == [url for _, url in found]


def test_frames_of_polars():
    frame = pl.from_arrow(table())
    signed = frame.pipe(JOB, **COLUMNS)
    assert isinstance(signed, pl.DataFrame)
    assert frame.columns + ["url"] == signed.columns
    assert of_columns(table()) == signed["url"].to_list()


def test_lazy_frames_of_polars():
    lazy = pl.from_arrow(table()).lazy().select("key")
    signed = lazy.map_batches(JOB, schema={"key": pl.String, "url": pl.String}).collect()
    assert plain(table()["key"].to_pylist()) == signed["url"].to_list()


def test_expressions_of_polars():
    frame = pl.DataFrame({"key": ["a", "b c"]})
    signed = frame.with_columns(
        url=pl.col("key").map_batches(
            lambda keys: pl.Series(JOB(keys.to_arrow())), return_dtype=pl.String
        )
    )
    assert plain(["a", "b c"]) == signed["url"].to_list()


def test_bad_rows_of_polars():
    frame = pl.DataFrame({"key": ["a", None, "/b"]})
    signed = JOB(frame, errors="column")
    assert [plain(["a"])[0], None, None] == signed["url"].to_list()
    assert [True, False, False] == signed["error"].is_null().to_list()
