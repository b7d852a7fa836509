"""The document about real stores: its tables are the kinds of difference that the tests declare."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from .stores.agreement import STORES, TAKEN, Kind
from .stores.kinds import CODES, KINDS, THEY_TAKE, WE_TAKE, document

PAGE = Path(__file__).resolve().parent.parent / "docs" / "verifier_agreement.md"
KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def test_the_tables_are_those_of_the_tests():
    _, mark, tables = PAGE.read_text("utf-8").partition("\n## ")
    assert document() == mark.lstrip("\n") + tables


@KIND
def test_a_kind_says_who_is_right_and_where_that_stands(kind: Kind):
    assert kind.right in ("ours", "theirs", "not said")
    assert kind.name
    assert kind.why
    assert "|" not in kind.name + kind.why
    assert urlsplit(kind.source).netloc == "docs.aws.amazon.com"


@KIND
def test_a_kind_is_a_difference(kind: Kind):
    answers = [kind.theirs(store) for store in STORES]
    assert any(answers)
    assert kind.ours
    assert kind.rules
    if kind in THEY_TAKE:
        assert {TAKEN} == {said for answer in answers for said in answer}
        assert TAKEN not in kind.ours
    elif kind in WE_TAKE:
        assert kind.ours == (TAKEN,)
        assert not any(TAKEN in answer for answer in answers)
    elif kind in CODES:
        assert TAKEN not in kind.ours
        assert not any(TAKEN in answer for answer in answers)


@pytest.mark.parametrize("kinds", [THEY_TAKE, WE_TAKE, CODES])
def test_a_kind_has_a_name_of_its_own(kinds: tuple[Kind, ...]):
    assert len({kind.name for kind in kinds}) == len(kinds)
