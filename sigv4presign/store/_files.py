"""What is asked of the file system: files made whole or not at all, by portable calls."""

import os
import stat
import time
import uuid
from contextlib import suppress

PIECE = 262144  # bytes that are read or written at once

_BINARY: int = getattr(os, "O_BINARY", 0)
# A pipe that somebody put into the folder would block whoever opens it.
_PLAIN: int = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | _BINARY | _PLAIN
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_WINDOWS = os.name == "nt"
_PATIENCE = 20  # times that Windows is asked again while another thread has the file open


def new_name() -> str:
    """Return a name that no other file has."""
    return uuid.uuid4().hex


def create(path: str) -> int:
    """Return the descriptor of the new file *path*.

    Raises:
        FileExistsError: it is there.
    """
    return os.open(path, _CREATE, 0o666)


def open_file(path: str) -> tuple[int, os.stat_result] | None:
    """Return a descriptor to read the file *path*, and its status; None if it is no plain file."""
    try:
        descriptor = os.open(path, _READ)
    except OSError as error:
        if isinstance(error, PermissionError) and status(path) is not None:
            raise  # a file that may not be read is there all the same
        return None
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode):
        return descriptor, found
    os.close(descriptor)
    return None


def status(path: str) -> os.stat_result | None:
    """Return the status of the file *path*; None if it is no plain file. No link is followed."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def is_folder(path: str) -> bool:
    """Return whether *path* is a folder, and no link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def read_whole(path: str) -> bytes | None:
    """Return the content of a small file, None if it is not there."""
    opened = open_file(path)
    if opened is None:
        return None
    descriptor, found = opened
    try:
        return os.read(descriptor, found.st_size)
    finally:
        os.close(descriptor)


def replace(old: str, new: str) -> None:
    """Let the file *old* take the place of *new*, at one moment for all who look."""
    tries = _PATIENCE if _WINDOWS else 0
    while tries:
        with suppress(PermissionError):
            os.replace(old, new)
            return
        tries -= 1
        time.sleep(0.05)
    os.replace(old, new)


def remove(path: str) -> bool:
    """Remove the file *path*; return whether it was there."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return False
    return True


class Disk:
    """How sure a store is of what it has written.

    Args:
        sync: whether it is to outlive the power of the machine; if not, only the server.
    """

    def __init__(self, *, sync: bool) -> None:
        self._sync = sync

    def sync_file(self, descriptor: int) -> None:
        """Return once the content of an open file is on the disk."""
        if self._sync:
            os.fsync(descriptor)

    def sync_folder(self, path: str) -> None:
        """Return once the names in the folder *path* are on the disk."""
        if not self._sync or _WINDOWS:  # which opens no folder
            return
        with suppress(FileNotFoundError):  # removed since, with all that was in it
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def write(self, path: str, content: bytes) -> None:
        """Make the new file *path* with *content*.

        Raises:
            FileExistsError: it is there.
        """
        descriptor = create(path)
        try:
            with open(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                self.sync_file(descriptor)
        except BaseException:
            remove(path)
            raise

    def rewrite(self, path: str, content: bytes, spare: str) -> None:
        """Give *path* other *content* at one moment; what is unfinished lies in *spare*."""
        unfinished = os.path.join(spare, new_name())
        self.write(unfinished, content)
        replace(unfinished, path)
        self.sync_folder(os.path.dirname(path))

    def make_folders(self, base: str, parts: list[str]) -> str:
        """Return *base* with *parts* below it, made if need be.

        Raises:
            NotADirectoryError: one of them is something else.
        """
        path = base
        for part in parts:
            above, path = path, os.path.join(path, part)
            try:
                os.mkdir(path)
            except FileExistsError:
                if not is_folder(path):
                    raise NotADirectoryError(path) from None
            else:
                self.sync_folder(above)
        return path
