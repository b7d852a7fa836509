"""What the URLs are for: objects put, read, looked at and deleted, whatever wrote the URL."""

import time

import pytest

from sigv4presign import Credentials

from .clients import Answer, Client
from .store import Store

pytestmark = pytest.mark.store

LAYOUTS = ["botocore", "crt", "minio", "js", "sorted", "rust"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_accepted(store: Store, client: Client, layout: str):
    key, content = "layouts/a b.txt", b"\x00\xffcontent\r\n"

    def send(method: str, body: bytes | None = None, status: int = 200) -> Answer:
        signed = store.presign(method, key, "x-id=Any%2FThing&Z=%C3%BC", layout=layout)
        return store.accepted(client, signed, body, status)

    send("PUT", content)
    assert content == send("GET").body
    assert str(len(content)) == send("HEAD").headers["Content-Length"]
    send("DELETE", status=204)
    assert send("GET", status=404).code == "NoSuchKey"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_place_of_a_session_token_is_accepted(store: Store, client: Client, layout: str):
    # Neither store hands out tokens or knows what one means; but it is under the signature.
    store.put("token", b"content")
    keys = store.credentials
    keys = Credentials(keys.access_key_id, keys.secret_access_key, "to/ken+==")
    signed = store.presign("GET", "token", "x-id=a", credentials=keys, layout=layout)

    assert store.accepted(client, signed, keys=keys).body == b"content"


def test_a_long_body(store: Store, client: Client):
    content = bytes(range(256)) * 8192  # curl asks first whether it is welcome
    store.accepted(client, store.presign("PUT", "long"), content)
    assert content == store.accepted(client, store.presign("GET", "long")).body


def test_an_empty_body(store: Store, client: Client):
    store.accepted(client, store.presign("PUT", "empty"), b"")
    assert store.accepted(client, store.presign("GET", "empty")).body == b""


def test_a_url_made_earlier(store: Store, client: Client):
    store.put("earlier", b"content")
    signed = store.presign("GET", "earlier", now=time.time() - 3000, expires_in=3600)
    assert store.accepted(client, signed).body == b"content"


def test_a_url_that_lives_for_a_week(store: Store, client: Client):
    store.put("week", b"content")
    signed = store.presign("GET", "week", expires_in=604800)
    assert store.accepted(client, signed).body == b"content"


def test_a_url_rounded_down_is_one_url_and_accepted(store: Store, client: Client):
    store.put("rounded", b"content")
    now = time.time()
    now -= now % 900
    urls = [
        store.presign("GET", "rounded", now=now + later, expires_in=3600, round_to=900)
        for later in (0, 899)
    ]
    assert urls[0] == urls[1]
    assert store.accepted(client, urls[0]).body == b"content"


# To Ceph a host that it does not know is the name of a bucket.
KNOWING = pytest.mark.parametrize("store", ["rclone", "swift"], indirect=True)


@KNOWING
def test_a_host_in_upper_case(store: Store, client: Client):
    store.put("host", b"content")
    signed = store.presign("GET", "", url=f"http://LOCALHOST:{store.relay.port}/bucket/host")
    assert "http://LOCALHOST:" in signed.url
    assert store.accepted(client, signed).body == b"content"


@KNOWING
def test_a_host_other_than_the_url_s(store: Store, client: Client):
    store.put("host", b"content")
    signed = store.presign("GET", "host", headers=[("Host", "Files.Example")])
    assert (("Host", "files.example"),) == signed.headers
    assert store.accepted(client, signed).body == b"content"


# rclone reads the path only.
@pytest.mark.parametrize("store", ["swift", "ceph"], indirect=True)
def test_a_bucket_in_the_host(store: Store, client: Client):
    host = f"bucket.s3.localhost:{store.relay.port}"
    url = f"{store.origin}/a%20b"
    signed = store.presign("PUT", "", url=url, headers=[("Host", host)])

    store.accepted(client, signed, b"by its host")

    assert store.get("a b").body == b"by its host"
