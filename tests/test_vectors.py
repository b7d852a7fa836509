"""Every published vector and every edge case, each stage compared, by the steps and by the face."""

from urllib.parse import quote

import pytest

from sigv4presign import (
    Credentials,
    parse_authorization,
    parse_presigned,
    presign,
    sign_headers,
)
from sigv4presign._percent import encode
from sigv4presign._time import format_amz_date
from sigv4presign.canonical import (
    EMPTY_PAYLOAD_HASH,
    S3_SERVICES,
    UNSIGNED_PAYLOAD,
    canonical_headers,
    canonical_query,
    canonical_request,
    canonical_uri,
    path_rules,
    query_pairs,
)
from sigv4presign.signing import (
    ALGORITHM,
    credential_scope,
    signature,
    signing_key,
    string_to_sign,
)

from .vectors import Case, cases, document

SUITE_QUERY = cases("aws_suite_query", 38)
SUITE_HEADER = cases("aws_suite_header", 38)
DOCUMENTATION = cases("documentation", 7)
EDGE_CASES = cases("edge_cases", 88)
ALL = [*SUITE_QUERY, *SUITE_HEADER, *DOCUMENTATION, *EDGE_CASES]
QUERY = [case for case in ALL if case.kind == "query"]
HEADER = [case for case in ALL if case.kind == "header"]


def test_no_case_is_left_out():
    assert (len(QUERY), len(HEADER)) == (38 + 2 + 84, 38 + 5 + 4)


def name_of(case: Case) -> str:
    return case.name


def host_and_others(case: Case) -> tuple[str, list[tuple[str, str]]]:
    host = next(value for name, value in case.headers if name.lower() == "host")
    return host, [pair for pair in case.headers if pair[0].lower() != "host"]


def credentials_of(case: Case) -> Credentials:
    return Credentials(**case.credentials)


def stages(case: Case, query: list[tuple[str, str]], headers: list[tuple[str, str]], payload: str):
    """Compare the steps, from the first to the last, with what AWS's implementations print."""
    path = case.target.partition("?")[0]
    normalize, double_encode = path_rules(
        case.service, case.normalize_path, case.double_encode_path
    )
    uri = canonical_uri(path, normalize=normalize, double_encode=double_encode)
    lines, signed_headers = canonical_headers(headers)
    amz_date = format_amz_date(case.now)
    request = canonical_request(
        case.method, uri, canonical_query(query), lines, signed_headers, payload
    )
    to_sign = string_to_sign(
        amz_date, credential_scope(amz_date[:8], case.region, case.service), request
    )
    key = signing_key(
        case.credentials["secret_access_key"], amz_date[:8], case.region, case.service
    )

    expected = case.expected["canonical_request"].split("\n")
    assert expected[0] == case.method
    assert expected[1] == uri
    assert expected[2] == canonical_query(query)
    assert "\n".join(expected[3:-2]) == lines
    assert expected[-2] == signed_headers
    assert expected[-1] == payload
    assert case.expected["canonical_request"] == request
    assert case.expected["string_to_sign"] == to_sign
    assert case.expected["signature"] == signature(key, to_sign)


@pytest.mark.parametrize("case", QUERY, ids=name_of)
def test_stages_of_the_query_form(case: Case):
    amz_date = format_amz_date(case.now)
    scope = credential_scope(amz_date[:8], case.region, case.service)
    _, signed_headers = canonical_headers(case.headers)
    query = query_pairs(case.target.partition("?")[2]) + [
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Credential", encode(f"{case.credentials['access_key_id']}/{scope}")),
        ("X-Amz-Date", amz_date),
        ("X-Amz-Expires", str(case.expires_in)),
        ("X-Amz-SignedHeaders", encode(signed_headers)),
    ]
    token = case.credentials.get("session_token")
    if token and case.sign_session_token:
        kind = "S3session" if case.service == "s3express" else "Security"
        query.append((f"X-Amz-{kind}-Token", encode(token)))
    default = UNSIGNED_PAYLOAD if case.service in S3_SERVICES else EMPTY_PAYLOAD_HASH

    stages(case, query, case.headers, case.payload_hash or default)


@pytest.mark.parametrize("case", HEADER, ids=name_of)
def test_stages_of_the_header_form(case: Case):
    payload = case.expected["canonical_request"][-64:]
    added = [("X-Amz-Date", format_amz_date(case.now))]
    token = case.credentials.get("session_token")
    if token and case.sign_session_token:
        added.append(("X-Amz-Security-Token", token))
    if path_or(case.add_content_sha256, case.service in S3_SERVICES):
        added.append(("X-Amz-Content-Sha256", payload))

    stages(case, query_pairs(case.target.partition("?")[2]), [*case.headers, *added], payload)


