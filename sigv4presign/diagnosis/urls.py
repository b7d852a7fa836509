"""A pasted URL made whole: what mail, chat, HTML, JSON and shells do to it, undone and noted."""

import quopri
import re
from collections.abc import Callable

from .._percent import UNRESERVED, encode
from ..errors import InvalidRequestError
from .request import Pairs, check_size, repair

MAX_URL = 2**17  # characters; no server takes a tenth of it
_URL = re.compile(r"(?i)(?:https?|wss?)://")
_ALLOWED = UNRESERVED + ":/?#[]@!$&'()*+,;=%"  # RFC 3986
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_OPENING = "\"'`<([{\u201c\u2018\u00ab\u201e*"
_PUNCTUATION = ".,;:!?\u2026"
_CLOSING = "\"'`>)]}\u201d\u2019\u00bb\u201c*"
_SIGNATURE = re.compile(r"(?i)[?&](?:X-Amz-Signature=[0-9a-f]{64}|Signature=[A-Za-z0-9%+/=]{20,})")
# Parameters whose values consist of few characters, none of which ends a sentence.
_PLAIN_END = re.compile(
    r"(?i)[?&](?:X-Amz-(?:Signature|SignedHeaders|Expires|Date|Algorithm)|Signature|x-id)=[^&]*$"
)
_SIGNED = ("X-Amz-Algorithm=", "X-Amz-Signature=", "Signature=", "X-Amz-Credential=")


def looks_signed(text: str) -> bool:
    """Return whether *text* holds a parameter by which a signature travels."""
    return any(name in text for name in _SIGNED)


def ends_signed(url: str) -> bool:
    """Return whether *url* has a whole signature in its query."""
    return _SIGNATURE.search(url) is not None


def whole(text: str) -> tuple[str, str, Pairs]:
    """Return the URL that *text*, a URL alone, means; how it stands there; and what was repaired.

    The URL is absolute, and holds no character that a URL may not hold.

    Raises:
        InvalidRequestError: *text* is no URL, or one of another scheme.
    """
    written = text.strip()
    check_size(written, MAX_URL, "the URL")
    url = written
    done: list[str] = []
    for name, step in _STEPS:
        mended = step(url)
        if mended != url:
            url = mended
            done.append(name)
    if not _URL.match(url):
        raise InvalidRequestError(_no_url(url))
    return url, written, tuple([repair(name) for name in done])


def _no_url(text: str) -> str:
    if text.lower().startswith("s3://"):
        return "an address of the form s3://BUCKET/KEY carries no signature; give the presigned URL"
    if not text:
        return "there is no URL: the text is empty"
    return "there is no URL in the text: it should begin with https://, and hold X-Amz-Signature"


def found(text: str) -> str | None:
    """Return the URL among the words of *text*, its lines joined, or None if there is none.

    Of several the first that is signed counts.
    """
    starts = [match.start() for match in _URL.finditer(text)][:200]
    candidates = [_from(text, start) for start in starts]
    signed = [candidate for candidate in candidates if looks_signed(candidate)]
    return next(iter(signed or candidates), None)


def _from(text: str, start: int) -> str:
    """Return the URL that begins at *start*, with the lines over which it is wrapped."""
    before = text[start - 1 : start]
    closing = _CLOSING[_OPENING.index(before)] if before and before in _OPENING[:10] else ""
    # In quotes it ends where they do, whatever it holds.
    end = text.find(closing, start) if closing else -1
    if closing and end > start and closing in "\"'`>":
        return text[start:end]
    lines = text[start : start + 65536].splitlines()
    url = re.split(r"[\s<>\"`]", lines[0], maxsplit=1)[0]
    width = len(url)
    if url == lines[0].rstrip():
        for line in lines[1:200]:
            piece = re.sub(r"^\s*(?:>\s?)*", "", line).strip()
            if not piece or re.search(r"[\s<>\"`]", piece) or _URL.match(piece):
                break
            if not _goes_on(url, piece, lines[0], width):
                break
            url = f"{url}\n{line}"
            width = len(line)
    return url


def _goes_on(url: str, piece: str, first: str, width: int) -> bool:
    if piece[0] in "&=?" or url[-1] in "&=?%-":
        return True
    if not ends_signed("".join(url.split())):
        return looks_signed(url) or "?" in piece
    return "\n" in url and width == len(first)


