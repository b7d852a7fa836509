"""`Door`: what the owner of a verifier allows, checked once, and claims held against it."""

from ._checks import MAX_SKEW, check_skew, checked_scope_part, exact, is_token, shown, whole_seconds
from ._memory import Memory
from ._proof import check_scope
from ._request import checked_authority
from ._value import Value
from .claims import Claim
from .errors import InvalidRequestError
from .limits import DEFAULT, Limits
from .places import is_served, place
from .rules import broken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from ._checks import Duration

    Names = str | Iterable[str]
    Hosts = str | Iterable[str] | Mapping[str, str]


class Door(Value):
    """The settings of `Verifier`, which describes them."""

    _fields = (
        "region",
        "service",
        "hosts",
        "methods",
        "max_expires_in",
        "max_skew",
        "strict_path",
        "head_with_get",
        "required_headers",
        "host_header",
        "revoked",
        "limits",
    )
    __slots__ = _fields + ("_hosts", "memory", "is_plain")

    region: tuple[str, ...]
    service: tuple[str, ...]
    hosts: "tuple[tuple[str, str], ...] | None"
    methods: frozenset[str]
    max_expires_in: int
    max_skew: int
    strict_path: bool
    head_with_get: bool
    required_headers: tuple[str, ...]
    host_header: "str | None"
    revoked: "Callable[[Claim], bool] | None"
    limits: Limits
    _hosts: "dict[str, str] | None"
    memory: Memory
    is_plain: bool

    def __init__(
        self,
        region: "Names | None" = None,
        service: "Names | None" = "s3",
        *,
        hosts: "Hosts | None" = None,
        methods: "Names | None" = None,
        max_expires_in: "Duration" = 604800,
        max_skew: int = MAX_SKEW,
        strict_path: bool = False,
        head_with_get: bool = False,
        required_headers: "Names" = (),
        host_header: "str | None" = None,
        revoked: "Callable[[Claim], bool] | None" = None,
        limits: Limits = DEFAULT,
    ) -> None:
        check_skew(max_skew)
        served = hosts_of(hosts)
        self._fill(
            scope_parts("region", region),
            scope_parts("service", service),
            None if served is None else tuple(sorted(served.items())),
            methods_of(methods),
            whole_seconds("max_expires_in", max_expires_in),
            max_skew,
            strict_path,
            head_with_get,
            header_names("required_headers", required_headers or None),
            None if host_header is None else header_names("host_header", host_header)[0],
            revoked,
            limits,
        )
        object.__setattr__(self, "_hosts", served)
        object.__setattr__(self, "memory", Memory())
        plain = self.host_header is None and revoked is None and not head_with_get
        plain = plain and set(self.required_headers) <= {"host"}
        object.__setattr__(self, "is_plain", plain)

    def __reduce__(self) -> "tuple[Callable[..., object], tuple[object, ...]]":
        return type(self)._remade, self._values()

    @classmethod
    def _remade(cls, *values: object) -> "Door":
        given: dict[str, Any] = dict(zip(cls._fields, values))
        for name in ("region", "service", "hosts", "methods"):
            given[name] = (dict if name == "hosts" else tuple)(given[name] or ()) or None
        return cls(**given)

    def admitted(self, claim: Claim) -> Claim:
        """Return *claim*, its bucket found by the hosts that are served, or refuse it here.

        Raises:
            VerificationError: it is not for here, or not allowed, be it genuine or not.
        """
        check_scope(claim, self.region, self.service)
        if claim.form == "post":
            return claim
        if self.methods and claim.method not in self.methods:
            raise broken("method-served", f"the method {claim.method} is not allowed")
        if self._hosts is not None and not is_served(claim.host, self._hosts):
            raise broken("host-served", f"the host {shown(claim.host)} is not served")
        if claim.form == "query" and claim.expires_at - claim.signed_at > self.max_expires_in:
            reason = f"it is to live longer than {self.max_expires_in} seconds"
            raise broken("expires-maximum", reason, (self.max_expires_in,))
        missing = [name for name in self.required_headers if name not in claim.signed_headers]
        if missing:
            raise broken("headers-required", f"these must be signed: {', '.join(missing)}")
        if self.strict_path and claim.sent_path != claim.raw_path:
            reason = f"the path {shown(claim.sent_path)} is not spelled {shown(claim.raw_path)}"
            raise broken("path-spelling", reason)
        if self._hosts is None:
            return claim
        bucket, key = place(claim.host, claim.path, claim.service, self._hosts)
        return Claim.of({**claim.to_dict(), "bucket": bucket, "key": key})


def scope_parts(name: str, given: "Names | None") -> tuple[str, ...]:
    """Return *given*, none, one or several regions or services, as a tuple."""
    return tuple([checked_scope_part(name, part) for part in _several(name, given)])


def methods_of(given: "Names | None") -> frozenset[str]:
    """Return *given* methods in upper case; none for all."""
    methods: list[str] = []
    for method in _several("methods", given):
        if not is_token(method):
            raise InvalidRequestError(f"methods has {shown(method)}, which is no HTTP method")
        methods.append(exact(method).upper())
    return frozenset(methods)


def header_names(name: str, given: "Names | None") -> tuple[str, ...]:
    """Return *given* header names in lower case."""
    names: list[str] = []
    for header in _several(name, given):
        if not is_token(header):
            raise InvalidRequestError(f"{name} has {shown(header)}, which is no header name")
        names.append(exact(header).lower())
    return tuple(names)


def hosts_of(given: "Hosts | None") -> "dict[str, str] | None":
    """Return *given* hosts in lower case, each with its bucket or nothing; None for any."""
    if given is None:
        return None
    buckets: Any = given if hasattr(given, "items") else {}
    hosts: dict[str, str] = {}
    for host in _several("hosts", given):
        bucket: object = buckets.get(host, "")
        if not isinstance(host, str) or not isinstance(bucket, str):
            raise InvalidRequestError(f"hosts has {shown(host)} or its bucket, which is no str")
        checked_authority(host[2:] if host[:2] == "*." else host)
        hosts[host.lower()] = bucket
    return hosts


def _several(name: str, given: object) -> "list[object]":
    several: Any = given
    if given is None or isinstance(given, str):
        return [] if given is None else [given]
    try:
        values = list(several)
    except TypeError:
        raise InvalidRequestError(
            f"{name} is of type {type(given).__name__}; it must be a str or several"
        ) from None
    if not values:
        raise InvalidRequestError(f"{name} is empty, which would refuse all; None takes any")
    return values
