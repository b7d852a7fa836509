"""`Claim` and `Verified`: what a request says of its signature, and what is proven of it.

Two types, so that one cannot be taken for the other; and verifying raises or proves, so that there
is no bool to forget.
"""

import hmac
import time

from ._checks import checked_scope_part, shown, unix_seconds
from ._fast import signature_of
from ._value import Value
from .credentials import checked_text
from .errors import (
    ExpiredError,
    HeadersNotSignedError,
    InvalidRequestError,
    NotYetValidError,
    ScopeMismatchError,
    SignatureMismatchError,
    TokenMismatchError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._checks import Moment

MAX_SKEW = 900  # seconds that clocks may differ; what S3 allows


class _SignedRequest(Value):
    __slots__ = (
        "access_key_id",
        "region",
        "service",
        "method",
        "host",
        "path",
        "raw_path",
        "query",
        "headers",
        "signed_headers",
        "unsigned_headers",
        "payload_hash",
        "signed_at",
        "expires_at",
    )
    _fields: tuple[str, ...] = __slots__
    _hidden: tuple[str, ...] = ("headers",)  # one may be an encryption key

    access_key_id: str
    region: str
    service: str
    method: str
    host: str
    path: str
    raw_path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    signed_headers: tuple[str, ...]
    unsigned_headers: tuple[str, ...]
    payload_hash: str
    signed_at: int
    expires_at: int

    def __init__(self, *values: object) -> None:
        self._fill(*values)


class Verified(_SignedRequest):
    """What a genuine signature proves; only `Claim.verify` makes one.

    An application should act on these values and not parse the request again, because another
    parser may read it otherwise than the one that proved it.

    Attributes:
        access_key_id: whose secret made the signature.
        region: what the credential scope says.
        service: likewise.
        method: the HTTP method.
        host: the ``Host``, in lower case.
        path: decoded, and resolved where the service resolves dot segments; a byte that is not
            UTF-8 is a surrogate escape, and refused for S3.
        raw_path: the same, percent-encoded. Services other than S3 tell ``/`` from ``%2F``.
        query: decoded (name, value) pairs, those of the signature left out, in the order in which
            they are signed, since the order in the URL is not.
        headers: (lower-case name, value) pairs as they are signed: folded, a repeated one joined.
        signed_headers: lower-case names of the headers that the signature covers.
        unsigned_headers: lower-case names of the others: anybody may have written those.
        payload_hash: what the body must hash to, or a word such as ``UNSIGNED-PAYLOAD``.
        signed_at: Unix seconds at which it was signed.
        expires_at: the first Unix second at which it is no longer valid.
    """

    __slots__ = ()

    def to_dict(self) -> dict[str, object]:
        """Return the attributes by name."""
        return {name: getattr(self, name) for name in self._fields}


class Claim(_SignedRequest):
    """A presigned request, parsed but not believed.

    ``repr`` hides the signature and the session token.

    Attributes:
        access_key_id: whose secret is said to have made the signature; look that secret up.
        canonical_request: what the signature must cover, rebuilt from the request.
        string_to_sign: likewise.
        session_token: what the URL carries, or None.

    The others are those of `Verified`, nothing of them proven.
    """

    __slots__ = ("_missing", "canonical_request", "session_token", "signature", "string_to_sign")
    _fields: tuple[str, ...] = _SignedRequest._fields + __slots__
    _hidden = ("canonical_request", "headers", "session_token", "signature")

    canonical_request: str
    string_to_sign: str
    session_token: "str | None"
    signature: str
    _missing: tuple[str, ...]

    def verify(
        self,
        secret_access_key: str,
        *,
        now: "Moment | None" = None,
        region: "str | None" = None,
        service: "str | None" = None,
        session_token: "str | None" = None,
        max_skew: int = MAX_SKEW,
    ) -> Verified:
        """Return the proof, or raise the reason why there is none.

        Args:
            secret_access_key: what belongs to ``access_key_id``, from the caller's own store.
            now: the verifier's moment, Unix seconds or an aware datetime; None reads the clock.
            region: what this verifier serves; None takes any. A key signs for one region only.
            service: likewise.
            session_token: what belongs to the secret, if it is a temporary one; None does not
                compare it.
            max_skew: seconds that the signer's clock may be ahead.

        Raises:
            VerificationError: the request is not genuine, or not now, or not here.
            InvalidRequestError: an argument is not what its description says.
        """
        secret_access_key = _checked_secret(secret_access_key)
        if session_token is not None:
            session_token = checked_text("session_token", session_token)
        _check_skew(max_skew)
        moment = unix_seconds("now", time.time() if now is None else now)
        for part, found, expected in (
            ("region", self.region, region),
            ("service", self.service, service),
        ):
            if expected is not None and found != checked_scope_part(part, expected):
                raise ScopeMismatchError(part, found, expected)
        if self.signed_at > moment + max_skew:
            raise NotYetValidError(self.signed_at, moment)
        if moment >= self.expires_at:
            raise ExpiredError(self.expires_at, moment)
        signed = frozenset(self.signed_headers)
        unsigned = [name for name in self.unsigned_headers if _must_be_signed(name, signed)]
        if unsigned:
            raise HeadersNotSignedError(tuple(unsigned))
        if session_token is not None and not _equal(session_token, self.session_token or ""):
            raise TokenMismatchError
        if not self._is_signed_with(secret_access_key):
            raise SignatureMismatchError(self.canonical_request, self.string_to_sign, self._missing)
        return Verified(*[getattr(self, name) for name in Verified._fields])

    def _is_signed_with(self, secret_access_key: str) -> bool:
        # In a frame of its own: the signature that would be right must not be among the local
        # variables of one that raises, which error reports show.
        amz_date = self.string_to_sign.split("\n")[1]
        expected = signature_of(
            secret_access_key, amz_date, self.region, self.service, self.canonical_request
        )
        # A signed header that was not sent fails whatever the bytes: nothing stands for it.
        return _equal(expected, self.signature) and not self._missing


def _must_be_signed(name: str, signed: frozenset[str]) -> bool:
    # CGI and WSGI write both "-" and "_" as "_", so an application cannot tell them apart.
    alias = name.replace("_", "-")
    return alias.startswith("x-amz-") or (alias != name and alias in signed)


def _checked_secret(secret_access_key: object) -> str:
    # An unknown key id often comes back from a look-up as None or "": that must never verify.
    if not secret_access_key:
        raise InvalidRequestError(
            "secret_access_key is empty; an access_key_id without a secret is unknown"
        )
    return checked_text("secret_access_key", secret_access_key)


def _check_skew(max_skew: object) -> None:
    # NaN would compare as never too far ahead.
    if not isinstance(max_skew, int) or isinstance(max_skew, bool) or max_skew < 0:
        raise InvalidRequestError(f"max_skew is {shown(max_skew)}; it must be seconds, as an int")


def _equal(left: str, right: str) -> bool:
    # The one comparison of secrets: as bytes, since `compare_digest` takes only ASCII in a str.
    return hmac.compare_digest(left.encode(), right.encode())
