"""Which findings count, in the light of the answer's code and of what the secret proves."""

from .findings import CERTAIN, HINT, LIKELY, Finding, as_sure
from .lints import ORDER
from .saying.codes import AFTER_THE_SIGNATURE, CODES, MISMATCH, MISMATCH_CODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .evidence import Evidence

# Refused though the signature is genuine, with the secret at hand to prove that it is.
DESPITE_A_GENUINE = frozenset(
    [
        "expired",
        "clock-skew",
        "bad-expires",
        "bad-scope-or-date",
        "token-expired",
        "token-missing-or-surplus",
        "global-sts-token",
        "wrong-region",
        "wrong-service",
        "redirected-to-region",
        "fips-region",
        "needs-sigv4a",
        "express-without-session",
        "store-quirk",
        "endpoint-misconfigured",
        "unsigned-amz-header",
        "two-auth-mechanisms",
        "chunked-transfer",
        "chunked-signing-unsupported",
        "empty-body-checksum",
        "unknown-parameter-rejected",
        "payload-hash-differs",
        "denied-by-policy",
        "object-missing",
        "bucket-missing",
        "post-uncovered-field",
        "post-condition-failed",
        "post-field-order",
        "post-wrong-request",
        "post-policy-expired",
        "post-size-out-of-range",
    ]
)
# What happens to a request that is genuine when it leaves.
ON_THE_WAY = frozenset(
    [
        "dot-segments-removed",
        "slashes-collapsed",
        "plus-sign",
        "hop-header-signed",
        "header-dropped",
        "content-type-changed",
        "header-whitespace",
        "header-order",
        "content-length-changed",
        "key-not-escaped",
        "signed-header-missing",
    ]
)


def weighed(
    evidence: "Evidence", lints: "Sequence[Finding]", genuine: "bool | None", *, explained: bool
) -> "list[Finding]":
    """Return *lints* with the confidence that they have beside everything else.

    Args:
        evidence: the request and the answer.
        lints: from `lints`.
        genuine: whether the secret proves the signature; None without one.
        explained: whether the secret proves what was signed instead.
    """
    code = evidence.code
    meant = CODES.get(code)
    kept: list[Finding] = []
    for finding in lints:
        if genuine and finding.cause not in DESPITE_A_GENUINE:
            mended = finding.cause == "transport-damage" and bool(evidence.repairs)
            if not mended and not _after(code, finding) and not _on_the_way(code, finding):
                continue
        confidence = finding.confidence
        if meant is not None:
            fits = finding.cause in meant
            if confidence == HINT and fits and not _is_excused(evidence, finding, genuine):
                confidence = LIKELY
            elif not fits:
                confidence = HINT
        if explained and finding.cause in MISMATCH:
            confidence = HINT
        kept.append(as_sure(finding, confidence))
    return kept


def _after(code: str, finding: Finding) -> bool:
    """Return whether *finding* is what a store with a genuine request for another object means."""
    return code in AFTER_THE_SIGNATURE and finding.cause in CODES[code]


def _on_the_way(code: str, finding: Finding) -> bool:
    return code in MISMATCH_CODES and finding.cause in ON_THE_WAY


def _is_excused(evidence: "Evidence", finding: Finding, genuine: "bool | None") -> bool:
    """Return whether the hint stays one: what it names cannot be what the code means here."""
    if finding.cause == "expired":
        return True  # by this machine's clock, long after
    return bool(genuine) and evidence.code in MISMATCH_CODES and finding.cause not in ON_THE_WAY


# Stores answer these before they look at a signature.
_BEFORE = frozenset(
    ["bad-expires", "bad-scope-or-date", "double-encoded-query", "sigv2-url", "two-auth-mechanisms"]
)


def ranked(facts: "Sequence[Finding]", guesses: "Sequence[Finding]", code: str) -> "list[Finding]":
    """Return the findings, each cause once, the surest first.

    Args:
        facts: what was proven, and in what two requests differ, in the order of their parts.
        guesses: what the answer and the request make likely; among those the code decides.
        code: the answer's.
    """
    meant = CODES.get(code, ())
    best: dict[str, Finding] = {}
    stage: dict[str, int] = {}
    for finding in (*facts, *guesses):
        known = best.get(finding.cause)
        if known is None:
            best[finding.cause] = finding
            stage[finding.cause] = 1 if finding in facts else 2
            if finding.cause in _BEFORE and finding.confidence == CERTAIN:
                stage[finding.cause] = 0
        elif ORDER.index(finding.confidence) < ORDER.index(known.confidence):
            best[finding.cause] = _joined(finding, known)
        else:
            best[finding.cause] = _joined(known, finding)
    places = {cause: index for index, cause in enumerate(best)}

    def place(finding: Finding) -> tuple[int, int, int, int]:
        cause = finding.cause
        prior = meant.index(cause) if cause in meant and finding.confidence != CERTAIN else 0
        if meant and cause not in meant:
            prior = len(meant)
        return ORDER.index(finding.confidence), stage[cause], prior, places[cause]

    ordered = sorted(best.values(), key=place)
    if len(ordered) > 1 and ordered[0].confidence != HINT:
        # What is left when nothing else fits is no more than a hint when something does.
        ordered[1:] = [_beside(finding) for finding in ordered[1:]]
    return sorted(ordered, key=lambda one: ORDER.index(one.confidence))


_LAST_RESORTS = frozenset(
    ["object-missing", "bucket-missing", "denied-by-policy", "wrong-key-pair", "secret-damaged"]
)


def _beside(finding: Finding) -> Finding:
    last = finding.cause in _LAST_RESORTS and finding.confidence == LIKELY
    return as_sure(finding, HINT) if last else finding


def _joined(one: Finding, other: Finding) -> Finding:
    if one.url is not None or other.url is None:
        return one
    return Finding(one.cause, one.title, one.evidence, one.fix, one.confidence, other.url)
