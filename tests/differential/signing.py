"""Our own side of every comparison: sign, and prove what was signed."""

from typing import Any

from sigv4presign import Presigned, Verified, parse_presigned, presign, sign_headers
from sigv4presign._percent import encode

from .requests import Request


def presigned(request: Request, layout: str, **settings: Any) -> Presigned:
    return presign(
        request.method,
        request.url,
        credentials=request.credentials,
        region=request.region,
        service=request.service,
        headers=request.headers,
        now=request.now,
        expires_in=request.expires_in,
        layout=layout,
        **settings,
    )


def authorized(request: Request, **settings: Any) -> dict[str, str]:
    """Return the headers that the header form adds, by lower-case name."""
    added = sign_headers(
        request.method,
        request.url,
        credentials=request.credentials,
        region=request.region,
        service=request.service,
        headers=request.headers,
        now=request.now,
        **settings,
    )
    return {name.lower(): value for name, value in added}


def proven(request: Request, signed: Presigned, **settings: Any) -> Verified:
    """Prove that *signed*, sent as it says, is *request* in the last second of its life."""
    claim = parse_presigned(signed.method, signed.url, signed.headers, **settings)
    proof = claim.verify(
        request.secret,
        now=request.now + request.expires_in - 1,
        region=request.region,
        service=request.service,
        session_token=request.token,
    )
    assert request.access_key_id == proof.access_key_id
    assert request.host == proof.host
    assert request.now + request.expires_in == proof.expires_at == signed.expires_at
    assert {name.lower() for name, _ in request.headers} | {"host"} == set(proof.signed_headers)
    in_order = sorted(request.query, key=lambda pair: (encode(pair[0]), encode(pair[1])))
    assert tuple(in_order) == proof.query
    return proof
