"""What the secret proves: that a request is genuine, or what was signed instead."""

from .._value import Value
from ..canonical import UNSIGNED_PAYLOAD
from .alternatives.space import space_of
from .findings import CERTAIN, HINT, LIKELY, as_sure, found
from .rebuilding import canonical_path
from .regions import place_of
from .saying.codes import MISMATCH_CODES
from .saying.words import is_of_s3
from .searching import Budget, Choice, Key, Space
from .showing import marked, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .evidence import Evidence
    from .findings import Finding
    from .rebuilding import Parts


class Proof(Value):
    """What the search came to.

    Attributes:
        genuine: whether the request is as it was signed, with the secret as it was given.
        findings: in what it differs from what was signed, each proven; empty if nothing was found.
        tried: how many hypotheses were tried.
    """

    __slots__ = _fields = ("genuine", "findings", "tried")

    genuine: bool
    findings: "tuple[Finding, ...]"
    tried: int

    def __init__(self, genuine: bool, findings: "tuple[Finding, ...]", tried: int) -> None:
        self._fill(genuine, findings, tried)


def prove(
    evidence: "Evidence", secret: str, others: "Iterable[tuple[str, str]]", budget: Budget
) -> Proof:
    """Return what was signed, compared with what was sent.

    Args:
        evidence: the request, in the form of a URL or of headers.
        secret: the secret access key.
        others: further pairs of an access key id and a secret, with which it may be mixed up.
        budget: how long to search.
    """
    space = space_of(evidence, secret, others)
    return _proof(space.search(evidence.signed.signature, budget), evidence, budget)


def prove_received(
    evidence: "Evidence",
    parts: "Parts",
    secret: str,
    others: "Iterable[tuple[str, str]]",
    budget: Budget,
) -> Proof:
    """Return the same for *parts*, the request as the store received it; only the key varies."""
    keys = space_of(evidence, secret, others).dimensions[-1].between(0, 2000)
    received = "&".join([f"{name}={value}" for name, value in parts.pairs])
    texts = (parts.method, parts.uri, received, parts.headers, parts.payload)
    space = Space([*[[Choice(text)] for text in texts], keys])
    return _proof(space.search(evidence.signed.signature, budget), evidence, budget)


def _proof(choices: "tuple[Choice, ...] | None", evidence: "Evidence", budget: Budget) -> Proof:
    if choices is None:
        return Proof(False, (), budget.tried)
    if not evidence.method:
        # Nobody said which; the signature does.
        choices = tuple([choice for choice in choices if choice.cause != "method-changed"])
    if choices and not evidence.knows_headers and all(map(_is_of_a_header, choices)):
        # Nobody said what was sent: with these headers it is genuine.
        sure = LIKELY if evidence.code in MISMATCH_CODES else HINT
        needed = [as_sure(_finding(choice), sure) for choice in choices]
        return Proof(True, tuple(needed), budget.tried)
    if choices and _are_rules_of_s3(choices, evidence):
        # The service's name is wrong, and nothing else is.
        return Proof(True, (), budget.tried)
    if [choice.cause for choice in choices] == ["iot-token-signed"] and not _is_iot(evidence):
        # A service of somebody else's may want it so.
        return Proof(True, (as_sure(_finding(choices[0]), HINT),), budget.tried)
    if any(choice.cause == "addressing-style" for choice in choices):
        # The bucket moved: host and path are one difference.
        choices = tuple([_moved(choice) for choice in choices])
    findings = tuple([_finding(choice) for choice in choices])
    once = {one.cause: one for one in reversed(findings)}
    return Proof(not findings, tuple(list(once.values())[::-1]), budget.tried)


def _are_rules_of_s3(choices: "tuple[Choice, ...]", evidence: "Evidence") -> bool:
    """Return whether it was signed as S3 has it, for an S3, and just named for another service."""
    signed = evidence.signed
    place = place_of(evidence.host, evidence.link.path)
    at_s3 = is_of_s3(evidence.answer) or place.service == "s3"
    rules = (UNSIGNED_PAYLOAD, canonical_path(evidence.link.path, "s3"))
    alike = all([choice.value in rules for choice in choices])
    return signed.form == "query" and not evidence.is_s3 and at_s3 and alike


def _is_iot(evidence: "Evidence") -> bool:
    return ".iot." in evidence.host and evidence.host.endswith((".amazonaws.com", ".com.cn"))


def _is_of_a_header(choice: Choice) -> bool:
    name, colon, _ = choice.sent.partition(":")
    return bool(colon) and name != "host" and choice.cause in _UNTOLD


_UNTOLD = frozenset(
    [
        "content-type-changed",
        "signed-header-missing",
        "content-length-changed",
        "hop-header-signed",
        "header-dropped",
        "payload-hash-differs",
    ]
)


def _moved(choice: Choice) -> Choice:
    if choice.cause not in ("host-rewritten", "path-prefix-changed"):
        return choice
    return Choice(choice.value, "addressing-style", choice.sent, choice.signed, choice.url)


def _finding(choice: Choice) -> "Finding":
    if isinstance(choice.value, Key):
        made = "the secret, " if choice.cause == "secret-damaged" else ""
        text = f"proven: the signature was made with {made}{choice.signed}, not with {choice.sent}"
        return found(choice.cause, text, CERTAIN)
    shown = marked("sent", choice.sent, "signed", choice.signed)
    return found(choice.cause, f"proven:\n{shown}", CERTAIN, _fix(choice), choice.url)


def _fix(choice: Choice) -> str:
    if choice.cause == "method-changed":
        return (
            f"send {choice.signed}: curl -X {choice.signed}; requests.{choice.signed.lower()}(url)"
        )
    name, colon, value = choice.signed.partition(":")
    if colon and name == "host":
        return f"have the Host {value!r} reach the store, or sign for {choice.sent[5:]!r}"
    if colon and choice.cause != "host-rewritten" and name.replace("-", "").isalnum():
        quoted = printable(value).replace("'", "'\\''")
        return f"send it as it was signed: -H '{name}: {quoted}'"
    return ""
