"""Change the package a little, a change at a time, and see whether a test notices: `make mutants`.

mutmut makes the changes. It tries those of functions itself, in processes that it forks; it leaves
what a module computes on import alone, so the tables are changed here, with mutmut's operators,
and each is tried in a process of its own. A change that no test notices must be in
`equivalent.toml`, with the reason why nobody could notice it.
"""

import difflib
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

import libcst
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.mutation.file_mutation import create_mutations
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10, where pytest brings it
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "mutants"
LISTED = Path(__file__).with_name("equivalent.toml")
RATE = 0.95
WORKERS = 2

# The tests that are to notice a change of a module; not all that run it, for those are most.
TESTS = {
    "canonical": ["canonical", "vectors"],
    "signing": ["signing"],
    "_percent": ["percent"],
    "_time": ["time"],
    "_fast": ["signing"],
    "_base64": ["base64"],
    "conditions": ["policies"],
    "policies": ["policies"],
    "_compare": ["verification"],
    "_proof": ["verification", "verifier", "header_claims", "posts"],
    "_received": ["verification", "header_claims", "boundaries"],
    "_parameters": ["verification", "header_claims", "boundaries"],
    "_rebuilt": ["verification", "header_claims", "boundaries"],
    "claims": ["verification", "verifier", "header_claims", "posts", "value", "boundaries"],
    "verification": ["verification", "header_claims", "boundaries"],
    "verifier": ["verifier", "posts", "boundaries"],
    "post_forms": ["posts", "boundaries"],
    "post_verification": ["posts", "boundaries"],
    "_quick": ["quick"],
    "_door": ["verifier", "boundaries"],
    "_memory": ["quick", "boundaries"],
    "pending": ["verifier", "boundaries"],
    "chunks": ["chunks", "boundaries"],
    "payloads": ["chunks", "verifier", "header_claims"],
    "keys": ["verifier", "verification", "secrets", "boundaries"],
    "limits": ["verifier", "verification", "boundaries"],
    "places": ["verification", "verifier", "boundaries"],
    "authorization": ["authorization"],
}

# Derandomised, or a run would tell nothing of the next; and nothing is shrunk.
PYTEST = ["-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
KILLED = ("killed", "timeout", "segfault")
ALIVE = ("survived", "no tests")


class Mutant(NamedTuple):
    """A change, named so that an edit elsewhere in the module leaves its name as it is."""

    module: str
    function: str
    line: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.module}: {self.function}\n    - {self.line}\n    + {self.becomes}"


def mutant_of(module: str, function: str, diff: "list[str]") -> Mutant:
    changed = [line for line in diff if not line.startswith(("---", "+++"))]
    old, new = [
        " ".join([line[1:].strip() for line in changed if line[0] == sign]) for sign in "-+"
    ]
    return Mutant(module, function, old, new)


def copied(folder: Path, module: str) -> Path:
    """Return *folder*, in which there is now all that the tests of *module* need."""
    shutil.rmtree(folder, ignore_errors=True)
    names = shutil.ignore_patterns("__pycache__", "node_modules", "peers")
    shutil.copytree(ROOT / "sigv4presign", folder / "sigv4presign", ignore=names)
    shutil.copytree(ROOT / "vectors", folder / "vectors", ignore=names)
    (folder / "tests").mkdir()
    for path in [*(ROOT / "tests").glob("*.py"), *(ROOT / "tests").glob("*.json")]:
        shutil.copy(path, folder / "tests")
    settings = {
        "source_paths": ["sigv4presign"],
        "only_mutate": [f"sigv4presign/{module}.py"],
        "also_copy": ["vectors"],
        "pytest_add_cli_args": PYTEST,
        "pytest_add_cli_args_test_selection": tests_of(module),
        "timeout_multiplier": 5.0,
    }
    lines = ["", "[tool.mutmut]", *[f"{name} = {value!r}" for name, value in settings.items()]]
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(project + "\n".join(lines) + "\n", "utf-8")
    return folder


def tests_of(module: str) -> "list[str]":
    return [f"tests/test_{name}.py" for name in TESTS[module]]


