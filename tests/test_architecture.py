"""The cut of the package: floors, the modules that an import loads, what the core keeps to."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sigv4presign

PACKAGE = Path(sigv4presign.__file__).parent
FLOORS = [
    {"errors", "_percent", "_time", "_value"},
    {"canonical", "signing", "_base64", "_checks", "_compare", "refusals"}
    | {f"s3.{name}" for name in ("__init__", "labels", "operations", "parameters", "partitions")},
    {"conditions", "credentials", "places", "rules", "_fast", "_layouts", "_request"}
    | {"s3.arns", "s3.store", "s3.wire"},
    {"_hot", "_parameters", "authorization", "chunks", "keys", "limits", "policies", "presigned"}
    | {
        f"s3.{name}"
        for name in ("addressing", "disposition", "encryption", "limits", "mistakes", "stores")
    },
    {"_memory", "_proof", "_shelf", "_received", "payloads", "post_forms", "presigned_post"}
    | {"presigning", "s3.requests", "s3.settings"},
    {"verified", "post_policy", "signer", "s3.links"},
    {"claims", "s3.hot"},
    {"_door", "_link", "_quick", "_rebuilt", "s3.forms", "s3.migration", "s3.multipart"},
    {"pending", "post_verification", "verification", "s3.calls"},
    {"verifier", "s3.presigner"},
    {"__init__"},
    {"profiles", "_columns", "_extras", "_routes", "_wsgi_streams", "s3.answers"},
    {"_gate", "bulk._chunks", "bulk._locks", "bulk._progress"},
    {"arrow", "asgi", "wsgi", "bulk._inventory", "bulk._journal", "bulk._parquet", "bulk._rows"},
    {"bulk._files", "bulk._formats", "bulk._tables"},
    {"bulk._input", "bulk._workers"},
    {"bulk._run"},
    {"bulk.__init__"},
    *(
        {f"diagnosis.{name}" for name in names.split()}
        for names in (
            "__init__ answer curl_options request cause link showing searching form_parts regions "
            "alternatives.__init__ alternatives.spelling alternatives.methods alternatives.secrets "
            "linting.__init__ saying.__init__ saying.codes",
            "json_values multipart shell_words urls xml_errors evidence rebuilding "
            "catalogue.forms catalogue.headers catalogue.keys catalogue.outcomes catalogue.paths "
            "catalogue.payloads catalogue.places catalogue.queries catalogue.times "
            "catalogue.tokens",
            "curl_command har raw_http script_calls catalogue.__init__ alternatives.hosts "
            "alternatives.paths alternatives.payloads alternatives.scopes "
            "alternatives.canonicalisations alternatives.tokens",
            "answers findings alternatives.headers alternatives.queries",
            "reading diagnosis saying.words alternatives.space comparing linting.forms "
            "linting.headers linting.mechanism linting.paths linting.places linting.queries "
            "linting.times linting.tokens",
            "lints saying.answers proving wondering gathering",
            "policy_proving weighing",
            "diagnosing",
            "refused",
        )
    ),
    {f"explaining.{name}" for name in ("__init__", "hosts", "makers", "meanings", "moments")}
    | {f"explaining.{name}" for name in ("operation", "page_style", "policy_words", "segments")}
    | {"explaining.tokens"},
    {f"explaining.{name}" for name in ("parameters", "picture", "subject", "text")},
    {"explaining.taking_apart"},
    {"explanation"},
    {f"store.{name}" for name in ("_errors", "_files", "_heads", "_names")},
    {f"store.{name}" for name in ("_answers", "_drafts", "_layout")}
    | {f"store.{name}" for name in ("_multipart_form", "_records", "_streams", "_xml")},
    {"store._bodies", "store._buckets", "store._cors", "store._log"},
    {"store._listing", "store._uploads"},
    {"store._folder", "store._own_credentials"},
    {"store._calls"},
    {"store._conditions", "store._containers", "store._kept"},
    {"store._forms", "store._reading", "store._writing"},
    {"store._multipart_lists", "store._multiparts"},
    {"store._routes"},
    {"store._service"},
    {"store._connections"},
    {"store._server"},
    {"store._store"},
    {"store.__init__"},
    {"pytest_plugin"},
    {"cli._live", "cli._objects", "cli._output", "cli._paint", "cli._pasted", "cli._values"},
    {"cli._demo", "cli._explain_commands", "cli._serve"},
    {"cli._bulk", "cli._commands", "cli._s3_commands"},
    {"cli._explain_options", "cli._s3_options"},
    {"cli._arguments"},
    {"cli.__init__"},
    {"__main__"},
]
FLOOR = {name: rank for rank, names in enumerate(FLOORS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))
EDGE = FLOOR["profiles"]
# What each floor of the core may import beside the package itself.
STANDARD = [
    {"time"},
    {"binascii", "hashlib", "hmac", "time"},
    {"binascii", "hashlib", "hmac", "json", "time"},
]


# What explains and diagnoses may use more of the standard library, and still touches no world.
OFFLINE = {
    "base64", "binascii", "collections.abc", "hashlib", "hmac", "html", "html.parser", "itertools",
    "json", "quopri", "re", "string", "textwrap", "time", "typing", "unicodedata", "urllib.parse",
    "xml.parsers",
}  # fmt: skip


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def core() -> list[Path]:
    return [path for path in MODULES if FLOOR[name_of(path)] < EDGE]


def offline() -> list[Path]:
    """Return the modules above the core that no more than it read a file, a clock or a socket."""
    return [path for path in MODULES if name_of(path).startswith(("diagnosis.", "expla"))]


def runtime_nodes(path: Path) -> list[ast.AST]:
    """Return the nodes of *path*, those under ``if TYPE_CHECKING:`` left out."""
    nodes: list[ast.AST] = []
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        nodes.append(node)
        waiting.extend(ast.iter_child_nodes(node))
    return nodes


def imported(path: Path) -> list[str]:
    """Return the package's modules that *path* imports, by their names in `FLOORS`."""
    parts = name_of(path).split(".")[:-1]
    names: list[str] = []
    for node in runtime_nodes(path):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = parts[: len(parts) - node.level + 1]
            module = ".".join([*base, *(node.module.split(".") if node.module else [])])
            for alias in node.names:
                candidates = [f"{module}.{alias.name}".strip("."), module, f"{module}.__init__"]
                names.append(next(c for c in [*candidates, "__init__"] if c in FLOOR))
    return names


