"""`diagnose` beyond the vectors: what it takes, what it refuses, what it says and hides."""

import json
import pickle
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    Diagnosis,
    Finding,
    InvalidRequestError,
    S3Presigner,
    diagnose,
    explain,
    presign,
    sign_headers,
)
from sigv4presign.diagnosis.catalogue import CAUSES, FAMILIES
from sigv4presign.diagnosis.evidence import Evidence, Signed
from sigv4presign.diagnosis.link import LONGEST, Link, lenient, lenient_path
from sigv4presign.diagnosis.searching import Budget, Choice, Key
from sigv4presign.diagnosis.showing import marked, printable

from .causes_document import PAGE, document

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", SECRET)
NOW = 1440938160
URL = presign(
    "GET", "https://s3.example.com/bucket/a.txt", credentials=KEYS, region="us-east-1", now=NOW
).url
REFUSED = "<Error><Code>SignatureDoesNotMatch</Code></Error>"


def causes(diagnosis: Diagnosis) -> list[str]:
    return [one.cause for one in diagnosis.findings]


def test_nothing_is_wrong():
    diagnosis = diagnose(
        "GET", URL, headers=[("Host", "s3.example.com")], secret_access_key=SECRET, now=NOW
    )
    assert diagnosis == Diagnosis((), genuine=True, tried=1)
    assert diagnosis.verdict == "genuine"
    assert "the signature is genuine" in str(diagnosis)


def test_nothing_can_be_told():
    diagnosis = diagnose(None, URL, now=NOW)
    assert diagnosis.verdict == "undecided"
    assert diagnosis.genuine is None
    wanted = " ".join(diagnosis.needs)
    assert all(word in wanted for word in ("secret_access_key", "response", "headers", "method"))
    assert "cannot be told" in str(diagnosis)
    wanted = " ".join(diagnose("GET", URL, response=REFUSED, now=NOW).needs)
    assert "CanonicalRequest" in wanted


def test_the_clock_is_read():
    with freeze_time("2015-08-30T15:00:00Z"):
        assert causes(diagnose("GET", URL)) == ["expired"]
    with freeze_time("2015-08-30T12:40:00Z"):
        assert causes(diagnose("GET", URL)) == []


def test_the_clock_of_the_store_counts_before_ours():
    told = SimpleNamespace(
        status=403, body=REFUSED, headers={"Date": "Sun, 30 Aug 2015 12:40:00 GMT"}
    )
    assert causes(diagnose("GET", URL, response=told)) == []
    told.headers = {"Date": "yesterday"}
    assert diagnose("GET", URL, response=told, now=NOW).findings == ()


def test_a_request_in_any_form():
    target = URL.removeprefix("https://s3.example.com")
    lines = f"GET {target} HTTP/1.1\r\nHost: other.example.com\r\n\r\n"
    for text in (lines, f"curl -H 'Host: other.example.com' '{URL}'"):
        diagnosis = diagnose(
            None, text, secret_access_key=SECRET, now=NOW, hosts=["s3.example.com"]
        )
        assert causes(diagnosis) == ["host-rewritten"], text
        assert diagnosis.findings[0].confidence == "certain"
    target = URL.removeprefix("https://s3.example.com")
    headers = {"Host": "s3.example.com"}
    assert diagnose("GET", target, headers=headers, secret_access_key=SECRET, now=NOW).genuine


def test_the_method_need_not_be_told():
    url = presign(
        "PUT", "https://s3.example.com/b/k", credentials=KEYS, region="us-east-1", now=NOW
    ).url
    diagnosis = diagnose(None, url, secret_access_key=SECRET, now=NOW)
    assert diagnosis.genuine
    assert causes(diagnosis) == []


