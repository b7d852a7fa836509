"""The operations of multipart uploads.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
"""

import re

from ._answers import Answer, document
from ._buckets import Bucket
from ._calls import LARGEST, Call
from ._conditions import check_source, checked_range, write_check
from ._errors import StoreError, argument
from ._files import PIECE
from ._kept import check_done, header_tags, kept_headers
from ._records import Record
from ._uploads import LAST_PART, Upload, abort, begin, complete, find, put_part
from ._writing import copied, copy_source
from ._xml import NAMESPACE, elements, parsed, text_of

_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)
_COPY_RANGE = re.compile(r"bytes=(\d{1,19})-(\d{1,19})", re.ASCII)


def create_upload(bucket: Bucket, call: Call) -> Answer:
    """Begin an upload: API_CreateMultipartUpload."""
    call.nothing()
    check_done(call)
    identifier = begin(bucket, Record(call.key, 0, 0, "", kept_headers(call), header_tags(call)))
    told = [("Bucket", bucket.name), ("Key", call.key), ("UploadId", identifier)]
    algorithm = call.header("x-amz-checksum-algorithm")
    headers = [("x-amz-checksum-algorithm", algorithm)] if algorithm else []
    return document(
        f"<InitiateMultipartUploadResult {NAMESPACE}>{elements(told)}"
        "</InitiateMultipartUploadResult>",
        headers=headers,
    )


def upload_part(bucket: Bucket, call: Call) -> Answer:
    """Take the body as one part: API_UploadPart."""
    call.check_length()
    check_done(call)
    upload, number = _upload(bucket, call), _part_number(call)
    draft = bucket.draft()
    try:
        for piece in call.content():
            draft.write(piece)
        part = put_part(bucket, upload, number, draft)
    finally:
        draft.discard()
    return Answer(200, [("ETag", f'"{part.etag}"'), *call.checksums().items()])


def upload_part_copy(bucket: Bucket, call: Call) -> Answer:
    """Take another object, or a range of it, as one part: API_UploadPartCopy."""
    call.nothing()
    check_done(call)
    upload, number = _upload(bucket, call), _part_number(call)
    source, key = copy_source(call)
    descriptor, record = source.open(key)
    with open(descriptor, "rb", buffering=0) as file:
        check_source(call, record)
        start, left = _copy_range(call, record.size)
        if left > LARGEST:
            raise StoreError("InvalidRequest", "The specified copy source is larger than 5 GiB")
        file.seek(start)
        draft = bucket.draft()
        try:
            while left and (piece := file.read(min(left, PIECE))):
                draft.write(piece)
                left -= len(piece)
            part = put_part(bucket, upload, number, draft)
        finally:
            draft.discard()
    made = Record(call.key, part.size, part.modified, part.etag)
    return document(f"<CopyPartResult {NAMESPACE}>{copied(made)}</CopyPartResult>")


def _copy_range(call: Call, size: int) -> tuple[int, int]:
    header = call.header("x-amz-copy-source-range")
    if header is None:
        return 0, size
    match = _COPY_RANGE.fullmatch(header)
    found = checked_range(header, match[1], match[2], size) if match else None
    if match is None or found is None or int(match[2]) >= size:
        raise argument(
            "x-amz-copy-source-range",
            header,
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first "
            "and last are the zero-based offsets of the first and last bytes to copy",
        )
    return found


def complete_upload(bucket: Bucket, call: Call) -> Answer:
    """Make the parts one object: API_CompleteMultipartUpload."""
    root = parsed(call.document(), "CompleteMultipartUpload")
    wanted: list[tuple[int, str]] = []
    for part in root.findall("Part"):
        number = text_of(part, "PartNumber").strip()
        if not _NUMBER.fullmatch(number):
            raise StoreError("MalformedXML")
        wanted.append((int(number), text_of(part, "ETag").strip()))
    if not 1 <= len(wanted) <= LAST_PART:
        raise StoreError("MalformedXML")
    record = complete(bucket, _upload(bucket, call), wanted, write_check(call))
    told = [
        ("Location", f"http://{call.proof.host}/{bucket.name}/{call.key}"),
        ("Bucket", bucket.name),
        ("Key", call.key),
        ("ETag", f'"{record.etag}"'),
    ]
    return document(
        f"<CompleteMultipartUploadResult {NAMESPACE}>{elements(told)}"
        "</CompleteMultipartUploadResult>"
    )


def abort_upload(bucket: Bucket, call: Call) -> Answer:
    """Remove an upload and its parts: API_AbortMultipartUpload."""
    call.nothing()
    abort(_upload(bucket, call))
    return Answer(204)


def _upload(bucket: Bucket, call: Call) -> Upload:
    return find(bucket, call.key, call.query["uploadId"])


def _part_number(call: Call) -> int:
    text = call.query.get("partNumber", "")
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= LAST_PART:
        raise argument(
            "partNumber", text, "Part number must be an integer between 1 and 10000, inclusive"
        )
    return int(text)
