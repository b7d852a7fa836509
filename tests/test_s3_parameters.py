"""Parameters: each in its place, in its form; and what none can be."""

import base64
import hashlib
from datetime import datetime, timezone
from enum import Enum
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import InvalidRequestError, S3Presigner, content_disposition

from .examples import KEYS, NOW, prove

S3 = S3Presigner(KEYS)
MOMENT = datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
RAW = bytes(range(32))


class Storage(str, Enum):
    COLD = "GLACIER"


def made(operation: str, **params) -> tuple[dict[str, str], dict[str, str]]:
    """Return the parameters and the headers of a URL, which is proven on the way."""
    signed = S3.presign(operation, bucket="bucket", key="key", now=NOW, **params)
    prove(signed)
    query = dict(parse_qsl(signed.url.partition("?")[2], keep_blank_values=True))
    own = {name: value for name, value in query.items() if not name.startswith("X-Amz-")}
    return own, dict(signed.headers)


QUERIES = [
    ("get_object", {"version_id": "a/b"}, {"versionId": "a/b"}),
    ("get_object", {"part_number": 3}, {"partNumber": "3"}),
    (
        "get_object",
        {"response_expires": MOMENT},
        {"response-expires": "Wed, 02 Jan 2030 03:04:05 GMT"},
    ),
    ("get_object", {"response_content_type": ""}, {"response-content-type": ""}),
    ("get_object", {"version_id": None}, {}),
    ("get_object_acl", {}, {"acl": ""}),
    ("upload_part", {"part_number": 1, "upload_id": "u"}, {"partNumber": "1", "uploadId": "u"}),
    ("list_parts", {"upload_id": "u", "max_parts": 2}, {"uploadId": "u", "max-parts": "2"}),
]


@pytest.mark.parametrize(("operation", "params", "expected"), QUERIES)
def test_in_the_query(operation: str, params: dict, expected: dict):
    assert made(operation, **params)[0] == expected


