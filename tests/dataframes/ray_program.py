"""A Ray cluster of two processes on this machine; what it is asked for is in `test_clusters`.

python -m tests.dataframes.ray_program SOURCE TARGET OF_THE_EXAMPLE LOGS
"""

import functools
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import ray

from sigv4presign.arrow import presign_batch

from .jobs import BUCKET, COLUMNS, NOW, S3

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "ray_job.py"


def with_process(rows: pa.Table) -> pa.Table:
    time.sleep(1)  # so that all processes get some of the work
    return rows.append_column("process", pa.array([os.getpid()] * len(rows)))


def main(source: str, target: str, of_the_example: str, logs: str) -> None:
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=200 << 20,
        _node_ip_address="127.0.0.1",
        _temp_dir=logs,
    )
    objects = ray.data.read_parquet(source).repartition(4)
    # The secret travels with this one.
    job = functools.partial(presign_batch, presigner=S3, bucket=BUCKET, now=NOW, **COLUMNS)
    signed = objects.map_batches(job, batch_format="pyarrow")
    signed = signed.map_batches(with_process, batch_format="pyarrow").materialize()
    print(signed)
    print(signed.stats())
    signed.write_parquet(target)
    processes = {row["process"] for row in signed.select_columns(["process"]).take_all()}
    print(f"processes={len(processes)}")
    subprocess.run(
        [sys.executable, str(EXAMPLE), source, of_the_example, BUCKET],
        env={**os.environ, "RAY_ADDRESS": ray.get_runtime_context().gcs_address},
        check=True,
    )
    ray.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
