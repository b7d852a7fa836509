"""A run from file to file: begun or gone on with, watched, finished."""

import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._checks import unix_seconds
from .._columns import Order
from ..errors import InvalidRequestError
from ._formats import compressed, head_of, report_head, shown_columns
from ._input import Input, opened_input
from ._journal import Journal, State
from ._parquet import check_writable, converted
from ._progress import Progress
from ._workers import Job, signed_chunks

if TYPE_CHECKING:
    from .._checks import Duration, Moment
    from ..s3.presigner import S3Presigner

_EVERY = 5  # seconds between two states on disk
_OUTPUTS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".txt": "txt"}


@dataclass(frozen=True)
class Summary:
    """What came of a run.

    Attributes:
        signed: how many rows have a URL.
        bad: how many have not; the report says why.
        report: where that is.
        headers: what must be sent with each URL, unless the row has a method of its own.
        expires_at: when the URLs end, in Unix seconds, unless the row has a lifetime of its own.
        resumed: rows that an earlier run had done.
    """

    signed: int
    bad: int
    report: Path
    headers: tuple[tuple[str, str], ...]
    expires_at: int
    resumed: int


def presign_file(
    presigner: "S3Presigner",
    bucket: str | None,
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    operation: str = "get_object",
    expires_in: "Duration" = 3600,
    now: "Moment | None" = None,
    params: Mapping[str, Any] | None = None,
    report: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    columns: Sequence[str] | None = None,
    url_encoded: bool = False,
    restart: bool = False,
    quiet: bool = True,
) -> Summary:
    """Write to *target* a URL for each key in *source*, in its order; all of one moment.

    A run that was cut off, however that was, is gone on with by the next call with the same
    arguments; *target* and *report* get their names only when they are complete, and are then the
    same, byte for byte, as those of a run that was never cut off.

    Args:
        presigner: whose credentials sign; pickled, if there are to be other processes.
        bucket: of all keys. None takes that in the column ``bucket`` of each row.
        source: ``.txt`` (a key a line), ``.csv``, ``.tsv``, ``.jsonl``, each also with ``.gz``; the
            ``manifest.json`` of an S3 Inventory; ``.parquet`` or ``.orc``. Columns: ``key``, and
            where there are such ``bucket``, ``version_id``, ``method`` (GET, PUT, HEAD, DELETE),
            ``expires_in`` (seconds) and ``is_delete_marker``.
        target: ``.csv``, ``.jsonl`` or ``.txt``, each also with ``.gz``, or ``.parquet``.
        operation: one on objects, such as ``put_object``.
        expires_in: as for `S3Presigner.presign`.
        now: the moment of signing of all URLs, in Unix seconds or as an aware datetime; None reads
            the clock as the run begins, and keeps that for those that go on with it.
        params: the operation's own, for all rows.
        report: where file, line and reason of each bad row are written, as CSV; None means
            ``TARGET.errors.csv``. There is none if no row is bad.
        jobs: how many processes sign; None takes as many as there are cores for this one.
        columns: what those of a CSV are called, if its first line does not say so.
        url_encoded: keys are percent-encoded. Those of an inventory's CSV are, unasked.
        restart: forget a run that was cut off.
        quiet: show no progress on a terminal.

    Raises:
        InvalidRequestError: input, output or settings are not what they must be; or there is a run
            to go on with that was begun with others.
        CredentialsError: the credentials have ended.
        OSError: the output cannot be written.
    """
    target = Path(target)
    report = target.with_name(f"{target.name}.errors.csv") if report is None else Path(report)
    if len({path.resolve() for path in (Path(source), target, report)}) < 3:
        raise InvalidRequestError("input, output and report must be three files")
    form, compress = _output_form(target)
    jobs = _count(jobs)
    rows = opened_input(Path(source), columns, encoded=url_encoded)
    moment = unix_seconds("now", time.time() if now is None else now)
    order = Order(presigner, operation, bucket, expires_in, moment, dict(params or {}))
    if bucket is not None and bucket.startswith("arn:"):
        rows = rows.without("bucket")  # an access point, whose bucket is named otherwise
    shown = shown_columns(rows.layout.columns, one_bucket=bucket is not None)
    if bucket is None and "bucket" not in rows.layout.columns:
        raise InvalidRequestError(f"{source} has no column 'bucket', so a bucket must be named")
    text_form = "csv" if form == "parquet" else form
    job = Job(order, rows.layout, text_form, shown, bucket, compress)
    with Journal(target, report) as journal:
        state = None if restart else journal.read()
        state, job = _begun(journal, state, job, rows, form, fixed=now is not None)
        before = state.signed + state.bad
        if not state.finished:
            state = _written(journal, state, job, rows, jobs, quiet=quiet)
        ready = None
        if form == "parquet":
            ready = converted(journal.part, target.with_name(f"{target.name}.new"))
        journal.finish(state, ready)
    probe = job.order.probe()
    return Summary(state.signed, state.bad, report, probe.headers, probe.expires_at, before)


