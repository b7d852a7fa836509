"""Every key is stored under exactly its own name, and every URL reaches the store as it is."""

import pytest

from .catalogue import STORES
from .clients import Client
from .keys import KEYS, LOOK_ALIKE, NOT_KEPT, NOT_LISTED, ONE_KEY, Key
from .store import Store, Verdict

pytestmark = pytest.mark.store

PAIRS = [(store, case) for store in STORES for case in KEYS]
KEPT = [pair for pair in PAIRS if pair[1].name not in NOT_KEPT[pair[0]]]
REFUSED = [pair for pair in PAIRS if pair[1].name in NOT_KEPT[pair[0]]]


def name_of(entry: object) -> str | None:
    return entry.name if isinstance(entry, Key) else None


def test_no_case_is_left_out():
    assert len({case.name for case in KEYS}) == len({case.key for case in KEYS}) == len(KEYS) == 40
    assert (len(KEPT), len(REFUSED)) == (3 * 40 - 8, 8)


@pytest.mark.parametrize("store, case", KEPT, ids=name_of, indirect=["store"])
def test_from_upload_to_deletion(store: Store, client: Client, case: Key):
    content = case.key.encode()
    store.accepted(client, store.presign("PUT", case.key), content)
    assert content == store.accepted(client, store.presign("GET", case.key)).body

    head = store.accepted(client, store.presign("HEAD", case.key))
    assert (str(len(content)), b"") == (head.headers["Content-Length"], head.body)

    listed = [] if case.name in NOT_LISTED[store.name] else [case.key]
    assert listed == store.keys(case.key, client)

    store.accepted(client, store.presign("DELETE", case.key), status=204)
    assert store.gone(case.key)


@pytest.mark.parametrize("store, case", REFUSED, ids=name_of, indirect=["store"])
def test_a_key_that_a_store_cannot_keep(store: Store, client: Client, case: Key):
    exchange = store.send(client, store.presign("PUT", case.key), b"content")

    assert Verdict(400, "InvalidArgument") == exchange.theirs
    assert Verdict(200) == exchange.ours
    assert store.keys(case.key) == []

    # It looks at the signature first, so that was good: a bad one is refused as such.
    altered = store.presign("PUT", case.key, now=0)
    assert Verdict(400, "AccessDenied") == store.send(client, altered, b"content").theirs


@pytest.mark.parametrize("key, other", [*LOOK_ALIKE, *[pair[::-1] for pair in LOOK_ALIKE]])
def test_one_key_is_not_another(store: Store, client: Client, key: str, other: str):
    store.accepted(client, store.presign("PUT", key), b"content")
    if {key, other} in [set(pair) for pair in ONE_KEY[store.name]]:
        assert store.get(other).body == b"content"
    else:
        assert store.gone(other)
    store.accepted(client, store.presign("DELETE", key), status=204)
