"""`parse_post` and `Verifier.verify_post`: forms proven, and each way in which they are refused."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    ExpiredError,
    InvalidRequestError,
    LimitExceededError,
    Limits,
    MalformedError,
    NotAllowedError,
    NotYetValidError,
    PolicyError,
    S3Presigner,
    ScopeMismatchError,
    SignatureMismatchError,
    TokenMismatchError,
    UnknownAccessKeyError,
    VerificationError,
    Verified,
    Verifier,
    parse_post,
)

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET, TEMPORARY, TOKEN

SECRETS = {ACCESS_KEY_ID: SECRET}
VERIFIER = Verifier("us-east-1")


def form(key: str = "user/${filename}", **settings: Any) -> list[tuple[str, str]]:
    keys = settings.pop("credentials", KEYS)
    posted = S3Presigner(keys).post_object("bucket", key, **{"now": NOW, **settings})
    return list(posted.fields)


FORM = form(fields={"acl": "private"}, content_length_range=(1, 10))


def held(fields: list, verifier: Verifier = VERIFIER, secrets: Any = SECRETS, **more: Any):
    return verifier.verify_post(
        fields, secrets, **{"bucket": "bucket", "now": NOW, "file_name": "a.txt", **more}
    )


def changed(name: str, *values: str, fields: list = FORM) -> list[tuple[str, str]]:
    assert any(pair[0].lower() == name.lower() for pair in fields)
    others = [pair for pair in fields if pair[0].lower() != name.lower()]
    return [*others, *[(name, value) for value in values]]


def signed_policy(policy: Any, **others: str) -> list[tuple[str, str]]:
    """Return the fields of a form with this policy, signed with nothing of ours."""
    raw = policy if isinstance(policy, bytes) else json.dumps(policy).encode()
    text = base64.b64encode(raw).decode()
    key = f"AWS4{SECRET}".encode()
    for part in ("20150830", "us-east-1", "s3", "aws4_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    fields = {
        "key": "k",
        "policy": text,
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": f"{ACCESS_KEY_ID}/20150830/us-east-1/s3/aws4_request",
        "x-amz-date": "20150830T123600Z",
        "x-amz-signature": key.hex(),
    }
    return list({**fields, **others}.items())


CONDITIONS = [
    {"bucket": "bucket"},
    ["starts-with", "$key", ""],
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-credential": f"{ACCESS_KEY_ID}/20150830/us-east-1/s3/aws4_request"},
    {"x-amz-date": "20150830T123600Z"},
]
POLICY = {"expiration": "2015-08-30T13:36:00Z", "conditions": CONDITIONS}


def test_a_proof_says_all_that_an_application_needs():
    proof = held(FORM, file_size=5)
    assert proof.to_dict() == {
        "form": "post",
        "access_key_id": ACCESS_KEY_ID,
        "region": "us-east-1",
        "service": "s3",
        "method": "POST",
        "host": "",
        "path": "",
        "raw_path": "",
        "bucket": "bucket",
        "key": "user/a.txt",
        "query": (),
        "headers": (),
        "signed_headers": (),
        "unsigned_headers": (),
        "fields": (("acl", "private"), ("key", "user/a.txt")),
        "payload_hash": "UNSIGNED-PAYLOAD",
        "signed_at": NOW,
        "expires_at": NOW + 3600,
    }


@freeze_time("2015-08-30T12:36:00Z")
def test_by_its_claim():
    claim = parse_post(FORM)
    assert (ACCESS_KEY_ID, "us-east-1", "s3") == (claim.access_key_id, claim.region, claim.service)
    assert (NOW, NOW + 3600) == (claim.signed_at, claim.expires_at)
    assert dict(FORM)["policy"] == claim.string_to_sign
    assert claim.canonical_request == ""
    proof = claim.verify(SECRET, bucket="bucket", file_size=10, file_name="C:\\x\\b.txt")
    assert isinstance(proof, Verified)
    assert "user/b.txt" == proof.key
    for more in ({"file_size": 11}, {"file_size": 10, "now": NOW + 3600}):
        with pytest.raises(PolicyError):
            claim.verify(SECRET, bucket="bucket", **more)
    for bucket in (None, ""):
        with pytest.raises(InvalidRequestError, match="a form needs the bucket"):
            claim.verify(SECRET, bucket=bucket)
    for shown in (repr(claim), repr(proof)):
        assert dict(FORM)["policy"] not in shown
        assert dict(FORM)["x-amz-signature"] not in shown


def test_a_form_without_a_file_name_keeps_its_place():
    assert "user/${filename}" == held(FORM, file_name=None).key


def test_what_another_library_signs():
    assert "k" == held(signed_policy(POLICY)).key
    assert "k" == held([(name.upper(), value) for name, value in signed_policy(POLICY)]).key
    assert "k" == held(dict(signed_policy(POLICY))).key


name = st.text("abcdefgh-", min_size=1, max_size=8).map("x-amz-meta-{}".format)
value = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.dictionaries(name, value, max_size=4), value.filter(bool))
def test_every_form_of_ours_is_proven(fields: dict, key: str):
    made = form(key.replace("/", "a"), fields=fields)
    proof = held(made, file_name=None)
    assert {**fields, "key": key.replace("/", "a")} == dict(proof.fields)


def refused(kind: type, code: str, status: int, call: Any) -> Any:
    with pytest.raises(kind) as caught:
        call()
    assert (code, status) == (caught.value.code, caught.value.status)
    return caught.value


class TestSignature:
    """The policy is signed, and nothing else of the form."""

    @pytest.mark.parametrize(
        "fields",
        [
            changed("policy", dict(signed_policy(POLICY))["policy"]),
            changed("policy", "e30="),
            changed("policy", "not base64"),
            changed("x-amz-signature", "0" * 64),
            changed("x-amz-date", "20150830T123601Z", fields=signed_policy(b"other")),
        ],
    )
    def test_altered(self, fields: list):
        if dict(fields)["policy"] != dict(signed_policy(b"other"))["policy"]:
            error = refused(
                SignatureMismatchError, "SignatureDoesNotMatch", 403, lambda: held(fields)
            )
            assert dict(fields)["policy"] == error.string_to_sign
        else:  # genuine, though not a policy
            refused(MalformedError, "InvalidPolicyDocument", 400, lambda: held(fields))

    def test_another_secret_or_none(self):
        for secrets, kind in (
            ({ACCESS_KEY_ID: "other"}, SignatureMismatchError),
            ({}, UnknownAccessKeyError),
        ):
            with pytest.raises(kind):
                held(FORM, secrets=secrets)

    def test_another_scope(self):
        for verifier in (Verifier("eu-west-1"), Verifier(service="sts")):
            refused(ScopeMismatchError, "InvalidArgument", 400, lambda v=verifier: held(FORM, v))

    def test_a_token(self):
        fields = form(credentials=TEMPORARY)
        held(fields, secrets={ACCESS_KEY_ID: TEMPORARY})
        assert TOKEN not in str(held(fields, secrets={ACCESS_KEY_ID: TEMPORARY}).to_dict())
        for given_fields, secret in ((fields, KEYS), (FORM, TEMPORARY)):
            with pytest.raises(TokenMismatchError):
                held(given_fields, secrets={ACCESS_KEY_ID: secret})
        other = Credentials(ACCESS_KEY_ID, SECRET, "other")
        with pytest.raises(TokenMismatchError):
            held(fields, secrets={ACCESS_KEY_ID: other})

    def test_taken_back(self):
        verifier = Verifier(revoked=lambda claim: claim.access_key_id == ACCESS_KEY_ID)
        with pytest.raises(NotAllowedError):
            held(FORM, verifier)


class TestShape:
    """What a form must have, each thing once."""

    @pytest.mark.parametrize(
        "field",
        ["key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"],
    )
    def test_a_field_is_missing(self, field: str):
        for fields in (changed(field), changed(field, "")):
            if dict(fields).get("key") == "":  # which is there, though of no use
                rule, text = "key-empty", "User key must have a length greater than 0."
            else:
                rule, text = "field-missing", f"must contain a field named '{field}'"
            error = refused(MalformedError, "InvalidArgument", 400, lambda f=fields: held(f))
            assert text in error.message
            assert rule == error.rule

    @pytest.mark.parametrize("file_name", ["", "/", "a/", "a\\"])
    def test_a_file_without_a_name_makes_no_key(self, file_name: str):
        fields = form("${filename}")
        assert "${filename}" == held(fields, file_name=None).key
        assert "x" == held(fields, file_name="a/x").key
        error = refused(
            MalformedError, "InvalidArgument", 400, lambda: held(fields, file_name=file_name)
        )
        assert "key-empty" == error.rule

    @pytest.mark.parametrize("field", [name for name, _ in FORM] + ["x-amz-meta-a"])
    def test_what_is_not_utf8(self, field: str):
        """A framework decodes such a byte to half a surrogate pair, which nothing encodes."""
        for value in ("\udc80", dict(FORM).get(field, "") + "\udcff"):
            fields = [*[pair for pair in FORM if pair[0] != field], (field, value)]
            error = refused(MalformedError, "InvalidArgument", 400, lambda f=fields: held(f))
            assert "field-utf8" == error.rule
        error = refused(
            MalformedError, "InvalidArgument", 400, lambda: held([*FORM, ("\udc80", "a")])
        )
        assert "field-utf8" == error.rule

    @pytest.mark.parametrize("field", ["key", "policy", "x-amz-signature", "acl"])
    def test_a_field_is_there_twice(self, field: str):
        for second in (field, field.upper()):
            fields = [*FORM, (second, dict(FORM)[field])]
            error = refused(MalformedError, "InvalidArgument", 400, lambda f=fields: held(f))
            assert "field-once" == error.rule

    @pytest.mark.parametrize(
        "fields, rule, code",
        [
            ([], "signed", "AccessDenied"),
            ([("key", "k"), ("acl", "x")], "signed", "AccessDenied"),
            ([("key", "k"), ("AWSAccessKeyId", "a"), ("Signature", "b")], "version-2",
             "InvalidRequest"),
            ([*FORM, ("signature", "b")], "one-mechanism", "InvalidArgument"),
            (changed("x-amz-algorithm", "AWS4-HMAC-SHA512"), "algorithm", "InvalidArgument"),
            (changed("x-amz-credential", "a/b"), "credential", "InvalidArgument"),
            (changed("x-amz-date", "x"), "date", "InvalidArgument"),
            (changed("x-amz-date", "20150831T000000Z"), "scope-day", "InvalidArgument"),
            (changed("x-amz-signature", "0"), "signature-form", "InvalidArgument"),
        ],
    )  # fmt: skip
    def test_refused(self, fields: list, rule: str, code: str):
        with pytest.raises(MalformedError) as caught:
            held(fields)
        assert (rule, code) == (caught.value.rule, caught.value.code)

    def test_what_is_no_text(self):
        with pytest.raises(InvalidRequestError, match="field 'key' has a value of type bytes"):
            parse_post([("key", b"k")])

    def test_methods_and_hosts_are_those_of_other_requests(self):
        held(FORM, Verifier("us-east-1", methods="GET", hosts="h"))

    def test_limits(self):
        small = sum(len(a) + len(b) for a, b in FORM if a != "policy")
        policy = len(base64.b64decode(dict(FORM)["policy"]))
        for name, bound in (("fields", len(FORM)), ("field_bytes", small), ("policy", policy)):
            held(FORM, Verifier(limits=Limits(**{name: bound})))
            less = bound - (3 if name == "policy" else 1)
            error = refused(
                LimitExceededError,
                "MaxPostPreDataLengthExceeded",
                400,
                lambda n=name, b=less: held(FORM, Verifier(limits=Limits(**{n: b}))),
            )
            assert "limit-fields" == error.rule


class TestPolicy:
    """The form is what its policy allows, once that is known to be genuine."""

    @pytest.mark.parametrize(
        "fields, settings, code, status, message",
        [
            (FORM, {"bucket": "other"}, "AccessDenied", 403, "Policy Condition failed"),
            (changed("acl", "public-read"), {}, "AccessDenied", 403, "Policy Condition failed"),
            (changed("key", "other/a"), {}, "AccessDenied", 403, "Policy Condition failed"),
            (changed("acl"), {}, "AccessDenied", 403, "Policy Condition failed"),
            ([*FORM, ("x-amz-meta-a", "b")], {}, "AccessDenied", 403, "Extra input fields"),
            ([*FORM, ("bucket", "bucket")], {"bucket": "other"}, "AccessDenied", 403, "failed"),
            (FORM, {"file_size": 11}, "EntityTooLarge", 400, "exceeds the maximum"),
            (FORM, {"file_size": 0}, "EntityTooSmall", 400, "smaller than the minimum"),
            (FORM, {"now": NOW + 3600}, "AccessDenied", 403, "Policy expired."),
        ],
    )
    def test_refused(self, fields: list, settings: dict, code: str, status: int, message: str):
        error = refused(PolicyError, code, status, lambda: held(fields, **settings))
        assert message in error.message
        assert "policy" == error.rule
        assert str(error)

    def test_a_name_of_a_file_does_not_lead_out_of_a_prefix(self):
        proof = held(FORM, file_name="../../other/a.txt")
        assert "user/a.txt" == proof.key

    @pytest.mark.parametrize(
        "policy",
        [b"", b"{", b"\xff", {"conditions": CONDITIONS}, {**POLICY, "conditions": []},
         {**POLICY, "expiration": "never"}, {**POLICY, "more": 1}],
    )  # fmt: skip
    def test_one_that_cannot_be_read(self, policy: Any):
        fields = signed_policy(policy)
        if not dict(fields)["policy"]:
            refused(MalformedError, "InvalidArgument", 400, lambda: held(fields))
            return
        assert parse_post(fields).expires_at == NOW
        refused(MalformedError, "InvalidPolicyDocument", 400, lambda: held(fields))
        forged = changed("x-amz-signature", "0" * 64, fields=fields)
        refused(SignatureMismatchError, "SignatureDoesNotMatch", 403, lambda: held(forged))

    def test_what_is_not_covered_by_a_condition(self):
        for index in range(len(CONDITIONS)):
            less = CONDITIONS[:index] + CONDITIONS[index + 1 :]
            fields = signed_policy({**POLICY, "conditions": less})
            refused(PolicyError, "AccessDenied", 403, lambda f=fields: held(f))

    def test_the_name_of_a_field_makes_no_line_in_a_log(self):
        name = "a\r\n2026-01-01 proven"
        refusal = refused(PolicyError, "AccessDenied", 403, lambda: held([*FORM, (name, "")]))
        assert "the form has the field 'a\\r\\n2026" in str(refusal)
        policy = {"expiration": "2015-08-30T13:36:00Z", "conditions": [{name: "b"}]}
        fields = signed_policy(policy)
        refusal = refused(PolicyError, "AccessDenied", 403, lambda: held(fields))
        assert "'a\\r\\n2026-01-01 proven' is missing" in str(refusal)
        assert str(refusal).isprintable()

    def test_the_name_of_the_file_has_an_end(self):
        """Else a form of 64 KiB would grow to hundreds of megabytes."""
        assert held(FORM, file_name="a" * 1024).key == "user/" + "a" * 1024
        assert held(FORM, file_name="b/" + "a" * 1022).key == "user/" + "a" * 1022
        refusal = refused(LimitExceededError, "MaxPostPreDataLengthExceeded", 400,
                          lambda: held(FORM, file_name="a" * 1025))  # fmt: skip
        assert str(refusal) == "the file's name has more than 1024 characters"

    def test_its_life(self):
        long = signed_policy({**POLICY, "expiration": "2035-01-01T00:00:00Z"})
        assert NOW + 604800 == held(long, now=NOW + 604799).expires_at
        refused(ExpiredError, "AccessDenied", 403, lambda: held(long, now=NOW + 604800))
        verifier = Verifier(max_expires_in=60)
        assert NOW + 60 == held(FORM, verifier, now=NOW + 59).expires_at
        refused(ExpiredError, "AccessDenied", 403, lambda: held(FORM, verifier, now=NOW + 60))
        refused(NotYetValidError, "AccessDenied", 403, lambda: held(FORM, now=NOW - 901))


@given(st.lists(st.tuples(st.sampled_from([name for name, _ in FORM]) | st.text(), st.text())))
def test_only_a_verification_error_whatever_arrives(fields: list):
    for sent in (fields, [*FORM, *fields], list({**dict(FORM), **dict(fields)}.items())):
        try:
            held(sent)
        except VerificationError as error:
            assert str(error)
            assert error.rule
            assert error.message
