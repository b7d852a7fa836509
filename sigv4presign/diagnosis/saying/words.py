"""What stores write into their messages, and which cause each text means."""

import re

from ..findings import CERTAIN, HINT, LIKELY, found
from ..showing import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..answer import Answer
    from ..evidence import Evidence
    from ..findings import Finding

_WORDS = (
    (r"request has expired", "expired", CERTAIN),
    (r"expired presign|presigned? (?:url|request) (?:has )?expired", "expired", CERTAIN),
    (r"signature (?:has )?expired: \d{8}T", "expired", CERTAIN),
    (r"request is not (?:yet valid|valid yet)|request is not ready yet", "clock-skew", CERTAIN),
    (r"signature not yet (?:current|valid)", "clock-skew", CERTAIN),
    (r"difference between the request time and the (?:current|server'?s?) ", "clock-skew", CERTAIN),
    (r"token (?:included in the request )?(?:is |has )(?:been )?expired", "token-expired", CERTAIN),
    (r"provided token (?:has )?expired", "token-expired", CERTAIN),
    (r"not authorized to perform|explicit deny|no (?:identity|resource|session)-based policy",
     "denied-by-policy", CERTAIN),
    (r"kms:\w+|\bKMS\b.{0,60}(?:access|denied|not allowed|disabled)", "denied-by-policy", CERTAIN),
    (r"only one auth mechanism", "two-auth-mechanisms", CERTAIN),
    (r"authorization mechanism you have provided is not supported", "sigv2-url", CERTAIN),
    (r"require AWS Signature Version 4(?!A)", "sigv2-url", CERTAIN),
    (r"sigv4a|AWS4-ECDSA", "needs-sigv4a", LIKELY),
    (r"anonymous (?:access|request|user)|authorization is required|is not signed", "not-signed", LIKELY),
    (r"missing authentication token", "not-signed", LIKELY),
    (r"extra input fields?:", "post-uncovered-field", CERTAIN),
    (r"policy condition failed|condition failed:", "post-condition-failed", CERTAIN),
    (r"policy expired|invalid 'expiration' value", "post-policy-expired", CERTAIN),
    (r"check the order of the fields", "post-field-order", CERTAIN),
    (r"requires exactly one file upload", "post-field-order", LIKELY),
    (r"enclosure-type multipart/form-data|multipart/form-data", "post-wrong-request", LIKELY),
    (r"base64 encoding|invalid policy: invalid (?:json|base64)", "post-policy-reencoded", LIKELY),
    (r"transfer-encoding", "chunked-transfer", CERTAIN),
    (r"chunked encoding|length required|content-length (?:http )?header", "chunked-transfer", LIKELY),
    (r"x-amz-expires (?!parameter)", "bad-expires", CERTAIN),
    (r"must be less than a week|expires.{0,40}(?:604800|seven days|negative)", "bad-expires", CERTAIN),
    (r"query-string authentication version 4 requires", "transport-damage", LIKELY),
    (r"authorization header requires three components", "transport-damage", LIKELY),
    (r"date in the credential|invalid credential date|credential date|x-amz-date must be|"
     r"iso8601 long format|credential should end|terminat", "bad-scope-or-date", CERTAIN),
    (r"date in credential scope does not match", "bad-scope-or-date", CERTAIN),
    (r"x-amz-checksum-mode|unsupported (?:query )?parameter|unknown (?:query )?parameter",
     "unknown-parameter-rejected", LIKELY),
    (r"multi-region access point", "needs-sigv4a", LIKELY),
    (r"createsession|session token.{0,40}(?:directory|express)", "express-without-session", LIKELY),
    (r"headers? present in the request which were not signed", "unsigned-amz-header", CERTAIN),
)  # fmt: skip
_PATTERNS = tuple(
    [(re.compile(words, re.IGNORECASE), cause, how) for words, cause, how in _WORDS]
)
_REGION = re.compile(
    r"(?i)region '?([^';]{0,80}?)'? is wrong; expecting '?([\w-]+)|"
    r"valid region, not '([^']{0,80})'|(?:unknown|invalid|incorrect|wrong) region"
)
_SERVICE = re.compile(
    r"(?i)incorrect service \"?'?([\w-]*)\"?'?\.?.{0,40}?belongs to \"?'?([\w-]+)|"
    r"correct service: '([\w-]+)'|(?:incorrect|wrong|invalid) service"
)


def words(evidence: "Evidence", answer: "Answer") -> "Iterator[Finding]":
    """Yield the causes that the text of *answer* names."""
    message = answer.message
    if not message and not answer.headers_not_signed:
        return
    said = f"{answer.code or 'the store'}: {printable(message[:300])}"
    region = _REGION.search(message)
    service = _SERVICE.search(message)
    if region:
        yield _of_a_region(evidence, answer, region, said)
    if service:
        right = next((one for one in (service.group(2), service.group(3)) if one), "")
        fix = f"sign for the service {right!r}" if right else ""
        express = "express-without-session" if right == "s3express" else "wrong-service"
        yield found(express, said, CERTAIN, fix)
    for pattern, cause, how in _PATTERNS:
        if not pattern.search(message) or (cause == "bad-expires" and (region or service)):
            continue
        if cause == "unsigned-amz-header":
            yield _of_headers(answer, said)
        elif cause == "expired" and evidence.signed.form == "header":
            yield found("clock-skew", said, LIKELY)
            yield found("expired", said, HINT)
        else:
            yield found(cause, _with_elements(answer, said), how)


def _of_a_region(
    evidence: "Evidence", answer: "Answer", match: "re.Match[str]", said: str
) -> "Finding":
    right = answer.region or match.group(2) or ""
    fix = f"sign for region={right!r}" if right else ""
    cause = "wrong-region"
    if "fips" in evidence.host:
        cause = "fips-region"
    elif "." in evidence.signed.region:
        cause = "endpoint-misconfigured"
    return found(cause, said, CERTAIN, fix)


def _of_headers(answer: "Answer", said: str) -> "Finding":
    names = [name.strip().lower() for name in answer.headers_not_signed.split(",")]
    if "host" in names:
        shown = f"{said}\nHeadersNotSigned: {printable(answer.headers_not_signed)}"
        return found("double-encoded-query", shown, LIKELY)
    listed = printable(answer.headers_not_signed)
    shown = f"{said}\nHeadersNotSigned: {listed}"
    fix = f"do not send {listed}, or sign with it" if listed else ""
    return found("unsigned-amz-header", shown, CERTAIN, fix)


_ELEMENTS = (
    *("Expires", "X-Amz-Expires", "ServerTime", "RequestTime", "MaxAllowedSkewMilliseconds"),
    *("Header", "ArgumentName", "MinSizeAllowed", "MaxSizeAllowed", "ProposedSize", "Condition"),
    *("Region", "Endpoint", "Bucket", "BucketName", "Key", "Method", "ResourceType"),
)


def _with_elements(answer: "Answer", said: str) -> str:
    more = [
        f"{name}: {printable(text[:200])}" for name, text in answer.elements if name in _ELEMENTS
    ]
    return "\n".join([said, *more[:8]])


def elements(answer: "Answer", said: str) -> str:
    """Return *said*, and the elements of *answer* that tell more."""
    return _with_elements(answer, said)
