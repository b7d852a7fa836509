"""The hot path of making URLs: what the steps signed once, with its key and its time cut out.

There is no second way to make a URL. A `Template` is cut from a request that the steps have signed,
whatever its operation, its endpoint or its layout: all of it but the key, the moment, the lifetime
and the signature stands there as they wrote it. Filled in for a `Second`, it takes two hashes for a
URL. Property tests hold what comes out to the steps, which also decide all that is not plain.

Neither changes once it is made.
"""

from binascii import hexlify
from hashlib import sha256

from ._checks import lifetime, whole_seconds
from ._percent import UNRESERVED
from ._time import LAST_SECOND, format_amz_date
from .signing import ALGORITHM, credential_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._checks import Duration
    from ._fast import States
    from ._shelf import Keys
    from .credentials import Credentials
    from .presigned import Presigned

    Source = Callable[[], Credentials]

PLAIN = (UNRESERVED + "/").encode()  # the bytes that stand in a path as they are
ENCODED = PLAIN + b"%"
# MicroPython has neither of the two; there the steps make every URL.
IS_HERE = hasattr(bytes, "translate") and hasattr(sha256(), "copy")


class Second:
    """A `Template` filled in for one second, or for as long as its URLs are of one moment.

    Attributes:
        credentials: who signs.
        source: the function that `credentials` are from, to be asked for each URL; or None.
        since, until: Unix seconds, the first and the first no more, in which it is what the steps
            would make.
        method, headers, expires_at: as in `Presigned`.
    """

    __slots__ = (
        "_before_key",
        "_before_signature",
        "_head",
        "_inner",
        "_outer",
        "_rest",
        "_tail",
        "credentials",
        "expires_at",
        "headers",
        "method",
        "since",
        "source",
        "until",
    )

    credentials: "Credentials"
    source: "Source | None"
    since: int
    until: int
    method: str
    headers: tuple[tuple[str, str], ...]
    expires_at: int

    def __init__(
        self,
        credentials: "Credentials",
        source: "Source | None",
        since: int,
        until: int,
        method: str,
        headers: tuple[tuple[str, str], ...],
        expires_at: int,
        head: bytes,
        tail: bytes,
        states: "States",
        before_key: str,
        before_signature: str,
        rest: str,
    ) -> None:
        self.credentials = credentials
        self.source = source
        self.since = since
        self.until = until
        self.method = method
        self.headers = headers
        self.expires_at = expires_at
        self._head = head
        self._tail = tail
        self._inner, self._outer = states
        self._before_key = before_key
        self._before_signature = before_signature
        self._rest = rest

    def url(self, path: str, allowed: bytes = PLAIN) -> "str | None":
        """Return the URL with *path* in place of what was cut out, or None if it is not plain.

        Args:
            path: as it is to be signed and sent.
            allowed: the bytes that it may consist of.
        """
        try:
            raw = path.encode()
        except UnicodeEncodeError:
            return None
        if raw.translate(None, allowed):
            return None
        inner = self._inner.copy()
        inner.update(hexlify(sha256(self._head + raw + self._tail).digest()))
        outer = self._outer.copy()
        outer.update(inner.digest())
        signature = outer.digest().hex()
        return f"{self._before_key}{path}{self._before_signature}{signature}{self._rest}"


class Template:
    """A signed request without its key, its moment, its lifetime and its signature."""

    __slots__ = (
        "_before_key",
        "_before_signature",
        "_head",
        "_rest",
        "_scope",
        "_tail",
        "credentials",
        "headers",
        "method",
        "source",
    )

    credentials: "Credentials"
    source: "Source | None"
    method: str
    headers: tuple[tuple[str, str], ...]

    def __init__(
        self,
        signed: "Presigned",
        request: str,
        path: str,
        credentials: "Credentials",
        source: "Source | None",
        scope: tuple[str, str],
    ) -> None:
        """Cut the template out of a request that the steps signed.

        Args:
            signed: what they made of it.
            request: its canonical request.
            path: the end of its path that is to be cut out, as it was sent.
            credentials: who signed.
            source: as in `Second`.
            scope: region and service.
        """
        method, canonical_path, rest = request.split("\n", 2)
        query, _, rest = rest.partition("\n")
        base, _, sent_query = signed.url.partition("?")
        self._head = f"{method}\n{canonical_path[: -len(path)]}".encode()
        self._tail = f"\n{_cut(query)}\n{rest.replace('%', '%%')}"
        self._before_key = base[: -len(path)]
        self._before_signature, _, self._rest = ("?" + _cut(sent_query)).partition("\n")
        self._scope = scope
        self.credentials = credentials
        self.source = source
        self.method = signed.method
        self.headers = signed.headers

    def at(
        self,
        keys: "Keys",
        expires_in: int,
        moment: float,
        round_to: "Duration | None",
        outlive: str,
    ) -> Second:
        """Return it filled in for a *moment*, in Unix seconds; the rest as for `presign`."""
        credentials = self.credentials
        signed_at, expires = lifetime(credentials, expires_in, moment, round_to, outlive)
        amz_date = format_amz_date(signed_at)
        date = amz_date[:8]
        values = {"date": date, "amz_date": amz_date, "expires": expires}
        scope = credential_scope(date, *self._scope)
        inner, outer = keys.states(credentials.secret_access_key, date, *self._scope)
        inner = inner.copy()
        inner.update(f"{ALGORITHM}\n{amz_date}\n{scope}\n".encode())
        ends = signed_at + (1 if round_to is None else whole_seconds("round_to", round_to))
        for end in (credentials.expires_at, LAST_SECOND + 1):
            if end is not None and end < ends:
                ends = end
        return Second(
            credentials,
            self.source,
            signed_at,
            ends,
            self.method,
            self.headers,
            signed_at + expires,
            self._head,
            (self._tail % values).encode(),
            (inner, outer),
            self._before_key,
            self._before_signature % values,
            self._rest % values,
        )


def _cut(query: str) -> str:
    """Return *query*, encoded, as a format of the date, the moment and the lifetime.

    A line end stands where the signature was, if it was there.
    """
    return "&".join([_cut_piece(piece) for piece in query.split("&")])


def _cut_piece(piece: str) -> str:
    name = piece.partition("=")[0]
    piece = _HOLES.get(name, piece.replace("%", "%%"))
    if name == "X-Amz-Credential":
        # Neither an access key id nor a part of the scope has a "/".
        parts = piece.split("%%2F")
        parts[1] = "%(date)s"
        return "%%2F".join(parts)
    return piece


_HOLES = {
    "X-Amz-Date": "X-Amz-Date=%(amz_date)s",
    "X-Amz-Expires": "X-Amz-Expires=%(expires)d",
    "X-Amz-Signature": "X-Amz-Signature=\n",
}
