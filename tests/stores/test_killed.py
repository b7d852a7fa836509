"""The embedded store is killed in the midst of uploads: nothing is lost, and nothing torn."""

import os
import random
import sys
from pathlib import Path

import pytest

from .killing import Killed
from .processes import free_ports

pytestmark = pytest.mark.store

KILLS = int(os.environ.get("KILLS", "20"))


def test_nothing_is_lost_or_torn(tmp_path: Path, capsys):
    killed = Killed(tmp_path / "store", free_ports(1)[0])
    for _ in range(KILLS):
        killed.kill_after(random.uniform(0.0, 0.6))  # noqa: S311 - no secret
        assert killed.tally.wrong == []
    with capsys.disabled():
        sys.stdout.write(f"\n{killed.tally}\n")
    assert killed.tally.kills == KILLS > 0
    assert killed.tally.acknowledged > KILLS
    assert killed.tally.under_way > 0
