"""Which ``Host`` may have been signed."""

import re

from ...canonical import canonical_host
from ..rebuilding import host_line, own_authority
from ..regions import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence

# What stores listen on where nobody says otherwise.
PORTS = (
    "443",
    "80",
    "9000",
    "8080",
    "8333",
    "7480",
    "3900",
    "4566",
    "8000",
    "9090",
    "8443",
    "5000",
)
# What they are called behind a proxy, in a composition of containers or a cluster.
NAMES = (
    *("minio", "localhost", "127.0.0.1", "localstack", "s3", "host.docker.internal", "storage"),
    *("seaweedfs", "garage", "ceph", "rgw", "rustfs", "minio-server", "s3-proxy"),
    *("minio.minio.svc.cluster.local", "minio.default.svc.cluster.local", "minio.local", "[::1]"),
    *("object-storage", "supabase-storage", "kong", "nginx", "proxy", "backend", "app"),
)
_MORE_PORTS = (
    *range(8001, 8100),
    *range(9001, 9100),
    *(3000, 3001, 4000, 4443, 4572, 5001, 6000, 6007, 7000, 7070, 7481, 8181, 8444, 8888, 9443),
    *(9999, 10000, 10443, 18080, 19000, 20000, 30000, 30900, 31000, 32000, 1080, 81, 88, 444),
)
_NEIGHBOURS = (
    *("minio", "s3", "storage", "files", "internal", "api", "cdn", "objects", "static", "assets"),
    *("media", "store", "data", "origin", "backend", "app", "download", "uploads", "minio-api"),
)
_FORWARDED = (
    *("x-forwarded-host", "x-original-host", "x-host", "x-forwarded-server", "x-real-host"),
    *(":authority", "x-envoy-original-host"),
)
_DEFAULT = {"http": "80", "https": "443", "ws": "80", "wss": "443"}


def hosts(evidence: "Evidence") -> "Iterator[tuple[str, str]]":
    """Yield host lines other than the one sent, and the cause that each would be."""
    sent = host_line(evidence)
    for candidate in _candidates(evidence, sent):
        if candidate and candidate != sent:
            yield candidate, host_cause(evidence, sent, candidate)


def _candidates(evidence: "Evidence", sent: str) -> "Iterator[str]":
    own = own_authority(evidence)
    yield canonical_host(evidence.link.scheme or "https", own)
    yield own
    for name in (":authority", "host"):
        yield from [value.strip().lower() for value in evidence.sent(name)]
    known = [value.strip() for name in _FORWARDED for value in evidence.sent(name)]
    known += re.findall(r'(?i)host="?([^";,\s]+)', " ".join(evidence.sent("forwarded")))
    known += list(evidence.hosts)
    for value in known:
        yield value.lower()
        yield from _ports(value.lower(), ("443", "80"))
    bare, port = split_port(sent)
    yield bare
    yield from _ports(bare, PORTS)
    forwarded = evidence.sent("x-forwarded-port")
    yield from _ports(bare, tuple([value.strip() for value in forwarded]))
    yield from _spelled(evidence, bare, port)
    yield from _addressed(evidence, bare, port)
    yield from _ports(bare, tuple(map(str, _MORE_PORTS)))
    names = [*NAMES, *[split_port(value.lower())[0] for value in known]]
    domain = bare.partition(".")[2]
    if domain and "[" not in bare:
        names += [f"{name}.{domain}" for name in _NEIGHBOURS] + [f"{bare}.local"]
    for name in names:
        yield name
        yield from _ports(name, (port,) if port else ())
        yield from _ports(name, PORTS)


def _ports(bare: str, ports: "tuple[str, ...]") -> "Iterator[str]":
    for port in ports:
        yield f"{bare}:{port}"


def _spelled(evidence: "Evidence", bare: str, port: str) -> "Iterator[str]":
    """Yield the same host in another spelling."""
    suffix = f":{port}" if port else ""
    raw = evidence.link.authority
    yield raw  # its letters, its user info, its default port
    yield from [value.strip() for value in evidence.sent("host")]
    yield f"{bare}.{suffix}"
    yield bare.rstrip(".") + suffix
    yield bare.strip("[]") + suffix
    yield ("www." + bare if bare[:4] != "www." else bare[4:]) + suffix
    yield f"https://{bare}{suffix}"
    yield f"http://{bare}{suffix}"


