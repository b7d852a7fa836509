"""By error code: which causes a store may mean by it, most likely first."""

# The causes that all look alike to a store: the bytes do not fit.
MISMATCH = (
    *("sigv2-url", "two-auth-mechanisms", "transport-damage", "double-encoded-query"),
    *("method-changed", "post-wrong-request", "post-policy-reencoded", "content-type-changed"),
    *("signed-header-missing", "header-dropped", "hop-header-signed", "content-length-changed"),
    *("signed-header-changed", "unsigned-amz-header", "header-whitespace", "header-order"),
    *("key-not-escaped", "plus-sign", "dot-segments-removed", "slashes-collapsed"),
    *("path-double-encoded", "path-not-double-encoded", "path-prefix-changed", "escape-table"),
    *("escapes-decoded-by-client", "parameters-added", "parameter-changed"),
    *("query-canonicalisation", "empty-body-checksum", "payload-hash-differs"),
    *("chunked-signing-unsupported", "token-altered", "iot-token-signed"),
    *("token-missing-or-surplus", "needs-sigv4a", "express-without-session", "wrong-service"),
    *("wrong-region", "fips-region", "redirected-to-region", "store-quirk", "addressing-style"),
    *("endpoint-misconfigured", "host-rewritten", "port-changed", "authority-or-scheme-differs"),
    *("unknown-parameter-rejected", "secret-damaged", "wrong-key-pair", "bad-scope-or-date"),
)
_PARAMETERS = (
    *("double-encoded-query", "transport-damage", "bad-expires", "bad-scope-or-date"),
    *("wrong-region", "wrong-service", "fips-region", "endpoint-misconfigured", "store-quirk"),
    *("key-not-escaped", "express-without-session", "needs-sigv4a", "iot-token-signed"),
    *("two-auth-mechanisms", "redirected-to-region", "token-altered", "wrong-key-pair"),
)
_DENIED = (
    *("expired", "clock-skew", "unsigned-amz-header", "double-encoded-query", "transport-damage"),
    *("signed-header-missing", "content-type-changed", "content-length-changed"),
    *("not-signed", "post-policy-expired", "post-uncovered-field", "post-condition-failed"),
    *("post-field-order", "post-policy-reencoded", "express-without-session", "bad-expires"),
    *("token-missing-or-surplus", "token-altered", "bad-scope-or-date", "iot-token-signed"),
    *("key-not-escaped", "needs-sigv4a", "denied-by-policy", "sigv2-url", "store-quirk"),
    *("unknown-parameter-rejected", "token-expired", "post-wrong-request", "two-auth-mechanisms"),
    *("method-changed", "wrong-key-pair", "header-dropped", "global-sts-token"),
)
_ELSEWHERE = (
    *("plus-sign", "key-not-escaped", "slashes-collapsed", "dot-segments-removed"),
    *("path-double-encoded", "path-prefix-changed", "addressing-style", "endpoint-misconfigured"),
    *("escapes-decoded-by-client", "object-missing", "bucket-missing", "store-quirk"),
)
_REDIRECT = (
    *("fips-region", "redirected-to-region", "endpoint-misconfigured", "wrong-region"),
    *("needs-sigv4a", "addressing-style", "store-quirk"),
)
_INVALID = (
    *("sigv2-url", "needs-sigv4a", "two-auth-mechanisms", "express-without-session"),
    *("unknown-parameter-rejected", "empty-body-checksum", "payload-hash-differs"),
    *("post-field-order", "post-wrong-request", "bad-expires", "transport-damage"),
    *("chunked-signing-unsupported", "bad-scope-or-date", "not-signed", "slashes-collapsed"),
    *("dot-segments-removed", "token-altered", "key-not-escaped", "store-quirk"),
    *("unsigned-amz-header", "post-policy-reencoded", "double-encoded-query"),
)
_DIGEST = ("empty-body-checksum", "payload-hash-differs", "chunked-signing-unsupported")
_TOKEN = (
    *("global-sts-token", "token-missing-or-surplus", "token-altered", "token-expired"),
    *("iot-token-signed", "express-without-session", "wrong-key-pair"),
)

