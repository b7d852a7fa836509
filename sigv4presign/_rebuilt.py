"""From a request as received, and what is said of its signature, to the claim that it makes."""

from ._percent import decode
from ._request import presigned_payload, stated_payload
from ._value import Value
from .canonical import (
    EMPTY_PAYLOAD_HASH,
    S3_SERVICES,
    canonical_headers,
    canonical_query,
    canonical_request,
    canonical_uri,
    path_rules,
    resolved_path,
)
from .claims import Claim
from .errors import InvalidRequestError
from .places import place
from .refusals import PayloadMismatchError
from .rules import broken
from .signing import credential_scope, string_to_sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Pairs = list[tuple[str, str]]


class Signed(Value):
    """What a request says of its signature, each value read and of the right form."""

    __slots__ = _fields = (
        "form",
        "access_key_id",
        "region",
        "service",
        "amz_date",
        "signed_headers",
        "signature",
    )
    _hidden = ("signature",)

    form: str
    access_key_id: str
    region: str
    service: str
    amz_date: str
    signed_headers: tuple[str, ...]
    signature: str

    def __init__(
        self,
        form: str,
        access_key_id: str,
        region: str,
        service: str,
        amz_date: str,
        signed_headers: tuple[str, ...],
        signature: str,
    ) -> None:
        self._fill(form, access_key_id, region, service, amz_date, signed_headers, signature)


def claim_of(
    signed: Signed,
    request_line: "tuple[str, str, str]",
    own: "Pairs",
    covered: "Pairs",
    received: "Pairs",
    settings: "tuple[str | None, bool | None, bool | None]",
    more: "Mapping[str, object]",
) -> Claim:
    """Return the claim, its canonical request rebuilt.

    Args:
        signed: what is said of the signature.
        request_line: method, host and path.
        own: the query's pairs that are the application's, encoded as signed, in that order.
        covered: the query's pairs that are signed, encoded.
        received: the headers that count, ``host`` among them, names in lower case.
        settings: the caller's payload hash, and whether it normalises and double-encodes paths.
        more: the claim's further values by name.
    """
    method, host, path = request_line
    payload_hash, normalize_path, double_encode_path = settings
    service = signed.service
    names = frozenset(signed.signed_headers)
    headers = [(name, value) for name, value in received if name in names and name != "host"]
    headers.append(("host", host))
    payload, unsigned = _payload(signed, own, received, payload_hash)
    lines, _ = canonical_headers(headers)
    normalize, double_encode = path_rules(service, normalize_path, double_encode_path)
    # Resolved once, so that the path of the proof is the one that is signed.
    raw_path = resolved_path(path, normalize=normalize, double_encode=double_encode)
    request = canonical_request(
        method,
        canonical_uri(raw_path, normalize=False, double_encode=double_encode),
        canonical_query(covered),
        lines,
        ";".join(signed.signed_headers),
        payload,
    )
    arrived = {name for name, _ in received}
    sent_host = next(value for name, value in received if name == "host")
    scope = credential_scope(signed.amz_date[:8], signed.region, service)
    decoded_path = _decoded_path(raw_path, service)
    bucket, key = place(host, decoded_path, service)
    return Claim.of(
        {
            "form": signed.form,
            "access_key_id": signed.access_key_id,
            "region": signed.region,
            "service": service,
            "method": method,
            "host": host,
            "path": decoded_path,
            "raw_path": raw_path,
            "bucket": bucket,
            "key": key,
            "query": tuple([(decoded(name), decoded(value)) for name, value in own]),
            "headers": tuple([_pair(line) for line in lines.split("\n")[:-1]]),
            "signed_headers": signed.signed_headers,
            "unsigned_headers": unsigned,
            "fields": (),
            "payload_hash": payload,
            "amz_date": signed.amz_date,
            "canonical_request": request,
            "missing": tuple([name for name in signed.signed_headers if name not in arrived]),
            "sent_host": sent_host.strip(" \t"),
            "sent_path": path,
            "signature": signed.signature,
            "string_to_sign": string_to_sign(signed.amz_date, scope, request),
            **more,
        }
    )


def _payload(
    signed: Signed, own: "Pairs", received: "Pairs", payload_hash: "str | None"
) -> "tuple[str, tuple[str, ...]]":
    """Return the payload line, and the names of the headers that are not signed."""
    names = frozenset(signed.signed_headers)
    try:
        in_header = stated = stated_payload(received)
        if signed.form == "query":
            stated = stated_payload(own)
            if stated is None and "x-amz-content-sha256" in names:
                stated = in_header
            line = presigned_payload(stated or payload_hash, None, signed.service)
        elif stated is None and signed.service in S3_SERVICES:
            raise broken("payload-missing", "the request has no x-amz-content-sha256")
        else:
            line = stated or payload_hash or EMPTY_PAYLOAD_HASH
    except InvalidRequestError as error:
        raise broken("payload-form", str(error)) from None
    if stated is not None and payload_hash is not None and stated != payload_hash:
        raise PayloadMismatchError(stated, payload_hash)
    unsigned = {name for name, _ in received if name not in names}
    if in_header == line:
        # The one x-amz-* header that S3 takes unsigned: it repeats what is signed.
        unsigned.discard("x-amz-content-sha256")
    return line, tuple(sorted(unsigned))


def _decoded_path(path: str, service: str) -> str:
    text = decoded(path)
    if service in S3_SERVICES and any(["\udc80" <= character <= "\udcff" for character in text]):
        raise broken("path-utf8", "the path is not UTF-8, which every object key is")
    return text


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value


def decoded(encoded: str) -> str:
    """Return what *encoded*, part of a path or query, spells; no UTF-8 as surrogate escapes."""
    return decode(encoded).decode("utf-8", "surrogateescape")
