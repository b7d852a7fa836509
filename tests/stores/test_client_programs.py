"""s3cmd, rclone and curl's own SigV4 against our own store."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from .processes import installed
from .servers import RCLONE, Server
from .store import Store

pytestmark = pytest.mark.store

S3CMD = "s3cmd==2.4.0"
LONG = bytes(range(256)) * (16 * 1024**2 // 256)
NAMES = ["a b", "c+d", "grüße", "folder/e%41", "folder/f"]


@pytest.fixture(scope="module")
def server(start: Callable[[str], Store]) -> Server:
    return start("embedded").server


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder of files, one of them long."""
    for name in NAMES:
        (tmp_path / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "files" / name).write_bytes(name.encode())
    (tmp_path / "files" / "long").write_bytes(LONG)
    return tmp_path / "files"


def ran(command: list[str], environ: dict[str, str], fails: bool = False) -> str:
    """Run *command*, and return what it says."""
    environ = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environ}
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class TestS3cmd:
    def run(self, server: Server, tmp_path: Path, *words: str, fails: bool = False) -> str:
        host = f"127.0.0.1:{server.port}"
        secret = "another" if fails else server.secret_access_key
        settings = {
            "access_key": server.access_key_id,
            "secret_key": secret,
            "host_base": host,
            "host_bucket": host,
            "bucket_location": server.region,
            "use_https": "False",
            "multipart_chunk_size_mb": "5",
            "stop_on_error": "True",
        }
        lines = ["[default]", *[f"{name} = {value}" for name, value in settings.items()]]
        config = tmp_path / "s3cfg"
        config.write_text("\n".join(lines), "utf-8")
        command = str(installed("s3cmd", S3CMD) / "s3cmd")
        home = {"HOME": str(tmp_path)}
        return ran([command, "-c", str(config), "--no-progress", *words], home, fails)

    def test_a_folder_there_and_back(self, server: Server, tmp_path: Path, files: Path):
        def s3cmd(*words: str) -> str:
            return self.run(server, tmp_path, *words)

        s3cmd("mb", "s3://by-s3cmd")
        s3cmd("put", "--recursive", f"{files}/", "s3://by-s3cmd/")
        listed = s3cmd("ls", "--recursive", "s3://by-s3cmd")
        assert all(f"s3://by-s3cmd/{name}" in listed for name in [*NAMES, "long"])
        back = tmp_path / "back"
        back.mkdir()
        s3cmd("get", "--recursive", "s3://by-s3cmd/", f"{back}/")
        assert contents(back) == contents(files)
        s3cmd("cp", "s3://by-s3cmd/a b", "s3://by-s3cmd/copy")
        assert "MD5 sum" in s3cmd("info", "s3://by-s3cmd/copy")
        s3cmd("rb", "--recursive", "--force", "s3://by-s3cmd")
        assert "by-s3cmd" not in s3cmd("ls")

    def test_another_secret(self, server: Server, tmp_path: Path):
        said = self.run(server, tmp_path, "ls", fails=True)
        assert "SignatureDoesNotMatch" in said


class TestRclone:
    def run(self, server: Server, tmp_path: Path, *words: str, fails: bool = False) -> str:
        environ = {
            "HOME": str(tmp_path),
            "RCLONE_CONFIG_OURS_TYPE": "s3",
            "RCLONE_CONFIG_OURS_PROVIDER": "Other",
            "RCLONE_CONFIG_OURS_ENDPOINT": f"http://127.0.0.1:{server.port}",
            "RCLONE_CONFIG_OURS_REGION": server.region,
            "RCLONE_CONFIG_OURS_ACCESS_KEY_ID": server.access_key_id,
            "RCLONE_CONFIG_OURS_SECRET_ACCESS_KEY": (
                "another" if fails else server.secret_access_key
            ),
            "RCLONE_S3_UPLOAD_CUTOFF": "5M",
        }
        command = str(installed("rclone", RCLONE) / "rclone")
        return ran([command, "--config", "", "--retries", "1", *words], environ, fails)

    def test_a_folder_there_and_back(self, server: Server, tmp_path: Path, files: Path):
        def rclone(*words: str) -> str:
            return self.run(server, tmp_path, *words)

        rclone("sync", str(files), "ours:by-rclone/inside")
        rclone("check", str(files), "ours:by-rclone/inside", "--download")
        listed = rclone("lsf", "--recursive", "--files-only", "ours:by-rclone/inside")
        assert sorted(listed.splitlines()) == sorted([*NAMES, "long"])
        back = tmp_path / "back"
        rclone("copy", "ours:by-rclone/inside", str(back))
        assert contents(back) == contents(files)
        url = rclone("link", "--expire", "1m", "ours:by-rclone/inside/a b").strip()
        assert requests.get(url, timeout=60).content == b"a b"
        rclone("purge", "ours:by-rclone")
        assert "by-rclone" not in rclone("lsd", "ours:")

    def test_another_secret(self, server: Server, tmp_path: Path):
        assert "SignatureDoesNotMatch" in self.run(server, tmp_path, "lsd", "ours:", fails=True)


class TestCurl:
    """Its own ``--aws-sigv4``, which signs in the headers."""

    def run(self, server: Server, path: str, *words: str, secret: str = "") -> str:
        keys = f"{server.access_key_id}:{secret or server.secret_access_key}"
        service = f"aws:amz:{server.region}:s3"
        url = f"http://127.0.0.1:{server.port}{path}"
        # S3 wants this header, which older curls do not add by themselves.
        words += ("-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD")
        command = ["curl", "-s", "--aws-sigv4", service, "--user", keys, *words, url]
        return ran(command, {})

    def test_put_get_and_list(self, server: Server):
        self.run(server, "/by-curl", "-X", "PUT")
        self.run(server, "/by-curl/a.txt", "-X", "PUT", "--data-binary", "content")
        assert self.run(server, "/by-curl/a.txt") == "content"
        assert "<Key>a.txt</Key>" in self.run(server, "/by-curl?list-type=2")

    def test_another_secret(self, server: Server):
        said = self.run(server, "/by-curl/a.txt", secret="another")
        assert "<Code>SignatureDoesNotMatch</Code>" in said
