"""Requests that are sent to every store and to our verifier: what they are made with."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .wire import HOST, Pairs, Scope, Wire, by_header, by_query

BODY = b"content"


@dataclass(frozen=True)
class Case:
    """A request, and in one word what is particular about it."""

    tag: str
    name: str
    wire: Wire

    def __str__(self) -> str:
        return f"{self.tag}: {self.name}"


Cases = Iterator[Case]


@dataclass(frozen=True)
class Maker:
    """Makes requests about the objects of one bucket, signed by one who may."""

    scope: Scope
    bucket: str

    def plain(
        self,
        method: str = "GET",
        key: str = "key",
        query: str = "",
        headers: Pairs = (),
        host: str = HOST,
    ) -> Wire:
        """Return an unsigned request; *key* decoded, *query* as it is spelled."""
        target = f"/{self.bucket}/{quote(key, safe='/~')}{'?' if query else ''}{query}"
        with_host = (("Host", host), *headers)
        if method != "PUT":
            return Wire(method, target, with_host)
        return Wire(method, target, (*with_host, ("Content-Length", str(len(BODY)))), BODY)

    def query(self, method: str = "GET", key: str = "key", **settings: Any) -> Wire:
        """Return a request signed in its URL; *settings* of `plain`, the scope or `by_query`."""
        return by_query(self._scope(settings), self._plain(method, key, settings), **settings)

    def header(self, method: str = "GET", key: str = "key", **settings: Any) -> Wire:
        """Return a request signed in its headers; *settings* as for `query`."""
        return by_header(self._scope(settings), self._plain(method, key, settings), **settings)

    def _scope(self, settings: dict[str, Any]) -> Scope:
        known = [name for name in Scope._fields if name in settings]
        return self.scope._replace(**{name: settings.pop(name) for name in known})

    def _plain(self, method: str, key: str, settings: dict[str, Any]) -> Wire:
        names = ("query", "headers", "host")
        return self.plain(
            method, key, **{name: settings.pop(name) for name in names if name in settings}
        )
