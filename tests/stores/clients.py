"""Two HTTP clients that send a presigned request as it is."""

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import requests
from requests.structures import CaseInsensitiveDict

from sigv4presign import Presigned

SECONDS = 60


class Answer(NamedTuple):
    status: int
    headers: CaseInsensitiveDict
    body: bytes

    @property
    def code(self) -> str:
        """What the error document says, or nothing: the answer to HEAD has no document."""
        found = re.search(rb"<Code>(\w+)</Code>", self.body)  # not all is XML that says it is
        return found[1].decode() if found else ""


Client = Callable[[Presigned, bytes | None], Answer]


def by_requests(signed: Presigned, body: bytes | None = None) -> Answer:
    with requests.Session() as session:
        session.trust_env = False  # no proxy, no .netrc
        request = requests.Request(signed.method, signed.url, dict(signed.headers), data=body)
        prepared = session.prepare_request(request)
        # Untouched: preparing resolves dot segments and decodes what needs no escape. What is sent
        # later is this very text; `Store.send` holds every request to that.
        prepared.url = signed.url
        answer = session.send(prepared, timeout=SECONDS, allow_redirects=False)
        return Answer(answer.status_code, answer.headers, answer.content)


def by_curl(signed: Presigned, body: bytes | None = None) -> Answer:
    return run_curl(signed.curl(), body)


def run_curl(command: str, body: bytes | None = None) -> Answer:
    """Run *command*, a line from `Presigned.curl`, as a shell would, and return what came back."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        received, head, sent = folder / "received", folder / "head", folder / "sent"
        command += f" --silent --show-error --max-time {SECONDS} --write-out '%{{http_code}}'"
        command += f" --output {shlex.quote(str(received))} --dump-header {shlex.quote(str(head))}"
        if body is not None:
            sent.write_bytes(body)
            command += f" --data-binary {shlex.quote(f'@{sent}')}"
        # No ~/.curlrc, no proxy of the environment.
        environ = {"PATH": os.environ["PATH"], "HOME": name}
        done = subprocess.run(
            ["sh", "-c", command], capture_output=True, text=True, env=environ, check=False
        )
        assert done.returncode == 0, done.stderr
        content = received.read_bytes() if received.exists() else b""
        if " --head " in command:
            content = b""  # curl writes the head there, too
        return Answer(int(done.stdout), _last_head(head.read_text("latin-1")), content)


def _last_head(text: str) -> CaseInsensitiveDict:
    # A "100 Continue" comes before it where the body is long.
    last = text.replace("\r\n", "\n").strip("\n").split("\n\n")[-1]
    pairs = [line.partition(":") for line in last.split("\n")[1:]]
    return CaseInsensitiveDict({name: value.strip() for name, _, value in pairs})


CLIENTS: dict[str, Client] = {"requests": by_requests, "curl": by_curl}
