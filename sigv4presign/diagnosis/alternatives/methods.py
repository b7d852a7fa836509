"""Which method may have been signed."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence

METHODS = ("GET", "PUT", "HEAD", "POST", "DELETE", "OPTIONS", "PATCH")


def methods(evidence: "Evidence") -> "Iterator[tuple[str, str]]":
    """Yield methods other than the one sent, and the cause that each would be."""
    sent = evidence.method or "GET"
    for method in METHODS:
        if method != sent:
            yield method, method_cause(evidence, method)
    for method in METHODS:
        yield method.lower(), "method-changed"


def method_cause(evidence: "Evidence", signed: str) -> str:
    """Return what it is called if the request was sent, and *signed* was signed."""
    kind = (evidence.sent("content-type") or [""])[0].lower()
    sends_form = evidence.method == "POST" and (
        kind.startswith("multipart/form-data") or evidence.fields is not None
    )
    return "post-wrong-request" if sends_form and signed == "PUT" else "method-changed"
