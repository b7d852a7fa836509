"""`Cause`: what is known of one reason for a refusal. `Finding`: that it is at work here."""

from .._value import Value
from ..presigned import redacted

CERTAIN = "certain"
LIKELY = "likely"
HINT = "hint"


class Cause(Value):
    """One reason for which a signed request is refused.

    Attributes:
        identifier: by which other programs name it; it does not change.
        title: one line.
        shows: how stores answer: codes and words, as a person would search for them.
        needs: what a program must be given to see it.
        told_from: how it differs from its neighbours.
        fix: what to do.
        sources: pages and issue threads where it is described.
    """

    __slots__ = _fields = ("identifier", "title", "shows", "needs", "told_from", "fix", "sources")

    identifier: str
    title: str
    shows: str
    needs: str
    told_from: str
    fix: str
    sources: tuple[str, ...]

    def __init__(
        self,
        identifier: str,
        title: str,
        shows: str,
        needs: str,
        told_from: str,
        fix: str,
        sources: tuple[str, ...] = (),
    ) -> None:
        self._fill(identifier, title, shows, needs, told_from, fix, sources)


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
        values["url"] = None if self.url is None else redacted(self.url)
        return values
