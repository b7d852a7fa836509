"""From file to file: what is read, what is written, what is said of bad rows."""

import gzip
import json
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import Credentials, CredentialsError, InvalidRequestError, S3Presigner, SigV4Error
from sigv4presign.bulk import _workers, presign_file
from sigv4presign.bulk._chunks import Chunk, Place
from sigv4presign.bulk._progress import Progress

from .bulk import BUCKET, S3, faults, names_in, rows, signed, url
from .examples import ENVIRON, KEYS, NOW, SECRET

ODD = ["a b.txt", "é/ü", 'with "quotes"', "a,b", "x\u2028y", "++", "%41", "tab\there"]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.txt"
    path.write_text("".join([f"{key}\n" for key in ["plain/key.txt", *ODD]]), "utf-8")
    return path


def test_keys_to_csv(keys, tmp_path):
    done = signed(keys, tmp_path / "urls.csv")
    expected = [{"key": key, "url": url(key)} for key in ["plain/key.txt", *ODD]]
    assert expected == rows(tmp_path / "urls.csv")
    assert (len(ODD) + 1, 0, 0) == (done.signed, done.bad, done.resumed)
    assert NOW + 3600 == done.expires_at
    assert {"keys.txt", "urls.csv"} == names_in(tmp_path)


def test_keys_to_json_lines(keys, tmp_path):
    signed(keys, tmp_path / "urls.jsonl")
    lines = (tmp_path / "urls.jsonl").read_text("utf-8").split("\n")
    assert [{"key": key, "url": url(key)} for key in ["plain/key.txt", *ODD]] == [
        json.loads(line) for line in lines[:-1]
    ]


def test_keys_to_lines(keys, tmp_path):
    signed(keys, tmp_path / "urls.txt", expires_in=60, params={"response_expires": NOW})
    expected = [url(key, expires_in=60, response_expires=NOW) for key in ["plain/key.txt", *ODD]]
    assert expected == (tmp_path / "urls.txt").read_text("utf-8").splitlines()


def test_keys_to_parquet(keys, tmp_path):
    signed(keys, tmp_path / "urls.parquet")
    table = pq.read_table(tmp_path / "urls.parquet")
    assert [("key", "string"), ("url", "string")] == [(f.name, str(f.type)) for f in table.schema]
    assert [{"key": key, "url": url(key)} for key in ["plain/key.txt", *ODD]] == table.to_pylist()
    assert {"keys.txt", "urls.parquet"} == names_in(tmp_path)


def test_nothing_to_parquet(tmp_path):
    (tmp_path / "keys.txt").write_text("")
    signed(tmp_path / "keys.txt", tmp_path / "urls.parquet")
    table = pq.read_table(tmp_path / "urls.parquet")
    assert (0, ["key", "url"]) == (table.num_rows, table.column_names)


@pytest.mark.parametrize("name", ["keys.txt", "manifest.json"])
def test_a_file_that_may_not_be_read(tmp_path, monkeypatch, name):
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / name).write_text("a")
    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(InvalidRequestError, match=f"{name}: Permission denied"):
        signed(tmp_path / name, tmp_path / "urls.csv")


def test_parquet_in_groups_of_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("sigv4presign.bulk._parquet._GROUP", 100_000)
    monkeypatch.setattr("sigv4presign.bulk._parquet._BLOCK", 20_000)
    (tmp_path / "keys.txt").write_text("".join([f"{i}\n" for i in range(2000)]))
    signed(tmp_path / "keys.txt", tmp_path / "urls.parquet")
    file = pq.ParquetFile(tmp_path / "urls.parquet")
    assert 5 < file.num_row_groups < 10
    assert [str(i) for i in range(2000)] == file.read()["key"].to_pylist()


@pytest.mark.parametrize("name", ["urls.csv.gz", "urls.jsonl.gz", "urls.txt.gz"])
def test_compressed_output_is_the_same(keys, tmp_path, name):
    signed(keys, tmp_path / name)
    signed(keys, tmp_path / name.removesuffix(".gz"))
    plain = (tmp_path / name.removesuffix(".gz")).read_bytes()
    assert plain == gzip.decompress((tmp_path / name).read_bytes())


