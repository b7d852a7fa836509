"""One verification as a ratio to the hash floor and to awssig, in one run.

The hash floor is what no verifier can do without: one SHA-256 of the canonical request and one HMAC
from prepared inner and outer states. All take turns, so that a busy moment of the machine hits them
alike; the figure is the best of many short runs.
"""

import contextlib
import importlib.metadata
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from presign import ACCESS_KEY_ID, REGION, SECRET, TOKEN, floor, microseconds

import sigv4presign
from sigv4presign import Credentials, S3Presigner, Verifier, presign, sign_headers

ROUNDS = 40
HOST = "examplebucket.s3.us-east-1.amazonaws.com"
PATH = "/folder/test.txt"
KEYS = Credentials(ACCESS_KEY_ID, SECRET)
SECRETS = {ACCESS_KEY_ID: SECRET}
BROWSER = [
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en-US,en;q=0.5"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Connection", "keep-alive"),
    ("Sec-Fetch-Mode", "navigate"),
    ("Sec-Fetch-Site", "cross-site"),
    ("Priority", "u=0, i"),
]


def link(path=PATH, headers=(), sent=(), token=None, forged=False):
    """Verify a presigned URL as a server sees it."""
    keys = Credentials(ACCESS_KEY_ID, SECRET, token)
    url = presign("GET", f"https://{HOST}{path}", credentials=keys, region=REGION, headers=sent).url
    verifier = Verifier(REGION)
    received = [("Host", HOST), *headers, *sent]
    known = {ACCESS_KEY_ID: keys} if token else SECRETS
    target = url.partition(HOST)[2]
    verifier.verify("GET", target, received, known)
    if not forged:
        return lambda: verifier.verify("GET", target, received, known)
    target = target[:-64] + "0" * 64

    def refuse():
        try:
            verifier.verify("GET", target, received, known)
        except sigv4presign.SignatureMismatchError:
            return
        raise AssertionError("a forged link was proven")

    return refuse


def in_headers():
    url = f"https://{HOST}{PATH}"
    received = sign_headers("GET", url, credentials=KEYS, region=REGION, service="s3")
    received.append(("Host", HOST))
    verifier = Verifier(REGION)
    return lambda: verifier.verify("GET", PATH, received, SECRETS)


def form():
    posted = S3Presigner(KEYS, region=REGION).post_object("examplebucket", "folder/test.txt")
    verifier = Verifier(REGION)
    return lambda: verifier.verify_post(posted.fields, SECRETS, bucket="examplebucket")


def awssig_in_headers():
    """Verify the same header form with awssig, which takes no presigned URL of S3."""
    import awssig

    url = f"https://{HOST}{PATH}"
    received = sign_headers("GET", url, credentials=KEYS, region=REGION, service="s3")
    request = {
        "request_method": "GET",
        "uri_path": PATH,
        "headers": {name.lower(): [value] for name, value in [*received, ("Host", HOST)]},
        "region": REGION,
        "service": "s3",
        "key_mapping": lambda aws_access_key_id: SECRETS.get(aws_access_key_id),  # noqa: PLW0108
    }
    awssig.AWSSigV4S3Verifier(**request).verify()
    return lambda: awssig.AWSSigV4S3Verifier(**request).verify()


SUBJECTS = [
    # name, what makes the call, calls a run, package
    ("hash floor", floor, 4000, None),
    ("presigned GET", link, 1000, None),
    ("presigned GET, a browser's headers", lambda: link(headers=BROWSER), 1000, None),
    ("presigned GET, token of 1 000", lambda: link(token=TOKEN), 1000, None),
    ("presigned GET, blank in the key", lambda: link(path="/a%20b"), 300, None),
    ("presigned GET, versionId=…", lambda: link(path=PATH + "?versionId=abc"), 300, None),
    ("presigned GET, a signed header", lambda: link(sent=[("Range", "bytes=0-9")]), 300, None),
    ("presigned GET, forged", lambda: link(forged=True), 300, None),
    ("header form", in_headers, 300, None),
    ("form", form, 200, None),
    ("awssig, header form", awssig_in_headers, 200, "awssig"),
]


def main():
    calls = {}
    for name, make, times, package in SUBJECTS:
        with contextlib.suppress(ImportError):
            calls[name] = (make(), times, package)
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, (call, times, _) in calls.items():
            best[name] = min(best[name], microseconds(call, times))
    print(f"Python {sys.version.split()[0]}, sigv4presign {sigv4presign.__version__}")
    print(f"{'one verification':42}{'µs':>8}{'/ floor':>9}")
    for name, (_, _, package) in calls.items():
        version = f" {importlib.metadata.version(package)}" if package else ""
        print(f"{name + version:42}{best[name]:8.2f}{best[name] / best['hash floor']:9.1f}")
    for name, _, _, _ in SUBJECTS:
        if name not in calls:
            print(f"{name}: not installed")


if __name__ == "__main__":
    main()
