"""SigV4 as the specification has it, written with the standard library and nothing of ours.

What the verifier proves, this must find genuine, too, and read likewise. It refuses nothing.
"""

import hashlib
import hmac
import re
from urllib.parse import quote, unquote_to_bytes

Pairs = list[tuple[str, str]]


def mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def digits(secret: str, scope: str, text: str) -> str:
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = mac(key, part)
    return mac(key, text).hex()


def respelled(text: str, safe: str) -> str:
    return quote(unquote_to_bytes(text), safe=safe)


def query_of(target: str) -> Pairs:
    pieces = [piece for piece in target.partition("?")[2].split("&") if piece]
    halves = [piece.partition("=") for piece in pieces]
    return [
        (respelled(name.replace("+", " "), "-._~"), respelled(value.replace("+", " "), "-._~"))
        for name, _, value in halves
    ]


def canonical_request(
    method: str, target: str, headers: Pairs, names: list[str], payload: str
) -> str:
    """Return the canonical request of a request to S3."""
    path = respelled(target.partition("?")[0], "/-._~") or "/"
    query = sorted(pair for pair in query_of(target) if pair[0] != "X-Amz-Signature")
    lines = ""
    for name in names:
        values = [
            re.sub("[ \t\n\r\v\f]+", " ", v).strip(" ") for n, v in headers if n.lower() == name
        ]
        lines += f"{name}:{','.join(values)}\n"
    spelled = "&".join(f"{name}={value}" for name, value in query)
    return f"{method}\n{path}\n{spelled}\n{lines}\n{';'.join(names)}\n{payload}"


def string_to_sign(amz_date: str, scope: str, request: str) -> str:
    digest = hashlib.sha256(request.encode()).hexdigest()
    return f"AWS4-HMAC-SHA256\n{amz_date}\n{scope}\n{digest}"
