"""What each command does: settings gathered, one call into the library, the result printed."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime, timezone
from urllib.parse import quote

from .._percent import encode
from ..canonical import join_query
from ..errors import (
    CredentialsError,
    InvalidRequestError,
    UnknownAccessKeyError,
    VerificationError,
)
from ..presigning import Presigned, presign
from ..profiles import load_credentials, load_endpoint_url, load_region
from ..verification import parse_presigned
from ._demo import EXAMPLE, show
from ._objects import object_url, utf8


def presign_object(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Presign a request for an object of S3 or a store like it."""
    region = arguments.region or load_region(environ, arguments.profile) or "us-east-1"
    endpoint_url = arguments.endpoint_url or load_endpoint_url(environ, arguments.profile)
    url = object_url(arguments.object, region, endpoint_url)
    if arguments.query:
        url += "?" + join_query(
            [(encode(utf8(name)), encode(utf8(value))) for name, value in arguments.query]
        )
    return _presign(arguments, environ, url, region, "s3")


def presign_url(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Presign any request to any service."""
    region = arguments.region or load_region(environ, arguments.profile)
    if region is None:
        raise InvalidRequestError("no region: give --region, or set AWS_REGION")
    return _presign(arguments, environ, arguments.url, region, arguments.service)


def _presign(
    arguments: argparse.Namespace, environ: Mapping[str, str], url: str, region: str, service: str
) -> int:
    credentials = load_credentials(environ, arguments.profile)
    signed = presign(
        arguments.method,
        url,
        credentials=credentials,
        region=region,
        service=service,
        expires_in=arguments.expires_in,
        headers=arguments.headers,
        layout=arguments.layout,
        round_to=arguments.round_to,
        outlive=arguments.outlive,
    )
    if signed.expires_at == credentials.expires_at:
        print(
            f"sigv4presign: the URL ends with its credentials, {_utc(signed.expires_at)}",
            file=sys.stderr,
        )
    if arguments.json:
        print(json.dumps(_as_data(signed), indent=2))
    elif arguments.curl:
        print(signed.curl())
    else:
        print(signed.url)
        if signed.headers:
            names = ", ".join([name for name, _ in signed.headers])
            print(f"sigv4presign: send these headers with it: {names}", file=sys.stderr)
    return 0


def _as_data(signed: Presigned) -> dict[str, object]:
    return {
        "method": signed.method,
        "url": signed.url,
        "headers": _merged(signed.headers),
        "expires_at": signed.expires_at,
        "expires": _utc(signed.expires_at),
    }


def _merged(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    # One header with a comma between the values is signed as the repeated one is: RFC 9110, 5.3.
    merged: dict[str, str] = {}
    for name, value in headers:
        merged[name] = f"{merged[name]},{value}" if name in merged else value
    return merged


def verify(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Prove a presigned URL with the credentials at hand."""
    try:
        credentials = load_credentials(environ, arguments.profile)
    except CredentialsError as error:
        # Neither proven nor refused, so not the status of either.
        print(f"sigv4presign: {error}", file=sys.stderr)
        return 2
    try:
        claim = parse_presigned(arguments.method, arguments.url, arguments.headers)
        if claim.access_key_id != credentials.access_key_id:
            raise UnknownAccessKeyError(claim.access_key_id)
        proof = claim.verify(
            credentials.secret_access_key,
            region=arguments.region,
            service=arguments.service,
            session_token=credentials.session_token,
        )
    except VerificationError as error:
        print(f"sigv4presign: refused, {error.code}: {error}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(proof.to_dict(), indent=2))
    else:
        path = quote(proof.path, safe="/~", errors="surrogateescape")
        print(
            f"genuine: {proof.method} {proof.host}{path} by {proof.access_key_id} "
            f"until {_utc(proof.expires_at)}"
        )
    return 0


def demonstrate(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Make, prove, alter and refuse a URL; use it, if there is a store to use it on."""
    if arguments.endpoint_url is None:
        credentials, region = EXAMPLE, "us-east-1"
    else:
        credentials = load_credentials(environ)
        region = load_region(environ) or "us-east-1"
    return 0 if show(credentials, region, arguments.endpoint_url, arguments.bucket) else 1


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
