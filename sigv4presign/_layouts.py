"""The orders in which SDKs write a presigned URL's parameters.

The signature never depends on the order, so whoever compares URLs, keys a cache by them or replaces
one SDK by this package asks for that SDK's order. `vectors/layouts.json` holds URLs that each of
these SDKs printed.
"""

from ._checks import shown
from ._percent import decode
from .errors import InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Pair = tuple[str, str]
    # own parameters as given; Algorithm, Credential, Date, Expires, SignedHeaders; the session
    # token, or nothing; Signature
    Layout = Callable[[list[Pair], list[Pair], list[Pair], Pair], list[Pair]]


def _botocore(
    own: "list[Pair]", ours: "list[Pair]", token: "list[Pair]", signature: "Pair"
) -> "list[Pair]":
    return own + ours + token + [signature]


def _crt(
    own: "list[Pair]", ours: "list[Pair]", token: "list[Pair]", signature: "Pair"
) -> "list[Pair]":
    algorithm, credential, date, expires, signed_headers = ours
    return own + [algorithm, credential, date, signed_headers, expires] + token + [signature]


def _minio(
    own: "list[Pair]", ours: "list[Pair]", token: "list[Pair]", signature: "Pair"
) -> "list[Pair]":
    # minio-py sorts before it encodes.
    def decoded(pair: "Pair") -> tuple[bytes, bytes]:
        return decode(pair[0]), decode(pair[1])

    return sorted(own + token, key=decoded) + ours + [signature]


def _js(
    own: "list[Pair]", ours: "list[Pair]", token: "list[Pair]", signature: "Pair"
) -> "list[Pair]":
    # JavaScript compares decoded names by UTF-16 code unit, and keeps repeated names in order.
    def code_units(pair: "Pair") -> bytes:
        return decode(pair[0]).decode("utf-8", "replace").encode("utf-16-be")

    return sorted(own + ours + token + [signature], key=code_units)


def _sorted(
    own: "list[Pair]", ours: "list[Pair]", token: "list[Pair]", signature: "Pair"
) -> "list[Pair]":
    return sorted(own + ours + token) + [signature]


def _rust(
    own: "list[Pair]", ours: "list[Pair]", token: "list[Pair]", signature: "Pair"
) -> "list[Pair]":
    return own + ours + [signature] + token


LAYOUTS: "dict[str, Layout]" = {
    "botocore": _botocore,
    "crt": _crt,
    "minio": _minio,
    "js": _js,
    "sorted": _sorted,
    "rust": _rust,
}


def check_layout(layout: object) -> None:
    """Refuse a *layout* that is none."""
    if not isinstance(layout, str) or layout not in LAYOUTS:
        raise InvalidRequestError(
            f"layout is {shown(layout)}; it must be one of {', '.join(LAYOUTS)}"
        )


# Given a URL without a path, these print none; the others print "/". All sign "/".
PATHLESS = frozenset(["botocore", "sorted"])
