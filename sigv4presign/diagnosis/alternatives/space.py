"""All alternatives for the parts of one request: the space that is searched."""

from itertools import chain, starmap

from ..rebuilding import rebuilt
from ..searching import Choice, Key, Space
from ..showing import printable
from .headers import headers
from .methods import methods
from .paths import paths
from .payloads import payloads
from .queries import queries
from .scopes import scopes
from .secrets import repairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..evidence import Evidence


def space_of(evidence: "Evidence", secret: str, others: "Iterable[tuple[str, str]]" = ()) -> Space:
    """Return what is to be searched.

    Args:
        evidence: the request.
        secret: the secret access key.
        others: further pairs of an access key id and a secret.
    """
    parts = rebuilt(evidence)
    signed = evidence.signed
    key = Key(secret, signed.amz_date, signed.date, signed.region, signed.service)
    return Space(
        (
            chain([Choice(parts.method)], _plain(methods(evidence), parts.method)),
            chain([Choice(parts.uri)], _paths(evidence, parts.uri)),
            chain([Choice(parts.query)], _queries(evidence)),
            chain([Choice(parts.headers)], starmap(Choice, headers(evidence))),
            chain([Choice(parts.payload)], _plain(payloads(evidence), parts.payload)),
            chain([Choice(key)], _keys(evidence, secret, others)),
        )
    )


def _plain(named: "Iterable[tuple[str, str]]", sent: str) -> "Iterator[Choice]":
    for value, cause in named:
        yield Choice(value, cause, sent or "(empty)", value or "(empty)")


def _paths(evidence: "Evidence", sent: str) -> "Iterator[Choice]":
    for uri, cause in paths(evidence):
        url = evidence.link.with_path(uri) if evidence.is_s3 else None
        yield Choice(uri, cause, printable(sent), printable(uri), url)


def _queries(evidence: "Evidence") -> "Iterator[Choice]":
    for value, cause, sent, signed, query in queries(evidence):
        url = None if query is None else evidence.link.with_query(query)
        yield Choice(value, cause, sent, signed, url)


def _keys(
    evidence: "Evidence", secret: str, others: "Iterable[tuple[str, str]]"
) -> "Iterator[Choice]":
    signed = evidence.signed
    scope = (signed.amz_date, signed.date, signed.region, signed.service)
    given = "the secret as it was given"
    for number, (other, cause, what) in enumerate(repairs(secret, signed.access_key_id, others)):
        if number == _FIRST_REPAIRS:
            yield from _scopes(evidence, secret)
        yield Choice(Key(other, *scope), cause, given, what)


# Blanks, quotes and mixed-up pairs come before other scopes, cut and mistyped secrets after.
_FIRST_REPAIRS = 100


def _scopes(evidence: "Evidence", secret: str) -> "Iterator[Choice]":
    signed = evidence.signed
    sent = f"{signed.date}/{signed.region}/{signed.service}"
    for key, cause, what in scopes(evidence, secret):
        yield Choice(key, cause, f"the scope {printable(sent)}", what)
