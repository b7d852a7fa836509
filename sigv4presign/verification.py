"""`parse_presigned`: from a request as it arrived to a `Claim` that can be proven.

Three steps, so that looking up the secret is the caller's own, blocking or awaited: parse the
request into a `Claim`, look up the secret of ``claim.access_key_id``, then
``claim.verify(secret)``.
"""

from . import _parameters as parameters
from ._percent import decode
from ._received import bad_request, receive
from ._request import (
    NAMES,
    TOKENS,
    checked_payload_hash,
    presigned_payload,
    stated_payload,
    token_name,
)
from .canonical import (
    S3_SERVICES,
    canonical_headers,
    canonical_query,
    canonical_request,
    canonical_uri,
    path_rules,
    resolved_path,
)
from .claims import MAX_SKEW, Claim
from .errors import InvalidRequestError, MalformedError
from .signing import credential_scope, string_to_sign

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

    Raises:
        MalformedError: the request, or its authentication, cannot be read.
        InvalidRequestError: the caller passed something else than text, or no payload hash.
    """
    if payload_hash is not None:
        payload_hash = checked_payload_hash("payload_hash", payload_hash)
    host, path, query, received = receive(method, url, headers)
    _check_one_mechanism(received)
    found = parameters.authentication(query)
    access_key_id, date, region, service = parameters.credential_parts(found["X-Amz-Credential"])
    amz_date = found["X-Amz-Date"]
    signed_at = parameters.signing_moment(amz_date, date)
    lifetime = parameters.lifetime(found["X-Amz-Expires"])
    signed = parameters.signed_header_names(found["X-Amz-SignedHeaders"])
    signature = parameters.signature_digits(found["X-Amz-Signature"])
    if "x-amz-date" in signed:
        # It may be a signature of the header form, its parameters brought in by somebody else;
        # such a one lives as long as clocks may differ, and not a week.
        lifetime = min(lifetime, MAX_SKEW)
    own = sorted([pair for pair in query if pair[0] not in NAMES])
    names = frozenset(signed)
    covered = [(name, value) for name, value in received if name in names and name != "host"]
    covered.append(("host", host))
    payload, unsigned = _payload(service, own, received, names, payload_hash)
    lines, _ = canonical_headers(covered)
    normalize, double_encode = path_rules(service, normalize_path, double_encode_path)
    # Resolved once, so that the path of the proof is the one that is signed.
    raw_path = resolved_path(path, normalize=normalize, double_encode=double_encode)
    left_out = ("X-Amz-Signature",) if sign_session_token else ("X-Amz-Signature",) + TOKENS
    request = canonical_request(
        method,
        canonical_uri(raw_path, normalize=False, double_encode=double_encode),
        canonical_query([pair for pair in query if pair[0] not in left_out]),
        lines,
        ";".join(signed),
        payload,
    )
    arrived = {name for name, _ in received}
    return Claim(
        access_key_id,
        region,
        service,
        method,
        host,
        _decoded_path(raw_path, service),
        raw_path,
        tuple([(_text(name), _text(value)) for name, value in own]),
        tuple([_pair(line) for line in lines.split("\n")[:-1]]),
        signed,
        unsigned,
        payload,
        signed_at,
        signed_at + lifetime,
        tuple([name for name in signed if name not in arrived]),
        request,
        found.get(token_name(service)),
        signature,
        string_to_sign(amz_date, credential_scope(date, region, service), request),
    )


def _check_one_mechanism(received: "Pairs") -> None:
    if any([name == "authorization" for name, _ in received]):
        raise MalformedError(
            "the request has an Authorization header besides the signature in its URL",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
            "query string parameter or the Authorization header should be specified",
            "InvalidArgument",
        )


def _payload(
    service: str,
    own: "Pairs",
    received: "Pairs",
    signed: frozenset[str],
    payload_hash: "str | None",
) -> "tuple[str, tuple[str, ...]]":
    """Return the payload line, and the names of the headers that are not signed."""
    try:
        in_header = stated_payload(received)
        stated = stated_payload(own)
        if stated is None and "x-amz-content-sha256" in signed:
            stated = in_header
        line = presigned_payload(stated, payload_hash, service)
    except InvalidRequestError as error:
        raise bad_request(str(error)) from None
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


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value


def _text(encoded: str) -> str:
    return decode(encoded).decode("utf-8", "surrogateescape")
