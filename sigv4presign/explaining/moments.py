"""Moments and spans of time in words."""

import time

from .._time import LAST_SECOND, parse_amz_date
from .._value import Value

_UNITS = (("year", 31536000), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def utc(seconds: int) -> str:
    """Return the Unix time *seconds* as a date and a time of day in UTC."""
    if not 0 <= seconds <= LAST_SECOND:
        return "beyond the year 9999"
    return "%04d-%02d-%02d %02d:%02d:%02d UTC" % time.gmtime(seconds)[:6]


def span(seconds: int) -> str:
    """Return *seconds*, 0 or more, in words: the two largest units."""
    parts: list[str] = []
    for name, size in _UNITS:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number} {name}{'s' if number > 1 else ''}")
    return " ".join(parts[:2]) or "0 seconds"


class Times(Value):
    """When something signed begins and ends, None where it does not say.

    Attributes:
        signed_at: Unix seconds.
        expires_in: seconds.
        expires_at: the first Unix second at which it is no longer valid.
    """

    __slots__ = _fields = ("signed_at", "expires_in", "expires_at")

    signed_at: "int | None"
    expires_in: "int | None"
    expires_at: "int | None"

    def __init__(
        self,
        signed_at: "int | None" = None,
        expires_in: "int | None" = None,
        expires_at: "int | None" = None,
    ) -> None:
        if expires_at is None and signed_at is not None and expires_in is not None:
            expires_at = signed_at + expires_in
        self._fill(signed_at, expires_in, expires_at)

    def state(self, now: int, skew: int = 900) -> str:
        """Return ``valid``, ``expired``, ``not yet valid``, or ``unknown``."""
        if self.signed_at is not None and self.signed_at > now + skew:
            return "not yet valid"
        if self.expires_at is None:
            return "unknown"
        return "expired" if now >= self.expires_at else "valid"

    def left(self, now: int) -> str:
        """Return what is left at *now*, in words."""
        state = self.state(now)
        if self.signed_at is not None and state == "not yet valid":
            return f"not yet valid: dated {span(self.signed_at - now)} from now"
        if self.expires_at is None:
            return "it has no end that counts"
        if state == "expired":
            return f"expired {span(now - self.expires_at)} ago"
        return f"{span(self.expires_at - now)} left"


def moment(amz_date: str) -> int | None:
    """Return the Unix time that *amz_date* names, or None."""
    try:
        return parse_amz_date(amz_date)
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """Return the number that *text* spells in ASCII digits, or None."""
    if text and len(text) < 12 and not text.strip("0123456789"):
        return int(text)
    return None
