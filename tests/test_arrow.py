"""A column of keys made a column of URLs, in every shape in which an engine passes columns."""

import functools
import pickle
import sys

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    CredentialsError,
    InvalidRequestError,
    S3Presigner,
)
from sigv4presign.arrow import local_credentials, presign_batch

from .examples import ENVIRON, KEYS, NOW, SECRET

S3 = S3Presigner(KEYS)
JOB = functools.partial(presign_batch, presigner=S3, bucket="b", now=NOW)
NAMES = ["plain.txt", "a b", "é/ü", "x,y"]


def url(key: str, operation: str = "get_object", bucket: str = "b", **params) -> str:
    return S3.presign(operation, bucket=bucket, key=key, now=NOW, **params).url


def expected(names: list[str] = NAMES) -> list[str]:
    return [url(name) for name in names]


def batch(names: list[str | None] = NAMES, **columns) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "n": pa.array(range(len(names)), pa.int64()),
            "key": pa.array(names, pa.string()),
            **columns,
        }
    )


def test_a_record_batch():
    signed = JOB(batch())
    assert isinstance(signed, pa.RecordBatch)
    assert ["n", "key", "url"] == signed.schema.names
    assert expected() == signed["url"].to_pylist()
    assert batch() == signed.drop_columns(["url"])


def test_a_table_in_chunks():
    table = pa.Table.from_batches([batch(), batch(["z"]), batch([])])
    signed = JOB(table)
    assert isinstance(signed, pa.Table)
    assert expected([*NAMES, "z"]) == signed["url"].to_pylist()
    signed.validate(full=True)


def test_an_empty_table_has_the_column():
    assert ["n", "key", "url"] == JOB(pa.Table.from_batches([], batch().schema)).schema.names
    assert 0 == JOB(batch([])).num_rows


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_the_types_of_text(kind):
    signed = JOB(pa.table({"key": pa.array(NAMES, kind)}))
    assert expected() == signed["url"].to_pylist()
    assert pa.types.is_large_string(kind) == pa.types.is_large_string(signed["url"].type)


def test_a_dictionary():
    assert (
        expected() == JOB(pa.table({"key": pa.array(NAMES).dictionary_encode()}))["url"].to_pylist()
    )


def test_arrays_as_functions_get_them():
    assert pa.array(expected()) == JOB(pa.array(NAMES))
    assert expected([*NAMES, "z"]) == JOB(pa.chunked_array([NAMES, ["z"]])).to_pylist()
    assert 0 == len(JOB(pa.chunked_array([], pa.string())))
    with pytest.raises(InvalidRequestError, match="an array has no place for errors='column'"):
        JOB(pa.array(NAMES), errors="column")


def test_an_iterator_of_batches():
    batches = JOB(iter([batch(), batch(["z"])]))
    assert expected() == next(batches)["url"].to_pylist()
    assert expected(["z"]) == next(batches)["url"].to_pylist()
    assert [] == list(batches)


def test_a_reader():
    reader = pa.RecordBatchReader.from_batches(batch().schema, [batch(), batch(["z"])])
    signed = JOB(reader)
    assert isinstance(signed, pa.RecordBatchReader)
    assert expected([*NAMES, "z"]) == signed.read_all()["url"].to_pylist()


def test_pandas():
    frame = pd.DataFrame({"key": NAMES, "n": range(4)}, index=[7, 3, 9, 1])
    signed = JOB(frame)
    assert [7, 3, 9, 1] == list(signed.index)
    assert expected() == list(signed["url"])
    assert ["key", "n"] == list(frame.columns)
    with pytest.raises(InvalidRequestError, match="has a column 'url' already"):
        JOB(signed)
    with pytest.raises(InvalidRequestError, match="the batch has no column 'key', but 'n'"):
        JOB(frame[["n"]])


def test_numbers_of_pandas_where_one_is_missing():
    frame = pd.DataFrame({"key": ["a", "b"], "seconds": [60, None]})
    signed = JOB(frame, expires_in_column="seconds")
    assert [url("a", expires_in=60), url("b")] == list(signed["url"])


class Frame:
    """What gives its columns by Arrow's C stream, as a DataFrame of Polars does."""

    def __init__(self, table: pa.Table):
        self.table = table

    def __arrow_c_stream__(self, schema: object = None) -> object:
        return self.table.__arrow_c_stream__(schema)


def test_whatever_has_arrow_s_stream():
    signed = JOB(Frame(pa.table(batch())))
    assert isinstance(signed, pa.Table)
    assert expected() == signed["url"].to_pylist()


def test_polars_gets_back_what_it_gave():
    """Here with a double, in `make dataframes` with Polars itself."""
    double = type("DataFrame", (Frame,), {"__module__": "polars.dataframe.frame"})
    signed = JOB(double(pa.table(batch())))
    assert isinstance(signed, double)
    assert expected() == signed.table["url"].to_pylist()


def test_columns_for_bucket_method_version_and_lifetime():
    signed = presign_batch(
        batch(
            NAMES,
            where=["one", "two", None, "one"],
            how=["GET", "HEAD", None, "DELETE"],
            version=[None, "v1", "", "v2"],
            seconds=[60, None, None, 70],
        ),
        S3,
        "b",
        now=NOW,
        bucket_column="where",
        method_column="how",
        version_column="version",
        expires_in_column="seconds",
        url_column="link",
    )
    assert [
        url(NAMES[0], bucket="one", expires_in=60),
        url(NAMES[1], "head_object", "two", version_id="v1"),
        url(NAMES[2]),
        url(NAMES[3], "delete_object", "one", version_id="v2", expires_in=70),
    ] == signed["link"].to_pylist()


