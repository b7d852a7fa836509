"""A Ceph Object Gateway with a cluster of its own: one monitor, one store in memory, no manager.

The one store here that takes upload forms and hands out temporary credentials; C++.
"""

import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from .processes import PATIENCE, NotStartedError, answers, free_ports, listening, output, running
from .servers import SECRET, Server

PACKAGES = ("radosgw", "ceph-mon", "ceph-osd")
ROLE = "arn:aws:iam:::role/presign"
DOMAIN = "s3.localhost"  # a bucket before it is addressed by the host
_POLICY_RC = Path("/usr/sbin/policy-rc.d")


@contextmanager
def ceph() -> Iterator[Server]:
    """Run the gateway, its user being able to do everything and to assume `ROLE`."""
    _install()
    version = output(["radosgw", "--version"]).split("(")[0].strip()
    monitor_port, port = free_ports(2)
    server = Server("ceph", version, port, "AKIDEXAMPLE", SECRET, "us-east-1")
    with tempfile.TemporaryDirectory(prefix="ceph-") as name, ExitStack() as processes:
        folder = Path(name)
        for part in ("mon", "osd", "log", "run"):
            (folder / part).mkdir()
        cluster = str(uuid.uuid4())
        conf = folder / "ceph.conf"
        settings = {"folder": folder, "cluster": cluster, "monitor": monitor_port, "port": port}
        conf.write_text(_CONF.format(**settings, domain=DOMAIN), "utf-8")
        own = ["-c", str(conf)]
        monmap = str(folder / "monmap")
        address = f"v1:127.0.0.1:{monitor_port}"
        output(["monmaptool", "--create", "--fsid", cluster, "--addv", "a", address, monmap])
        output(["ceph-mon", *own, "--mkfs", "-i", "a", "--monmap", monmap])
        start = ["ceph-mon", *own, "-f", "-i", "a"]
        processes.enter_context(running(start, folder / "log/mon", listening(monitor_port)))
        _add_store(folder, own)
        start = ["ceph-osd", *own, "-f", "-i", "0"]
        up = _says(["ceph", *own, "osd", "stat"], "1 up")
        processes.enter_context(running(start, folder / "log/osd", up))
        _add_account(own, server)
        start = ["radosgw", *own, "-f", "-n", "client.rgw"]
        processes.enter_context(running(start, folder / "log/rgw", answers(port)))
        yield server


def _install() -> None:
    missing = [name for name in PACKAGES if not shutil.which(name)]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise NotStartedError(
            f"{', '.join(missing)}: not installed. On Debian: apt-get install "
            f"--no-install-recommends {' '.join(PACKAGES)}"
        )
    # The packages would start services of their own.
    forbidden = not _POLICY_RC.exists()
    if forbidden:
        _POLICY_RC.write_text("#!/bin/sh\nexit 101\n", "ascii")
        _POLICY_RC.chmod(0o755)
    try:
        os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
        output(["apt-get", "update", "-qq"])
        output(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES])
    finally:
        if forbidden:
            _POLICY_RC.unlink()


def _add_store(folder: Path, own: list[str]) -> None:
    """Make the store for objects, and tell the monitor of it, which may not be ready at once."""
    identity = str(uuid.uuid4())
    commands = f"osd new {identity}\nosd crush add 0 1.0 root=default host=localhost\n"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        done = subprocess.run(
            ["timeout", "10", "ceph", *own, "--connect-timeout", "3"],
            input=commands,
            capture_output=True,
            text=True,
            check=False,
        )
        if "add item id 0" in done.stdout + done.stderr:
            break
        time.sleep(0.2)
    else:
        raise NotStartedError(f"ceph: the monitor takes no store\n{done.stdout}{done.stderr}")
    # A store in memory takes its identity from here, not from its option.
    (folder / "osd" / "fsid").write_text(f"{identity}\n", "ascii")
    output(["ceph-osd", *own, "-i", "0", "--mkfs", "--osd-uuid", identity])


def _add_account(own: list[str], server: Server) -> None:
    # The key by the environment is not to be had; the store is thrown away with it.
    output(
        ["radosgw-admin", *own, "user", "create", "--uid=test", "--display-name=test"]
        + ["--caps=user-policy=*;roles=*"]
        + [f"--access-key={server.access_key_id}", f"--secret-key={server.secret_access_key}"]
    )
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole"],'
        '"Principal":{"AWS":["arn:aws:iam:::user/test"]}}]}'
    )
    may = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],'
        '"Resource":["arn:aws:s3:::*"]}]}'
    )
    role = ["--role-name=presign"]
    admin = ["radosgw-admin", *own]
    output([*admin, "role", "create", *role, f"--assume-role-policy-doc={trust}"])
    output([*admin, "role-policy", "put", *role, "--policy-name=all", f"--policy-doc={may}"])


def _says(command: list[str], wanted: str) -> Callable[[], bool]:
    def answer() -> bool:
        done = subprocess.run(
            ["timeout", "10", *command], capture_output=True, text=True, check=False
        )
        return wanted in done.stdout

    return answer


# Found by trying: without the two Paxos intervals a start takes 16 s and not 3; crush is told by
# hand, since the store's own first words to it race with the monitor's map; without tcp_nodelay
# the gateway answers 23 requests a second and not 750.
_CONF = """\
[global]
fsid = {cluster}
mon initial members = a
mon host = v1:127.0.0.1:{monitor}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
ms bind ipv6 = false
auth cluster required = none
auth service required = none
auth client required = none
auth supported = none
run dir = {folder}/run
admin socket = {folder}/run/$name.asok
log file = {folder}/log/$name.log
log to stderr = false
err to stderr = false
mon cluster log file = {folder}/log/cluster.log
pid file =
crash dir = {folder}/run
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 2
osd pool default pgp num = 2
osd crush chooseleaf type = 0
[mon]
mon data = {folder}/mon
mon allow pool size one = true
mon data avail crit = 1
mon data avail warn = 2
mon max pg per osd = 2000
paxos propose interval = 0.05
paxos min wait = 0.01
auth allow insecure global id reclaim = false
[osd]
osd class update on start = false
osd crush update on start = false
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = 4294967296
osd class load list = *
osd class default list = *
osd max object name len = 2048
osd max object namespace len = 256
[client]
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw enable apis = s3, sts, iam
rgw s3 auth use sts = true
rgw s3 auth order = local, external, sts
rgw sts key = 0123456789abcdef
rgw dns name = {domain}
rgw crypt require ssl = false
rgw rados pool pg num min = 2
rgw num control oids = 1
rgw lc max objs = 1
rgw gc max objs = 1
rgw objexp hints num shards = 1
rgw data log num shards = 1
rgw run sync thread = false
rgw enable lc threads = false
rgw enable quota threads = false
rgw dynamic resharding = false
rgw override bucket index max shards = 1
"""
