"""Lints on the query: how the URL came here."""

import re

from ..._request import REQUIRED
from ..alternatives.queries import TRACKERS
from ..findings import CERTAIN, HINT, LIKELY, found
from ..link import lenient, lenient_path
from ..rebuilding import TOKEN_OUTSIDE, is_token
from ..regions import place_of
from ..request import REPAIRS
from ..showing import printable, shown_pair, shown_url, shown_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from ..findings import Finding

_AUTHENTICATION = frozenset([name.lower() for name in REQUIRED])
# Repairs that a store would not have made.
DAMAGES = (
    *("line-wrap", "quoted-reply", "quoted-printable", "quotes", "punctuation", "invisible"),
    *("dashes", "html-entities", "json-escapes", "shell-escapes", "url-encoded", "shell-split"),
    "blanks",
)
_STRONG = re.compile(
    r"(?i)^(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|twclid|yclid|igshid|mc_[ce]id|_ga|_gl|"
    r"srsltid|cachebuster|nocache|_hsenc|_hsmi|mkt_tok|vero_id)$"
)
# Of an empty body, in base64: CRC-32, CRC-32C and CRC-64, SHA-1, SHA-256.
EMPTY_CHECKSUMS = {
    "x-amz-checksum-crc32": "AAAAAA==",
    "x-amz-checksum-crc32c": "AAAAAA==",
    "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=",
    "x-amz-checksum-sha1": "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
    "x-amz-checksum-sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
}