def test_columns_of_a_csv(tmp_path):
    (tmp_path / "keys.csv").write_text(
        "size,Bucket,KEY,Version Id,expires_in,method\n"
        "1,one,a,,,\n"
        '2,two,"b, ""c""",v1,60,\n'
        "3,one,d,,,PUT\n"
    )
    done = signed(tmp_path / "keys.csv", tmp_path / "urls.csv", None)
    assert [
        {"bucket": "one", "key": "a", "method": "", "version_id": "", "url": url("a", "one")},
        {
            "bucket": "two",
            "key": 'b, "c"',
            "method": "",
            "version_id": "v1",
            "url": url('b, "c"', "two", version_id="v1", expires_in=60),
        },
        {
            "bucket": "one",
            "key": "d",
            "method": "PUT",
            "version_id": "",
            "url": url("d", "one", "put_object"),
        },
    ] == rows(tmp_path / "urls.csv")
    assert 0 == done.bad


def test_rows_of_json(tmp_path):
    (tmp_path / "keys.jsonl").write_text(
        '{"key": "a", "version_id": null, "method": null, "expires_in": 60}\n'
        '"b"\n'
        "\n"
        '{"key": "c", "version_id": "v", "size": 7}\n'
        '{"no": "key"}\n'
        "nonsense\n"
        "[1]\n"
        '{"key": 5}\n'
        '{"key": null}\n'
        '{"key": "d", "expires_in": 1.5}\n'
        '{"key": "d", "expires_in": true}\n'
        '{"key": "d", "method": ["GET"]}\n'
        '{"key": "d", "method": "PATCH"}\n'
        '{"key": "\\ud800"}'
    )
    done = signed(tmp_path / "keys.jsonl", tmp_path / "urls.jsonl", report=tmp_path / "bad.csv")
    got = [json.loads(line) for line in (tmp_path / "urls.jsonl").read_text("utf-8").splitlines()]
    assert [
        {"key": "a", "method": None, "version_id": None, "url": url("a", expires_in=60)},
        {"key": "b", "method": None, "version_id": None, "url": url("b")},
        {"key": "c", "method": None, "version_id": "v", "url": url("c", version_id="v")},
    ] == got
    assert (3, 10) == (done.signed, done.bad)
    assert [
        (5, 'it is neither a key nor an object with a "key"'),
        (6, "it is no JSON: Expecting value: line 1 column 1 (char 0)"),
        (7, 'it is neither a key nor an object with a "key"'),
        (8, "key is of type int; it must be a str"),
        (9, "the key is null"),
        (10, "the lifetime is 1.5; it must be a whole number of seconds"),
        (11, "the lifetime is True; it must be a whole number of seconds"),
        (12, "the method is ['GET']; it must be GET, PUT, HEAD or DELETE"),
        (13, "the method is 'PATCH'; it must be GET, PUT, HEAD or DELETE"),
        (14, "its key is not UTF-8"),
    ] == faults(tmp_path / "bad.csv")


def test_values_that_are_no_text(tmp_path):
    (tmp_path / "keys.jsonl").write_text(
        '{"key": "a", "version_id": 5, "bucket": "b"}\n'
        '{"key": "b", "version_id": [1], "bucket": "b"}\n'
        '{"key": "c", "version_id": "v", "bucket": 5}\n'
        '{"key": ["d"], "version_id": "v", "bucket": "b"}\n'
        '{"key": "e", "version_id": "v", "bucket": "b", "expires_in": {}}\n'
    )
    done = signed(tmp_path / "keys.jsonl", tmp_path / "urls.csv", None)
    assert (0, 5) == (done.signed, done.bad)


def test_json_that_goes_too_deep(tmp_path):
    (tmp_path / "keys.jsonl").write_text("[" * 100_000 + '\n{"key": "a"}\n')
    done = signed(tmp_path / "keys.jsonl", tmp_path / "urls.csv")
    assert (1, 1) == (done.signed, done.bad)