def test_the_header_form():
    signed = sign_headers(
        "GET",
        "https://s3.example.com/b/k",
        credentials=KEYS,
        region="us-east-1",
        service="s3",
        now=NOW,
    )
    host = ("Host", "s3.example.com")
    url = "https://s3.example.com/b/k"
    good = diagnose("GET", url, headers=[host, *signed], secret_access_key=SECRET, now=NOW)
    assert good.verdict == "genuine"
    late = diagnose("GET", url, headers=[host, *signed], secret_access_key=SECRET, now=NOW + 901)
    assert causes(late) == ["clock-skew"]
    other = diagnose("PUT", url, headers=[host, *signed], secret_access_key=SECRET, now=NOW)
    assert causes(other) == ["method-changed"]


def test_a_form_of_ours():
    form = S3Presigner(KEYS).post_object("bucket", "in/a.txt", now=NOW)
    good = diagnose("POST", form.url, fields=form.fields, secret_access_key=SECRET, now=NOW)
    assert good.verdict == "genuine"
    later = diagnose("POST", form.url, fields=form.fields, now=NOW + 7200)
    assert causes(later) == ["post-policy-expired"]


def test_what_is_shown_holds_no_secret_and_can_be_json():
    token = "FwoGZXIvYXdzEBYaDK+a/b==" * 3
    keys = Credentials("ASIAIOSFODNN7EXAMPLE", SECRET, token)
    url = presign(
        "GET", "https://s3.example.com/b/k", credentials=keys, region="us-east-1", now=NOW
    ).url
    diagnosis = diagnose("PUT", url + "&utm_source=x", secret_access_key=SECRET, now=NOW)
    shown = str(diagnosis) + repr(diagnosis) + json.dumps(diagnosis.to_dict())
    signature = url.partition("Signature=")[2][:64]
    assert not [one for one in (SECRET, token, signature, "FwoGZXIvYXdzEBYaDK%2B") if one in shown]
    added = next(one for one in diagnosis.findings if one.cause == "parameters-added")
    assert added.url == url
    assert added.to_dict()["url"].count("<hidden>") == 2
    assert pickle.loads(pickle.dumps(diagnosis)) == diagnosis


@pytest.mark.parametrize("blank", ["", "%20", "+", "%0A", "%09", "%C2%A0"])
def test_a_signature_that_is_spelled_otherwise_is_not_genuine(blank: str):
    digits = URL[-64:]
    for other in (digits.upper(), digits[:32] + blank + digits[32:], digits + blank):
        if other == digits:
            continue
        url = URL[:-64] + other
        for response in (None, REFUSED):
            diagnosis = diagnose(
                "GET", url, headers=[("Host", "s3.example.com")], secret_access_key=SECRET,
                now=NOW, response=response,
            )  # fmt: skip
            assert diagnosis.genuine is False
            assert causes(diagnosis)[0] == "transport-damage"


