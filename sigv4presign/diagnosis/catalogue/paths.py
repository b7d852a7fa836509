"""Causes that have to do with the path."""

from ..cause import Cause

_RULES = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
)

PATHS = (
    Cause(
        "path-prefix-changed",
        "a folder was put before the path, or taken from it, on the way",
        "SignatureDoesNotMatch, NoSuchBucket or InvalidBucketName behind a proxy that serves under "
        "/s3/ or /minio/",
        "the store's CanonicalRequest; or the secret; or, as a guess, InvalidBucketName for what "
        "can be no bucket",
        "`addressing-style` is a bucket that comes or goes.",
        "Sign for the path that the store sees, and let the proxy pass it unchanged; most stores "
        "cannot be served under a folder.",
        ("minio/minio#6546",),
    ),
    Cause(
        "path-double-encoded",
        "the path is encoded twice, which S3 does not do",
        "SignatureDoesNotMatch for keys with blanks or special characters only; %25 in the path",
        "the store's CanonicalRequest; or the secret",
        "`path-not-double-encoded` is the reverse, at another service than S3.",
        "Sign S3 with the path encoded once (JS: uriEscapePath: false, Java: "
        "doubleUrlEncode=false, Go: DisableURIPathEscaping), and pass the key unencoded.",
        (_RULES, "aws/aws-sdk-js-v3#4859"),
    ),
    Cause(
        "path-not-double-encoded",
        "the path is encoded once, or not normalised, which only S3 does",
        "SignatureDoesNotMatch, InvalidSignatureException for paths with ':' or blanks only",
        "the secret; or the store's CanonicalRequest",
        "`path-double-encoded` is the reverse, at S3.",
        "Sign with the encoded path encoded once more, dot segments and double slashes resolved "
        "before: presign(..., service='execute-api') does so.",
        (_RULES,),
    ),
    Cause(
        "plus-sign",
        "a '+' was read as a blank, or a blank written as '+'",
        "NoSuchKey or SignatureDoesNotMatch for keys or values with '+' or a blank",
        "the URL, with a '+' that is not escaped; or the secret; or the store's CanonicalRequest",
        "`escape-table` is about all other characters; in a session token it is `token-altered`.",
        "Write %2B for a plus and %20 for a blank. JavaScript: not URLSearchParams but "
        "encodeURIComponent; Python: quote, not quote_plus.",
        ("https://url.spec.whatwg.org/#application/x-www-form-urlencoded",),
    ),
    Cause(
        "slashes-collapsed",
        "slashes in a row were merged, or a leading one dropped",
        "NoSuchKey or SignatureDoesNotMatch for keys with // or a leading slash; rclone: "
        "InvalidArgument",
        "the secret; or the store's CanonicalRequest",
        "`dot-segments-removed` is about /./ and /../.",
        "Let the proxy pass the path unchanged (nginx: merge_slashes off), and avoid such keys: "
        "lstrip('/') before signing.",
        ("boto/boto3#4181",),
    ),
    Cause(
        "dot-segments-removed",
        "/./ and /../ were resolved on the way, as HTTP clients do",
        "NoSuchKey or SignatureDoesNotMatch for keys with a '.' or '..' segment",
        "the URL; or the secret; or the store's CanonicalRequest",
        "`slashes-collapsed` is about empty segments.",
        "Avoid such keys. curl sends them with --path-as-is; urllib.request and http.client "
        "change nothing; requests, httpx and browsers cannot.",
        ("https://www.rfc-editor.org/rfc/rfc3986.html#section-5.2.4",),
    ),
    Cause(
        "key-not-escaped",
        "a character of the key stands in the URL unescaped, or in another Unicode form",
        "NoSuchKey or SignatureDoesNotMatch: the key ends at '#' or '?', or looks the same (NFC "
        "and NFD)",
        "the URL: a fragment, or parameters before X-Amz-…; or the secret",
        "`escapes-decoded-by-client` happens after signing; `parameters-added` are real "
        "parameters.",
        "Escape the key before signing: '#' is %23, '?' is %3F, '%' is %25; sign the very bytes "
        "of the stored key, and do not normalise Unicode.",
        ("jacobemcken/aws-simple-sign#24",),
    ),
    Cause(
        "escapes-decoded-by-client",
        "the HTTP client decoded or respelled escapes after the signing",
        "SignatureDoesNotMatch at stores or services that sign the spelling",
        "the URL as it was sent; the store's CanonicalRequest shows it",
        "`escape-table` is how the signer spelled it.",
        "Have the URL sent as it is: aiohttp: yarl.URL(url, encoded=True); httpx and requests: "
        "pass the whole URL, not params=.",
        (
            "aio-libs/aiohttp#4307",
            "aio-libs/aiohttp#11410",
            "encode/httpx#2883",
            "psf/requests#6711",
        ),
    ),
)
