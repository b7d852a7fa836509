"""minio-py against our own store."""

import io
from collections.abc import Callable
from datetime import timedelta

import minio
import pytest
import requests
from minio.commonconfig import CopySource
from minio.datatypes import PostPolicy
from minio.deleteobjects import DeleteObject
from minio.error import S3Error

from .servers import Server
from .store import Store

pytestmark = pytest.mark.store

BUCKET = "by-minio"
KEY = "folder/a b+ü%41.txt"
LONG = bytes(range(256)) * (11 * 1024**2 // 256)


@pytest.fixture(scope="module")
def server(start: Callable[[str], Store]) -> Server:
    return start("embedded").server


@pytest.fixture(scope="module")
def peer(server: Server):
    peer = of(server, server.secret_access_key)
    peer.make_bucket(bucket_name=BUCKET)
    return peer


def of(server: Server, secret: str) -> minio.Minio:
    return minio.Minio(
        endpoint=f"127.0.0.1:{server.port}",
        access_key=server.access_key_id,
        secret_key=secret,
        region=server.region,
        secure=False,
    )


def content(peer: minio.Minio, key: str) -> bytes:
    answer = peer.get_object(bucket_name=BUCKET, object_name=key)
    try:
        return answer.read()
    finally:
        answer.close()
        answer.release_conn()


def put(peer: minio.Minio, key: str, content: bytes, **settings) -> None:
    into = {"bucket_name": BUCKET, "object_name": key}
    peer.put_object(**into, data=io.BytesIO(content), length=len(content), **settings)


def test_put_stat_get_remove(peer: minio.Minio):
    put(peer, KEY, b"content", content_type="text/x-note")
    into = {"bucket_name": BUCKET, "object_name": KEY}
    assert peer.stat_object(**into).content_type == "text/x-note"
    assert content(peer, KEY) == b"content"
    peer.remove_object(**into)
    with pytest.raises(S3Error, match="NoSuchKey"):
        peer.stat_object(**into)


def test_an_upload_in_parts(peer: minio.Minio):
    put(peer, "long", LONG, part_size=5 * 1024**2)
    assert content(peer, "long") == LONG


def test_lists(peer: minio.Minio):
    keys = [f"list/{name}" for name in ("a", "b ü", "c+")]
    for key in keys:
        put(peer, key, b"")
    found = peer.list_objects(bucket_name=BUCKET, prefix="list/", recursive=True)
    assert [each.object_name for each in found] == keys
    errors = peer.remove_objects(
        bucket_name=BUCKET, delete_object_list=[DeleteObject(key) for key in keys]
    )
    assert not list(errors)
    assert not list(peer.list_objects(bucket_name=BUCKET, prefix="list/"))


def test_a_copy(peer: minio.Minio):
    put(peer, KEY, b"content")
    source = CopySource(bucket_name=BUCKET, object_name=KEY)
    peer.copy_object(bucket_name=BUCKET, object_name="copy", source=source)
    assert content(peer, "copy") == b"content"


def test_presigned(peer: minio.Minio):
    into = {"bucket_name": BUCKET, "object_name": KEY, "expires": timedelta(minutes=1)}
    put = peer.presigned_put_object(**into)
    assert requests.put(put, b"by url", timeout=60).status_code == 200
    assert requests.get(peer.presigned_get_object(**into), timeout=60).content == b"by url"


def test_a_form(peer: minio.Minio, server: Server):
    policy = PostPolicy(BUCKET, minio.time.utcnow() + timedelta(minutes=1))
    policy.add_equals_condition("key", "form")
    policy.add_content_length_range_condition(1, 10)
    fields = {**peer.presigned_post_policy(policy=policy), "key": "form"}
    url = f"http://127.0.0.1:{server.port}/{BUCKET}"
    answer = requests.post(url, data=fields, files={"file": b"by form"}, timeout=60)
    assert answer.status_code == 204, answer.text
    assert content(peer, "form") == b"by form"


def test_another_secret(server: Server):
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        of(server, "another").list_buckets()