def mutmut(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [Path(sys.executable).with_name("mutmut"), *arguments],
        cwd=folder,
        # Of the set of tests that it runs, the order is that of their hashes.
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout[-4000:].replace("\r", "\n") + done.stderr)
    return done.stdout


def changes_of_functions(module: str) -> "tuple[int, list[Mutant]]":
    """Return how many changes were killed, and those that survived."""
    folder = copied(WORK / module, module)
    os.chdir(folder)  # where mutmut's functions look for its settings and its files
    mutmut(folder, "run", "--max-children", str(WORKERS))
    killed = 0
    alive: list[Mutant] = []
    for line in mutmut(folder, "results", "--all", "true").splitlines():
        key, status = line.strip().rsplit(": ", 1)
        if status in KILLED:
            killed += 1
        elif status in ALIVE:
            diff = get_diff_for_mutant(key, path=f"sigv4presign/{module}.py").splitlines()
            name, owner = orig_function_and_class_names_from_key(key)
            alive.append(mutant_of(module, f"{owner}.{name}" if owner else name, diff))
        else:
            sys.exit(f"{key} is {status!r}")
    return killed, alive


def within_a_function(mutation) -> bool:
    return isinstance(mutation.contained_by_top_level_function, libcst.FunctionDef)


def mutations_of(module: str):
    path = ROOT / "sigv4presign" / f"{module}.py"
    return create_mutations(str(path), path.read_text("utf-8"))[:2]


def changes_of_tables(module: str) -> "tuple[int, list[Mutant]]":
    """Return the same for what the module's import computes."""
    tree, mutations = mutations_of(module)
    typing = read_by_type_checkers(tree)
    changed = [
        tree.deep_replace(mutation.original_node, mutation.mutated_node).code
        for mutation in mutations
        if not within_a_function(mutation) and id(mutation.original_node) not in typing
    ]
    folders: Queue[Path] = Queue()
    for number in range(WORKERS):
        folders.put(copied(WORK / f"{module}-{number}", module))

    def survives(code: str) -> bool:
        folder = folders.get()
        try:
            (folder / "sigv4presign" / f"{module}.py").write_text(code, "utf-8")
            return passes(folder, module)
        finally:
            folders.put(folder)

    if changed and not survives(tree.code):
        sys.exit(f"the tests of {module} fail without any change")
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = list(pool.map(survives, changed))
    alive: list[Mutant] = []
    for code, survived in zip(changed, outcomes):
        if survived:
            diff = difflib.unified_diff(tree.code.splitlines(), code.splitlines(), lineterm="", n=0)
            alive.append(mutant_of(module, "module", [line for line in diff if line[0] != "@"]))
    return len(changed) - len(alive), alive


def read_by_type_checkers(tree: libcst.Module) -> "set[int]":
    """Return the ids of the nodes under ``if TYPE_CHECKING:``, and of that name's own line."""
    waiting: list[libcst.CSTNode] = [
        statement
        for statement in tree.body
        if tree.code_for_node(statement).lstrip("\n").startswith(("TYPE_", "if TYPE_"))
    ]
    found: set[int] = set()
    while waiting:
        node = waiting.pop()
        found.add(id(node))
        waiting.extend(node.children)
    return found


def passes(folder: Path, module: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", *PYTEST, *tests_of(module)]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)},
            capture_output=True,
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


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
    print(f"{'module':14} mutants  killed  equivalent  survived  seconds")
    for module in modules:
        start = time.monotonic()
        killed, alive = changes_of_functions(module)
        killed_too, alive_too = changes_of_tables(module)
        killed += killed_too
        alive += alive_too
        found = Counter(alive)
        excused = (found & equivalent).total()
        lasted = time.monotonic() - start
        every = killed + len(alive)
        print(
            f"{module:14} {every:7} {killed:7} {excused:11} {len(alive) - excused:9} {lasted:8.0f}",
            flush=True,
        )
        survivors += found
        total += every
    report(survivors, equivalent, total, whole=len(modules) == len(TESTS))


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
