"""From a bucket to the place that its requests go to, and the scope that they are signed for."""

from .._request import split_url
from .._value import Value
from ..errors import InvalidRequestError
from .arns import AccessPoint, access_point, multi_region
from .labels import fits_host, is_address, is_label
from .partitions import partition_of

STYLES = ("auto", "virtual", "path", "domain")
# A directory bucket, and an access point of one.
_DIRECTORY = ("--x-s3", "--xa-s3")


class Location(Value):
    """Where the requests for a bucket, or for an account, go to.

    Attributes:
        origin: scheme, ``://``, host and maybe port.
        path: what precedes the key's slash: nothing, ``/bucket``, or ``/base/bucket``; encoded.
        region: of the credential scope.
        service: of the credential scope.
        session: whether the request is signed with the credentials of an S3 Express session.
    """

    __slots__ = _fields = ("origin", "path", "region", "service", "session")

    origin: str
    path: str
    region: str
    service: str
    session: bool

    def __init__(
        self, origin: str, path: str, region: str, service: str = "s3", session: bool = False
    ) -> None:
        self._fill(origin, path, region, service, session)


class Addressing(Value):
    """How buckets are addressed: the settings of a presigner that decide it.

    Attributes:
        region: the region of the credential scope.
        endpoint_url: a store's endpoint without a final slash, or empty for AWS's own.
        style: one of `STYLES`.
        dualstack, fips, accelerate: AWS's endpoints of that kind.
        use_arn_region: whether an ARN may name another region than *region*.
        global_host: whether us-east-1 is addressed by the host without a region.
    """

    __slots__ = _fields = (
        "region",
        "endpoint_url",
        "style",
        "dualstack",
        "fips",
        "accelerate",
        "use_arn_region",
        "global_host",
    )

    region: str
    endpoint_url: str
    style: str
    dualstack: bool
    fips: bool
    accelerate: bool
    use_arn_region: bool
    global_host: bool

    def __init__(
        self,
        region: str,
        endpoint_url: str = "",
        style: str = "auto",
        dualstack: bool = False,
        fips: bool = False,
        accelerate: bool = False,
        use_arn_region: bool = True,
        global_host: bool = False,
    ) -> None:
        self._fill(
            region, endpoint_url, style, dualstack, fips, accelerate, use_arn_region, global_host
        )

    def path_style(self) -> "Addressing":
        """Return the same with the bucket in the path."""
        return Addressing(
            self.region,
            self.endpoint_url,
            "path",
            dualstack=self.dualstack,
            fips=self.fips,
            accelerate=self.accelerate,
            use_arn_region=self.use_arn_region,
            global_host=self.global_host,
        )


def locate(where: Addressing, bucket: "str | None", mark: str = "") -> Location:
    """Return the place for requests to *bucket*.

    Args:
        where: the settings.
        bucket: a name, an alias or an ARN; None for a request to the account.
        mark: the operation's: ``control``, ``plain``, ``control bucket`` or nothing.

    Raises:
        InvalidRequestError: there is no such place, or none that SigV4 can sign for.
    """
    if bucket is None:
        return _account(where, "s3express" if "control" in mark else "s3")
    if bucket[:4] == "arn:":
        if "bucket" in mark:
            raise InvalidRequestError(f"bucket is {bucket!r}; this operation takes no access point")
        return _access_point(where, bucket)
    if bucket.endswith(".mrap"):
        raise multi_region(bucket)
    if bucket.endswith(_DIRECTORY):
        return _directory(where, bucket, mark)
    if bucket.endswith("--op-s3") and not where.endpoint_url:
        return _outposts_alias(where, bucket)
    return _general(where, bucket)


def _account(where: Addressing, service: str) -> Location:
    if where.endpoint_url:
        return Location(*_taken_apart(where), where.region, service)
    return _aws(where, "", "s3express-control" if service == "s3express" else "s3", service)


def _general(where: Addressing, bucket: str) -> Location:
    if not where.endpoint_url:
        # Acceleration knows no path style; otherwise a bucket that fits no host goes in the path.
        fits = fits_host(bucket, dots=False)
        if where.accelerate:
            return _accelerated(where, bucket, fits)
        if fits and where.style != "path":
            return _aws(where, f"{bucket}.", "s3", "s3")
        place = _aws(where, "", "s3", "s3")
        return Location(place.origin, f"/{bucket}", place.region)
    origin, base = _taken_apart(where)
    if where.style == "domain":
        return Location(origin, base, where.region)
    if where.style == "virtual":
        scheme, _, host = origin.partition("://")
        if not _is_address(host) and fits_host(bucket, dots=scheme == "http"):
            return Location(f"{scheme}://{bucket}.{host}", base, where.region)
    return Location(origin, f"{base}/{bucket}", where.region)


