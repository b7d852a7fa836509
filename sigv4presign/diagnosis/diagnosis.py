"""`Diagnosis`: what `diagnose` found."""

from .._value import Value
from .findings import HINT, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Diagnosis(Value):
    """Why a request is refused, as far as it can be told.

    Neither ``str()``, ``repr()`` nor `to_dict` shows a secret key, a session token, a signature
    that was sent, or one that would have been right.

    Attributes:
        findings: most likely first; empty when nothing is wrong.
        genuine: whether the secret proves the signature: True, False, or None without a secret.
        needs: what to add in order to tell more; empty where the first finding is certain.
        notes: what else is to be known, such as that the answer is of another request.
        tried: how many hypotheses on what was signed were tried.
    """

    __slots__ = _fields = ("findings", "genuine", "needs", "notes", "tried")

    findings: "tuple[Finding, ...]"
    genuine: "bool | None"
    needs: "tuple[str, ...]"
    notes: "tuple[str, ...]"
    tried: int

    def __init__(
        self,
        findings: "tuple[Finding, ...]",
        genuine: "bool | None" = None,
        needs: "tuple[str, ...]" = (),
        notes: "tuple[str, ...]" = (),
        tried: int = 0,
    ) -> None:
        self._fill(findings, genuine, needs, notes, tried)

    @property
    def verdict(self) -> str:
        """``genuine``, ``found`` or ``undecided``: the exit status 0, 1 or 3 of the command line.

        ``found``: a finding is certain or likely. ``genuine``: the signature is proven, and none
        is. ``undecided``: all else.
        """
        if any(one.confidence != HINT for one in self.findings):
            return "found"
        return "genuine" if self.genuine else "undecided"

    def __str__(self) -> str:
        lines = [str(one) for one in self.findings]
        if self.genuine:
            lines.insert(
                0, "the signature is genuine: it was made with this secret, over this request"
            )
        if self.verdict == "undecided":
            lines.append("the cause cannot be told from this")
        lines += [f"note: {note}" for note in self.notes]
        if self.needs:
            lines.append("to tell more, add:")
            lines += [f"  - {need}" for need in self.needs]
        return "\n".join(lines)

    def to_dict(self) -> "dict[str, Any]":
        """Return the attributes, and the verdict, as what JSON can hold."""
        return {
            "verdict": self.verdict,
            "genuine": self.genuine,
            "findings": [one.to_dict() for one in self.findings],
            "needs": list(self.needs),
            "notes": list(self.notes),
            "tried": self.tried,
        }
