"""Requests on the wire as Hypothesis strategies: genuine ones, and one thing changed in them.

What was changed has the name that it has in `tests.stores`, where the kinds of difference are.
"""

from dataclasses import replace
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.stores.cases import BODY, Case, Maker
from tests.stores.wire import Scope, Wire

from .requests import IN_QUERY, seeded
from .strategies import TEXTS
from .texts import respelled

ACCESS_KEY_ID = "test:tester"  # with a mark that is escaped in a URL
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=="
REGION = "us-east-1"

_FORMS = st.sampled_from(("query", "header"))
_METHODS = st.sampled_from(("GET", "PUT", "HEAD"))
_KEYS = TEXTS.filter(lambda key: key and "\0" not in key)  # a NUL is no URI to Swift
# Others sort otherwise before they are encoded, and some name another operation.
_NAMES = st.text("abxyzABXYZ019-._~", min_size=1, max_size=4)
_VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.just("\t"), max_size=20)
_LETTERS = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
# Swift writes no later moment, and the clocks are to differ by a week from the earliest.
_MOMENTS = st.integers(1_000_000, 4_000_000_000)


class Sent(NamedTuple):
    """A request, what was changed in it, and when it arrives."""

    case: Case
    now: int


@st.composite
def genuine(draw: Any, *, secret: str = SECRET) -> Sent:
    """Return a request that *secret* signs, in any text and in any spelling of it."""
    form, at, life = draw(_FORMS), draw(_MOMENTS), draw(st.integers(1, 604800))
    rng = seeded(draw(st.integers(0, 9999)))
    pairs = draw(st.lists(st.tuples(_NAMES, TEXTS), max_size=4, unique_by=lambda pair: pair[0]))
    pieces = [f"{name}={respelled(rng, value, IN_QUERY + '=')}" for name, value in pairs]
    values = draw(st.lists(_VALUES, max_size=3))
    headers = tuple([(f"X-Amz-Meta-{number}", value) for number, value in enumerate(values)])
    maker = Maker(Scope(ACCESS_KEY_ID, secret, at), "bucket")
    settings = {"query": "&".join(pieces), "headers": headers}
    method, key = draw(_METHODS), draw(_KEYS)
    if form == "query":
        wire = maker.query(method, key, Expires=str(life), **settings)
        late = draw(st.integers(0, life - 1))
    else:
        wire, late = maker.header(method, key, **settings), draw(st.integers(-900, 900))
    return Sent(Case("genuine", form, wire), at + late)


@st.composite
def altered(draw: Any) -> Sent:
    """Return a genuine request, one thing in it or about it changed."""
    sent = draw(genuine())
    alter = draw(st.sampled_from(_ALTERATIONS))
    case = alter(draw, sent.case)
    if alter is not _clock:
        return Sent(case, sent.now)
    seconds = draw(st.sampled_from((-700000, -901, 901, 1801, 604801)))
    tag = "to come" if seconds < 0 else "too old"
    return Sent(replace(case, tag=tag), sent.now + seconds)


def _edited(draw: Any, text: str) -> str:
    index = draw(st.integers(0, max(0, len(text) - 1)))
    kept = draw(st.booleans())
    letter = draw(st.just("") | _LETTERS)
    return text[:index] + letter + text[index + (not kept) :]


def _path(draw: Any, case: Case) -> Case:
    path, mark, query = case.wire.target.partition("?")
    target = path[:2] + _edited(draw, path[2:]) + mark + query  # no bucket at all is no object
    return Case("byte of the path", case.name, replace(case.wire, target=target))


def _parameter(draw: Any, case: Case) -> Case:
    path, _, query = case.wire.target.partition("?")
    pieces = query.split("&")
    index = draw(st.integers(0, len(pieces) - 1))
    name, _, value = pieces[index].partition("=")
    tag, put = draw(
        st.sampled_from(
            (
                ("parameter left out", []),
                ("parameter emptied", [f"{name}="]),
                ("parameter in lower case", [f"{name.lower()}={value}"]),
                ("parameter twice", [pieces[index]] * 2),
                ("parameter twice, another first", [f"{name}=x", pieces[index]]),
                ("parameter twice, another last", [pieces[index], f"{name}=x"]),
                ("parameter more", [pieces[index], "x-id=GetObject"]),
            )
        )
    )
    if draw(st.booleans()):
        tag, put = f"byte of {name}", [_edited(draw, pieces[index])]
    pieces[index : index + 1] = put
    target = f"{path}?{'&'.join(pieces)}"
    return Case(tag, case.name, replace(case.wire, target=target))


def _header(draw: Any, case: Case) -> Case:
    headers = [*case.wire.headers]
    # The length of the body is no business of a signature.
    signed = [index for index, (name, _) in enumerate(headers) if name != "Content-Length"]
    index = draw(st.sampled_from(signed))
    name, value = headers[index]
    tag, put = draw(
        st.sampled_from(
            (
                (f"{name} left out", []),
                (f"{name} twice", [(name, value)] * 2),
                (f"{name} twice, another first", [(name, "x"), (name, value)]),
                ("header names", [(name.swapcase(), value)]),
                ("unsigned x-amz-acl", [(name, value), ("x-amz-acl", "private")]),
                ("unsigned x-amz-meta-note", [(name, value), ("x-amz-meta-note", "a")]),
                ("unsigned x-amz-request-payer", [(name, value), ("x-amz-request-payer", "a")]),
            )
        )
    )
    if draw(st.booleans()):
        tag, put = f"byte of {name}", [(name, _edited(draw, value))]
    headers[index : index + 1] = put
    return Case(tag, case.name, replace(case.wire, headers=tuple(headers)))


def _method(draw: Any, case: Case) -> Case:
    method = draw(_METHODS)
    body = BODY if method == "PUT" else b""
    return Case("another method", case.name, replace(case.wire, method=method, body=body))


def _order(draw: Any, case: Case) -> Case:
    path, _, query = case.wire.target.partition("?")
    pieces = draw(st.permutations(query.split("&")))
    headers = draw(st.permutations(case.wire.headers))
    wire = Wire(case.wire.method, f"{path}?{'&'.join(pieces)}", tuple(headers), case.wire.body)
    return Case("order", case.name, wire)


def _clock(_draw: Any, case: Case) -> Case:
    return case


_ALTERATIONS = (_path, _parameter, _parameter, _header, _header, _method, _order, _clock)
