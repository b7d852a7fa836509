"""The parts of the canonical request, where the published vectors leave a rule untried."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign.canonical import (
    EMPTY_PAYLOAD_HASH,
    canonical_headers,
    canonical_host,
    canonical_query,
    canonical_uri,
    folded,
    path_rules,
    query_pairs,
)

S3 = {"normalize": False, "double_encode": False}
OTHERS = {"normalize": True, "double_encode": True}


@pytest.mark.parametrize(
    "path, s3, others",
    [
        ("", "/", "/"),
        ("/", "/", "/"),
        ("//", "//", "/"),
        ("/a/../b", "/a/../b", "/b"),
        ("/a/b/..", "/a/b/..", "/a"),
        ("/a/b/../", "/a/b/../", "/a/"),
        ("/../..", "/../..", "/"),
        ("/./", "/./", "/"),
        ("/a//b/", "/a//b/", "/a/b/"),
        ("/a%20b", "/a%20b", "/a%2520b"),
        ("/a b", "/a%20b", "/a%20b"),
        ("/%41%7e%2f%c3%a9", "/A~/%C3%A9", "/%2541%257e%252f%25c3%25a9"),
        ("/a!b+c", "/a%21b%2Bc", "/a%21b%2Bc"),
        ("/..a/b../...", "/..a/b../...", "/..a/b../..."),
    ],
)
def test_both_path_rules(path: str, s3: str, others: str):
    assert (s3, others) == (canonical_uri(path, **S3), canonical_uri(path, **OTHERS))


@pytest.mark.parametrize(
    "path, expected",
    [("/a/%2e%2e/b", "/b"), ("/a%2F%2Fb", "/a/b"), ("/a/%2E/b", "/a/b"), ("/a%20/..", "/")],
)
def test_a_path_encoded_once_and_normalised_is_respelled_first(path: str, expected: str):
    """Since the respelled path is what is sent, and the service normalises that."""
    assert expected == canonical_uri(path, normalize=True, double_encode=False)


def test_which_service_has_which_rule():
    for service in ("s3", "s3-outposts", "s3-object-lambda", "s3express"):
        assert path_rules(service) == (False, False)
    for service in ("execute-api", "sts", "S3", "es"):
        assert path_rules(service) == (True, True)
    assert path_rules("s3", normalize=True) == (True, False)
    assert path_rules("sts", double_encode=False) == (True, False)


@pytest.mark.parametrize(
    "query, pairs",
    [
        ("", []),
        ("&&", []),
        ("a", [("a", "")]),
        ("a=", [("a", "")]),
        ("=", [("", "")]),
        ("=b", [("", "b")]),
        ("a=b=c", [("a", "b%3Dc")]),
        ("a=1&a=1&a=0", [("a", "1"), ("a", "1"), ("a", "0")]),
        ("a+b=c+d", [("a%20b", "c%20d")]),
        ("%61=%2b", [("a", "%2B")]),
        ("a;b=c", [("a%3Bb", "c")]),
    ],
)
def test_query_pairs_are_kept_in_number_and_order(query: str, pairs: list):
    assert pairs == query_pairs(query)


def test_a_query_is_sorted_by_pairs_not_by_text():
    pairs = [("aa", "5"), ("a-", "3"), ("a%3D", "4"), ("a", "2"), ("a", "1%20"), ("a", "1-")]
    assert canonical_query(pairs) == "a=1%20&a=1-&a=2&a%3D=4&a-=3&aa=5"


@given(st.lists(st.tuples(st.text("ab-%=.", max_size=3), st.text("ab-%=.", max_size=3))))
def test_the_canonical_query_does_not_depend_on_the_order(pairs: list):
    assert canonical_query(pairs) == canonical_query(reversed(pairs))


@pytest.mark.parametrize(
    "scheme, authority, host",
    [
        ("https", "Example.COM", "example.com"),
        ("https", "example.com:443", "example.com"),
        ("http", "example.com:80", "example.com"),
        ("https", "example.com:80", "example.com:80"),
        ("http", "example.com:443", "example.com:443"),
        ("https", "example.com:4430", "example.com:4430"),
        ("HTTPS", "example.com:443", "example.com"),
        ("wss", "example.com:443", "example.com"),
        ("wss", "example.com:8443", "example.com:8443"),
        ("ws", "example.com:80", "example.com"),
        ("http", "[::1]:9000", "[::1]:9000"),
        ("http", "[::1]:80", "[::1]"),
        ("https", "[FE80::1]:443", "[fe80::1]"),
        ("http", "[::80]", "[::80]"),
    ],
)
def test_host(scheme: str, authority: str, host: str):
    assert host == canonical_host(scheme, authority)


@pytest.mark.parametrize(
    "value, expected",
    [
        ("", ""),
        ("a", "a"),
        (" ", ""),
        ("  a  b  ", "a b"),
        (" X  XX ", "X XX"),
        ("a\tb", "a b"),
        ("a \t\r\n\v\f b", "a b"),
        ('"a   b"', '"a b"'),
        ("a\u00a0 \u2003b", "a\u00a0 \u2003b"),
    ],
)
def test_folding(value: str, expected: str):
    assert expected == folded(value)


def test_the_hash_of_no_bytes():
    assert hashlib.sha256(b"").hexdigest() == EMPTY_PAYLOAD_HASH


def test_headers_are_folded_sorted_and_joined_in_sending_order():
    lines, names = canonical_headers(
        [("X-B", "2"), ("Host", "h"), ("x-b", " 1 "), ("X-A", ""), ("x_c", "3")]
    )
    assert lines == "host:h\nx-a:\nx-b:2,1\nx_c:3\n"
    assert names == "host;x-a;x-b;x_c"
