"""The embedded store begins, ends and is served from the command line."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from sigv4presign import S3Presigner
from sigv4presign.cli import _serve, main
from sigv4presign.profiles import load_credentials
from sigv4presign.store import Store
from sigv4presign.store import _server as servers

from .asking import Asker, all_of, raw

pytest_plugins = ["pytester"]


class TestStopping:
    def test_what_is_under_way_is_answered(self, tmp_path: Path):
        store = Store(tmp_path, buckets=["bucket"]).start()
        link = store.presigner().put_object("bucket", "k")
        target = "/" + link.url.split("/", 3)[3]
        where = ("127.0.0.1", store.port)
        with (
            socket.create_connection(where, 10) as busy,
            socket.create_connection(where, 10) as idle,
        ):
            head = f"PUT {target} HTTP/1.1\r\nHost: 127.0.0.1:{store.port}\r\n"
            busy.sendall(f"{head}Content-Length: 10\r\n\r\nhello".encode())
            time.sleep(0.2)
            stopping = threading.Thread(target=store.stop)
            stopping.start()
            assert idle.recv(10) == b""
            busy.sendall(b"again")
            received = all_of(busy)
            stopping.join()
        assert received.startswith(b"HTTP/1.1 200 ")
        assert b"Connection: close" in received
        assert (tmp_path / "bucket" / "k").read_bytes() == b"helloagain"
        with pytest.raises(ConnectionRefusedError):
            raw(store, b"")

    def test_but_not_for_ever(self, tmp_path: Path):
        store = Store(tmp_path, buckets=["bucket"]).start()
        link = store.presigner().put_object("bucket", "k")
        target = "/" + link.url.split("/", 3)[3]
        with socket.create_connection(("127.0.0.1", store.port), timeout=10) as busy:
            head = f"PUT {target} HTTP/1.1\r\nHost: 127.0.0.1:{store.port}\r\n"
            busy.sendall(f"{head}Content-Length: 10\r\n\r\nhello".encode())
            time.sleep(0.2)
            store.stop(grace=0.2)
        assert not (tmp_path / "bucket" / "k").exists()

    def test_what_was_never_begun(self, tmp_path: Path):
        store = Store(tmp_path)
        store.stop()
        with pytest.raises(ConnectionRefusedError):
            raw(store, b"")
        Store(tmp_path).stop()

    def test_a_second_store_on_the_same_folder(self, tmp_path: Path):
        with Store(tmp_path, buckets=["bucket"]) as store:
            ask = Asker(store)
            ask.put("k", b"content", x_amz_meta_n="1")
            ask.close()
        with Store(tmp_path) as store:
            ask = Asker(store)
            assert ask("GET", "k").headers["x-amz-meta-n"] == "1"
            ask.close()

    def test_a_request_that_comes_as_it_ends(self, tmp_path: Path):
        """The connection was told to stop while it read a request: that is not begun."""
        store = Store(tmp_path, buckets=["bucket"]).start()
        with socket.create_connection(("127.0.0.1", store.port), timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 403"
            (held,) = store._server._open
            with held._turn:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                time.sleep(0.2)
                held._stopping = True
            assert all_of(connection).count(b"HTTP/1.1") == 0
            again = socket.create_connection(("127.0.0.1", store.port), timeout=10)
        with again:
            time.sleep(0.2)
            (held,) = store._server._open
            held._stopping = True
            assert held._next() is False
        store.stop()


class TestAccepting:
    def test_no_more_files(self, tmp_path: Path):
        lines: list[str] = []
        store = Store(tmp_path, log=lines.append)
        real = store._server._listener

        class Listener:
            def __init__(self):
                self.errors = [OSError(24, "Too many open files"), BlockingIOError()]

            def accept(self):
                if self.errors:
                    raise self.errors.pop(0)
                return real.accept()

            def __getattr__(self, name: str):
                return getattr(real, name)

            def __enter__(self):
                return self

            def __exit__(self, *_):
                real.close()

        store._server._listener = Listener()
        with store:
            assert raw(store, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 403")
        assert lines[0] == "cannot take a connection: [Errno 24] Too many open files"

    def test_no_more_threads(self, tmp_path: Path, monkeypatch):
        lines: list[str] = []
        with Store(tmp_path, log=lines.append) as store:

            class Thread:
                def __init__(self, **_):
                    pass

                def start(self):
                    raise RuntimeError("can't start new thread")

            monkeypatch.setattr(servers, "Thread", Thread)
            assert raw(store, b"") == b""
            monkeypatch.undo()
            assert raw(store, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 403")
        assert "cannot serve a connection: can't start new thread" in lines

    def test_windows_shares_no_port(self, tmp_path: Path, monkeypatch):
        monkeypatch.setattr(servers, "_WINDOWS", True)
        with Store(tmp_path) as store:
            assert raw(store, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP/1.1 403")

    def test_many_at_once(self, tmp_path: Path):
        with Store(tmp_path, buckets=["bucket"]) as store:
            link = store.presigner().put_object("bucket", "k")
            assert requests.put(link.url, data=b"content", timeout=20).status_code == 200
            url = store.presigner().get_object("bucket", "k").url
            held = [socket.create_connection(("127.0.0.1", store.port)) for _ in range(200)]
            request = (
                f"GET {url[url.index('/', 8) :]} HTTP/1.1\r\nHost: 127.0.0.1:{store.port}\r\n\r\n"
            )
            for connection in held:
                connection.sendall(request.encode())
            for connection in held:
                assert connection.recv(65536).endswith(b"content")
                connection.close()


ENVIRON = {"AWS_ACCESS_KEY_ID": "AKIDENVIRON", "AWS_SECRET_ACCESS_KEY": "secret-of-the-environment"}


@contextmanager
def serving(folder: Path, *options: str, **environ: str) -> Iterator[dict]:
    """Run ``serve`` as a person does, and yield what it says."""
    command = [sys.executable, "-m", "sigv4presign", "serve", str(folder), "--port", "0", *options]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**clean, "HOME": "/none", **environ},
    )
    said: dict = {"process": process}
    for line in process.stderr:
        said["first"] = said.get("first", "") + line
        if "Ctrl-C ends it" in line:
            break
    try:
        yield said
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
        exports = dict(line.removeprefix("export ").split("=", 1) for line in out.splitlines())
        said.update(exports=exports, err=err, status=process.returncode)


class TestServing:
    def test_with_credentials_of_its_own(self, tmp_path: Path):
        folder = tmp_path / "a folder"
        with serving(folder, "--bucket", "photos", "--region", "eu-north-1") as said:
            endpoint = said["first"].rpartition(" at ")[2].partition(";")[0]
            credentials = load_credentials(
                {"AWS_SHARED_CREDENTIALS_FILE": str(folder / ".sigv4presign" / "credentials")}
            )
            s3 = S3Presigner(credentials, region="eu-north-1", endpoint_url=endpoint)
            link = s3.put_object("photos", "cat.txt")
            assert requests.put(link.url, data=b"purr", timeout=20).status_code == 200
            assert requests.get(link.url, timeout=20).status_code == 403
        assert (0, endpoint) == (said["status"], said["exports"]["AWS_ENDPOINT_URL_S3"])
        assert said["exports"]["AWS_REGION"] == "eu-north-1"
        assert (
            "a folder/.sigv4presign/credentials'" in said["exports"]["AWS_SHARED_CREDENTIALS_FILE"]
        )
        assert (folder / "photos" / "cat.txt").read_bytes() == b"purr"
        assert '"PUT /photos/cat.txt" 200 - 0 ' in said["err"]
        assert "ending: requests under way are answered" in said["err"]
        assert credentials.secret_access_key not in str(said)
        assert "Signature" not in said["err"].replace("SignatureDoesNotMatch", "")

    def test_with_those_of_the_environment(self, tmp_path: Path):
        with serving(tmp_path, "--quiet", "--no-sync", "--bucket", "photos", **ENVIRON) as said:
            endpoint = said["first"].rpartition(" at ")[2].partition(";")[0]
            s3 = S3Presigner(load_credentials(ENVIRON), endpoint_url=endpoint)
            link = s3.put_object("photos", "cat.txt")
            assert requests.put(link.url, data=b"purr", timeout=20).status_code == 200
        assert said["exports"] == {"AWS_ENDPOINT_URL_S3": endpoint, "AWS_REGION": "us-east-1"}
        assert not (tmp_path / ".sigv4presign" / "credentials").exists()
        assert "PUT" not in said["err"]

    def test_where_others_can_reach_it(self, tmp_path: Path):
        with serving(tmp_path, "--host", "0.0.0.0") as said:  # noqa: S104 - what it warns of
            assert "warning: 0.0.0.0 may be reached from other machines" in said["first"]
        assert said["status"] == 0

    def test_in_this_process(self, tmp_path: Path, capsys):
        """The same once more, where the lines that run can be counted."""
        before = signal.getsignal(signal.SIGTERM), threading.stack_size()
        threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        environ = {"AWS_REGION": "eu-west-1"}
        try:
            assert (
                main(["serve", str(tmp_path), "--port", "0", "--host", "localhost"], environ) == 0
            )
        finally:
            after = signal.getsignal(signal.SIGTERM), threading.stack_size(before[1])
        out, err = capsys.readouterr()
        assert "export AWS_REGION=eu-west-1" in out
        assert "warning" not in err
        assert before[0] == after[0]

    def test_a_folder_that_cannot_be(self, run, tmp_path: Path):
        (tmp_path / "file").touch()
        for environ in ({}, {"AWS_ACCESS_KEY_ID": ""}):
            ran = run(f"serve '{tmp_path}/file' --port 0", **environ)
            assert (1, "") == (ran.status, ran.out)
            assert "cannot serve " in ran.err
        threading.stack_size(0)

    @pytest.mark.parametrize(
        "options, text",
        [
            ("--port 65536", "is no port, from 0 to 65535"), ("--port a", "is no port"),
            ("--max-connections 0", "is no number from 1 on"),
            ("--grace 0", "is not from 1 second"),
            ("--max-connections ٣", "is no number"), ("--bucket ''", "it is empty"),
            ("--max-connections 5 --port ٣", "is no port"),
        ],
    )  # fmt: skip
    def test_options_that_are_none(self, run, options: str, text: str):
        ran = run(f"serve . {options}")
        assert (2, "") == (ran.status, ran.out)
        assert text in ran.err

    def test_limits(self, monkeypatch):
        asked = []

        class Resource:
            RLIMIT_NOFILE, RLIM_INFINITY = 7, -1
            limits = (256, -1)

            @classmethod
            def getrlimit(cls, _: int) -> tuple[int, int]:
                return cls.limits

            @staticmethod
            def setrlimit(_: int, limits: tuple[int, int]) -> None:
                asked.append(limits)

        monkeypatch.setitem(sys.modules, "resource", Resource)
        for limits in ((256, -1), (256, 512), (10000, 20000)):
            monkeypatch.setattr(Resource, "limits", limits)
            _serve._allow_many()
        monkeypatch.setitem(sys.modules, "resource", None)
        _serve._allow_many()
        threading.stack_size(0)
        assert asked == [(4096, -1), (512, 512), (10000, 20000)]

    def test_a_log_that_nobody_reads(self, monkeypatch):
        class Closed:
            def write(self, _: str) -> None:
                raise BrokenPipeError

        monkeypatch.setattr(sys, "stderr", Closed())
        _serve._log("line")


class TestFixture:
    def test_a_store_for_a_test(self, s3_store: Store):
        link = s3_store.presigner().put_object("bucket", "k")
        assert requests.put(link.url, data=b"content", timeout=20).status_code == 200
        assert requests.get(link.url, timeout=20).status_code == 403

    def test_in_a_project_of_its_own(self, pytester: pytest.Pytester):
        pytester.makepyfile(
            """
            def test_one(s3_store):
                assert s3_store.endpoint_url.startswith("http://127.0.0.1:")

            def test_other(s3_store):
                assert not list(s3_store._folder.bucket("bucket").layout.path.split("no"))[1:]
            """
        )
        result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
        result.assert_outcomes(passed=2)

    def test_who_does_not_use_it_does_not_pay(self):
        code = (
            "import sys; import sigv4presign.pytest_plugin;"
            "print([name for name in sys.modules if name.startswith('sigv4presign.store')])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"
