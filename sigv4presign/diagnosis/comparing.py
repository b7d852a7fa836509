"""The store's canonical request against the one rebuilt from what was sent, part by part."""

import hashlib

from .alternatives.headers import header_cause
from .alternatives.hosts import host_cause
from .alternatives.methods import method_cause
from .alternatives.paths import path_cause
from .alternatives.payloads import payload_cause
from .findings import CERTAIN, LIKELY, found
from .link import lenient_path
from .rebuilding import Parts, is_token, rebuilt, stated_payload
from .showing import marked, printable, shown_line, shown_pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .evidence import Evidence
    from .findings import Finding

    Pairs = tuple[tuple[str, str], ...]

OURS = "sent"
THEIRS = "received"


def parts_of(canonical_request: str) -> "Parts | None":
    """Return the parts of a store's *canonical_request*; None if it is none."""
    lines = canonical_request.replace("\r\n", "\n").split("\n")
    if len(lines) < 6:
        return None
    # The headers end at an empty line; a paste may have lost it.
    names, payload = lines[-2], lines[-1]
    headers = [line.partition(":") for line in lines[3:-2] if line]
    pairs = [piece.partition("=") for piece in lines[2].split("&") if piece]
    return Parts(
        lines[0],
        lines[1],
        tuple([(name, value) for name, _, value in pairs]),
        tuple([(name, value) for name, _, value in headers]),
        names,
        payload,
    )


def received(evidence: "Evidence") -> "Parts | None":
    """Return the parts of the request as the store received it, if it says so."""
    if evidence.answer is None or not evidence.answer.canonical_request:
        return None
    return parts_of(evidence.answer.canonical_request)


def is_whole(canonical_request: str, string_to_sign: str) -> bool:
    """Return whether *string_to_sign* is of *canonical_request*; if not, the paste was damaged."""
    digest = hashlib.sha256(canonical_request.encode("utf-8", "surrogateescape")).digest().hex()
    return not string_to_sign or string_to_sign.strip().endswith(digest)


def comparison(evidence: "Evidence", theirs: Parts, confidence: str = LIKELY) -> "list[Finding]":
    """Return how what the store received, *theirs*, differs from what *evidence* says.

    Args:
        evidence: the request as it was to be sent.
        theirs: of the store's canonical request.
        confidence: of the findings; certain where the request is proven to be as it was signed.
    """
    ours = rebuilt(evidence)
    findings: list[Finding] = []
    for compare in (_methods, _paths, _queries, _headers, _payloads):
        findings += compare(evidence, ours, theirs, confidence)
    return findings


def _methods(
    evidence: "Evidence", ours: Parts, theirs: Parts, confidence: str
) -> "Iterator[Finding]":
    if evidence.method and ours.method != theirs.method:
        shown = marked(OURS, ours.method, THEIRS, printable(theirs.method))
        cause = method_cause(evidence, theirs.method)
        yield found(cause, f"the method differs:\n{shown}", confidence, f"send {ours.method}")


def _paths(
    evidence: "Evidence", ours: Parts, theirs: Parts, confidence: str
) -> "Iterator[Finding]":
    if ours.uri == theirs.uri:
        return
    cause = path_cause(evidence, theirs.uri) or "path-prefix-changed"
    if cause == "escape-table" and lenient_path(ours.uri) == lenient_path(theirs.uri):
        cause = "escapes-decoded-by-client"
    shown = marked(OURS, printable(ours.uri), THEIRS, printable(theirs.uri))
    yield found(cause, f"the path differs:\n{shown}", confidence)


def _queries(_: "Evidence", ours: Parts, theirs: Parts, confidence: str) -> "Iterator[Finding]":
    received = "&".join([f"{name}={value}" for name, value in theirs.pairs])
    if ours.query == received:
        return
    mine, other = sorted(ours.pairs), list(theirs.pairs)
    if mine == sorted(other):
        shown = marked(OURS, _names(mine), THEIRS, _names(other))
        cause = "query-canonicalisation"
        yield found(cause, f"the parameters are in another order:\n{shown}", confidence)
        return
    decoded = [(lenient_path(name), lenient_path(value)) for name, value in other]
    known = [(lenient_path(name), lenient_path(value)) for name, value in mine]
    if sorted(decoded) == sorted(known):
        changed = [pair for pair in other if pair not in mine]
        before = [pair for pair in mine if pair not in other]
        shown = marked(OURS, _pairs(before), THEIRS, _pairs(changed))
        text = f"the query's escapes differ:\n{shown}"
        yield found("escapes-decoded-by-client", text, confidence)
        return
    yield from _by_name(known, decoded, confidence)


def _names(pairs: "list[tuple[str, str]]") -> str:
    return printable("&".join([name for name, _ in pairs]))


