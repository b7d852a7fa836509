"""How the values of options are read."""

import argparse
import re

from .._checks import MAX_EXPIRES

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
