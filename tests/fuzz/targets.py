"""Any bytes in: either a proof, with which a naive implementation agrees, or a `VerificationError`.

Each target takes bytes, makes a request out of them, and raises if there is anything else than one
of the two. Every second input is signed anew after it was read, as a client with the secret could,
so that what lies behind the signature is reached, too.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from sigv4presign import (
    Claim,
    Credentials,
    Limits,
    SigningKey,
    VerificationError,
    Verified,
    Verifier,
    parse_post,
)
from sigv4presign.chunks import ChunkedBody
from sigv4presign.post_verification import SIGNATURE_FIELDS
from sigv4presign.signing import signature, signing_key
from sigv4presign.verification import parse_authorization, parse_presigned

from .naive import canonical_request, digits, query_of, string_to_sign

ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaD//+=="
NOW = 1440938160
SEPARATOR = "\x1f"
KEY = signing_key(SECRET, "20150830", "us-east-1", "s3")
SECRETS = {
    ID: (SECRET, Credentials(ID, SECRET, TOKEN)),
    "AKIDOTHER": SigningKey(KEY, "20150830", "us-east-1"),
    "AKIDPLAIN": SECRET,
}
DOORS = [
    Verifier("us-east-1"),
    Verifier(None, None),
    Verifier("us-east-1", hosts=["h", "*.s3.amazonaws.com"], methods=["GET"], strict_path=True),
    Verifier(head_with_get=True, host_header="x-forwarded-host", max_expires_in=3600),
    Verifier(revoked=lambda claim: claim.method == "PUT", limits=Limits(*[300] * 8)),
]
Request = tuple[str, str, list[tuple[str, str]]]


class WrongAnswerError(AssertionError):
    """The verifier proved what it should not, or read it otherwise."""


def request_of(data: bytes) -> Request:
    """Return method, target and headers, separated by U+001F in *data*."""
    try:
        text = data.decode("utf-8", "surrogatepass" if data[:1] > b"\x7f" else "strict")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    method, *rest = text.split(SEPARATOR)
    target, *pieces = rest or [""]
    return method, target, list(zip(pieces[::2], pieces[1::2], strict=False))


def outcome(call: Callable[[], Verified]) -> Verified | None:
    """Return the proof, or None for a refusal, of which all can be shown."""
    try:
        return call()
    except VerificationError as error:
        shown = f"{error}{error!r}{error.message}{error.details}{error.rule}{error.code}"
        if not error.rule or not str(error) or SECRET in shown or KEY.hex() in shown:
            raise WrongAnswerError(error) from error
        return None


def signed_anew(claim: Claim) -> str:
    key = signing_key(SECRET, claim.date, claim.region, claim.service)
    return signature(key, claim.string_to_sign)


def check(proof: Verified, method: str, target: str, headers: list[tuple[str, str]]) -> None:
    """Hold *proof* against what the naive implementation makes of the request."""
    if proof.service != "s3":
        return
    if target[:1] != "/":
        target = (
            "/"
            + target.partition("://")[2].partition("?")[0].partition("/")[2]
            + ("?" + target.partition("?")[2] if "?" in target else "")
        )
    said = dict(query_of(target))
    if proof.form == "query":
        scope = said["X-Amz-Credential"].split("%2F", 1)[1].replace("%2F", "/")
        amz_date, given = said["X-Amz-Date"], said["X-Amz-Signature"]
    else:
        header = next(value for name, value in headers if name.lower() == "authorization")
        scope = header.partition("Credential=")[2].partition(",")[0].strip(" \t").split("/", 1)[1]
        given = header.partition("Signature=")[2].partition(",")[0].strip(" \t")
        amz_date = ""
    own = [pair for pair in headers if pair[0].lower() != "host"] + [("host", proof.host)]
    names = list(proof.signed_headers)
    moments = [amz_date] if amz_date else [_amz_date(proof.signed_at)]
    methods = [method, "GET"] if method == "HEAD" else [method]
    for one in methods:
        request = canonical_request(one, target, own, names, proof.payload_hash)
        if digits(SECRET, scope, string_to_sign(moments[0], scope, request)) == given:
            break
    else:
        raise WrongAnswerError("the naive implementation finds another signature")
    if proof.path.encode("utf-8", "surrogateescape") != (
        unquote_to_bytes(target.partition("?")[0]) or b"/"
    ):
        raise WrongAnswerError("another path")


def _amz_date(seconds: int) -> str:
    import time

    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))


def fuzz_verify(data: bytes) -> None:
    """The whole of `Verifier.verify`, by one of several doors."""
    door = DOORS[data[0] % len(DOORS)] if data else DOORS[0]
    anew = bool(data[:1] and data[0] & 0x80)
    method, target, headers = request_of(data[1:])
    if anew:
        target, headers = _anew(method, target, headers)
    proof = outcome(lambda: door.verify(method, target, headers, SECRETS, now=NOW))
    if proof is not None and not door.host_header:
        check(proof, method, target, headers)


def _anew(method: str, target: str, headers: list) -> tuple[str, list]:
    try:
        if any(name.lower() == "authorization" for name, _ in headers):
            claim = parse_authorization(method, target, headers)
            new = signed_anew(claim)
            return target, [(n, v.replace(claim.signature, new)) for n, v in headers]
        claim = parse_presigned(method, target, headers)
        return target.replace(claim.signature, signed_anew(claim)), headers
    except VerificationError:
        return target, headers


def fuzz_parse(data: bytes) -> None:
    """Both parsers, and the proof by the rules of the signature alone."""
    method, target, headers = request_of(data)
    for parse in (parse_presigned, parse_authorization):
        proof = outcome(lambda parse=parse: parse(method, target, headers).verify(SECRET, now=NOW))
        if proof is not None:
            check(proof, method, target, headers)


def fuzz_post(data: bytes) -> None:
    """Forms, their policy signed anew."""
    _, _, pairs = request_of(b"\x1f\x1f" + data[1:])
    if data[:1] and data[0] & 0x80:
        try:
            claim = parse_post(pairs)
        except VerificationError:
            pass
        else:
            new = signed_anew(claim)
            pairs = [(n, new if n.lower() == "x-amz-signature" else v) for n, v in pairs]
    for door in (DOORS[0], DOORS[1], DOORS[4]):
        proof = outcome(
            lambda door=door: door.verify_post(
                pairs, SECRETS, bucket="bucket", file_size=5, file_name="a/b", now=NOW
            )
        )
        if proof is not None and (
            proof.bucket != "bucket" or any(name in SIGNATURE_FIELDS for name, _ in proof.fields)
        ):
            raise WrongAnswerError(proof)


KINDS = (
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
)


def fuzz_chunks(data: bytes) -> None:
    """Bodies in frames, fed whole and in pieces: the same comes of both."""
    kind = KINDS[data[0] % 3] if data else KINDS[0]
    step = (data[1] % 40 + 1) if len(data) > 1 else 1
    body = data[2:]
    whole, pieces = (
        _read(kind, [body]),
        _read(kind, [body[at : at + step] for at in range(0, len(body), step)]),
    )
    if (whole is None) != (pieces is None) or (whole is not None and whole != pieces):
        raise WrongAnswerError("how it is fed makes a difference")


def _read(kind: str, pieces: list[bytes]) -> tuple[str, tuple] | None:
    reader = ChunkedBody(
        kind,
        signing_key=None if "UNSIGNED" in kind else KEY,
        seed_signature="5" * 64,
        amz_date="20150830T123600Z",
        scope="20150830/us-east-1/s3/aws4_request",
        trailers=("x-amz-checksum-crc32",) if "TRAILER" in kind else (),
        decoded_length=6,
        max_chunk=100,
    )
    try:
        content = b"".join([reader.feed(piece) for piece in pieces]) + reader.close()
    except VerificationError as error:
        if not error.rule or SECRET in f"{error}{error!r}":
            raise WrongAnswerError(error) from error
        return None
    if len(content) != 6 or ("UNSIGNED" not in kind and content != b"abcdef"):
        raise WrongAnswerError(content)
    return hashlib.sha256(content).hexdigest(), reader.trailers


TARGETS = {
    "verify": fuzz_verify,
    "parse": fuzz_parse,
    "post": fuzz_post,
    "chunks": fuzz_chunks,
}
