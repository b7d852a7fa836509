"""The values of parameters as the text that is sent, each in the form that S3 wants."""

import time

from .._base64 import base64_bytes, base64_text
from .._checks import exact, shown, unix_seconds
from .._percent import encode, encode_path
from ..errors import InvalidRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
# Bytes of each digest: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
DIGESTS = {
    "content_md5": 16,
    "checksum_crc32": 4,
    "checksum_crc32c": 4,
    "checksum_crc64nvme": 8,
    "checksum_sha1": 20,
    "checksum_sha256": 32,
    "checksum_sha512": 64,
    "checksum_md5": 16,
    "checksum_xxhash64": 8,
    "checksum_xxhash3": 8,
    "checksum_xxhash128": 16,
}


def text(name: str, value: object) -> str:
    """Return *value*, which must be a str."""
    if not isinstance(value, str):
        raise InvalidRequestError(f"{name} is of type {type(value).__name__}; it must be a str")
    return exact(value)


def _int(name: str, value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InvalidRequestError(f"{name} is {shown(value)}; it must be a whole number, as an int")
    return str(int(value))


def _bool(name: str, value: object) -> str:
    if not isinstance(value, bool):
        raise InvalidRequestError(f"{name} is {shown(value)}; it must be True or False")
    return "true" if value else "false"


def _list(name: str, value: object) -> str:
    if isinstance(value, str):
        return exact(value)
    items: Any = value
    try:
        words = [text(name, item) for item in items]
    except TypeError:
        raise InvalidRequestError(f"{name} is {shown(value)}; it must be names, as str") from None
    return ",".join(words)


def _date(name: str, value: object) -> str:
    """Return the date as RFC 9110 section 5.6.7 writes it; a str is taken as written."""
    if isinstance(value, str):
        return exact(value)
    year, month, day, hour, minute, second, weekday = time.gmtime(unix_seconds(name, value))[:7]
    return "%s, %02d %s %04d %02d:%02d:%02d GMT" % (
        _DAYS[weekday],
        day,
        _MONTHS[month * 3 - 3 : month * 3],
        year,
        hour,
        minute,
        second,
    )


def _iso8601(name: str, value: object) -> str:
    if isinstance(value, str):
        return exact(value)
    moment = time.gmtime(unix_seconds(name, value))[:6]
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % moment


FORMS: "dict[str, Callable[[str, object], str]]" = {
    "": text,
    "int": _int,
    "bool": _bool,
    "list": _list,
    "date": _date,
    "iso8601": _iso8601,
}


def digest(name: str, value: object) -> str:
    """Return the base64 of a checksum: of its raw bytes, or as given.

    The number of parts of a multipart object may follow it, after a ``-``.
    """
    length = DIGESTS[name]
    if isinstance(value, (bytes, bytearray)):
        if len(value) != length:
            raise InvalidRequestError(f"{name} has {len(value)} bytes; it must have {length}")
        return base64_text(value)
    given = text(name, value)
    encoded, _, parts = given.partition("-")
    try:
        good = len(base64_bytes(encoded)) == length
    except ValueError:
        good = False
    if not good or parts.strip("0123456789"):
        hexadecimal = len(given) == 2 * length and not given.strip("0123456789ABCDEFabcdef")
        raise InvalidRequestError(
            f"{name} is {shown(given)}; it must be the base64 of {length} bytes"
            + (", and not hexadecimal: give bytes.fromhex(…)" if hexadecimal else "")
        )
    return given


def pairs_of(name: str, value: object) -> "list[tuple[str, str]]":
    """Return the pairs of *value*, a mapping or pairs, both parts of each a str."""
    given: Any = value
    if hasattr(given, "items"):
        given = given.items()
    try:
        return [(text(name, key), text(name, item)) for key, item in given]
    except (TypeError, ValueError) as error:
        if isinstance(error, InvalidRequestError):
            raise
    raise InvalidRequestError(f"{name} must be a mapping, or pairs of a name and a value")


def tagging(name: str, value: object) -> str:
    """Return tags, a mapping or pairs, as S3 wants them in a header; a str is taken as written."""
    if isinstance(value, str):
        return exact(value)
    tags = pairs_of(name, value)
    return "&".join([f"{utf8(name, tag, encode)}={utf8(name, item, encode)}" for tag, item in tags])


def copy_source(name: str, value: object) -> str:
    """Return the object to copy, as ``x-amz-copy-source`` wants it: percent-encoded.

    Args:
        name: the parameter's.
        value: ``bucket/key``, unescaped, with ``?versionId=ID`` or without; or a mapping of
            ``Bucket``, ``Key`` and maybe ``VersionId``. The bucket may be an access point's ARN.
    """
    if isinstance(value, str):
        source, found, version = value.partition("?versionId=")
        bucket, slash, key = source.partition("/")
        if bucket[:4] != "arn:" and not (bucket and slash and key):
            raise InvalidRequestError(f"{name} is {shown(value)}; it must be 'BUCKET/KEY'")
        return utf8(name, source, encode_path) + found + version
    source_of = {member.lower().replace("_", ""): item for member, item in pairs_of(name, value)}
    unknown = set(source_of) - {"bucket", "key", "versionid"}
    if unknown or not source_of.get("bucket") or not source_of.get("key"):
        raise InvalidRequestError(f"{name} must have 'Bucket', 'Key' and maybe 'VersionId'")
    between = "/object/" if source_of["bucket"][:4] == "arn:" else "/"
    path = utf8(name, source_of["bucket"] + between + source_of["key"], encode_path)
    return path + (f"?versionId={source_of['versionid']}" if "versionid" in source_of else "")


def utf8(name: str, value: str, encoder: "Callable[[str], str]") -> str:
    """Return *value* encoded, or say that it is no text that UTF-8 can write."""
    try:
        return encoder(value)
    except UnicodeEncodeError:
        raise InvalidRequestError(
            f"{name} is {shown(value)}; half of a surrogate pair is not a character"
        ) from None


def joined(words: "Iterable[str]") -> str:
    """Return *words* for a message."""
    return ", ".join([repr(word) for word in words])
