"""Buckets made, removed and listed."""

import base64
import binascii
import os
from typing import NamedTuple
from urllib.parse import quote

from ._answers import Answer, document
from ._buckets import Bucket
from ._calls import Call
from ._errors import StoreError, argument
from ._folder import Folder
from ._listing import Page, page
from ._records import Record
from ._xml import NAMESPACE, element, elements, iso_moment, parsed

_MOST = 1000
OWNER = "<Owner><ID>sigv4presign</ID><DisplayName>sigv4presign</DisplayName></Owner>"


def list_buckets(folder: Folder, call: Call) -> Answer:
    """Tell the names of all buckets: API_ListBuckets."""
    prefix = call.query.get("prefix", "")
    told = "".join(
        [
            f"<Bucket>{elements([('Name', name), ('CreationDate', _made(folder, name))])}</Bucket>"
            for name in folder.names()
            if name.startswith(prefix)
        ]
    )
    return document(
        f"<ListAllMyBucketsResult {NAMESPACE}>{OWNER}<Buckets>{told}</Buckets>"
        "</ListAllMyBucketsResult>"
    )


def _made(folder: Folder, name: str) -> str:
    own = folder.bucket(name).layout.own
    path = own if os.path.isdir(own) else os.path.dirname(own)
    return iso_moment(os.stat(path).st_mtime_ns)


def create_bucket(folder: Folder, call: Call) -> Answer:
    """Make a bucket: API_CreateBucket."""
    body = call.document()
    if body:
        root = parsed(body, "CreateBucketConfiguration")
        region = root.findtext("LocationConstraint")
        if region and region != call.region:
            raise StoreError("IllegalLocationConstraintException")
    # As in us-east-1, to make a bucket again that one has is no error; elsewhere it is.
    if not folder.create(call.bucket) and call.region != "us-east-1":
        raise StoreError("BucketAlreadyOwnedByYou", details=(("BucketName", call.bucket),))
    return Answer(200, [("Location", f"/{call.bucket}")])


def delete_bucket(folder: Folder, call: Call) -> Answer:
    """Remove an empty bucket: API_DeleteBucket."""
    call.nothing()
    folder.delete(call.bucket)
    return Answer(204)


def head_bucket(bucket: Bucket, call: Call) -> Answer:
    """Tell that a bucket is there: API_HeadBucket."""
    bucket.check_exists()
    return Answer(200, [("x-amz-bucket-region", call.region)])


def get_location(bucket: Bucket, call: Call) -> Answer:
    """Tell the region: API_GetBucketLocation. That of us-east-1 is none."""
    bucket.check_exists()
    region = "" if call.region == "us-east-1" else call.region
    return document(f"<LocationConstraint {NAMESPACE}>{region}</LocationConstraint>")


def get_versioning(bucket: Bucket, call: Call) -> Answer:
    """Tell that no versions are kept, nor ever were: API_GetBucketVersioning."""
    bucket.check_exists()
    call.nothing()
    return document(f"<VersioningConfiguration {NAMESPACE}/>")


def list_objects(bucket: Bucket, call: Call) -> Answer:
    """Tell a page of keys: API_ListObjects."""
    asked = listing_arguments(call, "max-keys")
    encode = asked.encode
    marker = call.query.get("marker", "")
    found = page(bucket, asked.prefix, asked.delimiter, marker, asked.limit)
    told = [("Marker", encode(marker))]
    if found.truncated:
        told.append(("NextMarker", encode(found.last)))
    return _listed(bucket, asked, told, found, owner=True)


def list_objects_v2(bucket: Bucket, call: Call) -> Answer:
    """Tell a page of keys: API_ListObjectsV2."""
    query = call.query
    if query["list-type"] != "2":
        raise argument("list-type", query["list-type"], "Invalid List Type specified in Request")
    asked = listing_arguments(call, "max-keys")
    start, token = query.get("start-after", ""), query.get("continuation-token")
    after = start if token is None else _after(token)
    found = page(bucket, asked.prefix, asked.delimiter, after, asked.limit)
    told = [("KeyCount", str(len(found.records) + len(found.prefixes)))]
    if start:
        told.append(("StartAfter", asked.encode(start)))
    if token is not None:
        told.append(("ContinuationToken", token))
    if found.truncated:
        told.append(("NextContinuationToken", _token(found.last)))
    return _listed(bucket, asked, told, found, owner=query.get("fetch-owner") == "true")


class Encode:
    """How keys are written in a listing.

    Args:
        url: percent-encoded, so that XML can hold any key.
    """

    def __init__(self, *, url: bool) -> None:
        self.url = url

    def __call__(self, text: str) -> str:
        """Return *text* as it is written."""
        return quote(text, safe="/") if self.url else text


class Asked(NamedTuple):
    """What a listing is asked for.

    Attributes:
        prefix: of the keys.
        delimiter: empty for none.
        limit: how many to tell at most.
        encode: how to write them.
    """

    prefix: str
    delimiter: str
    limit: int
    encode: Encode


def listing_arguments(call: Call, most: str) -> Asked:
    """Return what *call* asks for.

    Args:
        call: the request.
        most: the name of the parameter that says how many to list.

    Raises:
        StoreError: it cannot be.
    """
    query = call.query
    encoding = query.get("encoding-type")
    if encoding not in {None, "url"}:
        raise argument("encoding-type", encoding or "", "Invalid Encoding Method specified")
    text = query.get(most) or str(_MOST)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argument(most, text, f"Provided {most} not an integer or within integer range")
    limit = min(int(text), _MOST)
    encode = Encode(url=encoding is not None)
    return Asked(query.get("prefix", ""), query.get("delimiter", ""), limit, encode)


def _token(last: str) -> str:
    return base64.urlsafe_b64encode(last.encode()).decode()


def _after(token: str) -> str:
    try:
        return base64.b64decode(token, b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise argument(
            "continuation-token", token, "The continuation token provided is incorrect"
        ) from None


def _listed(
    bucket: Bucket, asked: Asked, more: list[tuple[str, str]], found: Page, *, owner: bool
) -> Answer:
    encode = asked.encode
    told = [("Name", bucket.name), ("Prefix", encode(asked.prefix)), *more]
    if asked.delimiter:
        told.append(("Delimiter", encode(asked.delimiter)))
    if encode.url:
        told.append(("EncodingType", "url"))
    told.append(("MaxKeys", str(asked.limit)))
    told.append(("IsTruncated", "true" if found.truncated else "false"))
    contents = "".join([_content(record, encode, owner=owner) for record in found.records])
    return document(
        f"<ListBucketResult {NAMESPACE}>{elements(told)}{contents}"
        f"{prefixes_told(found.prefixes, encode)}</ListBucketResult>"
    )


def prefixes_told(prefixes: list[str], encode: Encode) -> str:
    """Return the elements that tell of *prefixes*."""
    told = [element("Prefix", encode(prefix)) for prefix in prefixes]
    return "".join([f"<CommonPrefixes>{each}</CommonPrefixes>" for each in told])


def _content(record: Record, encode: Encode, *, owner: bool) -> str:
    told = elements(
        [
            ("Key", encode(record.key)),
            ("LastModified", iso_moment(record.modified)),
            ("ETag", f'"{record.etag}"'),
            ("Size", str(record.size)),
            ("StorageClass", dict(record.headers).get("x-amz-storage-class", "STANDARD")),
        ]
    )
    return f"<Contents>{told}{OWNER if owner else ''}</Contents>"
