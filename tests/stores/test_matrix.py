"""Every case on every store: what comes of it is what is declared, and what the document says."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from .catalogue import ALL
from .matrix.cases import CASES
from .matrix.declared import declared
from .matrix.outcome import Case
from .matrix.table import by_results, rendered, write, written
from .matrix.trial import Trial
from .store import Store

pytestmark = pytest.mark.store

BUCKET = "matrix"
WRITES = "STORES_WRITE" in os.environ  # as `make matrix` has it


@pytest.fixture(scope="module", params=ALL)
def store(request: pytest.FixtureRequest, start: Callable[[str], Store]) -> Store:
    store = replace(start(request.param), bucket=BUCKET)
    assert store.sign_and_send("PUT", store.url("")).status == 200
    return store


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, dict[str, str]]]:
    """Return where outcomes are put; those of whole stores are written, if that is asked for."""
    found: dict[str, dict[str, str]] = {}
    yield found
    whole = {store: each for store, each in found.items() if len(each) == len(CASES)}
    if whole and WRITES:
        write(rendered(by_results(whole)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_a_case(store: Store, case: Case, results: dict[str, dict[str, str]]):
    outcome = case.outcome(Trial(store, f"matrix/{case.slug}"))
    results.setdefault(store.name, {})[case.label] = outcome
    assert declared(store.name, case).outcome == outcome, declared(store.name, case).why


def test_the_document_has_what_this_run_found(results: dict[str, dict[str, str]]):
    if not WRITES:
        assert written() == rendered(by_results(results))
