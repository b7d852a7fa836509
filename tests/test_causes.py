"""Every cause of `vectors/causes/`: named first where it is at work, not named where it is not."""

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from sigv4presign import diagnose
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


def diagnosed(case: dict[str, Any]):
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
    )


def name_of(case: dict[str, Any]) -> str:
    return f"{case['cause']}: {case['name']}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_of_its_schema(path: Path):
    jsonschema.validate(json.loads(path.read_text("utf-8")), SCHEMA)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["expected"] == "first"], ids=name_of
)
def test_the_cause_is_named_first(case: dict[str, Any]):
    findings = diagnosed(case).findings
    assert [one.cause for one in findings][:1] == [case["cause"]], findings


@pytest.mark.parametrize("case", [case for case in CASES if case["expected"] == "not"], ids=name_of)
def test_a_near_miss_is_not_taken_for_it(case: dict[str, Any]):
    for one in diagnosed(case).findings:
        assert one.cause != case["cause"] or one.confidence == "hint", one


def test_nothing_wrong_is_certain():
    for case in CASES:
        if case["expected"] == "first":
            certain = [one.cause for one in diagnosed(case).findings if one.confidence == "certain"]
            assert not certain or certain[0] == case["cause"], (name_of(case), certain)


def test_every_cause_has_enough_cases():
    named = Counter(case["cause"] for case in CASES if case["expected"] == "first")
    missed = Counter(case["cause"] for case in CASES if case["expected"] == "not")
    assert set(named) == set(CAUSES)
    assert {cause: number for cause, number in named.items() if number < 3} == {}
    assert {cause for cause in CAUSES if missed[cause] < 2} == set()


def test_nothing_secret_is_shown():
    for case in CASES:
        diagnosis = diagnosed(case)
        shown = "\n".join([str(diagnosis), repr(diagnosis), json.dumps(diagnosis.to_dict())])
        secret = case.get("secret_access_key", "").strip()
        if len(secret) > 10:
            assert secret not in shown, name_of(case)
        signature = case["url"].partition("X-Amz-Signature=")[2][:64]
        if len(signature) == 64:
            assert signature not in shown, name_of(case)
