"""`Folder`: the buckets of a store, each a folder in one folder."""

import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Lock
from typing import Any, BinaryIO

from ..errors import InvalidRequestError
from ..s3.labels import is_address
from ._buckets import Bucket
from ._errors import StoreError
from ._files import Disk, is_folder
from ._listing import is_empty
from ._names import OWN, Names

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = re.compile(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


class Folder:
    """The folder that is served; the buckets in it are the folders with a name that one may have.

    Args:
        path: made if it is not there.
        disk: how sure it must be of what is written.

    Raises:
        InvalidRequestError: another server serves it.
        OSError: it cannot be read or written.
    """

    def __init__(self, path: str, disk: Disk) -> None:
        self.path = os.path.abspath(path)
        own = os.path.join(self.path, OWN)
        os.makedirs(own, exist_ok=True)
        self._claim = _claimed(os.path.join(own, "lock"), self.path)
        self._disk = disk
        self._names = Names.of(own)
        self._lock = Lock()
        self._buckets: dict[str, Bucket] = {}
        for name in self.names():
            self.bucket(name).clean()

    def close(self) -> None:
        """Let another server have the folder."""
        self._claim.close()

    def names(self) -> list[str]:
        """Return the names of all buckets, in order."""
        with os.scandir(self.path) as entries:
            return sorted(
                [e.name for e in entries if _BUCKET.fullmatch(e.name) and is_folder(e.path)]
            )

    def bucket(self, name: str) -> Bucket:
        """Return the bucket *name*.

        Raises:
            StoreError: there is none.
        """
        bucket = self._buckets.get(name)
        if bucket is None:
            path = os.path.join(self.path, name)
            if not _BUCKET.fullmatch(name) or not is_folder(path):
                raise StoreError("NoSuchBucket", details=(("BucketName", name),))
            made = Bucket(path, self._names, self._disk)
            bucket = self._buckets.setdefault(name, made)
        bucket.check_exists()
        return bucket

    def create(self, name: str) -> bool:
        """Make the bucket *name*; return whether it is new.

        Raises:
            StoreError: no bucket can be called so.
        """
        check_bucket_name(name)
        path = os.path.join(self.path, name)
        try:
            os.mkdir(path)
        except FileExistsError:
            if is_folder(path):
                return False
            raise StoreError("InvalidBucketName", details=(("BucketName", name),)) from None
        self._disk.sync_folder(self.path)
        self.bucket(name).prepare()
        return True

    def delete(self, name: str) -> None:
        """Remove the bucket *name*.

        Raises:
            StoreError: there is none, or it has an object or anything else in it.
        """
        bucket = self.bucket(name)
        refusal = StoreError("BucketNotEmpty", details=(("BucketName", name),))
        with bucket.lock:
            if not is_empty(bucket):
                raise refusal
            shutil.rmtree(bucket.layout.own, ignore_errors=True)
            try:
                # From the leaves on, and only what is empty: nothing of the user's is removed.
                for folder, _, _ in os.walk(bucket.layout.path, topdown=False):
                    os.rmdir(folder)
            except OSError:
                raise refusal from None
        self._disk.sync_folder(self.path)


def check_bucket_name(name: str) -> None:
    """Refuse a *name* that no bucket may have.

    Raises:
        StoreError: it is one.
    """
    if not _BUCKET.fullmatch(name) or is_address(name):
        raise StoreError("InvalidBucketName", details=(("BucketName", name),))


def _claimed(path: str, folder: str) -> BinaryIO:
    """Return the open file *path*, locked for this process as long as it is open."""
    file = open(path, "ab")  # noqa: SIM115 - open as long as the server runs
    try:
        _lock()(file.fileno())
    except OSError:
        file.close()
        raise InvalidRequestError(f"{folder!r} is served by another server already") from None
    return file


def _lock() -> Callable[[int], object]:
    with suppress(ImportError):
        posix: Any = import_module("fcntl")
        return lambda descriptor: posix.flock(descriptor, posix.LOCK_EX | posix.LOCK_NB)
    windows: Any = import_module("msvcrt")
    return lambda descriptor: windows.locking(descriptor, windows.LK_NBLCK, 1)
