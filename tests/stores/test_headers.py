"""Signed headers: stored, obeyed, and the body held to its hash where the store looks at it."""

import hashlib

import pytest

from .altering import altered
from .clients import Client
from .store import Store, Verdict

pytestmark = pytest.mark.store

MISMATCH = Verdict(403, "SignatureDoesNotMatch")
OTHER_BODY = Verdict(400, "XAmzContentSHA256Mismatch")
HEADERS = {
    "Content-Type": "text/x-note;  charset=utf-8",
    "Cache-Control": "max-age=60",
    "x-amz-meta-note": "a   b\tc",
    "X-Amz-Meta-List": "a, b,c",
    "x-amz-meta-quotes": 'it\'s "quoted" $HOME `id` \\',
    "x-amz-meta-empty": "",
}


def test_signed_headers_are_stored_and_returned(store: Store, client: Client):
    # A run of blanks is folded in what is signed, and kept in what is sent.
    headers = dict(HEADERS)
    if store.name == "ceph":
        headers["x-amz-meta-note"] = "a   b c"  # a tab is no blank to it
    signed = store.presign("PUT", "headers", headers=headers)
    store.accepted(client, signed, b"content")

    received = store.accepted(client, store.presign("HEAD", "headers")).headers
    assert headers == {name: received.get(name) for name in HEADERS}


def test_blanks_around_a_value_are_not_sent(store: Store, client: Client):
    signed = store.presign("PUT", "blanks", headers=[("x-amz-meta-note", " \ta b ")])
    assert (("x-amz-meta-note", "a b"),) == signed.headers
    store.accepted(client, signed, b"content")
    assert store.get("blanks").headers["x-amz-meta-note"] == "a b"


# rclone answers 200, with Content-Range all the same.
@pytest.mark.parametrize(
    "store, status", [("rclone", 200), ("swift", 206), ("ceph", 206)], indirect=["store"]
)
def test_a_signed_range(store: Store, client: Client, status: int):
    store.put("range", b"0123456789")
    signed = store.presign("GET", "range", headers=[("Range", "bytes=2-5")])

    answer = store.accepted(client, signed, status=status)

    assert (b"2345", "bytes 2-5/10") == (answer.body, answer.headers["Content-Range"])


def test_a_type_that_is_not_signed_is_the_sender_s_choice(store: Store, client: Client):
    signed = store.presign("PUT", "type")
    sent = altered(signed, headers=(("Content-Type", "text/x-chosen"),))
    store.accepted(client, sent, b"content")
    assert store.get("type").headers["Content-Type"] == "text/x-chosen"


# rclone takes every presigned body for UNSIGNED-PAYLOAD. Neither looks for a parameter, as MinIO
# does and as we do.
BODIES = [
    ("rclone", "header", b"content", MISMATCH, Verdict(200)),
    ("rclone", "header", b"another", MISMATCH, OTHER_BODY),
    ("rclone", "parameter", b"content", MISMATCH, Verdict(200)),
    ("rclone", "parameter", b"another", MISMATCH, OTHER_BODY),
    ("swift", "header", b"content", Verdict(200), Verdict(200)),
    ("swift", "header", b"another", OTHER_BODY, OTHER_BODY),
    ("swift", "parameter", b"content", MISMATCH, Verdict(200)),
    ("swift", "parameter", b"another", MISMATCH, OTHER_BODY),
]


@pytest.mark.parametrize("store, place, body, theirs, ours", BODIES, indirect=["store"])
def test_a_signed_hash_of_the_body(
    store: Store, client: Client, place: str, body: bytes, theirs: Verdict, ours: Verdict
):
    store.put("hash", b"before")
    digest = hashlib.sha256(b"content").hexdigest()
    if place == "header":
        signed = store.presign("PUT", "hash", headers=[("x-amz-content-sha256", digest)])
    else:
        signed = store.presign("PUT", "hash", f"X-Amz-Content-Sha256={digest}")

    exchange = store.send(client, signed, body)

    assert theirs == exchange.theirs
    assert ours == exchange.ours
    assert (body if theirs.accepted else b"before") == store.get("hash").body


# The header repeats the payload line that is signed anyway; rclone wants it signed nevertheless.
@pytest.mark.parametrize(
    "store, theirs",
    [("rclone", Verdict(403, "AccessDenied")), ("swift", Verdict(200))],
    indirect=["store"],
)
def test_an_unsigned_header_that_says_unsigned(store: Store, client: Client, theirs: Verdict):
    signed = store.presign("PUT", "unsigned")
    sent = altered(signed, headers=(("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),))
    exchange = store.send(client, sent, b"content")

    assert theirs == exchange.theirs
    assert Verdict(200) == exchange.ours
