"""Genuine requests, one byte or one part of which somebody changed.

Bytes of dates stay as they are: what a change makes of one would depend on the day of the test. The
moments of `cases_forged` are in their place.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from .cases import Case, Cases, Maker
from .wire import HOST, Wire

DATE = re.compile("(?<![0-9a-f])[0-9]{8}(T[0-9]{6}Z)?(?![0-9a-f])")
NOTE = (("x-amz-meta-note", "a b"), ("Content-Type", "text/plain"))
OWN = "response-content-type=text%2Fplain"


def altered(maker: Maker) -> Cases:
    yield from _targets(maker)
    yield from _headers(maker)
    yield from _parameters(maker)
    yield from _repeated(maker)
    yield from _sent_otherwise(maker)


def _changed(letter: str) -> str:
    """Return another letter of the same kind."""
    for letters in ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        if letter in letters:
            return letters[(letters.index(letter) + 1) % len(letters)]
    return "x"


EDITS: dict[str, Callable[[str], str]] = {
    "changed": _changed,
    "left out": lambda _: "",
    "put in": lambda letter: letter + "x",
    "in another case": str.swapcase,
}
# One position in how many, so that the whole takes seconds.
STEPS = {"changed": 1, "left out": 5, "put in": 7, "in another case": 3}


def _edited(text: str, step: int = 1) -> list[tuple[str, str]]:
    """Return *text* with one letter edited, in every way, and what was edited."""
    dates = {place for found in DATE.finditer(text) for place in range(*found.span())}
    edited: list[tuple[str, str]] = []
    for name, edit in EDITS.items():
        for index in range(0, len(text), STEPS[name] * step):
            new = edit(text[index])
            if new != text[index] and index not in dates:
                edited.append((f"{index} {name}", text[:index] + new + text[index + 1 :]))
    return edited


def _targets(maker: Maker) -> Cases:
    for form, step in {"query": 1, "header": 2}.items():
        wire: Wire = getattr(maker, form)(query=OWN)
        path, _, query = wire.target.partition("?")
        for name, text in _edited(path[1:], step):
            changed = replace(wire, target=f"/{text}?{query}")
            yield Case("byte of the path", f"{form}, {name}", changed)
        for piece in query.split("&"):
            for name, text in _edited(piece, step):
                target = f"{path}?{query.replace(piece, text, 1)}"
                which = f"byte of {piece.partition('=')[0]}"
                yield Case(which, f"{form}, {name}", replace(wire, target=target))


def _headers(maker: Maker) -> Cases:
    for form, names in {
        "query": ("Host", "x-amz-meta-note", "Content-Type"),
        "header": ("Host", "x-amz-meta-note", "x-amz-content-sha256", "Authorization"),
    }.items():
        wire: Wire = getattr(maker, form)("PUT", headers=NOTE)
        for header in names:
            value = dict(wire.headers)[header]
            for name, text in _edited(value, 4 if len(value) > 40 else 1):
                yield Case(f"byte of {header}", f"{form}, {name}", _with(wire, header, text))


def _with(wire: Wire, header: str, *values: str) -> Wire:
    """Return *wire* with these values of *header*, each in a header of its own."""
    headers: list[tuple[str, str]] = []
    for name, value in wire.headers:
        headers += [(name, one) for one in values] if name == header else [(name, value)]
    return replace(wire, headers=tuple(headers))


def _parameters(maker: Maker) -> Cases:
    wire = maker.query(query=OWN)
    path, _, query = wire.target.partition("?")
    pieces = query.split("&")
    for piece in pieces:
        name, _, value = piece.partition("=")
        others = [other for other in pieces if other != piece]

        def case(tag: str, *put: str, name: str = name, others: list[str] = others) -> Case:
            target = f"{path}?{'&'.join([*others, *put])}"
            return Case(tag, name, replace(wire, target=target))

        yield case("parameter left out")
        yield case("parameter emptied", f"{name}=")
        yield case("parameter without value", name)
        yield case("parameter in lower case", f"{name.lower()}={value}")
        yield case("parameter in upper case", f"{name.upper()}={value}")
        yield case("parameter twice", piece, piece)
        yield case("parameter twice, another first", f"{name}=x", piece)
        yield case("parameter twice, another last", piece, f"{name}=x")
        yield case("parameter twice, in another case", piece, f"{name.lower()}=x")
        yield case("parameter twice, its name escaped", piece, f"%{ord(name[0]):02X}{name[1:]}=x")
        yield case("parameter with a blank before", f"{name}=%20{value}")
        yield case("parameter with a blank after", f"{name}={value}%20")
        yield case("parameter with a line end", f"{name}={value}%0A")
        yield case("parameter with a NUL", f"{name}={value}%00")
        yield case("letter that no URL has", f'{name}="{value}"')
        yield case("letter that no URL has, in a name", f"{{{name}={value}")
        yield case("parameter of no UTF-8", f"{name}={value}%FF")
        yield case("bad escape put in", f"{name}={value}%")
        yield case("parameter escaped twice", f"{name}={value.replace('%', '%25')}")
    for more in (
        "acl",
        "x=y",
        "X-Amz-Acl=public-read",
        "x-amz-meta-a=b",
        "tagging",
        "=",
        "=a",
        "%3D",
    ):
        yield Case("parameter more", more, replace(wire, target=f"{wire.target}&{more}"))


def _repeated(maker: Maker) -> Cases:
    for form in ("query", "header"):
        wire: Wire = getattr(maker, form)("PUT", headers=NOTE)
        for name, value in wire.headers:
            if name == "Content-Length":
                continue
            yield Case(f"{name} twice", form, _with(wire, name, value, value))
            yield Case(f"{name} twice, another first", form, _with(wire, name, "x", value))
            yield Case(f"{name} twice, another last", form, _with(wire, name, value, "x"))
            yield Case(f"{name} left out", form, _with(wire, name))
            yield Case(f"{name} emptied", form, _with(wire, name, ""))


def _sent_otherwise(maker: Maker) -> Cases:
    for form in ("query", "header"):
        make = getattr(maker, form)
        for method in ("GET", "HEAD", "PUT"):
            for other in ("GET", "HEAD", "PUT", "get"):
                if other != method:
                    wire = replace(_with(make(method), "Content-Length"), method=other, body=b"")
                    wire = wire.with_headers(("Content-Length", "0"))
                    yield Case("another method", f"{form} {method} as {other}", wire)
        for path in PATHS:
            wire = make(key="dir/key")
            target = wire.target.replace("/dir/key", path, 1)
            yield Case("another path", f"{form} {path}", replace(wire, target=target))
        wire = make()
        lower = make(host="localhost:8080")
        yield Case("host in another case", form, _with(lower, "Host", "LOCALHOST:8080"))
        absolute = replace(wire, target=f"http://{HOST}{wire.target}")
        yield Case("absolute target", form, absolute)
        yield Case("fragment", form, replace(wire, target=f"{wire.target}#a"))


PATHS = (
    *(
        "/dir/key/",
        "/dir//key",
        "//dir/key",
        "/dir/./key",
        "/dir/../key",
        "/dir/x/../key",
        "/./dir/key",
    ),
    *("/Dir/key", "/dir/KEY", "/dir%2520/key", "/dir/key%20", "/dir/key%00", "/dir/key%0A", "/dir"),
    *("/dir/ke%79y", "/dir/key;a", "/dir/key%3F", "/dir/k%C0%A5y", "/dir/key%FF", "", "/"),
)
