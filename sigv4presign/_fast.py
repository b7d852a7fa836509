"""`signature_of`: the hashing of steps 2 to 4 in one function, for the hot path.

It returns what `signing.signature(signing.signing_key(...), signing.string_to_sign(...))` returns;
a property test holds the two together. Five `hmac.new` cost twice the SHA-256 calls in them, so
HMAC is spelled out here: RFC 2104, outer(key ^ opad, inner(key ^ ipad, text)).
"""

import hashlib

from .signing import ALGORITHM, TERMINATOR

_BLOCK = 64  # bytes; SHA-256's block, to which HMAC fills up a key
_FILL = b"\0" * 32  # what a digest lacks of it
_IPAD = bytes([byte ^ 0x36 for byte in range(256)])
_OPAD = bytes([byte ^ 0x5C for byte in range(256)])


def signature_of(
    secret_access_key: str, amz_date: str, region: str, service: str, canonical_request: str
) -> str:
    """Return the signature of *canonical_request*, the key derived anew."""
    sha256 = hashlib.sha256
    date = amz_date[:8]
    digest = sha256(canonical_request.encode()).hexdigest()
    text = f"{ALGORITHM}\n{amz_date}\n{date}/{region}/{service}/{TERMINATOR}\n{digest}"
    key = f"AWS4{secret_access_key}".encode()
    if len(key) > _BLOCK:
        key = sha256(key).digest()
    key = key.ljust(_BLOCK, b"\0")
    for part in (date, region, service, TERMINATOR, text):
        inner = sha256(key.translate(_IPAD) + part.encode()).digest()
        key = sha256(key.translate(_OPAD) + inner).digest() + _FILL
    return key[:32].hex()
