"""Requests as bytes on the wire, signed by the standard library alone.

So anything can be signed, what `sigv4presign` refuses to sign too, and sent as it is spelled.
"""

import hashlib
import hmac
import socket
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from http.client import HTTPResponse
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from requests.structures import CaseInsensitiveDict

from sigv4presign._gate import as_sent

from .clients import SECONDS, Answer

Pairs = tuple[tuple[str, str], ...]

# No server listens there; none of the stores minds, and the requests are the same for all.
HOST = "127.0.0.1:8080"
UNSIGNED = "UNSIGNED-PAYLOAD"
ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Wire:
    """A request: target and header values as the server reads them, one character a byte."""

    method: str
    target: str
    headers: Pairs
    body: bytes = b""

    def with_headers(self, *headers: tuple[str, str]) -> "Wire":
        return replace(self, headers=(*self.headers, *headers))

    def head(self) -> bytes:
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    def received(self) -> Pairs:
        """Return the headers as a server hands them on: HTTP trims each value; UTF-8 is text."""
        return tuple([(name, as_sent(value.strip(" \t"))) for name, value in self.headers])


def send(port: int, wire: Wire) -> Answer:
    """Send *wire* to loopback on a connection of its own, and return what comes back."""
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        closing = wire.with_headers(("Connection", "close"))
        connection.sendall(closing.head() + wire.body)
        with HTTPResponse(connection, method=wire.method) as response:
            response.begin()
            headers = CaseInsensitiveDict(response.getheaders())
            return Answer(response.status, headers, response.read())


class Scope(NamedTuple):
    """Who signs and for what; *day* None is the day of the moment of signing."""

    access_key_id: str
    secret: str
    at: int
    region: str = "us-east-1"
    service: str = "s3"
    terminator: str = "aws4_request"
    day: str | None = None

    @property
    def date(self) -> str:
        return datetime.fromtimestamp(self.at, timezone.utc).strftime("%Y%m%dT%H%M%SZ")

    @property
    def parts(self) -> tuple[str, str, str, str]:
        return self.day or self.date[:8], self.region, self.service, self.terminator

    @property
    def credential(self) -> str:
        return "/".join((self.access_key_id, *self.parts))

    def signature(self, request: str, date: str) -> str:
        """Return the signature of the canonical *request*."""
        digest = hashlib.sha256(request.encode("latin-1")).hexdigest()
        text = "\n".join((ALGORITHM, date, "/".join(self.parts), digest))
        return hmac.new(self.key(), text.encode("latin-1"), "sha256").hexdigest()

    def key(self) -> bytes:
        """Return the signing key."""
        key = b"AWS4" + self.secret.encode()
        for part in self.parts:
            key = hmac.new(key, part.encode("latin-1"), "sha256").digest()
        return key


def respelled(text: str, safe: str = "") -> str:
    """Return the canonical spelling of the bytes that *text* spells."""
    return quote(unquote_to_bytes(text.encode("latin-1")), safe=safe + "-._~")


def canonical(wire: Wire, names: Iterable[str], payload: str) -> str:
    """Return the canonical request of *wire*, the headers *names* signed."""
    path, _, query = wire.target.partition("?")
    split = [piece.replace("+", " ").partition("=") for piece in query.split("&") if piece]
    pairs = sorted([(respelled(name), respelled(value)) for name, _, value in split])
    values: dict[str, list[str]] = {name: [] for name in names}
    for name, value in wire.headers:  # as bytes, whatever text they are
        if name.lower() in values:
            words = value.replace("\t", " ").split(" ")  # ASCII's blanks only
            values[name.lower()].append(" ".join([word for word in words if word]))
    return "\n".join(
        (
            wire.method,
            respelled(path, "/"),
            "&".join([f"{name}={value}" for name, value in pairs if name != "X-Amz-Signature"]),
            *[f"{name}:{','.join(each)}" for name, each in values.items()],
            "",
            ";".join(values),
            payload,
        )
    )


def by_query(
    scope: Scope,
    wire: Wire,
    *,
    payload: str = UNSIGNED,
    names: Iterable[str] | None = None,
    **parameters: str | None,
) -> Wire:
    """Return *wire* signed in its URL.

    Args:
        scope: who signs it.
        wire: the request, its Host among the headers.
        payload: the last line of the canonical request.
        names: of the headers that are signed; all of them unless given.
        parameters: values, or None to leave one out, for ``Algorithm``, ``Credential``, ``Date``,
            ``Expires`` and ``SignedHeaders``; they are signed as they are.
    """
    chosen = names_of(wire) if names is None else list(names)
    values = {
        "Algorithm": ALGORITHM,
        "Credential": scope.credential,
        "Date": scope.date,
        "Expires": "3600",
        "SignedHeaders": ";".join(chosen),
        **parameters,
    }
    added = "&".join(
        [
            f"X-Amz-{name}={quote(value, safe='')}"
            for name, value in values.items()
            if value is not None
        ]
    )
    target = wire.target + ("&" if "?" in wire.target else "?") + added
    signed = replace(wire, target=target)
    signature = scope.signature(canonical(signed, chosen, payload), values["Date"] or scope.date)
    return replace(signed, target=f"{target}&X-Amz-Signature={signature}")


def by_header(
    scope: Scope,
    wire: Wire,
    *,
    payload: str | None = None,
    names: Iterable[str] | None = None,
    date: str | None = None,
    stated: bool = True,
) -> Wire:
    """Return *wire* signed in its headers.

    Args:
        scope: who signs it.
        wire: the request, its Host among the headers.
        payload: the last line of the canonical request; the body's SHA-256 unless given.
        names: of the headers that are signed; all of them unless given.
        date: what x-amz-date says, for another one than the scope's.
        stated: whether x-amz-content-sha256 is sent.
    """
    line = hashlib.sha256(wire.body).hexdigest() if payload is None else payload
    dated = wire.with_headers(("x-amz-date", scope.date if date is None else date))
    if stated:
        dated = dated.with_headers(("x-amz-content-sha256", line))
    chosen = names_of(dated) if names is None else list(names)
    signature = scope.signature(canonical(dated, chosen, line), date or scope.date)
    value = (
        f"{ALGORITHM} Credential={scope.credential}, SignedHeaders={';'.join(chosen)}, "
        f"Signature={signature}"
    )
    return dated.with_headers(("Authorization", value))


def names_of(wire: Wire) -> list[str]:
    """Return the names of the headers that are usually signed, as they are signed."""
    names = {name.lower() for name, _ in wire.headers}
    return sorted(names - {"content-length", "authorization"})
