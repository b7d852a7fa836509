"""What did the producer sign? Hypotheses, most likely first, each proven or refuted by the HMAC.

A hypothesis chooses one alternative for each part of a canonical request and one key. The SHA-256
states of the parts that hypotheses have in common are kept and copied, and so are the two of each
derived key, so that one more costs three short digests.
"""

import hashlib
import hmac
import time
from binascii import hexlify

from .._value import Value
from ..signing import ALGORITHM, TERMINATOR, credential_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

# Which dimensions of a `Space` are varied together, in this order. All pairs, then the triples
# that proxies, wrong endpoints and damaged keys make.
METHOD, PATH, QUERY, HEADERS, PAYLOAD, KEY = range(6)
_PAIRS = (
    *((PATH, HEADERS), (QUERY, HEADERS), (METHOD, HEADERS), (HEADERS, PAYLOAD), (PATH, QUERY)),
    *((METHOD, PAYLOAD), (METHOD, QUERY), (METHOD, PATH), (QUERY, PAYLOAD), (PATH, PAYLOAD)),
    *((HEADERS, KEY), (PATH, KEY), (QUERY, KEY), (METHOD, KEY), (PAYLOAD, KEY)),
)
_TRIPLES = (
    *((PATH, QUERY, HEADERS), (METHOD, HEADERS, PAYLOAD), (PATH, HEADERS, PAYLOAD)),
    *((METHOD, PATH, HEADERS), (METHOD, QUERY, HEADERS), (QUERY, HEADERS, PAYLOAD)),
)
# How many alternatives of a dimension take part, beside one other and beside two.
_IN_PAIRS = 80
_KEYS_IN_PAIRS = 40
_IN_TRIPLES = 40
_ALL = 10000
# Repairs of the secret that people make, before those that only a slip of the finger makes.
_LIKELY_KEYS = 400
_AT_ONCE = 32
_FIRST = ((METHOD, 8), (PAYLOAD, 8), (PATH, 40), (QUERY, 24), (HEADERS, 64), (KEY, 64))

_INNER = int.from_bytes(b"\x36" * 64, "big")
_OUTER = int.from_bytes(b"\x5c" * 64, "big")


class Choice(Value):
    """One alternative for a part.

    Attributes:
        value: what would have been signed: a text, for headers a block, for a key a `Key`.
        cause: what it would be called; empty for what was sent.
        sent: how to show what was sent.
        signed: how to show the alternative.
        url: the URL as it would have been, if that is the difference; else None.
    """

    __slots__ = _fields = ("value", "cause", "sent", "signed", "url")
    _hidden = ("value", "url")

    value: "Any"
    cause: str
    sent: str
    signed: str
    url: "str | None"

    def __init__(
        self,
        value: object,
        cause: str = "",
        sent: str = "",
        signed: str = "",
        url: "str | None" = None,
    ) -> None:
        self._fill(value, cause, sent, signed, url)


class Key(Value):
    """A secret and a scope to sign with; ``repr`` hides the secret."""

    __slots__ = _fields = ("secret", "amz_date", "date", "region", "service", "scope")
    _hidden = ("secret",)

    secret: str
    amz_date: str
    date: str
    region: str
    service: str
    scope: str

    def __init__(
        self,
        secret: str,
        amz_date: str,
        date: str,
        region: str,
        service: str,
        scope: "str | None" = None,
    ) -> None:
        written = credential_scope(date, region, service) if scope is None else scope
        self._fill(secret, amz_date, date, region, service, written)

    def derived(self) -> bytes:
        """Return the signing key; as `signing_key` does, and of odd texts, too."""
        key = _bytes("AWS4" + self.secret)
        for part in (self.date, self.region, self.service, TERMINATOR):
            key = hmac.digest(key, _bytes(part), "sha256")
        return key

    def states(self) -> "tuple[Any, Any]":
        """Return HMAC's inner state, the string to sign but its last line in it, and the outer."""
        number = int.from_bytes(self.derived() + bytes(32), "big")
        inner = hashlib.sha256((number ^ _INNER).to_bytes(64, "big"))
        text = f"{ALGORITHM}\n{self.amz_date}\n{self.scope}\n"
        inner.update(text.encode("utf-8", "surrogatepass"))
        return inner, hashlib.sha256((number ^ _OUTER).to_bytes(64, "big"))