def _accelerated(where: Addressing, bucket: str, fits: bool) -> Location:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
    name, domain = partition_of(where.region)
    if not fits or name == "aws-cn" or where.fips:
        raise InvalidRequestError(
            f"bucket {bucket!r} in {where.region} has no accelerated endpoint: there is none with "
            "FIPS, in the partition aws-cn, or for a name with dots or upper-case letters"
        )
    dualstack = ".dualstack" if where.dualstack else ""
    return Location(f"https://{bucket}.s3-accelerate{dualstack}.{domain}", "", _region(where))


def _access_point(where: Addressing, arn: str) -> Location:
    point = access_point(arn)
    if partition_of(point.region) != partition_of(where.region) or (
        point.region != where.region and not where.use_arn_region
    ):
        raise InvalidRequestError(
            f"bucket is {arn!r}, but the region is {where.region!r}; sign for {point.region!r}"
        )
    label = f"{point.label}.{point.outpost}" if point.outpost else point.label
    if where.endpoint_url:
        origin, base = _taken_apart(where)
        scheme, _, host = origin.partition("://")
        if _is_address(host):
            raise InvalidRequestError(
                f"bucket is {arn!r}, which is addressed by a host name; "
                f"none can be made of endpoint_url {where.endpoint_url!r}"
            )
        path = "" if point.outpost else base
        return Location(f"{scheme}://{label}.{host}", path, point.region, point.service)
    _check_features(where, point, arn)
    front = "s3-accesspoint" if point.service == "s3" else point.service
    return _aws(where, f"{label}.", front, point.service, point.region)


def _check_features(where: Addressing, point: AccessPoint, arn: str) -> None:
    lacking: list[str] = []
    if where.accelerate:
        lacking.append("acceleration")
    if where.dualstack and point.service != "s3":
        lacking.append("dual-stack endpoints")
    if where.fips and point.outpost:
        lacking.append("FIPS endpoints")
    if lacking:
        raise InvalidRequestError(f"bucket is {arn!r}, for which there are no {lacking[0]}")


def _directory(where: Addressing, bucket: str, mark: str) -> Location:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-Regions-and-Zones.html
    zone = bucket.split("--")[-2] if bucket.count("--") >= 2 else ""
    if where.accelerate or not is_label(zone) or not fits_host(bucket, dots=False):
        raise InvalidRequestError(
            f"bucket is {bucket!r}; a directory bucket is named NAME--ZONE--x-s3, "
            "and has no accelerated endpoint"
        )
    session = mark == ""
    if where.endpoint_url:
        origin, base = _taken_apart(where)
        scheme, _, host = origin.partition("://")
        if _is_address(host):
            return Location(origin, f"{base}/{bucket}", where.region, "s3express", session)
        return Location(f"{scheme}://{bucket}.{host}", base, where.region, "s3express", session)
    if "control" in mark:
        place = _aws(where, "", "s3express-control", "s3express")
        return Location(place.origin, f"/{bucket}", place.region, "s3express")
    fips = "-fips" if where.fips else ""
    dualstack = ".dualstack" if where.dualstack else ""
    domain = partition_of(where.region)[1]
    origin = f"https://{bucket}.s3express{fips}-{zone}{dualstack}.{where.region}.{domain}"
    return Location(origin, "", where.region, "s3express", session)


def _outposts_alias(where: Addressing, bucket: str) -> Location:
    # Counted from the end: the kind of the outpost, 17 characters of its id, 32 more.
    # https://docs.aws.amazon.com/AmazonS3/latest/s3-outposts/s3-outposts-access-points-alias.html
    kind, outpost = bucket[-50:-49], bucket[-49:-32]
    if kind not in ("e", "o") or not is_label(outpost) or not fits_host(bucket, dots=False):
        raise InvalidRequestError(f"bucket is {bucket!r}, which is no alias of S3 on Outposts")
    rack = "ec2" if kind == "e" else f"op-{outpost}"
    domain = partition_of(where.region)[1]
    origin = f"https://{bucket}.{rack}.s3-outposts.{where.region}.{domain}"
    return Location(origin, "", where.region, "s3-outposts")


def _aws(
    where: Addressing, label: str, front: str, service: str, region: "str | None" = None
) -> Location:
    """Return the place on one of AWS's own endpoints, whose name begins with *front*."""
    domain = partition_of(where.region)[1]
    name = front + ("-fips" if where.fips else "") + (".dualstack" if where.dualstack else "")
    signed = region or _region(where)
    # https://docs.aws.amazon.com/general/latest/gr/s3.html
    is_global = where.region == "aws-global" or (where.global_host and signed == "us-east-1")
    if not (is_global and name == "s3"):
        name += f".{signed}"
    return Location(f"https://{label}{name}.{domain}", "", signed, service)


def _region(where: Addressing) -> str:
    return "us-east-1" if where.region == "aws-global" else where.region


def _taken_apart(where: Addressing) -> tuple[str, str]:
    scheme, authority, path, _ = split_url(where.endpoint_url)
    return f"{scheme}://{authority}", path


def _is_address(authority: str) -> bool:
    host = authority if authority[0] == "[" else authority.partition(":")[0]
    return is_address(host)
