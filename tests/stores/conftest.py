"""The stores, each started once, when first wanted."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from . import built
from .catalogue import ALL, BUILT, STORES
from .clients import CLIENTS, Client
from .processes import NotHadError, NotStartedError
from .relay import relay
from .report import NOT_HAD, USED, lines
from .store import Store


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin to build early what is wanted later."""
    specs = [getattr(item, "callspec", None) for item in session.items]
    wanted = {spec.params.get("store") for spec in specs if spec is not None}
    if wanted & set(BUILT) and not session.config.option.collectonly:
        built.begun()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for line in lines(config):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def start(pytestconfig: pytest.Config) -> Iterator[Callable[[str], Store]]:
    """Return the function that gives a store by name, starting it if it does not yet run."""
    with ExitStack() as until_the_end:

        @cache
        def started(name: str) -> Store | NotStartedError | NotHadError:
            try:
                server = until_the_end.enter_context(ALL[name]())
            except NotStartedError as error:
                return error  # once, not again for each test
            except NotHadError as error:
                pytestconfig.stash.setdefault(NOT_HAD, []).append(f"{name}: {error}")
                return error
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
            if isinstance(store, NotHadError):
                pytest.skip(f"{name} is not to be had: {store}")
            return store

        yield running


@pytest.fixture(scope="session", params=STORES)
def store(request: pytest.FixtureRequest, start: Callable[[str], Store]) -> Store:
    return start(request.param)


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> Client:
    return CLIENTS[request.param]
