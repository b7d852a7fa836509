"""OpenStack Swift's verifier beside ours, thousands of requests of any text, and any clock.

What they may differ in is what `tests.stores.kinds` says of the server. What Swift cannot be asked:

- Repeated parameters and names that sort otherwise before they are encoded: it signs them wrongly.
- Header values beyond ASCII: it folds what only Unicode calls a blank.
- Session tokens: it knows of none.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from sigv4presign import SignatureMismatchError, Verifier
from tests.stores.agreement import TAKEN, Judged, judged
from tests.stores.cases import Maker
from tests.stores.kinds import Differences
from tests.stores.wire import Scope

from . import wires
from .swift_filters import Swift, swift
from .wires import ACCESS_KEY_ID, REGION, SECRET, Sent

pytestmark = pytest.mark.store
MANY = settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
VERIFIER = Verifier(REGION, "s3")


@pytest.fixture(scope="module")
def theirs() -> Iterator[Swift]:
    with swift(ACCESS_KEY_ID, SECRET, REGION) as running:
        yield running


def ours(sent: Sent) -> Judged:
    return judged(sent.case.wire, VERIFIER, ACCESS_KEY_ID, SECRET, sent.now)


@MANY
@given(wires.genuine())
def test_a_genuine_request_is_taken(theirs: Swift, sent: Sent):
    assert theirs.ask(sent.case.wire, sent.now).said == TAKEN
    assert ours(sent) == Judged(TAKEN)


@MANY
@given(wires.genuine(secret="another"))
def test_canonical_requests_are_the_same(theirs: Swift, sent: Sent):
    wire = sent.case.wire
    opinion = theirs.ask(wire, sent.now)
    secrets = {ACCESS_KEY_ID: SECRET}
    with pytest.raises(SignatureMismatchError) as refusal:
        VERIFIER.verify(wire.method, wire.target, wire.received(), secrets, now=sent.now)
    if wire.method != "HEAD":  # the answer to which has no document
        assert opinion.said == refusal.value.code
        assert opinion.canonical_request == refusal.value.canonical_request


@settings(MANY, max_examples=4000)
@given(wires.altered())
def test_an_altered_request(theirs: Swift, sent: Sent):
    said, judgement = theirs.ask(sent.case.wire, sent.now).said, ours(sent)
    if judgement.rule == "expired" and said == TAKEN:  # see `test_the_last_second`
        assert ours(sent._replace(now=sent.now - 1)).said == TAKEN
    else:
        assert not Differences("swift", [(sent.case, judgement, said)]).undeclared, sent


@pytest.mark.parametrize("life", [1, 60, 604800])
def test_the_last_second(theirs: Swift, life: int):
    at = 1700000000
    maker = Maker(Scope(ACCESS_KEY_ID, SECRET, at), "bucket")
    wire = maker.query(Expires=str(life))
    keys = (ACCESS_KEY_ID, SECRET)

    def both(now: int) -> tuple[str, str]:
        return judged(wire, VERIFIER, *keys, now).said, theirs.ask(wire, now).said

    assert both(at) == both(at + life - 1) == (TAKEN, TAKEN)
    # "expires in" a second: Swift, as others, takes this one as well; AWS does not say.
    assert both(at + life) == ("AccessDenied", TAKEN)
    assert both(at + life + 1) == ("AccessDenied", "AccessDenied")


def test_the_clocks_of_a_header_request(theirs: Swift):
    at = 1700000000
    wire = Maker(Scope(ACCESS_KEY_ID, SECRET, at), "bucket").header()
    for late in (-901, -900, 0, 900, 901):
        expected = TAKEN if abs(late) <= 900 else "RequestTimeTooSkewed"
        assert judged(wire, VERIFIER, ACCESS_KEY_ID, SECRET, at + late).said == expected
        assert theirs.ask(wire, at + late).said == expected
