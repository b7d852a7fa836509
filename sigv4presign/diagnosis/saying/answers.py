"""From the answer's code, and from its words, to causes."""

from ..findings import CERTAIN, HINT, LIKELY, found
from ..link import lenient
from ..regions import is_region, place_of
from ..showing import printable
from .codes import CODES
from .words import elements, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..answer import Answer
    from ..evidence import Evidence
    from ..findings import Finding


def answers(evidence: "Evidence") -> "list[Finding]":
    """Return the causes that the store's answer names, or that alone fit its code."""
    answer = evidence.answer
    if answer is None:
        return []
    said = elements(answer, f"the store answered {_answered(answer)}")
    findings = list(words(evidence, answer))
    named = {one.cause for one in findings if one.confidence == CERTAIN}
    read = _BY_CODE.get(answer.code or _BY_STATUS.get(answer.status or 0, ""))
    if read is not None and not named:
        findings += read(evidence, answer, said)
    return findings


def _answered(answer: "Answer") -> str:
    status = f"{answer.status} " if answer.status else ""
    message = f": {printable(answer.message[:200])}" if answer.message else ""
    return f"{status}{printable(answer.code)}{message}".strip()


# A HEAD has no body; a status alone says little, except these.
_BY_STATUS = {301: "PermanentRedirect", 307: "TemporaryRedirect", 411: "MissingContentLength"}


