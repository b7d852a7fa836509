"""Libraries that only some of the package's users have: asked for when they are needed."""

from importlib import import_module
from typing import Any

from .errors import InvalidRequestError


def pyarrow(part: str = "", *, purpose: str, extra: str = "bulk") -> Any:
    """Return pyarrow, or a *part* of it such as ``.parquet``.

    Raises:
        InvalidRequestError: it is not installed; the message says for which *purpose* it is needed,
            and by which *extra* it comes.
    """
    try:
        return import_module(f"pyarrow{part}")
    except ImportError:
        raise InvalidRequestError(
            f"{purpose} needs pyarrow: pip install 'sigv4presign[{extra}]'"
        ) from None
