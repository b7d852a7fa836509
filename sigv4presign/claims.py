"""`Claim` and `Verified`: what a request says of its signature, and what is proven of it.

Two types, so that one cannot be taken for the other; and verifying raises or proves, so that there
is no bool to forget.
"""

import time

from ._checks import MAX_SKEW, check_skew, checked_scope_part, unix_seconds
from ._compare import equal
from ._proof import check_headers, check_moment, check_scope, check_signature
from ._request import TOKEN_HEADERS
from ._value import Value
from .credentials import Credentials, checked_text
from .errors import InvalidRequestError
from .keys import candidates
from .limits import DEFAULT, Limits
from .payloads import payload_of
from .refusals import TokenMismatchError
from .signing import credential_scope, string_to_sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ._checks import Moment
    from .payloads import Payload, StreamKey


class _SignedRequest(Value):
    __slots__ = (
        "form",
        "access_key_id",
        "region",
        "service",
        "method",
        "host",
        "path",
        "raw_path",
        "bucket",
        "key",
        "query",
        "headers",
        "signed_headers",
        "unsigned_headers",
        "fields",
        "payload_hash",
        "signed_at",
        "expires_at",
    )
    _fields: tuple[str, ...] = __slots__
    _hidden: tuple[str, ...] = ("headers", "fields")  # one may be an encryption key

    form: str
    access_key_id: str
    region: str
    service: str
    method: str
    host: str
    path: str
    raw_path: str
    bucket: str
    key: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    signed_headers: tuple[str, ...]
    unsigned_headers: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    payload_hash: str
    signed_at: int
    expires_at: int

    def __init__(self, *values: object) -> None:
        self._fill(*values)

    def to_dict(self) -> "dict[str, Any]":
        """Return the attributes by name."""
        return {name: getattr(self, name) for name in self._fields}


class Verified(_SignedRequest):
    """What a genuine signature proves; only `Claim.verify` and `Verifier` make one.

    An application should act on these values and not parse the request again, because another
    parser may read it otherwise than the one that proved it.

    Attributes:
        form: how it is signed: ``query``, a presigned URL; ``header``; ``post``, a form.
        access_key_id: whose secret made the signature.
        region: what the credential scope says.
        service: likewise.
        method: the HTTP method.
        host: the ``Host``, in lower case; empty for a form, which does not sign it.
        path: decoded, and resolved where the service resolves dot segments; a byte that is not
            UTF-8 is a surrogate escape, and refused for S3. Empty for a form.
        raw_path: the same, percent-encoded. Services other than S3 tell ``/`` from ``%2F``.
        bucket: of a request to S3, out of host or path, or of a form as the verifier was told;
            empty where there is none.
        key: of the object, decoded; empty for a request to a bucket. Of a form with
            ``${filename}`` replaced.
        query: decoded (name, value) pairs, those of the signature left out, in the order in which
            they are signed, since the order in the URL is not.
        headers: (lower-case name, value) pairs as they are signed: folded, a repeated one joined;
            without the session token.
        signed_headers: lower-case names of the headers that the signature covers.
        unsigned_headers: lower-case names of the others: anybody may have written those.
        fields: of a form, (lower-case name, value) pairs that its policy allows, those of the
            signature left out, ``${filename}`` replaced; else none.
        payload_hash: what the body must hash to, or a word such as ``UNSIGNED-PAYLOAD``; `payload`
            holds a body against it.
        signed_at: Unix seconds at which it was signed.
        expires_at: the first Unix second at which it is no longer valid.
    """

    __slots__ = ("_stream",)

    _stream: "StreamKey | None"

    def __init__(self, *values: object) -> None:
        self._fill(*values)
        object.__setattr__(self, "_stream", None)

    def payload(self, limits: Limits = DEFAULT) -> "Payload":
        """Return what to feed the body to as it arrives: see `Payload`.

        ``feed(data)`` returns the part of the body that may be used: of a body in signed chunks
        what is proven so far, of another body the data itself. ``close()`` at its end raises
        unless all is what was signed, so nothing is to be acted on for good before.

        Args:
            limits: of which `Limits.chunk` counts: the bytes that are held in memory at most.

        Raises:
            MalformedError: the headers that describe an aws-chunked body cannot be read.
        """
        return payload_of(self.payload_hash, dict(self.headers), self._stream, limits)


