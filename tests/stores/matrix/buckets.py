"""Buckets and their settings by URL: each operation of S3 that other stores may have, too.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

import hashlib
from contextlib import suppress
from typing import NamedTuple

from ..clients import by_requests
from .outcome import DiffersError, RefusedError, Section
from .trial import Trial, check, expected, texts

buckets = Section("Buckets")


class Setting(NamedTuple):
    """A setting of a bucket: what puts it, how reading it shows that it is there, what ends it."""

    name: str  # as in put_bucket_name
    document: str
    shown: str  # stands in the answer to reading it
    without: str = ""  # code of S3's answer to reading it after the end; nothing where it is 200
    ends: bool = True  # whether there is a delete_bucket_name


PUT_ID = {"id": "one"}
SETTINGS = [
    Setting(
        "cors",
        "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod>"
        "<AllowedOrigin>http://h.example</AllowedOrigin></CORSRule></CORSConfiguration>",
        "http://h.example",
        "NoSuchCORSConfiguration",
    ),
    Setting(
        "lifecycle_configuration",
        "<LifecycleConfiguration><Rule><ID>one</ID><Filter><Prefix>old/</Prefix></Filter>"
        "<Status>Enabled</Status><Expiration><Days>9</Days></Expiration></Rule>"
        "</LifecycleConfiguration>",
        "old/",
        "NoSuchLifecycleConfiguration",
    ),
    Setting(
        "policy",
        '{"Version":"2012-10-17","Statement":[{"Sid":"one","Effect":"Allow",'
        '"Principal":{"AWS":["*"]},"Action":["s3:GetObject"],'
        '"Resource":["arn:aws:s3:::BUCKET/open/*"]}]}',
        "s3:GetObject",
        "NoSuchBucketPolicy",
    ),
    Setting(
        "tagging",
        "<Tagging><TagSet><Tag><Key>e</Key><Value>of-it</Value></Tag></TagSet></Tagging>",
        "of-it",
        "NoSuchTagSet",
    ),
    Setting(
        "encryption",
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
        "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
        "</ServerSideEncryptionConfiguration>",
        "AES256",
    ),
    Setting(
        "website",
        "<WebsiteConfiguration><IndexDocument><Suffix>in.html</Suffix></IndexDocument>"
        "</WebsiteConfiguration>",
        "in.html",
        "NoSuchWebsiteConfiguration",
    ),
    Setting(
        "ownership_controls",
        "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"
        "</OwnershipControls>",
        "BucketOwnerEnforced",
        "OwnershipControlsNotFoundError",
    ),
    Setting(
        "versioning",
        "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
        "Enabled",
        ends=False,
    ),
    Setting(
        "request_payment",
        "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>",
        "Requester",
        ends=False,
    ),
    Setting(
        "accelerate_configuration",
        "<AccelerateConfiguration><Status>Suspended</Status></AccelerateConfiguration>",
        "Suspended",
        ends=False,
    ),
    Setting(
        "logging",
        "<BucketLoggingStatus><LoggingEnabled><TargetBucket>BUCKET</TargetBucket>"
        "<TargetPrefix>logs/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
        "logs/",
        ends=False,
    ),
    Setting("notification_configuration", "<NotificationConfiguration/>", "Noti", ends=False),
]
WITH_ID = [
    Setting(
        "metrics_configuration", "<MetricsConfiguration><Id>one</Id></MetricsConfiguration>", "one"
    ),
    Setting(
        "analytics_configuration",
        "<AnalyticsConfiguration><Id>one</Id><StorageClassAnalysis/></AnalyticsConfiguration>",
        "one",
    ),
    Setting(
        "intelligent_tiering_configuration",
        "<IntelligentTieringConfiguration><Id>one</Id><Status>Enabled</Status><Tiering>"
        "<AccessTier>ARCHIVE_ACCESS</AccessTier><Days>90</Days></Tiering>"
        "</IntelligentTieringConfiguration>",
        "one",
    ),
    Setting(
        "inventory_configuration",
        "<InventoryConfiguration><Id>one</Id><IsEnabled>true</IsEnabled><Destination>"
        "<S3BucketDestination><Bucket>arn:aws:s3:::BUCKET</Bucket><Format>CSV</Format>"
        "</S3BucketDestination></Destination><IncludedObjectVersions>Current"
        "</IncludedObjectVersions><Schedule><Frequency>Daily</Frequency></Schedule>"
        "</InventoryConfiguration>",
        "one",
    ),
]


def made(on: Trial, **params: object) -> str:
    """Return the name of a bucket for the case alone."""
    name = "b-" + hashlib.sha256(on.key.encode()).hexdigest()[:12]
    on.do(on.s3.presign("create_bucket", bucket=name, **params), b"")
    return name


@buckets("create_bucket")
def _(on: Trial) -> None:
    made(on)


@buckets("create_bucket: one that is there")
def _(on: Trial) -> None:
    name = made(on)
    # us-east-1 answers as to the first; everywhere else it is BucketAlreadyOwnedByYou.
    on.do(on.s3.presign("create_bucket", bucket=name), b"")


@buckets("head_bucket")
def _(on: Trial) -> None:
    on.do(on.presign("head_bucket"))
    on.refused(on.presign("head_bucket", bucket="not-there"), 404)


@buckets("delete_bucket")
def _(on: Trial) -> None:
    name = made(on)
    on.do(on.s3.presign("delete_bucket", bucket=name), status=204)
    on.refused(on.presign("head_bucket", bucket=name), 404)


@buckets("delete_bucket: one that is not empty")
def _(on: Trial) -> None:
    name = made(on)
    on.do(on.s3.put_object(name, "key"), b"content")
    on.refused(on.s3.presign("delete_bucket", bucket=name), 409, "BucketNotEmpty")


@buckets("get_bucket_location")
def _(on: Trial) -> None:
    body = on.do(on.presign("get_bucket_location")).body
    check(texts(body, "LocationConstraint") in ([""], [on.store.region]), "another region")


@buckets("put_bucket_acl: canned")
def _(on: Trial) -> None:
    name = made(on)
    on.do(on.s3.presign("put_bucket_acl", bucket=name, acl="public-read"), b"")
    body = on.do(on.s3.presign("get_bucket_acl", bucket=name)).body
    check("READ" in texts(body, "Permission"), "does not keep it")


@buckets("get_bucket_acl")
def _(on: Trial) -> None:
    body = on.do(on.presign("get_bucket_acl")).body
    check("FULL_CONTROL" in texts(body, "Permission"), "does not name the owner's")


@buckets("put_bucket_acl")
def _(on: Trial) -> None:
    name = made(on)
    body = on.do(on.s3.presign("get_bucket_acl", bucket=name)).body
    on.do(on.s3.presign("put_bucket_acl", bucket=name), body)


@buckets("get_bucket_policy_status")
def _(on: Trial) -> None:
    name = made(on)
    policy = next(each for each in SETTINGS if each.name == "policy")
    with suppress(RefusedError, DiffersError):
        put(on, name, policy)
    answer = on.do(on.s3.presign("get_bucket_policy_status", bucket=name))
    check(texts(answer.body, "IsPublic") == ["true"], "calls a public bucket private")


def operation(verb: str, setting: Setting) -> str:
    if verb == "delete" and setting.name == "lifecycle_configuration":
        return "delete_bucket_lifecycle"
    return f"{verb}_bucket_{setting.name}"


def put(on: Trial, bucket: str, setting: Setting, **params: object) -> None:
    document = setting.document.replace("BUCKET", bucket).encode()
    digest = hashlib.md5(document).digest()
    name = operation("put", setting)
    if setting not in WITH_ID and setting.name != "notification_configuration":
        params["content_md5"] = digest
    status = 204 if setting.name == "policy" else 200
    on.do(on.s3.presign(name, bucket=bucket, **params), document, status)


def _add(setting: Setting, **params: object) -> None:
    @buckets(operation("put", setting))
    def _(on: Trial) -> None:
        put(on, made(on), setting, **params)

    @buckets(operation("get", setting))
    def _(on: Trial) -> None:
        name = made(on)
        with suppress(RefusedError, DiffersError):
            put(on, name, setting, **params)
        answer = on.do(on.s3.presign(operation("get", setting), bucket=name, **params))
        check(setting.shown.encode() in answer.body, "does not show what was put")

    if setting.ends:

        @buckets(operation("delete", setting))
        def _(on: Trial) -> None:
            name = made(on)
            with suppress(RefusedError, DiffersError):
                put(on, name, setting, **params)
            answer = by_requests(
                on.s3.presign(operation("delete", setting), bucket=name, **params), None
            )
            kept = by_requests(on.s3.presign("head_bucket", bucket=name)).status == 200
            check(kept, "deletes the bucket")
            expected(answer, 204)
            if setting.without:
                get = on.s3.presign(operation("get", setting), bucket=name)
                on.refused(get, 404, setting.without)


for each in SETTINGS:
    _add(each)
for each in WITH_ID:
    _add(each, **PUT_ID)

    @buckets(f"list_bucket_{each.name}s")
    def _(on: Trial, each: Setting = each) -> None:
        body = on.do(on.s3.presign(f"list_bucket_{each.name}s", bucket=made(on))).body
        check(b"<ListBucketResult" not in body, "answers with a listing of objects")
