"""Which session token, if any, may have been signed in a URL."""

from ..._percent import encode
from ...canonical import canonical_query
from ..link import lenient, lenient_path
from ..rebuilding import TOKEN_OUTSIDE, is_token
from ..showing import HIDDEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from .queries import Named, Pair, Pairs


def tokens(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query without its token, with one, and with it in other spellings."""
    plain = [pair for pair in pairs if not is_token(lenient_path(pair[0]))]
    sent = [(n, v) for n, v in evidence.link.pairs if is_token(lenient(n))]
    yield from _in_or_out(evidence, pairs, plain, sent)
    for name, value in evidence.headers:
        if is_token(name):
            for spelled in ("X-Amz-Security-Token", "X-Amz-S3session-Token"):
                more = [*plain, (spelled, encode(value.strip()))]
                yield canonical_query(more), _ALTERED, "a token header", "a parameter", None
    for name, value in sent:
        text = lenient(value)
        for other in _spellings(text):
            one = [*plain, (encode(lenient(name)), encode(other))]
            yield canonical_query(one), _ALTERED, f"{lenient(name)}", HIDDEN, None
        for swapped in ("X-Amz-Security-Token", "X-Amz-S3session-Token", "x-amz-security-token"):
            one = [*plain, (swapped, encode(text))]
            yield canonical_query(one), _ALTERED, lenient(name), swapped, None
    for name, value in sent if len(sent) > 1 else ():
        one = [*plain, (encode(lenient(name)), encode(lenient(value)))]
        yield canonical_query(one), _ALTERED, "the session token twice", "once", None


_ALTERED = "token-altered"


def _in_or_out(
    evidence: "Evidence", pairs: "Pairs", plain: "list[Pair]", sent: "list[Pair]"
) -> "Iterator[Named]":
    iot = evidence.signed.service in TOKEN_OUTSIDE
    cause = "iot-token-signed" if iot else "token-missing-or-surplus"
    if len(plain) < len(pairs):
        yield canonical_query(plain), cause, "a session token", "none in the signature", None
    if iot and sent:
        inside = [*plain, *[(encode(lenient(n)), encode(lenient(v))) for n, v in sent]]
        how = "the token inside the signature"
        yield canonical_query(inside), cause, "a session token, taken to be outside", how, None


def _spellings(text: str) -> "list[str]":
    others = [text.strip(), "".join(text.split()), text.replace(" ", "+"), lenient_path(text)]
    others += [text.rstrip("="), text + "=", text + "==", text.replace("-", "+")]
    others += [text.replace("_", "/"), text.replace("-", "+").replace("_", "/")]
    others += [text + "\n", text + "\r\n", f'"{text}"', text.strip("\"'"), encode(text)]
    return [*others, text.replace("/", "_").replace("+", "-"), text.replace("+", "")]
