"""`Parts`: the six parts of a canonical request, rebuilt from what was sent, however odd it is."""

import hashlib

from .._percent import encode, encode_path
from .._request import TOKEN_HEADERS
from .._value import Value
from ..canonical import (
    EMPTY_PAYLOAD_HASH,
    S3_SERVICES,
    UNSIGNED_PAYLOAD,
    canonical_host,
    canonical_query,
    canonical_uri,
    folded,
)
from .link import lenient, lenient_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .evidence import Evidence

    Pairs = tuple[tuple[str, str], ...]

# They take the session token outside the signature.
TOKEN_OUTSIDE = frozenset(["iotdevicegateway", "iotdata"])


class Parts(Value):
    """What a canonical request is made of.

    Attributes:
        method: as it is signed.
        uri: the canonical path.
        pairs: the query's names and values, each encoded as signed, in the order sent.
        lines: names and values of the signed headers, in the order of *names*.
        names: the signed headers, ``;`` between them.
        payload: the last line.
    """

    __slots__ = _fields = ("method", "uri", "pairs", "lines", "names", "payload")
    _hidden = ("pairs", "lines")

    method: str
    uri: str
    pairs: "Pairs"
    lines: "Pairs"
    names: str
    payload: str

    def __init__(
        self, method: str, uri: str, pairs: "Pairs", lines: "Pairs", names: str, payload: str
    ) -> None:
        self._fill(method, uri, pairs, lines, names, payload)

    @property
    def query(self) -> str:
        """The canonical query."""
        return canonical_query(self.pairs)

    @property
    def headers(self) -> str:
        """The canonical headers, each line ended, and the signed ones."""
        return header_block(self.lines, self.names)


def header_block(lines: "Pairs", names: str) -> str:
    """Return the canonical headers of *lines*, an empty line, and *names*."""
    return "".join([f"{name}:{value}\n" for name, value in lines]) + "\n" + names


def rebuilt(evidence: "Evidence") -> Parts:
    """Return the parts of the request as a store would find them."""
    signed = evidence.signed
    names = signed.signed_headers
    return Parts(
        evidence.method or "GET",
        canonical_path(evidence.link.path or "/", signed.service),
        signed_pairs(evidence),
        tuple([(name, header_value(evidence, name)) for name in names]),
        ";".join(names),
        payload_line(evidence),
    )


def canonical_path(path: str, service: str) -> str:
    """Return *path* as it is signed for *service*; a ``%`` that is no escape stands for itself."""
    if service in S3_SERVICES or not service:
        return encode_path(lenient_path(path)) if "\ufffd" not in lenient_path(path) else path
    return canonical_uri(path, normalize=True, double_encode=True)


def signed_pairs(evidence: "Evidence") -> "Pairs":
    """Return the parameters that are signed, encoded as signed, in the order sent."""
    left_out = {"X-Amz-Signature"}
    if evidence.signed.service in TOKEN_OUTSIDE:
        left_out.add("X-Amz-Security-Token")
    pairs = [(encode(lenient(name)), encode(lenient(value))) for name, value in evidence.link.pairs]
    return tuple([pair for pair in pairs if pair[0] not in left_out])


def host_line(evidence: "Evidence") -> str:
    """Return the ``Host`` that was sent, as it is signed."""
    if evidence.sent("host") or evidence.sent(":authority"):
        return evidence.host
    return canonical_host(evidence.link.scheme or "https", own_authority(evidence))


def own_authority(evidence: "Evidence") -> str:
    """Return host and port of the URL in lower case, without user info."""
    return evidence.link.authority.rpartition("@")[2].lower()


def header_value(evidence: "Evidence", name: str) -> str:
    """Return the canonical value of the header *name*; empty where it was not sent."""
    if name == "host":
        return host_line(evidence)
    return ",".join([folded(value) for value in evidence.sent(name)])


def body_hash(evidence: "Evidence") -> str:
    """Return the SHA-256 of the body, that of an empty one where none is known."""
    if not evidence.body:
        return EMPTY_PAYLOAD_HASH
    return hashlib.sha256(evidence.body).digest().hex()


def stated_payload(evidence: "Evidence") -> str:
    """Return what ``x-amz-content-sha256`` says, in the query or in a signed header, or nothing."""
    in_query = evidence.link.value("x-amz-content-sha256") or ""
    sent = (evidence.sent("x-amz-content-sha256") or [""])[0].strip()
    if evidence.signed.form == "header":
        return sent
    covered = "x-amz-content-sha256" in evidence.signed.signed_headers
    return in_query or (sent if covered else "")


def payload_line(evidence: "Evidence") -> str:
    """Return the last line of the canonical request."""
    stated = stated_payload(evidence)
    if stated:
        return stated
    if evidence.signed.form == "query" and evidence.is_s3:
        return UNSIGNED_PAYLOAD
    return body_hash(evidence)


def is_token(name: str) -> bool:
    """Return whether *name*, of a parameter or header in any case, is a session token's."""
    return name.lower() in TOKEN_HEADERS
