"""`vectors/attacks/`: each altered or forged request has the one outcome that it must have."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from sigv4presign import Credentials, Limits, VerificationError, Verified, Verifier, errors
from sigv4presign.rules import RULES
from sigv4presign.signing import signature, signing_key

from . import attack_texts
from .vectors import FOLDER

COUNTS = {
    "forms": 90,
    "header_form": 58,
    "mechanism": 22,
    "parameters": 43,
    "payload": 21,
    "query": 29,
    "scope": 27,
    "signature": 27,
    "signed_headers": 17,
    "target": 57,
    "time": 52,
    "tokens": 11,
    "unsigned_headers": 50,
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


def parse_and_prove(case: dict[str, Any], verifier: Verifier) -> Verified:
    secrets = secrets_of(case)
    if case["form"] == "post":
        claim = verifier.parse_post([tuple(pair) for pair in case["fields"]])
        settings = {name: case[name] for name in ("bucket", "file_size", "file_name")}
    else:
        claim = verifier.parse(case["method"], case["target"], dict_or_pairs(case))
        body = case.get("body")
        settings = {"body": None if body is None else body.encode()}
    return verifier.prove(claim, secrets.get(claim.access_key_id), now=case["now"], **settings)


def read_and_prove(case: dict[str, Any], verifier: Verifier) -> Verified:
    if case["form"] == "post":
        return parse_and_prove(case, verifier)
    body = case.get("body")
    pending = verifier.read(
        case["method"],
        case["target"],
        dict_or_pairs(case),
        body=None if body is None else body.encode(),
    )
    return pending.prove(secrets_of(case).get(pending.access_key_id), now=case["now"])


def dict_or_pairs(case: dict[str, Any]) -> Any:
    """Return the headers as a mapping where that can hold them."""
    pairs = [tuple(pair) for pair in case["headers"]]
    return dict(pairs) if len(dict(pairs)) == len(pairs) else pairs


WAYS: list[Callable[[dict[str, Any], Verifier], Verified]] = [
    verify,
    parse_and_prove,
    read_and_prove,
]


def right_signatures(case: dict[str, Any]) -> list[str]:
    """Return what would have been right, by each secret of *case*, if the request can be read."""
    verifier = verifier_of(case)
    try:
        if case["form"] == "post":
            claim = verifier.parse_post([tuple(pair) for pair in case["fields"]])
        else:
            claim = verifier.parse(case["method"], case["target"], dict_or_pairs(case))
    except VerificationError:
        return []
    scope = (claim.date, claim.region, claim.service)
    return [
        signature(signing_key(secret["secret_access_key"], *scope), claim.string_to_sign)
        for secret in case["secrets"].values()
        if secret
    ]


def test_there_are_enough():
    assert (len(GENUINE), len(FORGED)) == (41, 463)
    assert {name for name, _ in GENUINE} == set(COUNTS), "each file has what it alters"


def test_every_rule_is_broken_by_one():
    rules = {case["expected"]["rule"] for _, case in FORGED}
    of_errors = {
        kind.rule for kind in (getattr(errors, name) for name in errors.__all__)
        if issubclass(kind, VerificationError) and kind.rule
    }  # fmt: skip
    assert rules == {*RULES, *of_errors, "scope-region", "scope-service"}


def test_every_class_of_refusal_is_met():
    met: set[type] = set()
    for _, case in FORGED:
        with pytest.raises(VerificationError) as caught:
            verify(case, verifier_of(case))
        met.add(type(caught.value))
    known = [getattr(errors, name) for name in errors.__all__]
    assert met == {kind for kind in known if issubclass(kind, VerificationError)} - {
        VerificationError
    }


@pytest.mark.parametrize("file, case", GENUINE, ids=name_of)
def test_what_is_genuine_is_proven(file: str, case: dict[str, Any]):
    proofs = [way(case, verifier_of(case)) for way in WAYS]
    assert proofs[0] == proofs[1] == proofs[2]
    proof = proofs[0]
    assert case["form"] == proof.form, file
    told = {name: getattr(proof, name) for name in case["expected"] if name != "accepted"}
    assert {"accepted": True, **told} == case["expected"]


@pytest.mark.parametrize("file, case", FORGED, ids=name_of)
def test_an_attack_is_refused(file: str, case: dict[str, Any]):
    warm = verifier_of(case)
    for _, genuine in GENUINE:
        if genuine["verifier"] == case["verifier"]:
            verify(genuine, warm)
    ways = [(way, verifier_of(case)) for way in WAYS] + [(verify, warm)]
    for way, verifier in ways:
        with pytest.raises(VerificationError) as caught:
            way(case, verifier)
        error = caught.value
        expected = {**case["expected"], "message": case["expected"].get("message", error.message)}
        told = {name: getattr(error, name) for name in ("rule", "status", "code", "message")}
        assert {"accepted": False, **told} == expected, (file, case["why"], str(error))
        text, message = TEXTS[f"{file}/{case['name']}"]
        # What is wrong with JSON each Python says in its own words.
        same = str(error).startswith("policy is not JSON: ") or text == str(error)
        assert (same, message) == (True, error.message), str(error)


@pytest.mark.parametrize("file, case", FORGED, ids=name_of)
def test_a_refusal_tells_nothing_to_forge_with(file: str, case: dict[str, Any]):
    with pytest.raises(VerificationError) as caught:
        verify(case, verifier_of(case))
    error: BaseException | None = caught.value
    assert isinstance(error, VerificationError), file
    shown = f"{error.message}{error.details}"
    while error is not None:
        shown += f"{error}{error!r}{error.args}"
        error = error.__cause__ or error.__context__
    hidden = right_signatures(case)
    for secret in (secret for secret in case["secrets"].values() if secret):
        hidden += [secret["secret_access_key"], secret.get("session_token", "\0")]
    assert not [text for text in hidden if text in shown]


def test_the_files_are_what_comes_of_their_cases():
    done = subprocess.run(
        [sys.executable, str(FOLDER / "attacks" / "generate.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert "cases recomputed" in done.stdout
