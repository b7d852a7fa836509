"""What a run leaves on disk while it lasts, so that it can be killed and gone on with.

Beside the output ``O`` there are ``O.part``, what is written of it; ``O.part.json``, the state: how
much of that counts, and where in the input it ends; and the report's own part. The state is renamed
into place, so that it is always a whole one. What was written after it is cut off and made again.
"""

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from ..errors import InvalidRequestError
from ._chunks import Place
from ._locks import CAN_LOCK, locked

_VERSION = 1


@dataclass(frozen=True)
class State:
    """How far a run is.

    Attributes:
        now: the moment of signing of all its URLs.
        fingerprint: of everything that decides what the output is.
        place: where the input goes on.
        output: bytes of the output that are there.
        report: bytes of the report on bad rows that are there.
        signed: rows with a URL.
        bad: rows without.
        finished: nothing remains but to give the files their names.
    """

    now: int
    fingerprint: str
    place: Place = field(default_factory=Place)
    output: int = 0
    report: int = 0
    signed: int = 0
    bad: int = 0
    finished: bool = False


class Journal:
    """The files of one run, locked against another.

    Args:
        output: what the output is to be called.
        report: what the report on bad rows is to be called.
    """

    def __init__(self, output: Path, report: Path) -> None:
        self.output = output
        self.report = report
        self.part = _with(output, ".part")
        self._report_part = _with(report, ".part")
        self._state = _with(output, ".part.json")
        self._file: IO[bytes] | None = None
        self._report_file: IO[bytes] | None = None

    def __enter__(self) -> "Journal":  # noqa: PYI034 (Self is younger than Python 3.10)
        self._file = _opened(self.part)
        if not locked(self._file, self.part):
            self._file.close()
            raise InvalidRequestError(f"another run is writing {self.output}")
        self._report_file = _opened(self._report_part)
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files():
            file.close()
        if not self._state.exists():
            # Nothing to go on with: it is finished, or never began.
            for path in (self.part, self._report_part):
                path.unlink(missing_ok=True)

    def _files(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._file is not None  # noqa: S101
        assert self._report_file is not None  # noqa: S101
        return self._file, self._report_file

    def read(self) -> State | None:
        """Return the state of a run that was cut off, None if there is none."""
        try:
            data: Any = json.loads(self._state.read_bytes())
            if data.pop("version") != _VERSION:
                raise ValueError
            data["place"] = Place(*data["place"])
            return State(**data)
        except FileNotFoundError:
            return None
        except (AttributeError, KeyError, TypeError, ValueError):
            raise InvalidRequestError(
                f"{self._state} is not of this version of sigv4presign; "
                "begin anew with --restart, or delete it"
            ) from None

    def lacks(self, state: State) -> bool:
        """Return whether less is there than *state* says, as when a file was deleted."""
        return self._size(0) < state.output or self._size(1) < state.report

    def settled(self, state: State) -> bool:
        """Return whether the last *state*'s output is there, whole, by either of its names."""
        return self._size(0) == state.output or self.output.exists()

    def begin(self, state: State, head: bytes, report_head: bytes) -> State:
        """Return the *state* of a run that has written no more than the heads of its files."""
        self.cut(replace(state, output=0, report=0))
        self.write([head], report_head)
        state = replace(state, output=len(head), report=len(report_head))
        self.keep(state)
        return state

    def cut(self, state: State) -> None:
        """Forget what was written after *state*."""
        for file, size in zip(self._files(), (state.output, state.report)):
            file.truncate(size)
            file.seek(size)

    def write(self, output: list[bytes], report: bytes) -> None:
        """Append to output and report."""
        file, report_file = self._files()
        file.writelines(output)
        if report:
            report_file.write(report)

    def keep(self, state: State) -> None:
        """Make *state* the one that a later run begins from."""
        for file in self._files():
            file.flush()
            os.fsync(file.fileno())
        text = json.dumps({"version": _VERSION, **asdict(state), "place": list(state.place)})
        new = _with(self._state, ".new")
        with new.open("wb") as state_file:
            state_file.write(text.encode())
            state_file.flush()
            os.fsync(state_file.fileno())
        new.replace(self._state)

    def finish(self, state: State, converted: Path | None = None) -> None:
        """Give report and output their names, and forget the state; again, if that was cut off.

        Args:
            state: the last.
            converted: what is to be the output, if not the part itself.
        """
        if self._size(1) == state.report:
            self._name(1, self._report_part, self.report, wanted=state.bad > 0)
        if converted is not None:
            converted.replace(self.output)
        elif self._size(0) == state.output:
            self._name(0, self.part, self.output, wanted=True)
        self._state.unlink()

    def _size(self, which: int) -> int:
        return self._files()[which].seek(0, os.SEEK_END)

    def _name(self, which: int, part: Path, path: Path, *, wanted: bool) -> None:
        if not CAN_LOCK:
            self._files()[which].close()  # Windows renames no open file
        if wanted:
            part.replace(path)
        else:
            path.unlink(missing_ok=True)


def _with(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _opened(path: Path) -> IO[bytes]:
    # For reading and writing, made if it is not there, and never cut before it is locked.
    file = path.open("ab")
    file.close()
    return path.open("r+b")
