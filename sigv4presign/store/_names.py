"""`Names`: under which name of the file system the object of a key lies, and back.

A key is any text of up to 1024 bytes, and no file system takes all of these as they are. Those that
it takes lie under their own names, to be seen and edited; the others under one that clashes with
none.
"""

import hashlib
import os
import string
import uuid
from pathlib import Path

# Of the server itself, in the folder and in each bucket. No bucket and no plain key begins so.
OWN = ".sigv4presign"

LONGEST_KEY = 1024  # bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
_LONGEST_NAME = 255  # bytes; less than any file system's limit in UTF-16 units, too
_LONGEST_ESCAPED = 200
_DEEPEST = 64  # folders within folders
# No upper case: on some file systems it is the same as the lower.
_KEPT = frozenset((string.ascii_lowercase + string.digits + "-_.").encode())
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_WINDOWS_CHARACTERS = frozenset('\\:*?"<>|' + "".join(map(chr, range(32))))
_WINDOWS_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)


class Names:
    """What one file system keeps apart.

    Args:
        folds: whether it takes two names for one that differ in case, or in how an accent is
            composed, as those of macOS and Windows do.
        windows: whether Windows's rules for names hold.
    """

    def __init__(self, *, folds: bool, windows: bool) -> None:
        self.folds = folds
        self.windows = windows
        # Windows counts the whole path.
        self._longest = 120 if windows else LONGEST_KEY

    @classmethod
    def of(cls, folder: str) -> "Names":
        """Return those of the file system that *folder*, the server's own, is on."""
        probe = Path(folder) / f"probe-{uuid.uuid4().hex}-é"
        probe.touch()
        try:
            others = (probe.name.upper(), probe.name.replace("é", "e\u0301"))
            folds = any([probe.with_name(other).exists() for other in others])
        finally:
            probe.unlink()
        return cls(folds=folds, windows=os.name == "nt")

    def is_plain(self, key: str) -> bool:
        """Return whether the object of *key* may lie under the key itself."""
        if self.folds and not (key.isascii() and key == key.lower()):
            return False
        return key.count("/") < _DEEPEST and self.is_path(key)

    def is_path(self, key: str) -> bool:
        """Return whether *key* names a file below the bucket that is not the server's own."""
        if len(key) > self._longest:
            return False
        for part in key.split("/"):
            if part in {"", ".", ".."} or "\0" in part or len(part.encode()) > _LONGEST_NAME:
                return False
            if self.windows and not _fits_windows(part):
                return False
        return not key.lower().startswith(OWN)


def _fits_windows(part: str) -> bool:
    if part[-1] in ". " or not _WINDOWS_CHARACTERS.isdisjoint(part):
        return False
    return part.partition(".")[0].rstrip(" ").lower() not in _WINDOWS_DEVICES


def digest(key: str) -> str:
    """Return what stands for *key* in the name of a file."""
    return hashlib.sha256(key.encode()).hexdigest()


def odd_name(key: str) -> str:
    """Return the name of the file, in a folder of the server, of a *key* that is not plain.

    It tells the key, unless that would be too long.
    """
    escaped = "".join([chr(each) if each in _KEPT else f"%{each:02X}" for each in key.encode()])
    return f"={escaped}=" if len(escaped) <= _LONGEST_ESCAPED else f"#{digest(key)}"


def odd_key(name: str) -> str | None:
    """Return the key whose `odd_name` is *name*, or None if it is too long to be told."""
    if not (name[:1] == name[-1:] == "="):
        return None
    first, *rest = name[1:-1].split("%")
    octets = first.encode() + b"".join([bytes.fromhex(e[:2]) + e[2:].encode() for e in rest])
    return octets.decode()
