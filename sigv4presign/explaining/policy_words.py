"""The conditions of a POST policy in words.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

from ..conditions import HIDDEN, RANGE, Condition
from ..policies import PostPolicy

_FIELDS = {
    "acl": "the canned ACL",
    "bucket": "the bucket",
    "cache-control": "the Cache-Control to be stored",
    "content-disposition": "the Content-Disposition to be stored",
    "content-encoding": "the Content-Encoding to be stored",
    "content-type": "the Content-Type to be stored",
    "key": "the key",
    "success_action_redirect": "where the browser goes afterwards",
    "success_action_status": "the status that S3 answers with",
    "tagging": "the tags",
    "x-amz-algorithm": "how it is signed",
    "x-amz-credential": "who signed it, and for which scope",
    "x-amz-date": "when it was signed",
    "x-amz-security-token": "the session token",
}
_SIZES = ((1024**4, "TiB"), (1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB"))


def in_words(condition: Condition, *, reveal: bool = False) -> str:
    """Return a sentence that says what *condition* wants.

    Args:
        condition: one of a policy's.
        reveal: whether a secret value, such as the session token, is shown.
    """
    if condition.operator == RANGE:
        return f"the file has {size(condition.least)} to {size(condition.most)}"
    name = _FIELDS.get(condition.field)
    what = name or f"the field {condition.name}"
    if name and condition.field not in name.lower():
        what = f"{name} ({condition.name})"
    if condition.field.startswith("x-amz-meta-"):
        what = f"the metadata {condition.name}"
    value = condition.value
    if condition.field in HIDDEN and not reveal:
        value = "<hidden>"
    if condition.operator == "eq":
        return f"{what} is {value!r}"
    return f"{what} begins with {value!r}" if value else f"{what} may be anything"


def size(number: int) -> str:
    """Return *number* of bytes as a person writes it."""
    for unit, name in _SIZES:
        if number and number % unit == 0:
            return f"{number // unit} {name}"
    return f"{number} byte{'' if number == 1 else 's'}"


def missing(policy: PostPolicy) -> list[str]:
    """Return what a policy should say and does not, in sentences."""
    fields = {condition.field for condition in policy.conditions}
    found: list[str] = []
    if "key" not in fields:
        found.append("no condition on the key: S3 refuses the form")
    if "bucket" not in fields:
        found.append("no condition on the bucket: S3 refuses the form")
    if RANGE not in [condition.operator for condition in policy.conditions]:
        found.append("no content-length-range: the file may be as large as the store allows")
    return found
