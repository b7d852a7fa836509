"""What is altered, too old or meant for others is refused, by the stores and by us, and is idle."""

import pytest

from . import ceph_verdicts
from .catalogue import STORES
from .clients import Client
from .refusals import REFUSALS, Refusal
from .store import Store

pytestmark = pytest.mark.store

PAIRS = [(store, refusal) for store in STORES for refusal in REFUSALS]
REFUSED = [pair for pair in PAIRS if not pair[1].by(pair[0]).accepted]
LAXER = [pair for pair in PAIRS if pair[1].by(pair[0]).accepted]


def name_of(entry: object) -> str | None:
    return entry.name if isinstance(entry, Refusal) else None


def test_no_case_is_left_out():
    assert len({refusal.name for refusal in REFUSALS}) == len(REFUSALS) == 67
    assert (len(REFUSED), len(LAXER)) == (3 * 67 - 19, 19)
    assert set(ceph_verdicts.VERDICTS) <= {refusal.name for refusal in REFUSALS}
    assert not any(refusal.ours.accepted for refusal in REFUSALS)


@pytest.mark.parametrize("store, refusal", REFUSED, ids=name_of, indirect=["store"])
def test_a_refused_request_changes_nothing(store: Store, client: Client, refusal: Refusal):
    key = "refused/kept"
    store.put(key, b"before")
    keys = store.keys()
    signed = refusal.make(store, key)

    exchange = store.send(client, signed, b"after" if signed.method == "PUT" else None)

    assert refusal.by(store.name) == exchange.theirs
    assert refusal.ours == exchange.ours
    assert 400 <= exchange.theirs.status < 500
    assert keys == store.keys()
    assert store.get(key).body == b"before"


@pytest.mark.parametrize("store, refusal", LAXER, ids=name_of, indirect=["store"])
def test_where_a_store_is_laxer_than_we(store: Store, client: Client, refusal: Refusal):
    key = "refused/kept"
    store.put(key, b"before")

    signed = refusal.make(store, key)
    exchange = store.send(client, signed, b"after" if signed.method == "PUT" else None)

    assert refusal.by(store.name) == exchange.theirs, refusal.reason(store.name)
    assert exchange.answer.body == (b"" if signed.method == "PUT" else b"before")
    assert refusal.ours == exchange.ours
    assert refusal.reason(store.name)
