"""One table of all libraries that are installed, and one of our own ways; `make bench`.

With ``--write`` the tables also go into README.md beside this file, and the plot into the folder.
"""

import argparse
import contextlib
import datetime as dt
import importlib.metadata
import platform
import statistics
import sys
from pathlib import Path

import fresh
import plot
from libraries import NODE, NODE_FOLDER, PYTHON, Node
from measure import (
    CLEAN,
    KEYS,
    SPACES,
    TOKEN,
    UNICODE,
    check,
    floor,
    in_turns,
    over,
    ratio,
    repeated,
)
from ways import MAKING, PROVING

import sigv4presign

ROUNDS = 30
FLOOR, OURS = "hash floor", "sigv4presign"
HERE = Path(__file__).resolve().parent


def versions():
    names = {}
    for name, (_, package) in PYTHON.items():
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            version = importlib.metadata.version(package) if package else sigv4presign.__version__
            names[name] = version
    return names


def makers(names, token):
    """Return what each library does, by its name; that of `names` which is installed."""
    found = {}
    for name in names:
        with contextlib.suppress(ImportError):
            found[name] = PYTHON[name][0](token)
    return found


def one_url(names, node, scenario):
    """Return the microseconds of one URL by library."""
    token = TOKEN if scenario == "token" else None
    keys = KEYS[scenario]
    runs = {FLOOR: repeated(floor(keys[0], token))}
    for name, functions in makers(names, token).items():
        with contextlib.suppress(sigv4presign.TokenMismatchError):  # it leaves the token out
            check(functions["sign"](keys[1]), keys[1], token)
            runs[name] = over(functions["sign"], keys)
    for name in NODE if node else ():
        check(node.ask(name, keys[1:2], token)["url"], keys[1], token)
        runs[name] = lambda count, name=name: node.ask(
            name, [keys[n % len(keys)] for n in range(count)], token
        )["microseconds"]
    return in_turns(runs, ROUNDS)


