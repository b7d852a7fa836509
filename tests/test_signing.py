"""The key chain: the hot path returns what the plain steps return."""

import hashlib
import hmac

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sigv4presign import Credentials, _fast
from sigv4presign._fast import hmac_digits, hmac_states, plain_parts, signature_of
from sigv4presign._percent import UNRESERVED
from sigv4presign._time import LAST_SECOND, format_amz_date
from sigv4presign.signing import credential_scope, signature, signing_key, string_to_sign

from .examples import KEYS, TEMPORARY, sign

text = st.text(st.characters(exclude_categories=["Cs"]))


@given(text.filter(bool), st.integers(0, LAST_SECOND), text, text, text)
@example("s" * 60, 0, "r", "s", "request")  # with "AWS4" one whole block of SHA-256
@example("s" * 61, 0, "r", "s", "request")  # one byte more: HMAC hashes such a key first
@example("é" * 31, 0, "r", "s", "request")
def test_the_hot_path_returns_what_the_steps_return(
    secret: str, moment: int, region: str, service: str, request: str
):
    amz_date = format_amz_date(moment)
    scope = credential_scope(amz_date[:8], region, service)
    key = signing_key(secret, amz_date[:8], region, service)
    expected = signature(key, string_to_sign(amz_date, scope, request))

    assert expected == signature_of(secret, amz_date, region, service, request)


@given(st.binary(min_size=32, max_size=32), st.lists(text, max_size=3))
def test_from_its_states_a_key_makes_the_same_digits(key: bytes, texts: list[str]):
    states = hmac_states(key)
    for each in texts:
        assert hmac.new(key, each.encode(), hashlib.sha256).hexdigest() == hmac_digits(states, each)


def test_without_translate_the_steps_do_it(monkeypatch: pytest.MonkeyPatch):
    expected = signature_of("s", "20150830T123600Z", "r", "s3", "request")
    monkeypatch.setattr(_fast, "_HAS_TRANSLATE", False)
    assert expected == signature_of("s", "20150830T123600Z", "r", "s3", "request")


def test_here_the_hot_path_does_it(monkeypatch: pytest.MonkeyPatch):
    expected = signature_of("s", "20150830T123600Z", "r", "s3", "request")
    monkeypatch.delattr(_fast, "signing_key")
    assert expected == signature_of("s", "20150830T123600Z", "r", "s3", "request")


@given(
    method=st.sampled_from(["GET", "PUT", "HEAD", "DELETE"]),
    scheme=st.sampled_from(["https", "http"]),
    host=st.text("aZ09-._~", min_size=1),
    port=st.sampled_from(["", ":9000", ":8443", ":1000"]),
    path=st.text(f"{UNRESERVED}/"),
    now=st.integers(0, LAST_SECOND),
    expires_in=st.integers(1, 604800),
    keys=st.sampled_from([KEYS, TEMPORARY, Credentials("a:b", "s" * 80, "+/ =")]),
)
def test_the_plain_way_returns_what_the_long_way_returns(
    method: str,
    scheme: str,
    host: str,
    port: str,
    path: str,
    now: int,
    expires_in: int,
    keys: Credentials,
):
    url = f"{scheme}://{host}{port}/{path}"
    assert plain_parts(method, url) == (f"{host}{port}".lower(), path)
    settings = {"now": now, "expires_in": expires_in, "credentials": keys}
    # A Host that says what the URL says changes nothing but the way taken.
    long_way = sign(method, url, headers={"Host": f"{host}{port}"}, **settings)
    assert long_way == sign(method, url, **settings)


@pytest.mark.parametrize(
    "method, url",
    [
        ("GET", "HTTPS://h/"),
        ("GET", "wss://h/"),
        ("GET", "https://h"),
        ("GET", "https:///"),
        ("GET", "https://h:/"),
        ("GET", "https://h:443/"),
        ("GET", "http://h:80/"),
        ("GET", "https://h:0900/"),
        ("GET", "https://h:90000/"),
        ("GET", "https://h:٩٠٠٠/"),
        ("GET", "https://h:+900/"),
        ("GET", "https://h:X900/"),
        ("GET", "https://:9000/"),
        ("GET", "https://[::1]:9000/"),
        ("GET", "https://h!:9000/"),
        ("GET", "https://h/?"),
        ("GET", "https://h/#"),
        ("GET", "https://h/%20"),
        ("GET", "https://h/é"),
        ("GET", "https://u@h/"),
        ("GET", "h/"),
        ("GET", b"https://h/"),
        ("GET", None),
        ("get", "https://h/"),
        ("POST", "https://h/"),
        (None, "https://h/"),
    ],
)
def test_what_is_not_plain(method: object, url: object):
    assert plain_parts(method, url) is None


def test_the_key_is_a_chain_of_four_hmacs():
    key = b"AWS4secret"
    for part in (b"20150830", b"us-east-1", b"s3", b"aws4_request"):
        key = hmac.digest(key, part, "sha256")
    assert key == signing_key("secret", "20150830", "us-east-1", "s3")


def test_the_string_to_sign_binds_request_moment_and_scope():
    digest = hashlib.sha256("é".encode()).hexdigest()
    assert f"AWS4-HMAC-SHA256\nmoment\nscope\n{digest}" == string_to_sign("moment", "scope", "é")
