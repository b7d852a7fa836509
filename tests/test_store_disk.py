"""What the embedded store leaves on the disk: whole objects, whatever happens."""

import errno
import os
import shutil
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign.credentials import Credentials
from sigv4presign.errors import CredentialsError
from sigv4presign.store import Store, credentials_file, own_credentials
from sigv4presign.store import _files as files
from sigv4presign.store import _folder as folders
from sigv4presign.store._buckets import Bucket
from sigv4presign.store._errors import StoreError
from sigv4presign.store._files import Disk
from sigv4presign.store._listing import Walk
from sigv4presign.store._names import Names, odd_key, odd_name
from sigv4presign.store._records import Record

from .asking import Asker

PLAIN = Names(folds=False, windows=False)


@pytest.fixture
def bucket(tmp_path: Path) -> Bucket:
    return Bucket(str(tmp_path), PLAIN, Disk(sync=True))


def put(bucket: Bucket, key: str, content: bytes = b"content", **record) -> Record:
    draft = bucket.draft()
    draft.write(content)
    made = Record(key, 0, 0, draft.md5.hexdigest(), **record)
    try:
        return bucket.put(draft, made)
    finally:
        draft.discard()


def content_of(bucket: Bucket, key: str) -> bytes:
    descriptor, record = bucket.open(key)
    with os.fdopen(descriptor, "rb") as file:
        content = file.read()
    assert len(content) == record.size
    return content


def keys(bucket: Bucket) -> list[str]:
    return list(Walk(bucket.layout, "", ""))


def names_in(folder: str | Path) -> list[str]:
    return sorted([each.name for each in Path(folder).iterdir()])


class TestNames:
    @given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
    def test_an_odd_name_is_one_of_any_file_system(self, key: str):
        name = odd_name(key)
        assert Names(folds=True, windows=True).is_path(name) or len(name) > 100
        assert len(name) <= 203
        assert "/" not in name
        assert name.isascii()
        assert odd_key(name) in {key, None}
        assert name[0] == "=" or odd_key(name) is None

    @given(st.text("aA%=eé\u0301ß/.", min_size=1), st.text("aA%=eé\u0301ß/.", min_size=1))
    def test_odd_names_are_told_apart_where_names_fold(self, one: str, other: str):
        same = odd_name(one).casefold() == odd_name(other).casefold()
        assert same == (one == other)

    @pytest.mark.parametrize(
        "key",
        ["a:b", "a?", "con", "CON.txt", "nul", "a.", "a ", "com1", "lpt¹", "a\\b", "a\tb",
         "a/aux/b", "a" * 121],
    )  # fmt: skip
    def test_what_windows_does_not_take(self, key: str):
        assert PLAIN.is_plain(key)
        assert not Names(folds=False, windows=True).is_plain(key)

    def test_what_it_takes(self):
        names = Names(folds=True, windows=True)
        for key in ("a.txt", "photos/2026/cat.jpg", "console", "a.con", "a-b_c"):
            assert names.is_plain(key)
        for key in ("A.txt", "é"):
            assert names.is_path(key)
            assert not names.is_plain(key)

    @pytest.mark.parametrize(
        "key", ["/".join("d" * 66), "", "/a", "a//b", "a/./b", ".sigv4presign"]
    )
    def test_what_no_folder_is_to_have(self, key: str):
        assert not PLAIN.is_plain(key)

    def test_this_file_system_is_asked(self, tmp_path: Path, monkeypatch):
        assert Names.of(str(tmp_path)).windows == (os.name == "nt")
        assert not list(tmp_path.iterdir())
        monkeypatch.setattr(Path, "exists", lambda _: True)
        assert Names.of(str(tmp_path)).folds