MD5 = hashlib.md5(RAW).digest()
HEADERS = [
    ("put_object", {"content_type": "image/png"}, {"Content-Type": "image/png"}),
    ("put_object", {"content_length": 0}, {"Content-Length": "0"}),
    ("put_object", {"content_md5": MD5}, {"Content-MD5": base64.b64encode(MD5).decode()}),
    (
        "put_object",
        {"content_md5": base64.b64encode(MD5).decode()},
        {"Content-MD5": base64.b64encode(MD5).decode()},
    ),
    ("put_object", {"checksum_crc32": b"abcd"}, {"x-amz-checksum-crc32": "YWJjZA=="}),
    ("put_object", {"checksum_crc32c": b"abcd"}, {"x-amz-checksum-crc32c": "YWJjZA=="}),
    (
        "put_object",
        {"checksum_crc64nvme": b"abcdefgh"},
        {"x-amz-checksum-crc64nvme": "YWJjZGVmZ2g="},
    ),
    (
        "put_object",
        {"checksum_algorithm": "SHA256", "checksum_sha256": RAW},
        {
            "x-amz-sdk-checksum-algorithm": "SHA256",
            "x-amz-checksum-sha256": base64.b64encode(RAW).decode(),
        },
    ),
    (
        "complete_multipart_upload",
        {"upload_id": "u", "checksum_crc32": "YWJjZA==-12"},
        {"x-amz-checksum-crc32": "YWJjZA==-12"},
    ),
    ("get_object", {"range": "bytes=0-9"}, {"Range": "bytes=0-9"}),
    ("put_object", {"if_none_match": "*"}, {"If-None-Match": "*"}),
    (
        "get_object",
        {"if_modified_since": NOW},
        {"If-Modified-Since": "Sun, 30 Aug 2015 12:36:00 GMT"},
    ),
    ("put_object", {"metadata": {"a-b": "c d"}}, {"x-amz-meta-a-b": "c d"}),
    (
        "put_object",
        {"metadata": [("a", "b"), ("c", "")]},
        {"x-amz-meta-a": "b", "x-amz-meta-c": ""},
    ),
    ("put_object", {"tagging": {"a b": "c&d"}}, {"x-amz-tagging": "a%20b=c%26d"}),
    ("put_object", {"tagging": "a=b&c=d"}, {"x-amz-tagging": "a=b&c=d"}),
    ("put_object", {"storage_class": Storage.COLD}, {"x-amz-storage-class": "GLACIER"}),
    ("put_object", {"acl": "public-read"}, {"x-amz-acl": "public-read"}),
    ("put_object", {"grant_read": 'id="1"'}, {"x-amz-grant-read": 'id="1"'}),
    (
        "put_object",
        {"bucket_key_enabled": True},
        {"x-amz-server-side-encryption-bucket-key-enabled": "true"},
    ),
    ("put_object", {"sse_kms_key_id": "k"}, {"x-amz-server-side-encryption-aws-kms-key-id": "k"}),
    ("put_object", {"ssekms_key_id": "k"}, {"x-amz-server-side-encryption-aws-kms-key-id": "k"}),
    (
        "put_object",
        {"object_lock_mode": "COMPLIANCE", "object_lock_retain_until_date": MOMENT},
        {
            "x-amz-object-lock-mode": "COMPLIANCE",
            "x-amz-object-lock-retain-until-date": "2030-01-02T03:04:05Z",
        },
    ),
    (
        "put_object",
        {"object_lock_retain_until_date": "2030-01-02"},
        {"x-amz-object-lock-retain-until-date": "2030-01-02"},
    ),
    ("get_object", {"request_payer": "requester"}, {"x-amz-request-payer": "requester"}),
    ("get_object", {"expected_bucket_owner": "1"}, {"x-amz-expected-bucket-owner": "1"}),
    (
        "get_object_attributes",
        {"object_attributes": ["ETag", "ObjectSize"], "max_parts": 3},
        {"x-amz-object-attributes": "ETag,ObjectSize", "x-amz-max-parts": "3"},
    ),
    ("get_object_attributes", {"object_attributes": "ETag"}, {"x-amz-object-attributes": "ETag"}),
    ("copy_object", {"copy_source": "b/ü k"}, {"x-amz-copy-source": "b/%C3%BC%20k"}),
    (
        "copy_object",
        {"copy_source": "b/k?versionId=v"},
        {"x-amz-copy-source": "b/k?versionId=v"},
    ),
    (
        "copy_object",
        {"copy_source": {"Bucket": "b", "Key": "k?versionId=1", "VersionId": "v"}},
        {"x-amz-copy-source": "b/k%3FversionId%3D1?versionId=v"},
    ),
    (
        "copy_object",
        {
            "copy_source": {
                "bucket": "arn:aws:s3:us-west-2:1:accesspoint/p",
                "key": "k",
            }
        },
        {"x-amz-copy-source": "arn%3Aaws%3As3%3Aus-west-2%3A1%3Aaccesspoint/p/object/k"},
    ),
    ("rename_object", {"rename_source": "a b"}, {"x-amz-rename-source": "a%20b"}),
]


@pytest.mark.parametrize(("operation", "params", "expected"), HEADERS)
def test_in_a_header(operation: str, params: dict, expected: dict):
    assert made(operation, **params)[1] == expected


def test_an_empty_list_sends_nothing():
    assert S3.list_objects_v2("bucket", optional_object_attributes=[]).headers == ()


def test_a_raw_key_of_sse_c_is_sent_with_its_digest():
    expected = {
        "x-amz-server-side-encryption-customer-algorithm": "AES256",
        "x-amz-server-side-encryption-customer-key": base64.b64encode(RAW).decode(),
        "x-amz-server-side-encryption-customer-key-MD5": base64.b64encode(MD5).decode(),
    }
    assert made("get_object", sse_customer_key=RAW)[1] == expected
    copied = made("copy_object", copy_source="a/b", copy_source_sse_customer_key=bytearray(RAW))[1]
    del copied["x-amz-copy-source"]
    assert copied == {
        name.replace("x-amz-", "x-amz-copy-source-"): value for name, value in expected.items()
    }
    assert made("get_object", sse_customer_algorithm="AES256", sse_customer_key=RAW)[1] == expected
    # With its digest, all is sent as it is given: so boto3 has it.
    given = made(
        "get_object",
        sse_customer_algorithm="AES256",
        sse_customer_key=base64.b64encode(RAW).decode(),
        sse_customer_key_md5=base64.b64encode(MD5).decode(),
    )[1]
    assert given == expected


def test_a_key_of_sse_c_is_not_shown():
    signed = S3.get_object("bucket", "key", sse_customer_key=RAW, now=NOW)
    encoded = base64.b64encode(RAW).decode()
    assert encoded not in repr(signed) + str(signed)
    assert encoded in signed.curl()
    with pytest.raises(InvalidRequestError) as refused:
        S3.get_object("bucket", "key", sse_customer_key=encoded)
    assert encoded not in str(refused.value)
    assert "has 44 bytes; it must be the raw 32, not base64" in str(refused.value)


