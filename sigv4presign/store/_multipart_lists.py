"""Which uploads are under way, and which of their parts are there."""

import re
from dataclasses import dataclass, field

from ._answers import Answer, document
from ._buckets import Bucket
from ._calls import Call
from ._containers import OWNER, Encode, listing_arguments, prefixes_told
from ._errors import argument
from ._listing import common_prefix
from ._uploads import Part, Upload, every, find, parts
from ._xml import NAMESPACE, element, elements, iso_moment

_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)
_INITIATOR = OWNER.replace("Owner>", "Initiator>")


def list_parts(bucket: Bucket, call: Call) -> Answer:
    """Tell the parts that are there: API_ListParts."""
    upload = find(bucket, call.key, call.query["uploadId"])
    asked = listing_arguments(call, "max-parts")
    marker = call.query.get("part-number-marker") or "0"
    if not _NUMBER.fullmatch(marker):
        raise argument("part-number-marker", marker, "The marker is no number of a part")
    behind = [part for part in parts(upload) if part.number > int(marker)]
    found = behind[: asked.limit]
    told = [
        ("Bucket", bucket.name),
        ("Key", asked.encode(call.key)),
        ("UploadId", upload.identifier),
        ("PartNumberMarker", marker),
        ("NextPartNumberMarker", str(found[-1].number) if found else "0"),
        ("MaxParts", str(asked.limit)),
        ("IsTruncated", "true" if len(behind) > asked.limit > 0 else "false"),
        ("StorageClass", "STANDARD"),
    ]
    listed = "".join([_part(part) for part in found])
    return document(
        f"<ListPartsResult {NAMESPACE}>{elements(told)}{_INITIATOR}{OWNER}{listed}"
        "</ListPartsResult>"
    )


def _part(part: Part) -> str:
    told = [
        ("PartNumber", str(part.number)),
        ("LastModified", iso_moment(part.modified)),
        ("ETag", f'"{part.etag}"'),
        ("Size", str(part.size)),
    ]
    return f"<Part>{elements(told)}</Part>"


@dataclass
class _Page:
    uploads: list[Upload] = field(default_factory=list[Upload])
    prefixes: list[str] = field(default_factory=list[str])
    truncated: bool = False


def list_uploads(bucket: Bucket, call: Call) -> Answer:
    """Tell the uploads that are under way: API_ListMultipartUploads."""
    asked = listing_arguments(call, "max-uploads")
    encode = asked.encode
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("upload-id-marker", "")
    found = _page(
        _behind(every(bucket), key_marker, id_marker),
        (asked.prefix, asked.delimiter, key_marker),
        asked.limit,
    )
    told = [
        ("Bucket", bucket.name),
        ("KeyMarker", encode(key_marker)),
        ("UploadIdMarker", id_marker),
        ("Prefix", encode(asked.prefix)),
        *([("Delimiter", encode(asked.delimiter))] if asked.delimiter else []),
        *([("EncodingType", "url")] if "encoding-type" in call.query else []),
        ("MaxUploads", str(asked.limit)),
        ("IsTruncated", "true" if found.truncated else "false"),
    ]
    if found.truncated:
        keys = [upload.record.key for upload in found.uploads[-1:]]
        told.append(("NextKeyMarker", encode(max([*keys, *found.prefixes[-1:]]))))
        if keys >= found.prefixes[-1:]:
            told.append(("NextUploadIdMarker", found.uploads[-1].identifier))
    listed = "".join([_upload(one, encode) for one in found.uploads])
    return document(
        f"<ListMultipartUploadsResult {NAMESPACE}>{elements(told)}{listed}"
        f"{prefixes_told(found.prefixes, encode)}</ListMultipartUploadsResult>"
    )


def _behind(uploads: list[Upload], key_marker: str, id_marker: str) -> list[Upload]:
    """Return those of *uploads*, in order, that come behind the two markers."""
    for index, upload in enumerate(uploads):
        key = upload.record.key
        if key > key_marker:
            return uploads[index:]
        if key == key_marker and id_marker and upload.identifier == id_marker:
            return uploads[index + 1 :]
    return []


def _page(uploads: list[Upload], within: tuple[str, str, str], limit: int) -> _Page:
    prefix, delimiter, after = within
    found = _Page()
    for upload in uploads:
        key = upload.record.key
        common = common_prefix(key, prefix, delimiter)
        if not key.startswith(prefix) or (common and common in {*found.prefixes, after}):
            continue
        if len(found.uploads) + len(found.prefixes) == limit:
            found.truncated = limit > 0
            break
        if common:
            found.prefixes.append(common)
        else:
            found.uploads.append(upload)
    return found


def _upload(upload: Upload, encode: Encode) -> str:
    return (
        f"<Upload>{element('Key', encode(upload.record.key))}"
        f"{element('UploadId', upload.identifier)}{_INITIATOR}{OWNER}"
        f"{element('StorageClass', 'STANDARD')}"
        f"{element('Initiated', iso_moment(upload.record.modified))}</Upload>"
    )
