"""What is known of a store that speaks S3's protocol: its place, its regions, its limits."""

from .._checks import shown
from .._value import Value
from ..errors import InvalidRequestError
from .labels import is_label

# What an `S3Presigner` has that was told no region.
_DEFAULT = "us-east-1"
_MEBIBYTE = 1024**2
_GIBIBYTE = 1024**3
_TEBIBYTE = 1024**4


class Store(Value):
    """A store, or a kind of store.

    Attributes:
        name: by which `store_named` finds it.
        endpoint: where it is, with ``{region}`` and ``{account}`` to be filled in; None for what
            runs on hosts of the caller's.
        source: the page of its documentation.
        region: what the default of an `S3Presigner`, ``us-east-1``, means there; None where no
            region is so called, and the caller must say one.
        regions: the only ones that it takes; empty where it takes any, or opens new ones.
        such_as: one of its regions, as an example.
        addressing_style: ``virtual`` or ``path``; the one that serves all its buckets.
        post: whether it takes upload forms, as far as its documentation does not say no.
        key_bytes: the most that a key may have in UTF-8.
        smallest_part: bytes that a part of an upload must have, the last one excepted.
        largest_part: bytes that a part, or an upload in one piece, may have.
        most_parts: parts that an upload may have.
        largest_object: bytes that an object may have.
    """

    __slots__ = _fields = (
        "name",
        "endpoint",
        "source",
        "region",
        "regions",
        "such_as",
        "addressing_style",
        "post",
        "key_bytes",
        "smallest_part",
        "largest_part",
        "most_parts",
        "largest_object",
    )

    name: str
    endpoint: "str | None"
    source: str
    region: "str | None"
    regions: tuple[str, ...]
    such_as: str
    addressing_style: str
    post: bool
    key_bytes: int
    smallest_part: int
    largest_part: int
    most_parts: int
    largest_object: int

    def __init__(
        self,
        name: str,
        endpoint: "str | None",
        source: str,
        region: "str | None" = _DEFAULT,
        regions: tuple[str, ...] = (),
        such_as: str = "",
        addressing_style: str = "path",
        post: bool = True,
        key_bytes: int = 1024,
        smallest_part: int = 5 * _MEBIBYTE,
        largest_part: int = 5 * _GIBIBYTE,
        most_parts: int = 10000,
        largest_object: int = 50000 * _GIBIBYTE,
    ) -> None:
        self._fill(
            name,
            endpoint,
            source,
            region,
            regions,
            such_as,
            addressing_style,
            post,
            key_bytes,
            smallest_part,
            largest_part,
            most_parts,
            largest_object,
        )

    def checked_region(self, region: str) -> str:
        """Return the region to sign for, where *region* is the caller's.

        Args:
            region: a name; ``us-east-1`` gives way to the store's own default, if it has another.

        Raises:
            InvalidRequestError: the store would refuse a signature for *region*.
        """
        if region == _DEFAULT and self.region is not None:
            return self.region
        if self.regions and region not in self.regions:
            takes = " or ".join([repr(name) for name in self.regions])
            raise InvalidRequestError(
                f"region is {shown(region)}; the store {self.name!r} takes only {takes}"
            )
        return region

    def endpoint_for(self, region: str, account: "str | None") -> str:
        """Return the store's endpoint, without a final slash.

        Args:
            region: from `checked_region`.
            account: what takes the place of ``{account}``; None where there is no such place.

        Raises:
            InvalidRequestError: the store has no host of its own; or *region* or *account* is
                missing, surplus, or nothing that a host name can hold.
        """
        if self.endpoint is None:
            raise InvalidRequestError(
                f"the store {self.name!r} has no host of its own; give your endpoint_url"
            )
        if self.region is None and region == _DEFAULT:
            raise InvalidRequestError(
                f"region is {_DEFAULT!r}, which the store {self.name!r} has not; "
                f"give one of its own, such as {self.such_as!r}"
            )
        if "{account}" not in self.endpoint:
            if account is not None:
                raise InvalidRequestError(
                    f"account is given, but the host of the store {self.name!r} has none"
                )
        elif account is None:
            raise InvalidRequestError(
                f"the store {self.name!r} is at {self.endpoint}; give its account"
            )
        for name, part in (("region", region), ("account", account)):
            held = "{" + name + "}" in self.endpoint
            if held and not (isinstance(part, str) and is_label(part)):
                raise InvalidRequestError(
                    f"{name} is {shown(part)}; the host of the store {self.name!r} holds it, so it "
                    "must consist of letters, digits and inner '-', 63 at most"
                )
        return self.endpoint.replace("{region}", region).replace("{account}", account or "")
