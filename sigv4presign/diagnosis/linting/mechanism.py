"""Lints on how the request is signed at all, and on its method."""

from ..findings import CERTAIN, HINT, LIKELY, found
from ..link import lenient
from ..showing import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from ..findings import Finding

# What the SDKs for JavaScript, Go and Rust write into x-id, by the word that it begins with.
_VERBS = (
    *(("Get", "GET"), ("List", "GET"), ("Head", "HEAD"), ("Put", "PUT"), ("Delete", "DELETE")),
    *(("UploadPart", "PUT"), ("Copy", "PUT"), ("Create", "POST"), ("Complete", "POST")),
    *(("Abort", "DELETE"), ("Restore", "POST"), ("Select", "POST")),
)


def mechanism(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield what is wrong with the kind of signature, or its number."""
    signed = evidence.signed
    if signed.form == "v2":
        shown = "AWSAccessKeyId, Signature and Expires: Signature Version 2"
        yield found("sigv2-url", shown, LIKELY)
    elif not signed.form and evidence.fields is None:
        yield from _unsigned(evidence)
    authorization = evidence.sent("authorization")
    if authorization and signed.form in ("query", "v2"):
        # One word alone may be a secret, and no scheme.
        scheme, blank, _ = authorization[0].strip().partition(" ")
        named = f" ({printable(scheme[:30])})" if blank else ""
        shown = f"the URL is signed, and an Authorization header was sent, too{named}"
        names = {lenient(name) for name, _ in evidence.link.pairs}
        if "X-Amz-Signature" in names or "Signature" in names:
            yield found("two-auth-mechanisms", shown, CERTAIN)
    if signed.form in ("query", "v2"):
        yield from _method(evidence)


def _unsigned(evidence: "Evidence") -> "Iterator[Finding]":
    names = [lenient(name).lower() for name, _ in evidence.link.pairs]
    if any(name.startswith("x-goog-") for name in names):
        host = evidence.host
        google = host.endswith("googleapis.com")
        shown = f"signed by Google's own V4 (X-Goog-…), for {host}"
        yield found("store-quirk", shown, HINT if google else LIKELY)
        return
    if evidence.link.fragment and "X-Amz-" in evidence.link.fragment:
        return  # it is there, behind a '#'
    if any(name.startswith("x-amz-") for name in names):
        shown = f"some parameters are left: {', '.join([n for n in names if n[:6] == 'x-amz-'])}"
        yield found("transport-damage", shown, LIKELY)
        return
    shown = "there is no signature, neither in the URL nor in the headers"
    yield found("not-signed", shown, LIKELY)


def _method(evidence: "Evidence") -> "Iterator[Finding]":
    sent = evidence.method
    kind = (evidence.sent("content-type") or [""])[0].lower()
    if kind.startswith("multipart/form-data") and sent in ("PUT", "POST", ""):
        shown = f"{sent or 'the request'} of a presigned URL carries a form (multipart/form-data)"
        fix = "send the bytes alone as the body: curl -T FILE; requests: data=, not files="
        yield found("post-wrong-request", shown, LIKELY, fix)
    if not sent:
        return
    wanted = ""
    operation = evidence.link.value("x-id") or ""
    for verb, method in _VERBS:
        if operation.startswith(verb):
            wanted = method
            break
    names = {lenient(name) for name, _ in evidence.link.pairs}
    if not wanted and {"partNumber", "uploadId"} <= names and sent not in ("GET", "HEAD"):
        wanted = "PUT"
    if wanted and wanted != sent:
        shown = f"{sent} was sent; the URL was made for {wanted}"
        sure = LIKELY if operation else HINT
        yield found("method-changed", shown, sure, f"send {wanted}: curl -X {wanted}")
    elif sent in ("OPTIONS", "PATCH", "TRACE", "CONNECT"):
        preflight = sent == "OPTIONS" and bool(evidence.sent("access-control-request-method"))
        shown = f"{sent} was sent, for which no URL of S3 is made"
        yield found("method-changed", shown, LIKELY if preflight else HINT)
