"""Steps 2 to 4 of SigV4: credential scope, string to sign, signing key, signature.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac

ALGORITHM = "AWS4-HMAC-SHA256"
TERMINATOR = "aws4_request"


def credential_scope(date: str, region: str, service: str) -> str:
    """Return ``YYYYMMDD/region/service/aws4_request``."""
    return f"{date}/{region}/{service}/{TERMINATOR}"


def string_to_sign(amz_date: str, scope: str, canonical_request: str) -> str:
    """Bind the canonical request's SHA-256 to a moment and a credential scope."""
    digest = hashlib.sha256(canonical_request.encode("utf-8")).digest()
    return f"{ALGORITHM}\n{amz_date}\n{scope}\n{digest.hex()}"


def signing_key(secret_access_key: str, date: str, region: str, service: str) -> bytes:
    """Derive the 32-byte key of one UTC day, region and service.

    The key signs but cannot be turned back into the secret, so it is what to keep when many
    requests are signed on one day.
    """
    key = ("AWS4" + secret_access_key).encode("utf-8")
    for part in (date, region, service, TERMINATOR):
        key = hmac.new(key, part.encode("utf-8"), hashlib.sha256).digest()
    return key


def signature(signing_key: bytes, string_to_sign: str) -> str:
    """Return the 64 lower-case hexadecimal digits that ``X-Amz-Signature`` carries."""
    return hmac.new(signing_key, string_to_sign.encode("utf-8"), hashlib.sha256).digest().hex()
