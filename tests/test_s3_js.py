"""URLs that the presigner of the AWS SDK for JavaScript printed, made here in its layout.

It adds ``X-Amz-Content-Sha256=UNSIGNED-PAYLOAD`` to each and ``x-id`` to some, so those are given
to ours as parameters. Two things it spells otherwise; told so, we print the same.
"""

import json
from collections import Counter
from urllib.parse import parse_qsl, unquote

import pytest

from sigv4presign import Credentials, Presigned, S3Presigner, presign

from .vectors import FOLDER

DOCUMENT = json.loads((FOLDER / "s3_presigner_js.json").read_text("utf-8"))
CASES = DOCUMENT["cases"]
ADDED = ("X-Amz-Content-Sha256", "x-id")
SLASH = "a slash after a bucket that is in the path"
LISTED = "a blank after the comma of a list"


def snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def credentials(case: dict) -> Credentials:
    return Credentials("AKIDEXAMPLE", "secret", case["settings"].get("token"))


def ours(case: dict, **params) -> Presigned:
    settings = {name: value for name, value in case["settings"].items() if name != "token"}
    settings.setdefault("addressing_style", "virtual")
    s3 = S3Presigner(credentials(case), layout="js", validate="off", **settings)
    given = {**case["params"], **params}
    if "CopySource" in given:
        given["CopySource"] = unquote(given["CopySource"])  # ours is to be given unescaped
    printed = dict(parse_qsl(case["url"].partition("?")[2]))
    return s3.presign(
        snake(case["command"]),
        query=[(name, printed[name]) for name in ADDED if name in printed],
        expires_in=case["expires_in"],
        now=case["now"],
        **given,
    )


def difference(case: dict) -> str | None:
    """Return the reason for which the SDK prints another URL, or None."""
    if case["command"] == "GetObjectAttributes":
        return LISTED
    in_path = case["settings"].get("addressing_style") == "path" or "." in case["params"]["Bucket"]
    if in_path and not case["params"]["Bucket"].startswith("arn:") and "Key" not in case["params"]:
        return SLASH
    return None


def test_how_many():
    assert DOCUMENT["number_of_cases"] == len(CASES) == 416
    assert not [case for case in CASES if "url" not in case]
    reasons = Counter(difference(case) for case in CASES)
    assert reasons == {None: 352, SLASH: 48, LISTED: 16}
    assert len({case["command"] for case in CASES}) == 22


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_url(case: dict):
    reason = difference(case)
    assert (ours(case).url == case["url"]) == (reason is None)
    if reason == LISTED:
        assert ours(case, ObjectAttributes="ETag, ObjectSize").url == case["url"]
    if reason == SLASH:
        signed = ours(case)
        base, _, query = signed.url.partition("?")
        pieces = [one for one in query.split("&") if one.startswith("X-Amz-Content-")]
        pieces += [one for one in query.split("&") if not one.startswith("X-Amz-")]
        again = presign(
            signed.method,
            f"{base}/?{'&'.join(pieces)}",
            credentials=credentials(case),
            region=case["settings"]["region"],
            headers=signed.headers,
            expires_in=case["expires_in"],
            now=case["now"],
            layout="js",
        )
        assert again.url == case["url"]
