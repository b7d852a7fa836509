"""For pytest inside a checkout of ceph/s3-tests: what lets its cases run on a store like ours.

Buckets are emptied without a listing of versions. And its upload forms, which it signs by SigV2,
are signed anew by SigV4, right where they were right and wrong where they were wrong; with
``S3_TESTS_AS_THEY_ARE`` they are sent as they are.
"""

import base64
import hashlib
import hmac
import json
import os
import time
from collections import OrderedDict

import pytest
import requests

ALGORITHM = "AWS4-HMAC-SHA256"


def pytest_configure(config: pytest.Config) -> None:
    """Put our way of emptying a bucket, and of sending a form, in place of theirs."""
    from s3tests import functional

    def nuke_bucket(client, bucket: str) -> None:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        for key in [each["Key"] for page in pages for each in page.get("Contents", [])]:
            client.delete_object(Bucket=bucket, Key=key)
        client.delete_bucket(Bucket=bucket)

    def post(url: str, data: object = None, **settings: object) -> requests.Response:
        if isinstance(settings.get("files"), OrderedDict):
            secret = functional.get_main_aws_secret_key()
            settings["files"] = resigned(settings["files"], secret)
        return send(url, data, **settings)

    functional.nuke_bucket = nuke_bucket
    send = requests.post
    if "S3_TESTS_AS_THEY_ARE" not in os.environ:
        requests.post = post


def resigned(fields: OrderedDict, secret: str) -> OrderedDict:
    """Return *fields* signed by SigV4, if they are signed by SigV2."""
    names = {name.lower(): name for name in fields}
    if "awsaccesskeyid" not in names or "policy" not in names:
        return fields
    policy = as_bytes(fields[names["policy"]])
    by_v2 = hmac.new(secret.encode(), policy, "sha1").digest()
    stated = as_bytes(fields[names["signature"]]) if "signature" in names else None
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    scope = f"{date[:8]}/us-east-1/s3/aws4_request"
    added = {
        "x-amz-algorithm": ALGORITHM,
        "x-amz-credential": f"{as_bytes(fields[names['awsaccesskeyid']]).decode()}/{scope}",
        "x-amz-date": date,
    }
    policy = with_conditions(policy, added)
    signature = signed(policy, secret, scope)
    if stated is not None:
        genuine = stated == base64.b64encode(by_v2)
        added["x-amz-signature"] = signature if genuine else signature[::-1]
    changed: OrderedDict = OrderedDict()
    for name, value in fields.items():
        if name.lower() == "awsaccesskeyid":
            changed.update(added)
        elif name.lower() == "policy":
            changed[name] = policy
        elif name.lower() != "signature":
            changed[name] = value
    return changed


def as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def with_conditions(policy: bytes, added: dict[str, str]) -> bytes:
    """Return *policy* with a condition for each field of *added*; as it is if it has none."""
    try:
        document = json.loads(base64.b64decode(policy))
        document["conditions"] += [{name: value} for name, value in added.items()]
    except (ValueError, KeyError, TypeError):
        return policy
    return base64.b64encode(json.dumps(document).encode())


def signed(policy: bytes, secret: str, scope: str) -> str:
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, policy, hashlib.sha256).hexdigest()
