"""`S3Presigner` on real stores: operations by URL alone, by `requests`."""

import hashlib
import re
import time
from xml.etree import ElementTree as ET

import pytest
import requests

from sigv4presign import Presigned, content_disposition

from .altering import altered
from .catalogue import STORES
from .ceph import DOMAIN
from .clients import Answer, by_requests
from .keys import KEYS, NOT_KEPT, Key
from .store import Store, Verdict, keys_in

pytestmark = pytest.mark.store

MIB = 1024**2
MISMATCH = Verdict(403, "SignatureDoesNotMatch")
on_ceph = pytest.mark.parametrize("store", ["ceph"], indirect=True)
on_ceph_and_swift = pytest.mark.parametrize("store", ["swift", "ceph"], indirect=True)


def done(store: Store, signed: Presigned, body: bytes | None = None, status: int = 200) -> Answer:
    return store.accepted(by_requests, signed, body, status)


def refused(store: Store, signed: Presigned, body: bytes | None = None) -> Verdict:
    exchange = store.send(by_requests, signed, body)
    assert not exchange.theirs.accepted
    return exchange.theirs


def text_in(document: bytes, name: str) -> list[str]:
    """Return the texts of the elements *name*, whatever their namespace."""
    return [
        element.text or ""
        for element in ET.fromstring(document).iter()
        if element.tag.rpartition("}")[2] == name
    ]


UPLOAD = {
    "content_type": "text/x-note",
    "content_length": 7,
    "content_md5": hashlib.md5(b"content").digest(),
    "cache_control": "max-age=60",
    "metadata": {"author": "a  b", "quotes": 'it\'s "quoted"'},
}


def test_an_upload_with_all_its_headers(store: Store):
    done(store, store.s3().put_object("bucket", "s3/a b", **UPLOAD), b"content")
    answer = done(store, store.s3().head_object("bucket", "s3/a b"))
    expected = {
        "Content-Type": "text/x-note",
        "Content-Length": "7",
        "Cache-Control": "max-age=60",
        "x-amz-meta-author": "a  b",
        "x-amz-meta-quotes": 'it\'s "quoted"',
    }
    assert expected == {name: answer.headers.get(name) for name in expected}


@pytest.mark.parametrize(
    ("name", "value"),
    [("Content-Type", "text/html"), ("Cache-Control", "no-store"), ("x-amz-meta-author", "other")],
)
def test_another_header_than_the_signed_one(store: Store, name: str, value: str):
    signed = store.s3().put_object("bucket", "s3/headers", **UPLOAD)
    headers = [(n, value if n == name else v) for n, v in signed.headers]
    assert refused(store, altered(signed, headers=tuple(headers)), b"content") == MISMATCH
    assert store.gone("s3/headers")


@pytest.mark.parametrize("body", [b"conten", b"content."])
def test_another_size_than_the_signed_one(store: Store, body: bytes):
    """Wish 2.6: a signed Content-Length allows exactly that many bytes."""
    signed = store.s3().put_object("bucket", "s3/size", content_length=7)
    assert refused(store, signed, body) == MISMATCH
    done(store, signed, b"content")


def test_other_content_than_the_signed_digest(store: Store):
    signed = store.s3().put_object("bucket", "s3/md5", content_md5=UPLOAD["content_md5"])
    assert refused(store, signed, b"another").status == 400
    done(store, signed, b"content")


def test_a_checksum_given_on_purpose_goes_with_the_upload(store: Store):
    """Wish 2.19: no checksum of an empty body, and the given one signed."""
    digest = hashlib.sha256(b"content").digest()
    signed = store.s3().put_object("bucket", "s3/sum", checksum_sha256=digest)
    done(store, signed, b"content")
    assert "checksum" not in store.s3().put_object("bucket", "s3/sum").url
    done(store, store.s3().put_object("bucket", "s3/sum"), b"any content")


