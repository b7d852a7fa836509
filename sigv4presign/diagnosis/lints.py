"""What a request betrays by itself: no answer of the store, no secret is needed."""

from .findings import CERTAIN, HINT, LIKELY
from .linting.forms import forms
from .linting.headers import headers, transfer
from .linting.mechanism import mechanism
from .linting.paths import paths
from .linting.places import places
from .linting.queries import queries
from .linting.times import moments, times
from .linting.tokens import tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .evidence import Evidence
    from .findings import Finding

ORDER = (CERTAIN, LIKELY, HINT)
# In the order in which stores look: is it whole, is it signed once, is it now, is it here.
_FAMILIES = (
    *(paths, queries, mechanism, times, places, moments, forms, tokens, headers, transfer),
)


def lints(evidence: "Evidence") -> "list[Finding]":
    """Return what is wrong, or may be, with the request of *evidence*, most likely first.

    Args:
        evidence: ``Evidence(method, Link(url))`` where the URL is all that is known.
    """
    findings: list[Finding] = []
    for family in _FAMILIES:
        findings += family(evidence)
    return sorted(dict.fromkeys(findings), key=lambda one: ORDER.index(one.confidence))
