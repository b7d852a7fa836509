"""`Verifier`: the rules of one door, each with a request that keeps it and one that does not."""

import asyncio
import hashlib
import pickle
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from freezegun import freeze_time

from sigv4presign import (
    Claim,
    Credentials,
    ExpiredError,
    HeadersNotSignedError,
    InvalidRequestError,
    LimitExceededError,
    Limits,
    MalformedError,
    NotAllowedError,
    NotYetValidError,
    PayloadMismatchError,
    Presigned,
    ScopeMismatchError,
    SignatureMismatchError,
    SigningKey,
    TimeSkewedError,
    TokenExpiredError,
    TokenMismatchError,
    UnknownAccessKeyError,
    VerificationError,
    Verified,
    Verifier,
    sign_headers,
)
from sigv4presign import keys as keys_module
from sigv4presign.signing import signature, signing_key

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET, TEMPORARY, TOKEN, URL, sign

SECRETS = {ACCESS_KEY_ID: SECRET}
TEMPORARY_SECRETS = {ACCESS_KEY_ID: TEMPORARY}
VERIFIER = Verifier("us-east-1")
PLAIN = sign()


def held(
    signed: Presigned = PLAIN, verifier: Verifier = VERIFIER, secrets: Any = SECRETS, **more: Any
) -> Verified:
    """Hold *signed* as it was made against *verifier*, unless *more* says that it was altered."""
    return verifier.verify(
        more.pop("method", signed.method),
        more.pop("url", signed.url),
        more.pop("headers", signed.headers),
        secrets,
        **{"now": NOW, **more},
    )


def in_headers(
    method: str = "GET", url: str = URL, sent: tuple = (), **settings: Any
) -> list[tuple[str, str]]:
    """Return the headers of a request that is signed in them, *sent* among them."""
    arguments = {"credentials": KEYS, "region": "us-east-1", "service": "s3", "now": NOW}
    return [*sent, *sign_headers(method, url, headers=sent, **{**arguments, **settings})]


def refused(rule: str, call: Callable[[], object], kind: type = VerificationError) -> Any:
    with pytest.raises(kind) as caught:
        call()
    assert rule == caught.value.rule
    return caught.value


