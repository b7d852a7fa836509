"""The commands for S3: operations with their parameters, stores, proxies."""

import json
import shlex
from urllib.parse import unquote

import pytest

from sigv4presign import S3Presigner

from .examples import KEYS, NOW


def test_an_operation(run):
    ran = run(
        "op upload_part 's3://bucket/a b' --param part_number=3 --param upload_id=u+1 "
        "--param content_length=5MiB"
    )
    expected = S3Presigner(KEYS).presign(
        "upload_part",
        bucket="bucket",
        key="a b",
        part_number=3,
        upload_id="u+1",
        content_length=5 * 1024**2,
        now=NOW,
    )
    assert ran.out == f"{expected.url}\n"
    assert ran.err == "sigv4presign: send these headers with it: Content-Length\n"


@pytest.mark.parametrize(
    ("line", "operation", "params"),
    [
        ("get s3://bucket/k --param versionId=a", "get_object", {"version_id": "a"}),
        (
            "get s3://bucket/k --download-as 'Ü b.txt'",
            "get_object",
            {
                "response_content_disposition": 'attachment; filename="_ b.txt"; '
                "filename*=UTF-8''%C3%9C%20b.txt"
            },
        ),
        (
            "get s3://bucket/k --param if_modified_since=2030-01-02T03:04:05Z",
            "get_object",
            {"if_modified_since": 1893553445},
        ),
        (
            "get s3://bucket/k --param 'if_modified_since=Wed, 02 Jan 2030 03:04:05 GMT'",
            "get_object",
            {"if_modified_since": 1893553445},
        ),
        (
            "put s3://bucket/k --param bucket_key_enabled=false --metadata a=b --metadata c=d",
            "put_object",
            {"bucket_key_enabled": False, "metadata": {"a": "b", "c": "d"}},
        ),
        (
            "op get_object_attributes s3://bucket/k --param object_attributes=ETag,ObjectSize "
            "--param max_parts=2",
            "get_object_attributes",
            {"object_attributes": ["ETag", "ObjectSize"], "max_parts": 2},
        ),
        ("delete s3://bucket/k", "delete_object", {}),
        ("head s3://bucket/k", "head_object", {}),
    ],
)
def test_parameters(run, line: str, operation: str, params: dict):
    signed = S3Presigner(KEYS).presign(operation, bucket="bucket", key="k", now=NOW, **params)
    told = json.loads(run(f"{line} --json").out)
    assert told == {
        "method": signed.method,
        "url": signed.url,
        "headers": dict(signed.headers),
        "expires_at": NOW + 3600,
        "expires": "2015-08-30T13:36:00Z",
    }


def test_a_bucket_and_an_account(run):
    s3 = S3Presigner(KEYS)
    assert run("op list_buckets").out == f"{s3.presign('list_buckets', now=NOW).url}\n"
    listing = s3.list_objects_v2("bucket", prefix="a/", max_keys=5, now=NOW).url
    for place in ("s3://bucket", "s3://bucket/"):
        line = f"op list_objects_v2 {place} --param prefix=a/ --param max_keys=5"
        assert run(line).out == f"{listing}\n"


def test_an_access_point(run):
    arn = "arn:aws:s3:us-west-2:123456789012:accesspoint/point"
    url = S3Presigner(KEYS, region="us-west-2").get_object(arn, "a/b", now=NOW).url
    assert run(f"get s3://{arn}/a/b --region us-west-2").out == f"{url}\n"


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        ("--dualstack --fips", {"dualstack": True, "fips": True}),
        ("--accelerate", {"accelerate": True}),
        ("--addressing-style path", {"addressing_style": "path"}),
        (
            "--endpoint-url http://minio:9000 --public-url https://files.example",
            {"endpoint_url": "http://minio:9000", "public_url": "https://files.example"},
        ),
        (
            "--endpoint-url http://minio:9000 --public-url https://files.example "
            "--proxy-keeps-host",
            {
                "endpoint_url": "http://minio:9000",
                "public_url": "https://files.example",
                "proxy_keeps_host": True,
            },
        ),
        ("--layout rust --round-to 1h", {"layout": "rust", "round_to": 3600}),
        ("--store r2 --account abc", {"store": "r2", "account": "abc"}),
    ],
)
def test_settings(run, options: str, settings: dict):
    expected = S3Presigner(KEYS, **settings).get_object("bucket", "k", now=NOW).url
    assert run(f"get s3://bucket/k {options}").out == f"{expected}\n"