def _pairs(pairs: "list[tuple[str, str]]") -> str:
    return "&".join([shown_pair(name, value) for name, value in pairs])


def _by_name(
    ours: "list[tuple[str, str]]",
    theirs: "list[tuple[str, str]]",
    confidence: str,
) -> "Iterator[Finding]":
    names, received = [name for name, _ in ours], [name for name, _ in theirs]
    added = [pair for pair in theirs if pair[0] not in names]
    lost = [pair for pair in ours if pair[0] not in received]
    if added and not (len(added) == 1 and is_token(added[0][0])):
        fix = f"remove {_names(added)} from the request"
        shown = f"received, and not among the parameters that were signed: {_pairs(added)}"
        yield found("parameters-added", shown, confidence, fix)
    elif added:
        yield found("token-altered", "a session token was received, and none sent", confidence)
    if lost:
        cause = "token-altered" if all(is_token(name) for name, _ in lost) else "transport-damage"
        yield found(cause, f"sent, and not received: {_pairs(lost)}", confidence)
    for name in dict.fromkeys(names):
        mine = [value for one, value in ours if one == name]
        other = [value for one, value in theirs if one == name]
        if other and sorted(mine) != sorted(other):
            yield _changed(name, mine, other, confidence)


def _changed(name: str, mine: "list[str]", other: "list[str]", confidence: str) -> "Finding":
    shown = marked(
        OURS,
        "&".join([shown_pair(name, value) for value in mine]),
        THEIRS,
        "&".join([shown_pair(name, value) for value in other]),
    )
    text = f"the parameter differs:\n{shown}"
    if len(mine) != len(other):
        return found("query-canonicalisation", text, confidence)
    one, two = mine[0], other[0]
    if is_token(name):
        return found("token-altered", f"the parameter {name} differs", confidence)
    if lenient_path(one) == two or one == lenient_path(two):
        return found("double-encoded-query", text, confidence)
    if one.replace("+", " ") == two.replace("+", " "):
        return found("plus-sign", text, confidence)
    return found("parameter-changed", text, confidence)


def _headers(
    evidence: "Evidence", ours: Parts, theirs: Parts, confidence: str
) -> "Iterator[Finding]":
    known = dict(ours.lines)
    received = dict(theirs.lines)
    for name in [*known, *[name for name in received if name not in known]]:
        mine, other = known.get(name), received.get(name, "")
        if mine is None:
            continue  # signed by the store's reading alone: SignedHeaders tells below
        if name == "host" or evidence.sent(name):
            if mine != other:
                yield _line(evidence, name, mine, other, confidence)
        elif not other and confidence != CERTAIN:
            # Where the request is proven, it was signed without a value.
            yield _absent(name)
    if ours.names != theirs.names and theirs.names:
        shown = marked(OURS, ours.names, THEIRS, printable(theirs.names))
        cause = "double-encoded-query" if "%" in theirs.names else "parameter-changed"
        yield found(cause, f"the signed headers differ:\n{shown}", confidence)


def _line(evidence: "Evidence", name: str, mine: str, other: str, confidence: str) -> "Finding":
    shown = marked(OURS, shown_line(name, mine), THEIRS, shown_line(name, other))
    text = f"a header differs:\n{shown}"
    if name == "host":
        return found(host_cause(evidence, other, mine), text, confidence)
    if not other:
        cause = header_cause(name, absent=True)
        cause = "header-dropped" if cause == "signed-header-missing" else cause
        return found(cause, text, confidence)
    fix = f"have it sent as it was signed: -H '{shown_line(name, mine)}'"
    return found(_line_cause(name, mine, other), text, confidence, fix)


def _absent(name: str) -> "Finding":
    text = f"signed, and not received: {printable(name)}"
    fix = f"send it with the value that was signed: -H '{printable(name)}: …'"
    return found(header_cause(name, absent=True), text, CERTAIN, fix)


def _line_cause(name: str, mine: str, other: str) -> str:
    if "".join(mine.split()) == "".join(other.split()):
        return "header-whitespace"
    if sorted(mine.split(",")) == sorted(other.replace(", ", ",").split(",")):
        return "header-order"
    return header_cause(name, absent=False)


def _payloads(
    evidence: "Evidence", ours: Parts, theirs: Parts, confidence: str
) -> "Iterator[Finding]":
    if ours.payload == theirs.payload:
        return
    of_a_body = evidence.signed.form == "header" or not evidence.is_s3
    if of_a_body and evidence.body is None and not stated_payload(evidence):
        return  # that nobody showed
    shown = marked(OURS, ours.payload, THEIRS, printable(theirs.payload))
    cause = payload_cause(theirs.payload, ours.payload)
    yield found(cause, f"the payload line differs:\n{shown}", confidence)
