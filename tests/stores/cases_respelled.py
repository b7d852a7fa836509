"""Genuine requests, then spelled otherwise: the canonical request stays, and so the signature."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from .cases import Case, Cases, Maker
from .wire import Wire

KEY = "dir/a b(1)+é~,'!.txt"
QUERY = "response-content-disposition=attachment%3B%20filename%3D%22a%2Fb%22&a=1&b=c%20d"
NOTE = (("x-amz-meta-note", "a  b"), ("Content-Type", "text/plain"))
SHUFFLES = 12


def respellings(maker: Maker) -> Cases:
    signed = maker.query(key=KEY, query=QUERY)
    for name, respell in PATHS.items():
        yield Case("path respelled", name, _path(signed, respell))
        in_header = maker.header(key=KEY)
        yield Case("path respelled", f"header form, {name}", _path(in_header, respell))
    for name, respell in QUERIES.items():
        yield Case("query respelled", name, _query(signed, respell))
    for name, (old, new) in REPLACED.items():
        assert old in signed.target, name
        wire = replace(signed, target=signed.target.replace(old, new, 1))
        yield Case(f"query respelled, {name}", name, wire)
    yield from _orders(maker, signed)
    yield from _headers(maker)
    yield from _authorizations(maker)


def _escaped(text: str) -> str:
    """Return *text* with every letter an escape; what is an escape already stays one."""
    pieces = text.split("%")
    begin = "".join([f"%{ord(letter):02X}" for letter in pieces[0]])
    return begin + "".join(
        [
            f"%{piece[:2]}" + "".join([f"%{ord(one):02X}" for one in piece[2:]])
            for piece in pieces[1:]
        ]
    )


def _lower(text: str) -> str:
    pieces = text.split("%")
    return pieces[0] + "".join([f"%{piece[:2].lower()}{piece[2:]}" for piece in pieces[1:]])


def _bare(marks: str) -> Callable[[str], str]:
    def respell(text: str) -> str:
        for mark in marks:
            text = text.replace(f"%{ord(mark):02X}", mark)
        return text

    return respell


PATHS: dict[str, Callable[[str], str]] = {
    "escapes in lower case": _lower,
    "every letter escaped": lambda path: "/" + _escaped(path[1:]).replace("%2F", "/"),
    "slashes of the key escaped": lambda path: path.replace("dir/", "dir%2F"),
    "slashes of the key escaped in lower case": lambda path: path.replace("dir/", "dir%2f"),
    "the slash after the bucket escaped": lambda path: path.replace("/dir", "%2Fdir"),
    "a tilde escaped": lambda path: path.replace("~", "%7E"),
    "one letter escaped": lambda path: path.replace("txt", "%74xt"),
    "of the bucket": lambda path: path[0] + f"%{ord(path[1]):02X}" + path[2:],
    "marks bare": _bare("(),'!"),
    "a plus sign bare": _bare("+"),
}
QUERIES: dict[str, Callable[[str], str]] = {
    "escapes in lower case": _lower,
    "blanks as plus signs": lambda query: query.replace("%20", "+"),
    "marks bare": _bare("/:"),
    "an empty piece": lambda query: query.replace("&", "&&", 1),
    "an empty piece before": lambda query: f"&{query}",
    "an empty piece after": lambda query: f"{query}&",
}
# By what is particular: the text in the URL, and what takes its place.
REPLACED = {
    "a letter of a value escaped": ("Expires=3600", "Expires=%33600"),
    "a letter of a name escaped": ("X-Amz-Date", "X-Amz-%44ate"),
    "a letter of the signature's name escaped": ("X-Amz-Signature", "X-Amz-Signatur%65"),
    "a letter of the credential escaped": ("aws4_request", "aws4%5Frequest"),
    "a letter of another value escaped": ("a=1", "a=%31"),
    "a letter of another name escaped": ("&a=1", "&%61=1"),
}


def _path(wire: Wire, respell: Callable[[str], str]) -> Wire:
    path, mark, query = wire.target.partition("?")
    return replace(wire, target=respell(path) + mark + query)


def _query(wire: Wire, respell: Callable[[str], str]) -> Wire:
    path, _, query = wire.target.partition("?")
    return replace(wire, target=f"{path}?{respell(query)}")


def _orders(maker: Maker, signed: Wire) -> Cases:
    rng = Random(7)  # noqa: S311 - the same orders every time
    path, _, query = signed.target.partition("?")
    for number in range(SHUFFLES):
        pieces = query.split("&")
        rng.shuffle(pieces)
        yield Case(
            "order", f"of parameters {number}", replace(signed, target=f"{path}?{'&'.join(pieces)}")
        )
        wire = maker.header("PUT", headers=NOTE) if number % 2 else maker.query("PUT", headers=NOTE)
        headers = [*wire.headers]
        rng.shuffle(headers)
        yield Case("order", f"of headers {number}", replace(wire, headers=tuple(headers)))


def _headers(maker: Maker) -> Cases:
    for form in ("query", "header"):
        wire: Wire = getattr(maker, form)("PUT", headers=NOTE)
        for name, change in {"upper": str.upper, "lower": str.lower, "title": str.title}.items():
            headers = tuple([(change(header), value) for header, value in wire.headers])
            yield Case("header names", f"{form} {name}", replace(wire, headers=headers))
        for name, value in {"one blank": "a b", "a tab": "a\tb", "around": "  a  b \t"}.items():
            headers = tuple(
                [(header, value if header == NOTE[0][0] else one) for header, one in wire.headers]
            )
            tag = "tab inside a header value" if name == "a tab" else "blanks"
            yield Case(tag, f"{form} {name}", replace(wire, headers=headers))
        for header in ORDINARY:
            yield Case("ordinary headers", f"{form} {header}", wire.with_headers(header))


ORDINARY = (
    ("User-Agent", "tests"),
    ("Accept", "*/*"),
    ("Accept-Encoding", "identity"),
    ("X-Forwarded-For", "10.0.0.1"),
    ("X-Forwarded-Host", "other.example"),
    ("Cookie", "a=b"),
    ("Content-Language", "de"),
    ("Cache-Control", "no-store"),
    ("Referer", "http://example.com/"),
    ("Via", "1.1 proxy"),
    ("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678"),
    ("Amz-Sdk-Invocation-Id", "a"),
)


def _authorizations(maker: Maker) -> Cases:
    wire = maker.header("PUT", headers=NOTE)
    *others, (_, value) = wire.headers
    algorithm, *parts = value.replace(",", "").split(" ")
    spelled = {
        "no blanks": f"{algorithm} {','.join(parts)}",
        "more blanks": f"{algorithm}   {' ,  '.join(parts)}  ",
        "tabs": f"{algorithm} " + ",\t".join(parts),
        "another order": f"{algorithm} {', '.join(parts[::-1])}",
    }
    for name, text in spelled.items():
        changed = replace(wire, headers=(*others, ("Authorization", text)))
        yield Case(f"Authorization with {name}", "header", changed)
