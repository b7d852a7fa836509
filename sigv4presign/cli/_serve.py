"""``sigv4presign serve``: the embedded store, until it is told to end."""

import argparse
import ipaddress
import shlex
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

from ..credentials import Credentials
from ..errors import InvalidRequestError
from ..profiles import load_credentials, load_region
from ._output import remark

_STACK = 1024 * 1024  # bytes for each connection's thread, few of which are ever used
_FILES = 4096


def serve(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Serve a folder. What a client has to know goes to standard output, as a shell takes it."""
    from ..store import Store  # noqa: PLC0415 - only this command pays for loading it

    credentials, told = _credentials(arguments, environ)
    region = arguments.region or load_region(environ, arguments.profile) or "us-east-1"
    _allow_many()
    ended = threading.Event()

    def end(*_: object) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        store = Store(
            arguments.folder,
            credentials=credentials,
            region=region,
            buckets=arguments.buckets,
            host=arguments.host,
            port=arguments.port,
            domains=("localhost", *arguments.domains),
            cors=arguments.cors_origins or ("*",),
            sync=arguments.sync,
            max_connections=arguments.max_connections,
            log=None if arguments.quiet else _log,
        )
        told = {"AWS_ENDPOINT_URL_S3": store.endpoint_url, "AWS_REGION": region, **told}
        for name, value in told.items():
            print(f"export {name}={shlex.quote(value)}")
        sys.stdout.flush()
        if not _is_loopback(arguments.host):
            remark(
                f"warning: {arguments.host} may be reached from other machines, and nothing is "
                "encrypted on the way"
            )
        remark(f"serving {arguments.folder!r} at {store.endpoint_url}; Ctrl-C ends it")
        store.start()
        while not ended.wait(1):  # Windows hears no signal within one long wait
            pass
        remark("ending: requests under way are answered, no more are taken")
        store.stop(arguments.grace)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _credentials(
    arguments: argparse.Namespace, environ: Mapping[str, str]
) -> tuple[Credentials, dict[str, str]]:
    """Return who may use the store, and what a client has to be told of that."""
    from ..store import credentials_file, own_credentials  # noqa: PLC0415 - as above

    # Not those that happen to be in somebody's home: they are for something else.
    if arguments.profile or environ.get("AWS_ACCESS_KEY_ID"):
        return load_credentials(environ, arguments.profile), {}
    try:
        made = own_credentials(arguments.folder)
    except OSError as error:
        raise InvalidRequestError(f"cannot serve {arguments.folder!r}: {error.strerror}") from None
    return made, {"AWS_SHARED_CREDENTIALS_FILE": credentials_file(arguments.folder)}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _allow_many() -> None:
    """Let there be many connections: each is a thread, and an open file."""
    threading.stack_size(_STACK)
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        resource: Any = import_module("resource")
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _log(line: str) -> None:
    with suppress(OSError, ValueError):  # nobody listens any more
        sys.stderr.write(f"{line}\n")
