"""Inventories of S3, tables of Parquet and ORC, and where text is cut into blocks."""

import csv
import gzip
import hashlib
import io
import json
import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import orc
from pyarrow import parquet as pq

from sigv4presign import InvalidRequestError
from sigv4presign.bulk import _chunks, _tables
from sigv4presign.bulk._chunks import Place, blocks, first_row
from sigv4presign.bulk._input import opened_input

from .bulk import faults, rows, signed, url

KEYS = ["plain/key.txt", "a b+c.txt", "é", "x,y", 'q"q', "100%"]
SCHEMA = "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag"
# As S3 spells them: https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
ENCODED = ["plain/key.txt", "a+b%2Bc.txt", "%C3%A9", "x%2Cy", "q%22q", "100%25"]


def csv_file(path: Path, keys: list[str]) -> Path:
    lines = [
        f'"examplebucket","{key}","v{number}","true","false","1","2016-11-06T21:32:00.000Z","e"\n'
        for number, key in enumerate(keys)
    ]
    path.write_bytes(gzip.compress("".join(lines).encode()))
    return path


def table(keys: list[str]) -> pa.Table:
    count = len(keys)
    return pa.table(
        {
            "bucket": ["examplebucket"] * count,
            "key": keys,
            "version_id": [f"v{number}" for number in range(count)],
            "is_latest": [True] * count,
            "is_delete_marker": [False] * count,
            "size": pa.array([1] * count, pa.int64()),
        }
    )


def inventory(folder: Path, form: str, data: list[Path], **changed) -> Path:
    """Return a manifest as S3 writes it, for the files of *data*."""
    manifest = {
        "sourceBucket": "examplebucket",
        "destinationBucket": "arn:aws:s3:::example-inventory-destination-bucket",
        "version": "2016-11-30",
        "creationTimestamp": "1514944800000",
        "fileFormat": form,
        "fileSchema": SCHEMA if form == "CSV" else "message s3.inventory { … }",
        "files": [
            {
                "key": f"inventory/examplebucket/daily/data/{path.name}",
                "size": path.stat().st_size,
                "MD5checksum": hashlib.md5(path.read_bytes()).hexdigest(),
            }
            for path in data
        ],
        **changed,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder / "manifest.json"


def parts(folder: Path, form: str) -> list[Path]:
    """Return two files of an inventory."""
    folder.mkdir(parents=True, exist_ok=True)
    if form == "CSV":
        return [
            csv_file(folder / "one.csv.gz", ENCODED[:4]),
            csv_file(folder / "two.csv.gz", ENCODED[4:]),
        ]
    write = pq.write_table if form == "Parquet" else orc.write_table
    suffix = form.lower()
    for name, keys in (("one", KEYS[:4]), ("two", KEYS[4:])):
        write(table(keys), folder / f"{name}.{suffix}")
    return [folder / f"one.{suffix}", folder / f"two.{suffix}"]


@pytest.mark.parametrize("form", ["CSV", "Parquet", "ORC"])
@pytest.mark.parametrize(
    "data",
    [
        "2016-11-06T21-32Z",
        "2016-11-06T21-32Z/data",
        "data",
        "../../inventory/examplebucket/daily/data",
    ],
)
def test_an_inventory(tmp_path, form, data):
    """Wherever the data files are: as in the bucket, or beside the manifest."""
    daily = tmp_path / "inventory/examplebucket/daily"
    daily.mkdir(parents=True)
    manifest = inventory(daily / "2016-11-06T21-32Z", form, parts(daily / data, form))
    done = signed(manifest, tmp_path / "urls.csv")
    expected = [
        {
            "key": key,
            "version_id": f"v{number % 4}",
            "url": url(key, version_id=f"v{number % 4}"),
        }
        for number, key in enumerate(KEYS)
    ]
    assert expected == rows(tmp_path / "urls.csv")
    assert (6, 0) == (done.signed, done.bad)


def test_bad_rows_of_an_inventory_are_told_with_their_file(tmp_path):
    one = csv_file(tmp_path / "one.csv.gz", ["a", "%FF"])
    two = csv_file(tmp_path / "two.csv.gz", ["/b", "c"])
    done = signed(inventory(tmp_path, "CSV", [one, two]), tmp_path / "urls.csv")
    assert ["a", "c"] == [row["key"] for row in rows(tmp_path / "urls.csv")]
    assert [("one.csv.gz", "2"), ("two.csv.gz", "1")] == [
        (row["file"], row["line"]) for row in rows(done.report)
    ]


def test_an_inventory_of_another_bucket(tmp_path):
    manifest = inventory(tmp_path, "CSV", [csv_file(tmp_path / "one.csv.gz", ["a"])])
    done = signed(manifest, tmp_path / "urls.csv", "other")
    assert (0, 1) == (done.signed, done.bad)
    assert [(1, "its bucket is 'examplebucket', not 'other'")] == faults(done.report)
    done = signed(manifest, tmp_path / "urls.csv", None)
    assert ["examplebucket"] == [row["bucket"] for row in rows(tmp_path / "urls.csv")]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"files": [{"key": "x/none.csv.gz", "size": 1}]},
            "lists 'x/none.csv.gz', which is neither",
        ),
        ({"files": [{"key": "..", "size": 1}]}, "which is neither"),
        ({"files": [{"key": "one.csv.gz", "size": 1}]}, "the manifest says 1: fetch it again"),
        ({"files": []}, "lists no files"),
        ({"files": 1}, "is no manifest of S3 Inventory"),
        ({"files": [{}]}, "is no manifest of S3 Inventory"),
        ({"fileFormat": "XML"}, "is no manifest of S3 Inventory"),
        ({"fileSchema": "Bucket, Size"}, "is called 'key'"),
    ],
)
def test_a_manifest_that_is_none(tmp_path, changed, message):
    one = csv_file(tmp_path / "one.csv.gz", ["a"])
    with pytest.raises(InvalidRequestError, match=message):
        signed(inventory(tmp_path, "CSV", [one], **changed), tmp_path / "urls.csv")