class TestSecrets:
    """A look-up gives a secret in one of its forms, several, or nothing."""

    @pytest.mark.parametrize(
        "secret",
        [
            SECRET,
            KEYS,
            SigningKey.derive(KEYS, "20150830", "us-east-1"),
            SigningKey(signing_key(SECRET, "20150830", "us-east-1", "s3"), "20150830", "us-east-1"),
            ("another", SECRET),
            [SECRET, "another"],
            (SigningKey.derive(KEYS, "20150829", "us-east-1"), KEYS),
        ],
        ids=lambda secret: type(secret).__name__,
    )
    def test_the_right_one(self, secret: object):
        for secrets in ({ACCESS_KEY_ID: secret}, lambda _: secret):
            assert ACCESS_KEY_ID == held(secrets=secrets).access_key_id

    @pytest.mark.parametrize("secret", ["another", ("one", "another"), Credentials("a", "b")])
    def test_another_one(self, secret: object):
        refused("signature", lambda: held(secrets={ACCESS_KEY_ID: secret}))

    @pytest.mark.parametrize(
        "secrets",
        [
            {},
            {ACCESS_KEY_ID: None},
            {ACCESS_KEY_ID: ()},
            lambda _: None,
            {ACCESS_KEY_ID: SigningKey.derive(KEYS, "20150829", "us-east-1")},
            {ACCESS_KEY_ID: SigningKey.derive(KEYS, "20150830", "eu-west-1")},
            {ACCESS_KEY_ID: SigningKey.derive(KEYS, "20150830", "us-east-1", "sts")},
        ],
    )
    def test_none(self, secrets: object):
        error = refused("access-key", lambda: held(secrets=secrets), UnknownAccessKeyError)
        assert ACCESS_KEY_ID == error.access_key_id

    @pytest.mark.parametrize(
        "secret, message",
        [
            ("", "^secret_access_key is empty; an access_key_id without a secret is unknown$"),
            (b"secret", "secret_access_key is of type bytes"),
            (0, "an access_key_id without a secret is unknown"),
            (["", SECRET], "an access_key_id without a secret is unknown"),
            ({"a": "b"}, "secret_access_key is of type dict"),
        ],
    )
    def test_what_is_none_is_the_fault_of_the_look_up(self, secret: object, message: str):
        with pytest.raises(InvalidRequestError, match=message):
            held(secrets={ACCESS_KEY_ID: secret})

    def test_what_is_no_look_up(self):
        message = (
            "^secrets is of type str; it must be a mapping of access key ids, or a callable that "
            "takes one$"
        )
        with pytest.raises(InvalidRequestError, match=message):
            held(secrets=SECRET)

    def test_a_look_up_is_asked_for_the_id(self):
        assert ACCESS_KEY_ID == held(secrets=SECRETS.get).access_key_id

    def test_the_secret_of_a_request_that_cannot_be_read_is_not_looked_up(self):
        asked = []
        with pytest.raises(MalformedError):
            held(url=PLAIN.url + "0", secrets=asked.append)
        with pytest.raises(ScopeMismatchError):
            held(sign(region="eu-west-1"), secrets=asked.append)
        assert asked == []

    def test_between_the_steps_it_may_be_awaited(self):
        async def look_up(access_key_id: str) -> str:
            await asyncio.sleep(0)
            return SECRETS[access_key_id]

        async def view() -> Verified:
            claim = VERIFIER.parse("GET", PLAIN.url, ())
            return VERIFIER.prove(claim, await look_up(claim.access_key_id), now=NOW)

        assert held() == asyncio.run(view())

    @pytest.mark.parametrize("secrets", [SECRETS, {}, {ACCESS_KEY_ID: (SECRET, "b", "c")}])
    def test_a_refusal_derives_a_key_whether_the_id_is_known_or_not(
        self, secrets: dict, monkeypatch: pytest.MonkeyPatch
    ):
        """Else a client could tell by the clock which ids exist, and which are in use."""
        verifier = Verifier("us-east-1")
        derived: list[str] = []

        def counted(*scope: str) -> bytes:
            derived.append(scope[0])
            return signing_key(*scope)

        monkeypatch.setattr(keys_module, "signing_key", counted)
        held(verifier=verifier)
        forged = PLAIN.url[:-64] + "0" * 64
        for _ in range(2):
            derived.clear()
            with pytest.raises(VerificationError):
                held(verifier=verifier, url=forged, secrets=secrets)
            assert 1 <= len(derived)


