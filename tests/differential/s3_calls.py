"""Calls of S3's operations with parameters of every kind, from botocore's own model of S3."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.model import OperationModel, Shape

from sigv4presign.s3.operations import OPERATIONS

MOMENT = dt.datetime(2013, 5, 24, 12, 0, 1, tzinfo=dt.timezone.utc)
MODEL = botocore.session.Session().get_service_model("s3")
# Some operations want a body, which boto3 cannot put into a URL.
WITH_BODY = [
    name
    for name in MODEL.operation_names
    if any(
        "location" not in shape.serialization and member in model.required_members
        for model in [MODEL.operation_model(name).input_shape]
        if model
        for member, shape in model.members.items()
    )
]
ASKED = [
    name
    for name in MODEL.operation_names
    if xform_name(name) in OPERATIONS and name not in WITH_BODY
]

TEXTS = ["a", "a b", "x/y", "ü", "%41", "a+b=c&d", "~", "日本", ""]
HEADERS = ["a", "a b", "  x  y", "a,b", '"q"', "a;b=c"]
KEYS = [
    "k",
    "a b/c",
    "//x/../y/./",
    "é日本",
    "%2F+?#&=",
    "~!*()'",
    "k" * 300,
    " ",
    "s3://b/k",
    "/k",
]
SOURCES = [
    "b/k",
    "b/k ü+",
    "b/k?versionId=a/b",
    {"Bucket": "b", "Key": "k k"},
    {"Bucket": "b", "Key": "k?", "VersionId": "v+1"},
    {"Bucket": "arn:aws:s3:us-west-2:123456789012:accesspoint/my", "Key": "k"},
]
POINTS = [
    "arn:aws:s3:{region}:123456789012:accesspoint/point",
    "arn:aws:s3-object-lambda:{region}:123456789012:accesspoint/point",
    "arn:aws:s3-outposts:{region}:123456789012:outpost/op-0123456789abcdef0/accesspoint/point",
]
BUCKETS = ["bkt", "bkt", "bkt", "my.bucket", "BucKet", "b_c", "ab", "name-abc-s3alias", *POINTS]
ENDPOINTS = [
    "http://localhost:9000",
    "http://192.168.1.1:9000",
    "https://minio.example.com:443",
    "https://h.example/base/",
    "http://[::1]:9000",
    "https://s3.example",
]
FEATURES = ["dualstack", "fips", "accelerate", "dualstack fips", "accelerate dualstack"]


@dataclass
class S3Call:
    """A call of a client that is set up so, and what is asked of it."""

    operation: str
    params: dict[str, Any]
    region: str
    style: str
    endpoint_url: str | None = None
    token: str | None = None
    method: str | None = None
    features: dict[str, bool] = field(default_factory=dict)

    @property
    def bucket(self) -> str:
        return self.params.get("Bucket", "")

    @property
    def snake(self) -> str:
        return xform_name(self.operation)


def value(rng: Random, name: str, shape: Shape) -> object:
    """Return a value of the type that *shape* wants, unusual ones among them."""
    if name == "CopySource":
        return rng.choice(SOURCES)
    if name.endswith("SSECustomerKey"):
        return rng.choice([b"k" * 32, "é" * 16])
    if shape.type_name == "string":
        if getattr(shape, "enum", None):
            return rng.choice(shape.enum)
        in_header = shape.serialization.get("location") == "header"
        return rng.choice(HEADERS if in_header else TEXTS)
    if shape.type_name == "list":
        return list(getattr(shape.member, "enum", None) or ["a", "b"])[: rng.randint(1, 3)]
    return {
        "integer": rng.choice([1, 5, 1000]),
        "long": rng.choice([0, 1, 5, 1000]),
        "boolean": rng.choice([True, False]),
        "timestamp": rng.choice([MOMENT, MOMENT.replace(year=2030), 1700000000]),
        "map": {"a": "b", "X-Y": "c d"},
    }[shape.type_name]


def parameters(rng: Random, model: OperationModel, region: str) -> dict[str, Any]:
    """Return parameters for *model*: those required, some others, in any order."""
    chosen: list[tuple[str, Any]] = []
    shape = model.input_shape
    for name, member in shape.members.items() if shape else ():
        if name == "Bucket":
            chosen.append((name, rng.choice(BUCKETS).format(region=region)))
        elif name == "Key":
            chosen.append((name, rng.choice(KEYS)))
        elif "location" not in member.serialization or name.endswith("KeyMD5"):
            continue
        elif name in shape.required_members or rng.random() < 0.2:
            chosen.append((name, value(rng, name, member)))
    rng.shuffle(chosen)
    params = dict(chosen)
    for prefix in ("", "CopySource"):
        if f"{prefix}SSECustomerKey" in params:
            params[f"{prefix}SSECustomerAlgorithm"] = "AES256"
    return params


def setups(regions: list[str]) -> list[dict[str, Any]]:
    """Return how clients are set up: each region, and each kind of endpoint, in both styles."""
    found: list[dict[str, Any]] = []
    for style in ("virtual", "path"):
        found += [{"region": region, "style": style} for region in regions]
        for region in ("us-east-1", "eu-central-1", "aws-global"):
            found += [{"region": region, "style": style, "endpoint_url": url} for url in ENDPOINTS]
        for region in ("us-east-1", "us-west-2", "aws-global", "cn-north-1", "us-iso-east-1"):
            for features in FEATURES:
                chosen = dict.fromkeys(features.split(), True)
                found.append({"region": region, "style": style, "features": chosen})
    for number, setup in enumerate(found):
        setup["token"] = "to/ken+==" if number % 3 == 0 else None
    return found


def s3_call(rng: Random, operation: str, setup: dict[str, Any]) -> S3Call:
    """Return some call of *operation* by a client that is set up so."""
    params = parameters(rng, MODEL.operation_model(operation), setup["region"])
    return S3Call(operation, params, method=rng.choice([None] * 9 + ["POST"]), **setup)
