"""What a run says at its end, beside what passed: lines that tests add to ``config.stash``."""

import pytest

USED = pytest.StashKey[list[str]]()  # versions of the stores that were really used
NOT_HAD = pytest.StashKey[list[str]]()  # names of those that were not, with the reason
SAID = pytest.StashKey[list[str]]()  # anything else


def lines(config: pytest.Config) -> list[str]:
    """Return all of it."""
    found = [f"store used: {line}" for line in config.stash.get(USED, [])]
    found += [f"store not had: {line}" for line in config.stash.get(NOT_HAD, [])]
    return found + config.stash.get(SAID, [])
