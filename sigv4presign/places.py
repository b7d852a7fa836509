"""Which bucket and key a request to S3 is for: the reading side of addressing.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
"""

from .canonical import S3_SERVICES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# RFC 1035 section 2.3.4, a dot at the end, and a port.
_LONGEST = 254 + 6
_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws")


def place(
    host: str, path: str, service: str, hosts: "Mapping[str, str] | None" = None
) -> "tuple[str, str]":
    """Return bucket and key; two empty texts where the service is none of S3's.

    Args:
        host: in lower case.
        path: decoded, with its leading slash.
        service: of the credential scope.
        hosts: for each host, with ``*.`` before it where buckets take that place, the bucket that
            it is, or nothing if the path says it. None knows AWS's hosts, and takes the bucket of
            all others from the path.
    """
    if service not in S3_SERVICES:
        return "", ""
    front = _front_at_aws(host) if hosts is None else hosts.get(host)
    if front is None and hosts is not None:
        front = _front(host, hosts)
    if front:
        return front, path[1:]
    bucket, _, key = path[1:].partition("/")
    return bucket, key


def is_served(host: str, hosts: "Mapping[str, str]") -> bool:
    """Return whether *host* is one of *hosts*, the keys of which are as for `place`."""
    return host in hosts or _front(host, hosts) is not None


def _front(host: str, hosts: "Mapping[str, str]") -> "str | None":
    if len(host) > _LONGEST:
        return None  # the search below takes a time that grows with the square of the length
    # A bucket may have dots in it, so each of them may be where it ends.
    start = host.find(".")
    while start > 0:
        if "*" + host[start:] in hosts:
            return host[:start]
        start = host.find(".", start + 1)
    return None


def _front_at_aws(host: str) -> "str | None":
    name = host.partition(":")[0]
    for suffix in _AWS:
        if name.endswith(suffix):
            labels = name[: -len(suffix)].split(".")
            # The last one counts: a bucket may be called `s3` or `s3-files`.
            for index in range(len(labels) - 1, -1, -1):
                if labels[index] == "s3" or labels[index][:3] == "s3-":
                    return ".".join(labels[:index])
                if labels[index][:10] == "s3express-":
                    return ".".join(labels[:index])
    return None
