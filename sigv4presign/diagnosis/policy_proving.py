"""What the secret proves of a form: that its policy is the signed one, or which one was."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from urllib.parse import quote, unquote

from .alternatives.scopes import scopes
from .alternatives.secrets import repairs
from .findings import CERTAIN, found
from .json_values import is_object
from .proving import Proof
from .searching import Budget, Key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from .evidence import Evidence

_ONE_LINE = "sign the very text of the field policy, and send that text: base64 on one line"


def prove_policy(
    evidence: "Evidence", secret: str, others: "Iterable[tuple[str, str]]", budget: Budget
) -> Proof:
    """Return whether the form's policy is signed as it is, and if not, what was signed."""
    signed = evidence.signed
    policy = dict(reversed(evidence.fields or ())).get("policy", "")
    scope = (signed.amz_date, signed.date, signed.region, signed.service)
    if _fits(Key(secret, *scope), policy, signed.signature):
        return Proof(True, (), 1)
    for key, text, cause, shown, fix in _hypotheses(evidence, policy, secret, others):
        if not budget.spend(1):
            break
        if _fits(key, text, signed.signature):
            finding = found(cause, f"proven: {shown}", CERTAIN, fix)
            return Proof(False, (finding,), budget.tried)
    return Proof(False, (), budget.tried)


def _hypotheses(
    evidence: "Evidence", policy: str, secret: str, others: "Iterable[tuple[str, str]]"
) -> "Iterator[tuple[Key, str, str, str, str]]":
    """Yield a key and a policy, what it would be called, how to show it, and the fix."""
    signed = evidence.signed
    scope = (signed.amz_date, signed.date, signed.region, signed.service)
    key = Key(secret, *scope)
    for text, what in _other_policies(policy):
        shown = f"what was signed is the policy {what}"
        yield key, text, "post-policy-reencoded", shown, _ONE_LINE
    for other, cause, what in repairs(secret, signed.access_key_id, others):
        made = "the secret, " if cause == "secret-damaged" else ""
        shown = f"the signature was made with {made}{what}, not with the one as given"
        yield Key(other, *scope), policy, cause, shown, ""
    for another, cause, what in scopes(evidence, secret):
        yield another, policy, cause, f"the signature was made for {what}", ""


def _fits(key: Key, text: str, signature: str) -> bool:
    derived = key.derived()
    made = hmac.new(derived, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    return made == signature.lower()


def _other_policies(policy: str) -> "Iterator[tuple[str, str]]":
    plain = "".join(policy.split()).strip("\"'")
    padded = plain + "=" * (-len(plain) % 4)
    yield plain, "without the blanks and line ends in it"
    yield policy.strip(), "without the blanks around it"
    for width in (76, 64, 60):
        lines = re.findall(f".{{1,{width}}}", plain)
        for end in ("\n", "\r\n"):
            yield end.join(lines) + end, f"on lines of {width} characters"
            yield end.join(lines), f"on lines of {width} characters"
    yield f"{plain}\n", "with a line end behind it"
    yield padded, "with its '='"
    yield plain.rstrip("="), "without its '='"
    yield padded.replace("-", "+").replace("_", "/"), "in the usual base64 alphabet"
    yield plain.replace("+", "-").replace("/", "_"), "in the URL's base64 alphabet"
    yield quote(plain, safe=""), "percent-encoded"
    yield unquote(plain), "percent-decoded"
    yield plain.replace(" ", "+"), "with its '+', which became blanks"
    yield policy.replace(" ", "+"), "with its '+', which became blanks"
    try:
        raw = base64.b64decode(padded, altchars=None, validate=False)
        text = raw.decode("utf-8")
    except (binascii.Error, ValueError):
        return
    yield text, "as JSON, not in base64"
    yield base64.b64encode(plain.encode()).decode(), "in base64 twice"
    yield from _dumped(text)


def _dumped(text: str) -> "Iterator[tuple[str, str]]":
    """Yield the policy with its JSON written anew."""

    def encoded(document: str) -> str:
        return base64.b64encode(document.encode("utf-8", "surrogatepass")).decode()

    how = "with its JSON written otherwise"
    for other in (
        *(text.strip(), text + "\n", text.replace("\n", "\r\n"), text.replace("\r\n", "\n")),
        *(re.sub(r"\s+", "", text), re.sub(r"\n\s*", "", text), f'"{text}"'),
    ):
        yield encoded(other), how
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    documents: list[Any] = [document]
    if is_object(document) and "expiration" in document and "conditions" in document:
        names = ("expiration", "conditions")
        documents += [{name: document[name] for name in order} for order in (names, names[::-1])]
    for one in documents:
        for separators in ((", ", ": "), (",", ":"), (",", ": ")):
            for ascii_only in (True, False):
                for ordered in (False, True):
                    for indent in (None, 2, 4, "\t"):
                        written = json.dumps(
                            one,
                            separators=separators,
                            ensure_ascii=ascii_only,
                            sort_keys=ordered,
                            indent=indent,
                        )
                        yield encoded(written), how
                        yield encoded(written.replace("/", "\\/")), how
