"""ARNs in the place of a bucket: access points of S3, of S3 Object Lambda and of S3 on Outposts."""

from .._checks import shown
from .._value import Value
from ..errors import InvalidRequestError
from .labels import is_label

_FORMS = (
    "arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME, "
    "arn:aws:s3-object-lambda:REGION:ACCOUNT:accesspoint/NAME or "
    "arn:aws:s3-outposts:REGION:ACCOUNT:outpost/ID/accesspoint/NAME"
)


class AccessPoint(Value):
    """What the ARN of an access point says.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html

    Attributes:
        service: ``s3``, ``s3-object-lambda`` or ``s3-outposts``, which is its signing name too.
        region: where it is.
        label: ``NAME-ACCOUNT``, the first label of its host.
        outpost: the id of its outpost, or an empty string.
    """

    __slots__ = _fields = ("service", "region", "label", "outpost")

    service: str
    region: str
    label: str
    outpost: str

    def __init__(self, service: str, region: str, label: str, outpost: str) -> None:
        self._fill(service, region, label, outpost)


def access_point(arn: str) -> AccessPoint:
    """Return what *arn* says, or say why no URL can be signed for it."""
    pieces = arn.split(":", 5)
    if len(pieces) < 6:
        raise _refused(arn, f"an ARN has six parts, such as {_FORMS}")
    _, _, service, region, account, resource = pieces
    # Both separators are in use: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    kind, *names = resource.replace("/", ":").split(":")
    if service == "s3" and not names:
        raise _refused(arn, f"it names a bucket, whose plain name {kind!r} is wanted here")
    if service == "s3" and kind == "accesspoint" and not region:
        raise multi_region(arn)
    outpost = ""
    if service == "s3-outposts" and kind == "outpost" and len(names) == 3:
        outpost, kind, name = names
        if not is_label(outpost):
            raise _refused(arn, f"the outpost {outpost!r} is not a label of a host name")
    elif service in ("s3", "s3-object-lambda") and len(names) == 1:
        name = names[0]
    else:
        raise _refused(arn, f"it has none of the forms {_FORMS}")
    if kind != "accesspoint":
        raise _refused(arn, f"it names a {kind!r}, and only access points are addressed by ARN")
    for what, text in (("region", region), ("account", account), ("access point", name)):
        if not is_label(text):
            raise _refused(arn, f"the {what} {text!r} is not a label of a host name")
    return AccessPoint(service, region, f"{name}-{account}", outpost)


def multi_region(bucket: str) -> InvalidRequestError:
    """Return the error for a multi-Region access point."""
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRequests.html
    return _refused(
        bucket,
        "it names a multi-Region access point, which takes SigV4A (ECDSA) signatures only; "
        "a SigV4 URL for it cannot work. Sign for one of its buckets instead",
    )


def _refused(arn: str, reason: str) -> InvalidRequestError:
    return InvalidRequestError(f"bucket is {shown(arn)}: {reason}")
