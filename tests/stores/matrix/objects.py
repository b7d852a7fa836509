"""Objects deleted and copied by URL, and what is left of the section on objects.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
"""

import hashlib

from ..altering import altered
from . import reads  # whose cases precede these
from .trial import CONTENT, Trial, check, texts

objects = reads.objects


@objects("delete_object")
def _(on: Trial) -> None:
    on.put()
    on.on_key("delete_object", status=204)
    on.gone()


@objects("delete_object: no such key")
def _(on: Trial) -> None:
    on.on_key("delete_object", status=204)


@objects("delete_objects")
def _(on: Trial) -> None:
    names = [f"{on.key}/{name}" for name in ("a", "b")]
    for name in names:
        on.put(name)
    each = "".join([f"<Object><Key>{name}</Key></Object>" for name in names])
    document = f"<Delete>{each}</Delete>".encode()
    digest = hashlib.md5(document).digest()
    answer = on.do(on.presign("delete_objects", content_md5=digest), document)
    check(sorted(texts(answer.body, "Key")) == names, "does not name what it deleted")
    for name in names:
        on.gone(name)


@objects("delete_objects: another body than the Content-MD5")
def _(on: Trial) -> None:
    on.put()
    document = f"<Delete><Object><Key>{on.key}</Key></Object></Delete>".encode()
    signed = on.presign("delete_objects", content_md5=hashlib.md5(b"another").digest())
    on.refused(signed, 400, "BadDigest", document)
    on.holds(CONTENT)


@objects("copy_object")
def _(on: Trial) -> None:
    on.put(f"{on.key} é%41+", content_type="text/x-note")
    copied = on.on_key("copy_object", copy_source=f"{on.bucket}/{on.key} é%41+")
    check(texts(copied.body, "ETag"), "no ETag")
    on.holds(CONTENT)
    kind = on.on_key("head_object").headers.get("Content-Type")
    check(kind == "text/x-note", "does not copy the Content-Type")


@objects("copy_object: metadata_directive")
def _(on: Trial) -> None:
    on.put(f"{on.key}-source", metadata={"a": "b"})
    on.on_key(
        "copy_object",
        copy_source=f"{on.bucket}/{on.key}-source",
        metadata_directive="REPLACE",
        metadata={"c": "d"},
    )
    headers = on.on_key("head_object").headers
    check(headers.get("x-amz-meta-c") == "d", "does not take the new metadata")
    check("x-amz-meta-a" not in headers, "keeps the old metadata")


@objects("copy_object: copy_source_if_match")
def _(on: Trial) -> None:
    on.put(f"{on.key}-source")
    signed = on.presign(
        "copy_object",
        key=on.key,
        copy_source=f"{on.bucket}/{on.key}-source",
        copy_source_if_match='"other"',
    )
    on.refused(signed, 412, "PreconditionFailed")


@objects("copy_object: no such source")
def _(on: Trial) -> None:
    signed = on.presign("copy_object", key=on.key, copy_source=f"{on.bucket}/{on.key}/no")
    on.refused(signed, 404, "NoSuchKey")


@objects("get_object_attributes")
def _(on: Trial) -> None:
    on.put()
    answer = on.on_key("get_object_attributes", object_attributes=["ETag", "ObjectSize"])
    check(texts(answer.body, "ObjectSize") == ["7"], "another size")


@objects("put_object: sse_customer_key")
def _(on: Trial) -> None:
    key = {"sse_customer_key": b"k" * 32}
    on.on_key("put_object", CONTENT, **key)
    check(on.on_key("get_object", **key).body == CONTENT, "other content")
    on.refused(on.presign("get_object", key=on.key), 400, "InvalidRequest")


@objects("presign_many")
def _(on: Trial) -> None:
    keys = [f"{on.key}/{name}" for name in ("a b", "ü", "c+")]
    for key in keys:
        on.put(key, key.encode())
    one = on.presign("get_object", key=keys[0])
    many = on.s3.presign_many("get_object", on.bucket, keys)
    found = [on.do(altered(one, url=url)).body for url in many]
    check(found == [key.encode() for key in keys], "other content")


@objects("generate_presigned_url")
def _(on: Trial) -> None:
    on.put()
    url = on.s3.generate_presigned_url("get_object", {"Bucket": on.bucket, "Key": on.key}, 60)
    check(on.do(altered(on.presign("get_object", key=on.key), url=url)).body == CONTENT, "other")
