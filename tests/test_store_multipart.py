"""Multipart uploads to the embedded store."""

import hashlib
import os
from pathlib import Path

import pytest

from sigv4presign.store import Store
from sigv4presign.store import _uploads as uploads
from sigv4presign.store._errors import StoreError

from .asking import Answer, Asker

PART = bytes(range(256)) * 20480  # 5 MiB
UPLOAD = {"uploads": ""}


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "store", buckets=["bucket"]) as store:
        yield store


@pytest.fixture
def ask(store: Store):
    asker = Asker(store)
    yield asker
    asker.close()


def begun(ask: Asker, key: str = "k", **headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = ask("POST", key, UPLOAD, headers=named)
    assert answer.status == 200
    return answer.text("UploadId")


def sent(ask: Asker, upload: str, number: int, content: bytes, key: str = "k") -> str:
    answer = ask("PUT", key, {"uploadId": upload, "partNumber": str(number)}, content)
    assert answer.status == 200
    return answer.headers["etag"]


def completed(ask: Asker, upload: str, parts: dict[int, str], key: str = "k", **headers) -> Answer:
    listed = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"
        for number, etag in parts.items()
    )
    document = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask("POST", key, {"uploadId": upload}, document.encode(), named)


def test_from_beginning_to_end(ask: Asker, store: Store):
    upload = begun(ask, x_amz_meta_n="1", content_type="text/x-a", x_amz_tagging="t=1")
    assert ask("GET", "k").status == 404
    parts = {2: sent(ask, upload, 2, b"the end"), 1: sent(ask, upload, 1, PART)}
    answer = completed(ask, upload, dict(sorted(parts.items())))
    digests = hashlib.md5(PART).digest() + hashlib.md5(b"the end").digest()
    etag = f'"{hashlib.md5(digests).hexdigest()}-2"'
    assert (etag, "k", "bucket") == (answer.text("ETag"), answer.text("Key"), answer.text("Bucket"))
    assert answer.text("Location").endswith("/bucket/k")
    got = ask("GET", "k")
    assert (PART + b"the end", etag) == (got.body, got.headers["etag"])
    assert (got.headers["x-amz-meta-n"], got.headers["content-type"]) == ("1", "text/x-a")
    assert got.headers["x-amz-tagging-count"] == "1"
    assert ask("GET", "k", {"uploadId": upload}).code == "NoSuchUpload"
    own = Path(store._folder.path, "bucket", ".sigv4presign")
    assert not list((own / "uploads").iterdir())
    assert not list((own / "unfinished").iterdir())


def test_through_presigned_urls(ask: Asker, store: Store):
    s3 = store.presigner()
    upload = ask.through(s3.presign("create_multipart_upload", bucket="bucket", key="k"))
    identifier = upload.text("UploadId")
    where = {"bucket": "bucket", "key": "k", "upload_id": identifier}
    part = ask.through(s3.presign("upload_part", part_number=1, **where), b"content")
    listed = ask.through(s3.presign("list_parts", **where))
    assert listed.texts("Part/ETag") == [part.headers["etag"]]
    document = (
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber>"
        f"<ETag>{part.headers['etag']}</ETag></Part></CompleteMultipartUpload>"
    )
    link = s3.presign("complete_multipart_upload", **where)
    assert ask.through(link, document.encode()).status == 200
    assert ask.get("k") == b"content"


def test_a_part_that_is_sent_again(ask: Asker):
    upload = begun(ask)
    first = sent(ask, upload, 1, b"one")
    second = sent(ask, upload, 1, b"two")
    assert completed(ask, upload, {1: first}).code == "InvalidPart"
    assert sent(ask, upload, 1, b"two") == second
    assert completed(ask, upload, {1: second}).status == 200
    assert ask.get("k") == b"two"


