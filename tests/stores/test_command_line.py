"""The command line, end to end: what it prints works on a store."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sigv4presign import Presigned

from .clients import Answer, Client, by_requests, run_curl
from .store import Store, keys_in

pytestmark = pytest.mark.store

KEY = "command/a b+é%41?#'.txt"
LOCATION = f"s3://bucket/{KEY}"
PROGRAM = [str(Path(sys.executable).with_name("sigv4presign"))]
MODULE = [sys.executable, "-m", "sigv4presign"]


def run(
    store: Store, *arguments: str, program: list[str] = PROGRAM, **environ: str
) -> subprocess.CompletedProcess[str]:
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "AWS_ACCESS_KEY_ID": store.credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": store.credentials.secret_access_key,
        "AWS_REGION": store.region,
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [*program, *arguments],
        env={**settings, **environ},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def printed(store: Store, *arguments: str) -> str:
    done = run(store, *arguments)
    assert (0, "") == (done.returncode, done.stderr)
    return done.stdout.strip()


def test_put_get_head_and_delete(store: Store, client: Client):
    def send(command: str, body: bytes | None = None, status: int = 200) -> Answer:
        url = printed(store, command, LOCATION, "--endpoint-url", store.origin)
        return store.accepted(client, Presigned(command.upper(), url, (), 0), body, status)

    send("put", b"content")
    assert send("get").body == b"content"
    assert send("head").headers["Content-Length"] == "7"
    send("delete", status=204)
    assert send("get", status=404).code == "NoSuchKey"


def test_a_query_of_its_own(store: Store, client: Client):
    store.put(KEY, b"content")
    url = printed(
        store,
        *("get", LOCATION, "--endpoint-url", store.origin, "--expires-in", "1h30m"),
        *("--query", "response-content-type=text/plain; charset=utf-8"),
        *("--query", "response-cache-control=no-cache", "--layout", "sorted"),
    )
    headers = store.accepted(client, Presigned("GET", url, (), 0)).headers
    expected = ("text/plain; charset=utf-8", "no-cache")
    assert expected == (headers["Content-Type"], headers["Cache-Control"])


def test_the_curl_command_that_it_prints(store: Store):
    command = printed(
        store,
        *("put", LOCATION, "--endpoint-url", store.origin, "--curl"),
        *("-H", "Content-Type: text/x-note", "-H", "x-amz-meta-note: it's   here"),
    )
    assert run_curl(command, b"content").status == 200

    answer = store.get(KEY)
    assert answer.body == b"content"
    assert answer.headers["Content-Type"] == "text/x-note"
    assert answer.headers["x-amz-meta-note"] == "it's   here"


def test_the_json_that_it_prints(store: Store, client: Client):
    data = json.loads(
        printed(
            store,
            *("put", LOCATION, "--endpoint-url", store.origin, "--json"),
            *("-H", "x-amz-meta-note: a", "-H", "X-Amz-Meta-Other: b"),
        )
    )
    signed = Presigned(
        data["method"], data["url"], tuple(data["headers"].items()), data["expires_at"]
    )
    store.accepted(client, signed, b"content")
    assert store.get(KEY).headers["X-Amz-Meta-Other"] == "b"


def test_any_request(store: Store, client: Client):
    store.put("command/one", b"content")
    url = printed(
        store, "url", "GET", store.url("", "list-type=2&prefix=command%2Fo"), "--service", "s3"
    )
    answer = store.accepted(client, Presigned("GET", url, (), 0))
    assert keys_in(answer.body) == ["command/one"]


def test_the_endpoint_from_the_environment(store: Store):
    store.put(KEY, b"content")
    done = run(store, "get", LOCATION, AWS_ENDPOINT_URL=store.origin)
    signed = Presigned("GET", done.stdout.strip(), (), 0)
    assert store.accepted(by_requests, signed).body == b"content"


def test_the_demonstration(store: Store):
    done = run(store, "demo", "--endpoint-url", store.origin, program=MODULE)
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.endswith("All as it must be.\n")


def test_the_demonstration_with_another_secret(store: Store):
    done = run(store, "demo", "--endpoint-url", store.origin, AWS_SECRET_ACCESS_KEY="another")
    assert done.returncode == 1
    assert "PUT: 403 SignatureDoesNotMatch, which is wrong" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("NOT as it must be")


def test_an_operation_with_parameters(store: Store):
    """Wish 2.7: a URL for PUT, its headers and all, from the command line."""
    command = printed(
        store,
        *("put", "s3://bucket/command/params", "--endpoint-url", store.origin, "--curl"),
        *("--param", "content_type=text/x-note", "--param", "content_length=7"),
        *("--metadata", "note=it's   here"),
    )
    assert run_curl(command, b"other size").status == 403
    assert run_curl(command, b"content").status == 200
    assert store.get("command/params").headers["x-amz-meta-note"] == "it's   here"
    listing = printed(
        store,
        *("op", "list_objects_v2", "s3://bucket", "--endpoint-url", store.origin),
        *("--param", "prefix=command/p", "--param", "encoding_type=url"),
    )
    answer = store.accepted(by_requests, Presigned("GET", listing, (), 0))
    assert keys_in(answer.body) == ["command/params"]


@pytest.mark.parametrize("store", ["ceph"], indirect=True)
def test_a_form(store: Store, tmp_path: Path):
    command = printed(
        store,
        *("post", "s3://bucket/command/form/", "--endpoint-url", store.origin, "--curl"),
        *("--content-length-range", "1:1KiB", "--field", "Content-Type=text/x-note"),
    )
    for name, content, status in (("a b.txt", b"content", 204), ("c.txt", b"c" * 1025, 400)):
        (tmp_path / name).write_bytes(content)
        assert run_curl(command.replace("FILE", str(tmp_path / name))).status == status
    assert store.get("command/form/a b.txt").headers["Content-Type"] == "text/x-note"
    assert store.gone("command/form/c.txt")
