"""Proof or refusal: each way to alter a presigned request ends in the refusal it deserves."""

from collections.abc import Callable

import pytest
from freezegun import freeze_time

from sigv4presign import (
    Credentials,
    ExpiredError,
    HeadersNotSignedError,
    InvalidRequestError,
    LimitExceededError,
    Limits,
    MalformedError,
    NotYetValidError,
    PayloadMismatchError,
    Presigned,
    ScopeMismatchError,
    SignatureMismatchError,
    TokenMismatchError,
    VerificationError,
    parse_presigned,
)
from sigv4presign.signing import signature, signing_key

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET, TEMPORARY, TOKEN, prove, sign

URL = "https://bucket.s3.amazonaws.com/folder/key%20one.txt?versionId=abc&tag=b&tag=a&uploads"
SENT = [("Content-Type", "text/plain"), ("X-Amz-Meta-A", "one two")]
SIGNED = sign("PUT", URL, headers=SENT, expires_in=600)
PLAIN = sign()


def test_a_proof_says_all_that_an_application_needs():
    proof = prove(SIGNED, headers=[*SENT, ("User-Agent", "x"), ("Accept", "y")])
    assert proof.to_dict() == {
        "form": "query",
        "access_key_id": ACCESS_KEY_ID,
        "region": "us-east-1",
        "service": "s3",
        "method": "PUT",
        "host": "bucket.s3.amazonaws.com",
        "path": "/folder/key one.txt",
        "raw_path": "/folder/key%20one.txt",
        "bucket": "bucket",
        "key": "folder/key one.txt",
        "query": (("tag", "a"), ("tag", "b"), ("uploads", ""), ("versionId", "abc")),
        "headers": (
            ("content-type", "text/plain"),
            ("host", "bucket.s3.amazonaws.com"),
            ("x-amz-meta-a", "one two"),
        ),
        "signed_headers": ("content-type", "host", "x-amz-meta-a"),
        "unsigned_headers": ("accept", "user-agent"),
        "fields": (),
        "payload_hash": "UNSIGNED-PAYLOAD",
        "signed_at": NOW,
        "expires_at": NOW + 600,
    }


def test_a_claim_says_what_it_claims():
    claim = parse_presigned("GET", sign(credentials=TEMPORARY).url)
    assert claim.access_key_id == ACCESS_KEY_ID
    assert (claim.region, claim.service) == ("us-east-1", "s3")
    assert (claim.signed_at, claim.expires_at) == (NOW, NOW + 3600)
    assert claim.signed_headers == ("host",)
    assert claim.session_token == TOKEN
    assert claim.canonical_request.startswith("GET\n/key.txt\n")
    assert claim.string_to_sign.startswith("AWS4-HMAC-SHA256\n20150830T123600Z\n")


def test_as_a_server_sees_it():
    target = SIGNED.url.removeprefix("https://bucket.s3.amazonaws.com")
    headers = {**dict(SENT), "Host": " Bucket.S3.amazonaws.com ", "Accept": "*/*"}
    claim = parse_presigned("PUT", target, headers)
    assert claim.verify(SECRET, now=NOW).path == "/folder/key one.txt"


@freeze_time("2015-08-30T12:36:00Z")
def test_without_a_moment_the_clock_is_read():
    assert prove(PLAIN, now=None).access_key_id == ACCESS_KEY_ID


def replaced(old: str, new: str) -> Callable[[str], str]:
    def alter(url: str) -> str:
        assert url.count(old) == 1, old
        return url.replace(old, new)

    return alter


def appended(text: str) -> Callable[[str], str]:
    return lambda url: url + text


