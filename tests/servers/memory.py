"""How much memory a process holds, watched from outside while something happens."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

MIB = 2**20
_SECONDS = 0.05


class Watched:
    """Bytes at the beginning, and the most that there were since."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.before = self.most = self._now()

    @property
    def growth(self) -> int:
        return self.most - self.before

    def look(self) -> None:
        self.most = max(self.most, self._now())

    def _now(self) -> int:
        command = ["ps", "-o", "rss=", "-p", str(self._pid)]
        return int(subprocess.check_output(command)) * 1024


@contextmanager
def watched(pid: int) -> Iterator[Watched]:
    memory = Watched(pid)
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_SECONDS):
            memory.look()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()
        memory.look()
