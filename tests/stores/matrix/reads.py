"""Objects read and looked at by URL, under conditions and in parts.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
"""

import hashlib
import time
from email.utils import parsedate_to_datetime

from sigv4presign import content_disposition

from .trial import CONTENT, Trial, check
from .uploads import objects

TEN = b"0123456789"


@objects("get_object")
def _(on: Trial) -> None:
    on.put()
    answer = on.on_key("get_object")
    check(answer.body == CONTENT, "other content")
    etag = f'"{hashlib.md5(CONTENT).hexdigest()}"'
    check(answer.headers.get("ETag") == etag, "an ETag that is not the MD5")
    check("Last-Modified" in answer.headers, "no Last-Modified")


@objects("get_object: no such key")
def _(on: Trial) -> None:
    on.refused(on.presign("get_object", key=on.key), 404, "NoSuchKey")


@objects("get_object: no such bucket")
def _(on: Trial) -> None:
    on.refused(on.presign("get_object", bucket="not-there", key=on.key), 404, "NoSuchBucket")


@objects("get_object: range")
def _(on: Trial) -> None:
    on.put(content=TEN)
    answer = on.on_key("get_object", status=206, range="bytes=2-4")
    check(answer.body == b"234", "another range")
    check(answer.headers.get("Content-Range") == "bytes 2-4/10", "another Content-Range")


@objects("get_object: the last bytes")
def _(on: Trial) -> None:
    on.put(content=TEN)
    check(on.on_key("get_object", status=206, range="bytes=-3").body == b"789", "another range")


@objects("get_object: a range beyond the end")
def _(on: Trial) -> None:
    on.put(content=TEN)
    on.refused(on.presign("get_object", key=on.key, range="bytes=10-"), 416, "InvalidRange")


@objects("get_object: if_none_match")
def _(on: Trial) -> None:
    on.put()
    etag = on.on_key("head_object").headers["ETag"]
    on.on_key("get_object", status=304, if_none_match=etag)
    on.on_key("get_object", if_none_match='"other"')


@objects("get_object: if_match")
def _(on: Trial) -> None:
    on.put()
    etag = on.on_key("head_object").headers["ETag"]
    on.on_key("get_object", if_match=etag)
    signed = on.presign("get_object", key=on.key, if_match='"other"')
    on.refused(signed, 412, "PreconditionFailed")


@objects("get_object: if_modified_since")
def _(on: Trial) -> None:
    on.put()
    on.on_key("get_object", if_modified_since=time.time() - 3600)
    written = on.on_key("head_object").headers["Last-Modified"]
    moment = parsedate_to_datetime(written).timestamp()
    on.on_key("get_object", status=304, if_modified_since=moment)


@objects("get_object: if_unmodified_since")
def _(on: Trial) -> None:
    on.put()
    on.on_key("get_object", if_unmodified_since=time.time() + 60)
    signed = on.presign("get_object", key=on.key, if_unmodified_since=time.time() - 3600)
    on.refused(signed, 412, "PreconditionFailed")


@objects("get_object: response overrides")
def _(on: Trial) -> None:
    on.put()
    wanted = {
        "Content-Disposition": content_disposition('Übersicht "1" 日本.pdf'),
        "Content-Type": "application/pdf",
        "Content-Language": "fr",
        "Content-Encoding": "x-none",
        "Cache-Control": "no-store",
        "Expires": "Thu, 01 Jan 1970 00:00:00 GMT",
    }
    params = {f"response_{name.lower().replace('-', '_')}": each for name, each in wanted.items()}
    found = on.on_key("get_object", **{**params, "response_expires": 0}).headers
    lost = [name for name, value in wanted.items() if found.get(name) != value]
    check(not lost, f"leaves {', '.join(lost)} as it is")


@objects("head_object")
def _(on: Trial) -> None:
    on.put(content_type="text/x-note")
    headers = on.on_key("head_object").headers
    check(headers.get("Content-Length") == "7", "another Content-Length")
    check(headers.get("Content-Type") == "text/x-note", "another Content-Type")


@objects("head_object: no such key")
def _(on: Trial) -> None:
    on.refused(on.presign("head_object", key=on.key), 404)


@objects("get_and_head_object")
def _(on: Trial) -> None:
    on.put()
    get, head = on.s3.get_and_head_object(on.bucket, on.key)
    check(on.do(get).body == CONTENT, "other content")
    on.do(head)
