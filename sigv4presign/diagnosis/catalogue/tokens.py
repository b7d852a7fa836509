"""Causes that have to do with session tokens."""

from ..cause import Cause

TOKENS = (
    Cause(
        "token-missing-or-surplus",
        "a temporary key is used without its session token, or a lasting one with a token",
        "InvalidAccessKeyId or InvalidToken: The provided token is malformed or otherwise invalid",
        "the URL: an id that begins with ASIA is temporary, one with AKIA is not",
        "`token-altered` has a token that is spelled otherwise than it was issued; `token-expired` "
        "says ExpiredToken.",
        "Pass the session token of the same credentials to the signer, or none for a lasting key.",
        (
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
        ),
    ),
    Cause(
        "token-expired",
        "the session token has ended before the URL",
        "ExpiredToken: The provided token has expired; ExpiredTokenException",
        "the answer's code; or the end of the credentials",
        "`expired` is the URL's own end, and says so with Expires and ServerTime.",
        "Sign with fresh credentials. A URL lives no longer than the session that signed it: use "
        "expires_at of Credentials, or a lasting key, for links that are to last.",
        ("https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",),
    ),
    Cause(
        "token-altered",
        "the session token is not spelled as it was issued",
        "InvalidToken: The provided token is malformed or otherwise invalid; SignatureDoesNotMatch",
        "the URL: a token that still holds escapes, blanks, or comes twice",
        "`double-encoded-query` hits every parameter alike; `token-missing-or-surplus` is about "
        "whether there should be one.",
        "Encode the token once: '+' as %2B, '/' as %2F, '=' as %3D; send it in one place only.",
        ("mhart/aws4#30",),
    ),
    Cause(
        "global-sts-token",
        "a token of the global STS endpoint is used with SigV4A",
        "InvalidToken",
        "the URL: SigV4A with a session token",
        "With SigV4 (HMAC) such tokens work in the regions that are on by default.",
        "Take the credentials from a regional STS endpoint (AWS_STS_REGIONAL_ENDPOINTS=regional), "
        "or allow tokens for all regions in the account's settings.",
        (
            "boto/boto3#4193",
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html",
        ),
    ),
    Cause(
        "iot-token-signed",
        "IoT's session token is inside the signature, where it must be appended after",
        "403 on the WebSocket handshake of iotdevicegateway",
        "the URL; with the secret it is proven",
        "Every other service wants its token signed.",
        "Sign without the token and append &X-Amz-Security-Token=… at the end "
        "(presign(..., sign_session_token=False)).",
        (
            "boto/boto3#1432",
            "mhart/aws4#30",
            "https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html",
        ),
    ),
)
