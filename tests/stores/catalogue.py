"""Which stores there are."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from .built import minio, seaweedfs, versitygw
from .ceph import ceph
from .embedded import embedded
from .servers import Server, rclone, swift

Start = Callable[[], AbstractContextManager[Server]]
# Those of which every verdict is known, request by request; and those of the matrix alone, which
# come last, since they are built meanwhile.
STORES: Mapping[str, Start] = {"rclone": rclone, "swift": swift, "ceph": ceph}
BUILT: Mapping[str, Start] = {"versitygw": versitygw, "minio": minio, "seaweedfs": seaweedfs}
ALL: Mapping[str, Start] = {"embedded": embedded, **STORES, **BUILT}