def test_bad_rows_are_told_and_the_rest_is_done(tmp_path):
    (tmp_path / "keys.csv").write_bytes(
        b"key,expires_in,bucket\n"
        b"good,,examplebucket\n"
        b"/slash,,examplebucket\n"
        b"short\n"
        b"\n"
        b'"two\nlines",,examplebucket\n'
        b"other,,elsewhere\n"
        b'"closed"badly,,examplebucket\n'
        b"\xff\xfe,,examplebucket\n"
        b"late,604801,examplebucket\n"
        b"word,soon,examplebucket\n"
        b",,examplebucket\n"
        b"last,60,examplebucket"
    )
    done = signed(tmp_path / "keys.csv", tmp_path / "urls.csv")
    assert [
        {"key": "good", "url": url("good")},
        {"key": "two\nlines", "url": url("two\nlines")},
        {"key": "last", "url": url("last", expires_in=60)},
    ] == rows(tmp_path / "urls.csv")
    told = faults(done.report)
    assert [3, 4, 8, 9, 10, 11, 12, 13] == [line for line, _ in told]
    reasons = dict(told)
    assert "the leading '/'" in reasons[3]
    assert "it has 1 of 3 columns" == reasons[4]
    assert "its bucket is 'elsewhere', not 'examplebucket'" == reasons[8]
    assert reasons[9].startswith("it is no CSV: ")
    assert "its key is not UTF-8" == reasons[10]
    assert "604800" in reasons[11]
    assert "the lifetime is 'soon'; it must be a whole number of seconds" == reasons[12]
    assert "empty" in reasons[13]
    assert (3, 8) == (done.signed, done.bad)
    assert {"file,line,reason"} == {done.report.read_text().split("\n")[0]}
    assert "keys.csv,3," in done.report.read_text()


def test_a_report_of_an_earlier_run_goes(tmp_path):
    (tmp_path / "keys.txt").write_text("/a\nb\n")
    done = signed(tmp_path / "keys.txt", tmp_path / "urls.csv")
    assert done.report.exists()
    (tmp_path / "keys.txt").write_text("b\n")
    signed(tmp_path / "keys.txt", tmp_path / "urls.csv")
    assert not done.report.exists()


def test_an_access_point_goes_before_the_column(tmp_path):
    arn = "arn:aws:s3:us-east-1:123456789012:accesspoint/ap"
    (tmp_path / "keys.csv").write_text("bucket,key\nany,a\n")
    signed(tmp_path / "keys.csv", tmp_path / "urls.csv", arn)
    assert [{"key": "a", "url": url("a", arn)}] == rows(tmp_path / "urls.csv")


def test_delete_markers(tmp_path):
    (tmp_path / "keys.csv").write_text("key,version_id,is_delete_marker\na,1,true\nb,2,false\n")
    done = signed(tmp_path / "keys.csv", tmp_path / "urls.csv")
    assert ["b"] == [row["key"] for row in rows(tmp_path / "urls.csv")]
    assert [(2, "it is a delete marker, which has no content")] == faults(done.report)
    done = signed(tmp_path / "keys.csv", tmp_path / "urls.csv", operation="delete_object")
    assert ["a", "b"] == [row["key"] for row in rows(tmp_path / "urls.csv")]
    assert 0 == done.bad


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n\n", []),
        (b"a", ["a"]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b"\xef\xbb\xbfa\n\nb", ["a", "b"]),
        (b" a \n", [" a "]),
    ],
)
def test_lines(tmp_path, content, expected):
    (tmp_path / "keys.txt").write_bytes(content)
    signed(tmp_path / "keys.txt", tmp_path / "urls.csv")
    assert expected == [row["key"] for row in rows(tmp_path / "urls.csv")]


@given(
    st.lists(
        st.text(
            st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n\ufeff\0")
        ).filter(lambda key: key and not key.startswith("/") and len(key.encode()) <= 1024)
    )
)
def test_for_all_keys_a_csv_says_what_the_presigner_says(tmp_path_factory, keys):
    folder = tmp_path_factory.mktemp("run")
    source = folder / "keys.txt"
    source.write_text("".join([f"{key}\n" for key in keys]), "utf-8", newline="")
    presigner = S3Presigner(KEYS, validate="off")
    presign_file(presigner, BUCKET, source, folder / "urls.csv", now=NOW, jobs=1)
    assert [
        {"key": key, "url": presigner.presign("get_object", bucket=BUCKET, key=key, now=NOW).url}
        for key in keys
    ] == rows(folder / "urls.csv")


