"""Texts at random: what object keys, parameters and headers hold that signers disagree about."""

from collections.abc import Iterable
from random import Random
from urllib.parse import quote

SCRIPTS = [
    "é",
    "ß",
    "İ",
    "ǅ",
    "Ελληνικά",
    "Кириллица",
    "עברית",
    "العربية",
    "हिन्दी",
    "தமிழ்",
    "ไทย",
    "ქართული",
    "አማርኛ",
    "日本語",
    "漢字",
    "한국어",
    "ไม้",
    "ꦗꦮ",
    "𐍈",
    "𝔘",
    "Ω",
    "Ω",
    "K",
    "ŉ",
    "ﬁ",
]
COMBINING = ["e\u0301", "\u0301", "Z\u0351\u036b\u0343", "o\u0328\u0300", "\u1100\u1161\u11a8"]
EMOJI = [
    "😀",
    "👍🏽",
    "👩\u200d👩\u200d👧",
    "\U0001f3f3\ufe0f\u200d\U0001f308",
    "\U0001f1e9\U0001f1ea",
]
INVISIBLE = ["\u200b", "\u200e", "\u202e", "\u2028", "\u2060", "\ufeff", "\ufffd", "\ufffe"]
EXTREMES = ["\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff"]
# Blanks to Unicode, and so to `str.split`, but content to every service.
FOREIGN_BLANKS = ["\u0085", "\u00a0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000"]
BLANKS = [" ", "  ", " \u00a0", "\u3000", "\t", "\n", "\r\n"]
CONTROLS = ["\x00", "\x01", "\x1b", "\x1f", "\x7f", "\u0085"]
RESERVED = list("!\"#$%&'()*+,:;<=>?@[\\]^`{|}~-._")
MARKS = list(" +%~?#&=;:'\"*\\@,")  # those of them that other signers got wrong
ESCAPES = ["%41", "%2F", "%2f", "%2B", "%20", "%25", "%252F", "%C3%A9", "%", "%%", "%zz", "%u00e9"]
PLAIN = ["a", "B", "7", "report", "2024", "file.txt", "a-b_c~d.e", "README", "x" * 40]
SEGMENTS = ["/", "/", "//", "/./", "/../", "..", ".", "/.", "/..", "///", "/.hidden/", "/..."]

# Of a path as it stands in a URL, where another service than S3 signs the spelling itself.
RAW_SEGMENTS = [
    *["", "", ".", "..", "..", "...", "%2e%2E", "%2E", "%2F", "a%2fb", "%41", "%7E", "~", "%FF"],
    *["prod", "functions", "arn%3Aaws%3Alambda%3Af", "a:b@c", "!$&'()*+,;=", "[x]", "%C3%a9"],
    *["2015-03-31", "@connections", "%25", "%2520", "a+b", "%20"],
]

_KINDS = [
    *(PLAIN, PLAIN, SCRIPTS, COMBINING, EMOJI, INVISIBLE, EXTREMES, CONTROLS, BLANKS),
    *(RESERVED, MARKS, MARKS, MARKS, ESCAPES, ESCAPES),
]


def text(rng: Random, kinds: Iterable[list[str]] = _KINDS) -> str:
    """Return one to six pieces, now and then any character at all."""
    kinds = list(kinds)
    pieces = [rng.choice(rng.choice(kinds)) for _ in range(rng.randint(1, 6))]
    if rng.random() < 0.1:
        pieces.append(character(rng))
    return "".join(pieces)


def character(rng: Random) -> str:
    code = rng.choice(
        [rng.randrange(0x300), rng.randrange(0xD800), rng.randrange(0xE000, 0x110000)]
    )
    return chr(code)


def object_key(rng: Random) -> str:
    """Return an object key: text among slashes, dot segments too, up to S3's 1024 bytes."""
    if rng.random() < 0.03:
        piece = text(rng)
        return piece * max(1, rng.randint(600, 1024) // len(piece.encode()))
    found = text(rng, (*_KINDS, *([SEGMENTS] * 5)))
    return "/" + found if rng.random() < 0.05 else found


def header_value(rng: Random, blanks: Iterable[str] = (" ", "  ", "   ", "\t", " \t ")) -> str:
    """Return what a header can carry: runs of blanks, quotes, commas, UTF-8, or nothing."""
    if rng.random() < 0.1:
        return ""
    blanks = list(blanks)
    words = [
        "a",
        "b;c=d",
        '"x  y"',
        "1,2",
        "%20",
        "=",
        ":",
        "é",
        "日本",
        "\u200b",
        "😀",
        "text/plain",
    ]
    pieces = [rng.choice(words) for _ in range(rng.randint(1, 4))]
    value = "".join([word + rng.choice([*blanks, ""]) for word in pieces])
    return rng.choice(["", "", *blanks]) + value


def respelled(rng: Random, written: str, raw: str) -> str:
    """Return *written* percent-encoded in some way of the many that mean the same.

    Args:
        rng: what decides.
        written: the text.
        raw: which characters beside the unreserved ones may stand for themselves.
    """
    spelled = []
    for letter in written:
        escaped = "".join([f"%{octet:02X}" for octet in letter.encode()])
        chance = rng.random()
        if chance < 0.2 and letter in raw:
            spelled.append(letter)
        elif chance < 0.1:
            spelled.append(escaped.lower())
        elif chance < 0.2:
            spelled.append(escaped)
        else:
            spelled.append(quote(letter, safe="/~" if "/" in raw else "~"))
    return "".join(spelled)


def raw_path(rng: Random) -> str:
    """Return the path of a URL of another service than S3."""
    chosen = [
        quote(text(rng), safe="") if rng.random() < 0.2 else rng.choice(RAW_SEGMENTS)
        for _ in range(rng.randint(0, 7))
    ]
    return "/" + "/".join(chosen)
