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
    from .queries import Named, Pairs


def tokens(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query without its token, with one, and with it in other spellings."""
    iot = evidence.signed.service in TOKEN_OUTSIDE
    plain = [pair for pair in pairs if not is_token(lenient_path(pair[0]))]
    sent = [(n, v) for n, v in evidence.link.pairs if is_token(lenient(n))]
    cause = "iot-token-signed" if iot else "token-missing-or-surplus"
    if len(plain) < len(pairs):
        yield canonical_query(plain), cause, "a session token", "none in the signature", None
    if iot and sent:
        inside = [*plain, *[(encode(lenient(n)), encode(lenient(v))) for n, v in sent]]
        how = "the token inside the signature"
        yield canonical_query(inside), cause, "a session token, taken to be outside", how, None
    for name, value in evidence.headers:
        if is_token(name):
            for spelled in ("X-Amz-Security-Token", "X-Amz-S3session-Token"):
                more = [*plain, (spelled, encode(value.strip()))]
                yield canonical_query(more), "token-altered", "a token header", "a parameter", None
    for name, value in sent:
        text = lenient(value)
        others = [text.strip(), "".join(text.split()), text.replace(" ", "+"), lenient_path(text)]
        others += [text.rstrip("="), text + "=", text + "==", text.replace("-", "+")]
        others += [text.replace("_", "/"), text.replace("-", "+").replace("_", "/")]
        others += [text + "\n", text + "\r\n", f'"{text}"', text.strip("\"'"), encode(text)]
        others += [text.replace("/", "_").replace("+", "-"), text.replace("+", "")]
        for other in others:
            one = [*plain, (encode(lenient(name)), encode(other))]
            yield canonical_query(one), "token-altered", f"{lenient(name)}", HIDDEN, None
        for swapped in ("X-Amz-Security-Token", "X-Amz-S3session-Token", "x-amz-security-token"):
            one = [*plain, (swapped, encode(text))]
            yield canonical_query(one), "token-altered", lenient(name), swapped, None
    if len(sent) > 1:
        for name, value in sent:
            one = [*plain, (encode(lenient(name)), encode(lenient(value)))]
            yield canonical_query(one), "token-altered", "the session token twice", "once", None
