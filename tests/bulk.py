"""What the tests of `sigv4presign.bulk` share: a run, and what it must have written."""

import csv
import io
from pathlib import Path

from sigv4presign import S3Presigner
from sigv4presign.bulk import Summary, presign_file

from .examples import KEYS, NOW

S3 = S3Presigner(KEYS)
BUCKET = "examplebucket"


def signed(source: Path, target: Path, bucket: str | None = BUCKET, **options) -> Summary:
    """Sign *source* into *target*, by this process alone unless *options* say otherwise."""
    return presign_file(S3, bucket, source, target, **{"now": NOW, "jobs": 1, **options})


def url(key: str, bucket: str = BUCKET, operation: str = "get_object", **params) -> str:
    """Return the URL that must come out: the presigner's for one key."""
    return S3.presign(operation, bucket=bucket, key=key, now=NOW, **params).url


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def faults(path: Path) -> list[tuple[int, str]]:
    """Return line and reason of each row of a report."""
    return [(int(row["line"]), row["reason"]) for row in rows(path)]


def names_in(folder: Path) -> set[str]:
    """Return the names of all that is in a folder."""
    return {path.name for path in folder.iterdir()}