def test_more_headers_and_parameters_than_s3_knows():
    signed = S3.presign(
        "put_object",
        bucket="bucket",
        key="key",
        content_type="a/b",
        headers={"X-Own": "1"},
        query=[("a b", "c/d"), ("a b", "")],
        now=NOW,
    )
    prove(signed)
    assert signed.headers == (("Content-Type", "a/b"), ("X-Own", "1"))
    assert "?a%20b=c%2Fd&a%20b=&X-Amz-" in signed.url


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"headers": {"content-TYPE": "c/d"}}, "header 'content-TYPE' is given as a parameter"),
        ({"query": {"versionId": "b"}}, "query parameter 'versionId' is given as a parameter"),
        ({"query": {"VERSIONID": "b"}}, "query parameter 'VERSIONID' is given as a parameter"),
    ],
)
def test_what_is_given_twice(settings: dict, reason: str):
    params = {"content_type": "a/b"} if "headers" in settings else {"version_id": "a"}
    operation = "put_object" if "headers" in settings else "get_object"
    with pytest.raises(InvalidRequestError) as refused:
        S3.presign(operation, bucket="bucket", key="key", **params, **settings)
    assert reason in str(refused.value)


REFUSED = [
    ("get_objects", {}, "operation is 'get_objects', which S3 has not"),
    ("bucket_get_versioning", {}, "is it 'get_bucket_versioning'?"),
    ("GetObject", {}, "give its name in snake_case"),
    (5, {}, "operation is 5"),
    ("write_get_object_response", {}, "not a request by URL"),
    (
        "get_object",
        {"versionid_": "a", "version": "b"},
        "takes no 'version'; it takes 'version_id'",
    ),
    ("get_object", {"nonsense": "b"}, "takes no 'nonsense'; it takes 'checksum_mode', 'expected"),
    ("put_object", {"body": b"a"}, "body is the body of put_object, which no URL carries"),
    ("put_bucket_tagging", {"tagging": {}}, "is the body of put_bucket_tagging"),
    ("list_buckets", {}, "list_buckets takes no bucket"),
    ("get_bucket_acl", {}, "get_bucket_acl takes no key"),
    ("upload_part", {"part_number": 1}, "upload_part needs 'upload_id'"),
    ("get_object", {"version_id": 5}, "version_id is of type int; it must be a str"),
    ("get_object", {"part_number": "5"}, "part_number is '5'; it must be a whole number"),
    ("get_object", {"part_number": True}, "part_number is True"),
    ("put_object", {"content_length": -1}, "content_length is -1"),
    ("put_object", {"bucket_key_enabled": "true"}, "it must be True or False"),
    ("get_object", {"if_modified_since": datetime(2030, 1, 1)}, "is the naive datetime"),  # noqa: DTZ001
    ("get_object", {"if_modified_since": b"a"}, "it must be Unix seconds or an aware datetime"),
    ("get_object_attributes", {"object_attributes": 5}, "object_attributes is 5; it must be names"),
    ("get_object_attributes", {"object_attributes": [5]}, "object_attributes is of type int"),
    ("put_object", {"metadata": {"a": "ü"}}, "Encode it, as with urllib.parse.quote()"),
    ("put_object", {"metadata": {"a": "b\n"}}, "metadata has 'b\\n' under 'a'"),
    ("put_object", {"metadata": "a=b"}, "metadata must be a mapping, or pairs"),
    ("put_object", {"metadata": 5}, "metadata must be a mapping, or pairs"),
    ("put_object", {"metadata": {"a": 5}}, "metadata is of type int; it must be a str"),
    ("put_object", {"metadata": {"a b": "c"}}, "is not an HTTP token"),
    (
        "put_object",
        {"content_md5": MD5.hex()},
        "must be the base64 of 16 bytes, and not hexadecimal",
    ),
    ("put_object", {"content_md5": "nonsense"}, "must be the base64 of 16 bytes"),
    ("put_object", {"content_md5": "AAAA=="}, "must be the base64 of 16 bytes"),
    ("put_object", {"content_md5": "A"}, "must be the base64 of 16 bytes"),
    ("put_object", {"checksum_sha256": b"a"}, "checksum_sha256 has 1 bytes; it must have 32"),
    ("put_object", {"checksum_crc32": "YWJjZA==-x"}, "must be the base64 of 4 bytes"),
    ("put_object", {"checksum_crc32": 5}, "checksum_crc32 is of type int"),
    ("put_object", {"checksum_algorithm": "CRC32"}, "give checksum_crc32=…, or leave both out"),
    ("put_object", {"checksum_algorithm": 5}, "checksum_algorithm is of type int"),
    ("put_object", {"content_disposition": "ü"}, "holds the character U+00FC, which HTTP clients"),
    ("get_object", {"sse_customer_key": 5}, "sse_customer_key is of type int; it must be bytes"),
    ("get_object", {"sse_customer_key": "\ud800"}, "sse_customer_key has 3 bytes"),
    ("get_object", {"version_id": "\ud800"}, "half of a surrogate pair"),
    ("copy_object", {}, "copy_object needs 'copy_source'"),
    ("copy_object", {"copy_source": "key"}, "copy_source is 'key'; it must be 'BUCKET/KEY'"),
    ("copy_object", {"copy_source": "/b/key"}, "it must be 'BUCKET/KEY'"),
    ("copy_object", {"copy_source": {"Bucket": "b"}}, "must have 'Bucket', 'Key' and maybe"),
    ("copy_object", {"copy_source": {"Bucket": "b", "Key": "k", "X": "y"}}, "must have 'Bucket',"),
]


