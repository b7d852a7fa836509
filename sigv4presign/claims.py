"""`Claim`: what a request says of its signature, nothing of it proven."""

import time

from ._checks import MAX_SKEW, check_skew, checked_scope_part, unix_seconds
from ._compare import equal
from ._proof import check_headers, check_moment, check_scope, check_signature
from ._request import TOKEN_HEADERS
from .credentials import Credentials, checked_text
from .errors import InvalidRequestError
from .keys import candidates
from .refusals import TokenMismatchError
from .signing import credential_scope, string_to_sign
from .verified import SignedRequest, Verified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ._checks import Moment
    from .payloads import StreamKey


class Claim(SignedRequest):
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
        sent_host: the host as it was spelled.
        sent_path: the path as it was spelled.
        missing: lower-case names of headers that are said to be signed and were not sent.

    The others are those of `Verified`, nothing of them proven.
    """

    __slots__ = ()
    _fields: tuple[str, ...] = SignedRequest._fields + (
        "amz_date",
        "canonical_request",
        "missing",
        "sent_host",
        "sent_path",
        "session_token",
        "signature",
        "string_to_sign",
    )
    _hidden = ("canonical_request", "fields", "headers", "session_token", "signature")

    canonical_request: str
    string_to_sign: str
    session_token: "str | None"
    signature: str
    amz_date: str
    sent_host: str
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
        return self._rebuilt(f"{method}\n{rest}")

    def readings(self) -> "list[Claim]":
        """Return this claim, and what it would be if the host were signed in the case it came in.

        AWS only trims the values of headers; most signers write the host in lower case.
        """
        if self.sent_host == self.host:
            return [self]
        # The first such line is the header's: a path begins with "/", and in a query ":" is %3A.
        lower, sent = f"\nhost:{self.host}\n", f"\nhost:{self.sent_host}\n"
        return [self, self._rebuilt(self.canonical_request.replace(lower, sent, 1))]

    def _rebuilt(self, request: str) -> "Claim":
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
        genuine, _, key = check_signature(self.readings(), keys)
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
        proof = Verified(*[values[name] for name in SignedRequest._fields])
        if self.payload_hash[:15] == "STREAMING-AWS4-":
            scope = credential_scope(self.date, self.region, self.service)
            stream: StreamKey = (key, self.signature, self.amz_date, scope)
            proof.keep_stream(stream)
        return proof


Claim.lay_out()


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
