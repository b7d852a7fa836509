"""Causes that are no fault of the signature's parts: method, mechanism, policy, the object."""

from ..cause import Cause

OUTCOMES = (
    Cause(
        "method-changed",
        "sent with another method than was signed",
        "SignatureDoesNotMatch; MethodNotAllowed; 403 on OPTIONS",
        "the method that was sent with the secret or the store's CanonicalRequest",
        "`post-wrong-request` is a form for a URL or the reverse.",
        "Send the method that was signed; a URL is for one alone. For HEAD sign head_object; for "
        "a browser's OPTIONS set CORS on the bucket; it needs no signature.",
        ("aws/aws-sdk-java-v2#5473", "minio/minio#6146", "boto/boto3#2261", "rustfs/rustfs#5840"),
    ),
    Cause(
        "sigv2-url",
        "signed with Signature Version 2, which the region or the object does not take",
        "InvalidRequest: The authorization mechanism you have provided is not supported. "
        "Please use AWS4-HMAC-SHA256; InvalidArgument: Requests specifying Server Side "
        "Encryption with AWS KMS managed keys require AWS Signature Version 4",
        "the URL: AWSAccessKeyId, Signature and Expires",
        "`needs-sigv4a` is SigV4 where SigV4A is wanted.",
        "boto3: Config(signature_version='s3v4'), and the bucket's region_name; "
        "ours signs SigV4 only.",
        ("boto/boto3#2680", "boto/boto3#2417", "boto/botocore#2109"),
    ),
    Cause(
        "two-auth-mechanisms",
        "the request is signed or authorised twice: a URL and an Authorization header",
        "InvalidArgument: Only one auth mechanism allowed; only the X-Amz-Algorithm query "
        "parameter, Signature query string parameter or the Authorization header should be "
        "specified",
        "the headers that were sent, or the answer",
        "`unsigned-amz-header` is about x-amz-… headers.",
        "Send no Authorization header to a presigned URL: no bearer token, no netrc "
        "(requests: trust_env=False), no session default.",
        ("penpot/penpot#10776", "r-lib/httr#626", "request/request#860"),
    ),
    Cause(
        "not-signed",
        "the request is not signed at all",
        "AccessDenied; AccessDenied: Anonymous access is forbidden for this operation; rclone: "
        "UnsupportedAlgorithm",
        "the URL and the headers",
        "`transport-damage` still has some of the parameters.",
        "Send the whole presigned URL, all that is behind the '?' included.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",),
    ),
    Cause(
        "denied-by-policy",
        "the signature was accepted, and the request is not allowed",
        "AccessDenied: Access Denied; is not authorized to perform: s3:GetObject, kms:Decrypt; "
        "with an explicit deny",
        "the answer; with the secret, that the signature is genuine is proven",
        "Whoever has no s3:ListBucket is told AccessDenied where the object does not exist. An "
        "expired URL says so.",
        "Look at the IAM policy of the access key, the bucket's policy (s3:signatureAge, "
        "s3:authType, aws:SourceIp, aws:SecureTransport), Block Public Access, kms:Decrypt of the "
        "key, and whether the object exists.",
        (
            "https://repost.aws/knowledge-center/s3-troubleshoot-403",
            "https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html",
        ),
    ),
    Cause(
        "object-missing",
        "the signature was accepted, and there is no such object",
        "NoSuchKey: The specified key does not exist; NoSuchVersion; NoSuchUpload",
        "the answer",
        "`plus-sign`, `slashes-collapsed`, `dot-segments-removed` and `key-not-escaped` ask for "
        "another key than was meant.",
        "Compare the Key of the answer with the object's, byte for byte.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",),
    ),
    Cause(
        "bucket-missing",
        "the signature was accepted, and there is no such bucket",
        "NoSuchBucket: The specified bucket does not exist",
        "the answer",
        "`addressing-style` and `endpoint-misconfigured` make a bucket of what is none.",
        "Compare the BucketName of the answer with the bucket's; ask the right store.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",),
    ),
)