def _visible(url: str) -> str:
    return _INVISIBLE.sub("", url).replace("\u00a0", " ").strip()


def _unquoted_reply(url: str) -> str:
    return re.sub(r"(?m)\n[ \t]*(?:>[ \t]?)+", "\n", url)


def _decoded_mail(url: str) -> str:
    if not re.search(r"X-Amz-\w+=3D|Signature=3D|=\r?\n", url) or "=3D" not in url:
        return url
    return quopri.decodestring(url.encode("utf-8", "replace")).decode("utf-8", "replace")


def _one_line(url: str) -> str:
    lines = [line.strip(" \t") for line in url.splitlines()]
    return "".join([line.removesuffix("\\") for line in lines[:-1]] + lines[-1:])


def _unescaped_json(url: str) -> str:
    plain = re.sub(
        r"\\u00(2[0-9a-fA-F]|3[0-9a-fA-F])", lambda match: chr(int(match.group(1), 16)), url
    )
    return plain.replace("\\/", "/")


def _unescaped_shell(url: str) -> str:
    return re.sub(r"[\\^]([&?=%:;!'()\[\]{}^])", r"\1", url)


def _unescaped_html(url: str) -> str:
    entity = re.compile(r"(?i)&(?:amp|#38|#x26);")
    for _ in range(3):  # a page that quotes the source of another
        if not entity.search(url):
            break
        url = entity.sub("&", url)
    return url


def _bare(url: str) -> str:
    url = url.lstrip(_OPENING + " ")
    if not _URL.match(url):
        return url
    bare = url.rstrip(_CLOSING + _PUNCTUATION + " ")
    if any(one in _CLOSING for one in url[len(bare) :]) and _plain(url):
        return bare
    return url.rstrip('"`> \u201d\u2019\u00bb')


def _plain(url: str) -> bool:
    return _PLAIN_END.search(url) is not None


def _without_punctuation(url: str) -> str:
    return url.rstrip(_PUNCTUATION) if _plain(url) else url


def _hyphens(url: str) -> str:
    front, mark, query = url.partition("?")
    return front + mark + _DASHES.sub("-", query) if looks_dashed(query) else url


def looks_dashed(query: str) -> bool:
    """Return whether a word processor has been at the names in *query*."""
    return _DASHES.search(query) is not None and re.search(r"X.Amz", query) is not None


def _decoded_whole(url: str) -> str:
    if not re.match(r"(?i)(?:https?|wss?)%3A(?:%2F){2}", url):
        return url
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda match: chr(int(match.group(1), 16)), url)


def _with_scheme(url: str) -> str:
    if _URL.match(url) or not looks_signed(url):
        return url
    host = url.lstrip("/")
    if re.match(r"[A-Za-z0-9.\-]+\.[A-Za-z0-9\-]+(?::\d+)?(?:[/?]|$)", host) or re.match(
        r"localhost(?::\d+)?[/?]", host
    ):
        return f"https://{host}"
    return url


def _without_blanks(url: str) -> str:
    if not re.search(r"\s", url):
        return url
    front, mark, query = url.partition("?")
    pieces: list[str] = []
    for piece in query.split("&"):
        name = re.sub(r"\s", "", piece.partition("=")[0]).lower()
        joined = name.startswith("x-amz-") and not name.startswith("x-amz-meta-")
        pieces.append(re.sub(r"\s+", "", piece) if joined else re.sub(r"\s", "%20", piece))
    return re.sub(r"\s", "%20", front.strip()) + mark + "&".join(pieces)


def _escaped(url: str) -> str:
    if not url.strip(_ALLOWED):
        return url
    return "".join([one if one in _ALLOWED else _encoded(one) for one in url])


def _encoded(character: str) -> str:
    # Half a surrogate pair is no character; what browsers send for it is U+FFFD.
    return encode("\ufffd" if "\ud800" <= character <= "\udfff" else character)


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("invisible", _visible),
    ("quoted-reply", _unquoted_reply),
    ("quoted-printable", _decoded_mail),
    ("line-wrap", _one_line),
    ("json-escapes", _unescaped_json),
    ("shell-escapes", _unescaped_shell),
    ("quotes", _bare),
    ("html-entities", _unescaped_html),
    ("punctuation", _without_punctuation),
    ("dashes", _hyphens),
    ("url-encoded", _decoded_whole),
    ("scheme", _with_scheme),
    ("blanks", _without_blanks),
    ("not-escaped", _escaped),
)
