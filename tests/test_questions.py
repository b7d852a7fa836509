"""What users ask for most, in the order of ``docs/s3.md``: each answer runs."""

import hashlib
import re
import socket
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from sigv4presign import Credentials, InvalidRequestError, S3Presigner
from sigv4presign.s3.partitions import PARTITIONS

from .examples import KEYS, NOW, SECRET, prove

S3 = S3Presigner(KEYS, region="eu-central-1")
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "s3.md"


def parameters(url: str) -> dict[str, list[str]]:
    return parse_qs(url.partition("?")[2], keep_blank_values=True)


def test_every_question_is_here():
    questions = DOCUMENT.read_text("utf-8").partition("## Questions")[2]
    asked = re.findall(r"^\*\*.+?\*\*", questions, re.MULTILINE | re.DOTALL)
    tests = [name for name in globals() if re.match(r"test_\d", name)]
    assert len(asked) == len(tests) == 12


def test_01_which_headers_must_be_sent():
    link = S3.put_object("bucket", "k", content_type="a/b", acl="private", now=NOW)
    assert link.headers == (("Content-Type", "a/b"), ("x-amz-acl", "private"))
    assert parameters(link.url)["X-Amz-SignedHeaders"] == ["content-type;host;x-amz-acl"]
    assert prove(link)


def test_02_how_to_limit_the_size_of_an_upload():
    assert ("Content-Length", "7") in S3.put_object("bucket", "k", content_length=7).headers
    form = S3.post_object("bucket", "k", content_length_range=(1, 7), now=NOW)
    assert [f.code for f in form.policy.check(form.fields, size=8, now=NOW)] == ["EntityTooLarge"]


def test_03_get_and_head():
    get, head = S3.get_and_head_object("bucket", "k", now=NOW)
    assert (get.method, head.method) == ("GET", "HEAD")
    assert prove(get)
    assert prove(head)


def test_04_a_url_does_not_outlive_its_credentials():
    ending = Credentials("AKIDEXAMPLE", SECRET, "token", expires_at=NOW + 60)
    link = S3Presigner(ending).get_object("bucket", "k", expires_in=3600, now=NOW)
    assert parameters(link.url)["X-Amz-Expires"] == ["60"]
    assert link.expires_at == NOW + 60
    with pytest.raises(InvalidRequestError, match="the credentials end 60 seconds"):
        S3Presigner(ending, outlive="refuse").get_object("bucket", "k", now=NOW)


def test_05_caches_see_one_url():
    s3 = S3Presigner(KEYS, round_to=900)
    start = NOW - NOW % 900
    urls = {s3.get_object("bucket", "k", now=start + later).url for later in (0, 1, 899)}
    assert len(urls) == 1
    assert s3.get_object("bucket", "k", now=start + 900).url not in urls


def test_06_clocks_that_differ():
    link = S3.get_object("bucket", "k", now=NOW - 120, expires_in=3600 + 120)
    assert link.expires_at == NOW + 3600
    assert prove(link, now=NOW - 120)


def test_07_no_checksum_but_the_one_given():
    plain = S3.put_object("bucket", "k", now=NOW)
    assert "checksum" not in plain.url.lower() + repr(plain.headers)
    digest = hashlib.sha256(b"content").digest()
    (given_,) = S3.put_object("bucket", "k", checksum_sha256=digest, now=NOW).headers
    assert given_[0] == "x-amz-checksum-sha256"


KEY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(
    lambda key: not {".", ".."} & set(key.split("/"))
)


@given(key=KEY)
def test_08_clients_leave_the_url_as_it_is(key: str):
    """For all keys without a dot segment; `yarl` is what aiohttp takes for a URL."""
    link = S3Presigner(KEYS, validate="off").get_object(
        "bucket", key, response_content_disposition='inline; filename="ü +"', now=NOW
    )
    assert requests.Request("GET", link.url).prepare().url == link.url
    assert str(URL(link.url, encoded=True)) == link.url


def test_09_the_host_is_the_region_s():
    assert "://bucket.s3.eu-central-1.amazonaws.com/" in S3.get_object("bucket", "k").url
    assert (
        "://bucket.s3.us-east-1.amazonaws.com/" in S3Presigner(KEYS).get_object("bucket", "k").url
    )


def test_10_sigv4_in_every_region():
    regions = ["us-east-1", "eu-west-1", "sa-east-1", *[f"{p}x-1" for p, _, _ in PARTITIONS if p]]
    for region in regions:
        link = S3Presigner(KEYS, region=region).get_object("bucket", "k", now=NOW)
        assert parameters(link.url)["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
        assert "AWSAccessKeyId" not in link.url


def test_11_nothing_is_asked_of_a_network(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, "socket", None)
    assert S3Presigner(KEYS, endpoint_url="http://h.invalid").get_object("bucket", "k").url


def test_12_on_the_command_line(run):
    ran = run("put s3://bucket/key --param content_type=image/png --curl")
    assert ran.out.startswith("curl --request 'PUT' --path-as-is --globoff --header ")
    assert "Content-Type: image/png" in ran.out
