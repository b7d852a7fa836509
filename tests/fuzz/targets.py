"""Any bytes in: either a proof, with which a naive implementation agrees, or a `VerificationError`.

Each target raises if there is anything else than one of the two. Inputs may ask to be signed anew
after they were read, as a client with the secret could, so that what lies behind the signature is
reached, too.
"""

import base64
import re

from sigv4presign import (
    Credentials,
    Limits,
    SignatureMismatchError,
    SigningKey,
    VerificationError,
    Verified,
    Verifier,
    parse_authorization,
    parse_post,
    parse_presigned,
)
from sigv4presign.post_verification import SIGNATURE_FIELDS
from sigv4presign.signing import signature, signing_key

from . import inputs, naive, naive_forms
from .bodies import fuzz_payload
from .checks import (
    ID,
    KEY,
    NOW,
    SECRET,
    TEMPORARY,
    TOKEN,
    TOKENS,
    Pairs,
    WrongAnswerError,
    answer,
    check_mismatch,
    check_proof,
    same,
)
from .seeds import links

SECRETS = {
    ID: (SECRET, Credentials(ID, SECRET, TOKEN)),
    "AKIDOTHER": SigningKey(KEY, "20150830", "us-east-1"),
    "AKIDPLAIN": SECRET,
    TEMPORARY.access_key_id: TEMPORARY,
}
SETTINGS: list[dict[str, object]] = [
    {"region": "us-east-1"},
    {"service": None},
    {"hosts": ["h", "*.s3.amazonaws.com"], "methods": ["GET"], "strict_path": True},
    {"head_with_get": True, "host_header": "x-forwarded-host", "max_expires_in": 3600},
    {"revoked": lambda claim: claim.method == "PUT", "limits": Limits(*[300] * 8)},
    {"service": ["s3", "s3express"], "required_headers": ["host", "content-type"]},
    {"hosts": {"h": "mine", "H.example:80": ""}, "region": ["us-east-1", "eu-west-1"]},
]
DOORS = [Verifier(**settings) for settings in SETTINGS]  # type: ignore[arg-type]
Kept = tuple[dict, dict, set]  # type: ignore[type-arg]
NOTHING: Kept = ({}, {}, set())
OFFSETS = (0, 0, 0, 0, 0, -901, -900, -1, 899, 900, 901, 3599, 3600, 604799, 604800, -NOW)
BODIES = (None, None, b"", b"x", b"x" * 100)
SIZES = (None, 0, 5, 2**40)


def fuzz_verify(data: bytes) -> None:
    """The whole of `Verifier.verify`, by one of several doors."""
    given = inputs.read(data)
    door = DOORS[given.door % len(DOORS)]
    method, url = given.texts[:2]
    body = BODIES[given.choice % len(BODIES)]
    now = NOW + OFFSETS[given.clock % len(OFFSETS)]
    url, headers = signed_anew(given, method, url, given.headers, body)
    unsaid = hidden(method, url, headers)

    def call() -> Verified:
        return door.verify(method, url, headers, SECRETS, body=body, now=now)

    said = []
    # A verifier that has seen nothing, this very request, or other genuine ones.
    for kept in (NOTHING, None, KEPT[given.door % len(DOORS)]):
        remember(door, kept)
        said.append(answer(call, unsaid))
    if not same(said[0], said[1]) or not same(said[0], said[2]):
        raise WrongAnswerError("what was seen before makes a difference", said)
    asked = [(name, value) for name, value in headers if name.lower() == door.host_header]
    if asked:
        headers = [pair for pair in headers if pair[0].lower() != "host"] + [("host", asked[0][1])]
    try:
        reading = naive.read(url, headers, body)
    except naive.UnreadableError as error:
        if isinstance(said[0], Verified):
            raise WrongAnswerError("proven, though unreadable", said) from error
        return
    if isinstance(said[0], Verified):
        check_proof(said[0], method, reading, now, head_with_get=door.head_with_get)
    elif isinstance(said[0], SignatureMismatchError):
        check_mismatch(said[0], reading, method)


def remember(door: Verifier, kept: Kept | None) -> None:
    """Let *door* have seen just what left *kept* behind; None leaves it as it is."""
    if kept is not None:
        memory = door.memory
        for now, before in zip((memory.keys, memory.hosts, memory.names), kept, strict=True):
            now.clear()
            now.update(before)  # type: ignore[arg-type]


def _kept(door: Verifier) -> Kept:
    for method, url, *rest in links():
        headers = list(zip(rest[::2], rest[1::2], strict=True))
        answer(lambda: door.verify(method, url, headers, SECRETS, now=NOW))  # noqa: B023
    return {**door.memory.keys}, {**door.memory.hosts}, {*door.memory.names}


KEPT = [_kept(door) for door in DOORS]


def signed_anew(
    given: inputs.Input, method: str, url: str, headers: Pairs, body: bytes | None
) -> tuple[str, Pairs]:
    """Return the URL and the headers with the signature that is right, if the input asks for it."""
    try:
        if given.flags & inputs.BY_OURS:
            in_headers = any([name.lower() == "authorization" for name, _ in headers])
            claim = (parse_authorization if in_headers else parse_presigned)(method, url, headers)
            key = signing_key(SECRET, claim.date, claim.region, claim.service)
            old, new = claim.signature, signature(key, claim.string_to_sign)
        elif given.flags & inputs.ANEW:
            reading = naive.read(url, headers, body)
            old, new = reading.given, reading.rights(SECRET, method)[-(given.choice % 2)]
        else:
            return url, headers
    except (VerificationError, naive.UnreadableError):
        return url, headers
    return (
        url.replace(f"Signature={old}", f"Signature={new}"),
        [(name, value.replace(f"Signature={old}", f"Signature={new}")) for name, value in headers],
    )


