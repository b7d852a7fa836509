"""What the ASGI middleware costs of uvicorn's throughput, and how it stands mixed traffic.

Two servers on loopback serve the same 1 KB, one behind the middleware, and take turns under wrk,
which asks for a presigned URL from 16 connections; the figure is the median of the ratios. Then 30
seconds of genuine and forged requests: no wrong answer, no 500, and the memory at both ends.
"""

import asyncio
import contextlib
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
SECONDS = 4
MIXED = 30


@contextlib.contextmanager
def served(name):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", f"middleware_app:{name}", "--port", str(port)]
    command += ["--no-access-log", "--lifespan", "off", "--log-level", "warning"]
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


def throughput(port):
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}s", url(port)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        sys.exit(told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


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


def main():
    with contextlib.suppress(ImportError):
        import uvicorn

        if shutil.which("wrk") is None:
            print("middleware: not measured, wrk is not installed")
            return 0
        with served("plain") as (_, open_port), served("guarded") as (pid, port):
            pairs = [(throughput(open_port), throughput(port)) for _ in range(ROUNDS)]
            ratio = statistics.median(with_it / without for without, with_it in pairs)
            plain, guarded = (statistics.median(rates) for rates in zip(*pairs, strict=True))
            print(f"uvicorn {uvicorn.__version__}, 1 KB, requests a second: {plain:.0f} without")
            print(f"the middleware, {guarded:.0f} with it: it costs {1 - ratio:.0%}")
            return 1 if asyncio.run(traffic(pid, port)) else 0
    print("middleware: not measured, uvicorn is not installed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