def test_every_module_has_its_floor():
    assert {name_of(path) for path in MODULES} == set(FLOOR)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path):
    for name in imported(path):
        assert FLOOR[name] < FLOOR[name_of(path)], f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", core(), ids=name_of)
def test_the_core_imports_next_to_nothing(path: Path):
    allowed = STANDARD[min(FLOOR[name_of(path)], 2)]
    for node in runtime_nodes(path):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= allowed
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module in allowed


@pytest.mark.parametrize("path", offline(), ids=name_of)
def test_what_diagnoses_imports_no_world(path: Path):
    for node in runtime_nodes(path):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= OFFLINE
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module in OFFLINE


@pytest.mark.parametrize("path", core() + offline(), ids=name_of)
def test_the_core_touches_no_world(path: Path):
    """No file, environment, output or assertion; nothing global that could change."""
    for node in runtime_nodes(path):
        assert not isinstance(node, (ast.Assert, ast.Global, ast.Nonlocal))
        if isinstance(node, ast.Name):
            assert node.id not in ("open", "print", "input", "eval", "exec")


@pytest.mark.parametrize("path", core(), ids=name_of)
def test_nothing_mutable_is_shared(path: Path):
    """Tables that are looked up are dicts; no function may write to one."""
    tree = ast.parse(path.read_text("utf-8"))
    shared = {
        target.id
        for node in tree.body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            assert not (isinstance(node.value, ast.Name) and node.value.id in shared)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert not (node.value.id in shared and node.attr in ("append", "update", "add", "pop"))


UNKNOWN_TO_MICROPYTHON = {"hexdigest", "translate", "ljust", "isascii", "removeprefix"}


@pytest.mark.parametrize("path", core(), ids=name_of)
def test_the_core_keeps_to_what_micropython_accepts(path: Path):
    """What was tried on MicroPython 1.27; `make engines` runs the vectors there."""
    # These ask first whether bytes have `translate`, and take the plain steps if not.
    asks = name_of(path) in ("_fast", "_hot")
    unknown = UNKNOWN_TO_MICROPYTHON - ({"translate", "ljust"} if asks else set())
    for node in runtime_nodes(path):
        assert not isinstance(node, ast.Match)
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            assert not node.args.posonlyargs, "no '/' in signatures"
        if isinstance(node, (ast.List, ast.Tuple)) and isinstance(node.ctx, ast.Load):
            assert not any(isinstance(element, ast.Starred) for element in node.elts)
        if isinstance(node, ast.Attribute):
            assert node.attr not in unknown
        if isinstance(node, ast.ImportFrom):
            assert node.module != "__future__"


def test_one_place_compares_secrets():
    uses = [
        (name_of(path), node.lineno)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "compare_digest"
    ]
    assert [name for name, _ in uses] == ["_compare"]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_stay_small(path: Path):
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0].lineno
            assert node.end_lineno - first < 60, f"{node.name} is long"


