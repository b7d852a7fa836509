"""Lints on headers: those that were sent against those that are signed."""

from ...canonical import folded
from ..alternatives.headers import HOP, header_cause
from ..findings import CERTAIN, HINT, LIKELY, found
from ..rebuilding import body_hash, payload_line
from ..showing import printable, shown_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from ..findings import Finding


def headers(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield headers that are missing, surplus, or that somebody on the way changes."""
    if evidence.signed.form not in ("query", "header"):
        return
    yield from _missing(evidence)
    yield from _unsigned(evidence)
    yield from _length(evidence)
    yield from _touchy(evidence)
    yield from _stated(evidence)


def _missing(evidence: "Evidence") -> "Iterator[Finding]":
    sent = {name for name, _ in evidence.headers}
    if evidence.signed.form == "header":
        sent |= {"x-amz-date"} if "date" in sent else set()
    names = [name for name in evidence.signed.signed_headers if name not in sent and name != "host"]
    if not evidence.knows_headers:
        # The client adds these for itself.
        names = [name for name in names if name not in ("content-length", "user-agent")]
    if evidence.knows_headers:
        names = [name for name in names if name != "content-length" or evidence.body is None]
    if not names:
        return
    causes = {header_cause(name, absent=True) for name in names}
    # Of several kinds the general one is meant.
    cause = causes.pop() if len(causes) == 1 else "signed-header-missing"
    if cause == "hop-header-signed" and not evidence.knows_headers:
        return  # said below
    listed = ", ".join([printable(name) for name in names])
    options = " ".join([f"-H '{printable(name)}: …'" for name in names])
    fix = f"send with the values that were signed: {options}"
    if evidence.knows_headers:
        yield found(cause, f"signed, and not sent: {listed}", LIKELY, fix)
    else:
        yield found(cause, f"signed, so that they must be sent: {listed}", HINT, fix)


def _unsigned(evidence: "Evidence") -> "Iterator[Finding]":
    covered = evidence.signed.signed_headers
    surplus = [
        name
        for name, value in evidence.headers
        if name.startswith("x-amz-")
        and name not in covered
        and not (name == "x-amz-content-sha256" and value.strip() == payload_line(evidence))
        and not name.startswith(("x-amz-cf-", "x-amz-id-", "x-amz-request-id"))
    ]
    if surplus:
        listed = ", ".join(dict.fromkeys([printable(name) for name in surplus]))
        fix = f"do not send {listed}, or sign with it"
        yield found("unsigned-amz-header", f"sent, and not signed: {listed}", LIKELY, fix)


def _length(evidence: "Evidence") -> "Iterator[Finding]":
    sent = [value.strip() for value in evidence.sent("content-length")]
    if "content-length" not in evidence.signed.signed_headers:
        return
    if sent and evidence.body is not None and sent[0] != str(len(evidence.body)):
        shown = f"Content-Length is {printable(sent[0][:40])}, the body has {len(evidence.body)}"
        yield found("content-length-changed", f"{shown} bytes", LIKELY)
    else:
        shown = "content-length is signed: a body of another length is refused"
        yield found("content-length-changed", shown, HINT)


def _touchy(evidence: "Evidence") -> "Iterator[Finding]":
    covered = evidence.signed.signed_headers
    sent = {name for name, _ in evidence.headers}
    hops = [name for name in covered if name in HOP]
    if hops:
        shown = f"signed, and rewritten by proxies and clients: {', '.join(hops)}"
        yield found("hop-header-signed", shown, HINT)
    if "content-type" in covered and "content-type" in sent:
        value = shown_value("content-type", evidence.sent("content-type")[0])
        shown = f"content-type is signed; {value!r} was sent"
        yield found("content-type-changed", shown, HINT)
    dropped = [name for name in covered if "_" in name]
    if dropped:
        shown = f"signed, and dropped by nginx unless told otherwise: {', '.join(dropped)}"
        yield found("header-dropped", shown, HINT)
    for name in covered:
        values = evidence.sent(name)
        if name == "host" or not values:
            continue
        if len(values) > 1:
            yield found("header-order", f"{printable(name)} was sent {len(values)} times", HINT)
        odd = [value for value in values if value.strip(" ") != folded(value) or not _plain(value)]
        if odd:
            shown = f"blanks or other characters than ASCII: {printable(name)}: "
            yield found("header-whitespace", shown + repr(shown_value(name, odd[0]))[:200], HINT)


def _plain(value: str) -> bool:
    return all(" " <= one <= "~" for one in value)


def _stated(evidence: "Evidence") -> "Iterator[Finding]":
    line = payload_line(evidence)
    known = evidence.body is not None and len(line) == 64
    if known and line != body_hash(evidence):
        shown = (
            f"signed for a body of SHA-256 {line[:12]}…; the body has {body_hash(evidence)[:12]}…"
        )
        yield found("payload-hash-differs", shown, LIKELY)


def transfer(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield how the body is framed, where stores refuse that."""
    coding = " ".join(evidence.sent("transfer-encoding")).lower()
    if "chunked" in coding and not evidence.sent("content-length"):
        shown = "Transfer-Encoding: chunked, and no Content-Length"
        yield found("chunked-transfer", shown, LIKELY)
    framed = "aws-chunked" in " ".join(evidence.sent("content-encoding")).lower()
    hashes = " ".join(evidence.sent("x-amz-content-sha256"))
    if framed or "STREAMING-" in hashes + payload_line(evidence):
        body = (evidence.body or b"")[:200]
        in_a_url = evidence.signed.form == "query"
        shown = "the body is framed in chunks: " + ("aws-chunked" if framed else hashes[:60])
        certain = in_a_url and b"chunk-signature=" in body
        confidence = LIKELY if in_a_url else HINT
        yield found("chunked-signing-unsupported", shown, CERTAIN if certain else confidence)
