"""Calls of S3 operations as botocore's client takes them, and the requests that they must be.

The second is told from S3's own documentation of each operation, not from the client:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from email.utils import format_datetime
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

from . import requests as pools
from .requests import Request, encoded
from .texts import header_value, object_key, text


class Parameter(NamedTuple):
    """Where S3 expects a parameter, under which name, and some value for it."""

    place: str
    name: str
    value: Callable[[Random], Any] = text


def word(rng: Random) -> str:
    return header_value(rng) or "-"


def number(rng: Random) -> int:
    return rng.randint(1, 10000)


def flag(rng: Random) -> bool:
    return rng.random() < 0.5


def date(rng: Random) -> dt.datetime:
    return dt.datetime.fromtimestamp(rng.randint(0, pools.LAST), dt.timezone.utc)


def metadata(rng: Random) -> dict[str, str]:
    names = rng.sample(("a", "A-b", "a_b", "owner", "X.y", "0"), rng.randint(1, 4))
    # The client refuses metadata that is not ASCII.
    return {name: header_value(rng).encode("ascii", "replace").decode() for name in names}


PARAMETERS = {
    "ResponseCacheControl": Parameter("query", "response-cache-control"),
    "ResponseContentDisposition": Parameter("query", "response-content-disposition"),
    "ResponseContentEncoding": Parameter("query", "response-content-encoding"),
    "ResponseContentLanguage": Parameter("query", "response-content-language"),
    "ResponseContentType": Parameter("query", "response-content-type"),
    "ResponseExpires": Parameter("query", "response-expires", date),
    "VersionId": Parameter("query", "versionId"),
    "PartNumber": Parameter("query", "partNumber", number),
    "UploadId": Parameter("query", "uploadId"),
    "Prefix": Parameter("query", "prefix"),
    "Delimiter": Parameter("query", "delimiter"),
    "StartAfter": Parameter("query", "start-after"),
    "ContinuationToken": Parameter("query", "continuation-token"),
    "MaxKeys": Parameter("query", "max-keys", number),
    "FetchOwner": Parameter("query", "fetch-owner", flag),
    "Range": Parameter("header", "range", word),
    "IfMatch": Parameter("header", "if-match", word),
    "IfModifiedSince": Parameter("header", "if-modified-since", date),
    "RequestPayer": Parameter("header", "x-amz-request-payer", word),
    "ExpectedBucketOwner": Parameter("header", "x-amz-expected-bucket-owner", word),
    "ACL": Parameter("header", "x-amz-acl", word),
    "CacheControl": Parameter("header", "cache-control", word),
    "ContentDisposition": Parameter("header", "content-disposition", word),
    "ContentType": Parameter("header", "content-type", word),
    "ContentMD5": Parameter("header", "content-md5", word),
    "ContentLength": Parameter("header", "content-length", number),
    "StorageClass": Parameter("header", "x-amz-storage-class", word),
    "Tagging": Parameter("header", "x-amz-tagging", word),
    "ServerSideEncryption": Parameter("header", "x-amz-server-side-encryption", word),
    "SSEKMSKeyId": Parameter("header", "x-amz-server-side-encryption-aws-kms-key-id", word),
    "BucketKeyEnabled": Parameter(
        "header", "x-amz-server-side-encryption-bucket-key-enabled", flag
    ),
    "MFA": Parameter("header", "x-amz-mfa", word),
    "BypassGovernanceRetention": Parameter("header", "x-amz-bypass-governance-retention", flag),
    "Metadata": Parameter("metadata", "x-amz-meta-", metadata),
}
COMMON = ("RequestPayer", "ExpectedBucketOwner")
READING = ("VersionId", "Range", "IfMatch", "IfModifiedSince", *COMMON)
WRITING = (
    *("ACL", "CacheControl", "ContentDisposition", "ContentType", "Metadata", "Metadata"),
    *(
        "StorageClass",
        "Tagging",
        "ServerSideEncryption",
        "SSEKMSKeyId",
        "BucketKeyEnabled",
        *COMMON,
    ),
)


class Operation(NamedTuple):
    """Method, own query, parameters that must be there, and those that may be."""

    method: str
    query: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


OPERATIONS = {
    "get_object": Operation("GET", optional=(*READING, *list(PARAMETERS)[:6], "PartNumber")),
    "head_object": Operation("HEAD", optional=(*READING, "PartNumber")),
    "put_object": Operation("PUT", optional=(*WRITING, "ContentMD5", "ContentLength")),
    "delete_object": Operation(
        "DELETE", optional=("VersionId", "MFA", "BypassGovernanceRetention", *COMMON)
    ),
    "list_objects_v2": Operation(
        "GET",
        (("list-type", "2"),),
        optional=(
            "Prefix",
            "Delimiter",
            "StartAfter",
            "ContinuationToken",
            "MaxKeys",
            "FetchOwner",
        ),
    ),
    "upload_part": Operation(
        "PUT", (), ("PartNumber", "UploadId"), ("ContentMD5", "ContentLength", *COMMON)
    ),
    "create_multipart_upload": Operation("POST", (("uploads", ""),), optional=WRITING),
    "abort_multipart_upload": Operation("DELETE", (), ("UploadId",), COMMON),
    "get_object_tagging": Operation("GET", (("tagging", ""),), optional=("VersionId", *COMMON)),
}


class Call(NamedTuple):
    """What the client is asked, and the request that it must be."""

    operation: str
    style: str
    endpoint: str | None
    parameters: dict[str, Any]
    request: Request


ENDPOINTS = (
    *(None, None, None, "http://[::1]:9000", "https://[2001:db8::1]", "http://127.0.0.1:9000"),
    *("https://S3.Example.com:8443", "https://minio.example.com:443", "http://localhost:80"),
    "http://minio.example.com:443",
)


def call(rng: Random) -> Call:
    name = rng.choice([*OPERATIONS, "get_object", "put_object"])
    operation = OPERATIONS[name]
    optional = rng.sample(operation.optional, rng.randint(0, min(5, len(operation.optional))))
    chosen = dict.fromkeys([*operation.required, *optional])
    bucket, style = rng.choice(pools.BUCKETS), rng.choice(("path", "virtual"))
    endpoint = rng.choice(ENDPOINTS)
    if "." in bucket and endpoint and is_address(endpoint.partition("://")[2]):
        style = "path"  # asked for the other, the client prints https://a.b.[::1], which is no host
    values = {key: PARAMETERS[key].value(rng) for key in rng.sample([*chosen], len(chosen))}
    named = {"Bucket": bucket}
    if name != "list_objects_v2":
        named["Key"] = object_key(rng)
    return call_of(name, style, endpoint, {**named, **values}, pools.request(rng))


def call_of(
    name: str, style: str, endpoint: str | None, values: dict[str, Any], frame: Request
) -> Call:
    """Return the call of operation *name*, by the keys of *frame* and at its moment."""
    origin, path = place(endpoint or service_endpoint(frame.region), values["Bucket"], style)
    query = OPERATIONS[name].query + tuple(sent("query", values))
    if "Key" in values:
        path = path.rstrip("/") + "/" + quote(values["Key"], safe="/~")
    else:
        query += (("encoding-type", "url"),)  # which the client adds to a listing on its own
    request = replace(
        frame,
        method=OPERATIONS[name].method,
        scheme=origin.partition("://")[0],
        authority=origin.partition("://")[2],
        path=path,
        query=query,
        headers=(*sent("header", values), *metadata_headers(values.get("Metadata", {}))),
        service="s3",
        spelled_path=path,
        spelled_query="&".join([f"{encoded(name)}={encoded(value)}" for name, value in query]),
    )
    return Call(name, style, endpoint, values, request)


def service_endpoint(region: str) -> str:
    """Return S3's own endpoint; of the first region the client uses the one without its name."""
    if region == "us-east-1":
        return "https://s3.amazonaws.com"
    return f"https://s3.{region}.amazonaws.com" + (".cn" if region.startswith("cn-") else "")


def place(endpoint: str, bucket: str, style: str) -> tuple[str, str]:
    """Return origin and path of *bucket*."""
    scheme, _, authority = endpoint.partition("://")
    # No name can be put before an address, and a certificate's `*` stands for no dot.
    if style == "path" or is_address(authority) or ("." in bucket and scheme == "https"):
        return endpoint, f"/{bucket}"
    return f"{scheme}://{bucket}.{authority}", "/"


def is_address(authority: str) -> bool:
    return authority.startswith(("[", "127."))


def sent(where: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (PARAMETERS[key].name, shown(value))
        for key, value in values.items()
        if key in PARAMETERS and PARAMETERS[key].place == where
    ]


def metadata_headers(values: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"x-amz-meta-{name}", value) for name, value in values.items()]


def shown(value: Any) -> str:
    """Return *value* as S3 wants it spelled."""
    if isinstance(value, dt.datetime):
        return format_datetime(value, usegmt=True)
    return str(value).lower() if isinstance(value, bool) else str(value)
