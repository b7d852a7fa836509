"""Which canonical query may have been signed."""

from ..._percent import encode
from ..._request import NAMES
from ...canonical import canonical_query, join_query
from ..link import lenient, lenient_path
from ..rebuilding import is_token, signed_pairs
from ..showing import shown_pair
from .canonicalisations import counted, spelled
from .tokens import tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..evidence import Evidence

    Pair = tuple[str, str]
    Pairs = tuple[Pair, ...]
    # The canonical query, what it would be called, how what was sent and signed is shown, and the
    # URL's own query as it would have been, or None.
    Named = tuple[str, str, str, str, "str | None"]

TRACKERS = frozenset(
    [
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "utm_term",
        "utm_content",
        "utm_id",
        "fbclid",
        "gclid",
        "gbraid",
        "wbraid",
        "dclid",
        "msclkid",
        "twclid",
        "yclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "ref",
        "ref_src",
        "source",
        "_",
        "t",
        "ts",
        "cb",
        "v",
        "rnd",
        "rand",
        "random",
        "nocache",
        "cachebuster",
        "cache",
        "timestamp",
        "time",
        "_t",
        "bust",
        "__cf_chl_tk",
        "si",
        "s_kwcid",
        "srsltid",
        "_hsenc",
        "_hsmi",
        "hsCtaTracking",
        "vero_id",
        "oly_enc_id",
        "oly_anon_id",
        "mkt_tok",
        "download",
        "dl",
        "token",
        "amp",
    ]
)
_LIFETIMES = (
    *("3600", "900", "86400", "604800", "300", "600", "60", "1800", "7200", "120", "43200", "30"),
    *("10", "180", "5", "1", "10800", "14400", "21600", "28800", "36000", "172800", "259200"),
    *("3599", "604799", "518400", "432000", "345600", "1000", "5000", "10000", "100000", "0", "15"),
)
_ADDED_BY_SDKS = (
    *[("x-id", name) for name in ("GetObject", "PutObject", "HeadObject", "DeleteObject")],
    *[("x-id", name) for name in ("UploadPart", "ListObjectsV2", "CreateMultipartUpload")],
    ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
    ("x-amz-checksum-mode", "ENABLED"),
    ("X-Amz-User-Agent", ""),
    ("list-type", "2"),
    ("response-content-disposition", "attachment"),
    ("response-content-disposition", "inline"),
)


def queries(evidence: "Evidence") -> "Iterator[Named]":
    """Yield canonical queries other than the one sent, with their names."""
    pairs = signed_pairs(evidence)
    sent = canonical_query(pairs)
    for source in (_added, _plus, _twice, tokens, _changed, counted, spelled, _lost, _moved):
        for named in source(evidence, pairs):
            if named[0] != sent:
                yield named


def own(pair: "Pair") -> bool:
    """Return whether *pair*, encoded, is none of those by which the signature travels."""
    return lenient_path(pair[0]) not in NAMES


def _url(evidence: "Evidence", kept: "Callable[[int, Pair], bool]") -> str:
    """Return the query as spelled, of the pairs that are *kept*, and of the signature."""
    pieces = [piece for piece in evidence.link.query.split("&") if piece]
    pairs = evidence.link.pairs
    return "&".join([piece for i, piece in enumerate(pieces) if kept(i, pairs[i])])


def _names(pairs: "Iterable[Pair]") -> str:
    return ", ".join([shown_pair(lenient_path(n), lenient_path(v)) for n, v in pairs])


