"""Cases out of what real clients sent, and of what real stores answered."""

import json
from pathlib import Path

from answering import mismatch
from signers import SECRET
from writing import PLAIN, case, no

HERE = Path(__file__).resolve().parent
# Of the stores that were recorded; see tests/stores/servers.py.
STORES_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=="
# What a genuine request must not be taken for, by a word in its name.
ALIKE = {
    "typed": ("content-type-changed",),
    "metadata": ("signed-header-missing", "unsigned-amz-header", "header-dropped"),
    "dots kept": ("dot-segments-removed",),
    "identity": ("hop-header-signed",),
    "ten bytes": ("content-length-changed",),
    "genuine": ("two-auth-mechanisms", "transport-damage", "parameters-added", "method-changed"),
}
# Their stores answer otherwise than with a mismatch.
OTHER = ("two-auth-mechanisms", "chunked-transfer", "unsigned-amz-header", "transport-damage")


def captured():
    cases = []
    for one in json.loads((HERE / "captured.json").read_text("utf-8")):
        sent = {key: one[key] for key in ("method", "url", "headers")}
        body = {"body": one["body"]} if "body" in one else {}
        if not one["cause"]:
            for word, causes in ALIKE.items():
                cases += [
                    no(
                        cause,
                        f"{one['name']}: not {cause}",
                        **sent,
                        **body,
                        by=one["by"],
                        secret=SECRET,
                    )
                    for cause in causes
                    if word in one["name"]
                ]
            continue
        more = {"by": one["by"], **body}
        cause, name = one["cause"], one["name"]
        if cause in OTHER or cause == "post-wrong-request":
            cases.append(case(cause, name, **sent, **more))
            continue
        cases.append(case(cause, f"{name}, with the secret", **sent, **more, secret=SECRET))
        if cause in ("escapes-decoded-by-client", "hop-header-signed", "host-rewritten"):
            continue
        if cause == "content-length-changed":
            cases.append(case(cause, f"{name}, answered", **sent, **more, response=PLAIN))
            continue
        # The person has the URL as it was signed, and what the store says that it received.
        told = mismatch(one["method"], one["url"], one["headers"])
        signed = {**sent, "url": one["signed"], "response": told}
        if cause == "method-changed":
            signed["method"] = "PUT" if "put" in name else "GET"
        cases.append(case(cause, f"{name}, compared", **signed, **more))
    return cases


def recorded():
    cases = []
    answered = json.loads((HERE / "recorded.json").read_text("utf-8"))
    named = {one["name"] for one in answered}
    for one in answered:
        sent = {key: one[key] for key in ("method", "url", "headers", "response")}
        more = {"body": one["body"]} if "body" in one else {}
        cause, name = one["cause"], one["name"]
        secret = one.get("secret_access_key")
        # The time is the one of the answer's own Date.
        more |= {"by": one["by"], "now": None}
        cases.append(case(cause, name, **sent, **more, secret=secret))
        proven = f"{name.removesuffix(', without')}, with the secret"
        if secret is None and proven not in named:
            # The secret must not hide what the answer says.
            cases.append(case(cause, proven, **sent, **more, secret=STORES_SECRET))
        if secret is not None and "<Code>InvalidBucketName<" in one["response"]["body"]:
            cases.append(case(cause, f"{name}, without", **sent, **more))
    return cases
