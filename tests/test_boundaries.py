"""What mutation testing found untested: exact words, default limits, and what a refusal carries."""

import pickle

import pytest

from sigv4presign import (
    LimitExceededError,
    Limits,
    MalformedError,
    PolicyError,
    SignatureMismatchError,
    Verifier,
    parse_authorization,
    parse_post,
    parse_presigned,
)
from sigv4presign._rebuilt import Signed
from sigv4presign._time import parse_http_date
from sigv4presign.conditions import Condition
from sigv4presign.places import is_served, place
from sigv4presign.signing import signature, signing_key, string_to_sign

from .examples import ACCESS_KEY_ID, NOW, SECRET, sign
from .test_chunks import BODIES, SIGNED, SIGNED_TRAILER, framed, reader
from .test_posts import FORM, held


@pytest.mark.parametrize(
    "settings, plain",
    [
        ({}, True),
        ({"hosts": "h", "methods": "GET", "strict_path": True}, True),
        ({"required_headers": "Host"}, True),
        ({"required_headers": ["host", "content-type"]}, False),
        ({"host_header": "x-forwarded-host"}, False),
        ({"revoked": bool}, False),
        ({"head_with_get": True}, False),
        ({"host_header": "x-forwarded-host", "revoked": bool, "head_with_get": True}, False),
    ],
)
def test_which_rules_the_hot_path_keeps(settings: dict, plain: bool):
    assert Verifier(**settings).is_plain is plain


def test_the_limits_unless_others_are_set():
    assert repr(Limits()) == (
        "Limits(target=8192, headers=128, header_bytes=32768, signed_headers=64, fields=128, "
        "field_bytes=65536, policy=20480, chunk=16777216)"
    )
    Limits(policy=2).check_fields([("policy", "a" * 4)])
    with pytest.raises(LimitExceededError, match=r"^more than 2 bytes in the policy$"):
        Limits(policy=2).check_fields([("policy", "a" * 5)])
    with pytest.raises(ValueError, match=r"^policy is 0; it must be an int of 1 or more$"):
        Limits(policy=0)


@pytest.mark.parametrize(
    "host, front",
    [
        ("a.s3.h", "a"),
        ("a.b.s3.h", "a.b"),
        ("a..s3.h", "a."),
        ("s3.h", ""),
        ("xs3.h", None),
        (".s3.h", None),
        ("a.s3.h:80", None),
        ("h", None),
    ],
)
def test_the_bucket_before_a_host(host: str, front: "str | None"):
    hosts = {"s3.h": "", "*.s3.h": ""}
    assert is_served(host, hosts) == (front is not None)
    expected = (front, "b/k") if front else ("b", "k")
    assert expected == place(host, "/b/k", "s3", hosts)


@pytest.mark.parametrize("length, served", [(260, True), (261, False), (30000, False)])
def test_a_host_that_is_no_name_is_not_searched(length: int, served: bool):
    """For each of its dots, all that follows is looked up: which takes the square of the length."""
    host = "a." * ((length - 4) // 2) + "x" * (length % 2) + "s3.h"
    assert len(host) == length
    assert served == is_served(host, {"*.s3.h": "", "*.xs3.h": ""})


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 30 Aug 2015 12:36:00",
        "Sun, 30 Aug 2015 12:36:00 CET",
        "Sat, 30 Aug 2015 12:36:00 GMT",
        "Sun; 30 Aug 2015 12:36:00 GMT",
        "Sun, 30-Aug-2015 12:36:00 GMT",
        "Sun, 30 Aug 2015 12.36.00 GMT",
        "Sun, 30 Ags 2015 12:36:00 GMT",
    ],
)
def test_a_date_that_http_does_not_write(text: str):
    with pytest.raises(ValueError, match="is no date of HTTP") as caught:
        parse_http_date(text)
    assert repr(text) in str(caught.value)


def test_the_days_of_a_week():
    for text, seconds in (
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Fri, 02 Jan 1970 00:00:00 GMT", 86400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 253402300799),
        ("Thu, 29 Feb 2024 23:59:59 +0000", 1709251199),
    ):
        assert seconds == parse_http_date(text)


