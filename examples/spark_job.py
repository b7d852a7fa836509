"""Presign a table of keys with Spark: spark-submit spark_job.py KEYS.parquet URLS BUCKET.

Each executor reads the credentials of its own machine, so that none travel with the job. Give
`Credentials(...)` to `S3Presigner` instead, and they are sent, pickled, with each task.
"""

import functools
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from sigv4presign import S3Presigner
from sigv4presign.arrow import local_credentials, presign_batch


def main(source: str, target: str, bucket: str) -> None:
    """Write *source* with a column ``url`` more to *target*."""
    spark = SparkSession.builder.appName("presign").getOrCreate()
    objects = spark.read.parquet(source)
    job = functools.partial(
        presign_batch,
        presigner=S3Presigner(local_credentials, region="us-east-1"),
        bucket=bucket,
        now=int(time.time()),  # one moment for all, also for tasks that Spark repeats
    )
    schema = StructType([*objects.schema.fields, StructField("url", StringType())])
    objects.mapInArrow(job, schema).write.mode("overwrite").parquet(target)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