def _addressed(evidence: "Evidence", bare: str, port: str) -> "Iterator[str]":
    """Yield the host with its bucket taken out, or that of the path put in; AWS's other names."""
    suffix = f":{port}" if port else ""
    rest = bare.partition(".")[2]
    bucket = evidence.link.path[1:].partition("/")[0].lower()
    where = place_of(bare, evidence.link.path)
    if rest:
        yield rest + suffix
    if where.in_host and where.bucket and bare.startswith(f"{where.bucket}."):
        yield bare[len(where.bucket) + 1 :] + suffix
    if bucket and re.match(r"^[a-z0-9.-]{3,63}$", bucket):
        yield f"{bucket}.{bare}{suffix}"
        yield bucket
    if where.store == "aws" and where.service == "s3":
        yield from _of_aws(evidence, bare, where.bucket if where.in_host else "")


def _of_aws(evidence: "Evidence", bare: str, bucket: str) -> "Iterator[str]":
    front = f"{bucket}." if bucket else ""
    region = place_of(bare, "/").region
    for one in dict.fromkeys([evidence.signed.region, region, *evidence.regions, "us-east-1"]):
        if not one:
            continue
        yield f"{front}s3.{one}.amazonaws.com"
        yield f"{front}s3-{one}.amazonaws.com"
        yield f"{front}s3.dualstack.{one}.amazonaws.com"
        yield f"{front}s3-fips.{one}.amazonaws.com"
    yield f"{front}s3.amazonaws.com"
    yield f"{front}s3-accelerate.amazonaws.com"
    yield f"{front}s3-external-1.amazonaws.com"


def split_port(authority: str) -> "tuple[str, str]":
    """Return host and port; the port empty where there is none."""
    match = re.match(r"^(.*?)(?::(\d+))?$", authority)
    return (match.group(1), match.group(2) or "") if match else (authority, "")


def host_cause(evidence: "Evidence", one: str, other: str) -> str:
    """Return what it is called if *one* was sent and *other* was signed, or the reverse."""
    first, port = split_port(one.lower())
    second, its_port = split_port(other.lower())
    authorities = evidence.sent(":authority")
    if authorities and {one, other} == {authorities[0].lower(), (evidence.sent("host") or [""])[0]}:
        return "authority-or-scheme-differs"
    if first == second:
        return _port_cause(evidence, port, its_port) if port != its_port else "host-rewritten"
    for shorter, longer in ((first, second), (second, first)):
        if longer.endswith(f".{shorter}") and _is_bucket(evidence, longer[: -len(shorter) - 1]):
            return "addressing-style"
    here, there = place_of(first, "/"), place_of(second, "/")
    if here.store == there.store == "aws" and here.region != there.region:
        return "fips-region" if "fips" in (here.kind, there.kind) else "redirected-to-region"
    return "host-rewritten"


def _is_bucket(evidence: "Evidence", label: str) -> bool:
    place = place_of(host_line(evidence), evidence.link.path)
    said = evidence.answer.bucket if evidence.answer is not None else ""
    in_path = evidence.link.path[1:].partition("/")[0].lower()
    return label in (place.bucket, said, in_path)


def _port_cause(evidence: "Evidence", port: str, its_port: str) -> str:
    """Return whether the other scheme's default port is what differs."""
    scheme = evidence.link.scheme or "https"
    forwarded = [value.strip().lower() for value in evidence.sent("x-forwarded-proto")]
    other_default = "443" if _DEFAULT[scheme] == "80" else "80"
    ports = {port, its_port}
    if ports in ({"", other_default}, {"80", "443"}):
        return "authority-or-scheme-differs"
    if ports == {"", _DEFAULT[scheme]} and forwarded and forwarded[0] != scheme:
        return "authority-or-scheme-differs"
    return "port-changed"
