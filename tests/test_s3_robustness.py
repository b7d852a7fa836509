"""Whatever is passed in, of whatever type: a URL, a form, or a `SigV4Error`; and never a secret."""

from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import Credentials, PostPolicy, S3Presigner, SigV4Error, content_disposition
from sigv4presign.s3.operations import OPERATIONS
from sigv4presign.s3.parameters import PARAMETERS

SECRET, TOKEN = "a secret of forty characters, not to show", "a token that is not to be shown"
KEYS = Credentials("AKIDEXAMPLE", SECRET, TOKEN)
S3 = S3Presigner(KEYS)
ODD: list[Any] = [
    *(None, "", 0, -1, 1.5, True, b"x", bytearray(b"y"), float("nan"), 10**40, object()),
    *("\ud800", "a\nb", "x" * 3000, "é", "..", "${filename}", "%zz", "1" * 5000, "{x}", "a:b"),
    *({}, {"a": 1}, {"a": "b"}, [], [1], [("a",)], [("a", "b")], ("a", "b"), iter([("a", "b")])),
    *("http://h", "http://u:p@h", "https://[::1]:9", "//", "s3://b/k"),
    *("arn:", "arn:::::", "arn:aws:s3:::", "arn:aws:s3:r:1:accesspoint/a", "a--x-s3", "a.mrap"),
    *(datetime(2020, 1, 1), lambda: 1, lambda: KEYS, KEYS),  # noqa: DTZ001
]
SETTINGS = [
    *("region", "endpoint_url", "addressing_style", "store", "account", "layout", "public_url"),
    *("proxy_keeps_host", "public_style", "dualstack", "fips", "accelerate", "use_arn_region"),
    *("global_host", "express_session", "validate", "round_to", "outlive"),
]
FIELDS = ["acl", "metadata", "tagging", "content_type", "expires", "sse_customer_key"]
odd = st.sampled_from(ODD)


def usual(*values: object) -> st.SearchStrategy:
    return st.sampled_from(values) | odd


def tried(call, *arguments, **settings) -> None:
    try:
        made = call(*arguments, **settings)
    except SigV4Error as error:
        shown = str(error) + repr(error)
    else:
        shown = repr(made)
    assert SECRET not in shown
    assert TOKEN not in shown


@given(
    credentials=usual(KEYS), settings=st.dictionaries(st.sampled_from(SETTINGS), odd, max_size=2)
)
def test_settings(credentials, settings: dict):
    tried(S3Presigner, credentials, **settings)


@given(
    operation=st.sampled_from(list(OPERATIONS)) | odd,
    bucket=usual("bucket"),
    key=usual("k"),
    params=st.dictionaries(st.sampled_from(list(PARAMETERS)), odd, max_size=2),
    query=usual(()),
    headers=usual(()),
)
def test_operations(operation, bucket, key, params: dict, query, headers):
    tried(S3.presign, operation, bucket=bucket, key=key, query=query, headers=headers, **params)


@given(bucket=usual("bucket"), key=usual("k"), expires_in=usual(60), now=usual(10**9))
def test_usual_calls(bucket, key, expires_in, now):
    tried(S3.get_object, bucket, key, expires_in=expires_in, now=now)
    tried(S3.get_and_head_object, bucket, key, expires_in=expires_in, now=now)
    tried(lambda: list(S3.presign_many("get_object", bucket, key, now=now)))


@given(
    bucket=usual("bucket"),
    upload_id=usual("u"),
    size=usual(5),
    part_size=usual(None),
    params=st.dictionaries(st.sampled_from(["request_payer", "content_length"]), odd),
)
def test_uploads_in_parts(bucket, upload_id, size, part_size, params: dict):
    tried(
        S3.multipart_upload_urls, bucket, "k", upload_id, size=size, part_size=part_size, **params
    )


@given(
    key=usual("k"),
    fields=usual(()),
    conditions=usual(()),
    content_length_range=usual(None),
    now=usual(10**9),
    params=st.dictionaries(st.sampled_from(FIELDS), odd, max_size=2),
)
def test_forms(key, fields, conditions, content_length_range, now, params: dict):
    tried(
        S3.post_object,
        "bucket",
        key,
        fields=fields,
        conditions=conditions,
        content_length_range=content_length_range,
        now=now,
        **params,
    )


@given(
    method=usual("get_object"),
    name=st.sampled_from(["VersionId", "Range", "Metadata", "CopySource", "Key"]),
    value=odd,
    expires_in=usual(60),
    http_method=usual(None),
)
def test_boto3_s_calls(method, name: str, value, expires_in, http_method):
    params = {"Bucket": "b", "Key": "k", name: value}
    tried(S3.generate_presigned_url, method, params, expires_in, http_method)
    tried(S3.generate_presigned_url, method, value)
    tried(S3.generate_presigned_post, "b", value, value, value, expires_in)


@given(value=odd, other=odd)
def test_the_rest(value, other):
    tried(PostPolicy.parse, value)
    tried(content_disposition, value, other)
    policy = S3.post_object("bucket", "k").policy
    tried(policy.check, value)
    tried(policy.check, {"key": "k"}, now=value)
