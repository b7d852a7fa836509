"""Which canonical query a signer with other rules may have signed."""

from ...canonical import canonical_query, join_query
from ..link import lenient, lenient_path
from .spelling import other_spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from .queries import Named, Pair, Pairs


def counted(_: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query sorted, counted and joined otherwise."""
    cause = "query-canonicalisation"
    decoded = [(lenient_path(n), lenient_path(v), n, v) for n, v in pairs]
    orders: tuple[tuple[str, list[Pair]], ...] = (
        ("sorted before encoding", [(n, v) for _, _, n, v in sorted(decoded)]),
        ("sorted by name alone", sorted(pairs, key=lambda pair: pair[0])),
        ("sorted without regard to case", sorted(pairs, key=lambda p: (p[0].lower(), p[1]))),
        (
            "sorted before encoding, by name alone",
            [(n, v) for _, _, n, v in sorted(decoded, key=lambda one: one[0])],
        ),
        ("not sorted", list(pairs)),
        ("sorted in reverse", sorted(pairs, reverse=True)),
        ("sorted as name=value", sorted(pairs, key=lambda pair: f"{pair[0]}={pair[1]}")),
    )
    for how, ordered in orders:
        yield join_query(ordered), cause, "sorted by encoded name", how, None
    first = list({name: (name, value) for name, value in reversed(pairs)}.values())
    last = list(dict(pairs).items())
    for how, few in (("the first of each name", first), ("the last of each name", last)):
        yield canonical_query(few), cause, "every parameter", how, None
    yield canonical_query(set(pairs)), cause, "every parameter", "equal ones once", None
    filled = [pair for pair in pairs if pair[1]]
    yield canonical_query(filled), cause, "every parameter", "none without a value", None
    named = [pair for pair in pairs if pair[0]]
    yield canonical_query(named), cause, "every parameter", "none without a name", None
    bare = "&".join([f"{n}={v}" if v else n for n, v in sorted(pairs)])
    yield bare, cause, "name= where there is no value", "name alone", None
    for named_one in dict.fromkeys([name for name, _ in pairs]):
        of_it = [value for name, value in pairs if name == named_one]
        if len(of_it) > 1:
            others = [pair for pair in pairs if pair[0] != named_one]
            for join in (",", "%2C"):
                joined = canonical_query([*others, (named_one, join.join(of_it))])
                yield joined, cause, "repeated parameters", "their values joined", None


def spelled(evidence: "Evidence", pairs: "Pairs") -> "Iterator[Named]":
    """Yield the query in the escapes of other tables."""
    cause = "escape-table"
    names = [(lenient_path(name), lenient_path(value)) for name, value in pairs]
    columns = [
        list(zip(other_spellings(name, path=False), other_spellings(value, path=False)))
        for name, value in names
    ]
    # Text that Latin-1 cannot hold has one spelling less.
    for index in range(min([len(column) for column in columns], default=0)):
        one = [column[index] for column in columns]
        yield canonical_query(one), cause, "escaped by SigV4's table", "escaped otherwise", None
    raw = [(n, v) for n, v in evidence.link.pairs if lenient(n) != "X-Amz-Signature"]
    yield canonical_query(raw), cause, "escaped by SigV4's table", "as it stands in the URL", None
    yield join_query(raw), cause, "sorted, and escaped by SigV4's table", "as in the URL", None
    for kept in ("/", "/;", "/:", "~"):
        one = [(n, _left(v, kept)) for n, v in pairs]
        yield canonical_query(one), cause, "escaped by SigV4's table", f"{kept!r} left", None
    yield canonical_query(names), "escape-table", "escaped", "not escaped at all", None


def _left(value: str, kept: str) -> str:
    for one in kept:
        value = value.replace("%%%02X" % ord(one), one)
    return value
