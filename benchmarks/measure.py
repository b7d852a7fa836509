"""What the benchmarks share: the request, the clock, the hash floor, medians of ratios.

The hash floor is what no signer can do without: one SHA-256 of the canonical request and one HMAC
from prepared inner and outer states. Whatever is compared takes turns in one run, so that a busy
moment of the machine hits all alike; the figure is the median of the ratios, each to the floor of
the same turn. A turn is the best of a few short slices, since what else runs on the machine empties
its caches. The clock is that of the processor, of all threads of a process.
"""

import hashlib
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sigv4presign import Credentials, S3Presigner, parse_presigned

ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzE/+=" * 62 + "FwoGZXIv"  # 1 000 characters
REGION = "us-east-1"
BUCKET = "examplebucket"
HOST = f"{BUCKET}.s3.{REGION}.amazonaws.com"
SLICE = 4e-4  # seconds, about; and so many of them are a turn
SLICES = 5

CLEAN = [f"folder/{n % 10}/object-{n:04}.txt" for n in range(500)]
SPACES = [f"my folder/{n % 10}/an object {n:04}.txt" for n in range(500)]
UNICODE = [f"фото/{n % 10}/日本語-{n:04}.txt" for n in range(500)]
KEYS = {"clean": CLEAN, "spaces": SPACES, "unicode": UNICODE, "token": CLEAN}


def credentials(token=None):
    return Credentials(ACCESS_KEY_ID, SECRET, token)


def floor(key="folder/test.txt", token=None):
    """Return a function that does the two hashes of a URL for *key*."""
    url = S3Presigner(credentials(token), region=REGION).get_object(BUCKET, key).url
    claim = parse_presigned("GET", url)
    request = claim.canonical_request.encode()
    to_sign = claim.string_to_sign.encode()
    inner, outer = (
        hashlib.sha256(bytes(byte ^ pad for byte in b"k" * 32 + b"\0" * 32)) for pad in (0x36, 0x5C)
    )

    def call(_key=None):
        hashlib.sha256(request).digest()
        first, second = inner.copy(), outer.copy()
        first.update(to_sign)
        second.update(first.digest())
        return second.hexdigest()

    return call


def check(url, key, token=None):
    """Stop if *url* is no genuine URL for *key*: a fast wrong answer is none."""
    claim = parse_presigned("GET", url)
    if claim.verify(SECRET, session_token=token).key != key:
        sys.exit(f"{url} is not for {key!r}")


def over(sign, keys):
    """Return a function that takes a number of calls and gives the microseconds of one."""

    def run(count):
        some = [keys[n % len(keys)] for n in range(count)]
        start = time.process_time()
        for key in some:
            sign(key)
        return (time.process_time() - start) / count * 1e6

    return run


def repeated(call):
    """Return the like of `over` for a *call* without arguments."""

    def run(count):
        start = time.process_time()
        for _ in range(count):
            call()
        return (time.process_time() - start) / count * 1e6

    return run


def in_turns(runs, rounds):
    """Return for each name in *runs* the microseconds of each of the *rounds*."""
    counts = {}
    for name, run in runs.items():
        run(1)
        counts[name] = max(1, int(SLICE / min(run(5), run(5)) * 1e6))
    taken = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(min([run(counts[name]) for _ in range(SLICES)]))
    return taken


def ratio(taken, floor_taken):
    """Return the median of the ratios, each of one turn."""
    return statistics.median(a / b for a, b in zip(taken, floor_taken, strict=True))
