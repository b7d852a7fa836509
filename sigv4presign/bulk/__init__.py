"""As many presigned URLs as there are keys, from file to file, on all cores.

`presign_file` streams, keeps the order, and can be killed at any moment and gone on with; it is
``sigv4presign bulk`` of the command line. Tables (Parquet, ORC) need the extra ``bulk``.
"""

from ._run import Summary, presign_file

__all__ = ["Summary", "presign_file"]
