"""What a caller may ask to be signed: each check returns the value to use, or says what is wrong.

An unsignable value must be refused here, because a signature over it would be refused by the
service with nothing but ``SignatureDoesNotMatch``.
"""

import time

from ._time import LAST_SECOND
from .errors import CredentialsError, InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta
    from typing import Any

    from .credentials import Credentials

    Headers = Mapping[str, str] | Iterable[tuple[str, str]]
    Moment = int | float | datetime
    Duration = int | timedelta

MAX_EXPIRES = 604800  # https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

# RFC 9110 section 5.6.2: what a method or a header name consists of.
_TCHAR = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# A region or service is a segment of the scope, and appears in host names.
_SCOPE_PART = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.~"
# Headers by which the signature itself travels; a second copy would be a second mechanism.
_OURS = frozenset(["authorization", "x-amz-date", "x-amz-security-token", "x-amz-s3session-token"])


def is_token(text: object) -> bool:
    """Return whether *text* can be an HTTP method or a header name."""
    return isinstance(text, str) and text != "" and not text.strip(_TCHAR)


def checked_method(method: str) -> str:
    """Return *method* in upper case, as every HTTP client sends it."""
    if not is_token(method):
        raise InvalidRequestError(f"method is {method!r}; it must be an HTTP method such as 'GET'")
    return method.upper()


def check_scope(region: object, service: object) -> None:
    """Refuse a *region* or *service* that cannot be part of a credential scope."""
    if not isinstance(region, str) or not region or region.strip(_SCOPE_PART):
        raise InvalidRequestError(
            f"region is {region!r}; it must be a non-empty name without '/' or blanks, "
            "such as 'us-east-1'"
        )
    if not isinstance(service, str) or not service or service.strip(_SCOPE_PART):
        raise InvalidRequestError(
            f"service is {service!r}; it must be a non-empty name without '/' or blanks, "
            "such as 's3'"
        )


def unix_seconds(name: str, moment: object) -> int:
    """Return *moment*, Unix seconds or an aware datetime, as whole Unix seconds, rounded down."""
    seconds: Any = moment
    if hasattr(seconds, "utcoffset"):  # duck-typed: importing datetime costs what hashlib costs
        if seconds.utcoffset() is None:
            raise InvalidRequestError(
                f"{name} is the naive datetime {moment}; give it a time zone, such as timezone.utc"
            )
        seconds = seconds.timestamp()
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        raise InvalidRequestError(
            f"{name} is {moment!r}; it must be Unix seconds or an aware datetime"
        )
    if not 0 <= seconds < LAST_SECOND + 1:  # also refuses NaN
        raise InvalidRequestError(f"{name} is {moment!r}; it must lie in the years 1970 to 9999")
    return int(seconds)


def whole_seconds(name: str, duration: object) -> int:
    """Return *duration*, int seconds or a timedelta, as int seconds from 1 to `MAX_EXPIRES`."""
    seconds: Any = duration
    if hasattr(seconds, "total_seconds"):
        exact = seconds.total_seconds()
        seconds = int(exact) if exact == int(exact) else duration
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        raise InvalidRequestError(f"{name} is {duration!r}; it must be whole seconds, as an int")
    if not 1 <= seconds <= MAX_EXPIRES:
        raise InvalidRequestError(
            f"{name} is {duration!r}; it must be 1 to {MAX_EXPIRES} seconds (seven days)"
        )
    return seconds


def check_not_ended(credentials: "Credentials", signed_at: int) -> None:
    """Refuse credentials that have ended at *signed_at*."""
    ends = credentials.expires_at
    if ends is not None and signed_at >= ends:
        raise CredentialsError(
            f"the credentials ended at {ends}; it is {signed_at} now (Unix seconds)"
        )


def lifetime(
    credentials: "Credentials",
    expires_in: "Duration",
    now: "Moment | None",
    round_to: "Duration | None",
    outlive: str,
) -> tuple[int, int]:
    """Return the moment of signing and the value of ``X-Amz-Expires``."""
    signed_at = unix_seconds("now", time.time() if now is None else now)
    expires = whole_seconds("expires_in", expires_in)
    if outlive not in ("shorten", "refuse"):
        raise InvalidRequestError(f"outlive is {outlive!r}; it must be 'shorten' or 'refuse'")
    check_not_ended(credentials, signed_at)
    ends = credentials.expires_at
    if round_to is not None:
        step = whole_seconds("round_to", round_to)
        if expires + step > MAX_EXPIRES:
            raise InvalidRequestError(
                f"expires_in is {expires_in!r}; with round_to={round_to!r} it must be at most "
                f"{MAX_EXPIRES - step} seconds, so that the URL can end as late as asked"
            )
        # Always by the whole step, so that the URL is the same throughout it.
        expires += step
        signed_at -= signed_at % step
    if ends is not None and signed_at + expires > ends:
        if outlive == "refuse":
            raise InvalidRequestError(
                f"expires_in is {expires_in!r}, but the credentials end "
                f"{ends - signed_at} seconds after the signing"
            )
        expires = ends - signed_at
    return signed_at, expires


def as_pairs(headers: "Headers") -> "Iterable[tuple[object, object]]":
    """Return the pairs of *headers*, a mapping or pairs."""
    given: Any = headers
    pairs: Iterable[tuple[object, object]] = given.items() if hasattr(given, "items") else given
    return pairs


def header_pairs(headers: "Headers") -> list[tuple[str, str]]:
    """Return *headers*, a mapping or pairs, as pairs that can be sent, values trimmed."""
    return [_header(name, value) for name, value in as_pairs(headers)]


def _header(name: object, value: object) -> tuple[str, str]:
    if not isinstance(name, str) or not is_token(name):
        raise InvalidRequestError(f"header name {name!r} is not an HTTP token (RFC 9110, 5.6.2)")
    if name.lower() in _OURS:
        raise InvalidRequestError(f"header {name!r} is made by the signer; leave it out")
    if not isinstance(value, str):
        raise InvalidRequestError(
            f"header {name!r} has a value of type {type(value).__name__}; it must be a str"
        )
    for character in value:
        code = ord(character)
        if (code < 32 and character != "\t") or code == 127 or 0xD800 <= code <= 0xDFFF:
            raise InvalidRequestError(
                f"header {name!r} holds the character U+{code:04X}, which no header can carry"
            )
    return name, value.strip(" \t")
