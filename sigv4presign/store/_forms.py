"""Uploads by form: API_RESTObjectPOST.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
"""

from collections.abc import Callable
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from .._checks import bad_character
from ..verified import Verified
from ._answers import Answer, document
from ._bodies import Body
from ._buckets import Bucket, check_key
from ._calls import LARGEST, check_header
from ._errors import StoreError
from ._kept import checked_headers, document_tags, is_kept
from ._multipart_form import Form
from ._records import Record
from ._xml import elements

Prove = Callable[[Form, int | None], Verified]


def post_object(bucket: Bucket, body: Body, boundary: bytes, prove: Prove, url: str) -> Answer:
    """Take the file of a form as the content of an object.

    Args:
        bucket: that the form is sent to.
        body: of the request.
        boundary: between the parts of the form.
        prove: called with the form, and again with it and the size of its file.
        url: of the bucket, as the sender sees it.
    """
    form = Form(iter(body), boundary)
    form.read_fields()
    proof = prove(form, None)
    check_key(proof.key)
    draft = bucket.draft()
    try:
        for piece in form.file():
            draft.write(piece)
            if draft.size > LARGEST:
                raise StoreError("EntityTooLarge")
        proof = prove(form, draft.size)
        fields = dict(proof.fields)
        record = Record(proof.key, 0, 0, draft.md5.hexdigest(), *_kept(fields))
        bucket.put(draft, record)
    finally:
        draft.discard()
    return _answer(fields, bucket.name, record, url)


def _kept(fields: dict[str, str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    for name, value in fields.items():
        if is_kept(name):
            check_header(name, value)
    headers = checked_headers({name: value for name, value in fields.items() if is_kept(name)})
    tags = document_tags(fields["tagging"].encode()) if fields.get("tagging") else ()
    return headers, tags


def _answer(fields: dict[str, str], bucket: str, record: Record, url: str) -> Answer:
    etag = f'"{record.etag}"'
    location = f"{url}/{quote(record.key, safe='/~')}"
    headers = [("ETag", etag), ("Location", location)]
    redirect = fields.get("success_action_redirect") or fields.get("redirect")
    if redirect:
        target = _redirected(redirect, bucket, record.key, etag)
        if target is not None:
            return Answer(303, [("ETag", etag), ("Location", target)])
    status = fields.get("success_action_status", "")
    if status == "201":
        told = [("Location", location), ("Bucket", bucket), ("Key", record.key), ("ETag", etag)]
        return document(f"<PostResponse>{elements(told)}</PostResponse>", 201, headers)
    return Answer(200 if status == "200" else 204, headers)


def _redirected(redirect: str, bucket: str, key: str, etag: str) -> str | None:
    """Return the URL to go on to; None if *redirect* is none, which S3 then forgets."""
    try:
        scheme, host, path, query, _ = urlsplit(redirect)
    except ValueError:
        return None
    if scheme not in {"http", "https"} or not host or bad_character(redirect) is not None:
        return None
    told = urlencode([("bucket", bucket), ("key", key), ("etag", etag)])
    target = urlunsplit((scheme, host, path, f"{query}&{told}" if query else told, ""))
    return quote(target, safe="%/:=&?~#+!$,;'@()*[]")
