"""The fixture ``s3_store`` for pytest, which finds it by itself where this package is installed."""

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .store import Store


@pytest.fixture
def s3_store(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Store]":
    """Give a test an S3-compatible store of its own, with a bucket called ``bucket``.

    It verifies every signature; see `sigv4presign.store.Store` for what it has.
    """
    from .store import Store  # noqa: PLC0415 - whoever does not use it does not load it

    with Store(tmp_path_factory.mktemp("s3_store"), buckets=["bucket"]) as store:
        yield store
