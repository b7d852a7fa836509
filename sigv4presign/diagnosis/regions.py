"""What the host of a URL says of the store behind it, its region and the bucket."""

import re

from .._value import Value
from ..places import place
from ..s3.stores import STORES

# https://docs.aws.amazon.com/general/latest/gr/s3.html
AWS = (".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws", ".on.aws")
_REGION = re.compile(
    r"^(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[bef]?)?-[a-z]+-\d$|^eusc-de-east-1$"
)
REGIONS = (
    *("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "auto", "us-east-2", "us-west-1"),
    *("ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-south-1", "sa-east-1", "local"),
    *("ca-central-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "ap-northeast-2"),
    *("ap-northeast-3", "ap-east-1", "me-south-1", "me-central-1", "af-south-1", "il-central-1"),
    *("eu-central-2", "eu-south-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ca-west-1"),
    *("us-gov-west-1", "us-gov-east-1", "cn-north-1", "cn-northwest-1", "mx-central-1"),
    *("default", "garage", "minio", "", "aws-global", "us-standard", "US", "us", "eu", "EU"),
    *("nyc3", "fra1", "ams3", "sgp1", "sfo3", "gra", "sbg", "fr-par", "nl-ams", "ru-central1"),
    *("weur", "wnam", "enam", "eeur", "apac", "us-west-004", "us-east-005", "eu-central-003"),
)
SERVICES = (
    *("s3", "s3express", "s3-object-lambda", "s3-outposts", "execute-api", "lambda", "es", "aoss"),
    *("sts", "iam", "sqs", "sns", "dynamodb", "ec2", "s3control", "iotdevicegateway", "iotdata"),
    *("rds-db", "elasticache", "appsync", "bedrock", "transcribe", "polly", "kafka-cluster"),
)


class Place(Value):
    """Where a host is.

    Attributes:
        store: ``aws``, one of ``docs/stores.md``, or empty where it is not known.
        service: which one of AWS's it is; empty where it cannot be told.
        region: that the host names; empty where it names none.
        bucket: that the host, or else the path, names; empty for other services than S3.
        in_host: whether it is the host.
        kind: ``fips``, ``accelerate``, ``dualstack``, ``mrap``, ``express``, ``global`` or empty.
    """

    __slots__ = _fields = ("store", "service", "region", "bucket", "in_host", "kind")

    store: str
    service: str
    region: str
    bucket: str
    in_host: bool
    kind: str

    def __init__(
        self, store: str, service: str, region: str, bucket: str, in_host: bool, kind: str
    ) -> None:
        self._fill(store, service, region, bucket, in_host, kind)


def is_region(name: str) -> bool:
    """Return whether *name* has the form of one of AWS's regions."""
    return _REGION.match(name) is not None


def place_of(host: str, path: str) -> Place:
    """Return what *host*, in lower case, and the decoded *path* say."""
    name = re.sub(r":\d+$", "", host).rstrip(".")
    if name.endswith(AWS):
        return _aws(name, path)
    store, region, front = _known(name)
    bucket = front or path[1:].partition("/")[0]
    return Place(store, "s3" if store else "", region, bucket, bool(front), "")


def _aws(name: str, path: str) -> Place:
    suffix = next(one for one in AWS if name.endswith(one))
    labels = name[: -len(suffix)].split(".")
    fronts = [
        i for i, one in enumerate(labels) if one == "s3" or one.startswith(("s3-", "s3express"))
    ]
    # What comes before is a bucket, which may be called anything.
    after = labels[fronts[-1] :] if fronts else labels
    regions = [label for label in after if is_region(label)]
    region = regions[-1] if regions else ""
    if "s3-global" in labels and "accesspoint" in labels:
        return Place("aws", "s3", "", labels[0], True, "mrap")
    if not fronts:
        return Place("aws", _service(labels), region, "", False, "")
    last = after[0]
    if last.startswith("s3express"):
        bucket, _ = place(name, path, "s3express")
        return Place("aws", "s3express", region, bucket, fronts[-1] > 0, "express")
    if not region and is_region(last[3:]):
        region = last[3:]  # the old form, s3-eu-west-1
    bucket, _ = place(name, path, "s3")
    in_host = bool(bucket) and name.startswith(f"{bucket}.")
    kind = "global" if not region else ""
    for word in ("fips", "accelerate"):
        if word in last:
            kind = word
    service = {"s3-object-lambda": "s3-object-lambda", "s3-outposts": "s3-outposts"}.get(last, "s3")
    return Place("aws", service, region, bucket, in_host, kind)


def _service(labels: "list[str]") -> str:
    # NAME.SERVICE.REGION, or SERVICE.REGION; an API's id or a cluster's name comes before.
    known = [one for one in labels if one in _OF_HOSTS]
    return _OF_HOSTS[known[-1]] if known else ""


_OF_HOSTS = {
    **{name: name for name in ("execute-api", "sts", "sqs", "sns", "dynamodb", "es", "aoss")},
    **{name: name for name in ("ec2", "iam", "kms", "polly", "bedrock", "dsql", "appsync-api")},
    "appsync-api": "appsync",
    "lambda": "lambda",
    "lambda-url": "lambda",
    "iot": "iotdevicegateway",
    "transcribestreaming": "transcribe",
    "kafka": "kafka-cluster",
    "bedrock-runtime": "bedrock",
    "secretsmanager": "secretsmanager",
}


def _pattern(endpoint: str) -> "re.Pattern[str]":
    host = endpoint.partition("://")[2].partition("/")[0]
    written = re.escape(host).replace(r"\{region\}", r"(?P<region>[a-z0-9-]+)")
    written = written.replace(r"\{account\}", r"(?P<account>[a-z0-9-]+)")
    return re.compile(rf"(?:(?P<bucket>.+)\.)?{written}")


# By the last two labels of a host, so that most hosts are looked up at no cost.
_STORES = {
    (".".join(store.endpoint.partition("://")[2].partition("/")[0].split(".")[-2:]), store.name): (
        _pattern(store.endpoint)
    )
    for store in STORES.values()
    if store.endpoint
}


def _known(name: str) -> "tuple[str, str, str]":
    """Return the store of the host *name*, its region, and the bucket that is part of the host."""
    for (ending, store), pattern in _STORES.items():
        match = pattern.fullmatch(name) if name.endswith(ending) else None
        if match:
            found = match.groupdict()
            return store, found.get("region") or "", found["bucket"] or ""
    return "", "", ""
