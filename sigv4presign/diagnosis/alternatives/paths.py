"""Which canonical path may have been signed."""

import unicodedata

from ..._percent import UNRESERVED, encode_path
from ...canonical import S3_SERVICES, canonical_uri
from ..link import lenient, lenient_path
from ..rebuilding import canonical_path
from ..regions import place_of
from .spelling import other_spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..evidence import Evidence

    Named = tuple[str, str]

PREFIXES = (
    *(
        "s3",
        "minio",
        "storage",
        "api",
        "files",
        "storage/v1/s3",
        "v1",
        "s3-proxy",
        "objects",
        "data",
    ),
    *(
        "api/v1",
        "media",
        "uploads",
        "assets",
        "static",
        "bucket",
        "buckets",
        "swift/v1",
        "minio/s3",
    ),
    *("cdn", "public", "proxy", "object-storage", "blob", "dev", "prod", "staging", "download"),
)
_FORWARDED = ("x-forwarded-prefix", "x-script-name", "x-forwarded-path")
_ORIGINAL = ("x-original-uri", "x-original-url", "x-rewrite-url", "x-forwarded-uri", ":path")


def paths(evidence: "Evidence") -> "Iterator[Named]":
    """Yield canonical paths other than the one sent, and the cause that each would be."""
    service = evidence.signed.service
    raw = evidence.link.path or "/"
    sent = canonical_path(raw, service)
    plain = service in S3_SERVICES or not service
    for uri, cause in _all(evidence, raw, service, plain):
        if uri != sent:
            yield uri, cause


def _all(evidence: "Evidence", raw: str, service: str, plain: bool) -> "Iterator[Named]":
    def respelled(path: str) -> str:
        return canonical_path(path, service)

    yield from _plus(raw, service, plain)
    yield from _cut(evidence, raw, respelled)
    yield from _resolutions(raw, service)
    yield from (_encoded_once if plain else _encoded_twice)(raw, service)
    yield from _addressed(evidence, raw, respelled)
    yield from _prefixed(evidence, raw, respelled)
    yield from _unicode(raw, respelled)
    if plain:
        decoded = lenient_path(raw)
        yield from [(one, "escape-table") for one in other_spellings(decoded, path=True)]
        yield raw, "escape-table"
        yield from _segments(raw, service)


def _plus(raw: str, service: str, plain: bool) -> "Iterator[Named]":
    found = [raw.replace("+", "%20"), raw.replace("%20", "%2B"), raw.replace("%20", "+")]
    found += [raw.replace("%2B", "%20").replace("%2b", "%20"), raw.replace("%2B", "+")]
    for one in found:
        yield canonical_path(one, service), "plus-sign"
    if plain:
        sent = canonical_path(raw, service)
        yield sent.replace("%20", "+"), "plus-sign"
        yield sent.replace("%2B", "+"), "plus-sign"


def _cut(evidence: "Evidence", raw: str, respelled: "Callable[[str], str]") -> "Iterator[Named]":
    """Yield the path with what a '#' or '?' in the key cut off."""
    if evidence.link.fragment:
        yield respelled(f"{raw}%23{evidence.link.fragment}"), "key-not-escaped"
    in_front: list[str] = []
    for piece in evidence.link.query.split("&"):
        if piece.lower().startswith("x-amz-"):
            break
        in_front.append(piece)
        if "?" in piece:
            # "a?b?X-Amz-…": the second '?' is the one that begins the query.
            head, _, _ = "&".join(in_front).partition("?")
            yield respelled(f"{raw}%3F{_kept(head)}"), "key-not-escaped"
        yield respelled(f"{raw}%3F{_kept('&'.join(in_front))}"), "key-not-escaped"


def _kept(text: str) -> str:
    return encode_path(lenient_path(text))


def _encoded_once(raw: str, service: str) -> "Iterator[Named]":
    """Yield what S3's rule makes of the path if it is applied twice, or not at all."""
    decoded = lenient_path(raw)
    sent = canonical_path(raw, service)
    yield encode_path(sent), "path-double-encoded"
    yield canonical_uri(sent, normalize=True, double_encode=True), "path-double-encoded"
    if "%" in decoded:
        yield encode_path(lenient_path(decoded)), "path-double-encoded"
    yield encode_path(raw), "key-not-escaped"  # its '%' were meant to stand for themselves
    # Whoever leaves only such characters has another table; whoever leaves more has none.
    plain = not decoded.strip(UNRESERVED + "/!$&'()*+,;=:@")
    yield decoded, "escape-table" if plain else "key-not-escaped"


def _encoded_twice(raw: str, service: str) -> "Iterator[Named]":
    """Yield what other services' rule makes of the path if a step of it is left out."""
    once = encode_path(lenient_path(raw))
    yield canonical_uri(raw, normalize=False, double_encode=True), _unresolved(raw)
    yield once, "path-not-double-encoded"
    yield raw, "path-not-double-encoded"
    for respelled in (once, raw):
        yield _normalized(respelled), "path-not-double-encoded"
    yield lenient_path(raw), "path-not-double-encoded"
    for other in (once, *other_spellings(lenient_path(raw), path=True)):
        yield canonical_path(other, service), "escapes-decoded-by-client"
    yield encode_path(canonical_path(raw, service)), "path-double-encoded"


