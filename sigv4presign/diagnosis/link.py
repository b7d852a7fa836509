"""`Link`: a URL taken apart without loss, however damaged it is."""

import re

from .._checks import shown
from .._value import Value
from ..errors import InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pairs = tuple[tuple[str, str], ...]

# No server reads so much; whoever passes more has passed something else than a URL.
LONGEST = 65536


class Link(Value):
    """A URL, or the target of a request line.

    Attributes:
        text: all of it, blanks around it removed.
        scheme: in lower case; empty where there is none.
        authority: host and port as spelled; empty where there is none.
        path: as spelled.
        query: as spelled, without the ``?``.
        fragment: as spelled, without the ``#``; None where there is none.
        pairs: names and values of the query, as spelled.
    """

    __slots__ = _fields = ("text", "scheme", "authority", "path", "query", "fragment", "pairs")
    _hidden = ("text", "query", "pairs")

    text: str
    scheme: str
    authority: str
    path: str
    query: str
    fragment: "str | None"
    pairs: "Pairs"

    def __init__(self, text: object) -> None:
        if not isinstance(text, str):
            raise InvalidRequestError(f"url is of type {type(text).__name__}; it must be a str")
        if len(text) > LONGEST:
            raise InvalidRequestError(
                f"url has {len(text)} characters; more than {LONGEST} are not read"
            )
        text = text.strip()
        if not text:
            raise InvalidRequestError("url is empty")
        scheme, found, rest = text.partition("://")
        if not found or scheme.lower() not in ("http", "https", "ws", "wss"):
            scheme, rest = "", text
        rest, hash_sign, fragment = rest.partition("#")
        before, _, query = rest.partition("?")
        authority = ""
        if scheme:
            authority, slash, path = before.partition("/")
            before = slash + path
        elif before[:1] != "/":
            raise InvalidRequestError(
                f"url begins with {shown(text[:12])}; it must begin with 'https://' or 'http://', "
                "or be the path of a request line"
            )
        pairs: list[tuple[str, str]] = []
        for piece in query.split("&"):
            if piece:
                name, _, value = piece.partition("=")
                pairs.append((name, value))
        self._fill(
            text,
            scheme.lower(),
            authority,
            before,
            query,
            fragment if hash_sign else None,
            tuple(pairs),
        )

    def __reduce__(self) -> "tuple[type, tuple[object, ...]]":
        return type(self), (self.text,)

    def values(self, name: str) -> "list[str]":
        """Return the decoded values of the parameter *name*, in any case, in the order given."""
        wanted = name.lower()
        return [lenient(value) for own, value in self.pairs if lenient(own).lower() == wanted]

    def value(self, name: str) -> "str | None":
        """Return the first decoded value of the parameter *name*, in any case, or None."""
        found = self.values(name)
        return found[0] if found else None

    def with_query(self, query: str) -> str:
        """Return the URL with another *query* and no fragment."""
        front = f"{self.scheme}://{self.authority}" if self.scheme else ""
        return f"{front}{self.path}?{query}" if query else front + self.path

    def with_path(self, path: str) -> str:
        """Return the URL with another *path* and no fragment."""
        front = f"{self.scheme}://{self.authority}" if self.scheme else ""
        return f"{front}{path}?{self.query}" if self.query else front + path


def lenient(text: str) -> str:
    """Return *text*, part of a query, decoded; what is no escape stands for itself."""
    return lenient_path(text.replace("+", " ")) if "+" in text else lenient_path(text)


def lenient_path(text: str) -> str:
    """Return *text*, part of a path, decoded; what is no escape stands for itself."""
    if "%" not in text:
        return text
    raw = text.encode("utf-8", "surrogatepass")
    return _ESCAPE.sub(_byte, raw).decode("utf-8", "replace")


_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")


def _byte(match: "re.Match[bytes]") -> bytes:
    return bytes([int(match.group(1), 16)])
