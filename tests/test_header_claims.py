"""`parse_authorization`: the header form read back, and what of it is refused."""

import base64
from typing import Any

import pytest
from freezegun import freeze_time
from hypothesis import assume, given
from hypothesis import strategies as st

from sigv4presign import (
    Claim,
    Credentials,
    HeadersNotSignedError,
    InvalidRequestError,
    MalformedError,
    PayloadMismatchError,
    SignatureMismatchError,
    TimeSkewedError,
    VerificationError,
    parse_authorization,
    sign_headers,
)
from sigv4presign.canonical import EMPTY_PAYLOAD_HASH
from sigv4presign.signing import signature, signing_key

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET, TEMPORARY, TOKEN
from .test_properties import credentials, headers, urls
from .test_verification import PATHS

URL = "https://bucket.s3.amazonaws.com/folder/key%20one.txt?tag=b&tag=a&uploads"
SENT = [("Content-Type", "text/plain"), ("X-Amz-Meta-A", "one two")]


def signed(service: str = "s3", sent: Any = SENT, **settings: Any) -> list[tuple[str, str]]:
    arguments = {"credentials": KEYS, "region": "us-east-1", "now": NOW, "body": b"body"}
    added = sign_headers("PUT", URL, service=service, headers=sent, **{**arguments, **settings})
    return [*sent, *added]


SIGNED = signed()
AUTHORIZATION = dict(SIGNED)["Authorization"]


def changed(name: str, *values: str) -> list[tuple[str, str]]:
    """Return the signed headers with others in the place of *name*."""
    others = [pair for pair in SIGNED if pair[0].lower() != name.lower()]
    return [*others, *[(name, value) for value in values]]


def proof_of(sent: list = SIGNED, **settings: Any):
    return parse_authorization("PUT", URL, sent).verify(SECRET, **{"now": NOW, **settings})


def test_a_proof_says_all_that_an_application_needs():
    proof = proof_of([*SIGNED, ("User-Agent", "x")])
    assert proof.to_dict() == {
        "form": "header",
        "access_key_id": ACCESS_KEY_ID,
        "region": "us-east-1",
        "service": "s3",
        "method": "PUT",
        "host": "bucket.s3.amazonaws.com",
        "path": "/folder/key one.txt",
        "raw_path": "/folder/key%20one.txt",
        "bucket": "bucket",
        "key": "folder/key one.txt",
        "query": (("tag", "a"), ("tag", "b"), ("uploads", "")),
        "headers": (
            ("content-type", "text/plain"),
            ("host", "bucket.s3.amazonaws.com"),
            ("x-amz-content-sha256", dict(SIGNED)["X-Amz-Content-Sha256"]),
            ("x-amz-date", "20150830T123600Z"),
            ("x-amz-meta-a", "one two"),
        ),
        "signed_headers": (
            "content-type",
            "host",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-meta-a",
        ),
        "unsigned_headers": ("user-agent",),
        "fields": (),
        "payload_hash": dict(SIGNED)["X-Amz-Content-Sha256"],
        "signed_at": NOW,
        "expires_at": NOW + 901,
    }


@freeze_time("2015-08-30T12:36:00Z")
def test_without_a_moment_the_clock_is_read():
    assert proof_of(now=None).access_key_id == ACCESS_KEY_ID


@pytest.mark.parametrize("now", [NOW - 901, NOW + 901])
def test_it_counts_around_its_moment(now: int):
    with pytest.raises(TimeSkewedError):
        proof_of(now=now)
    assert proof_of(now=now, max_skew=901).expires_at == NOW + 902
    assert parse_authorization("PUT", URL, SIGNED).expires_at == NOW + 901


@given(urls, credentials, headers, st.sampled_from(["s3", "execute-api"]), st.binary())
def test_what_is_signed_is_proven(
    url: str, keys: Credentials, sent: list, service: str, body: bytes
):
    assume("," not in keys.access_key_id)  # no Authorization header can carry it
    added = sign_headers(
        "POST", url, credentials=keys, region="r", service=service, headers=sent, now=NOW,
        body=body, add_content_sha256=True,
    )  # fmt: skip
    claim = parse_authorization("POST", url, [*sent, *added])
    proof = claim.verify(keys.secret_access_key, now=NOW, session_token=keys.session_token)
    assert keys.access_key_id == proof.access_key_id
    assert claim.payload_hash == proof.payload_hash


