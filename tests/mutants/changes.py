"""The changes of a module, each tried: those of its functions, and of what its import computes.

mutmut makes them. Of a function it makes all at once, and a name chooses among them; so the tests
are collected once for all. What a module computes on import is changed with mutmut's operators, and
its tests are collected anew for each change.
"""

import ast
import difflib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import forked
import libcst
import pytest
from mutmut.mutation.file_mutation import MutatedFile, create_mutations, mutate_file_contents
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "mutants"

# Derandomised, or a run would tell nothing of the next; and of a failure nothing is found out.
PYTEST = [
    "-p",
    "no:cacheprovider",
    "--hypothesis-profile=mutants",
    "--assert=plain",
    "--tb=no",
    # Half a minute for what goes through every byte; what is sharper is to notice.
    "--deselect=tests/test_quick.py::test_every_altered_byte_is_refused_or_means_the_same",
    # Sixteen threads for seconds: what they notice is a matter of chance.
    "--deselect=tests/test_hot.py::TestThreads::test_hammered",
]

# What tests import, and no change changes: once, and not in each of the processes.
IMPORTED = ("_hypothesis_pytestplugin", "asyncio", "freezegun", "hypothesis.strategies", "requests")


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


def copied(folder: Path) -> Path:
    """Return *folder*, in which there is now all that tests need."""
    shutil.rmtree(folder, ignore_errors=True)
    names = shutil.ignore_patterns("__pycache__", "node_modules", "peers")
    shutil.copytree(ROOT / "sigv4presign", folder / "sigv4presign", ignore=names)
    shutil.copytree(ROOT / "vectors", folder / "vectors", ignore=names)
    (folder / "tests").mkdir()
    for path in [*(ROOT / "tests").glob("*.py"), *(ROOT / "tests").glob("*.json")]:
        shutil.copy(path, folder / "tests")
    settings = '\n[tool.mutmut]\nsource_paths = ["sigv4presign"]\n'
    (folder / "pyproject.toml").write_text(
        (ROOT / "pyproject.toml").read_text("utf-8") + settings, "utf-8"
    )
    return folder


def changes_of_functions(module: str, tests: "list[str]") -> "tuple[int, list[Mutant]]":
    """Return how many changes were killed, and those that survived."""
    folder = copied(WORK / module)
    os.chdir(folder)  # where mutmut looks for its settings
    path = f"sigv4presign/{module}.py"
    mutated = mutate_file_contents(path, Path(path).read_text("utf-8"))
    if not mutated.mutant_names:
        return 0, []
    Path(path).write_text(mutated.code, "utf-8")
    names = [f"sigv4presign.{module}.{name}" for name in mutated.mutant_names]
    statements = statements_of(mutated.code)
    lines = [lines_of(mutated, name, statements) for name in mutated.mutant_names]
    mutants = [(name, first, last) for name, (first, last) in zip(names, lines)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "forked", *PYTEST, *tests],
        env={
            **os.environ,
            "MUTANTS": json.dumps({"path": path, "mutants": mutants}),
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": str(Path(__file__).parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout[-4000:] + done.stderr)
    outcomes = json.loads(Path("outcomes.json").read_text("utf-8"))
    alive = [
        change_of_function(module, mutated, name)
        for name, key in zip(mutated.mutant_names, names)
        if outcomes[key] == forked.SURVIVED
    ]
    return len(names) - len(alive), alive


def both_texts(mutated: MutatedFile, name: str) -> "list[list[str]]":
    """Return the lines of a function as it is, and as the mutant *name* has it."""
    function, _ = orig_function_and_class_names_from_key(name)
    lines = mutated.code.splitlines()
    both: list[list[str]] = []
    for generated in (original_of(name), name):
        span = mutated.line_span_by_function_name[generated]
        text = lines[span.start - 1 : span.end]
        both.append([line.replace(generated, function) for line in text])
    return both


def original_of(name: str) -> str:
    return f"{name.partition('__mutmut_')[0]}__mutmut_orig"


def change_of_function(module: str, mutated: MutatedFile, name: str) -> Mutant:
    function, owner = orig_function_and_class_names_from_key(name)
    diff = difflib.unified_diff(*both_texts(mutated, name), lineterm="", n=0)
    return mutant_of(
        module,
        f"{owner}.{function}" if owner else function,
        [line for line in diff if line[0] != "@"],
    )


def lines_of(
    mutated: MutatedFile, name: str, statements: "dict[int, tuple[int, int]]"
) -> "tuple[int, int]":
    """Return the first and the last line of the statement that *name* changes."""
    span = mutated.line_span_by_function_name[original_of(name)]
    matched = difflib.SequenceMatcher(None, *both_texts(mutated, name), autojunk=False)
    changed = [
        statements.get(span.start + line, (span.start, span.end))
        for kind, first, last, _, _ in matched.get_opcodes()
        if kind != "equal"
        for line in range(first, max(last, first + 1))
    ]
    return min(first for first, _ in changed), max(last for _, last in changed)


def statements_of(code: str) -> "dict[int, tuple[int, int]]":
    """Return for each line of a function's body the lines of the statement, or the head of one."""
    found: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(code)):
        # What a ``def`` has in its head is computed before any test runs.
        if not isinstance(node, (ast.stmt, ast.ExceptHandler)) or isinstance(
            node, (ast.FunctionDef, ast.ClassDef)
        ):
            continue
        inner = getattr(node, "body", None)
        last = max(node.lineno, inner[0].lineno - 1) if inner else node.end_lineno or node.lineno
        found.update(dict.fromkeys(range(node.lineno, last + 1), (node.lineno, last)))
    return found


def within_a_function(mutation) -> bool:
    return isinstance(mutation.contained_by_top_level_function, libcst.FunctionDef)


def mutations_of(module: str):
    path = ROOT / "sigv4presign" / f"{module}.py"
    return create_mutations(str(path), path.read_text("utf-8"))[:2]


def changes_of_tables(module: str, tests: "list[str]") -> "tuple[int, list[Mutant]]":
    """Return the same for what the module's import computes."""
    tree, mutations = mutations_of(module)
    typing = read_by_type_checkers(tree)
    changed = [
        tree.deep_replace(mutation.original_node, mutation.mutated_node).code
        for mutation in mutations
        if not within_a_function(mutation) and id(mutation.original_node) not in typing
    ]
    folders = [copied(WORK / f"{module}-{number}") for number in range(forked.WORKERS)]

    def job(code: str) -> "Callable[[int], bool]":
        return lambda slot: passes(folders[slot], module, code, tests)

    for name in IMPORTED:
        importlib.import_module(name)
    # The first is the proof that the tests pass without any change.
    outcomes = forked.outcomes([job(code) for code in [tree.code] + changed]) if changed else []
    if changed and outcomes[0] != forked.SURVIVED:
        sys.exit(f"the tests of {module} fail without any change")
    alive: list[Mutant] = []
    for code, outcome in zip(changed, outcomes[1:]):
        if outcome == forked.SURVIVED:
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


def passes(folder: Path, module: str, code: str, tests: "list[str]") -> bool:
    """Return whether *tests* pass in *folder* with this *code* of *module*; in a fork."""
    forked.limit(60)
    path = folder / "sigv4presign" / f"{module}.py"
    path.write_text(code, "utf-8")
    # The cache goes by length and by full seconds.
    Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
    os.chdir(folder)
    os.environ["PYTHONPATH"] = sys.path[0] = str(folder)
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    known = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"
    return pytest.main(["-x", "-q", "-W", known, *PYTEST, *tests]) == 0
