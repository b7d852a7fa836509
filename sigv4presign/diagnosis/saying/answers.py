"""From the answer's code, and from its words, to causes."""

from ..._value import Value
from ..alternatives.paths import PREFIXES
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
    code = answer.code or _BY_STATUS.get(answer.status or 0, "")
    if named:
        return findings
    if code in _PLAINLY:
        cause, sure = _PLAINLY[code]
        findings.append(found(cause, said, sure))
    elif code in _BY_CODE:
        findings += _BY_CODE[code](Heard(evidence, answer, said))
    return findings


class Heard(Value):
    """An answer to a request, and how it is shown."""

    __slots__ = _fields = ("evidence", "answer", "said")

    evidence: "Evidence"
    answer: "Answer"
    said: str

    def __init__(self, evidence: "Evidence", answer: "Answer", said: str) -> None:
        self._fill(evidence, answer, said)


def _answered(answer: "Answer") -> str:
    status = f"{answer.status} " if answer.status else ""
    message = f": {printable(answer.message[:200])}" if answer.message else ""
    return f"{status}{printable(answer.code)}{message}".strip()


# A HEAD has no body; a status alone says little, except these.
_BY_STATUS = {301: "PermanentRedirect", 307: "TemporaryRedirect", 411: "MissingContentLength"}


def _token(heard: Heard) -> "Iterator[Finding]":
    signed = heard.evidence.signed
    if signed.algorithm.startswith("AWS4-ECDSA"):
        yield found("global-sts-token", heard.said, LIKELY)
    yield found("token-altered", heard.said, LIKELY)
    if not signed.token:
        yield found("token-missing-or-surplus", heard.said, LIKELY)


def _unknown_key(heard: Heard) -> "Iterator[Finding]":
    if heard.evidence.signed.token:
        yield found("wrong-key-pair", heard.said, LIKELY)
        yield found("token-altered", heard.said, HINT)
    else:
        yield found("wrong-key-pair", heard.said, LIKELY)


def _redirect(heard: Heard) -> "Iterator[Finding]":
    place = place_of(heard.evidence.host, heard.evidence.link.path)
    cause = "redirected-to-region"
    if place.kind == "mrap":
        cause = "needs-sigv4a"
    elif place.kind == "fips":
        cause = "fips-region"
    fix = ""
    right = heard.answer.region or heard.answer.header("x-amz-bucket-region")
    if heard.answer.endpoint or right:
        host = heard.answer.endpoint or f"{place.bucket}.s3.{right}.amazonaws.com"
        region = right or place_of(host.lower(), "/").region
        fix = f"sign for the host {printable(host)}"
        fix += f" and region={region!r}" if is_region(region) else ""
    yield found(cause, heard.said, CERTAIN if cause != "needs-sigv4a" else LIKELY, fix)


def _body_hash(heard: Heard) -> "Iterator[Finding]":
    hashes = " ".join(heard.evidence.sent("x-amz-content-sha256"))
    framed = "aws-chunked" in " ".join(heard.evidence.sent("content-encoding")).lower()
    framed = framed or "STREAMING-" in hashes + " ".join(
        [text for _, text in heard.answer.elements]
    )
    if framed or b"chunk-signature=" in (heard.evidence.body or b"")[:200]:
        yield found("chunked-signing-unsupported", heard.said, CERTAIN)
    else:
        yield found("payload-hash-differs", heard.said, CERTAIN)


def _not_implemented(heard: Heard) -> "Iterator[Finding]":
    header = heard.answer.argument_name + " ".join(
        [text for name, text in heard.answer.elements if name == "Header"]
    )
    coding = " ".join(heard.evidence.sent("transfer-encoding"))
    if "transfer" in (header + coding).lower() or "chunked" in coding.lower():
        yield found("chunked-transfer", heard.said, CERTAIN)
    elif "implies functionality" in heard.answer.message and heard.evidence.method in (
        "PUT",
        "POST",
    ):
        yield found("chunked-transfer", heard.said, LIKELY)


def _method(heard: Heard) -> "Iterator[Finding]":
    in_a_form = heard.evidence.fields is not None or "multipart" in " ".join(
        heard.evidence.sent("content-type")
    )
    if heard.evidence.method in ("POST", "PUT", "") or in_a_form:
        yield found("post-wrong-request", heard.said, LIKELY)
        yield found("method-changed", heard.said, HINT)
    else:
        yield found("method-changed", heard.said, LIKELY)


def _size(heard: Heard) -> "Iterator[Finding]":
    by_policy = heard.evidence.fields is not None or bool(
        heard.answer.max_size or heard.answer.min_size
    )
    in_a_form = by_policy and heard.evidence.method in ("POST", "")
    yield found("post-size-out-of-range", heard.said, CERTAIN if in_a_form else LIKELY)


def _missing(heard: Heard) -> "Iterator[Finding]":
    more = "the signature was accepted; there is no such object for the key as it arrived"
    yield found("object-missing", f"{heard.said}\n{more}", LIKELY)