def test_a_pair_for_get_and_head(store: Store):
    store.put("s3/pair", b"content")
    get, head = store.s3().get_and_head_object("bucket", "s3/pair")
    assert done(store, get).body == b"content"
    assert done(store, head).headers["Content-Length"] == "7"
    assert refused(store, altered(get, method="HEAD")).status == 403


def test_a_range(store: Store):
    store.put("s3/range", b"0123456789")
    s3 = store.s3()
    ranged = s3.get_object("bucket", "s3/range", range="bytes=2-4")
    # rclone answers 200, with Content-Range all the same.
    assert done(store, ranged, status=200 if store.name == "rclone" else 206).body == b"234"


@on_ceph_and_swift
def test_conditions(store: Store):
    store.put("s3/range", b"0123456789")
    s3 = store.s3()
    etag = done(store, s3.head_object("bucket", "s3/range")).headers["ETag"]
    done(store, s3.get_object("bucket", "s3/range", if_none_match=etag), status=304)
    done(store, s3.get_object("bucket", "s3/range", if_match='"other"'), status=412)
    done(store, s3.get_object("bucket", "s3/range", if_modified_since=time.time() + 60), status=304)


def test_the_name_of_a_download(store: Store):
    store.put("s3/name", b"content")
    disposition = content_disposition('Übersicht "1" 日本.pdf')
    signed = store.s3().get_object(
        "bucket",
        "s3/name",
        response_content_disposition=disposition,
        response_content_type="application/pdf",
        response_expires=0,
    )
    headers = done(store, signed).headers
    assert headers["Content-Disposition"] == disposition
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Expires"] == "Thu, 01 Jan 1970 00:00:00 GMT"


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("bucket/s3/copied é%41+", b"content"),
        ({"Bucket": "bucket", "Key": "s3/copied é%41+"}, b"content"),
    ],
)
def test_a_copy(store: Store, source, content: bytes):
    store.put("s3/copied é%41+", content)
    signed = store.s3().presign("copy_object", bucket="bucket", key="s3/copy", copy_source=source)
    done(store, signed)
    assert store.get("s3/copy").body == content


def test_a_listing(store: Store):
    for key in ("s3/list/a", "s3/list/b/c", "s3/list/b/d"):
        store.put(key, b"content")
    s3 = store.s3()
    answer = done(
        store,
        s3.list_objects_v2("bucket", prefix="s3/list/", delimiter="/", encoding_type="url"),
    )
    assert keys_in(answer.body) == ["s3/list/a"]
    assert "s3/list/b/" in text_in(answer.body, "Prefix")
    page = done(store, s3.list_objects_v2("bucket", prefix="s3/list/", max_keys=2))
    token = text_in(page.body, "NextContinuationToken")[0]
    rest = s3.list_objects_v2("bucket", prefix="s3/list/", continuation_token=token)
    assert text_in(done(store, rest).body, "Key") == ["s3/list/b/d"]
    assert "bucket" in text_in(done(store, s3.presign("list_buckets")).body, "Name")


def created(store: Store, key: str, **params) -> str:
    begun = store.s3().presign("create_multipart_upload", bucket="bucket", key=key, **params)
    return text_in(done(store, begun, b"").body, "UploadId")[0]


