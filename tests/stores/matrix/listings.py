"""Listings: of buckets, objects, versions, uploads and parts.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
"""

from urllib.parse import unquote_plus

from .outcome import Section
from .trial import CONTENT, Trial, check, first, texts

listings = Section("Listings")
NAMES = ("a", "b/c", "b/d", "e f+é")


def filled(on: Trial) -> str:
    """Return a prefix under which there are `NAMES`."""
    for name in NAMES:
        on.put(f"{on.key}/{name}")
    return f"{on.key}/"


@listings("list_buckets")
def _(on: Trial) -> None:
    names = texts(on.do(on.s3.presign("list_buckets")).body, "Name")
    check(on.bucket in names, "does not name the bucket")


@listings("list_objects_v2")
def _(on: Trial) -> None:
    prefix = filled(on)
    found = texts(on.do(on.presign("list_objects_v2", prefix=prefix)).body, "Key")
    check(found == [prefix + name for name in NAMES], "other keys, or in another order")


@listings("list_objects_v2: delimiter")
def _(on: Trial) -> None:
    prefix = filled(on)
    body = on.do(on.presign("list_objects_v2", prefix=prefix, delimiter="/")).body
    check(texts(body, "Key") == [f"{prefix}a", f"{prefix}e f+é"], "other keys")
    check(f"{prefix}b/" in texts(body, "Prefix"), "no common prefix")


@listings("list_objects_v2: encoding_type")
def _(on: Trial) -> None:
    prefix = filled(on)
    body = on.do(on.presign("list_objects_v2", prefix=prefix, encoding_type="url")).body
    found = texts(body, "Key")
    check(all(key.isascii() for key in found), "does not encode the keys")
    check([unquote_plus(key) for key in found] == [prefix + name for name in NAMES], "other keys")


@listings("list_objects_v2: max_keys, continuation_token")
def _(on: Trial) -> None:
    prefix = filled(on)
    page = on.do(on.presign("list_objects_v2", prefix=prefix, max_keys=3)).body
    check(first(page, "IsTruncated") == "true", "says that it is not truncated")
    token = first(page, "NextContinuationToken")
    rest = on.do(on.presign("list_objects_v2", prefix=prefix, continuation_token=token)).body
    found = texts(page, "Key") + texts(rest, "Key")
    check(found == [prefix + name for name in NAMES], "other keys, or in another order")


@listings("list_objects_v2: start_after")
def _(on: Trial) -> None:
    prefix = filled(on)
    answer = on.do(on.presign("list_objects_v2", prefix=prefix, start_after=f"{prefix}b/c"))
    check(texts(answer.body, "Key") == [f"{prefix}b/d", f"{prefix}e f+é"], "other keys")


@listings("list_objects_v2: fetch_owner")
def _(on: Trial) -> None:
    prefix = filled(on)
    body = on.do(on.presign("list_objects_v2", prefix=prefix, fetch_owner=True)).body
    check(len(texts(body, "Owner")) == len(NAMES), "no owners")


@listings("list_objects")
def _(on: Trial) -> None:
    prefix = filled(on)
    page = on.do(on.presign("list_objects", prefix=prefix, max_keys=3)).body
    rest = on.do(on.presign("list_objects", prefix=prefix, marker=texts(page, "Key")[-1])).body
    found = texts(page, "Key") + texts(rest, "Key")
    check(found == [prefix + name for name in NAMES], "other keys, or in another order")


@listings("list_object_versions")
def _(on: Trial) -> None:
    on.put()
    body = on.do(on.presign("list_object_versions", prefix=on.key)).body
    check(texts(body, "Key") == [on.key], "other keys")
    check(texts(body, "VersionId") == ["null"], "another version than null")


@listings("list_multipart_uploads")
def _(on: Trial) -> None:
    begun = first(on.on_key("create_multipart_upload", b"").body, "UploadId")
    body = on.do(on.presign("list_multipart_uploads", prefix=on.key)).body
    check(begun in texts(body, "UploadId"), "does not name the upload")


@listings("list_parts")
def _(on: Trial) -> None:
    begun = first(on.on_key("create_multipart_upload", b"").body, "UploadId")
    on.on_key("upload_part", CONTENT, upload_id=begun, part_number=2)
    body = on.on_key("list_parts", upload_id=begun).body
    check(texts(body, "PartNumber") == ["2"], "other parts")
    check(texts(body, "Size") == ["7"], "another size")


@listings("no such bucket")
def _(on: Trial) -> None:
    on.refused(on.presign("list_objects_v2", bucket="not-there"), 404, "NoSuchBucket")
