"""How the values of options are read."""

import argparse
import re
from contextlib import suppress
from datetime import datetime, timezone

from .._checks import MAX_EXPIRES
from .._time import LAST_SECOND, parse_amz_date

_UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
_DURATION = re.compile(
    r"(?:\d{1,9}w)?(?:\d{1,9}d)?(?:\d{1,9}h)?(?:\d{1,9}m)?(?:\d{1,9}s)?|\d{1,9}", re.ASCII
)


def duration(text: str) -> int:
    """Return *text*, ``3600`` or ``1h30m``, as seconds."""
    if not text or not _DURATION.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a duration; write seconds, or such as 90s, 15m, 1h30m, 7d"
        )
    parts = re.findall(r"(\d+)([wdhms]?)", text)
    seconds = sum(int(number) * _UNITS[unit or "s"] for number, unit in parts)
    if not 1 <= seconds <= MAX_EXPIRES:
        raise argparse.ArgumentTypeError(f"{text!r} is not from 1 second to 7 days (604800 s)")
    return seconds


def named(text: str) -> str:
    """Return *text*, which an unset variable of a script would leave empty."""
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty; leave the option out for the default")
    return text


def count(text: str) -> int:
    """Return *text*, a number from 1 on."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def port(text: str) -> int:
    """Return *text*, the number of a port, or 0."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port, from 0 to 65535")
    return int(text)


def header(text: str) -> tuple[str, str]:
    """Return *text*, ``Name: value``, as a pair."""
    name, found, value = text.partition(":")
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 'Name: value'")
    return name, value.strip(" \t")


def parameter(text: str) -> tuple[str, str]:
    """Return *text*, ``name=value`` or ``name``, as a pair, both not yet encoded."""
    name, _, value = text.partition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form 'name=value'")
    return name, value


def moment(text: str) -> int:
    """Return *text*, Unix seconds, ``20150830T123600Z`` or ISO 8601, as Unix seconds."""
    with suppress(ValueError):
        return parse_amz_date(text)
    if text.isascii() and text.isdigit() and int(text[:13]) <= LAST_SECOND:
        return int(text)
    with suppress(ValueError, OverflowError):
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
        if when.tzinfo is None:
            when = when.replace(tzinfo=timezone.utc)
        if 0 <= when.timestamp() <= LAST_SECOND:
            return int(when.timestamp())
    raise argparse.ArgumentTypeError(
        f"{text!r} is no moment; write Unix seconds, 20150830T123600Z or 2015-08-30T12:36:00Z"
    )


def seconds(text: str) -> float:
    """Return *text* as a number of seconds, more than none and at most an hour."""
    with suppress(ValueError):
        number = float(text)
        if 0 < number <= 3600:
            return number
    raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 0 to 3600")
