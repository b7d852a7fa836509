"""The engines are installed, and these tests read, only where ``-m dataframes`` asks for them."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if collection_path.name.startswith("test_") and "dataframes" not in config.option.markexpr:
        return True
    return None