class TestKeptKeys:
    """A key is derived once for a scope, and only for what was genuine."""

    @pytest.fixture
    def derived(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
        scopes: list[tuple[str, ...]] = []

        def counted(*scope: str) -> bytes:
            scopes.append(scope)
            return signing_key(*scope)

        monkeypatch.setattr(keys_module, "signing_key", counted)
        return scopes

    def test_the_second_request_derives_nothing(self, derived: list):
        verifier = Verifier()
        held(verifier=verifier)
        derived.clear()
        held(sign("PUT"), verifier)
        assert derived == []
        held(sign(region="eu-west-1"), verifier)
        assert derived
        derived.clear()
        held(url=URL, headers=in_headers(), verifier=verifier)
        assert derived == [], "nor where the steps decide"

    def test_what_is_forged_is_not_kept(self, derived: list):
        verifier = Verifier()
        for _ in range(2):
            derived.clear()
            with pytest.raises(SignatureMismatchError):
                held(verifier=verifier, url=PLAIN.url[:-64] + "0" * 64)
            assert [SECRET] == [scope[0] for scope in derived]

    def test_another_secret_of_the_same_id_has_its_own(self):
        verifier = Verifier()
        held(verifier=verifier)
        with pytest.raises(SignatureMismatchError):
            held(verifier=verifier, secrets={ACCESS_KEY_ID: "rotated"})
        rotated = sign(credentials=Credentials(ACCESS_KEY_ID, "rotated"))
        held(rotated, verifier, {ACCESS_KEY_ID: "rotated"})
        with pytest.raises(SignatureMismatchError):
            held(rotated, verifier)

    def test_they_do_not_become_ever_more(self):
        verifier = Verifier()
        for number in range(1100):
            held(sign(region=f"r-{number}"), verifier)
        assert 0 < len(verifier.memory.keys) <= 1024


class TestSessionToken:
    """The token that belongs to the secret is needed, and no other is taken."""

    def test_the_right_one(self):
        held(sign(credentials=TEMPORARY), secrets=TEMPORARY_SECRETS)
        key = SigningKey.derive(TEMPORARY, "20150830", "us-east-1")
        held(sign(credentials=TEMPORARY), secrets={ACCESS_KEY_ID: key})

    @pytest.mark.parametrize(
        "signer, secret",
        [
            (KEYS, TEMPORARY),
            (TEMPORARY, KEYS),
            (TEMPORARY, SECRET),
            (Credentials(ACCESS_KEY_ID, SECRET, "other é"), TEMPORARY),
            (KEYS, SigningKey.derive(TEMPORARY, "20150830", "us-east-1")),
        ],
    )
    def test_none_or_another(self, signer: Credentials, secret: object):
        signed = sign(credentials=signer)
        refused("token", lambda: held(signed, secrets={ACCESS_KEY_ID: secret}), TokenMismatchError)

    def test_one_that_has_ended(self):
        ended = Credentials(ACCESS_KEY_ID, SECRET, TOKEN, expires_at=NOW + 60)
        signed = sign(credentials=TEMPORARY)
        held(signed, secrets={ACCESS_KEY_ID: ended}, now=NOW + 59)
        error = refused(
            "token-expired",
            lambda: held(signed, secrets={ACCESS_KEY_ID: ended}, now=NOW + 60),
            TokenExpiredError,
        )
        assert (NOW + 60, NOW + 60) == (error.expires_at, error.now)
        held(signed, secrets={ACCESS_KEY_ID: (ended, TEMPORARY)}, now=NOW + 60)
        first = Credentials(ACCESS_KEY_ID, SECRET, TOKEN, expires_at=0)
        error = refused("token-expired", lambda: held(signed, secrets={ACCESS_KEY_ID: first}))
        assert (0, NOW) == (error.expires_at, error.now)

    def test_in_headers(self):
        headers = in_headers(credentials=TEMPORARY)
        proof = held(headers=headers, url=URL, secrets=TEMPORARY_SECRETS)
        assert "x-amz-security-token" in proof.signed_headers
        assert "x-amz-security-token" not in dict(proof.headers), "an application has no use for it"
        refused("token", lambda: held(headers=headers, url=URL))


class TestScope:
    """One region and service, several, or any."""

    def test_several(self):
        verifier = Verifier(["us-east-1", "eu-west-1"], ("s3", "s3express"))
        held(sign(region="eu-west-1"), verifier)
        held(sign(service="s3express"), verifier)
        error = refused("scope-region", lambda: held(sign(region="r"), verifier))
        assert "expecting 'us-east-1 or eu-west-1'" in error.message
        refused("scope-service", lambda: held(sign(service="sts"), verifier))

    def test_any(self):
        held(sign(region="r", service="execute-api"), Verifier(service=None))
        refused("scope-service", lambda: held(sign(service="execute-api"), Verifier()))


class TestTime:
    """The clock is the verifier's."""

    @freeze_time("2015-08-30T12:36:00Z")
    def test_it_is_read(self):
        assert NOW + 3600 == held(now=None).expires_at
        assert NOW + 3600 == VERIFIER.prove(VERIFIER.parse("GET", PLAIN.url, ()), SECRET).expires_at

    def test_it_must_be_one(self):
        with pytest.raises(InvalidRequestError, match=r"^now is 'soon'"):
            VERIFIER.prove(VERIFIER.parse("GET", PLAIN.url, ()), SECRET, now="soon")

    def test_bounds(self):
        held(now=NOW + 3599)
        held(now=NOW - 900)
        refused("expired", lambda: held(now=NOW + 3600), ExpiredError)
        refused("not-yet-valid", lambda: held(now=NOW - 901), NotYetValidError)
        refused("not-yet-valid", lambda: held(verifier=Verifier(max_skew=0), now=NOW - 1))

    @pytest.mark.parametrize("skew", [0, 900])
    def test_what_is_signed_in_headers_counts_around_its_moment(self, skew: int):
        verifier = Verifier(max_skew=skew)
        for now in (NOW - skew, NOW, NOW + skew):
            proof = held(verifier=verifier, url=URL, headers=in_headers(), now=now)
            assert NOW + skew + 1 == proof.expires_at
        for now in (NOW - skew - 1, NOW + skew + 1):
            error = refused(
                "skewed",
                lambda now=now: held(verifier=verifier, url=URL, headers=in_headers(), now=now),
                TimeSkewedError,
            )
            assert (NOW, now, skew) == (error.signed_at, error.now, error.max_skew)

    @pytest.mark.parametrize("most", [600, timedelta(minutes=10)])
    def test_the_longest_life(self, most: object):
        verifier = Verifier(max_expires_in=most)
        held(sign(expires_in=600), verifier)
        error = refused("expires-maximum", lambda: held(sign(expires_in=601), verifier))
        assert isinstance(error, NotAllowedError)
        assert "less than 600 seconds" in error.message


class TestHosts:
    """Only the hosts that are served, and the bucket where they have it."""

    VERIFIER = Verifier(hosts=["s3.example.com", "*.s3.example.com", "[::1]:9000"])

    @pytest.mark.parametrize(
        "url, bucket, key",
        [
            ("https://s3.example.com/bucket/a/b", "bucket", "a/b"),
            ("https://S3.Example.com:443/bucket/a%20b", "bucket", "a b"),
            ("https://s3.example.com/bucket/", "bucket", ""),
            ("https://s3.example.com/bucket", "bucket", ""),
            ("https://s3.example.com/", "", ""),
            ("https://s3.example.com", "", ""),
            ("https://bucket.s3.example.com/a/b", "bucket", "a/b"),
            ("https://a.b.c.s3.example.com//a", "a.b.c", "/a"),
            ("http://[::1]:9000/bucket/a", "bucket", "a"),
        ],
    )
    def test_served(self, url: str, bucket: str, key: str):
        proof = held(sign(url=url), self.VERIFIER)
        assert (bucket, key) == (proof.bucket, proof.key)

    @pytest.mark.parametrize(
        "host",
        [
            "example.com",
            "s3.example.com:8443",
            "s3.example.com.",
            "bucket.s3.example.com:8443",
            ".s3.example.com",
            "xs3.example.com",
            "s3.example.com.evil.example",
            "[::1]",
        ],
    )
    def test_not_served(self, host: str):
        signed = sign(url=f"https://{host}/k")
        refused("host-served", lambda: held(signed, self.VERIFIER), NotAllowedError)

    def test_a_host_that_is_no_bucket(self):
        proof = held(sign(url="https://h/b/k"), Verifier(hosts="h"))
        assert ("b", "k") == (proof.bucket, proof.key)

    def test_a_host_that_is_a_bucket(self):
        verifier = Verifier(hosts={"cdn.example.com": "assets", "s3.example.com": ""})
        proof = held(sign(url="https://cdn.example.com/a/b"), verifier)
        assert ("assets", "a/b") == (proof.bucket, proof.key)
        proof = held(sign(url="https://s3.example.com/a/b"), verifier)
        assert ("a", "b") == (proof.bucket, proof.key)

    def test_a_proxy_in_front(self):
        verifier = Verifier(hosts="s3.example.com", host_header="X-Forwarded-Host")
        signed = sign(url="https://s3.example.com/b/k")
        target = signed.url.removeprefix("https://s3.example.com")
        headers = [("Host", "backend:8080"), ("X-Forwarded-Host", "s3.example.com")]
        assert "s3.example.com" == held(signed, verifier, url=target, headers=headers).host
        # Nobody is believed by default.
        refused("host-served", lambda: held(signed, Verifier(hosts="s3.example.com"), url=target,
                                            headers=headers))  # fmt: skip
        refused("signature", lambda: held(signed, Verifier(), url=target, headers=headers))
        # Without the header the host is the one that was asked for.
        held(signed, verifier)
        for lie in ("a, s3.example.com", "s3.example.com,s3.example.com"):
            refused("host", lambda lie=lie: held(signed, verifier, url=target,
                                                 headers=[("x-forwarded-host", lie)]))  # fmt: skip
        refused("host", lambda: held(signed, verifier, url=target, headers=headers[1:] * 2))
        refused("target", lambda: held(signed, verifier, url=target,
                                       headers=[("x-forwarded-host", "a/b")]))  # fmt: skip


class TestHostInUpperCase:
    """A host has no case: signed in lower case, or as it is sent."""

    @pytest.mark.parametrize("signed_as", ["localhost:8080", "LOCALHOST:8080"])
    def test_both_are_taken(self, signed_as: str):
        def claim(digits: str) -> Claim:
            target = (
                "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830"
                "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=60"
                f"&X-Amz-SignedHeaders=host&X-Amz-Signature={digits}"
            )
            return VERIFIER.parse("GET", target, {"Host": " LOCALHOST:8080 "})

        (given,) = [
            one
            for one in claim("0" * 64).readings()
            if f"\nhost:{signed_as}\n" in one.canonical_request
        ]
        key = signing_key(SECRET, "20150830", "us-east-1", "s3")
        genuine = claim(signature(key, given.string_to_sign))
        assert "localhost:8080" == VERIFIER.prove(genuine, SECRET, now=NOW).host
        assert "localhost:8080" == genuine.verify(SECRET, now=NOW).host
        refused("signature", lambda: VERIFIER.prove(genuine, "other", now=NOW))

    def test_one_reading_is_enough_for_most(self):
        claim = VERIFIER.parse("GET", PLAIN.url, ())
        assert [claim] == claim.readings()

    def test_head_by_a_url_for_get(self):
        verifier = Verifier(head_with_get=True)
        claim = verifier.parse("HEAD", PLAIN.url, {"Host": "Bucket.S3.amazonaws.com"})
        assert "HEAD" == verifier.prove(claim, SECRET, now=NOW).method


class TestDoor:
    """What the owner allows, be it genuine or not."""

    def test_methods(self):
        verifier = Verifier(methods=["get", "HEAD"])
        held(sign(), verifier)
        error = refused("method-served", lambda: held(sign("PUT"), verifier), NotAllowedError)
        assert (405, "MethodNotAllowed") == (error.status, error.code)
        held(sign(), Verifier(methods="GET"))

    def test_head_with_a_url_for_get(self):
        verifier = Verifier(head_with_get=True)
        proof = held(verifier=verifier, method="HEAD")
        assert "HEAD" == proof.method
        held(sign("HEAD"), verifier)
        refused("signature", lambda: held(sign("HEAD"), verifier, method="GET"))
        refused("signature", lambda: held(method="HEAD"))
        refused("signature", lambda: held(sign("PUT"), verifier, method="HEAD"))
        refused("method-served", lambda: held(
            verifier=Verifier(head_with_get=True, methods="GET"), method="HEAD"))  # fmt: skip

    def test_required_headers(self):
        verifier = Verifier(required_headers=["Content-Type"])
        signed = sign("PUT", headers={"content-type": "text/plain"})
        held(signed, verifier)
        refused("headers-required", lambda: held(sign("PUT"), verifier), NotAllowedError)
        two = Verifier(required_headers=["content-type", "content-md5"])
        error = refused("headers-required", lambda: held(sign("PUT"), two))
        assert "these must be signed: content-type, content-md5" == str(error)
        refused("headers-required", lambda: held(sign("PUT"), verifier, headers=signed.headers))

    def test_a_path_spelled_otherwise(self):
        verifier = Verifier(strict_path=True)
        signed = sign(url="https://h/b/a~b%20c")
        held(signed, verifier)
        other = signed.url.replace("~", "%7E")
        held(signed, url=other)
        error = refused("path-spelling", lambda: held(signed, verifier, url=other))
        assert isinstance(error, NotAllowedError)
        signed = sign(url="https://h/a//b/../c", service="execute-api")
        held(signed, Verifier(service=None))
        refused("path-spelling", lambda: held(signed, Verifier(service=None, strict_path=True)))

    def test_what_was_taken_back(self):
        asked: list[Claim] = []

        def revoked(claim: Claim) -> bool:
            asked.append(claim)
            return claim.signature == PLAIN.url[-64:] or claim.method == "DELETE"

        verifier = Verifier(revoked=revoked)
        held(sign("PUT"), verifier)
        refused("revoked", lambda: held(verifier=verifier), NotAllowedError)
        refused("revoked", lambda: held(sign("DELETE"), verifier), NotAllowedError)
        assert 3 == len(asked)
        with pytest.raises(SignatureMismatchError):
            held(verifier=verifier, url=PLAIN.url[:-64] + "0" * 64)
        assert 3 == len(asked), "of what is forged nobody is asked"


class TestMechanism:
    """One signature, in the URL or in the headers."""

    def test_in_headers(self):
        proof = held(method="PUT", url=URL, headers=in_headers("PUT", body=b"x"), body=b"x")
        assert ("header", "PUT", "/key.txt") == (proof.form, proof.method, proof.path)
        assert hashlib.sha256(b"x").hexdigest() == proof.payload_hash

    def test_none(self):
        for url in (URL, URL + "?versionId=a"):
            error = refused("signed", lambda url=url: held(url=url), MalformedError)
            assert (403, "AccessDenied") == (error.status, error.code)

    def test_both(self):
        error = refused("one-mechanism", lambda: held(headers=in_headers()))
        assert (400, "InvalidArgument") == (error.status, error.code)
        refused("one-mechanism", lambda: held(headers={"Authorization": "Bearer x"}))

    def test_of_version_2(self):
        refused("version-2", lambda: held(url=URL + "?AWSAccessKeyId=a&Signature=b&Expires=1"))
        refused("version-2", lambda: held(url=URL, headers={"Authorization": "AWS a:b"}))
        refused("one-mechanism", lambda: held(url=PLAIN.url + "&AWSAccessKeyId=a"))


class TestBody:
    """The caller's whole body, held against what is signed."""

    def test_of_a_presigned_url(self):
        held(sign("PUT"), body=b"any")
        digest = hashlib.sha256(b"body").hexdigest()
        signed = sign("PUT", headers={"X-Amz-Content-Sha256": digest})
        held(signed, body=b"body")
        error = refused("payload", lambda: held(signed, body=b"other"), PayloadMismatchError)
        assert (digest, hashlib.sha256(b"other").hexdigest()) == (error.stated, error.computed)
        refused("payload", lambda: held(signed, body=b""))

    def test_of_another_service(self):
        url = "https://api.example.com/things"
        headers = in_headers("POST", url, service="execute-api", body=b"{}")
        verifier = Verifier(service="execute-api")
        held(verifier=verifier, method="POST", url=url, headers=headers, body=b"{}")
        for body in (b"[]", b"", None):
            refused("signature", lambda body=body: held(
                verifier=verifier, method="POST", url=url, headers=headers, body=body))  # fmt: skip
        claim = verifier.parse("POST", url, headers, payload_hash=hashlib.sha256(b"{}").hexdigest())
        assert verifier.prove(claim, SECRET, now=NOW).region == "us-east-1"

    def test_of_another_service_that_is_told_its_hash(self):
        url = "https://api.example.com/things"
        verifier = Verifier(service="execute-api")
        headers = in_headers(
            "POST", url, service="execute-api", body=b"{}", add_content_sha256=True
        )
        held(verifier=verifier, method="POST", url=url, headers=headers, body=b"{}")
        refused("payload", lambda: held(
            verifier=verifier, method="POST", url=url, headers=headers, body=b"[]"))  # fmt: skip

    def test_of_another_service_that_leaves_it_open(self):
        url, sent = (
            "https://api.example.com/things",
            (("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),),
        )
        headers = in_headers("POST", url, sent, service="vpc-lattice-svcs")
        verifier = Verifier(service="vpc-lattice-svcs")
        for body in (None, b"", b"any"):
            held(verifier=verifier, method="POST", url=url, headers=headers, body=body)

    def test_in_any_type_of_bytes(self):
        headers = in_headers("PUT", body=b"abc")
        for body in (b"abc", bytearray(b"abc"), memoryview(b"abc"), memoryview(b"a-b-c")[::2]):
            held(method="PUT", url=URL, headers=headers, body=body)
        for body in ("abc", 5, [b"abc"]):
            with pytest.raises(InvalidRequestError, match="body is of type"):
                held(method="PUT", url=URL, headers=headers, body=body)
        api = in_headers("PUT", service="execute-api", body=b"abc")
        with pytest.raises(InvalidRequestError, match="body is of type str"):
            held(verifier=Verifier(service=None), method="PUT", url=URL, headers=api, body="abc")

    def test_as_it_arrives(self):
        proof = held(method="PUT", url=URL, headers=in_headers("PUT", body=b"abc"))
        payload = proof.payload()
        assert b"abc" == payload.feed(b"ab") + payload.feed(b"c") + payload.close()
        assert payload.trailers == ()
        payload = proof.payload()
        assert payload.feed(b"abd") == b"abd"
        refused("payload", payload.close)


class TestLimits:
    """How much is read; each limit at its bound and one above."""

    def limited(self, **limits: int) -> Verifier:
        return Verifier(limits=Limits(**limits))

    def test_target(self):
        held(verifier=self.limited(target=len(PLAIN.url)))
        error = refused(
            "limit-target",
            lambda: held(verifier=self.limited(target=len(PLAIN.url) - 1)),
            LimitExceededError,
        )
        assert 414 == error.status

    def test_headers(self):
        sent = [("Host", "bucket.s3.amazonaws.com"), ("A", "b")]
        size = sum(len(name) + len(value) for name, value in sent)
        for limits in ({"headers": 2}, {"header_bytes": size}):
            held(verifier=self.limited(**limits), headers=sent)
        for limits in ({"headers": 1}, {"header_bytes": size - 1}):
            verifier = self.limited(**limits)
            refused(
                "limit-headers",
                lambda verifier=verifier: held(verifier=verifier, headers=sent),
                LimitExceededError,
            )

    def test_signed_headers(self):
        signed = sign(headers={"A": "b"})
        held(signed, self.limited(signed_headers=2))
        refused("limit-signed-headers", lambda: held(signed, self.limited(signed_headers=1)))
        headers = in_headers(sent=(("A", "b"),))
        held(url=URL, headers=headers, verifier=self.limited(signed_headers=4))
        refused(
            "limit-signed-headers",
            lambda: held(url=URL, headers=headers, verifier=self.limited(signed_headers=3)),
        )

    @pytest.mark.parametrize("value", [0, -1, True, 1.5, "8192", None])
    def test_a_limit_must_be_one(self, value: object):
        with pytest.raises(InvalidRequestError, match="it must be an int of 1 or more"):
            Limits(target=value)


class TestSigningKey:
    """What stands for a secret where that is not to be."""

    KEY = signing_key(SECRET, "20150830", "us-east-1", "s3")

    @pytest.mark.parametrize(
        "arguments, message",
        [
            (
                (KEY[:31], "20150830", "us-east-1"),
                "^key must be the 32 bytes of a derived signing key$",
            ),
            ((KEY, "2015083X", "us-east-1"), "date is '2015083X'"),
            ((KEY.hex(), "20150830", "us-east-1"), "key must be the 32 bytes"),
            ((KEY, "2015083", "us-east-1"), "date is '2015083'"),
            ((KEY, 20150830, "us-east-1"), "date is 20150830"),
            ((KEY, "20150830", ""), "region is ''"),
            ((KEY, "20150830", "r", "a/b"), "service is 'a/b'"),
            ((KEY, "20150830", "r", "s3", ""), "session_token is empty"),
            ((KEY, "20150830", "r", "s3", None, "soon"), "expires_at is 'soon'"),
        ],
    )
    def test_it_must_be_one(self, arguments: tuple, message: str):
        with pytest.raises(InvalidRequestError, match=message):
            SigningKey(*arguments)

    def test_it_is_a_silent_value(self):
        ending = Credentials(ACCESS_KEY_ID, SECRET, TOKEN, expires_at=NOW)
        key = SigningKey.derive(ending, "20150830", "us-east-1")
        assert pickle.loads(pickle.dumps(key)) == key
        assert repr(key) == (
            "SigningKey(key=<hidden>, date='20150830', region='us-east-1', service='s3', "
            f"session_token=<hidden>, expires_at={NOW})"
        )
        refused("token-expired", lambda: held(sign(credentials=TEMPORARY), secrets={
            ACCESS_KEY_ID: key}))  # fmt: skip

    def test_its_refusals_derive_nothing_less(self):
        secrets = {ACCESS_KEY_ID: SigningKey(self.KEY, "20150830", "us-east-1")}
        held(secrets=secrets)
        refused("signature", lambda: held(url=PLAIN.url[:-64] + "0" * 64, secrets=secrets))


class TestSettings:
    """What a verifier is made with is checked when it is made."""

    @pytest.mark.parametrize(
        "settings, message",
        [
            ({"region": ""}, "region is ''"),
            ({"region": []}, "region is empty, which would refuse all"),
            ({"region": "us east"}, "region is 'us east'"),
            ({"region": 5}, "region is of type int"),
            ({"service": [""]}, "service is ''"),
            ({"hosts": []}, "hosts is empty"),
            ({"hosts": [""]}, "url has no host"),
            ({"hosts": "https://h"}, "port '//h' is not a number"),
            ({"hosts": [5]}, "^hosts has 5 or its bucket, which is no str$"),
            ({"hosts": ["*.@h"]}, "url has user info"),
            ({"hosts": {"h": None}}, "which is no str"),
            ({"methods": ["G T"]}, "methods has 'G T', which is no HTTP method"),
            ({"methods": []}, "methods is empty"),
            ({"max_expires_in": 0}, "max_expires_in is 0"),
            ({"max_expires_in": 604801}, "max_expires_in is 604801"),
            ({"max_skew": -1}, "max_skew is -1"),
            ({"required_headers": 5}, "required_headers is of type int"),
            ({"required_headers": ["a b"]}, "required_headers has 'a b'"),
            ({"host_header": "a b"}, "host_header has 'a b'"),
        ],
    )
    def test_refused(self, settings: dict, message: str):
        with pytest.raises(InvalidRequestError, match=message):
            Verifier(**settings)

    @pytest.mark.parametrize(
        "verifier",
        [VERIFIER, Verifier(service=None), Verifier("r", "s", hosts={"h": "b"}, methods="GET")],
    )
    def test_it_is_a_value(self, verifier: Verifier):
        other = pickle.loads(pickle.dumps(verifier))
        assert verifier == other
        assert hash(verifier) == hash(other)
        with pytest.raises(AttributeError, match="region is read-only"):
            verifier.region = ()

    def test_repr_shows_no_key(self):
        held()
        assert SECRET not in repr(VERIFIER)
        assert repr(VERIFIER).startswith("Verifier(region=('us-east-1',), service=('s3',), hosts=")


def test_headers_that_must_be_signed():
    refused("headers-signed", lambda: held(headers={"X-Amz-Acl": "a"}), HeadersNotSignedError)
    headers = [*in_headers(), ("X-Amz-Acl", "public-read")]
    refused("headers-signed", lambda: held(url=URL, headers=headers), HeadersNotSignedError)


@pytest.mark.parametrize(
    "host, path, expected",
    [
        ("bucket.s3.amazonaws.com", "/k", ("bucket", "k")),
        ("s3.amazonaws.com", "/bucket/k", ("bucket", "k")),
        ("s3.us-east-1.amazonaws.com", "/bucket/k", ("bucket", "k")),
        ("a.b.s3.eu-west-1.amazonaws.com", "/k", ("a.b", "k")),
        ("s3.s3.eu-west-1.amazonaws.com", "/k", ("s3", "k")),
        ("s3-files.s3.amazonaws.com:8443", "/k", ("s3-files", "k")),
        ("bucket.s3.dualstack.us-east-1.amazonaws.com", "/k", ("bucket", "k")),
        ("bucket.s3-accelerate.amazonaws.com", "/k", ("bucket", "k")),
        ("bucket.s3-us-west-2.amazonaws.com", "/k", ("bucket", "k")),
        ("bucket.s3.cn-north-1.amazonaws.com.cn", "/k", ("bucket", "k")),
        ("bucket.s3.eusc-de-east-1.amazonaws.eu", "/k", ("bucket", "k")),
        ("bucket.s3.us-east-1.api.aws", "/k", ("bucket", "k")),
        ("b--z--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", "/k", ("b--z--x-s3", "k")),
        ("a.b--z--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", "/k", ("a.b--z--x-s3", "k")),
        ("ap-123.s3-accesspoint.us-east-1.amazonaws.com", "/k", ("ap-123", "k")),
        ("ec2.us-east-1.amazonaws.com", "/a/k", ("a", "k")),
        ("localhost:9000", "/bucket/a/b", ("bucket", "a/b")),
        ("bucket.s3.example.com", "/a/b", ("a", "b")),
    ],
)
def test_where_the_bucket_stands_unless_the_hosts_are_said(
    host: str, path: str, expected: tuple[str, str]
):
    proof = held(sign(url=f"https://{host}{path}"), Verifier())
    assert expected == (proof.bucket, proof.key)
    elsewhere = held(sign(url=f"https://{host}{path}", service="sts"), Verifier(service="sts"))
    assert ("", "") == (elsewhere.bucket, elsewhere.key)
