"""Well over a thousand requests, genuine, respelled, altered and forged, to each store and to us.

They go over a socket byte by byte, so that no client respells them. What is compared is whether the
signature is taken and, if not, the code. `kinds` has what we differ in, and why.
"""

import time
from collections import Counter

import pytest

from sigv4presign import Verifier

from .agreement import TAKEN, judged, said
from .cases import Maker
from .cases_altered import altered
from .cases_forged import forged
from .cases_respelled import respellings
from .cases_valid import valid
from .kinds import Compared, Differences
from .store import Store
from .wire import HOST, Scope, Wire, by_header, send

pytestmark = pytest.mark.store

BUCKET = "agreement"
GENERATORS = (valid, respellings, altered, forged)


@pytest.fixture(scope="module")
def compared(store: Store) -> list[Compared]:
    """Return each request, what we say of it and what the store does."""
    server = store.server
    scope = Scope(server.access_key_id, server.secret_access_key, int(time.time()))
    maker = Maker(scope, BUCKET)
    bucket = Wire("PUT", f"/{BUCKET}", (("Host", HOST), ("Content-Length", "0")))
    assert send(server.port, by_header(scope, bucket)).status == 200
    assert send(server.port, maker.query("PUT")).status in (200, 201)
    verifier = Verifier(server.region, "s3")
    keys = (server.access_key_id, server.secret_access_key)
    return [
        (case, judged(case.wire, verifier, *keys), said(send(server.port, case.wire)))
        for generate in GENERATORS
        for case in generate(maker)
    ]


def test_all_that_they_and_we_differ_in_is_known(store: Store, compared: list[Compared]):
    found = Differences(store.name, compared)
    assert not found.undeclared
    assert not found.unused


def test_no_kind_of_request_is_left_out(compared: list[Compared]):
    names = Counter(str(case) for case, _, _ in compared)
    assert not [name for name, count in names.items() if count > 1]
    taken = [ours for _, ours, _ in compared if ours.said == TAKEN]
    assert len(compared) > 1500
    assert len(taken) > 400
    assert len(compared) - len(taken) > 1000
    assert len({ours.rule for _, ours, _ in compared}) > 30


def test_what_a_store_says_is_told_apart(compared: list[Compared]):
    theirs = Counter(said for _, _, said in compared)
    assert theirs[TAKEN] > 400
    assert theirs["SignatureDoesNotMatch"] > 400
