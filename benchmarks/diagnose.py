"""How many hypotheses a second `diagnose` tries, and how long the common causes take it.

The hash floor of a hypothesis is one SHA-256 state continued and finished, and one HMAC from
prepared states; what is copied and compared beside that is ours. Time is that of the process on
its core, and each figure the best of several runs, so that a busy machine does not count.
"""

import hashlib
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sigv4presign import Credentials, diagnose, presign
from sigv4presign.diagnosis.alternatives.space import space_of
from sigv4presign.diagnosis.evidence import Evidence
from sigv4presign.diagnosis.link import Link
from sigv4presign.diagnosis.searching import Budget

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = Credentials("AKIAIOSFODNN7EXAMPLE", SECRET)
NOW = 1440938160
HOST = "https://store.example.com"
RUNS = 5


def signed(path="/bucket/folder/a%20b.txt", method="GET", secret=SECRET, **more):
    keys = Credentials(KEYS.access_key_id, secret)
    more = {"region": "us-east-1", "now": NOW, **more}
    return presign(method, HOST + path, credentials=keys, **more).url


def hypotheses():
    """Return how many hypotheses a second a whole search tries, building them included."""
    link = Link(signed().replace("/bucket/", "/nowhere/near/"))
    evidence = Evidence("GET", link, [("host", "store.example.com")], knows_headers=True)
    best = 0.0
    for _ in range(RUNS):
        budget = Budget(10**7, 60)
        start = time.process_time()
        space_of(evidence, SECRET).search(evidence.signed.signature, budget)
        best = max(best, budget.tried / (time.process_time() - start))
    return best, budget.tried


def floor():
    """Return how many of the hypotheses' bare hashes a second can be made."""
    state = hashlib.sha256(b"GET\n/bucket/key\nquery\n")
    inner, outer = hashlib.sha256(b"\x36" * 64), hashlib.sha256(b"\x5c" * 64)
    tail = b"host:store.example.com\n\nhost\nUNSIGNED-PAYLOAD"
    best = 0.0
    for _ in range(RUNS):
        start = time.process_time()
        for _ in range(50_000):
            whole = state.copy()
            whole.update(tail)
            first = inner.copy()
            first.update(whole.digest())
            second = outer.copy()
            second.update(first.digest())
            second.digest()
        best = max(best, 50_000 / (time.process_time() - start))
    return best


GET = signed()
PUT = signed(method="PUT", headers=[("content-type", "image/png")])
SENT = [("Host", "store.example.com")]
# Its name, the cause, and how it is asked.
COMMON = (
    ("genuine", None, ("GET", GET, SENT)),
    (
        "another content type",
        "content-type-changed",
        ("PUT", PUT, [*SENT, ("Content-Type", "a/b")]),
    ),
    ("no content type", "content-type-changed", ("PUT", PUT, SENT)),
    ("another method", "method-changed", ("HEAD", GET, SENT)),
    ("a proxy's Host", "host-rewritten", ("GET", GET, [("Host", "10.0.0.7:9000")])),
    ("another port", "port-changed", ("GET", GET, [("Host", "store.example.com:9000")])),
    ("signed for an inner name", "host-rewritten", ("GET", GET.replace("store.", "s3."), [])),
    ("a parameter added", "parameters-added", ("GET", GET + "&utm_source=x", SENT)),
    ("a longer life", "parameter-changed", ("GET", GET.replace("=3600", "=86400"), SENT)),
    ("a blank as a plus", "plus-sign", ("GET", GET.replace("%20", "+"), SENT)),
    ("a path prefix", "path-prefix-changed", ("GET", GET.replace("/bucket/", "/s3/bucket/"), SENT)),
    ("a secret with a line end", "secret-damaged", ("GET", GET, SENT, SECRET + "\n")),
    ("a secret in quotes", "secret-damaged", ("GET", GET, SENT, f'"{SECRET}"')),
    ("a secret that is cut", "secret-damaged", ("GET", signed(secret=SECRET[:20]), SENT)),
)


def milliseconds(method, url, headers, secret=SECRET):
    best = 1e9
    for _ in range(RUNS):
        start = time.process_time()
        found = diagnose(
            method,
            url,
            headers=headers,
            secret_access_key=secret,
            now=NOW,
            hosts=["store.example.com"],
        )
        best = min(best, time.process_time() - start)
    return best * 1000, found


def main():
    rate, tried = hypotheses()
    bare = floor()
    print(f"hypotheses a second: {rate:,.0f} (of {tried:,}); their hashes alone: {bare:,.0f}")
    print(f"ratio to the hashes: {bare / rate:.2f}")
    for name, cause, asked in COMMON:
        took, found = milliseconds(*asked)
        causes = [one.cause for one in found.findings if one.confidence == "certain"]
        assert causes[:1] == ([cause] if cause else []), (name, found)
        print(f"{took:8.2f} ms  {name}: {cause or 'nothing'} ({found.tried} hypotheses)")


if __name__ == "__main__":
    main()
