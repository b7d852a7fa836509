"""Lints on session tokens and key ids."""

import re

from ..findings import HINT, LIKELY, found
from ..link import lenient
from ..rebuilding import TOKEN_OUTSIDE, is_token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from ..findings import Finding

_ESCAPED = re.compile(r"%(?:2[BF]|3D|25)", re.IGNORECASE)
_AWS_ID = re.compile(r"^A(?:KIA|SIA)[A-Z2-7]{12,}")
_LIKE_A_SECRET = re.compile(r"^[A-Za-z0-9+/]{40}$")


def tokens(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield where token and key id do not fit together, or the token is damaged."""
    signed = evidence.signed
    if signed.form not in ("query", "header", "post"):
        return
    yield from _belongs(evidence)
    yield from _spelling(evidence)
    if signed.algorithm.startswith("AWS4-ECDSA") and signed.token:
        shown = "signed with SigV4A, and with a session token"
        yield found("global-sts-token", shown, HINT)
    names = [lenient(name) for name, _ in evidence.link.pairs]
    if signed.service in TOKEN_OUTSIDE and "X-Amz-Security-Token" in names:
        last = names.index("X-Amz-Signature") if "X-Amz-Signature" in names else len(names)
        if names.index("X-Amz-Security-Token") < last:
            shown = "X-Amz-Security-Token comes before X-Amz-Signature; IoT wants it after"
            yield found("iot-token-signed", shown, HINT)
    if _LIKE_A_SECRET.match(signed.access_key_id):
        shown = "the access key id has the form of a secret access key"
        yield found("wrong-key-pair", shown, LIKELY, "give the id and the secret in their places")


def _belongs(evidence: "Evidence") -> "Iterator[Finding]":
    signed = evidence.signed
    if not _AWS_ID.match(signed.access_key_id):
        return  # of another store, or of an example
    temporary = signed.access_key_id.startswith("ASIA")
    if temporary and not signed.token:
        shown = f"{signed.access_key_id} is the id of a temporary key, and there is no token"
        yield found("token-missing-or-surplus", shown, LIKELY)
    elif not temporary and signed.token:
        shown = f"{signed.access_key_id} is the id of a lasting key, and there is a token"
        yield found("token-missing-or-surplus", shown, LIKELY, "sign without the token")


def _spelling(evidence: "Evidence") -> "Iterator[Finding]":
    given = [value for name, value in evidence.link.pairs if is_token(lenient(name))]
    in_headers = [value for name, value in evidence.headers if is_token(name)]
    in_form = [value for name, value in evidence.fields or () if is_token(name)]
    if len(given) + (len(in_headers) if given else 0) > 1 or len(in_headers) > 1:
        yield found("token-altered", "there are several session tokens", LIKELY)
    for raw in given:
        text = lenient(raw)
        if _is_escaped(text):
            yield found("token-altered", "the token is still escaped once it is decoded", LIKELY)
        elif "+" in raw:
            shown = "the token has a '+' that is not escaped, which is read as a blank"
            yield found("token-altered", shown, LIKELY)
        elif text != "".join(text.split()):
            yield found("token-altered", "the token has blanks or line ends in it", LIKELY)
    for text in (*in_headers, *in_form):
        if _is_escaped(text):
            shown = "the token is percent-encoded, which only a URL wants"
            yield found("token-altered", shown, LIKELY)
        elif text.strip() != "".join(text.split()):
            yield found("token-altered", "the token has blanks or line ends in it", LIKELY)


def _is_escaped(token: str) -> bool:
    # Tokens are base64; one that is escaped has none of its marks left.
    return _ESCAPED.search(token) is not None and not set("+/=&") & set(token)
