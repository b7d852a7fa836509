"""Objects in the embedded store: what is put comes back, in whole and in part, and is copied."""

import base64
import hashlib
import zlib
from pathlib import Path

import pytest
from freezegun import freeze_time

from sigv4presign import presign
from sigv4presign.store import Store

from .asking import Answer, Asker

CONTENT = b"0123456789" * 10
ETAG = f'"{hashlib.md5(CONTENT).hexdigest()}"'

CHECKSUMS = [
    ("Content-MD5", hashlib.md5(CONTENT).digest()),
    ("x-amz-checksum-crc32", zlib.crc32(CONTENT).to_bytes(4, "big")),
    ("x-amz-checksum-sha1", hashlib.sha1(CONTENT).digest()),
    ("x-amz-checksum-sha256", hashlib.sha256(CONTENT).digest()),
]

# Keys that a folder does not take as they are, or takes for another.
KEYS = [
    "plain.txt", "a", "a/b", "a/b/c", "A", "A/b", "dir/", "dir/inside", "x//y", "/lead", "//", "/",
    ".", "..", "../up", "../../../../etc/passwd", "a/../b", "./a", "a/.", "back\\slash", "c:d",
    "con", "nul.txt", "end.", "end ", "new\nline", "tab\t", "\x01", "\0", "é", "e\u0301", "ß", "SS",
    "\U0001f600", "p+q", "p q", "%41", "%2F", "a?b", "a#b", "a&b=c", "=", "==", "#", "=a=",
    ".sigv4presign", ".sigv4presign/records/x", ".SIGV4PRESIGN/lock", "bucket", "l" * 255,
    "l" * 256, "l" * 1024, "é" * 512, "/".join("d" * 70), "x" * 255 + "/" + "y" * 300,
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("store"), buckets=["bucket", "other"]) as store:
        yield store


@pytest.fixture
def ask(store: Store):
    asker = Asker(store)
    yield asker
    for key in asker.listed():
        asker("DELETE", key)
    asker.close()


def asked_by_link(ask: Asker, method: str, target: str) -> Answer:
    """Return the answer to a presigned request, *target* signed and sent as it is spelled."""
    store = ask.store
    url = f"{store.endpoint_url}{target}"
    link = presign(method, url, credentials=store.credentials, region=store.region)
    return ask.through(link, b"" if method in ("PUT", "POST") else None)


class TestKeys:
    def test_all_at_once(self, ask: Asker):
        assert len(KEYS) == len(set(KEYS)) > 50
        for key in KEYS:
            ask.put(key, key.encode())
        for key in KEYS:
            assert key.encode() == ask.get(key)
        listing = ask("GET", query={"list-type": "2", "encoding-type": "url"})
        assert len(KEYS) == len(listing.texts("Contents/Key"))
        for key in reversed(KEYS):
            ask.put(key, b"again " + key.encode())
        for key in KEYS:
            assert b"again " + key.encode() == ask.get(key)
            assert ask("DELETE", key).status == 204
            assert ask("GET", key).code == "NoSuchKey"
        assert not ask.listed()

    @pytest.mark.parametrize("key", KEYS)
    def test_alone(self, ask: Asker, store: Store, key: str):
        s3 = store.presigner(validate="off")
        assert ask.through(s3.put_object("bucket", key), CONTENT).status == 200
        assert ask.through(s3.get_object("bucket", key)).body == CONTENT
        assert ask.through(s3.head_object("bucket", key)).headers["content-length"] == "100"
        assert ask.through(s3.delete_object("bucket", key)).status == 204
        assert ask.through(s3.get_object("bucket", key)).status == 404

    def test_a_key_that_is_too_long(self, ask: Asker):
        answer = ask("PUT", "k" * 1025, body=b"")
        assert (400, "KeyTooLongError") == (answer.status, answer.code)
        assert ask("GET", "k" * 1025).code == "NoSuchKey"
        assert ask("POST", "k" * 1025, {"uploads": ""}).code == "KeyTooLongError"

    def test_an_ordinary_key_is_an_ordinary_file(self, ask: Asker, store: Store):
        ask.put("photos/2026/cat.jpg", CONTENT)
        folder = Path(store._folder.path, "bucket")
        assert CONTENT == (folder / "photos" / "2026" / "cat.jpg").read_bytes()
        ask("DELETE", "photos/2026/cat.jpg")
        assert not (folder / "photos").exists()


