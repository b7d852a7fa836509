"""`diagnose`: the whole way from a refused request to the reason."""

from .._checks import as_pairs, shown
from ..errors import InvalidRequestError
from ..signing import ALGORITHM
from .comparing import comparison, received
from .diagnosis import Diagnosis
from .findings import CERTAIN, LIKELY
from .gathering import gather
from .lints import lints
from .policy_proving import prove_policy
from .proving import Proof, prove, prove_received
from .saying.answers import answers
from .searching import Budget
from .weighing import ranked, weighed
from .wondering import needs, notes, suspects, unproven

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .._checks import Headers, Moment
    from .evidence import Evidence
    from .rebuilding import Parts

# Most that can be true are among the first few thousand; all are a few hundred thousand.
TRIES = 300_000
SECONDS = 2.0


def diagnose(
    method: "str | None",
    url: str,
    *,
    headers: "Headers" = (),
    response: object = None,
    secret_access_key: "str | None" = None,
    now: "Moment | None" = None,
    body: "bytes | str | None" = None,
    fields: "Headers | None" = None,
    other_secrets: "Mapping[str, str] | Iterable[tuple[str, str]]" = (),
    hosts: "Iterable[str]" = (),
    regions: "Iterable[str]" = (),
    tries: int = TRIES,
    seconds: float = SECONDS,
) -> Diagnosis:
    """Return why a signed request is refused, or would be; without I/O.

    Everything but the URL may be left out; `Diagnosis.needs` says what would tell more. The causes
    are those of ``docs/causes.md``.

    Args:
        method: as it was sent; None if unknown.
        url: as it was sent. Or any text that holds the request: a raw HTTP request, a ``curl``
            command line, what ``curl -v`` printed, a HAR entry; see `read_request`.
        headers: as they were sent, or as the store received them, all of them, ``Host`` too if it
            is not that of the URL. None given means that they are not known.
        response: what the store answered: its body as str or bytes, or an object with ``status``,
            ``headers`` and ``body``.
        secret_access_key: what should belong to the access key id. With it the signature is
            proven, or it is found out what was signed. It is in nothing that comes back.
        now: when it was sent, Unix seconds or an aware datetime; None takes the store's time out
            of the response, or else reads the clock.
        body: that was sent.
        fields: of an upload form, pairs in their order; the file, if it is among them, by the
            name ``file`` and with any text.
        other_secrets: secrets by access key id with which the secret may be mixed up.
        hosts: further names that the store may go by, with their port.
        regions: where the store may be.
        tries: how many hypotheses on what was signed are tried.
        seconds: how long that may take, about.

    Raises:
        InvalidRequestError: there is no request in *url*, or an argument is not what it should be.
    """
    evidence = gather(method, url, headers, response, body, fields, now, hosts, regions)
    secret = _checked(secret_access_key)
    budget = Budget(*_limits(tries, seconds))
    theirs = received(evidence)
    proof = _proof(evidence, theirs, secret, _others(other_secrets), budget)
    genuine = None if proof is None else proof.genuine
    facts = list(proof.findings) if proof is not None else []
    if theirs is not None and not any(one.confidence == CERTAIN for one in facts):
        facts += comparison(evidence, theirs, CERTAIN if genuine else LIKELY)
    explained = bool(facts) and not genuine
    guesses = answers(evidence)
    if secret is not None and genuine is False and not facts:
        guesses += unproven(evidence, secret)
    seen = _as_received(evidence, theirs)
    guesses += weighed(seen, lints(seen), genuine, explained=explained)
    guesses += suspects(evidence, theirs, genuine, explained=explained)
    findings = tuple(ranked(facts, guesses, evidence.code))
    noted = notes(evidence, theirs)
    wanted = needs(evidence, findings, genuine)
    return Diagnosis(findings, genuine, wanted, noted, budget.tried)


def _checked(secret: object) -> "str | None":
    if secret is None:
        return None
    if not isinstance(secret, str):
        raise InvalidRequestError(
            f"secret_access_key is of type {type(secret).__name__}; it must be a str"
        )
    if len(secret) > 4096:
        raise InvalidRequestError("secret_access_key has more than 4096 characters")
    return secret


def _limits(tries: object, seconds: object) -> "tuple[int, float]":
    if not isinstance(tries, int) or not isinstance(seconds, (int, float)):
        raise InvalidRequestError(f"tries is {shown(tries)}, seconds {shown(seconds)}: no numbers")
    return tries, seconds


def _others(given: "Mapping[str, str] | Iterable[tuple[str, str]]") -> "list[tuple[str, str]]":
    pairs: list[tuple[str, str]] = []
    for name, secret in as_pairs(given, "other_secrets"):
        if not isinstance(name, str) or not isinstance(secret, str):
            raise InvalidRequestError("other_secrets must be secrets by access key id, both str")
        pairs.append((name, secret))
    return pairs[:100]


def _as_received(evidence: "Evidence", theirs: "Parts | None") -> "Evidence":
    """Return *evidence* with the headers of which the store tells and nobody else did."""
    if theirs is None or evidence.knows_headers:
        return evidence
    more = [(name, value) for name, value in theirs.lines if value and name != "host"]
    return evidence.with_headers([pair for pair in more if not evidence.sent(pair[0])])


def _proof(
    evidence: "Evidence",
    theirs: "Parts | None",
    secret: "str | None",
    others: "Iterable[tuple[str, str]]",
    budget: Budget,
) -> "Proof | None":
    """Return what the secret proves; None without one, or where it can prove nothing."""
    signed = evidence.signed
    if secret is None or signed.algorithm[:16] != ALGORITHM or signed.form == "v2":
        return None
    if signed.form == "post":
        return prove_policy(evidence, secret, others, budget)
    evidence = _as_received(evidence, theirs)
    proof = prove(evidence, secret, others, budget)
    if theirs is not None and not proof.genuine and not proof.findings:
        proof = prove_received(evidence, theirs, secret, others, Budget(20_000, 1.0))
        if proof.genuine:
            # What the store received is what was signed, and yet it refused.
            return Proof(False, (), proof.tried)
    return proof
