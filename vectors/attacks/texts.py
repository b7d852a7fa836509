"""What S3 says of each broken rule, as far as its words are known, and what breaking it gains.

The words are those of S3's documentation and of its recorded answers; a rule that S3 has not, or
whose words nobody has recorded, has none here.
"""

from urllib.parse import unquote

REQUIRED = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
    "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)
MECHANISM = (
    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
    "string parameter or the Authorization header should be specified"
)
WEEK = (
    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must "
    "be less than 604800 seconds"
)
FIELD = (
    "Bucket POST must contain a field named '{}'.  If it is specified, please check the order of "
    "the fields."
)
MESSAGES = {
    "access-key": "The AWS Access Key Id you provided does not exist in our records.",
    "date": "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    "date-header": "AWS authentication requires a valid Date or x-amz-date header",
    "expired": "Request has expired",
    "expires-negative": "X-Amz-Expires must be non-negative",
    "expires-number": "X-Amz-Expires should be a number",
    "expires-week": WEEK,
    "headers-signed": "There were headers present in the request which were not signed",
    "key-empty": "User key must have a length greater than 0.",
    "method-served": "The specified method is not allowed against this resource.",
    "not-yet-valid": "Request is not valid yet",
    "one-mechanism": MECHANISM,
    "parameter-missing": REQUIRED,
    "payload": "The provided 'x-amz-content-sha256' header does not match what was computed.",
    "payload-form": "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, "
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, "
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, "
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
    "payload-missing": "Missing required header for this request: x-amz-content-sha256",
    "signature": "The request signature we calculated does not match the signature you provided. "
    "Check your key and signing method.",
    "signed": "Access Denied",
    "signed-host": "There were headers present in the request which were not signed",
    "skewed": "The difference between the request time and the current time is too large.",
    "token": "The provided token is malformed or otherwise invalid.",
    "token-expired": "The provided token has expired.",
    "version-2": "The authorization mechanism you have provided is not supported. "
    "Please use AWS4-HMAC-SHA256.",
}
# What follows the words with which a form of signature begins, and is filled in from the scope.
PREFIXES = {
    "query": "Error parsing the X-Amz-Credential parameter; ",
    "header": "The authorization header is malformed; ",
}
TAILS = {
    "credential": "the Credential is mal-formed; "
    'expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    "scope-date": 'incorrect date format "{date}". '
    'This date in the credential must be in the format "yyyyMMdd".',
    "scope-region": "the region '{region}' is wrong; expecting 'us-east-1'",
    "scope-service": 'incorrect service "{service}". This endpoint belongs to "s3".',
    "scope-terminator": 'incorrect terminal "{terminal}". This endpoint uses "aws4_request".',
}
# What an attacker gains where a rule is not held, unless the case says something of its own.
GAINS = {
    "access-key": "gets in with a key that the store does not know, or knows no more",
    "algorithm": "chooses how the signature is checked, down to not at all",
    "component-form": "shows one reader another value than the other",
    "component-missing": "has a check skipped for want of a value",
    "credential": "has the parts of the scope read shifted, or in two ways",
    "chunk-form": "sends content outside of the chunks that are checked",
    "content-length": "sends more or less than was announced",
    "body-complete": "cuts the body off where it suits",
    "trailer-form": "leaves out the checksum, or adds what nobody announced",
    "date": "has a moment read that no clock ever passes",
    "date-header": "replays the request for ever",
    "decoded-length": "has a body without an end taken in",
    "expired": "uses a link for ever",
    "expires-maximum": "gets a link to live longer than its store's owner wants",
    "expires-negative": "has a lifetime that turns into a huge one where it has no sign",
    "expires-number": "has a lifetime that two readers read in two ways, or one not at all",
    "expires-week": "gets a link that lives as long as its key",
    "expires-zero": "gets in at the very second of a link that is never valid",
    "field-missing": "has the check skipped for want of a value",
    "field-once": "shows one reader another value than the other",
    "field-utf8": "crashes the check",
    "header": "slips a header past the check and into the application",
    "headers-required": "adds what the store's owner wants signed",
    "headers-signed": "adds what the maker of the link did not allow",
    "host": "shows one reader another host than the other",
    "host-served": "uses a link for another store at this one",
    "key-empty": "writes to the bucket itself, or to a folder",
    "limit-chunk": "fills the memory",
    "limit-fields": "costs time and memory before anything is proven",
    "limit-headers": "costs time and memory before anything is proven",
    "limit-signed-headers": "costs time and memory before anything is proven",
    "limit-target": "costs time and memory before anything is proven",
    "malformed": "has conditions skipped that could not be read",
    "method": "splits the request, or has it read as another one",
    "method-served": "does what the store's owner does not offer",
    "not-yet-valid": "stores up links for a time when the key is withdrawn",
    "one-mechanism": "has one signature checked and the other believed",
    "parameter-missing": "has a check skipped for want of a value",
    "parameter-once": "shows one reader another value than the other",
    "parameter-spelling": "shows one reader another value than the other",
    "parameter-utf8": "crashes the check",
    "path-spelling": "slips by a filter that compares spellings",
    "path-utf8": "reaches a key that the store spells otherwise",
    "payload": "stores a body that was not signed",
    "payload-form": "has the body's check skipped by a word that nobody knows",
    "payload-missing": "has the body's check skipped for want of a hash",
    "policy": "uploads what the maker of the form did not allow",
    "revoked": "uses a link that was taken back",
    "scope-date": "has a key derived for no day, which never ends",
    "scope-day": "uses the key of another day",
    "scope-region": "uses a signature that is meant for another region",
    "scope-service": "uses a signature that is meant for another service",
    "scope-terminator": "uses a key that is derived for another purpose",
    "signature": "has something done that nobody signed",
    "signature-form": "has a signature in a second spelling, or one that compares as equal",
    "signed": "gets in as nobody",
    "signed-headers": "shows one reader other signed headers than the other",
    "signed-host": "uses the link at any host",
    "skewed": "replays a request that was caught",
    "target": "has the request read in two ways",
    "token": "goes on with a session that is not the signed one",
    "token-expired": "goes on with a session that is over",
    "version-2": "falls back to a signature that covers less",
}


