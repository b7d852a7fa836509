"""`sign_headers`: what the vectors leave untried."""

import hashlib
from typing import Any

import pytest
from freezegun import freeze_time

from sigv4presign import Credentials, CredentialsError, InvalidRequestError, sign_headers

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET, TEMPORARY

URL = "https://h.example/key"


def added(service: str = "s3", **settings: Any) -> dict[str, str]:
    arguments = {"credentials": KEYS, "region": "us-east-1", "service": service, "now": NOW}
    return dict(sign_headers("PUT", URL, **{**arguments, **settings}))


def test_s3_gets_the_hash_of_the_body():
    digest = hashlib.sha256(b"body").hexdigest()
    for body in (b"body", bytearray(b"body"), memoryview(b"body")):
        headers = added(body=body)
        assert list(headers) == ["X-Amz-Date", "X-Amz-Content-Sha256", "Authorization"]
        assert digest == headers["X-Amz-Content-Sha256"]


def test_a_slice_with_gaps_is_hashed_as_its_bytes():
    assert added(body=b"ace") == added(body=memoryview(b"abcdef")[::2])


def test_other_services_do_not():
    assert list(added("sts")) == ["X-Amz-Date", "Authorization"]
    assert "X-Amz-Content-Sha256" in added("sts", add_content_sha256=True)
    assert "X-Amz-Content-Sha256" not in added(add_content_sha256=False)


def test_a_given_hash_is_signed_and_not_added_twice():
    given = {"X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD"}
    headers = added(headers=given)
    assert "X-Amz-Content-Sha256" not in headers
    assert "SignedHeaders=host;x-amz-content-sha256;x-amz-date" in headers["Authorization"]
    assert headers["Authorization"] == added(payload_hash="UNSIGNED-PAYLOAD")["Authorization"]


def test_a_body_is_not_read_where_its_hash_is_known():
    assert added(payload_hash="0" * 64) == added(payload_hash="0" * 64, body=None)


def test_the_session_token_is_added_and_signed_unless_told_not_to():
    headers = added("sts", credentials=TEMPORARY)
    assert list(headers) == ["X-Amz-Date", "X-Amz-Security-Token", "Authorization"]
    assert "x-amz-security-token" in headers["Authorization"]
    unsigned = added("sts", credentials=TEMPORARY, sign_session_token=False)
    assert TEMPORARY.session_token == unsigned["X-Amz-Security-Token"]
    assert "x-amz-security-token" not in unsigned["Authorization"]
    assert "X-Amz-S3session-Token" in added("s3express", credentials=TEMPORARY)


def test_another_host_is_signed_as_given():
    assert added() == added(headers={"Host": "H.example:443"})
    assert added() != added(headers={"Host": "other.example"})


def test_ended_credentials_sign_nothing():
    with pytest.raises(CredentialsError, match=f"the credentials ended at {NOW}"):
        added(credentials=Credentials(ACCESS_KEY_ID, SECRET, expires_at=NOW))


@freeze_time("2015-08-30T12:36:00Z")
def test_without_a_moment_the_clock_is_read():
    assert added() == added(now=None)


def test_a_comma_in_an_access_key_id_would_end_it():
    message = "^access_key_id holds a ',', which an Authorization header cannot carry$"
    with pytest.raises(InvalidRequestError, match=message):
        added(credentials=Credentials("AKID,EXAMPLE", SECRET))