def test_a_manifest_that_cannot_be_read(tmp_path):
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(InvalidRequestError, match="is no manifest"):
        signed(tmp_path / "manifest.json", tmp_path / "urls.csv")


def test_a_data_file_that_is_another(tmp_path):
    one, two = [csv_file(tmp_path / f"{name}.csv.gz", ["a"]) for name in ("one", "two")]
    manifest = inventory(tmp_path, "CSV", [one, two])
    content = bytearray(two.read_bytes())
    content[-1] ^= 1
    two.write_bytes(content)
    with pytest.raises(InvalidRequestError, match=r"two.csv.gz is not the file .*its MD5 differs"):
        signed(manifest, tmp_path / "urls.csv")
    data = json.loads(manifest.read_text())
    del data["files"][1]["MD5checksum"]
    manifest.write_text(json.dumps(data))
    with pytest.raises(InvalidRequestError, match=r"two.csv.gz is no whole gzip file"):
        signed(manifest, tmp_path / "urls.csv", restart=True)


@pytest.mark.parametrize("form", ["parquet", "orc"])
def test_a_table(tmp_path, form, monkeypatch):
    """In batches that are the same wherever reading begins."""
    monkeypatch.setattr(_tables, "ROWS", 3)
    keys = [f"key {number}" for number in range(20)]
    columns = pa.table({"KEY": keys, "expires_in": [60, None] * 10, "size": range(20)})
    path = tmp_path / f"keys.{form}"
    if form == "parquet":
        pq.write_table(columns, path, row_group_size=7)
    else:
        orc.write_table(columns, path, stripe_size=1024)
    signed(path, tmp_path / "urls.csv", "b")
    assert [
        {"key": key, "url": url(key, "b", expires_in=3600 if number % 2 else 60)}
        for number, key in enumerate(keys)
    ] == rows(tmp_path / "urls.csv")
    rows_in = opened_input(path, None, encoded=False)
    all_chunks = list(rows_in.chunks(rows_in.start))
    assert 5 < len(all_chunks) < 15
    assert 1.0 == all_chunks[-1].progress
    for number, chunk in enumerate(all_chunks):
        assert all_chunks[number + 1 :] == list(rows_in.chunks(chunk.end))


