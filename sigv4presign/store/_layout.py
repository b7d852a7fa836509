"""`Layout`: where in a bucket's folder the content of a key lies.

An ordinary key lies under itself: ``photos/cat.jpg`` is the file ``cat.jpg`` in the folder
``photos``. What the file system does not take so, or takes for another, lies in a folder of the
server: a key that ends in ``/``, one with ``..`` in it, ``a`` where there is a folder ``a``.
"""

import os
from contextlib import suppress

from ._files import Disk, is_folder, replace, status
from ._names import OWN, Names, odd_name

RECORDS, ODD, UNFINISHED, UPLOADS = "records", "objects", "unfinished", "uploads"


class Layout:
    """The paths in one bucket's folder.

    Args:
        path: of the folder.
        names: what its file system keeps apart.
        disk: how sure it must be of what is written.
    """

    def __init__(self, path: str, names: Names, disk: Disk) -> None:
        self.path = path
        self.names = names
        self.own = os.path.join(path, OWN)
        self.records = os.path.join(self.own, RECORDS)
        self.odd = os.path.join(self.own, ODD)
        self.unfinished = os.path.join(self.own, UNFINISHED)
        self.uploads = os.path.join(self.own, UPLOADS)
        self._disk = disk

    def make(self) -> None:
        """Make the server's own folders."""
        for name in (RECORDS, ODD, UPLOADS, UNFINISHED):
            self._disk.make_folders(self.path, [OWN, name])

    def place(self, key: str) -> str | None:
        """Return the path of the content of *key*, or None if there is none."""
        odd = os.path.join(self.odd, odd_name(key))
        if status(odd) is not None:
            return odd
        if not self.names.is_path(key):
            return None
        plain = os.path.join(self.path, *key.split("/"))
        if status(plain) is None or not self._is_within(key) or not self.is_spelled_so(key):
            return None
        return plain

    def move(self, draft: str, key: str) -> str:
        """Rename the file *draft* to where the content of *key* belongs, and return that path."""
        odd = os.path.join(self.odd, odd_name(key))
        if self.names.is_plain(key) and status(odd) is None and self.is_spelled_so(key):
            *folders, name = key.split("/")
            # Something else may have the name, a folder or a link; or a part of it may be too long.
            with suppress(OSError):
                target = os.path.join(self._disk.make_folders(self.path, folders), name)
                if not os.path.lexists(target) or status(target) is not None:
                    replace(draft, target)
                    return target
            self.prune(os.path.join(self.path, *folders))
        replace(draft, odd)
        return odd

    def prune(self, folder: str) -> None:
        """Remove *folder*, and those around it, as far as they are empty."""
        with suppress(OSError):
            while folder not in {self.path, self.odd}:
                os.rmdir(folder)
                folder = os.path.dirname(folder)

    def _is_within(self, key: str) -> bool:
        """Return whether the file of *key* is in the bucket, and not behind a link out of it."""
        folder = self.path
        for part in key.split("/")[:-1]:
            folder = os.path.join(folder, part)
            if not is_folder(folder):
                return False
        return True

    def is_spelled_so(self, key: str) -> bool:
        """Return whether what is there of the path *key* is spelled so, and not merely taken so."""
        if not self.names.folds:
            return True
        folder = self.path
        for part in key.split("/"):
            path = os.path.join(folder, part)
            if not os.path.lexists(path):
                return True
            if part not in os.listdir(folder):
                return False
            folder = path
        return True
