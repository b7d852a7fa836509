"""The table in ``docs/stores.md``: what every store makes of every case."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from .cases import SECTIONS
from .declared import NAMES, Declared, declared
from .outcome import WORKS, Case, Section

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "stores.md"
BEGIN, END = "<!-- matrix: written by `make matrix` -->", "<!-- matrix: end -->"

Results = Mapping[str, Mapping[str, str]]  # outcomes by store and label
Known = Callable[[str, Case], Declared]


def by_declaration(store: str, case: Case) -> Declared:
    return declared(store, case)


def by_results(results: Results) -> Known:
    """Return what knows what a run found; of stores that it had not, what is declared."""

    def known(store: str, case: Case) -> Declared:
        expected = declared(store, case)
        outcome = results.get(store, {}).get(case.label, expected.outcome)
        why = expected.why if outcome == expected.outcome else "not yet explained"
        return Declared(outcome, "" if outcome == WORKS else why)

    return known


def rendered(known: Known) -> str:
    """Return the table: a summary, then a table and the reasons for each section."""
    lines = [_row("what is tried", *NAMES.values()), _rule()]
    for section in SECTIONS:
        works = [_works(section, store, known) for store in NAMES]
        lines.append(_row(f"[{section.title}](#{_anchor(section.title)})", *works))
    everything = Section("all", [case for section in SECTIONS for case in section.cases])
    lines.append(_row("**all**", *[_works(everything, store, known) for store in NAMES]))
    for section in SECTIONS:
        lines += ["", f"### {section.title}", "", *_section(section, known)]
    return "\n".join(lines)


def written() -> str:
    """Return the table as it stands in the document."""
    _, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    return rest.partition(END)[0].strip("\n")


def write(table: str) -> None:
    text = DOCUMENT.read_text("utf-8")
    head, _, rest = text.partition(BEGIN)
    DOCUMENT.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{rest.partition(END)[2]}", "utf-8")


def _works(section: Section, store: str, known: Known) -> str:
    works = [case for case in section.cases if known(store, case).outcome == WORKS]
    return f"{len(works)}/{len(section.cases)}"


def _section(section: Section, known: Known) -> list[str]:
    lines = [_row("", *NAMES.values()), _rule()]
    notes: dict[tuple[str, str, str], int] = {}

    def cell(store: str, case: Case) -> str:
        outcome, why = known(store, case)
        if outcome == WORKS:
            return WORKS
        kind, _, what = outcome.partition(": ")
        number = notes.setdefault((store, what, why), len(notes) + 1)
        return f"{kind} ({number})"

    lines += [
        _row(_marked(case.name), *[cell(store, case) for store in NAMES]) for case in section.cases
    ]
    if notes:
        lines.append("")
    for (store, what, why), number in notes.items():
        lines.append(f"{number}. {NAMES[store]}, {_quoted(what)}: {why}.")
    return lines


def _quoted(what: str) -> str:
    """Return *what* with its codes marked as such."""
    return re.sub(r"\b[2345]\d\d( [A-Z]\w+)?\b", r"`\g<0>`", what)


def _marked(name: str) -> str:
    """Return the name of a case with those of operations and parameters marked as such."""
    return re.sub(r"\b[a-z0-9]+(_[a-z0-9]+)+\b|\$\{\w+\}", r"`\g<0>`", name)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rule() -> str:
    return "|---" * (len(NAMES) + 1) + "|"


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
