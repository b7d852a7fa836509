"""Causes that have to do with headers."""

from ..cause import Cause

_SIGNED = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"
_SKIPPED = (
    "Leave such headers out of the signature: host and what begins with x-amz- are enough. "
    "Go: ignore Accept-Encoding in the signer."
)

HEADERS = (
    Cause(
        "content-type-changed",
        "Content-Type is signed, and another one or none was sent",
        "SignatureDoesNotMatch on PUT; the content-type line of the store's CanonicalRequest "
        "differs",
        "the headers that were sent, or the store's CanonicalRequest, or the secret",
        "`signed-header-missing` is about all other headers. A browser adds charset=UTF-8, curl -d "
        "a form's type, requests none.",
        "Send exactly the Content-Type that was signed, or sign without ContentType.",
        ("boto/boto3#48", "boto/boto3#1149", "aws/aws-sdk-js#444", "aio-libs/aiohttp#9721"),
    ),
    Cause(
        "signed-header-missing",
        "a header is signed that was not sent",
        "SignatureDoesNotMatch; a line of the store's CanonicalRequest is empty",
        "the headers that were sent, or the store's CanonicalRequest",
        "`content-type-changed` for Content-Type; `header-dropped` for names with '_'; "
        "`signed-header-changed` was sent with another value.",
        "Send every header of X-Amz-SignedHeaders with the value that was signed; "
        "Presigned.headers and Presigned.curl() have them.",
        ("boto/boto3#1722", "aws/aws-sdk-java-v2#2722"),
    ),
    Cause(
        "signed-header-changed",
        "a signed header was sent with another value than was signed",
        "SignatureDoesNotMatch; a line of the store's CanonicalRequest differs",
        "the secret, for values that can be guessed; or the store's CanonicalRequest",
        "`header-whitespace` differs in blanks alone.",
        "Send the value that was signed, or sign the one that is sent.",
        (_SIGNED,),
    ),
    Cause(
        "unsigned-amz-header",
        "a header x-amz-… was sent that is not signed",
        "AccessDenied: There were headers present in the request which were not signed "
        "(element HeadersNotSigned)",
        "the headers that were sent, or the answer",
        "`signed-header-missing` is the reverse. HeadersNotSigned: host means "
        "`double-encoded-query`.",
        "Sign with the header (Params={'ACL': …}), or do not send it. JS: the presigner moves "
        "x-amz-… headers into the query; do not send them again.",
        (
            "mhart/aws4fetch#46",
            "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
        ),
    ),
    Cause(
        "hop-header-signed",
        "a header is signed that proxies and clients rewrite, such as Accept-Encoding",
        "SignatureDoesNotMatch behind Cloudflare, Google's or another proxy only",
        "the URL: accept-encoding, user-agent, connection, expect, te among the signed headers",
        "`signed-header-changed` is about headers that nobody on the way touches.",
        _SKIPPED,
        ("hashicorp/terraform#36412", "minio/minio#15506", "minio/minio-py#808"),
    ),
    Cause(
        "content-length-changed",
        "Content-Length is signed, and a body of another length was sent",
        "SignatureDoesNotMatch on PUT",
        "the headers or the body that was sent, or the store's CanonicalRequest",
        "`chunked-transfer` sends no length at all.",
        "Upload exactly the signed number of bytes, or sign without ContentLength; for a range of "
        "sizes use a POST policy.",
        ("aws/aws-sdk-js#1252", "aws/aws-sdk-net#883"),
    ),
    Cause(
        "header-whitespace",
        "blanks in a header's value are folded in another way",
        "SignatureDoesNotMatch for metadata with tabs, runs of blanks or no-break spaces",
        "the secret; or the store's CanonicalRequest",
        "`signed-header-changed` differs in more than blanks.",
        "Keep to single ASCII blanks, or percent-encode the value.",
        (_SIGNED,),
    ),
    Cause(
        "header-order",
        "the values of a repeated header are joined in another order",
        "SignatureDoesNotMatch where a header is sent twice",
        "the secret; or the store's CanonicalRequest",
        "`header-whitespace` leaves the order alone.",
        "Send the header once, its values with ',' between them.",
        (_SIGNED,),
    ),
    Cause(
        "header-dropped",
        "a signed header was dropped on the way: nginx drops names with '_', CORS what is not "
        "allowed",
        "SignatureDoesNotMatch; the line of the store's CanonicalRequest is empty",
        "the URL: a signed name with '_'",
        "`signed-header-missing` was never sent.",
        "nginx: underscores_in_headers on; or name metadata with '-'. CORS: list the header in "
        "AllowedHeaders.",
        ("minio/minio#16893", "https://nginx.org/en/docs/http/ngx_http_core_module.html"),
    ),
)
