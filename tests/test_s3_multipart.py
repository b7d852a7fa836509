"""A multipart upload by URLs: which bytes go where, and what a store would not take."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import InvalidRequestError, S3Presigner
from sigv4presign.s3.multipart import part_ranges

from .examples import KEYS, NOW, SECRET, prove

MIB = 1024**2
S3 = S3Presigner(KEYS)


def plan(**settings):
    return S3.multipart_upload_urls("bucket", "a b", "u+1", **{"now": NOW, **settings})


def test_the_urls_of_an_upload():
    upload = plan(size=20 * MIB, part_size=8 * MIB, expires_in=60)
    assert [(part.number, part.start, part.end, part.size) for part in upload.parts] == [
        (1, 0, 8 * MIB, 8 * MIB),
        (2, 8 * MIB, 16 * MIB, 8 * MIB),
        (3, 16 * MIB, 20 * MIB, 4 * MIB),
    ]
    place = {"bucket": "bucket", "key": "a b", "upload_id": "u+1", "now": NOW, "expires_in": 60}
    for part in upload.parts:
        assert part.request == S3.presign("upload_part", part_number=part.number, **place)
        prove(part.request)
    assert upload.complete == S3.presign("complete_multipart_upload", **place)
    assert upload.abort == S3.presign("abort_multipart_upload", **place)
    assert SECRET not in repr(upload)


def test_exact_sizes_and_more_parameters():
    upload = plan(size=6 * MIB, part_size=5 * MIB, sign_sizes=True, request_payer="requester")
    payer = ("x-amz-request-payer", "requester")
    assert [part.request.headers for part in upload.parts] == [
        (payer, ("Content-Length", str(5 * MIB))),
        (payer, ("Content-Length", str(MIB))),
    ]
    assert upload.complete.headers == upload.abort.headers == (payer,)


def test_the_body_that_ends_it():
    upload = plan(size=6 * MIB, part_size=5 * MIB)
    document = ET.fromstring(upload.completion(['"abc"', "def-1"]))
    space = "{http://s3.amazonaws.com/doc/2006-03-01/}"
    assert document.tag == f"{space}CompleteMultipartUpload"
    parts = [(p.find(f"{space}PartNumber").text, p.find(f"{space}ETag").text) for p in document]
    assert parts == [("1", '"abc"'), ("2", '"def-1"')]


@pytest.mark.parametrize(
    ("etags", "reason"),
    [
        (["a"], "etags has 1 values; the upload has 2 parts"),
        (["a", ""], "etags has '', which is not an answer's ETag"),
        (["a", None], "etags has None"),
        (["a", "<b/>"], "etags has '<b/>'"),
    ],
)
def test_what_does_not_end_it(etags: list, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        plan(size=6 * MIB, part_size=5 * MIB).completion(etags)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("size", "part_size", "reason"),
    [
        (-1, None, "size is -1; it must be bytes"),
        (True, None, "size is True"),
        ("1", None, "size is '1'"),
        (1, 5 * MIB - 1, f"it must be {5 * MIB} to {5 * 1024**3} bytes"),
        (1, 5 * 1024**3 + 1, f"it must be {5 * MIB} to {5 * 1024**3} bytes"),
        (1, 0, "part_size is 0"),
        (50000 * MIB + 1, 5 * MIB, "which makes 10001 parts"),
        (10000 * 5 * 1024**3 + 1, None, "are the most that can be sent"),
    ],
)
def test_parts_that_no_store_takes(size, part_size, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        plan(size=size, part_size=part_size)
    assert reason in str(refused.value)


def test_the_advice_to_make_parts_larger_is_right():
    assert len(part_ranges(50000 * MIB + 1, 5 * MIB + 1)) == 10000


def test_an_empty_object_is_one_empty_part():
    assert part_ranges(0) == [(0, 0)]


@given(
    size=st.integers(0, 10000 * 5 * 1024**3),
    part_size=st.none() | st.integers(5 * MIB, 5 * 1024**3),
)
def test_parts_cover_every_byte_once(size: int, part_size: int | None):
    """For all sizes: no gap, no overlap, and within the limits of S3."""
    if part_size is not None and size > part_size * 10000:
        with pytest.raises(InvalidRequestError):
            part_ranges(size, part_size)
        return
    ranges = part_ranges(size, part_size)
    assert ranges[0][0] == 0
    assert ranges[-1][1] == size
    assert all(before[1] == after[0] for before, after in pairwise(ranges))
    lengths = [end - start for start, end in ranges]
    assert len(ranges) <= 10000
    assert len(set(lengths[:-1])) <= 1
    assert all(5 * MIB <= length <= 5 * 1024**3 for length in lengths[:-1])
    assert lengths[-1] <= (lengths[0] if len(lengths) > 1 else 5 * 1024**3)
