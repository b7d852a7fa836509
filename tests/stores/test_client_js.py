"""The AWS SDK for JavaScript v3 and aws4fetch, on Node, against our own store."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .processes import FOLDER, output
from .store import Store

pytestmark = pytest.mark.store

JS = Path(__file__).with_name("js")
SCENARIOS = re.findall(
    r'^  async "([^"]+)"', JS.joinpath("clients.mjs").read_text("utf-8"), re.MULTILINE
)


@pytest.fixture(scope="module")
def program() -> Path:
    """Return the program, its packages installed beside a copy of it."""
    if not shutil.which("npm"):
        pytest.skip("Node is not on this machine")
    home = FOLDER / "js"
    home.mkdir(parents=True, exist_ok=True)
    packages, stamp = (JS / "package.json").read_text("utf-8"), home / "installed.json"
    if not stamp.is_file() or stamp.read_text("utf-8") != packages:
        shutil.copy(JS / "package.json", home)
        quiet = ["--silent", "--no-audit", "--no-fund", "--no-package-lock"]
        output(["npm", "install", *quiet, "--prefix", str(home)])
        stamp.write_text(packages, "utf-8")
    return Path(shutil.copy(JS / "clients.mjs", home))


def test_no_scenario_is_left_out():
    assert len(SCENARIOS) == 13
    assert {name.partition(":")[0] for name in SCENARIOS} == {"sdk", "aws4fetch"}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario(program: Path, start: Callable[[str], Store], name: str):
    server = start("embedded").server
    environ = {
        "PATH": os.environ["PATH"],
        "ENDPOINT": f"http://127.0.0.1:{server.port}",
        "KEY_ID": server.access_key_id,
        "SECRET": server.secret_access_key,
        "REGION": server.region,
    }
    done = subprocess.run(
        ["node", str(program), name], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