class Budget:
    """How many hypotheses may still be tried, and until when.

    Args:
        tries: the most that are tried.
        seconds: the longest that it takes, about.
    """

    def __init__(self, tries: int, seconds: float) -> None:
        self.tries: int = tries
        self.tried: int = 0
        self._until = time.time() + seconds

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be tried."""
        return self.tried >= self.tries or time.time() > self._until

    def spend(self, tries: int) -> bool:
        """Count *tries*; return whether they may be tried."""
        if self.tried + tries > self.tries or time.time() > self._until:
            self.tries = min(self.tries, self.tried)  # so that less is not tried instead
            return False
        self.tried += tries
        return True


class Choices:
    """The alternatives for one part, made when they are first looked at, each once."""

    def __init__(self, choices: "Iterable[Choice]") -> None:
        self._rest = iter(choices)
        self._kept: list[Choice] = []
        self._seen: set[object] = set()

    def between(self, start: int, end: int) -> "list[Choice]":
        """Return those from *start* on, before *end*; fewer if there are no more."""
        while len(self._kept) < end:
            choice = next(self._rest, None)
            if choice is None:
                break
            # The first name of what can be called several things counts.
            if choice.value not in self._seen:
                self._seen.add(choice.value)
                self._kept.append(choice)
        return self._kept[start:end]


class Space:
    """The alternatives for each part, what was sent first; from `alternatives.space`."""

    def __init__(self, dimensions: "Sequence[Iterable[Choice]]") -> None:
        self.dimensions: list[Choices] = [Choices(choices) for choices in dimensions]
        self._states: dict[Key, tuple[Any, Any]] = {}

    def search(self, signature: str, budget: Budget) -> "tuple[Choice, ...] | None":
        """Return the choices, other than what was sent, that make *signature*; None if none do.

        An empty tuple means that what was sent is what was signed.
        """
        if len(signature) != 64 or signature.strip("0123456789abcdef"):
            return None  # no store takes it, whatever its digits would be without the blanks
        wanted = bytes.fromhex(signature)
        for lists in self._levels():
            if budget.is_spent:
                return None
            found = self._product(lists, wanted, budget)
            if found is not None:
                return tuple([choice for choice in found if choice.cause])
        return None

    def _levels(self) -> "Iterator[list[list[Choice]]]":
        sent = [choices.between(0, 1) for choices in self.dimensions]
        yield sent
        # First what is likely of each part, then the rest of each.
        for dimension, few in _FIRST:
            yield from self._single(sent, dimension, 1, few)
        for dimension, few in _FIRST:
            end = _LIKELY_KEYS if dimension == KEY else _ALL
            yield from self._single(sent, dimension, few, end)
        for pair in _PAIRS:
            yield self._varied(sent, pair, _IN_PAIRS)
        yield from self._single(sent, KEY, _LIKELY_KEYS, _ALL)
        for pair in _PAIRS:
            yield self._varied(sent, pair, _ALL)
        for triple in _TRIPLES:
            yield self._varied(sent, triple, _IN_TRIPLES)

    def _single(
        self, sent: "list[list[Choice]]", dimension: int, start: int, end: int
    ) -> "Iterator[list[list[Choice]]]":
        # A few at a time: making them costs more than trying them.
        while start < end:
            some = self.dimensions[dimension].between(start, min(start + _AT_ONCE, end))
            if not some:
                return
            yield [some if index == dimension else one for index, one in enumerate(sent)]
            start += len(some)

    def _varied(
        self, sent: "list[list[Choice]]", varied: "tuple[int, ...]", most: int
    ) -> "list[list[Choice]]":
        lists = list(sent)
        for index in varied:
            limit = min(most, _KEYS_IN_PAIRS) if index == KEY else most
            lists[index] = self.dimensions[index].between(1, limit + 1)
        return lists

    def _product(
        self, lists: "list[list[Choice]]", wanted: bytes, budget: Budget
    ) -> "list[Choice] | None":
        methods, paths, queries, headers, payloads, keys = lists
        width = len(headers) * len(payloads) * len(keys)
        if not width:
            return None
        blocks = [_bytes(choice.value + "\n") for choice in headers]
        ends = [_bytes(choice.value) for choice in payloads]
        for method in methods:
            for path in paths:
                front = hashlib.sha256(_bytes(f"{method.value}\n{path.value}\n"))
                for query in queries:
                    if not budget.spend(width):
                        return None
                    state = front.copy()
                    state.update(_bytes(query.value + "\n"))
                    hit = self._inner(state, blocks, ends, keys, wanted)
                    if hit is not None:
                        block, end, key = hit
                        return [method, path, query, headers[block], payloads[end], key]
        return None

    def _inner(
        self,
        state: "Any",  # noqa: ANN401 - hashlib names no type
        blocks: "list[bytes]",
        ends: "list[bytes]",
        keys: "list[Choice]",
        wanted: bytes,
    ) -> "tuple[int, int, Choice] | None":
        prepared = [self._prepared(choice.value) for choice in keys]
        for block, text in enumerate(blocks):
            so_far = state.copy()
            so_far.update(text)
            for end, payload in enumerate(ends):
                whole = so_far.copy()
                whole.update(payload)
                digest = hexlify(whole.digest())
                for index, (inner, outer) in enumerate(prepared):
                    first = inner.copy()
                    first.update(digest)
                    second = outer.copy()
                    second.update(first.digest())
                    if second.digest() == wanted:
                        return block, end, keys[index]
        return None

    def _prepared(self, key: Key) -> "tuple[Any, Any]":
        states = self._states.get(key)
        if states is None:
            states = self._states[key] = key.states()
        return states


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
