"""`vectors/attacks/`: each altered or forged request has the one outcome that it must have."""

import json
import subprocess
import sys
from typing import Any

import pytest

from sigv4presign import Credentials, Limits, VerificationError, Verified, Verifier, errors
from sigv4presign.rules import RULES

from . import attack_texts
from .vectors import FOLDER

COUNTS = {
    "forms": 79,
    "header_form": 52,
    "mechanism": 18,
    "parameters": 43,
    "payload": 21,
    "query": 29,
    "scope": 27,
    "signature": 27,
    "signed_headers": 15,
    "target": 55,
    "time": 52,
    "tokens": 11,
    "unsigned_headers": 49,
}


def loaded(name: str) -> list[dict[str, Any]]:
    document = json.loads((FOLDER / "attacks" / f"{name}.json").read_text("utf-8"))
    assert document["schema"] == "sigv4presign-attacks-1"
    assert document["number_of_cases"] == len(document["cases"]) == COUNTS[name]
    return document["cases"]


TEXTS = json.loads(attack_texts.FILE.read_text("utf-8"))
CASES = [(name, case) for name in COUNTS for case in loaded(name)]
GENUINE = [(name, case) for name, case in CASES if case["expected"]["accepted"]]
FORGED = [(name, case) for name, case in CASES if not case["expected"]["accepted"]]


def name_of(value: object) -> str:
    return value["name"] if isinstance(value, dict) else str(value)


def verifier_of(case: dict[str, Any]) -> Verifier:
    settings = dict(case["verifier"])
    if "limits" in settings:
        settings["limits"] = Limits(**settings["limits"])
    if "revoked" in settings:
        taken_back = settings["revoked"]
        settings["revoked"] = lambda claim: claim.signature in taken_back
    return Verifier(**settings)


def secrets_of(case: dict[str, Any]) -> dict[str, Credentials | None]:
    return {
        name: None if secret is None else Credentials(name, **secret)
        for name, secret in case["secrets"].items()
    }


def verify(case: dict[str, Any], verifier: Verifier) -> Verified:
    if case["form"] == "post":
        return verifier.verify_post(
            [tuple(pair) for pair in case["fields"]],
            secrets_of(case),
            bucket=case["bucket"],
            file_size=case["file_size"],
            file_name=case["file_name"],
            now=case["now"],
        )
    body = case.get("body")
    return verifier.verify(
        case["method"],
        case["target"],
        [tuple(pair) for pair in case["headers"]],
        secrets_of(case),
        body=None if body is None else body.encode(),
        now=case["now"],
    )


def test_there_are_enough():
    assert (len(GENUINE), len(FORGED)) == (36, 442)
    assert {name for name, _ in GENUINE} == set(COUNTS), "each file has what it alters"


def test_every_rule_is_broken_by_one():
    rules = {case["expected"]["rule"] for _, case in FORGED}
    of_errors = {
        kind.rule for kind in (getattr(errors, name) for name in errors.__all__)
        if issubclass(kind, VerificationError) and kind.rule
    }  # fmt: skip
    assert rules == {*RULES, *of_errors, "scope-region", "scope-service"}


@pytest.mark.parametrize("file, case", GENUINE, ids=name_of)
def test_what_is_genuine_is_proven(file: str, case: dict[str, Any]):
    proof = verify(case, verifier_of(case))
    assert case["form"] == proof.form, file
    if "folder" in case.get("target", ""):
        assert ("bucket", "folder/key.txt") == (proof.bucket, proof.key)


@pytest.mark.parametrize("file, case", FORGED, ids=name_of)
def test_an_attack_is_refused(file: str, case: dict[str, Any]):
    cold, warm = verifier_of(case), verifier_of(case)
    for _, genuine in GENUINE:
        if genuine["verifier"] == case["verifier"]:
            verify(genuine, warm)
    for verifier in (cold, warm):
        with pytest.raises(VerificationError) as caught:
            verify(case, verifier)
        error = caught.value
        told = {"rule": error.rule, "status": error.status, "code": error.code}
        expected = case["expected"]
        assert {"accepted": False, **told} == expected, (file, case["why"], str(error))
        text, message = TEXTS[f"{file}/{case['name']}"]
        # What is wrong with JSON each Python says in its own words.
        same = str(error).startswith("policy is not JSON: ") or text == str(error)
        assert (same, message) == (True, error.message), str(error)
        shown = f"{error}{error!r}{error.message}{error.details}"
        for secret in (secret for secret in case["secrets"].values() if secret):
            assert secret["secret_access_key"] not in shown
            assert secret.get("session_token", "\0") not in shown


def test_the_files_are_what_comes_of_their_cases():
    done = subprocess.run(
        [sys.executable, str(FOLDER / "attacks" / "generate.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert "cases recomputed" in done.stdout
