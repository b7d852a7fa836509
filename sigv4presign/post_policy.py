"""Upload forms: a POST policy made, checked and signed.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

import json

from ._base64 import base64_text
from ._checks import bad_character, checked_scope_part, is_token, lifetime, shown
from ._request import split_url
from ._time import LAST_SECOND, format_amz_date
from .conditions import RANGE, Condition, condition_of, is_list
from .credentials import check_credentials
from .errors import InvalidRequestError
from .policies import FILE_NAME, checked_pairs
from .presigned_post import PresignedPost
from .signing import ALGORITHM, credential_scope, signature, signing_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from ._checks import Duration, Moment
    from .credentials import Credentials

    Fields = Mapping[str, str] | Iterable[tuple[str, str]]
    Written = Mapping[str, str] | Sequence[str | int]

# What the signer puts into a form itself.
_OURS = (
    "x-amz-algorithm",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-security-token",
    "policy",
    "x-amz-signature",
)
# https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html: fields and boundaries
_FORM_BYTES = 20 * 1024
# Beside a field's name and value: its header and line ends, and the shortest usual boundary.
_PART_BYTES = 49 + 32


def presign_post(
    url: str,
    *,
    credentials: "Credentials",
    region: str,
    bucket: str,
    fields: "Fields",
    conditions: "Iterable[Written]" = (),
    content_length_range: "tuple[int, int] | None" = None,
    service: str = "s3",
    expires_in: "Duration" = 3600,
    now: "Moment | None" = None,
    round_to: "Duration | None" = None,
    outlive: str = "shorten",
) -> PresignedPost:
    """Return a form that uploads to *url* what its policy allows.

    Args:
        url: the bucket's.
        credentials: who signs.
        region: as the store spells it.
        bucket: the bucket's name, to which the form is bound.
        fields: what the form holds, pairs or a mapping, ``key`` among them; each is bound to its
            value, unless a condition allows more. In any of them, above all the key, S3 puts the
            name of the sender's file for ``${filename}``; what precedes it is bound.
        conditions: more of them, each in one of S3's forms. A field that must equal something and
            is not given is put into the form; one that must begin with something the sender adds.
        content_length_range: the fewest and the most bytes that the file may have.
        service: for which to sign.
        expires_in: how long from now the form is valid: 1 to 604800 seconds, or a timedelta.
        now: as for `presign`.
        round_to: as for `presign`.
        outlive: as for `presign`.

    Raises:
        InvalidRequestError: a field or a condition is none, S3 would refuse the form whatever its
            sender does, or an argument is not what its description says.
        CredentialsError: the credentials have ended.
    """
    check_credentials(credentials)
    split_url(url)
    pairs = checked_fields(fields)
    written = listed(conditions)
    if content_length_range is not None:
        written.append(_range_written(content_length_range))
    known = [condition_of(one) for one in written]
    check_conditions(known, bucket)
    for condition in known:
        given = [name.lower() for name, _ in pairs]
        if condition.operator == "eq" and condition.field not in given + ["bucket"]:
            pairs.append((condition.name, condition.value))
    covered = [condition.field for condition in known]
    if "bucket" not in covered:
        written.append({"bucket": bucket})
    for name, value in pairs:
        if name.lower() not in covered and not name.lower().startswith("x-ignore-"):
            written.append(condition_for(name, value))
    check_fields(pairs, known)
    signed_at, expires = lifetime(credentials, expires_in, now, round_to, outlive)
    signed = signed_fields(pairs, written, credentials, region, service, signed_at, expires)
    check_size(signed)
    return PresignedPost(url, tuple(signed), signed_at + expires)


def signed_fields(
    fields: "Iterable[tuple[str, str]]",
    conditions: "Iterable[Written]",
    credentials: "Credentials",
    region: str,
    service: str,
    signed_at: int,
    expires_in: int,
) -> "list[tuple[str, str]]":
    """Return *fields* and those that authorise them, in botocore's order and spelling.

    Args:
        fields: from `checked_fields`.
        conditions: as they go into the policy.
        credentials: who signs.
        region: of the scope.
        service: of the scope.
        signed_at: Unix seconds.
        expires_in: seconds.
    """
    region = checked_scope_part("region", region)
    service = checked_scope_part("service", service)
    amz_date = format_amz_date(signed_at)
    scope = credential_scope(amz_date[:8], region, service)
    ours = [
        ("x-amz-algorithm", ALGORITHM),
        ("x-amz-credential", f"{credentials.access_key_id}/{scope}"),
        ("x-amz-date", amz_date),
    ]
    if credentials.session_token is not None:
        ours.append(("x-amz-security-token", credentials.session_token))
    if signed_at + expires_in > LAST_SECOND:
        raise InvalidRequestError(f"the form signed at {signed_at} would end after the year 9999")
    ends = format_amz_date(signed_at + expires_in)
    document = {
        "expiration": f"{ends[:4]}-{ends[4:6]}-{ends[6:11]}:{ends[11:13]}:{ends[13:]}",
        "conditions": list(conditions) + [{name: value} for name, value in ours],
    }
    policy = base64_text(json.dumps(document).encode())
    key = signing_key(credentials.secret_access_key, amz_date[:8], region, service)
    proof = [("policy", policy), ("x-amz-signature", signature(key, policy))]
    return list(fields) + ours + proof


def condition_for(name: str, value: str) -> "Written":
    """Return the condition that binds a field to its value, or to what is known of that."""
    if FILE_NAME in value:
        return ["starts-with", f"${name}", value[: value.index(FILE_NAME)]]
    return {name: value}


def checked_fields(fields: "Fields") -> "list[tuple[str, str]]":
    """Return *fields*, a mapping or pairs, as pairs that a form can send, or say what is wrong."""
    seen: list[str] = []
    pairs = checked_pairs(fields)
    for name, value in pairs:
        plain = name.lower()
        if plain in _OURS:
            raise InvalidRequestError(f"field {name!r} is made by the signer; leave it out")
        if plain in ("file", "bucket"):
            raise InvalidRequestError(
                f"field {name!r} does not belong here: the file is the sender's to add, "
                "and the bucket is an argument"
            )
        if plain in seen:
            raise InvalidRequestError(f"field {name!r} is given more than once")
        check_text("field", name, value)
        seen.append(plain)
    if "key" not in seen:
        raise InvalidRequestError("fields has no 'key', without which S3 takes no form")
    return pairs


def check_text(what: str, name: str, value: str) -> None:
    """Refuse the name or the value of a field that clients send otherwise than they are given."""
    if not is_token(name):
        raise InvalidRequestError(
            f"{what} {shown(name)} has a name that is not an HTTP token (RFC 9110, 5.6.2)"
        )
    bad = bad_character(value)
    if bad is not None:
        raise InvalidRequestError(
            f"{what} {name!r} holds the character {bad}, which no form sends as it is"
        )


def check_size(fields: "Iterable[tuple[str, str]]") -> None:
    """Refuse *fields* that S3 would not read to their end."""
    size = sum([_PART_BYTES + len(name) + len(value.encode()) for name, value in fields])
    if size > _FORM_BYTES:
        raise InvalidRequestError(
            f"the form has {size} bytes before the file; S3 takes {_FORM_BYTES}"
        )


def check_conditions(conditions: "Sequence[Condition]", bucket: object) -> None:
    """Refuse conditions that nothing meets, or that are the signer's or the sender's to make."""
    if not isinstance(bucket, str) or not bucket:
        raise InvalidRequestError(f"bucket is {shown(bucket)}; it must be the bucket's name")
    for position, condition in enumerate(conditions):
        check_text("condition on", condition.name, condition.value)
        if condition.field in _OURS:
            raise InvalidRequestError(f"condition {condition}: the signer makes it; leave it out")
        if condition.field == "file" or (condition.field == RANGE and condition.operator != RANGE):
            raise InvalidRequestError(f"condition {condition}: no condition is on that")
        if condition.field == "bucket" and (condition.operator, condition.value) != ("eq", bucket):
            raise InvalidRequestError(
                f"condition {condition}: the bucket is {bucket!r}, and S3 compares it by 'eq' only"
            )
        for other in conditions[:position]:
            if condition.field == other.field and not _compatible(condition, other):
                raise InvalidRequestError(f"conditions {other} and {condition} exclude each other")


def _compatible(one: Condition, other: Condition) -> bool:
    if one.operator == RANGE:
        return max(one.least, other.least) <= min(one.most, other.most)
    if one.operator == "eq":
        return other.holds(one.value)
    if other.operator == "eq":
        return one.holds(other.value)
    return one.value.startswith(other.value) or other.value.startswith(one.value)


def check_fields(pairs: "Iterable[tuple[str, str]]", conditions: "Iterable[Condition]") -> None:
    """Refuse a field that its own condition does not allow."""
    values = {name.lower(): (name, value) for name, value in pairs}
    for condition in conditions:
        name, value = values.get(condition.field, ("", ""))
        if FILE_NAME in value:
            # S3 puts the file's name there first: only what precedes it is known.
            known = value[: value.index(FILE_NAME)]
            if condition.operator == "eq" or not known.startswith(condition.value):
                raise InvalidRequestError(
                    f"condition {condition} does not hold for every file name in {value!r}"
                )
        elif name and not condition.holds(value):
            raise InvalidRequestError(
                f"field {name!r} does not meet the condition {condition} on it"
            )


def listed(conditions: "Iterable[Written]") -> "list[Written]":
    """Return *conditions* as a list."""
    given: Any = conditions
    if not isinstance(given, (str, dict)):
        try:
            return list(given)
        except TypeError:
            pass
    raise InvalidRequestError(f"conditions is {shown(conditions)}; it must be a list of conditions")


def _range_written(content_length_range: object) -> "Written":
    given: Any = content_length_range
    if not is_list(content_length_range) or len(content_length_range) != 2:
        raise InvalidRequestError(
            f"content_length_range is {shown(content_length_range)}; "
            "it must be the fewest and the most bytes, such as (1, 10485760)"
        )
    return [RANGE, given[0], given[1]]
