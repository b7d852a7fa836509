"""URLs for objects, one and many: by the hot path what is plain, by the steps all the rest.

Plain is a request for a key, like one that the steps have signed before in all but the key and the
time. The hot path refuses nothing: where it cannot tell, the steps decide.
"""

import time

from .._checks import shown
from .._hot import ENCODED, Template
from .._percent import encode_path
from .._shelf import Shelf, keep, moment_of, seconds_of
from .._value import set_all
from ..credentials import Credentials
from ..errors import InvalidRequestError
from ..presigned import Presigned
from .links import key_bytes, operation_link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from .._checks import Duration, Moment
    from .._hot import Second
    from .._shelf import Keys
    from .settings import Settings

    Item = str | tuple[str, Mapping[str, Any]]

_new = object.__new__
_FIXED = (str, int, bool, bytes, type(None))  # what does not change once it is made


class Objects(Shelf):
    """Makes URLs for objects, and keeps what one has in common with the next.

    Args:
        settings: the presigner's.
        keys: the signing keys to share; None for some of its own.
        params: what all the URLs have beside bucket and key.
    """

    __slots__ = ("_asked", "_longest", "_params", "_settings", "_with")

    def __init__(
        self,
        settings: "Settings",
        keys: "Keys | None" = None,
        params: "Mapping[str, object] | None" = None,
    ) -> None:
        super().__init__(settings.round_to, settings.outlive, keys)
        self._settings = settings
        self._params = params or {}
        self._longest = key_bytes(settings)
        self._asked: set[object] = set()
        self._with: dict[object, Objects] = {}

    def link(  # noqa: C901 - in one piece, since each call would cost a twentieth
        self,
        operation: str,
        bucket: str,
        key: str,
        expires_in: "Duration",
        now: "Moment | None",
        params: "Mapping[str, object]",
    ) -> Presigned:
        """Return the URL for one object; arguments as for `S3Presigner.presign`."""
        if params:
            objects = self._having(params)
            if objects is not None:
                return objects.link(operation, bucket, key, expires_in, now, {})
            return self._signed(operation, bucket, key, expires_in, now, None, params)
        credentials = url = None
        if type(key) is str:
            seconds = expires_in if type(expires_in) is int else seconds_of(expires_in)
            moment = time.time() if now is None else moment_of(now)
            try:
                second = self.seconds.get((operation, bucket, seconds))
                if second is None or not second.since <= moment < second.until:
                    second = self.second(operation, bucket, seconds, moment)
            except TypeError:  # a bucket that cannot be looked up
                second = None
            if second is not None:
                if second.source is not None:
                    credentials = second.source()
                if credentials is None or credentials == second.credentials:
                    if 0 < len(key) <= self._longest and key[0] != "/":
                        url = second.url(key)
                    if url is None:
                        url = self._escaped(second, key)
                    if url is not None:
                        # As `Presigned(…)` does, at three quarters of the cost.
                        signed = _new(Presigned)
                        values = (second.method, url, second.headers, second.expires_at)
                        set_all(signed, "_all", values)
                        return signed
                else:
                    self.drop(operation, bucket, seconds)
        return self._signed(operation, bucket, key, expires_in, now, credentials)

    def _having(self, params: "Mapping[str, object]") -> "Objects | None":
        """Return what makes the URLs with *params*, once they are asked for a second time."""
        if not all([type(value) in _FIXED for value in params.values()]):
            return None
        # With the types, because True is 1 and yet another parameter.
        name = tuple([(name, type(value), value) for name, value in params.items()])
        found = self._with.get(name)
        if found is None and name in self._asked:
            found = Objects(self._settings, self.keys, params)
            keep(self._with, name, found, 16)
        elif found is None:
            if len(self._asked) >= 256:
                self._asked.clear()
            self._asked.add(name)
        return found

    def urls(  # noqa: C901 - likewise
        self,
        operation: str,
        bucket: str,
        items: "Iterable[Item]",
        expires_in: "Duration",
        now: "Moment | None",
    ) -> "Iterator[str]":
        """Return an iterator of URLs, one for each of *items*; the rest as for `link`.

        Args:
            operation: of each.
            bucket: likewise.
            items: keys, or pairs of a key and its own parameters.
            expires_in: of each.
            now: likewise; None reads the clock for each.
        """
        seconds = seconds_of(expires_in)
        given = None if now is None else moment_of(now)
        longest = self._longest
        second = source = None
        since = until = 0
        for item in items:
            moment = time.time() if given is None else given
            if not since <= moment < until:
                second, since, until = None, 0, 0
                if type(bucket) is str:
                    second = self.second(operation, bucket, seconds, moment)
                if second is not None:
                    since, until, source = second.since, second.until, second.source
            credentials = url = None
            if second is not None and type(item) is str:
                if source is not None:
                    credentials = source()
                if credentials is None or credentials == second.credentials:
                    if 0 < len(item) <= longest and item[0] != "/":
                        url = second.url(item)
                    if url is None:
                        url = self._escaped(second, item)
                else:
                    since = until = 0
            if url is None:
                at = moment if now is None else now
                url = self._signed(operation, bucket, item, expires_in, at, credentials).url
            yield url

    def _escaped(self, second: "Second", key: str) -> "str | None":
        """Return the URL for a *key* that is not plain, or None where the steps have to decide."""
        # What begins with a scheme or a slash may be a mix-up; and so may nothing at all.
        if not key or key[0] == "/" or key[:5] == "s3://" or key[:4] == "arn:":
            return None
        try:
            if len(key.encode()) > self._longest:
                return None
            return second.url(encode_path(key), ENCODED)
        except UnicodeEncodeError:
            return None

    def _signed(
        self,
        operation: str,
        bucket: str,
        item: "Item",
        expires_in: "Duration",
        now: "Moment | None",
        credentials: "Credentials | None",
        params: "Mapping[str, object] | None" = None,
    ) -> Presigned:
        wanted: dict[str, Any] = {"bucket": bucket, "key": item}
        wanted.update(self._params if params is None else params)
        if isinstance(item, (tuple, list)):
            own = _parameters(item)
            expires_in = own.pop("expires_in", expires_in)
            wanted.update(own)
        settings = self._settings
        signed, request, by, place = operation_link(
            settings,
            operation,
            wanted,
            expires_in=expires_in,
            now=now,
            keys=self.keys,
            credentials=credentials,
        )
        plain = type(item) is type(bucket) is str and params is None
        if type(item) is str and plain and type(by) is Credentials:
            source = settings.express_session if place.session else settings.credentials
            template = Template(
                signed,
                request,
                encode_path(item),
                by,
                source if callable(source) else None,
                (place.region, place.service),
            )
            self.keep(operation, bucket, template)
        return signed


def _parameters(item: object) -> "dict[str, Any]":
    """Return the parameters of *item*, a pair of a key and its own, the key among them."""
    pair: Any = item
    if len(pair) != 2 or not hasattr(pair[1], "items"):
        raise InvalidRequestError(
            f"keys has {shown(item)}; it must be a key, or a pair of a key and a mapping of its "
            "parameters"
        )
    own = dict(pair[1])
    for name in ("bucket", "key"):
        if name in own:
            raise InvalidRequestError(f"keys has {shown(item)}, with a {name} of its own")
    own["key"] = pair[0]
    return own
