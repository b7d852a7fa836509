"""Our own store, in threads of the process that runs the tests."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from sigv4presign import Credentials, __version__
from sigv4presign.store import Store

from .built import DOMAIN
from .servers import SECRET, Server

TEMPORARY = ("ASIDEXAMPLE", SECRET[::-1], "to/ken+==" * 20)


@contextmanager
def embedded() -> Iterator[Server]:
    """Run the store over a folder; it knows a long-term key, and a temporary one."""
    keys = [Credentials("AKIDEXAMPLE", SECRET), Credentials(*TEMPORARY)]
    with (
        tempfile.TemporaryDirectory(prefix="embedded-") as folder,
        Store(folder, credentials=keys, domains=(DOMAIN,)) as store,
    ):
        version = f"sigv4presign {__version__}, its own store"
        known = (keys[0].access_key_id, SECRET, store.region)
        yield Server("embedded", version, store.port, *known, temporary=TEMPORARY)