def test_a_named_store_goes_before_the_endpoint_of_the_environment(run):
    ran = run("get s3://bucket/k --store r2 --account abc", AWS_ENDPOINT_URL="http://h:9000")
    assert "https://abc.r2.cloudflarestorage.com/bucket/k?" in ran.out


def test_a_key_of_sse_c(run, tmp_path):
    (tmp_path / "key").write_bytes(b"k" * 32)
    line = f"get s3://bucket/k --curl --sse-c-key-file {tmp_path / 'key'}"
    words = shlex.split(run(line).out)
    expected = S3Presigner(KEYS).get_object("bucket", "k", sse_customer_key=b"k" * 32, now=NOW)
    assert words == shlex.split(expected.curl())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("op get_objekt s3://bucket/k", "operation is 'get_objekt', which S3 has not"),
        ("op get_object s3://bucket", "'s3://bucket' names no object; write s3://bucket/KEY"),
        ("op get_object", "get_object needs bucket and key"),
        ("op get_bucket_acl s3://bucket/k", "get_bucket_acl takes no key"),
        ("op list_buckets s3://bucket", "list_buckets takes no bucket"),
        ("get s3://bucket/k --param nonsense=1", "takes no 'nonsense'"),
        ("get s3://bucket/k --param part_number=x", "part_number is 'x'; it must be a number"),
        ("get s3://bucket/k --param part_number=1XB", "part_number is '1XB'"),
        ("get s3://bucket/k --param part_number=", "part_number is ''"),
        ("put s3://bucket/k --param bucket_key_enabled=1", "it must be true or false"),
        ("get s3://bucket/k --param if_modified_since=2030-01-01", "end it with Z or an offset"),
        ("get s3://bucket/k --sse-c-key-file /nonexistent", "/nonexistent: No such file"),
        ("get s3://bucket//k", "so this is another object than 'k'"),
        ("get s3://ab/k --validate strict", "it has 2 characters"),
        ("get s3://bucket/k --store nonsense", "nonsense"),
        ("head s3://bucket/k --download-as a/b", "without a folder"),
        ("post s3://bucket/ --content-length-range 5", "it must be MIN:MAX, such as 1:10MiB"),
        ("post s3://bucket/ --content-length-range 5:1", "no size is in that range"),
        ("post s3://bucket/ --content-length-range a:1", "--content-length-range is 'a'"),
        ("post s3://bucket/ --field policy=x", "is made by the signer"),
    ],
)
def test_what_cannot_be_signed(run, line: str, reason: str):
    ran = run(line)
    assert (1, "") == (ran.status, ran.out)
    assert ran.err.startswith("sigv4presign: ")
    assert reason in ran.err


POST = "post s3://bucket/up/ --content-length-range 1:10MiB"


def test_a_form(run):
    expected = S3Presigner(KEYS).post_object(
        "bucket", "up/${filename}", content_length_range=(1, 10 * 1024**2), now=NOW
    )
    for line in (POST, f"{POST} --json"):
        told = json.loads(run(line).out)
        assert told == {
            "url": expected.url,
            "fields": dict(expected.fields),
            "expires_at": NOW + 3600,
            "expires": "2015-08-30T13:36:00Z",
        }
    assert run(f"{POST} --html").out == f"{expected.html()}\n"
    assert run(f"{POST} --curl").out == f"{expected.curl()}\n"


def test_a_form_s_key_and_fields(run):
    line = "post s3://bucket/a.png --field Content-Type=image/png --starts-with x-amz-meta-a=b"
    expected = S3Presigner(KEYS).post_object(
        "bucket",
        "a.png",
        fields=[("Content-Type", "image/png")],
        conditions=[["starts-with", "$x-amz-meta-a", "b"]],
        now=NOW,
    )
    assert json.loads(run(line).out)["fields"] == dict(expected.fields)
    assert json.loads(run("post s3://bucket").out)["fields"]["key"] == "${filename}"


def test_a_form_ends_with_its_credentials(run):
    ran = run(POST, AWS_CREDENTIAL_EXPIRATION="2015-08-30T12:40:00Z", AWS_SESSION_TOKEN="t")
    assert ran.err == "sigv4presign: the form ends with its credentials, 2015-08-30T12:40:00Z\n"


def test_a_name_in_any_script_survives_the_shell(run):
    out = run("get 's3://bucket/日本 %41.txt' --curl").out
    assert unquote(shlex.split(out)[-1].partition("?")[0]).endswith("/日本 %41.txt")
