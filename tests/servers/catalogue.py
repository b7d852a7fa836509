"""Servers with an application in each, on loopback."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ..stores.processes import free_ports, listening, output, running

ROOT = Path(__file__).resolve().parents[2]
UVICORN = ["uvicorn", "--host", "127.0.0.1", "--log-level", "warning", "--no-proxy-headers"]
GUNICORN = ["gunicorn", "--log-level", "warning"]
THREADS = ["--worker-class", "gthread", "--threads", "8"]
TLS = {"uvicorn": ["--ssl-certfile", "--ssl-keyfile"], "gunicorn": ["--certfile", "--keyfile"]}


@dataclass(frozen=True)
class Kind:
    """How one is started; *packages* are what it consists of."""

    command: list[str]
    app: str
    packages: tuple[str, ...]
    keeps_alive: bool = True


KINDS = {
    "starlette": Kind(
        [*UVICORN, "--http", "httptools"],
        "starlette_app",
        ("uvicorn", "httptools", "starlette"),
    ),
    "fastapi": Kind([*UVICORN, "--http", "h11"], "fastapi_app", ("uvicorn", "h11", "fastapi")),
    "django-asgi": Kind(UVICORN, "django_asgi_app", ("uvicorn", "django")),
    "flask": Kind([*GUNICORN, *THREADS], "flask_app", ("gunicorn", "flask")),
    "django": Kind([*GUNICORN, *THREADS], "django_wsgi_app", ("gunicorn", "django")),
    "flask-sync": Kind(GUNICORN, "flask_app", ("gunicorn", "flask"), keeps_alive=False),
}


@dataclass(frozen=True)
class Server:
    """An application that answers on ``127.0.0.1:port``."""

    name: str
    version: str
    port: int
    keeps_alive: bool
    certificate: Path | None

    @property
    def origin(self) -> str:
        return f"http{'s' if self.certificate else ''}://127.0.0.1:{self.port}"


@contextmanager
def serving(name: str, *, tls: bool = False) -> Iterator[Server]:
    """Run the server *name* until the end of the block."""
    kind = KINDS[name]
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
        program, *options = kind.command
        certificate = None
        if tls:
            certificate, key = _certificate(Path(folder))
            for option, path in zip(TLS[program], (certificate, key), strict=True):
                options += [option, str(path)]
        address = ["--port", str(port)] if program == "uvicorn" else ["-b", f"127.0.0.1:{port}"]
        command = [sys.executable, "-m", program, *options, *address]
        environ = {**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT)}
        described = " ".join([f"{each} {version(each)}" for each in kind.packages])
        app = f"tests.servers.{kind.app}:app"
        with running([*command, app], Path(folder, "log"), listening(port), environ):
            yield Server(name, described, port, kind.keeps_alive, certificate)


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of 127.0.0.1, which vouches for itself."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    output([*command, "-keyout", str(key), "-out", str(certificate)])
    return certificate, key
