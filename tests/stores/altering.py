"""Altering a presigned request, as whoever holds it might."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from sigv4presign import Presigned, parse_presigned
from sigv4presign.signing import credential_scope, signature, signing_key, string_to_sign

from .store import Store

# From a store and the key of an object that it has, a request.
Make = Callable[[Store, str], Presigned]


def altered(signed: Presigned, **changes: object) -> Presigned:
    """Return *signed* with some of its attributes changed, the signature not among them."""
    attributes = {name: getattr(signed, name) for name in Presigned._fields}
    return Presigned(**{**attributes, **changes})


def replaced(signed: Presigned, pattern: str, new: str | Callable[[re.Match], str]) -> Presigned:
    """Return *signed* with what first matches *pattern* in its URL replaced by *new*."""
    url = re.sub(pattern, new, signed.url, count=1)
    assert url != signed.url, f"{pattern} changes nothing in {signed.url}"
    return altered(signed, url=url)


def edit(method: str, pattern: str, new: str, query: str = "", **settings: object) -> Make:
    """Make a URL, then replace what matches *pattern*."""

    def make(store: Store, key: str) -> Presigned:
        return replaced(store.presign(method, key, query, **settings), pattern, new)

    return make


def sent_as(method: str, signed_for: str) -> Make:
    """Make a URL for one method, then send it with another."""

    def make(store: Store, key: str) -> Presigned:
        return altered(store.presign(signed_for, key), method=method)

    return make


def sent_with(
    method: str, headers: list[tuple[str, str]], signed: list[tuple[str, str]] | None = None
) -> Make:
    """Make a URL that signs the headers *signed*, then send these *headers* instead."""

    def make(store: Store, key: str) -> Presigned:
        return altered(store.presign(method, key, headers=signed or []), headers=tuple(headers))

    return make


def signed_anew(method: str, pattern: str, new: str) -> Make:
    """Make a URL that `presign` refuses to make, by its own steps, and so with a good signature."""

    def make(store: Store, key: str) -> Presigned:
        good = store.presign(method, key)
        request = parse_presigned(method, good.url).canonical_request
        made = replaced(good, pattern, new)
        query = {name: values[0] for name, values in parse_qs(urlsplit(made.url).query).items()}
        _, date, region, service, _ = query["X-Amz-Credential"].split("/")
        text = string_to_sign(
            query["X-Amz-Date"],
            credential_scope(date, region, service),
            re.sub(pattern, new, request, count=1),
        )
        secret = store.credentials.secret_access_key
        digits = signature(signing_key(secret, date, region, service), text)
        return replaced(made, "(?<=X-Amz-Signature=).*", digits)

    return make
