"""`Draft`: a file that is being written, and is no object yet; and the date that it gets."""

import hashlib
import os
import time
from collections.abc import Iterator

from ._files import Disk, create, new_name, remove

_STEP = 1000  # ns


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
        os.utime(self.path, ns=(moment, moment))
        self._disk.sync_file(self._file.fileno())
        return os.fstat(self._file.fileno())

    def close(self) -> None:
        """Write no more, so that it can be renamed."""
        self._file.close()

    def discard(self) -> None:
        """Remove it, unless it has become something else."""
        self.close()
        remove(self.path)


def moments() -> Iterator[int]:
    """Yield dates for a file, the present first and then later ones, in ns since 1970.

    The steps grow, until they are what the file system tells apart.
    """
    moment = time.time_ns() // _STEP * _STEP
    for power in range(9):
        yield moment
        moment += _STEP * 10**power
