"""Which secret may have been the key, given what it should be."""

import base64
import string
from urllib.parse import quote, quote_plus, unquote, unquote_plus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Named = tuple[str, str, str]

_ALPHABET = string.ascii_letters + string.digits + "+/="
_LOOK_ALIKE = (("O", "0"), ("0", "O"), ("l", "1"), ("1", "l"), ("I", "l"), ("l", "I"), ("I", "1"))
# What programs put in the place of a value that is missing.
_PLACEHOLDERS = ("", "None", "null", "undefined", "nil", "***", "minioadmin", "test", "secret")
_DAMAGED = "secret-damaged"
_MIXED = "wrong-key-pair"
# Longer ones are not tried character by character: none that a store issues is.
_LONGEST = 64


def repairs(
    secret: str, access_key_id: str, others: "Iterable[tuple[str, str]]" = ()
) -> "Iterator[Named]":
    """Yield secrets that may have been used for *secret*, the cause, and what was done to it.

    Args:
        secret: as given.
        access_key_id: that the request names.
        others: pairs of an id and a secret that it may have been mixed up with.
    """
    yield from [(one, _DAMAGED, what) for one, what in _wrapped(secret)]
    yield access_key_id, _MIXED, "the access key id in the secret's place"
    for name, other in others:
        for one in (other, other.strip()):
            yield one, _MIXED, f"the secret of {name!r}"
        yield name, _MIXED, f"the access key id {name!r} in the secret's place"
    yield from [(one, _DAMAGED, what) for one, what in _respelled(secret)]
    yield from [(one, _DAMAGED, what) for one, what in _cut(secret)]
    yield from [(one, _DAMAGED, "a placeholder, or nothing") for one in _PLACEHOLDERS]
    if len(secret) <= _LONGEST:
        yield from [(one, _DAMAGED, what) for one, what in _mistyped(secret)]


def _wrapped(secret: str) -> "Iterator[tuple[str, str]]":
    stripped = secret.strip()
    yield stripped, "without the blanks around it"
    for quote_mark in ("'", '"', "`", "\u201c\u201d", "\u2018\u2019", "<>", "()", "[]", "{}"):
        start, end = quote_mark[0], quote_mark[-1]
        yield secret.strip(quote_mark + " \t\r\n"), f"without {quote_mark} around it"
        yield f"{start}{secret}{end}", f"with {quote_mark} around it"
    for end, what in (
        *(("\n", "a line end"), ("\r\n", "a line end"), (" ", "a blank"), ("\t", "a tab")),
        *(("\r", "a carriage return"), ("\\n", "a line end, escaped"), ("\x00", "a zero byte")),
        *(("\u00a0", "a no-break space"), ("\ufeff", "a byte order mark"), ("%", "a '%'")),
        *(("\u200b", "a zero-width space"), (",", "a comma"), (";", "a semicolon"), (".", "a dot")),
        *(
            ("=", "a '='"),
            ("\\", "a backslash"),
            ("'", "a quote"),
            ('"', "a quote"),
            ("#", "a '#'"),
        ),
    ):
        yield secret + end, f"with {what} behind it"
        yield end + secret, f"with {what} before it"
        yield secret.removesuffix(end), f"without {what} behind it"
        yield secret.removeprefix(end), f"without {what} before it"
    yield stripped + "\n\n", "with line ends behind it"
    yield f" {stripped} ", "with blanks around it"
    yield secret + secret, "twice"
    yield "AWS4" + secret, "with AWS4 before it, twice"
    yield secret.removeprefix("AWS4"), "without AWS4 before it"
    for name in ("AWS_SECRET_ACCESS_KEY=", "aws_secret_access_key=", "aws_secret_access_key = "):
        yield secret.removeprefix(name), "without its name before it"
        yield name + secret, "with its name before it"


def _respelled(secret: str) -> "Iterator[tuple[str, str]]":
    for encode in (quote, quote_plus):
        yield encode(secret, safe=""), "percent-encoded"
        yield quote(encode(secret, safe=""), safe=""), "percent-encoded twice"
    yield quote(secret), "percent-encoded but for '/'"
    yield quote(secret, safe="+"), "percent-encoded but for '+'"
    yield quote(secret, safe="").replace("%2F", "%2f").replace("%2B", "%2b"), "percent-encoded"
    yield unquote(secret), "percent-decoded"
    yield unquote_plus(secret), "percent-decoded, '+' read as a blank"
    yield unquote(unquote(secret)), "percent-decoded twice"
    for old, new in (
        *(("+", " "), (" ", "+"), ("/", "\\/"), ("\\/", "/"), ("/", "_"), ("+", "-"), ("/", "")),
        *(("+", ""), ("+", "%20"), ("/", "\\"), ("=", ""), ("\\", ""), ("$", ""), ("&", "&amp;")),
        *(("+", "&#43;"), ("/", "&#x2F;"), ("_", "/"), ("-", "+"), ("%", "%%"), ("$", "$$")),
        *(("+", "\\+"), ("\\", "\\\\"), (" ", ""), ("+", "\\u002b"), ("/", "//"), ("$$", "$")),
    ):
        yield secret.replace(old, new), f"with {old!r} written as {new!r}"
    yield secret.replace("/", "_").replace("+", "-"), "in the other base64 alphabet"
    yield secret.replace("_", "/").replace("-", "+"), "in the other base64 alphabet"
    for fold in (str.lower, str.upper, str.swapcase):
        yield fold(secret), "in other letters' case"
    raw = secret.encode("utf-8", "surrogatepass")
    for line_end in (b"", b"\n"):
        yield base64.b64encode(raw + line_end).decode(), "base64-encoded"
    try:
        decoded = base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=True).decode("utf-8")
    except ValueError:
        return
    yield decoded, "base64-decoded"
    yield decoded.strip(), "base64-decoded, without the blanks around it"


def _cut(secret: str) -> "Iterator[tuple[str, str]]":
    for length in range(min(len(secret), 256) - 1, 0, -1):
        yield secret[:length], f"cut after {length} of {len(secret)} characters"
        yield secret[-length:], f"without its first {len(secret) - length} characters"
    for mark in "/+=$#%&!@:; \\":
        head, found, tail = secret.rpartition(mark)
        if found:
            yield tail, f"from its last {mark!r} on"
            yield head + found, f"up to its last {mark!r}"
    dollar = secret.find("$")
    if dollar >= 0:
        # A shell or a compose file puts nothing in the place of $name.
        end = dollar + 1
        while end < len(secret) and (secret[end].isalnum() or secret[end] == "_"):
            end += 1
        yield secret[:dollar] + secret[end:], "with a '$name' in it taken for a variable"
        yield secret[:dollar] + secret[dollar + 2 :], "with a '$n' in it taken for a variable"


def _mistyped(secret: str) -> "Iterator[tuple[str, str]]":
    for index, one in enumerate(secret):
        before, after = secret[:index], secret[index + 1 :]
        yield before + after, "with one character missing"
        yield before + one + one + after, "with one character twice"
        yield before + one.swapcase() + after, "with one letter in the other case"
        yield before + after[:1] + one + after[1:], "with two characters swapped"
        for old, new in _LOOK_ALIKE:
            if one == old:
                yield before + new + after, "with one character for another that looks like it"
    for index in range(len(secret) + 1):
        before, after = secret[:index], secret[index:]
        for one in _ALPHABET:
            yield before + one + after[1:], "with one character wrong"
            yield before + one + after, "with one character too many"
