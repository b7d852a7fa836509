"""Makes and proves AWS Signature Version 4 presigned URLs; pure Python, no dependency.

>>> from sigv4presign import Credentials, parse_presigned, presign
>>> credentials = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
>>> link = presign("GET", "https://bucket.s3.amazonaws.com/a.txt", credentials=credentials,
...                region="us-east-1", expires_in=600)
>>> claim = parse_presigned("GET", link.url)
>>> proof = claim.verify(credentials.secret_access_key)
>>> proof.path
'/a.txt'
"""

from .credentials import Credentials
from .errors import (
    CredentialsError,
    InvalidRequestError,
    SigV4Error,
    VerificationError,
)
from .presigned import Presigned
from .presigning import presign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .authorization import sign_headers
    from .claims import Claim
    from .diagnosis.diagnosing import diagnose
    from .diagnosis.diagnosis import Diagnosis
    from .diagnosis.findings import Finding
    from .diagnosis.refused import diagnose_refusal
    from .errors import (
        ExpiredError,
        HeadersNotSignedError,
        LimitExceededError,
        MalformedError,
        NotAllowedError,
        NotYetValidError,
        PayloadMismatchError,
        PolicyError,
        ScopeMismatchError,
        SignatureMismatchError,
        TimeSkewedError,
        TokenExpiredError,
        TokenMismatchError,
        UnknownAccessKeyError,
    )
    from .explanation import Explanation, explain
    from .keys import SigningKey
    from .limits import Limits
    from .policies import PostPolicy
    from .post_verification import parse_post
    from .presigned_post import PresignedPost
    from .s3.disposition import content_disposition
    from .s3.presigner import S3Presigner
    from .signer import Signer
    from .verification import parse_authorization, parse_presigned
    from .verified import Verified
    from .verifier import Verifier

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "Credentials",
    "CredentialsError",
    "Diagnosis",
    "ExpiredError",
    "Explanation",
    "Finding",
    "HeadersNotSignedError",
    "InvalidRequestError",
    "LimitExceededError",
    "Limits",
    "MalformedError",
    "NotAllowedError",
    "NotYetValidError",
    "PayloadMismatchError",
    "PolicyError",
    "PostPolicy",
    "Presigned",
    "PresignedPost",
    "S3Presigner",
    "ScopeMismatchError",
    "SigV4Error",
    "SignatureMismatchError",
    "Signer",
    "SigningKey",
    "TimeSkewedError",
    "TokenExpiredError",
    "TokenMismatchError",
    "UnknownAccessKeyError",
    "VerificationError",
    "Verified",
    "Verifier",
    "content_disposition",
    "diagnose",
    "diagnose_refusal",
    "explain",
    "parse_authorization",
    "parse_post",
    "parse_presigned",
    "presign",
    "sign_headers",
]

# Whoever only makes URLs does not pay for the rest: these load when first asked for.
_ON_FIRST_USE = {
    "Claim": "claims",
    "Diagnosis": "diagnosis.diagnosis",
    "ExpiredError": "errors",
    "Explanation": "explanation",
    "Finding": "diagnosis.findings",
    "HeadersNotSignedError": "errors",
    "LimitExceededError": "errors",
    "Limits": "limits",
    "MalformedError": "errors",
    "NotAllowedError": "errors",
    "NotYetValidError": "errors",
    "PayloadMismatchError": "errors",
    "PolicyError": "errors",
    "PostPolicy": "policies",
    "PresignedPost": "presigned_post",
    "S3Presigner": "s3.presigner",
    "ScopeMismatchError": "errors",
    "SignatureMismatchError": "errors",
    "Signer": "signer",
    "SigningKey": "keys",
    "TimeSkewedError": "errors",
    "TokenExpiredError": "errors",
    "TokenMismatchError": "errors",
    "UnknownAccessKeyError": "errors",
    "Verified": "verified",
    "Verifier": "verifier",
    "content_disposition": "s3.disposition",
    "diagnose": "diagnosis.diagnosing",
    "diagnose_refusal": "diagnosis.refused",
    "explain": "explanation",
    "parse_authorization": "verification",
    "parse_post": "post_verification",
    "parse_presigned": "verification",
    "sign_headers": "authorization",
}


def __getattr__(name: str) -> object:
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{_ON_FIRST_USE[name]}", None, None, [name])
    globals()[name] = getattr(module, name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted(__all__)
