"""Colour on a terminal, where it is wanted: https://no-color.org."""

import re
import sys
from collections.abc import Mapping

# What is coloured: the words that begin a finding, its fix, and headings.
_STYLES = (
    (re.compile(r"(?m)^( *)(certain:.*)$"), r"\1\033[1;31m\2\033[0m"),
    (re.compile(r"(?m)^( *)(likely:.*)$"), r"\1\033[1;33m\2\033[0m"),
    (re.compile(r"(?m)^( *)(hint:.*)$"), r"\1\033[1;36m\2\033[0m"),
    (re.compile(r"(?m)^( *)(fix:)"), r"\1\033[32m\2\033[0m"),
    (re.compile(r"(?m)^([ ~]*\^[\^ ~]*)$"), "\033[31m\\1\033[0m"),
    (re.compile(r"(?m)^(?=[A-Z])([^\n]{1,60})$(?=\n {2})"), "\033[1m\\1\033[0m"),
)


def painted(text: str, environ: Mapping[str, str]) -> str:
    """Return *text* for standard output: safe there, and coloured if it is a terminal.

    Args:
        text: of several lines; what could steer a terminal in it is made visible.
        environ: ``NO_COLOR``, if set and not empty, or ``TERM=dumb`` means none.
    """
    plain = encodable("".join([_visible(one) for one in text]))
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb" or not sys.stdout.isatty():
        return plain
    for pattern, style in _STYLES:
        plain = pattern.sub(style, plain)
    return plain


def encodable(text: str) -> str:
    """Return *text* as far as the encoding of standard output has it, escapes for the rest."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        spelled = text.replace("\u2026", "...")
        return spelled.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _visible(letter: str) -> str:
    return letter if letter.isprintable() or letter == "\n" else repr(letter)[1:-1]
