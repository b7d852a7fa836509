"""Genuine URLs of all peers' making: the diagnosis finds nothing above a hint.

Each is diagnosed three times: with its secret and the headers that are signed, which proves it;
with the headers alone; and as the URL alone.
"""

import json
from random import Random

from sigv4presign import Diagnosis, diagnose

from ..vectors import FOLDER
from . import test_awscrt, test_botocore, test_minio
from .requests import Request, request, seeded

DOCUMENT = json.loads((FOLDER / "s3_presigner_js.json").read_text("utf-8"))
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def loud(diagnosis: Diagnosis) -> set[str]:
    return {one.cause for one in diagnosis.findings if one.confidence != "hint"}


def diagnosed(request: Request, url: str) -> list[set[str]]:
    """Return what is found above a hint, in each way of asking."""
    headers = [("Host", request.host), *request.headers]
    now = request.now + request.expires_in - 1
    proven = diagnose(
        request.method, url, headers=headers, secret_access_key=request.secret, now=now
    )
    assert proven.genuine, url
    assert proven.verdict == "genuine"
    return [
        loud(proven),
        loud(diagnose(request.method, url, headers=headers, now=now)),
        loud(diagnose(None, url, now=now)),
    ]


def botocores(rng: Random) -> tuple[Request, str]:
    asked = request(rng, **test_botocore.LIMITS)
    return asked, test_botocore.url_of(asked)


def common_runtimes(rng: Random) -> tuple[Request, str]:
    asked = request(rng, stated_payload=False)
    payload = test_awscrt.UNSIGNED_PAYLOAD if asked.s3 else EMPTY
    return asked, test_awscrt.url_of(asked, test_awscrt.Rules(), payload)


def minios(rng: Random) -> tuple[Request, str]:
    asked = test_minio.some_object(rng)
    return asked.request, test_minio.url_of(asked)


def check(seed: int, made, count: int) -> None:
    rng = seeded(seed)
    for _ in range(count):
        asked, url = made(rng)
        assert diagnosed(asked, url) == [set()] * 3, (url, asked.headers)


def test_2500_urls_of_botocore():
    check(50, botocores, 2500)


def test_1500_urls_of_the_common_runtime():
    check(51, common_runtimes, 1500)


def test_1000_urls_of_minio():
    check(52, minios, 1000)


def test_416_urls_of_the_sdk_for_javascript():
    for case in DOCUMENT["cases"]:
        now = case["now"] + case["expires_in"] - 1
        diagnosis = diagnose(None, case["url"], secret_access_key="secret", now=now, tries=2000)
        # It does not say which headers it signed with which values.
        assert diagnosis.genuine or "SignedHeaders=host%3B" in case["url"], case
        assert not loud(diagnosis), (case, diagnosis.findings)
        assert not loud(diagnose(None, case["url"], now=now)), case
