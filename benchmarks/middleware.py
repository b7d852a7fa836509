"""What the ASGI middleware costs of uvicorn's throughput, and how it stands mixed traffic.

Two servers on loopback serve the same 1 KB, one behind the middleware, and take turns under wrk,
which asks for a presigned URL from 16 connections; the figure is the median of the ratios: for a
route of Starlette, and for a bare application, which no framework makes slower; each under uvicorn
as it comes (h11 on asyncio) and with its extra "standard" (httptools on uvloop). Then 30 seconds of
genuine and forged requests: no wrong answer, no 500, and the memory at both ends.
"""

import asyncio
import contextlib
import importlib.util
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from middleware_app import ACCESS_KEY_ID, SECRET

from sigv4presign import Credentials, presign

FOLDER = Path(__file__).resolve().parent
ROUNDS = 5
SECONDS = 2
MIXED = 30
ENGINES = {
    "h11, asyncio": ["--http", "h11", "--loop", "asyncio"],
    "httptools, uvloop": ["--http", "httptools", "--loop", "uvloop"],
}


@contextlib.contextmanager
def served(name, engine):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", f"middleware_app:{name}", "--port", str(port)]
    command += ["--no-access-log", "--lifespan", "off", "--log-level", "warning", *ENGINES[engine]]
    server = subprocess.Popen(command, cwd=FOLDER, env={"PYTHONPATH": str(FOLDER.parent)})
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def url(port, key="bucket/folder/key.txt"):
    credentials = Credentials(ACCESS_KEY_ID, SECRET)
    target = f"http://127.0.0.1:{port}/{key}"
    return presign("GET", target, credentials=credentials, region="us-east-1").url


def throughput(pid, port):
    """Return requests a second, and requests a second of the server's own processor time."""
    before = busy(pid)
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", url(port)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        sys.exit(told)
    requests = int(re.search(r"(\d+) requests in", told)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), requests / (busy(pid) - before)


def busy(pid):
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


async def mixed(port, until, counts):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    while time.monotonic() < until:
        number += 1
        target = url(port, f"bucket/{number % 50}").partition(str(port))[2]
        forged = number % 2
        if forged:
            target = target[:-64] + f"{number:064x}"
        writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", head)[1])
        await reader.readexactly(length)
        counts[(bool(forged), head[9:12].decode())] += 1
    writer.close()


async def traffic(pid, port):
    counts = dict.fromkeys([(forged, s) for forged in (True, False) for s in ("200", "403")], 0)
    begin = time.monotonic()
    for seconds in (3, MIXED):  # the first to warm it up
        if seconds == MIXED:
            first = resident(pid)
        until = time.monotonic() + seconds
        await asyncio.gather(*[mixed(port, until, counts) for _ in range(8)])
    wrong = counts[True, "200"] + counts[False, "403"]
    print(
        f"mixed traffic, {time.monotonic() - begin:.0f} s: {counts[False, '200']} genuine taken, "
        f"{counts[True, '403']} forged refused, {wrong} wrong; memory {first:.1f} MiB, "
        f"then {resident(pid):.1f} MiB"
    )
    return wrong


def compare(app, engine):
    with served(app, engine) as plain, served(f"{app}_guarded", engine) as guarded:
        rounds = [(throughput(*plain), throughput(*guarded)) for _ in range(ROUNDS)]
    figures = []
    for which in (0, 1):
        pairs = [(without[which], with_it[which]) for without, with_it in rounds]
        figures += [statistics.median(rates) for rates in zip(*pairs, strict=True)]
        figures += [1 - statistics.median([with_it / without for without, with_it in pairs])]
    print(
        "{:6} {:18} {:9.0f} {:9.0f} {:6.0%} {:9.0f} {:9.0f} {:6.0%}".format(app, engine, *figures)
    )
    sys.stdout.flush()


def main():
    wanted = ("uvicorn", "starlette", "httptools", "uvloop")
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    missing += [] if shutil.which("wrk") else ["wrk"]
    if missing:
        print(f"middleware: not measured, for want of {', '.join(missing)}")
        return 0
    print("requests of 1 KB         |      a second by wrk      | a second of processor time")
    print("app    uvicorn on          without      with  costs   without      with  costs")
    for app in ("route", "bare"):
        for engine in ENGINES:
            compare(app, engine)
    with served("bare_guarded", "h11, asyncio") as (pid, port):
        return 1 if asyncio.run(traffic(pid, port)) else 0


if __name__ == "__main__":
    sys.exit(main())
