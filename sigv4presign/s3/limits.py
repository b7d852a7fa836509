"""What S3 would refuse although it is signed well: the rules behind ``validate="strict"``."""

from .._checks import shown
from ..errors import InvalidRequestError
from .labels import is_address
from .wire import pairs_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_BYTES = 1024  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
METADATA_BYTES = 2048  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
SMALLEST_PART = 5 * 1024**2  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
LARGEST_PART = 5 * 1024**3
MOST_PARTS = 10000

_NAME = "abcdefghijklmnopqrstuvwxyz0123456789.-"
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_SUFFIXES = ("--table-s3",)
# Names that AWS hands out itself, which stand where a bucket does.
_ALIASES = ("-s3alias", "--ol-s3", "--x-s3", "--xa-s3", "--op-s3")
_TAG = "+-=._:/@ "


def check_bucket_name(bucket: str) -> None:
    """Refuse a name that no bucket of S3 can have."""
    if bucket[:4] == "arn:" or bucket.endswith(_ALIASES):
        return
    fault = ""
    if not 3 <= len(bucket) <= 63:
        fault = f"it has {len(bucket)} characters, and must have 3 to 63"
    elif bucket.strip(_NAME):
        fault = "it must consist of lower-case letters, digits, '.' and '-'"
    elif bucket[0] in ".-" or bucket[-1] in ".-":
        fault = "it must begin and end with a letter or a digit"
    elif ".." in bucket:
        fault = "it must not have two dots together"
    elif is_address(bucket):
        fault = "it must not have the form of an IP address"
    elif bucket.startswith(_PREFIXES) or bucket.endswith(_SUFFIXES):
        fault = "it begins or ends in a way that AWS keeps for itself"
    if fault:
        raise InvalidRequestError(f"bucket is {shown(bucket)}; {fault}")


def check_key_length(key: str, most: int = KEY_BYTES) -> None:
    """Refuse a key of more than *most* bytes of UTF-8."""
    length = len(key.encode("utf-8", "surrogatepass"))
    if length > most:
        raise InvalidRequestError(
            f"key is {shown(key)}, which is {length} bytes in UTF-8; it may be {most}"
        )


def check_parameters(given: "Mapping[str, object]") -> None:
    """Refuse metadata that is too long, tags and part numbers that are no such."""
    if "metadata" in given:
        pairs = pairs_of("metadata", given["metadata"])
        size = sum([len(name) + len(value) for name, value in pairs])
        if size > METADATA_BYTES:
            raise InvalidRequestError(f"metadata has {size} bytes; it may have {METADATA_BYTES}")
    tags = given.get("tagging")
    if tags is not None and not isinstance(tags, str):
        _check_tags(pairs_of("tagging", tags))
    number = given.get("part_number")
    if isinstance(number, int) and not 1 <= number <= MOST_PARTS:
        raise InvalidRequestError(f"part_number is {number}; it must be 1 to {MOST_PARTS}")
    if ("object_lock_mode" in given) != ("object_lock_retain_until_date" in given):
        raise InvalidRequestError(
            "object_lock_mode and object_lock_retain_until_date come together or not at all"
        )


def _check_tags(tags: "list[tuple[str, str]]") -> None:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
    names = [name for name, _ in tags]
    if len(tags) > 10:
        raise InvalidRequestError(f"tagging has {len(tags)} tags; an object may have 10")
    for name, value in tags:
        if names.count(name) > 1:
            raise InvalidRequestError(f"tagging has the tag {shown(name)} more than once")
        if not 1 <= len(name) <= 128 or name[:4].lower() == "aws:":
            raise InvalidRequestError(
                f"tagging has the tag {shown(name)}; it must have 1 to 128 characters, "
                "and not begin with 'aws:'"
            )
        if len(value) > 256:
            raise InvalidRequestError(
                f"tagging has {len(value)} characters under {shown(name)}; it may have 256"
            )
        bad = [c for c in name + value if not (c.isalpha() or c.isdigit() or c in _TAG)]
        if bad:
            raise InvalidRequestError(
                f"tagging has {shown(bad[0])} under {shown(name)}; a tag has letters, digits, "
                f"blanks and {_TAG.strip()}"
            )
