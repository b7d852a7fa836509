"""An `Explanation` as text, for a terminal or a log."""

import textwrap

from .moments import span, utc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..explanation import Explanation

_WIDTH = 100
_LABEL = 14


def annotated(said: "Explanation") -> str:
    """Return the breakdown of *said*."""
    lines = [said.title[0].upper() + said.title[1:]]
    if said.url:
        lines += ["", f"  {said.url.partition('?')[0]}"]
    for heading, rows in (
        ("Where it leads", _where(said)),
        ("Who signed it", _who(said)),
        ("When it is valid", _when(said)),
        ("Headers that are signed, and who sends them", list(said.signed_headers)),
        ("Parameters, in their order", _parameters(said)),
        ("What its policy allows", [("", sentence) for sentence in said.policy]),
        ("Who made it, most likely", _maker(said)),
        ("What was repaired in the text", [("", reason) for _, reason in said.repairs]),
    ):
        if rows:
            lines += ["", heading, *_table(rows)]
    if said.findings:
        lines += ["", "What is wrong or odd"]
        for finding in said.findings:
            lines += textwrap.indent(str(finding), "  ").split("\n")
    return "\n".join([line.rstrip() for line in lines])


def _table(rows: "list[tuple[str, str]]") -> "list[str]":
    width = max([len(label) for label, _ in rows])
    width = min(max(width, 0), 34)
    lines: list[str] = []
    for label, text in rows:
        first = f"  {label:<{width}}  " if width else "  - "
        lines += _wrapped(text, first, " " * (width + 4))
    return lines


def _wrapped(text: str, first: str, further: str) -> "list[str]":
    # No escape codes, no line ends of somebody else's on a terminal.
    plain = "".join([one if one.isprintable() else repr(one)[1:-1] for one in text])
    return textwrap.wrap(
        plain,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=False,
    ) or [first]


def _where(said: "Explanation") -> "list[tuple[str, str]]":
    site = said.site
    if site is None:
        return []
    rows = [("host", site.description)]
    rows += [("", feature) for feature in site.features]
    if site.region:
        rows.append(("region", f"{site.region}, says the host"))
    if site.bucket:
        style = {"virtual": "in the host", "path": "first in the path"}.get(site.style)
        rows.append(("bucket", site.bucket + (f" ({style})" if style else f" ({site.style})")))
    if site.key:
        rows.append(("key", site.key))
    named = dict.fromkeys([name for _, name in said.operations])
    if len(named) == 1:
        rows.append(("operation", next(iter(named))))
    elif named:
        listed = ", ".join([f"{method}: {name}" for method, name in said.operations])
        rows.append(
            ("operation", f"{listed}; one of these is signed, and the URL does not say which")
        )
    return rows


def _who(said: "Explanation") -> "list[tuple[str, str]]":
    if not said.access_key_id:
        return []
    kind = f", {said.key_kind}" if said.key_kind else ""
    rows = [("access key id", said.access_key_id + kind)]
    if said.scope:
        rows.append(("scope", " / ".join([value for _, value in said.scope])))
        rows += [(f"  {name}", value) for name, value in said.scope[:-1]]
    return rows


def _when(said: "Explanation") -> "list[tuple[str, str]]":
    times = said.times
    rows: list[tuple[str, str]] = []
    if times.signed_at is not None:
        rows.append(("signed", utc(times.signed_at)))
    if said.kind == "header":
        rows.append(("ends", "15 minutes before and after, as far as clocks may differ"))
    elif times.expires_in is not None:
        rows.append(("lives", f"{times.expires_in} s ({span(times.expires_in)})"))
    if times.expires_at is not None and said.kind != "header":
        rows.append(("ends", utc(times.expires_at)))
    if rows:
        rows.append(("now", f"{utc(said.now)}: {times.left(said.now)}"))
    return rows


def _parameters(said: "Explanation") -> "list[tuple[str, str]]":
    rows: list[tuple[str, str]] = []
    for one in said.parameters:
        read = f" ({one.reading})" if one.reading else ""
        rows.append((one.name, f"{one.value}{read}"))
        rows.append(("", one.meaning))
    return rows


def _maker(said: "Explanation") -> "list[tuple[str, str]]":
    maker = said.maker
    if maker is None:
        return []
    rows = [("", f"{maker.name}: {maker.reason}" if maker.name else maker.reason)]
    if maker.others:
        rows.append(("", f"writing the same: {', '.join(maker.others)}"))
    return rows
