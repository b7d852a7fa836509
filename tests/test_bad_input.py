"""Bad input: one clear error that names the value and the rule, and nothing is signed."""

from datetime import datetime, time, timedelta, timezone
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import Credentials, InvalidRequestError, sign_headers
from sigv4presign._checks import check_skew, line, shown

from .examples import KEYS, NOW, SECRET, URL, sign


def headers_of(method: str = "GET", url: str = URL, **settings: Any) -> list:
    return sign_headers(
        method,
        url,
        **{"credentials": KEYS, "region": "us-east-1", "service": "s3", "now": NOW, **settings},
    )


def label(value: object) -> str:
    return "huge" if isinstance(value, int) and abs(value) > 10**30 else repr(value)[:40]


BOTH = [
    ("region", "", "region is ''"),
    ("region", "us/east", "region is 'us/east'"),
    ("region", "us east", "'us east'"),
    ("region", None, "region is None"),
    ("region", "us-east-1\n", "without '/' or blanks, such as 'us-east-1'"),
    ("region", "é", "region is 'é'"),
    ("service", "", "service is ''"),
    ("service", "s3/x", "such as 's3'"),
    ("service", b"s3", "service is b's3'"),
    ("method", "", "method is ''"),
    ("method", "GET ", "method is 'GET '"),
    ("method", "G\nT", "must be an HTTP method such as 'GET'"),
    ("method", None, "method is None"),
    ("now", -1, "now is -1; it must lie in the years 1970 to 9999"),
    ("now", 253402300800, "years 1970 to 9999"),
    ("now", float("nan"), "now is nan"),
    ("now", float("inf"), "now is inf"),
    ("now", True, "now is True; it must be Unix seconds or an aware datetime"),
    ("now", "1440938160", "now is '1440938160'"),
    ("now", 10**5000, "now is a number of more than 30 digits"),
    ("now", time(1, tzinfo=timezone.utc), "it must be Unix seconds or an aware datetime"),
    ("credentials", None, "credentials is of type NoneType; it must be Credentials"),
    ("credentials", ("AKID", "secret"), "credentials is of type tuple"),
    ("url", f"{URL}?X-Amz-Signature=a", "url already has the parameter X-Amz-Signature"),
    ("url", f"{URL}?x-amz-expires=604800", "already has the parameter x-amz-expires"),
    ("now", datetime(2015, 8, 30), "naive datetime 2015-08-30 00:00:00; give it a time zone"),  # noqa: DTZ001
    ("payload_hash", "", "payload_hash is ''; it must be a SHA-256"),
    ("payload_hash", "E3B0" * 16, "64 lower-case hexadecimal digits"),
    ("payload_hash", "unsigned-payload", "or 'UNSIGNED-PAYLOAD'"),
    ("payload_hash", b"x", "payload_hash is b'x'"),
    ("headers", [("Host", "a"), ("host", "b")], "headers has 2 Host headers"),
    ("headers", [("Host", " ")], "'Host' is empty"),
    ("headers", [("Host", "a b")], "host 'a b' holds a character that no host name has"),
    ("headers", [("", "a")], "header name '' is not an HTTP token"),
    ("headers", [("a b", "c")], "'a b' is not an HTTP token"),
    ("headers", [("a\r\nb", "c")], "is not an HTTP token"),
    ("headers", [("a:", "c")], "'a:' is not an HTTP token"),
    ("headers", [("é", "c")], "'é' is not an HTTP token"),
    ("headers", [(1, "c")], "header name 1 is not"),
    ("headers", {"a": "b\r\nc: d"}, "header 'a' holds the character U+000D, which no header"),
    ("headers", {"a": "b\nc"}, "U+000A"),
    ("headers", {"a": "b\0"}, "U+0000"),
    ("headers", {"a": "\x7f"}, "U+007F"),
    ("headers", {"a": "\ud800"}, "U+D800"),
    ("headers", {"a": "\udfff"}, "U+DFFF"),
    ("headers", {"a": "\n"}, "U+000A"),
    ("headers", {"x-amz-s3session-token": "x"}, "made by the signer; leave it out"),
    ("headers", 5, "headers must be a mapping, or pairs of a name and a value"),
    ("headers", "Host: h", "headers must be a mapping"),
    ("headers", ["Host: h"], "headers must be a mapping"),
    ("headers", [("a", "b", "c")], "headers must be a mapping"),
    ("headers", {"a": 1}, "header 'a' has a value of type int; it must be a str"),
    ("headers", {"Authorization": "x"}, "header 'Authorization' is made by the signer"),
    ("headers", {"X-Amz-Date": "x"}, "'X-Amz-Date' is made by the signer"),
    ("headers", {"x-amz-security-token": "x"}, "made by the signer; leave it out"),
    ("headers", {"x-amz-content-sha256": "lies"}, "x-amz-content-sha256 is 'lies'"),
    ("url", "", "url begins with ''"),
    ("url", None, "url is of type NoneType"),
    ("url", b"https://h/", "url is of type bytes"),
    ("url", "/key", "must be absolute and begin with 'https://'"),
    ("url", "h/key", "url begins with 'h/key'"),
    ("url", "s3://bucket/key", "begins with 's3://bucket/'"),
    ("url", "ftp://h/", "begins with 'ftp://h/'"),
    ("url", "https:///key", "url has no host"),
    ("url", "https://?a", "url has no host"),
    ("url", "https://:80/", "url has no host"),
    ("url", "https://h/#", "url has a fragment"),
    ("url", "https://h/a#b", "is written %23"),
    ("url", "https://h/%", "url has the escape '%'"),
    ("url", "https://h/%zz", "'%zz'; '%' needs two hexadecimal digits"),
    ("url", "https://h/?a=%4", "escape '%4'"),
    ("url", "https://h/a b", "U+0020; percent-encode it as %20"),
    ("url", " https://h/", "U+0020"),
    ("url", "https://h/\n", "U+000A; percent-encode it as %0A"),
    ("url", "https://h/\x00", "U+0000"),
    ("url", "https://h/é", "U+00E9; percent-encode it as %C3%A9"),
    ("url", "https://h/\ud800", "U+D800; half of a surrogate pair is not a character"),
    ("url", "https://h/a\\b", "U+005C; percent-encode it as %5C"),
    ("url", 'https://h/"', "percent-encode it as %22"),
    ("url", "https://user:pass@h/", "url has user info before an '@'"),
    ("url", "https://user@h/", "user info"),
    ("url", "https://h%41/", "host 'h%41' holds a character that no host name has"),
    ("url", "https://h!/", "no host name has"),
    ("url", "https://h:/", "port '' is not a number from 1 to 65535"),
    ("url", "https://h:0/", "port '0'"),
    ("url", "https://h:080/", "port '080'"),
    ("url", "https://h:65536/", "port '65536'"),
    ("url", "https://h:99999999999999999999/", "is not a number from 1 to 65535"),
    ("url", "https://h:1:2/", "port '1:2'"),
    ("url", "https://::1/", "url has no host"),
    ("url", "https://[:]/", "host '[:]' is not an IPv6"),
    ("url", "https://[]/", "host '[]' is not an IPv6 address in brackets"),
    ("url", "https://[h]/", "host '[h]' is not an IPv6"),
    ("url", "https://[::1/", "host '[' is not an IPv6"),
    ("url", "https://[::1]x/", "host '[::1]x' is not an IPv6"),
    ("url", "https://[fe80::1%25eth0]/", "is not an IPv6"),
    ("url", "https://[::g]/", "host '[::g]' is not an IPv6"),
    ("url", "https://[::X]/", "host '[::X]' is not an IPv6"),
    ("url", "https://[::1]:80]/", "port '80]' is not a number"),
    ("url", "https://[::1]:99999/", "port '99999' is not a number"),
    ("url", "https://h:X8/", "port 'X8' is not a number"),
    ("url", "https://h/\udfff", "U+DFFF; half of a surrogate pair is not a character"),
    ("url", "https://h/\ue000", "U+E000; percent-encode it as %EE%80%80"),
    ("payload_hash", "X" + "0" * 63, "it must be a SHA-256"),
    ("url", "https://h/%FF", "path '/%FF', whose escapes are not UTF-8; every object key is"),
]

