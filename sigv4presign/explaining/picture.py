"""An `Explanation` as a page: the URL with its parts coloured, numbered and named.

The page is complete in itself and loads nothing. Nothing depends on colour alone: each part has a
number, and each group an underline of its own.
"""

from html import escape

from .moments import span, utc
from .page_style import STYLE
from .segments import GROUPS, segments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..explanation import Explanation

_STATES = {
    "valid": ("good", ""),
    "expired": ("bad", ""),
    "not yet valid": ("bad", ""),
    "unknown": ("", "no end that counts"),
}


_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)


def html_page(said: "Explanation") -> str:
    """Return the page, as text of HTML."""
    title = said.title[0].upper() + said.title[1:]
    body = [
        f"<h1>{_shown(title)}</h1>",
        _badges(said),
        _picture(said),
        _timeline(said),
        _section("What is wrong or odd", _findings(said)),
        _section("Where it leads", _definitions(_where(said))),
        _section("Who signed it", _definitions(_who(said))),
        _section("Headers that are signed", _definitions(said.signed_headers)),
        _section("What its policy allows", _list(said.policy)),
        _section("Parameters, in their order", _table(said)),
        _section("Who made it, most likely", _maker(said)),
        _section("What was repaired in the text", _list([one for _, one in said.repairs])),
    ]
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        _POLICY,
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_shown(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        *[part for part in body if part],
        "</main>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    """Return *text* for a page: escaped, and what is not seen made visible."""
    plain = "".join(
        [one if one.isprintable() or one == "\u200b" else repr(one)[1:-1] for one in text]
    )
    return escape(plain)


def _badges(said: "Explanation") -> str:
    look, words = _STATES[said.times.state(said.now)]
    badges: list[tuple[str, str]] = []
    if said.kind not in ("unsigned", "cloudfront"):
        badges.append((look, said.times.left(said.now) if look else words))
    if said.method:
        badges.append(("", said.method))
    if len({name for _, name in said.operations}) == 1:
        badges.append(("", said.operations[0][1]))
    if said.site is not None and said.site.description:
        badges.append(("", said.site.description))
    made = [f'<li class="{look}">{_shown(text)}</li>' for look, text in badges]
    return f'<ul class="badges">{"".join(made)}</ul>'


def _picture(said: "Explanation") -> str:
    """Return the URL in pieces, and the key to their numbers."""
    if not said.url:
        return ""
    lines: list[str] = []
    named: dict[str, list[tuple[int, str]]] = {}
    number = 0
    for one in segments(said):
        if one.line or not lines:
            lines.append("")
        if not one.label:
            lines[-1] += f"<span>{_shown(one.text)}</span>"
            continue
        number += 1
        named.setdefault(one.group, []).append((number, one.label))
        lines[-1] += (
            f'<span class="part {one.group}" title="{_shown(one.label)}">{_shown(one.text)}'
            f'<sup aria-hidden="true">{number}</sup></span>'
        )
    drawn = "\n".join([f'<span class="line">{line}</span>' for line in lines])
    keys = [
        f'<li><span class="swatch {group}"></span><b>{_shown(words)}</b> '
        + ", ".join([f"<i>{index}</i> {_shown(label)}" for index, label in named[group]])
        + "</li>"
        for group, words in GROUPS.items()
        if group in named
    ]
    return (
        f'<figure><code class="url">{drawn}</code>'
        f'<figcaption><ul class="key">{"".join(keys)}</ul></figcaption></figure>'
    )


def _timeline(said: "Explanation") -> str:
    """Return a drawing of the life between two moments, and where in it now is."""
    times = said.times
    begin, end = times.signed_at, times.expires_at
    if begin is None or end is None or end <= begin:
        known = [("signed", begin), ("ends", end)]
        rows = [(name, utc(one)) for name, one in known if one is not None]
        return _section("When it is valid", _definitions(rows))
    first, last = min(begin, said.now), max(end, said.now)
    # A year after an hour: what is far away is drawn near the edge.
    reach = (end - begin) * 3
    first, last = max(first, begin - reach), min(last, end + reach)

    def place(moment: int) -> float:
        return 20 + 660 * (min(max(moment, first), last) - first) / (last - first)

    left, right, now = place(begin), place(end), place(said.now)
    words = (
        f"signed {utc(begin)}, ends {utc(end)} after {span(end - begin)}; "
        f"now {utc(said.now)}: {times.left(said.now)}"
    )
    drawing = (
        f'<svg viewBox="0 0 700 64" role="img" aria-label="{_shown(words)}">'
        '<line class="axis" x1="20" y1="32" x2="680" y2="32"/>'
        f'<rect class="life" x="{left:.1f}" y="24" width="{right - left:.1f}" height="16" rx="4"/>'
        f'<path class="now" d="M{now:.1f} 14 V50 M{now - 5:.1f} 10 h10 l-5 8 z"/>'
        f'<text x="{min(max(now, 34), 666):.1f}" y="62" text-anchor="middle">now</text>'
        "</svg>"
    )
    rows = [("signed", utc(begin)), ("ends", f"{utc(end)}, after {span(end - begin)}")]
    rows.append(("now", f"{utc(said.now)}: {times.left(said.now)}"))
    return _section("When it is valid", drawing + _definitions(rows))


def _section(heading: str, content: str) -> str:
    return f"<section><h2>{heading}</h2>{content}</section>" if content else ""


def _definitions(rows: "Iterable[tuple[str, str]]") -> str:
    made = [f"<div><dt>{_shown(a)}</dt><dd>{_shown(b)}</dd></div>" for a, b in rows]
    return f"<dl>{''.join(made)}</dl>" if made else ""


def _list(sentences: "Iterable[str]") -> str:
    made = [f"<li>{_shown(sentence)}</li>" for sentence in sentences]
    return f"<ul>{''.join(made)}</ul>" if made else ""


def _where(said: "Explanation") -> "list[tuple[str, str]]":
    site = said.site
    if site is None:
        return []
    rows = [("host", ", ".join((site.description, *site.features))), ("region", site.region)]
    where = {"virtual": "in the host", "path": "first in the path"}.get(site.style, site.style)
    rows += [("bucket", f"{site.bucket} ({where})" if site.bucket else ""), ("key", site.key)]
    rows.append(("operation", "; ".join([f"{a}: {b}" for a, b in said.operations])))
    return [(name, value) for name, value in rows if value]


def _who(said: "Explanation") -> "list[tuple[str, str]]":
    if not said.access_key_id:
        return []
    kind = f", {said.key_kind}" if said.key_kind else ""
    return [("access key id", said.access_key_id + kind), *said.scope[:-1]]


def _table(said: "Explanation") -> str:
    rows = [
        f'<tr><th scope="row">{_shown(one.name)}</th><td><code>{_shown(one.value)}</code>'
        + (f" <small>{_shown(one.reading)}</small>" if one.reading else "")
        + f"</td><td>{_shown(one.meaning)}</td></tr>"
        for one in said.parameters
    ]
    head = (
        '<tr><th scope="col">name</th><th scope="col">value</th><th scope="col">meaning</th></tr>'
    )
    return f'<div class="wide"><table>{head}{"".join(rows)}</table></div>' if rows else ""


def _maker(said: "Explanation") -> str:
    maker = said.maker
    if maker is None:
        return ""
    name = f"<b>{_shown(maker.name)}</b>: " if maker.name else ""
    same = f" The same is written by {_shown(', '.join(maker.others))}." if maker.others else ""
    return f"<p>{name}{_shown(maker.reason)}.{same}</p>"


def _findings(said: "Explanation") -> str:
    made = [
        f'<article class="{_shown(one.confidence)}"><h3>{_shown(one.title)} '
        f"<small>{_shown(one.confidence)}, {_shown(one.cause)}</small></h3>"
        f"<pre>{_lines(one.evidence)}</pre><p><b>Fix:</b> {_shown(one.fix)}</p></article>"
        for one in said.findings
    ]
    return "".join(made)


def _lines(text: str) -> str:
    return "\n".join([_shown(line) for line in text.split("\n")])
