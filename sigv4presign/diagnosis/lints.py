"""What a request betrays by itself: no answer of the store, no secret is needed."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .evidence import Evidence
    from .findings import Finding


def lints(evidence: "Evidence") -> "list[Finding]":
    """Return what is wrong, or may be, with the request of *evidence*, most likely first.

    Args:
        evidence: ``Evidence(method, Link(url))`` where the URL is all that is known.
    """
    del evidence
    return []