def _time(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    yield found("clock-skew", said, CERTAIN)


def _ended(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    yield found("expired", said, CERTAIN)


def _token_ended(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    yield found("token-expired", said, CERTAIN)


def _token(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    signed = evidence.signed
    if signed.algorithm.startswith("AWS4-ECDSA"):
        yield found("global-sts-token", said, LIKELY)
    yield found("token-altered", said, LIKELY)
    if not signed.token:
        yield found("token-missing-or-surplus", said, LIKELY)


def _unknown_key(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    if evidence.signed.token:
        yield found("wrong-key-pair", said, LIKELY)
        yield found("token-altered", said, HINT)
    else:
        yield found("wrong-key-pair", said, LIKELY)


def _redirect(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    place = place_of(evidence.host, evidence.link.path)
    cause = "redirected-to-region"
    if place.kind == "mrap":
        cause = "needs-sigv4a"
    elif place.kind == "fips":
        cause = "fips-region"
    fix = ""
    right = answer.region or answer.header("x-amz-bucket-region")
    if answer.endpoint or right:
        host = answer.endpoint or f"{place.bucket}.s3.{right}.amazonaws.com"
        region = right or place_of(host.lower(), "/").region
        fix = f"sign for the host {printable(host)}"
        fix += f" and region={region!r}" if is_region(region) else ""
    yield found(cause, said, CERTAIN if cause != "needs-sigv4a" else LIKELY, fix)


def _digest(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    yield found("payload-hash-differs", said, LIKELY)


def _body_hash(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    hashes = " ".join(evidence.sent("x-amz-content-sha256"))
    framed = "aws-chunked" in " ".join(evidence.sent("content-encoding")).lower()
    framed = framed or "STREAMING-" in hashes + " ".join([text for _, text in answer.elements])
    if framed or b"chunk-signature=" in (evidence.body or b"")[:200]:
        yield found("chunked-signing-unsupported", said, CERTAIN)
    else:
        yield found("payload-hash-differs", said, CERTAIN)


def _not_implemented(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    header = answer.argument_name + " ".join(
        [text for name, text in answer.elements if name == "Header"]
    )
    coding = " ".join(evidence.sent("transfer-encoding"))
    if "transfer" in (header + coding).lower() or "chunked" in coding.lower():
        yield found("chunked-transfer", said, CERTAIN)
    elif "implies functionality" in answer.message and evidence.method in ("PUT", "POST"):
        yield found("chunked-transfer", said, LIKELY)


def _no_length(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    yield found("chunked-transfer", said, CERTAIN)


def _method(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    in_a_form = evidence.fields is not None or "multipart" in " ".join(
        evidence.sent("content-type")
    )
    if evidence.method in ("POST", "PUT", "") or in_a_form:
        yield found("post-wrong-request", said, LIKELY)
        yield found("method-changed", said, HINT)
    else:
        yield found("method-changed", said, LIKELY)


def _size(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    by_policy = evidence.fields is not None or bool(answer.max_size or answer.min_size)
    in_a_form = by_policy and evidence.method in ("POST", "")
    yield found("post-size-out-of-range", said, CERTAIN if in_a_form else LIKELY)


def _missing(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    more = "the signature was accepted; there is no such object for the key as it arrived"
    yield found("object-missing", f"{said}\n{more}", LIKELY)


def _no_bucket(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    bucket = answer.bucket
    place = place_of(evidence.host, evidence.link.path)
    label = evidence.host.partition(":")[0]
    if bucket and bucket.lower() == label and place.store != "aws":
        shown = f"{said}\nthe store took the whole host for a bucket"
        yield found("addressing-style", shown, LIKELY)
    yield found("bucket-missing", said, LIKELY)


def _denied(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    if answer.canonical_request or answer.headers_not_signed or not evidence.signed.form:
        return
    if evidence.fields is not None or "Invalid according to Policy" in answer.message:
        return
    shown = f"{said}\nthe answer has no CanonicalRequest, so that the signature was accepted"
    if answer.status == 404 or evidence.method == "HEAD":
        shown = said
    yield found("denied-by-policy", shown, LIKELY)


def _policy(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    cause = "post-policy-expired" if "expir" in answer.message.lower() else "post-policy-reencoded"
    yield found(cause, said, LIKELY)


def _not_signed(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    yield found("not-signed", said, LIKELY)


def _invalid(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    names = {lenient(name).lower() for name, _ in evidence.link.pairs}
    argument = answer.argument_name.lower()
    if "x-amz-checksum-mode" in (argument, answer.argument_value.lower()):
        yield found("unknown-parameter-rejected", said, CERTAIN)
    elif "checksum" in answer.message.lower() and "x-amz-checksum-crc32" in names:
        yield found("empty-body-checksum", said, LIKELY)
    elif "x-amz-content-sha256" in argument + answer.message.lower():
        yield found("payload-hash-differs", said, LIKELY)
    if answer.code == "InvalidToken":
        yield found("token-altered", said, LIKELY)


def _region_name(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    aws = place_of(evidence.host, "/").store == "aws"
    yield found("wrong-region" if aws else "store-quirk", said, LIKELY)


def _malformed(evidence: "Evidence", answer: "Answer", said: str) -> "Iterator[Finding]":
    if answer.region and answer.region != evidence.signed.region:
        cause = "fips-region" if "fips" in evidence.host else "wrong-region"
        yield found(cause, said, CERTAIN, f"sign for region={answer.region!r}")
    elif "credential" in answer.message.lower():
        yield found("bad-scope-or-date", said, LIKELY)
    else:
        yield found("transport-damage", said, HINT)


Reader = "Callable[[Evidence, Answer, str], Iterator[Finding]]"
_BY_CODE: "dict[str, Reader]" = {  # type: ignore[valid-type]
    **{code: _time for code, causes in CODES.items() if causes == ("clock-skew",)},
    **{code: _token_ended for code, causes in CODES.items() if causes == ("token-expired",)},
    **{code: _no_length for code, causes in CODES.items() if causes == ("chunked-transfer",)},
    **dict.fromkeys(("ExpiredPresignRequest", "RequestExpired"), _ended),
    **dict.fromkeys(("InvalidToken", "InvalidTokenId"), _token),
    **dict.fromkeys(("InvalidAccessKeyId", "InvalidClientTokenId"), _unknown_key),
    "UnrecognizedClientException": _unknown_key,
    **dict.fromkeys(("PermanentRedirect", "TemporaryRedirect", "Redirect"), _redirect),
    "IllegalLocationConstraintException": _redirect,
    **dict.fromkeys(("BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch"), _digest),
    **dict.fromkeys(("XAmzContentSHA256Mismatch", "ContentSHA256Mismatch"), _body_hash),
    "NotImplemented": _not_implemented,
    "MissingContentLength": _no_length,
    **dict.fromkeys(("MethodNotAllowed", "PreconditionFailed"), _method),
    **dict.fromkeys(("EntityTooLarge", "EntityTooSmall"), _size),
    **dict.fromkeys(("NoSuchKey", "NoSuchVersion", "NoSuchUpload", "NotFound"), _missing),
    **dict.fromkeys(("NoSuchBucket", "InvalidBucketName"), _no_bucket),
    **dict.fromkeys(("AccessDenied", "AccessDeniedException", "AllAccessDisabled"), _denied),
    "Forbidden": _denied,
    "InvalidPolicyDocument": _policy,
    **dict.fromkeys(
        ("MissingAuthenticationToken", "MissingAuthenticationTokenException"), _not_signed
    ),
    **dict.fromkeys(("InvalidArgument", "InvalidRequest"), _invalid),
    "InvalidRegionName": _region_name,
    **dict.fromkeys(("AuthorizationHeaderMalformed", "AuthorizationParametersError"), _malformed),
    "AuthorizationQueryParametersError": _malformed,
}