class Claim(_SignedRequest):
    """A signed request, parsed but not believed.

    ``repr`` hides the signature and the session token.

    Attributes:
        access_key_id: whose secret is said to have made the signature; look that secret up.
        canonical_request: what the signature must cover, rebuilt from the request; for a form
            empty.
        string_to_sign: likewise; for a form its policy in base64.
        session_token: what the request carries, or None.
        signature: 64 hexadecimal digits.
        amz_date: the moment of signing as it is signed, ``20150830T123600Z``.
        sent_path: the path as it was spelled.
        missing: lower-case names of headers that are said to be signed and were not sent.

    The others are those of `Verified`, nothing of them proven.
    """

    __slots__ = (
        "amz_date",
        "canonical_request",
        "missing",
        "sent_path",
        "session_token",
        "signature",
        "string_to_sign",
    )
    _fields: tuple[str, ...] = _SignedRequest._fields + __slots__
    _hidden = ("canonical_request", "fields", "headers", "session_token", "signature")

    canonical_request: str
    string_to_sign: str
    session_token: "str | None"
    signature: str
    amz_date: str
    sent_path: str
    missing: tuple[str, ...]

    def _shown(self, name: str) -> str:
        # That of a form is its policy, which may hold a token.
        if name == "string_to_sign" and self.form == "post":
            return "<hidden>"
        return super()._shown(name)

    @classmethod
    def of(cls, values: "Mapping[str, object]") -> "Claim":
        """Return the claim with these *values* by name."""
        return cls(*[values[name] for name in cls._fields])

    @property
    def date(self) -> str:
        """The day of the credential scope, ``YYYYMMDD``."""
        return self.amz_date[:8]

    def sent_as(self, method: str) -> "Claim":
        """Return what this request would claim if it were sent with another *method*."""
        _, _, rest = self.canonical_request.partition("\n")
        request = f"{method}\n{rest}"
        scope = credential_scope(self.date, self.region, self.service)
        values = {
            "canonical_request": request,
            "string_to_sign": string_to_sign(self.amz_date, scope, request),
        }
        return Claim.of({**self.to_dict(), **values})

    def verify(
        self,
        secret_access_key: str,
        *,
        now: "Moment | None" = None,
        region: "str | None" = None,
        service: "str | None" = None,
        session_token: "str | None" = None,
        max_skew: int = MAX_SKEW,
        bucket: "str | None" = None,
        file_size: "int | None" = None,
        file_name: "str | None" = None,
    ) -> Verified:
        """Return the proof, or raise the reason why there is none.

        `Verifier` has more rules, and is what to use at a door.

        Args:
            secret_access_key: what belongs to ``access_key_id``, from the caller's own store.
            now: the verifier's moment, Unix seconds or an aware datetime; None reads the clock.
            region: what this verifier serves; None takes any. A key signs for one region only.
            service: likewise.
            session_token: what belongs to the secret, if it is a temporary one; None does not
                compare it.
            max_skew: seconds that the signer's clock may be ahead, and for a request signed in its
                headers also behind.
            bucket: for a form, which needs it: the bucket that it is sent to, by the request's
                address and never by a field.
            file_size: for a form, bytes of its file; None leaves the policy's range unchecked.
            file_name: for a form, what the sender's file is called; takes the place of
                ``${filename}``.

        Raises:
            VerificationError: the request is not genuine, or not now, or not here.
            InvalidRequestError: an argument is not what its description says.
        """
        keys = candidates(_checked_secret(secret_access_key))
        if session_token is not None:
            session_token = checked_text("session_token", session_token)
        check_skew(max_skew)
        moment = unix_seconds("now", time.time() if now is None else now)
        check_scope(
            self,
            () if region is None else (checked_scope_part("region", region),),
            () if service is None else (checked_scope_part("service", service),),
        )
        check_moment(self, moment, max_skew)
        if session_token is not None and not equal(session_token, self.session_token or ""):
            raise TokenMismatchError
        check_headers(self)
        genuine, _, key = check_signature((self,), keys)
        changes: dict[str, object] = {}
        if self.form == "post":
            changes = allowed(self, moment, bucket, file_size, file_name)
        elif self.form == "header":
            changes = {"expires_at": self.signed_at + max_skew + 1}
        return genuine.proven(key, changes)

    def proven(self, key: bytes, changes: "Mapping[str, object]") -> Verified:
        """Return the proof of this claim, genuine by *key*, with *changes* to its values by name.

        It proves nothing by itself: `verify` and `Verifier` do.
        """
        headers = [pair for pair in self.headers if pair[0] not in TOKEN_HEADERS]
        values = {**self.to_dict(), "headers": tuple(headers), **changes}
        proof = Verified(*[values[name] for name in Verified._fields])
        if self.payload_hash[:15] == "STREAMING-AWS4-":
            scope = credential_scope(self.date, self.region, self.service)
            stream: StreamKey = (key, self.signature, self.amz_date, scope)
            object.__setattr__(proof, "_stream", stream)
        return proof


def allowed(
    claim: Claim,
    moment: int,
    bucket: "str | None",
    file_size: "int | None",
    file_name: "str | None",
) -> "dict[str, Any]":
    """Return how the proof of a form differs from *claim*: see `check_form`."""
    from .post_forms import check_form  # noqa: PLC0415 - JSON is slow to load

    return check_form(claim, moment, bucket, file_size, file_name)


def _checked_secret(secret_access_key: object) -> Credentials:
    # An unknown key id often comes back from a look-up as None or "": that must never verify.
    if not secret_access_key:
        raise InvalidRequestError(
            "secret_access_key is empty; an access_key_id without a secret is unknown"
        )
    return Credentials("any", checked_text("secret_access_key", secret_access_key))