class TestReading:
    def test_what_is_told(self, ask: Asker):
        with freeze_time("2026-03-01T12:00:00Z", real_asyncio=True):
            headers = {
                "Content-Type": "text/x-note",
                "Cache-Control": "no-store",
                "Content-Disposition": 'attachment; filename="é.txt"',
                "Content-Encoding": "identity",
                "Content-Language": "de",
                "Expires": "Sun, 30 Aug 2026 12:36:00 GMT",
                "x-amz-meta-Note": "grüße",
                "x-amz-storage-class": "GLACIER",
                "x-amz-tagging": "a=b&c=",
            }
            assert ask("PUT", "k", body=CONTENT, headers=headers).headers["etag"] == ETAG
            for method in ("GET", "HEAD"):
                answer = ask(method, "k")
                told = {**headers, "x-amz-tagging-count": "2"}
                del told["x-amz-tagging"]
                for name, value in told.items():
                    assert value == answer.headers[name.lower()].encode("latin-1").decode()
                assert answer.headers["etag"] == ETAG
                assert answer.headers["last-modified"] == "Sun, 01 Mar 2026 12:00:00 GMT"
                assert answer.headers["content-length"] == "100"
                assert answer.body == (CONTENT if method == "GET" else b"")
        assert ask("GET", query={"list-type": "2"}).text("Contents/StorageClass") == "GLACIER"

    def test_nothing_said_of_it(self, ask: Asker):
        ask.put("k", b"")
        answer = ask("GET", "k")
        assert answer.headers["content-type"] == "binary/octet-stream"
        assert (answer.status, answer.body) == (200, b"")

    @pytest.mark.parametrize(
        "header, status, part",
        [
            ("bytes=0-", 206, slice(0, 100)), ("bytes=0-0", 206, slice(0, 1)),
            ("bytes=10-19", 206, slice(10, 20)), ("bytes=90-1000", 206, slice(90, 100)),
            ("bytes=-1", 206, slice(99, 100)), ("bytes=-1000", 206, slice(0, 100)),
            ("bytes= 5-6", 206, slice(5, 7)), ("bytes=99-99", 206, slice(99, 100)),
            ("bytes=0-0,5-6", 200, slice(0, 100)), ("bytes=5-4", 200, slice(0, 100)),
            ("bytes=-", 200, slice(0, 100)), ("bytes=a-b", 200, slice(0, 100)),
            ("lines=0-1", 200, slice(0, 100)), ("bytes=" + "9" * 20 + "-", 200, slice(0, 100)),
        ],
    )  # fmt: skip
    def test_a_range(self, ask: Asker, header: str, status: int, part: slice):
        ask.put("k", CONTENT)
        answer = ask("GET", "k", headers={"Range": header})
        assert (status, CONTENT[part]) == (answer.status, answer.body)
        told = f"bytes {part.start}-{part.stop - 1}/100" if status == 206 else None
        assert told == answer.headers.get("content-range")
        head = ask("HEAD", "k", headers={"Range": header})
        assert (status, str(len(CONTENT[part]))) == (head.status, head.headers["content-length"])

    @pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
    def test_a_range_behind_the_end(self, ask: Asker, header: str):
        ask.put("k", CONTENT)
        answer = ask("GET", "k", headers={"Range": header})
        assert (416, "InvalidRange") == (answer.status, answer.code)
        assert ("100", header) == (answer.text("ActualObjectSize"), answer.text("RangeRequested"))
        assert answer.headers["content-range"] == "bytes */100"
        ask.put("empty", b"")
        assert ask("GET", "empty", headers={"Range": "bytes=0-"}).status == 416

    def test_a_range_if_it_is_still_the_same(self, ask: Asker):
        ask.put("k", CONTENT)
        when = ask("HEAD", "k").headers["last-modified"]
        for unless, status in ((ETAG, 206), (when, 206), ('"other"', 200), ("Sun", 200)):
            answer = ask("GET", "k", headers={"Range": "bytes=0-0", "If-Range": unless})
            assert status == answer.status

    @pytest.mark.parametrize(
        "headers, status",
        [
            ({"If-Match": ETAG}, 200), ({"If-Match": "*"}, 200), ({"If-Match": f"W/{ETAG}"}, 200),
            ({"If-Match": f'"a", {ETAG}'}, 200), ({"If-Match": '"a"'}, 412),
            ({"If-None-Match": ETAG}, 304), ({"If-None-Match": "*"}, 304),
            ({"If-None-Match": '"a"'}, 200),
            ({"If-Modified-Since": "Sun, 30 Aug 2015 12:36:00 GMT"}, 200),
            ({"If-Modified-Since": "Tue, 30 Aug 2095 12:36:00 GMT"}, 304),
            ({"If-Unmodified-Since": "Sun, 30 Aug 2015 12:36:00 GMT"}, 412),
            ({"If-Unmodified-Since": "Tue, 30 Aug 2095 12:36:00 GMT"}, 200),
            ({"If-Modified-Since": "yesterday"}, 200), ({"If-Unmodified-Since": "now"}, 200),
            # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: the pairs
            ({"If-Match": ETAG, "If-Unmodified-Since": "Sun, 30 Aug 2015 12:36:00 GMT"}, 200),
            ({"If-None-Match": ETAG, "If-Modified-Since": "Sun, 30 Aug 2015 12:36:00 GMT"}, 304),
            ({"If-None-Match": '"a"', "If-Modified-Since": "Tue, 30 Aug 2095 12:36:00 GMT"}, 200),
        ],
    )  # fmt: skip
    def test_conditions(self, ask: Asker, headers: dict[str, str], status: int):
        ask.put("k", CONTENT)
        for method in ("GET", "HEAD"):
            answer = ask(method, "k", headers=headers)
            assert status == answer.status
            if status == 304:
                assert (answer.headers["etag"], answer.body) == (ETAG, b"")
            if status == 412 and method == "GET":
                assert answer.code == "PreconditionFailed"
                assert answer.text("Condition") == next(iter(headers))

    def test_headers_asked_for(self, ask: Asker, store: Store):
        ask.put("k", CONTENT)
        link = store.presigner().get_object(
            "bucket",
            "k",
            response_content_type="text/html",
            response_content_disposition='attachment; filename="a b.txt"',
            response_cache_control="no-cache",
        )
        answer = ask.through(link)
        assert answer.headers["content-type"] == "text/html"
        assert answer.headers["content-disposition"] == 'attachment; filename="a b.txt"'
        assert answer.headers["cache-control"] == "no-cache"

    def test_a_header_that_would_be_two(self, ask: Asker):
        ask.put("k", CONTENT)
        answer = ask("GET", "k", {"response-content-type": "a\r\nSet-Cookie: b"})
        assert (400, "InvalidArgument") == (answer.status, answer.code)
        assert "set-cookie" not in answer.headers

    def test_a_large_object(self, ask: Asker):
        content = bytes(range(256)) * 4096 * 6
        ask.put("large", content)
        assert content == ask.get("large")
        answer = ask("GET", "large", headers={"Range": "bytes=1000-5000000"})
        assert content[1000:5000001] == answer.body

    def test_what_is_not_there(self, ask: Asker):
        for method in ("GET", "HEAD"):
            answer = ask(method, "nothing")
            assert answer.status == 404
        assert ask("GET", "nothing").text("Key") == "nothing"
        for path in ("nothing", ""):
            answer = ask("GET", path, bucket="no-such-bucket")
            assert (404, "NoSuchBucket") == (answer.status, answer.code)
            assert answer.text("BucketName") == "no-such-bucket"


