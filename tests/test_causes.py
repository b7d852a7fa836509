"""Every cause of `vectors/causes/`: named first where it is at work, not named where it is not."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from sigv4presign import Diagnosis, diagnose
from sigv4presign.diagnosis.catalogue import CAUSES

from .vectors import FOLDER

SCHEMA = json.loads((FOLDER / "causes" / "schema.json").read_text("utf-8"))
SOURCES = ("captured.json", "recorded.json", "schema.json")
FILES = sorted(path for path in (FOLDER / "causes").glob("*.json") if path.name not in SOURCES)


def cases_of(path: Path) -> list[dict[str, Any]]:
    document = json.loads(path.read_text("utf-8"))
    assert document["number_of_cases"] == len(document["cases"])
    return document["cases"]


CASES = [case for path in FILES for case in cases_of(path)]


@cache
def answered(index: int) -> Diagnosis:
    """Return the diagnosis of a case, which several tests look at."""
    return diagnosed(CASES[index])


def diagnosed(case: dict[str, Any]) -> Diagnosis:
    response = case.get("response")
    more = {
        name: case[name]
        for name in ("body", "now", "hosts", "regions", "other_secrets", "secret_access_key")
        if name in case
    }
    return diagnose(
        case["method"] or None,
        case["url"],
        headers=[tuple(pair) for pair in case["headers"]],
        response=None if response is None else SimpleNamespace(**response),
        fields=[tuple(pair) for pair in case["fields"]] if "fields" in case else None,
        **more,
        tries=60_000,
        seconds=30,
    )


def name_of(case: dict[str, Any]) -> str:
    return f"{case['cause']}: {case['name']}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_of_its_schema(path: Path):
    jsonschema.validate(json.loads(path.read_text("utf-8")), SCHEMA)


def indices(expected: str) -> list[int]:
    return [index for index, case in enumerate(CASES) if case["expected"] == expected]


@pytest.mark.parametrize("index", indices("first"), ids=lambda index: name_of(CASES[index]))
def test_the_cause_is_named_first(index: int):
    findings = answered(index).findings
    assert [one.cause for one in findings][:1] == [CASES[index]["cause"]], findings


@pytest.mark.parametrize("index", indices("not"), ids=lambda index: name_of(CASES[index]))
def test_a_near_miss_is_not_taken_for_it(index: int):
    for one in answered(index).findings:
        assert one.cause != CASES[index]["cause"] or one.confidence == "hint", one


def test_nothing_wrong_is_certain():
    for index in indices("first"):
        certain = [one.cause for one in answered(index).findings if one.confidence == "certain"]
        assert certain[:1] in ([], [CASES[index]["cause"]]), (name_of(CASES[index]), certain)


def test_nothing_wrong_is_certain_of_a_real_answer_without_the_secret():
    for case in cases_of(FOLDER / "causes" / "stores.json"):
        if "secret_access_key" not in case:
            continue
        told = diagnosed({name: case[name] for name in case if name != "secret_access_key"})
        certain = [one.cause for one in told.findings if one.confidence == "certain"]
        assert set(certain) <= {case["cause"]}, (name_of(case), certain)


def test_every_cause_has_enough_cases():
    named = Counter(case["cause"] for case in CASES if case["expected"] == "first")
    missed = Counter(case["cause"] for case in CASES if case["expected"] == "not")
    assert set(named) == set(CAUSES)
    assert {cause: number for cause, number in named.items() if number < 3} == {}
    assert {cause for cause in CAUSES if missed[cause] < 2} == set()


def test_nothing_secret_is_shown():
    for index, case in enumerate(CASES):
        diagnosis = answered(index)
        shown = "\n".join([str(diagnosis), repr(diagnosis), json.dumps(diagnosis.to_dict())])
        secret = case.get("secret_access_key", "").strip()
        if len(secret) > 10:
            assert secret not in shown, name_of(case)
        signature = case["url"].partition("X-Amz-Signature=")[2][:64]
        if len(signature) == 64:
            assert signature not in shown, name_of(case)