ALTERED_URLS = [
    # what the signature covers
    (replaced("key%20one", "key%20two"), SignatureMismatchError),
    (replaced("/folder/", "/Folder/"), SignatureMismatchError),
    (replaced("/folder/", "//folder/"), SignatureMismatchError),
    (replaced("/folder/", "/./folder/"), SignatureMismatchError),
    (replaced("/folder/", "/x/../folder/"), SignatureMismatchError),
    (replaced("key%20one", "key+one"), SignatureMismatchError),
    (replaced("key%20one", "key%2520one"), SignatureMismatchError),
    (replaced("one.txt", "one.txt/"), SignatureMismatchError),
    (replaced("bucket.s3", "other.s3"), SignatureMismatchError),
    (replaced(".com/", ".com:8443/"), SignatureMismatchError),
    (replaced(".com/", ".com./"), SignatureMismatchError),
    (replaced("versionId=abc", "versionId=abd"), SignatureMismatchError),
    (replaced("versionId=abc", "versionId=abc%20"), SignatureMismatchError),
    (replaced("versionId=abc&", ""), SignatureMismatchError),
    (replaced("versionId", "versionid"), SignatureMismatchError),
    (replaced("tag=a&", ""), SignatureMismatchError),
    (replaced("uploads=&", ""), SignatureMismatchError),
    (appended("&acl"), SignatureMismatchError),
    (appended("&tag=a"), SignatureMismatchError),
    (appended("&="), SignatureMismatchError),
    (appended("&x-amz-acl=public-read"), SignatureMismatchError),
    (appended("&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"), SignatureMismatchError),
    (appended("&X-Amz-Security-Token=forged"), SignatureMismatchError),
    # its own parameters
    (replaced("Expires=600", "Expires=601"), SignatureMismatchError),
    (replaced("Date=20150830T123600Z", "Date=20150830T123601Z"), SignatureMismatchError),
    (replaced("AKIDEXAMPLE", "AKIDEXAMPLF"), SignatureMismatchError),
    (replaced("%2Fus-east-1%2F", "%2Fus-east-2%2F"), SignatureMismatchError),
    (replaced("%2Fs3%2F", "%2Fs4%2F"), SignatureMismatchError),
    (replaced("Signature=", "Signature=0"), MalformedError),
    (replaced("%3Bx-amz-meta-a", ""), HeadersNotSignedError),
    (replaced("content-type%3B", ""), SignatureMismatchError),
    # shapes that no signer writes
    (replaced("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"), MalformedError),
    (replaced("AWS4-HMAC-SHA256", "aws4-hmac-sha256"), MalformedError),
    (replaced("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), MalformedError),
    (replaced("AWS4-HMAC-SHA256", ""), MalformedError),
    (replaced("AKIDEXAMPLE%2F", "AKIDEXAMPLE%2F%2F"), MalformedError),
    (replaced("AKIDEXAMPLE%2F", "%2F"), MalformedError),
    (replaced("AKIDEXAMPLE%2F", ""), MalformedError),
    (replaced("AKIDEXAMPLE%2F", "AKID%2FEXAMPLE%2F"), MalformedError),
    (replaced("%2Faws4_request", "%2Faws4_requestX"), MalformedError),
    (replaced("%2Faws4_request", ""), MalformedError),
    (replaced("%2Faws4_request", "%2Faws4_request%2F"), MalformedError),
    (replaced("%2F20150830%2F", "%2F20150831%2F"), MalformedError),
    (replaced("%2F20150830%2F", "%2F2015083%2F"), MalformedError),
    (replaced("%2F20150830%2F", "%2F+2015083%2F"), MalformedError),
    (replaced("Credential=AKIDEXAMPLE%2F", "Credential=AKIDEXAMPLE%252F"), MalformedError),
    (replaced("Date=20150830T123600Z", "Date=2015-08-30T12:36:00Z"), MalformedError),
    (replaced("Date=20150830T123600Z", "Date=20150830T123660Z"), MalformedError),
    (replaced("Date=20150830T123600Z", "Date=20150830T123600"), MalformedError),
    (replaced("Date=20150830T123600Z", "Date="), MalformedError),
    (replaced("Expires=600", "Expires=0"), MalformedError),
    (replaced("Expires=600", "Expires=-600"), MalformedError),
    (replaced("Expires=600", "Expires=604801"), MalformedError),
    (replaced("Expires=600", "Expires=%2B600"), MalformedError),
    (replaced("Expires=600", "Expires=+600"), MalformedError),
    (replaced("Expires=600", "Expires=0600"), MalformedError),
    (replaced("Expires=600", "Expires=6_00"), MalformedError),
    (replaced("Expires=600", "Expires=600.0"), MalformedError),
    (replaced("Expires=600", "Expires=6e2"), MalformedError),
    (replaced("Expires=600", "Expires=NaN"), MalformedError),
    (replaced("Expires=600", "Expires=600%0A"), MalformedError),
    (replaced("Expires=600", "Expires=600%20"), MalformedError),
    (replaced("Expires=600", "Expires=%D9%A6%D9%A0%D9%A0"), MalformedError),
    (replaced("Expires=600", "Expires=" + "9" * 5000), MalformedError),
    (replaced("Expires=600", "Expires="), MalformedError),
    (replaced("X-Amz-Expires=600&", ""), MalformedError),
    (replaced("X-Amz-Expires=", "X-Amz-Expires=600&X-Amz-Expires="), MalformedError),
    (replaced("X-Amz-Expires=", "x-amz-expires="), MalformedError),
    (appended("&X-Amz-Expires=604800"), MalformedError),
    (appended("&x-amz-expires=604800"), MalformedError),
    (appended("&%58-Amz-Expires=604800"), MalformedError),
    (appended("&X-Amz-Signature=" + "0" * 64), MalformedError),
    (appended("&X-AMZ-SIGNATURE=" + "0" * 64), MalformedError),
    (appended("&X-Amz-Credential=AKIDEXAMPLE"), MalformedError),
    (appended("&X-Amz-SignedHeaders=host"), MalformedError),
    (appended("&X-Amz-Content-Sha256=lies"), MalformedError),
    (appended("&X-Amz-Content-Sha256=STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), MalformedError),
    (replaced("content-type%3Bhost", "host%3Bcontent-type"), MalformedError),
    (replaced("content-type%3Bhost", "content-type%3Bhost%3Bhost"), MalformedError),
    (replaced("content-type%3Bhost", "Content-Type%3Bhost"), MalformedError),
    (replaced("content-type%3Bhost", "content-type"), MalformedError),
    (replaced("content-type%3Bhost", "content-type%3B%3Bhost"), MalformedError),
    (replaced("content-type%3Bhost", "content%20type%3Bhost"), MalformedError),
    (replaced("content-type%3Bhost%3B", "content-type%253Bhost%253B"), MalformedError),
    (appended("0"), MalformedError),
    (appended("%0A"), MalformedError),
    (lambda url: url[:-1], MalformedError),
    (lambda url: url[:-64], MalformedError),
    (lambda url: url[:-64] + url[-64:].upper(), MalformedError),
    (lambda url: url[:-64] + "\u0660" * 64, MalformedError),
    # no URL at all
    (appended("#fragment"), MalformedError),
    (appended(" "), MalformedError),
    (appended("\n"), MalformedError),
    (appended("\x00"), MalformedError),
    (appended("&a=%"), MalformedError),
    (appended("&a=%zz"), MalformedError),
    (replaced("key%20one", "key one"), MalformedError),
    (replaced("key%20one", "key%FFone"), MalformedError),
    (replaced("key%20one", "key%80one"), MalformedError),
    (replaced("key%20one", "key%C0%AFone"), MalformedError),
    (replaced("https://", "https://user@"), MalformedError),
    (replaced("https://", "ftp://"), MalformedError),
    (lambda _: "", MalformedError),
    (lambda _: "//", MalformedError),
    (lambda _: "https://bucket.s3.amazonaws.com/key", MalformedError),
]


@pytest.mark.parametrize("alter, refusal", ALTERED_URLS)
def test_an_altered_url_is_refused(alter: Callable[[str], str], refusal: type[VerificationError]):
    with pytest.raises(VerificationError) as caught:
        prove(SIGNED, url=alter(SIGNED.url))
    assert refusal is type(caught.value)


@pytest.mark.parametrize("index", range(64))
def test_every_digit_of_the_signature_counts(index: int):
    url = SIGNED.url
    altered = url[: len(url) - 64] + url[-64:][:index]
    altered += "0123456789abcdef"[int(url[index - 64], 16) ^ 1] + url[-64:][index + 1 :]
    assert len(url) == len(altered)
    with pytest.raises(SignatureMismatchError):
        prove(SIGNED, url=altered)


ALTERED_HEADERS = [
    ([("Content-Type", "text/html"), SENT[1]], SignatureMismatchError),
    ([("Content-Type", "text/plain"), ("X-Amz-Meta-A", "one")], SignatureMismatchError),
    ([("Content-Type", "TEXT/plain"), SENT[1]], SignatureMismatchError),
    ([*SENT, ("X-Amz-Meta-A", "")], SignatureMismatchError),
    ([*SENT, ("X-Amz-Meta-A", "three")], SignatureMismatchError),
    ([SENT[0], ("X-Amz-Meta-A", "one\u00a0two")], SignatureMismatchError),
    (SENT[:1], SignatureMismatchError),
    ([], SignatureMismatchError),
    ([*SENT, ("Host", "other.s3.amazonaws.com")], SignatureMismatchError),
    ([*SENT, ("Host", "bucket.s3.amazonaws.com:8443")], SignatureMismatchError),
    ([*SENT, ("Host", "bucket.s3.amazonaws.com"), ("Host", "b")], MalformedError),
    ([*SENT, ("Host", "")], MalformedError),
    ([*SENT, ("Host", "user@bucket.s3.amazonaws.com")], MalformedError),
    ([*SENT, ("Host", "bucket.s3.amazonaws.com\u00a0")], MalformedError),
    ([*SENT, ("Host", "Xbucket.s3.amazonaws.com")], SignatureMismatchError),
    ([*SENT, ("X-Amz-Copy-Source", "/other/secret")], HeadersNotSignedError),
    ([*SENT, ("x-amz-acl", "public-read")], HeadersNotSignedError),
    ([*SENT, ("X-AMZ-META-B", "")], HeadersNotSignedError),
    ([*SENT, ("x-amz-meta-", "substring of a signed name")], HeadersNotSignedError),
    ([*SENT, ("X-Amz-Date", "20150830T123600Z")], HeadersNotSignedError),
    ([*SENT, ("X-Amz-Security-Token", "forged")], HeadersNotSignedError),
    ([*SENT, ("X-Amz-Content-Sha256", "0" * 64)], HeadersNotSignedError),
    ([*SENT, ("x_amz_acl", "CGI spells it with _")], HeadersNotSignedError),
    ([*SENT, ("X-Amz-Content-Sha256", "lies")], MalformedError),
    ([*SENT, ("Authorization", "Bearer x")], MalformedError),
    ([*SENT, ("authorization", "")], MalformedError),
    ([*SENT, ("X-A", "a\r\nX-Amz-Acl: public-read")], MalformedError),
    ([*SENT, ("X-A", "a\nb")], MalformedError),
    ([*SENT, ("X-A", "a\0b")], MalformedError),
    ([*SENT, ("X-A", "\ud800")], MalformedError),
    ([*SENT, ("X A", "a")], MalformedError),
    ([*SENT, ("", "a")], MalformedError),
    ([*SENT, ("X-A\r\nX-Amz-Acl", "a")], MalformedError),
    ([*SENT, ("X-A", "\x0b")], MalformedError),
    ([*SENT, ("Content_Type", "text/html")], HeadersNotSignedError),
]


def test_two_signatures_are_one_too_many():
    message = "^the request has an Authorization header besides the signature in its URL$"
    with pytest.raises(MalformedError, match=message):
        prove(PLAIN, headers={"Authorization": "Bearer x"})


@pytest.mark.parametrize("headers, refusal", ALTERED_HEADERS, ids=repr)
def test_altered_headers_are_refused(headers: list, refusal: type[VerificationError]):
    with pytest.raises(VerificationError) as caught:
        prove(SIGNED, headers=headers)
    assert refusal is type(caught.value)


UNALTERED = [
    (SIGNED.url, SENT[::-1]),
    (SIGNED.url, [("CONTENT-TYPE", " text/plain "), ("x-amz-meta-a", "one \t two")]),
    (SIGNED.url, [*SENT, ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")]),
    (SIGNED.url, [*SENT, ("Content-Length", "5"), ("X-Forwarded-Host", "other.example")]),
    (replaced("https://b", "https://B")(SIGNED.url), SENT),
    (replaced(".com/", ".com:443/")(SIGNED.url), SENT),
    (replaced("uploads=", "uploads")(SIGNED.url), SENT),
    (replaced("/folder/", "%2Ff%6flder%2f")(SIGNED.url).replace(".com%2F", ".com/"), SENT),
    (replaced("tag=b&tag=a", "tag=a&&tag=b")(SIGNED.url), SENT),
    (appended("&")(SIGNED.url), SENT),
]


@pytest.mark.parametrize("url, headers", UNALTERED)
def test_another_spelling_of_the_same_request_is_proven(url: str, headers: list):
    claim = parse_presigned("PUT", SIGNED.url, SIGNED.headers)
    other = parse_presigned("PUT", url, headers)
    assert claim.canonical_request == other.canonical_request
    other.verify(SECRET, now=NOW)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "put", "PUTS"])
def test_another_method_is_refused(method: str):
    with pytest.raises(SignatureMismatchError):
        prove(SIGNED, method=method)


@pytest.mark.parametrize("method", ["", "PUT ", "P\nUT", "PÜT"])
def test_what_is_no_method_is_refused(method: str):
    with pytest.raises(MalformedError, match="is not an HTTP token"):
        prove(SIGNED, method=method)


@pytest.mark.parametrize("secret", [SECRET + "x", SECRET[:-1], SECRET.lower(), "x"])
def test_another_secret_is_refused(secret: str):
    with pytest.raises(SignatureMismatchError):
        prove(PLAIN, secret=secret)


@pytest.mark.parametrize(
    "secret, message",
    [
        ("", "^secret_access_key is empty; an access_key_id without a secret is unknown$"),
        (None, "an access_key_id without a secret is unknown"),
        (b"secret", "secret_access_key is of type bytes"),
        (KEYS, "secret_access_key is of type Credentials"),
        (f"{SECRET}\0\0", "holds the character U"),
        (f"{SECRET}\udc80", "holds the character U"),
    ],
)
def test_an_unknown_key_must_not_be_proven_with_nothing(secret: object, message: str):
    with pytest.raises(InvalidRequestError, match=message) as caught:
        prove(PLAIN, secret=secret)
    assert SECRET not in repr(caught.value)


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"method": None}, "^method and url must be str$"),
        ({"url": None}, "method and url must be str"),
        ({"url": b"/"}, "method and url must be str"),
        ({"headers": [(b"Host", b"h")]}, "header b'Host' is not text; decode what a server gives"),
        ({"headers": [("X-A", 1)]}, "header 'X-A' is not text"),
        ({"headers": 5}, "headers must be a mapping, or pairs"),
        ({"max_skew": None}, "max_skew is None; it must be seconds, as an int"),
        ({"max_skew": float("nan")}, "max_skew is nan"),
        ({"max_skew": -1}, "max_skew is -1"),
        ({"region": ""}, "region is ''; it must be a non-empty name"),
        ({"region": ["us-east-1"]}, "region is ..us-east-1"),
        ({"service": "s3/"}, "service is 's3/'"),
        ({"max_skew": True}, "max_skew is True"),
        ({"session_token": b"x"}, "session_token is of type bytes"),
        ({"session_token": "x\udc80"}, "session_token holds the character U"),
    ],
)
def test_what_the_verifiers_own_author_got_wrong(settings: dict, message: str):
    with pytest.raises(InvalidRequestError, match=message):
        prove(PLAIN, **settings)


