"""boto3's two calls: what is beside the byte-for-byte comparison of the differential tests."""

import pytest

from sigv4presign import InvalidRequestError, S3Presigner

from .examples import KEYS, NOW

S3 = S3Presigner(KEYS, region="us-west-2")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigv4presign.presigning.time.time", lambda: NOW)


def test_a_url():
    url = S3.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "a b"}, 60)
    assert url == S3.get_object("bucket", "a b", expires_in=60, now=NOW).url
    by_name = S3.generate_presigned_url(
        ClientMethod="get_object",
        Params={"Bucket": "bucket", "Key": "a b"},
        ExpiresIn=60,
        HttpMethod="GET",
    )
    assert url == by_name
    assert S3.generate_presigned_url("list_buckets").startswith("https://s3.us-west-2.amaz")


def test_another_method():
    url = S3.generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"}, HttpMethod="head")
    assert url == S3.head_object("b", "k", now=NOW).url


def test_the_host_of_us_east_1_is_the_one_of_boto3_unless_chosen():
    params = {"Bucket": "bucket", "Key": "k"}
    for chosen, host in ((None, "s3"), (True, "s3"), (False, "s3.us-east-1")):
        url = S3Presigner(KEYS, global_host=chosen).generate_presigned_url("get_object", params)
        assert url.startswith(f"https://bucket.{host}.amazonaws.com/k?")


def test_listings_are_asked_for_in_an_encoding():
    url = S3.generate_presigned_url("list_objects_v2", {"Bucket": "bucket"})
    assert "?list-type=2&encoding-type=url&X-Amz-" in url
    url = S3.generate_presigned_url("list_objects", {"Bucket": "bucket", "EncodingType": "x"})
    assert "?encoding-type=x&X-Amz-" in url


def test_a_location_is_asked_for_by_the_path():
    url = S3.generate_presigned_url("get_bucket_location", {"Bucket": "bucket"})
    assert url.startswith("https://s3.us-west-2.amazonaws.com/bucket?location=&")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("get_objekt",), "operation is 'get_objekt'"),
        (("get_object", {"Bucket": "b"}), "get_object needs key"),
        (("get_object", [("Bucket", "b")]), "Params is of type list; it must be a dict"),
        (("put_object", {"Bucket": "b", "Key": "k", "Body": b""}), "Body is the body"),
        (("get_object", {"Bucket": "b", "Key": "k"}, 0), "expires_in is 0"),
        (("get_object", {"Bucket": "b", "Key": "k"}, 604801), "expires_in is 604801"),
        (("get_object", {"Bucket": "b", "Key": "k"}, 1.5), "expires_in is 1.5"),
        (("get_object", {"Bucket": "b", "Key": "k"}, 60, "G T"), "method is 'G T'"),
    ],
)
def test_what_boto3_lets_through_is_refused(arguments: tuple, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        S3.generate_presigned_url(*arguments)
    assert reason in str(refused.value)
