"""Multipart uploads: parts that wait in a folder of their own until they become one object."""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from dataclasses import replace as altered

from ._buckets import Bucket, Check, check_key
from ._drafts import Draft, moments
from ._errors import StoreError
from ._files import PIECE, new_name, open_file, read_whole, remove, replace, status
from ._records import Record, kept

LAST_PART = 10000
_SMALLEST = 5 * 1024 * 1024  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
_HEAD = "upload"
_PART = re.compile(r"(\d{5})\.([0-9a-f]{32})")


@dataclass(frozen=True)
class Part:
    """One part that was uploaded.

    Attributes:
        number: from 1 to 10000.
        etag: MD5 of its content.
        size: bytes.
        modified: ns since 1970.
        path: of its file.
    """

    number: int
    etag: str
    size: int
    modified: int
    path: str


@dataclass(frozen=True)
class Upload:
    """One that was begun, and neither completed nor aborted.

    Attributes:
        identifier: S3's upload id.
        record: what the object is to have, dated when the upload began.
        path: of its folder.
    """

    identifier: str
    record: Record
    path: str


def begin(bucket: Bucket, record: Record) -> str:
    """Return the id of a new upload, the object of which is to have *record*."""
    check_key(record.key)
    bucket.prepare()
    identifier = new_name()
    # Not in its place before it is whole.
    unfinished = os.path.join(bucket.layout.unfinished, identifier)
    os.mkdir(unfinished)
    bucket.disk.write(os.path.join(unfinished, _HEAD), record.to_bytes())
    bucket.disk.sync_folder(unfinished)
    replace(unfinished, os.path.join(bucket.layout.uploads, identifier))
    bucket.disk.sync_folder(bucket.layout.uploads)
    return identifier


def find(bucket: Bucket, key: str, identifier: str) -> Upload:
    """Return the upload *identifier* of *key*.

    Raises:
        StoreError: there is none.
    """
    upload = _upload(bucket, identifier)
    if upload is None or upload.record.key != key:
        raise _no_such_upload(identifier)
    return upload


def _upload(bucket: Bucket, identifier: str) -> Upload | None:
    if not re.fullmatch(r"[0-9a-f]{32}", identifier):
        return None
    folder = os.path.join(bucket.layout.uploads, identifier)
    head = os.path.join(folder, _HEAD)
    text, found = read_whole(head), status(head)
    record = None if text is None or found is None else kept(text, found)
    return None if record is None else Upload(identifier, record, folder)


def every(bucket: Bucket) -> list[Upload]:
    """Return all uploads of *bucket*, by key; those of one key in the order in which they began."""
    try:
        identifiers = os.listdir(bucket.layout.uploads)
    except FileNotFoundError:
        return []
    uploads = [_upload(bucket, identifier) for identifier in identifiers]
    there = [upload for upload in uploads if upload is not None]
    return sorted(there, key=lambda one: (one.record.key, one.record.modified, one.identifier))


def put_part(bucket: Bucket, upload: Upload, number: int, draft: Draft) -> Part:
    """Make *draft* a part of *upload*, in place of another of that *number*."""
    etag = draft.md5.hexdigest()
    found = draft.seal(next(moments()))
    draft.close()
    path = os.path.join(upload.path, f"{number:05d}.{etag}")
    with bucket.lock:
        try:
            others = os.listdir(upload.path)
            replace(draft.path, path)
        except FileNotFoundError:
            raise _no_such_upload(upload.identifier) from None
        for name in others:
            if name.startswith(f"{number:05d}.") and name != os.path.basename(path):
                remove(os.path.join(upload.path, name))
    bucket.disk.sync_folder(upload.path)
    return Part(number, etag, found.st_size, found.st_mtime_ns, path)


def parts(upload: Upload) -> list[Part]:
    """Return the parts of *upload*, by number."""
    newest: dict[int, Part] = {}
    for name in os.listdir(upload.path):
        match = _PART.fullmatch(name)
        path = os.path.join(upload.path, name)
        found = status(path)
        if match is None or found is None:
            continue
        part = Part(int(match[1]), match[2], found.st_size, found.st_mtime_ns, path)
        # Two of a number: the server was killed between putting one and removing the other.
        other = newest.get(part.number)
        if other is None or other.modified < part.modified:
            newest[part.number] = part
    return [newest[number] for number in sorted(newest)]


def complete(
    bucket: Bucket, upload: Upload, wanted: list[tuple[int, str]], check: Check | None
) -> Record:
    """Make the *wanted* parts of *upload* one object, and return its record.

    Args:
        bucket: in which the upload is.
        upload: ends with this.
        wanted: number and entity tag of each part.
        check: as for `Bucket.put`.

    Raises:
        StoreError: the parts are not in order, not there, or too small.
    """
    chosen = _chosen(upload, wanted)
    draft = bucket.draft()
    try:
        for part in chosen:
            _append(draft, part, upload.identifier)
        tags = b"".join([bytes.fromhex(part.etag) for part in chosen])
        etag = f"{hashlib.md5(tags, usedforsecurity=False).hexdigest()}-{len(chosen)}"
        record = bucket.put(draft, altered(upload.record, etag=etag), check)
    except BaseException:
        draft.discard()
        raise
    abort(upload)
    return record


def _chosen(upload: Upload, wanted: list[tuple[int, str]]) -> list[Part]:
    numbers = [number for number, _ in wanted]
    if numbers != sorted(set(numbers)):
        raise StoreError("InvalidPartOrder")
    there = {part.number: part for part in parts(upload)}
    chosen: list[Part] = []
    for number, etag in wanted:
        part = there.get(number)
        if part is None or part.etag != etag.strip('"'):
            raise StoreError("InvalidPart", details=(("PartNumber", str(number)), ("ETag", etag)))
        chosen.append(part)
    for part in chosen[:-1]:
        if part.size < _SMALLEST:
            details = (
                ("ProposedSize", str(part.size)),
                ("MinSizeAllowed", str(_SMALLEST)),
                ("PartNumber", str(part.number)),
                ("ETag", part.etag),
            )
            raise StoreError("EntityTooSmall", details=details)
    return chosen


def _append(draft: Draft, part: Part, identifier: str) -> None:
    opened = open_file(part.path)
    if opened is None:  # aborted, or completed, meanwhile
        raise _no_such_upload(identifier)
    with open(opened[0], "rb", buffering=0) as file:
        while piece := file.read(PIECE):
            draft.add(piece)


def abort(upload: Upload) -> None:
    """Remove *upload* and its parts."""
    # The head first, so that it is gone even if this does not come to its end.
    remove(os.path.join(upload.path, _HEAD))
    shutil.rmtree(upload.path, ignore_errors=True)


def _no_such_upload(identifier: str) -> StoreError:
    return StoreError("NoSuchUpload", details=(("UploadId", identifier),))
