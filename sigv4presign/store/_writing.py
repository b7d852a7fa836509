"""PUT, copy and DELETE of objects, and their tags."""

from dataclasses import replace as altered
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

from ._answers import Answer, document
from ._buckets import Bucket, check_key, no_such_key
from ._calls import LARGEST, Call
from ._conditions import check_source, write_check
from ._errors import StoreError, argument
from ._files import PIECE
from ._kept import (
    check_done,
    document_tags,
    header_tags,
    kept_headers,
    tags_document,
)
from ._records import Record
from ._xml import NAMESPACE, element, elements, iso_moment, parsed, text_of

_MOST_DELETED = 1000
_SAME = (
    "This copy request is illegal because it is trying to copy an object to itself without "
    "changing the object's metadata, storage class, website redirect location or encryption "
    "attributes."
)


def put_object(bucket: Bucket, call: Call) -> Answer:
    """Take the body as the object's content: API_PutObject."""
    call.check_length()
    check_key(call.key)
    check_done(call)
    headers, tags, check = kept_headers(call), header_tags(call), write_check(call)
    if check is not None:  # and again when all is there
        check(bucket.find(call.key))
    draft = bucket.draft()
    try:
        for piece in call.content():
            draft.write(piece)
        checksums = call.checksums()
        record = Record(
            call.key, 0, 0, draft.md5.hexdigest(), headers, tags, tuple(checksums.items())
        )
        bucket.put(draft, record, check)
    finally:
        draft.discard()
    return Answer(200, [("ETag", f'"{record.etag}"'), *checksums.items()])


def copy_object(bucket: Bucket, call: Call) -> Answer:
    """Make the object a copy of another: API_CopyObject."""
    call.nothing()
    check_key(call.key)
    check_done(call)
    source, key = copy_source(call)
    replaces = _replaces(call, "x-amz-metadata-directive")
    if source is bucket and key == call.key and not replaces:
        raise StoreError("InvalidRequest", _SAME)
    check = write_check(call)
    descriptor, record = source.open(key)
    with open(descriptor, "rb", buffering=0) as file:
        check_source(call, record)
        if record.size > LARGEST:
            raise StoreError("InvalidRequest", "The specified copy source is larger than 5 GiB")
        draft = bucket.draft()
        try:
            while piece := file.read(PIECE):
                draft.write(piece)
            made = altered(
                record,
                key=call.key,
                etag=draft.md5.hexdigest(),
                headers=kept_headers(call) if replaces else record.headers,
                tags=header_tags(call)
                if _replaces(call, "x-amz-tagging-directive")
                else record.tags,
            )
            made = bucket.put(draft, made, check)
        finally:
            draft.discard()
    return document(f"<CopyObjectResult {NAMESPACE}>{copied(made)}</CopyObjectResult>")


def copied(record: Record) -> str:
    """Return what is told of the copy that *record* is of."""
    return elements([("LastModified", iso_moment(record.modified)), ("ETag", f'"{record.etag}"')])


def copy_source(call: Call) -> tuple[Bucket, str]:
    """Return the bucket and the key that are to be copied.

    Raises:
        StoreError: the header names none, or a bucket that is not there.
    """
    source = call.header("x-amz-copy-source") or ""
    path, _, version = source.partition("?versionId=")
    if version not in {"", "null"}:
        raise argument("versionId", version, "This store keeps no versions")
    try:
        name, found, key = unquote_to_bytes(path).decode().removeprefix("/").partition("/")
    except UnicodeDecodeError:
        name, found, key = "", "", ""
    if not found or not key:
        raise argument(
            "x-amz-copy-source", source, "Copy Source must mention the source bucket and key"
        )
    return call.folder.bucket(name), key


def _replaces(call: Call, name: str) -> bool:
    directive = call.header(name) or "COPY"
    if directive not in {"COPY", "REPLACE"}:
        raise argument(name, directive, "Unknown directive.")
    return directive == "REPLACE"


def delete_object(bucket: Bucket, call: Call) -> Answer:
    """Remove the object: API_DeleteObject."""
    call.nothing()
    check = write_check(call)
    bucket.delete(call.key, check)
    return Answer(204)


def delete_objects(bucket: Bucket, call: Call) -> Answer:
    """Remove the objects that the body names: API_DeleteObjects."""
    root = parsed(call.document(), "Delete")
    quiet = (root.findtext("Quiet") or "").strip().lower() == "true"
    wanted = root.findall("Object")
    if not 1 <= len(wanted) <= _MOST_DELETED:
        raise StoreError("MalformedXML")
    told = "".join([_deleted(bucket, one, quiet) for one in wanted])
    return document(f"<DeleteResult {NAMESPACE}>{told}</DeleteResult>")


def _deleted(bucket: Bucket, wanted: Element, quiet: bool) -> str:
    key = text_of(wanted, "Key")
    try:
        if wanted.findtext("VersionId") not in {None, "", "null"}:
            raise StoreError("NotImplemented", "This store keeps no versions")
        bucket.delete(key)
    except StoreError as error:
        told = elements([("Key", key), ("Code", error.code), ("Message", error.message)])
        return f"<Error>{told}</Error>"
    return "" if quiet else f"<Deleted>{element('Key', key)}</Deleted>"


def get_tags(bucket: Bucket, call: Call) -> Answer:
    """Tell the object's tags: API_GetObjectTagging."""
    record = bucket.find(call.key)
    if record is None:
        raise no_such_key(call.key)
    tags = tags_document(record.tags)
    return document(f"<Tagging {NAMESPACE}><TagSet>{tags}</TagSet></Tagging>")


def put_tags(bucket: Bucket, call: Call) -> Answer:
    """Replace the object's tags: API_PutObjectTagging."""
    tags = document_tags(call.document())
    bucket.update(call.key, lambda record: altered(record, tags=tags))
    return Answer(200)


def delete_tags(bucket: Bucket, call: Call) -> Answer:
    """Remove the object's tags: API_DeleteObjectTagging."""
    call.nothing()
    bucket.update(call.key, lambda record: altered(record, tags=()))
    return Answer(204)
