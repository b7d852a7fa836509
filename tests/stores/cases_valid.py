"""Genuine requests: what a signer may make, and every other spelling that means the same."""

import hashlib

from .cases import BODY, Case, Cases, Maker
from .wire import UNSIGNED, Pairs

MARKS = " !\"#$%&'()*+,-.:;<=>?@[\\]^_`{|}~"
KEYS = (
    *[f"a{mark}b" for mark in MARKS],
    *("é", "e\u0301", "日本語", "😀", "İ", "\u200b", "\ufeff", "\u00a0x", "\x01", "\x7f", "a\tb"),
    *("a/b/c", "a//b", "a/", "a///", "a/.b", "a/..b", "%41", "%2F", "a%", "+", "=", "&", "?x=y"),
    *("x" * 200, "/".join(["é"] * 40), "X-Amz-Signature=1", "~", "-", "_", ".a", "a.", "a..b"),
)
QUERIES = (
    *("response-content-type=text%2Fplain", "response-content-type=text/plain"),
    *("response-content-disposition=attachment%3B%20filename%3D%22a%20b.txt%22",),
    *("response-content-language=de&response-cache-control=no-store", "a=b", "b=c&a=b", "a=2&a=1"),
    *("a=1&a=2", "a", "a=", "a=&b", "A=1&a=2", "a-=1&a=2", "a%20b=c%20d", "a+b=c+d", "a=b+c"),
    *(
        "%61=b",
        "a=%62",
        "a=%c3%a9",
        "a=%C3%A9",
        "%e6%97%a5=1",
        "a=~",
        "a=%7E",
        "a=/",
        "a=%2f",
        "a=:",
    ),
    *("a=b=c", "a==", "a=%3D", "a=?", "a=b?c", "a=%26", "a=%25", "a=%2541", "a=!*'()", "a=@$,"),
    *("a=%00", "a=%0A", "a=%7F", "a=b&", "&a=b", "a=b&&c=d", "x-id=GetObject", "a[]=1&a[]=2"),
    *("a=%5B%5D", "a=%E2%98%83", "a=1&b=2&c=3&d=4&e=5", "Z=1&z=2&_=3&-=4&~=5", "a=%FF", "%FF=a"),
    *("response-expires=Thu%2C%2001%20Jan%202026%2000%3A00%3A00%20GMT", "a=%", "a=%zz", "a;b=c"),
)
HEADERS = (
    (("Content-Type", "text/plain"),),
    (("content-type", "text/plain; charset=utf-8"),),
    (("CONTENT-TYPE", "a"), ("Cache-Control", "no-store")),
    (("x-amz-meta-note", "a"),),
    (("X-Amz-Meta-Note", "a  b"),),
    (("x-amz-meta-note", "a\tb"),),
    (("x-amz-meta-note", "   a \t "),),
    (("x-amz-meta-note", ""),),
    (("x-amz-meta-note", 'a:b;c=d, "e  f"'),),
    (("x-amz-meta-note", "a"), ("X-AMZ-META-NOTE", "b")),
    (("x-amz-meta-b", "1"), ("x-amz-meta-a", "2"), ("x-amz-meta-a-b", "3")),
    (("x-amz-meta-note", "é".encode().decode("latin-1")),),
    (("x-amz-meta-note", "\xe9"),),
    (("x-amz-meta-note", "a\xa0\xa0b"),),
    (("x-amz-acl", "private"),),
    (("Content-Disposition", 'attachment; filename="a b"'),),
    (("User-Agent", "tests/1.0 (a; b)"),),
    (("Accept-Encoding", "identity"), ("Accept", "*/*")),
    (("x-amz-storage-class", "STANDARD"),),
    (("Date", "Thu, 01 Jan 2026 00:00:00 GMT"),),
    (("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Host", "other.example")),
    (("Content-Language", "de"), ("Expires", "0")),
)
LIVES = (("1", 0), ("60", -50), ("3600", -3500), ("86400", -80000), ("604800", 0))
LIVES += (("604800", -604000), ("3600", 300), ("900", -880), ("604799", -86400))


def valid(maker: Maker) -> Cases:
    for form in ("query", "header"):
        make = getattr(maker, form)
        for key in KEYS:
            tag = "empty segment" if "//b" in key else "key"
            yield Case(tag, f"{form} GET {key!r}", make("GET", key))
        for key in KEYS[::3]:
            yield Case("key", f"{form} PUT {key!r}", make("PUT", key))
        for query in QUERIES:
            yield Case(_kind_of(query), f"{form} {query}", make(query=query))
        for headers in HEADERS:
            made = make("PUT", headers=headers)
            yield Case(_kind_of_headers(headers), f"{form} {headers}", made)
        yield Case("HEAD", form, make("HEAD"))
        yield Case("range", form, make(headers=(("Range", "bytes=0-1"),)))
    yield from _lives(maker)
    yield from _payloads(maker)
    yield from _hosts(maker)


def _kind_of(query: str) -> str:
    """Return the tag of *query*, for those that not all servers read alike."""
    if "%zz" in query or query.endswith("%"):
        return "bad escape"
    if query.startswith("%FF"):
        return "name that sorts otherwise"
    if ";" in query:
        return "semicolon"
    if query.startswith("%e6"):
        return "name that sorts otherwise"
    names = [piece.partition("=")[0] for piece in query.split("&") if piece]
    return "query" if len(set(names)) == len(names) else "name repeated"


def _kind_of_headers(headers: Pairs) -> str:
    values = [value for _, value in headers]
    if not all(value.isascii() for value in values):
        return "header value beyond ASCII"
    if any("\t" in value.strip() for value in values):
        return "tab inside a header value"
    if len({name.lower() for name, _ in headers}) < len(headers):
        return "header twice"
    return "header Date" if headers[0][0] == "Date" else "headers"


def _lives(maker: Maker) -> Cases:
    for seconds, ago in LIVES[1:]:
        wire = maker.query(at=maker.scope.at + ago, Expires=seconds)
        yield Case("life", f"{seconds} s from {ago} s", wire)
    for ago in (-800, -60, 60, 800):
        yield Case("clock", f"{ago} s", maker.header(at=maker.scope.at + ago))


def _payloads(maker: Maker) -> Cases:
    digest = hashlib.sha256(BODY).hexdigest()
    for line in (UNSIGNED, digest):
        stated = (("x-amz-content-sha256", line),)
        query = f"X-Amz-Content-Sha256={line}"
        made = maker.query("PUT", payload=line, query=query)
        yield Case("payload in the URL", line, made)
        made = maker.query("PUT", payload=line, headers=stated)
        yield Case("payload in a header of a signed URL", line, made)
        yield Case("payload", f"header form {line}", maker.header("PUT", payload=line))
    beside = maker.query("PUT").with_headers(("x-amz-content-sha256", UNSIGNED))
    yield Case("payload repeated", "unsigned", beside)


def _hosts(maker: Maker) -> Cases:
    for host in ("LOCALHOST:8080", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:65535", "[::1]:8080"):
        yield Case("host", f"query {host}", maker.query(host=host))
        yield Case("host", f"header {host}", maker.header(host=host))
