"""`S3Presigner` as a whole: its calls, its settings, its levels of validation."""

import pickle
import socket
import threading
from datetime import timedelta

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import Credentials, CredentialsError, InvalidRequestError, S3Presigner
from sigv4presign.s3.operations import OPERATIONS

from .examples import KEYS, NOW, SECRET, TEMPORARY, prove, sign

S3 = S3Presigner(KEYS)
BUCKET = "https://bucket.s3.us-east-1.amazonaws.com"


@pytest.mark.parametrize(
    ("call", "method"),
    [
        ("get_object", "GET"),
        ("put_object", "PUT"),
        ("head_object", "HEAD"),
        ("delete_object", "DELETE"),
    ],
)
def test_the_usual_calls(call: str, method: str):
    signed = getattr(S3, call)("bucket", "a b", expires_in=60, now=NOW, headers={"X-A": "b"})
    assert signed == sign(method, f"{BUCKET}/a%20b", expires_in=60, headers={"X-A": "b"})
    assert prove(signed).path == "/a b"


def test_curl_counts_the_bytes_itself():
    """Told the signed number it would claim it for any body, and a store would keep a part."""
    signed = S3.put_object("bucket", "k", content_length=7, content_type="a/b", now=NOW)
    assert ("Content-Length", "7") in signed.headers
    assert "Content-Length" not in signed.curl()
    assert "content-length%3B" in signed.curl()
    assert "Content-Type: a/b" in signed.curl()


def test_a_listing():
    signed = S3.list_objects_v2("bucket", prefix="a/", max_keys=5, now=NOW)
    assert signed == sign("GET", f"{BUCKET}/?list-type=2&prefix=a%2F&max-keys=5")


@freeze_time("2015-08-30T12:36:00Z")
def test_the_clock_is_read_when_no_moment_is_given():
    assert S3.get_object("bucket", "k") == S3.get_object("bucket", "k", now=NOW)
    assert S3.get_and_head_object("bucket", "k") == S3.get_and_head_object("bucket", "k", now=NOW)
    many = list(S3.presign_many("get_object", "bucket", ["a", "b"]))
    assert many == [S3.get_object("bucket", key, now=NOW).url for key in "ab"]
    plan = S3.multipart_upload_urls("bucket", "k", "u", size=1)
    assert plan == S3.multipart_upload_urls("bucket", "k", "u", size=1, now=NOW)


def test_a_pair_for_get_and_head():
    """Wish 2.17: no URL serves both, so there are two, of one moment."""
    get, head = S3.get_and_head_object(
        "bucket", "k", now=NOW, headers=iter([("X-A", "b")]), version_id="v"
    )
    settings = {"headers": [("X-A", "b")]}
    assert get == sign("GET", f"{BUCKET}/k?versionId=v", **settings)
    assert head == sign("HEAD", f"{BUCKET}/k?versionId=v", **settings)