@pytest.mark.parametrize("form", ["parquet", "orc"])
def test_a_table_that_is_none(tmp_path, form):
    (tmp_path / f"keys.{form}").write_bytes(b"nothing of the kind")
    with pytest.raises(InvalidRequestError, match=f"cannot be read as {form}"):
        signed(tmp_path / f"keys.{form}", tmp_path / "urls.csv")
    write = pq.write_table if form == "parquet" else orc.write_table
    write(pa.table({"name": ["a"]}), tmp_path / f"keys.{form}")
    with pytest.raises(InvalidRequestError, match="is called 'key'"):
        signed(tmp_path / f"keys.{form}", tmp_path / "urls.csv")


def test_tables_of_an_inventory_must_be_alike(tmp_path):
    pq.write_table(table(["a"]), tmp_path / "one.parquet")
    pq.write_table(table(["b"]).drop(["version_id"]), tmp_path / "two.parquet")
    files = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    with pytest.raises(InvalidRequestError, match="lacks columns that the first file has"):
        signed(inventory(tmp_path, "Parquet", files), tmp_path / "urls.csv")


def test_keys_as_bytes_and_bad_ones(tmp_path):
    keys = pa.array([b"a", None, b"/c", b"d"], pa.binary())
    pq.write_table(pa.table({"key": keys}), tmp_path / "keys.parquet")
    done = signed(tmp_path / "keys.parquet", tmp_path / "urls.csv")
    assert ["a", "d"] == [row["key"] for row in rows(tmp_path / "urls.csv")]
    assert [2, 3] == [line for line, _ in faults(done.report)]
    assert "the key is null" == faults(done.report)[0][1]


@given(
    st.lists(st.lists(st.text(st.sampled_from('a",\n')), min_size=2, max_size=2), max_size=30),
    st.integers(1, 40),
)
def test_blocks_are_whole_rows_of_a_csv(content, size):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(content)
    raw = text.getvalue().encode()
    found: list[list[str]] = []
    together = b""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_chunks, "BLOCK", size)
        for block in blocks(io.BytesIO(raw), 1, quoted=True):
            found += csv.reader(io.StringIO(block.decode(), newline=""))
            # What begins there is cut where all was cut.
            after = io.BytesIO(raw)
            after.seek(len(together))
            assert block == next(blocks(after, 1, quoted=True))
            together += block
    assert raw == together
    assert content == found
    if content:
        head = next(csv.reader(io.StringIO(raw[: first_row(raw)].decode(), newline="")))
        assert content[0] == head


def test_a_row_without_an_end_is_the_first_row():
    assert 3 == first_row(b"a,b")
    assert 5 == first_row(b'"a\nb"'[:5])


def test_every_place_of_a_text_can_be_gone_on_from(tmp_path, monkeypatch):
    monkeypatch.setattr(_chunks, "BLOCK", 64)
    chance = random.Random(0)  # noqa: S311
    text = "key,size\n" + "".join(
        [f'"k{i}{chance.choice(["", chr(10)])}",{i}\n' for i in range(99)]
    )
    (tmp_path / "keys.csv").write_text(text, newline="")
    rows_in = opened_input(tmp_path / "keys.csv", None, encoded=False)
    assert Place(0, 9, 2) == rows_in.start
    all_chunks = list(rows_in.chunks(rows_in.start))
    assert 10 < len(all_chunks)
    for number, chunk in enumerate(all_chunks):
        assert all_chunks[number + 1 :] == list(rows_in.chunks(chunk.end))
    assert text.count("\n") + 1 == all_chunks[-1].end.line
