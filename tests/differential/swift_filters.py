"""Swift's check of signatures, asked from another Python than its own."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.stores.agreement import said
from tests.stores.clients import Answer
from tests.stores.processes import installed
from tests.stores.servers import SWIFT
from tests.stores.wire import Wire

PROGRAM = Path(__file__).with_name("swift_program.py")


class Opinion(NamedTuple):
    """What Swift says, and the canonical request that it shows when a signature is wrong."""

    said: str
    canonical_request: str


class Swift:
    """Swift's filters in a process of their own, one question after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, wire: Wire, now: int) -> Opinion:
        question = {
            "method": wire.method,
            "target": wire.target,
            "headers": wire.received(),
            "body": wire.body.decode("latin-1"),
            "now": now,
        }
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        body = f"<Code>{answer['code']}</Code>".encode()
        return Opinion(said(Answer(answer["status"], {}, body)), answer["canonical_request"])


@contextmanager
def swift(access_key_id: str, secret: str, region: str) -> Iterator[Swift]:
    """Run Swift's filters, one user being known to them."""
    # Isolated, or the folder of the program would hide packages of Swift's.
    command = [str(installed("swift", SWIFT) / "python"), "-I", str(PROGRAM)]
    with subprocess.Popen(
        [*command, access_key_id, secret, region],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Swift(process)
        process.stdin.close()
