"""How a URL is printed: plain, as a curl command, or as JSON; remarks go to standard error."""

import argparse
import json
import sys
from datetime import datetime, timezone

from ..credentials import Credentials
from ..presigned import Presigned


def print_link(signed: Presigned, credentials: Credentials, arguments: argparse.Namespace) -> None:
    """Print *signed* in the form that *arguments* ask for."""
    if signed.expires_at == credentials.expires_at:
        remark(f"the URL ends with its credentials, {utc(signed.expires_at)}")
    if arguments.json:
        print(json.dumps(_as_data(signed), indent=2))
    elif arguments.curl:
        print(signed.curl())
    else:
        print(signed.url)
        if signed.headers:
            names = ", ".join([name for name, _ in signed.headers])
            remark(f"send these headers with it: {names}")


def remark(text: str) -> None:
    """Print *text* where it is not part of the result."""
    print(f"sigv4presign: {text}", file=sys.stderr)


def _as_data(signed: Presigned) -> dict[str, object]:
    return {
        "method": signed.method,
        "url": signed.url,
        "headers": _merged(signed.headers),
        "expires_at": signed.expires_at,
        "expires": utc(signed.expires_at),
    }


def _merged(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    # One header with a comma between the values is signed as the repeated one is: RFC 9110, 5.3.
    merged: dict[str, str] = {}
    for name, value in headers:
        merged[name] = f"{merged[name]},{value}" if name in merged else value
    return merged


def utc(seconds: int) -> str:
    """Return *seconds* since 1970 as a date and a time of day."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
