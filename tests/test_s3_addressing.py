"""Where a bucket is: AWS's hosts of every kind, other endpoints, and what has no place at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import InvalidRequestError, S3Presigner

from .examples import KEYS, NOW

ARN = "arn:aws:s3:us-west-2:123456789012:accesspoint/point"
LAMBDA = "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/point"
OUTPOST = (
    "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/point"
)
ALIAS = "test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kbeta0--op-s3"
DIRECTORY = "base--usw2-az1--x-s3"


def base(bucket: str, key: str = "k", **settings) -> str:
    """Return what the URL of an object begins with, and the scope that it is signed for."""
    settings = {"region": "us-west-2", **settings}
    url = S3Presigner(KEYS, **settings).get_object(bucket, key, now=NOW).url
    address, _, query = url.partition("?")
    _, region, service = query.partition("Credential=")[2].split("%2F")[1:4]
    return f"{address} {region}/{service}"


AWS_HOSTS = [
    ("bucket", {}, "https://bucket.s3.us-west-2.amazonaws.com/k us-west-2/s3"),
    ("bucket", {"region": "us-east-1"}, "https://bucket.s3.us-east-1.amazonaws.com/k us-east-1/s3"),
    (
        "bucket",
        {"region": "us-east-1", "global_host": True},
        "https://bucket.s3.amazonaws.com/k us-east-1/s3",
    ),
    ("bucket", {"region": "aws-global"}, "https://bucket.s3.amazonaws.com/k us-east-1/s3"),
    ("bucket", {"global_host": True}, "https://bucket.s3.us-west-2.amazonaws.com/k us-west-2/s3"),
    (
        "bucket",
        {"addressing_style": "path"},
        "https://s3.us-west-2.amazonaws.com/bucket/k us-west-2/s3",
    ),
    ("my.bucket", {}, "https://s3.us-west-2.amazonaws.com/my.bucket/k us-west-2/s3"),
    (
        "my.bucket",
        {"addressing_style": "virtual"},
        "https://s3.us-west-2.amazonaws.com/my.bucket/k us-west-2/s3",
    ),
    ("Bucket", {}, "https://s3.us-west-2.amazonaws.com/Bucket/k us-west-2/s3"),
    ("b_c", {}, "https://s3.us-west-2.amazonaws.com/b_c/k us-west-2/s3"),
    ("-bucket", {}, "https://s3.us-west-2.amazonaws.com/-bucket/k us-west-2/s3"),
    ("10.0.0.1", {}, "https://s3.us-west-2.amazonaws.com/10.0.0.1/k us-west-2/s3"),
    (
        "bucket",
        {"dualstack": True},
        "https://bucket.s3.dualstack.us-west-2.amazonaws.com/k us-west-2/s3",
    ),
    ("bucket", {"fips": True}, "https://bucket.s3-fips.us-west-2.amazonaws.com/k us-west-2/s3"),
    (
        "bucket",
        {"fips": True, "dualstack": True},
        "https://bucket.s3-fips.dualstack.us-west-2.amazonaws.com/k us-west-2/s3",
    ),
    ("bucket", {"accelerate": True}, "https://bucket.s3-accelerate.amazonaws.com/k us-west-2/s3"),
    (
        "bucket",
        {"accelerate": True, "dualstack": True},
        "https://bucket.s3-accelerate.dualstack.amazonaws.com/k us-west-2/s3",
    ),
    (ARN, {}, "https://point-123456789012.s3-accesspoint.us-west-2.amazonaws.com/k us-west-2/s3"),
    (
        ARN.replace("accesspoint/", "accesspoint:"),
        {"region": "us-east-1", "fips": True, "dualstack": True},
        "https://point-123456789012.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com/k "
        "us-west-2/s3",
    ),
    (
        LAMBDA,
        {},
        "https://point-123456789012.s3-object-lambda.us-west-2.amazonaws.com/k "
        "us-west-2/s3-object-lambda",
    ),
    (
        OUTPOST,
        {},
        "https://point-123456789012.op-01ac5d28a6a232904.s3-outposts.us-west-2.amazonaws.com/k "
        "us-west-2/s3-outposts",
    ),
    (
        ALIAS,
        {},
        f"https://{ALIAS}.op-0b1d075431d83bebd.s3-outposts.us-west-2.amazonaws.com/k "
        "us-west-2/s3-outposts",
    ),
    (
        ALIAS.replace("-o0b", "-e0b"),
        {},
        f"https://{ALIAS.replace('-o0b', '-e0b')}.ec2.s3-outposts.us-west-2.amazonaws.com/k "
        "us-west-2/s3-outposts",
    ),
    ("name-abc-s3alias", {}, "https://name-abc-s3alias.s3.us-west-2.amazonaws.com/k us-west-2/s3"),
]


@pytest.mark.parametrize(("bucket", "settings", "expected"), AWS_HOSTS)
def test_aws(bucket: str, settings: dict, expected: str):
    assert base(bucket, **settings) == expected


@pytest.mark.parametrize(
    ("region", "domain"),
    [
        ("cn-north-1", "amazonaws.com.cn"),
        ("us-gov-west-1", "amazonaws.com"),
        ("us-iso-east-1", "c2s.ic.gov"),
        ("us-isob-east-1", "sc2s.sgov.gov"),
        ("eu-isoe-west-1", "cloud.adc-e.uk"),
        ("us-isof-south-1", "csp.hci.ic.gov"),
        ("eusc-de-east-1", "amazonaws.eu"),
        ("xx-new-1", "amazonaws.com"),
    ],
)
def test_partitions(region: str, domain: str):
    expected = f"https://bucket.s3.{region}.{domain}/k {region}/s3"
    assert base("bucket", region=region) == expected


ENDPOINTS = [
    ("bucket", "http://localhost:9000", {}, "http://localhost:9000/bucket/k"),
    ("bucket", "http://localhost:9000/", {}, "http://localhost:9000/bucket/k"),
    ("bucket", "http://10.0.0.1", {"addressing_style": "virtual"}, "http://10.0.0.1/bucket/k"),
    ("bucket", "http://[::1]:90", {"addressing_style": "virtual"}, "http://[::1]:90/bucket/k"),
    ("bucket", "https://h.example", {}, "https://h.example/bucket/k"),
    ("bucket", "https://h.example", {"addressing_style": "virtual"}, "https://bucket.h.example/k"),
    ("bucket", "https://h/base/", {"addressing_style": "virtual"}, "https://bucket.h/base/k"),
    ("bucket", "https://h/base", {}, "https://h/base/bucket/k"),
    # A certificate covers one label, so a dot goes before the host only where there is none.
    ("my.bucket", "https://h", {"addressing_style": "virtual"}, "https://h/my.bucket/k"),
    ("my.bucket", "http://h", {"addressing_style": "virtual"}, "http://my.bucket.h/k"),
    ("Bucket", "http://h", {"addressing_style": "virtual"}, "http://h/Bucket/k"),
    ("bucket", "https://cdn.example", {"addressing_style": "domain"}, "https://cdn.example/k"),
    ("bucket", "https://h/bucket", {"addressing_style": "domain"}, "https://h/bucket/k"),
    (
        "bucket",
        "https://bucket.vpce-1a2b-5e6f.s3.us-west-2.vpce.amazonaws.com",
        {},
        "https://bucket.vpce-1a2b-5e6f.s3.us-west-2.vpce.amazonaws.com/bucket/k",
    ),
    (
        ARN,
        "https://accesspoint.vpce-1a2b-5e6f.s3.us-west-2.vpce.amazonaws.com",
        {},
        "https://point-123456789012.accesspoint.vpce-1a2b-5e6f.s3.us-west-2.vpce.amazonaws.com/k",
    ),
    (ARN, "https://h/base", {}, "https://point-123456789012.h/base/k"),
    (OUTPOST, "https://h", {}, "https://point-123456789012.op-01ac5d28a6a232904.h/k"),
    (ALIAS, "https://h", {}, f"https://h/{ALIAS}/k"),
]


@pytest.mark.parametrize(("bucket", "endpoint_url", "settings", "expected"), ENDPOINTS)
def test_endpoints(bucket: str, endpoint_url: str, settings: dict, expected: str):
    assert base(bucket, endpoint_url=endpoint_url, **settings).split(" ")[0] == expected


@pytest.mark.parametrize(
    ("endpoint_url", "style", "expected"),
    [
        (None, "auto", "https://bucket.s3.us-west-2.amazonaws.com/"),
        (None, "path", "https://s3.us-west-2.amazonaws.com/bucket"),
        ("http://h/base", "path", "http://h/base/bucket"),
        ("http://h/base", "virtual", "http://bucket.h/base/"),
        ("http://h", "domain", "http://h/"),
    ],
)
def test_a_bucket_itself(endpoint_url: str | None, style: str, expected: str):
    s3 = S3Presigner(KEYS, region="us-west-2", endpoint_url=endpoint_url, addressing_style=style)
    assert s3.list_objects_v2("bucket", now=NOW).url.startswith(f"{expected}?list-type=2&")


@pytest.mark.parametrize(
    ("settings", "operation", "expected"),
    [
        ({}, "list_buckets", "https://s3.us-west-2.amazonaws.com/?X-Amz-"),
        ({"endpoint_url": "http://h:9"}, "list_buckets", "http://h:9/?X-Amz-"),
        ({"fips": True}, "list_buckets", "https://s3-fips.us-west-2.amazonaws.com/?X-Amz-"),
        (
            {},
            "list_directory_buckets",
            "https://s3express-control.us-west-2.amazonaws.com/?X-Amz-",
        ),
        ({"endpoint_url": "http://h:9"}, "list_directory_buckets", "http://h:9/?X-Amz-"),
    ],
)
def test_an_account(settings: dict, operation: str, expected: str):
    url = S3Presigner(KEYS, region="us-west-2", **settings).presign(operation, now=NOW).url
    assert url.startswith(expected)
    assert ("s3express" in url.partition("?")[2]) == (operation == "list_directory_buckets")


REFUSED = [
    ("arn:aws:s3", {}, "an ARN has six parts"),
    ("arn:aws:s3:::bucket", {}, "whose plain name 'bucket' is wanted"),
    ("arn:aws:s3::123456789012:accesspoint/m.mrap", {}, "takes SigV4A"),
    ("m.mrap", {}, "takes SigV4A"),
    ("arn:aws:sqs:us-west-2:123456789012:queue/a", {}, "it has none of the forms"),
    ("arn:aws:s3:us-west-2:123456789012:accesspoint/a/b", {}, "it has none of the forms"),
    ("arn:aws:s3:us-west-2:123456789012:bucket/a", {}, "it names a 'bucket'"),
    ("arn:aws:s3:us-west-2:123456789012:accesspoint/a_b", {}, "the access point 'a_b'"),
    ("arn:aws:s3:us-west-2::accesspoint/a", {}, "the account ''"),
    (OUTPOST.replace("op-01ac", "op_01ac"), {}, "the outpost 'op_01ac5d28a6a232904'"),
    (ARN, {"region": "us-east-1", "use_arn_region": False}, "sign for 'us-west-2'"),
    (ARN, {"region": "cn-north-1"}, "sign for 'us-west-2'"),
    (ARN, {"accelerate": True}, "there are no acceleration"),
    (LAMBDA, {"dualstack": True}, "there are no dual-stack endpoints"),
    (OUTPOST, {"fips": True}, "there are no FIPS endpoints"),
    (ARN, {"endpoint_url": "http://[::1]:9000"}, "which is addressed by a host name"),
    ("Bucket", {"accelerate": True}, "has no accelerated endpoint"),
    ("bucket", {"accelerate": True, "region": "cn-north-1"}, "has no accelerated endpoint"),
    (DIRECTORY, {"accelerate": True}, "has no accelerated endpoint"),
    ("base--x-s3", {}, "is named NAME--ZONE--x-s3"),
    ("Base--az--x-s3", {}, "is named NAME--ZONE--x-s3"),
    ("short--op-s3", {}, "no alias of S3 on Outposts"),
    (DIRECTORY, {}, "call CreateSession for it"),
    (DIRECTORY, {"express_session": KEYS}, "express_session has no session_token"),
]


@pytest.mark.parametrize(("bucket", "settings", "reason"), REFUSED)
def test_what_has_no_place_is_refused_with_the_reason(bucket: str, settings: dict, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        base(bucket, **settings)
    assert reason in str(refused.value)


def test_no_access_point_is_created_as_a_bucket():
    with pytest.raises(InvalidRequestError, match="takes no access point"):
        S3Presigner(KEYS, region="us-west-2").presign("create_bucket", bucket=ARN)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"addressing_style": "host"}, "addressing_style is 'host'; it must be one of auto,"),
        ({"addressing_style": "domain"}, "needs the bucket's own endpoint_url"),
        ({"endpoint_url": "http://h", "fips": True}, "choose among AWS's own endpoints"),
        ({"endpoint_url": "localhost:9000"}, "endpoint_url 'localhost:9000': it begins with"),
        ({"endpoint_url": "wss://h"}, "S3 speaks http or https"),
        ({"endpoint_url": "http://h/?a=b"}, "has a query"),
        ({"endpoint_url": "http://h?"}, "has a query"),
        ({"endpoint_url": "http://u:hush@h"}, "endpoint_url: it has user info"),
        ({"endpoint_url": 5}, "endpoint_url 5: it is of type int"),
        ({"fips": True, "accelerate": True}, "exclude each other"),
        ({"fips": True, "region": "cn-north-1"}, "has no FIPS endpoints"),
        ({"region": "us east"}, "region is 'us east'"),
        ({"account": "abc"}, "account is given, but no store"),
        (
            {"store": "r2", "account": "abc", "endpoint_url": "http://h"},
            "account is given, but endpoint_url has no place for it",
        ),
        ({"public_style": "path"}, "say something of public_url, but there is none"),
        ({"proxy_keeps_host": True}, "say something of public_url, but there is none"),
        ({"public_url": "https://h", "public_style": "auto"}, "public_style is 'auto'"),
        ({"public_url": "h"}, "public_url 'h'"),
        ({"layout": "x"}, "layout is 'x'"),
        ({"validate": "x"}, "validate is 'x'; it must be one of off, mistakes, strict"),
        ({"outlive": "x"}, "outlive is 'x'"),
        ({"express_session": ("a", "b")}, "express_session is of type tuple"),
        (
            {"endpoint_url": "https://s3.eu-west-1.amazonaws.com"},
            "is of 'eu-west-1', which takes no signature for another region",
        ),
        (
            {"endpoint_url": "https://b.vpce-1.s3.eu-west-1.vpce.amazonaws.com"},
            "is of 'eu-west-1'",
        ),
    ],
)
def test_settings_that_cannot_be_are_refused(settings: dict, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        S3Presigner(KEYS, **settings)
    assert reason in str(refused.value)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "endpoint_url",
    [
        "https://s3.us-west-2.amazonaws.com",
        "https://s3.dualstack.us-west-2.amazonaws.com",
        "https://s3.amazonaws.com",
        "https://s3-accelerate.amazonaws.com",
        "https://minio.eu-west-1.example.com",
        "https://execute-api.eu-west-1.amazonaws.com",
        "https://something.amazonaws.com",
    ],
)
def test_an_endpoint_of_no_other_region_is_taken(endpoint_url: str):
    assert base("bucket", endpoint_url=endpoint_url).startswith(f"{endpoint_url}/bucket/k ")


def test_another_region_is_taken_without_validation():
    endpoint_url = "https://s3.eu-west-1.amazonaws.com"
    assert base("bucket", endpoint_url=endpoint_url, validate="off").endswith(" us-west-2/s3")


EXPRESS = [
    ("get_object", "https://{}.s3express-usw2-az1.us-west-2.amazonaws.com/k", True),
    ("head_bucket", "https://{}.s3express-usw2-az1.us-west-2.amazonaws.com/", True),
    ("create_session", "https://{}.s3express-usw2-az1.us-west-2.amazonaws.com/", False),
    ("copy_object", "https://{}.s3express-usw2-az1.us-west-2.amazonaws.com/k", False),
    ("get_bucket_policy", "https://s3express-control.us-west-2.amazonaws.com/{}", False),
]


@pytest.mark.parametrize(("operation", "expected", "session"), EXPRESS)
def test_directory_buckets(operation: str, expected: str, session: bool):
    temporary = type(KEYS)("AKIDEXAMPLE", "secret", "usual token")
    express = type(KEYS)("SESSIONKEY", "secret", "session token")
    s3 = S3Presigner(temporary, region="us-west-2", express_session=lambda: express)
    params = {"key": "k"} if expected.endswith("/k") else {}
    if operation == "copy_object":
        params["copy_source"] = "a/b"
    url = s3.presign(operation, bucket=DIRECTORY, now=NOW, **params).url
    assert url.startswith(expected.format(DIRECTORY) + "?")
    assert ("X-Amz-S3session-Token=session%20token" in url) == session
    assert ("X-Amz-Security-Token=usual%20token" in url) != session
    assert f"{'SESSIONKEY' if session else 'AKIDEXAMPLE'}%2F" in url
    assert "%2Fus-west-2%2Fs3express%2Faws4_request" in url


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"fips": True}, "https://{}.s3express-fips-usw2-az1.us-west-2.amazonaws.com/k"),
        ({"dualstack": True}, "https://{}.s3express-usw2-az1.dualstack.us-west-2.amazonaws.com/k"),
        ({"endpoint_url": "http://10.0.0.1:9/x"}, "http://10.0.0.1:9/x/{}/k"),
        ({"endpoint_url": "https://h:9/x"}, "https://{}.h:9/x/k"),
    ],
)
def test_directory_buckets_elsewhere(settings: dict, expected: str):
    session = type(KEYS)("SESSIONKEY", "secret", "session token")
    got = base(DIRECTORY, express_session=session, **settings)
    assert got == f"{expected.format(DIRECTORY)} us-west-2/s3express"


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{1,20})[a-z0-9]", fullmatch=True)


@given(bucket=LABEL, key=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_every_key_is_the_same_in_every_style(bucket: str, key: str):
    """For all keys: the style moves the bucket, and never touches the key."""
    tails = set()
    for style, front in (("path", f"http://h/{bucket}/"), ("virtual", f"http://{bucket}.h/")):
        s3 = S3Presigner(KEYS, endpoint_url="http://h", addressing_style=style, validate="off")
        path = s3.get_object(bucket, key, now=NOW).url.partition("?")[0]
        assert path.startswith(front)
        tails.add(path[len(front) :])
    assert len(tails) == 1
