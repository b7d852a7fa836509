"""Which stores there are."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from .ceph import ceph
from .servers import Server, rclone, swift

STORES: dict[str, Callable[[], AbstractContextManager[Server]]] = {
    "rclone": rclone,
    "swift": swift,
    "ceph": ceph,
}
