"""What is left when nothing names the cause: suspects, and what would tell more."""

import re

from .._request import split_url
from ..errors import InvalidRequestError
from .alternatives.headers import HOP, header_cause
from .comparing import comparison, is_whole
from .findings import CERTAIN, HINT, LIKELY, found
from .rebuilding import canonical_path
from .regions import place_of
from .saying.codes import MISMATCH_CODES
from .showing import printable, without_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .evidence import Evidence
    from .findings import Finding
    from .rebuilding import Parts


def suspects(
    evidence: "Evidence", theirs: "Parts | None", genuine: "bool | None", *, explained: bool
) -> "list[Finding]":
    """Return what is left where the bytes do not fit and nothing says why."""
    if explained or evidence.code not in MISMATCH_CODES:
        return []
    if evidence.signed.form not in ("query", "header", "post"):
        return []
    if theirs is not None and not comparison(evidence, theirs):
        return list(_with_equal_requests(genuine))
    return list(_of_a_genuine(evidence)) if genuine else []


def _with_equal_requests(genuine: "bool | None") -> "Iterator[Finding]":
    equal = "the store's canonical request is the one that was sent"
    if genuine:
        text = f"{equal}, and signed with this secret: the store has another one for this id"
        yield found("wrong-key-pair", text, LIKELY)
    elif genuine is None:
        text = f"{equal}, so that the key must be another one: a damaged secret, or a wrong one"
        yield found("secret-damaged", text, LIKELY)
        yield found("wrong-key-pair", text, LIKELY)


def _of_a_genuine(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield what may have happened on the way to a request that is genuine as it was given."""
    text = "as given, the request is genuine, so the store received another one"
    path = evidence.link.path
    if evidence.is_s3 and canonical_path(path, evidence.signed.service) != path:
        yield found("escapes-decoded-by-client", _SPELLED + text, LIKELY)
        return
    if any(raw != "%2F" and raw in evidence.link.query for raw in ("/", ":", "@", "'", "(", "!")):
        yield found("escapes-decoded-by-client", _SPELLED + text, LIKELY)
        return
    expires = evidence.signed.expires
    if evidence.signed.form == "query" and not re.match(r"(?:0|[1-9][0-9]*)\Z", expires):
        # MinIO reads a fraction, or 007, and signs the whole number that it made of it.
        shown = f"X-Amz-Expires={printable(expires[:40])} is not as a number is written"
        yield found("bad-expires", f"{shown};\n{text}", LIKELY)
        return
    if place_of(evidence.host, path).store != "aws":
        yield found("host-rewritten", f"{text}; a proxy that changes Host is likely", LIKELY)
        yield found("wrong-key-pair", f"{text}, or has another secret for this id", HINT)
    else:
        yield found("wrong-key-pair", f"{text}, or has another secret for this id", HINT)


_SPELLED = "the URL is not in the canonical spelling, which some stores sign as it comes;\n"


def unproven(evidence: "Evidence", secret: str) -> "list[Finding]":
    """Return what is likely where the secret makes no signature that is near the one sent."""
    signed = evidence.signed
    sent = {name for name, _ in evidence.headers} | {"host"}
    if not set(signed.signed_headers) <= sent:
        return []  # they may hold anything
    if len(signed.signature) != 64 or signed.signature.strip("0123456789abcdefABCDEF"):
        return []
    if evidence.answer is not None and evidence.code not in MISMATCH_CODES | {""}:
        return []
    if re.match(r"A(?:KIA|SIA)[A-Z2-7]{12}", signed.access_key_id):
        odd = _odd_for_aws(secret)
        if odd:
            return [found("secret-damaged", f"the secret {odd}; AWS issues no such one", LIKELY)]
    text = "nothing near this request makes this signature with this secret: "
    for name in sorted(signed.signed_headers, key=_changeable):
        if name not in _STEADY:
            cause = header_cause(name, absent=False)
            shown = f"{text}the signed header {printable(name)} may have had any value"
            return [found(cause, shown, LIKELY), found("wrong-key-pair", text + _ANOTHER, HINT)]
    return [found("wrong-key-pair", text + _ANOTHER, LIKELY)]


_ANOTHER = "another one made it, or more was changed than was tried"
# Every signer makes them for itself, so nobody sends another value.
_STEADY = frozenset(
    [
        "host",
        "date",
        "x-amz-date",
        "x-amz-content-sha256",
        "x-amz-security-token",
        "x-amz-s3session-token",
    ]
)


def _changeable(name: str) -> int:
    """Return a small number for a header that clients and proxies change by themselves."""
    if name in ("content-type", "content-length"):
        return 0
    return 1 if name in HOP else 2


def _odd_for_aws(secret: str) -> str:
    if len(secret) != 40:
        return f"has {len(secret)} characters, not 40"
    if secret.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"):
        return "has characters that are not of base64"
    return "has letters of one case only" if secret in (secret.lower(), secret.upper()) else ""


def notes(evidence: "Evidence", theirs: "Parts | None") -> "tuple[str, ...]":
    """Return what else is to be known of the answer."""
    answer = evidence.answer
    if answer is None:
        return ()
    said = [sentence for _, sentence in answer.notes]
    if theirs is not None and not is_whole(answer.canonical_request, answer.string_to_sign):
        said.append(
            "the answer's CanonicalRequest is not the one of its StringToSign: the paste is "
            "damaged; the elements CanonicalRequestBytes and StringToSignBytes survive pasting"
        )
    provided = answer.signature_provided.strip()
    if provided and evidence.signed.signature and provided != evidence.signed.signature:
        said.append("the answer is to another request: its SignatureProvided is not this one's")
    about = answer.access_key_id
    if about and evidence.signed.access_key_id not in ("", about):
        said.append("the answer is about another access key")
    if answer.status is not None and 200 <= answer.status < 300:
        said.append(f"the store answered {answer.status}, which is no refusal")
    try:
        split_url(evidence.link.text)
    except InvalidRequestError as error:
        said.append(without_secrets(str(error)))
    return tuple(said)


def needs(
    evidence: "Evidence", findings: "Sequence[Finding]", genuine: "bool | None"
) -> "tuple[str, ...]":
    """Return what would tell more; nothing where the cause is certain."""
    if findings and findings[0].confidence == CERTAIN:
        return ()
    if genuine and evidence.answer is None and not findings:
        return ()
    wanted: list[str] = []
    signed = evidence.signed
    if genuine is None and signed.form in ("query", "header", "post"):
        if signed.algorithm.startswith("AWS4-ECDSA"):
            wanted.append("SigV4A cannot be proven here: its signatures differ each time")
        else:
            wanted.append("secret_access_key: it proves the signature, or finds what was signed")
    if evidence.answer is None:
        wanted.append("response: the status, headers and body that the store answered")
    elif evidence.code in MISMATCH_CODES and not evidence.answer.canonical_request:
        wanted.append("the CanonicalRequest of the store's answer or log, if it prints one")
    if not evidence.knows_headers:
        wanted.append("headers: all that were sent, as curl -v prints them; Host above all")
    if not evidence.method:
        wanted.append("method: with which it was sent")
    if genuine is False and not findings:
        wanted.append("hosts: other names of the store, behind a proxy; other_secrets; regions")
    return tuple(wanted)
