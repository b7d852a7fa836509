"""Whose host a URL names, and which region and bucket: the reading side of all that addresses.

https://docs.aws.amazon.com/general/latest/gr/s3.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
"""

import re

from .._value import Value
from ..canonical import S3_SERVICES
from ..places import place
from ..s3.labels import is_address
from ..s3.partitions import DOMAINS
from ..s3.stores import STORES

# Ports on which stores listen unless told otherwise.
_PORTS = {
    "3900": "Garage",
    "4566": "LocalStack",
    "7070": "versitygw",
    "7480": "Ceph RADOS Gateway",
    "8333": "SeaweedFS",
    "9000": "MinIO",
}
_DOMAINS = (*sorted(DOMAINS, key=len, reverse=True), "api.aws", "on.aws", "vpce.amazonaws.com")
_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2}")
_LEGACY = re.compile(r"s3-(?:fips-)?([a-z]{2}(?:-gov)?-[a-z]+-\d)")
_FRONTS = (
    ("s3-accesspoint", "an access point"),
    ("s3-object-lambda", "an access point of S3 Object Lambda"),
    ("s3-outposts", "an access point of S3 on Outposts"),
    ("s3-website", "a website endpoint, which takes no signature"),
    ("s3-control", "the account's control endpoint"),
    ("s3express-control", "the control endpoint of directory buckets"),
    ("s3-accelerate", "transfer acceleration"),
)


class Site(Value):
    """Where a URL leads. What the host does not say is an empty text.

    Attributes:
        store: ``AWS``, or the name of a store in the table of stores; empty if unknown.
        description: what kind of host it is, in words.
        region: as the host names it.
        bucket: the bucket, or the access point in its place.
        key: decoded.
        style: ``virtual``, ``path``, ``access point``, or an empty text for no bucket.
        features: such as ``dual-stack`` and ``FIPS``.
    """

    __slots__ = _fields = ("store", "description", "region", "bucket", "key", "style", "features")

    store: str
    description: str
    region: str
    bucket: str
    key: str
    style: str
    features: tuple[str, ...]

    def __init__(
        self,
        store: str,
        description: str,
        region: str = "",
        bucket: str = "",
        key: str = "",
        style: str = "",
        features: tuple[str, ...] = (),
    ) -> None:
        self._fill(store, description, region, bucket, key, style, features)

    def to_dict(self) -> "dict[str, object]":
        """Return the attributes by name."""
        return {**dict(zip(self._fields, self._values())), "features": list(self.features)}


def site_of(host: str, path: str, service: str) -> Site:
    """Return where a request leads.

    Args:
        host: in lower case, with a port or not.
        path: decoded, with its leading slash.
        service: of the credential scope; empty where nobody knows, which then means S3.
    """
    name, _, port = host.rpartition(":") if re.search(r":\d+$", host) else (host, "", "")
    domain = next((one for one in _DOMAINS if name.endswith(f".{one}")), None)
    if domain is not None:
        return _aws(name, domain, path, service)
    is_s3 = not service or service in S3_SERVICES
    if is_s3:
        known = _known_store(name, path)
        if known is not None:
            return known
    return _own(name, port, path, is_s3=is_s3)


def _aws(name: str, domain: str, path: str, service: str) -> Site:
    labels = name[: -len(domain) - 1].split(".")
    features = tuple(
        [
            word
            for label, word in (("fips", "FIPS"), ("dualstack", "dual-stack"))
            if any(label in one.split("-") for one in labels)
        ]
    )
    if domain == "api.aws":
        features += ("dual-stack",)
    if any(one.startswith("vpce-") for one in labels):
        features += ("an interface endpoint of a VPC",)
    region = next((one for one in reversed(labels) if _REGION.fullmatch(one)), "")
    legacy = [match.group(1) for match in map(_LEGACY.fullmatch, labels) if match]
    region = region or (legacy[0] if legacy else "")
    if not any(re.match(r"s3(?:$|-|express)", one) for one in labels):
        return _other_service(labels, region, features, service)
    if "mrap" in labels:
        description = "a multi-Region access point, which takes SigV4A only"
        return Site("AWS", description, "", labels[0], path[1:], "access point", features)
    front = next((one for one in reversed(labels) if re.match(r"s3(?:$|-|express)", one)), "")
    in_host = _in_host(labels, front)
    bucket, key = place(name, path, service if service in S3_SERVICES else "s3")
    if not in_host:
        bucket, _, key = path[1:].partition("/")
    elif in_host != bucket:
        bucket = in_host
    description, is_point = _described(front, region, in_host)
    style = "access point" if is_point else "virtual" if in_host else "path"
    if "s3-accelerate" in front:
        features = ("transfer acceleration", *features)
    return Site("AWS", description, region, bucket, key, style if bucket else "", features)


