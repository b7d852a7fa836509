"""`SigningKey`, and what a look-up of secrets may give back."""

from ._checks import checked_scope_part, exact, shown, unix_seconds
from ._value import Value
from .credentials import Credentials, checked_text
from .errors import InvalidRequestError
from .signing import signing_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from ._checks import Moment

    # One secret of an access key id in any of its forms, several while one replaces another, or
    # None for an id that nobody has.
    Candidate: TypeAlias = "Credentials | SigningKey"
    OneSecret: TypeAlias = "str | Credentials | SigningKey"
    Secret: TypeAlias = "OneSecret | tuple[OneSecret, ...] | list[OneSecret] | None"  # noqa: S105
    Secrets: TypeAlias = "Mapping[str, Secret] | Callable[[str], Secret]"


class SigningKey(Value):
    """The key that is derived from a secret for one UTC day, region and service.

    Whoever has it can prove and sign requests of that scope, and cannot find the secret: it is
    what to hand to a gateway that is not to hold secrets. ``repr`` hides it.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

    Args:
        key: its 32 bytes.
        date: the day, ``YYYYMMDD``.
        region: of the credential scope.
        service: of the credential scope.
        session_token: what belongs to the secret, if it is a temporary one.
        expires_at: when that ends, in Unix seconds or as an aware datetime; None if unknown or
            never.

    Raises:
        InvalidRequestError: a value is not what its description says.
    """

    __slots__ = _fields = ("key", "date", "region", "service", "session_token", "expires_at")
    _hidden = ("key", "session_token")

    key: bytes
    date: str
    region: str
    service: str
    session_token: "str | None"
    expires_at: "int | None"

    def __init__(
        self,
        key: bytes,
        date: str,
        region: str,
        service: str = "s3",
        session_token: "str | None" = None,
        expires_at: "Moment | None" = None,
    ) -> None:
        given: object = key
        if not isinstance(given, (bytes, bytearray)) or len(given) != 32:
            raise InvalidRequestError("key must be the 32 bytes of a derived signing key")
        day: object = date
        if not isinstance(day, str) or len(day) != 8 or day.strip("0123456789"):
            raise InvalidRequestError(f"date is {shown(date)}; it must be a day as YYYYMMDD")
        if session_token is not None:
            session_token = checked_text("session_token", session_token)
        if expires_at is not None:
            expires_at = unix_seconds("expires_at", expires_at)
        self._fill(
            bytes(given),
            exact(day),
            checked_scope_part("region", region),
            checked_scope_part("service", service),
            session_token,
            expires_at,
        )

    @classmethod
    def derive(
        cls, credentials: Credentials, date: str, region: str, service: str = "s3"
    ) -> "SigningKey":
        """Return the key of *credentials* for a scope; where the secret is, not at the gateway.

        Args:
            credentials: whose key it is; their session token and end go along.
            date: the UTC day, ``YYYYMMDD``. A URL may be used a week after the day of its scope.
            region: of the credential scope.
            service: of the credential scope.
        """
        key = signing_key(credentials.secret_access_key, date, region, service)
        return cls(key, date, region, service, credentials.session_token, credentials.expires_at)

    def fits(self, date: str, region: str, service: str) -> bool:
        """Return whether it is the key of this credential scope."""
        return (date, region, service) == (self.date, self.region, self.service)


# What is computed with where an access key id is unknown, so that it takes as long.
UNKNOWN = Credentials("unknown", "unknown")


def secret_for(secrets: "Secrets", access_key_id: str) -> "Secret":
    """Return what *secrets*, a mapping or a callable, has for *access_key_id*.

    Raises:
        InvalidRequestError: it is neither.
    """
    if callable(secrets):
        return secrets(access_key_id)
    if not hasattr(secrets, "get"):
        raise InvalidRequestError(
            f"secrets is of type {type(secrets).__name__}; it must be a mapping of access key "
            "ids, or a callable that takes one"
        )
    return secrets.get(access_key_id)


def candidates(secret: "Secret") -> "list[Credentials | SigningKey]":
    """Return the keys that *secret*, the answer of a look-up, stands for; none if unknown.

    Raises:
        InvalidRequestError: it is of another type, or empty: no secret must never verify.
    """
    if secret is None:
        return []
    if isinstance(secret, (tuple, list)):
        return [_candidate(one) for one in secret]
    return [_candidate(secret)]


def _candidate(secret: object) -> "Credentials | SigningKey":
    if isinstance(secret, (Credentials, SigningKey)):
        return secret
    # An unknown key id often comes back from a look-up as "": that must never verify.
    if not secret:
        raise InvalidRequestError(
            "secret_access_key is empty; an access_key_id without a secret is unknown"
        )
    return Credentials("any", checked_text("secret_access_key", secret))


def key_of(candidate: "Credentials | SigningKey", date: str, region: str, service: str) -> bytes:
    """Return the key by which *candidate* signs in a credential scope."""
    if isinstance(candidate, SigningKey):
        return candidate.key
    return signing_key(candidate.secret_access_key, date, region, service)
