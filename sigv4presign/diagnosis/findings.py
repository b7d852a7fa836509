"""`Finding`: that a cause is at work in a request, or may be."""

from .._value import Value
from .catalogue import CAUSES
from .showing import shown_url, without_secrets

CERTAIN = "certain"
LIKELY = "likely"
HINT = "hint"


class Finding(Value):
    """One cause that is at work in a request, or may be.

    Neither ``str()``, ``repr()`` nor `to_dict` shows a session token or a signature.

    Attributes:
        cause: the identifier of `Cause`.
        title: that of the cause.
        evidence: what was seen, maybe of several lines.
        fix: what to do about it here.
        confidence: ``certain``: proven by what was given. ``likely``: fits, and nothing else fits
            better. ``hint``: does no harm everywhere, and may here.
        url: the URL as it should be, where that can be computed; it can be used as it is, so it
            has its signature, and is not shown. Else None.
    """

    __slots__ = _fields = ("cause", "title", "evidence", "fix", "confidence", "url")
    _hidden = ("url",)

    cause: str
    title: str
    evidence: str
    fix: str
    confidence: str
    url: "str | None"

    def __init__(
        self,
        cause: str,
        title: str,
        evidence: str,
        fix: str,
        confidence: str,
        url: "str | None" = None,
    ) -> None:
        self._fill(cause, title, evidence, fix, confidence, url)

    def __str__(self) -> str:
        lines = [f"{self.confidence}: {self.title} ({self.cause})"]
        lines += ["    " + line for line in self.evidence.split("\n")]
        lines += ["  fix: " + self.fix.replace("\n", "\n       ")]
        return "\n".join(lines)

    def to_dict(self) -> "dict[str, str | None]":
        """Return the attributes by name, for a program; of the URL only what may be shown."""
        values: dict[str, str | None] = dict(zip(self._fields, self._values()))  # type: ignore[arg-type]
        values["url"] = None if self.url is None else shown_url(self.url)
        return values


def found(
    cause: str, evidence: str, confidence: str = LIKELY, fix: str = "", url: "str | None" = None
) -> Finding:
    """Return a finding of *cause*, with its title, and its own fix unless there is a better one."""
    known = CAUSES[cause]
    shown = without_secrets(evidence)
    return Finding(cause, known.title, shown, without_secrets(fix) or known.fix, confidence, url)


def as_sure(finding: Finding, confidence: str) -> Finding:
    """Return *finding* with another *confidence*."""
    if finding.confidence == confidence:
        return finding
    values = (finding.cause, finding.title, finding.evidence, finding.fix, confidence, finding.url)
    return Finding(*values)
