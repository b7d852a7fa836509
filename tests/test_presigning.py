"""`presign` and `Presigned`: what the vectors leave untried, the lifetime and the sender's side."""

import shlex
import subprocess
from datetime import datetime, timedelta, timezone

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    CredentialsError,
    InvalidRequestError,
    parse_presigned,
    presigning,
)

from .examples import ACCESS_KEY_ID, NOW, SECRET, TEMPORARY, URL, prove, sign


def expires_in(url: str) -> int:
    return int(url.split("X-Amz-Expires=")[1].split("&", maxsplit=1)[0])


def test_the_documentations_own_url():
    credentials = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    signed = sign(
        url="https://examplebucket.s3.amazonaws.com/test.txt",
        credentials=credentials,
        expires_in=86400,
        now=1369353600,
    )
    assert signed.url.endswith(
        "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )
    assert signed.expires_at == 1369353600 + 86400
    assert str(signed) == signed.url


def test_a_plain_url_takes_the_short_way(monkeypatch: pytest.MonkeyPatch):
    expected = sign(outlive="refuse")  # which is not plain
    monkeypatch.setattr(presigning, "presign_step_by_step", None)
    assert sign() == expected


@pytest.mark.parametrize("layout", ["botocore", "sorted"])
def test_a_region_that_is_none_is_named(layout: str):
    with pytest.raises(InvalidRequestError, match=r"^region is ''"):
        sign(region="", layout=layout)


@freeze_time("2015-08-30T12:36:00Z")
def test_without_a_moment_the_clock_is_read():
    assert sign().url == sign(now=None).url


def test_a_timedelta_is_a_lifetime():
    assert sign(expires_in=5400).url == sign(expires_in=timedelta(minutes=90)).url
    assert expires_in(sign(expires_in=timedelta(days=7)).url) == 604800


def test_the_method_is_sent_in_upper_case():
    assert sign("put") == sign("PUT")


def test_headers_come_back_as_they_must_be_sent():
    signed = sign("PUT", headers=[("X-Amz-Meta-A", "  a  b "), ("x-amz-meta-a", "c"), ("E", "")])
    assert signed.headers == (("X-Amz-Meta-A", "a  b"), ("x-amz-meta-a", "c"), ("E", ""))
    assert "SignedHeaders=e%3Bhost%3Bx-amz-meta-a&" in signed.url
    prove(signed)


@pytest.mark.parametrize(
    "url, host",
    [
        (URL, "bucket.s3.amazonaws.com"),
        (URL, "BUCKET.s3.amazonaws.com"),
        ("https://H.example:443/", "h.example:443"),
        ("https://H.example:443/", "h.example"),
    ],
)
def test_the_urls_own_host_need_not_be_sent(url: str, host: str):
    assert sign(url=url) == sign(url=url, headers={"Host": host})


def test_another_host_must_be_sent():
    signed = sign(headers={"X-A": "1", "Host": "Internal.example:9000"})
    assert signed.headers == (("X-A", "1"), ("Host", "internal.example:9000"))
    assert prove(signed).host == "internal.example:9000"


def test_a_path_of_s3_is_sent_as_it_is_signed():
    signed = sign(url="https://h/a!b+c%7e%2f//../%c3%a9")
    assert signed.url.startswith("https://h/a%21b%2Bc~///../%C3%A9?")


def test_a_path_of_another_service_is_sent_as_it_is_spelled():
    signed = sign(url="https://h/a!b%7e//../c", service="execute-api")
    assert signed.url.startswith("https://h/a!b%7e//../c?")
    prove(signed, service="execute-api")


@pytest.mark.parametrize("layout, start", [("botocore", "https://h?X"), ("js", "https://h/?X")])
def test_no_path(layout: str, start: str):
    signed = sign(url="https://h", layout=layout)
    assert signed.url.startswith(start)
    prove(signed)


def test_a_stated_payload_is_the_payload_line():
    digest = "0" * 64
    for settings in (
        {"headers": {"X-Amz-Content-Sha256": digest}},
        {"url": f"{URL}?X-Amz-Content-Sha256={digest}"},
        {"url": f"{URL}?X-Amz-Content-Sha256={digest}", "payload_hash": digest},
    ):
        signed = sign("PUT", **settings)
        claim = parse_presigned("PUT", signed.url, signed.headers)
        assert claim.canonical_request.endswith(f"\n{digest}")
        claim.verify(SECRET, now=NOW)


class TestCredentialsThatEnd:
    """A URL never claims to outlive its credentials."""

    def ending(self, seconds: int) -> Credentials:
        return Credentials(ACCESS_KEY_ID, SECRET, expires_at=NOW + seconds)

    def test_it_is_shortened(self):
        signed = sign(credentials=self.ending(900), expires_in=3600)
        assert signed.expires_at == NOW + 900
        assert expires_in(signed.url) == 900

    def test_or_refused(self):
        with pytest.raises(InvalidRequestError, match="3600, but the credentials end 900 seconds"):
            sign(credentials=self.ending(900), expires_in=3600, outlive="refuse")

    @pytest.mark.parametrize("outlive", ["shorten", "refuse"])
    def test_one_that_ends_with_them_or_before_is_left_alone(self, outlive: str):
        for lifetime in (899, 900):
            signed = sign(credentials=self.ending(900), expires_in=lifetime, outlive=outlive)
            assert NOW + lifetime == signed.expires_at

    @pytest.mark.parametrize("seconds", [0, -1])
    def test_ended_ones_sign_nothing(self, seconds: int):
        with pytest.raises(CredentialsError, match="the credentials ended at"):
            sign(credentials=self.ending(seconds))

    def test_their_end_as_a_datetime(self):
        end = datetime.fromtimestamp(NOW + 900, timezone.utc)
        credentials = Credentials(ACCESS_KEY_ID, SECRET, expires_at=end)
        assert self.ending(900) == credentials

    def test_one_second_left_is_one_second(self):
        assert expires_in(sign(credentials=self.ending(1)).url) == 1


class TestRounding:
    """Equal URLs throughout a stretch of time, none that ends earlier than asked."""

    @given(st.integers(0, 253402300799), st.integers(1, 302400), st.integers(1, 302400))
    def test_it_ends_no_earlier_than_asked(self, now: int, lifetime: int, step: int):
        signed = sign(now=now, expires_in=lifetime, round_to=step)
        assert now + lifetime <= signed.expires_at <= now + lifetime + step
        assert (signed.expires_at - expires_in(signed.url)) % step == 0

    @given(st.integers(0, 10**6), st.integers(1, 86400), st.data())
    def test_it_is_the_same_throughout(self, stretch: int, step: int, data: st.DataObject):
        start = stretch * step
        moments = st.floats(start, start + step, exclude_max=True)
        first, second = data.draw(moments), data.draw(moments)
        assert sign(now=first, round_to=step) == sign(now=second, round_to=step)

    def test_too_long_a_life_is_refused(self):
        with pytest.raises(InvalidRequestError, match="round_to=3600 it must be at most 601200"):
            sign(expires_in=601201, round_to=3600)
        assert expires_in(sign(expires_in=601200, round_to=3600).url) == 604800

    def test_it_still_ends_with_the_credentials(self):
        credentials = Credentials(ACCESS_KEY_ID, SECRET, expires_at=NOW + 10)
        signed = sign(credentials=credentials, round_to=timedelta(hours=1))
        assert signed.expires_at == NOW + 10


class TestCurl:
    """A command line that a POSIX shell takes unharmed."""

    def words(self, command: str) -> list[str]:
        return shlex.split(command)

    def test_get(self):
        signed = sign()
        assert ["curl", "--path-as-is", "--globoff", signed.url] == self.words(signed.curl())

    def test_head_asks_for_no_body(self):
        assert "--head" in self.words(sign("HEAD").curl())

    def test_put_with_headers(self):
        signed = sign("PUT", headers=[("X-A", "it's $HOME `x`"), ("X-Empty", "")])
        assert [
            *("curl", "--request", "PUT", "--path-as-is", "--globoff"),
            *("--header", "X-A: it's $HOME `x`", "--header", "X-Empty;"),
            signed.url,
        ] == self.words(signed.curl())

    def test_the_host_is_sent_in_the_case_that_is_signed(self):
        assert "https://host.example/Key?" in sign(url="https://HOST.example/Key").curl()

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
    def test_a_shell_passes_every_word_unchanged(self, value: str):
        command = sign("PUT", headers={"X-A": value}).curl()
        assert any(word in (f"X-A: {value.strip(' ')}", "X-A;") for word in self.words(command))

    def test_a_real_shell_too(self):
        value = "'\"\\$HOME `echo x` $(echo y) !! * ? ~ é ; & | > <"
        command = sign("PUT", headers={"X-A": value}).curl()
        script = f'curl() {{ printf "%s\\n" "$@"; }}; {command}'
        printed = subprocess.run(["sh", "-c", script], capture_output=True, check=True, text=True)
        assert f"X-A: {value}" in printed.stdout.split("\n")


def test_the_session_token_of_s3_express_has_its_own_name():
    signed = sign(service="s3express", credentials=TEMPORARY)
    assert "&X-Amz-S3session-Token=" in signed.url
    assert TEMPORARY.session_token == parse_presigned("GET", signed.url).session_token