DAMAGE = {
    "a hash sign": lambda url: url.replace("/k?", "/k#1.txt?"),
    "nothing but the ?": lambda url: url.replace("?", "%3F"),
    "all of it escaped": lambda url: quote(url, safe=":/"),
    "twice": lambda url: quote(quote(url, safe=":/"), safe=":/"),
    "of HTML": lambda url: url.replace("&", "&amp;"),
    "semicolons": lambda url: url.replace("&", ";"),
    "no ?": lambda url: url.replace("?", "&"),
    "the & escaped": lambda url: url.replace("&", "%26"),
    "the = escaped": lambda url: url.replace("=", "%3D"),
    "only ?": lambda url: url.replace("&", "?"),
    "a torn name": lambda url: url.replace("&X-Amz-S", "&mz-S"),
    "no host": lambda url: url.replace("https://s3.example.com/", "https://", 1),
    "a user": lambda url: url.replace("://", "://user:password@"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_nothing_secret_is_shown_of_a_damaged_link(damage: str):
    token = "FwoGZXIvYXdzEBYaDK+a/b=="
    keys = Credentials("ASIAIOSFODNN7EXAMPLE", SECRET, token)
    url = presign(
        "GET", "https://s3.example.com/b/k", credentials=keys, region="us-east-1", now=NOW
    ).url
    damaged = DAMAGE[damage](url)
    assert damaged != url
    said, found = explain(damaged), diagnose("GET", damaged, response=REFUSED, now=NOW + 9999)
    shown = str(said) + said.html() + repr(said) + json.dumps(said.to_dict())
    shown += str(found) + repr(found) + json.dumps(found.to_dict())
    for secret in (url[-64:], "FwoGZXIvYXdzEBYaDK", "password"):
        assert secret not in shown
    assert url[-64:] in explain(damaged, reveal=True).url


def test_a_secret_in_the_place_of_the_id_is_not_shown():
    swapped = URL.replace("AKIAIOSFODNN7EXAMPLE", SECRET.replace("/", "%2F")) + "&utm_source=a"
    for url in (swapped, swapped.replace("%2F", "%252F"), swapped.replace("%2F", "/")):
        for headers in ([], [("Authorization", SECRET)]):
            diagnosis = diagnose("GET", url, headers=headers, now=NOW)
            shown = str(diagnosis) + repr(diagnosis) + json.dumps(diagnosis.to_dict())
            assert diagnosis.findings
            assert SECRET not in shown
            assert SECRET.replace("/", "%2F") not in shown
    assert "wrong-key-pair" in causes(diagnose("GET", swapped, now=NOW))


@pytest.mark.parametrize(
    "arguments",
    [
        {"url": ""},
        {"url": None},
        {"url": 5},
        {"url": "https://s3.example.com/" + "a" * (LONGEST + 1)},
        {"url": "a" * 2**21},
        {"url": "/bucket/key?X-Amz-Signature=ab"},
        {"url": "hello"},
        {"url": "s3://bucket/key"},
        {"method": 5},
        {"method": "G" * 41},
        {"headers": "Host: x"},
        {"headers": [("Host", 5)]},
        {"headers": [("a", "b")] * 501},
        {"headers": [("a", "b" * (4 * LONGEST + 1))]},
        {"fields": 5},
        {"response": 5},
        {"response": "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><Error>&b;</Error>"},
        {"response": b"x" * (2**20 + 1)},
        {"secret_access_key": b"bytes"},
        {"secret_access_key": "x" * 4097},
        {"other_secrets": [("id", None)]},
        {"other_secrets": "id"},
        {"tries": "many"},
        {"seconds": None},
        {"now": "noon"},
    ],
    ids=lambda given: repr(given)[:60],
)
def test_bad_input_is_one_clear_message(arguments: dict):
    given_ = {"method": "GET", "url": URL, **arguments}
    with pytest.raises(InvalidRequestError) as raised:
        diagnose(given_.pop("method"), given_.pop("url"), **given_)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400


def test_the_search_is_bounded():
    broken = URL.replace("/bucket/", "/a/b/c/d/")
    diagnosis = diagnose("GET", broken, secret_access_key=SECRET, now=NOW, tries=100)
    assert diagnosis.tried <= 100
    assert causes(diagnosis) == ["wrong-key-pair"]
    assert diagnose("GET", broken, secret_access_key=SECRET, now=NOW, seconds=0).tried == 0
    budget = Budget(10, 60)
    assert [budget.spend(4) for _ in range(4)] == [True, True, False, False]
    assert budget.is_spent


def test_a_page_instead_of_an_answer():
    diagnosis = diagnose("GET", URL, response="<html><title>403 Forbidden</title></html>", now=NOW)
    assert any("web page" in note for note in diagnosis.notes)


def test_what_else_is_to_be_known():
    answer = (
        "<Error><Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIAOTHER</AWSAccessKeyId>"
        f"<SignatureProvided>{'ab' * 32}</SignatureProvided><StringToSign>x</StringToSign>"
        "<CanonicalRequest>GET\n/\n\nhost:a\n\nhost\nUNSIGNED-PAYLOAD</CanonicalRequest></Error>"
    )
    notes = " ".join(diagnose("GET", URL, response=answer, now=NOW).notes)
    for words in ("damaged", "another request", "another access key"):
        assert words in notes
    fine = SimpleNamespace(status=200, headers={}, body="hello")
    assert "no refusal" in " ".join(diagnose("GET", URL, response=fine, now=NOW).notes)


def test_the_page_is_of_the_catalogue():
    assert document() == PAGE.read_text("utf-8")
    assert sum(len(family) for _, family in FAMILIES) == len(CAUSES) == 65
    for cause in CAUSES.values():
        assert all(
            [cause.title, cause.shows, cause.needs, cause.told_from, cause.fix, cause.sources]
        )
        for other in cause.told_from.split("`")[1::2]:
            assert other in CAUSES, (cause.identifier, other)


def test_values():
    link = Link(URL)
    evidence = Evidence("GET", link, [("A", "b")], now=NOW)
    key = Key(SECRET, "20150830T123600Z", "20150830", "us-east-1", "s3")
    finding = Finding("expired", "t", "e", "f", "hint")
    for value in (
        link,
        evidence,
        evidence.signed,
        Signed(),
        key,
        Choice(1),
        finding,
        CAUSES["expired"],
    ):
        assert pickle.loads(pickle.dumps(value)) == value
        assert SECRET not in repr(value)
        assert evidence.signed.signature not in repr(value)


def test_lenient_decoding():
    assert lenient("a+b%20c%zz%C3%A9") == "a b c%zzé"
    assert lenient_path("a+b%FF") == "a+b\ufffd"


def test_marks():
    assert marked("a", "xyz", "bb", "xyyz") == "a:  xyz\nbb: xyyz\n      ^"
    long = marked("a", "x" * 200 + "1" + "y" * 200, "b", "x" * 200 + "2" + "y" * 200)
    assert [len(line) for line in long.splitlines()] == [105, 105, 55]
    assert printable("a\u0301\x00\u200b") == "a\\u0301\\x00\\u200b"


TEXTS = st.text(max_size=40)
PIECES = st.lists(
    st.sampled_from(
        [
            *URL.replace("?", "&?").split("&"),
            "&",
            "%",
            "%25",
            "#",
            "+",
            "//",
            "/../",
            "\n",
            '"',
            "amp;",
        ]
    )
    | TEXTS,
    max_size=20,
).map("".join)


@settings(max_examples=150)
@given(
    st.sampled_from([None, "GET", "PUT", ""]) | TEXTS,
    PIECES | TEXTS.map(lambda text: URL + text) | TEXTS,
    st.lists(
        st.tuples(st.sampled_from(["Host", "content-type", "Authorization"]) | TEXTS, TEXTS),
        max_size=3,
    ),
    st.none()
    | TEXTS
    | TEXTS.map(lambda text: f"<Error><Code>{text}</Code></Error>")
    | st.binary(max_size=60),
    st.sampled_from([None, SECRET]) | TEXTS,
)
def test_any_text_in(method, url, headers, response, secret):
    try:
        diagnosis = diagnose(
            method,
            url,
            headers=headers,
            response=response,
            secret_access_key=secret,
            now=NOW,
            tries=2000,
        )
    except InvalidRequestError as error:
        assert str(error)
        return
    assert isinstance(diagnosis, Diagnosis)
    shown = str(diagnosis) + repr(diagnosis) + json.dumps(diagnosis.to_dict())
    assert SECRET not in shown


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["policy", "key", "file", "x-amz-date"]) | TEXTS, TEXTS),
        max_size=5,
    )
)
def test_any_fields_in(fields):
    diagnosis = diagnose(
        "POST",
        "https://b.s3.amazonaws.com/",
        fields=fields,
        secret_access_key=SECRET,
        now=NOW,
        tries=500,
    )
    assert isinstance(diagnosis, Diagnosis)