@pytest.mark.parametrize("sign_sizes", [False, True])
def test_an_upload_in_three_parts(store: Store, sign_sizes: bool):
    content = bytes(range(256)) * (11 * MIB // 256)
    upload = store.s3().multipart_upload_urls(
        "bucket",
        "s3/film é.mp4",
        created(store, "s3/film é.mp4"),
        size=len(content),
        part_size=5 * MIB,
        sign_sizes=sign_sizes,
    )
    assert len(upload.parts) == 3
    etags = [
        done(store, part.request, content[part.start : part.end]).headers["ETag"]
        for part in upload.parts
    ]
    if sign_sizes:
        assert refused(store, upload.parts[2].request, b"short") == MISMATCH
    done(store, upload.complete, upload.completion(etags).encode())
    assert store.get("s3/film é.mp4").body == content


def test_an_upload_that_is_dropped(store: Store):
    upload_id = created(store, "s3/dropped")
    upload = store.s3().multipart_upload_urls("bucket", "s3/dropped", upload_id, size=7)
    done(store, upload.parts[0].request, b"content")
    done(store, upload.abort, status=204)
    assert store.gone("s3/dropped")


@on_ceph_and_swift
def test_the_parts_of_an_upload(store: Store):
    upload_id = created(store, "s3/parts")
    s3 = store.s3()
    upload = s3.multipart_upload_urls("bucket", "s3/parts", upload_id, size=7)
    done(store, upload.parts[0].request, b"content")
    parts = s3.presign("list_parts", bucket="bucket", key="s3/parts", upload_id=upload_id)
    assert text_in(done(store, parts).body, "PartNumber") == ["1"]
    uploads = s3.presign("list_multipart_uploads", bucket="bucket", prefix="s3/parts")
    assert upload_id in text_in(done(store, uploads).body, "UploadId")
    store.put("s3/source", b"x" * 10)
    copied = s3.presign(
        "upload_part_copy",
        bucket="bucket",
        key="s3/parts",
        upload_id=upload_id,
        part_number=1,
        copy_source="bucket/s3/source",
        copy_source_range="bytes=2-5",
    )
    etag = text_in(done(store, copied).body, "ETag")[0]
    done(store, upload.complete, upload.completion([etag]).encode())
    assert store.get("s3/parts").body == b"xxxx"


@on_ceph_and_swift
def test_versions(store: Store):
    s3 = store.s3()
    done(store, s3.presign("create_bucket", bucket="versions"), b"")
    document = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    done(store, s3.presign("put_bucket_versioning", bucket="versions"), document)
    for content in (b"first", b"second"):
        done(store, s3.put_object("versions", "key"), content)
    listed = done(store, s3.presign("list_object_versions", bucket="versions", prefix="key"))
    latest, first = text_in(listed.body, "VersionId")
    assert done(store, s3.get_object("versions", "key")).body == b"second"
    assert done(store, s3.get_object("versions", "key", version_id=first)).body == b"first"
    done(store, s3.delete_object("versions", "key", version_id=latest), status=204)
    assert done(store, s3.get_object("versions", "key")).body == b"first"


def test_many_objects_deleted_at_once(store: Store):
    for key in ("s3/many/a", "s3/many/b"):
        store.put(key, b"content")
    objects = [f"<Object><Key>s3/many/{name}</Key></Object>" for name in "ab"]
    document = f"<Delete>{''.join(objects)}</Delete>".encode()
    digest = hashlib.md5(document).digest()
    signed = store.s3().presign("delete_objects", bucket="bucket", content_md5=digest)
    if store.name == "swift":  # the others do not compare the digest
        assert refused(store, signed, document.replace(b"many/a", b"list/a")).status == 400
    done(store, signed, document)
    assert store.keys("s3/many/") == []


@on_ceph
def test_tags_and_access(store: Store):
    s3 = store.s3()
    done(store, s3.put_object("bucket", "s3/tags", tagging={"a b": "c/d"}), b"content")
    tags = done(store, s3.presign("get_object_tagging", bucket="bucket", key="s3/tags"))
    assert (text_in(tags.body, "Key"), text_in(tags.body, "Value")) == (["a b"], ["c/d"])
    document = b"<Tagging><TagSet><Tag><Key>e</Key><Value>f</Value></Tag></TagSet></Tagging>"
    done(store, s3.presign("put_object_tagging", bucket="bucket", key="s3/tags"), document)
    done(
        store, s3.presign("put_object_acl", bucket="bucket", key="s3/tags", acl="public-read"), b""
    )
    acl = done(store, s3.presign("get_object_acl", bucket="bucket", key="s3/tags"))
    assert "READ" in text_in(acl.body, "Permission")
    done(store, s3.presign("get_bucket_location", bucket="bucket"))


@on_ceph
def test_encryption_with_a_key_of_the_caller_s(store: Store):
    key, other = b"k" * 32, b"o" * 32
    s3 = store.s3()
    done(store, s3.put_object("bucket", "s3/sse", sse_customer_key=key), b"content")
    assert done(store, s3.get_object("bucket", "s3/sse", sse_customer_key=key)).body == b"content"
    assert refused(store, s3.get_object("bucket", "s3/sse", sse_customer_key=other)).status in (
        400,
        403,
    )
    assert refused(store, s3.get_object("bucket", "s3/sse")).status == 400


PAIRS = [(store, case) for store in STORES for case in KEYS if case.name not in NOT_KEPT[store]]


@pytest.mark.parametrize(
    ("store", "case"), PAIRS, indirect=["store"], ids=lambda entry: getattr(entry, "name", None)
)
def test_every_key(store: Store, case: Key):
    s3 = store.s3()
    done(store, s3.put_object("bucket", case.key), case.key.encode())
    assert done(store, s3.get_object("bucket", case.key)).body == case.key.encode()
    done(store, s3.delete_object("bucket", case.key), status=204)
    assert store.gone(case.key)


@on_ceph_and_swift
def test_a_bucket_in_the_host(store: Store):
    """A host that no resolver knows, reached by its address: the client names the store."""
    s3 = store.s3(
        endpoint_url=f"http://{DOMAIN}:{store.relay.port}",
        addressing_style="virtual",
        public_url=store.origin,
        public_style="domain",
    )
    host = (("Host", f"bucket.{DOMAIN}:{store.relay.port}"),)
    signed = s3.put_object("bucket", "s3/virtual é", content_type="text/x-note")
    assert signed.url.startswith(f"{store.origin}/s3/virtual%20%C3%A9?")
    done(store, altered(signed, headers=signed.headers + host), b"content")
    assert store.get("s3/virtual é").body == b"content"


class TestBehindAProxy:
    """Wish 2.1, with the relay for a proxy: it hands on the ``Host`` that it receives."""

    def test_that_hands_on_the_host(self, store: Store):
        store.put("s3/proxy", b"content")
        inside = f"http://127.0.0.1:{store.server.port}"
        s3 = store.s3(endpoint_url=inside, public_url=store.origin, proxy_keeps_host=True)
        signed = s3.get_object("bucket", "s3/proxy")
        assert signed.url.startswith(f"{store.origin}/bucket/s3/proxy?")
        assert done(store, signed).body == b"content"
        wrongly = store.s3(endpoint_url=inside, public_url=store.origin)
        assert refused(store, wrongly.get_object("bucket", "s3/proxy")) == MISMATCH

    def test_that_names_the_store(self, store: Store):
        store.put("s3/proxy", b"content")
        # The name under which the proxy speaks to the store, as its Host header then has it.
        inside = f"127.0.0.1:{store.server.port}"
        s3 = store.s3(endpoint_url=f"http://{inside}", public_url=store.origin)
        signed = s3.get_object("bucket", "s3/proxy")
        assert done(store, altered(signed, headers=(("Host", inside),))).body == b"content"


@on_ceph
def test_temporary_credentials(store: Store):
    s3 = store.s3(credentials=store.assumed_role())
    uploaded = by_requests(s3.put_object("bucket", "s3/token", metadata={"a": "b"}), b"content")
    assert uploaded.status == 200
    signed = s3.get_object("bucket", "s3/token")
    assert by_requests(signed).body == b"content"
    without = re.sub("&X-Amz-Security-Token=[^&]*", "", signed.url)
    assert by_requests(altered(signed, url=without)).status == 403


def test_boto3_s_own_call(store: Store):
    store.put("s3/boto3", b"content")
    url = store.s3().generate_presigned_url(
        "get_object", Params={"Bucket": "bucket", "Key": "s3/boto3"}, ExpiresIn=60
    )
    assert requests.get(url, timeout=60).content == b"content"
