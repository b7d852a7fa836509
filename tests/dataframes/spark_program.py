"""A Spark cluster of two workers on this machine; what it is asked for is in `test_clusters`.

python -m tests.dataframes.spark_program SOURCE TARGET OF_THE_EXAMPLE
"""

import functools
import os
import runpy
import sys
import time
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from sigv4presign.arrow import presign_batch

from .jobs import BUCKET, COLUMNS, NOW, S3

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "spark_job.py"


def process_after_a_while(_: object) -> list[int]:
    time.sleep(1)  # so that all processes get some of the work
    return [os.getpid()]


def main(source: str, target: str, of_the_example: str) -> None:
    spark = SparkSession.builder.getOrCreate()
    objects = spark.read.parquet(source).repartition(4)
    # The secret travels with this one.
    job = functools.partial(presign_batch, presigner=S3, bucket=BUCKET, now=NOW, **COLUMNS)
    schema = StructType([*objects.schema.fields, StructField("url", StringType())])
    signed = objects.mapInArrow(job, schema)
    signed.explain("extended")
    signed.write.parquet(target)
    pids = objects.rdd.mapPartitions(process_after_a_while).collect()
    executors = len(spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()) - 1
    print(f"executors={executors} processes={len(set(pids))}")
    sys.argv = [str(EXAMPLE), source, of_the_example, BUCKET]
    runpy.run_path(str(EXAMPLE), run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