@pytest.mark.parametrize(
    "parts, code",
    [
        ({2: "2", 1: "1"}, "InvalidPartOrder"), ({}, "MalformedXML"), ({3: "3"}, "InvalidPart"),
        ({1: "9"}, "InvalidPart"), ({1: "1", 2: "2"}, "EntityTooSmall"),
        ({"a": "1"}, "MalformedXML"), ({"100000": "1"}, "MalformedXML"),
    ],
)  # fmt: skip
def test_what_cannot_be_completed(ask: Asker, parts: dict, code: str):
    upload = begun(ask)
    etags = {"1": sent(ask, upload, 1, b"a"), "2": sent(ask, upload, 2, b"b")}
    answer = completed(
        ask, upload, {number: etags.get(mark, "x") for number, mark in parts.items()}
    )
    assert (400, code) == (answer.status, answer.code)
    assert ask("GET", "k").status == 404
    assert completed(ask, upload, {1: etags["1"]}).status == 200


def test_conditions(ask: Asker):
    ask.put("k", b"there")
    upload = begun(ask)
    etag = sent(ask, upload, 1, b"new")
    assert completed(ask, upload, {1: etag}, if_none_match="*").code == "PreconditionFailed"
    assert ask.get("k") == b"there"
    assert completed(ask, upload, {1: etag}, if_match="*").status == 200


@pytest.mark.parametrize("number", ["0", "10001", "-1", "a", "", "٣"])
def test_what_is_no_number(ask: Asker, number: str):
    upload = begun(ask)
    answer = ask("PUT", "k", {"uploadId": upload, "partNumber": number}, b"")
    assert (400, "InvalidArgument") == (answer.status, answer.code)
    answer = ask("GET", "k", {"uploadId": upload, "part-number-marker": number or "x"})
    expected = 200 if number in {"0", "10001"} else 400
    assert expected == answer.status


@pytest.mark.parametrize("upload", ["f" * 32, "x", "", "../unfinished", "a/b"])
def test_what_is_no_upload(ask: Asker, upload: str):
    for method, query, body in (
        ("PUT", {"partNumber": "1"}, b""),
        ("GET", {}, None),
        ("DELETE", {}, None),
    ):
        answer = ask(method, "k", {"uploadId": upload, **query}, body)
        assert (404, "NoSuchUpload") == (answer.status, answer.code)
    assert completed(ask, upload, {1: "x"}).code == "NoSuchUpload"


def test_an_upload_of_another_key(ask: Asker):
    upload = begun(ask, "a")
    assert ask("PUT", "b", {"uploadId": upload, "partNumber": "1"}, b"").code == "NoSuchUpload"


def test_aborted(ask: Asker, store: Store):
    upload = begun(ask)
    sent(ask, upload, 1, b"a")
    assert ask("DELETE", "k", {"uploadId": upload}).status == 204
    assert ask("DELETE", "k", {"uploadId": upload}).code == "NoSuchUpload"
    assert not list(Path(store._folder.path, "bucket", ".sigv4presign", "uploads").iterdir())
    assert ask("DELETE").status == 204


def test_parts_by_the_page(ask: Asker):
    upload = begun(ask)
    for number in (1, 5, 9):
        sent(ask, upload, number, b"x" * number)
    first = ask("GET", "k", {"uploadId": upload, "max-parts": "2"})
    assert first.texts("Part/PartNumber") == ["1", "5"]
    assert (first.texts("Part/Size"), first.text("IsTruncated")) == (["1", "5"], "true")
    marker = first.text("NextPartNumberMarker")
    second = ask("GET", "k", {"uploadId": upload, "part-number-marker": marker})
    assert (second.texts("Part/PartNumber"), second.text("IsTruncated")) == (["9"], "false")


def test_a_part_that_was_put_twice_by_a_server_that_was_killed(ask: Asker, store: Store):
    """Both files of one number are there: the later one counts."""
    upload = begun(ask)
    etag = sent(ask, upload, 1, b"late").strip('"')
    folder = Path(store._folder.path, "bucket", ".sigv4presign", "uploads", upload)
    for number in range(9):  # in whatever order they are found
        early = folder / f"00001.{hashlib.md5(b'%d' % number).hexdigest()}"
        early.write_bytes(b"early")
        os.utime(early, (number, number))
    (folder / "stray").touch()
    assert ask("GET", "k", {"uploadId": upload}).texts("Part/ETag") == [f'"{etag}"']


