"""Every exception that this package raises on purpose.

    SigV4Error
    ├── InvalidRequestError          the caller asked for what cannot be signed (also a ValueError)
    ├── CredentialsError             no usable credentials were found
    └── VerificationError            a presented signature is refused
        ├── MalformedError           the request or its authentication parameters cannot be read
        ├── UnknownAccessKeyError    nobody known signed it
        ├── ScopeMismatchError       signed for another region or service
        ├── NotYetValidError         dated too far in the verifier's future
        ├── ExpiredError             was valid once
        ├── HeadersNotSignedError    headers were sent that the signature does not cover
        ├── TokenMismatchError       not the session token that belongs to the key
        └── SignatureMismatchError   everything fits except the bytes

Messages name the value and the rule. No exception shows a secret key, a session token, a signing
key or the signature that would have been right: on an error page that would be a working forgery.
"""

import time


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
        code: the error code that S3 answers with.
        status: the HTTP status that goes with it.
        message: the text that S3 prints. ``str()`` of the exception says more, for a log.

    The codes and texts are those of
    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    """

    code: str = "AccessDenied"
    status: int = 403
    message: str = "Access Denied"


class MalformedError(VerificationError):
    """The request, or its authentication parameters, cannot be read.

    Attributes:
        reason: which value broke which rule.
    """

    code: str = "AuthorizationQueryParametersError"
    status: int = 400

    def __init__(self, reason: str, message: str = "", code: str = "") -> None:
        super().__init__(reason, message, code)
        self.reason = reason
        self.message: str = message or reason
        self.code: str = code or MalformedError.code

    def __str__(self) -> str:
        return self.reason


class UnknownAccessKeyError(VerificationError):
    """The access key id is none that the verifier knows.

    Attributes:
        access_key_id: the unknown one.
    """

    code: str = "InvalidAccessKeyId"
    message: str = "The AWS Access Key Id you provided does not exist in our records."

    def __init__(self, access_key_id: str) -> None:
        super().__init__(access_key_id)
        self.access_key_id = access_key_id

    def __str__(self) -> str:
        return f"the access key {self.access_key_id!r} is not known here"


class ScopeMismatchError(VerificationError):
    """Signed for another region or service than the verifier serves.

    Attributes:
        part: ``"region"`` or ``"service"``.
        found: what the credential scope says.
        expected: what the verifier serves.
    """

    code: str = "AuthorizationQueryParametersError"
    status: int = 400

    def __init__(self, part: str, found: str, expected: str) -> None:
        super().__init__(part, found, expected)
        self.part = part
        self.found = found
        self.expected = expected
        if part == "region":
            detail = f"the region '{found}' is wrong; expecting '{expected}'"
        else:
            detail = f'incorrect service "{found}". This endpoint belongs to "{expected}".'
        self.message: str = f"Error parsing the X-Amz-Credential parameter; {detail}"

    def __str__(self) -> str:
        return f"signed for the {self.part} {self.found!r}, not {self.expected!r}"


class NotYetValidError(VerificationError):
    """Dated further in the verifier's future than clocks may differ.

    Attributes:
        signed_at: Unix seconds that the URL is dated.
        now: Unix seconds of the verifier's clock.
    """

    message: str = "Request is not valid yet"

    def __init__(self, signed_at: int, now: int) -> None:
        super().__init__(signed_at, now)
        self.signed_at = signed_at
        self.now = now

    def __str__(self) -> str:
        return f"dated {_utc(self.signed_at)}, but it is only {_utc(self.now)}"


class ExpiredError(VerificationError):
    """Was valid once.

    Attributes:
        expires_at: the first Unix second at which the URL was no longer valid.
        now: Unix seconds of the verifier's clock.
    """

    message: str = "Request has expired"

    def __init__(self, expires_at: int, now: int) -> None:
        super().__init__(expires_at, now)
        self.expires_at = expires_at
        self.now = now

    def __str__(self) -> str:
        return f"expired at {_utc(self.expires_at)}; it is {_utc(self.now)} now"


class HeadersNotSignedError(VerificationError):
    """Headers that change what a request means were sent, and the signature does not cover them.

    Attributes:
        names: their lower-case names, in alphabetical order.
    """

    message: str = "There were headers present in the request which were not signed"

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names

    def __str__(self) -> str:
        return f"these headers must be signed: {', '.join(self.names)}"


class TokenMismatchError(VerificationError):
    """The session token is missing, surplus, or not the one that belongs to the access key."""

    code: str = "InvalidToken"
    status: int = 400
    message: str = "The provided token is malformed or otherwise invalid."

    def __str__(self) -> str:
        return "the session token is not the one that belongs to the access key"


class SignatureMismatchError(VerificationError):
    """Well-formed, in time, in scope, but not signed with this secret.

    Attributes:
        canonical_request: what the verifier rebuilt, to be compared with the signer's.
        string_to_sign: likewise.
        missing: lower-case names of headers that the signature covers and that were not sent.

    The first two may hold a session token, so neither is part of ``str()`` or ``repr()``. The
    signature that would have been right is deliberately absent.
    """

    code: str = "SignatureDoesNotMatch"
    message: str = (
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method."
    )

    def __init__(
        self, canonical_request: str, string_to_sign: str, missing: tuple[str, ...] = ()
    ) -> None:
        super().__init__()  # no arguments, because `repr` and tracebacks would show them
        self.canonical_request = canonical_request
        self.string_to_sign = string_to_sign
        self.missing = missing

    def __reduce__(self) -> tuple[type, tuple[str, str, tuple[str, ...]]]:
        return type(self), (self.canonical_request, self.string_to_sign, self.missing)

    def __str__(self) -> str:
        if self.missing:
            return f"the signature covers headers that were not sent: {', '.join(self.missing)}"
        return "the signature does not match the request"


def _utc(seconds: int) -> str:
    return "%04d-%02d-%02d %02d:%02d:%02d UTC" % time.gmtime(seconds)[:6]