class TestSpelling:
    """The header may be spelled as clients spell it, and no otherwise."""

    @pytest.mark.parametrize(
        "spelled",
        [
            AUTHORIZATION.replace(", ", ","),
            AUTHORIZATION.replace(", ", " ,\t "),
            AUTHORIZATION + "  ",
            " " + AUTHORIZATION.replace("SHA256 ", "SHA256   "),
            "AWS4-HMAC-SHA256 " + ", ".join(AUTHORIZATION[17:].split(", ")[::-1]),
        ],
    )
    def test_taken(self, spelled: str):
        proof_of(changed("Authorization", spelled))

    @pytest.mark.parametrize(
        "spelled, rule",
        [
            ("", "algorithm-header"),
            ("Bearer x", "algorithm-header"),
            (AUTHORIZATION.replace("AWS4-HMAC-SHA256", "aws4-hmac-sha256"), "algorithm-header"),
            (AUTHORIZATION.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
             "algorithm-header"),
            ("AWS AKID:c2ln", "version-2"),
            ("\u00a0" + AUTHORIZATION, "algorithm-header"),
            ("X" + AUTHORIZATION, "algorithm-header"),
            (AUTHORIZATION.replace(", S", ",\u00a0S"), "component-form"),
            ("AWS4-HMAC-SHA256", "component-form"),
            (AUTHORIZATION.replace("Credential", "credential"), "component-form"),
            (AUTHORIZATION.replace("Credential=", "Credential"), "component-form"),
            (AUTHORIZATION + ",", "component-form"),
            (AUTHORIZATION + ", X=y", "component-form"),
            (AUTHORIZATION + ", Signature=" + "0" * 64, "component-form"),
            (AUTHORIZATION.rpartition(",")[0], "component-missing"),
            (AUTHORIZATION.rpartition("=")[0] + "=", "component-missing"),
            (AUTHORIZATION.replace("/us-east-1/", "/"), "credential"),
            (AUTHORIZATION.replace("/20150830/", "/2015083/"), "scope-date"),
            (AUTHORIZATION.replace("/20150830/", "/20150831/"), "scope-day"),
            (AUTHORIZATION.replace("aws4_request", "aws4"), "scope-terminator"),
            (AUTHORIZATION.replace("host;", ""), "signed-host"),
            (AUTHORIZATION.replace("content-type;host;", "host;content-type;"), "signed-headers"),
            (AUTHORIZATION.replace(";", ","), "component-form"),
            (AUTHORIZATION + "0", "signature-form"),
            (AUTHORIZATION + "=", "signature-form"),
            (AUTHORIZATION[:-64] + AUTHORIZATION[-64:].upper(), "signature-form"),
        ],
    )  # fmt: skip
    def test_refused(self, spelled: str, rule: str):
        with pytest.raises(MalformedError) as caught:
            proof_of(changed("Authorization", spelled))
        assert rule == caught.value.rule
        assert str(caught.value)
        if rule == "signed-host":
            assert (("HeadersNotSigned", "host"),) == caught.value.details
        elif rule not in ("algorithm-header", "version-2"):
            assert "AuthorizationHeaderMalformed" == caught.value.code
            assert caught.value.message.startswith("The authorization header is malformed; ")

    @pytest.mark.parametrize("query", ["X-Amz-Signature=a", "x-amz-expires=5", "AWSAccessKeyId=a"])
    def test_it_is_the_only_mechanism(self, query: str):
        for url, sent in (
            (f"{URL}&{query}", SIGNED),
            (URL, changed("Authorization", AUTHORIZATION, AUTHORIZATION)),
        ):
            with pytest.raises(MalformedError) as caught:
                parse_authorization("PUT", url, sent)
            assert "one-mechanism" == caught.value.rule

    def test_there_must_be_one(self):
        with pytest.raises(
            MalformedError, match=r"^the request has no Authorization header$"
        ) as caught:
            parse_authorization("PUT", URL, SENT)
        assert (403, "AccessDenied") == (caught.value.status, caught.value.code)


@pytest.mark.parametrize("rule, url", PATHS)
def test_a_path_is_read_by_the_rule_that_it_was_signed_by(rule: str, url: str):
    settings = {"credentials": KEYS, "region": "us-east-1", "service": "execute-api", "now": NOW}
    sent = sign_headers("GET", url, **{**settings, rule: False})
    parse_authorization("GET", url, sent, **{rule: False}).verify(SECRET, now=NOW)
    with pytest.raises(SignatureMismatchError):
        parse_authorization("GET", url, sent).verify(SECRET, now=NOW)


