"""Spark, Ray and Dask with two worker processes each: the rows, and what is in logs and plans."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyspark
import pytest
from pyarrow import parquet as pq

from .jobs import (
    ENVIRON,
    SECRET,
    TOKEN,
    check_written,
    files_with_secrets,
    of_columns,
    table,
    write,
)

pytestmark = pytest.mark.dataframes

ROOT = Path(__file__).resolve().parent.parent.parent


def ran(program: str, *arguments: Path, **environ: str) -> str:
    """Return all that a program printed, once it has ended well; nothing of it is a secret."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.dataframes.{program}", *map(str, arguments)],
        env={**os.environ, **ENVIRON, "PYTHONPATH": str(ROOT), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        timeout=600,
        check=False,
    )
    assert 0 == done.returncode, done.stdout[-5000:]
    assert SECRET not in done.stdout
    assert TOKEN not in done.stdout
    return done.stdout


def processes(printed: str) -> int:
    """Return how many processes of workers a program counted."""
    return int(printed.rpartition("processes=")[2].split()[0])


def check_columns(target: Path) -> None:
    """Compare row by row, in whatever order the engine wrote them."""
    rows = pq.read_table(target, columns=table().column_names + ["url"])
    assert sorted(of_columns(table())) == sorted(rows["url"].to_pylist())
    assert of_columns(rows) == rows["url"].to_pylist()


@pytest.fixture
def short() -> Iterator[Path]:
    """Return a folder whose name is short enough for sockets."""
    folder = tempfile.mkdtemp(prefix="logs")
    yield Path(folder)
    shutil.rmtree(folder)


def test_spark(tmp_path):
    events, home = tmp_path / "events", tmp_path / "spark"
    events.mkdir()
    home.mkdir()
    for path in Path(pyspark.__file__).parent.iterdir():
        if path.name != "work":
            (home / path.name).symlink_to(path)
    settings = {
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": events.as_uri(),
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
        # Both executors, and not the first alone.
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    }
    options = " ".join([f"--conf {name}={value}" for name, value in settings.items()])
    printed = ran(
        "spark_program",
        write(tmp_path),
        tmp_path / "urls",
        tmp_path / "example",
        PYSPARK_SUBMIT_ARGS=f"--master local-cluster[2,1,1024] {options} pyspark-shell",
        PYSPARK_PYTHON=sys.executable,
        SPARK_HOME=str(home),  # where executors leave their logs
        SPARK_LOCAL_IP="127.0.0.1",
    )
    assert "executors=2 " in printed
    assert 2 <= processes(printed)
    assert "MapInArrow" in printed  # the plan
    check_columns(tmp_path / "urls")
    check_written(tmp_path / "example")
    assert 1 == len(list(events.iterdir()))
    assert 1000 < sum([path.stat().st_size for path in events.rglob("*") if path.is_file()])
    logs = list((home / "work").rglob("stderr"))
    assert 2 <= len(logs)
    assert all(["Executor" in log.read_text() for log in logs])
    assert [] == files_with_secrets(events, home / "work", tmp_path)


def test_ray(tmp_path, short):
    printed = ran(
        "ray_program",
        write(tmp_path),
        tmp_path / "urls",
        tmp_path / "example",
        short,
        RAY_USAGE_STATS_ENABLED="0",
    )
    assert 2 <= processes(printed)
    assert "MapBatches(presign_batch)" in printed  # the plan
    check_columns(tmp_path / "urls")
    check_written(tmp_path / "example")
    assert 5 < len(list(short.rglob("*.log")))
    assert [] == files_with_secrets(short, tmp_path)


def test_dask(tmp_path):
    printed = ran("dask_program", write(tmp_path), tmp_path / "urls", tmp_path / "example")
    assert "partitions=5 " in printed
    assert 2 == processes(printed)
    assert "presign_batch" in printed  # the plan
    check_columns(tmp_path / "urls")
    check_written(tmp_path / "example")
    assert [] == files_with_secrets(tmp_path)


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_examples_of_one_process(tmp_path, engine):
    done = subprocess.run(
        [
            *[sys.executable, ROOT / "examples" / f"{engine}_job.py"],
            *[write(tmp_path), tmp_path / "urls.parquet", "examplebucket"],
        ],
        env={**os.environ, **ENVIRON, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    assert "" == done.stderr
    check_written(tmp_path / "urls.parquet")
