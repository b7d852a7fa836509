"""Which texts can be part of a host name."""

_LABEL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
_DIGITS = "0123456789"


def is_label(text: str) -> bool:
    """Return whether *text* is one label of a host name: RFC 1123, 2.1."""
    return 1 <= len(text) <= 63 and not text.strip(_LABEL) and "-" not in (text[0], text[-1])


def is_address(host: str) -> bool:
    """Return whether *host* is an IP address: four numbers, or anything in brackets."""
    parts = host.split(".")
    return host[:1] == "[" or (
        len(parts) == 4 and all([part != "" and not part.strip(_DIGITS) for part in parts])
    )


def fits_host(bucket: str, *, dots: bool) -> bool:
    """Return whether *bucket* can be the front of a host name.

    Args:
        bucket: a plain name.
        dots: whether it may be several labels. TLS certificates cover one:
            https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
    """
    if len(bucket) < 3 or bucket != bucket.lower() or is_address(bucket):
        return False
    return all([is_label(label) for label in bucket.split(".")]) and (dots or "." not in bucket)