PRESIGN = [
    ("expires_in", 0, "expires_in is 0; it must be 1 to 604800 seconds"),
    ("expires_in", -1, "expires_in is -1"),
    ("expires_in", 604801, "expires_in is 604801"),
    ("expires_in", 1.5, "expires_in is 1.5; it must be whole seconds, as an int"),
    ("expires_in", 3600.0, "expires_in is 3600.0"),
    ("expires_in", "3600", "expires_in is '3600'"),
    ("expires_in", "3600 ", "expires_in is '3600 '"),
    ("expires_in", True, "expires_in is True"),
    ("expires_in", 10**5000, "expires_in is a number of more than 30 digits; it must be 1 to"),
    ("expires_in", None, "expires_in is None"),
    ("expires_in", timedelta(0), "expires_in is datetime.timedelta(0)"),
    ("expires_in", timedelta(days=7, seconds=1), "it must be 1 to 604800 seconds (seven days)"),
    ("expires_in", timedelta(milliseconds=1500), "must be whole seconds"),
    ("round_to", 0, "round_to is 0"),
    ("round_to", 1.5, "round_to is 1.5"),
    ("round_to", True, "round_to is True"),
    ("outlive", "ignore", "outlive is 'ignore'; it must be 'shorten' or 'refuse'"),
    ("payload_hash", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "which a presigned URL cannot be"),
    ("url", f"{URL}?X-Amz-Signature=a", "url already has the parameter X-Amz-Signature"),
    ("url", f"{URL}?x-amz-credential=a", "already has the parameter x-amz-credential"),
    ("url", f"{URL}?X-Amz-Algorithm=a", "sign the URL as it was before it was signed"),
    ("url", f"{URL}?X-Amz-Date=a", "X-Amz-Date"),
    ("url", f"{URL}?X-Amz-Expires=a", "X-Amz-Expires"),
    ("url", f"{URL}?X-Amz-SignedHeaders=a", "X-Amz-SignedHeaders"),
    ("url", f"{URL}?X-Amz-Security-Token=a", "X-Amz-Security-Token"),
    ("url", f"{URL}?X-Amz-S3session-Token=a", "X-Amz-S3session-Token"),
    ("url", f"{URL}?X-Amz-Region-Set=a", "X-Amz-Region-Set"),
    ("url", f"{URL}?%58-Amz-Date=a", "X-Amz-Date"),
    ("url", f"{URL}?AWSAccessKeyId=a", "AWSAccessKeyId"),
    ("url", f"{URL}?X-Amz-Content-Sha256=lies", "x-amz-content-sha256 is 'lies'"),
]


