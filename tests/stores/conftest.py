"""The stores, each started once, when first wanted."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from .catalogue import STORES
from .clients import CLIENTS, Client
from .processes import NotStartedError
from .relay import relay
from .store import Store

USED = pytest.StashKey[list[str]]()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in config.stash.get(USED, []):
        terminalreporter.write_line(f"store used: {line}")


@pytest.fixture(scope="session")
def start(pytestconfig: pytest.Config) -> Iterator[Callable[[str], Store]]:
    """Return the function that gives a store by name, starting it if it does not yet run."""
    with ExitStack() as until_the_end:

        @cache
        def started(name: str) -> Store | NotStartedError:
            try:
                server = until_the_end.enter_context(STORES[name]())
            except NotStartedError as error:
                return error  # once, not again for each test
            store = Store(server, until_the_end.enter_context(relay(server.port)))
            made = store.sign_and_send("PUT", store.url(""))
            if made.status != 200:
                return NotStartedError(f"it makes no bucket: {made}")
            pytestconfig.stash.setdefault(USED, []).append(server.version)
            return store

        def running(name: str) -> Store:
            store = started(name)
            if isinstance(store, NotStartedError):
                pytest.fail(f"{name} is not there: {store}", pytrace=False)
            return store

        yield running


@pytest.fixture(scope="session", params=STORES)
def store(request: pytest.FixtureRequest, start: Callable[[str], Store]) -> Store:
    return start(request.param)


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> Client:
    return CLIENTS[request.param]
