"""The manifest of an S3 Inventory: which files it has, and how they are written.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InvalidRequestError

_FORMS = {"CSV": "csv", "PARQUET": "parquet", "ORC": "orc"}


@dataclass(frozen=True)
class File:
    """One of an inventory.

    Attributes:
        path: where it was found.
        size: in bytes.
        md5: of its content, in hexadecimal digits; empty if the manifest has none.
    """

    path: Path
    size: int
    md5: str


@dataclass(frozen=True)
class Manifest:
    """What the manifest says.

    Attributes:
        form: ``csv``, ``parquet`` or ``orc``.
        columns: of a CSV, which has no line with their names.
        files: in the manifest's order.
    """

    form: str
    columns: tuple[str, ...]
    files: tuple[File, ...]


def read_manifest(path: Path) -> Manifest:
    """Return what the file says, its own files found below its folder or one of those above."""
    try:
        data: Any = json.loads(path.read_bytes())
        form = _FORMS[data["fileFormat"].upper()]
        columns = tuple([name.strip() for name in data["fileSchema"].split(",")])
        listed = [
            (str(each["key"]), int(each["size"]), str(each.get("MD5checksum", "")))
            for each in data["files"]
        ]
    except OSError as error:
        raise InvalidRequestError(f"{path}: {error.strerror}") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InvalidRequestError(
            f"{path} is no manifest of S3 Inventory: it must have fileFormat (CSV, Parquet or "
            "ORC), fileSchema, and files with key and size"
        ) from None
    files = [File(_found(path, key), size, md5) for key, size, md5 in listed]
    for file in files:
        size = file.path.stat().st_size
        if size != file.size:
            raise InvalidRequestError(
                f"{file.path} has {size} bytes, the manifest says {file.size}: fetch it again"
            )
    return Manifest(form, columns if form == "csv" else (), tuple(files))


def _found(manifest: Path, key: str) -> Path:
    """Return where the data file is: as it is in its bucket, or beside the manifest."""
    parts = [part for part in key.split("/") if part not in ("", ".", "..")]
    for candidate in _candidates(manifest.resolve().parent, parts):
        if candidate.is_file():
            return candidate
    raise InvalidRequestError(
        f"the manifest lists {key!r}, which is neither beside {manifest} nor where it would be in "
        "a copy of the bucket; fetch the data files, too"
    )


def _candidates(folder: Path, parts: list[str]) -> Iterator[Path]:
    name = parts[-1] if parts else "."
    yield folder / name
    yield folder / "data" / name
    yield folder.parent / "data" / name
    for above in (folder, *folder.parents):
        yield above.joinpath(*parts)


def check_content(file: File) -> None:
    """Refuse a file that is not the one of the manifest."""
    if not file.md5:
        return
    digest = hashlib.md5(usedforsecurity=False)
    with file.path.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != file.md5.lower():
        raise InvalidRequestError(
            f"{file.path} is not the file of the manifest (its MD5 differs): fetch it again"
        )