class TestWriting:
    @pytest.mark.parametrize(
        "headers, there, status, code",
        [
            ({"If-None-Match": "*"}, False, 200, ""),
            ({"If-None-Match": "*"}, True, 412, "PreconditionFailed"),
            ({"If-None-Match": '"a"'}, False, 501, "NotImplemented"),
            ({"If-Match": ETAG}, True, 200, ""),
            ({"If-Match": '"a"'}, True, 412, "PreconditionFailed"),
            ({"If-Match": ETAG}, False, 404, "NoSuchKey"),
        ],
    )
    def test_conditions(self, ask: Asker, headers, there: bool, status: int, code: str):
        if there:
            ask.put("k", CONTENT)
        answer = ask("PUT", "k", body=b"new", headers=headers)
        assert (status, code) == (answer.status, answer.code)
        if status == 200:
            assert ask.get("k") == b"new"
        elif there:
            assert ask.get("k") == CONTENT

    def test_only_if_it_is_the_same_is_it_removed(self, ask: Asker):
        ask.put("k", CONTENT)
        assert ask("DELETE", "k", headers={"If-Match": '"a"'}).code == "PreconditionFailed"
        assert ask.get("k") == CONTENT
        assert ask("DELETE", "k", headers={"If-Match": ETAG}).status == 204

    @pytest.mark.parametrize("name, digest", CHECKSUMS)
    def test_a_checksum(self, ask: Asker, name: str, digest: bytes):
        value = base64.b64encode(digest).decode()
        answer = ask("PUT", "k", body=CONTENT, headers={name: value})
        assert answer.status == 200
        kept = name.startswith("x-amz")
        assert (value if kept else None) == answer.headers.get(name)
        asked = ask("GET", "k", headers={"x-amz-checksum-mode": "ENABLED"})
        assert (value if kept else None) == asked.headers.get(name)
        assert name not in ask("GET", "k").headers
        part = ask("GET", "k", headers={"x-amz-checksum-mode": "ENABLED", "Range": "bytes=0-1"})
        assert name not in part.headers

    @pytest.mark.parametrize("name, digest", CHECKSUMS)
    def test_a_checksum_that_is_wrong(self, ask: Asker, name: str, digest: bytes):
        wrong = base64.b64encode(bytes(len(digest))).decode()
        answer = ask("PUT", "k", body=CONTENT, headers={name: wrong})
        assert (400, "BadDigest") == (answer.status, answer.code)
        assert ask("GET", "k").status == 404
        for none in ("", "!", "QQ==", "é"):
            answer = ask("PUT", "k", body=CONTENT, headers={name: none or "="})
            expected = "InvalidDigest" if name == "Content-MD5" else "InvalidRequest"
            assert (400, expected) == (answer.status, answer.code)

    @pytest.mark.parametrize("name", ["x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme"])
    def test_a_checksum_that_is_only_kept(self, ask: Asker, name: str):
        ask("PUT", "k", body=CONTENT, headers={name: "AAAAAA=="})
        asked = ask("HEAD", "k", headers={"x-amz-checksum-mode": "enabled"})
        assert asked.headers[name] == "AAAAAA=="

    def test_metadata_that_are_too_long(self, ask: Asker):
        fits = {"x-amz-meta-a": "v" * 2047}
        assert ask("PUT", "k", body=b"", headers=fits).status == 200
        answer = ask("PUT", "k", body=b"", headers={**fits, "x-amz-meta-b": ""})
        assert answer.status == 200
        answer = ask("PUT", "k", body=b"", headers={**fits, "x-amz-meta-b": "c"})
        assert (400, "MetadataTooLarge") == (answer.status, answer.code)

    def test_what_is_not_done_is_refused(self, ask: Asker):
        ask.put("k", CONTENT)
        for name in (
            "x-amz-server-side-encryption-customer-algorithm",
            "x-amz-object-lock-mode",
            "x-amz-write-offset-bytes",
        ):
            for method, query in (("PUT", None), ("POST", {"uploads": ""})):
                answer = ask(method, "k", query, b"" if method == "PUT" else None, {name: "a"})
                assert (501, "NotImplemented") == (answer.status, answer.code)
                assert answer.text("Header") == name

    def test_an_upload_without_a_length(self, ask: Asker):
        answer = ask("PUT", "k", headers={"x-amz-meta-a": "b"})
        assert (411, "MissingContentLength") == (answer.status, answer.code)

    def test_headers_in_the_query(self, ask: Asker, store: Store):
        """Some signers move them there, and S3 takes them from there."""
        link = store.presigner().presign(
            "put_object", bucket="bucket", key="k", query=[("X-Amz-Meta-Note", "a b")]
        )
        assert ask.through(link, CONTENT).status == 200
        assert ask("HEAD", "k").headers["x-amz-meta-note"] == "a b"
        link = store.presigner().presign(
            "put_object", bucket="bucket", key="k", query=[("x-amz-meta-note", "a\nb")]
        )
        assert ask.through(link, CONTENT).code == "InvalidArgument"

    @pytest.mark.parametrize(
        "name, value",
        [
            ("x-amz-meta-a%0D%0ASet-Cookie", "b"),
            ("x-amz-meta-a%3Ab", "c"),
            ("x-amz-meta-%FF", "b"),
            ("x-amz-meta-a", "%FF"),
            ("x-amz-checksum-crc32c", "a%0D%0ASet-Cookie:b"),
            ("x-amz-checksum-crc32c", "%ED%A0%80"),
            ("x-amz-checksum-algorithm", "a%0D%0ASet-Cookie:b"),
            ("x-amz-copy-source", "%FF/k"),
        ],
    )
    @pytest.mark.parametrize("method", ["PUT", "POST"])
    def test_what_in_the_query_is_no_header(self, ask: Asker, method: str, name: str, value: str):
        for query in (f"{name}={value}", f"{name}={value}&uploads="):
            answer = asked_by_link(ask, method, f"/bucket/k?{query}")
            assert (400, "InvalidArgument") == (answer.status, answer.code)
            assert "set-cookie" not in answer.headers
        assert not ask.listed()

    def test_a_query_that_is_not_utf8(self, ask: Asker):
        for query in ("delimiter=%FF", "prefix=%ED%A0%80&encoding-type=url", "%FF=", "marker=%80"):
            answer = asked_by_link(ask, "GET", f"/bucket?{query}")
            assert (400, "InvalidArgument") == (answer.status, answer.code)

    def test_a_repeated_header(self, ask: Asker, store: Store):
        link = store.presigner().put_object(
            "bucket", "k", headers=[("x-amz-meta-a", "1"), ("x-amz-meta-a", "2")]
        )
        assert ask.through(link, CONTENT).status == 200
        assert ask("HEAD", "k").headers["x-amz-meta-a"] == "1,2"


