"""Why a presented signature is refused: one class for each kind of reason, S3's answer with it.

The tree that they are part of is drawn in `errors`.
"""

import time

from .errors import VerificationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .policies import PolicyFailure

    Details = tuple[tuple[str, str], ...]

# By the form of a signature: the code for what is wrong in it, and how the text begins.
FORMS = {
    "query": (
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter; ",
    ),
    "header": ("AuthorizationHeaderMalformed", "The authorization header is malformed; "),
    "post": ("InvalidArgument", ""),
}


class ScopeMismatchError(VerificationError):
    """Signed for another region or service than the verifier serves.

    Attributes:
        part: ``"region"`` or ``"service"``.
        found: what the credential scope says.
        expected: what the verifier serves.
        form: how it was signed: ``"query"``, ``"header"`` or ``"post"``.
    """

    status: int = 400

    def __init__(self, part: str, found: str, expected: str, form: str = "query") -> None:
        super().__init__(part, found, expected, form)
        self.part = part
        self.found = found
        self.expected = expected
        self.form = form
        self.rule: str = f"scope-{part}"
        code, prefix = FORMS[form]
        self.code: str = code
        if part == "region":
            detail = f"the region '{found}' is wrong; expecting '{expected}'"
            self.details: Details = (("Region", expected),)
        else:
            detail = f'incorrect service "{found}". This endpoint belongs to "{expected}".'
        self.message: str = prefix + detail

    def __str__(self) -> str:
        return f"signed for the {self.part} {self.found!r}, not {self.expected!r}"


class _TimeError(VerificationError):
    # What is dated `then` is not valid at the verifier's moment `now`.

    def __init__(self, then: int, now: int) -> None:
        super().__init__(then, now)
        self.now = now
        self.details: Details = (("ServerTime", iso_time(now)),)


class NotYetValidError(_TimeError):
    """Dated further in the verifier's future than clocks may differ.

    Attributes:
        signed_at: Unix seconds that the URL is dated.
        now: Unix seconds of the verifier's clock.
    """

    rule: str = "not-yet-valid"
    message: str = "Request is not valid yet"

    def __init__(self, signed_at: int, now: int) -> None:
        super().__init__(signed_at, now)
        self.signed_at = signed_at

    def __str__(self) -> str:
        return f"dated {_utc(self.signed_at)}, but it is only {_utc(self.now)}"


class ExpiredError(_TimeError):
    """Was valid once.

    Attributes:
        expires_at: the first Unix second at which the URL was no longer valid.
        now: Unix seconds of the verifier's clock.
        signed_at: Unix seconds that it is dated, if known.
    """

    rule: str = "expired"
    message: str = "Request has expired"

    def __init__(self, expires_at: int, now: int, signed_at: "int | None" = None) -> None:
        super().__init__(expires_at, now)
        self.args: tuple[Any, ...] = (expires_at, now, signed_at)
        self.expires_at = expires_at
        self.signed_at = signed_at
        self.details: Details = (("Expires", iso_time(expires_at)), ("ServerTime", iso_time(now)))
        if signed_at is not None:
            self.details = (("X-Amz-Expires", str(expires_at - signed_at)),) + self.details

    def __str__(self) -> str:
        return f"expired at {_utc(self.expires_at)}; it is {_utc(self.now)} now"


class TimeSkewedError(_TimeError):
    """Signed in its headers, which counts for a few minutes around the moment of signing.

    Attributes:
        signed_at: Unix seconds of the signing.
        now: Unix seconds of the verifier's clock.
        max_skew: seconds by which the two may differ.
    """

    rule: str = "skewed"
    code: str = "RequestTimeTooSkewed"
    message: str = "The difference between the request time and the current time is too large."

    def __init__(self, signed_at: int, now: int, max_skew: int) -> None:
        super().__init__(signed_at, now)
        self.args: tuple[Any, ...] = (signed_at, now, max_skew)
        self.signed_at = signed_at
        self.max_skew = max_skew
        self.details: Details = (
            ("RequestTime", iso_time(signed_at).replace("-", "").replace(":", "")),
            ("ServerTime", iso_time(now)),
            ("MaxAllowedSkewMilliseconds", str(max_skew * 1000)),
        )

    def __str__(self) -> str:
        return f"signed at {_utc(self.signed_at)}; it is {_utc(self.now)} now"


