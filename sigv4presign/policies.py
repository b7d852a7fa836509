"""`PostPolicy`: a POST policy taken apart, and a form checked against it as S3 checks it.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

import json
import time

from ._base64 import base64_bytes
from ._checks import as_pairs, exact, line, shown, unix_seconds
from ._time import parse_amz_date
from ._value import Value
from .conditions import HIDDEN, RANGE, Condition, condition_of, field_name, is_list, is_object
from .errors import InvalidRequestError, MalformedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ._checks import Moment

    Fields = Mapping[str, str] | Iterable[tuple[str, str]]

# Fields that need no condition; so does any whose name begins with `x-ignore-`.
_FREE = ("file", "policy", "x-amz-signature")
FILE_NAME = "${filename}"


class PolicyFailure(Value):
    """One reason for which S3 would refuse a form; ``str()`` is a sentence for a person.

    Attributes:
        code: the error code that S3 answers with.
        status: the HTTP status that goes with it.
        message: the text that S3 prints.
        condition: the condition that fails, or None where none is to blame.
        field: the field's name, or an empty string.
        reason: what is wrong.
    """

    __slots__ = _fields = ("code", "status", "message", "condition", "field", "reason")

    code: str
    status: int
    message: str
    condition: "Condition | None"
    field: str
    reason: str

    def __init__(
        self,
        code: str,
        status: int,
        message: str,
        condition: "Condition | None",
        field: str,
        reason: str,
    ) -> None:
        self._fill(code, status, message, condition, field, reason)

    def __str__(self) -> str:
        return self.reason


class PostPolicy(Value):
    """What a policy allows; from `PostPolicy.parse`.

    Attributes:
        text: the JSON document.
        expiration: the first Unix second at which it allows nothing any more.
        conditions: in the order of the document.
    """

    __slots__ = _fields = ("text", "expiration", "conditions")
    _hidden = ("text",)  # it may hold a session token

    text: str
    expiration: int
    conditions: tuple[Condition, ...]

    def __init__(self, text: str, expiration: int, conditions: tuple[Condition, ...]) -> None:
        self._fill(text, expiration, conditions)

    @classmethod
    def parse(cls, policy: str) -> "PostPolicy":
        """Return the policy that the form's field ``policy`` holds.

        Args:
            policy: in base64, as sent. What its signature is worth is not looked at.

        Raises:
            MalformedError: it is not base64, not UTF-8, not JSON, or not of a policy's form.
        """
        text = _decoded(policy)
        document = _members(text)
        written = document["conditions"]
        if not is_list(written) or not written:
            raise _malformed(
                "the policy's 'conditions' must be a list that is not empty",
                "Invalid 'conditions' value: must be a List.",
            )
        conditions = tuple([_condition(one) for one in written])
        return cls(text, _moment(document["expiration"]), conditions)

    def check(
        self,
        fields: "Fields",
        *,
        size: "int | None" = None,
        bucket: "str | None" = None,
        file_name: "str | None" = None,
        now: "Moment | None" = None,
    ) -> tuple[PolicyFailure, ...]:
        """Return all for which S3 would refuse the form; nothing if it would take it.

        The signature is not looked at.

        Args:
            fields: the form's fields, pairs or a mapping, decoded, without the file; names in any
                case.
            size: bytes of the file; None leaves the condition on it unchecked.
            bucket: to which the form is sent, by the request's address; None leaves the condition
                on it unchecked, unless there is a field of that name.
            file_name: what the sender's file is called, which takes the place of ``${filename}``
                in each field; None, for a file without a name, leaves it there.
            now: Unix seconds or an aware datetime; None reads the clock.

        Raises:
            InvalidRequestError: *fields* are not texts.
        """
        sent, failures = _by_name(fields)
        moment = unix_seconds("now", time.time() if now is None else now)
        if moment >= self.expiration:
            failures.append(_denied("Policy expired.", None, "", "the policy has expired"))
        plain = plain_file_name(file_name)
        if plain is not None:
            sent = {name: value.replace(FILE_NAME, plain) for name, value in sent.items()}
        if bucket is not None:
            sent["bucket"] = bucket  # a field of that name is no evidence
        types = Condition.first_and_last(sent.get("content-type", ""))
        found = [_failure(condition, sent, size, types) for condition in self.conditions]
        failures += [failure for failure in found if failure is not None]
        covered = [one.field for one in self.conditions if one.operator != RANGE]
        for name in sent:
            if name in covered or name in _FREE or name.startswith("x-ignore-"):
                continue
            reason = f"the form has the field {line(name)}, which no condition of the policy allows"
            if name == "bucket":
                reason = f"no condition of the policy allows the bucket {shown(sent[name])}"
            failures.append(_denied(f"Extra input fields: {name}", None, name, reason))
        return tuple(failures)


def _failure(
    condition: Condition, sent: "Mapping[str, str]", size: "int | None", types: tuple[str, str]
) -> "PolicyFailure | None":
    if condition.operator == RANGE:
        return None if size is None else _size_failure(condition, size)
    value = sent.get(condition.field)
    if value is None and condition.field == "bucket":
        return None
    if value is not None and condition.holds(value, types):
        return None
    if value is None:
        what = "is missing"
    else:
        what = "is another one" if condition.field in HIDDEN else f"is {shown(value)}"
    reason = f"{line(condition.name)} {what}, but the policy wants {condition}"
    return _denied(f"Policy Condition failed: {condition}", condition, condition.name, reason)


def _size_failure(condition: Condition, size: int) -> "PolicyFailure | None":
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    reason = f"the file has {size} bytes, but the policy wants {condition}"
    if size > condition.most:
        message = "Your proposed upload exceeds the maximum allowed size"
        return PolicyFailure("EntityTooLarge", 400, message, condition, "file", reason)
    if size < condition.least:
        message = "Your proposed upload is smaller than the minimum allowed size"
        return PolicyFailure("EntityTooSmall", 400, message, condition, "file", reason)
    return None


def _denied(message: str, condition: "Condition | None", field: str, reason: str) -> PolicyFailure:
    said = f"Invalid according to Policy: {message}"
    return PolicyFailure("AccessDenied", 403, said, condition, field, reason)


def _by_name(fields: "Fields") -> "tuple[dict[str, str], list[PolicyFailure]]":
    sent: dict[str, str] = {}
    failures: list[PolicyFailure] = []
    for name, value in checked_pairs(fields):
        plain = field_name(name)
        if plain in sent:
            # Stores disagree on which one counts.
            message = f"the form has the field {name} more than once"
            failures.append(PolicyFailure("InvalidArgument", 400, message, None, name, message))
        else:
            sent[plain] = value
    return sent, failures


def plain_file_name(file_name: "str | None") -> "str | None":
    """Return *file_name* without the folder that some browsers send, too."""
    return None if file_name is None else file_name.replace("\\", "/").split("/")[-1]


def checked_pairs(fields: "Fields") -> "list[tuple[str, str]]":
    """Return *fields*, a mapping or pairs, as pairs of texts."""
    pairs: list[tuple[str, str]] = []
    for name, value in as_pairs(fields, "fields"):
        if not isinstance(name, str) or not isinstance(value, str):
            raise InvalidRequestError(
                f"field {shown(name)} has a value of type {type(value).__name__}; "
                "a form sends text, so both must be str"
            )
        pairs.append((exact(name), exact(value)))
    return pairs


def _decoded(policy: object) -> str:
    if not isinstance(policy, str) or not policy:
        raise _malformed("there is no policy")
    try:
        raw = base64_bytes(policy)
    except ValueError:
        raise _malformed("policy is not base64", "invalid Base64 encoding.") from None
    try:
        return raw.decode("utf-8")
    except ValueError:  # the base of what each engine raises
        raise _malformed("policy is not UTF-8") from None


def _members(text: str) -> "dict[str, object]":
    try:
        document = _loaded(text)
    except (ValueError, RuntimeError) as error:  # the second is of too many brackets
        raise _malformed(f"policy is not JSON: {error}") from None
    if not is_object(document):
        raise _malformed("policy is not an object")
    for name in document:
        if name not in ("expiration", "conditions"):
            raise _malformed(f"policy has the unknown member {name!r}", f"Unexpected: '{name}'")
    for name in ("expiration", "conditions"):
        if name not in document:
            raise _malformed(f"policy has no {name!r}", f"Policy missing {name}.")
    return document


def _loaded(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_without_repetition)
    except TypeError:  # MicroPython's takes no hook
        return json.loads(text)


def _without_repetition(pairs: "list[tuple[str, object]]") -> "dict[str, object]":
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has a member twice")
    return members


def _condition(written: object) -> Condition:
    try:
        return condition_of(written)
    except InvalidRequestError as error:
        message = "Invalid JSON."
        if is_object(written) and len(written) == 1:
            message = "Invalid Simple-Condition: value must be a string."
        elif is_object(written):
            message = (
                "Invalid Simple-Condition: "
                "Simple-Conditions must have exactly one property specified."
            )
        raise _malformed(str(error), message) from None


def _moment(expiration: object) -> int:
    # ISO 8601 in UTC, with a fraction of the second or without.
    text = expiration if isinstance(expiration, str) else ""
    moment, _, fraction = text.partition(".")
    if fraction[-1:] == "Z" and len(fraction) > 1 and not fraction[:-1].strip("0123456789"):
        moment += "Z"
    dashes = moment[4:5] + moment[7:8] + moment[13:14] + moment[16:17]
    try:
        if dashes != "--::" or len(moment) != 20:
            raise ValueError(text)
        return parse_amz_date(moment.replace("-", "").replace(":", ""))
    except ValueError:
        raise _malformed(
            f"the policy's expiration is {shown(expiration)}; "
            "it must be like '2007-12-01T12:00:00.000Z'",
            f"Invalid 'expiration' value: '{text}'",
        ) from None


def _malformed(reason: str, message: str = "Invalid JSON.") -> MalformedError:
    return MalformedError(reason, f"Invalid Policy: {message}", code="InvalidPolicyDocument")
