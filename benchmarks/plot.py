"""A plot of microseconds by library, as SVG, for the README; light and dark."""

import html

WIDTH, LEFT, RIGHT, ROW, TOP = 760, 230, 120, 26, 44
STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .small { font-size: 11px; fill: #57606a; }
  .bar { fill: #8c959f; }
  .ours { fill: #0969da; }
  .floor { fill: #d0d7de; }
  .cut { stroke: #ffffff; stroke-width: 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .small { fill: #8d96a0; }
    .bar { fill: #6e7681; }
    .ours { fill: #58a6ff; }
    .floor { fill: #30363d; }
    .cut { stroke: #0d1117; }
  }
"""


def bars(medians, ours, floor, longest):
    """Return the SVG of *medians*, microseconds by name.

    *ours* and the *floor* stand out; bars longer than that of *longest* are cut off, and show it.
    """
    ordered = sorted(medians.items(), key=lambda item: item[1])
    most = medians.get(longest, ordered[-1][1]) * 1.1
    height = TOP + ROW * len(ordered) + 28
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" '
        'aria-label="Microseconds to presign one URL, by library">',
        f"<style>{STYLE}</style>",
        '<text class="title" x="12" y="24">Microseconds to presign one URL</text>',
    ]
    for number, (name, taken) in enumerate(ordered):
        y = TOP + ROW * number
        length = max(1.5, min(1, taken / most) * (WIDTH - LEFT - RIGHT))
        kind = "ours" if name == ours else "floor" if name == floor else "bar"
        weight = ' font-weight="600"' if name == ours else ""
        times = f"  ({taken / medians[ours]:.1f}×)" if name not in (ours, floor) else ""
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 15}" text-anchor="end"{weight}>'
            f"{html.escape(name)}</text>",
            f'<rect class="{kind}" x="{LEFT}" y="{y + 3}" width="{length:.1f}" '
            f'height="{ROW - 9}" rx="2"/>',
            f'<text x="{LEFT + length + 8:.1f}" y="{y + 15}"{weight}>{taken:.1f}{times}</text>',
        ]
        if taken > most:
            cut = LEFT + length - 28
            parts.append(
                f'<path class="cut" d="M{cut} {y + ROW - 4} l8 -{ROW - 5}"/>'
                f'<path class="cut" d="M{cut + 7} {y + ROW - 4} l8 -{ROW - 5}"/>'
            )
    parts += [
        f'<text class="small" x="12" y="{height - 10}">One core, medians of turns in one run. '
        "The hash floor is one SHA-256 and one HMAC, which no signer can do without.</text>",
        "</svg>\n",
    ]
    return "\n".join(parts)
