"""Rows of columns signed together, and the bad ones told apart: what `bulk` and `arrow` share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import InvalidRequestError
from .s3.requests import operation_named

if TYPE_CHECKING:
    from ._checks import Duration, Moment
    from .presigned import Presigned
    from .s3.presigner import S3Presigner

_OPERATIONS = {
    "GET": "get_object",
    "PUT": "put_object",
    "HEAD": "head_object",
    "DELETE": "delete_object",
}


@dataclass(frozen=True)
class Order:
    """What is the same for every row, unless a column says otherwise.

    Attributes:
        presigner: whose credentials sign, and which store is addressed.
        operation: one on objects, such as ``get_object``.
        bucket: None if a column has it.
        expires_in: how long from *now* each URL is valid.
        now: the moment of signing of every URL, in Unix seconds.
        params: the operation's own.
    """

    presigner: "S3Presigner"
    operation: str = "get_object"
    bucket: str | None = None
    expires_in: "Duration" = 3600
    now: "Moment" = 0
    params: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        if operation_named(self.operation).scope != "key":
            raise InvalidRequestError(
                f"{self.operation} is not an operation on objects, so that keys are of no use to it"
            )

    def probe(self) -> "Presigned":
        """Return the URL of an object that is as good as another.

        What is wrong with the order is wrong with each row, and said here once; and two orders that
        differ have probes that differ.
        """
        return self.presigner.presign(
            self.operation,
            bucket="examplebucket" if self.bucket is None else self.bucket,
            key="key",
            expires_in=self.expires_in,
            now=self.now,
            **self.params,
        )


class Columns(NamedTuple):
    """The columns of some rows, all of one length; None for those that are not there.

    An absent bucket, method or lifetime is the order's; an absent version the newest.
    """

    keys: Sequence[str | None]
    buckets: Sequence[str | None] | None = None
    methods: Sequence[str | None] | None = None
    versions: Sequence[str | None] | None = None
    lifetimes: Sequence[int | None] | None = None

    def sliced(self, first: int, size: int) -> "Columns":
        """Return *size* rows from *first* on."""
        parts: list[Any] = [each and each[first : first + size] for each in self]
        return Columns(*parts)


def sign_columns(order: Order, columns: Columns) -> tuple[list[str | None], dict[int, str]]:
    """Return a URL for each row, None for the bad ones, and what is wrong with those, by row.

    Raises:
        CredentialsError: the credentials have ended.
    """
    faults: dict[int, str] = {}
    count = len(columns.keys)
    urls: list[str | None] = [None] * count
    for terms, rows in _groups(order, columns, faults):
        signed = _signed(order, terms, rows, columns, faults)
        if len(signed) == count:
            return signed, faults
        for row, url in zip(rows, signed):
            urls[row] = url
    return urls, faults


class _Terms(NamedTuple):
    operation: str
    bucket: str
    expires_in: "Duration"


def _groups(
    order: Order, columns: Columns, faults: dict[int, str]
) -> Iterable[tuple[_Terms, Sequence[int]]]:
    """Return which rows are to be signed on the same terms."""
    keys, buckets, methods, _, lifetimes = columns
    same = buckets is None and methods is None and lifetimes is None
    if same and order.bucket is not None and None not in keys:
        return [(_Terms(order.operation, order.bucket, order.expires_in), range(len(keys)))]
    groups: dict[_Terms, list[int]] = {}
    for row, key in enumerate(keys):
        terms = _terms_of(
            order,
            buckets[row] if buckets is not None else None,
            methods[row] if methods is not None else None,
            lifetimes[row] if lifetimes is not None else None,
        )
        if key is None:
            faults[row] = "the key is null"
        elif isinstance(terms, str):
            faults[row] = terms
        else:
            groups.setdefault(terms, []).append(row)
    return groups.items()


def _terms_of(order: Order, bucket: Any, method: Any, lifetime: Any) -> _Terms | str:
    """Return the terms of a row, or what is wrong with it."""
    if bucket is None:
        bucket = order.bucket
    operation = order.operation
    if bucket is None:
        return "the bucket is null"
    if not isinstance(bucket, str):
        return f"the bucket is of type {type(bucket).__name__}; it must be a str"
    if method is not None:
        if not isinstance(method, str) or method not in _OPERATIONS:
            return f"the method is {method!r}; it must be GET, PUT, HEAD or DELETE"
        operation = _OPERATIONS[method]
    if lifetime is None:
        lifetime = order.expires_in
    elif isinstance(lifetime, float) and lifetime.is_integer():
        lifetime = int(lifetime)  # whole numbers, some of them null, are floats in pandas
    elif isinstance(lifetime, bool) or not isinstance(lifetime, int):
        return f"the lifetime is {lifetime!r}; it must be a whole number of seconds"
    return _Terms(operation, bucket, lifetime)


def _signed(
    order: Order, terms: _Terms, rows: Sequence[int], columns: Columns, faults: dict[int, str]
) -> list[str | None]:
    items = _items(columns, rows)
    urls: list[str | None] = []
    append = urls.append
    while len(urls) < len(rows):
        try:
            for url in order.presigner.presign_many(
                terms.operation,
                terms.bucket,
                islice(items, len(urls), None) if urls else items,
                expires_in=terms.expires_in,
                now=order.now,
                **order.params,
            ):
                append(url)
        except InvalidRequestError as error:  # noqa: PERF203 (around the loop that is long)
            # It is the next row's fault: URLs are made one at a time, in order.
            faults[rows[len(urls)]] = str(error)
            append(None)
    return urls


def _items(columns: Columns, rows: Sequence[int]) -> Sequence[Any]:
    keys: Sequence[Any] = columns.keys
    if len(rows) < len(keys):
        keys = [keys[row] for row in rows]
    if columns.versions is None:
        return keys
    versions = columns.versions
    return [
        (key, {"version_id": versions[row]}) if versions[row] else key
        for key, row in zip(keys, rows, strict=True)
    ]


def named_columns(names: Iterable[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return which of *names* is meant by each of *wanted*, its values; ``VersionId`` is one."""
    plain = {name.lower().replace("_", "").replace(" ", ""): name for name in names}
    return {
        purpose: plain[word.replace("_", "")]
        for purpose, word in wanted.items()
        if word.replace("_", "") in plain
    }