def test_bulk_and_arrow_are_used_by_nothing_but_the_command():
    """Whoever does not ask for them loads neither processes nor Arrow."""
    inside = {name for name in FLOOR if name.split(".")[0] in ("arrow", "bulk")}
    users = {
        name_of(path): names
        for path in MODULES
        if name_of(path) not in inside and (names := inside & set(imported(path)))
    }
    assert {"cli._bulk": {"bulk.__init__"}} == users


def loaded_by(statement: str) -> set[str]:
    code = (
        "import hashlib, hmac, sys, time; before = set(sys.modules); "
        f"{statement}; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    return set(done.stdout.split())


MAKING = """
    _checks _fast _layouts _percent _request _time _value canonical credentials errors presigned
    presigning signing
"""
PROVING = """
    _compare _parameters _proof _rebuilt _received chunks claims keys limits payloads places
    refusals rules verification verified
"""


def own(names: str) -> set[str]:
    modules = [f"sigv4presign.{name}".removesuffix(".__init__") for name in names.split()]
    return {"sigv4presign", *modules}


def test_importing_loads_what_makes_urls_and_nothing_else():
    """`import sigv4presign` adds no module to those of hashlib, hmac and time but its own."""
    assert own(MAKING) == loaded_by("import sigv4presign")


def test_the_rest_loads_on_first_use():
    assert own(MAKING + PROVING) == loaded_by("from sigv4presign import parse_presigned")
    core_names = {name_of(path) for path in core()} - {"__init__"}
    # Of the standard library, base64 is all that URLs for S3 need more.
    later = {"disposition", "forms", "migration", "multipart", "store", "stores"}
    later = {f"s3.{name}" for name in later}
    s3 = {name for name in core_names if name.startswith("s3.")} - later
    expected = own(" ".join([MAKING, "_base64", "_hot", "_shelf", *s3])) | {"binascii"}
    assert expected == loaded_by("from sigv4presign import S3Presigner")
    loaded = loaded_by("from sigv4presign import *")
    assert own(" ".join(core_names - {*later, "post_forms", "post_policy"})) <= loaded


def test_the_public_names_are_all_there():
    assert sorted(sigv4presign.__all__) == sigv4presign.__all__ == dir(sigv4presign)
    for name in sigv4presign.__all__:
        assert getattr(sigv4presign, name).__name__ == name
    with pytest.raises(AttributeError, match="module 'sigv4presign' has no attribute 'nothing'"):
        _ = sigv4presign.nothing


def test_a_vendored_copy_may_leave_out_what_it_does_not_use(tmp_path: Path):
    left_out = ("bulk", "cli", "diagnosis", "explaining", "store", "__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "mine", ignore=shutil.ignore_patterns(*left_out))
    program = (
        "from mine import Credentials, S3Presigner, Verifier\n"
        "link = S3Presigner(Credentials('AKID', 'secret')).get_object('b', 'k')\n"
        "print(Verifier().verify('GET', link.url, (), {'AKID': 'secret'}).key)\n"
    )
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "k\n" == done.stdout