class TestFolding:
    """A file system that takes ``A`` for ``a``, as those of macOS and Windows do."""

    @pytest.fixture
    def bucket(self, tmp_path: Path, monkeypatch) -> Bucket:
        def spelled(path) -> str:
            """Return *path* as the file system spells it, if it is there in any spelling."""
            found, rest = str(tmp_path), str(path)[len(str(tmp_path)) :]
            for part in rest.strip("/").split("/"):
                there = []
                with suppress(OSError):
                    there = listdir(found)
                same = [name for name in there if name.lower() == part.lower()]
                found = f"{found}/{same[0] if same else part}"
            return found

        listdir = os.listdir
        for name in ("open", "lstat", "mkdir", "unlink", "rmdir", "stat", "utime"):
            real = getattr(os, name)

            def folding(path, *args, _real=real, **named):
                inside = isinstance(path, str) and path.startswith(str(tmp_path))
                return _real(spelled(path) if inside else path, *args, **named)

            monkeypatch.setattr(os, name, folding)
        real_replace = os.replace
        monkeypatch.setattr(os, "replace", lambda a, b: real_replace(spelled(a), spelled(b)))
        return Bucket(str(tmp_path), Names(folds=True, windows=False), Disk(sync=False))

    def test_none_is_lost(self, bucket: Bucket):
        together = ["a.txt", "A.txt", "A.TXT", "d/a", "D/a", "d/A", "é", "É", "e\u0301"]
        for key in together:
            put(bucket, key, key.encode())
        for key in together:
            assert key.encode() == content_of(bucket, key)
        assert sorted(together) == keys(bucket)
        for key in together:
            bucket.delete(key)
            assert bucket.find(key) is None
        assert keys(bucket) == []

    def test_files_that_somebody_put_there(self, bucket: Bucket, tmp_path: Path):
        (tmp_path / "Docs").mkdir()
        (tmp_path / "Docs" / "README.md").write_bytes(b"theirs")
        assert keys(bucket) == ["Docs/README.md"]
        assert content_of(bucket, "Docs/README.md") == b"theirs"
        for other in ("docs/readme.md", "Docs/readme.md", "docs/README.md"):
            assert bucket.find(other) is None
        put(bucket, "docs/readme.md", b"ours")
        assert content_of(bucket, "Docs/README.md") == b"theirs"
        put(bucket, "Docs/README.md", b"new")
        assert content_of(bucket, "Docs/README.md") == b"new"
        assert not (tmp_path / "Docs" / "README.md").exists()
        assert keys(bucket) == ["Docs/README.md", "docs/readme.md"]
        assert list(Walk(bucket.layout, "DOCS/", "")) == []


class TestForeignFiles:
    def test_changed_by_hand(self, bucket: Bucket, tmp_path: Path):
        put(bucket, "a.txt", b"ours", headers=(("x-amz-meta-n", "1"),))
        (tmp_path / "a.txt").write_bytes(b"theirs")
        record = bucket.find("a.txt")
        assert (record.size, record.headers) == (6, (("content-type", "text/plain"),))
        assert record.etag.endswith("-1")
        assert content_of(bucket, "a.txt") == b"theirs"
        assert bucket.update("a.txt", lambda found: found).headers == record.headers
        put(bucket, "a.txt", b"ours again")
        assert content_of(bucket, "a.txt") == b"ours again"

    def test_types(self, bucket: Bucket, tmp_path: Path):
        for name, kind in (("a.tar.gz", "application/gzip"), ("a.unknown", "binary/octet-stream")):
            (tmp_path / name).touch()
            assert dict(bucket.find(name).headers)["content-type"] == kind

    def test_beside_one_of_ours_with_the_same_key(self, bucket: Bucket, tmp_path: Path):
        """`a` went to the server's folder, because `a` was a folder; later it is a file."""
        put(bucket, "a/b")
        put(bucket, "a", b"ours")
        bucket.delete("a/b")
        (tmp_path / "a").write_bytes(b"theirs")
        assert content_of(bucket, "a") == b"ours"
        put(bucket, "a", b"new")
        assert (content_of(bucket, "a"), keys(bucket)) == (b"new", ["a"])
        bucket.delete("a")
        assert bucket.find("a") is None
        assert not (tmp_path / "a").exists()

    def test_links_are_not_followed(self, bucket: Bucket, tmp_path: Path, tmp_path_factory):
        outside = tmp_path_factory.mktemp("outside")
        (outside / "secret").write_bytes(b"secret")
        (tmp_path / "file").symlink_to(outside / "secret")
        (tmp_path / "folder").symlink_to(outside)
        assert keys(bucket) == []
        for key in ("file", "folder/secret"):
            assert bucket.find(key) is None
            put(bucket, key, b"ours")
            assert content_of(bucket, key) == b"ours"
        assert (outside / "secret").read_bytes() == b"secret"
        assert list(Walk(bucket.layout, "folder/", "")) == ["folder/secret"]

    def test_what_is_no_file(self, bucket: Bucket, tmp_path: Path):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "folder").mkdir()
        for key in ("pipe", "folder"):
            assert bucket.find(key) is None
            with pytest.raises(StoreError, match="does not exist"):
                bucket.open(key)
        assert keys(bucket) == []

    def test_a_name_that_is_not_utf8(self, bucket: Bucket, tmp_path: Path):
        try:
            (tmp_path / os.fsdecode(b"\xff")).touch()
        except OSError:
            pytest.skip("this file system takes UTF-8 only")
        assert keys(bucket) == []

    def test_one_that_may_not_be_read(self, bucket: Bucket, tmp_path: Path, monkeypatch):
        (tmp_path / "a").touch()

        def refused(*_):
            raise PermissionError(errno.EACCES, "refused")

        monkeypatch.setattr(os, "open", refused)
        with pytest.raises(PermissionError):
            bucket.open("a")
        with pytest.raises(StoreError):
            bucket.open("b")


