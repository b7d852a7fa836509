"""The AWS Common Runtime: the query form and the header form, byte against byte.

It is asked what botocore cannot be: repeated parameters, every mixture of the path's rules, an
unsigned session token, any payload hash, blanks that only Unicode calls so. What it is not asked:

- Another spelling of the query than the canonical one: it prints the caller's, and signs a ``+``
  as ``%2B``, where every store and every other SDK but JavaScript's reads a blank.
- A bare ``:/`` in a path, which RFC 3986 allows: it takes that for the end of a scheme and refuses
  it as malformed. It is spelled ``%3A/`` here.
- ``X-Amz-Content-Sha256`` among the headers: it wants that as a setting, as here.
"""

import hashlib
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from awscrt import auth, http
from awscrt import io as crt_io
from hypothesis import given
from hypothesis import strategies as st

from .features import Tally
from .requests import Request, request, seeded
from .signing import authorized, presigned, proven
from .strategies import BINARY, requests

NOT_ASKED = {"header: payload"}
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
EMPTY_PAYLOAD_HASH = hashlib.sha256(b"").hexdigest()


class Rules(NamedTuple):
    """Settings of the signer; None is the service's own rule."""

    normalize_path: bool | None = None
    double_encode_path: bool | None = None
    sign_session_token: bool = True

    def of(self, request: Request) -> tuple[bool, bool]:
        normalize, double_encode = self[:2]
        return (
            not request.s3 if normalize is None else normalize,
            not request.s3 if double_encode is None else double_encode,
        )


ALL_RULES = [
    Rules(*rules) for rules in product((None, False, True), (None, False, True), (True, False))
]


def configuration(request: Request, rules: Rules, **settings: Any) -> auth.AwsSigningConfig:
    normalize, double_encode = rules.of(request)
    express = request.service == "s3express" and request.token
    kinds = auth.AwsSigningAlgorithm
    return auth.AwsSigningConfig(
        algorithm=kinds.V4_S3EXPRESS if express else kinds.V4,
        credentials_provider=auth.AwsCredentialsProvider.new_static(
            request.access_key_id, request.secret, request.token
        ),
        region=request.region,
        service=request.service,
        date=request.moment,
        use_double_uri_encode=double_encode,
        should_normalize_uri_path=normalize,
        omit_session_token=not rules.sign_session_token,
        **settings,
    )


def made(request: Request, body: bytes = b"") -> http.HttpRequest:
    headers = http.HttpHeaders([("Host", request.host), *request.headers])
    return http.HttpRequest(
        request.method, request.target, headers, crt_io.InputStream(BytesIO(body))
    )


def url_of(request: Request, rules: Rules, payload: str) -> str:
    config = configuration(
        request,
        rules,
        signature_type=auth.AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS,
        signed_body_value=payload,
        signed_body_header_type=auth.AwsSignedBodyHeaderType.NONE,
        expiration_in_seconds=request.expires_in,
    )
    return request.origin + auth.aws_sign_request(made(request), config).result(10).path


def headers_of(request: Request, rules: Rules, body: bytes) -> dict[str, str]:
    kinds = auth.AwsSignedBodyHeaderType
    config = configuration(
        request,
        rules,
        signature_type=auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
        signed_body_header_type=kinds.X_AMZ_CONTENT_SHA_256 if request.s3 else kinds.NONE,
    )
    signed = auth.aws_sign_request(made(request, body), config).result(10)
    given = {"host", *[name.lower() for name, _ in request.headers]}
    return {name.lower(): value for name, value in signed.headers if name.lower() not in given}


def without_bare_colon(request: Request) -> Request:
    return replace(request, spelled_path=request.spelled_path.replace(":/", "%3A/"))


def as_it_is_asked(request: Request, rules: Rules) -> Request:
    """Return *request* as a signer that does not respell must be given it.

    A path that is encoded twice is signed as the caller spells it, any other as its bytes.
    """
    path = request.spelled_path
    if not rules.of(request)[1]:
        path = quote(unquote_to_bytes(path), safe="/~")
    return replace(request, path=path)


def compare_urls(request: Request, rules: Rules, payload: str | None):
    request = without_bare_colon(request)
    settings = {**rules._asdict(), "payload_hash": payload}
    signed = presigned(request, "crt", **settings)
    expected = payload or (UNSIGNED_PAYLOAD if request.s3 else EMPTY_PAYLOAD_HASH)
    assert url_of(as_it_is_asked(request, rules), rules, expected) == signed.url
    proven(request, signed, **settings)


def compare_headers(request: Request, rules: Rules, body: bytes):
    request = without_bare_colon(request)
    expected = headers_of(as_it_is_asked(request, rules), rules, body)
    assert expected == authorized(request, body=body, **rules._asdict())


def test_2000_urls():
    rng, tally, combinations = seeded(20), Tally(), Counter()
    while tally.compared < 2000:
        request_ = request(rng, stated_payload=False)
        rules = rng.choice(ALL_RULES + [Rules()] * 9)
        payload = rng.choice((None, None, UNSIGNED_PAYLOAD, EMPTY_PAYLOAD_HASH, "0f" * 32))
        compare_urls(request_, rules, payload)
        tally.add(request_)
        combinations[rules, payload] += 1
    assert tally.rare() == NOT_ASKED
    assert len(combinations) == 4 * len(ALL_RULES)


@given(
    requests(),
    st.sampled_from(ALL_RULES),
    st.sampled_from([None, UNSIGNED_PAYLOAD, "0f" * 32]),
)
def test_any_url(request_: Request, rules: Rules, payload: str | None):
    compare_urls(request_, rules, payload)


def test_1500_authorization_headers():
    rng, tally, rules_met = seeded(21), Tally(), Counter()
    while tally.compared < 1500:
        request_ = request(rng, stated_payload=False)
        rules = rng.choice(ALL_RULES + [Rules()] * 9)
        compare_headers(request_, rules, rng.randbytes(rng.randrange(40)))
        tally.add(request_)
        rules_met[rules] += 1
    assert tally.rare() == NOT_ASKED
    assert len(rules_met) == len(ALL_RULES)


@given(requests(), st.sampled_from(ALL_RULES), BINARY)
def test_any_authorization_header(request_: Request, rules: Rules, body: bytes):
    compare_headers(request_, rules, body)
