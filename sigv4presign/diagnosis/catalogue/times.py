"""Causes that have to do with the clock."""

from ..cause import Cause

TIMES = (
    Cause(
        "expired",
        "the URL has expired",
        "AccessDenied: Request has expired (elements Expires and ServerTime); rclone answers 400",
        "X-Amz-Date, X-Amz-Expires and the time: ServerTime, a Date header, or `now`",
        "`clock-skew` lies in the future or is signed in headers; `token-expired` is the session's "
        "end, which comes sooner than the URL's.",
        "Sign a new URL; give it a longer expires_in, at most 604800 seconds.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",),
    ),
    Cause(
        "clock-skew",
        "the signer's clock differs from the store's",
        "RequestTimeTooSkewed: The difference between the request time and the current time is too "
        "large; AccessDenied: Request is not yet valid; Signature not yet current",
        "X-Amz-Date, and the store's time: ServerTime or the Date header of its answer",
        "`expired` is dated in the past and says so; a request signed in its headers has no "
        "lifetime of its own, so for it every difference above 15 minutes is this.",
        "Set the clock of the machine that signs (NTP), or pass the store's time as `now`.",
        (
            "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
            "noobaa/noobaa-core#8490",
            "gaul/s3proxy#648",
            "minio/minio-java#487",
            "mhart/aws4fetch#32",
        ),
    ),
    Cause(
        "bad-expires",
        "X-Amz-Expires is not a whole number from 1 to 604800",
        "AuthorizationQueryParametersError: X-Amz-Expires must be a number, must be non-negative, "
        "must be less than a week (in seconds); SignatureDoesNotMatch (MinIO, of 1.5 or 03600)",
        "the URL",
        "Whatever else is wrong, this is refused first. In SigV2 Expires is a moment, and large.",
        "Sign again with expires_in from 1 to 604800 whole seconds.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html",),
    ),
    Cause(
        "bad-scope-or-date",
        "the credential scope and X-Amz-Date do not fit together, or are malformed",
        "AuthorizationQueryParametersError: Error parsing the X-Amz-Credential parameter; Invalid "
        "credential date; X-Amz-Date must be in the ISO8601 Long Format",
        "the URL",
        "`wrong-region` and `wrong-service` are well-formed scopes of another place; "
        "`double-encoded-query` makes the scope unreadable as a whole.",
        "Take the date of the scope from X-Amz-Date, once, in UTC; end the scope in aws4_request.",
        ("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html",),
    ),
)
