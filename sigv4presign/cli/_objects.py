"""From ``s3://bucket/key`` to the URL of an object."""

from .._percent import encode_path
from .._request import split_url
from ..errors import InvalidRequestError

_BUCKET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"
_DNS_LABEL = "abcdefghijklmnopqrstuvwxyz0123456789-"


def object_url(location: str, region: str, endpoint_url: str | None) -> str:
    """Return the URL of the object at *location*.

    Args:
        location: ``s3://BUCKET/KEY``; the key is taken as it is, nothing in it is an escape.
        region: decides the host of AWS's own endpoint.
        endpoint_url: a store, addressed path-style, or None for AWS.

    Raises:
        InvalidRequestError: *location* or *endpoint_url* is not of that form.
    """
    bucket, key = _parts(location)
    path = "/" + encode_path(utf8(key))
    if endpoint_url is not None:
        return f"{base_of(endpoint_url)}/{bucket}{path}"
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    # A dot in a bucket's name is no label that TLS's wildcard certificate covers.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    if bucket.strip(_DNS_LABEL):
        return f"https://s3.{region}.{suffix}/{bucket}{path}"
    return f"https://{bucket}.s3.{region}.{suffix}{path}"


def base_of(endpoint_url: str) -> str:
    """Return *endpoint_url* without a final slash, or say why it is no endpoint of a store."""
    try:
        _, _, _, query = split_url(endpoint_url)
    except InvalidRequestError as error:
        whose = "" if "@" in endpoint_url else f" {endpoint_url!r}"
        raise InvalidRequestError(f"endpoint URL{whose}: {error}") from None
    if query or endpoint_url.endswith("?"):
        raise InvalidRequestError(f"endpoint URL {endpoint_url!r} has a query")
    return endpoint_url.rstrip("/")


def _parts(location: str) -> tuple[str, str]:
    scheme, found, rest = location.partition("://")
    bucket, slash, key = rest.partition("/")
    if scheme != "s3" or not found:
        raise InvalidRequestError(f"{location!r} is not of the form s3://BUCKET/KEY")
    if not bucket.strip(".") or bucket.strip(_BUCKET):
        raise InvalidRequestError(
            f"{bucket!r} is not the name of a bucket, which has letters, digits, '.', '-' and '_'"
        )
    if not slash or not key:
        raise InvalidRequestError(
            f"{location!r} names no object; write s3://{bucket}/KEY, or use the command 'url' for "
            "requests to the bucket itself"
        )
    return bucket, key


def utf8(text: str) -> str:
    """Return *text*, unless it came from bytes that are not UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise InvalidRequestError(f"{text!r} is not UTF-8, which every object key is") from None
    return text
