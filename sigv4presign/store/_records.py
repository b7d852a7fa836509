"""`Record`: what is known of an object beside its content, and how it is kept.

Content and record are two files, and yet they change at one moment. A record's name says which
content it belongs to, by size and date: it is written first, and counts from the moment at which
that content takes its place. A file that somebody put there by hand has no record, and is an object
all the same.
"""

import hashlib
import json
import mimetypes
import os
from dataclasses import dataclass

from ._names import digest

BINARY = "binary/octet-stream"  # S3's word for what nobody said the type of


@dataclass(frozen=True)
class Record:
    """One object, its content aside.

    Attributes:
        key: decoded.
        size: bytes.
        modified: ns since 1970.
        etag: without the quotes.
        headers: (lower-case name, value) pairs that are sent with the content, as they came.
        tags: (name, value) pairs.
        checksums: (``x-amz-checksum-…``, value) pairs.
    """

    key: str
    size: int
    modified: int
    etag: str
    headers: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    checksums: tuple[tuple[str, str], ...] = ()

    def to_bytes(self) -> bytes:
        """Return what `kept` reads."""
        data = {
            "key": self.key,
            "etag": self.etag,
            "headers": self.headers,
            "tags": self.tags,
            "checksums": self.checksums,
        }
        return json.dumps(data).encode()


def record_name(key: str, found: os.stat_result) -> str:
    """Return the name of the record of *key* while its content is the file that is *found*."""
    return f"{digest(key)[:40]}.{identity(found)}"


def identity(found: os.stat_result) -> str:
    """Return what tells the content of a file from others that its name had or will have."""
    return f"{found.st_size:x}.{found.st_mtime_ns:x}"


def kept(text: bytes, found: os.stat_result) -> Record | None:
    """Return the record that *text* is, of the content that is *found*; None if it is none."""
    try:
        data = json.loads(text)
        pairs = [_pairs(data[name]) for name in ("headers", "tags", "checksums")]
        return Record(data["key"], found.st_size, found.st_mtime_ns, data["etag"], *pairs)
    except (ValueError, KeyError, TypeError):
        return None  # the machine lost its power, and was not to be sure of anything


def _pairs(given: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple([(name, value) for name, value in given])


def foreign(key: str, found: os.stat_result) -> Record:
    """Return a record of a file that did not come through this store.

    Its entity tag is not the MD5 of the content, and does not look so: to tell it, all of the
    content would have to be read.
    """
    tag = hashlib.md5(f"{key}\n{identity(found)}".encode(), usedforsecurity=False).hexdigest()
    kind, coding = mimetypes.guess_type(key)
    headers = [("content-type", kind or BINARY)]
    if coding is not None:
        headers = [("content-type", f"application/{coding}")]
    return Record(key, found.st_size, found.st_mtime_ns, f"{tag}-1", tuple(headers))