def many_urls(names, keys):
    runs = {FLOOR: repeated(floor(keys[0]))}
    for name, functions in makers(names, None).items():
        if "many" in functions:
            for key, url in zip(keys, functions["many"](keys), strict=True):
                check(url, key)
            many = functions["many"]

            def run(count, many=many):
                some = keys * (count // len(keys) + 1)  # at least all of them
                return repeated(lambda: [None for _ in many(some)])(1) / len(some)

            runs[name] = run
    return in_turns(runs, ROUNDS)


def forms(names):
    runs = {FLOOR: repeated(floor())}
    for name, functions in makers(names, None).items():
        if "post" in functions:
            runs[name] = repeated(lambda post=functions["post"]: post("folder/test.txt"))
    return in_turns(runs, ROUNDS)


def ours(ways):
    runs = {FLOOR: repeated(floor(CLEAN[0]))}
    for name, make in ways.items():
        with contextlib.suppress(ImportError):
            runs[name] = repeated(make())
    return in_turns(runs, ROUNDS)


def cell(taken, floor_taken):
    return f"{statistics.median(taken):.1f} ({ratio(taken, floor_taken):.1f}×)"


def markdown(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def library_rows(names, columns, started):
    """Return a row for each library: versions, what it took from `columns`, and its start."""
    for name in [FLOOR, *names]:
        cells = [
            cell(taken[name], taken[FLOOR]) if name in taken else "–" for taken in columns.values()
        ]
        start = [started.get((name, stage)) for stage in ("import", "first")]
        times = [f"{stage[0]:.0f}" if stage else "–" for stage in start]
        memory = f"{start[1][1]:.0f}" if start[1] else "–"
        yield [f"{name} {names.get(name, '')}".strip(), *cells, *times, memory]


def bars(columns, proving, started):
    """Return the figures that the project holds itself to."""
    one, many = columns["one"], columns["many"]
    for name, wanted in (
        ("boto3", 80),
        ("minio-py", 15),
        ("awscrt (C)", 6),
        ("obstore (Rust)", 2.5),
    ):
        if name in one:
            yield f"one URL, faster than {name}", f"≥ {wanted}×", ratio(one[name], one[OURS])
    yield "one URL, to the floor", "≤ 3.5×", ratio(one[OURS], one[FLOOR])
    yield "many URLs, to the floor", "≤ 2.0×", ratio(many[OURS], many[FLOOR])
    if "obstore (Rust)" in many:
        faster = ratio(many["obstore (Rust)"], many[OURS])
        yield "many URLs, faster than obstore's batch", "≥ 4.5×", faster
    for name in ("many, blanks", "many, unicode"):
        taken = columns[name]
        yield f"{name}, to the floor", "≤ 3.5×", ratio(taken[OURS], taken[FLOOR])
    proven = proving["Verifier.verify, a presigned GET"]
    yield "verify, to the floor", "≤ 8×", ratio(proven, proving[FLOOR])
    first = started[OURS, "first"]
    if ("boto3", "first") in started:
        faster = started["boto3", "first"][0] / first[0]
        yield "first URL in a fresh process, faster than boto3's", "≥ 10×", faster
    bare = started["bare: hashlib, hmac", "import"]
    yield "… its peak memory to that of hashlib and hmac", "≤ 1.3×", first[1] / bare[1]


def report(node):
    names = versions()
    columns = {
        "one": one_url(names, node, "clean"),
        "one, blanks": one_url(names, node, "spaces"),
        "one, unicode": one_url(names, node, "unicode"),
        "one, token": one_url(names, node, "token"),
        "many": many_urls(names, CLEAN),
        "many, blanks": many_urls(names, SPACES),
        "many, unicode": many_urls(names, UNICODE),
        "form": forms(names),
    }
    made, proven = ours(MAKING), ours(PROVING)
    started = fresh.measured(node is not None)
    rows = {**names, **dict.fromkeys(NODE if node else (), "")}
    head = ["library", *columns, "import, ms", "first URL, ms", "memory, MiB"]
    own = [
        [name, cell(taken, table[FLOOR])]
        for table in (made, proven)
        for name, taken in table.items()
        if name != FLOOR
    ]
    bare, empty = started["bare: hashlib, hmac", "import"], [""] * len(columns)
    begun = ["bare: hashlib, hmac", *empty, f"{bare[0]:.0f}", "", f"{bare[1]:.0f}"]
    peers = markdown(head, [*library_rows(rows, columns, started), begun])
    held = [[what, wanted, f"{got:.2f}×"] for what, wanted, got in bars(columns, proven, started)]
    text = (
        f"{dt.datetime.now(dt.timezone.utc):%d %B %Y}; {machine()}; "
        f"Python {platform.python_version()}; {ROUNDS} turns.\n\n{peers}\n\n"
        f"{markdown(['what is held to', 'bar', 'measured'], held)}\n\n"
        f"{markdown(['our own ways', 'µs (× the hash floor)'], own)}\n"
    )
    return text, columns["one"]


def machine():
    with contextlib.suppress(OSError), Path("/proc/cpuinfo").open(encoding="ascii") as lines:
        model = next(
            (line.partition(": ")[2] for line in lines if line.startswith("model name")), ""
        )
        return f"{model.strip()}, {platform.system()}"
    return f"{platform.machine()}, {platform.system()}"


def write(text, one):
    path = HERE / "README.md"
    begin, end = "<!-- the last table -->\n", "<!-- its end -->\n"
    before, _, rest = path.read_text("utf-8").partition(begin)
    after = rest.partition(end)[2]
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
    medians = {name: statistics.median(taken) for name, taken in one.items()}
    (HERE / "one-url.svg").write_text(plot.bars(medians, OURS, FLOOR, "boto3"), "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    arguments = parser.parse_args()
    node = Node() if (NODE_FOLDER / "node_modules").exists() else None
    if node is None:
        print("Node's libraries: not measured, they are not installed")
    text, one = report(node)
    if node is not None:
        node.close()
    print(text)
    if arguments.write:
        write(text, one)
    return 0


if __name__ == "__main__":
    sys.exit(main())
