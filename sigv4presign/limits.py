"""`Limits`: how much of what comes from outside a verifier reads."""

from ._checks import shown
from ._value import Value
from .errors import InvalidRequestError, MalformedError
from .rules import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pairs = list[tuple[str, str]]


class Limits(Value):
    """The most that is read; what has more is refused with `LimitExceededError`.

    Args:
        target: characters of the URL or request target. A web server's usual limit is 8 KiB.
        headers: number of headers.
        header_bytes: characters of all header names and values together.
        signed_headers: names in ``X-Amz-SignedHeaders``.
        fields: number of a form's fields, the file left out.
        field_bytes: characters of their names and values together, the policy left out.
        policy: bytes of a form's policy, as JSON. S3 reads 20 KB of fields:
            https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
        chunk: bytes of one chunk of an aws-chunked body, all of which is held in memory.

    Raises:
        InvalidRequestError: one is no int of at least 1.
    """

    __slots__ = _fields = (
        "target",
        "headers",
        "header_bytes",
        "signed_headers",
        "fields",
        "field_bytes",
        "policy",
        "chunk",
    )

    target: int
    headers: int
    header_bytes: int
    signed_headers: int
    fields: int
    field_bytes: int
    policy: int
    chunk: int

    def __init__(
        self,
        target: int = 8192,
        headers: int = 128,
        header_bytes: int = 32768,
        signed_headers: int = 64,
        fields: int = 128,
        field_bytes: int = 65536,
        policy: int = 20480,
        chunk: int = 16777216,
    ) -> None:
        values = (target, headers, header_bytes, signed_headers, fields, field_bytes, policy, chunk)
        for name, value in zip(self._fields, values):
            number: object = value
            if not isinstance(number, int) or isinstance(number, bool) or number < 1:
                raise InvalidRequestError(
                    f"{name} is {shown(value)}; it must be an int of 1 or more"
                )
        self._fill(*values)

    def check_target(self, target: str) -> None:
        """Refuse a *target*, or an absolute URL, that is too long."""
        if len(target) > self.target:
            raise _exceeded("limit-target", "characters in the request target", self.target)

    def check_headers(self, pairs: "Pairs") -> None:
        """Refuse headers that are too many or too long."""
        if len(pairs) > self.headers:
            raise _exceeded("limit-headers", "headers", self.headers)
        if sum([len(name) + len(value) for name, value in pairs]) > self.header_bytes:
            raise _exceeded("limit-headers", "characters in the headers", self.header_bytes)

    def check_signed_headers(self, names: str) -> None:
        """Refuse *names*, ``;`` between them, that are too many."""
        if names.count(";") >= self.signed_headers:
            raise _exceeded("limit-signed-headers", "signed headers", self.signed_headers)

    def check_fields(self, pairs: "Pairs") -> None:
        """Refuse a form's fields that are too many or too long."""
        if len(pairs) > self.fields:
            raise _exceeded("limit-fields", "fields", self.fields)
        size = 0
        for name, value in pairs:
            if name.lower() != "policy":
                size += len(name) + len(value)
            elif len(value) > (self.policy + 2) // 3 * 4:
                raise _exceeded("limit-fields", "bytes in the policy", self.policy)
        if size > self.field_bytes:
            raise _exceeded("limit-fields", "characters in the fields", self.field_bytes)


def _exceeded(rule: str, what: str, limit: int) -> MalformedError:
    return broken(rule, f"more than {limit} {what}")


DEFAULT = Limits()
