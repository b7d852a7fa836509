"""What tests share: Hypothesis without a stopwatch, the command line, no store in a plain run."""

import shlex

import pytest
from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, settings

from sigv4presign.cli import main

from .examples import ENVIRON, SECRET

settings.register_profile("default", deadline=None, max_examples=200, print_blob=True)
# For `make mutants`: the same examples each time, few, none made smaller; and one process runs a
# test more than once.
settings.register_profile(
    "mutants",
    settings.get_profile("default"),
    derandomize=True,
    max_examples=50,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.differing_executors],
)
settings.load_profile("default")

MOMENT = "2015-08-30T12:36:00Z"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a store, unless an expression such as ``-m store`` chooses markers."""
    if "store" in config.option.markexpr:
        return
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (left_out if item.get_closest_marker("store") else kept).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


class Ran:
    """What one run of the command line left: status, output, messages."""

    def __init__(self, status: int, out: str, err: str):
        self.status = status
        self.out = out
        self.err = err


@pytest.fixture
def run(capsys):
    def run(line: str, **environ: str) -> Ran:
        with freeze_time(MOMENT):
            try:
                status = main(shlex.split(line), {**ENVIRON, **environ})
            except SystemExit as stopped:
                status = stopped.code
        out, err = capsys.readouterr()
        assert SECRET not in out + err
        return Ran(status, out, err)

    return run
