"""A Dask cluster of two processes on this machine; what it is asked for is in `test_clusters`.

python -m tests.dataframes.dask_program SOURCE TARGET OF_THE_EXAMPLE
"""

import functools
import os
import subprocess
import sys
from pathlib import Path

import dask.dataframe as dd
from dask.distributed import Client, LocalCluster

from sigv4presign.arrow import presign_batch

from .jobs import BUCKET, COLUMNS, NOW, S3

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "dask_job.py"


def main(source: str, target: str, of_the_example: str) -> None:
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )
    with cluster, Client(cluster) as client:
        objects = dd.read_parquet(source, split_row_groups=1)
        # The secret travels with this one.
        job = functools.partial(presign_batch, presigner=S3, bucket=BUCKET, now=NOW, **COLUMNS)
        signed = objects.map_partitions(job, meta={**objects.dtypes.to_dict(), "url": "string"})
        print(signed)
        signed.pprint()
        signed.to_parquet(target)
        processes = set(client.run(os.getpid).values())
        print(f"partitions={objects.npartitions} processes={len(processes)}")
        print(client.get_scheduler_logs(), client.get_worker_logs())
        subprocess.run(
            [sys.executable, str(EXAMPLE), source, of_the_example, BUCKET],
            env={**os.environ, "DASK_SCHEDULER_ADDRESS": client.scheduler.address},
            check=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
