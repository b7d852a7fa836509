"""Presigned URLs that travel as tokens: of EKS, Bedrock, MSK, RDS and their like.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
"""

import base64
import binascii
import re

_EKS = "k8s-aws-v1."
_BEDROCK = "bedrock-api-key-"


def unwrapped(text: str) -> tuple[str, str] | None:
    """Return what kind of token *text* is and the URL in it, or None if it is none."""
    plain = text.strip().strip("\"'")
    if plain.startswith(_EKS):
        url = _decoded(plain[len(_EKS) :])
        return None if url is None else ("a token of EKS", url)
    if plain.startswith(_BEDROCK):
        url = _decoded(plain[len(_BEDROCK) :])
        if url is None:
            return None
        return "an API key of Bedrock", url if "://" in url else f"https://{url}"
    if re.fullmatch(r"aHR0c[A-Za-z0-9_\-+/=\s]{200,20000}", plain):
        url = _decoded(plain)
        if url is not None and "kafka-cluster" in url:
            return "a token of MSK", url
    return None


def _decoded(text: str) -> str | None:
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        url = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return url if "X-Amz-" in url else None