def test_parameters_of_the_operation():
    signed = JOB(batch(), operation="put_object", content_type="a/b", expires_in=60)
    assert url("a b", "put_object", content_type="a/b", expires_in=60) == signed["url"][1].as_py()


BAD = ["a", None, "/b", "", "c"]


def test_bad_rows_raise():
    with pytest.raises(InvalidRequestError, match="row 1 of the batch is bad: the key is null"):
        JOB(batch(BAD))


def test_bad_rows_have_no_url():
    signed = JOB(batch(BAD), errors="null")
    assert [url("a"), None, None, None, url("c")] == signed["url"].to_pylist()
    assert ["n", "key", "url"] == signed.schema.names


def test_bad_rows_have_a_reason():
    signed = JOB(batch(BAD), errors="column", error_column="why")
    assert [url("a"), None, None, None, url("c")] == signed["url"].to_pylist()
    reasons = signed["why"].to_pylist()
    assert [None, "the key is null", None] == [reasons[0], reasons[1], reasons[4]]
    assert "the leading '/'" in reasons[2]
    assert "empty" in reasons[3]
    assert signed.schema == JOB(batch(), errors="column", error_column="why").schema


def test_bad_values_of_other_columns():
    rows = batch(
        ["a", "b", "c"],
        where=pa.array([None, "one", "one"]),
        how=pa.array([None, "LIST", None]),
        seconds=[None, None, 700_000],
    )
    signed = presign_batch(
        rows,
        S3,
        bucket_column="where",
        method_column="how",
        expires_in_column="seconds",
        errors="column",
    )
    assert [None, None, None] == signed["url"].to_pylist()
    one, two, three = signed["error"].to_pylist()
    assert "the bucket is null" == one
    assert "the method is 'LIST'; it must be GET, PUT, HEAD or DELETE" == two
    assert "604800" in three
    rows = batch(["a"], where=[5])
    with pytest.raises(InvalidRequestError, match="the bucket is of type int; it must be a str"):
        presign_batch(rows, S3, bucket_column="where")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"errors": "ignore"}, "errors is 'ignore'; it must be 'raise', 'null' or 'column'"),
        ({"bucket": None}, "no bucket: give bucket, or bucket_column"),
        ({"operation": "list_objects_v2"}, "is not an operation on objects"),
        ({"nonsense": 1, "errors": "null"}, "takes no 'nonsense'"),
        ({"expires_in": 0, "errors": "null"}, "expires_in"),
        ({"key_column": "name"}, "the batch has no column 'name', but 'n', 'key'"),
        ({"url_column": "n"}, "the batch has a column 'n' already"),
        ({"errors": "column", "error_column": "n"}, "the batch has a column 'n' already"),
    ],
)
def test_settings_that_are_none_are_no_row_s_fault(options, message):
    with pytest.raises(InvalidRequestError, match=message):
        JOB(batch(), **options)


@pytest.mark.parametrize("other", [NAMES, "a", None, {"key": NAMES}])
def test_what_is_no_batch(other):
    with pytest.raises(InvalidRequestError, match="it must be a RecordBatch, Table, "):
        JOB(other)


def test_the_clock_is_read_for_each_batch(monkeypatch):
    monkeypatch.setattr("sigv4presign.arrow.time.time", lambda: NOW)
    assert expected() == presign_batch(batch(), S3, "b")["url"].to_pylist()


def test_nothing_that_an_engine_prints_has_the_secret():
    assert SECRET not in repr(JOB)
    assert SECRET.encode() in pickle.dumps(JOB)


def test_credentials_of_the_worker(monkeypatch):
    """The presigner that is sent has no secret; who gets it reads its own environment."""
    monkeypatch.setattr("sigv4presign.arrow.time.monotonic", lambda: 2**39)
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    job = functools.partial(JOB, presigner=S3Presigner(local_credentials))
    assert SECRET.encode() not in pickle.dumps(job)
    assert expected() == pickle.loads(pickle.dumps(job))(batch())["url"].to_pylist()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setattr("sigv4presign.arrow.time.monotonic", lambda: 2**40)  # a minute later
    with pytest.raises(CredentialsError, match="no credentials"):
        job(batch())


def test_credentials_that_have_ended_are_no_row_s_fault():
    ended = S3Presigner(Credentials("AKIDEXAMPLE", SECRET, "token", expires_at=NOW - 1))
    with pytest.raises(CredentialsError):
        JOB(batch(), presigner=ended, errors="null")


def test_without_pyarrow(monkeypatch):
    monkeypatch.delitem(sys.modules, "sigv4presign.arrow")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidRequestError, match=r"pip install 'sigv4presign\[arrow\]'"):
        import sigv4presign.arrow  # noqa: F401


@given(st.lists(st.one_of(st.none(), st.text(max_size=20))))
def test_for_all_columns_the_rows_are_those_of_the_presigner(names):
    def one(name: str | None) -> str | None:
        try:
            return url(name)
        except InvalidRequestError:
            return None

    names = [
        name for name in names if name is None or name.encode("utf-8", "ignore").decode() == name
    ]
    assert [one(name) for name in names] == JOB(batch(names), errors="null")["url"].to_pylist()