@pytest.mark.parametrize("name, value, rule", BOTH + PRESIGN, ids=label)
def test_presign(name: str, value: object, rule: str):
    with pytest.raises(InvalidRequestError) as caught:
        sign(**{name: value})
    assert rule in str(caught.value)


@pytest.mark.parametrize("name, value, rule", BOTH, ids=label)
def test_sign_headers(name: str, value: object, rule: str):
    with pytest.raises(InvalidRequestError) as caught:
        headers_of(**{name: value})
    assert rule in str(caught.value)


@pytest.mark.parametrize(
    "url, whole",
    [
        (
            "https://h/#",
            "url has a fragment, which is never sent; a '#' in a path or a value is written %23",
        ),
        (
            "https://h/%zz",
            "url has the escape '%zz'; '%' needs two hexadecimal digits, and a '%' that stands for "
            "itself is written %25",
        ),
        (
            "https://a@h/",
            "url has user info before an '@'; a signed request is authorised by its signature "
            "alone",
        ),
        ("https:///k", "url has no host"),
        (
            "https://h!/",
            "host 'h!' holds a character that no host name has; another script is written in "
            "punycode",
        ),
    ],
)
def test_all_that_is_said_of_a_url(url: str, whole: str):
    with pytest.raises(InvalidRequestError) as caught:
        sign(url=url)
    assert whole == str(caught.value)


