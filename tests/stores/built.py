"""Stores that are built here from their Go modules: MinIO, versitygw and SeaweedFS.

A build takes minutes of both cores the first time, so all are begun together, before the first
test, and the stores that need none come first. What is built stays in ``.stores``.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from .processes import FOLDER, NotHadError, NotStartedError, answers, free_ports, running
from .servers import SECRET, Server

# Exact, so that a table of what they do stays true; moved on by hand.
MODULES = {
    "versitygw": ("github.com/versity/versitygw", "v1.8.0", "cmd/versitygw"),
    "minio": ("github.com/minio/minio", "v0.0.0-20260212201848-7aac2a2c5b7c", ""),
    "weed": ("github.com/seaweedfs/seaweedfs", "v0.0.0-20261109003541-7506e5f91cd6", "weed"),
}
# What SeaweedFS replaces in its own go.mod, without which it is not built: a library that is gone.
REPLACED = {"weed": "github.com/tyler-smith/go-bip39=github.com/cosmos/go-bip39@v1.0.0"}
KEY_ID = "AKIDEXAMPLE"
DOMAIN = "s3.localhost"  # a bucket before it is addressed by the host
REGION = "us-east-1"


@cache
def begun() -> dict[str, "Future[Path]"]:
    """Begin to build what is not there, one after the other, and return what will be there."""
    futures = {name: Future[Path]() for name in MODULES}

    def build() -> None:
        for name, future in futures.items():
            try:
                future.set_result(binary_of(name))
            except (NotHadError, NotStartedError) as error:
                future.set_exception(error)

    threading.Thread(target=build, daemon=True).start()
    return futures


def binary_of(name: str) -> Path:
    """Return the program *name*, built if it is not yet there."""
    module, version, package = MODULES[name]
    home = FOLDER / "built"
    binary, stamp = home / name, home / f"{name}.txt"  # written last: half a build is none
    if binary.is_file() and stamp.is_file() and stamp.read_text("utf-8") == version:
        return binary
    go = shutil.which("go")
    if go is None:
        raise NotHadError(f"it is built from {module}, and there is no Go on this machine")
    home.mkdir(parents=True, exist_ok=True)
    # A module of our own, since `go install` takes none that replaces others.
    with tempfile.TemporaryDirectory(dir=home) as folder:
        replaced = [f"-replace={REPLACED[name]}"] if name in REPLACED else []
        built = f"{module}/{package}".rstrip("/")
        for command in (
            ["mod", "init", "build"],
            ["mod", "edit", f"-require={module}@{version}", *replaced],
            ["build", "-mod=mod", "-ldflags=-s -w", "-o", str(binary), built],
        ):
            done = subprocess.run(
                ["nice", "-n", "5", go, *command],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                timeout=3600,
            )
            if done.returncode:
                last = " ".join([line.strip() for line in done.stderr.splitlines() if line][-3:])
                raise NotStartedError(f"{built}@{version} is not built: {last}")
    stamp.write_text(version, "utf-8")
    return binary


def version(name: str) -> str:
    return MODULES[name][1]


@contextmanager
def minio() -> Iterator[Server]:
    """Run MinIO on one folder."""
    binary = begun()["minio"].result()
    port, console = free_ports(2)
    server = Server("minio", f"MinIO {version('minio')}", port, KEY_ID, SECRET, REGION)
    with tempfile.TemporaryDirectory(prefix="minio-") as name:
        folder = Path(name)
        environ = {
            **os.environ,
            "HOME": name,
            "MINIO_ROOT_USER": KEY_ID,
            "MINIO_ROOT_PASSWORD": SECRET,
            "MINIO_DOMAIN": DOMAIN,
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
        }
        start = [str(binary), "server", "--address", f"127.0.0.1:{port}"]
        start += ["--console-address", f"127.0.0.1:{console}", str(folder / "data")]
        with running(
            start, folder / "log", answers(port, b"200 OK", "/minio/health/cluster"), environ
        ):
            yield server


@contextmanager
def versitygw() -> Iterator[Server]:
    """Run the Versity gateway over a folder; it keeps metadata in files beside it."""
    binary = begun()["versitygw"].result()
    [port] = free_ports(1)
    server = Server("versitygw", f"versitygw {version('versitygw')}", port, KEY_ID, SECRET, REGION)
    with tempfile.TemporaryDirectory(prefix="versitygw-") as name:
        folder = Path(name)
        for part in ("data", "meta", "versions"):
            (folder / part).mkdir()
        environ = {**os.environ, "ROOT_ACCESS_KEY": KEY_ID, "ROOT_SECRET_KEY": SECRET}
        start = [str(binary), "--port", f"127.0.0.1:{port}", "--region", REGION, "--quiet"]
        start += ["--virtual-domain", DOMAIN, "posix", "--versioning-dir", str(folder / "versions")]
        start += ["--sidecar", str(folder / "meta"), str(folder / "data")]
        with running(start, folder / "log", answers(port), environ):
            yield server


@contextmanager
def seaweedfs() -> Iterator[Server]:
    """Run SeaweedFS in one process: master, volume, filer and S3 gateway."""
    binary = begun()["weed"].result()
    master, volume, filer, port, *grpc = free_ports(8)
    server = Server("seaweedfs", f"SeaweedFS {version('weed')}", port, KEY_ID, SECRET, REGION)
    with tempfile.TemporaryDirectory(prefix="seaweedfs-") as name:
        folder = Path(name)
        (folder / "data").mkdir()
        keys = {"accessKey": KEY_ID, "secretKey": SECRET}
        who = {"name": "test", "credentials": [keys], "actions": ["Admin", "Read", "Write", "List"]}
        config = folder / "s3.json"
        config.write_text(json.dumps({"identities": [who]}), "utf-8")
        start = [str(binary), "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"]
        start += [f"-dir={folder / 'data'}", "-volume.max=3000", "-master.volumeSizeLimitMB=64"]
        start += [f"-master.port={master}", f"-master.port.grpc={grpc[0]}"]
        start += [f"-volume.port={volume}", f"-volume.port.grpc={grpc[1]}"]
        start += [f"-filer.port={filer}", f"-filer.port.grpc={grpc[2]}"]
        start += ["-s3", f"-s3.port={port}", f"-s3.port.grpc={grpc[3]}", f"-s3.config={config}"]
        start += [f"-s3.domainName={DOMAIN}"]
        # Each bucket takes volumes of its own: one, not seven.
        environ = {**os.environ, "HOME": name, "WEED_MASTER_VOLUME_GROWTH_COPY_1": "1"}
        with running(start, folder / "log", answers(port), environ):
            yield server


if __name__ == "__main__":  # builds alone, for a machine that is being set up
    for module, future in begun().items():
        sys.stdout.write(f"{module}: {future.exception() or future.result()}\n")