def message(form, rule, credential, date):
    """Return S3's words for *rule*, or None.

    Args:
        form: how the request is signed.
        rule: the broken one.
        credential: of the request, decoded.
        date: its ``X-Amz-Date``, decoded.
    """
    parts = credential.split("/")
    if rule == "algorithm" and form == "query":
        return 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'
    if rule == "scope-day" and form in PREFIXES:
        start = PREFIXES["header"] if form == "header" else ""
        said = f'"{parts[1]}". This date is not the same as X-Amz-Date: "{date}".'
        return f"{start}Invalid credential date {said}"
    if rule in TAILS and form in PREFIXES and credential.isascii():
        values = dict(zip(("id", "date", "region", "service", "terminal"), parts, strict=False))
        return PREFIXES[form] + TAILS[rule].format(**values)
    if (rule in TAILS or rule == "date") and form != "query":
        return None
    return MESSAGES.get(rule)


def credential_of(request):
    """Return the credential and the date of *request*, a case, decoded; empty if it has none."""
    query = dict(pair.split("=", 1) for pair in request.get("target", "").split("&") if "=" in pair)
    query = {name.rpartition("?")[2]: unquote(value) for name, value in query.items()}
    headers = {name.lower(): value for name, value in request.get("headers", ())}
    credential = headers.get("authorization", "").partition("Credential=")[2].partition(",")[0]
    return (
        credential or query.get("X-Amz-Credential", ""),
        headers.get("x-amz-date") or query.get("X-Amz-Date", ""),
    )
