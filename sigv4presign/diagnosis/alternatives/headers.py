"""Which canonical headers may have been signed."""

from ...canonical import EMPTY_PAYLOAD_HASH, UNSIGNED_PAYLOAD, folded
from ..rebuilding import header_block, header_value
from ..showing import shown_line
from .hosts import hosts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..evidence import Evidence

    # The block, what it would be called, how what was sent and signed is shown.
    Named = tuple[str, str, str, str]

# What proxies and clients set as they like.
HOP = frozenset(
    [
        "accept",
        "accept-encoding",
        "accept-language",
        "user-agent",
        "connection",
        "expect",
        "te",
        "trailer",
        "upgrade",
        "keep-alive",
        "transfer-encoding",
        "proxy-connection",
        "via",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-real-ip",
        "pragma",
        "referer",
        "origin",
        "cookie",
        "x-amzn-trace-id",
        "cf-connecting-ip",
        "cf-ray",
        "cdn-loop",
        "forwarded",
    ]
)
TYPES = (
    *("application/octet-stream", "text/plain", "binary/octet-stream", "application/json"),
    *(
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/svg+xml",
        "image/jpg",
        "image/*",
    ),
    *("video/mp4", "video/webm", "video/quicktime", "audio/mpeg", "audio/wav", "audio/mp3"),
    *("application/pdf", "text/html", "text/csv", "text/css", "text/xml", "application/xml"),
    *("application/zip", "application/gzip", "application/x-gzip", "application/x-tar"),
    *("application/javascript", "text/javascript", "application/x-zip-compressed"),
    *("application/x-www-form-urlencoded", "multipart/form-data", "text/markdown", "*/*"),
    *("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/msword"),
    *("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "video/*"),
    *(
        "application/vnd.ms-excel",
        "application/wasm",
        "application/parquet",
        "application/x-parquet",
    ),
    *("application/vnd.apache.parquet", "application/x-ndjson", "application/yaml", "undefined"),
    *("null", "None", "image", "application/x-yaml", "font/woff2", "text/plain;charset=utf-8"),
)
_CHARSETS = ("; charset=utf-8", "; charset=UTF-8", ";charset=utf-8", ";charset=UTF-8")
_ENCODINGS = (
    *("identity", "gzip", "gzip, deflate", "gzip, deflate, br", "gzip, deflate, br, zstd", "br"),
    *("gzip,deflate", "gzip, br", "br, gzip", "*", "gzip;q=1.0", "deflate", "gzip,br", "zstd"),
    *("deflate, gzip", "gzip, deflate, zstd", "deflate, gzip, br, zstd", "gzip,deflate,br"),
)
COMMON: "dict[str, tuple[str, ...]]" = {
    "accept-encoding": _ENCODINGS,
    "accept": ("*/*", "application/json", "application/xml", "text/html"),
    "connection": ("keep-alive", "close", "Keep-Alive", "upgrade"),
    "expect": ("100-continue",),
    "te": ("trailers",),
    "content-type": TYPES,
    "content-length": ("0",),
    "content-encoding": ("gzip", "aws-chunked", "br", "identity", "utf-8"),
    "cache-control": ("no-cache", "max-age=31536000", "no-store", "public, max-age=31536000"),
    "content-disposition": ("attachment", "inline"),
    "x-amz-acl": (
        *("public-read", "private", "bucket-owner-full-control", "authenticated-read"),
        *("public-read-write", "aws-exec-read", "bucket-owner-read"),
    ),
    "x-amz-server-side-encryption": ("AES256", "aws:kms", "aws:kms:dsse"),
    "x-amz-storage-class": (
        *("STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER", "ONEZONE_IA"),
        *("GLACIER_IR", "DEEP_ARCHIVE", "REDUCED_REDUNDANCY"),
    ),
    "x-amz-content-sha256": (UNSIGNED_PAYLOAD, EMPTY_PAYLOAD_HASH),
    "x-amz-request-payer": ("requester",),
    "x-amz-sdk-checksum-algorithm": ("CRC32", "CRC32C", "SHA256", "SHA1", "CRC64NVME"),
    "x-amz-checksum-crc32": ("AAAAAA==",),
    "x-amz-checksum-algorithm": ("CRC32", "CRC32C", "SHA256", "SHA1", "CRC64NVME"),
    "x-amz-server-side-encryption-customer-algorithm": ("AES256",),
    "x-amz-server-side-encryption-bucket-key-enabled": ("true", "false"),
    "x-amz-metadata-directive": ("COPY", "REPLACE"),
    "x-amz-tagging-directive": ("COPY", "REPLACE"),
    "x-amz-checksum-mode": ("ENABLED",),
    "range": ("bytes=0-", "bytes=0-0", "bytes=0-1023"),
    "if-none-match": ("*",),
}


def headers(evidence: "Evidence") -> "Iterator[Named]":
    """Yield blocks of headers other than the one sent, with their names.

    One line at a time: those that the sender changes most, then the host; then both.
    """
    names = evidence.signed.signed_headers
    sent = tuple([(name, header_value(evidence, name)) for name in names])
    joined = ";".join(names)

    def with_line(name: str, value: "str | None") -> str:
        lines = [(n, value if n == name else v) for n, v in sent if n != name or value is not None]
        return header_block(tuple([(n, v or "") for n, v in lines]), joined)

    for name, value in sent:
        if name != "host":
            for other, cause in values(evidence, name):
                if other != value:
                    shown = "no such line" if other is None else shown_line(name, other)
                    yield with_line(name, other), cause, shown_line(name, value), shown
    if "host" in names:
        now = dict(sent)["host"]
        for host, cause in hosts(evidence):
            yield with_line("host", host), cause, f"host:{now}", f"host:{host}"
    yield from _lists(evidence, sent)


def values(evidence: "Evidence", name: str) -> "Iterator[tuple[str | None, str]]":
    """Yield values of the signed header *name* other than the one sent, and their causes."""
    given = evidence.sent(name)
    joined = ",".join([folded(value) for value in given])
    changed = header_cause(name, absent=not given)
    if given:
        yield from _folded_otherwise(given)
        if len(given) > 1:
            yield from _joined_otherwise(given)
    if name == "content-length":
        yield from [(value, changed) for value in _lengths(evidence)]
    if name == "content-type":
        yield from [(value, changed) for value in _types(joined)]
    if name == "x-amz-content-sha256":
        changed = "payload-hash-differs" if given else changed
    yield from [(value, changed) for value in COMMON.get(name, ())]
    yield "", changed
    yield None, changed
    if name in HOP:
        return
    for value in (joined.lower(), joined.upper(), f'"{joined}"', joined.strip('"')):
        yield value, changed


def header_cause(name: str, *, absent: bool) -> str:
    """Return what it is called if the signed header *name* was sent with another value, or not."""
    if name == "content-type":
        return "content-type-changed"
    if name == "content-length":
        return "content-length-changed"
    if name in HOP:
        return "hop-header-signed"
    if absent:
        return "header-dropped" if "_" in name else "signed-header-missing"
    return "signed-header-changed"


def _folded_otherwise(given: "list[str]") -> "Iterator[tuple[str, str]]":
    """Yield the value with its blanks folded by other rules."""
    cause = "header-whitespace"
    rules: tuple[Callable[[str], str], ...] = (
        lambda value: value,
        lambda value: value.strip(),
        lambda value: value.strip(" "),
        lambda value: " ".join(value.split()),
        lambda value: " ".join([word for word in value.split(" ") if word]),
        lambda value: value.strip(" \t").replace("\t", " "),
        lambda value: "".join(value.split()),
        lambda value: value.replace("\u00a0", " ").strip(),
        _quoted_runs_kept,
    )
    for rule in rules:
        yield ",".join([rule(value) for value in given]), cause
    once = [value.encode("latin-1", "replace").decode("utf-8", "replace") for value in given]
    yield ",".join([folded(value) for value in once]), cause
    yield ",".join([folded(value.encode("utf-8").decode("latin-1")) for value in given]), cause


def _quoted_runs_kept(value: str) -> str:
    pieces = value.strip().split('"')
    return '"'.join([piece if i % 2 else " ".join(piece.split()) for i, piece in enumerate(pieces)])


def _joined_otherwise(given: "list[str]") -> "Iterator[tuple[str, str]]":
    cause = "header-order"
    plain = [folded(value) for value in given]
    yield ",".join(sorted(plain)), cause
    yield ",".join(plain[::-1]), cause
    yield ", ".join(plain), cause
    yield plain[0], cause
    yield plain[-1], cause
    for index in range(1, min(len(plain), 8)):
        yield ",".join(plain[index:] + plain[:index]), cause


def _types(sent: str) -> "Iterator[str]":
    media, semicolon, _ = sent.partition(";")
    if semicolon:
        yield media.strip()
    for charset in _CHARSETS:
        yield media.strip() + charset
    for known in TYPES:
        yield known
        for charset in _CHARSETS:
            yield known + charset


def _lengths(evidence: "Evidence") -> "Iterator[str]":
    if evidence.body is not None:
        yield str(len(evidence.body))
    sent = (evidence.sent("content-length") or ["0"])[0].strip()
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 15 else 0
    for step in range(1, 65):
        yield str(number + step)
        if number >= step:
            yield str(number - step)
    for size in range(1024):
        yield str(size)
    for power in range(10, 34):
        yield str(2**power)


def _lists(evidence: "Evidence", sent: "tuple[tuple[str, str], ...]") -> "Iterator[Named]":
    """Yield the block with other headers in it, though the URL names these."""
    joined = ";".join([name for name, _ in sent])
    for name, value in sent:
        if name == "host" or len(sent) < 2:
            continue
        kept = tuple([pair for pair in sent if pair[0] != name])
        fewer = ";".join([one for one, _ in kept])
        cause = header_cause(name, absent=not evidence.sent(name))
        block = header_block(kept, fewer)
        yield block, cause, shown_line(name, value), "not among the signed headers"
    ordered = tuple(sorted(sent))
    if ordered != sent:
        block = header_block(ordered, ";".join([name for name, _ in ordered]))
        yield block, "header-order", joined, "the names sorted"