def test_many():
    keys = ["a", "b c", "d"]
    urls = S3.presign_many("put_object", "bucket", iter(keys), now=NOW, content_type="a/b")
    assert list(urls) == [
        S3.put_object("bucket", key, now=NOW, content_type="a/b").url for key in keys
    ]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("get_objekt", "bucket", ["a"]), "operation is 'get_objekt'"),
        (("get_object", "bucket", "abc"), "keys is of type str; it must be a list of keys"),
        (("get_object", "bucket", 5), "keys is of type int"),
    ],
)
def test_many_of_nothing(arguments: tuple, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        S3.presign_many(*arguments)
    assert reason in str(refused.value)


def test_every_setting_of_presign_is_handed_on():
    layout = S3Presigner(KEYS, layout="rust", round_to=300)
    url = f"{BUCKET}/k?versionId=1"
    expected = sign("GET", url, layout="rust", round_to=300, expires_in=timedelta(minutes=1))
    got = layout.get_object("bucket", "k", version_id="1", expires_in=timedelta(minutes=1), now=NOW)
    assert got == expected
    ending = Credentials("AKIDEXAMPLE", SECRET, expires_at=NOW + 10)
    assert S3Presigner(ending).get_object("bucket", "k", now=NOW).expires_at == NOW + 10
    with pytest.raises(InvalidRequestError, match="the credentials end 10 seconds"):
        S3Presigner(ending, outlive="refuse").get_object("bucket", "k", now=NOW)
    with pytest.raises(CredentialsError):
        S3Presigner(ending).get_object("bucket", "k", now=NOW + 10)


def test_credentials_may_come_from_a_function():
    given = [KEYS, TEMPORARY]
    s3 = S3Presigner(lambda: given.pop(0))
    assert "Security-Token" not in s3.get_object("bucket", "k").url
    assert "Security-Token" in s3.get_object("bucket", "k").url
    with pytest.raises(InvalidRequestError, match="credentials is of type tuple"):
        S3Presigner(lambda: ("a", "b")).get_object("bucket", "k")
    with pytest.raises(InvalidRequestError, match="credentials is of type tuple"):
        S3Presigner(("a", "b"))


def test_it_is_a_value():
    s3 = S3Presigner(KEYS, endpoint_url="http://h:9000", region="eu-west-1")
    assert s3 == S3Presigner(KEYS, endpoint_url="http://h:9000/", region="eu-west-1")
    assert s3 != S3
    assert pickle.loads(pickle.dumps(s3)) == s3
    assert SECRET not in repr(s3)
    with pytest.raises(AttributeError, match="read-only"):
        s3.settings = None


def test_no_network_is_ever_used(monkeypatch: pytest.MonkeyPatch):
    """Wish 2.22: nothing asks a store for its region, or resolves its name."""

    def refused(*_arguments, **_settings):
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    s3 = S3Presigner(KEYS, endpoint_url="http://no-such-host.invalid")
    assert s3.get_object("bucket", "k").url.startswith("http://no-such-host.invalid/bucket/k?")


def test_many_threads_may_use_one():
    expected = [S3.get_object("bucket", f"k{i}", now=NOW) for i in range(50)]
    got: dict[int, list] = {}

    def work(number: int) -> None:
        got[number] = [S3.get_object("bucket", f"k{i}", now=NOW) for i in range(50)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(got[number] == expected for number in range(8))


REQUIRED = {
    "copy_source": "b/k",
    "upload_id": "u",
    "part_number": 1,
    "id": "i",
    "annotation_name": "n",
    "rename_source": "s",
    "object_attributes": ["ETag"],
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_makes_a_genuine_url(operation: str):
    line = OPERATIONS[operation].split()
    scope = line[1].partition("?")[0]
    params = {"key": {"bucket": "bucket", "key": "k"}, "bucket": {"bucket": "bucket"}, "/": {}}[
        scope
    ]
    words = [word.rstrip("!") for word in line[2:] if word.endswith("!") and word[0] != "<"]
    if "@copy" in line:
        words.append("copy_source")
    signed = S3.presign(operation, now=NOW, **params, **{word: REQUIRED[word] for word in words})
    proof = prove(signed)
    assert proof.method == line[0]
    assert proof.path == ("/k" if scope == "key" else "/")


class TestPublicUrl:
    """Wish 2.1: a store behind a proxy, which sees another host than the client."""

    INTERNAL = "http://minio:9000"

    def prove(self, signed, host: str, path: str) -> None:
        """Prove *signed* as the store does that is sent *path* with the header *host*."""
        query = signed.url.partition("?")[2]
        prove(signed, url=f"{path}?{query}", headers=[*signed.headers, ("Host", host)])

    def test_the_proxy_names_the_store(self):
        s3 = S3Presigner(KEYS, endpoint_url=self.INTERNAL, public_url="https://files.example.com")
        signed = s3.get_object("bucket", "a b", now=NOW)
        assert signed.url.startswith("https://files.example.com/bucket/a%20b?X-Amz-")
        assert signed.headers == ()
        self.prove(signed, "minio:9000", "/bucket/a%20b")

    def test_the_proxy_hands_on_the_host(self):
        s3 = S3Presigner(
            KEYS,
            endpoint_url=self.INTERNAL,
            public_url="https://files.example.com",
            proxy_keeps_host=True,
        )
        signed = s3.get_object("bucket", "a b", now=NOW)
        assert signed == S3Presigner(KEYS, endpoint_url="https://files.example.com").get_object(
            "bucket", "a b", now=NOW
        )
        self.prove(signed, "files.example.com", "/bucket/a%20b")

    def test_the_proxy_takes_a_path_away(self):
        s3 = S3Presigner(
            KEYS,
            endpoint_url=self.INTERNAL,
            public_url="https://example.com/store/",
            proxy_keeps_host=True,
        )
        signed = s3.put_object("bucket", "k", now=NOW, content_type="a/b")
        assert signed.url.startswith("https://example.com/store/bucket/k?X-Amz-")
        self.prove(signed, "example.com", "/bucket/k")
        listing = s3.list_objects_v2("bucket", now=NOW)
        assert listing.url.startswith("https://example.com/store/bucket?list-type=2&")
        self.prove(listing, "example.com", "/bucket")

    def test_the_client_names_the_store_itself(self):
        s3 = S3Presigner(KEYS, endpoint_url="http://10.0.0.7:9000")
        signed = s3.get_object("bucket", "k", now=NOW, headers={"Host": "files.example.com"})
        assert signed.url.startswith("http://10.0.0.7:9000/bucket/k?")
        assert signed.headers == (("Host", "files.example.com"),)
        prove(signed, url=signed.url.replace("10.0.0.7:9000", "files.example.com"), headers=())

    def test_a_bucket_in_each_host(self):
        s3 = S3Presigner(KEYS, region="eu-west-1", public_url="https://cdn.example.com")
        signed = s3.get_object("bucket", "k", now=NOW)
        assert signed.url.startswith("https://bucket.cdn.example.com/k?")
        self.prove(signed, "bucket.s3.eu-west-1.amazonaws.com", "/k")

    @pytest.mark.parametrize(
        ("style", "expected"),
        [
            ("domain", "https://cdn.example.com/k?"),
            ("path", "https://cdn.example.com/bucket/k?"),
            ("virtual", "https://bucket.cdn.example.com/k?"),
        ],
    )
    def test_a_bucket_elsewhere_in_the_public_url(self, style: str, expected: str):
        s3 = S3Presigner(
            KEYS, region="eu-west-1", public_url="https://cdn.example.com", public_style=style
        )
        signed = s3.get_object("bucket", "k", now=NOW)
        assert signed.url.startswith(expected)
        self.prove(signed, "bucket.s3.eu-west-1.amazonaws.com", "/k")

    def test_a_domain_stays_one(self):
        s3 = S3Presigner(
            KEYS,
            endpoint_url="http://bucket.internal",
            addressing_style="domain",
            public_url="https://cdn.example.com",
        )
        assert s3.get_object("bucket", "k", now=NOW).url.startswith("https://cdn.example.com/k?")
        assert s3.list_objects_v2("bucket", now=NOW).url.startswith("https://cdn.example.com/?list")

    def test_an_account_has_a_public_url_too(self):
        s3 = S3Presigner(KEYS, endpoint_url=self.INTERNAL, public_url="https://files.example.com/x")
        signed = s3.presign("list_buckets", now=NOW)
        assert signed.url.startswith("https://files.example.com/x/?X-Amz-")
        self.prove(signed, "minio:9000", "/")


MIXED_UP = [
    ({}, "s3://bucket", "k", "give bucket='bucket'"),
    ({}, "s3://bucket/a/b", "k", "give bucket='bucket', key='a/b'"),
    ({}, "https://bucket.s3.amazonaws.com", "k", "give the bucket's name alone, and the store as"),
    ({}, "bucket/prefix", "k", "give bucket='bucket', and 'prefix' as the key"),
    ({}, "a b", "k", "a bucket's name has letters, digits"),
    ({}, "/bucket", "k", "a bucket's name has letters, digits"),
    ({}, "..", "k", "a bucket's name has letters, digits"),
    ({}, "", "k", "a bucket's name has letters, digits"),
    ({}, "b" * 256, "k", "a bucket's name has letters, digits"),
]
HARDLY_MEANT = [
    ({}, "bucket", "/k", "so this is another object than 'k'; validate='off' takes it"),
    ({}, "bucket", "s3://bucket/k", "without scheme and bucket"),
    ({}, "bucket", "arn:aws:s3:::bucket/k", "without scheme and bucket"),
    ({"endpoint_url": "https://bucket.s3.example"}, "bucket", "k", "begins with the bucket"),
    ({"endpoint_url": "https://h/bucket"}, "bucket", "k", "ends with the bucket"),
]


@pytest.mark.parametrize(("settings", "bucket", "key", "reason"), MIXED_UP + HARDLY_MEANT)
def test_what_is_mixed_up_is_told(settings: dict, bucket: str, key: str, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        S3Presigner(KEYS, **settings).get_object(bucket, key)
    assert reason in str(refused.value)


@pytest.mark.parametrize(("settings", "bucket", "key", "reason"), HARDLY_MEANT)
def test_what_is_hardly_meant_can_be_signed(settings: dict, bucket: str, key: str, reason: str):
    signed = S3Presigner(KEYS, validate="off", **settings).get_object(bucket, key, now=NOW)
    assert reason
    assert prove(signed).path.endswith(key)


def test_without_validation_headers_of_any_text_are_signed():
    s3 = S3Presigner(KEYS, validate="off")
    signed = s3.put_object(
        "bucket", "k", now=NOW, content_disposition="ü", checksum_algorithm="SHA1"
    )
    assert signed.headers[0] == ("Content-Disposition", "ü")
    prove(signed)


STRICT = [
    ("ab", "k", {}, "it has 2 characters, and must have 3 to 63"),
    ("Bucket", "k", {}, "it must consist of lower-case letters"),
    ("b_c", "k", {}, "it must consist of lower-case letters"),
    ("-abc", "k", {}, "it must begin and end with a letter or a digit"),
    ("abc.", "k", {}, "it must begin and end with a letter or a digit"),
    ("a..b", "k", {}, "it must not have two dots together"),
    ("10.0.0.1", "k", {}, "it must not have the form of an IP address"),
    ("xn--abc", "k", {}, "in a way that AWS keeps for itself"),
    ("abc--table-s3", "k", {}, "in a way that AWS keeps for itself"),
    ("bucket", "é" * 513, {}, "which is 1026 bytes in UTF-8; it may be 1024"),
    ("bucket", "k", {"metadata": {"a": "b" * 2048}}, "metadata has 2049 bytes; it may have 2048"),
    ("bucket", "k", {"tagging": {str(i): "" for i in range(11)}}, "tagging has 11 tags"),
    ("bucket", "k", {"tagging": [("a", ""), ("a", "")]}, "the tag 'a' more than once"),
    ("bucket", "k", {"tagging": {"": "a"}}, "it must have 1 to 128 characters"),
    ("bucket", "k", {"tagging": {"aws:a": "a"}}, "and not begin with 'aws:'"),
    ("bucket", "k", {"tagging": {"a": "b" * 257}}, "tagging has 257 characters under 'a'"),
    ("bucket", "k", {"tagging": {"a": "b#"}}, "tagging has '#' under 'a'"),
    ("bucket", "k", {"object_lock_mode": "GOVERNANCE"}, "come together or not at all"),
]


@pytest.mark.parametrize(("bucket", "key", "params", "reason"), STRICT)
def test_what_s3_would_refuse_is_refused_if_asked_for(bucket, key, params: dict, reason: str):
    S3.put_object(bucket, key, **params)
    with pytest.raises(InvalidRequestError) as refused:
        S3Presigner(KEYS, validate="strict").put_object(bucket, key, **params)
    assert reason in str(refused.value)


@pytest.mark.parametrize("number", [0, 10001])
def test_a_part_number_that_is_none(number: int):
    with pytest.raises(InvalidRequestError, match="it must be 1 to 10000"):
        S3Presigner(KEYS, validate="strict").presign(
            "upload_part", bucket="bucket", key="k", upload_id="u", part_number=number
        )


STRICTLY = S3Presigner(KEYS, region="us-west-2", validate="strict")


@pytest.mark.parametrize(
    "bucket",
    [
        "bucket",
        "my.bucket-1",
        "name-abc-s3alias",
        "arn:aws:s3:us-west-2:123456789012:accesspoint/point",
    ],
)
def test_what_s3_takes_is_signed(bucket: str):
    signed = STRICTLY.put_object(
        bucket, "k" * 1024, metadata={"a": "b" * 2047}, tagging={"é a": "b/c"}, now=NOW
    )
    prove(signed)
    assert STRICTLY.presign("list_buckets").url
    assert STRICTLY.put_object(bucket, "k", tagging="a=b").headers == (("x-amz-tagging", "a=b"),)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_every_key_is_proven_as_it_was_given(key: str):
    """Wish 2.20: whatever the key, the URL holds only what no client respells but dot segments."""
    signed = S3Presigner(KEYS, validate="off").get_object("bucket", key, now=NOW)
    assert prove(signed).path == f"/{key}"
    assert signed.url.isascii()


class TestStores:
    """Stores known by name bring their endpoint, their region, their style and their limits."""

    def test_the_endpoint_of_an_account(self):
        s3 = S3Presigner(KEYS, store="r2", account="abc")
        url = s3.get_object("bucket", "k", now=NOW).url
        assert url.startswith("https://abc.r2.cloudflarestorage.com/bucket/k?")
        assert "%2Fauto%2Fs3%2F" in url

    def test_the_endpoint_of_a_region(self):
        s3 = S3Presigner(KEYS, store="b2", region="us-west-004")
        url = s3.get_object("bucket", "k", now=NOW).url
        assert "s3.us-west-004.backblazeb2.com/" in url
        assert "%2Fus-west-004%2Fs3%2F" in url

    def test_a_store_of_ones_own(self):
        s3 = S3Presigner(KEYS, store="minio", endpoint_url="http://localhost:9000")
        assert s3.get_object("bucket", "k", now=NOW).url.startswith(
            "http://localhost:9000/bucket/k?"
        )
        with pytest.raises(InvalidRequestError, match="give your endpoint_url"):
            S3Presigner(KEYS, store="minio")

    def test_what_is_given_goes_before(self):
        s3 = S3Presigner(
            KEYS, store="r2", endpoint_url="https://files.example", addressing_style="domain"
        )
        assert s3.get_object("bucket", "k", now=NOW).url.startswith("https://files.example/k?")

    def test_the_limits_are_the_store_s(self):
        s3 = S3Presigner(KEYS, store="swift", endpoint_url="http://h", validate="strict")
        with pytest.raises(InvalidRequestError, match="which makes 1001 parts"):
            s3.multipart_upload_urls("bucket", "k", "u", size=5001 * 1024**2, part_size=5 * 1024**2)
        assert s3.get_object("bucket", "k" * 1024, now=NOW)
        with pytest.raises(InvalidRequestError, match="it may be 1024"):
            s3.get_object("bucket", "k" * 1025, now=NOW)

    def test_the_largest_object(self):
        s3 = S3Presigner(KEYS, store="spaces", region="nyc3")
        with pytest.raises(InvalidRequestError, match="an object of the store 'spaces' may have"):
            s3.multipart_upload_urls("bucket", "k", "u", size=5 * 1024**4 + 1)

    def test_an_unknown_store(self):
        with pytest.raises(InvalidRequestError, match="store is 'nonsense'; known are "):
            S3Presigner(KEYS, store="nonsense")
