"""Which operation of S3 a URL is for: the table of operations read backwards."""

from ..s3.operations import OPERATIONS
from ..s3.parameters import PARAMETERS
from ..s3.requests import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def operations(
    method: str | None, scope: str, query: "Sequence[tuple[str, str]]", headers: "Sequence[str]"
) -> tuple[tuple[str, str], ...]:
    """Return (method, operation) pairs that fit, for each method the one that fits best.

    Args:
        method: None where it is unknown, and every method may be meant.
        scope: ``key``, ``bucket`` or ``/``.
        query: decoded names and values, those of the signature left out.
        headers: names of signed headers, in lower case.
    """
    given = dict(query)
    named = given.get("x-id", "")
    best: dict[str, tuple[int, str]] = {}
    for name, line in OPERATIONS.items():
        operation = Operation(name, line)
        if operation.scope != scope or (method is not None and operation.method != method):
            continue
        score = _score(operation, given, headers)
        if named and named.lower() == name.replace("_", ""):
            score = 1000
        if score > best.get(operation.method, (-1, ""))[0]:
            best[operation.method] = (score, name)
    top = max([score for score, _ in best.values()], default=0)
    # What only one method has, such as an upload's part, is what is meant.
    fitting = [
        (found, name)
        for found, (score, name) in best.items()
        if method is not None or top in (0, score)
    ]
    return tuple(sorted(fitting, key=lambda pair: _ORDER.index(pair[0])))


_ORDER = ("GET", "HEAD", "PUT", "POST", "DELETE")


def _score(operation: Operation, given: "dict[str, str]", headers: "Sequence[str]") -> int:
    """Return how well *operation* fits, or -1 if something that tells it from others is missing."""
    score = 0
    for name, value in operation.fixed:
        if name not in given or (value and given[name] != value):
            return -1
        score += 10
    # Some SDKs move headers into the URL.
    present = [name.lower() for name in (*given, *headers)]
    for name in operation.required:
        wire_name = PARAMETERS[name].split()[1].lower()
        if wire_name not in present:
            return -1
        score += 5
    return score
