"""AWS's partitions: which domain a region's endpoints are under."""

# A region's name begins with a partition's; the first that fits is meant, and `aws` fits all.
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
PARTITIONS = (
    ("cn-", "aws-cn", "amazonaws.com.cn"),
    ("us-gov-", "aws-us-gov", "amazonaws.com"),
    ("us-iso-", "aws-iso", "c2s.ic.gov"),
    ("us-isob-", "aws-iso-b", "sc2s.sgov.gov"),
    ("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"),
    ("us-isof-", "aws-iso-f", "csp.hci.ic.gov"),
    ("eusc-", "aws-eusc", "amazonaws.eu"),
    ("", "aws", "amazonaws.com"),
)

DOMAINS = frozenset([domain for _, _, domain in PARTITIONS])


def partition_of(region: str) -> tuple[str, str]:
    """Return the name of the partition of *region*, and its domain."""
    fitting = [(name, domain) for prefix, name, domain in PARTITIONS if region.startswith(prefix)]
    return fitting[0]
