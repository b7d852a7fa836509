"""Every kind of difference between the stores and us, and the differences among the answers."""

from collections.abc import Iterable

from .agreement import STORES, TAKEN, Judged, Kind, agree
from .cases import Case
from .kinds_codes import CODES as THEIR_CODES
from .kinds_ours import OUR_CODES, THEY_ARE_RIGHT, WE_TAKE
from .kinds_signing import THEIR_SIGNING
from .kinds_values import THEIR_VALUES

THEY_TAKE = (*THEIR_SIGNING, *THEIR_VALUES)
CODES = (*THEIR_CODES, *OUR_CODES)
KINDS = (*THEY_ARE_RIGHT, *THEY_TAKE, *WE_TAKE, *CODES)

Compared = tuple[Case, Judged, str]


class Differences:
    """The requests of one store about which it and we differ, by what is declared of them.

    Attributes:
        undeclared: what is of no kind.
        unused: what is declared and no request shows.
    """

    def __init__(self, store: str, compared: Iterable[Compared]) -> None:
        declared = {(kind, said) for kind in KINDS for said in kind.theirs(store)}
        shown: set[tuple[Kind, str]] = set()
        self.undeclared: list[str] = []
        for case, ours, theirs in compared:
            if agree(ours.said, theirs):
                continue
            kinds = [kind for kind in KINDS if kind.covers(store, case, ours, theirs)]
            shown |= {(kind, theirs) for kind in kinds}
            if not kinds:
                self.undeclared.append(f"{case}: {store} says {theirs}, we {ours}")
        self.unused = [f"{kind.name}: {said}" for kind, said in declared - shown]


def document() -> str:
    """Return the tables of the document, each under its heading."""
    ours_wrong = [kind for kind in KINDS if kind.right == "theirs"]
    lines: list[str] = []
    for heading, kinds in (
        ("Where the documentation is the stores'", ours_wrong),
        ("Taken by a store, refused by us", THEY_TAKE),
        ("Taken by us, refused by a store", WE_TAKE),
        ("Refused by all, with another code", CODES),
    ):
        rows = [_row(kind) for kind in kinds if kinds is ours_wrong or kind not in ours_wrong]
        if rows:
            lines += [f"## {heading}", "", *_HEAD, *rows, ""]
    return "\n".join(lines)


_HEAD = (
    "| request | Swift | Ceph RGW | rclone | we | right | why |",
    "|---|---|---|---|---|---|---|",
)


def _row(kind: Kind) -> str:
    cells = [kind.name, *[_cell(kind.theirs(store)) or "as we" for store in STORES]]
    cells += [_cell(kind.ours), f"[{kind.right}]({kind.source})", kind.why]
    return f"| {' | '.join(cells)} |"


def _cell(words: tuple[str, ...]) -> str:
    return ", ".join([word if word == TAKEN else f"`{word}`" for word in words])
