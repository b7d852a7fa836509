"""No secret key, session token or expected signature in a repr, a message or a traceback."""

import pickle
import traceback

import pytest

from sigv4presign import (
    Credentials,
    CredentialsError,
    SignatureMismatchError,
    SigV4Error,
    VerificationError,
    parse_presigned,
    presign,
    sign_headers,
)

from .examples import ACCESS_KEY_ID, NOW, URL

SECRET = "SecretThatMustNotShow"
TOKEN = "TokenThatMustNotShow"
KEYS = Credentials(ACCESS_KEY_ID, SECRET, TOKEN)
WRONG = "AnotherThatMustNotShow"


def signed():
    return presign("GET", URL, credentials=KEYS, region="us-east-1", now=NOW)


def silent(shown: str) -> None:
    signature = signed().url[-64:]
    for secret in (SECRET, TOKEN, WRONG, signature):
        assert secret not in shown


def test_reprs_are_silent():
    claim = parse_presigned("GET", signed().url)
    proof = claim.verify(SECRET, now=NOW)
    for value in (KEYS, signed(), claim, proof, [KEYS], {"k": KEYS}):
        silent(repr(value))
        silent(f"{value!r:>5}")
    for value in (KEYS, claim, proof):
        silent(str(value))


def test_pickles_hold_what_they_must():
    """Said in SECURITY.md: a pickle is a copy, secrets and all."""
    assert SECRET.encode() in pickle.dumps(KEYS)


def test_a_mismatch_is_silent_but_for_what_may_be_compared():
    claim = parse_presigned("GET", signed().url)
    with pytest.raises(SignatureMismatchError) as caught:
        claim.verify(WRONG, now=NOW)
    error = caught.value
    silent("".join(traceback.format_exception(error)))
    silent(repr(error))
    silent(str(error.args))
    expected = presign(
        "GET",
        URL,
        credentials=Credentials(ACCESS_KEY_ID, WRONG, TOKEN),
        region="us-east-1",
        now=NOW,
    ).url[-64:]
    for value in [*vars(error).values(), error.message, error.code]:
        assert expected not in str(value)
        assert WRONG not in str(value)


REFUSED = [
    lambda: presign("GET", URL, credentials=KEYS, region="", now=NOW),
    lambda: presign("GET", URL + "?X-Amz-Signature=x", credentials=KEYS, region="r", now=NOW),
    lambda: presign("GET", URL, credentials=KEYS, region="r", expires_in=0),
    lambda: presign("GET", f"https://u:{SECRET}@h/", credentials=KEYS, region="r"),
    lambda: sign_headers("GET", URL, credentials=KEYS, region="r", service="", now=NOW),
    lambda: sign_headers("GET", URL, credentials=KEYS, region="r", service="s3", headers=[
        ("X-Amz-Security-Token", TOKEN)]),
    lambda: Credentials(ACCESS_KEY_ID, SECRET + "\n"),
    lambda: Credentials(ACCESS_KEY_ID, SECRET, " " + TOKEN),
    lambda: Credentials(ACCESS_KEY_ID, f"{SECRET}\n{SECRET}"),
    lambda: parse_presigned("GET", signed().url + "&X-Amz-Security-Token=" + TOKEN),
    lambda: parse_presigned("GET", signed().url + "&X-Amz-Signature=" + WRONG),
    lambda: parse_presigned("GET", signed().url + "0"),
    lambda: parse_presigned("GET", signed().url).verify(SECRET, now=0),
    lambda: parse_presigned("GET", signed().url).verify(SECRET, now=NOW + 10**6),
    lambda: parse_presigned("GET", signed().url).verify(SECRET, now=NOW, session_token=WRONG),
    lambda: parse_presigned("GET", signed().url, {"x-amz-security-token": TOKEN}).verify(
        SECRET, now=NOW),
    lambda: parse_presigned("GET", signed().url).verify(SECRET.encode()),
]  # fmt: skip


@pytest.mark.parametrize("call", REFUSED)
def test_messages_are_silent(call):
    with pytest.raises(SigV4Error) as caught:
        call()
    silent(str(caught.value))
    silent(repr(caught.value))
    assert isinstance(caught.value, (ValueError, CredentialsError, VerificationError))