class TestAltered:
    """What the signature covers, and what must be covered."""

    @pytest.mark.parametrize(
        "name, values",
        [
            ("Content-Type", ["text/html"]),
            ("X-Amz-Meta-A", ["one"]),
            ("X-Amz-Meta-A", ["one two", ""]),
            ("Content-Type", []),
            ("X-Amz-Meta-A", []),
            ("X-Amz-Content-Sha256", ["UNSIGNED-PAYLOAD"]),
            ("X-Amz-Content-Sha256", [EMPTY_PAYLOAD_HASH]),
            ("X-Amz-Date", ["20150830T123601Z"]),
            ("Authorization", [AUTHORIZATION.replace("/us-east-1/", "/us-east-2/")]),
            ("Authorization", [AUTHORIZATION.replace("content-type;", "")]),
        ],
    )
    def test_a_header(self, name: str, values: list[str]):
        with pytest.raises(SignatureMismatchError):
            proof_of(changed(name, *values))

    @pytest.mark.parametrize("url", [URL + "&acl", URL.replace("one", "two")])
    def test_the_url(self, url: str):
        with pytest.raises(SignatureMismatchError):
            parse_authorization("PUT", url, SIGNED).verify(SECRET, now=NOW)

    def test_the_method(self):
        with pytest.raises(SignatureMismatchError):
            parse_authorization("GET", URL, SIGNED).verify(SECRET, now=NOW)

    @pytest.mark.parametrize(
        "name", ["x-amz-acl", "X-Amz-Copy-Source", "x_amz_acl", "content_type"]
    )
    def test_what_is_sent_beside(self, name: str):
        with pytest.raises(HeadersNotSignedError) as caught:
            proof_of([*SIGNED, (name, "x")])
        assert (name.lower(),) == caught.value.names


class TestMoment:
    """The moment is that of X-Amz-Date, else of Date."""

    def dated(self, *dates: tuple[str, str], amz_date: str = "20150830T123600Z") -> Claim:
        """Return the claim of a request that has these dates and is signed for *amz_date*."""
        sent = [("Host", "h"), ("X-Amz-Content-Sha256", EMPTY_PAYLOAD_HASH), *dates]
        names = "host;x-amz-content-sha256"
        if any(name == "X-Amz-Date" for name, _ in dates):
            names += ";x-amz-date"

        def claim(digits: str) -> Claim:
            authorization = (
                f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}/{amz_date[:8]}/us-east-1/s3/"
                f"aws4_request,SignedHeaders={names},Signature={digits}"
            )
            return parse_authorization("GET", "/k", [*sent, ("Authorization", authorization)])

        key = signing_key(SECRET, amz_date[:8], "us-east-1", "s3")
        return claim(signature(key, claim("0" * 64).string_to_sign))

    @pytest.mark.parametrize(
        "dates",
        [
            [("X-Amz-Date", "20150830T123600Z")],
            [("Date", "20150830T123600Z")],
            [("Date", "Sun, 30 Aug 2015 12:36:00 GMT")],
            [("Date", " Sun, 30 Aug 2015 12:36:00 +0000 ")],
            [("Date", "Mon, 01 Jan 2001 00:00:00 GMT"), ("X-Amz-Date", "20150830T123600Z")],
            [("Date", "rubbish"), ("X-Amz-Date", "20150830T123600Z")],
        ],
    )
    def test_taken(self, dates: list):
        assert NOW == self.dated(*dates).verify(SECRET, now=NOW).signed_at

    @pytest.mark.parametrize(
        "dates, rule",
        [
            ([], "date-header"),
            ([("X-Amz-Date", "20150830T123600Z")] * 2, "date-header"),
            ([("Date", "20150830T123600Z")] * 2, "date-header"),
            ([("X-Amz-Date", "Sun, 30 Aug 2015 12:36:00 GMT")], "date-header"),
            ([("X-Amz-Date", "")], "date-header"),
            ([("X-Amz-Date", "2015-08-30T12:36:00Z")], "date-header"),
            ([("Date", "2015-08-30T12:36:00Z")], "date-header"),
            ([("Date", "")], "date-header"),
            ([("X-Amz-Date", "X20150830T123600Z")], "date-header"),
            ([("X-Amz-Date", "\u00a020150830T123600Z")], "date-header"),
            ([("Date", "Sunday, 30-Aug-15 12:36:00 GMT")], "date-header"),
            ([("Date", "Mon, 30 Aug 2015 12:36:00 GMT")], "date-header"),
            ([("Date", "Sun, 30 Aug 2015 12:36:00 CET")], "date-header"),
            ([("Date", "Mon, 31 Aug 2015 12:36:00 GMT")], "scope-day"),
        ],
    )
    def test_refused(self, dates: list, rule: str):
        with pytest.raises(MalformedError) as caught:
            self.dated(*dates)
        assert rule == caught.value.rule

    def test_what_is_no_date_is_said(self):
        with pytest.raises(MalformedError, match=r"^Date: 'rubbish' is no date of HTTP"):
            self.dated(("Date", "rubbish"))


