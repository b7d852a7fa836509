"""`Credentials`: an access key pair, checked once, never printed."""

from ._checks import exact, unix_seconds
from ._percent import UNRESERVED, encode
from ._value import Value
from .errors import InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._checks import Moment

_USUAL = UNRESERVED + "+/=:"  # what keys and tokens consist of


class Credentials(Value):
    """An access key pair, with a session token if it is a temporary one.

    ``repr`` shows the access key id and the end only.

    Args:
        access_key_id: who signs; in clear in every URL. No blank, no ``/``.
        secret_access_key: what signs; never sent. No control characters, no blanks around it.
        session_token: sent with each request signed by temporary credentials; None for a
            long-term key.
        expires_at: when temporary credentials end, in Unix seconds or as an aware datetime; None
            if unknown or never. The attribute is in Unix seconds.

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
        expires_at: "Moment | None" = None,
    ) -> None:
        access_key_id = checked_text("access_key_id", access_key_id)
        # Not shown: what has a "/" may well be a secret access key in the wrong place.
        if not is_access_key_id(access_key_id):
            raise InvalidRequestError(
                "access_key_id holds a blank or a '/', which none does; "
                "is it the secret_access_key?"
            )
        secret_access_key = checked_text("secret_access_key", secret_access_key)
        if session_token is not None:
            session_token = checked_text("session_token", session_token)
        if expires_at is not None:
            expires_at = unix_seconds("expires_at", expires_at)
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


def is_access_key_id(text: str) -> bool:
    """Return whether *text* can be the first part of a credential."""
    if text and not text.strip(UNRESERVED):
        return True
    blank = any([character == "/" or character.isspace() for character in text])
    return not blank and _fault(text) is None


def check_credentials(credentials: object, name: str = "credentials") -> None:
    """Refuse what is no `Credentials`, such as a tuple or another library's."""
    if not isinstance(credentials, Credentials):
        raise InvalidRequestError(
            f"{name} is of type {type(credentials).__name__}; it must be Credentials"
        )


def checked_text(name: str, text: object) -> str:
    """Return *text*, a key, secret or token called *name*, or say what is wrong with it.

    The message says which value and which rule, never the value: two of the three are secrets.
    """
    if not isinstance(text, str):
        raise InvalidRequestError(f"{name} is of type {type(text).__name__}; it must be a str")
    fault = _fault(text)
    if fault is not None:
        raise InvalidRequestError(f"{name} {fault}")
    return exact(text)


def _fault(text: str) -> "str | None":
    if text and not text.strip(_USUAL):
        return None  # at C speed what is true of nearly all
    if not text.strip():
        return "is blank" if text else "is empty"
    if text != text.strip():
        return "has blanks or line ends around it"
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return "has quotes around it"
    for character in text:
        code = ord(character)
        if code < 32 or 127 <= code < 160 or 0xD800 <= code <= 0xDFFF or code == 0xFEFF:
            return f"holds the character U+{code:04X}, which no key holds"
    return None
