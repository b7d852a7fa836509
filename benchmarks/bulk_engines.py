"""`presign_batch` in Spark and Dask with two worker processes, in DuckDB and Polars in one.

Each run is followed by plain `presign_many` in as many processes, so that a busy machine slows both
alike; what is printed is the median of the ratios. Keys are made by the engine, URLs thrown away.
"""

import functools
import multiprocessing
import os
import statistics
import sys
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sigv4presign import Credentials, S3Presigner
from sigv4presign.arrow import presign_batch

ROUNDS = 5
BUCKET = "examplebucket"
NOW = 1_800_000_000
S3 = S3Presigner(Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
JOB = functools.partial(presign_batch, presigner=S3, bucket=BUCKET, now=NOW)


def plain(count):
    """Return how many URLs a second `presign_many` makes in this process."""
    keys = [f"photos/2024/{number:09d}/image.jpg" for number in range(count)]
    start = time.perf_counter()
    deque(S3.presign_many("get_object", BUCKET, keys, now=NOW), maxlen=0)
    return count / (time.perf_counter() - start)


def spark(count):
    """Return what signs *count* keys in a cluster of two executors, and what ends it."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    keys = session.range(0, count, numPartitions=2).selectExpr(
        "concat('photos/2024/', lpad(id, 9, '0'), '/image.jpg') AS key"
    )
    signed = keys.mapInArrow(JOB, "key string, url string")
    return lambda: signed.write.format("noop").mode("overwrite").save(), session.stop


def dask(count):
    """Return what signs *count* keys in a cluster of two processes, and what ends it."""
    import dask.dataframe as dd
    import pandas as pd
    from dask.distributed import Client, LocalCluster

    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )
    client = Client(cluster)
    frame = pd.DataFrame(
        {"key": [f"photos/2024/{number:09d}/image.jpg" for number in range(count)]}
    )
    keys = client.persist(dd.from_pandas(frame, npartitions=8))
    signed = keys.map_partitions(JOB, meta={"key": "string", "url": "string"})
    lengths = signed.map_partitions(len, meta=int)

    def end():
        client.close()
        cluster.close()

    return lengths.compute, end


def duckdb(count):
    """Return what signs *count* keys by a function of DuckDB, and what ends it."""
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.create_function(
        "presigned",
        lambda keys: JOB(keys),  # noqa: PLW0108 (DuckDB counts the parameters)
        ["VARCHAR"],
        "VARCHAR",
        type="arrow",
    )
    query = (
        "SELECT max(presigned('photos/2024/' || lpad(i::VARCHAR, 9, '0') || '/image.jpg')) "
        f"FROM range({count}) t(i)"
    )
    return lambda: connection.execute(query).fetchall(), connection.close


def polars(count):
    """Return what signs *count* keys of a frame of Polars, and what ends it."""
    import polars as pl

    frame = pl.DataFrame(
        {"key": [f"photos/2024/{number:09d}/image.jpg" for number in range(count)]}
    )
    return lambda: frame.pipe(JOB), lambda: None


def engines(count):
    """Print the rate of each engine beside that of `presign_many`."""
    print(f"{count:,} keys, {ROUNDS} rounds")
    print(f"{'engine':10}{'processes':>10}{'URLs/s a core':>15}{'/ presign_many':>16}")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, context) as pool:
        for name, make, processes in (
            ("spark", spark, 2),
            ("dask", dask, 2),
            ("duckdb", duckdb, 1),
            ("polars", polars, 1),
        ):
            sign, end = make(count)
            sign()  # once, so that what starts at the first use is there
            rates, ratios = [], []
            for _ in range(ROUNDS):
                start = time.perf_counter()
                sign()
                rates.append(count / (time.perf_counter() - start) / processes)
                beside = list(pool.map(plain, [200_000] * processes))
                ratios.append(rates[-1] / statistics.mean(beside))
            end()
            rate, ratio = statistics.median(rates), statistics.median(ratios)
            print(f"{name:10}{processes:10}{rate:15,.0f}{ratio:16.0%}")