class TestSessionToken:
    """The token is a header."""

    def test_the_right_one(self):
        claim = parse_authorization("PUT", URL, signed(credentials=TEMPORARY))
        assert TOKEN == claim.session_token
        proof = claim.verify(SECRET, now=NOW, session_token=TOKEN)
        assert TOKEN not in str(proof.to_dict())
        assert TOKEN not in repr(claim)

    def test_as_it_was_sent(self):
        sent = [*SIGNED, ("x-amz-security-token", " X\u00a0\t")]
        assert "X\u00a0" == parse_authorization("PUT", URL, sent).session_token

    def test_of_s3_express(self):
        sent = signed("s3express", credentials=TEMPORARY)
        assert TOKEN == dict(sent)["X-Amz-S3session-Token"]
        assert TOKEN == parse_authorization("PUT", URL, sent).session_token

    def test_two(self):
        sent = [*signed(credentials=TEMPORARY), ("x-amz-security-token", "other")]
        with pytest.raises(MalformedError, match="2 session tokens"):
            parse_authorization("PUT", URL, sent)

    def test_an_unsigned_one_is_proven_only_as_such(self):
        settings = {"credentials": TEMPORARY, "sign_session_token": False}
        sent = signed(**settings)
        claim = parse_authorization("PUT", URL, sent, sign_session_token=False)
        claim.verify(SECRET, now=NOW, session_token=TOKEN)
        with pytest.raises(HeadersNotSignedError):
            proof_of(sent)
        # A signed one is proven either way.
        both = parse_authorization(
            "PUT", URL, signed(credentials=TEMPORARY), sign_session_token=False
        )
        both.verify(SECRET, now=NOW, session_token=TOKEN)


class TestPayload:
    """S3 is told the body's hash in a header, others compute it."""

    def test_s3_needs_it(self):
        with pytest.raises(MalformedError) as caught:
            proof_of(changed("X-Amz-Content-Sha256"))
        assert "payload-missing" == caught.value.rule
        assert "InvalidRequest" == caught.value.code

    @pytest.mark.parametrize("stated", ["", "lies", "a" * 63, "A" * 64])
    def test_it_must_be_one(self, stated: str):
        with pytest.raises(MalformedError) as caught:
            proof_of(changed("X-Amz-Content-Sha256", stated))
        assert "payload-form" == caught.value.rule

    def test_an_unsigned_one_that_repeats_what_is_signed(self):
        sent = signed("execute-api", body=b"")
        parse_authorization(
            "PUT", URL, [*sent, ("x-amz-content-sha256", EMPTY_PAYLOAD_HASH)]
        ).verify(SECRET, now=NOW)

    def test_of_another_service(self):
        digest = dict(SIGNED)["X-Amz-Content-Sha256"]
        sent = signed("execute-api")
        claim = parse_authorization("PUT", URL, sent, payload_hash=digest)
        assert digest == claim.verify(SECRET, now=NOW).payload_hash
        with pytest.raises(SignatureMismatchError):
            proof_of(sent)
        with pytest.raises(PayloadMismatchError):
            parse_authorization("PUT", URL, SIGNED, payload_hash="0" * 64)
        with pytest.raises(InvalidRequestError, match="payload_hash is 'x'"):
            parse_authorization("PUT", URL, SIGNED, payload_hash="x")

    def test_an_event_stream_is_no_body_of_s3(self):
        sent = signed(payload_hash="STREAMING-AWS4-HMAC-SHA256-EVENTS")
        with pytest.raises(MalformedError, match=r"^event streams are no bodies of S3$"):
            proof_of(sent).payload()


@given(st.text(), st.lists(st.tuples(st.text(), st.text())))
def test_only_a_verification_error_whatever_arrives(authorization: str, sent: list):
    for text in (authorization, f"AWS4-HMAC-SHA256 {authorization}", AUTHORIZATION + authorization):
        try:
            parse_authorization("PUT", URL, [*SIGNED[:-1], *sent, ("Authorization", text)]).verify(
                SECRET, now=NOW
            )
        except VerificationError as error:
            assert str(error)
            assert error.rule
            assert base64.b64encode(error.message.encode())
