"""A run that is cut off, at whatever moment, is gone on with, and nobody sees a difference.

``KILLS=200 python -m pytest tests/test_bulk_resume.py -k killed`` kills more often.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sigv4presign import Credentials, InvalidRequestError, S3Presigner
from sigv4presign.bulk import _journal, _locks, _run, presign_file
from sigv4presign.bulk._journal import Journal

from .bulk import BUCKET, KEYS, S3, names_in, rows, signed, url
from .examples import NOW

KILLS = int(os.environ.get("KILLS", "6"))
CHILD = f"""
import sys
from sigv4presign import Credentials, S3Presigner
from sigv4presign.bulk import _chunks, _run, presign_file
_run._EVERY = 0
_chunks.BLOCK = 4096
presigner = S3Presigner(Credentials({KEYS.access_key_id!r}, {KEYS.secret_access_key!r}))
presign_file(presigner, {BUCKET!r}, sys.argv[1], sys.argv[2], jobs=int(sys.argv[3]), now={NOW})
"""


def write_keys(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines([f"{'/' * (i % 97 == 5)}folder {i % 7}/{i}.jpg\n" for i in range(count)])
    return path


@pytest.fixture(autouse=True)
def often(monkeypatch):
    monkeypatch.setattr(_run, "_EVERY", 0)
    monkeypatch.setattr("sigv4presign.bulk._chunks.BLOCK", 4096)


@pytest.mark.parametrize(
    ("name", "jobs"), [("urls.csv", 2), ("urls.jsonl.gz", 1), ("urls.parquet", 2)]
)
def test_a_run_that_is_killed_is_gone_on_with(tmp_path, name, jobs):
    """With SIGKILL, which no program can do anything about."""
    source = write_keys(tmp_path / "keys.txt", 20_000)
    (tmp_path / "whole").mkdir()
    done = signed(source, tmp_path / "whole" / name)
    assert (20_000 - 207, 207) == (done.signed, done.bad)
    whole = (tmp_path / "whole" / name).read_bytes(), done.report.read_bytes()
    (tmp_path / "cut").mkdir()
    target = tmp_path / "cut" / name
    chance = random.Random(f"{name} {KILLS}")  # noqa: S311
    killed = 0
    for _ in range(KILLS):
        killed += kill_somewhere(source, target, jobs, chance, len(whole[0]))
        if target.exists():
            assert whole[0] == target.read_bytes()
            target.unlink()
            target.with_name(f"{name}.errors.csv").unlink(missing_ok=True)
    command = [sys.executable, "-c", CHILD, source, target, str(jobs)]
    subprocess.run(command, check=True, capture_output=True)
    report = target.with_name(f"{name}.errors.csv")
    assert whole == (target.read_bytes(), report.read_bytes())
    assert {name, report.name} == names_in(target.parent)
    assert killed > KILLS / 2


def kill_somewhere(source: Path, target: Path, jobs: int, chance: random.Random, size: int) -> bool:
    """Start a run, kill it when some of it is written, and return whether it still ran."""
    part = target.with_name(f"{target.name}.part")
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, source, target, str(jobs)],
        stderr=subprocess.DEVNULL,
    )
    begun = part.stat().st_size if part.exists() else 0
    wanted = chance.choice([0, begun + chance.random() * size / 3])
    limit = time.monotonic() + 60
    while child.poll() is None and time.monotonic() < limit:
        if part.exists() and part.stat().st_size >= wanted:
            time.sleep(chance.choice([0, chance.random() / 50]))
            break
        time.sleep(0.001)
    child.kill()
    return child.wait() == -signal.SIGKILL


def test_workers_end_with_the_process_that_started_them(tmp_path):
    source = write_keys(tmp_path / "keys.txt", 200_000)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, source, tmp_path / "urls.csv", "2"],
        stderr=subprocess.DEVNULL,
    )
    part = tmp_path / "urls.csv.part"
    limit = time.monotonic() + 60
    while not (part.exists() and part.stat().st_size > 100_000) and time.monotonic() < limit:
        time.sleep(0.01)
    workers = children_of(child.pid)
    child.kill()
    child.wait()
    assert 2 <= len(workers)
    while any([Path(f"/proc/{worker}").exists() for worker in workers]):
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_no_process_shows_the_secret(tmp_path):
    """Neither its command line nor its environment, which others may read."""
    secret = "SecretThatMustNotShow"
    (tmp_path / "credentials").write_text(
        f"[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = {secret}\n"
    )
    source = write_keys(tmp_path / "keys.txt", 400_000)
    hidden = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    child = subprocess.Popen(
        [
            *[sys.executable, "-m", "sigv4presign", "bulk", f"s3://{BUCKET}"],
            *["--from", source, "--to", tmp_path / "urls.csv", "--jobs", "2"],
        ],
        env={**hidden, "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials")},
        stderr=subprocess.PIPE,
    )
    seen: dict[int, bytes] = {}
    part = tmp_path / "urls.csv.part"
    limit = time.monotonic() + 60
    while child.poll() is None and time.monotonic() < limit:
        if part.exists() and part.stat().st_size > 1000:
            for process in [child.pid, *children_of(child.pid)]:
                for name in ("cmdline", "environ"):
                    seen[process] = seen.get(process, b"") + read(Path(f"/proc/{process}/{name}"))
            break
        time.sleep(0.01)
    _, printed = child.communicate(timeout=60)
    assert b" URLs, valid until " in printed
    assert 3 <= len(seen)
    assert all([b"AWS_SHARED_CREDENTIALS_FILE" in text for text in seen.values()])
    assert secret.encode() not in b"".join(seen.values()) + printed


def read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def children_of(process: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        found += map(int, path.read_text().split())
    return found


class Cut(BaseException):
    """The run ends here."""


OPERATIONS = (
    (os, "fsync"),
    (Path, "replace"),
    (Path, "unlink"),
    (Journal, "write"),
    (Journal, "cut"),
    (_run, "converted"),
)
WRITES = ((Journal, "write"),)


def cut_at(monkeypatch: pytest.MonkeyPatch, number: int, operations=OPERATIONS) -> None:
    """Let the operation on files of that *number* be the last of the run."""
    left = [number]

    def counted(function):
        def call(*args, **kwargs):
            left[0] -= 1
            if left[0] <= 0:
                raise Cut
            return function(*args, **kwargs)

        return call

    for owner, name in operations:
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))


@pytest.mark.parametrize("name", ["urls.csv", "urls.parquet"])
def test_every_operation_on_files_may_be_the_last(tmp_path, name):
    source = write_keys(tmp_path / "keys.txt", 500)
    (tmp_path / "whole").mkdir()
    done = signed(source, tmp_path / "whole" / name)
    whole = (tmp_path / "whole" / name).read_bytes(), done.report.read_bytes()
    for number in range(1, 200):
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            with pytest.MonkeyPatch.context() as patch:
                cut_at(patch, number)
                signed(source, folder / name)
        except Cut:
            if (folder / name).exists():
                assert whole[0] == (folder / name).read_bytes()
            again = signed(source, folder / name)
            assert whole == ((folder / name).read_bytes(), again.report.read_bytes())
            assert {name, f"{name}.errors.csv"} == names_in(folder)
        else:
            break
    assert 15 < number < 199


@pytest.fixture
def begun(tmp_path, monkeypatch) -> Path:
    """Return the input of a run that was cut off in its midst."""
    source = write_keys(tmp_path / "keys.txt", 2000)
    with pytest.MonkeyPatch.context() as patch:
        cut_at(patch, 6, WRITES)
        with pytest.raises(Cut):
            signed(source, tmp_path / "urls.csv", now=None)
    state = json.loads((tmp_path / "urls.csv.part.json").read_text())
    assert 0 < state["signed"] < 2000
    return source


def test_one_moment_for_all(begun, tmp_path):
    """The clock is read once, by the run that began."""
    moment = json.loads((tmp_path / "urls.csv.part.json").read_text())["now"]
    time.sleep(1.1)
    done = signed(begun, tmp_path / "urls.csv", now=None)
    assert 0 < done.resumed < 2000
    assert moment + 3600 == done.expires_at
    urls = [row["url"] for row in rows(tmp_path / "urls.csv")]
    assert {S3.get_object(BUCKET, "k", now=moment).url.split("X-Amz-Date=")[1][:16]} == {
        url.split("X-Amz-Date=")[1][:16] for url in urls
    }


def test_the_state_has_no_secret(begun, tmp_path):
    for path in tmp_path.iterdir():
        assert KEYS.secret_access_key not in path.read_text("utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"expires_in": 60},
        {"operation": "head_object"},
        {"params": {"response_expires": 1}},
        {"bucket": "another"},
        {"now": 1},
        {"presigner": S3Presigner(Credentials(KEYS.access_key_id, "another"))},
        {"presigner": S3Presigner(KEYS, region="eu-west-1")},
        {"url_encoded": True},
    ],
)
def test_another_run_is_not_gone_on_with(begun, tmp_path, change):
    options = {"presigner": S3, "bucket": BUCKET, "jobs": 1, **change}
    presigner, bucket = options.pop("presigner"), options.pop("bucket")
    target = tmp_path / "urls.csv"
    with pytest.raises(InvalidRequestError, match="was begun with another input, other options"):
        presign_file(presigner, bucket, begun, target, **options)
    done = presign_file(presigner, bucket, begun, target, **options, restart=True)
    assert 0 == done.resumed
    assert 2000 == done.signed + done.bad


def test_another_input_is_not_gone_on_with(begun, tmp_path):
    begun.write_text("other")
    with pytest.raises(InvalidRequestError, match="was begun with another input"):
        signed(begun, tmp_path / "urls.csv", now=None)


def test_urls_that_have_ended_are_not_gone_on_with(begun, tmp_path, monkeypatch):
    monkeypatch.setattr(_run.time, "time", lambda: 2**33)
    with pytest.raises(InvalidRequestError, match="are valid no longer; begin anew with --restart"):
        signed(begun, tmp_path / "urls.csv", now=None)


@pytest.mark.parametrize(
    "state", ["", "{}", '{"version": 0}', '{"version": 1, "place": [0]}', "[]"]
)
def test_a_state_that_is_none_is_said_to_be_none(begun, tmp_path, state):
    (tmp_path / "urls.csv.part.json").write_text(state)
    with pytest.raises(InvalidRequestError, match="is not of this version of sigv4presign"):
        signed(begun, tmp_path / "urls.csv", now=None)


def test_what_was_deleted_is_made_again(begun, tmp_path):
    (tmp_path / "urls.csv.part").unlink()
    done = signed(begun, tmp_path / "urls.csv", now=None)
    assert (0, 2000) == (done.resumed, done.signed + done.bad)


def test_what_was_deleted_at_the_very_end_is_made_again(tmp_path):
    source = write_keys(tmp_path / "keys.txt", 500)
    with pytest.MonkeyPatch.context() as patch:
        cut_at(patch, 1, ((Journal, "finish"),))
        with pytest.raises(Cut):
            signed(source, tmp_path / "urls.csv")
    assert json.loads((tmp_path / "urls.csv.part.json").read_text())["finished"]
    (tmp_path / "urls.csv.part").unlink()
    done = signed(source, tmp_path / "urls.csv")
    assert (0, 500) == (done.resumed, done.signed + done.bad)
    assert done.signed == len(rows(tmp_path / "urls.csv"))


def test_all_but_the_state_was_put_in_its_place(tmp_path):
    source, target = write_keys(tmp_path / "keys.txt", 500), tmp_path / "urls.csv"
    with pytest.MonkeyPatch.context() as patch:
        cut_at(patch, 1, ((Path, "unlink"),))
        with pytest.raises(Cut):
            signed(source, target)
    whole = target.read_bytes()
    assert json.loads((tmp_path / "urls.csv.part.json").read_text())["finished"]
    signed(source, target)
    assert whole == target.read_bytes()
    assert not list(tmp_path.glob("urls.csv.part*"))


def test_two_runs_do_not_write_one_output(tmp_path):
    source = write_keys(tmp_path / "keys.txt", 10)
    target = tmp_path / "urls.csv"
    busy = pytest.raises(InvalidRequestError, match="another run is writing")
    with Journal(target, tmp_path / "bad.csv"), busy:
        signed(source, target)
    assert 9 == signed(source, target).signed


def test_a_file_that_got_its_name_meanwhile_is_not_locked(tmp_path):
    with (tmp_path / "a.part").open("wb") as file:
        (tmp_path / "a.part").rename(tmp_path / "a")
        assert not _locks.locked(file, tmp_path / "a.part")


def test_where_there_are_no_such_locks(tmp_path, monkeypatch):
    monkeypatch.setattr(_locks, "fcntl", None)
    monkeypatch.setattr(_journal, "CAN_LOCK", False)
    source = write_keys(tmp_path / "keys.txt", 10)
    assert 9 == signed(source, tmp_path / "urls.csv").signed
    assert url("folder 1/1.jpg") == rows(tmp_path / "urls.csv")[1]["url"]
