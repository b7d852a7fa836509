"""`Store`: an S3-compatible store over a folder, which verifies what it is sent."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from .._checks import is_scope_part, shown
from ..credentials import Credentials
from ..errors import InvalidRequestError
from ..s3.presigner import S3Presigner
from ._errors import StoreError
from ._files import Disk
from ._folder import Folder
from ._log import Log
from ._own_credentials import new_credentials
from ._server import Server
from ._service import Service
from ._streams import Patience

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self


class Store:
    """An S3-compatible store over a folder, in threads of this process.

    For tests and for the desk: it takes nothing that is not signed, and holds every signature
    against what was sent. Use it as a context manager, or call `start` and `stop`.

        with Store(tmp_path, buckets=["photos"]) as store:
            link = store.presigner().put_object("photos", "cat.jpg")

    Args:
        folder: where the buckets are; made if it is not there.
        credentials: who may use it, one or several; None makes new ones.
        region: that requests must be signed for.
        buckets: made at the start if they are not there.
        host: name or address to listen on.
        port: 0 for a free one.
        domains: hosts before which a bucket may stand, as in ``bucket.localhost``.
        cors: the origins whose pages may send requests from a browser.
        sync: whether an upload is answered only once it would outlive the machine's power.
        max_connections: at one time; more are told to come again.
        patience: how long a client is waited for.
        log: is called with each line of the access log; None tells of the store's own errors only,
            on standard error.

    Attributes:
        credentials: the first of those who may use it.
        region: as given.

    Raises:
        InvalidRequestError: an argument is not what its description says, or the folder cannot be
            served, or not at that address.
    """

    def __init__(
        self,
        folder: "str | os.PathLike[str]",
        *,
        credentials: Credentials | Iterable[Credentials] | None = None,
        region: str = "us-east-1",
        buckets: Iterable[str] = (),
        host: str = "127.0.0.1",
        port: int = 0,
        domains: Sequence[str] = ("localhost",),
        cors: Sequence[str] = ("*",),
        sync: bool = False,
        max_connections: int = 1024,
        patience: Patience | None = None,
        log: Log | None = None,
    ) -> None:
        if not is_scope_part(region):
            raise InvalidRequestError(f"region is {shown(region)}; it must be such as us-east-1")
        known = _known(credentials)
        self.credentials: Credentials = known[0]
        self.region = region
        self._folder = _opened(os.fspath(folder), Disk(sync=sync))
        self._host = host
        try:
            for bucket in buckets:
                _create(self._folder, bucket)
            by_id = {each.access_key_id: each for each in known}
            self._server = Server(
                Service(self._folder, by_id, region, domains, cors),
                host,
                port,
                most=max_connections,
                patience=Patience() if patience is None else patience,
                log=_only_errors if log is None else log,
            )
        except BaseException:
            self._folder.close()
            raise

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._server.port

    @property
    def endpoint_url(self) -> str:
        """Where it is, such as ``http://127.0.0.1:54321``."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    def presigner(self, **settings: Any) -> S3Presigner:  # noqa: ANN401 - they have many types
        """Return what makes URLs for this store.

        Args:
            settings: of `S3Presigner`, in place of this store's own.
        """
        own: dict[str, Any] = {"region": self.region, "endpoint_url": self.endpoint_url}
        own.update(settings)
        return S3Presigner(own.pop("credentials", self.credentials), **own)

    def start(self) -> "Self":
        """Take requests from now on, and return the store."""
        self._server.start()
        return self

    def stop(self, grace: float = 5.0) -> None:
        """Take no more requests, and return once those under way are done.

        Args:
            grace: seconds that they may take.
        """
        self._server.stop(grace)
        self._folder.close()

    def __enter__(self) -> "Self":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def _known(credentials: Credentials | Iterable[Credentials] | None) -> list[Credentials]:
    if credentials is None:
        return [new_credentials()]
    if isinstance(credentials, Credentials):
        return [credentials]
    known = list(credentials)
    if not known or not all([isinstance(each, Credentials) for each in known]):
        raise InvalidRequestError("credentials must be Credentials, one or several")
    return known


def _opened(path: str, disk: Disk) -> Folder:
    try:
        return Folder(path, disk)
    except OSError as error:
        raise InvalidRequestError(f"cannot serve {path!r}: {error.strerror}") from None


def _create(folder: Folder, bucket: str) -> None:
    try:
        folder.create(bucket)
    except StoreError:
        raise InvalidRequestError(f"{shown(bucket)} is no name for a bucket") from None


def _only_errors(line: str) -> None:
    """Print what should not happen, and no requests."""
    if line.startswith("Traceback"):
        sys.stderr.write(line)