def test_a_payload_hash_of_the_verifier_must_be_one():
    with pytest.raises(InvalidRequestError, match="payload_hash is 'zzz'"):
        parse_presigned("GET", PLAIN.url, payload_hash="zzz")


@pytest.mark.parametrize(
    "path",
    ["/b/c", "/tenant/../b/c", "//b///c", "/admin/x/../../b/./c", "/b/c/d/.."],
)
def test_a_proven_path_is_the_signed_one(path: str):
    """Services that resolve dot segments before signing let the sender spell them."""
    signed = sign(url="https://h.example/b/c", service="execute-api")
    proof = prove(signed, url=signed.url.replace("/b/c", path, 1), service="execute-api")
    assert ("/b/c", "/b/c") == (proof.path, proof.raw_path)


PATHS = [("normalize_path", "https://h/a//b/../c"), ("double_encode_path", "https://h/a%20b")]


@pytest.mark.parametrize("rule, url", PATHS)
def test_a_path_is_read_by_the_rule_that_it_was_signed_by(rule: str, url: str):
    signed = sign(url=url, service="execute-api", **{rule: False})
    parse_presigned("GET", signed.url, **{rule: False}).verify(SECRET, now=NOW)
    with pytest.raises(SignatureMismatchError):
        prove(signed)


