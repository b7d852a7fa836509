"""A lock that ends with its process, however that ends."""

import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

fcntl: Any = None
with suppress(ImportError):  # Windows has it not
    fcntl = import_module("fcntl")

CAN_LOCK = fcntl is not None


def locked(file: IO[bytes], path: Path) -> bool:
    """Return whether *file*, opened as *path*, is this process's now; False if another has it."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The one that had it may have given the file another name meanwhile.
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