def test_what_the_refusal_of_a_chunk_carries():
    with pytest.raises(SignatureMismatchError) as caught:
        reader().feed(BODIES[SIGNED].replace(b"\r\nabc", b"\r\nabd"))
    error = caught.value
    claimed = BODIES[SIGNED][18:82].decode()
    assert (error.canonical_request, error.missing, error.access_key_id) == ("", (), "")
    assert claimed == error.signature
    assert error.string_to_sign.startswith(
        "AWS4-HMAC-SHA256-PAYLOAD\n20150830T123600Z\n20150830/us-east-1/s3/aws4_request\n5555"
    )


def test_what_the_refusal_of_a_request_carries():
    url = sign(headers={"A": "b"}).url
    with pytest.raises(SignatureMismatchError) as caught:
        Verifier().verify("GET", url, (), {ACCESS_KEY_ID: SECRET}, now=NOW)
    error = caught.value
    claim = parse_presigned("GET", url)
    assert vars(error) == {
        "canonical_request": claim.canonical_request,
        "string_to_sign": claim.string_to_sign,
        "missing": ("a",),
        "access_key_id": ACCESS_KEY_ID,
        "signature": url[-64:],
    }


def test_what_is_hidden_and_what_is_not():
    claim = parse_post(FORM)
    shown = repr(claim)
    for name in ("fields", "headers", "signature", "string_to_sign", "canonical_request"):
        assert f" {name}=<hidden>" in shown
    assert f" key={claim.key!r}," in shown
    assert f" amz_date={claim.amz_date!r}," in shown
    presigned = repr(parse_presigned("GET", sign().url))
    assert " string_to_sign='AWS4-HMAC-SHA256\\n" in presigned
    assert " session_token=None," in presigned
    signed = Signed("query", "A", "r", "s3", "20150830T123600Z", ("host",), "0" * 64)
    assert repr(signed).endswith(" signed_headers=('host',), signature=<hidden>)")
    assert repr(Condition("eq", "acl", "private")) == (
        "Condition(operator='eq', field='acl', name='acl', value='private', least=0, most=0)"
    )
    secret = Condition("eq", "X-Amz-Security-Token", "token")
    assert repr(secret) == (
        "Condition(operator='eq', field='x-amz-security-token', name='X-Amz-Security-Token', "
        "value=<hidden>, least=0, most=0)"
    )
    assert str(secret) == '["eq", "$X-Amz-Security-Token", "<hidden>"]'
    assert pickle.loads(pickle.dumps(secret)) == secret


def test_a_claim_as_another_method_would_make_it():
    claim = parse_presigned("HEAD", sign("GET").url)
    other = claim.sent_as("GET")
    assert parse_presigned("GET", sign("GET").url).canonical_request == other.canonical_request
    assert other.string_to_sign != claim.string_to_sign
    assert "HEAD" == other.method


def test_what_is_read_before_the_secret_is_looked_up():
    verifier = Verifier()
    for body in (None, b"any"):
        for _ in range(2):  # the second time the hot path reads it
            pending = verifier.read("GET", sign().url, (), body=body)
            assert (ACCESS_KEY_ID, "/key.txt") == (pending.access_key_id, pending.path)
            with pytest.raises(ValueError, match=r"^now is 'soon'"):
                pending.prove(SECRET, now="soon")
            pending.prove(SECRET, now=NOW)


@pytest.mark.parametrize("time", ["240000", "235960", "236000", "006000", "000060", "999999"])
def test_a_time_of_day_that_is_none_is_not_taken_from_a_known_host(time: str):
    """Signed by who has the secret, for a day, a host and a region that the verifier has kept."""
    url = "https://h/b/k"
    verifier = Verifier("us-east-1")
    verifier.verify("GET", sign(url=url).url, (), {ACCESS_KEY_ID: SECRET}, now=NOW)
    query = (
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1"
        f"%2Fs3%2Faws4_request&X-Amz-Date=20150830T{time}Z&X-Amz-Expires=604800"
        "&X-Amz-SignedHeaders=host"
    )
    request = f"GET\n/b/k\n{query}\nhost:h\n\nhost\nUNSIGNED-PAYLOAD"
    scope = "20150830/us-east-1/s3/aws4_request"
    key = signing_key(SECRET, "20150830", "us-east-1", "s3")
    digits = signature(key, string_to_sign(f"20150830T{time}Z", scope, request))
    with pytest.raises(MalformedError) as caught:
        verifier.verify(
            "GET",
            f"{url}?{query}&X-Amz-Signature={digits}",
            (),
            {ACCESS_KEY_ID: SECRET},
            now=NOW + 3 * 86400,
        )
    assert "date" == caught.value.rule


