"""The public face as a type checker sees it: read by mypy and pyright, never run."""

import http.client
from datetime import datetime, timedelta, timezone

from sigv4presign import (
    Claim,
    Credentials,
    Presigned,
    Verified,
    parse_presigned,
    presign,
    sign_headers,
)

credentials = Credentials("AKIDEXAMPLE", "secret", "token", expires_at=1700000000)
identity: str = credentials.access_key_id
token: str | None = credentials.session_token
ends: int | None = credentials.expires_at

link: Presigned = presign(
    "GET",
    "https://bucket.s3.amazonaws.com/key",
    credentials=credentials,
    region="us-east-1",
    service="s3",
    expires_in=timedelta(hours=1),
    headers={"Range": "bytes=0-9"},
    now=datetime.now(timezone.utc),
    payload_hash=None,
    layout="sorted",
    normalize_path=None,
    double_encode_path=False,
    sign_session_token=True,
    round_to=300,
    outlive="refuse",
)
text: str = str(link) + link.url + link.method + link.curl()
send: tuple[tuple[str, str], ...] = link.headers
until: int = link.expires_at

added: list[tuple[str, str]] = sign_headers(
    "POST",
    "https://sts.us-east-1.amazonaws.com/",
    credentials=credentials,
    region="us-east-1",
    service="sts",
    headers=[("Content-Type", "application/x-www-form-urlencoded")],
    body=b"Action=GetCallerIdentity",
    now=1700000000.5,
)

received: http.client.HTTPMessage = http.client.HTTPMessage()
also: Claim = parse_presigned("GET", "/key", received)
sign_headers(
    "PUT", "https://h/", credentials=credentials, region="r", service="s3", body=bytearray(b"")
)

claim: Claim = parse_presigned("GET", link.url, link.headers)
proof: Verified = claim.verify("secret", now=1700000000, region="us-east-1", service="s3")
name: str = claim.access_key_id
lines: str = claim.canonical_request + claim.string_to_sign
query: tuple[tuple[str, str], ...] = proof.query
