"""Documents that run: every example of the README and of a docstring, every command in it."""

import doctest
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import sigv4presign
from sigv4presign import PolicyError, errors
from sigv4presign.rules import RULES, broken

from .vectors import FOLDER

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(sigv4presign.__path__, "sigv4presign.")
    if not module.name.endswith("__main__")
]


def test_the_examples_of_the_readme():
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert 0 == result.failed
    assert 20 < result.attempted


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
def test_the_examples_of_a_document(path: Path):
    assert 0 == doctest.testfile(str(path), module_relative=False).failed


def test_the_example_of_the_package():
    result = doctest.testmod(sigv4presign)
    assert 0 == result.failed
    assert 4 < result.attempted


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module(name: str):
    assert 0 == doctest.testmod(importlib.import_module(name)).failed


def commands() -> list[str]:
    """Return the lines of the README's shell blocks, those left out that `.ci/run` itself runs."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line != "make test"]


def test_the_commands_of_the_readme():
    script = "\n".join(commands())
    assert "make demo" in script
    assert 6 < len(commands())
    folder = str(Path(sys.executable).parent)
    environ = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "HOME": "/none"}
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    assert "genuine: GET examplebucket.s3.us-east-1.amazonaws.com/test.txt" in done.stdout


def test_what_the_readme_counts():
    counts = {
        "aws_suite_query": 38,
        "aws_suite_header": 38,
        "documentation": 7,
        "edge_cases": 88,
    }
    for name, count in counts.items():
        assert count == len(json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["cases"])
    layouts = json.loads((FOLDER / "layouts.json").read_text("utf-8"))["cases"]
    printed = sum("url" in one for case in layouts for one in case["printed"].values())
    for number in ("38 + 38", "| 7, and 2 keys |", "| 88 |", f"| {printed} |"):
        assert number in README


@pytest.mark.parametrize(
    "name", ["aws_suite_query", "aws_suite_header", "documentation", "edge_cases"]
)
def test_a_vector_file_fits_its_schema(name: str):
    schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads((FOLDER / f"{name}.json").read_text("utf-8")), schema)


def test_the_attacks_fit_their_schema():
    folder = FOLDER / "attacks"
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    files = sorted(path for path in folder.glob("*.json") if path.stem != "schema")
    assert len(files) == 13
    for path in files:
        jsonschema.validate(json.loads(path.read_text("utf-8")), schema)


def test_the_changelog_knows_the_version():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\n## {sigv4presign.__version__} " in changelog


def test_every_link_within_the_project_leads_somewhere():
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        text = document.read_text("utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
        headings = {
            re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
            for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        for target in re.findall(r"\]\(#([^)]+)\)", text):
            assert target in headings, f"{document.name} has no heading {target}"


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_has_a_docstring(name: str):
    module = importlib.import_module(name)
    assert module.__doc__
    for public, value in vars(module).items():
        if not public.startswith("_") and getattr(value, "__module__", None) == name:
            assert getattr(value, "__doc__", None) or not callable(value), f"{name}.{public}"


def test_the_rules_of_the_verifier():
    """The table has every rule, with the status and code that its exception has."""
    text = (ROOT / "docs" / "verifier.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| .* \| (\S.*) \| (\S.*) \| `(\w+Error)` \|$", text, re.MULTILINE
    )
    told = {rule: (status, code.strip("`"), kind) for rule, status, code, kind in rows}
    assert len(told) == len(rows)
    for rule, (status, code, _) in RULES.items():
        kind = type(broken(rule, "why", ("a", "b"))).__name__
        assert (str(status), code or "*", kind) == told.pop(rule)
    for name in errors.__all__:
        kind = getattr(errors, name)
        if kind.__module__ == "sigv4presign.refusals" and kind.__dict__.get("rule"):
            if kind is not PolicyError:  # its first failure's
                assert (str(kind.status), kind.code, name) == told[kind.rule]
            del told[kind.rule]
    assert told.pop("access-key") == ("403", "InvalidAccessKeyId", "UnknownAccessKeyError")
    for part in ("region", "service"):
        assert told.pop(f"scope-{part}") == ("400", "*", "ScopeMismatchError")
    assert list(told) == ["malformed"]
