"""The embedded store under load: requests a second, connections held, memory with large objects.

    python benchmarks/store.py                    # all but the large object
    python benchmarks/store.py --gibibytes 5      # and that one, up and down
    python benchmarks/store.py --ceph             # and Ceph RGW in the same run, where it is there

The server has one core for itself, and the client another, where the system can do that. Each GET
is presigned, of 1 KiB, on a connection that is kept; a forged URL must be refused in the same run.
Beside the requests a second there are those in a second of the server's processor time, which is
the figure on a machine that has other work, too.
"""

import argparse
import contextlib
import hashlib
import math
import os
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sigv4presign import Credentials, S3Presigner  # noqa: E402 - from this checkout

KEYS = Credentials("AKIABENCHMARK", "secret-of-the-benchmark")
BUCKET = "bucket"
SECONDS = 3.0
PROC = Path("/proc/self/stat")
PIECE = 1024 * 1024


def pin(core: int) -> Callable[[], None] | None:
    """Return what makes a child process stay on *core*, where there are two of them."""
    if not hasattr(os, "sched_setaffinity") or (os.cpu_count() or 1) < 2:
        return None
    return lambda: os.sched_setaffinity(0, {core})


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[tuple[int, S3Presigner]]:
    """Serve *folder*, and yield the process's id and what makes URLs for it."""
    command = [sys.executable, "-m", "sigv4presign", "serve", str(folder), "--port", "0"]
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "AWS_ACCESS_KEY_ID": KEYS.access_key_id,
        "AWS_SECRET_ACCESS_KEY": KEYS.secret_access_key,
    }
    process = subprocess.Popen(
        [*command, "--bucket", BUCKET, "--quiet"],
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
        preexec_fn=pin(0),  # noqa: PLW1509 - no thread is running yet
    )
    assert process.stdout is not None
    endpoint = process.stdout.readline().rstrip().partition("=")[2]
    assert endpoint, "the store does not start"
    try:
        yield process.pid, S3Presigner(KEYS, endpoint_url=endpoint)
    finally:
        process.terminate()
        process.wait()


def status_of(pid: int, name: str) -> float:
    """Return the line *name* of a process's status, in MiB; Linux alone tells it so."""
    if not PROC.exists():
        return math.nan
    text = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith(name)) / 1024


