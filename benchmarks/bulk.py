"""`sigv4presign bulk` from file to file: rate, scaling, memory; and the same in other engines.

    python benchmarks/bulk.py [KEYS] [ROUNDS]      default: 5 000 000 keys, 3 rounds
    python benchmarks/bulk.py --engines [KEYS]     Spark, Dask, DuckDB, Polars

Runs with one and with two processes take turns, a loop of boto3 between them; figures are medians.
The memory is that of the whole tree of processes, each page that several share counted once (PSS),
looked at once a second, since looking takes its time, too.
"""

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sigv4presign import Credentials, S3Presigner

ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
BUCKET = "examplebucket"
NOW = 1_800_000_000
S3 = S3Presigner(Credentials(ACCESS_KEY_ID, SECRET))


def keys(count):
    return (f"photos/2024/{number:09d}/image-{number % 7}.jpg" for number in range(count))


def write_keys(path, count):
    with path.open("w") as file:
        numbers = keys(count)
        while block := list(itertools.islice(numbers, 10_000)):
            file.write("\n".join(block) + "\n")


def tree(process):
    """Return the ids of *process* and of all below it."""
    found, waiting = [], [process]
    while waiting:
        found.append(waiting.pop())
        for path in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                waiting += [int(child) for child in path.read_text().split()]
            except OSError:
                continue
    return found


def memory(process):
    """Return MiB of the whole tree: shared pages counted once (PSS), and in each (RSS)."""
    sums = {"Pss": 0, "Rss": 0}
    for each in tree(process):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            name, _, rest = line.partition(":")
            if name in sums:
                sums[name] += int(rest.split()[0])
    return sums["Pss"] / 1024, sums["Rss"] / 1024


def run(source, target, jobs):
    """Return seconds, seconds of all cores, and the most MiB (PSS, RSS) of one run."""
    environ = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "PYTHONPATH": str(ROOT),
    }
    start = time.perf_counter()
    child = subprocess.Popen(
        [
            *[sys.executable, "-m", "sigv4presign", "bulk", f"s3://{BUCKET}"],
            *["--from", source, "--to", target, "--jobs", str(jobs), "--restart", "--quiet"],
        ],
        env=environ,
        stderr=subprocess.PIPE,
    )
    seen, done = [(0, 0)], threading.Event()

    def look():
        while not done.wait(1):
            seen.append(memory(child.pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    done.set()
    watcher.join()
    assert status == 0, child.stderr.read()
    most = [max(each) for each in zip(*seen, strict=True)]
    return seconds, used.ru_utime + used.ru_stime, most


def boto3_rate(seconds=2.0):
    """Return URLs a second of a loop over boto3's own call."""
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3",
        region_name="us-east-1",
        aws_access_key_id=ACCESS_KEY_ID,
        aws_secret_access_key=SECRET,
        config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
    )
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for key in keys(100):
            client.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": key})
        done += 100
    return done / (time.perf_counter() - start)


def many_rate(count=200_000):
    """Return URLs a second of a core of `presign_many`, and of `presign_batch`, by its CPU time."""
    import pyarrow as pa

    from sigv4presign.arrow import presign_batch

    names = list(keys(count))
    table = pa.table({"key": names})

    def rate(call):
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            call()
            best = min(best, time.process_time() - start)
        return count / best

    return (
        rate(lambda: deque(S3.presign_many("get_object", BUCKET, names, now=NOW), maxlen=0)),
        rate(lambda: presign_batch(table, S3, BUCKET, now=NOW)),
    )


def files(count, rounds):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "keys.txt")
        write_keys(source, count)
        print(f"{count:,} keys, {source.stat().st_size / 1e6:,.0f} MB; {rounds} rounds")
        seconds, cores, most, loops = {1: [], 2: []}, {1: [], 2: []}, {1: [], 2: []}, []
        for _ in range(rounds):
            for jobs in (1, 2):
                taken, used, peak = run(source, Path(folder, "urls.csv"), jobs)
                Path(folder, "urls.csv").unlink()
                seconds[jobs].append(taken)
                cores[jobs].append(used)
                most[jobs].append(peak)
            loops.append(boto3_rate())
    print(
        f"{'processes':>10}{'s':>8}{'URLs/s':>10}{'core s':>8}{'µs core/URL':>13}"
        f"{'PSS MiB':>9}{'RSS MiB':>9}"
    )
    for jobs in (1, 2):
        taken, used = statistics.median(seconds[jobs]), statistics.median(cores[jobs])
        pss, rss = (max(each) for each in zip(*most[jobs], strict=True))
        print(
            f"{jobs:>10}{taken:8.1f}{count / taken:10,.0f}{used:8.1f}{used / count * 1e6:13.2f}"
            f"{pss:9.0f}{rss:9.0f}"
        )
    ratios = [one / two for one, two in zip(seconds[1], seconds[2], strict=True)]
    beside = [count / two / loop for two, loop in zip(seconds[2], loops, strict=True)]
    print(f"two processes / one: {statistics.median(ratios):.2f} (each round: {shown(ratios)})")
    print(
        f"two processes / boto3 loop of {statistics.median(loops):,.0f} URLs/s: "
        f"{statistics.median(beside):.0f} (each round: {shown(beside)})"
    )
    many, batch = many_rate()
    print(
        f"presign_many, a core: {many:,.0f} URLs/s; presign_batch: {batch:,.0f}, {batch / many:.0%}"
    )


def shown(values):
    return ", ".join(f"{value:.2f}" for value in values)


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--engines"]:
        from bulk_engines import engines

        engines(int(arguments[1]) if arguments[1:] else 4_000_000)
        return
    count = int(arguments[0]) if arguments else 5_000_000
    files(count, int(arguments[1]) if arguments[1:] else 3)


if __name__ == "__main__":
    main()
