"""`Routes`: which requests a middleware protects, by the path on which an application may route.

Whether a path lies below a protected one is a question of which path the application will read,
and applications differ: some merge slashes, resolve dot segments, decode once more, take a
backslash for a slash or ignore the case. A path that any of these readings puts below a protected
one is protected.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from ._checks import shown
from .errors import InvalidRequestError

Where = Mapping[str, Any]  # an ASGI scope or a WSGI environ
Protect = str | Iterable[str] | Callable[[Where], object] | None

_DECODINGS = 3  # more than any application performs; a path that still changes is protected


class Routes:
    """What is protected: everything, what lies below some paths, or what a function says.

    Args:
        protect: None for everything; one decoded path or several, such as ``/private``, for that
            path and all below it; or a function of the scope or environ.

    Raises:
        InvalidRequestError: *protect* is none of these, or an empty list.
    """

    def __init__(self, protect: Protect) -> None:
        self._protect: Callable[[Where], object] | None = None
        self._prefixes: list[list[str]] = []
        if callable(protect):
            self._protect = protect
        elif protect is not None:
            try:
                prefixes = [protect] if isinstance(protect, str) else list(protect)
            except TypeError:
                prefixes = []
            if not prefixes:
                raise InvalidRequestError(
                    f"protect is {shown(protect)}; it must be None, paths, or a function"
                )
            self._prefixes = [_prefix(each) for each in prefixes]

    def protect(self, where: Where, mount: str, path: str) -> bool:
        """Return whether a request is protected.

        Args:
            where: the scope or environ, for the function.
            mount: decoded path at which the application is mounted: ``root_path`` or
                ``SCRIPT_NAME``.
            path: decoded path of the request. Some servers begin it with *mount*, some do not, so
                the prefixes are looked for in both.
        """
        if self._protect is not None:
            return bool(self._protect(where))
        if not self._prefixes:
            return True
        if path[:1] not in ("", "/"):
            return True  # "*", or an absolute URL: nothing that a path can be compared with
        readings = _readings(path)
        if mount and path.startswith(mount):
            readings += _readings(path[len(mount) :])
        elif mount:
            readings += _readings(mount + path)
        return any(
            reading is None or reading[: len(prefix)] == prefix
            for reading in readings
            for prefix in self._prefixes
        )


def _prefix(path: object) -> list[str]:
    if not isinstance(path, str) or path[:1] != "/":
        raise InvalidRequestError(f"protect holds {shown(path)}; it must be paths that begin '/'")
    literal, resolved = _readings(path)
    if literal is None or literal != resolved:
        raise InvalidRequestError(f"protect holds {shown(path)}; a path has no dot segments")
    return literal


def _readings(path: str) -> list[list[str] | None]:
    """Return the segments of *path* as they stand and with ``..`` resolved; None for any path."""
    for _ in range(_DECODINGS):
        if "%" not in path:
            break
        path = unquote(path)
    else:
        if unquote(path) != path:
            return [None, None]
    literal = [
        each for each in path.replace("\\", "/").casefold().split("/") if each not in ("", ".")
    ]
    resolved: list[str] = []
    for each in literal:
        if each != "..":
            resolved.append(each)
        elif resolved:
            resolved.pop()
    return [literal, resolved]
