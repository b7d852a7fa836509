"""Chunks signed by this process, or by several; the results in the order of the chunks.

The credentials reach the other processes through the pipe by which they are started: no command
line, environment or file has them.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import IO, Any, NamedTuple

from .._columns import Columns, Order, sign_columns
from ..errors import SigV4Error
from ._chunks import Chunk, Place
from ._formats import compressed, report_of, text_of
from ._rows import Layout, Rows, for_signing, rows_of

# Rows at a time: what they take is small enough to be had, again and again, without the system.
_SLICE = 512


# A pool whose worker was killed waits for the thread that writes into a pipe that nobody reads:
# https://github.com/python/cpython/issues/94777
_BLOCKS = sys.version_info < (3, 11, 5)


@dataclass(frozen=True)
class Job:
    """What is to be done with every chunk.

    Attributes:
        order: what is signed.
        layout: how the rows of the input are written.
        form: of the output: ``csv``, ``jsonl`` or ``txt``.
        shown: which columns it repeats.
        own_bucket: the one bucket whose rows are wanted, or None.
        compress: whether the output is a gzip file.
    """

    order: Order
    layout: Layout
    form: str
    shown: tuple[str, ...]
    own_bucket: str | None = None
    compress: bool = False


class Signed(NamedTuple):
    """What a chunk has become.

    Attributes:
        output: more of the output, in pieces; none if a worker process wrote it.
        length: how many bytes that is.
        report: more of the report on bad rows.
        signed: how many rows have a URL.
        bad: how many have not.
        end: where the next chunk begins.
        progress: how much of the input is done, 0 to 1.
    """

    output: list[bytes]
    length: int
    report: bytes
    signed: int
    bad: int
    end: Place
    progress: float


def sign_chunk(job: Job, chunk: Chunk) -> Signed:
    """Return the rows of *chunk*, signed."""
    rows = rows_of(chunk.content, chunk.line, job.layout)
    columns, chosen = for_signing(
        rows, own_bucket=job.own_bucket, delete=job.order.operation == "delete_object"
    )
    output: list[bytes] = []
    signed = 0
    for first in range(0, len(chosen), _SLICE):
        places = chosen[first : first + _SLICE]
        text, count = _sign_slice(job, rows, columns.sliced(first, _SLICE), places)
        output.append(text)
        signed += count
    if job.compress:
        output = [compressed(b"".join(output))]
    report = report_of(chunk.name, rows.faults) if rows.faults else b""
    length = sum(map(len, output))
    return Signed(output, length, report, signed, len(rows.faults), chunk.end, chunk.progress)


def _sign_slice(job: Job, rows: Rows, columns: Columns, places: Sequence[int]) -> tuple[bytes, int]:
    """Return the text of some rows and how many of them are good; add to the faults of *rows*."""
    urls, wrong = sign_columns(job.order, columns)
    good: list[Any] = urls
    if wrong:
        rows.faults += [(rows.numbers[places[row]], reason) for row, reason in wrong.items()]
        places = [place for place, url in zip(places, urls) if url is not None]
        good = [url for url in urls if url is not None]
    shown = [rows.columns[name] for name in job.shown]
    if isinstance(places, range):
        shown = [column[places.start : places.stop] for column in shown]
    else:
        shown = [[column[place] for place in places] for column in shown]
    return text_of(job.form, job.shown, shown, good), len(good)


def signed_chunks(
    job: Job, chunks: Iterator[Chunk], jobs: int, part: Path, offset: int
) -> Generator[Signed, None, None]:
    """Return the *chunks* signed, by so many processes as *jobs* says, in their order.

    Args:
        job: what is to be done.
        chunks: in order.
        jobs: one is this process.
        part: the file into which worker processes write what they have signed, each in its turn, so
            that it need not pass through this one.
        offset: where in *part* the first of it belongs.
    """
    if jobs == 1:
        return (sign_chunk(job, chunk) for chunk in chunks)
    return _by_processes(job, chunks, jobs, part, offset)


class Turn:
    """Whose chunk is the next to be written, and where: one for all processes of a run."""

    def __init__(self, context: SpawnContext, offset: int) -> None:
        self._changed = context.Condition()
        self._number = context.RawValue("q", 0)
        self._offset = context.RawValue("q", offset)

    def take(self, number: int, length: int) -> int:
        """Wait for the turn of the chunk of that *number*, and return where its bytes belong."""
        with self._changed:
            # Chunks are begun in their order, so that the one waited for is in work.
            self._changed.wait_for(lambda: self._number.value == number)
            offset: int = self._offset.value
            self._offset.value = offset + length
            self._number.value = number + 1
            self._changed.notify_all()
        return offset


def _by_processes(
    job: Job, chunks: Iterator[Chunk], jobs: int, part: Path, offset: int
) -> Generator[Signed, None, None]:
    context = multiprocessing.get_context("spawn")
    turn = Turn(context, offset)
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(job, turn, part))
    waiting: deque[Future[Signed]] = deque()
    try:
        for number, chunk in enumerate(chunks):
            waiting.append(pool.submit(_written, number, chunk))
            # So many that nobody waits for work, so few that memory stays flat.
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        broken: Any = pool
        unblock = broken._call_queue._reader.close if _BLOCKS else int
        unblock()
        raise SigV4Error(
            "a worker process was killed, perhaps for want of memory; the same command goes on "
            "where this run was, with --jobs 1 if it must"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker(NamedTuple):
    job: Job
    turn: Turn
    file: IO[bytes]


_workers: list[_Worker] = []  # of a worker process: itself


def _begin(job: Job, turn: Turn, part: Path) -> None:
    # An interrupt is for the process that started this one; when that is gone, so is this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # glibc gives what lies free back to the system, and asks for it again at once, unless it is no
    # more than the largest block freed so far. So one is; it halves the system's share of the time.
    bytearray(4 << 20)
    _workers.append(_Worker(job, turn, part.open("r+b")))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _written(number: int, chunk: Chunk) -> Signed:
    job, turn, file = _workers[0]
    length = 0
    try:
        signed = sign_chunk(job, chunk)
        length = signed.length
    finally:
        # Whatever happened: those behind wait for it.
        offset = turn.take(number, length)
    file.seek(offset)
    file.writelines(signed.output)
    file.flush()
    return signed._replace(output=[])
