"""`Parameter`: one parameter of a URL, or field of a form, with its meaning."""

from .._value import Value
from ..diagnosis.link import Link, lenient
from .meanings import meaning
from .moments import moment, span, utc, whole

# Whoever reads their values can use the URL, or the object's key.
_SECRET = frozenset(
    [
        "x-amz-signature",
        "x-amz-security-token",
        "x-amz-s3session-token",
        "x-goog-signature",
        "signature",
        "sig",
        "x-amz-server-side-encryption-customer-key",
        "x-amz-copy-source-server-side-encryption-customer-key",
    ]
)
HIDDEN = "<hidden>"


class Parameter(Value):
    """One parameter.

    Attributes:
        name: decoded.
        value: decoded; ``<hidden>`` in place of a secret.
        written: name and value as they stand in the URL, likewise.
        part: ``signature``, ``operation`` or ``other``.
        meaning: what it is for.
        reading: what its value means, or an empty text.
    """

    __slots__ = _fields = ("name", "value", "written", "part", "meaning", "reading")

    name: str
    value: str
    written: str
    part: str
    meaning: str
    reading: str

    def __init__(
        self, name: str, value: str, written: str, part: str, meaning: str, reading: str
    ) -> None:
        self._fill(name, value, written, part, meaning, reading)

    def to_dict(self) -> dict[str, str]:
        """Return the attributes by name."""
        return dict(zip(self._fields, [str(value) for value in self._values()]))


def is_secret(name: str) -> bool:
    """Return whether the parameter or field *name*, in any case, holds a secret."""
    return name.lower() in _SECRET


def parameters_of(link: Link, *, is_s3: bool, reveal: bool) -> tuple[Parameter, ...]:
    """Return the parameters of *link* in the order of the URL, secrets hidden unless *reveal*."""
    found: list[Parameter] = []
    for written_name, written_value in link.pairs:
        name, value = lenient(written_name), lenient(written_value)
        written = f"{written_name}={written_value}"
        if is_secret(name) and not reveal:
            value, written = HIDDEN, f"{written_name}={HIDDEN}"
        part, words = meaning(name, is_s3=is_s3)
        found.append(Parameter(name, value, written, part, words, reading(name, value)))
    return tuple(found)


def shown_url(link: Link, *, reveal: bool) -> str:
    """Return the URL, secrets hidden unless *reveal*."""
    if reveal:
        return link.text
    pieces = [
        f"{name}={HIDDEN if is_secret(lenient(name)) else value}" for name, value in link.pairs
    ]
    front = f"{link.scheme}://{link.authority}" if link.scheme else ""
    fragment = "" if link.fragment is None else f"#{link.fragment}"
    return front + link.path + ("?" + "&".join(pieces) if pieces else "") + fragment


def reading(name: str, value: str) -> str:
    """Return what *value* of the parameter *name* means, where that is not plain."""
    plain = name.lower()
    if plain in ("x-amz-expires", "x-goog-expires"):
        seconds = whole(value)
        return "no whole number of seconds" if seconds is None else span(seconds)
    if plain in ("x-amz-date", "x-goog-date"):
        seconds = moment(value)
        return "no moment of the form 20150830T123600Z" if seconds is None else utc(seconds)
    if plain == "expires":
        seconds = whole(value)
        return "" if seconds is None else utc(seconds)
    if plain == "x-amz-algorithm":
        return _ALGORITHMS.get(value, "an algorithm that is not AWS's")
    if plain == "x-amz-checksum-crc32" and value == "AAAAAA==":
        return "the checksum of an empty body"
    return "" if plain in _SECRET else _counted(value)


_ALGORITHMS = {
    "AWS4-HMAC-SHA256": "Signature Version 4, with a secret that both sides know",
    "AWS4-ECDSA-P256-SHA256": "Signature Version 4A, asymmetric, for several regions",
}


def _counted(value: str) -> str:
    blanks = value != value.strip()
    return "begins or ends with a blank" if blanks else ""