def test_a_value_may_have_colons():
    assert ("a", "b:c:d") in prove(sign(headers={"A": "b:c:d"})).headers


def test_an_empty_path_is_the_root():
    assert "/" == prove(sign(url="https://h")).path


def test_a_signed_slash_and_an_escaped_one_are_told_apart_by_the_raw_path():
    signed = sign(url="https://h/items/..%2Fadmin", service="execute-api")
    assert "/items/..%2Fadmin" == prove(signed).raw_path


def test_what_is_not_signed_does_not_change_the_proof():
    signed = sign("PUT", "https://h/k?role=user&role=admin", headers=[("X-A", "1"), ("X-A", "2")])
    other = prove(
        signed,
        url=signed.url.replace("role=user&role=admin", "role=admin&role=user"),
        headers=[("x-a", " 1,2")],
    )
    assert prove(signed) == other
    assert ("x-a", "1,2") in other.headers


def test_a_signature_of_the_header_form_does_not_live_a_week():
    """Its query brought in by somebody else, before it was signed."""
    parameters = (
        "X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=604800"
        "&X-Amz-SignedHeaders=host%3Bx-amz-content-sha256%3Bx-amz-date"
    )
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    sent = [("x-amz-content-sha256", empty), ("x-amz-date", "20150830T123600Z")]
    url = f"https://h/secret?{parameters}&X-Amz-Signature="
    claim = parse_presigned("GET", url + "0" * 64, sent)
    key = signing_key(SECRET, "20150830", "us-east-1", "s3")
    claim = parse_presigned("GET", url + signature(key, claim.string_to_sign), sent)
    claim.verify(SECRET, now=NOW + 899)
    with pytest.raises(ExpiredError):
        claim.verify(SECRET, now=NOW + 900)