def _added(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query without what may have been added to it."""
    cause = "parameters-added"
    names = [lenient(name) for name, _ in evidence.link.pairs]

    def without(dropped: "set[str]") -> "Named":
        gone = [pair for pair in pairs if lenient_path(pair[0]) in dropped]
        kept = [pair for pair in pairs if lenient_path(pair[0]) not in dropped]
        query = _url(evidence, lambda _, pair: lenient(pair[0]) not in dropped)
        return canonical_query(kept), cause, _names(gone), "not in the signature", query

    extra = list(dict.fromkeys([lenient_path(name) for name, _ in pairs if own((name, ""))]))
    trackers = {name for name in extra if name.lower() in TRACKERS}
    if trackers:
        yield without(trackers)
    if "X-Amz-Signature" in names:
        # Most signers print the signature last; what comes behind was appended.
        after = names.index("X-Amz-Signature") + 1
        behind = {name for name in names[after:] if own((name, "")) and not is_token(name)}
        if behind:
            yield without(behind)
    for name in extra[:64]:
        yield without({name})
    yield without(set(extra))
    yield without({name for name in extra if not name.lower().startswith("x-amz-")})
    few = extra[:10]
    for index, name in enumerate(few):
        for other in few[index + 1 :]:
            yield without({name, other})
    for index in range(len(few)):
        yield without(set(few[: index + 1]))
        yield without(set(few[index:]))


def _plus(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield what a '+' may have meant before it was read as a blank, or the reverse."""
    raw = [(n, v) for n, v in evidence.link.pairs if lenient(n) != "X-Amz-Signature"]
    if any("+" in value for _, value in raw):
        literal = [(encode(lenient_path(n)), encode(lenient_path(v))) for n, v in raw]
        changed = [pair for pair, old in zip(literal, pairs) if pair != old]
        tokens = changed and all(is_token(name) for name, _ in changed)
        query = evidence.link.query.replace("+", "%2B")
        cause = "token-altered" if tokens else "plus-sign"
        yield canonical_query(literal), cause, "'+', read as a blank", "'+' itself, %2B", query
    for old, new, sent, signed in (
        ("%20", "%2B", "a blank", "a '+'"),
        ("%2B", "%20", "a '+'", "a blank"),
    ):
        mixed = [(name, value.replace(old, new)) for name, value in pairs]
        query = evidence.link.query.replace(old, new)
        tokens = all(is_token(name) for (name, one), (_, two) in zip(pairs, mixed) if one != two)
        cause = "token-altered" if tokens else "plus-sign"
        yield canonical_query(mixed), cause, sent, signed, query
    written = [(name.replace("%20", "+"), value.replace("%20", "+")) for name, value in pairs]
    yield canonical_query(written), "plus-sign", "a blank, %20", "a blank written as '+'", None


def _twice(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query decoded once more, and encoded once more."""
    cause = "double-encoded-query"
    once = [(_again(name), _again(value)) for name, value in pairs]
    changed = [pair[0] for pair, old in zip(once, pairs) if pair != old]
    if changed and all(is_token(name) for name in changed):
        cause = "token-altered"
    query = join_query([(n, v) for n, v in once])
    signature = f"&X-Amz-Signature={evidence.signed.signature}"
    yield canonical_query(once), cause, "encoded twice", "encoded once", query + signature
    for name in changed:
        one = [(n, _again(v)) if n == name else (n, v) for n, v in pairs]
        of_a_token = "token-altered" if is_token(name) else "double-encoded-query"
        named = lenient_path(name)
        yield canonical_query(one), of_a_token, f"{named}, encoded twice", "encoded once", None
    again = [(encode(name), encode(value)) for name, value in pairs]
    cause = "double-encoded-query"
    yield canonical_query(again), cause, "encoded once", "encoded twice", None
    values = [(name, encode(value)) for name, value in pairs]
    yield canonical_query(values), cause, "encoded once", "values encoded twice", None
    for name, _ in pairs:
        one = [(n, encode(v)) if n == name else (n, v) for n, v in pairs]
        of_a_token = "token-altered" if is_token(name) else cause
        named = lenient_path(name)
        yield canonical_query(one), of_a_token, f"{named}, encoded once", "encoded twice", None


def _again(text: str) -> str:
    return encode(lenient_path(lenient_path(text)))


def _changed(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query with other values of what people change by hand."""
    for lifetime in _LIFETIMES:
        one = [(n, lifetime if n == "X-Amz-Expires" else v) for n, v in pairs]
        query = "&".join(
            [
                f"{n}={lifetime}" if lenient(n) == "X-Amz-Expires" else f"{n}={v}"
                for n, v in evidence.link.pairs
            ]
        )
        sent = f"X-Amz-Expires={evidence.signed.expires[:20]}"
        yield canonical_query(one), "parameter-changed", sent, f"X-Amz-Expires={lifetime}", query


def _lost(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query with what SDKs sign and may have been lost."""
    present = {name for name, _ in pairs}
    for name, value in _ADDED_BY_SDKS:
        if name not in present:
            pair = (encode(name), encode(value))
            query = evidence.link.query + f"&{pair[0]}={pair[1]}"
            shown = shown_pair(name, value)
            yield canonical_query([*pairs, pair]), "transport-damage", "nothing", shown, query
    if "X-Amz-Security-Token" in present:
        return
    empty = [*pairs, ("X-Amz-Security-Token", "")]
    signed = "an empty X-Amz-Security-Token"
    yield canonical_query(empty), "token-missing-or-surplus", "no token", signed, None


def _moved(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query with headers that were signed as parameters."""
    covered = evidence.signed.signed_headers
    sent = [
        (name, value.strip())
        for name, value in evidence.headers
        if name.startswith("x-amz-") and name not in covered and not is_token(name)
    ]
    present = {name.lower() for name, _ in pairs}
    more = [(name, value) for name, value in sent if name not in present]
    for titled in (False, True):
        moved = [(encode(_title(n) if titled else n), encode(v)) for n, v in more]
        if moved:
            how = "parameters of the URL"
            query = evidence.link.query + "&" + join_query(moved)
            yield canonical_query([*pairs, *moved]), "unsigned-amz-header", "headers", how, query


def _title(name: str) -> str:
    return "-".join([part.capitalize() for part in name.split("-")])
