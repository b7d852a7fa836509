"""What two verifiers say of one request, and the kinds of difference that are known.

A difference that is of no declared kind fails, and so does a kind that no request shows.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sigv4presign import VerificationError, Verifier

from .cases import Case
from .clients import Answer
from .wire import Wire

Q = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"
H = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"
A = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html"
C = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
E = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
B = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ErrorCodeBilling.html"
T = "https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html"
K = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html"

STORES = ("swift", "ceph", "rclone")

TAKEN = "taken"
# Refused without a word about the signature, or by the HTTP server: only that can be compared.
REFUSED = "refused"

# The request was genuine, and the object is not there.
_AFTERWARDS = ("NoSuchKey", "NoSuchBucket")
_OTHER_REASONS = (*("", "NotImplemented", "MethodNotAllowed", "InvalidBucketName", "MalformedXML"),)


def said(answer: Answer) -> str:
    """Return what *answer* says of the request: `TAKEN`, `REFUSED` or the code of a refusal."""
    if answer.status < 400 or answer.status == 404 or answer.code in _AFTERWARDS:
        return TAKEN
    return REFUSED if answer.code in _OTHER_REASONS else answer.code


class Judged(NamedTuple):
    """What our verifier says: `TAKEN` or the code, and the rule that is broken, if one is."""

    said: str
    rule: str = ""


def judged(
    wire: Wire, verifier: Verifier, access_key_id: str, secret: str, now: int | None = None
) -> Judged:
    """Return what *verifier* says of *wire*, the one key pair being known to it."""
    request = (wire.method, wire.target, wire.received())
    try:
        verifier.verify(*request, {access_key_id: secret}, body=wire.body, now=now)
    except VerificationError as error:
        return Judged(error.code, error.rule)
    return Judged(TAKEN)


def agree(ours: str, theirs: str) -> bool:
    return ours == theirs or (theirs == REFUSED and ours != TAKEN)


@dataclass(frozen=True)
class Kind:
    """One way in which stores and we differ.

    Attributes:
        name: what is particular about the request.
        rules: those that we find broken; the empty one where we take the request.
        ours: what we say.
        right: by AWS's documentation, ``ours``, ``theirs`` or ``not said``.
        why: the reason, as a sentence.
        source: AWS's page.
        swift: what it says; nothing where it agrees.
        ceph: likewise.
        rclone: likewise.
        tags: how the tags of the requests begin, where the rules do not tell them apart.
    """

    name: str
    rules: tuple[str, ...]
    ours: tuple[str, ...]
    right: str
    why: str
    source: str
    swift: tuple[str, ...] = ()
    ceph: tuple[str, ...] = ()
    rclone: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def theirs(self, store: str) -> tuple[str, ...]:
        return {"swift": self.swift, "ceph": self.ceph, "rclone": self.rclone}[store]

    def covers(self, store: str, case: Case, ours: Judged, theirs: str) -> bool:
        return (
            ours.rule in self.rules
            and ours.said in self.ours
            and theirs in self.theirs(store)
            and (not self.tags or case.tag.startswith(self.tags))
        )
