"""Mix-ups that make a URL for something else than meant, told while they can still be mended."""

from .._checks import shown
from ..errors import InvalidRequestError
from .partitions import DOMAINS
from .wire import text

_BUCKET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"


def checked_bucket(bucket: object) -> str:
    """Return *bucket*, if it can be one: a name, an alias or an ARN."""
    name = text("bucket", bucket)
    if name[:4] == "arn:":
        return name
    if name.strip(_BUCKET) or not name.strip(".") or len(name) > 255:
        raise InvalidRequestError(f"bucket is {shown(name)}; {_bucket_advice(name)}")
    return name


def _bucket_advice(name: str) -> str:
    scheme, found, rest = name.partition("://")
    if found and scheme == "s3":
        bucket, _, key = rest.partition("/")
        return f"give bucket={bucket!r}" + (f", key={key!r}" if key else "")
    if found:
        return "give the bucket's name alone, and the store as endpoint_url"
    bucket, slash, key = name.partition("/")
    if slash and bucket:
        return f"give bucket={bucket!r}, and {key!r} as the key or what it begins with"
    return "a bucket's name has letters, digits, '.', '-' and '_'"


def checked_key(key: object) -> str:
    """Return *key*, which must not be empty."""
    name = text("key", key)
    if not name:
        raise InvalidRequestError("key is empty; that would be a request to the bucket itself")
    return name


def check_key_form(bucket: str, key: str) -> None:
    """Refuse a *key* that is valid and yet hardly meant."""
    if key[0] == "/":
        raise InvalidRequestError(
            f"key is {shown(key)}; S3 counts the leading '/' as part of the key, so this is "
            f"another object than {shown(key.lstrip('/'))}; validate='off' takes it"
        )
    if key.startswith(("s3://", f"arn:aws:s3:::{bucket}/")):
        raise InvalidRequestError(
            f"key is {shown(key)}; give the key alone, without scheme and bucket; "
            "validate='off' takes it"
        )


def check_endpoint(endpoint_url: str, bucket: str) -> None:
    """Refuse an endpoint that names the *bucket* already, which would then be named twice."""
    _, _, rest = endpoint_url.partition("://")
    host, _, path = rest.partition("/")
    behind = host[len(bucket) + 1 :]
    # The endpoint of a VPC begins with the word "bucket", whatever the bucket is called.
    if host.lower().startswith(f"{bucket}.") and not behind.startswith("vpce-"):
        raise InvalidRequestError(
            f"endpoint_url {endpoint_url!r} begins with the bucket {bucket!r} already: give the "
            "endpoint without it, or addressing_style='domain' for a host that is the bucket"
        )
    if path and path.split("/")[-1] == bucket:
        raise InvalidRequestError(
            f"endpoint_url {endpoint_url!r} ends with the bucket {bucket!r} already: give the "
            "endpoint without it, or addressing_style='domain' if the URL ends in the bucket"
        )


def check_region(endpoint_url: str, region: str) -> None:
    """Refuse an endpoint of AWS's S3 in another region than that of the signature."""
    _, _, rest = endpoint_url.partition("://")
    host = rest.partition("/")[0].partition(":")[0].lower()
    domain = next((known for known in DOMAINS if host.endswith(f".{known}")), None)
    if domain is None:
        return
    labels = host[: -len(domain) - 1].split(".")
    if labels[-1] == "vpce":
        labels.pop()
    if len(labels) < 2 or "s3" not in [label[:2] for label in labels[:-1]]:
        return
    if labels[-1].count("-") >= 2 and labels[-1] != region and region != "aws-global":
        raise InvalidRequestError(
            f"region is {region!r}, but endpoint_url {endpoint_url!r} is of {labels[-1]!r}, "
            "which takes no signature for another region"
        )


def check_checksum(given: "dict[str, object]") -> None:
    """Refuse to name the algorithm of a checksum and not to give the checksum."""
    algorithm = given.get("checksum_algorithm")
    if not isinstance(algorithm, str):
        return
    wanted = f"checksum_{algorithm.lower()}"
    if wanted not in given:
        raise InvalidRequestError(
            f"checksum_algorithm is {algorithm!r}, by which S3 expects the checksum of the body "
            f"beside it: give {wanted}=…, or leave both out"
        )


def check_headers(headers: "list[tuple[str, str]]") -> None:
    """Refuse values that HTTP clients write differently from one another, and from the signed."""
    for name, value in headers:
        for character in value:
            if ord(character) > 126:
                raise InvalidRequestError(
                    f"header {name} holds the character U+{ord(character):04X}, which HTTP clients "
                    "send in different bytes; write ASCII (for a file's name content_disposition() "
                    "does), or give validate='off'"
                )
