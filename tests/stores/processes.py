"""Programs for the tests: installed into ``.stores``, started on loopback, stopped for certain.

Plain Python, nothing of pytest and nothing of the package under test.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".stores"
PATIENCE = 60  # seconds for a start, on a busy machine

# Runs "$@" in the shell's own process, and ends it as soon as our end of the pipe is closed: by
# `running`, or by the system, should the tests be killed themselves.
_GUARD = 'exec 3<&0; { read -r _ <&3; kill $$; } & exec "$@" </dev/null 3<&-'


class NotStartedError(Exception):
    """A store cannot be installed or started, which is a failure and no reason to skip."""


class NotHadError(Exception):
    """A store is not to be had on this machine, which the run says and does not count."""


def installed(name: str, requirement: str) -> Path:
    """Return the folder of the programs of *requirement*, in a virtual environment of its own."""
    home = FOLDER / name
    stamp = home / "installed.txt"  # written last, so half an installation is none
    if not stamp.is_file() or stamp.read_text("utf-8") != requirement:
        output([sys.executable, "-m", "venv", "--clear", str(home)])
        pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        output([*pip, "install", "--quiet", *requirement.split()])
        stamp.write_text(requirement, "utf-8")
    return home / "bin"


def output(command: list[str]) -> str:
    """Run *command*, and return what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotStartedError(f"{' '.join(command[:4])}\n{done.stdout}{done.stderr}")
    return done.stdout


def free_ports(count: int) -> list[int]:
    """Return ports on which nothing listens."""
    with ExitStack() as held:  # all at once, so that they differ
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def running(
    command: list[str],
    log: Path,
    ready: Callable[[], bool],
    environ: dict[str, str] | None = None,
) -> Iterator[None]:
    """Run *command* until the end of the block; begin when *ready* says that it is."""
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
        _wait(process, ready, log)
        yield
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen, ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.05)
    raise NotStartedError(f"{log.name}: it does not start\n{log.read_text('utf-8', 'replace')}")


def listening(port: int) -> Callable[[], bool]:
    """Return the question whether something listens on *port*."""

    def answer() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return True

    return answer


def answers(port: int, wanted: bytes = b"HTTP", path: str = "/") -> Callable[[], bool]:
    """Return the question whether HTTP is spoken on *port*; some listen earlier.

    Args:
        port: on loopback.
        wanted: stands in the first line of the answer.
        path: what is asked for.
    """

    def answer() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as connection:
                connection.settimeout(5)
                connection.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
                return wanted in connection.recv(64).partition(b"\r\n")[0]
        except OSError:
            return False

    return answer
