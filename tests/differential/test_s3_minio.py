"""minio-py's calls for objects and forms beside those of `S3Presigner`, in its layout.

What is not compared: keys that it refuses (blanks alone, a dot segment), and its printing of a
default port. Its policies are compared by what they say: it writes milliseconds, conditions in an
order of its own, and no condition for the token's sake alone.
"""

import datetime as dt
import json
from collections import Counter

import urllib3
from freezegun import freeze_time
from minio import Minio
from minio.datatypes import PostPolicy as TheirPolicy

from sigv4presign import Credentials, PostPolicy, S3Presigner

from .requests import seeded
from .s3_calls import MOMENT
from .test_minio import taken
from .texts import object_key

HOSTS = [
    ("s3.amazonaws.com", {}, ["us-east-1", "eu-central-1", "us-gov-west-1"]),
    ("s3.cn-north-1.amazonaws.com.cn", {}, ["cn-north-1"]),
    ("s3.dualstack.eu-west-1.amazonaws.com", {"dualstack": True}, ["eu-west-1"]),
    ("localhost:9000", {"endpoint_url": "{scheme}://localhost:9000"}, ["us-east-1"]),
    ("10.0.0.7:9000", {"endpoint_url": "{scheme}://10.0.0.7:9000"}, ["us-east-1"]),
    ("[::1]:9000", {"endpoint_url": "{scheme}://[::1]:9000"}, ["eu-west-1"]),
    ("minio.example.com", {"endpoint_url": "{scheme}://minio.example.com"}, ["minio-1"]),
]
METHODS = ["get_object", "put_object", "head_object", "delete_object"]
PARAMS = [
    {},
    {"version_id": "a/b+c"},
    {"response_content_type": "text/plain; charset=utf-8"},
    {"response_content_disposition": "attachment; filename*=UTF-8''%C3%BC"},
    {"version_id": "v", "response_cache_control": "no-store", "response_content_language": "de"},
]
NETWORK = urllib3.PoolManager()  # for the client to have; it sends nothing


def pair(number: int, *, virtual: bool, region: str, token: str | None):
    """Return minio's client and our presigner, both set up alike."""
    host, settings, _ = HOSTS[number]
    # Only AWS's endpoints are always https.
    scheme = "https" if not settings.get("endpoint_url") or number % 2 else "http"
    theirs = Minio(
        endpoint=host,
        access_key="AKIDEXAMPLE",
        secret_key="secret",
        session_token=token,
        secure=scheme == "https",
        region=region,
        http_client=NETWORK,
    )
    endpoint_url = settings.get("endpoint_url", "")
    style = "auto"
    if endpoint_url:
        style = "virtual" if virtual else "path"
        (
            theirs.enable_virtual_style_endpoint
            if virtual
            else theirs.disable_virtual_style_endpoint
        )()
    ours = S3Presigner(
        Credentials("AKIDEXAMPLE", "secret", token),
        region=region,
        layout="minio",
        addressing_style=style,
        validate="off",
        dualstack=settings.get("dualstack", False),
        endpoint_url=endpoint_url.format(scheme=scheme) or None,
    )
    return theirs, ours


def test_urls():
    rng, compared, kinds = seeded(33), 0, Counter()
    while compared < 800:
        number = rng.randrange(len(HOSTS))
        virtual = number == 6 and rng.random() < 0.5  # a name that a bucket can stand before
        region = rng.choice(HOSTS[number][2])
        token = rng.choice([None, "to/ken+=="])
        theirs, ours = pair(number, virtual=virtual, region=region, token=token)
        key, operation = object_key(rng), rng.choice(METHODS)
        if not taken(key):
            continue
        params = rng.choice(PARAMS) if operation == "get_object" else {}
        expires_in = rng.choice([1, 3600, 604800])
        named = {name.replace("_", "-"): value for name, value in params.items()}
        url = theirs.get_presigned_url(
            operation.split("_")[0].upper(),
            "bucket",
            key,
            expires=dt.timedelta(seconds=expires_in),
            request_date=MOMENT,
            version_id=named.pop("version-id", None),
            response_headers=named,
        )
        signed = ours.presign(
            operation, bucket="bucket", key=key, expires_in=expires_in, now=MOMENT, **params
        )
        assert signed.url == url
        compared += 1
        kinds[number, virtual, bool(token), operation] += 1
    assert len({kind[0] for kind in kinds}) == len(HOSTS)
    assert len(kinds) == 2 * len(METHODS) * (len(HOSTS) + 1)


def said(policy: PostPolicy) -> set[str]:
    """Return what the conditions say, their fields in lower case."""
    return {
        json.dumps([one.operator, one.field, one.value, one.least, one.most])
        for one in policy.conditions
    }


def test_forms():
    rng, compared = seeded(34), 0
    for number in range(150):
        token = "to/ken+==" if number % 2 else None
        theirs, ours = pair(3, virtual=False, region="us-east-1", token=token)
        ends = MOMENT + dt.timedelta(seconds=rng.choice([1, 3600, 604800]))
        policy = TheirPolicy("bucket", ends)
        conditions: list = []
        fields: dict[str, str] = {}
        key = rng.choice(["k", "a b", "é"])
        if number % 3:
            policy.add_equals_condition("key", key)
        else:
            policy.add_starts_with_condition("key", key)
            conditions.append(["starts-with", "$key", key])
        if rng.random() < 0.5:
            policy.add_equals_condition("Content-Type", "image/png")
            fields["Content-Type"] = "image/png"
        if rng.random() < 0.5:
            policy.add_starts_with_condition("Cache-Control", "max-age")
            conditions.append(["starts-with", "$Cache-Control", "max-age"])
        limits = (rng.randint(0, 5), rng.randint(5, 100)) if rng.random() < 0.5 else None
        if limits:
            policy.add_content_length_range_condition(*limits)
        with freeze_time(MOMENT):
            form = theirs.presigned_post_policy(policy)
        own = ours.post_object(
            "bucket",
            key,
            fields=fields,
            conditions=conditions,
            content_length_range=limits,
            expires_in=ends - MOMENT,
            now=MOMENT,
        )
        theirs_ = PostPolicy.parse(form["policy"])
        assert said(theirs_) == said(own.policy)
        assert theirs_.expiration == own.policy.expiration
        given = dict(own.fields)
        for name in ("x-amz-algorithm", "x-amz-credential", "x-amz-date"):
            assert form[name] == given[name]
        compared += 1
    assert compared == 150
