"""The servers, each started once, when first wanted; and none of it in a plain run of the tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

# Nothing here may import a framework or a server: plain runs of the tests have none.
from .catalogue import KINDS, Server, serving
from .wire import Address

USED = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave these tests out, unless an expression such as ``-m servers`` chooses among markers."""
    if "servers" in config.option.markexpr:
        return
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (left_out if item.get_closest_marker("servers") else kept).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(USED, []):
        terminalreporter.write_line(f"server used: {line}")


@pytest.fixture(scope="session")
def start(pytestconfig: pytest.Config) -> Iterator[Callable[..., Server]]:
    """Return the function that gives a server by name, starting it if it does not yet run."""
    with ExitStack() as until_the_end:

        @cache
        def started(name: str, tls: bool) -> Server:
            server = until_the_end.enter_context(serving(name, tls=tls))
            if not tls:
                pytestconfig.stash.setdefault(USED, []).append(server.version)
            return server

        yield lambda name, *, tls=False: started(name, tls)


@pytest.fixture(scope="session", params=KINDS)
def server(request: pytest.FixtureRequest, start: Callable[..., Server]) -> Server:
    return start(request.param)


@pytest.fixture
def at(server: Server) -> Address:
    return Address(server.port)
