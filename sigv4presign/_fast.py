"""The hot path: what most callers ask for, in one pass.

`signature_of` returns what `signature(signing_key(...), string_to_sign(...))` of `signing` returns,
and `presign_plain` what the steps of `presigning` return; property tests hold them together. Five
`hmac.new` cost twice the SHA-256 calls in them, so HMAC is spelled out here: RFC 2104,
outer(key ^ opad, inner(key ^ ipad, text)).
"""

from hashlib import sha256

from ._percent import UNRESERVED
from .signing import ALGORITHM, TERMINATOR, credential_scope, signature, signing_key, string_to_sign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .credentials import Credentials

    States = tuple[Any, Any]

_BLOCK = 64  # bytes; SHA-256's block, to which HMAC fills up a key
_IPAD = bytes([byte ^ 0x36 for byte in range(256)])
_OPAD = bytes([byte ^ 0x5C for byte in range(256)])
# Every key but the first is a digest of 32 bytes, so that what fills it up is always the same.
_IFILL = b"\x36" * 32
_OFILL = b"\x5c" * 32

_HAS_TRANSLATE = hasattr(bytes, "translate")  # MicroPython has it not

_METHODS = ("GET", "PUT", "HEAD", "DELETE")
_PLAIN = UNRESERVED + "/"


def signature_of(
    secret_access_key: str, amz_date: str, region: str, service: str, canonical_request: str
) -> str:
    """Return the signature of *canonical_request*, the key derived anew."""
    date = amz_date[:8]
    if not _HAS_TRANSLATE:
        scope = credential_scope(date, region, service)
        to_sign = string_to_sign(amz_date, scope, canonical_request)
        return signature(signing_key(secret_access_key, date, region, service), to_sign)
    digest = sha256(canonical_request.encode()).digest().hex()
    text = f"{ALGORITHM}\n{amz_date}\n{date}/{region}/{service}/{TERMINATOR}\n{digest}"
    key = f"AWS4{secret_access_key}".encode()
    if len(key) > _BLOCK:
        key = sha256(key).digest()
    key = key.ljust(_BLOCK, b"\0")
    inner = sha256(key.translate(_IPAD) + date.encode()).digest()
    key = sha256(key.translate(_OPAD) + inner).digest()
    for part in (region, service, TERMINATOR, text):
        inner = sha256(key.translate(_IPAD) + _IFILL + part.encode()).digest()
        key = sha256(key.translate(_OPAD) + _OFILL + inner).digest()
    return key.hex()


def hmac_states(key: bytes) -> "States":
    """Return SHA-256's inner and outer state once HMAC has taken in *key*, of 32 bytes."""
    return sha256(key.translate(_IPAD) + _IFILL), sha256(key.translate(_OPAD) + _OFILL)


def hmac_digits(states: "States", text: str) -> str:
    """Return the HMAC-SHA-256 of *text*, in hexadecimal digits, by the key of *states*."""
    inner, outer = states[0].copy(), states[1].copy()
    inner.update(text.encode())
    outer.update(inner.digest())
    digits: str = outer.digest().hex()
    return digits


def plain_parts(method: object, url: object) -> "tuple[str, str] | None":
    """Return ``Host`` and path of *url* if it is plain, else None.

    Plain has ``http`` or ``https``, a host, maybe a port, and a path; no query, and nothing that is
    or would be escaped. Most of what is ever presigned for S3 is so, by one of these methods.
    """
    # Exactly `str`: an enumeration of strings may format as its name.
    if type(url) is not str or type(method) is not str or method not in _METHODS:
        return None
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if not slash or path.strip(_PLAIN) or scheme not in ("https", "http"):
        return None
    if not host or host.strip(UNRESERVED):
        name, _, port = host.partition(":")
        # The longer way refuses what no port is, and drops a default one.
        if not name or name.strip(UNRESERVED) or port.strip("0123456789") or len(port) != 4:
            return None
        if port[0] == "0":
            return None
    return host.lower(), path


def presign_plain(
    method: str,
    url: str,
    parts: tuple[str, str],
    credentials: "Credentials",
    region: str,
    amz_date: str,
    expires_in: int,
) -> str:
    """Return *url*, whose *parts* `plain_parts` gave, presigned for S3 as botocore writes it."""
    host, path = parts
    signer = (
        f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credentials.encoded_access_key_id}"
        f"%2F{amz_date[:8]}%2F{region}%2Fs3%2Faws4_request&X-Amz-Date={amz_date}"
        f"&X-Amz-Expires={expires_in}"
    )
    token = ""
    if credentials.encoded_session_token is not None:
        token = f"&X-Amz-Security-Token={credentials.encoded_session_token}"
    digits = signature_of(
        credentials.secret_access_key,
        amz_date,
        region,
        "s3",
        f"{method}\n/{path}\n{signer}{token}&X-Amz-SignedHeaders=host\n"
        f"host:{host}\n\nhost\nUNSIGNED-PAYLOAD",
    )
    return f"{url}?{signer}&X-Amz-SignedHeaders=host{token}&X-Amz-Signature={digits}"
