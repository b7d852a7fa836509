"""The conditions of a POST policy: their forms, and whether a form's field meets one.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

import json

from ._checks import is_token, shown
from ._value import Value
from .errors import InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeGuard

_OPERATORS = ("eq", "starts-with")
RANGE = "content-length-range"
_MOST_BYTES = 2**63 - 1
# Fields whose values are secrets, or let their reader act.
HIDDEN = (
    "x-amz-security-token",
    "x-amz-signature",
    "x-amz-server-side-encryption-customer-key",
)


class Condition(Value):
    """One condition.

    Attributes:
        operator: ``eq``, ``starts-with`` or ``content-length-range``.
        field: the name of the form's field in lower case; for a range ``content-length-range``.
        name: that name as written, without the ``$``.
        value: what the field must be, or begin with; for a range an empty string.
        least: for a range the fewest bytes, else 0.
        most: for a range the most bytes, else 0.
    """

    __slots__ = _fields = ("operator", "field", "name", "value", "least", "most")

    operator: str
    field: str
    name: str
    value: str
    least: int
    most: int

    def __init__(
        self, operator: str, name: str, value: str = "", least: int = 0, most: int = 0
    ) -> None:
        self._fill(operator, field_name(name), name, value, least, most)

    def __reduce__(self) -> "tuple[Callable[..., object], tuple[object, ...]]":
        return type(self), (self.operator, self.name, self.value, self.least, self.most)

    def _shown(self, name: str) -> str:
        if name == "value" and self.field in HIDDEN:
            return "<hidden>"
        return super()._shown(name)

    def __str__(self) -> str:
        """Return it as S3 prints it: a list of three, in JSON."""
        if self.operator == RANGE:
            return json.dumps([RANGE, self.least, self.most])
        value = "<hidden>" if self.field in HIDDEN else self.value
        return json.dumps([self.operator, f"${self.name}", value])

    @staticmethod
    def first_and_last(value: str) -> tuple[str, str]:
        """Return what of the list *value* comes first and last in alphabetical order.

        If both begin alike, so does all between: a thousand conditions need not go through it.
        """
        listed = [one.strip() for one in value.split(",")]
        return min(listed), max(listed)

    def holds(self, value: str, types: "tuple[str, str] | None" = None) -> bool:
        """Return whether a field with *value* meets it.

        Args:
            value: of the field.
            types: `first_and_last` of *value*, if it is known and the field ``Content-Type``.
        """
        if self.operator == "eq":
            return value == self.value
        # A list of content types meets it if each of them does.
        if self.field == "content-type":
            first, last = types or self.first_and_last(value)
            return first.startswith(self.value) and last.startswith(self.value)
        return value.startswith(self.value)


def condition_of(written: object) -> Condition:
    """Return the condition that *written*, an object or a list out of JSON, stands for.

    Args:
        written: ``{"acl": "private"}``, ``["eq", "$acl", "private"]``,
            ``["starts-with", "$key", "user/"]`` or ``["content-length-range", 1, 1048576]``.

    Raises:
        InvalidRequestError: it is none of these.
    """
    if is_object(written) and len(written) == 1:
        name, value = next(iter(written.items()))
        return _matching("eq", name, value, written)
    if is_list(written) and len(written) == 3:
        operator, first, second = written
        # Stores read an operator in any case.
        plain = operator.lower() if isinstance(operator, str) else ""
        if plain == RANGE:
            return _range(first, second, written)
        if plain in _OPERATORS:
            if not isinstance(first, str) or first[:1] != "$":
                raise _refused(written, f"its field {shown(first)} must begin with '$'")
            return _matching(plain, first[1:], second, written)
        raise _refused(
            written, f"its operator {shown(operator)} is not 'eq', 'starts-with' or '{RANGE}'"
        )
    raise _refused(
        written,
        "it must be {'FIELD': 'VALUE'}, ['eq', '$FIELD', 'VALUE'], "
        f"['starts-with', '$FIELD', 'PREFIX'] or ['{RANGE}', MIN, MAX]",
    )


def field_name(name: str) -> str:
    """Return *name* as the names of fields are compared: without regard to case."""
    # Elsewhere `lower` makes one name of two: of the Kelvin sign a k.
    return name.lower() if is_token(name) else name


def is_object(written: object) -> "TypeGuard[dict[str, object]]":
    """Return whether *written* is an object, as JSON has it."""
    return isinstance(written, dict)


def is_list(written: object) -> "TypeGuard[Sequence[object]]":
    """Return whether *written* is a list, as JSON has it, or a tuple."""
    return isinstance(written, (list, tuple))


def _matching(operator: str, name: object, value: object, written: object) -> Condition:
    if not isinstance(name, str) or not name or name[0] == "$":
        raise _refused(written, f"its field {shown(name)} must be a name without '$'")
    if not isinstance(value, str):
        raise _refused(written, f"its value is of type {type(value).__name__}; it must be a str")
    return Condition(operator, name, value)


def _range(least: object, most: object, written: object) -> Condition:
    bounds: list[int] = []
    for bound in (least, most):
        number: Any = bound
        # Some SDKs write numbers as text.
        if isinstance(bound, str) and 0 < len(bound) < 20 and not bound.strip("0123456789"):
            number = int(bound)
        whole = isinstance(number, int) and not isinstance(number, bool)
        if not whole or not 0 <= number <= _MOST_BYTES:
            raise _refused(written, f"{shown(bound)} is not a number of bytes")
        bounds.append(int(number))
    if bounds[0] > bounds[1]:
        raise _refused(written, "no size is in that range: its first number is the larger one")
    return Condition(RANGE, RANGE, "", bounds[0], bounds[1])


def _refused(written: object, reason: str) -> InvalidRequestError:
    try:
        text, given = str(written).lower(), shown(written)
    except ValueError:  # Python prints no number of thousands of digits
        text = given = "with a number of thousands of digits"
    # A token or a key in a condition is as secret as in a field.
    if any([name in text for name in HIDDEN]):
        given = "on a secret field"
    return InvalidRequestError(f"condition {given}: {reason}")