def hidden(method: str, url: str, headers: Pairs) -> list[str]:
    """Return the session token, if it stands only where a token belongs."""
    rest = [method]
    for piece in re.split("[?&]", url):
        rest += [] if piece.partition("=")[0].lower() in TOKENS else [piece]
    for name, value in headers:
        rest += [name] if name.lower() in TOKENS else [name, value]
    return [] if any(["EBYaD" in text for text in rest]) else [TOKEN]


def _fuzz_parser(parse: object, data: bytes) -> None:
    given = inputs.read(data)
    method, url = given.texts[:2]
    url, headers = signed_anew(given, method, url, given.headers, None)
    sent: Pairs | dict[str, str] = dict(headers) if given.choice & 1 else headers
    for_path = [None, True, False][given.door % 3]

    def proven() -> Verified:
        claim = parse(method, url, sent, normalize_path=for_path)  # type: ignore[operator]
        if claim != claim.sent_as(claim.method) or SECRET in repr(claim):
            raise WrongAnswerError("a claim is not what it says", claim)
        return claim.verify(SECRET, now=NOW)

    proof = answer(proven, hidden(method, url, headers))
    if isinstance(proof, Verified) and for_path is None:
        reading = naive.read(url, list(dict(sent).items()) if given.choice & 1 else headers)
        if reading.given not in reading.rights(SECRET, method) or reading.missing:
            raise WrongAnswerError("the naive implementation finds another signature", proof)


def fuzz_presigned(data: bytes) -> None:
    """`parse_presigned`, and the proof by the rules of the signature alone."""
    _fuzz_parser(parse_presigned, data)


def fuzz_authorization(data: bytes) -> None:
    """`parse_authorization`, likewise."""
    _fuzz_parser(parse_authorization, data)


def fuzz_post(data: bytes) -> None:
    """Forms; the first two texts are the file's name and the policy if that is to be encoded."""
    given = inputs.read(data)
    file_name = given.texts[0] or None
    now = NOW + OFFSETS[given.clock % len(OFFSETS)]
    size = SIZES[given.choice % len(SIZES)]
    fields = given.headers
    if given.flags & inputs.PLAIN_POLICY:
        raw = given.texts[1].encode("utf-8", "surrogatepass")
        policy = base64.b64encode(raw).decode()
        fields = [(n, policy if n.lower() == "policy" else v) for n, v in fields]
    fields = _signed_form(given, fields)
    door = DOORS[given.door % len(DOORS)]
    remember(door, NOTHING)
    said = answer(
        lambda: door.verify_post(
            fields, SECRETS, bucket="bucket", file_size=size, file_name=file_name, now=now
        ),
        _hidden_in_form(fields),
    )
    if isinstance(said, Verified):
        against = naive_forms.objections(fields, "bucket", size, file_name, now)
        against += [name for name, _ in said.fields if name in SIGNATURE_FIELDS]
        sent = {name.lower(): value for name, value in fields}
        scope = sent["x-amz-credential"].partition("/")[2]
        if naive_forms.right_signature(SECRET, scope, sent["policy"]) != sent["x-amz-signature"]:
            against.append("the signature")
        if against or said.bucket != "bucket" or said.expires_at <= now:
            raise WrongAnswerError(f"proven, though wrong by: {', '.join(against)}", said)


def _hidden_in_form(fields: Pairs) -> list[str]:
    rest: list[str] = []
    for name, value in fields:
        rest += [name] if name.lower() in TOKENS else [name, value]
        if name.lower() == "policy":
            rest.append(_policy(value).replace(f'"x-amz-security-token": "{TOKEN}"', ""))
    return [] if any(["EBYaD" in text for text in rest]) else [TOKEN]


def _policy(encoded: str) -> str:
    try:
        return base64.b64decode(encoded).decode()
    except ValueError:
        return ""  # nor does the verifier find a text in it


def _signed_form(given: inputs.Input, fields: Pairs) -> Pairs:
    if not given.flags & (inputs.ANEW | inputs.BY_OURS):
        return fields
    try:
        if given.flags & inputs.BY_OURS:
            claim = parse_post(fields)
            key = signing_key(SECRET, claim.date, claim.region, claim.service)
            new = signature(key, claim.string_to_sign)
        else:
            sent = {name.lower(): value for name, value in fields}
            _, *scope = sent["x-amz-credential"].split("/")
            new = naive_forms.right_signature(SECRET, "/".join(scope), sent["policy"])
    except (VerificationError, KeyError, UnicodeEncodeError):
        return fields
    return [(n, new if n.lower() == "x-amz-signature" else v) for n, v in fields]


TARGETS = {
    "presigned": fuzz_presigned,
    "authorization": fuzz_authorization,
    "verify": fuzz_verify,
    "post": fuzz_post,
    "payload": fuzz_payload,
}
