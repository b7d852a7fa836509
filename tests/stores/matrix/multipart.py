"""Uploads in parts, each by a URL of its own.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
"""

import hashlib

from sigv4presign.s3.multipart import MultipartUpload

from ..altering import altered
from .outcome import Section
from .trial import CONTENT, Trial, check, first, texts

multipart = Section("Uploads in parts")
MIB = 1024**2


def begun(on: Trial, **params: object) -> str:
    return first(on.on_key("create_multipart_upload", b"", **params).body, "UploadId")


def planned(on: Trial, size: int, **settings: object) -> MultipartUpload:
    return on.s3.multipart_upload_urls(on.bucket, on.key, begun(on), size=size, **settings)


def sent(on: Trial, upload: MultipartUpload, content: bytes) -> list[str]:
    """Send the parts, and return their ETags."""
    return [
        on.do(part.request, content[part.start : part.end]).headers["ETag"] for part in upload.parts
    ]


@multipart("create_multipart_upload")
def _(on: Trial) -> None:
    check(begun(on, content_type="text/x-note"), "an empty UploadId")


@multipart("upload_part, complete_multipart_upload")
def _(on: Trial) -> None:
    content = bytes(range(256)) * (11 * MIB // 256)
    upload = planned(on, len(content), part_size=5 * MIB)
    etags = sent(on, upload, content)
    answer = on.do(upload.complete, upload.completion(etags).encode())
    on.holds(content)
    parts = [hashlib.md5(content[part.start : part.end]).digest() for part in upload.parts]
    etag = f'"{hashlib.md5(b"".join(parts)).hexdigest()}-3"'
    check(first(answer.body, "ETag") == etag, "an ETag that is not of the parts' MD5")


@multipart("upload_part: another size than the signed one")
def _(on: Trial) -> None:
    part = planned(on, 7, sign_sizes=True).parts[0].request
    on.refused(altered(part, headers=()), 403, "SignatureDoesNotMatch", b"short")
    on.do(part, CONTENT)


@multipart("upload_part: another part than the signed one")
def _(on: Trial) -> None:
    part = planned(on, 7).parts[0].request
    other = altered(part, url=part.url.replace("partNumber=1", "partNumber=2"))
    on.refused(other, 403, "SignatureDoesNotMatch", CONTENT)


@multipart("upload_part: no such upload")
def _(on: Trial) -> None:
    upload = planned(on, 7)
    on.do(upload.abort, status=204)
    on.refused(upload.parts[0].request, 404, "NoSuchUpload", CONTENT)


@multipart("upload_part: again")
def _(on: Trial) -> None:
    upload = planned(on, 7)
    sent(on, upload, b"earlier")
    on.do(upload.complete, upload.completion(sent(on, upload, CONTENT)).encode())
    on.holds(CONTENT)


@multipart("upload_part_copy")
def _(on: Trial) -> None:
    on.put(f"{on.key}-source", b"0123456789")
    upload_id = begun(on)
    upload = on.s3.multipart_upload_urls(on.bucket, on.key, upload_id, size=7)
    copied = on.on_key(
        "upload_part_copy",
        upload_id=upload_id,
        part_number=1,
        copy_source=f"{on.bucket}/{on.key}-source",
        copy_source_range="bytes=2-5",
    )
    etag = first(copied.body, "ETag")
    on.do(upload.complete, upload.completion([etag]).encode())
    on.holds(b"2345")


@multipart("complete_multipart_upload: a part too small")
def _(on: Trial) -> None:
    upload = planned(on, 5 * MIB + 7, part_size=5 * MIB)
    etags = [on.do(part.request, CONTENT).headers["ETag"] for part in upload.parts]
    on.refused(upload.complete, 400, "EntityTooSmall", upload.completion(etags).encode())


@multipart("complete_multipart_upload: another ETag")
def _(on: Trial) -> None:
    upload = planned(on, 7)
    sent(on, upload, CONTENT)
    on.refused(upload.complete, 400, "InvalidPart", upload.completion(["0" * 32]).encode())
    on.gone()


@multipart("complete_multipart_upload: headers of the beginning")
def _(on: Trial) -> None:
    upload_id = begun(on, content_type="text/x-note", metadata={"a": "b"})
    upload = on.s3.multipart_upload_urls(on.bucket, on.key, upload_id, size=7)
    on.do(upload.complete, upload.completion(sent(on, upload, CONTENT)).encode())
    headers = on.on_key("head_object").headers
    check(headers.get("Content-Type") == "text/x-note", "loses the Content-Type")
    check(headers.get("x-amz-meta-a") == "b", "loses the metadata")


@multipart("abort_multipart_upload")
def _(on: Trial) -> None:
    upload_id = begun(on)
    upload = on.s3.multipart_upload_urls(on.bucket, on.key, upload_id, size=7)
    sent(on, upload, CONTENT)
    on.do(upload.abort, status=204)
    listed = on.do(on.presign("list_multipart_uploads", prefix=on.key)).body
    check(upload_id not in texts(listed, "UploadId"), "the upload is there")
    on.gone()


@multipart("get_object: part_number")
def _(on: Trial) -> None:
    content = b"x" * (5 * MIB) + CONTENT
    upload = planned(on, len(content), part_size=5 * MIB)
    on.do(upload.complete, upload.completion(sent(on, upload, content)).encode())
    answer = on.on_key("get_object", status=206, part_number=2)
    check(answer.body == CONTENT, "another part")