def sent(method: str, url: str, body: bytes | None = None) -> int:
    request = urllib.request.Request(url, body, method=method)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def served(url: str, connections: int, seconds: float = SECONDS) -> tuple[int, float]:
    """Return how many GETs of *url* are answered over *connections* at once, and in what time."""
    parts = urlsplit(url)
    request = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        connection = socket.create_connection((parts.hostname, parts.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(request)
        selector.register(connection, selectors.EVENT_READ, [b""])
    done, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        for key, _ in selector.select(1):
            connection, buffered = key.fileobj, key.data
            buffered[0] += connection.recv(65536)
            head, found, body = buffered[0].partition(b"\r\n\r\n")
            if found and len(body) >= 1024:
                assert head.startswith(b"HTTP/1.1 200 "), head
                done += 1
                buffered[0] = body[1024:]
                connection.sendall(request)
    for key in list(selector.get_map().values()):
        key.fileobj.close()
    return done, took


def processor_seconds(pids: list[int]) -> float:
    """Return the processor time that these processes have had; Linux alone tells it so."""
    if not PROC.exists():
        return math.nan
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def rates(name: str, s3: S3Presigner, pids: list[int]) -> None:
    """Print the rate of *name*, the middle one of three, for few and for many connections."""
    link = s3.put_object(BUCKET, "one.txt")
    assert sent("PUT", link.url, b"x" * 1024) == 200
    url = s3.get_object(BUCKET, "one.txt").url
    forged = url[:-1] + ("0" if url[-1] != "0" else "1")
    assert sent("GET", forged) == 403, "a signature is not checked"
    for connections in (1, 8, 64):
        runs: list[tuple[float, float]] = []
        for _ in range(3):
            before = processor_seconds(pids)
            done, took = served(url, connections)
            runs.append((done / took, done / max(processor_seconds(pids) - before, 0.01)))
        each = statistics.median([a_second for a_second, _ in runs])
        core = statistics.median([a_core for _, a_core in runs])
        print(
            f"{name}: {each:6.0f} GETs a second, {core:6.0f} in a second of its processor time; "
            f"{connections} connections"
        )


def held(s3: S3Presigner, pid: int, count: int = 1000) -> None:
    """Hold *count* connections at once, each answered twice."""
    url = s3.get_object(BUCKET, "one.txt").url
    parts = urlsplit(url)
    request = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    with contextlib.suppress(ImportError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    with contextlib.ExitStack() as stack:
        connections = [
            stack.enter_context(socket.create_connection((parts.hostname, parts.port)))
            for _ in range(count)
        ]
        for _ in range(2):
            for connection in connections:
                connection.sendall(request)
            for connection in connections:
                answer = b""
                while b"\r\n\r\n" not in answer or len(answer.partition(b"\r\n\r\n")[2]) < 1024:
                    answer += connection.recv(65536)
                assert answer.startswith(b"HTTP/1.1 200 ")
        memory = status_of(pid, "VmRSS")
        print(f"{count} connections held, each answered twice; the server has {memory:.0f} MiB")


def large(s3: S3Presigner, pid: int, gibibytes: float) -> None:
    """Put and get one object of that size; print the most memory that the server had."""
    size = int(gibibytes * 1024**3)
    block = os.urandom(PIECE)
    parts = urlsplit(s3.put_object(BUCKET, "large").url)
    peak = [0.0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            peak[0] = max(peak[0], status_of(pid, "VmRSS"))

    watcher = threading.Thread(target=watch)
    watcher.start()
    digest = hashlib.sha256()
    began = time.perf_counter()
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        head = f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        connection.sendall(f"{head}Content-Length: {size}\r\n\r\n".encode())
        left = size
        while left:
            piece = block[: min(left, PIECE)]
            connection.sendall(piece)
            digest.update(piece)
            left -= len(piece)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
    up = time.perf_counter() - began
    received = hashlib.sha256()
    began = time.perf_counter()
    with urllib.request.urlopen(s3.get_object(BUCKET, "large").url) as answer:  # noqa: S310
        while piece := answer.read(PIECE):
            received.update(piece)
    down = time.perf_counter() - began
    ended.set()
    watcher.join()
    assert digest.digest() == received.digest(), "another object came back"
    print(
        f"{gibibytes} GiB up in {up:.0f} s and down in {down:.0f} s, the same bytes; "
        f"the server had {peak[0]:.0f} MiB at most"
    )


def descendants() -> list[int]:
    """Return the processes that this one has started, and those that they have; Linux only."""
    above: dict[int, int] = {}
    for folder in PROC.parent.parent.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            above[int(folder.name)] = int(fields[1])
    found = [os.getpid()]
    for pid in found:
        found.extend([child for child, parent in above.items() if parent == pid])
    return found[1:]


def ceph() -> None:
    """Print the rates of Ceph RGW, installed and started as the store tests do it."""
    from tests.stores.catalogue import STORES

    with STORES["ceph"]() as server:
        keys = Credentials(server.access_key_id, server.secret_access_key)
        s3 = S3Presigner(keys, endpoint_url=f"http://127.0.0.1:{server.port}")
        assert sent("PUT", s3.presign("create_bucket", bucket=BUCKET).url, b"") == 200
        rates("Ceph RGW", s3, descendants())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gibibytes", type=float, default=0)
    parser.add_argument("--ceph", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the objects lie (default: temporary)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        with serving(Path(folder)) as (pid, s3):
            if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
                os.sched_setaffinity(0, {1})
            rates("own store", s3, [pid])
            held(s3, pid)
        if arguments.gibibytes:
            with serving(Path(folder)) as (pid, s3):
                large(s3, pid, arguments.gibibytes)
    if arguments.ceph:
        ceph()


if __name__ == "__main__":
    main()
