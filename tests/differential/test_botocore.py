"""botocore's own signers, pure Python: the query form and the header form, byte against byte.

What botocore cannot be asked, and what is therefore not generated here:

- Repeated parameter names: its query signers keep the first of each and drop the rest, a bug.
  Those are compared with the Common Runtime.
- Blanks that only Unicode calls so, in a header: it folds them (`str.split`), services and the
  Common Runtime take them as content.
- In the header form of S3, ``X-Amz-Content-Sha256``: it replaces that by the body's hash.
- A bare ``https://host`` of S3: it signs an empty path where clients send ``/``.
"""

from dataclasses import replace
from random import Random
from typing import Any
from unittest import mock

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import assume, given

from sigv4presign import parse_presigned

from .features import Tally
from .requests import Request, request, seeded
from .signing import authorized, presigned, proven
from .strategies import BINARY, requests

LIMITS = {"repeated_names": False, "foreign_blanks": False}
NOT_ASKED = {"query: repeated name", "header: foreign blank"}


def signer(request: Request, form: str, **settings: Any) -> botocore.auth.SigV4Auth:
    family = "S3Express" if request.service == "s3express" else "S3SigV4" if request.s3 else "SigV4"
    if request.service == "s3express":
        settings["identity_cache"] = None  # which only finds credentials
    keys = Credentials(request.access_key_id, request.secret, request.token)
    kind = getattr(botocore.auth, family + form)
    return kind(keys, request.service, request.region, **settings)


def signed_by(signer: botocore.auth.SigV4Auth, request: Request, **content: Any) -> AWSRequest:
    made = AWSRequest(request.method, **content)
    for name, value in request.headers:
        made.headers.add_header(name, value)
    with mock.patch("botocore.auth.get_current_datetime", return_value=request.moment):
        signer.add_auth(made)
    return made


def url_of(request: Request) -> str:
    # It reads the query and writes it anew, so it is given the caller's spelling.
    url = request.origin + request.path + (request.spelled_query and "?" + request.spelled_query)
    auth = signer(request, "QueryAuth", expires=request.expires_in)
    return signed_by(auth, request, url=url).url


def headers_of(request: Request, body: bytes) -> dict[str, str]:
    url = request.origin + request.target
    made = signed_by(signer(request, "Auth"), request, url=url, data=body)
    given = {name.lower() for name, _ in request.headers}
    return {
        name.lower(): value for name, value in made.headers.items() if name.lower() not in given
    }


def compare_urls(request: Request):
    signed = presigned(request, "botocore")
    assert url_of(request) == signed.url
    proven(request, signed)


def test_5000_urls():
    rng, tally = seeded(1), Tally()
    for _ in range(5000):
        request_ = request(rng, **LIMITS)
        compare_urls(request_)
        tally.add(request_)
    assert tally.compared == 5000
    assert tally.rare() == NOT_ASKED


@given(requests(repeated_names=False))
def test_any_url(request_: Request):
    compare_urls(request_)


def test_a_url_without_a_path():
    rng, tally = seeded(2), Tally()
    while tally.compared < 100:
        request_ = replace(request(rng, **LIMITS), path="", spelled_path="")
        if not request_.s3:
            compare_urls(request_)
            tally.add(request_)


@pytest.mark.parametrize("host", ["behind.example.com", "10.0.0.7:8080", "[fd00::7]:9000"])
def test_a_host_that_is_not_the_url_s(host: str):
    rng = seeded(3)
    for _ in range(100):
        request_ = request(rng, **LIMITS)
        request_ = replace(request_, headers=(*request_.headers, ("Host", host)))
        signed = presigned(request_, "botocore")
        assert url_of(request_) == signed.url
        assert ("Host", host) in signed.headers
        claim = parse_presigned(signed.method, signed.url, signed.headers)
        assert host == claim.verify(request_.secret, now=request_.now).host


def a_body(rng: Random) -> bytes:
    return rng.choice((b"", b"{}", "é".encode(), rng.randbytes(rng.randint(1, 99))))


def signed_with_headers(request: Request) -> bool:
    """Return whether botocore can sign *request* in the header form."""
    return request.service != "s3express" or request.token is not None


def compare_headers(request: Request, body: bytes):
    assert headers_of(request, body) == authorized(request, body=body)


def test_1500_authorization_headers():
    rng, tally, stated = seeded(4), Tally(), 0
    while tally.compared < 1500:
        request_ = request(rng, **LIMITS, stated_payload=False)
        if not request_.s3 and rng.random() < 0.2:
            digest = rng.choice(("UNSIGNED-PAYLOAD", "0f" * 32))
            request_ = replace(request_, headers=(("x-amz-content-SHA256", digest),))
            stated += 1
        if signed_with_headers(request_):
            compare_headers(request_, a_body(rng))
            tally.add(request_)
    assert stated > 50
    assert tally.rare() == NOT_ASKED


@given(requests(repeated_names=False), BINARY)
def test_any_authorization_header(request_: Request, body: bytes):
    assume(signed_with_headers(request_))
    compare_headers(request_, body)
