"""Presign a table of keys with Dask: python dask_job.py KEYS.parquet URLS BUCKET.

Each worker reads the credentials of its own machine, so that none travel with the job. Give
`Credentials(...)` to `S3Presigner` instead, and they are sent, pickled, to the workers.
"""

import functools
import os
import sys
import time

import dask.dataframe as dd
from dask.distributed import Client

from sigv4presign import S3Presigner
from sigv4presign.arrow import local_credentials, presign_batch


def main(source: str, target: str, bucket: str) -> None:
    """Write *source* with a column ``url`` more to the folder *target*."""
    # Without an address, a cluster of processes on this machine.
    address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    local = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "host": "127.0.0.1",
        "dashboard_address": None,
    }
    with Client(address) if address else Client(**local):
        job = functools.partial(
            presign_batch,
            presigner=S3Presigner(local_credentials, region="us-east-1"),
            bucket=bucket,
            now=int(time.time()),  # one moment for all, also for tasks that Dask repeats
        )
        objects = dd.read_parquet(source)
        schema = {**objects.dtypes.to_dict(), "url": "string"}
        objects.map_partitions(job, meta=schema).to_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
