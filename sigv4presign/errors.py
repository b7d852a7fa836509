"""Every exception that this package raises on purpose.

    SigV4Error
    ├── InvalidRequestError          the caller asked for what cannot be signed (also a ValueError)
    ├── CredentialsError             no usable credentials were found
    └── VerificationError            a presented signature is refused
        ├── MalformedError           the request or its authentication cannot be read
        │   └── LimitExceededError   it is longer, or has more of something, than is read
        ├── NotAllowedError          well-formed, but not what this verifier lets through
        ├── ScopeMismatchError       signed for another region or service
        ├── NotYetValidError         dated too far in the verifier's future
        ├── ExpiredError             was valid once
        ├── TimeSkewedError          signed in its headers, at another time than now
        ├── UnknownAccessKeyError    nobody known signed it
        ├── TokenMismatchError       not the session token that belongs to the key
        │   └── TokenExpiredError    it was, but has ended
        ├── HeadersNotSignedError    headers were sent that the signature does not cover
        ├── SignatureMismatchError   everything fits except the bytes
        ├── PayloadMismatchError     the body is not the one that was signed
        └── PolicyError              the form is not what its policy allows

Messages name the value and the rule. No exception shows a secret key, a session token, a signing
key or the signature that would have been right: on an error page that would be a working forgery.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .refusals import (
        ExpiredError,
        HeadersNotSignedError,
        NotYetValidError,
        PayloadMismatchError,
        PolicyError,
        ScopeMismatchError,
        SignatureMismatchError,
        TimeSkewedError,
        TokenExpiredError,
        TokenMismatchError,
    )

__all__ = [
    "CredentialsError",
    "ExpiredError",
    "HeadersNotSignedError",
    "InvalidRequestError",
    "LimitExceededError",
    "MalformedError",
    "NotAllowedError",
    "NotYetValidError",
    "PayloadMismatchError",
    "PolicyError",
    "ScopeMismatchError",
    "SigV4Error",
    "SignatureMismatchError",
    "TimeSkewedError",
    "TokenExpiredError",
    "TokenMismatchError",
    "UnknownAccessKeyError",
    "VerificationError",
]


class SigV4Error(Exception):
    """The root: whatever this package raises on purpose is one of these."""


# MicroPython cannot lay out a class with two built-in bases; there it is a SigV4Error only.
try:

    class InvalidRequestError(  # pyright: ignore[reportRedeclaration]
        SigV4Error, ValueError
    ):
        """The caller asked for what SigV4 cannot express; nothing was signed."""

except TypeError:

    class InvalidRequestError(SigV4Error):  # type: ignore[no-redef]
        """The caller asked for what SigV4 cannot express; nothing was signed."""


class CredentialsError(SigV4Error):
    """No usable credentials: none were found, they are incomplete, or they have ended."""


class VerificationError(SigV4Error):
    """A presented signature is refused; each subclass is one reason.

    Attributes:
        rule: which rule is broken, by its identifier in ``docs/verifier.md``.
        code: the error code that S3 answers with.
        status: the HTTP status that goes with it.
        message: the text that S3 prints. ``str()`` of the exception says more, for a log.
        details: (name, text) pairs, the further elements of S3's answer; fit to be shown.

    The codes and texts are those of
    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    """

    rule: str = ""
    code: str = "AccessDenied"
    status: int = 403
    message: str = "Access Denied"
    details: "tuple[tuple[str, str], ...]" = ()


class MalformedError(VerificationError):
    """The request, or its authentication, cannot be read.

    Attributes:
        reason: which value broke which rule.
    """

    rule: str = "malformed"
    code: str = "AuthorizationQueryParametersError"
    status: int = 400

    def __init__(
        self,
        reason: str,
        message: str = "",
        code: str = "",
        status: int = 400,
        rule: str = "malformed",
        details: "tuple[tuple[str, str], ...]" = (),
    ) -> None:
        super().__init__(reason, message, code, status, rule, details)
        self.reason = reason
        self.message: str = message or reason
        self.code: str = code or MalformedError.code
        self.status: int = status
        self.rule: str = rule
        self.details: tuple[tuple[str, str], ...] = details

    def __str__(self) -> str:
        return self.reason


class LimitExceededError(MalformedError):
    """The request is longer, or has more of something, than the verifier reads: see `Limits`."""


class NotAllowedError(MalformedError):
    """Well-formed, and perhaps genuine, but not what this verifier lets through: see `Verifier`."""


class UnknownAccessKeyError(VerificationError):
    """The access key id is none that the verifier knows.

    Attributes:
        access_key_id: the unknown one.
    """

    rule: str = "access-key"
    code: str = "InvalidAccessKeyId"
    message: str = "The AWS Access Key Id you provided does not exist in our records."

    def __init__(self, access_key_id: str) -> None:
        super().__init__(access_key_id)
        self.access_key_id = access_key_id
        self.details: tuple[tuple[str, str], ...] = (("AWSAccessKeyId", access_key_id),)

    def __str__(self) -> str:
        return f"the access key {self.access_key_id!r} is not known here"


def __getattr__(name: str) -> object:
    # Whoever only makes URLs meets none of the refusals, and does not pay for loading them.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__[:-6]}refusals", None, None, [name])
    return getattr(module, name)