def _output_form(target: Path) -> tuple[str, bool]:
    suffixes = [suffix.lower() for suffix in target.suffixes]
    compress = suffixes[-1:] == [".gz"]
    if compress:
        suffixes.pop()
    last = suffixes[-1] if suffixes else ""
    if last == ".parquet" and not compress:
        check_writable()
        return "parquet", False
    if last not in _OUTPUTS:
        raise InvalidRequestError(
            f"{target.name!r} ends with none of .csv, .jsonl, .txt or .parquet; "
            "the first three may end with .gz, too"
        )
    return _OUTPUTS[last], compress


def _count(jobs: int | None) -> int:
    if jobs is not None:
        if jobs < 1:
            raise InvalidRequestError(f"jobs is {jobs}; it must be at least 1")
        return jobs
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begun(
    journal: Journal, state: State | None, job: Job, rows: Input, form: str, *, fixed: bool
) -> tuple[State, Job]:
    """Return where the run is to begin, and the job with its moment of signing."""
    if state is not None and not fixed:
        job = replace(job, order=replace(job.order, now=state.now))
    fingerprint = _fingerprint(job, rows, form)
    if state is not None:
        if state.fingerprint != fingerprint:
            raise InvalidRequestError(
                f"{journal.part} was begun with another input, other options or other credentials; "
                "go on with those, or begin anew with --restart"
            )
        if not fixed and job.order.probe().expires_at <= time.time():
            raise InvalidRequestError(
                f"the URLs in {journal.part} are valid no longer; begin anew with --restart"
            )
        if state.finished and journal.settled(state):
            return state, job
        if not state.finished and not journal.lacks(state):
            journal.cut(state)
            return state, job
    head = head_of(job.form, job.shown)
    state = State(unix_seconds("now", job.order.now), fingerprint, rows.start)
    return journal.begin(state, compressed(head) if job.compress else head, report_head()), job


def _fingerprint(job: Job, rows: Input, form: str) -> str:
    """Return a digest of all that decides what the output is.

    A URL stands in it for credentials, store and parameters: its signature covers them all.
    """
    words = (job.order.probe().url, rows.identity, job.layout, form, job.compress, job.own_bucket)
    return hashlib.sha256("\n".join(map(str, words)).encode("utf-8", "surrogateescape")).hexdigest()


def _written(
    journal: Journal, state: State, job: Job, rows: Input, jobs: int, *, quiet: bool
) -> State:
    """Return the last state, all rows from *state* on written."""
    chunks = rows.chunks(state.place)
    results = signed_chunks(job, chunks, jobs, journal.part, state.output)
    # A state is on disk only after what it speaks of, and nobody waits for that.
    with ThreadPoolExecutor(1) as keeper, Progress(quiet=quiet) as progress, closing(results):
        kept: Future[None] | None = None
        due = time.monotonic() + _EVERY
        for signed in results:
            journal.write(signed.output, signed.report)
            state = replace(
                state,
                place=signed.end,
                output=state.output + signed.length,
                report=state.report + len(signed.report),
                signed=state.signed + signed.signed,
                bad=state.bad + signed.bad,
            )
            progress.add(signed.signed + signed.bad, signed.progress)
            if time.monotonic() >= due and (kept is None or kept.done()):
                kept = keeper.submit(journal.keep, state)
                due = time.monotonic() + _EVERY
    state = replace(state, finished=True)
    journal.keep(state)
    return state
