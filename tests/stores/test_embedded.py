"""Our own store over the wire: it says of every request what the verifier says of it."""

import time
from collections import Counter
from collections.abc import Callable

import pytest

from sigv4presign import Verifier

from .agreement import TAKEN, Judged, agree, judged, said
from .cases import Maker
from .store import Store
from .test_agreement import BUCKET, GENERATORS
from .wire import HOST, Scope, Wire, by_header, send

pytestmark = pytest.mark.store


def is_refused_first(wire: Wire, ours: Judged, theirs: str) -> bool:
    """Return whether the store refuses what is none of the verifier's business.

    A request of no host or of two is read no further; and parameters, each of which may stand for a
    header, must be text.
    """
    if theirs == "InvalidArgument":
        return ours.said == TAKEN and "%FF" in wire.target
    return (ours.rule, theirs) == ("host", "BadRequest")


def test_it_says_of_every_request_what_the_verifier_says(start: Callable[[str], Store]):
    server = start("embedded").server
    scope = Scope(server.access_key_id, server.secret_access_key, int(time.time()))
    maker = Maker(scope, BUCKET)
    bucket = Wire("PUT", f"/{BUCKET}", (("Host", HOST), ("Content-Length", "0")))
    assert send(server.port, by_header(scope, bucket)).status == 200
    assert send(server.port, maker.query("PUT")).status == 200
    verifier = Verifier(server.region, "s3")
    keys = (server.access_key_id, server.secret_access_key)
    counted: Counter[str] = Counter()
    differ = []
    for generate in GENERATORS:
        for case in generate(maker):
            ours = judged(case.wire, verifier, *keys)
            theirs = said(send(server.port, case.wire))
            counted[ours.said] += 1
            if not agree(ours.said, theirs) and not is_refused_first(case.wire, ours, theirs):
                differ.append(f"{case}: the store says {theirs}, the verifier {ours}")
    assert not differ
    assert counted.total() > 1500
    assert counted[TAKEN] > 400
