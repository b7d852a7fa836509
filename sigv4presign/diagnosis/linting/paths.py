"""Lints on the path."""

import re
import unicodedata

from ..._percent import bad_escape
from ..findings import CERTAIN, HINT, LIKELY, found
from ..link import lenient_path
from ..showing import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from ..findings import Finding

_TWICE = re.compile(r"%25[0-9A-Fa-f]{2}")


def paths(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield what stores, clients and proxies read differently in the path."""
    yield from _cut(evidence)
    path = evidence.link.path
    if not (evidence.is_s3 or not evidence.signed.service):
        return
    bad = bad_escape(path)
    if bad is not None:
        shown = f"the path has {bad!r}, which is no escape; a '%' of the key is written %25"
        yield found("key-not-escaped", shown, CERTAIN)
    if "+" in path:
        shown = f"the path has a '+', which some read as a blank: {printable(path[:200])}"
        url = evidence.link.with_path(path.replace("+", "%2B"))
        yield found("plus-sign", shown, HINT, url=url)
    segments = lenient_path(path).split("/")
    if any(segment in (".", "..") for segment in segments):
        shown = f"the path has '.' or '..' segments: {printable(path[:200])}"
        yield found("dot-segments-removed", shown, HINT)
    if "//" in path:
        yield found("slashes-collapsed", f"the path has '//': {printable(path[:200])}", HINT)
    if _TWICE.search(path):
        shown = f"the path has {_TWICE.findall(path)[0]!r}, an escape of an escape"
        yield found("path-double-encoded", shown, HINT)
    decoded = lenient_path(path)
    if not decoded.isascii() and unicodedata.normalize("NFC", decoded) != decoded:
        shown = "the key is in decomposed Unicode (NFD), as macOS names files"
        yield found("key-not-escaped", shown, HINT)


def _cut(evidence: "Evidence") -> "Iterator[Finding]":
    link = evidence.link
    fragment = link.fragment or ""
    if "X-Amz-" in fragment or "Signature=" in fragment:
        shown = f"what is behind '#' is never sent: {printable(fragment.partition('?')[0][:80])}…"
        url = link.text.replace("#", "%23", 1)
        yield found("key-not-escaped", shown, CERTAIN, url=url)
    elif fragment:
        shown = "the URL has a fragment ('#…'), which is never sent"
        yield found("key-not-escaped", shown, HINT if evidence.signed.form else LIKELY)
    for name, _ in link.pairs:
        if "?X-Amz-" in name:
            key = name.partition("?X-Amz-")[0]
            shown = f"a '?' of the key begins the query too early, at {printable(key[:80])!r}"
            url = link.text.replace("?", "%3F", 1)
            yield found("key-not-escaped", shown, CERTAIN, url=url)