CODES: "dict[str, tuple[str, ...]]" = {
    "SignatureDoesNotMatch": MISMATCH,
    "InvalidSignatureException": MISMATCH + ("expired", "clock-skew"),
    "InvalidSignature": MISMATCH,
    "SignatureDoesNotMatchException": MISMATCH,
    "IncompleteSignature": _PARAMETERS + ("not-signed",),
    "IncompleteSignatureException": _PARAMETERS + ("not-signed",),
    "MissingAuthenticationToken": ("not-signed", "transport-damage", "method-changed"),
    "MissingAuthenticationTokenException": ("not-signed", "transport-damage", "method-changed"),
    "AuthorizationQueryParametersError": _PARAMETERS,
    "AuthorizationHeaderMalformed": _PARAMETERS,
    "AuthorizationParametersError": _PARAMETERS,
    "InvalidRegionName": ("store-quirk", "wrong-region"),
    "AccessDenied": _DENIED,
    "AccessDeniedException": _DENIED,
    "AllAccessDisabled": ("denied-by-policy",),
    "UnauthorizedAccess": _DENIED,
    "Forbidden": _DENIED,
    "InvalidAccessKeyId": ("token-missing-or-surplus", "wrong-key-pair", "token-altered"),
    "XAdminUserNotFound": ("wrong-key-pair",),
    "InvalidClientTokenId": ("token-missing-or-surplus", "wrong-key-pair", "token-altered"),
    "UnrecognizedClientException": ("token-missing-or-surplus", "wrong-key-pair", *_TOKEN),
    "InvalidToken": _TOKEN,
    "InvalidTokenId": _TOKEN,
    "ExpiredToken": ("token-expired",),
    "ExpiredTokenException": ("token-expired",),
    "TokenRefreshRequired": ("token-expired",),
    "RequestExpired": ("expired", "clock-skew"),
    "ExpiredPresignRequest": ("expired",),
    "RequestNotReadyYet": ("clock-skew",),
    "RequestTimeTooSkewed": ("clock-skew",),
    "RequestInTheFuture": ("clock-skew",),
    "PermanentRedirect": _REDIRECT,
    "TemporaryRedirect": _REDIRECT,
    "Redirect": _REDIRECT,
    "IllegalLocationConstraintException": _REDIRECT,
    "BadDigest": _DIGEST,
    "InvalidDigest": _DIGEST,
    "XAmzContentSHA256Mismatch": ("chunked-signing-unsupported", "payload-hash-differs"),
    "XAmzContentChecksumMismatch": _DIGEST,
    "ContentSHA256Mismatch": ("chunked-signing-unsupported", "payload-hash-differs"),
    "IncompleteBody": ("chunked-signing-unsupported", "content-length-changed"),
    "InvalidArgument": _INVALID,
    "InvalidRequest": _INVALID,
    "UnsupportedAlgorithm": ("needs-sigv4a", "sigv2-url", "not-signed", "transport-damage"),
    "UnsupportedSignature": ("sigv2-url", "needs-sigv4a"),
    "InvalidURI": ("key-not-escaped", "transport-damage", "slashes-collapsed"),
    "InvalidPolicyDocument": (
        *("post-policy-expired", "post-policy-reencoded", "post-condition-failed"),
    ),
    "MalformedPOSTRequest": ("post-field-order", "post-wrong-request"),
    "NotImplemented": (
        *("chunked-transfer", "chunked-signing-unsupported", "unknown-parameter-rejected"),
        *("empty-body-checksum", "sigv2-url", "post-wrong-request", "store-quirk"),
    ),
    "MissingContentLength": ("chunked-transfer", "chunked-signing-unsupported"),
    "LengthRequired": ("chunked-transfer",),
    "MethodNotAllowed": ("post-wrong-request", "method-changed"),
    "PreconditionFailed": ("post-wrong-request",),
    "EntityTooLarge": ("post-size-out-of-range",),
    "EntityTooSmall": ("post-size-out-of-range",),
    "NoSuchKey": _ELSEWHERE,
    "NoSuchVersion": _ELSEWHERE,
    "NoSuchUpload": _ELSEWHERE,
    "NotFound": _ELSEWHERE,
    "NoSuchBucket": (
        *("addressing-style", "endpoint-misconfigured", "path-prefix-changed", "wrong-region"),
        *("store-quirk", "bucket-missing", "slashes-collapsed"),
    ),
    "InvalidBucketName": (
        *("addressing-style", "endpoint-misconfigured", "path-prefix-changed", "store-quirk"),
        *("bucket-missing", "slashes-collapsed", "key-not-escaped"),
    ),
}  # fmt: skip

# Answered by a store that has looked at the signature and found it genuine.
AFTER_THE_SIGNATURE = frozenset(
    [code for code, causes in CODES.items() if causes is _ELSEWHERE]
    + ["NoSuchBucket", "EntityTooLarge", "EntityTooSmall"]
)
MISMATCH_CODES = frozenset(
    [code for code, causes in CODES.items() if causes[: len(MISMATCH)] == MISMATCH]
)