def test_the_signature_that_would_be_right_is_in_no_frame():
    claim = parse_presigned("GET", PLAIN.url[:-64] + "0" * 64)
    with pytest.raises(SignatureMismatchError) as caught:
        claim.verify(SECRET, now=NOW)
    frame = caught.value.__traceback__.tb_next  # the first is this test's own
    shown = []
    while frame is not None:
        shown.append(repr(frame.tb_frame.f_locals))
        frame = frame.tb_next
    assert shown
    assert PLAIN.url[-64:] not in "".join(shown)


def test_many_headers_take_no_more_than_their_number():
    """Each signed name is looked up in a set: a hundred times as many take no minute."""
    names = [f"x-{number:05}" for number in range(20000)]
    listed = "%3B".join(["host", *names])
    url = PLAIN.url.replace("SignedHeaders=host", f"SignedHeaders={listed}")
    aliases = [(f"x_{number:05}", "") for number in range(20000, 40000)]
    for headers in ([(name, "") for name in names], aliases):
        with pytest.raises(LimitExceededError):
            parse_presigned("GET", url, headers)
        claim = parse_presigned("GET", url, headers, limits=Limits(*[10**6] * 8))
        with pytest.raises(SignatureMismatchError):
            claim.verify(SECRET, now=NOW)


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("AKIDEXAMPLE", "AKI%0A%00EXAMPLE", "the Credential is mal-formed"),
        ("%2Fus-east-1%2F", "%2Fus%0Aeast%2F", "the Credential is mal-formed"),
        ("%2Fs3%2F", "%2Fs%0D3%2F", "the Credential is mal-formed"),
        ("%2F20150830%2F", "%2F%0D%0ASet-Cookie:%20x%2F", '"%0D%0ASet-Cookie%3A%20x". This date'),
        ("%2Faws4_request", "%2F%3Cb%3E", 'incorrect terminal "%3Cb%3E"'),
    ],
)
def test_what_a_client_is_shown_holds_no_markup(old: str, new: str, message: str):
    with pytest.raises(MalformedError) as caught:
        prove(PLAIN, url=PLAIN.url.replace(old, new))
    assert message in caught.value.message
    assert not set("\r\n\0") & set(f"{caught.value}")


