"""What the tests share: a table with every kind of key, and what must come of it."""

from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
from pyarrow import parquet as pq

from sigv4presign import Credentials, S3Presigner

NOW = 1_800_000_000
BUCKET = "examplebucket"
# Unlike anything else that an engine may print.
SECRET = "SecretThatMustNotShow+/0123456789ABCDEFG"
TOKEN = "TokenThatMustNotShow/0123456789"
KEYS = Credentials("AKIDEXAMPLE", SECRET, TOKEN)
S3 = S3Presigner(KEYS)
ENVIRON = {
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_SESSION_TOKEN": TOKEN,
}


def table(count: int = 5000) -> pa.Table:
    """Return rows with keys of every kind, and the columns that may go with them."""
    odd = ("a b", "é/ü", 'q"q', "x,y", "100%", "tab\t", "~-._", "\U0001f600")
    keys = [f"folder {i % 3}/{odd[i % len(odd)]}/{i}.jpg" for i in range(count)]
    return pa.table(
        {
            "key": keys,
            "where": [f"bucket-{i % 2}" for i in range(count)],
            "how": [("GET", "HEAD", None)[i % 3] for i in range(count)],
            "version": [f"v{i}" if i % 5 == 0 else None for i in range(count)],
            "seconds": pa.array(
                [60 + i % 100 if i % 2 else None for i in range(count)], pa.int64()
            ),
        }
    )


COLUMNS = {
    "bucket_column": "where",
    "method_column": "how",
    "version_column": "version",
    "expires_in_column": "seconds",
}


def plain(keys: list[str], now: int = NOW, presigner: S3Presigner = S3) -> list[str]:
    """Return what the presigner says of each key, one at a time."""
    return [presigner.get_object(BUCKET, key, now=now).url for key in keys]


def of_columns(rows: pa.Table) -> list[str]:
    """Return what the presigner says of each row, with the columns that it has."""
    return [
        S3.presign(
            {"GET": "get_object", "HEAD": "head_object", None: "get_object"}[row["how"]],
            bucket=row["where"],
            key=row["key"],
            version_id=row["version"],
            expires_in=row["seconds"] or 3600,
            now=NOW,
        ).url
        for row in rows.to_pylist()
    ]


def moment_of(url: str) -> int:
    """Return when *url* was signed."""
    (date,) = parse_qs(urlsplit(url).query)["X-Amz-Date"]
    return int(datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp())


def write(folder: Path, count: int = 5000) -> Path:
    """Return a file with the rows of `table`."""
    pq.write_table(table(count), folder / "keys.parquet", row_group_size=1000)
    return folder / "keys.parquet"


def check_written(target: Path, count: int = 5000) -> None:
    """Compare what a job wrote, a file or a folder of them, with the plain presigner."""
    written = pq.read_table(target, columns=["key", "url"]).to_pydict()
    assert sorted(table(count)["key"].to_pylist()) == sorted(written["key"])
    (moment,) = {moment_of(url) for url in written["url"]}
    assert plain(written["key"], moment) == written["url"]


def files_with_secrets(*folders: Path) -> list[Path]:
    """Return the files below *folders* in which a secret can be read."""
    words = [word.encode() for word in (SECRET, TOKEN)]
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any([word in path.read_bytes() for word in words])
    ]
