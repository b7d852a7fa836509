"""Buckets and listings of the embedded store, held against plain sorting."""

import base64
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigv4presign.store import Store
from sigv4presign.store._buckets import Bucket
from sigv4presign.store._files import Disk
from sigv4presign.store._listing import Walk, page
from sigv4presign.store._names import Names
from sigv4presign.store._records import Record

from .asking import Asker


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "store", buckets=["bucket"]) as store:
        yield store


@pytest.fixture
def ask(store: Store):
    asker = Asker(store)
    yield asker
    asker.close()


def put(bucket: Bucket, key: str, content: bytes = b"") -> None:
    draft = bucket.draft()
    draft.write(content)
    bucket.put(draft, Record(key, 0, 0, "e"))


PARTS = st.sampled_from(
    ["a", "b", "/", "//", "A", "-", ".", "..", "é", "\uffff", "\U0001f600", "%"]
)
KEYS = st.lists(PARTS, min_size=1, max_size=6).map("".join)


def expected(keys, prefix: str, delimiter: str, after: str) -> list[str]:
    """Return what a listing of all pages must tell: plain sorting, in the order of bytes."""
    told = []
    for key in sorted(keys, key=str.encode):
        if key <= after or not key.startswith(prefix):
            continue
        rest = key[len(prefix) :]
        if delimiter and delimiter in rest:
            common = prefix + rest.partition(delimiter)[0] + delimiter
            if common not in told and common != after:
                told.append(common)
        else:
            told.append(key)
    return told


@settings(max_examples=150)
@given(
    keys=st.sets(KEYS, max_size=12),
    prefix=st.one_of(st.just(""), KEYS),
    delimiter=st.sampled_from(["", "/", "a", "//"]),
    after=st.one_of(st.just(""), KEYS),
    limit=st.integers(1, 5),
    folds=st.booleans(),
)
def test_pages_together_are_what_sorting_gives(
    tmp_path_factory, keys, prefix, delimiter, after, limit, folds
):
    folder = tmp_path_factory.mktemp("bucket")
    bucket = Bucket(str(folder), Names(folds=folds, windows=folds), Disk(sync=False))
    for key in keys:
        put(bucket, key)
    told, last = [], after
    for _ in range(20):
        found = page(bucket, prefix, delimiter, last, limit)
        here = sorted([record.key for record in found.records] + found.prefixes, key=str.encode)
        assert len(here) <= limit
        told += here
        if not found.truncated:
            break
        last = found.last
    assert expected(keys, prefix, delimiter, after) == told


class TestListing:
    def test_version_2(self, ask: Asker):
        for key in ("a/1", "a/2", "b", "c/1", "d é"):
            ask.put(key, b"123")
        first = ask("GET", query={"list-type": "2", "delimiter": "/", "max-keys": "2"})
        assert first.texts("Contents/Key") == ["b"]
        assert first.texts("CommonPrefixes/Prefix") == ["a/"]
        assert (first.text("KeyCount"), first.text("IsTruncated")) == ("2", "true")
        assert (first.text("Name"), first.text("MaxKeys")) == ("bucket", "2")
        token = first.text("NextContinuationToken")
        query = {"list-type": "2", "delimiter": "/", "continuation-token": token}
        second = ask("GET", query={**query, "encoding-type": "url", "fetch-owner": "true"})
        assert [unquote(key) for key in second.texts("Contents/Key")] == ["d é"]
        assert second.texts("Contents/Size") == ["3"]
        assert second.text("EncodingType") == "url"
        assert len(second.texts("Contents/Owner/ID")) == 1
        assert second.text("ContinuationToken") == token
        assert second.text("NextContinuationToken") is None
        assert ask.listed(start_after="b") == ["c/1", "d é"]
        assert ask.listed(prefix="a/", delimiter="/") == ["a/1", "a/2"]
        assert ask.listed(max_keys="0") == []

    def test_version_1(self, ask: Asker):
        for key in ("a", "b", "c"):
            ask.put(key, b"")
        first = ask("GET", query={"max-keys": "2"})
        assert (first.texts("Contents/Key"), first.text("NextMarker")) == (["a", "b"], "b")
        second = ask("GET", query={"marker": "b", "prefix": "c"})
        assert (second.texts("Contents/Key"), second.text("IsTruncated")) == (["c"], "false")
        assert (second.text("Marker"), second.text("Prefix")) == ("b", "c")

    @pytest.mark.parametrize(
        "query",
        [
            {"list-type": "3"}, {"max-keys": "-1"}, {"max-keys": "a"}, {"max-keys": "9" * 10},
            {"max-keys": "٣"}, {"encoding-type": "base64"},
            {"list-type": "2", "continuation-token": "!"},
            {"list-type": "2", "continuation-token": base64.b64encode(b"\xff").decode()},
            {"list-type": "2", "continuation-token": ""},
        ],
    )  # fmt: skip
    def test_what_cannot_be_asked(self, ask: Asker, query: dict[str, str]):
        answer = ask("GET", query=query)
        expected = 200 if query.get("continuation-token") == "" else 400
        assert expected == answer.status
        assert expected == 200 or answer.code == "InvalidArgument"

    def test_an_object_that_goes_meanwhile(self, tmp_path: Path, monkeypatch):
        bucket = Bucket(str(tmp_path), Names(folds=False, windows=False), Disk(sync=False))
        for key in ("a", "b", "c"):
            put(bucket, key)
        find = bucket.find
        monkeypatch.setattr(bucket, "find", lambda key: None if key == "b" else find(key))
        assert [record.key for record in page(bucket, "", "", "", 9).records] == ["a", "c"]

    def test_a_folder_that_goes_meanwhile(self, tmp_path: Path):
        bucket = Bucket(str(tmp_path), Names(folds=False, windows=False), Disk(sync=False))
        for key in ("a/1", "b/1", "c"):
            put(bucket, key)
        keys = iter(Walk(bucket.layout, "", ""))
        assert next(keys) == "a/1"
        bucket.delete("b/1")
        assert list(keys) == ["c"]

    def test_a_deep_folder(self, ask: Asker, store: Store):
        folder = Path(store._folder.path, "bucket", *("d" * 400))
        folder.mkdir(parents=True)
        (folder / "f").touch()
        assert ask.listed() == ["/".join("d" * 400) + "/f"]


