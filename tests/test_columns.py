"""Rows signed together: one that is bad is no other's fault."""

import pytest

from sigv4presign import InvalidRequestError, S3Presigner
from sigv4presign._columns import Columns, Order, named_columns, sign_columns

from .examples import KEYS, NOW

S3 = S3Presigner(KEYS)
ORDER = Order(S3, "get_object", "b", 3600, NOW)


def url(key: str) -> str:
    return S3.get_object("b", key, now=NOW).url


@pytest.mark.parametrize("bad", ["\ud800", "a \udfff", "", "/a", "s3://b/a", 5, None, b"a"])
def test_a_bad_row_between_good_ones(bad):
    urls, faults = sign_columns(ORDER, Columns(["a", bad, "b c", bad, "d"]))
    assert [url("a"), None, url("b c"), None, url("d")] == urls
    assert [1, 3] == sorted(faults)


def test_no_row_at_all():
    assert ([], {}) == sign_columns(ORDER, Columns([]))
    assert ([], {}) == sign_columns(ORDER, Columns([], versions=[], buckets=[]))


def test_rows_on_different_terms_keep_their_order():
    buckets = ["x", "y", None, "x"]
    urls, faults = sign_columns(ORDER, Columns(["a", "b", "c", "d"], buckets=buckets))
    assert [
        S3.get_object(bucket or "b", key, now=NOW).url for key, bucket in zip("abcd", buckets)
    ] == urls
    assert {} == faults


def test_only_operations_on_objects():
    with pytest.raises(InvalidRequestError, match="is not an operation on objects"):
        Order(S3, "list_buckets")


def test_how_columns_are_named():
    wanted = {"key": "key", "version": "version_id"}
    assert {"key": "Key", "version": "Version Id"} == named_columns(["Key", "Version Id"], wanted)
    assert {} == named_columns(["keys"], wanted)