def _no_bucket(heard: Heard) -> "Iterator[Finding]":
    bucket = heard.answer.bucket
    place = place_of(heard.evidence.host, heard.evidence.link.path)
    label = heard.evidence.host.partition(":")[0]
    if bucket and bucket.lower() == label and place.store != "aws":
        shown = f"{heard.said}\nthe store took the whole host for a bucket"
        yield found("addressing-style", shown, LIKELY)
    first, _, rest = heard.evidence.link.path.lstrip("/").partition("/")
    no_bucket = len(first) < _SHORTEST_BUCKET or first in PREFIXES
    if heard.answer.code == "InvalidBucketName" and no_bucket and "/" in rest and not place.in_host:
        shown = f"{heard.said}\n{printable(first[:40])!r} was taken for the bucket"
        yield found("path-prefix-changed", shown, LIKELY)
    yield found("bucket-missing", heard.said, LIKELY)


# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_SHORTEST_BUCKET = 3


def _denied(heard: Heard) -> "Iterator[Finding]":
    if (
        heard.answer.canonical_request
        or heard.answer.headers_not_signed
        or not heard.evidence.signed.form
    ):
        return
    if heard.evidence.fields is not None or "Invalid according to Policy" in heard.answer.message:
        return
    shown = f"{heard.said}\nthe answer has no CanonicalRequest, so that the signature was accepted"
    if heard.answer.status == 404 or heard.evidence.method == "HEAD":
        shown = heard.said
    yield found("denied-by-policy", shown, LIKELY)


def _policy(heard: Heard) -> "Iterator[Finding]":
    cause = (
        "post-policy-expired"
        if "expir" in heard.answer.message.lower()
        else "post-policy-reencoded"
    )
    yield found(cause, heard.said, LIKELY)


def _invalid(heard: Heard) -> "Iterator[Finding]":
    names = {lenient(name).lower() for name, _ in heard.evidence.link.pairs}
    argument = heard.answer.argument_name.lower()
    if "x-amz-checksum-mode" in (argument, heard.answer.argument_value.lower()):
        yield found("unknown-parameter-rejected", heard.said, CERTAIN)
    elif "checksum" in heard.answer.message.lower() and "x-amz-checksum-crc32" in names:
        yield found("empty-body-checksum", heard.said, LIKELY)
    elif "x-amz-content-sha256" in argument + heard.answer.message.lower():
        yield found("payload-hash-differs", heard.said, LIKELY)


def _region_name(heard: Heard) -> "Iterator[Finding]":
    aws = place_of(heard.evidence.host, "/").store == "aws"
    yield found("wrong-region" if aws else "store-quirk", heard.said, LIKELY)


def _malformed(heard: Heard) -> "Iterator[Finding]":
    if heard.answer.region and heard.answer.region != heard.evidence.signed.region:
        cause = "fips-region" if "fips" in heard.evidence.host else "wrong-region"
        yield found(cause, heard.said, CERTAIN, f"sign for region={heard.answer.region!r}")
    elif "credential" in heard.answer.message.lower():
        yield found("bad-scope-or-date", heard.said, LIKELY)
    else:
        yield found("transport-damage", heard.said, HINT)


_TOKEN = ("InvalidToken", "InvalidTokenId")
_KEY = (
    *("InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException"),
    "XAdminUserNotFound",
)
_REDIRECT = (
    *("PermanentRedirect", "TemporaryRedirect", "Redirect", "IllegalLocationConstraintException"),
)
_MALFORMED = (
    *("AuthorizationHeaderMalformed", "AuthorizationParametersError"),
    "AuthorizationQueryParametersError",
)
_BY_CODE: "dict[str, Callable[[Heard], Iterator[Finding]]]" = {
    **dict.fromkeys(_TOKEN, _token),
    **dict.fromkeys(_KEY, _unknown_key),
    **dict.fromkeys(_REDIRECT, _redirect),
    **dict.fromkeys(("XAmzContentSHA256Mismatch", "ContentSHA256Mismatch"), _body_hash),
    "NotImplemented": _not_implemented,
    **dict.fromkeys(("MethodNotAllowed", "PreconditionFailed"), _method),
    **dict.fromkeys(("EntityTooLarge", "EntityTooSmall"), _size),
    **dict.fromkeys(("NoSuchKey", "NoSuchVersion", "NoSuchUpload", "NotFound"), _missing),
    **dict.fromkeys(("NoSuchBucket", "InvalidBucketName"), _no_bucket),
    **dict.fromkeys(("AccessDenied", "AccessDeniedException", "AllAccessDisabled"), _denied),
    "Forbidden": _denied,
    "InvalidPolicyDocument": _policy,
    **dict.fromkeys(("InvalidArgument", "InvalidRequest"), _invalid),
    "InvalidRegionName": _region_name,
    **dict.fromkeys(_MALFORMED, _malformed),
}
# Codes that mean one thing, whatever the request.
_PLAINLY = {
    **{
        code: ("clock-skew", CERTAIN) for code, causes in CODES.items() if causes == ("clock-skew",)
    },
    **dict.fromkeys(
        ("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"),
        ("token-expired", CERTAIN),
    ),
    **dict.fromkeys(("MissingContentLength", "LengthRequired"), ("chunked-transfer", CERTAIN)),
    **dict.fromkeys(("ExpiredPresignRequest", "RequestExpired"), ("expired", CERTAIN)),
    **dict.fromkeys(
        ("BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch"),
        ("payload-hash-differs", LIKELY),
    ),
    **dict.fromkeys(
        ("MissingAuthenticationToken", "MissingAuthenticationTokenException"),
        ("not-signed", LIKELY),
    ),
}