def test_processes_write_what_one_writes(tmp_path):
    (tmp_path / "keys.txt").write_text("".join([f"folder/{i}\n" for i in range(60_000)]))
    signed(tmp_path / "keys.txt", tmp_path / "one.csv")
    signed(tmp_path / "keys.txt", tmp_path / "two.csv", jobs=2)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert 60_000 == len(rows(tmp_path / "two.csv"))
    assert url("folder/59999") == rows(tmp_path / "two.csv")[-1]["url"]


def test_a_fault_of_a_worker_is_that_of_the_run(tmp_path):
    ended = S3Presigner(EndingSoon())
    (tmp_path / "keys.txt").write_text("a\n")
    with pytest.raises(CredentialsError):
        presign_file(ended, BUCKET, tmp_path / "keys.txt", tmp_path / "urls.csv", jobs=2, now=NOW)
    assert not (tmp_path / "urls.csv").exists()


class EndingSoon:
    """Credentials that have ended by the time that a worker asks for them."""

    def __init__(self):
        self.process = os.getpid()

    def __call__(self):
        if os.getpid() == self.process:
            return KEYS
        return Credentials("AKIDEXAMPLE", SECRET, "token", expires_at=NOW - 1)


def test_a_killed_worker_ends_the_run_with_a_word(tmp_path):
    (tmp_path / "keys.txt").write_text("".join([f"folder/{i}\n" for i in range(60_000)]))
    killer = S3Presigner(Killing())
    with pytest.raises(SigV4Error, match="a worker process was killed"):
        presign_file(killer, BUCKET, tmp_path / "keys.txt", tmp_path / "urls.csv", jobs=2, now=NOW)
    done = signed(tmp_path / "keys.txt", tmp_path / "urls.csv")
    assert 60_000 == done.signed


class Killing(EndingSoon):
    def __call__(self):
        if os.getpid() != self.process:
            os.kill(os.getpid(), signal.SIGKILL)
        return KEYS


def test_what_a_worker_does(monkeypatch, tmp_path):
    """In this process, too, since what ends by `os._exit` leaves no coverage."""
    job = _workers.Job(
        _workers.Order(S3, "get_object", BUCKET, 3600, NOW), _layout(), "csv", ("key",)
    )
    ended: list[int] = []
    monkeypatch.setattr(_workers, "_workers", [])
    monkeypatch.setattr(_workers.signal, "signal", lambda *_: None)
    monkeypatch.setattr(_workers.os, "_exit", ended.append)
    monkeypatch.setattr(_workers.threading, "Thread", NoThread)
    monkeypatch.setattr(_workers.multiprocessing, "parent_process", lambda: None)
    turn = _workers.Turn(multiprocessing.get_context("spawn"), 5)
    (tmp_path / "urls.csv.part").write_bytes(b"head\n")
    _workers._begin(job, turn, tmp_path / "urls.csv.part")
    signed = _workers._written(0, Chunk("keys.txt", 1, b"a\n", Place(0, 2, 2), 1))
    line = f"a,{url('a')}\n".encode()
    assert ([], len(line)) == (signed.output, signed.length)
    assert b"head\n" + line == (tmp_path / "urls.csv.part").read_bytes()
    with pytest.raises(TypeError):
        _workers._written(1, Chunk("keys.txt", 1, None, Place(0, 2, 2), 1))
    assert 5 + len(line) == turn.take(2, 0)  # nobody waits for the one that failed
    _workers._workers.pop().file.close()
    _workers._end_with_parent()
    assert [] == ended
    monkeypatch.setattr(_workers.multiprocessing, "parent_process", Parent)
    _workers._end_with_parent()
    assert [1] == ended


class NoThread:
    """One that would watch the parent, and end this process."""

    def __init__(self, *, target: object, daemon: bool):
        assert _workers._end_with_parent is target
        assert daemon

    def start(self) -> None:
        """Do not."""


class Parent:
    def join(self) -> None:
        """End at once."""