@pytest.mark.parametrize(("operation", "params", "reason"), REFUSED)
def test_what_cannot_be_is_refused_with_the_reason(operation, params: dict, reason: str):
    place = {"bucket": "bucket"} if "bucket" in str(operation) else {"bucket": "b", "key": "k"}
    if operation == "list_buckets":
        place = {"bucket": "b"}
    elif operation == "get_bucket_acl":
        place = {"bucket": "b", "key": "k"}
    with pytest.raises(InvalidRequestError) as refused:
        S3.presign(operation, **place, **params)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, "get_object needs bucket and key"),
        ({"bucket": "b"}, "get_object needs key"),
        ({"key": "k"}, "get_object needs bucket"),
        ({"bucket": "b", "key": None}, "get_object needs key"),
        ({"bucket": "b", "key": ""}, "key is empty; that would be a request to the bucket itself"),
        ({"bucket": "b", "key": b"k"}, "key is of type bytes"),
        ({"bucket": "b", "key": "\ud800"}, "half of a surrogate pair"),
        ({"bucket": 5, "key": "k"}, "bucket is of type int"),
        ({"bucket": "b", "Bucket": "c", "key": "k"}, "get_object takes no Bucket"),
    ],
)
def test_bucket_and_key_are_wanted(params: dict, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        S3.presign("get_object", **params)
    assert reason in str(refused.value)


DISPOSITIONS = [
    ("a.txt", 'attachment; filename="a.txt"'),
    ("a b.txt", 'attachment; filename="a b.txt"'),
    ("é.txt", "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%A9.txt"),
    ('a"b.txt', "attachment; filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt"),
    ("100%.txt", "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"),
    ("a;b'c.txt", 'attachment; filename="a;b\'c.txt"'),
    ("日本.txt", "attachment; filename=\"__.txt\"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt"),
]


@pytest.mark.parametrize(("file_name", "expected"), DISPOSITIONS)
def test_content_disposition(file_name: str, expected: str):
    assert content_disposition(file_name) == expected
    assert content_disposition(file_name, "inline").startswith("inline; ")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("",), "file_name is ''"),
        (("a/b",), "without a folder"),
        (("a\\b",), "without a folder"),
        (("a\nb",), "without control characters"),
        ((b"a",), "file_name is of type bytes"),
        (("\ud800",), "half of a surrogate pair"),
        (("a", "form-data"), "kind is 'form-data'"),
    ],
)
def test_no_content_disposition(arguments: tuple, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        content_disposition(*arguments)
    assert reason in str(refused.value)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="/\\", min_codepoint=160), min_size=1)
)
def test_a_name_of_any_characters_can_be_read_back(file_name: str):
    disposition = content_disposition(file_name)
    assert disposition.isascii()
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == file_name


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True),
        st.from_regex(r"[!-~]([ -~]{0,10}[!-~])?", fullmatch=True),
        max_size=5,
    )
)
def test_all_ascii_metadata_is_sent_as_it_is(metadata: dict):
    headers = made("put_object", metadata=metadata)[1]
    assert headers == {f"x-amz-meta-{name}": value for name, value in metadata.items()}
