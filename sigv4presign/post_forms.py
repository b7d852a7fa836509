"""Whether a form whose policy is genuine is what that policy allows."""

from ._checks import shown
from .errors import InvalidRequestError
from .policies import FILE_NAME, PolicyFailure, PostPolicy, plain_file_name
from .refusals import PolicyError
from .rules import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .claims import Claim

_OF_THE_SIGNATURE = (
    "policy",
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-signature",
)

# Fields may name it thousands of times; no key of S3 has more bytes:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
_LONGEST_NAME = 1024


def check_form(
    claim: "Claim",
    moment: int,
    bucket: "str | None",
    file_size: "int | None",
    file_name: "str | None",
) -> "dict[str, object]":
    """Return what a proof of *claim*, a genuine form, says otherwise than the claim.

    Args:
        claim: from `parse_post`, the signature of its policy proven.
        moment: Unix seconds of the verifier.
        bucket: that the form is sent to.
        file_size: bytes of the file; None leaves the policy's range unchecked.
        file_name: what the sender's file is called.

    Raises:
        PolicyError: the policy has expired, or does not allow the form.
        MalformedError: the policy cannot be read, the key is empty or not UTF-8, or the file's
            name is too long.
        InvalidRequestError: no bucket is given.
    """
    if not isinstance(bucket, str) or not bucket:
        raise InvalidRequestError(
            f"bucket is {shown(bucket)}; a form needs the bucket that it is sent to, from the "
            "request's address and not from a field"
        )
    check_utf8("the file's name", file_name or "")
    if len(file_name or "") > _LONGEST_NAME:
        reason = f"the file's name has more than {_LONGEST_NAME} characters"
        raise broken("limit-fields", reason)
    policy = PostPolicy.parse(claim.string_to_sign)
    failures = policy.check(
        claim.fields, size=file_size, bucket=bucket, file_name=file_name, now=moment
    )
    said = dict(claim.fields).get("bucket", bucket)
    if said != bucket:
        # The policy was held against the true one; an application may yet read the other.
        failures = failures + (_lie(said, bucket),)
    if failures:
        raise PolicyError(failures)
    plain = plain_file_name(file_name)
    fields = [
        (name, value.replace(FILE_NAME, plain) if plain is not None else value)
        for name, value in claim.fields
        if name not in _OF_THE_SIGNATURE
    ]
    key = dict(fields)["key"]
    if not key:
        raise broken("key-empty", "the key is empty once the file's name is in it")
    return {
        "bucket": bucket,
        "key": key,
        "fields": tuple(fields),
        "expires_at": policy.expiration,
    }


def check_utf8(what: str, text: str) -> None:
    """Refuse *text*, of *what*, that holds half a surrogate pair, which no UTF-8 decodes to.

    Raises:
        MalformedError: it does.
    """
    try:
        text.encode("utf-8")
    except ValueError:
        raise broken("field-utf8", f"{what} is not UTF-8") from None


def _lie(said: str, bucket: str) -> PolicyFailure:
    message = "Invalid according to Policy: Extra input fields: bucket"
    reason = f"the field bucket is {shown(said)}, but the form is sent to {shown(bucket)}"
    return PolicyFailure("AccessDenied", 403, message, None, "bucket", reason)