def _layout():
    return _workers.Layout("txt", {"key": 0})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"operation": "list_objects_v2"}, "is not an operation on objects"),
        ({"operation": "get"}, "S3 has not"),
        ({"expires_in": 0}, "expires_in"),
        ({"params": {"nonsense": "1"}}, "takes no 'nonsense'"),
        ({"jobs": 0}, "jobs is 0; it must be at least 1"),
        ({"target": "urls"}, "'urls' ends with none of .csv"),
        ({"target": "urls.parquet.gz"}, "'urls.parquet.gz' ends with none of .csv"),
        ({"target": "urls.gz"}, "'urls.gz' ends with none of .csv"),
        ({"target": "keys.txt"}, "input, output and report must be three files"),
        ({"source": "keys"}, "'keys' ends with none of .txt"),
        ({"source": "keys.gz"}, "'keys.gz' ends with none of .txt"),
        ({"source": "keys.orc.gz"}, "'keys.orc.gz' ends with none of .txt"),
        ({"source": "none.txt"}, "none.txt: No such file or directory"),
        ({"source": "folder.txt"}, "folder.txt is no regular file"),
        ({"bucket": None}, "has no column 'bucket', so a bucket must be named"),
        ({"bucket": "s3://b"}, "bucket"),
        ({"source": "wide.txt"}, "wide.txt is UTF-16; save it as UTF-8"),
        ({"source": "bad.csv"}, "names no column 'key'"),
        ({"source": "empty.csv"}, "names no column 'key'"),
        ({"source": "bad.csv", "columns": ["a", "b"]}, "the columns 'a', 'b' of .* is called"),
        ({"source": "open.csv"}, "line 2 begins a row .* a quotation mark is not closed"),
        ({"source": "long.txt"}, "line 1 begins a row .* are they rows"),
        ({"source": "torn.txt.gz"}, "torn.txt.gz is no whole gzip file"),
        ({"source": "no.txt.gz"}, "no.txt.gz is no whole gzip file"),
        ({"source": "spoilt.txt.gz"}, "spoilt.txt.gz is no whole gzip file"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, keys, options, message):
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "wide.txt").write_text("a\n", "utf-16")
    (tmp_path / "bad.csv").write_text("name,size\na,1\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "open.csv").write_text('key\n"' + "x\n" * 2_000_000)
    (tmp_path / "long.txt").write_text("x" * 2_000_000)
    whole = gzip.compress(os.urandom(100_000))
    (tmp_path / "torn.txt.gz").write_bytes(whole[:-50_000])
    (tmp_path / "no.txt.gz").write_bytes(b"nothing of the kind")
    (tmp_path / "spoilt.txt.gz").write_bytes(whole[:30] + b"\xff" * 1000 + whole[1030:])
    before = names_in(tmp_path)
    options = dict(options)
    source = tmp_path / options.pop("source", "keys.txt")
    target = tmp_path / options.pop("target", "urls.csv")
    with pytest.raises(InvalidRequestError, match=message):
        signed(source, target, **options)
    left = names_in(tmp_path) - before
    begun = {"urls.csv.part", "urls.csv.part.json", "urls.csv.errors.csv.part"}
    assert left == (begun if source.name in ("open.csv", "long.txt") else set())


def test_the_separators_of_a_csv(tmp_path):
    (tmp_path / "a.csv").write_text("size;key\n1;a,b\n")
    (tmp_path / "b.tsv").write_text("size\tkey\n1\ta,b\n")
    (tmp_path / "c.tsv").write_text("1\ta,b\n")
    for name, columns in (("a.csv", None), ("b.tsv", None), ("c.tsv", ["size", "key"])):
        signed(tmp_path / name, tmp_path / "urls.csv", columns=columns)
        assert [{"key": "a,b", "url": url("a,b")}] == rows(tmp_path / "urls.csv")


def test_encoded_keys(tmp_path):
    (tmp_path / "keys.csv").write_text("b,a%2Bb+c%C3%A9\nb,plain\n")
    signed(
        tmp_path / "keys.csv",
        tmp_path / "u.csv",
        columns=["bucket", "key"],
        bucket="b",
        url_encoded=True,
    )
    assert ["a+b cé", "plain"] == [row["key"] for row in rows(tmp_path / "u.csv")]
    (tmp_path / "keys.jsonl").write_text('"a%20b"\n5\n')
    done = signed(tmp_path / "keys.jsonl", tmp_path / "u.csv", url_encoded=True)
    assert ["a b"] == [row["key"] for row in rows(tmp_path / "u.csv")]
    assert 1 == done.bad


class Terminal:
    def __init__(self):
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        """Nothing waits."""


def test_a_bar_on_a_terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress() as progress:
        progress.add(1000, 0.5)
        progress.add(1000, 1)
    assert "100%" in terminal.text
    assert "2,000 rows" in terminal.text


def test_lines_where_there_is_no_bar(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setattr("sigv4presign.bulk._progress._EVERY", 0)
    with Progress() as progress:
        progress.add(1000, 0.5)
    assert terminal.text.startswith("sigv4presign: 50%, 1,000 rows, ")


def test_nothing_is_shown_where_nobody_looks(capsys):
    with Progress() as progress:
        progress.add(1000, 0.5)
    with Progress(quiet=True) as progress:
        progress.add(1000, 0.5)
    assert ("", "") == capsys.readouterr()


def test_without_pyarrow(tmp_path, keys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(InvalidRequestError, match=r"writing Parquet needs pyarrow: pip install"):
        signed(keys, tmp_path / "urls.parquet")


@pytest.mark.parametrize("jobs", [1, 2])
def test_all_the_cores(tmp_path, keys, monkeypatch, jobs):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(jobs)), raising=False)
    signed(keys, tmp_path / "urls.csv", jobs=None)
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    signed(keys, tmp_path / "again.csv", jobs=None)
    assert (tmp_path / "urls.csv").read_bytes() == (tmp_path / "again.csv").read_bytes()


# The command line.


def test_the_command(run, keys, tmp_path):
    ran = run(f"bulk s3://{BUCKET} --from {keys} --to {tmp_path}/urls.csv --jobs 1 --quiet")
    assert (0, "") == (ran.status, ran.out)
    assert "sigv4presign: 9 URLs, valid until 2015-08-30T13:36:00Z\n" == ran.err
    assert [url(key) for key in ["plain/key.txt", *ODD]] == [
        row["url"] for row in rows(tmp_path / "urls.csv")
    ]


def test_the_command_with_bad_rows_and_headers(run, tmp_path):
    (tmp_path / "keys.csv").write_text("b,a%20b\nb,\n")
    ran = run(
        f"bulk s3:// --from {tmp_path}/keys.csv --to {tmp_path}/urls.jsonl --jobs 1 "
        f"--columns bucket,key --url-encoded --operation put_object --param content_type=a/b "
        f"--errors {tmp_path}/bad.csv --expires-in 1d --region eu-west-1"
    )
    assert 1 == ran.status
    assert (
        "sigv4presign: 1 URLs, valid until 2015-08-31T12:36:00Z\n"
        "sigv4presign: send these headers with each: Content-Type\n"
        f"sigv4presign: 1 rows have none: see {tmp_path}/bad.csv\n"
    ) == ran.err
    assert [2] == [line for line, _ in faults(tmp_path / "bad.csv")]
    link = S3Presigner(KEYS, region="eu-west-1").put_object(
        "b", "a b", content_type="a/b", now=NOW, expires_in=86400
    )
    assert {"bucket": "b", "key": "a b", "url": link.url} == json.loads(
        (tmp_path / "urls.jsonl").read_text()
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("s3://b/key --from k.txt --to u.csv", "names an object"),
        ("bucket --from k.txt --to u.csv", "is not of the form s3://"),
        ("s3://b --from k.txt --to u.csv --operation gett", "S3 has not"),
        ("s3://b --from k.txt --to u.csv", "k.txt: No such file"),
    ],
)
def test_a_command_that_cannot_be_done(run, line, message):
    ran = run(f"bulk {line}")
    assert 1 == ran.status
    assert message in ran.err


def test_an_interrupt(run, keys, tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sigv4presign.bulk.presign_file", interrupted)
    ran = run(f"bulk s3://b --from {keys} --to {tmp_path}/urls.csv")
    assert (130, "") == (ran.status, ran.out)
    assert "the same command goes on where it was" in ran.err


def test_the_command_as_a_program(keys, tmp_path):
    """With worker processes, and the secret in none of what others may read of them."""
    done = subprocess.run(
        [
            *[sys.executable, "-m", "sigv4presign", "bulk", f"s3://{BUCKET}"],
            *["--from", keys, "--to", tmp_path / "urls.csv", "--jobs", "2", "--round-to", "1h"],
        ],
        env={**os.environ, **ENVIRON},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.startswith("sigv4presign: 9 URLs, valid until ")
    assert 9 == len(rows(tmp_path / "urls.csv"))
