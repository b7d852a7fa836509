"""What each command does: settings gathered, one call into the library, the result printed."""

import argparse
import json
import sys
from collections.abc import Mapping
from urllib.parse import quote

from ..errors import (
    CredentialsError,
    InvalidRequestError,
    VerificationError,
)
from ..presigning import presign
from ..profiles import load_credentials, load_region
from ..verifier import Verifier
from ._demo import show_given, show_own
from ._output import print_link, utc


def presign_url(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Presign any request to any service."""
    region = arguments.region or load_region(environ, arguments.profile)
    if region is None:
        raise InvalidRequestError("no region: give --region, or set AWS_REGION")
    credentials = load_credentials(environ, arguments.profile)
    signed = presign(
        arguments.method,
        arguments.url,
        credentials=credentials,
        region=region,
        service=arguments.service,
        expires_in=arguments.expires_in,
        headers=arguments.headers,
        layout=arguments.layout,
        round_to=arguments.round_to,
        outlive=arguments.outlive,
    )
    print_link(signed, credentials, arguments)
    return 0


def verify(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Prove a presigned URL with the credentials at hand."""
    try:
        credentials = load_credentials(environ, arguments.profile)
    except CredentialsError as error:
        # Neither proven nor refused, so not the status of either.
        print(f"sigv4presign: {error}", file=sys.stderr)
        return 2
    try:
        proof = Verifier(arguments.region, arguments.service).verify(
            arguments.method,
            arguments.url,
            arguments.headers,
            {credentials.access_key_id: credentials},
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
            f"until {utc(proof.expires_at)}"
        )
    return 0


def demonstrate(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Upload, download, post a form and be refused, on a store of its own or on a given one."""
    if arguments.endpoint_url is None:
        return 0 if show_own(arguments.bucket) else 1
    credentials = load_credentials(environ)
    region = load_region(environ) or "us-east-1"
    return 0 if show_given(credentials, region, arguments.endpoint_url, arguments.bucket) else 1
