"""`parse_presigned`, `Claim`, `Verified`: proving that a presigned URL is genuine.

Three steps, so that looking up the secret is the caller's own, blocking or awaited: parse the
request into a `Claim`, look up the secret of ``claim.access_key_id``, then
``claim.verify(secret)``. It raises, or it proves; there is no bool to forget.
"""

import hmac
import time

from . import _parameters as parameters
from ._checks import unix_seconds
from ._fast import signature_of
from ._percent import decode
from ._received import bad_request, receive
from ._request import default_payload, payload_line, stated_payload
from ._value import Value
from .canonical import (
    S3_SERVICES,
    canonical_headers,
    canonical_query,
    canonical_request,
    canonical_uri,
    path_rules,
)
from .errors import (
    ExpiredError,
    HeadersNotSignedError,
    InvalidRequestError,
    MalformedError,
    NotYetValidError,
    ScopeMismatchError,
    SignatureMismatchError,
    TokenMismatchError,
)
from .signing import credential_scope, string_to_sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._checks import Headers, Moment

    Pairs = list[tuple[str, str]]

MAX_SKEW = 900  # seconds that clocks may differ; what S3 allows


class _SignedRequest(Value):
    __slots__ = (
        "access_key_id",
        "region",
        "service",
        "method",
        "host",
        "path",
        "query",
        "signed_headers",
        "unsigned_headers",
        "payload_hash",
        "signed_at",
        "expires_at",
    )
    _fields: tuple[str, ...] = __slots__

    access_key_id: str
    region: str
    service: str
    method: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
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
        path: decoded; a byte that is not UTF-8 is a surrogate escape, and refused for S3.
        query: decoded (name, value) pairs, those of the signature left out, in the order received.
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
    """A presigned request, parsed but not believed: `parse_presigned` makes it, `verify` proves it.

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
    _hidden = ("canonical_request", "session_token", "signature")

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
        _check_secret(secret_access_key)
        moment = unix_seconds("now", time.time() if now is None else now)
        for part, found, expected in (
            ("region", self.region, region),
            ("service", self.service, service),
        ):
            if expected is not None and found != expected:
                raise ScopeMismatchError(part, found, expected)
        if self.signed_at > moment + max_skew:
            raise NotYetValidError(self.signed_at, moment)
        if moment >= self.expires_at:
            raise ExpiredError(self.expires_at, moment)
        unsigned = [name for name in self.unsigned_headers if _changes_meaning(name)]
        if unsigned:
            raise HeadersNotSignedError(tuple(unsigned))
        if session_token is not None and not _equal(session_token, self.session_token or ""):
            raise TokenMismatchError
        self._check_signature(secret_access_key)
        return Verified(*[getattr(self, name) for name in Verified._fields])

    def _check_signature(self, secret_access_key: str) -> None:
        amz_date = self.string_to_sign.split("\n")[1]
        expected = signature_of(
            secret_access_key, amz_date, self.region, self.service, self.canonical_request
        )
        # A signed header that was not sent fails whatever the bytes: nothing stands for it.
        if not _equal(expected, self.signature) or self._missing:
            raise SignatureMismatchError(self.canonical_request, self.string_to_sign, self._missing)


def _check_secret(secret_access_key: object) -> None:
    # An unknown key id often comes back from a look-up as None or "": that must never verify.
    if not isinstance(secret_access_key, str) or not secret_access_key:
        raise InvalidRequestError(
            "secret_access_key must be a non-empty str; an access_key_id without one is unknown"
        )


def _equal(left: str, right: str) -> bool:
    # The one comparison of secrets: as bytes, since `compare_digest` takes only ASCII in a str.
    return hmac.compare_digest(left.encode(), right.encode())


def _changes_meaning(name: str) -> bool:
    # CGI and WSGI write both "-" and "_" as "_", so an application cannot tell them apart.
    return name.replace("_", "-").startswith("x-amz-")


def parse_presigned(
    method: str,
    url: str,
    headers: "Headers" = (),
    *,
    payload_hash: "str | None" = None,
    normalize_path: "bool | None" = None,
    double_encode_path: "bool | None" = None,
    sign_session_token: bool = True,
) -> Claim:
    """Return what the presigned request *method* *url* claims; nothing of it is proven yet.

    Args:
        method: as received.
        url: absolute, or the raw request target, ``/path?query``, as it stands in the request line.
        headers: every header received, pairs or a mapping; ``Host`` among them unless *url* is
            absolute.
        payload_hash: what `presign` was given, if it was; the hash of the body that came with a
            presigned request to another service than S3.
        normalize_path: what `presign` was given, if it was.
        double_encode_path: likewise.
        sign_session_token: likewise.

    Raises:
        MalformedError: the request, or its authentication, cannot be read.
    """
    host, path, query, received = receive(method, url, headers)
    if any([name == "authorization" for name, _ in received]):
        raise MalformedError(
            "the request has an Authorization header besides the signature in its URL",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
            "query string parameter or the Authorization header should be specified",
            "InvalidArgument",
        )
    found = parameters.authentication(query)
    access_key_id, date, region, service = parameters.credential_parts(found["X-Amz-Credential"])
    amz_date = found["X-Amz-Date"]
    signed_at = parameters.signing_moment(amz_date, date)
    expires_at = signed_at + parameters.lifetime(found["X-Amz-Expires"])
    signed = parameters.signed_header_names(found["X-Amz-SignedHeaders"])
    signature = parameters.signature_digits(found["X-Amz-Signature"])
    own = [pair for pair in query if pair[0] not in parameters.NAMES]
    payload, unsigned = _payload(service, own, received, signed, payload_hash)
    unproven = () if sign_session_token else parameters.TOKENS
    lines, _ = canonical_headers(
        [(name, host if name == "host" else value) for name, value in received if name in signed]
    )
    normalize, double_encode = path_rules(service, normalize_path, double_encode_path)
    request = canonical_request(
        method,
        canonical_uri(path, normalize=normalize, double_encode=double_encode),
        canonical_query([pair for pair in query if pair[0] not in ("X-Amz-Signature", *unproven)]),
        lines,
        ";".join(signed),
        payload,
    )
    scope = credential_scope(date, region, service)
    arrived = {name for name, _ in received}
    return Claim(
        access_key_id,
        region,
        service,
        method,
        host,
        _decoded_path(path, service),
        tuple([(_text(name), _text(value)) for name, value in own]),
        signed,
        unsigned,
        payload,
        signed_at,
        expires_at,
        tuple([name for name in signed if name not in arrived]),
        request,
        found.get(parameters.token_name(service)),
        signature,
        string_to_sign(amz_date, scope, request),
    )


def _payload(
    service: str,
    own: "Pairs",
    received: "Pairs",
    signed: tuple[str, ...],
    payload_hash: "str | None",
) -> "tuple[str, tuple[str, ...]]":
    """Return the payload line, and the names of the headers that are not signed."""
    try:
        in_header = stated_payload(received)
        stated = stated_payload(own)
        if stated is None and "x-amz-content-sha256" in signed:
            stated = in_header
        line = payload_line(stated, payload_hash, default_payload(service))
    except InvalidRequestError as error:
        raise bad_request(str(error)) from None
    if line.startswith("STREAMING-"):
        raise bad_request(f"x-amz-content-sha256 is {line}, which a presigned URL cannot be")
    unsigned = {name for name, _ in received if name not in signed}
    if in_header == line:
        # The one x-amz-* header that S3 takes unsigned: it repeats what is signed.
        unsigned.discard("x-amz-content-sha256")
    return line, tuple(sorted(unsigned))


def _decoded_path(path: str, service: str) -> str:
    decoded = _text(path)
    if service in S3_SERVICES and any(["\udc80" <= character <= "\udcff" for character in decoded]):
        raise MalformedError(
            "the path is not UTF-8, which every object key is",
            "Couldn't parse the specified URI.",
            "InvalidURI",
        )
    return decoded


def _text(encoded: str) -> str:
    return decode(encoded).decode("utf-8", "surrogateescape")
