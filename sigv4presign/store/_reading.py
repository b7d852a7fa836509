"""GET and HEAD of an object.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
"""

import os

from .._checks import bad_character
from ._answers import Answer, Pairs
from ._buckets import Bucket, no_such_key
from ._calls import Call
from ._conditions import check_read, last_modified, wanted_range
from ._errors import argument
from ._records import Record

_SHOWN = {
    name.lower(): name
    for name in (
        "Cache-Control",
        "Content-Disposition",
        "Content-Encoding",
        "Content-Language",
        "Content-Type",
        "Expires",
    )
}
OVERRIDES = {f"response-{name}": name for name in _SHOWN}


def get_object(bucket: Bucket, call: Call) -> Answer:
    """Answer with the content, or the part of it that is asked for."""
    descriptor, record = bucket.open(call.key)
    try:
        answer, (start, count) = _described(call, record)
    except BaseException:
        os.close(descriptor)
        raise
    answer.file = (descriptor, start, count)
    return answer


def head_object(bucket: Bucket, call: Call) -> Answer:
    """Answer with what is known of the object."""
    record = bucket.find(call.key)
    if record is None:
        raise no_such_key(call.key)
    answer, (_, size) = _described(call, record)
    answer.length = size
    return answer


def _described(call: Call, record: Record) -> tuple[Answer, tuple[int, int]]:
    overrides = _overrides(call)
    check_read(call, record)
    part = wanted_range(call, record)
    headers = described(record, overrides)
    if record.tags:
        headers.append(("x-amz-tagging-count", str(len(record.tags))))
    if part is None:
        if (call.header("x-amz-checksum-mode") or "").upper() == "ENABLED":
            headers.extend(record.checksums)
        return Answer(200, headers), (0, record.size)
    start, count = part
    headers.append(("Content-Range", f"bytes {start}-{start + count - 1}/{record.size}"))
    return Answer(206, headers), part


def described(record: Record, overrides: dict[str, str]) -> Pairs:
    """Return the headers that go with the content of *record*.

    Args:
        record: of the object.
        overrides: values that take the place of the object's own, by lower-case name.
    """
    own = {**dict(record.headers), **overrides}
    return [
        ("ETag", f'"{record.etag}"'),
        ("Last-Modified", last_modified(record)),
        ("Accept-Ranges", "bytes"),
        *[(_SHOWN.get(name, name), value) for name, value in own.items()],
    ]


def _overrides(call: Call) -> dict[str, str]:
    overrides: dict[str, str] = {}
    for parameter, name in OVERRIDES.items():
        value = call.query.get(parameter)
        if value:
            if bad_character(value) is not None:
                raise argument(parameter, "", "A header cannot have this value")
            overrides[name] = value
    return overrides