def test_a_request_target_needs_a_host():
    with pytest.raises(MalformedError, match="no Host header"):
        parse_presigned("GET", "/key?" + PLAIN.url.partition("?")[2])


class TestTime:
    """A URL is valid from its date, clocks apart, until just before its end."""

    @pytest.mark.parametrize("now", [NOW - 900, NOW, NOW + 3599, NOW + 3599.9])
    def test_in_time(self, now: float):
        prove(PLAIN, now=now)

    @pytest.mark.parametrize("now", [NOW + 3600, NOW + 10**6])
    def test_expired(self, now: int):
        with pytest.raises(ExpiredError) as caught:
            prove(PLAIN, now=now)
        assert (NOW, NOW + 3600, now) == (
            caught.value.signed_at, caught.value.expires_at, caught.value.now
        )  # fmt: skip

    @pytest.mark.parametrize("now, skew", [(NOW - 901, 900), (0, 900), (NOW - 1, 0)])
    def test_not_yet_valid(self, now: int, skew: int):
        with pytest.raises(NotYetValidError) as caught:
            prove(PLAIN, now=now, max_skew=skew)
        assert (NOW, now) == (caught.value.signed_at, caught.value.now)

    @pytest.mark.parametrize("now", ["0", None.__class__, -1])
    def test_a_moment_must_be_one(self, now: object):
        with pytest.raises(InvalidRequestError, match="now is"):
            prove(PLAIN, now=now)