def test_an_upload_that_goes_meanwhile(ask: Asker, store: Store):
    upload = begun(ask)
    etag = sent(ask, upload, 1, b"a")
    bucket = store._folder.bucket("bucket")
    found = uploads.find(bucket, "k", upload)
    (part,) = uploads.parts(found)
    draft = bucket.draft()
    uploads.abort(found)
    with pytest.raises(StoreError, match="upload does not exist"):
        uploads.put_part(bucket, found, 1, draft)
    with pytest.raises(StoreError, match="upload does not exist"):
        uploads._append(draft, part, upload)
    draft.discard()
    assert completed(ask, upload, {1: etag}).code == "NoSuchUpload"


class TestCopies:
    def copy(self, ask: Asker, upload: str, source: str, part: str | None = None) -> Answer:
        headers = {"x-amz-copy-source": source}
        if part is not None:
            headers["x-amz-copy-source-range"] = part
        return ask("PUT", "k", {"uploadId": upload, "partNumber": "1"}, headers=headers)

    def test_of_an_object(self, ask: Asker):
        ask.put("source", b"0123456789")
        for part, content in ((None, b"0123456789"), ("bytes=2-4", b"234"), ("bytes=9-9", b"9")):
            upload = begun(ask)
            answer = self.copy(ask, upload, "bucket/source", part)
            assert answer.text("ETag") == f'"{hashlib.md5(content).hexdigest()}"'
            assert completed(ask, upload, {1: answer.text("ETag")}).status == 200
            assert ask.get("k") == content

    @pytest.mark.parametrize("part", ["bytes=5-10", "bytes=-1", "bytes=5-", "5-6", "bytes=6-5"])
    def test_of_a_range_that_is_none(self, ask: Asker, part: str):
        ask.put("source", b"0123456789")
        assert self.copy(ask, begun(ask), "bucket/source", part).code == "InvalidArgument"
        assert self.copy(ask, begun(ask), "bucket/source", "bytes=10-12").code == "InvalidRange"


class TestUploads:
    def test_by_the_page(self, ask: Asker):
        keys = ["a/1", "a/2", "b", "b", "c é"]
        identifiers = [begun(ask, key) for key in keys]
        told = ask("GET", query=UPLOAD)
        assert told.texts("Upload/Key") == keys
        assert told.texts("Upload/UploadId")[:2] == identifiers[:2]
        first = ask("GET", query={**UPLOAD, "max-uploads": "3"})
        assert (first.texts("Upload/Key"), first.text("IsTruncated")) == (keys[:3], "true")
        markers = {
            "key-marker": first.text("NextKeyMarker"),
            "upload-id-marker": first.text("NextUploadIdMarker"),
        }
        second = ask("GET", query={**UPLOAD, **markers, "encoding-type": "url"})
        assert second.texts("Upload/Key") == ["b", "c%20%C3%A9"]
        third = ask("GET", query={**UPLOAD, "key-marker": "b"})
        assert third.texts("Upload/Key") == ["c é"]
        assert ask("GET", query={**UPLOAD, "key-marker": "z"}).texts("Upload") == []
        assert ask("GET", query={**UPLOAD, "prefix": "a/"}).texts("Upload/Key") == keys[:2]
        assert ask("GET", query={**UPLOAD, "max-uploads": "0"}).text("IsTruncated") == "false"

    def test_by_their_folders(self, ask: Asker):
        for key in ("a/1", "a/2", "b", "c/1"):
            begun(ask, key)
        told = ask("GET", query={**UPLOAD, "delimiter": "/"})
        assert told.texts("CommonPrefixes/Prefix") == ["a/", "c/"]
        assert told.texts("Upload/Key") == ["b"]
        first = ask("GET", query={**UPLOAD, "delimiter": "/", "max-uploads": "1"})
        assert first.text("NextKeyMarker") == "a/"
        assert first.text("NextUploadIdMarker") is None
        query = {**UPLOAD, "delimiter": "/", "key-marker": "a/"}
        assert ask("GET", query=query).texts("CommonPrefixes/Prefix") == ["c/"]
