"""What single words, codes, hosts and spellings mean to the diagnosis: a table of each."""

from types import SimpleNamespace
from typing import Any

import pytest

from sigv4presign import (
    Credentials,
    Diagnosis,
    InvalidRequestError,
    S3Presigner,
    SignatureMismatchError,
    VerificationError,
    Verifier,
    diagnose,
    diagnose_refusal,
    parse_authorization,
    parse_post,
    parse_presigned,
    presign,
    sign_headers,
)
from sigv4presign.diagnosis.comparing import parts_of
from sigv4presign.diagnosis.evidence import Evidence
from sigv4presign.diagnosis.form_parts import form_parts
from sigv4presign.diagnosis.link import Link
from sigv4presign.diagnosis.lints import lints
from sigv4presign.diagnosis.rebuilding import rebuilt

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", SECRET)
TEMPORARY = Credentials("ASIAIOSFODNN7EXAMPLE", SECRET, "FwoGZXIvYXdzEBYa/b+cQ==")
NOW = 1440938160
STORE = "https://store.example.com/bucket/a.txt"
MISMATCH = "SignatureDoesNotMatch"


def signed(url: str = STORE, method: str = "GET", keys: Credentials = KEYS, **more: Any) -> str:
    more = {"region": "us-east-1", "now": NOW, **more}
    return presign(method, url, credentials=keys, **more).url


def answer(code: str, message: str = "", status: int = 403, **elements: str) -> SimpleNamespace:
    more = "".join([f"<{name}>{text}</{name}>" for name, text in elements.items()])
    body = f"<Error><Code>{code}</Code><Message>{message}</Message>{more}</Error>"
    return SimpleNamespace(status=status, headers={}, body=body)


def first(method: str | None, url: str, **more: Any) -> tuple[str, str] | None:
    findings = diagnose(method, url, **{"now": NOW + 9, **more}).findings
    return (findings[0].cause, findings[0].confidence) if findings else None


GET = signed()
PUT = signed(method="PUT")
TOKEN = signed(keys=TEMPORARY)
HEADER = [
    ("Host", "store.example.com"),
    *sign_headers("GET", STORE, credentials=KEYS, region="us-east-1", service="s3", now=NOW),
]
R2 = "https://abc.r2.cloudflarestorage.com/bucket/a.txt"
POSTED = S3Presigner(KEYS).post_object("bucket", "in/a.txt", now=NOW)
FIELDS = dict(POSTED.fields)

WORDS = [
    ("GET", GET, {"response": answer("InvalidToken")}, ("token-missing-or-surplus", "likely")),
    ("GET", TOKEN, {"response": answer("InvalidAccessKeyId")}, ("wrong-key-pair", "likely")),
    ("PUT", PUT, {"response": answer("NotImplemented", "A header you provided implies functionality that is not implemented", 501)}, ("chunked-transfer", "likely")),
    ("DELETE", GET, {"response": answer("MethodNotAllowed", status=405)}, ("method-changed", "likely")),
    ("HEAD", GET, {"response": answer("AccessDenied")}, ("denied-by-policy", "likely")),
    ("PUT", PUT, {"response": answer("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD")}, ("payload-hash-differs", "likely")),
    ("GET", GET, {"response": answer("AuthorizationHeaderMalformed", "malformed", Region="eu-west-1")}, ("wrong-region", "certain")),
    ("GET", GET, {"response": answer("AuthorizationHeaderMalformed", "the Credential is mal-formed")}, ("bad-scope-or-date", "likely")),
    ("GET", GET, {"response": answer("AuthorizationQueryParametersError", "something")}, ("transport-damage", "hint")),
    ("GET", STORE, {"headers": HEADER, "response": answer("InvalidSignatureException", "Signature expired: 20150830T123600Z is now earlier than 20150830T143600Z")}, ("clock-skew", "certain")),
    ("GET", GET, {"response": answer("AccessDenied", "Anonymous access is forbidden for this operation")}, ("not-signed", "likely")),
    ("GET", GET, {"response": answer("AccessDenied", "Invalid according to Policy: Policy expired.")}, ("post-policy-expired", "certain")),
    ("POST", POSTED.url, {"fields": FIELDS, "response": answer("InvalidPolicyDocument", "the expiration is odd")}, ("post-policy-expired", "likely")),
    ("GET", signed("https://store.example.com/b/k?x-amz-checksum-crc32=AAAAAA%3D%3D"), {"response": answer("InvalidRequest", "the checksum is wrong")}, ("empty-body-checksum", "likely")),
    ("GET", GET, {"response": SimpleNamespace(status=411, headers={}, body="")}, ("chunked-transfer", "certain")),
    ("GET", GET, {"response": answer("RequestExpired")}, ("expired", "certain")),
    ("GET", GET, {"response": answer("InvalidBucketName", status=400)}, ("bucket-missing", "likely")),
]  # fmt: skip

