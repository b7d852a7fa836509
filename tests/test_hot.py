"""The hot path makes the URLs that the steps make, is really taken, and is never late."""

import copy
import itertools
import pickle
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from freezegun import freeze_time
from hypothesis import example, given
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    InvalidRequestError,
    Presigned,
    S3Presigner,
    Signer,
    SigV4Error,
    _shelf,
    presign,
)
from sigv4presign import signer as signer_module
from sigv4presign._shelf import Keys, Shelf, keep, moment_of, seconds_of
from sigv4presign._time import LAST_SECOND
from sigv4presign.s3 import hot as s3_hot

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET, TEMPORARY, TOKEN, prove
from .test_properties import LAYOUTS

MIDNIGHT = 1440979200  # 2015-08-31T00:00:00Z
CALLS = ["get_object", "put_object", "head_object", "delete_object"]
ENDING = Credentials(ACCESS_KEY_ID, SECRET, TOKEN, expires_at=MIDNIGHT + 100)
ODD_ID = Credentials("a:b%2F{0}%s", "s" * 80, "+/ =%s")
SETTINGS: list[dict[str, Any]] = [
    {},
    {"region": "cn-north-1", "addressing_style": "path"},
    {"endpoint_url": "http://localhost:9000/base%20d"},
    {"endpoint_url": "https://files.example.com", "addressing_style": "domain"},
    {"endpoint_url": "http://minio:9000", "public_url": "https://cdn.example.com/store"},
    {"public_url": "https://cdn.example.com", "proxy_keeps_host": True},
    {"store": "r2", "account": "abc"},
    {"validate": "off"},
    {"validate": "strict"},
    {"round_to": 300},
    {"round_to": timedelta(days=1), "outlive": "refuse"},
    {"express_session": TEMPORARY, "region": "us-west-2"},
    *[{"layout": layout} for layout in LAYOUTS],
]
WHO = [KEYS, TEMPORARY, ENDING, ODD_ID]
PRESIGNERS = [(S3Presigner(who, **more), who, more) for who in WHO for more in SETTINGS]
SIGNINGS: list[dict[str, Any]] = [
    {},
    {"service": "execute-api"},
    {"service": "s3express"},
    {"service": "iotdevicegateway", "sign_session_token": False},
    {"normalize_path": True},
    {"double_encode_path": True},
    {"service": "es", "normalize_path": False, "double_encode_path": False},
    {"round_to": 300, "outlive": "refuse"},
    *[{"layout": layout} for layout in LAYOUTS],
]
SIGNERS = [(Signer(who, region="r-1", **more), who, more) for who in WHO for more in SIGNINGS]
BUCKETS = ["bucket", "my.bucket", "b--usw2-az1--x-s3", "BUCKET", "a/b", "", 5, ["b"]]
MOMENTS = [NOW, MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + 99, MIDNIGHT + 100, 0, LAST_SECOND]

keys = (
    st.text("ab-._~/", max_size=8)
    | st.text("a/ %é\ud800😀+{}\n", max_size=5)
    | st.sampled_from(["s3://b/k", "arn:aws:s3:::bucket/k", "arn:x", "/k", "..", "a//b"])
    | st.sampled_from(["k" * 1024, "k" * 1025, "é" * 512, "é" * 513, None, 5, b"k"])
)
moments = (
    st.sampled_from(MOMENTS)
    | st.integers(MIDNIGHT - 3, MIDNIGHT + 3)
    | st.floats(MIDNIGHT - 3, MIDNIGHT + 3)
    | st.sampled_from([True, -1, LAST_SECOND + 1, float("nan"), "now", datetime(2015, 8, 30)])  # noqa: DTZ001
    | st.just(datetime(2015, 8, 30, 12, 36, tzinfo=timezone.utc))
)
lifetimes = st.sampled_from([1, 60, 3600, 604800, timedelta(minutes=1), 0, True, 60.0, "60", None])


