"""boto3's own two calls, byte against byte: URLs of every operation, and upload forms.

Every difference is one of `DIFFERENCES`, each with its reason; whatever else differs is a failure.
"""

import contextlib
import copy
import functools
import os
from collections import Counter
from collections.abc import Callable
from random import Random
from unittest import mock

import boto3
import botocore.auth
import botocore.credentials
import botocore.session
import botocore.signers
import pytest
from botocore import xform_name
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from sigv4presign import Credentials, InvalidRequestError, S3Presigner

from .requests import seeded
from .s3_calls import ASKED, MODEL, MOMENT, S3Call, parameters, s3_call, setups

SESSION = botocore.session.Session()
REGIONS = ["aws-global"] + [
    region
    for partition in SESSION.get_available_partitions()
    for region in SESSION.get_available_regions("s3", partition)
]
SIGNERS = {
    "s3v4-query": botocore.auth.S3SigV4QueryAuth,
    "s3v4-presign-post": botocore.auth.S3SigV4PostAuth,
}
NUMERIC = ("192.168.", "[::1]")


def numeric(call: S3Call) -> bool:
    return any(part in (call.endpoint_url or "") for part in NUMERIC)


def raw_key(call: S3Call) -> bool:
    forgotten = ("ListParts", "GetObjectAttributes")
    return call.operation in forgotten and "SSECustomerKey" in call.params


# boto3 makes a URL that no store takes. What we do: the reason.
DIFFERENCES: dict[str, Callable[[S3Call], bool]] = {
    "the host of an outpost is printed with https, whatever the endpoint's scheme": lambda call: (
        "s3-outposts" in call.bucket and (call.endpoint_url or "").startswith("http:")
    ),
    "an access point is put before an IP address": lambda call: (
        call.bucket.startswith("arn:") and numeric(call)
    ),
    "a bucket with dots is put before an IP address": lambda call: (
        call.bucket == "my.bucket" and call.style == "virtual" and numeric(call)
    ),
    "a bucket is created at an access point": lambda call: (
        call.operation == "CreateBucket" and call.bucket.startswith("arn:")
    ),
    "a random token is signed, which the sender cannot know": lambda call: (
        call.operation == "RenameObject" and "ClientToken" not in call.params
    ),
    "the key of SSE-C is signed as it is, neither in base64 nor with its digest": raw_key,
    "aws-global becomes part of a host that does not exist": lambda call: (
        (
            (call.region == "aws-global" or "accelerate" in call.features)
            and call.operation == "ListDirectoryBuckets"
        )
        or (call.region == "aws-global" and "accelerate" in call.features)
    ),
    "an account is asked at the global host for another region": lambda call: (
        call.operation == "ListBuckets"
        and call.features.get("accelerate", False)
        and call.style == "path"
    ),
}
# boto3 refuses what can be asked.
REFUSED_BY_BOTO3: dict[str, Callable[[S3Call], bool]] = {
    "it has no model of dual-stack endpoints of that partition": lambda call: (
        call.features.get("dualstack", False) and "iso" in call.region
    ),
    "it asks for a location by the path, where no ARN is, nor acceleration": lambda call: (
        call.operation == "GetBucketLocation"
        and (call.bucket.startswith("arn:") or "accelerate" in call.features)
    ),
    "it does not know that the key of SSE-C may be bytes here": raw_key,
}


