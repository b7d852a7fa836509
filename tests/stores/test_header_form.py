"""`sign_headers`: the signature in the Authorization header instead of the URL."""

import time

import pytest

from sigv4presign import Credentials

from .catalogue import STORES
from .keys import KEYS, NOT_KEPT, Key
from .store import Store, Verdict, keys_in

pytestmark = pytest.mark.store

PAIRS = [(store, case) for store in STORES for case in KEYS if case.name not in NOT_KEPT[store]]


@pytest.mark.parametrize(
    "store, case", PAIRS, indirect=["store"], ids=lambda entry: getattr(entry, "name", None)
)
def test_put_get_and_delete(store: Store, case: Key):
    url, content = store.url(case.key), case.key.encode()

    assert store.sign_and_send("PUT", url, content).status == 200
    assert content == store.sign_and_send("GET", url).body
    assert store.sign_and_send("DELETE", url).status == 204
    assert store.sign_and_send("GET", url).code == "NoSuchKey"


def test_signed_headers_are_stored(store: Store):
    headers = [("Content-Type", "text/x-note"), ("x-amz-meta-note", "a   b")]
    store.sign_and_send("PUT", store.url("form"), b"content", headers=headers)

    received = store.sign_and_send("HEAD", store.url("form")).headers
    assert dict(headers) == {name: received[name] for name, _ in headers}


def test_a_listing(store: Store):
    store.sign_and_send("PUT", store.url("form-list/a b+ü"), b"content")
    url = store.url("", "encoding-type=url&list-type=2&prefix=form-list%2Fa%20b%2B")
    assert keys_in(store.sign_and_send("GET", url).body) == ["form-list/a b+ü"]


def test_a_body_that_is_not_signed(store: Store):
    answer = store.sign_and_send(
        "PUT", store.url("form"), sent=b"whatever", payload_hash="UNSIGNED-PAYLOAD"
    )
    assert answer.status == 200
    assert store.get("form").body == b"whatever"


# rclone believes the hash and does not look at the body.
@pytest.mark.parametrize(
    "store, verdict",
    [("rclone", Verdict(200)), ("swift", Verdict(400, "XAmzContentSHA256Mismatch"))],
    indirect=["store"],
)
def test_another_body_than_the_signed_one(store: Store, verdict: Verdict):
    store.put("form", b"before")
    answer = store.sign_and_send("PUT", store.url("form"), b"content", sent=b"another")

    assert verdict == (answer.status, answer.code)
    assert (b"another" if verdict.accepted else b"before") == store.get("form").body


MALFORMED = Verdict(400, "AuthorizationHeaderMalformed")
# rclone has no region of its own, spells one code in its own way, and puts no code of its own to
# what is too old.
REFUSALS = [
    ("rclone", "region", Verdict(200)),
    ("rclone", "service", Verdict(400, "AuthorizationParameterserror")),
    ("rclone", "now", Verdict(400, "AccessDenied")),
    ("rclone", "credentials", Verdict(403, "SignatureDoesNotMatch")),
    ("swift", "region", MALFORMED),
    ("swift", "service", MALFORMED),
    ("swift", "now", Verdict(403, "RequestTimeTooSkewed")),
    ("swift", "credentials", Verdict(403, "SignatureDoesNotMatch")),
]


@pytest.mark.parametrize("store, setting, verdict", REFUSALS, indirect=["store"])
def test_signed_for_or_by_another(store: Store, setting: str, verdict: Verdict):
    store.put("form", b"content")
    settings = {
        "region": {"region": "eu-west-1"},
        "service": {"service": "s3-outposts"},
        "now": {"now": time.time() - 1200},
        "credentials": {"credentials": Credentials(store.credentials.access_key_id, "another")},
    }
    answer = store.sign_and_send("GET", store.url("form"), **settings[setting])
    assert verdict == (answer.status, answer.code)