class TestBuckets:
    def test_made_told_and_removed(self, ask: Asker):
        answer = ask("PUT", bucket="new-bucket")
        assert (200, "/new-bucket") == (answer.status, answer.headers["location"])
        assert ask("PUT", bucket="new-bucket").status == 200
        told = ask("GET", None)
        assert told.texts("Buckets/Bucket/Name") == ["bucket", "new-bucket"]
        made = datetime.fromisoformat(told.text("Buckets/Bucket/CreationDate")[:19])
        age = datetime.now(timezone.utc).replace(tzinfo=None) - made
        assert abs(age.total_seconds()) < 60
        assert ask("GET", None, {"prefix": "n"}).texts("Buckets/Bucket/Name") == ["new-bucket"]
        assert ask("HEAD", bucket="new-bucket").headers["x-amz-bucket-region"] == "us-east-1"
        assert ask("DELETE", bucket="new-bucket").status == 204
        for method in ("HEAD", "DELETE"):
            assert ask(method, bucket="new-bucket").status == 404
        assert ask("PUT", bucket="new-bucket").status == 200

    def test_what_is_asked_of_them(self, ask: Asker):
        assert ask("GET", query={"location": ""}).root.text is None
        assert ask("GET", query={"versioning": ""}).texts("*") == []
        for sub in ("location", "versioning", "uploads"):
            assert ask("GET", query={sub: ""}, bucket="nothing").code == "NoSuchBucket"

    def test_one_with_something_in_it(self, ask: Asker, store: Store):
        ask.put("a/b", b"")
        answer = ask("DELETE")
        assert (409, "BucketNotEmpty") == (answer.status, answer.code)
        ask("DELETE", "a/b")
        ask.put("dir/", b"")
        assert ask("DELETE").code == "BucketNotEmpty"
        ask("DELETE", "dir/")
        # What is no object is not removed, either.
        folder = Path(store._folder.path, "bucket")
        (folder / "link").symlink_to("/etc/passwd")
        assert ask("DELETE").code == "BucketNotEmpty"
        (folder / "link").unlink()
        (folder / "empty").mkdir()
        assert ask("DELETE").status == 204
        assert not folder.exists()

    @pytest.mark.parametrize(
        "name",
        ["ab", "A-bucket", "-ab", "ab-", "a..b", "a_b", "192.168.0.1", "a" * 64, "..", "%2e%2e"],
    )
    def test_what_is_no_name(self, ask: Asker, name: str):
        answer = ask("PUT", bucket=name)
        assert (400, "InvalidBucketName") == (answer.status, answer.code)
        assert ask("GET", bucket=name).code == "NoSuchBucket"

    def test_a_name_that_is_a_file(self, ask: Asker, store: Store):
        Path(store._folder.path, "a-file").touch()
        assert ask("PUT", bucket="a-file").code == "InvalidBucketName"

    def test_another_region(self, tmp_path: Path):
        with Store(tmp_path, region="eu-north-1", buckets=["bucket"]) as store:
            ask = Asker(store)
            assert ask("GET", query={"location": ""}).root.text == "eu-north-1"
            assert ask("PUT").code == "BucketAlreadyOwnedByYou"
            document = "<CreateBucketConfiguration>{}</CreateBucketConfiguration>"
            for content, status in (
                ("<LocationConstraint>eu-north-1</LocationConstraint>", 200),
                ("<LocationConstraint>us-west-1</LocationConstraint>", 400),
                ("", 409),
            ):
                body = document.format(content).encode()
                assert status == ask("PUT", body=body, bucket="other").status
            answer = ask("GET", region="us-east-1")
            assert (400, "AuthorizationHeaderMalformed") == (answer.status, answer.code)
            assert answer.text("Region") == "eu-north-1"
            ask.close()

    def test_one_that_is_there_already(self, tmp_path: Path):
        """A folder with files is a bucket with objects, the moment it is served."""
        (tmp_path / "photos" / "2026").mkdir(parents=True)
        (tmp_path / "photos" / "2026" / "cat.jpg").write_bytes(b"purr")
        (tmp_path / "No Bucket").mkdir()
        with Store(tmp_path) as store:
            ask = Asker(store, "photos")
            assert ask("GET", None).texts("Buckets/Bucket/Name") == ["photos"]
            assert ask.listed() == ["2026/cat.jpg"]
            assert ask("GET", query={"uploads": ""}).texts("Upload") == []
            assert ask("GET", "2026/cat.jpg").headers["content-type"] == "image/jpeg"
            ask.close()
