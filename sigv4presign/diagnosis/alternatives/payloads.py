"""Which payload line may have been signed."""

from ...canonical import EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD
from ..rebuilding import body_hash, payload_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence

STREAMING = (
    *("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
    *("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-EVENTS"),
)


def payloads(evidence: "Evidence") -> "Iterator[tuple[str, str]]":
    """Yield payload lines other than the one sent, and the cause that each would be."""
    sent = payload_line(evidence)
    stated = [value.strip() for value in evidence.sent("x-amz-content-sha256")]
    in_query = evidence.link.values("x-amz-content-sha256")
    plain = (UNSIGNED_PAYLOAD, EMPTY_PAYLOAD_HASH, *stated, *in_query, body_hash(evidence))
    for line in (*plain, *STREAMING, sent.upper(), sent.lower(), "", "null", "undefined"):
        if line != sent:
            yield line, payload_cause(sent, line)


def payload_cause(sent: str, signed: str) -> str:
    """Return what it is called if the payload line is *sent*, and *signed* was signed."""
    if "STREAMING-" in sent + signed:
        return "chunked-signing-unsupported"
    return "payload-hash-differs"
