"""Causes that have to do with the body."""

from ..cause import Cause

PAYLOADS = (
    Cause(
        "empty-body-checksum",
        "the checksum of an empty body is signed into the URL",
        "BadDigest, InvalidRequest, XAmzContentChecksumMismatch or SignatureDoesNotMatch on PUT "
        "with a body",
        "the URL: x-amz-checksum-crc32=AAAAAA== and its like",
        "`payload-hash-differs` is about x-amz-content-sha256.",
        "JS: requestChecksumCalculation: 'WHEN_REQUIRED' in the client; boto3: "
        "Config(request_checksum_calculation='when_required').",
        ("seaweedfs/seaweedfs#10216", "seaweedfs/seaweedfs#9075", "aws/aws-sdk-js-v3#6810"),
    ),
    Cause(
        "payload-hash-differs",
        "the last line of the canonical request differs: a hash against UNSIGNED-PAYLOAD, or the "
        "hash of another body",
        "XAmzContentSHA256Mismatch: The provided 'x-amz-content-sha256' header does not match what "
        "was computed; BadDigest; SignatureDoesNotMatch",
        "the answer's code; the store's CanonicalRequest; or the secret",
        "`chunked-signing-unsupported` is a STREAMING-… word on that line.",
        "For S3 sign UNSIGNED-PAYLOAD in a URL; for other services the hash of the body.",
        (
            "mhart/aws4fetch#35",
            "aws/aws-sdk-js-v3#7740",
            "bradleyg/django-s3direct#249",
            "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",
        ),
    ),
    Cause(
        "chunked-transfer",
        "the body was sent with Transfer-Encoding: chunked, without a length",
        "501 NotImplemented: A header you provided implies functionality that is not implemented "
        "(Header: Transfer-Encoding); 411 MissingContentLength",
        "the headers that were sent, or the answer",
        "`chunked-signing-unsupported` is aws-chunked, S3's own framing inside the body.",
        "Send Content-Length: give the client bytes or a file, not a generator or a stream.",
        ("minio/minio#7792", "eclipse-edc/Connector#1643", "aws/aws-sdk-js#1237"),
    ),
    Cause(
        "chunked-signing-unsupported",
        "the body is framed in signed chunks (aws-chunked), which the store or the URL does not "
        "take",
        "XAmzContentSHA256Mismatch, NotImplemented, SignatureDoesNotMatch; or chunk-signature=… "
        "inside the stored file",
        "the headers: STREAMING-… in x-amz-content-sha256, aws-chunked in content-encoding",
        "`chunked-transfer` is HTTP's own framing.",
        "Send the plain body with UNSIGNED-PAYLOAD or its hash. "
        "Java: chunkedEncodingEnabled(false).",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html",),
    ),
)
