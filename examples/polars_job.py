"""Presign a table of keys with Polars: python polars_job.py KEYS.parquet URLS.parquet BUCKET."""

import functools
import os
import sys
import time

import polars as pl

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
    pl.read_parquet(source).pipe(job).write_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
