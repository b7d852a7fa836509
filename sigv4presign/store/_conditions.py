"""What a request makes its effect depend on, and which part of an object it wants.

https://www.rfc-editor.org/rfc/rfc9110#section-13
"""

import re

from .._time import parse_http_date
from ._answers import http_date
from ._buckets import Check, no_such_key
from ._calls import Call
from ._errors import StoreError
from ._records import Record

_RANGE = re.compile(r"bytes=[ \t]*(\d{0,19})-(\d{0,19})", re.ASCII)


def check_read(call: Call, record: Record) -> None:
    """Raise what a read of *record* is answered with if its conditions do not hold.

    Raises:
        StoreError: ``PreconditionFailed``, or ``NotModified``.
    """
    failed = _failed(call, record, "")
    if failed in {"if-match", "if-unmodified-since"}:
        raise _precondition(failed)
    if failed:
        headers = (("ETag", f'"{record.etag}"'), ("Last-Modified", last_modified(record)))
        raise StoreError("NotModified", headers=headers)


def check_source(call: Call, record: Record) -> None:
    """Raise what a copy of *record* is answered with if the conditions on the source do not hold.

    Raises:
        StoreError: ``PreconditionFailed``.
    """
    failed = _failed(call, record, "x-amz-copy-source-")
    if failed:
        raise _precondition(f"x-amz-copy-source-{failed}")


def _failed(call: Call, record: Record, prefix: str) -> str:
    """Return which condition does not hold, or nothing; section 13.2.2 has the order."""
    match = call.header(f"{prefix}if-match")
    none_match = call.header(f"{prefix}if-none-match")
    seconds = record.modified // 10**9
    if match is not None:
        if not _names(match, record.etag):
            return "if-match"
    else:
        moment = _moment(call.header(f"{prefix}if-unmodified-since"))
        if moment is not None and seconds > moment:
            return "if-unmodified-since"
    if none_match is not None:
        return "if-none-match" if _names(none_match, record.etag) else ""
    moment = _moment(call.header(f"{prefix}if-modified-since"))
    return "if-modified-since" if moment is not None and seconds <= moment else ""


def write_check(call: Call) -> Check | None:
    """Return what holds a write against the object that is there; None if it has no conditions.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html

    Raises:
        StoreError: the condition is none that S3 knows.
    """
    match, none_match = call.header("if-match"), call.header("if-none-match")
    if none_match not in {None, "*"}:
        raise StoreError("NotImplemented", details=(("Header", "If-None-Match"),))
    if match is None and none_match is None:
        return None

    def check(record: Record | None) -> None:
        if none_match is not None and record is not None:
            raise _precondition("if-none-match")
        if match is not None:
            if record is None:
                raise no_such_key(call.key)
            if not _names(match, record.etag):
                raise _precondition("if-match")

    return check


def _names(tags: str, etag: str) -> bool:
    given = [tag.strip(" \t").removeprefix("W/").strip('"') for tag in tags.split(",")]
    return etag in given or "*" in given


def _moment(date: str | None) -> int | None:
    try:
        return None if date is None else parse_http_date(date)
    except ValueError:
        return None  # as if it were not there: section 13.1.3


def _precondition(name: str) -> StoreError:
    condition = "-".join([word.capitalize() for word in name.split("-")])
    if name.startswith("x-amz"):
        condition = name
    return StoreError("PreconditionFailed", details=(("Condition", condition),))


def wanted_range(call: Call, record: Record) -> tuple[int, int] | None:
    """Return first byte and number of bytes that are asked for; None for all of it.

    Several ranges are answered with the whole, as S3 does.

    Raises:
        StoreError: nothing of the object is in the range.
    """
    header = call.header("range")
    found = None if header is None else _RANGE.fullmatch(header)
    if header is None or found is None or not (found[1] or found[2]):
        return None
    unless = call.header("if-range")
    if unless is not None and unless.strip('"') != record.etag and unless != last_modified(record):
        return None
    return checked_range(header, found[1], found[2], record.size)


def checked_range(header: str, first: str, last: str, size: int) -> tuple[int, int] | None:
    """Return first byte and number of bytes of the range *header*, out of *size*.

    Args:
        header: as it came, for the error.
        first: digits, or nothing: then *last* is how many from the end.
        last: likewise, or nothing: all from *first* on.
        size: of the object.

    Raises:
        StoreError: nothing of the object is in the range.
    """
    if first and last and int(last) < int(first):
        return None
    if first:
        start = int(first)
        end = min(int(last), size - 1) if last else size - 1
    else:
        start = max(size - int(last), 0)
        end = size - 1
    if start > end:
        details = (("RangeRequested", header), ("ActualObjectSize", str(size)))
        headers = (("Content-Range", f"bytes */{size}"),)
        raise StoreError("InvalidRange", details=details, headers=headers)
    return start, end - start + 1


def last_modified(record: Record) -> str:
    """Return when *record* was made, as HTTP writes it."""
    return http_date(record.modified // 10**9)