def queries(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield what was done to the query, or is in it that stores refuse."""
    yield from _repaired(evidence)
    if evidence.signed.form == "query":
        twice = list(_twice(evidence))
        yield from twice
        if not twice:
            yield from _damaged(evidence)
        yield from _repeated(evidence)
        yield from _plus(evidence)
        yield from _added(evidence)
    yield from checksums(evidence)
    yield from _unknown(evidence)


def _repaired(evidence: "Evidence") -> "Iterator[Finding]":
    damages = [name for name in evidence.repairs if name in DAMAGES]
    if damages:
        shown = "\n".join([REPAIRS[name] for name in damages])
        whole = evidence.link.text
        # Quotes and a full stop may be those of the sentence that it stood in.
        only_around = set(damages) <= {"quotes", "punctuation"} and evidence.answer is None
        confidence = HINT if only_around else LIKELY
        yield found("transport-damage", shown, confidence, _COPY, whole)


_COPY = "use the repaired URL (the finding's url); hand URLs on in quotes, and unescape them first"


def _twice(evidence: "Evidence") -> "Iterator[Finding]":
    signed = evidence.signed
    seen: list[str] = []
    if "%2F" in signed.credential.upper():
        seen.append("X-Amz-Credential=" + shown_value("x-amz-credential", signed.credential)[:100])
    names = evidence.link.value("X-Amz-SignedHeaders") or ""
    if "%3B" in names.upper():
        seen.append("X-Amz-SignedHeaders=" + printable(names[:100]))
    if seen:
        shown = "still escaped once it is decoded:\n" + "\n".join(seen)
        query = evidence.link.query.replace("%25", "%")
        url = evidence.link.with_query(query)
        yield found("double-encoded-query", shown, CERTAIN, url=url)


def _damaged(evidence: "Evidence") -> "Iterator[Finding]":
    signed = evidence.signed
    seen: list[str] = []
    names = [lenient(name) for name, _ in evidence.link.pairs]
    escaped = [name for name in names if name.lower().startswith(("amp;", "#38;", "x26;"))]
    if escaped:
        seen.append(f"parameters begin with 'amp;': {printable(', '.join(escaped[:6]))}")
    present = {name.lower() for name in names}
    whole = evidence.is_s3 and signed.service not in TOKEN_OUTSIDE
    missing = [name for name in REQUIRED if name.lower() not in present]
    missing = [name for name in missing if whole or name != "X-Amz-Expires"]
    cut = [name for name in missing if not any(f"?{name}" in other for other in names)]
    if cut:
        seen.append("missing: " + ", ".join(cut))
    digits = signed.signature
    if digits and signed.algorithm.startswith("AWS4-HMAC") and not _is_signature(digits):
        seen.append(
            f"X-Amz-Signature has {len(digits)} characters; "
            "it is to be 64 hexadecimal digits in lower case"
        )
    if seen:
        fix = "copy the URL whole; in a shell in single quotes"
        yield found("transport-damage", "\n".join(seen), CERTAIN, fix, _mended(evidence))
    elif evidence.link.value("X-Amz-Signature") == "":
        yield found("transport-damage", "X-Amz-Signature is empty", CERTAIN)
    odd = [name for name in names if name.lower() in _AUTHENTICATION and name not in REQUIRED]
    if odd:
        shown = f"spelled in another case than is signed: {printable(', '.join(odd))}"
        yield found("transport-damage", shown, HINT)


def _is_signature(digits: str) -> bool:
    return len(digits) == 64 and not digits.strip("0123456789abcdef")


def _mended(evidence: "Evidence") -> "str | None":
    query = evidence.link.query.replace("&amp;", "&").replace("&#38;", "&")
    match = re.match(r"^(.*X-Amz-Signature=[0-9a-f]{64})[^0-9A-Za-z&].*$", query)
    query = match.group(1) if match else query
    return evidence.link.with_query(query) if query != evidence.link.query else None


def _repeated(evidence: "Evidence") -> "Iterator[Finding]":
    names = [lenient(name).lower() for name, _ in evidence.link.pairs]
    twice = sorted({name for name in names if name in _AUTHENTICATION and names.count(name) > 1})
    if twice:
        shown = f"signed twice: there are several {', '.join(twice)}"
        fix = "sign the URL as it was before it was signed"
        yield found("two-auth-mechanisms", shown, LIKELY, fix)


def _plus(evidence: "Evidence") -> "Iterator[Finding]":
    plus = [
        (name, value)
        for name, value in evidence.link.pairs
        if "+" in value and not is_token(lenient(name))
    ]
    if plus:
        shown = f"a '+' that is read as a blank: {shown_pair(*plus[0])[:200]}"
        yield found("plus-sign", shown, HINT)


def _added(evidence: "Evidence") -> "Iterator[Finding]":
    names = [lenient(name) for name, _ in evidence.link.pairs]
    strong = [name for name in names if _STRONG.match(name)]
    last = names.index("X-Amz-Signature") if "X-Amz-Signature" in names else len(names)
    behind = [name for name in names[last + 1 :] if name.lower() not in _AUTHENTICATION]
    behind = [name for name in behind if not is_token(name) and name.lower() != "x-id"]
    sorted_names = "X-Amz-SignedHeaders" in names[last:]
    added = strong or [name for name in behind if name.lower() in TRACKERS or not sorted_names]
    if added:
        shown = "parameters that nobody signs" if strong else "parameters behind the signature"
        kept = [
            piece
            for piece in evidence.link.query.split("&")
            if lenient(piece.partition("=")[0]) not in added
        ]
        url = evidence.link.with_query("&".join(kept))
        confidence = LIKELY if strong and set(strong) & set(behind) else HINT
        text = f"{shown}: {printable(', '.join(dict.fromkeys(added)))}"
        yield found("parameters-added", text, confidence, f"remove them: {shown_url(url)}", url)


def checksums(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield a checksum of nothing that is signed for a body."""
    given = [(lenient(name).lower(), lenient(value)) for name, value in evidence.link.pairs]
    given += list(evidence.headers)
    for name, value in given:
        if EMPTY_CHECKSUMS.get(name) == value.strip():
            shown = f"{name}={value} is the checksum of an empty body"
            sends = bool(evidence.body)
            yield found("empty-body-checksum", shown, CERTAIN if sends else HINT)
            return


def _unknown(evidence: "Evidence") -> "Iterator[Finding]":
    names = [lenient_path(name).lower() for name, _ in evidence.link.pairs]
    place = place_of(evidence.host, evidence.link.path)
    if "x-amz-checksum-mode" in names and place.store != "aws":
        shown = f"x-amz-checksum-mode is among the parameters, and {evidence.host} is not AWS"
        yield found("unknown-parameter-rejected", shown, HINT)
