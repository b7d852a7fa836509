"""A URL cut into the pieces that a picture of it colours and numbers."""

from .._value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..explanation import Explanation
    from .parameters import Parameter


class Segment(Value):
    """A piece of a URL.

    Attributes:
        text: as it stands there.
        group: ``plain``, ``place``, ``key``, ``who``, ``when``, ``what``, ``headers``, ``proof``,
            ``operation`` or ``other``.
        label: what it is, in words; empty for what needs none.
        line: whether it begins a line of the picture.
    """

    __slots__ = _fields = ("text", "group", "label", "line")

    text: str
    group: str
    label: str
    line: bool

    def __init__(
        self, text: str, group: str = "plain", label: str = "", line: bool = False
    ) -> None:
        self._fill(text, group, label, line)


GROUPS = {
    "place": "where it leads",
    "key": "the object",
    "what": "how it is signed",
    "who": "who signed it",
    "when": "when it is valid",
    "headers": "what else is signed",
    "proof": "what proves it",
    "operation": "what is asked for",
    "other": "what is nobody's",
}
_GROUP_OF = {
    "x-amz-algorithm": "what",
    "x-amz-date": "when",
    "x-amz-expires": "when",
    "expires": "when",
    "x-goog-date": "when",
    "x-goog-expires": "when",
    "x-amz-signedheaders": "headers",
    "x-amz-content-sha256": "headers",
    "x-amz-security-token": "who",
    "x-amz-s3session-token": "who",
    "awsaccesskeyid": "who",
    "x-amz-credential": "who",
    "x-goog-credential": "who",
    "x-amz-region-set": "place",
}
_PROOFS = ("x-amz-signature", "signature", "x-goog-signature")
_SCOPE = ("access key id", "day", "region", "service", "terminator")


def segments(said: "Explanation") -> list[Segment]:
    """Return the pieces of the URL of *said*; joined, they are that URL, secrets hidden."""
    front, mark, _ = said.url.partition("?")
    found = _place(said, front)
    for index, one in enumerate(said.parameters if mark else ()):
        found.append(Segment("&" if index else "?", line=True))
        found += _parameter(one)
    return found


def _place(said: "Explanation", front: str) -> list[Segment]:
    scheme, divider, rest = front.partition("://")
    authority, slash, path = rest.partition("/")
    found = [Segment(scheme + divider, line=True)]
    site = said.site
    bucket = "" if site is None else site.bucket
    in_host = authority.lower().startswith(f"{bucket}.") and bucket != ""
    if in_host:
        what = "bucket" if site is None or site.style != "access point" else "access point"
        found.append(Segment(authority[: len(bucket)], "place", what))
        authority = authority[len(bucket) :]
    region = "" if site is None else site.region
    before, held, after = authority.partition(region) if region else (authority, "", "")
    found.append(Segment(before, "plain" if in_host else "place", "" if in_host else "host"))
    if held:
        found += [Segment(held, "place", "region"), Segment(after)]
    found.append(Segment(slash, line=True))
    if site is not None and site.style == "path":
        named, between, path = path.partition("/")
        found += [Segment(named, "place", "bucket"), Segment(between)]
    return [one for one in [*found, Segment(path, "key", "key")] if one.text]


def _parameter(one: "Parameter") -> list[Segment]:
    name, equals, value = one.written.partition("=")
    plain = one.name.lower()
    group = "proof" if plain in _PROOFS else _GROUP_OF.get(plain, one.part)
    if plain == "x-amz-credential" and value.count("%2F") == 4:
        found = [Segment(f"{name}=")]
        groups = ("who", "when", "place", "what", "plain")
        for index, piece in enumerate(value.split("%2F")):
            found += [Segment("%2F")] if index else []
            label = "" if index == 4 else _SCOPE[index]
            found.append(Segment(piece, groups[index], label))
        return found
    return [Segment(name + equals), Segment(value or "\u200b", group, one.name)]