@pytest.fixture(scope="module", autouse=True)
def boto3_alone():
    """Hide what is configured for AWS, take the signers in Python, and stop boto3's clock."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    files = dict.fromkeys(("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"), os.devnull)

    def moment(remove_tzinfo: bool = True):
        return MOMENT.replace(tzinfo=None) if remove_tzinfo else MOMENT

    with (
        mock.patch.dict(os.environ, kept | files, clear=True),
        mock.patch.dict(botocore.auth.AUTH_TYPE_MAPS, SIGNERS),
        mock.patch("botocore.auth.get_current_datetime", moment),
        mock.patch("botocore.signers.get_current_datetime", moment),
        mock.patch("sigv4presign.presigning.time.time", MOMENT.timestamp),
    ):
        yield


@functools.cache
def session() -> boto3.Session:
    return boto3.Session()


@functools.cache
def client(region: str, style: str, endpoint_url: str | None, token: str | None, features: tuple):
    s3 = {"addressing_style": style, "use_accelerate_endpoint": "accelerate" in features}
    return session().client(
        "s3",
        region_name=region,
        endpoint_url=endpoint_url,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        aws_session_token=token,
        config=Config(
            signature_version="s3v4",
            s3=s3,
            use_dualstack_endpoint="dualstack" in features or None,
            use_fips_endpoint="fips" in features or None,
        ),
    )


def theirs(call: S3Call) -> str | None:
    """Return the URL that boto3 makes, or None."""
    features = tuple(sorted(call.features))
    try:
        made = client(call.region, call.style, call.endpoint_url, call.token, features)
        return made.generate_presigned_url(
            call.snake, copy.deepcopy(call.params), 3600, call.method
        )
    except (BotoCoreError, ClientError):
        return None


def presigner(call: S3Call) -> S3Presigner:
    return S3Presigner(
        Credentials("AKIDEXAMPLE", "secret", call.token),
        region=call.region,
        endpoint_url=call.endpoint_url,
        addressing_style=call.style,
        **call.features,
    )


def ours(call: S3Call) -> str | None:
    """Return the URL that we make, or None."""
    try:
        return presigner(call).generate_presigned_url(call.snake, call.params, 3600, call.method)
    except InvalidRequestError:
        return None


def reason(reasons: dict[str, Callable[[S3Call], bool]], call: S3Call) -> str | None:
    return next((text for text, applies in reasons.items() if applies(call)), None)


def test_urls():
    rng = seeded(30)
    outcomes, operations, different = Counter(), Counter(), Counter()
    regions = set()
    clients = setups(REGIONS)
    for number in range(60 * len(ASKED)):
        call = s3_call(rng, ASKED[number % len(ASKED)], rng.choice(clients))
        url, own = theirs(call), ours(call)
        if url is None and own is None:
            outcomes["refused by both"] += 1
        elif url is None:
            text = reason(REFUSED_BY_BOTO3, call)
            assert text, (call, own)
            different[text] += 1
        elif url == own:
            outcomes["the same"] += 1
            operations[call.operation] += 1
            regions.add(call.region)
        else:
            text = reason(DIFFERENCES, call)
            assert text, (call, url, own)
            different[text] += 1
    assert outcomes["the same"] >= 3000, outcomes
    assert len(operations) >= 60
    assert min(operations[name] for name in ASKED if name != "RenameObject") >= 5
    assert regions == set(REGIONS)
    assert set(different) == set(DIFFERENCES) | set(REFUSED_BY_BOTO3)


def test_our_own_call_is_the_same_where_hosts_agree():
    """`S3Presigner.presign` takes the same parameters in snake_case, and adds no encoding."""
    rng, compared = seeded(31), 0
    listings = ("ListObjects", "ListObjectsV2", "ListObjectVersions", "GetBucketLocation")
    clients = [setup for setup in setups(REGIONS) if setup["region"] != "us-east-1"]
    for number in range(20 * len(ASKED)):
        call = s3_call(rng, ASKED[number % len(ASKED)], rng.choice(clients))
        url = ours(call)
        if url is None or call.operation in listings or call.method:
            continue
        params = {xform_name(name): value for name, value in call.params.items()}
        for name in list(params):
            if ("checksum" in name and name != "checksum_algorithm") or name == "content_md5":
                del params[name], call.params[camel(call, name)]
        s3 = S3Presigner(
            Credentials("AKIDEXAMPLE", "secret", call.token),
            region=call.region,
            endpoint_url=call.endpoint_url,
            addressing_style=call.style,
            validate="off",
            **call.features,
        )
        if "rename_source" in params:
            continue  # ours is escaped, theirs is to be given so
        assert s3.presign(call.snake, now=MOMENT, **params).url == ours(call)
        compared += 1
    assert compared >= 1000


def camel(call: S3Call, name: str) -> str:
    return next(one for one in call.params if xform_name(one) == name)


FIELDS = {
    "acl": ["private", "public-read"],
    "Content-Type": ["image/png", "text/plain; charset=utf-8"],
    "x-amz-meta-note": ["a", 'ü "q" 日本 \\ </x>', ""],
    "success_action_status": ["201", "204"],
    "x-amz-storage-class": ["STANDARD_IA"],
    "x-ignore-this": ["whatever"],
}
POST_KEYS = ["k", "a b/é", "uploads/${filename}", "${filename}", "//x/../y", 'a"b\\c', "日本"]


def form(rng: Random) -> tuple[str, dict[str, str], list]:
    """Return a key, fields, and conditions that cover them, and more."""
    key = rng.choice(POST_KEYS)
    fields: dict[str, str] = {}
    conditions: list = []
    for name in rng.sample(list(FIELDS), rng.randint(0, 4)):
        fields[name] = value = rng.choice(FIELDS[name])
        kind = rng.randint(0, 2)
        if name == "success_action_status":
            kind = 0
        conditions.append(
            [{name: value}, ["eq", f"${name}", value], ["starts-with", f"${name}", value[:2]]][kind]
        )
    if rng.random() < 0.5:
        conditions.append(["content-length-range", rng.randint(0, 5), rng.randint(5, 10**9)])
    if rng.random() < 0.3:
        conditions.append(["starts-with", "$Cache-Control", "max-age"])
    if rng.random() < 0.2:
        conditions.append(["starts-with", "$key", key[:0]])
    rng.shuffle(conditions)
    return key, fields, conditions


def test_forms():
    rng, compared, kinds = seeded(32), 0, Counter()
    for setup in setups(REGIONS) * 3:
        bucket = rng.choice(["bkt", "bkt", "my.bucket", "BucKet"])
        call = S3Call("", {"Bucket": bucket}, **setup)
        key, fields, conditions = form(rng)
        given = (bucket, key, fields, conditions, rng.choice([1, 3600, 604800]))
        features = tuple(sorted(call.features))
        theirs_ = ours_ = None
        with contextlib.suppress(BotoCoreError):
            made = client(call.region, call.style, call.endpoint_url, call.token, features)
            theirs_ = made.generate_presigned_post(*copy.deepcopy(given))
        with contextlib.suppress(InvalidRequestError):
            ours_ = presigner(call).generate_presigned_post(*copy.deepcopy(given))
        if ours_ == theirs_:
            if ours_ is not None:
                assert list(ours_["fields"]) == list(theirs_["fields"])
                kinds.update(type(condition).__name__ for condition in conditions)
                compared += 1
        else:
            reasons = REFUSED_BY_BOTO3 if theirs_ is None else DIFFERENCES
            assert reason(reasons, call), (call, given, ours_, theirs_)
    assert compared >= 300
    assert set(kinds) == {"dict", "list"}


def test_a_form_without_conditions_on_its_fields_is_mended():
    """boto3 leaves them out, and S3 refuses the form; ours has what was meant."""
    call = S3Call("CreateBucket", {}, "us-west-2", "virtual")
    made = client(call.region, call.style, None, None, ())
    fields = {"acl": "private"}
    theirs_ = made.generate_presigned_post("bkt", "k", dict(fields), None)
    ours_ = presigner(call).generate_presigned_post("bkt", "k", dict(fields), None)
    assert theirs_ != ours_
    assert ours_ == made.generate_presigned_post("bkt", "k", dict(fields), [fields])


EXPRESS = "base--use1-az4--x-s3"


@pytest.mark.parametrize("operation", ["GetObject", "PutObject", "HeadObject", "DeleteObject"])
def test_directory_buckets(operation: str):
    """By botocore's signer for sessions; the client itself would ask a network for one."""
    rng = seeded(35)
    session_keys = Credentials("SESSIONKEY", "session secret", "session/to ken+==")
    keys = botocore.credentials.Credentials("SESSIONKEY", "session secret", "session/to ken+==")
    for _ in range(40):
        params = parameters(rng, MODEL.operation_model(operation), "us-east-1")
        params["Bucket"] = EXPRESS
        signed = S3Presigner(
            Credentials("AKIDEXAMPLE", "secret"), express_session=session_keys, validate="off"
        ).presign(
            xform_name(operation),
            now=MOMENT,
            **{
                name: value
                for name, value in params.items()
                if not name.startswith(("Checksum", "ContentMD5"))
            },
        )
        address, _, query = signed.url.partition("?")
        own = query.partition("X-Amz-Algorithm")[0].rstrip("&")
        request = AWSRequest(
            signed.method, f"{address}?{own}" if own else address, headers=dict(signed.headers)
        )
        botocore.auth.S3ExpressQueryAuth(
            keys, "s3express", "us-east-1", identity_cache={}, expires=3600
        ).add_auth(request)
        assert request.url == signed.url
        assert f"https://{EXPRESS}.s3express-use1-az4.us-east-1.amazonaws.com/" in signed.url
