"""`parse_presigned` and `parse_authorization`: from a request as it arrived to a `Claim`.

Three steps, so that looking up the secret is the caller's own, blocking or awaited: parse the
request into a `Claim`, look up the secret of ``claim.access_key_id``, then
``claim.verify(secret)``.
"""

from . import _parameters as parameters
from ._checks import MAX_SKEW, exact
from ._rebuilt import Signed, claim_of
from ._received import receive
from ._request import NAMES, TOKENS, checked_payload_hash, token_name
from ._time import format_amz_date, parse_http_date
from .claims import Claim
from .limits import DEFAULT, Limits
from .rules import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._checks import Headers

    Pairs = list[tuple[str, str]]


def parse_presigned(
    method: str,
    url: str,
    headers: "Headers" = (),
    *,
    payload_hash: "str | None" = None,
    normalize_path: "bool | None" = None,
    double_encode_path: "bool | None" = None,
    sign_session_token: bool = True,
    limits: Limits = DEFAULT,
) -> Claim:
    """Return what the presigned request *method* *url* claims; nothing of it is proven yet.

    Args:
        method: as received.
        url: absolute, or the raw request target, ``/path?query``, as it stands in the request line.
        headers: every header received, pairs or a mapping; ``Host`` among them unless *url* is
            absolute. Where both name a host, the header counts: it is what was signed.
        payload_hash: what `presign` was given, if it was; the hash of the body that came with a
            presigned request to another service than S3.
        normalize_path: what `presign` was given, if it was.
        double_encode_path: likewise.
        sign_session_token: likewise.
        limits: how much of the request is read.

    Raises:
        MalformedError: the request, or its authentication, cannot be read.
        InvalidRequestError: the caller passed something else than text, or no payload hash.
    """
    if payload_hash is not None:
        payload_hash = checked_payload_hash("payload_hash", payload_hash)
    host, path, query, received = receive(method, url, headers, limits)
    if any([name == "authorization" for name, _ in received]):
        reason = "the request has an Authorization header besides the signature in its URL"
        raise broken("one-mechanism", reason)
    found = parameters.authentication(query)
    access_key_id, date, region, service = parameters.credential_parts(found["X-Amz-Credential"])
    amz_date = found["X-Amz-Date"]
    signed_at = parameters.signing_moment(amz_date, date)
    lifetime = parameters.lifetime(found["X-Amz-Expires"])
    limits.check_signed_headers(found["X-Amz-SignedHeaders"])
    names = parameters.signed_header_names(found["X-Amz-SignedHeaders"])
    signature = parameters.signature_digits(found["X-Amz-Signature"])
    if "x-amz-date" in names or "date" in names:
        # It may be a signature of the header form, its parameters brought in by somebody else;
        # such a one lives as long as clocks may differ, and not a week.
        lifetime = min(lifetime, MAX_SKEW)
    left_out = ("X-Amz-Signature",) if sign_session_token else ("X-Amz-Signature",) + TOKENS
    signed = Signed("query", access_key_id, region, service, amz_date, names, signature)
    return claim_of(
        signed,
        (exact(method), host, path),
        sorted([pair for pair in query if pair[0] not in NAMES]),
        [pair for pair in query if pair[0] not in left_out],
        received,
        (payload_hash, normalize_path, double_encode_path),
        {
            "signed_at": signed_at,
            "expires_at": signed_at + lifetime,
            "session_token": found.get(token_name(service)),
        },
    )


def parse_authorization(
    method: str,
    url: str,
    headers: "Headers",
    *,
    payload_hash: "str | None" = None,
    normalize_path: "bool | None" = None,
    double_encode_path: "bool | None" = None,
    sign_session_token: bool = True,
    limits: Limits = DEFAULT,
) -> Claim:
    """Return what a request that is signed in its headers claims; nothing of it is proven yet.

    The moment of signing is that of ``X-Amz-Date``, or of ``Date`` where that is missing.
    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html

    Args:
        method: as received.
        url: absolute, or the raw request target.
        headers: every header received, pairs or a mapping, ``Authorization`` among them; ``Host``
            too unless *url* is absolute.
        payload_hash: SHA-256 of the body in lower-case hexadecimal digits, for a service that is
            not told it in ``X-Amz-Content-Sha256``; None means that of no body.
        normalize_path: what `sign_headers` was given, if it was.
        double_encode_path: likewise.
        sign_session_token: likewise.
        limits: how much of the request is read.

    Raises:
        MalformedError: the request, or its authentication, cannot be read.
        InvalidRequestError: the caller passed something else than text, or no payload hash.
    """
    if payload_hash is not None:
        payload_hash = checked_payload_hash("payload_hash", payload_hash)
    host, path, query, received = receive(method, url, headers, limits)
    given = [value for name, value in received if name == "authorization"]
    if not given:
        raise broken("signed", "the request has no Authorization header")
    if len(given) > 1 or parameters.is_signed(query):
        raise broken("one-mechanism", "the request is signed more than once")
    found = parameters.components(given[0])
    credential = parameters.credential_parts(found["Credential"], "header")
    access_key_id, date, region, service = credential
    amz_date = _moment(received)
    signed_at = parameters.signing_moment(amz_date, date, "header")
    limits.check_signed_headers(found["SignedHeaders"])
    names = parameters.signed_header_names(found["SignedHeaders"], "header")
    signature = parameters.signature_digits(found["Signature"], "header")
    token = token_name(service).lower()
    tokens = [value.strip(" \t") for name, value in received if name == token]
    if len(tokens) > 1:
        raise broken("header", f"the request has {len(tokens)} session tokens")
    own = [(name, value) for name, value in received if name != "authorization"]
    if not sign_session_token and token not in names:
        own = [(name, value) for name, value in own if name != token]
    signed = Signed("header", access_key_id, region, service, amz_date, names, signature)
    return claim_of(
        signed,
        (exact(method), host, path),
        sorted(query),
        query,
        own,
        (payload_hash, normalize_path, double_encode_path),
        {
            "signed_at": signed_at,
            "expires_at": signed_at + MAX_SKEW + 1,
            "session_token": tokens[0] if tokens else None,
        },
    )


def _moment(received: "Pairs") -> str:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
    for wanted in ("x-amz-date", "date"):
        dates = [value.strip(" \t") for name, value in received if name == wanted]
        if len(dates) > 1:
            raise broken("date-header", f"the request has {len(dates)} headers {wanted}")
        if dates and (wanted == "x-amz-date" or dates[0][8:9] == "T"):
            return dates[0]
        if dates:
            try:
                return format_amz_date(parse_http_date(dates[0]))
            except ValueError as error:
                raise broken("date-header", f"Date: {error}") from None
    raise broken("date-header", "the request has neither X-Amz-Date nor Date")
