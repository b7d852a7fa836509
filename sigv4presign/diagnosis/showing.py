"""How a finding shows what it found: two lines with their difference marked, nothing secret."""

import re

from .._percent import UNRESERVED
from ..presigned import redacted

HIDDEN = "<hidden>"
_SECRET = ("x-amz-security-token", "x-amz-s3session-token", "x-amz-signature", "authorization")
_KEYS = "customer-key"  # x-amz-server-side-encryption-customer-key, and the one of a copy's source

# A secret access key of AWS, in the place of the id, however often it is encoded.
_KEY = r"(?:[A-Za-z0-9+/]|%(?:25)*2[BbFf]){40}(?=/|%(?:25)*2[Ff])"
_MISPLACED = re.compile(f"^{_KEY}")
_IN_A_URL = re.compile(f"(X-Amz-Credential=){_KEY}")
# In a damaged URL the secrets stand where no parameter is: behind a "#", escaped with all of it.
_ANYWHERE = re.compile(
    r"((?:security-token|s3session-token|signature)(?:=|%(?:25)*3d))"
    r"(?:(?!%(?:25)*26)[^&;#?\s\"'<>])+",
    re.IGNORECASE,
)
_USER_INFO = re.compile(r"(://)[^/?#@\s]+@")

# Wider lines are cut around the first difference.
WIDTH = 100


def shown_value(name: str, value: str) -> str:
    """Return *value* of the header or parameter *name* as may be shown."""
    plain = name.lower()
    if plain in _SECRET or (plain.endswith(_KEYS) and value):
        return HIDDEN
    return printable(_MISPLACED.sub(HIDDEN, value) if plain == "x-amz-credential" else value)


def shown_url(url: str) -> str:
    """Return *url* as may be shown; a secret in the place of the access key id is hidden, too."""
    return _IN_A_URL.sub(rf"\1{HIDDEN}", without_secrets(redacted(url)))


def without_secrets(text: str) -> str:
    """Return *text* with each signature, session token and password hidden, wherever in a URL."""
    return _USER_INFO.sub(rf"\1{HIDDEN}@", _ANYWHERE.sub(rf"\1{HIDDEN}", text))


def shown_pair(name: str, value: str) -> str:
    """Return a parameter as it may be shown."""
    return f"{printable(name)}={shown_value(name, value)}"


def shown_line(name: str, value: str) -> str:
    """Return a canonical header as it may be shown."""
    return f"{printable(name)}:{shown_value(name, value)}"


def printable(text: str) -> str:
    """Return *text* with what no terminal should print, or nobody would see, as escapes."""
    if not text.strip(UNRESERVED + " /%:;,=&+@!$'()*?\"[]<>"):
        return text
    return "".join([one if _is_plain(one) else _escape(ord(one)) for one in text])


def _is_plain(one: str) -> bool:
    # Combining marks and invisible characters are just what makes two texts look alike.
    return " " <= one <= "~" or (one.isalpha() and ord(one) < 0x10000)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def marked(first: str, one: str, second: str, other: str) -> str:
    """Return two lines, called *first* and *second*, and a third that marks where they differ."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    rest = min(len(one), len(other)) - start
    while end < rest and one[len(one) - 1 - end] == other[len(other) - 1 - end]:
        end += 1
    cut = max(0, start - WIDTH // 2) if max(len(one), len(other)) > WIDTH else 0
    width = max(len(first), len(second)) + 2
    lines = [
        f"{label + ':':<{width}}{_window(text, cut)}"
        for label, text in ((first, one), (second, other))
    ]
    marks = max(len(one), len(other)) - end - start
    indent = width + start - cut + (1 if cut else 0)
    marks = max(1, min(marks, width + WIDTH - indent))
    return "\n".join([*lines, " " * indent + "^" * marks])


def _window(text: str, cut: int) -> str:
    tail = text[cut:]
    if len(tail) > WIDTH:
        tail = tail[:WIDTH] + "…"
    return ("…" if cut else "") + tail
