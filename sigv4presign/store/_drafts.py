"""`Draft`: a file that is being written, and is no object yet."""

import hashlib
import os
import time
from threading import Lock

from ._files import Disk, create, new_name, remove

_STEP = 1000  # ns; what the usual file systems tell apart


class Draft:
    """A file among the unfinished ones, until `seal` and then somebody's rename, or `discard`.

    Args:
        folder: where it lies.
        disk: says how sure it must be.

    Attributes:
        path: where it is.
        size: bytes so far.
        md5: of these.
    """

    def __init__(self, folder: str, disk: Disk) -> None:
        self.path = os.path.join(folder, new_name())
        self.size = 0
        self.md5 = hashlib.md5(usedforsecurity=False)
        self._disk = disk
        self._file = open(create(self.path), "wb")  # noqa: SIM115 - until it is sealed

    def write(self, piece: bytes) -> None:
        """Add *piece* to it."""
        self.md5.update(piece)
        self.add(piece)

    def add(self, piece: bytes) -> None:
        """Add *piece* to it, and not to the hash."""
        self._file.write(piece)
        self.size += len(piece)

    def seal(self, moment: int) -> os.stat_result:
        """Return its status, once all of it is written and dated *moment*, in ns since 1970."""
        self._file.flush()
        self._disk.sync_file(self._file.fileno())
        self._file.close()
        os.utime(self.path, ns=(moment, moment))
        return os.lstat(self.path)

    def discard(self) -> None:
        """Remove it, unless it has become something else."""
        self._file.close()
        remove(self.path)


class Moments:
    """Dates for files, each one once, so that size and date tell two contents of a name apart."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = Lock()

    def next(self) -> int:
        """Return the present, or a little later, in ns since 1970."""
        with self._lock:
            now = time.time_ns() // _STEP * _STEP
            self._last = max(self._last + _STEP, now)
            return self._last
