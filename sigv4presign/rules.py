"""The rule book: for each rule that a request may break in its form, what S3 answers.

The rules that are kept in an exception of their own (`expired`, `signature`, ...) are not in it;
``docs/verifier.md`` lists all. The texts are S3's, as
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html and its answers have them.
"""

from .errors import LimitExceededError, MalformedError, NotAllowedError
from .refusals import FORMS, HeadersNotSignedError

_PARSED = "Couldn't parse the specified URI."
_HEADERS = "Your request header section exceeds the maximum allowed size."
_FIELDS = "Your POST request fields preceding the upload file were too large."
_PAYLOAD = (
    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER "
    "or a valid sha256 value."
)
_TRAILER = (
    "The request contained trailing data that was not well-formed "
    "or did not conform to our published schema."
)
_LENGTH = "You did not provide the number of bytes specified by the Content-Length HTTP header."
_MECHANISM = (
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
    "query string parameter or the Authorization header should be specified"
)
_VERSION_2 = (
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."
)
_REQUIRED = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
    "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)
_FIELD = (
    "Bucket POST must contain a field named '{}'.  "
    "If it is specified, please check the order of the fields."
)
_WEEK = (
    "X-Amz-Expires must be less than a week (in seconds); "
    "that is, the given X-Amz-Expires must be less than {} seconds"
)
_COMPONENTS = (
    "the authorization header requires three components: Credential, SignedHeaders, and Signature."
)
_CREDENTIAL = (
    'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'
)
_SCOPE_DATE = (
    'incorrect date format "{}". This date in the credential must be in the format "yyyyMMdd".'
)
_SCOPE_DAY = 'Invalid credential date "{}". This date is not the same as X-Amz-Date: "{}".'
_AMZ_DATE = "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""

# By identifier: status, code (or none for the one of the form), text with the values for `{}`.
RULES = {
    # what is read at all
    "limit-target": (414, "InvalidURI", "The specified URI is too long."),
    "limit-headers": (400, "RequestHeaderSectionTooLarge", _HEADERS),
    "limit-signed-headers": (400, "RequestHeaderSectionTooLarge", _HEADERS),
    "limit-chunk": (400, "InvalidRequest", "Bad Request"),
    "limit-fields": (400, "MaxPostPreDataLengthExceeded", _FIELDS),
    # what HTTP allows
    "method": (400, "InvalidRequest", "Bad Request"),
    "target": (400, "InvalidURI", _PARSED),
    "path-utf8": (400, "InvalidURI", _PARSED),
    "header": (400, "InvalidRequest", "Bad Request"),
    "host": (400, "InvalidRequest", "Bad Request"),
    # how it is signed
    "signed": (403, "AccessDenied", "Access Denied"),
    "one-mechanism": (400, "InvalidArgument", _MECHANISM),
    "version-2": (400, "InvalidRequest", _VERSION_2),
    "parameter-spelling": (400, "", "{}"),
    "parameter-once": (400, "", "{}"),
    "parameter-utf8": (400, "", "{}"),
    "parameter-missing": (400, "", _REQUIRED),
    "component-form": (400, "", "{}"),
    "component-missing": (
        400,
        "",
        _COMPONENTS,
    ),
    "field-missing": (400, "InvalidArgument", _FIELD),
    "field-once": (400, "InvalidArgument", "{}"),
    "field-utf8": (400, "InvalidArgument", "{}"),
    "key-empty": (400, "InvalidArgument", "User key must have a length greater than 0."),
    "algorithm": (400, "", 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'),
    "algorithm-header": (400, "InvalidArgument", "Unsupported Authorization Type"),
    "credential": (400, "", _CREDENTIAL),
    "scope-date": (400, "", _SCOPE_DATE),
    "scope-terminator": (400, "", 'incorrect terminal "{}". This endpoint uses "aws4_request".'),
    "scope-day": (400, "", _SCOPE_DAY),
    "date": (400, "", _AMZ_DATE),
    "date-header": (
        403,
        "AccessDenied",
        "AWS authentication requires a valid Date or x-amz-date header",
    ),
    "expires-number": (400, "", "X-Amz-Expires should be a number"),
    "expires-negative": (400, "", "X-Amz-Expires must be non-negative"),
    "expires-zero": (403, "AccessDenied", "Request has expired"),
    "expires-week": (400, "", _WEEK),
    "signed-headers": (400, "", "{}"),
    "signed-host": (403, "AccessDenied", HeadersNotSignedError.message),
    "signature-form": (400, "", "{}"),
    "payload-missing": (
        400,
        "InvalidRequest",
        "Missing required header for this request: x-amz-content-sha256",
    ),
    "payload-form": (400, "InvalidArgument", _PAYLOAD),
    "decoded-length": (
        411,
        "MissingContentLength",
        "You must provide the Content-Length HTTP header.",
    ),
    "content-length": (400, "IncompleteBody", _LENGTH),
    "chunk-form": (400, "InvalidRequest", "Bad Request"),
    "body-complete": (400, "IncompleteBody", "The request body terminated unexpectedly"),
    "trailer-form": (400, "MalformedTrailerError", _TRAILER),
    # what the verifier's owner allows
    "host-served": (403, "AccessDenied", "Access Denied"),
    "method-served": (
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
    ),
    "expires-maximum": (400, "", _WEEK.replace("a week", "the time allowed here")),
    "headers-required": (403, "AccessDenied", "Access Denied"),
    "path-spelling": (400, "InvalidURI", _PARSED),
    "revoked": (403, "AccessDenied", "Access Denied"),
}

# The rules whose text goes on where that of the form ends.
_CONTINUED = ("credential", "scope-date", "scope-terminator")
_OWNERS = (
    "host-served",
    "method-served",
    "expires-maximum",
    "headers-required",
    "path-spelling",
    "revoked",
)


def broken(
    rule: str, reason: str, values: "tuple[object, ...]" = (), form: str = "query"
) -> MalformedError:
    """Return the refusal of a request that breaks *rule*.

    Args:
        rule: a name in `RULES`.
        reason: which value broke it how, for a log.
        values: what S3's text names; *reason* itself stands for a text that S3 has not.
        form: how the request is signed: ``query``, ``header`` or ``post``.
    """
    status, code, text = RULES[rule]
    form_code, begin = FORMS[form]
    message = text.format(*(values or (reason,)))
    if form == "header" or rule in _CONTINUED:
        message = (begin if not code else "") + message
    kind = MalformedError
    if rule in _OWNERS:
        kind = NotAllowedError
    elif rule[:6] == "limit-":
        kind = LimitExceededError
    return kind(reason, message, code or form_code, status, rule)