@pytest.mark.parametrize(
    "name, value, whole",
    [
        ("headers", {"Host": ""}, "header 'Host' is empty; leave it out, or name a host"),
        ("now", -1, "now is -1; it must lie in the years 1970 to 9999"),
        ("expires_in", 0, "expires_in is 0; it must be 1 to 604800 seconds (seven days)"),
    ],
)
def test_all_that_the_steps_say(name: str, value: object, whole: str):
    with pytest.raises(InvalidRequestError) as caught:
        sign(**{"layout": "crt", name: value})
    assert whole == str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "https://h/a://b"},
        {"url": "https://h:65535/"},
        {"url": "https://[::AB]/"},
        {"url": "https://h/%FF", "service": "execute-api"},
        {"region": "EU"},
        {"headers": {"a": "\ue000"}},
    ],
)
def test_what_is_odd_and_no_mistake(settings: dict):
    assert sign(**settings).url
    assert headers_of(**settings)


@pytest.mark.parametrize("value", ["XbX", "\xa0b\xa0"])
def test_of_a_value_only_blanks_and_tabs_are_trimmed(value: str):
    assert sign(headers={"a": f" \t{value}\t "}).headers == (("a", value),)


@pytest.mark.parametrize(
    "payload",
    ["UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]
    + [f"STREAMING-AWS4-HMAC-SHA256-{kind}" for kind in ("PAYLOAD", "PAYLOAD-TRAILER", "EVENTS")],
)
def test_each_fixed_payload_hash(payload: str):
    assert ("X-Amz-Content-Sha256", payload) in headers_of(payload_hash=payload)


@pytest.mark.parametrize(
    "value, expected",
    [
        (10**30, "1" + "0" * 30),
        (10**30 + 1, "a number of more than 30 digits"),
        (-(10**30) - 1, "a number of more than 30 digits"),
        ("a" * 198, f"'{'a' * 198}'"),
        ("a" * 199, f"'{'a' * 199}…"),
        ("a" * 10**6, f"'{'a' * 199}…"),
        (b"a" * 10**6, f"b'{'a' * 198}…"),
    ],
    ids=range(7),
)
def test_no_more_is_shown_than_helps(value: object, expected: str):
    assert expected == shown(value)


@pytest.mark.parametrize("name, expected", [("Range", "Range"), ("a\nb", r"'a\nb'"), ("", "''")])
def test_a_name_in_a_log_is_one_line(name: str, expected: str):
    assert expected == line(name)


@pytest.mark.parametrize("skew", [-1, True, 1.5, "1", None])
def test_a_skew_is_a_number_of_seconds(skew: object):
    with pytest.raises(InvalidRequestError, match=f"^max_skew is {skew!r}; it must be seconds"):
        check_skew(skew)


def test_a_body_is_bytes():
    with pytest.raises(InvalidRequestError, match="body is of type str; it must be bytes"):
        headers_of(body="text")


def test_a_payload_hash_that_contradicts_a_header_is_refused():
    header = {"X-Amz-Content-Sha256": "0" * 64}
    both = r"^payload_hash is '1{64}', but x-amz-content-sha256 says '0{64}'$"
    for call in (sign, headers_of):
        with pytest.raises(InvalidRequestError, match=both):
            call(headers=header, payload_hash="1" * 64)
        twice = [*header.items(), *header.items()]
        with pytest.raises(InvalidRequestError, match="x-amz-content-sha256 is given 2 times"):
            call(headers=twice)


class Text(str, Enum):
    """A `str` enumeration, whose ``format()`` is its name since Python 3.12."""

    METHOD = "GET"
    URL = URL
    REGION = "us-east-1"
    SERVICE = "s3"
    NAME = "X-A"
    VALUE = "1"
    LAYOUT = "crt"
    ID = KEYS.access_key_id
    SECRET = SECRET


class Number(int, Enum):
    HOUR = 3600


def test_enumerations_are_their_values():
    settings = {
        "region": Text.REGION,
        "service": Text.SERVICE,
        "expires_in": Number.HOUR,
        "credentials": Credentials(Text.ID, Text.SECRET),
    }
    assert sign() == sign(Text.METHOD, Text.URL, **settings)
    long_way = {"headers": {Text.NAME: Text.VALUE}, "layout": Text.LAYOUT}
    expected = sign(headers={"X-A": "1"}, layout="crt")
    assert expected == sign(Text.METHOD, Text.URL, **settings, **long_way)
    for header in expected.headers[0] + sign(headers={Text.NAME: Text.VALUE}).headers[0]:
        assert type(header) is str
    del settings["expires_in"]
    assert headers_of() == headers_of(Text.METHOD, Text.URL, **settings)


@pytest.mark.parametrize("headers", [None, (), [], {}])
def test_no_headers(headers: object):
    assert sign() == sign(headers=headers)
    assert sign(layout="crt") == sign(headers=headers, layout="crt")


DAMAGED = [
    ("access_key_id", "", "access_key_id is empty"),
    ("access_key_id", " ", "access_key_id is blank"),
    ("access_key_id", "AK ID", "access_key_id holds a blank or a '/', which none does"),
    ("access_key_id", "hush/hush", "is it the secret_access_key?"),
    ("access_key_id", "AK\u2003ID", "access_key_id holds a blank"),
    ("access_key_id", "'AKID'", "access_key_id has quotes around it"),
    ("access_key_id", "AKID\n", "access_key_id has blanks or line ends around it"),
    ("access_key_id", "AK\x00ID", "access_key_id holds the character U+0000"),
    ("access_key_id", None, "access_key_id is of type NoneType; it must be a str"),
    ("secret_access_key", "", "secret_access_key is empty"),
    ("secret_access_key", "\t", "secret_access_key is blank"),
    ("secret_access_key", "hush\n", "secret_access_key has blanks or line ends around it"),
    ("secret_access_key", "hu\nsh", "secret_access_key holds the character U+000A"),
    ("secret_access_key", "hush\x7fhush", "holds the character U+007F, which no key holds"),
    ("secret_access_key", "hush\ud800", "holds the character U+D800"),
    ("secret_access_key", "hush\0\0", "holds the character U+0000"),
    ("secret_access_key", "hush\x85hush", "holds the character U+0085"),
    ("secret_access_key", "\ufeffhush", "holds the character U+FEFF"),
    ("secret_access_key", '"hush"', "secret_access_key has quotes around it"),
    ("secret_access_key", b"hush", "secret_access_key is of type bytes"),
    ("session_token", "", "session_token is empty"),
    ("session_token", "hush\n", "session_token has blanks or line ends around it"),
    ("expires_at", True, "expires_at is True; it must be Unix seconds or an aware datetime"),
    ("expires_at", "2030", "expires_at is '2030'"),
    ("expires_at", datetime(2030, 1, 1), "naive datetime"),  # noqa: DTZ001
    ("expires_at", -(10**5000), "a number of more than 30 digits; it must lie in the years"),
]


@pytest.mark.parametrize("name, value, rule", DAMAGED, ids=label)
def test_credentials(name: str, value: object, rule: str):
    with pytest.raises(InvalidRequestError) as caught:
        Credentials(**{"access_key_id": "AKID", "secret_access_key": SECRET, name: value})
    assert rule in str(caught.value)
    assert "hush" not in str(caught.value)


@given(st.text())
def test_any_text_as_a_url_is_signed_or_refused(text: str):
    for url in (text, f"https://{text}", f"https://h/{text}"):
        try:
            sign(url=url)
        except InvalidRequestError as error:
            assert str(error)


@given(st.text(), st.text())
def test_any_text_as_a_header_is_signed_or_refused(name: str, value: str):
    try:
        sign(headers={name: value})
    except InvalidRequestError as error:
        assert str(error)


def test_an_aware_datetime_and_a_fraction_are_moments():
    expected = sign().url
    assert expected == sign(now=datetime.fromtimestamp(NOW, timezone.utc)).url
    assert expected == sign(now=NOW + 0.999).url
    hours = timezone(timedelta(hours=-7))
    assert expected == sign(now=datetime.fromtimestamp(NOW, hours)).url
