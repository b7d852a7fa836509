"""Objects put by URL; what is there after it.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

import base64
import hashlib
import zlib

from ..altering import altered
from .outcome import Section
from .trial import CONTENT, Trial, check

objects = Section("Objects")
HEADERS = {
    "content_type": "text/x-note",
    "cache_control": "max-age=60",
    "content_disposition": 'attachment; filename="a b"',
    "content_language": "de",
    "metadata": {"author": "a  b", "quotes": 'it\'s "quoted"'},
}


def crc32(content: bytes) -> str:
    return base64.b64encode(zlib.crc32(content).to_bytes(4, "big")).decode()


@objects("put_object")
def _(on: Trial) -> None:
    on.on_key("put_object", CONTENT)
    on.holds(CONTENT)


@objects("put_object: empty")
def _(on: Trial) -> None:
    on.on_key("put_object", b"")
    on.holds(b"")


@objects("put_object: 8 MiB")
def _(on: Trial) -> None:
    long = bytes(range(256)) * 32768
    on.on_key("put_object", long)
    on.holds(long)


@objects("put_object: headers and metadata")
def _(on: Trial) -> None:
    on.on_key("put_object", CONTENT, **HEADERS)
    found = on.on_key("head_object").headers
    wanted = {
        "Content-Type": "text/x-note",
        "Cache-Control": "max-age=60",
        "Content-Disposition": 'attachment; filename="a b"',
        "Content-Language": "de",
        "x-amz-meta-author": "a  b",
        "x-amz-meta-quotes": 'it\'s "quoted"',
    }
    lost = [name for name, value in wanted.items() if found.get(name) != value]
    check(not lost, f"does not return {', '.join(lost)}")


@objects("put_object: another header than the signed one")
def _(on: Trial) -> None:
    signed = on.presign("put_object", key=on.key, content_type="text/plain")
    other = altered(signed, headers=(("Content-Type", "text/html"),))
    on.refused(other, 403, "SignatureDoesNotMatch", CONTENT)
    on.gone()


@objects("put_object: longer than its signed length")
def _(on: Trial) -> None:
    signed = on.presign("put_object", key=on.key, content_length=6)
    on.refused(altered(signed, headers=()), 403, "SignatureDoesNotMatch", CONTENT)
    on.gone()


@objects("put_object: Content-MD5")
def _(on: Trial) -> None:
    digest = hashlib.md5(CONTENT).digest()
    on.on_key("put_object", CONTENT, content_md5=digest)
    on.refused(
        on.presign("put_object", key=on.key, content_md5=digest), 400, "BadDigest", b"another"
    )
    on.holds(CONTENT)


@objects("put_object: checksum_sha256")
def _(on: Trial) -> None:
    digest = hashlib.sha256(CONTENT).digest()
    on.on_key("put_object", CONTENT, checksum_sha256=digest)
    headers = on.on_key("head_object", checksum_mode="ENABLED").headers
    wanted = base64.b64encode(digest).decode()
    check(headers.get("x-amz-checksum-sha256") == wanted, "does not return the checksum")


@objects("put_object: another checksum_sha256")
def _(on: Trial) -> None:
    digest = hashlib.sha256(b"another").digest()
    signed = on.presign("put_object", key=on.key, checksum_sha256=digest)
    on.refused(signed, 400, "BadDigest", CONTENT)


@objects("put_object: another checksum_crc32")
def _(on: Trial) -> None:
    on.on_key("put_object", CONTENT, checksum_crc32=crc32(CONTENT))
    signed = on.presign("put_object", key=on.key, checksum_crc32=crc32(b"another"))
    on.refused(signed, 400, "BadDigest", CONTENT)


@objects("put_object: if_none_match")
def _(on: Trial) -> None:
    on.on_key("put_object", CONTENT, if_none_match="*")
    signed = on.presign("put_object", key=on.key, if_none_match="*")
    on.refused(signed, 412, "PreconditionFailed", b"another")
    on.holds(CONTENT)


@objects("put_object: if_match")
def _(on: Trial) -> None:
    on.put()
    etag = on.on_key("head_object").headers["ETag"]
    on.on_key("put_object", b"second", if_match=etag)
    signed = on.presign("put_object", key=on.key, if_match=etag)
    on.refused(signed, 412, "PreconditionFailed", b"third")