LINTS = [
    ("GET", GET.replace("=3600", "=604801"), {"secret_access_key": SECRET}, ("bad-expires", "certain")),
    ("GET", GET, {"response": answer("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", ServerTime="2015-08-30T14:36:00Z")}, ("clock-skew", "certain")),
    ("GET", signed("https://bucket.s3.amazonaws.com/k", region="auto"), {}, ("wrong-region", "likely")),
    ("GET", signed("https://bucket.s3.us-east-1.amazonaws.com/k", region="auto"), {}, ("wrong-region", "certain")),
    ("GET", signed("https://s3.amazonaws.com/b/k", region="s3.eu-west-1.amazonaws.com"), {}, ("endpoint-misconfigured", "certain")),
    ("GET", GET.replace("us-east-1", "https%3A%2F%2Fs3.amazonaws.com"), {}, ("endpoint-misconfigured", "certain")),
    (None, GET, {"response": answer("AccessDenied"), "now": None}, ("denied-by-policy", "likely")),
    ("GET", STORE, {"headers": [("Date", "Sun, 30 Aug 2015 12:36:00 GMT"), ("Authorization", HEADER[-1][1] if HEADER[-1][0] == "Authorization" else dict(HEADER)["Authorization"])]}, ("signed-header-missing", "likely")),
    ("GET", signed(service="execute-api", url=R2, region="auto"), {}, ("wrong-service", "likely")),
    ("GET", signed("https://nyc3.digitaloceanspaces.com/bucket/a.txt", region="nyc3"), {}, ("store-quirk", "hint")),
    ("GET", signed("https://bucket.store.example.com/bucket/a.txt"), {}, ("addressing-style", "hint")),
    ("GET", GET.replace("&", "&amp;").replace("&amp;", "&amp%3B"), {}, ("transport-damage", "certain")),
    ("GET", GET.partition("X-Amz-Signature=")[0] + "X-Amz-Signature=", {}, ("transport-damage", "certain")),
    ("GET", GET.replace("X-Amz-Date", "x-amz-date"), {}, ("transport-damage", "hint")),
    ("GET", GET + "&X-Amz-Signature=" + "ab" * 32, {}, ("two-auth-mechanisms", "likely")),
    ("GET", GET.replace("%2F20150830%2F", "%2F2015-08-30%2F"), {}, ("bad-scope-or-date", "certain")),
    ("GET", GET.replace("us-east-1", ""), {}, ("bad-scope-or-date", "certain")),
    ("GET", TOKEN.replace("FwoG", "Fw%20oG"), {}, ("token-altered", "likely")),
    ("GET", STORE, {"headers": [(n, v.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")) if n == "X-Amz-Security-Token" else (n, v) for n, v in sign_headers("GET", STORE, credentials=TEMPORARY, region="us-east-1", service="s3", now=NOW)]}, ("token-altered", "likely")),
    ("GET", STORE, {"headers": [(n, v.replace("+", " ")) if n == "X-Amz-Security-Token" else (n, v) for n, v in sign_headers("GET", STORE, credentials=TEMPORARY, region="us-east-1", service="s3", now=NOW)]}, ("token-altered", "likely")),
    ("GET", STORE + "?X-Amz-Expires=60&x-amz-meta-a=b", {}, ("transport-damage", "likely")),
    ("GET", "https://storage.googleapis.com/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256", {}, ("store-quirk", "hint")),
    ("GET", "https://store.example.com/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256", {}, ("store-quirk", "likely")),
    ("POST", signed(STORE + "?partNumber=1&uploadId=a", "PUT"), {}, ("method-changed", "hint")),
    ("PUT", signed(method="PUT", headers=[("content-length", "5")]), {"headers": [("Content-Length", "5")], "body": "four"}, ("content-length-changed", "likely")),
    ("POST", POSTED.url, {"fields": {**FIELDS, "policy": "W10="}}, ("post-condition-failed", "likely")),
    ("POST", POSTED.url, {"fields": {"policy": "", "AWSAccessKeyId": "AKIA", "key": "a"}}, ("sigv2-url", "likely")),
    ("GET", "https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Signature=b&Expires=5", {}, ("sigv2-url", "likely")),
    ("GET", "https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Signature=b&Expires=soon", {}, ("sigv2-url", "likely")),
    (None, GET, {"response": answer("SignatureDoesNotMatch"), "now": None}, ("expired", "hint")),
]  # fmt: skip


@pytest.mark.parametrize("case", WORDS + LINTS, ids=lambda case: f"{case[3][0]}: {case[1][:60]}")
def test_a_word_a_code_a_spelling(case):
    method, url, more, expected = case
    assert first(method, url, **more) == expected


CANONICAL = (
    "GET\n/bucket/a.txt\n{query}\nhost:store.example.com\n{lines}\nhost{names}\nUNSIGNED-PAYLOAD"
)


def received(url: str, *, query: str = "", lines: str = "", names: str = "", payload: str = ""):
    own = rebuilt(Evidence("GET", Link(url))).query
    text = CANONICAL.format(query=query or own, lines=lines, names=names)
    text = text.replace("UNSIGNED-PAYLOAD", payload) if payload else text
    return answer(MISMATCH, CanonicalRequest=text.replace("&", "&amp;"))


OWN = rebuilt(Evidence("GET", Link(GET))).query
OVERRIDE = signed(STORE + "?response-content-type=a%2Bb")
THEIRS = rebuilt(Evidence("GET", Link(OVERRIDE))).query
WITH_TOKEN = rebuilt(Evidence("GET", Link(TOKEN))).query
META = signed(headers=[("x-amz-meta-a", "b  c")])
META_QUERY = rebuilt(Evidence("GET", Link(META))).query
HASHED = signed(STORE + "?X-Amz-Content-Sha256=" + "ab" * 32)
COMPARED = [
    (GET, received(GET, query="&".join(OWN.split("&")[::-1])), {}, "query-canonicalisation"),
    (GET, received(GET, query=OWN.replace("%2F", "/")), {}, "escapes-decoded-by-client"),
    (GET, received(GET, query=OWN + "&X-Amz-Security-Token=a"), {}, "token-altered"),
    (TOKEN, received(TOKEN, query=WITH_TOKEN.replace("FwoG", "Fwo")), {}, "token-altered"),
    (TOKEN, received(TOKEN, query=OWN.replace("AKIA", "ASIA")), {}, "token-altered"),
    (OVERRIDE, received(OVERRIDE, query=THEIRS.replace("%2B", "%20")), {}, "plus-sign"),
    (OVERRIDE, received(OVERRIDE, query=THEIRS + "&response-content-type=a"), {}, "query-canonicalisation"),
    (OVERRIDE, received(OVERRIDE, query=OWN), {}, "transport-damage"),
    (GET, received(GET, lines="x-amz-meta-b:c\n", names=";x-amz-meta-b"), {}, "parameter-changed"),
    (GET, received(GET, names="%3Bdate"), {}, "double-encoded-query"),
    (META, received(META, query=META_QUERY, names=";x-amz-meta-a", lines="x-amz-meta-a:b  c\n"), {"headers": [("x-amz-meta-a", "b  c")]}, "header-whitespace"),
    (META, received(META, query=META_QUERY, names=";x-amz-meta-a", lines="x-amz-meta-a:\n"), {}, "signed-header-missing"),
    (META, received(META, query=META_QUERY, names=";x-amz-meta-a", lines="x-amz-meta-a:b c\n"), {}, "secret-damaged"),
    (HASHED, received(HASHED, payload="cd" * 32), {}, "payload-hash-differs"),
    (GET.replace("/bucket/a.txt", "/bucket/a.txt%2B"), received(GET), {}, "path-prefix-changed"),
]  # fmt: skip


@pytest.mark.parametrize("index", range(len(COMPARED)))
def test_a_part_that_differs(index: int):
    url, told, more, cause = COMPARED[index]
    found = first("GET", url, response=told, **more)
    assert found is not None
    assert found[0] == cause


def test_a_body_that_nobody_showed_does_not_differ():
    url = signed("https://api.example.com/x", service="execute-api")
    query = rebuilt(Evidence("GET", Link(url))).query.replace("&", "&amp;")
    text = f"GET\n/x\n{query}\nhost:api.example.com\n\nhost\n{'ab' * 32}"
    found = first("GET", url, response=answer(MISMATCH, CanonicalRequest=text))
    assert found == ("secret-damaged", "likely")


def test_a_fact_keeps_the_url_of_a_lint():
    url = GET.replace("/bucket/a.txt", "/bucket/a+b.txt")
    told = received(GET)
    told.body = told.body.replace("/bucket/a.txt", "/bucket/a%20b.txt")
    found = diagnose("GET", url, response=told, now=NOW).findings[0]
    assert found.cause == "plus-sign"
    assert "the path differs" in found.evidence
    assert found.url == url.replace("+", "%2B")


def test_what_is_wrong_with_the_url_itself():
    diagnosis = diagnose("GET", GET + "#page=2", response=answer(MISMATCH), now=NOW)
    assert any("fragment" in note for note in diagnosis.notes)


def test_what_else_may_help():
    url = GET.replace("/bucket/", "/elsewhere/")
    diagnosis = diagnose(
        "GET", url, response=answer("InternalError"), secret_access_key=SECRET, now=NOW, tries=50
    )
    assert diagnosis.findings == ()
    assert any("hosts" in need for need in diagnosis.needs)


def test_no_canonical_request():
    assert parts_of("GET\n/") is None
    assert first("GET", GET, response=answer(MISMATCH, CanonicalRequest="GET")) is None


def test_what_the_store_received_can_be_what_was_signed():
    """The URL was altered in the paste, and the store has another secret."""
    told = received(GET)
    pasted = GET.replace("/bucket/a.txt", "/another/key/and/more")
    diagnosis = diagnose("GET", pasted, response=told, secret_access_key=SECRET, now=NOW, tries=500)
    assert diagnosis.genuine is False
    assert diagnosis.findings
    mixed = diagnose(
        "GET", pasted, response=told, secret_access_key=SECRET + "\n", now=NOW, tries=500
    )
    assert mixed.findings[0].cause == "secret-damaged"


def test_a_genuine_url_that_a_strict_store_refuses():
    slashed = GET.replace("%2F", "/")
    told = answer(MISMATCH)
    assert first("GET", slashed, response=told, secret_access_key=SECRET) == (
        "escapes-decoded-by-client",
        "likely",
    )


def test_secrets_that_aws_does_not_issue():
    other = "/" * 39
    for secret in (other, other + "/", other + "§", "a" * 40):
        found = first("GET", GET, secret_access_key=secret, tries=50)
        assert found == ("secret-damaged", "likely"), secret


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("content-type", "content-type-changed"),
        ("user-agent", "hop-header-signed"),
        ("x-amz-meta-a", "signed-header-changed"),
    ],
)
def test_a_header_that_may_have_had_any_value(name: str, cause: str):
    url = signed(method="PUT", headers=[(name, "application/x-nobody-guesses")])
    diagnosis = diagnose(
        "PUT", url, headers=[(name, "b/c")], secret_access_key=SECRET, now=NOW, tries=900
    )
    assert diagnosis.findings[0].cause == cause
    assert ("wrong-key-pair", "hint") in [(o.cause, o.confidence) for o in diagnosis.findings]


def test_headers_that_nobody_told():
    url = signed(method="PUT", headers=[("x-amz-meta-a", "who knows")])
    diagnosis = diagnose("PUT", url, secret_access_key=SECRET, now=NOW, tries=500)
    assert diagnosis.genuine is False
    assert [one.cause for one in diagnosis.findings] == ["signed-header-missing"]
    guessed = signed(method="PUT", headers=[("content-type", "image/png")])
    told = diagnose("PUT", guessed, secret_access_key=SECRET, now=NOW, response=answer(MISMATCH))
    assert told.genuine
    assert told.findings[0].cause == "content-type-changed"
    assert told.findings[0].confidence == "likely"
    assert "-H 'content-type: image/png'" in told.findings[0].fix


def test_a_token_inside_for_somebody_elses_service():
    url = signed("https://gateway.example.com/mqtt", keys=TEMPORARY, service="iotdevicegateway")
    diagnosis = diagnose("GET", url, secret_access_key=SECRET, now=NOW)
    assert diagnosis.genuine
    assert [one.confidence for one in diagnosis.findings] == ["hint"]


def test_a_customers_key_is_not_shown():
    name = "x-amz-server-side-encryption-customer-key"
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    url = signed(method="PUT", headers=[(name, key)])
    diagnosis = diagnose(
        "PUT", url, headers=[(name, key + "x")], secret_access_key=SECRET, now=NOW, tries=900
    )
    assert key not in str(diagnosis)


def test_the_parts_of_a_form():
    body = (
        b'--b\nContent-Disposition: form-data; name="a"\n\n1\n'
        b"--b\nContent-Disposition: form-data; name=c\n\n2\n"
        b"--b\nnothing\n\n3\n"
        b'--b\nContent-Disposition: form-data; name="up"; filename="x"\n\nfive!\n--b--\n'
    )
    kind = 'multipart/form-data; boundary="b"'
    assert form_parts(body, kind) == (("a", "1"), ("c", "2"), ("up", "5 bytes"))
    assert form_parts(b"--b", kind) == ()
    assert form_parts(None, kind) is None
    assert form_parts(body, "text/plain; boundary=b") is None


def test_a_form_in_the_text_of_a_request():
    page = f'<form action="{POSTED.url}">' + "".join(
        [f'<input name="{name}" value="{value}">' for name, value in POSTED.fields]
    )
    diagnosis = diagnose(None, page + "</form>", secret_access_key=SECRET, now=NOW)
    assert diagnosis.verdict == "genuine"


@pytest.mark.parametrize("policy", ["", "####", "/////w==", "eyJh", "W10=", "e30=", "bnVsbA=="])
def test_policies_that_are_none(policy: str):
    fields = {**FIELDS, "policy": policy}
    diagnosis = diagnose(
        "POST", POSTED.url, fields=fields, secret_access_key=SECRET, now=NOW, tries=300
    )
    assert diagnosis.genuine is False


def test_the_search_for_a_policy():
    scope = {
        **FIELDS,
        "x-amz-credential": FIELDS["x-amz-credential"].replace("us-east-1", "eu-west-1"),
    }
    diagnosis = diagnose("POST", POSTED.url, fields=scope, secret_access_key=SECRET, now=NOW)
    assert "wrong-region" in [one.cause for one in diagnosis.findings]
    none = {**FIELDS, "x-amz-signature": "ab" * 32}
    nothing = diagnose(
        "POST", POSTED.url, fields=none, secret_access_key=SECRET, now=NOW, tries=10**6, seconds=60
    )
    assert nothing.genuine is False
    assert nothing.findings[0].cause == "wrong-key-pair"


def test_another_url_for_the_same_evidence():
    evidence = Evidence("GET", Link(GET), [("a", "b")], now=5)
    assert evidence.at(Link(PUT)).link == Link(PUT)
    assert evidence.at(Link(GET)) == evidence
    assert Link("/b/k?a=b").with_path("/c") == "/c?a=b"
    assert Link("/b/k?a=b").with_query("") == "/b/k"
    assert Link("https://h/b/k").with_path("/c") == "https://h/c"
    for text in (5, "", "  ", "b/k", "x" * 70000):
        with pytest.raises(InvalidRequestError):
            Link(text)


def test_lints_of_a_url_alone():
    assert lints(Evidence("", Link(GET), now=NOW)) == []
    assert (
        lints(Evidence("", Link("https://s3.example.com/b/k?a=b"), now=NOW))[0].cause
        == "not-signed"
    )


def refused(verify) -> VerificationError:
    with pytest.raises(VerificationError) as raised:
        verify()
    return raised.value


def causes(diagnosis: Diagnosis) -> list[str]:
    return [one.cause for one in diagnosis.findings]


def test_refusals_of_a_claim():
    claim = parse_presigned("PUT", GET)
    refusal = refused(lambda: claim.verify(SECRET, now=NOW))
    assert isinstance(refusal, SignatureMismatchError)
    diagnosis = diagnose_refusal(refusal, claim, secret_access_key=SECRET, now=NOW)
    assert causes(diagnosis) == ["method-changed"]
    late = refused(lambda: parse_presigned("GET", GET).verify(SECRET, now=NOW + 9000))
    assert causes(diagnose_refusal(late, parse_presigned("GET", GET)))[0] == "expired"
    form = parse_authorization("PUT", STORE, HEADER)
    refusal = refused(lambda: form.verify(SECRET, now=NOW))
    diagnosis = diagnose_refusal(refusal, form, secret_access_key=SECRET, now=NOW)
    assert causes(diagnosis) == ["method-changed"]
    listed = sign_headers(
        "GET", STORE + "?list-type=2", credentials=KEYS, region="us-east-1", service="s3", now=NOW
    )
    query = parse_authorization(
        "PUT", STORE + "?list-type=2", [("Host", "store.example.com"), *listed]
    )
    refusal = refused(lambda: query.verify(SECRET, now=NOW))
    assert causes(diagnose_refusal(refusal, query, secret_access_key=SECRET, now=NOW)) == [
        "method-changed"
    ]
    posted = parse_post(POSTED.fields)
    refusal = refused(lambda: posted.verify(SECRET, now=NOW + 7200, bucket="bucket"))
    assert causes(diagnose_refusal(refusal, posted, now=NOW + 7200)) == ["post-policy-expired"]


def test_refusals_of_a_middleware():
    target = GET.removeprefix("https://store.example.com")
    path, _, query = target.partition("?")
    verifier = Verifier("us-east-1")
    refusal = refused(
        lambda: verifier.verify(
            "PUT", target, [("Host", "store.example.com")], {KEYS.access_key_id: SECRET}, now=NOW
        )
    )
    scope = {
        "type": "http",
        "method": "PUT",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"store.example.com")],
    }
    environ = {
        "REQUEST_METHOD": "PUT",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "text/plain",
        "HTTP_HOST": "store.example.com",
        "wsgi.url_scheme": "https",
    }
    asked = [scope, environ, {**environ, "RAW_URI": target, "CONTENT_TYPE": ""}]
    asked.append(
        {**{k: v for k, v in scope.items() if k not in ("raw_path", "method")}, "query_string": ""}
    )
    for where in asked:
        diagnosis = diagnose_refusal(refusal, where, secret_access_key=SECRET, now=NOW)
        assert causes(diagnosis)[:1] in (["method-changed"], ["not-signed"]), where
    with pytest.raises(InvalidRequestError):
        diagnose_refusal(refusal, {"a": "b"})
