"""What an object has beside its content: tags, access, versions, locks.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
"""

import hashlib
import time
from contextlib import suppress

from ..clients import by_requests
from .buckets import made
from .outcome import DiffersError, RefusedError, Section
from .trial import CONTENT, Trial, check, expected, first, texts

settings = Section("Tags, access, versions, locks")
TAGS = b"<Tagging><TagSet><Tag><Key>e</Key><Value>f</Value></Tag></TagSet></Tagging>"
RETENTION = "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>%s</RetainUntilDate></Retention>"


def md5(document: bytes) -> dict[str, bytes]:
    return {"content_md5": hashlib.md5(document).digest()}


@settings("put_object: tagging")
def _(on: Trial) -> None:
    on.put(tagging={"a b": "c/d"})
    body = on.on_key("get_object_tagging").body
    check((texts(body, "Key"), texts(body, "Value")) == (["a b"], ["c/d"]), "other tags")


@settings("put_object_tagging")
def _(on: Trial) -> None:
    on.put()
    on.on_key("put_object_tagging", TAGS, **md5(TAGS))
    on.holds(CONTENT)


@settings("get_object_tagging")
def _(on: Trial) -> None:
    on.put()
    with suppress(RefusedError, DiffersError):
        on.on_key("put_object_tagging", TAGS, **md5(TAGS))
    check(texts(on.on_key("get_object_tagging").body, "Value") == ["f"], "other tags")
    on.holds(CONTENT)


@settings("delete_object_tagging")
def _(on: Trial) -> None:
    on.put()
    with suppress(RefusedError, DiffersError):
        on.on_key("put_object_tagging", TAGS, **md5(TAGS))
    answer = by_requests(on.presign("delete_object_tagging", key=on.key))
    check(by_requests(on.presign("head_object", key=on.key)).status == 200, "deletes the object")
    expected(answer, 204)
    check(texts(on.on_key("get_object_tagging").body, "Value") == [], "the tags are there")


@settings("put_object: acl")
def _(on: Trial) -> None:
    on.put(acl="public-read")
    check("READ" in texts(on.on_key("get_object_acl").body, "Permission"), "does not keep it")


@settings("put_object_acl")
def _(on: Trial) -> None:
    on.put()
    on.on_key("put_object_acl", b"", acl="public-read")
    on.holds(CONTENT)
    check("READ" in texts(on.on_key("get_object_acl").body, "Permission"), "does not keep it")


@settings("get_object_acl")
def _(on: Trial) -> None:
    on.put()
    body = on.on_key("get_object_acl").body
    check("FULL_CONTROL" in texts(body, "Permission"), "does not name the owner's")


def versioned(on: Trial) -> str:
    name = made(on)
    document = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    signed = on.s3.presign("put_bucket_versioning", bucket=name, **md5(document))
    on.do(signed, document)
    for content in (b"first", b"second"):
        on.do(on.s3.put_object(name, on.key), content)
    return name


@settings("versions: list_object_versions")
def _(on: Trial) -> None:
    body = on.do(on.s3.presign("list_object_versions", bucket=versioned(on))).body
    check(len(set(texts(body, "VersionId"))) == 2, "not two versions")
    check(texts(body, "IsLatest") == ["true", "false"], "another order")


@settings("versions: get_object, head_object, version_id")
def _(on: Trial) -> None:
    name = versioned(on)
    body = on.do(on.s3.presign("list_object_versions", bucket=name)).body
    earlier = texts(body, "VersionId")[-1]
    check(on.do(on.s3.get_object(name, on.key)).body == b"second", "another version")
    found = on.do(on.s3.get_object(name, on.key, version_id=earlier)).body
    check(found == b"first", "another version")
    head = on.do(on.s3.head_object(name, on.key, version_id=earlier))
    check(head.headers.get("x-amz-version-id") == earlier, "another version")


@settings("versions: delete_object")
def _(on: Trial) -> None:
    name = versioned(on)
    body = on.do(on.s3.presign("list_object_versions", bucket=name)).body
    latest = texts(body, "VersionId")[0]
    on.do(on.s3.delete_object(name, on.key, version_id=latest), status=204)
    check(on.do(on.s3.get_object(name, on.key)).body == b"first", "another version")
    marked = on.do(on.s3.delete_object(name, on.key), status=204)
    check(marked.headers.get("x-amz-delete-marker") == "true", "no delete marker")
    on.refused(on.s3.get_object(name, on.key), 404, "NoSuchKey")


def locked(on: Trial) -> str:
    return made(on, object_lock_enabled_for_bucket=True)


@settings("get_object_lock_configuration")
def _(on: Trial) -> None:
    body = on.do(on.s3.presign("get_object_lock_configuration", bucket=locked(on))).body
    check(first(body, "ObjectLockEnabled") == "Enabled", "has no locks")


@settings("put_object_lock_configuration")
def _(on: Trial) -> None:
    document = (
        b"<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>"
        b"<DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule>"
        b"</ObjectLockConfiguration>"
    )
    name = locked(on)
    signed = on.s3.presign("put_object_lock_configuration", bucket=name, **md5(document))
    on.do(signed, document)


@settings("put_object_retention, get_object_retention")
def _(on: Trial) -> None:
    name = locked(on)
    on.do(on.s3.put_object(name, on.key), CONTENT)
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
    document = (RETENTION % until).encode()
    key = {"bucket": name, "key": on.key}
    on.do(on.s3.presign("put_object_retention", **key, **md5(document)), document)
    body = on.do(on.s3.presign("get_object_retention", **key)).body
    check(first(body, "Mode") == "GOVERNANCE", "another mode")
    check(on.do(on.s3.get_object(**key)).body == CONTENT, "keeps other content")


@settings("put_object_legal_hold, get_object_legal_hold")
def _(on: Trial) -> None:
    name = locked(on)
    on.do(on.s3.put_object(name, on.key), CONTENT)
    key = {"bucket": name, "key": on.key}
    for status in (b"ON", b"OFF"):
        document = b"<LegalHold><Status>%s</Status></LegalHold>" % status
        on.do(on.s3.presign("put_object_legal_hold", **key, **md5(document)), document)
        body = on.do(on.s3.presign("get_object_legal_hold", **key)).body
        check(first(body, "Status").encode() == status, "another status")
    check(on.do(on.s3.get_object(**key)).body == CONTENT, "keeps other content")


@settings("put_public_access_block, get_public_access_block")
def _(on: Trial) -> None:
    name = made(on)
    document = (
        b"<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>"
        b"<IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
        b"<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>"
    )
    on.do(on.s3.presign("put_public_access_block", bucket=name, **md5(document)), document)
    body = on.do(on.s3.presign("get_public_access_block", bucket=name)).body
    check(texts(body, "BlockPublicAcls") == ["true"], "does not keep it")


@settings("delete_public_access_block")
def _(on: Trial) -> None:
    name = made(on)
    answer = by_requests(on.s3.presign("delete_public_access_block", bucket=name))
    kept = by_requests(on.s3.presign("head_bucket", bucket=name)).status == 200
    check(kept, "deletes the bucket")
    expected(answer, 204)
