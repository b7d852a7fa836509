"""Parameters of the URL's own: signed, obeyed, and read alike by the stores and by us."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest

from .altering import altered
from .catalogue import STORES
from .clients import Client, by_curl
from .store import Store, Verdict

pytestmark = pytest.mark.store

MISMATCH = Verdict(403, "SignatureDoesNotMatch")
OVERRIDES = {
    "response-content-disposition": "attachment; filename=\"ü ö+'.txt\"; filename*=UTF-8''%C3%BC",
    "response-content-type": "text/plain; charset=utf-8",
    "response-cache-control": "no-cache, max-age=0",
    "response-content-language": "de, en",
    "response-content-encoding": "identity",
    "response-expires": "Tue, 01 Jan 2030 00:00:00 GMT",
}


def encoded(parameters: dict[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_header_of_the_answer_as_asked(store: Store, client: Client, name: str):
    store.put("overrides", b"content")
    answer = store.accepted(
        client, store.presign("GET", "overrides", encoded({name: OVERRIDES[name]}))
    )
    received = answer.headers[name.removeprefix("response-")]
    assert OVERRIDES[name] == received.encode("latin-1").decode("utf-8")


def test_all_headers_of_the_answer_as_asked(store: Store, client: Client):
    store.put("overrides", b"content")
    answer = store.accepted(client, store.presign("GET", "overrides", encoded(OVERRIDES)))
    for name, value in OVERRIDES.items():
        received = answer.headers[name.removeprefix("response-")]
        assert value == received.encode("latin-1").decode("utf-8")


QUERIES = [
    "x",
    "x=",
    "=x",
    "a&&b",
    "a=b=c",
    "a=+%20%2B%2520",
    "a=!'()*~-._",
    "a=/?:@$,;",
    "a=%00%FF",
    "x=%E2%82%AC",
    "b=1&B=2&A=3&a=4&~=5&_=6",
    "ab=1&a%5Bb=2",
    "x-id=GetObject",
]


@pytest.mark.parametrize("query", QUERIES)
def test_any_parameter_is_signed_as_the_store_reads_it(store: Store, client: Client, query: str):
    store.put("query", b"content")
    assert store.accepted(client, store.presign("GET", "query", query)).body == b"content"


# Where the stores leave the rule, which is to encode and then to sort, names first, values next;
# AWS's own signers keep to it.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
LEFT = [
    ("%C3%BC=1", ["rclone", "swift"], "sorts before it encodes"),
    ("a%2Fb=1&a-b=2", ["rclone", "swift"], "sorts before it encodes"),
    ("a=1&a=2", ["swift", "ceph"], "reads one of several values"),
    (
        "a=2&a=1",
        ["rclone", "swift", "ceph"],
        "rclone leaves the values of one name in their order, the others read one",
    ),
]


@pytest.mark.parametrize("query, stores, why", LEFT)
def test_where_a_store_leaves_the_rule(
    store: Store, client: Client, query: str, stores: list[str], why: str
):
    store.put("query", b"content")
    exchange = store.send(client, store.presign("GET", "query", query))
    assert (MISMATCH if store.name in stores else Verdict(200)) == exchange.theirs, why
    assert Verdict(200) == exchange.ours


def lower_case(url: str) -> str:
    return re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), url)


def reversed_parameters(url: str) -> str:
    path, _, query = url.partition("?")
    return f"{path}?{'&'.join(reversed(query.split('&')))}"


SPELLINGS: dict[str, Callable[[str], str]] = {
    "digits of escapes in lower case": lower_case,
    "parameters reversed": reversed_parameters,
    "slashes as they are": lambda url: url.replace("%2F", "/"),
    "parentheses as they are": lambda url: url.replace("%28", "(").replace("%29", ")"),
    "a letter escaped": lambda url: url.replace("letter", "%6Cetter"),
    "a tilde escaped": lambda url: url.replace("~", "%7E"),
    "a slash of the key escaped": lambda url: url.replace("folder/", "folder%2F"),
    "plus in the path": lambda url: url.replace("c%2Bd", "c+d"),
    "plus for a space in the query": lambda url: url.replace("one%20two", "one+two"),
    "empty parameters": lambda url: url.replace("?", "?&") + "&",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_of_the_same_is_accepted(store: Store, spelling: str):
    # By curl alone: `requests` writes the digits of escapes in upper case.
    key = "folder/letter~ c+d(1)"
    store.put(key, b"content")
    signed = store.presign("GET", key, "note=one%20two")
    respelled = altered(signed, url=SPELLINGS[spelling](signed.url))
    assert signed.url != respelled.url
    assert store.accepted(by_curl, respelled).body == b"content"


def test_a_listing_of_a_prefix(store: Store, client: Client):
    keys = ["list/a +&=%1", "list/a +&=/2", "list/a +&=/ü"]
    for key in [*keys, "list/b"]:
        store.put(key, b"content")
    assert keys == store.keys("list/a +&=", client)


def test_an_upload_in_parts(store: Store, client: Client):
    begun = store.accepted(client, store.presign("POST", "parts", "uploads"), b"")
    upload = quote(re.search(rb"<UploadId>([^<]+)<", begun.body)[1].decode(), safe="")
    part = store.accepted(
        client, store.presign("PUT", "parts", f"partNumber=1&uploadId={upload}"), b"part"
    )
    document = (
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
        f"<ETag>{part.headers['ETag']}</ETag></Part></CompleteMultipartUpload>"
    )
    ended = store.presign("POST", "parts", f"uploadId={upload}")
    store.accepted(client, ended, document.encode())

    assert store.get("parts").body == b"part"


def test_no_case_is_left_out():
    assert set(STORES) == {"rclone", "swift", "ceph"}
    assert (len(OVERRIDES), len(QUERIES), len(LEFT), len(SPELLINGS)) == (6, 13, 4, 10)
