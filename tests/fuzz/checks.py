"""What every answer of the verifier must be, be it a proof or a refusal."""

import time
from collections.abc import Callable, Iterable
from typing import ClassVar
from xml.etree import ElementTree as ET

from sigv4presign import Credentials, SignatureMismatchError, VerificationError, Verified
from sigv4presign.s3.answers import error_document
from sigv4presign.signing import signing_key

from . import naive

ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaD//+=="
NOW = 1440938160
KEY = signing_key(SECRET, "20150830", "us-east-1", "s3")
TEMPORARY = Credentials("AKIDTEMPORARY", SECRET, TOKEN)

TOKENS = ("x-amz-security-token", "x-amz-s3session-token")
MAPPED = {"h": "mine"}  # by one of the doors
Answer = Verified | VerificationError
Pairs = list[tuple[str, str]]


class WrongAnswerError(AssertionError):
    """The verifier proved what it should not, or said what it should not: what, and of what."""


class SlowError(AssertionError):
    """The verifier took longer than `Tally.limit`: to say what, and how long."""


class Tally:
    """How long an answer may take, in seconds of CPU, without a limit in the tests; how many there
    were, how many of them were proofs, and which rules the others named.
    """

    limit = float("inf")
    answers = proofs = 0
    rules: ClassVar[set[str]] = set()


def answer(call: Callable[[], Verified], unsaid: Iterable[str] = ()) -> Answer:
    """Return the proof or the refusal; a refusal says nothing of what is secret or *unsaid*."""
    began = time.thread_time()
    try:
        given: Answer = call()
    except VerificationError as error:
        given = error.with_traceback(None)
        Tally.rules.add(error.rule)
    took = time.thread_time() - began
    Tally.answers += 1
    if took > Tally.limit:
        raise SlowError(getattr(given, "rule", "a proof"), took)
    if isinstance(given, VerificationError):
        _check_refusal(given, [SECRET, KEY.hex(), *unsaid])
    elif type(given) is not Verified:
        raise WrongAnswerError("neither a proof nor a refusal", type(given))
    else:
        Tally.proofs += 1
    return given


def _check_refusal(error: VerificationError, unsaid: list[str]) -> None:
    details = [text for pair in error.details for text in pair]
    to_log = [error.rule, str(error), repr(error)]
    if not error.rule or not str(error) or not error.message or not 400 <= error.status < 500:
        raise WrongAnswerError("a refusal says too little", error)
    ET.fromstring(error_document(error, details=True, resource=str(error)))
    for text in to_log:
        if not text.isprintable():
            raise WrongAnswerError(f"what {error.rule} tells a log is not printable", text[:200])
    shown = "\n".join([error.code, error.message, *details, *to_log])
    for secret in unsaid:
        if secret in shown:
            raise WrongAnswerError(f"{error.rule} shows a secret", secret)


def same(one: Answer, other: Answer) -> bool:
    """Return whether two answers are the same, word for word."""
    if isinstance(one, Verified) or isinstance(other, Verified):
        return one == other and type(one) is type(other)
    return _all_of(one) == _all_of(other)


def _all_of(error: VerificationError) -> tuple[object, ...]:
    words = (error.rule, error.code, error.status, error.message, error.details)
    return (type(error), *words, str(error), repr(error))


def check_proof(
    proof: Verified, method: str, reading: naive.Reading, now: int, *, head_with_get: bool
) -> None:
    """Hold *proof* of a request against what the naive implementation made of it."""
    methods = [method, "GET"] if head_with_get and method == "HEAD" else [method]
    tokens = {ID: [TOKEN, ""], TEMPORARY.access_key_id: [TOKEN]}.get(proof.access_key_id, [""])
    lines = [line.partition(":") for line in reading.request.split("\n")[2:-3]]
    headers = tuple((name, value) for name, _, value in lines if name not in TOKENS)
    held = {
        "signature": reading.given in reading.rights(SECRET, *methods),
        "headers sent": not reading.missing,
        "form": proof.form == reading.form,
        "who": (proof.access_key_id, proof.region, proof.service)
        == (reading.access_key_id, reading.region, reading.service),
        "token": reading.token in tokens,
        "method": proof.method == method and method.isascii(),
        "host": proof.host == reading.host,
        "path": proof.path.encode("utf-8", "surrogateescape") == reading.path,
        "query": [tuple(part.encode("utf-8", "surrogateescape") for part in pair)
                  for pair in proof.query] == reading.query,
        "headers": proof.headers == headers,
        "signed headers": list(proof.signed_headers) == reading.names,
        "unsigned headers": not [
            name for name in reading.unsigned
            if name.replace("_", "-")[:6] == "x-amz-" and name != "x-amz-content-sha256"
        ],
        "payload": proof.payload_hash == reading.payload,
        "moment": naive.amz_date(proof.signed_at) == reading.amz_date,
        "time": now < proof.expires_at and proof.signed_at <= now + 900,
        "life": proof.form == "header" or proof.expires_at - proof.signed_at == reading.lifetime,
        "place": _place(proof),
    }  # fmt: skip
    wrong = [name for name, holds in held.items() if not holds]
    if wrong:
        raise WrongAnswerError(f"proven, though wrong by: {', '.join(wrong)}", proof)


def _place(proof: Verified) -> bool:
    if proof.service not in naive.S3:
        return (proof.bucket, proof.key) == ("", "")
    bucket = MAPPED.get(proof.host, proof.host[: len(proof.bucket)])
    in_host = proof.bucket == bucket and proof.path == f"/{proof.key}"
    in_path = f"{proof.path}/".startswith(f"/{proof.bucket}/{proof.key}")
    return in_host or in_path


def check_mismatch(error: SignatureMismatchError, reading: naive.Reading, method: str) -> None:
    """See that what is said not to match does not, and that what would match is in no attribute."""
    rights = reading.rights(SECRET, method)
    if reading.given in rights and not reading.missing:
        raise WrongAnswerError("refused, though its signature is right", error)
    if any([right in f"{vars(error)}{error.args}" for right in rights if right != reading.given]):
        raise WrongAnswerError("the right signature is in the refusal", error)
