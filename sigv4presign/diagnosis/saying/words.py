"""What stores write into their messages, and which cause each text means."""

import re

from ..._checks import MAX_EXPIRES
from ..._time import format_amz_date
from ..alternatives.headers import header_cause
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
    (r"anonymous (?:access|request|user)|authorization is required", "not-signed", LIKELY),
    (r"missing authentication token", "not-signed", LIKELY),
    (r"extra input fields?:", "post-uncovered-field", CERTAIN),
    (r"policy condition failed|condition failed:", "post-condition-failed", CERTAIN),
    (r"policy expired|invalid 'expiration' value", "post-policy-expired", CERTAIN),
    (r"check the order of the fields", "post-field-order", CERTAIN),
    (r"requires exactly one file upload", "post-field-order", LIKELY),
    (r"enclosure-type multipart/form-data|multipart/form-data", "post-wrong-request", LIKELY),
    (r"base64 encoding|invalid policy: invalid (?:json|base64)", "post-policy-reencoded", LIKELY),
    (r"transfer-encoding", "chunked-transfer", CERTAIN),
    (r"chunked encoding|length required|provide the content-length", "chunked-transfer", LIKELY),
    (r"x-amz-expires (?!parameter)", "bad-expires", CERTAIN),
    (r"less than a week|expires.{0,40}(?:604800|seven days|negative)", "bad-expires", CERTAIN),
    (r"query-string authentication version 4 requires", "transport-damage", LIKELY),
    (r"authorization header requires three components", "transport-damage", LIKELY),
    (r"date in the credential|credential date|x-amz-date must be", "bad-scope-or-date", CERTAIN),
    (r"iso8601 long format|credential should end|terminat", "bad-scope-or-date", CERTAIN),
    (r"date in credential scope does not match", "bad-scope-or-date", CERTAIN),
    (r"x-amz-checksum-mode|unsupported (?:query )?parameter|unknown (?:query )?parameter",
     "unknown-parameter-rejected", LIKELY),
    (r"multi-region access point", "needs-sigv4a", LIKELY),
    (r"createsession|session token.{0,40}(?:directory|express)", "express-without-session", LIKELY),
    (r"headers? present in the request which were not signed", "unsigned-amz-header", CERTAIN),
)  # fmt: skip
_PATTERNS = tuple([(re.compile(words, re.IGNORECASE), cause, how) for words, cause, how in _WORDS])
_REGION = re.compile(
    r"(?i)region ['\"]?([^'\";]{0,80}?)['\"]? is wrong; expecting ['\"]?([\w-]+)|"
    r"valid region, not '([^']{0,80})'|(?:unknown|invalid|incorrect|wrong) region"
)
_SERVICE = re.compile(
    r"(?i)incorrect service(?: [\"']?[\w-]*[\"']?)?\.?.{0,40}?belongs to [\"']?([\w-]+)|"
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
        right = next((one for one in service.groups() if one), "")
        fix = f"sign for the service {right!r}" if right else ""
        express = "express-without-session" if right == "s3express" else "wrong-service"
        yield found(express, said, CERTAIN, fix)
    for pattern, cause, how in _PATTERNS:
        if not pattern.search(message) or (cause == "bad-expires" and (region or service)):
            continue
        if cause == "unsigned-amz-header":
            yield _of_headers(evidence, answer, said)
        elif cause == "sigv2-url" and evidence.signed.form == "query":
            # It is SigV4's, so the store did not find what makes it so.
            yield found("transport-damage", said, HINT)
        elif cause in ("expired", "clock-skew"):
            plain = answer.code != "RequestTimeTooSkewed"
            yield _of_the_time(evidence, cause, _with_elements(answer, said), mixed=plain)
        else:
            yield found(cause, _with_elements(answer, said), how)


def is_of_s3(answer: "Answer | None") -> bool:
    """Return whether the store says that S3 is the service to sign for."""
    service = _SERVICE.search(answer.message) if answer is not None else None
    return service is not None and "s3" in service.groups()


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


def _of_the_time(evidence: "Evidence", cause: str, said: str, *, mixed: bool) -> "Finding":
    """Return which end of its life the request is beyond; some stores have *mixed* words."""
    signed = evidence.signed
    if signed.form == "header" and cause == "expired":
        # It has no lifetime of its own; what counts is the moment of signing.
        return found("clock-skew", said, CERTAIN)
    digits = signed.expires.isascii() and signed.expires.isdigit()
    valid = digits and 0 < int(signed.expires[:9]) <= MAX_EXPIRES
    if signed.form == "query" and mixed:
        past = signed.amz_date <= format_amz_date(evidence.now)
        cause = "expired" if past and cause == "clock-skew" and _is_difference(said) else cause
    return found(cause, said, CERTAIN if valid or signed.form != "query" else LIKELY)


def _is_difference(said: str) -> bool:
    # To rclone an expired URL and a clock that is wrong are the same.
    return "difference" in said


def _of_headers(evidence: "Evidence", answer: "Answer", said: str) -> "Finding":
    names = [name.strip().lower() for name in answer.headers_not_signed.split(",")]
    listed = printable(answer.headers_not_signed)
    if "host" in names:
        return found("double-encoded-query", f"{said}\nHeadersNotSigned: {listed}", LIKELY)
    if listed:
        fix = f"do not send {listed}, or sign with it"
        shown = f"{said}\nHeadersNotSigned: {listed}"
        return found("unsigned-amz-header", shown, CERTAIN, fix)
    covered = evidence.signed.signed_headers
    sent = {name for name, _ in evidence.headers}
    surplus = [name for name in sent if name.startswith("x-amz-") and name not in covered]
    missing = [name for name in covered if name not in sent and name != "host"]
    if missing and not surplus:
        # MinIO and rclone say so of a signed header that was not sent.
        causes = {header_cause(name, absent=True) for name in missing}
        cause = causes.pop() if len(causes) == 1 else "signed-header-missing"
        shown = f"{said}\nsigned, and not sent: {printable(', '.join(missing))}"
        return found(cause, shown, LIKELY)
    return found("unsigned-amz-header", said, CERTAIN if surplus else LIKELY)


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
