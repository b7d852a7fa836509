"""What a caller may ask to be signed: each check returns the value to use, or says what is wrong.

An unsignable value must be refused here, because a signature over it would be refused by the
service with nothing but ``SignatureDoesNotMatch``.
"""

import time

from ._time import LAST_SECOND
from .errors import CredentialsError, InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta
    from typing import Any, Protocol, TypeGuard

    from .credentials import Credentials

    class Items(Protocol):
        """A dict, or the headers of a framework, of `http.server` or of `email.message`."""

        def items(self) -> Iterable[tuple[str, str]]: ...

    Headers = Items | Iterable[tuple[str, str]]
    Moment = int | float | datetime
    Duration = int | timedelta

MAX_EXPIRES = 604800  # https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
MAX_SKEW = 900  # seconds that clocks may differ; what S3 allows

# RFC 9110 section 5.6.2: what a method or a header name consists of.
_TCHAR = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VISIBLE = _TCHAR + ' "(),/:;<=>?@[\\]{}'  # ASCII's printable characters
# A region or service is a segment of the scope, and appears in host names.
_SCOPE_PART = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.~"
# Headers by which the signature itself travels; a second copy would be a second mechanism.
_OURS = frozenset(["authorization", "x-amz-date", "x-amz-security-token", "x-amz-s3session-token"])


def shown(value: object) -> str:
    """Return *value* as a message names it: its repr, and not more of it than helps."""
    if isinstance(value, int) and abs(value) > 10**30:
        return "a number of more than 30 digits"  # whose digits Python may refuse to print
    # Cut before, too: whoever sends long texts is to cost no more than short ones.
    text = repr(value[:201] if type(value) is str else value)
    return text if len(text) <= 200 else text[:200] + "…"


def exact(text: str) -> str:
    """Return *text* as exactly a `str`: an enumeration of strings may format as its name."""
    return text if type(text) is str else str.__str__(text)


def is_token(text: object) -> "TypeGuard[str]":
    """Return whether *text* can be an HTTP method or a header name."""
    return isinstance(text, str) and text != "" and not text.strip(_TCHAR)


def line(name: str) -> str:
    """Return *name* as a log shows it, of which a line end in a name must not make two lines."""
    return name if is_token(name) else shown(name)


def checked_method(method: str) -> str:
    """Return *method* in upper case, as every HTTP client sends it."""
    if not is_token(method):
        raise InvalidRequestError(
            f"method is {shown(method)}; it must be an HTTP method such as 'GET'"
        )
    return exact(method).upper()


def checked_scope_part(name: str, part: object) -> str:
    """Return *part*, the *name* (region or service) of a credential scope."""
    if not is_scope_part(part):
        raise InvalidRequestError(
            f"{name} is {shown(part)}; it must be a non-empty name without '/' or blanks, "
            f"such as {'us-east-1' if name == 'region' else 's3'!r}"
        )
    return exact(part)


def is_scope_part(part: object) -> "TypeGuard[str]":
    """Return whether *part* can be a region or service of a credential scope."""
    return isinstance(part, str) and part != "" and not part.strip(_SCOPE_PART)


def unix_seconds(name: str, moment: object) -> int:
    """Return *moment*, Unix seconds or an aware datetime, as whole Unix seconds, rounded down."""
    seconds: Any = moment
    # Duck-typed: importing datetime costs what hashlib costs.
    if hasattr(seconds, "utcoffset") and hasattr(seconds, "timestamp"):
        if seconds.utcoffset() is None:
            raise InvalidRequestError(
                f"{name} is the naive datetime {moment}; give it a time zone, such as timezone.utc"
            )
        seconds = seconds.timestamp()
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        raise InvalidRequestError(
            f"{name} is {shown(moment)}; it must be Unix seconds or an aware datetime"
        )
    if not 0 <= seconds < LAST_SECOND + 1:  # also refuses NaN
        raise InvalidRequestError(
            f"{name} is {shown(moment)}; it must lie in the years 1970 to 9999"
        )
    return int(seconds)


def whole_seconds(name: str, duration: object) -> int:
    """Return *duration*, int seconds or a timedelta, as int seconds from 1 to `MAX_EXPIRES`."""
    seconds: Any = duration
    if hasattr(seconds, "total_seconds"):
        exactly = seconds.total_seconds()
        seconds = int(exactly) if exactly == int(exactly) else duration
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        raise InvalidRequestError(
            f"{name} is {shown(duration)}; it must be whole seconds, as an int"
        )
    if not 1 <= seconds <= MAX_EXPIRES:
        raise InvalidRequestError(
            f"{name} is {shown(duration)}; it must be 1 to {MAX_EXPIRES} seconds (seven days)"
        )
    return int(seconds)  # an enumeration of int would be written by its name


def check_skew(max_skew: object) -> None:
    """Refuse a *max_skew* that is no number of seconds."""
    # NaN would compare as never too far ahead.
    if not isinstance(max_skew, int) or isinstance(max_skew, bool) or max_skew < 0:
        raise InvalidRequestError(f"max_skew is {shown(max_skew)}; it must be seconds, as an int")


def check_not_ended(credentials: "Credentials", signed_at: int) -> None:
    """Refuse credentials that have ended at *signed_at*."""
    ends = credentials.expires_at
    if ends is not None and signed_at >= ends:
        raise CredentialsError(
            f"the credentials ended at {ends}; it is {signed_at} now (Unix seconds)"
        )


def check_outlive(outlive: object) -> None:
    """Refuse an *outlive* that is no choice."""
    if outlive not in ("shorten", "refuse"):
        raise InvalidRequestError(f"outlive is {shown(outlive)}; it must be 'shorten' or 'refuse'")


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
    check_outlive(outlive)
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


def as_pairs(headers: "Headers | None", what: str = "headers") -> list[tuple[object, object]]:
    """Return the pairs of *headers*, a mapping or pairs, called *what*; none for None."""
    given: Any = headers or ()
    if hasattr(given, "items"):
        given = given.items()
    try:
        return [(name, value) for name, value in given]
    except (TypeError, ValueError):
        pass
    raise InvalidRequestError(f"{what} must be a mapping, or pairs of a name and a value")


def header_pairs(headers: "Headers | None") -> list[tuple[str, str]]:
    """Return *headers*, a mapping or pairs, as pairs that can be sent, values trimmed."""
    return [_header(name, value) for name, value in as_pairs(headers)]


def bad_character(value: str) -> "str | None":
    """Return the first character of *value* that no header can carry, as ``U+000A``, or None."""
    if not value.strip(_VISIBLE):
        return None  # at C speed what is true of nearly all
    for character in value:
        code = ord(character)
        if (code < 32 and code != 9) or code == 127 or 0xD800 <= code <= 0xDFFF:
            return f"U+{code:04X}"
    return None


def _header(name: object, value: object) -> tuple[str, str]:
    if not is_token(name):
        raise InvalidRequestError(
            f"header name {shown(name)} is not an HTTP token (RFC 9110, 5.6.2)"
        )
    if name.lower() in _OURS:
        raise InvalidRequestError(f"header {name!r} is made by the signer; leave it out")
    if not isinstance(value, str):
        raise InvalidRequestError(
            f"header {name!r} has a value of type {type(value).__name__}; it must be a str"
        )
    bad = bad_character(value)
    if bad is not None:
        raise InvalidRequestError(
            f"header {name!r} holds the character {bad}, which no header can carry"
        )
    return exact(name), exact(value).strip(" \t")
