"""A column of keys made a column of URLs: one function for Spark, Ray, Dask, DuckDB and Polars.

Every engine that maps batches of columns takes `presign_batch` as it is, with its arguments bound:

    job = functools.partial(presign_batch, presigner=s3, bucket="examplebucket", now=moment)

    frame.mapInArrow(job, "key string, url string")                        # Spark
    dataset.map_batches(job, batch_format="pyarrow")                       # Ray Data
    frame.map_partitions(job, meta={**frame.dtypes, "url": "string"})      # Dask
    job(connection.sql("SELECT key FROM objects"))                         # DuckDB
    frame.pipe(job)                                                        # Polars, pandas

``docs/bulk.md`` says more, ``examples/`` has a job for each. It needs pyarrow, the extra ``arrow``.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from ._columns import Columns, Order, sign_columns
from ._extras import pyarrow
from .credentials import Credentials
from .errors import InvalidRequestError
from .profiles import load_credentials
from .s3.presigner import S3Presigner

# Nothing is imported for annotations alone: DuckDB looks up what those of a function mean.

__all__ = ["local_credentials", "presign_batch"]

pa: Any = pyarrow(purpose="sigv4presign.arrow", extra="arrow")

Batch = TypeVar("Batch")

_ROWS = 1 << 16  # rows signed at once: some 25 MB of URLs
_ERRORS = ("raise", "null", "column")


def local_credentials() -> Credentials:
    """Return the credentials that the machine on which this runs has, by the AWS rules.

    For a presigner that is sent to workers: ``S3Presigner(local_credentials)`` holds no secret, and
    each worker reads its own environment and AWS files, once a minute.
    """
    return _loaded(int(time.monotonic() // 60))


@lru_cache(maxsize=1)
def _loaded(_minute: int) -> Credentials:
    return load_credentials(os.environ)


@dataclass(frozen=True)
class _Job:
    order: Order
    key: str
    bucket: str | None
    method: str | None
    version: str | None
    lifetime: str | None
    url: str
    errors: str
    error: str

    def added(self) -> list[str]:
        return [self.url, self.error] if self.errors == "column" else [self.url]


def presign_batch(
    batch: Batch,
    presigner: S3Presigner,
    bucket: str | None = None,
    *,
    operation: str = "get_object",
    expires_in: int | timedelta = 3600,
    now: float | datetime | None = None,
    key_column: str = "key",
    bucket_column: str | None = None,
    method_column: str | None = None,
    version_column: str | None = None,
    expires_in_column: str | None = None,
    url_column: str = "url",
    errors: str = "raise",
    error_column: str = "error",
    **params: Any,
) -> Batch:
    """Return *batch*, and a column of URLs more; it is of the type that was given.

    Args:
        batch: a RecordBatch, Table or RecordBatchReader of Arrow, a DataFrame of Polars or pandas;
            or an iterator of such, as ``mapInArrow`` passes it, which gives one. Of an Array of
            keys, as DuckDB passes it to functions, comes one of URLs alone; of anything else that
            has Arrow's C stream, such as DuckDB's relations, a Table.
        presigner: whose credentials sign. It is pickled with what an engine sends to its workers,
            secret and all; its ``repr``, which engines write to plans and logs, has no secret.
            ``S3Presigner(local_credentials)`` sends none.
        bucket: of all keys, or of the rows that have none in *bucket_column*.
        operation: one on objects, such as ``put_object``.
        expires_in: as for `S3Presigner.presign`.
        now: as for `S3Presigner.presign`. None reads the clock for each batch; a task that an
            engine repeats then gives other URLs than before.
        key_column: the column with keys, as they are, not encoded.
        bucket_column: the column with the bucket of each row.
        method_column: the column with GET, PUT, HEAD or DELETE, null for *operation*.
        version_column: the column with version ids, null for the newest.
        expires_in_column: the column with lifetimes in whole seconds, null for *expires_in*.
        url_column: what the new column is called.
        errors: what becomes of a row that is bad, such as one whose key is null or empty:
            ``raise`` says so for the first; ``null`` gives it no URL; ``column`` neither, and adds
            *error_column* with the reason, null where there is none.
        error_column: what that is called.
        **params: the operation's own, for all rows.

    Raises:
        InvalidRequestError: a row is bad, a column is not there, or a setting is not what it must
            be. Of an iterator when its batch is asked for.
        CredentialsError: the credentials have ended.
    """
    if errors not in _ERRORS:
        raise InvalidRequestError(f"errors is {errors!r}; it must be 'raise', 'null' or 'column'")
    if bucket is None and bucket_column is None:
        raise InvalidRequestError("no bucket: give bucket, or bucket_column")
    moment: Any = now
    if moment is None:
        moment = time.time()
    order = Order(presigner, operation, bucket, expires_in, moment, params)
    order.probe()
    job = _Job(
        order,
        key_column,
        bucket_column,
        method_column,
        version_column,
        expires_in_column,
        url_column,
        errors,
        error_column,
    )
    signed: Batch = _handler(batch)(batch, job)
    return signed


def _handler(batch: Any) -> Callable[[Any, _Job], Any]:
    """Return what signs a batch of that type."""
    for kinds, handler in (
        ((pa.RecordBatch,), _record_batch),
        ((pa.Table,), _table),
        ((pa.Array, pa.ChunkedArray), _array),
        ((pa.RecordBatchReader,), _reader),
    ):
        if isinstance(batch, kinds):
            return handler
    origin = (type(batch).__module__.partition(".")[0], type(batch).__name__)
    if origin in _FRAMES:
        return _FRAMES[origin]
    if hasattr(batch, "__arrow_c_stream__"):
        return lambda batch, job: _table(pa.table(batch), job)
    if hasattr(batch, "__next__"):
        return _batches
    raise InvalidRequestError(
        f"batch is of type {origin[0]}.{origin[1]}; it must be a RecordBatch, Table, "
        "RecordBatchReader or Array of pyarrow, a DataFrame of Polars or pandas, or an iterator"
    )


def _record_batch(batch: Any, job: _Job) -> Any:
    schema = _schema(batch.schema, job)
    columns = _columns(batch, job)
    return pa.RecordBatch.from_arrays([*batch.columns, *columns], schema=schema)


def _table(table: Any, job: _Job) -> Any:
    batches = [_record_batch(batch, job) for batch in table.to_batches(_ROWS)]
    return pa.Table.from_batches(batches, _schema(table.schema, job))


def _reader(reader: Any, job: _Job) -> Any:
    return pa.RecordBatchReader.from_batches(
        _schema(reader.schema, job), (_record_batch(batch, job) for batch in reader)
    )


def _batches(batches: Iterator[Any], job: _Job) -> Iterator[Any]:
    return (_handler(batch)(batch, job) for batch in batches)


def _array(keys: Any, job: _Job) -> Any:
    if job.errors == "column":
        raise InvalidRequestError("an array has no place for errors='column'; take 'null'")
    chunks = keys.chunks if isinstance(keys, pa.ChunkedArray) else [keys]
    kind = _kind(keys.type)
    signed = [_signed(Columns(chunk.to_pylist()), job, kind)[0] for chunk in chunks]
    return pa.chunked_array(signed, kind) if isinstance(keys, pa.ChunkedArray) else signed[0]


def _pandas_frame(frame: Any, job: _Job) -> Any:
    _check_new(job, frame.columns)
    names = _names(job, frame.columns)
    table = _table(pa.Table.from_pandas(frame[names], preserve_index=False), job)
    added = table.select(job.added()).to_pandas()
    return frame.assign(**{name: added[name].array for name in job.added()})


def _polars_frame(frame: Any, job: _Job) -> Any:
    return type(frame)(_table(pa.table(frame), job))


_FRAMES: dict[tuple[str, str], Callable[[Any, _Job], Any]] = {
    ("pandas", "DataFrame"): _pandas_frame,
    ("polars", "DataFrame"): _polars_frame,
}


def _names(job: _Job, present: Any) -> list[str]:
    wanted = (job.key, job.bucket, job.method, job.version, job.lifetime)
    names = list(dict.fromkeys([name for name in wanted if name is not None]))
    for name in names:
        if name not in present:
            raise InvalidRequestError(
                f"the batch has no column {name!r}, but {', '.join(map(repr, present))}"
            )
    return names


def _check_new(job: _Job, present: Any) -> None:
    for name in job.added():
        if name in present:
            raise InvalidRequestError(f"the batch has a column {name!r} already")


def _schema(schema: Any, job: _Job) -> Any:
    _names(job, schema.names)
    _check_new(job, schema.names)
    kind = _kind(schema.field(job.key).type)
    for name in job.added():
        schema = schema.append(pa.field(name, kind))
    return schema


def _kind(kind: Any) -> Any:
    return pa.large_string() if pa.types.is_large_string(kind) else pa.string()


def _columns(batch: Any, job: _Job) -> list[Any]:
    def column(name: str | None) -> list[Any] | None:
        return None if name is None else batch.column(name).to_pylist()

    columns = Columns(
        batch.column(job.key).to_pylist(),
        column(job.bucket),
        column(job.method),
        column(job.version),
        column(job.lifetime),
    )
    return _signed(columns, job, _kind(batch.schema.field(job.key).type))


def _signed(columns: Columns, job: _Job, kind: Any) -> list[Any]:
    """Return the arrays that are added."""
    urls, faults = sign_columns(job.order, columns)
    if faults and job.errors == "raise":
        row = min(faults)
        raise InvalidRequestError(f"row {row} of the batch is bad: {faults[row]}")
    arrays = [pa.array(urls, kind)]
    if job.errors == "column":
        arrays.append(pa.array([faults.get(row) for row in range(len(urls))], kind))
    return arrays
