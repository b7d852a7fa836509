"""obstore against our own store."""

import io
from collections.abc import Callable
from datetime import timedelta

import obstore
import pytest
import requests
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store

from .servers import Server
from .store import Store

pytestmark = pytest.mark.store

BUCKET = "by-obstore"
KEY = "folder/a b+ü%41.txt"
LONG = bytes(range(256)) * (11 * 1024**2 // 256)


@pytest.fixture(scope="module")
def server(start: Callable[[str], Store]) -> Server:
    return start("embedded").server


@pytest.fixture(scope="module")
def peer(server: Server, start: Callable[[str], Store]) -> S3Store:
    made = start("embedded").s3().presign("create_bucket", bucket=BUCKET)
    assert requests.put(made.url, timeout=60).status_code == 200
    return of(server, server.secret_access_key)


def of(server: Server, secret: str) -> S3Store:
    return S3Store(
        BUCKET,
        endpoint=f"http://127.0.0.1:{server.port}",
        access_key_id=server.access_key_id,
        secret_access_key=secret,
        region=server.region,
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
    )


def test_put_head_get_delete(peer: S3Store):
    obstore.put(peer, KEY, b"content", attributes={"Content-Type": "text/x-note"})
    assert obstore.head(peer, KEY)["size"] == 7
    assert obstore.get(peer, KEY).attributes["Content-Type"] == "text/x-note"
    assert bytes(obstore.get(peer, KEY).bytes()) == b"content"
    assert bytes(obstore.get_range(peer, KEY, start=1, end=4)) == b"ont"
    obstore.delete(peer, KEY)
    with pytest.raises(FileNotFoundError):
        obstore.head(peer, KEY)


def test_an_upload_in_parts(peer: S3Store):
    obstore.put(peer, "long", io.BytesIO(LONG), chunk_size=5 * 1024**2, use_multipart=True)
    assert bytes(obstore.get(peer, "long").bytes()) == LONG


def test_lists(peer: S3Store):
    keys = [f"list/{name}" for name in ("a", "b ü", "c+")]
    for key in keys:
        obstore.put(peer, key, b"")
    found = [each["path"] for batch in obstore.list(peer, "list/") for each in batch]
    assert sorted(found) == keys
    obstore.delete(peer, keys)
    assert not list(obstore.list(peer, "list/"))


def test_a_copy_and_a_condition(peer: S3Store):
    obstore.put(peer, KEY, b"content")
    obstore.copy(peer, KEY, "copy")
    assert bytes(obstore.get(peer, "copy").bytes()) == b"content"
    with pytest.raises(AlreadyExistsError):
        obstore.put(peer, KEY, b"other", mode="create", use_multipart=False)


def test_presigned(peer: S3Store):
    minute = timedelta(minutes=1)
    put = obstore.sign(peer, "PUT", KEY, minute)
    assert requests.put(put, b"by url", timeout=60).status_code == 200
    urls = obstore.sign(peer, "GET", [KEY, "copy"], minute)
    assert requests.get(urls[0], timeout=60).content == b"by url"


def test_another_secret(server: Server):
    with pytest.raises(Exception, match="SignatureDoesNotMatch"):
        obstore.get(of(server, "another"), KEY)