class TestScope:
    """A verifier serves its own region and service."""

    def test_here(self):
        prove(PLAIN, region="us-east-1", service="s3")

    @pytest.mark.parametrize("part, value", [("region", "eu-west-1"), ("service", "sts")])
    def test_elsewhere(self, part: str, value: str):
        with pytest.raises(ScopeMismatchError) as caught:
            prove(PLAIN, **{part: value})
        assert (part, value) == (caught.value.part, caught.value.expected)


class TestSessionToken:
    """A token is compared with the one that belongs to the secret, if that is said."""

    def test_the_right_one(self):
        prove(sign(credentials=TEMPORARY), session_token=TOKEN)
        prove(sign(credentials=TEMPORARY))

    @pytest.mark.parametrize("credentials", [KEYS, Credentials(ACCESS_KEY_ID, SECRET, "other é")])
    def test_none_or_another(self, credentials: Credentials):
        for token in (TOKEN, "XXXX"):
            with pytest.raises(TokenMismatchError):
                prove(sign(credentials=credentials), session_token=token)

    def test_an_unsigned_one_is_proven_only_as_such(self):
        signed = sign(service="iotdevicegateway", credentials=TEMPORARY, sign_session_token=False)
        claim = parse_presigned("GET", signed.url, sign_session_token=False)
        claim.verify(SECRET, now=NOW, session_token=TOKEN)
        with pytest.raises(SignatureMismatchError):
            parse_presigned("GET", signed.url).verify(SECRET, now=NOW)

    def test_a_token_in_the_name_of_another_service_is_none(self):
        url = sign().url + "&X-Amz-S3session-Token=x"
        assert parse_presigned("GET", url).session_token is None
        signed = sign(service="s3express", credentials=TEMPORARY)
        assert TOKEN == parse_presigned("GET", signed.url).session_token


