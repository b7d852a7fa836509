"""Presign a table of keys with DuckDB: python duckdb_job.py KEYS.parquet URLS.parquet BUCKET."""

import functools
import os
import sys
import time

import duckdb

from sigv4presign import S3Presigner
from sigv4presign.arrow import presign_batch
from sigv4presign.profiles import load_credentials


def main(source: str, target: str, bucket: str) -> None:
    """Write *source* with a column ``url`` more to *target*."""
    job = functools.partial(
        presign_batch,
        presigner=S3Presigner(load_credentials(os.environ), region="us-east-1"),
        bucket=bucket,
        now=int(time.time()),
    )
    connection = duckdb.connect()
    # DuckDB counts a function's parameters, so it gets one that has one.
    connection.create_function(
        "presigned",
        lambda keys: job(keys),  # noqa: PLW0108
        ["VARCHAR"],
        "VARCHAR",
        type="arrow",
    )
    connection.execute(
        "COPY (SELECT *, presigned(key) AS url FROM read_parquet($source)) TO $target",
        {"source": source, "target": target},
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
