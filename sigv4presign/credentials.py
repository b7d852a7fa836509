"""`Credentials`: an access key pair, checked once, never printed."""

from ._percent import encode
from ._value import Value
from .errors import InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Credentials(Value):
    """An access key pair, with a session token if it is a temporary one.

    ``repr`` shows the access key id and the end only.

    Args:
        access_key_id: who signs; in clear in every URL. No blanks, control characters or ``/``.
        secret_access_key: what signs; never sent. No control characters, no blanks around it.
        session_token: sent with each request signed by temporary credentials; None for a
            long-term key.
        expires_at: Unix seconds at which temporary credentials end; None if unknown or never.

    Raises:
        InvalidRequestError: a value is empty, blank or damaged, as a line end from a file or a
            quote from a shell script damages it.
    """

    _fields = ("access_key_id", "secret_access_key", "session_token", "expires_at")
    # What every URL carries is encoded once: a token has a thousand characters.
    __slots__ = _fields + ("encoded_access_key_id", "encoded_session_token")
    _hidden = ("secret_access_key", "session_token")

    access_key_id: str
    secret_access_key: str
    session_token: "str | None"
    expires_at: "int | None"
    encoded_access_key_id: str
    encoded_session_token: "str | None"

    def __init__(
        self,
        access_key_id: str,
        secret_access_key: str,
        session_token: "str | None" = None,
        *,
        expires_at: "int | None" = None,
    ) -> None:
        _check_text("access_key_id", access_key_id)
        if " " in access_key_id or "/" in access_key_id:
            raise InvalidRequestError(
                f"access_key_id is {access_key_id!r}; a blank or '/' cannot be part of one"
            )
        _check_text("secret_access_key", secret_access_key)
        if session_token is not None:
            _check_text("session_token", session_token)
        if expires_at is not None and (
            isinstance(expires_at, bool) or not isinstance(expires_at, int)
        ):
            raise InvalidRequestError(
                f"expires_at is {expires_at!r}; it must be whole Unix seconds"
            )
        self._fill(access_key_id, secret_access_key, session_token, expires_at)
        encoded = None if session_token is None else encode(session_token)
        object.__setattr__(self, "encoded_access_key_id", encode(access_key_id))
        object.__setattr__(self, "encoded_session_token", encoded)

    def __reduce__(self) -> "tuple[Callable[..., object], tuple[object, ...]]":
        return _rebuilt, self._values()


def _rebuilt(
    access_key_id: str,
    secret_access_key: str,
    session_token: "str | None",
    expires_at: "int | None",
) -> Credentials:
    return Credentials(access_key_id, secret_access_key, session_token, expires_at=expires_at)


def _check_text(name: str, text: object) -> None:
    # Says which value and which rule, never the value: two of the three are secrets.
    if not isinstance(text, str):
        raise InvalidRequestError(f"{name} is of type {type(text).__name__}; it must be a str")
    if not text.strip():
        raise InvalidRequestError(f"{name} is {'blank' if text else 'empty'}")
    if text != text.strip():
        raise InvalidRequestError(f"{name} has blanks or line ends around it")
    for character in text:
        if character < " " or character == "\x7f" or "\ud800" <= character <= "\udfff":
            raise InvalidRequestError(
                f"{name} holds the character U+{ord(character):04X}, which no key holds"
            )