def path_or(given: bool | None, default: bool) -> bool:
    return default if given is None else given


def sendable(case: Case) -> dict:
    """Return the arguments of the public face that send what *case* describes.

    Four requests of the suite cannot stand in a request line or a header as they are: a raw blank
    and raw UTF-8 in the target, a line end in a value. They are sent percent-encoded and folded,
    and since the suite then encodes once more, that is told not to happen twice.
    """
    host, headers = host_and_others(case)
    target = quote(case.target, safe="/?&=%~!$'()*+,;:@#")
    arguments = {
        "url": (case.origin or f"https://{host}") + target,
        "headers": [(name, " ".join(value.split("\n"))) for name, value in headers],
        "normalize_path": case.normalize_path,
        "double_encode_path": case.double_encode_path,
    }
    if target.partition("?")[0] != case.target.partition("?")[0]:
        arguments["double_encode_path"] = False
    return {
        **arguments,
        "method": case.method,
        "credentials": credentials_of(case),
        "region": case.region,
        "service": case.service,
        "now": case.now,
        "payload_hash": case.payload_hash,
        "sign_session_token": case.sign_session_token,
    }


@pytest.mark.parametrize("case", QUERY, ids=name_of)
def test_presign(case: Case):
    arguments = sendable(case)
    signed = presign(**arguments, expires_in=case.expires_in, layout=case.expected["layout"])

    assert quote(case.expected["url"], safe="/:?&=%~!$'()*+,;@#[]") == signed.url
    assert case.now + case.expires_in == signed.expires_at


@pytest.mark.parametrize("case", QUERY, ids=name_of)
def test_the_published_url_is_proven(case: Case):
    arguments = sendable(case)
    claim = parse_presigned(
        case.method,
        quote(case.expected["url"], safe="/:?&=%~!$'()*+,;@#[]"),
        arguments["headers"],
        payload_hash=case.payload_hash,
        normalize_path=case.normalize_path,
        double_encode_path=arguments["double_encode_path"],
        sign_session_token=case.sign_session_token,
    )
    assert case.expected["canonical_request"] == claim.canonical_request
    assert case.expected["string_to_sign"] == claim.string_to_sign

    proof = claim.verify(
        case.credentials["secret_access_key"],
        now=case.now,
        region=case.region,
        service=case.service,
    )
    assert case.credentials["access_key_id"] == proof.access_key_id
    assert case.now + case.expires_in == proof.expires_at


@pytest.mark.parametrize("case", HEADER, ids=name_of)
def test_sign_headers(case: Case):
    added = sign_headers(
        **sendable(case),
        body=case.body.encode(),
        add_content_sha256=case.add_content_sha256,
    )
    assert case.expected["authorization"] == dict(added)["Authorization"]


@pytest.mark.parametrize("case", HEADER, ids=name_of)
def test_the_published_header_is_proven(case: Case):
    arguments = sendable(case)
    host, _ = host_and_others(case)
    payload = case.expected["canonical_request"][-64:]
    sent = [("Host", host), *arguments["headers"], ("X-Amz-Date", format_amz_date(case.now))]
    token = case.credentials.get("session_token")
    if token:
        sent.append(("X-Amz-Security-Token", token))
    if path_or(case.add_content_sha256, case.service in S3_SERVICES):
        sent.append(("X-Amz-Content-Sha256", payload))
    sent.append(("Authorization", case.expected["authorization"]))
    claim = parse_authorization(
        case.method,
        arguments["url"],
        sent,
        payload_hash=payload,
        normalize_path=case.normalize_path,
        double_encode_path=arguments["double_encode_path"],
        sign_session_token=case.sign_session_token,
    )
    assert case.expected["canonical_request"] == claim.canonical_request
    assert case.expected["string_to_sign"] == claim.string_to_sign

    proof = claim.verify(
        case.credentials["secret_access_key"],
        now=case.now,
        region=case.region,
        service=case.service,
        session_token=token,
    )
    assert ("header", payload) == (proof.form, proof.payload_hash)


@pytest.mark.parametrize(
    "entry", document("documentation")["signing_keys"], ids=lambda e: e["date"]
)
def test_signing_key(entry: dict):
    key = signing_key(entry["secret_access_key"], entry["date"], entry["region"], entry["service"])
    assert entry["expected"] == key.hex()
