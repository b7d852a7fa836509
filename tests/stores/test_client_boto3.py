"""boto3 against our own store."""

import io
from collections.abc import Callable

import boto3
import pytest
import requests
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from .servers import Server
from .store import Store

pytestmark = pytest.mark.store

BUCKET = "by-boto3"
KEY = "folder/a b+ü%41.txt"
LONG = bytes(range(256)) * (11 * 1024**2 // 256)


@pytest.fixture(scope="module")
def server(start: Callable[[str], Store]) -> Server:
    return start("embedded").server


def refused(call: Callable[[], object]) -> str:
    """Return the code with which boto3's *call* is refused."""
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


@pytest.fixture(scope="module")
def peer(server: Server):
    peer = of(server)
    peer.create_bucket(Bucket=BUCKET)
    return peer


def of(server: Server, secret: str = "", style: str = "path"):
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{server.port}",
        aws_access_key_id=server.access_key_id,
        aws_secret_access_key=secret or server.secret_access_key,
        region_name=server.region,
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
    )


def test_put_head_get_delete(peer):
    put = peer.put_object(
        Bucket=BUCKET,
        Key=KEY,
        Body=b"content",
        ContentType="text/x-note",
        Metadata={"author": "me"},
        Tagging="a=b",
    )
    head = peer.head_object(Bucket=BUCKET, Key=KEY)
    assert (head["ContentType"], head["Metadata"]) == ("text/x-note", {"author": "me"})
    got = peer.get_object(Bucket=BUCKET, Key=KEY, Range="bytes=1-3")
    assert (got["Body"].read(), got["ETag"]) == (b"ont", put["ETag"])
    tags = peer.get_object_tagging(Bucket=BUCKET, Key=KEY)
    assert tags["TagSet"] == [{"Key": "a", "Value": "b"}]
    peer.delete_object(Bucket=BUCKET, Key=KEY)
    code = refused(lambda: peer.get_object(Bucket=BUCKET, Key=KEY))
    assert code == "NoSuchKey"


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_a_checksum(peer, algorithm: str):
    put = peer.put_object(Bucket=BUCKET, Key=KEY, Body=b"content", ChecksumAlgorithm=algorithm)
    got = peer.get_object(Bucket=BUCKET, Key=KEY, ChecksumMode="ENABLED")
    assert got["Body"].read() == b"content"
    assert got[f"Checksum{algorithm}"] == put[f"Checksum{algorithm}"]


def test_an_upload_in_parts(peer):
    config = TransferConfig(multipart_threshold=5 * 1024**2, multipart_chunksize=5 * 1024**2)
    peer.upload_fileobj(io.BytesIO(LONG), BUCKET, "long", Config=config)
    into = io.BytesIO()
    peer.download_fileobj(BUCKET, "long", into, Config=config)
    assert into.getvalue() == LONG
    assert peer.head_object(Bucket=BUCKET, Key="long")["ETag"].endswith('-3"')


def test_lists(peer):
    keys = [f"list/{number:03d} ü" for number in range(25)]
    for key in keys:
        peer.put_object(Bucket=BUCKET, Key=key, Body=b"")
    pages = peer.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix="list/", PaginationConfig={"PageSize": 10}
    )
    assert [each["Key"] for page in pages for each in page["Contents"]] == keys
    folders = peer.list_objects_v2(Bucket=BUCKET, Delimiter="/")["CommonPrefixes"]
    assert {"Prefix": "list/"} in folders
    first = peer.list_objects(Bucket=BUCKET, Prefix="list/", MaxKeys=3)
    assert [each["Key"] for each in first["Contents"]] == keys[:3]
    gone = peer.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})
    assert len(gone["Deleted"]) == 25
    assert "Contents" not in peer.list_objects_v2(Bucket=BUCKET, Prefix="list/")
    assert BUCKET in [each["Name"] for each in peer.list_buckets()["Buckets"]]


def test_a_copy(peer):
    peer.put_object(Bucket=BUCKET, Key=KEY, Body=b"content")
    peer.copy({"Bucket": BUCKET, "Key": KEY}, BUCKET, "copy")
    got = peer.get_object(Bucket=BUCKET, Key="copy")
    assert got["Body"].read() == b"content"


def test_presigned(peer):
    where = {"Bucket": BUCKET, "Key": KEY}
    put = peer.generate_presigned_url("put_object", {**where, "ContentType": "text/x-note"})
    headers = {"Content-Type": "text/x-note"}
    assert requests.put(put, b"by url", headers=headers, timeout=60).status_code == 200
    wrong = requests.put(put, b"other", headers={"Content-Type": "text/html"}, timeout=60)
    assert (wrong.status_code, "SignatureDoesNotMatch" in wrong.text) == (403, True)
    get = peer.generate_presigned_url(
        "get_object", {**where, "ResponseContentDisposition": "attachment"}
    )
    answer = requests.get(get, timeout=60)
    assert (answer.content, answer.headers["Content-Disposition"]) == (b"by url", "attachment")


def test_a_form(peer):
    post = peer.generate_presigned_post(
        BUCKET, "form/${filename}", Conditions=[["content-length-range", 1, 10]]
    )
    files = {"file": ("a b.txt", b"by form")}
    answer = requests.post(post["url"], data=post["fields"], files=files, timeout=60)
    assert answer.status_code == 204, answer.text
    got = peer.get_object(Bucket=BUCKET, Key="form/a b.txt")
    assert got["Body"].read() == b"by form"
    files = {"file": ("a b.txt", b"longer than ten")}
    answer = requests.post(post["url"], data=post["fields"], files=files, timeout=60)
    assert (answer.status_code, "EntityTooLarge" in answer.text) == (400, True)


def test_a_condition(peer):
    peer.put_object(Bucket=BUCKET, Key="once", Body=b"", IfNoneMatch="*")
    again = refused(lambda: peer.put_object(Bucket=BUCKET, Key="once", Body=b"", IfNoneMatch="*"))
    assert again == "PreconditionFailed"


def test_another_secret(server: Server):
    peer = of(server, "another")
    assert refused(peer.list_buckets) == "SignatureDoesNotMatch"