class TestWholeness:
    def test_a_name_that_is_in_the_way(self, bucket: Bucket):
        put(bucket, "a", b"1")
        put(bucket, "a/b", b"2")
        put(bucket, "a/b/c", b"3")
        assert [content_of(bucket, key) for key in keys(bucket)] == [b"1", b"2", b"3"]

    def test_records_do_not_pile_up(self, bucket: Bucket):
        for number in range(5):
            put(bucket, "a", bytes(number))
            put(bucket, "b/", bytes(number))
        assert len(names_in(bucket.layout.records)) == 2
        bucket.delete("a")
        bucket.delete("b/")
        assert names_in(bucket.layout.records) == []

    def test_a_clock_that_stands(self, bucket: Bucket):
        """Contents of the same size and date are told apart even so."""
        with freeze_time("2026-03-01"):
            for number in range(8):
                record = put(bucket, "a", b"%d" % number)
                assert bucket.find("a") == record
                assert content_of(bucket, "a") == b"%d" % number
            assert abs(record.modified / 1e9 - 1772323200) < 1

    def test_a_disk_without_dates(self, bucket: Bucket, monkeypatch):
        put(bucket, "a")
        found = os.lstat(Path(bucket.layout.path, "a"))
        monkeypatch.setattr(os, "fstat", lambda _: found)
        with pytest.raises(StoreError, match="reduce your request rate"):
            put(bucket, "a", b"again!!")
        assert names_in(bucket.layout.unfinished) == []

    def test_a_check_that_fails_leaves_all_as_it_was(self, bucket: Bucket):
        put(bucket, "a", b"before")

        def refuse(record):
            assert record.size == 6
            raise StoreError("PreconditionFailed")

        draft = bucket.draft()
        with pytest.raises(StoreError):
            bucket.put(draft, Record("a", 0, 0, "e"), refuse)
        draft.discard()
        assert content_of(bucket, "a") == b"before"
        assert len(names_in(bucket.layout.records)) == 1
        assert names_in(bucket.layout.unfinished) == []

    def test_a_full_disk(self, tmp_path: Path, monkeypatch):
        lines: list[str] = []
        with Store(tmp_path, buckets=["bucket"], log=lines.append) as store:
            ask = Asker(store)
            ask.put("a", b"before")

            def full(*_):
                raise OSError(errno.ENOSPC, "No space left on device")

            monkeypatch.setattr(os, "replace", full)
            answer = ask("PUT", "a", body=b"after")
            assert (500, "InternalError") == (answer.status, answer.code)
            monkeypatch.undo()
            ask.close()
            ask = Asker(store)
            assert ask.get("a") == b"before"
            assert names_in(tmp_path / "bucket" / ".sigv4presign" / "unfinished") == []
            assert len(names_in(tmp_path / "bucket" / ".sigv4presign" / "records")) == 1
            ask.close()

    def test_a_record_that_cannot_be_written(self, bucket: Bucket, monkeypatch):
        bucket.prepare()

        def full(_):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            bucket.disk.write(f"{bucket.layout.records}/a", b"record")
        assert names_in(bucket.layout.records) == []

    def test_a_record_that_is_torn(self, bucket: Bucket):
        put(bucket, "a", headers=(("content-type", "text/x-a"),))
        (record,) = Path(bucket.layout.records).iterdir()
        for text in (b"", b"{", b"[]", b'{"key": "a"}', b'{"key": "a", "headers": [1]}'):
            record.write_bytes(text)
            assert bucket.find("a").headers == (("content-type", "binary/octet-stream"),)
            assert content_of(bucket, "a") == b"content"

    def test_one_of_a_long_key_without_its_record(self, bucket: Bucket):
        put(bucket, "a" * 300)
        (record,) = Path(bucket.layout.records).iterdir()
        record.unlink()
        assert keys(bucket) == []  # nobody knows its key
        assert content_of(bucket, "a" * 300) == b"content"  # but whoever does gets it
        (Path(bucket.layout.odd) / "#link").symlink_to("/etc/passwd")
        assert keys(bucket) == []

    def test_readers_and_writers_at_once(self, tmp_path: Path):
        """Whoever reads gets one whole object, with the metadata of that one."""
        bucket = Bucket(str(tmp_path), PLAIN, Disk(sync=False))
        contents = [bytes([number]) * 5000 for number in range(4)]
        put(bucket, "a", contents[0], headers=(("x-amz-meta-n", "0"),))
        ended = threading.Event()
        wrong: list[object] = []

        def write() -> None:
            for turn in range(60):
                number = turn % 4
                put(bucket, "a", contents[number], headers=(("x-amz-meta-n", str(number)),))
            ended.set()

        def read() -> None:
            while not ended.is_set():
                descriptor, record = bucket.open("a")
                with os.fdopen(descriptor, "rb") as file:
                    content = file.read()
                number = int(dict(record.headers)["x-amz-meta-n"])
                found = bucket.find("a")
                if content != contents[number] or "x-amz-meta-n" not in dict(found.headers):
                    wrong.append(record)

        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        write()
        for thread in threads:
            thread.join()
        assert wrong == []

    def test_an_object_that_changes_faster_than_it_is_read(self, bucket: Bucket, monkeypatch):
        put(bucket, "a")
        monkeypatch.setattr(bucket, "_record", lambda *_: None)
        for read in (bucket.open, bucket.find):
            with pytest.raises(StoreError, match="reduce your request rate"):
                read("a")

    def test_an_object_that_goes_while_it_is_read(self, bucket: Bucket):
        record = put(bucket, "a")
        path = f"{bucket.layout.path}/a"
        found = os.lstat(path)
        bucket.delete("a")
        assert bucket._record("a", path, found) is None
        assert record.key == "a"

    def test_a_bucket_that_goes_while_it_is_written(self, tmp_path: Path):
        with Store(tmp_path, buckets=["bucket"]) as store:
            bucket = store._folder.bucket("bucket")
            draft = bucket.draft()
            store._folder.delete("bucket")
            with pytest.raises(StoreError, match="bucket does not exist"):
                bucket.put(draft, Record("a", 0, 0, "e"))
            draft.discard()
            with pytest.raises(StoreError, match="bucket does not exist"):
                bucket.draft()

    def test_a_bucket_that_goes_before_the_last_step(self, tmp_path: Path, monkeypatch):
        bucket = Bucket(str(tmp_path), PLAIN, Disk(sync=False))
        draft = bucket.draft()
        monkeypatch.setattr("sigv4presign.store._buckets.is_folder", lambda _: False)
        with pytest.raises(StoreError, match="bucket does not exist"):
            bucket.put(draft, Record("a", 0, 0, "e"))
        draft.discard()

    def test_a_folder_of_ours_that_somebody_removes(self, bucket: Bucket):
        draft = bucket.draft()
        shutil.rmtree(bucket.layout.records)
        with pytest.raises(FileNotFoundError):
            bucket.put(draft, Record("a", 0, 0, "e"))
        draft.discard()

    def test_what_is_no_file_is_not_opened(self, tmp_path: Path):
        assert files.open_file(str(tmp_path)) is None
        assert files.read_whole(str(tmp_path)) is None


