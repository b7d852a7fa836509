"""The key pair of AWS's documentation, one moment, and short ways to sign and prove with them."""

from typing import Any

from sigv4presign import Credentials, Presigned, Verified, parse_presigned, presign

ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaD//+=="
NOW = 1440938160
URL = "https://bucket.s3.amazonaws.com/key.txt"
KEYS = Credentials(ACCESS_KEY_ID, SECRET)
TEMPORARY = Credentials(ACCESS_KEY_ID, SECRET, TOKEN)
ENVIRON = {
    "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "HOME": "/nonexistent",
}


def sign(method: str = "GET", url: str = URL, **settings: Any) -> Presigned:
    return presign(
        method, url, **{"credentials": KEYS, "region": "us-east-1", "now": NOW, **settings}
    )


def prove(signed: Presigned, **settings: Any) -> Verified:
    """Prove *signed* as it was made, unless *settings* say that it was altered."""
    claim = parse_presigned(
        settings.pop("method", signed.method),
        settings.pop("url", signed.url),
        settings.pop("headers", signed.headers),
    )
    return claim.verify(settings.pop("secret", SECRET), **{"now": NOW, **settings})
