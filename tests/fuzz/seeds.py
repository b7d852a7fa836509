"""Genuine inputs of each target, from which fuzzing begins."""

from sigv4presign import Credentials, S3Presigner, presign, sign_headers

from ..test_chunks import BODIES, KINDS
from .targets import ID, NOW, SECRET, TOKEN

KEYS = Credentials(ID, SECRET)
SETTINGS = {"region": "us-east-1", "now": NOW}
URLS = [
    "https://bucket.s3.amazonaws.com/key.txt",
    "https://h/bucket/a%20b/%C3%BC~!?versionId=a&tag=b&tag=a&uploads",
    "http://localhost:9000/b//../k",
]
DICTIONARY = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential=", "X-Amz-Date=", "X-Amz-Expires=",
    "X-Amz-SignedHeaders=", "X-Amz-Signature=", "X-Amz-Security-Token=", "X-Amz-Content-Sha256=",
    "UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "%2F", "%00", "%2e%2e", "%C0%AF", "+",
    "aws4_request", "us-east-1", "s3", "host;", "x-amz-date", "x_amz_acl", "20150830T123600Z",
    "authorization", "AWSAccessKeyId=a", "&", "=", "?", "//", ";chunk-signature=", "\r\n", "0\r\n",
    "x-forwarded-host", "content-length-range", "starts-with", "${filename}", "AKIDPLAIN",
    "AKIDOTHER",
]  # fmt: skip


def _request(method: str, url: str, headers: list) -> bytes:
    host, _, rest = url.partition("://")[2].partition("/")
    pieces = [method, "/" + rest, "Host", host]
    for name, value in headers:
        pieces += [name, value]
    return "\x1f".join(pieces).encode()


def requests() -> list[bytes]:
    """Return requests of both forms, with headers, tokens and other services."""
    made: list[bytes] = []
    for url in URLS:
        for keys in (KEYS, Credentials(ID, SECRET, TOKEN), Credentials("AKIDOTHER", SECRET)):
            for service in ("s3", "execute-api"):
                for sent in ([], [("Content-Type", "text/plain"), ("X-Amz-Meta-A", "b  c")]):
                    link = presign("PUT" if sent else "GET", url, credentials=keys,
                                   service=service, headers=sent, **SETTINGS)  # fmt: skip
                    made.append(_request(link.method, link.url, [*sent, ("Accept", "*/*")]))
                    added = sign_headers("POST", url, credentials=keys, service=service,
                                         headers=sent, body=b"x", **SETTINGS)  # fmt: skip
                    made.append(_request("POST", url, [*sent, *added]))
    return made


def forms() -> list[bytes]:
    made: list[bytes] = []
    for settings in ({}, {"content_length_range": (1, 9)}, {"fields": {"acl": "private"}}):
        for keys in (KEYS, Credentials(ID, SECRET, TOKEN)):
            form = S3Presigner(keys).post_object("bucket", "in/${filename}", now=NOW, **settings)
            made.append("\x1f".join([text for pair in form.fields for text in pair]).encode())
    return made


def seeds(target: str) -> list[bytes]:
    """Return inputs that the target named *target* proves, most of them."""
    if target == "parse":
        return requests()
    if target == "verify":
        return [bytes([door]) + one for one in requests() for door in (0, 1, 3, 0x80)]
    if target == "post":
        return [bytes([door]) + one for one in forms() for door in (0, 0x80)]
    order = ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
             "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]  # fmt: skip
    return [bytes([order.index(kind), 6]) + BODIES[kind] for kind in KINDS]