def _in_host(labels: list[str], front: str) -> str:
    """Return what stands in the place of a bucket before the label *front*."""
    head = labels[: len(labels) - 1 - labels[::-1].index(front)]
    # The endpoint of a VPC: `bucket.vpce-ID` stands for no bucket.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
    if head and head[-1].startswith("vpce-"):
        head = head[:-2]
    return ".".join(head)


def _described(front: str, region: str, bucket: str) -> tuple[str, bool]:
    """Return what kind of S3's hosts it is, and whether its bucket is an access point."""
    for known, words in _FRONTS:
        if front == known or front.startswith((f"{known}-", f"{known}.")):
            return f"AWS S3, {words}", "accesspoint" in known or words.startswith("an access")
    if front.startswith("s3express-"):
        zone = front[len("s3express-") :].removeprefix("fips-")
        return f"AWS S3 Express One Zone, in the zone {zone}", False
    if bucket.endswith(("-s3alias", "--ol-s3", "--op-s3")):
        return "AWS S3, an access point by its alias", True
    if not region:
        return "AWS S3, the global host, which belongs to us-east-1 and redirects others", False
    return "AWS S3", False


def _other_service(labels: list[str], region: str, features: tuple[str, ...], service: str) -> Site:
    words = [one for one in labels if one != region and not one.startswith("vpce-")]
    name = service or (words[-1] if words else "")
    if words[-1:] == ["execute-api"]:
        description = f"API Gateway, the API {words[0]}"
    elif "lambda-url" in words:
        description = f"a function URL of Lambda, {words[0]}"
    else:
        description = f"AWS, the service {name}"
    return Site("AWS", description, region, features=features)


def _known_store(name: str, path: str) -> Site | None:
    known = [(store.endpoint, store) for store in STORES.values() if store.endpoint is not None]
    # The longest first, of which a shorter one may be the end.
    for endpoint, store in sorted(known, key=lambda one: -len(one[0])):
        host, _, base = endpoint.partition("://")[2].partition("/")
        form = re.escape(host)
        for part in ("region", "account"):
            form = form.replace(re.escape("{" + part + "}"), f"(?P<{part}>[a-z0-9-]{{1,63}})")
        match = re.fullmatch(f"(?:(?P<bucket>[a-z0-9._-]{{1,255}})[.])?{form}", name)
        if match is None:
            continue
        found = match.groupdict()
        prefix = f"/{base}" if base else ""
        rest = path.removeprefix(prefix)
        bucket, key = found["bucket"] or "", rest[1:]
        style = "virtual" if bucket else "path"
        if not bucket:
            bucket, _, key = rest[1:].partition("/")
        region = found.get("region") or (store.regions[0] if store.regions else "")
        account = f", the account {found['account']}" if found.get("account") else ""
        description = f"the store {store.name!r}{account}"
        return Site(store.name, description, region, bucket, key, style if bucket else "")
    return None


def _own(name: str, port: str, path: str, *, is_s3: bool) -> Site:
    if name.endswith(".cloudfront.net"):
        description = "CloudFront, which takes signatures of its own, not SigV4 for S3"
        return Site("", description, "", "", path[1:] if is_s3 else "")
    where = "an address" if is_address(name) or name == "localhost" else "a host"
    description = f"{where} of somebody's own"
    if port in _PORTS and is_s3:
        description += f"; the port is that of {_PORTS[port]}"
    if not is_s3:
        return Site("", description)
    bucket, _, key = path[1:].partition("/")
    return Site("", description, "", bucket, key, "path" if bucket else "")