@pytest.mark.parametrize(
    "old, new, rule",
    [
        ("20150830%2F", "2015083X%2F", "scope-date"),
        ("Expires=3600", "Expires=3X0", "expires-number"),
        (sign().url[-1], "X", "signature-form"),
    ],
)
def test_only_a_digit_is_one(old: str, new: str, rule: str):
    head, _, tail = sign().url.rpartition(old)
    with pytest.raises(MalformedError) as caught:
        parse_presigned("GET", head + new + tail)
    assert rule == caught.value.rule


def test_a_component_is_shown_up_to_its_fortieth_letter():
    headers = [("Authorization", f"AWS4-HMAC-SHA256 {'a' * 39}bc=d")]
    with pytest.raises(MalformedError) as caught:
        parse_authorization("GET", "https://h/k", headers)
    assert f"component '{'a' * 39}b' is malformed." in str(caught.value)


@pytest.mark.parametrize("name", ["AWSAccessKeyId", "Signature", "signature", "awsaccesskeyid"])
def test_either_field_of_version_2_gives_it_away(name: str):
    for fields, rule in (([("key", "k"), (name, "x")], "version-2"),
                         ([*FORM, (name, "x")], "one-mechanism")):  # fmt: skip
        with pytest.raises(MalformedError) as caught:
            parse_post(fields)
        assert rule == caught.value.rule


def test_what_a_form_has_not_its_claim_has_not():
    claim = parse_post(FORM)
    assert ("", "", "", "") == (claim.host, claim.path, claim.raw_path, claim.bucket)
    assert ("", "", "") == (claim.sent_host, claim.sent_path, claim.canonical_request)


@pytest.mark.parametrize("name", ["policy", "x-amz-security-token", "x-amz-signature"])
def test_each_field_of_a_signature_is_one(name: str):
    with pytest.raises(MalformedError) as caught:
        parse_post([("key", "k"), (name, "x")])
    assert "field-missing" == caught.value.rule


def test_a_trailer_may_have_colons_and_blanks():
    body = framed([b"abcdef"], [("a", "b:c  d")])
    one = reader(SIGNED_TRAILER, trailers=("a",))
    with pytest.raises(SignatureMismatchError):
        one.feed(body)  # folded, as every header that is signed
    body = framed([b"abcdef"], [("a", "b:cX"), ("b", "2")])
    one = reader(SIGNED_TRAILER, trailers=("b", "a"))
    assert one.feed(body) + one.close() == b"abcdef"
    assert (("a", "b:cX"), ("b", "2")) == one.trailers


def test_what_a_failed_condition_names():
    with pytest.raises(ValueError, match="bucket is ''"):
        held(FORM, bucket="")
    with pytest.raises(ValueError, match="bucket is None") as caught:
        held(FORM, bucket=None)
    assert "from the request's address and not from a field" in str(caught.value)
    with pytest.raises(PolicyError) as refused:
        held([*FORM, ("x-amz-meta-a", "b")], file_size=11, bucket="other")
    kinds = [
        (failure.code, failure.field, str(failure.condition)) for failure in refused.value.failures
    ]
    assert kinds == [
        ("EntityTooLarge", "file", '["content-length-range", 1, 10]'),
        ("AccessDenied", "bucket", '["eq", "$bucket", "bucket"]'),
        ("AccessDenied", "x-amz-meta-a", "None"),
    ]
    with pytest.raises(PolicyError) as refused:
        held([*FORM, ("bucket", "other")], file_size=10)
    assert ["bucket"] == [failure.field for failure in refused.value.failures]