class HeadersNotSignedError(VerificationError):
    """Headers that change what a request means were sent, and the signature does not cover them.

    Attributes:
        names: their lower-case names, in alphabetical order.
    """

    rule: str = "headers-signed"
    message: str = "There were headers present in the request which were not signed"

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names
        self.details: Details = (("HeadersNotSigned", ", ".join(names)),)

    def __str__(self) -> str:
        return f"these headers must be signed: {', '.join(self.names)}"


class TokenMismatchError(VerificationError):
    """The session token is missing, surplus, or not the one that belongs to the access key."""

    rule: str = "token"
    code: str = "InvalidToken"
    status: int = 400
    message: str = "The provided token is malformed or otherwise invalid."

    def __str__(self) -> str:
        return "the session token is not the one that belongs to the access key"


class TokenExpiredError(TokenMismatchError):
    """The session token belongs to the access key, and has ended.

    Attributes:
        expires_at: Unix seconds at which the credentials ended.
        now: Unix seconds of the verifier's clock.
    """

    rule: str = "token-expired"
    code: str = "ExpiredToken"
    message: str = "The provided token has expired."

    def __init__(self, expires_at: int, now: int) -> None:
        super().__init__(expires_at, now)
        self.expires_at = expires_at
        self.now = now

    def __str__(self) -> str:
        return f"the credentials ended at {_utc(self.expires_at)}; it is {_utc(self.now)} now"


class SignatureMismatchError(VerificationError):
    """Well-formed, in time, in scope, but not signed with this secret.

    Attributes:
        canonical_request: what the verifier rebuilt, to be compared with the signer's; empty for
            a form and for a chunk of a body.
        string_to_sign: likewise.
        missing: lower-case names of headers that the signature covers and that were not sent.
        access_key_id: whose signature it should be.
        signature: the one that was sent.

    The first two may hold a session token, so neither is part of ``str()`` or ``repr()``. The
    signature that would have been right is deliberately absent.
    """

    rule: str = "signature"
    code: str = "SignatureDoesNotMatch"
    message: str = (
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method."
    )

    def __init__(
        self,
        canonical_request: str,
        string_to_sign: str,
        missing: tuple[str, ...] = (),
        access_key_id: str = "",
        signature: str = "",
    ) -> None:
        super().__init__()  # no arguments, because `repr` and tracebacks would show them
        self.canonical_request = canonical_request
        self.string_to_sign = string_to_sign
        self.missing = missing
        self.access_key_id = access_key_id
        self.signature = signature

    def __reduce__(self) -> "tuple[type, tuple[object, ...]]":
        values = (self.canonical_request, self.string_to_sign, self.missing)
        return type(self), values + (self.access_key_id, self.signature)

    def __str__(self) -> str:
        if self.missing:
            return f"the signature covers headers that were not sent: {', '.join(self.missing)}"
        return "the signature does not match the request"


class PayloadMismatchError(VerificationError):
    """The body is not the one that was signed.

    Attributes:
        stated: its SHA-256 as the signed request states it.
        computed: its SHA-256 as it is.
    """

    rule: str = "payload"
    code: str = "XAmzContentSHA256Mismatch"
    status: int = 400
    message: str = "The provided 'x-amz-content-sha256' header does not match what was computed."

    def __init__(self, stated: str, computed: str) -> None:
        super().__init__(stated, computed)
        self.stated = stated
        self.computed = computed
        self.details: Details = (
            ("ClientComputedContentSHA256", stated),
            ("S3ComputedContentSHA256", computed),
        )

    def __str__(self) -> str:
        return f"the body's SHA-256 is {self.computed}, but the request is signed for {self.stated}"


class PolicyError(VerificationError):
    """The form is not what its policy allows; code, status and message are the first failure's.

    Attributes:
        failures: every one, from `PostPolicy.check`.
    """

    rule: str = "policy"

    def __init__(self, failures: "tuple[PolicyFailure, ...]") -> None:
        super().__init__(failures)
        self.failures = failures
        self.code: str = failures[0].code
        self.status: int = failures[0].status
        self.message: str = failures[0].message

    def __str__(self) -> str:
        return "; ".join([failure.reason for failure in self.failures])


def iso_time(seconds: int) -> str:
    """Return the Unix time *seconds* as S3 writes it in an answer, ``2015-08-30T12:36:00Z``."""
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % time.gmtime(seconds)[:6]


def _utc(seconds: int) -> str:
    return "%04d-%02d-%02d %02d:%02d:%02d UTC" % time.gmtime(seconds)[:6]
