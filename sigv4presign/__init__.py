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

from .authorization import sign_headers
from .credentials import Credentials
from .errors import (
    CredentialsError,
    ExpiredError,
    HeadersNotSignedError,
    InvalidRequestError,
    MalformedError,
    NotYetValidError,
    ScopeMismatchError,
    SignatureMismatchError,
    SigV4Error,
    TokenMismatchError,
    UnknownAccessKeyError,
    VerificationError,
)
from .presigning import Presigned, presign
from .verification import Claim, Verified, parse_presigned

__version__ = "0.1.0"

__all__ = [
    "Claim",
    "Credentials",
    "CredentialsError",
    "ExpiredError",
    "HeadersNotSignedError",
    "InvalidRequestError",
    "MalformedError",
    "NotYetValidError",
    "Presigned",
    "ScopeMismatchError",
    "SigV4Error",
    "SignatureMismatchError",
    "TokenMismatchError",
    "UnknownAccessKeyError",
    "VerificationError",
    "Verified",
    "parse_presigned",
    "presign",
    "sign_headers",
]