def outcome(call: Callable[..., Any], *arguments: Any, **more: Any) -> object:
    try:
        return call(*arguments, **more)
    except SigV4Error as error:
        return type(error), str(error)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Return the number of URLs for which the steps were gone since the last call."""
    calls: list[int] = []
    for module, name in ((s3_hot, "operation_link"), (signer_module, "presign_step_by_step")):
        step = getattr(module, name)

        def counted(*arguments: Any, step: Any = step, **more: Any) -> Any:
            calls.append(1)
            return step(*arguments, **more)

        monkeypatch.setattr(module, name, counted)

    def since() -> int:
        number = len(calls)
        calls.clear()
        return number

    return since


class TestAgainstTheSteps:
    """Whatever is asked for: what comes out of one that is warm comes out of one that is new."""

    @given(
        which=st.sampled_from(PRESIGNERS),
        call=st.sampled_from(CALLS),
        bucket=st.sampled_from(BUCKETS),
        key=keys,
        now=moments,
        expires_in=lifetimes,
    )
    def test_one(self, which: tuple, call: str, bucket: Any, key: Any, now: Any, expires_in: Any):
        warm, who, settings = which
        new = S3Presigner(who, **settings)
        more = {"now": now, "expires_in": expires_in}
        outcome(getattr(warm, call), bucket, "k", now=NOW)
        found = outcome(getattr(warm, call), bucket, key, **more)
        assert found == outcome(getattr(new, call), bucket, key, **more)
        assert found == outcome(warm.presign, call, bucket=bucket, key=key, **more)

    @given(
        which=st.sampled_from(PRESIGNERS),
        given_keys=st.lists(keys, max_size=4),
        now=moments,
        expires_in=lifetimes,
        params=st.sampled_from([{}, {"version_id": "a b%s"}, {"response_content_type": "{}"}]),
    )
    def test_many(self, which: tuple, given_keys: list, now: Any, expires_in: Any, params: dict):
        warm, who, settings = which
        more = {"now": now, "expires_in": expires_in, **params}
        for key in given_keys:
            new = S3Presigner(who, **settings)
            expected = outcome(new.get_object, "bucket", key, **more)
            urls = warm.presign_many("get_object", "bucket", ["k", key], **more)
            first = outcome(next, urls)
            found = outcome(next, urls) if isinstance(first, str) else first
            if isinstance(expected, Presigned):
                assert found == expected.url
            elif isinstance(first, str):
                assert found == expected

    @example(which=SIGNERS[0], method="GET", origin="https://h", path="?/", now=NOW, expires_in=1)
    @given(
        which=st.sampled_from(SIGNERS),
        method=st.sampled_from(["GET", "put", "M-SEARCH", "a b", None]),
        origin=st.sampled_from(
            ["https://h", "http://H:80", "HTTPS://[::1]:9", "https://", "ftp://h", "h", None]
        ),
        path=st.text("/.ab", max_size=6)
        | st.text("/a%2Feé?&=#", max_size=6)
        | st.sampled_from(
            ["/a%20b", "/%41", "/a%2fb", "/%FF", "/k?x=y", "/k#f", "/a//b", "/x/../y"]
        ),
        now=moments,
        expires_in=lifetimes,
    )
    def test_a_signer(
        self, which: tuple, method: Any, origin: Any, path: str, now: Any, expires_in: Any
    ):
        warm, who, settings = which
        url = None if origin is None else origin + path
        more = {"now": now, "expires_in": expires_in}
        expected = outcome(presign, method, url, credentials=who, region="r-1", **settings, **more)
        outcome(warm.presign, "GET", "https://h/k", now=NOW)
        for _ in range(2):
            assert expected == outcome(warm.presign, method, url, **more)

    @pytest.mark.parametrize("settings", SIGNINGS, ids=str)
    @pytest.mark.parametrize(
        "path",
        ["/a b", "/a%20b", "/%41", "/%2E%2E/a%20b", "/a%2fb", "/a//b", "/a/../b", "/a/./b"]
        + ["/%FF", "/%", "/a?b=c", "/a%20b?b=c", "/?", "/a#b"],
    )
    def test_a_signer_with_each_path(self, path: str, settings: dict):
        warm = Signer(TEMPORARY, region="r-1", **settings)
        more = {"credentials": TEMPORARY, "region": "r-1", "now": NOW, **settings}
        warm.presign("GET", "https://h/k", now=NOW)
        for _ in range(2):
            expected = outcome(presign, "GET", f"https://h{path}", **more)
            assert expected == outcome(warm.presign, "GET", f"https://h{path}", now=NOW)


class TestTaken:
    """Of requests for one bucket, or one origin, the steps make the first."""

    @pytest.mark.parametrize("settings", SETTINGS, ids=str)
    @pytest.mark.parametrize("call", CALLS)
    def test_by_objects(self, call: str, settings: dict, steps: Callable[[], int]):
        s3 = S3Presigner(TEMPORARY, **settings)
        for key, expected in (("a", 1), ("b", 0), ("a b", 0), ("фото", 0), ("c" * 1024, 0)):
            for now in (NOW, NOW + 1, MIDNIGHT):
                signed = getattr(s3, call)("bucket", key, now=now)
                assert signed == s3.presign(call, bucket="bucket", key=key, now=now)
                assert signed.url in s3.presign_many(call, "bucket", [key], now=now)
                assert steps() == expected
                expected = 0  # noqa: PLW2901

    def test_by_a_signed_link_that_is_genuine(self, steps: Callable[[], int]):
        s3 = S3Presigner(KEYS)
        for key in ("a", "b", "c d/é"):
            assert key == prove(s3.get_object("bucket", key, now=NOW)).key
        assert steps() == 1

    @pytest.mark.parametrize("key", ["/k", "s3://b/k", "arn:x", "k" * 1025, "é" * 600])
    def test_not_by_what_may_be_a_mix_up(self, key: str, steps: Callable[[], int]):
        s3 = S3Presigner(KEYS, validate="off")
        for _ in range(2):
            s3.get_object("bucket", "k", now=NOW)
            assert prove(s3.get_object("bucket", key, now=NOW)).key == key
        assert steps() == 3

    def test_by_parameters_that_are_asked_for_again(self, steps: Callable[[], int]):
        s3 = S3Presigner(KEYS)
        gone: list[int] = []
        for content_type, keys in (("a/b", ["k", "k", "a b", "k"]), ("c/d%s", ["k", "l", "m"])):
            for key in keys:
                more = {"content_type": content_type, "now": NOW, "content_length": 5}
                signed = s3.put_object("bucket", key, **more)
                gone.append(steps())
                assert signed == S3Presigner(KEYS).put_object("bucket", key, **more)
                steps()
        assert gone == [1, 1, 0, 0, 1, 1, 0]

    def test_by_any_spelling_of_time(self, steps: Callable[[], int]):
        s3 = S3Presigner(KEYS)
        moment = datetime.fromtimestamp(NOW, timezone.utc)
        expected = s3.get_object("bucket", "k", now=NOW, expires_in=60)
        for now in (NOW, NOW + 0.5, moment):
            for expires_in in (60, timedelta(minutes=1)):
                assert expected == s3.get_object("bucket", "k", now=now, expires_in=expires_in)
        assert steps() == 1

    @pytest.mark.parametrize("settings", SIGNINGS, ids=str)
    @pytest.mark.parametrize("origin", ["https://h", "http://h"])
    def test_by_a_signer(self, origin: str, settings: dict, steps: Callable[[], int]):
        signer = Signer(TEMPORARY, region="r", **settings)
        for path, expected in (("/a", 1), ("/a/b", 0), ("/", 0)):
            for now in (NOW, NOW + 1, MIDNIGHT):
                signer.presign("GET", origin + path, now=now)
                assert steps() == expected
                expected = 0  # noqa: PLW2901

    def test_by_a_signer_for_keys_with_escapes(self, steps: Callable[[], int]):
        signer = Signer(KEYS, region="r")
        for path, expected in (("/a%20b", 1), ("/%c3%A9", 0), ("/%41", 0)):
            prove(signer.presign("GET", f"https://h{path}", now=NOW))
            assert steps() == expected

    @pytest.mark.parametrize(
        "url, more",
        [
            ("https://h/a//b", {}),
            ("https://h/a/../b", {}),
            ("https://h/a%20b", {}),
            ("https://h/a?b=c", {}),
            ("https://h", {}),
            ("https://h/a", {"headers": {"Range": "bytes=0-9"}}),
            ("https://h/a", {"payload_hash": "0" * 64}),
        ],
    )
    def test_not_by_a_signer_for_what_is_not_plain(
        self, url: str, more: dict, steps: Callable[[], int]
    ):
        signer = Signer(KEYS, region="r", service="execute-api")
        for _ in range(2):
            signer.presign("GET", "https://h/k", now=NOW)
            signed = signer.presign("GET", url, now=NOW, **more)
            settings = {"credentials": KEYS, "region": "r", "service": "execute-api", "now": NOW}
            assert signed == presign("GET", url, **settings, **more)
        assert steps() == 3

    def test_nowhere_without_what_it_needs(
        self, monkeypatch: pytest.MonkeyPatch, steps: Callable[[], int]
    ):
        monkeypatch.setattr(_shelf, "IS_HERE", False)
        s3 = S3Presigner(KEYS)
        for key in ("a", "b"):
            assert prove(s3.get_object("bucket", key, now=NOW)).key == key
        assert steps() == 2


class TestParameters:
    """What is kept of one request is of no use to one with other parameters."""

    @given(
        which=st.sampled_from(PRESIGNERS),
        wanted=st.lists(
            st.dictionaries(
                st.sampled_from(["version_id", "part_number", "metadata", "range", "nonsense"]),
                st.sampled_from(["a", "1", 1, True, 1.0, None, {"a": "b"}, b"a"]),
                max_size=2,
            ),
            max_size=4,
        ),
        by_name=st.booleans(),
    )
    def test_each_gets_its_own(self, which: tuple, wanted: list, by_name: bool):
        warm, who, settings = which
        for params in wanted * 3:
            more = {"bucket": "bucket", "key": "k d", "now": NOW, **params}
            expected = outcome(S3Presigner(who, **settings).get_object, **more)
            if by_name:
                assert expected == outcome(warm.presign, "get_object", **more)
            else:
                assert expected == outcome(warm.get_object, **more)

    def test_those_that_are_asked_for_once_are_not_kept(self, steps: Callable[[], int]):
        s3 = S3Presigner(KEYS)
        for number in range(300):
            s3.get_object("bucket", "k", now=NOW, version_id=f"{number}")
        assert steps() == 300
        assert s3._objects._with == {}
        assert len(s3._objects._asked) <= 256

    def test_those_that_are_kept_have_an_end(self):
        s3 = S3Presigner(KEYS)
        for number in range(50):
            for _ in range(3):
                s3.get_object("bucket", "k", now=NOW, version_id=f"{number}")
        assert 0 < len(s3._objects._with) <= 16

    def test_those_that_may_change_are_not_kept(self, steps: Callable[[], int]):
        s3, metadata = S3Presigner(KEYS), {"a": "b"}
        for value in "bcd":
            metadata["a"] = value
            signed = s3.put_object("bucket", "k", metadata=metadata, now=NOW)
            assert signed.headers == (("x-amz-meta-a", value),)
        assert steps() == 3

    @pytest.mark.parametrize("operation", [None, 5, ["get_object"], "get_objekt"])
    def test_an_operation_that_is_none(self, operation: Any):
        for params in ({}, {"version_id": "a"}):
            with pytest.raises(InvalidRequestError, match="operation is"):
                S3Presigner(KEYS).presign(operation, bucket="bucket", key="k", **params)


class TestTime:
    """No URL is of another moment than it was asked for at."""

    def test_across_midnight(self):
        with freeze_time("2015-08-30T23:59:58.9Z") as clock:
            s3, signer = S3Presigner(KEYS), Signer(KEYS, region="us-east-1")
            endless = s3.presign_many("get_object", "bucket", itertools.repeat("k"))
            for tick in range(30):
                now = int(time.time())
                day, second = ("30", 58 + tick // 10) if now < MIDNIGHT else ("31", now - MIDNIGHT)
                date = f"201508{day}"
                amz_date = f"{date}T{'2359' if day == '30' else '0000'}{second:02}Z"
                url = s3.get_object("bucket", "k").url
                assert f"%2F{date}%2Fus-east-1%2F" in url
                assert f"&X-Amz-Date={time.strftime('%Y%m%dT%H%M%SZ', time.gmtime(now))}&" in url
                assert amz_date[:8] == date
                assert url == next(endless)
                assert url == S3Presigner(KEYS).get_object("bucket", "k").url
                assert url == signer.presign("GET", url.partition("?")[0]).url
                clock.tick(0.1)
        assert int(time.time()) > MIDNIGHT

    def test_a_clock_that_is_set_back(self):
        s3 = S3Presigner(KEYS)
        for now in (MIDNIGHT + 1, MIDNIGHT - 1, MIDNIGHT + 1):
            assert prove(s3.get_object("bucket", "k", now=now), now=now).signed_at == now

    def test_rounded(self, steps: Callable[[], int]):
        s3 = S3Presigner(KEYS, round_to=60)
        start = NOW - NOW % 60
        urls = [s3.get_object("bucket", "k", now=start + second).url for second in range(121)]
        assert steps() == 1
        assert [len(set(urls[:60])), len(set(urls[60:120])), len(set(urls))] == [1, 1, 3]

    def test_many_are_of_one_moment_if_it_is_given(self):
        s3 = S3Presigner(KEYS)
        with freeze_time("2015-08-30T12:36:00Z") as clock:
            urls = s3.presign_many("get_object", "bucket", ["a", "a"], now=NOW - 5)
            first = next(urls)
            clock.tick(5)
            assert first == next(urls)

    @pytest.mark.parametrize("outlive", ["shorten", "refuse"])
    def test_credentials_that_end(self, outlive: str):
        s3 = S3Presigner(ENDING, outlive=outlive)
        for now in range(MIDNIGHT + 30, MIDNIGHT + 103):
            new = S3Presigner(ENDING, outlive=outlive)
            found = outcome(s3.get_object, "bucket", "k", now=now, expires_in=60)
            assert found == outcome(new.get_object, "bucket", "k", now=now, expires_in=60)
            if isinstance(found, Presigned):
                assert found.expires_at <= MIDNIGHT + 100
            else:
                assert now > MIDNIGHT + (99 if outlive == "shorten" else 40)

    def test_credentials_that_end_within_what_is_rounded(self):
        start = MIDNIGHT - MIDNIGHT % 3600
        ending = Credentials(ACCESS_KEY_ID, SECRET, expires_at=start + 10)
        s3 = S3Presigner(ending, round_to=3600)
        s3.get_object("bucket", "k", now=start)
        assert s3.get_object("bucket", "k", now=start + 9).expires_at == start + 10
        with pytest.raises(SigV4Error, match="the credentials ended"):
            s3.get_object("bucket", "k", now=start + 10)


def rotating(*given: Any) -> tuple[list[Any], Callable[[], Any]]:
    """Return the credentials that are current, and a function that returns them."""
    current = list(given)
    return current, lambda: current[0]


def by_one(source: Any) -> Callable[[], str]:
    s3 = S3Presigner(source)
    return lambda: s3.get_object("bucket", "k", now=NOW).url


def by_many(source: Any) -> Callable[[], str]:
    s3 = S3Presigner(source)
    return lambda: next(s3.presign_many("get_object", "bucket", ["k"], now=NOW))


def by_signer(source: Any) -> Callable[[], str]:
    signer = Signer(source, region="us-east-1")
    url = "https://bucket.s3.us-east-1.amazonaws.com/k"
    return lambda: signer.presign("GET", url, now=NOW).url


MAKE = [by_one, by_many, by_signer]


class TestCredentialsThatChange:
    """A function that gives them is asked for each URL, and once."""

    @pytest.mark.parametrize("make", MAKE)
    def test_they_sign_at_once(self, make: Callable):
        current, source = rotating(KEYS)
        url = make(source)
        for who in (KEYS, TEMPORARY, TEMPORARY, KEYS, ODD_ID, ODD_ID):
            current[0] = who
            assert url() == S3Presigner(who).get_object("bucket", "k", now=NOW).url

    def test_they_sign_at_once_within_one_call_for_many(self):
        current, source = rotating(KEYS)
        urls = S3Presigner(source).presign_many(
            "get_object", "bucket", itertools.repeat("k"), now=NOW
        )
        for who in (KEYS, KEYS, TEMPORARY, TEMPORARY, ODD_ID, KEYS, KEYS):
            current[0] = who
            assert next(urls) == S3Presigner(who).get_object("bucket", "k", now=NOW).url

    @pytest.mark.parametrize("make", MAKE)
    def test_it_is_asked_once_for_each(self, make: Callable, steps: Callable[[], int]):
        asked: list[int] = []

        def source() -> Credentials:
            asked.append(1)
            return Credentials(ACCESS_KEY_ID, f"secret {len(asked) // 4}")  # each time a new one

        url = make(source)
        for number in range(1, 12):
            url()
            assert len(asked) == number
        assert steps() == 3

    def test_it_is_asked_once_for_what_is_not_plain(self):
        asked: list[int] = []

        def source() -> Credentials:
            asked.append(1)
            return KEYS

        signer = Signer(source, region="r")
        for number, path in enumerate(["/k", "/k", "/k?a=b", "/k?a=b", "", "/k"]):
            signer.presign("GET", f"https://h{path}", now=NOW)
            assert len(asked) == number + 1

    @pytest.mark.parametrize("make", MAKE)
    def test_what_is_no_credentials_is_refused(self, make: Callable):
        current, source = rotating(KEYS)
        url = make(source)
        url()
        current[0] = ("a", "b")
        with pytest.raises(InvalidRequestError, match="credentials is of type tuple"):
            url()

    @pytest.mark.parametrize("make", MAKE)
    def test_new_ones_follow_those_that_ended(self, make: Callable):
        current, source = rotating(Credentials(ACCESS_KEY_ID, SECRET, expires_at=NOW + 1))
        url = make(source)
        url()
        ended = Credentials(ACCESS_KEY_ID, SECRET, expires_at=NOW)
        current[0] = ended
        with pytest.raises(SigV4Error, match="the credentials ended"):
            url()
        current[0] = TEMPORARY
        assert "X-Amz-Security-Token" in url()

    def test_a_session_of_a_directory_bucket(self, steps: Callable[[], int]):
        current, source = rotating(TEMPORARY)
        s3 = S3Presigner(KEYS, region="us-west-2", express_session=source)
        bucket = "b--usw2-az1--x-s3"
        for who, expected in ((TEMPORARY, 1), (TEMPORARY, 0), (Credentials("b", "c", "d"), 1)):
            current[0] = who
            new = S3Presigner(KEYS, region="us-west-2", express_session=who)
            expected_url = new.get_object(bucket, "k", now=NOW).url
            steps()
            assert expected_url == s3.get_object(bucket, "k", now=NOW).url
            assert steps() == expected

    def test_a_subclass_may_be_anything(self, steps: Callable[[], int]):
        class Mine(Credentials):
            """Whose attributes may change."""

        s3, signer = S3Presigner(Mine("a", "b")), Signer(Mine("a", "b"), region="r")
        for _ in range(2):
            s3.get_object("bucket", "k", now=NOW)
            signer.presign("GET", "https://h/k", now=NOW)
        assert steps() == 4


def named(number: int) -> Credentials:
    return Credentials(f"AKID{number}", f"secret{number}", f"token{number}")


def number_of(credentials: Credentials) -> int:
    return int(credentials.access_key_id[4:])


class TestThreads:
    """One signer for sixteen threads: each URL genuine, of its moment, by credentials of then."""

    THREADS = 16
    SECONDS = 2.5

    def test_hammered(self):
        current, source = rotating(named(0))
        signers = [S3Presigner(source), S3Presigner(KEYS, round_to=2)]
        until = time.monotonic() + self.SECONDS
        made: list[tuple[Presigned, str, int, int, int, int]] = []
        faults: list[BaseException] = []

        def turn(thread: int, number: int) -> None:
            key = f"k{thread}/{number % 7} é"
            began, first = int(time.time()), number_of(current[0])
            signed = signers[number % 2].get_object("bucket", key)
            last = number_of(current[0])
            if number % 51 == 0 or first != last:
                made.append((signed, key, began, int(time.time()), first, last))
            if thread == 0 and number % 10 == 0:
                current[0] = named(last + 1)

        def work(thread: int) -> None:
            numbers = itertools.count()
            try:
                while time.monotonic() < until:
                    turn(thread, next(numbers))
            except BaseException as fault:  # noqa: BLE001
                faults.append(fault)

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        threads = [threading.Thread(target=work, args=(n,)) for n in range(self.THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)
        assert faults == []
        assert len(made) > 10 * self.THREADS
        for one in made:
            self.check(*one)

    def check(
        self, signed: Presigned, key: str, began: int, ended: int, first: int, last: int
    ) -> None:
        identity = signed.url.partition("Credential=")[2].partition("%2F")[0]
        early, secret = 1, SECRET
        if identity != ACCESS_KEY_ID:
            early, secret = 0, f"secret{identity[4:]}"
            assert first <= int(identity[4:]) <= last
            assert f"-Token=token{identity[4:]}&" in signed.url
        proof = prove(signed, secret=secret, now=signed.expires_at - 1)
        assert proof.key == key
        assert began - early <= proof.signed_at <= ended


class TestKept:
    """What is kept is bounded, belongs to one signer, and shows no secret."""

    def test_it_is_bounded(self):
        s3, signer = S3Presigner(KEYS), Signer(KEYS, region="r")
        for number in range(600):
            s3.get_object(f"bucket-{number}", "k", now=NOW)
            s3.get_object("bucket", "k", now=NOW, expires_in=number + 1)
            for _ in range(2):
                signer.presign("GET", f"https://h{number}/k", now=NOW)
            arn = f"arn:aws:s3:us-{number}-1:123456789012:accesspoint/point"
            s3.get_object(arn, "k", now=NOW)
        for shelf in (s3._objects, signer._shelf):
            for kept in (shelf.seconds, shelf._templates, shelf.keys._kept):
                assert 0 < len(kept) <= 256

    @pytest.mark.parametrize("signer", [S3Presigner(KEYS), Signer(TEMPORARY, region="r")])
    def test_a_copy_begins_with_nothing(self, signer: Any):
        if isinstance(signer, Signer):
            signer.presign("GET", "https://h/k")
        else:
            signer.get_object("b", "k")
        for other in (copy.copy(signer), copy.deepcopy(signer), pickle.loads(pickle.dumps(signer))):
            assert other == signer
            assert hash(other) == hash(signer)
            shelf = other._shelf if isinstance(other, Signer) else other._objects
            assert not shelf.seconds
            assert SECRET not in repr(other)
            assert TOKEN not in repr(other)

    @pytest.mark.parametrize(
        "who, round_to, now, since, until",
        [
            (KEYS, None, NOW, NOW, NOW + 1),
            (KEYS, 300, MIDNIGHT + 299, MIDNIGHT, MIDNIGHT + 300),
            (KEYS, timedelta(minutes=5), MIDNIGHT, MIDNIGHT, MIDNIGHT + 300),
            (ENDING, None, MIDNIGHT + 99, MIDNIGHT + 99, MIDNIGHT + 100),
            (ENDING, 3600, MIDNIGHT + 99, MIDNIGHT, MIDNIGHT + 100),
            (KEYS, None, LAST_SECOND, LAST_SECOND, LAST_SECOND + 1),
            (KEYS, 7, LAST_SECOND, LAST_SECOND - 4, LAST_SECOND + 1),
        ],
    )
    @pytest.mark.parametrize("kind", [S3Presigner, Signer])
    def test_a_second_while_it_lasts(
        self, kind: Any, who: Credentials, round_to: Any, now: int, since: int, until: int
    ):
        signer = kind(who, region="r", round_to=round_to)
        shelf = signer._objects if kind is S3Presigner else signer._shelf

        def presign(now: int) -> object:
            if kind is S3Presigner:
                signer.get_object("bucket", "k", now=now, expires_in=60)
            else:
                signer.presign("GET", "https://h/k", now=now, expires_in=60)
            return next(iter(shelf.seconds.values()), None)

        presign(now)
        kept: Any = presign(now)
        assert (since, until) == (kept.since, kept.until)
        assert kept is presign(since)
        assert kept is presign(until - 1)
        if until < ENDING.expires_at:
            assert kept is not presign(until)

    @freeze_time("2015-08-30T12:36:00Z")
    def test_by_the_clock_too(self, steps: Callable[[], int]):
        signer = Signer(KEYS, region="r")
        for expected in (1, 0, 0):
            signer.presign("GET", "https://h/k")
            assert steps() == expected

    def test_the_key_of_a_day(self, monkeypatch: pytest.MonkeyPatch):
        keys = Keys()
        states = keys.states(SECRET, "20150830", "r", "s3")
        keys.states(SECRET, "20150830", "r", "s4")
        assert states is keys.states(SECRET, "20150830", "r", "s3")
        for other in ((SECRET, "20150831", "r", "s3"), ("another", "20150831", "r", "s3")):
            assert keys.states(*other) is not states
            assert keys.states(*other) is keys.states(*other)
        request = (SECRET, "20150830T123600Z", "r", "s3", "canonical request")
        for here, kept in ((False, 0), (True, 1)):
            monkeypatch.setattr(_shelf, "IS_HERE", here)
            keys = Keys()
            assert _shelf.signature_of(*request) == keys.signature_of(*request)
            assert kept == len(keys._kept)

    def test_the_key_of_a_day_is_there_for_the_steps(self):
        signer = Signer(KEYS, region="r")
        signer.presign("GET", "https://h/k?a=b", now=NOW)
        assert list(signer._shelf.keys._kept) == [("r", "s3")]

    def test_a_copy_has_all_settings(self):
        settings: dict[str, Any] = {
            "credentials": TEMPORARY,
            "region": "r",
            "service": "es",
            "layout": "sorted",
            "normalize_path": False,
            "double_encode_path": False,
            "sign_session_token": False,
            "round_to": 300,
            "outlive": "refuse",
        }
        signer = Signer(**settings)
        for one in (signer, pickle.loads(pickle.dumps(signer)), copy.copy(signer)):
            assert settings == {name: getattr(one, name) for name in settings}

    def test_keys_may_be_shared(self):
        keys = Keys()
        assert Shelf(None, "shorten", keys).keys is keys

    def test_so_many_and_then_anew(self):
        kept: dict[int, int] = {}
        for number in range(256):
            keep(kept, number, number)
        assert len(kept) == 256
        keep(kept, 256, 5)
        assert kept == {256: 5}

    def test_what_is_dropped_may_be_gone(self):
        Shelf(None, "shorten").drop("GET", "https://h", 60)  # by another thread

    @pytest.mark.parametrize(
        "read, given, expected",
        [
            (seconds_of, 60, 60),
            (seconds_of, timedelta(minutes=1), 60),
            (seconds_of, 60.0, 0),
            (seconds_of, True, 0),
            (seconds_of, None, 0),
            (moment_of, NOW, NOW),
            (moment_of, NOW + 0.5, NOW),
            (moment_of, datetime.fromtimestamp(NOW, timezone.utc), NOW),
            (moment_of, True, -1),
            (moment_of, None, -1),
        ],
    )
    def test_seconds_are_read_or_left_to_the_steps(self, read: Any, given: Any, expected: int):
        assert (int, expected) == (type(read(given)), read(given))

    def test_repr_of_all_of_it_is_silent(self):
        s3 = S3Presigner(TEMPORARY)
        s3.get_object("bucket", "k", now=NOW)
        objects = s3._objects
        shown = repr([objects, objects.keys, objects.seconds, objects._templates])
        assert SECRET not in shown
        assert TOKEN not in shown


class TestMany:
    """`presign_many` makes a URL when it is asked for the next, of keys or of pairs."""

    S3 = S3Presigner(KEYS)

    def test_lazily_and_without_end(self):
        taken: list[int] = []

        def endless() -> Iterator[str]:
            for number in itertools.count():
                taken.append(number)
                yield f"k{number}"

        urls = self.S3.presign_many("get_object", "bucket", endless(), now=NOW)
        assert taken == []
        for number in range(3):
            assert next(urls) == self.S3.get_object("bucket", f"k{number}", now=NOW).url
        assert taken == [0, 1, 2]

    def test_in_constant_memory(self):
        urls = self.S3.presign_many("get_object", "bucket", (f"{n}" for n in range(30000)))
        tracemalloc.start()
        for _ in itertools.islice(urls, 1000):
            pass
        begin, _ = tracemalloc.get_traced_memory()
        for _ in urls:
            pass
        end, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert end - begin < 20_000
        assert peak - begin < 50_000

    def test_of_pairs(self):
        items = [
            ("a", {"version_id": "v 1"}),
            "b",
            ["c d", {"expires_in": 60, "response_content_type": "text/html"}],
            ("e", {}),
            ("f", {"response_content_type": None}),
        ]
        urls = self.S3.presign_many(
            "get_object", "bucket", items, now=NOW, response_content_type="a/b"
        )
        more = {"now": NOW, "response_content_type": "a/b"}
        assert list(urls) == [
            self.S3.get_object("bucket", "a", **more, version_id="v 1").url,
            self.S3.get_object("bucket", "b", **more).url,
            self.S3.get_object(
                "bucket", "c d", now=NOW, expires_in=60, response_content_type="text/html"
            ).url,
            self.S3.get_object("bucket", "e", **more).url,
            self.S3.get_object("bucket", "f", now=NOW).url,
        ]

    @pytest.mark.parametrize(
        "item, reason",
        [
            (("a",), "it must be a key, or a pair of a key and a mapping"),
            (("a", "b"), "it must be a key, or a pair of a key and a mapping"),
            (("a", {"bucket": "b"}), "with a bucket of its own"),
            (("a", {"key": "b"}), "with a key of its own"),
            (("a", {"nonsense": "b"}), "get_object takes no 'nonsense'"),
            ((5, {}), "key is of type int"),
            (5, "key is of type int"),
            ("", "key is empty"),
            ("/k", "another object than 'k'"),
        ],
    )
    def test_what_is_neither(self, item: Any, reason: str):
        urls = self.S3.presign_many("get_object", "bucket", ["a", item, "b"], now=NOW)
        assert next(urls)
        with pytest.raises(InvalidRequestError) as refused:
            next(urls)
        assert reason in str(refused.value)

    def test_with_parameters_of_all(self, steps: Callable[[], int]):
        urls = self.S3.presign_many(
            "put_object",
            "bucket",
            ["a", "b c", "d"],
            now=NOW,
            content_type="a/b",
            metadata={"m": "%s&X-Amz-Date=%s&X-Amz-Expires=5"},
        )
        made = list(urls)
        assert steps() == 1
        for url, key in zip(made, ["a", "b c", "d"], strict=True):
            metadata = {"m": "%s&X-Amz-Date=%s&X-Amz-Expires=5"}
            more: dict[str, Any] = {"content_type": "a/b", "metadata": metadata}
            assert url == self.S3.put_object("bucket", key, now=NOW, **more).url

    def test_of_a_bucket_that_is_none(self):
        for bucket in (5, ["b"]):
            with pytest.raises(InvalidRequestError, match="bucket is of type"):
                next(self.S3.presign_many("get_object", bucket, ["a"]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "settings, reason",
    [
        ({"region": ""}, "region is ''"),
        ({"service": "a/b"}, "service is 'a/b'"),
        ({"layout": "nonsense"}, "layout is 'nonsense'"),
        ({"outlive": "nonsense"}, "outlive is 'nonsense'"),
        ({"round_to": 0}, "round_to is 0"),
        ({"credentials": ("a", "b")}, "credentials is of type tuple"),
    ],
)
def test_settings_of_a_signer(settings: dict, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        Signer(**{"credentials": KEYS, "region": "r", **settings})
    assert reason in str(refused.value)
