"""Server-side encryption with a key of the caller's (SSE-C).

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
"""

import hashlib

from .._base64 import base64_text
from ..errors import InvalidRequestError

_KEY_BYTES = 32  # AES-256, the only algorithm there is


def derived(params: "dict[str, object]") -> "dict[str, object]":
    """Return *params* with what S3 wants to know of each raw key in them.

    Whoever gives the key's MD5 too gives both as they are sent, in base64, as boto3 has it.

    Args:
        params: by name, in the spelling of the table of parameters.
    """
    for prefix in ("", "copy_source_"):
        name = f"{prefix}sse_customer_key"
        key = params.get(name)
        if key is None or params.get(f"{name}_md5") is not None:
            continue
        raw = key
        if isinstance(key, str):
            # What is no character has no bytes; the length then is wrong, too.
            raw = key.encode("utf-8", "surrogatepass")
        # Neither the key nor its repr may get into the message.
        if not isinstance(raw, (bytes, bytearray)):
            raise InvalidRequestError(f"{name} is of type {type(key).__name__}; it must be bytes")
        if len(raw) != _KEY_BYTES:
            raise InvalidRequestError(
                f"{name} has {len(raw)} bytes; it must be the raw {_KEY_BYTES}, not base64"
            )
        algorithm = f"{prefix}sse_customer_algorithm"
        added = {
            name: base64_text(raw),
            f"{name}_md5": base64_text(hashlib.md5(raw).digest()),  # noqa: S324
        }
        if params.get(algorithm) is None:
            added[algorithm] = "AES256"
        params = dict(params)
        params.update(added)
    return params
