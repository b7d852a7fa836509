"""Lints on upload forms: the fields against their policy."""

import re
from urllib.parse import unquote

from ...errors import MalformedError
from ...policies import PostPolicy
from ..findings import CERTAIN, LIKELY, found
from ..regions import place_of
from ..showing import printable, shown_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...policies import PolicyFailure
    from ..evidence import Evidence
    from ..findings import Finding

_NEEDED = ("key", "policy", "x-amz-signature", "x-amz-credential", "x-amz-date", "x-amz-algorithm")
FILE = "file"


def forms(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield why the form would be refused, its signature aside."""
    if evidence.fields is None:
        return
    if evidence.method and evidence.method != "POST":
        shown = f"a form was sent by {evidence.method}"
        yield found("post-wrong-request", shown, CERTAIN)
    names = [name for name, _ in evidence.fields]
    if FILE in names and names.index(FILE) < len(names) - 1:
        behind = names[names.index(FILE) + 1 :]
        shown = f"behind the file, so not read: {printable(', '.join(behind[:20]))}"
        yield found("post-field-order", shown, CERTAIN)
        return
    given = {name: value for name, value in evidence.fields if name != FILE}
    policy = given.get("policy", "")
    if not policy:
        return
    if policy != "".join(policy.split()) or policy.strip("\"'") != policy:
        shown = "the field policy has blanks, line ends or quotes in it"
        yield found("post-policy-reencoded", shown, LIKELY, _ONE_LINE)
        return
    try:
        parsed = PostPolicy.parse(policy)
    except MalformedError as error:
        yield from _unreadable(policy, str(error))
        return
    yield from _checked(evidence, parsed)


_ONE_LINE = "write the policy's base64 on one line (Python: b64encode), and sign that very text"


def _unreadable(policy: str, reason: str) -> "Iterator[Finding]":
    if "expiration" in reason:
        yield found("post-policy-expired", printable(reason), CERTAIN)
    elif "not base64" in reason or unquote(policy) != policy:
        shown = f"the field policy is not as a signer writes it: {printable(reason)}"
        yield found("post-policy-reencoded", shown, LIKELY, _ONE_LINE)
    else:
        shown = f"the policy cannot be read: {printable(reason[:300])}"
        yield found("post-condition-failed", shown, LIKELY, "write the policy as JSON: " + _LIKE)


_LIKE = """{"expiration": "2030-01-01T00:00:00Z", "conditions": [{"bucket": "b"}, …]}"""


def _checked(evidence: "Evidence", policy: PostPolicy) -> "Iterator[Finding]":
    fields = [(name, value) for name, value in evidence.fields or () if name != FILE]
    place = place_of(evidence.host, evidence.link.path)
    given = dict(fields)
    bucket = place.bucket or given.get("bucket") or None
    covered = any(one.field == "bucket" for one in policy.conditions)
    size = _size(evidence)
    told = bucket if covered else None
    # A file's name that is not known fails no condition on the key.
    failures = policy.check(
        fields, size=size, bucket=told, file_name="${filename}", now=evidence.now
    )
    for failure in failures:
        yield _named(evidence, failure, given)


def _size(evidence: "Evidence") -> "int | None":
    for name, value in evidence.fields or ():
        if name == FILE and (match := re.match(r"^(\d{1,18}) bytes$", value)):
            return int(match.group(1))
    return None


def _named(evidence: "Evidence", failure: "PolicyFailure", given: "dict[str, str]") -> "Finding":
    reason = printable(failure.reason)
    if "Policy expired" in failure.message:
        told = evidence.clock != "machine" or evidence.answer is None
        return found("post-policy-expired", reason, CERTAIN if told else LIKELY)
    if failure.code in ("EntityTooLarge", "EntityTooSmall"):
        return found("post-size-out-of-range", reason, CERTAIN)
    if "Extra input fields" in failure.message:
        fix = f"add the condition ['starts-with', '${failure.field}', ''] to the policy"
        value = shown_value(failure.field, given.get(failure.field, ""))
        return found("post-uncovered-field", f"{reason} ({value[:80]!r})", CERTAIN, fix)
    return found("post-condition-failed", reason, CERTAIN)
