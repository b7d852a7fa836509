"""What each parameter of a signed URL means, and each signed header, and who sends it.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
"""

from ..s3.parameters import PARAMETERS

SIGNATURE = "signature"
OPERATION = "operation"
OTHER = "other"

# Of the signature itself, by name in lower case.
_OF_SIGNATURE = {
    "x-amz-algorithm": "how it is signed",
    "x-amz-credential": "who signed it, and for which day, region and service",
    "x-amz-date": "when it was signed, in UTC; its life begins here",
    "x-amz-expires": "how long it lives, in seconds; 604800, seven days, at most",
    "x-amz-signedheaders": "the headers that the signature covers; each must be sent as signed",
    "x-amz-signature": "the signature, over all but itself",
    "x-amz-security-token": "the session token: it is signed with temporary credentials",
    "x-amz-s3session-token": "the session token of S3 Express One Zone, good for five minutes",
    "x-amz-region-set": "the regions it is valid in, for SigV4A; * means all",
    "x-amz-content-sha256": "what the body must hash to; UNSIGNED-PAYLOAD leaves it open",
    "awsaccesskeyid": "who signed it, by Signature Version 2",
    "signature": "the signature, by Signature Version 2",
    "expires": "the Unix second at which it ends, by Signature Version 2",
    "x-goog-algorithm": "how it is signed: Google's own scheme",
    "x-goog-credential": "who signed it, by Google's own scheme",
    "x-goog-date": "when it was signed",
    "x-goog-expires": "how long it lives, in seconds",
    "x-goog-signedheaders": "the headers that the signature covers",
    "x-goog-signature": "the signature, by Google's own scheme",
    "key-pair-id": "the key that signed it: a signed URL of CloudFront",
    "policy": "what is allowed, in base64: a signed URL of CloudFront",
}
# Of an operation.
_OF_OPERATION = {
    "x-id": "which operation an SDK meant; S3 ignores it, and it is signed",
    "versionid": "which version of the object",
    "partnumber": "which part of an upload or of an object",
    "uploadid": "which upload in parts",
    "uploads": "begin an upload in parts, or list those begun",
    "list-type": "2 lists objects by ListObjectsV2",
    "prefix": "list keys that begin so",
    "delimiter": "list keys up to this character as one",
    "max-keys": "how many keys to list at most",
    "continuation-token": "go on with a listing where it stopped",
    "start-after": "list keys after this one",
    "encoding-type": "url: keys in the listing are percent-encoded",
    "response-content-type": "the Content-Type that S3 answers with, in place of the stored one",
    "response-content-disposition": (
        "the Content-Disposition that S3 answers with: whether a browser saves or shows, and as"
    ),
    "response-content-encoding": "the Content-Encoding that S3 answers with",
    "response-content-language": "the Content-Language that S3 answers with",
    "response-cache-control": "the Cache-Control that S3 answers with",
    "response-expires": "the Expires that S3 answers with",
    "x-amz-checksum-mode": "ENABLED: S3 answers with the stored checksum",
    "x-amz-sdk-checksum-algorithm": "with which checksum the SDK wanted to send the body",
    "action": "which action of the service",
    "version": "which version of the service's API",
    "dbuser": "which user of the database",
    "user": "which user of the cache",
    "resourcetype": "ServerlessCache: the cache is serverless",
}
_TRACKERS = ("utm_", "fbclid", "gclid", "mc_", "msclkid", "_ga")
_WIRE = {words.split()[1].lower(): (name, words.split()[0]) for name, words in PARAMETERS.items()}

# Headers by who sends them.
_BY_ITSELF = {
    "x-amz-date": "the signer, at signing",
    "x-amz-content-sha256": "the signer, at signing",
    "x-amz-security-token": "the signer, at signing",
    "host": "every client by itself, from the URL",
    "content-length": "every client by itself, counting the body",
    "user-agent": "the client by itself, each its own: to sign it is fragile",
    "accept-encoding": "the client or a proxy, each its own: to sign it is fragile",
    "connection": "the client by itself, and proxies change it: to sign it is fragile",
}


def meaning(name: str, *, is_s3: bool) -> tuple[str, str]:
    """Return which part of the URL the parameter *name* belongs to, and what it means.

    Args:
        name: decoded, in any case.
        is_s3: whether the request is for S3 or a relative.
    """
    plain = name.lower()
    if plain in _OF_SIGNATURE:
        return SIGNATURE, _OF_SIGNATURE[plain]
    if plain in _OF_OPERATION:
        return OPERATION, _OF_OPERATION[plain]
    if plain in _WIRE and is_s3:
        known, where = _WIRE[plain]
        moved = "" if where == "query" else ", a header moved into the URL"
        return OPERATION, f"S3's parameter {known}{moved}"
    if plain.startswith("x-amz-"):
        kind = "metadata to be stored" if plain.startswith("x-amz-meta-") else "a header of AWS's"
        return OPERATION, f"{kind}, moved from the headers into the URL"
    return OTHER, _other(plain, is_s3=is_s3)


def _other(plain: str, *, is_s3: bool) -> str:
    if is_tracker(plain):
        return "what trackers add; if it was added after the signing, it breaks it"
    if is_s3:
        return "no parameter of S3's: the signer's own, or added later"
    return "a parameter of the service"


def is_tracker(name: str) -> bool:
    """Return whether *name*, in any case, is one that web analytics add to links."""
    return name.lower().startswith(_TRACKERS)


def sender(name: str) -> str:
    """Return who sends the signed header *name*, given in lower case."""
    if name in _BY_ITSELF:
        return _BY_ITSELF[name]
    if name == "content-type":
        return "the sender, exactly as signed; many clients add or change it by themselves"
    if name == "range":
        return "the sender: the URL is good for this range only"
    if name.startswith("x-amz-"):
        return "the sender, exactly as signed; no client adds it by itself"
    return "the sender, exactly as signed"
