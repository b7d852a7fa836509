"""How far a run is, shown while it lasts: a bar by tqdm if there is one, lines if not."""

import sys
import time
from contextlib import AbstractContextManager
from importlib import import_module
from types import TracebackType
from typing import Any

_EVERY = 10  # seconds between two lines


class Progress(AbstractContextManager["Progress"]):
    """What is shown on standard error, if that is a terminal.

    Args:
        done: how much was done by an earlier run, 0 to 1.
        quiet: show nothing.
    """

    def __init__(self, done: float = 0, *, quiet: bool = False) -> None:
        self._bar: Any = None
        self._shown = not quiet and sys.stderr.isatty()
        self._next = time.monotonic() + _EVERY
        self._begun = time.monotonic()
        self._rows = 0
        self._done = done
        if self._shown:
            self._bar = _bar(done)

    def add(self, rows: int, done: float) -> None:
        """Show that so many *rows* more are written, and how much is *done*, 0 to 1."""
        self._rows += rows
        if self._bar is not None:
            self._bar.update((done - self._done) * 100)
            self._bar.set_postfix_str(self._rate(), refresh=False)
        elif self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            print(f"sigv4presign: {done:.0%}, {self._rate()}", file=sys.stderr)  # noqa: T201
        self._done = done

    def _rate(self) -> str:
        seconds = max(time.monotonic() - self._begun, 1e-3)
        return f"{self._rows:,} rows, {self._rows / seconds:,.0f}/s"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()


def _bar(done: float) -> Any:
    try:
        tqdm: Any = import_module("tqdm").tqdm
    except ImportError:
        return None
    return tqdm(
        total=100,
        initial=done * 100,
        bar_format="{l_bar}{bar}| {elapsed}<{remaining}{postfix}",
    )