def _unresolved(raw: str) -> str:
    return "dot-segments-removed" if _has_dots(raw) else "slashes-collapsed"


def _has_dots(path: str) -> bool:
    return any(segment in (".", "..") for segment in path.split("/"))


def _normalized(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and kept:
            kept.pop()
        elif segment not in ("", ".", ".."):
            kept.append(segment)
    return "/" + "/".join(kept) + ("/" if kept and path.endswith("/") else "")


def _addressed(
    evidence: "Evidence", raw: str, respelled: "Callable[[str], str]"
) -> "Iterator[Named]":
    """Yield the path with the bucket of the host put in, or its own taken out."""
    host = evidence.host
    where = place_of(host, raw)
    label = where.bucket if where.in_host else host.partition(".")[0].partition(":")[0]
    if label:
        yield respelled(f"/{label}{raw}"), "addressing-style"
    if where.in_host and raw.startswith(f"/{where.bucket}/"):
        yield respelled(raw[len(where.bucket) + 1 :]), "addressing-style"
    first, slash, rest = raw[1:].partition("/")
    if slash and first and (host.startswith(f"{first}.") or where.service == "s3"):
        yield respelled("/" + rest), "addressing-style"
    if first and not slash and where.service == "s3":
        yield "/", "addressing-style"


def _prefixed(
    evidence: "Evidence", raw: str, respelled: "Callable[[str], str]"
) -> "Iterator[Named]":
    for name in _FORWARDED:
        for value in evidence.sent(name):
            yield respelled("/" + value.strip(" /") + raw), "path-prefix-changed"
    for name in _ORIGINAL:
        for value in evidence.sent(name):
            yield respelled(value.strip().partition("?")[0]), "path-prefix-changed"
    rest = raw
    for _ in range(3):
        _, slash, rest = rest[1:].partition("/")
        if not slash:
            break
        yield respelled("/" + rest), "path-prefix-changed"
    for prefix in PREFIXES:
        yield respelled(f"/{prefix}{raw}"), "path-prefix-changed"


def _resolutions(raw: str, service: str) -> "Iterator[Named]":
    """Yield the path with empty and dot segments resolved."""
    merged = raw
    while "//" in merged:
        merged = merged.replace("//", "/")
    yield canonical_path(merged, service), "slashes-collapsed"
    # Merging goes with resolving in some clients; alone it is the cause above.
    yield canonical_path(_resolved(raw), service), "dot-segments-removed"
    yield canonical_path(_normalized(raw), service), "dot-segments-removed"
    yield canonical_path("/" + raw.lstrip("/"), service), "slashes-collapsed"


# What may stand before a '/..' that is gone, beside the path's own segments.
_GONE = ("a", "x", "tmp", "foo", "dir", "b", "folder", "..")


def _segments(raw: str, service: str) -> "Iterator[Named]":
    """Yield the path with empty and dot segments where they may have been."""
    collapsed, dots = "slashes-collapsed", "dot-segments-removed"
    yield canonical_path(raw.rstrip("/") or "/", service), collapsed
    yield canonical_path(raw + "/", service), collapsed
    for slashes in ("//", "///"):
        yield from [(canonical_path(one, service), collapsed) for one in _joined(raw, slashes)]
    once = _joined(raw, "/./")
    names = [*_GONE, *raw.split("/")[1:9]]
    twice = [one for name in names if name for one in _joined(raw, f"/{name}/../")]
    twice += _joined(raw, "/../")
    yield from [(canonical_path(one, service), dots) for one in (*once, *twice)]
    for path in (*once, *twice):
        yield from [(canonical_path(one, service), dots) for one in _joined(path, "/./")]


def _joined(path: str, joint: str) -> "list[str]":
    """Return *path* with *joint* in the place of one of its slashes."""
    pieces = path.split("/")
    return [
        "/".join(pieces[:index]) + joint + "/".join(pieces[index:])
        for index in range(1, min(len(pieces), 12))
    ]


def _resolved(path: str) -> str:
    """Return *path* as RFC 3986 section 5.2.4 and HTTP clients resolve it, empty segments kept."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _unicode(raw: str, respelled: "Callable[[str], str]") -> "Iterator[Named]":
    decoded = lenient_path(raw)
    if not decoded.isascii():
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            other = encode_path(unicodedata.normalize(form, decoded))
            yield respelled(other), "key-not-escaped"
        once = decoded.encode("latin-1", "replace").decode("utf-8", "replace")
        yield respelled(encode_path(once)), "escape-table"
        yield respelled(encode_path(decoded.encode("utf-8").decode("latin-1"))), "escape-table"


def path_cause(evidence: "Evidence", other: str) -> str:
    """Return what it is called if the request's path and *other*, canonical, differ."""
    for uri, cause in paths(evidence):
        if uri == other:
            return cause
    sent = canonical_path(evidence.link.path or "/", evidence.signed.service)
    if lenient_path(sent) == lenient_path(other):
        return "escapes-decoded-by-client"
    if lenient(sent) == lenient(other):
        return "plus-sign"
    if sent.endswith(other) or other.endswith(sent):
        return "path-prefix-changed"
    return ""