class TestCopying:
    def test_with_all_that_belongs_to_it(self, ask: Asker):
        ask.put("a b", CONTENT, x_amz_meta_n="1", content_type="text/x-a", x_amz_tagging="t=1")
        answer = ask("PUT", "copy", headers={"x-amz-copy-source": "/bucket/a%20b"})
        assert answer.text("ETag") == ETAG
        copied = ask("GET", "copy")
        assert (copied.body, copied.headers["content-type"]) == (CONTENT, "text/x-a")
        assert copied.headers["x-amz-meta-n"] == "1"
        assert copied.headers["x-amz-tagging-count"] == "1"

    def test_with_other_metadata(self, ask: Asker):
        ask.put("k", CONTENT, x_amz_meta_n="1", x_amz_tagging="t=1")
        headers = {
            "x-amz-copy-source": "bucket/k",
            "x-amz-metadata-directive": "REPLACE",
            "x-amz-tagging-directive": "REPLACE",
            "x-amz-meta-m": "2",
        }
        assert ask("PUT", "k", headers=headers).status == 200
        changed = ask("GET", "k")
        assert changed.body == CONTENT
        assert changed.headers["x-amz-meta-m"] == "2"
        assert "x-amz-meta-n" not in changed.headers
        assert "x-amz-tagging-count" not in changed.headers

    def test_from_another_bucket(self, ask: Asker):
        ask("PUT", "k", body=CONTENT, bucket="other")
        assert (
            ask("PUT", "k", headers={"x-amz-copy-source": "other/k?versionId=null"}).status == 200
        )
        assert ask.get("k") == CONTENT
        ask("DELETE", "k", bucket="other")

    @pytest.mark.parametrize(
        "source, code",
        [
            ("bucket/nothing", "NoSuchKey"), ("no-such-bucket/k", "NoSuchBucket"),
            ("../k", "NoSuchBucket"), ("bucket", "InvalidArgument"), ("", "InvalidArgument"),
            ("bucket/", "InvalidArgument"), ("bucket/%FF", "InvalidArgument"),
            ("bucket/k?versionId=1", "InvalidArgument"), ("bucket/k", "InvalidRequest"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_copied(self, ask: Asker, source: str, code: str):
        ask.put("k", CONTENT)
        assert code == ask("PUT", "k", headers={"x-amz-copy-source": source}).code
        assert ask.get("k") == CONTENT

    def test_conditions(self, ask: Asker):
        ask.put("k", CONTENT)
        for condition, value, status in (
            ("if-match", ETAG, 200),
            ("if-match", '"a"', 412),
            ("if-none-match", ETAG, 412),
            ("if-none-match", '"a"', 200),
            ("if-modified-since", "Tue, 30 Aug 2095 12:36:00 GMT", 412),
            ("if-unmodified-since", "Sun, 30 Aug 2015 12:36:00 GMT", 412),
        ):
            name = f"x-amz-copy-source-{condition}"
            answer = ask("PUT", "c", headers={"x-amz-copy-source": "bucket/k", name: value})
            assert status == answer.status
            if status == 412:
                assert answer.text("Condition") == name

    def test_a_directive_that_is_none(self, ask: Asker):
        ask.put("k", CONTENT)
        headers = {"x-amz-copy-source": "bucket/k", "x-amz-metadata-directive": "MERGE"}
        assert ask("PUT", "c", headers=headers).code == "InvalidArgument"

    def test_more_than_can_be_copied(self, ask: Asker, store: Store):
        path = Path(store._folder.path, "bucket", "huge")
        with path.open("wb") as file:
            file.truncate(5 * 1024**3 + 1)
        answer = ask("PUT", "c", headers={"x-amz-copy-source": "bucket/huge"})
        assert answer.code == "InvalidRequest"
        upload = ask("POST", "c", {"uploads": ""}).text("UploadId")
        part = {"uploadId": upload, "partNumber": "1"}
        answer = ask("PUT", "c", part, headers={"x-amz-copy-source": "bucket/huge"})
        assert answer.code == "InvalidRequest"


class TestTags:
    DOCUMENT = b"<Tagging><TagSet><Tag><Key>a</Key><Value>b c</Value></Tag></TagSet></Tagging>"

    def test_put_get_and_removed(self, ask: Asker):
        ask.put("k", CONTENT, x_amz_meta_n="1")
        before = ask("HEAD", "k").headers
        assert ask("PUT", "k", {"tagging": ""}, self.DOCUMENT).status == 200
        told = ask("GET", "k", {"tagging": ""})
        assert (["a"], ["b c"]) == (told.texts("TagSet/Tag/Key"), told.texts("TagSet/Tag/Value"))
        after = ask("HEAD", "k").headers
        assert after.pop("x-amz-tagging-count") == "1"
        for name in ("etag", "last-modified", "x-amz-meta-n", "content-length"):
            assert before[name] == after[name]
        assert ask("DELETE", "k", {"tagging": ""}).status == 204
        assert ask("GET", "k", {"tagging": ""}).texts("TagSet/Tag") == []

    def test_of_nothing(self, ask: Asker):
        assert ask("GET", "k", {"tagging": ""}).code == "NoSuchKey"
        assert ask("PUT", "k", {"tagging": ""}, self.DOCUMENT).code == "NoSuchKey"
        assert ask("DELETE", "k", {"tagging": ""}).code == "NoSuchKey"

    @pytest.mark.parametrize(
        "header, code",
        [
            ("a=1&a=2", "InvalidTag"), ("=1", "InvalidTag"), ("k" * 129 + "=", "InvalidTag"),
            ("a=" + "v" * 257, "InvalidTag"), ("a=%3C", "InvalidTag"), ("%3C=a", "InvalidTag"),
            ("a=%FF", "InvalidArgument"), ("a", "InvalidArgument"),
            ("&".join(f"t{number}=" for number in range(11)), "BadRequest"),
        ],
    )  # fmt: skip
    def test_what_are_no_tags(self, ask: Asker, header: str, code: str):
        answer = ask("PUT", "k", body=b"", headers={"x-amz-tagging": header})
        assert (400, code) == (answer.status, answer.code)


class TestRemovingMany:
    def test_by_their_keys(self, ask: Asker):
        for key in ("a", "b&<", "c"):
            ask.put(key, b"")
        document = (
            b"<Delete xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><Object><Key>a</Key></Object>"
            b"<Object><Key>b&amp;&lt;</Key><VersionId>null</VersionId></Object>"
            b"<Object><Key>nothing</Key></Object>"
            b"<Object><Key>c</Key><VersionId>1</VersionId></Object></Delete>"
        )
        answer = ask("POST", query={"delete": ""}, body=document)
        assert answer.texts("Deleted/Key") == ["a", "b&<", "nothing"]
        assert answer.texts("Error/Key") == ["c"]
        assert ask.listed() == ["c"]

    def test_quietly(self, ask: Asker):
        ask.put("a", b"")
        document = b"<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object></Delete>"
        answer = ask("POST", query={"delete": ""}, body=document)
        assert answer.texts("*") == []
        assert not ask.listed()

    @pytest.mark.parametrize(
        "document",
        [
            b"", b"<Delete/>", b"<Other/>", b"<Delete><Object/></Delete>", b"{}", b"\xff",
            b"<Delete>" + b"<Object><Key>k</Key></Object>" * 1001 + b"</Delete>",
            b"<!DOCTYPE d [<!ENTITY a 'k'>]><Delete><Object><Key>&a;</Key></Object></Delete>",
            "<!DOCTYPE d [<!ENTITY a 'k'>]><Delete/>".encode("utf-16"),
            b"<?xml version='1.0' encoding='nonsense'?><Delete/>",
        ],
    )  # fmt: skip
    def test_what_is_no_such_document(self, ask: Asker, document: bytes):
        answer = ask("POST", query={"delete": ""}, body=document)
        assert (400, "MalformedXML") == (answer.status, answer.code)

    def test_a_document_that_is_too_long(self, ask: Asker):
        answer = ask("POST", query={"delete": ""}, body=b" " * (4 * 1024**2 + 1))
        assert (400, "MaxMessageLengthExceeded") == (answer.status, answer.code)