class TestPayload:
    """The payload line is what the request states, else what the caller knows, else the default."""

    @pytest.mark.parametrize(
        "settings",
        [
            {"headers": {"X-Amz-Content-Sha256": "0" * 64}},
            {"url": f"{URL}&X-Amz-Content-Sha256={'0' * 64}"},
        ],
    )
    def test_stated(self, settings: dict):
        assert prove(sign("PUT", **settings)).payload_hash == "0" * 64

    def test_known(self):
        signed = sign("POST", service="execute-api", payload_hash="0" * 64)
        claim = parse_presigned("POST", signed.url, payload_hash="0" * 64)
        assert claim.verify(SECRET, now=NOW).payload_hash == "0" * 64

    def test_known_and_stated_otherwise(self):
        signed = sign("PUT", headers={"X-Amz-Content-Sha256": "0" * 64})
        with pytest.raises(PayloadMismatchError, match="the request is signed for 0000") as caught:
            parse_presigned("PUT", signed.url, signed.headers, payload_hash="1" * 64)
        assert ("0" * 64, "1" * 64) == (caught.value.stated, caught.value.computed)

    def test_an_unsigned_header_does_not_state_it(self):
        with pytest.raises(HeadersNotSignedError):
            prove(PLAIN, headers={"X-Amz-Content-Sha256": "0" * 64})


class TestSigV2:
    """URLs of the older scheme are refused by name."""

    @pytest.mark.parametrize("query", ["AWSAccessKeyId=a&Signature=b&Expires=1", "Signature=b"])
    def test_refused(self, query: str):
        with pytest.raises(MalformedError, match="Signature Version 2") as caught:
            parse_presigned("GET", f"https://h/key?{query}")
        assert caught.value.code == "InvalidRequest"
        assert caught.value.message.endswith("Please use AWS4-HMAC-SHA256.")


def test_what_s3_would_answer():
    refusals = {
        "the request has an Authorization header": ("InvalidArgument", "Only one auth mechanism"),
        "the request has 2 Host headers": ("InvalidRequest", "Bad Request"),
    }
    headers = {
        "the request has an Authorization header": [("Authorization", "x")],
        "the request has 2 Host headers": [("Host", "a"), ("Host", "a")],
    }
    for reason, (code, message) in refusals.items():
        with pytest.raises(MalformedError, match=reason) as caught:
            parse_presigned("GET", PLAIN.url, headers[reason])
        assert (400, code) == (caught.value.status, caught.value.code)
        assert caught.value.message.startswith(message)


def test_bytes_of_another_service_need_not_be_utf8():
    signed = sign(url="https://h/%FF?%FE=%C0", service="execute-api")
    assert isinstance(signed, Presigned)
    proof = prove(signed)
    assert proof.path.encode("utf-8", "surrogateescape") == b"/\xff"
    assert proof.query == (("\udcfe", "\udcc0"),)


def test_a_parameter_of_the_signature_is_utf8():
    with pytest.raises(MalformedError, match="X-Amz-Signature is not UTF-8"):
        parse_presigned("GET", PLAIN.url[:-64] + "%FF" * 64)
