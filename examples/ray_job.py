"""Presign a table of keys with Ray Data: python ray_job.py KEYS.parquet URLS BUCKET.

Each worker reads the credentials of its own machine, so that none travel with the job. Give
`Credentials(...)` to `S3Presigner` instead, and they are sent, pickled, to the workers.
"""

import functools
import os
import sys
import time

import ray

from sigv4presign import S3Presigner
from sigv4presign.arrow import local_credentials, presign_batch


def main(source: str, target: str, bucket: str) -> None:
    """Write *source* with a column ``url`` more to the folder *target*."""
    address = os.environ.get("RAY_ADDRESS")
    ray.init(address=address, **({} if address else {"include_dashboard": False}))
    job = functools.partial(
        presign_batch,
        presigner=S3Presigner(local_credentials, region="us-east-1"),
        bucket=bucket,
        now=int(time.time()),  # one moment for all, also for tasks that Ray repeats
    )
    objects = ray.data.read_parquet(source)
    objects.map_batches(job, batch_format="pyarrow", batch_size=65_536).write_parquet(target)
    ray.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
