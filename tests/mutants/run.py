"""Change the package a little, a change at a time, and see whether a test notices: `make mutants`.

A change that no test notices must be in `equivalent.toml`, with the reason why nobody could.
"""

import sys
import time
from collections import Counter
from pathlib import Path

from changes import Mutant, changes_of_functions, changes_of_tables

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10, where pytest brings it
    import tomli as tomllib

LISTED = Path(__file__).with_name("equivalent.toml")
RATE = 0.95

# The tests that are to notice a change of a module; not all that run it, for those are most.
TESTS = {
    "canonical": ["canonical", "vectors"],
    "signing": ["signing"],
    "_percent": ["percent"],
    "_time": ["time", "boundaries"],
    "_fast": ["signing"],
    "_base64": ["base64"],
    "conditions": ["policies", "boundaries"],
    "policies": ["policies"],
    "_compare": ["verification"],
    "_proof": ["verification", "verifier", "header_claims", "posts", "boundaries", "attacks"],
    "_received": ["verification", "header_claims", "boundaries", "attacks"],
    "_parameters": ["verification", "header_claims", "boundaries", "attacks"],
    "_rebuilt": ["verification", "header_claims", "boundaries", "attacks"],
    "claims": [
        "verification",
        "verifier",
        "header_claims",
        "posts",
        "value",
        "boundaries",
        "chunks",
    ],
    "verification": ["verification", "header_claims", "boundaries", "attacks"],
    "verifier": ["verifier", "posts", "boundaries", "attacks"],
    "post_forms": ["posts", "boundaries", "attacks"],
    "post_verification": ["posts", "boundaries", "attacks"],
    "_quick": ["quick", "boundaries"],
    "_link": ["quick", "boundaries"],
    "_hot": ["hot"],
    "_shelf": ["hot"],
    "signer": ["hot"],
    "_request": ["presigning", "vectors", "bad_input", "signing", "header_claims"],
    "_layouts": ["presigning", "vectors", "layouts", "bad_input"],
    "_checks": ["presigning", "vectors", "bad_input", "verifier", "authorization", "hot"],
    "presigning": ["presigning", "vectors", "layouts", "bad_input", "signing"],
    "_door": ["verifier", "posts", "boundaries", "attacks"],
    "_memory": ["quick", "verifier", "boundaries"],
    "pending": ["verifier", "boundaries", "quick"],
    "chunks": ["chunks", "boundaries"],
    "payloads": ["chunks", "verifier", "header_claims", "attacks"],
    "keys": ["verifier", "verification", "secrets", "boundaries"],
    "limits": ["verifier", "verification", "posts", "boundaries", "attacks"],
    "places": ["verification", "verifier", "boundaries"],
    "authorization": ["authorization", "vectors", "bad_input", "header_claims"],
}


def listed(modules: "list[str]") -> "Counter[Mutant]":
    """Return the changes that nobody could notice."""
    found: Counter[Mutant] = Counter()
    for entry in tomllib.loads(LISTED.read_text("utf-8"))["equivalent"]:
        assert entry["reason"], entry
        assert entry["module"] in TESTS, entry
        for becomes in entry["becomes"]:
            found[Mutant(entry["module"], entry["function"], entry["line"], becomes)] += 1
    return Counter({mutant: n for mutant, n in found.items() if mutant.module in modules})


def main(modules: "list[str]") -> None:
    wrong = [module for module in modules if module not in TESTS]
    if wrong:
        sys.exit(f"no tests are named for {' '.join(wrong)}; there are: {' '.join(TESTS)}")
    modules = modules or list(TESTS)
    equivalent = listed(modules)
    survivors: Counter[Mutant] = Counter()
    total = 0
    begun = time.monotonic()
    print(HEAD)
    for module in modules:
        start = time.monotonic()
        tests = [f"tests/test_{name}.py" for name in TESTS[module]]
        killed, alive = changes_of_functions(module, tests)
        killed_too, alive_too = changes_of_tables(module, tests)
        found = Counter(alive + alive_too)
        killed += killed_too
        print(row(module, killed, found, equivalent, start), flush=True)
        survivors += found
        total += killed
    if len(modules) > 1:
        print(row("all", total, survivors, equivalent, begun))
    report(survivors, equivalent, total + survivors.total(), whole=len(modules) == len(TESTS))


HEAD = f"{'module':18} tried  killed  listed  survived  seconds"


def row(
    what: str, killed: int, found: "Counter[Mutant]", equivalent: "Counter[Mutant]", start: float
) -> str:
    """Return a line of the summary; what is listed is not counted as killed."""
    excused = (found & equivalent).total()
    left = found.total() - excused
    lasted = time.monotonic() - start
    return f"{what:18} {killed + found.total():5} {killed:7} {excused:7} {left:9} {lasted:8.0f}"


def report(
    survivors: "Counter[Mutant]", equivalent: "Counter[Mutant]", total: int, *, whole: bool
) -> None:
    rate = 1 - survivors.total() / total
    print(f"{rate:.1%} of {total} killed; {RATE:.0%} are wanted")
    unlisted, stale = survivors - equivalent, equivalent - survivors
    for title, mutants in (
        ("survived, and no reason is given for it:", unlisted),
        (f"listed in {LISTED.name}, but killed, or not made any more:", stale),
    ):
        if mutants:
            print(f"\n{title}")
            print(*mutants.elements(), sep="\n")
    # Of a few modules the rate says nothing: half of the changes of a short one may be listed.
    sys.exit(1 if unlisted or stale or (whole and rate < RATE) else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