class TestAfterAKill:
    def test_what_was_unfinished_goes(self, tmp_path: Path):
        with Store(tmp_path, buckets=["bucket"]) as store:
            bucket = store._folder.bucket("bucket")
            put(bucket, "a", b"before")
            draft = bucket.draft()
            draft.write(b"half of i")
            # Killed with the record written, and the content not yet in its place.
            sealed = bucket.draft()
            sealed.write(b"after!")
            bucket._recorded(sealed, Record("a", 0, 0, "e"))
            for each in (draft, sealed):
                each.close()
            Path(bucket.layout.unfinished, "upload").mkdir()
            assert len(names_in(bucket.layout.records)) == 2
        with Store(tmp_path) as store:
            bucket = store._folder.bucket("bucket")
            assert names_in(bucket.layout.unfinished) == []
            assert len(names_in(bucket.layout.records)) == 1
            assert content_of(bucket, "a") == b"before"

    def test_nothing_was_unfinished(self, bucket: Bucket):
        bucket.clean()
        put(bucket, "a")
        bucket.clean()
        assert content_of(bucket, "a") == b"content"


class TestPortability:
    def test_windows_is_asked_again_while_a_file_is_open(self, tmp_path: Path, monkeypatch):
        real, refused = os.replace, []

        def replace(old: str, new: str) -> None:
            if len(refused) < 3:
                refused.append(old)
                raise PermissionError
            real(old, new)

        monkeypatch.setattr(os, "replace", replace)
        monkeypatch.setattr(files.time, "sleep", lambda _: None)
        (tmp_path / "a").touch()
        names = (str(tmp_path / "a"), str(tmp_path / "b"))
        with pytest.raises(PermissionError):
            files.replace(*names)
        assert len(refused) == 1
        monkeypatch.setattr(files, "_WINDOWS", True)
        files.replace(*names)
        assert (tmp_path / "b").exists()
        refused.clear()
        monkeypatch.setattr(files, "_PATIENCE", 2)
        with pytest.raises(PermissionError):
            files.replace(*reversed(names))
        assert len(refused) == 3

    def test_no_folder_is_synced_where_that_cannot_be(self, tmp_path: Path, monkeypatch):
        monkeypatch.setattr(files, "_WINDOWS", True)
        Disk(sync=True).sync_folder(str(tmp_path / "none"))
        monkeypatch.setattr(files, "_WINDOWS", False)
        Disk(sync=True).sync_folder(str(tmp_path / "none"))
        Disk(sync=True).sync_folder(str(tmp_path))

    def test_a_lock_of_windows(self, tmp_path: Path, monkeypatch):
        locked = []

        class Windows:
            LK_NBLCK = 2

            @staticmethod
            def locking(*arguments: int) -> None:
                locked.append(arguments[1:])

        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", Windows)
        folders.Folder(str(tmp_path), Disk(sync=False)).close()
        assert locked == [(2, 1)]


class TestOwnCredentials:
    def test_made_once(self, tmp_path: Path):
        made = own_credentials(tmp_path)
        assert isinstance(made, Credentials)
        assert own_credentials(tmp_path).secret_access_key == made.secret_access_key
        path = Path(credentials_file(tmp_path))
        assert path.is_relative_to(tmp_path)
        assert path.stat().st_mode & 0o777 == 0o600
        assert [path] == [each for each in path.parent.iterdir() if "credentials" in each.name]

    def test_not_readable(self, tmp_path: Path):
        own_credentials(tmp_path)
        Path(credentials_file(tmp_path)).write_text("[default]\n")
        with pytest.raises(CredentialsError):
            own_credentials(tmp_path)
