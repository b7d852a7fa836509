"""Causes that have to do with the query."""

from ..cause import Cause

_RULES = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
)

QUERIES = (
    Cause(
        "transport-damage",
        "the URL was damaged on its way: cut, wrapped, quoted, or its & escaped",
        "AccessDenied; AuthorizationQueryParametersError: Query-string authentication version 4 "
        "requires the X-Amz-Algorithm, … parameters; AuthorizationQueryParametersError: "
        "X-Amz-Signature",
        "the URL: amp;X-Amz-…, a signature that is no 64 digits, parameters that are missing",
        "`double-encoded-query` is encoded as a whole; `parameters-added` has all that was signed.",
        "Copy the URL whole. Shell: in single quotes. HTML: unescape &amp;. JSON: \\u0026 is &. "
        "Mail: no line breaks; no '.' or '>' at the end.",
        ("s3tools/s3cmd#1053", "bcspragu/logseq-sync#1"),
    ),
    Cause(
        "double-encoded-query",
        "parameters are percent-encoded twice",
        "AccessDenied: There were headers present in the request which were not signed "
        "(HeadersNotSigned: host); AuthorizationQueryParametersError: malformed credential",
        "the URL: %252F in X-Amz-Credential or %253B in X-Amz-SignedHeaders",
        "`path-double-encoded` is about the path; in the token alone it is `token-altered`.",
        "Do not encode the URL again: it is encoded. Java: pass a URI, not a String template; "
        "requests: no params=.",
        ("aws/aws-sdk-java#1680",),
    ),
    Cause(
        "parameters-added",
        "parameters were added after the signing",
        "SignatureDoesNotMatch; names such as utm_source, fbclid, _ or response-… in the store's "
        "CanonicalRequest",
        "the secret; or the store's CanonicalRequest; or the URL, for names that trackers use",
        "`parameter-changed` has the signed names and another value; `transport-damage` lacks "
        "some.",
        "Add nothing to a signed URL; sign what you need: "
        "Params={'ResponseContentDisposition': …}.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html",),
    ),
    Cause(
        "parameter-changed",
        "a signed parameter has another value than was signed",
        "SignatureDoesNotMatch",
        "the secret, for values that can be guessed; or the store's CanonicalRequest",
        "`parameters-added` is a name that was not signed at all.",
        "Sign a new URL with the value that is wanted; no part of a URL can be changed afterwards.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",),
    ),
    Cause(
        "unknown-parameter-rejected",
        "the store does not know a parameter that newer SDKs add, such as x-amz-checksum-mode",
        "400, 403 or 501 (InvalidArgument, NotImplemented) from a store that is not AWS",
        "the URL, and a host that is not AWS's",
        "`empty-body-checksum` is a checksum of nothing, which AWS refuses, too.",
        "Turn it off: JS: responseChecksumValidation: 'WHEN_REQUIRED'; boto3: "
        "Config(response_checksum_validation='when_required').",
        ("aws/aws-sdk-js-v3#6994",),
    ),
    Cause(
        "query-canonicalisation",
        "the signer sorts or counts the parameters otherwise: raw instead of encoded, repeated or "
        "empty ones lost",
        "SignatureDoesNotMatch for unusual or repeated parameter names only",
        "the secret; or the store's CanonicalRequest",
        "`escape-table` spells them otherwise, in the same order.",
        "Sort by encoded name, then by encoded value; keep repeated ones; write name= where there "
        "is no value.",
        (_RULES,),
    ),
    Cause(
        "escape-table",
        "the signer escapes by another table: !'()* left as they are, lower-case digits, / or ~ "
        "treated otherwise",
        "SignatureDoesNotMatch for keys or values with such characters only",
        "the secret; or the store's CanonicalRequest",
        "`escapes-decoded-by-client` happens after the signing; `plus-sign` is about blanks.",
        "Escape all but A-Z a-z 0-9 - . _ ~, with upper-case digits. JavaScript: "
        "encodeURIComponent(s).replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16)"
        ".toUpperCase()). Python: quote(s, safe='-._~').",
        (_RULES,),
    ),
)
