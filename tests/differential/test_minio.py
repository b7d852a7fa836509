"""minio's client and its signer, byte against byte. What they cannot be asked:

- Headers: they sign ``Host`` alone.
- By the client, a key of blanks or with a segment ``.`` or ``..``: it refuses that. Its signer,
  which takes any path, is asked those.
- A host in upper case: it signs the ``Host`` as spelled, and HTTP clients send it in lower case.
- An IPv6 address with a default port: it drops the brackets with the port (``https://::1/``).
- The printing of a default port: the client drops it, so that ours is given the URL without.
"""

import datetime as dt
from dataclasses import replace
from random import Random
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import urllib3
from hypothesis import assume, given
from hypothesis import strategies as st
from minio import Minio
from minio.credentials import Credentials
from minio.signer import presign_v4

from .calls import is_address, place
from .features import Tally, family
from .requests import ADDRESSES, BUCKETS, IN_PATH, NAMES_OF_HOSTS, PORTS, Request, request, seeded
from .signing import presigned, proven
from .strategies import TEXTS, requests
from .texts import object_key, respelled

NOT_ASKED = (family("header", "other path", "service") - {"service: s3"}) | {
    *("key: none", "host: upper case", "host: default port"),
}
NOT_ASKED_BY_CLIENT = NOT_ASKED | {"key: dot segment"}
NETWORK = urllib3.PoolManager()  # for the client to have; it sends nothing
HOSTS = (*NAMES_OF_HOSTS, *[address.lower() for address in ADDRESSES])


class Object(NamedTuple):
    """What the client is asked, and the request that it must be."""

    endpoint: str
    bucket: str
    key: str
    virtual: bool
    request: Request


def object_of(frame: Request, host: str, bucket: str, key: str, *, virtual: bool) -> Object:
    """Return the object that *frame* asks for, but for the path and the headers."""
    port = {"http": ":80", "https": ":443"}[frame.scheme]
    virtual = not is_address(host) and (virtual or host.endswith(".amazonaws.com"))
    origin, path = place(
        f"{frame.scheme}://{host.removesuffix(port)}", bucket, "virtual" if virtual else "path"
    )
    path = path.rstrip("/") + "/" + quote(key, safe="/~")
    request = replace(
        frame,
        authority=origin.partition("://")[2],
        path=path,
        headers=(),
        service="s3",
        spelled_path=path,
    )
    return Object(host, bucket, key, virtual, request)


def some_object(rng: Random) -> Object:
    frame = request(rng)
    key = object_key(rng)
    while not taken(key):
        key = object_key(rng)
    host = rng.choice(HOSTS)
    host += "" if host.startswith("[") and rng.random() < 0.5 else rng.choice(PORTS)
    if host.endswith(("]:80", "]:443")) or rng.random() < 0.3:
        host = f"s3.{frame.region}.amazonaws.com"
    found = object_of(frame, host, rng.choice(BUCKETS), key, virtual=rng.random() < 0.5)
    if rng.random() < 0.3:
        before = found.request.path.removesuffix(quote(key, safe="/~"))
        spelled = replace(found.request, spelled_path=before + respelled(rng, key, IN_PATH))
        found = found._replace(request=spelled)
    return found


def taken(key: str) -> bool:
    """Return whether the client takes *key*."""
    return bool(key.strip()) and not {".", ".."} & set(key.split("/"))


def url_of(asked: Object) -> str:
    request = asked.request
    client = Minio(
        endpoint=asked.endpoint,
        access_key=request.access_key_id,
        secret_key=request.secret,
        session_token=request.token,
        secure=request.scheme == "https",
        region=request.region,
        http_client=NETWORK,
    )
    if asked.virtual:
        client.enable_virtual_style_endpoint()
    values: dict[str, list[str]] = {}
    for name, value in request.query:
        values.setdefault(name, []).append(value)
    overrides = {name: values.pop(name) for name in [*values] if name.startswith("response-")}
    version = values.get("versionId", [])
    if len(version) == 1 and version[0]:
        del values["versionId"]
    else:
        version = [None]
    return client.get_presigned_url(
        request.method,
        asked.bucket,
        asked.key,
        expires=dt.timedelta(seconds=request.expires_in),
        response_headers=overrides,
        request_date=request.moment,
        version_id=version[0],
        extra_query_params=values,
    )


def compare(request: Request, url: str):
    signed = presigned(request, "minio")
    assert url == signed.url
    proven(request, signed)


def test_2000_urls():
    rng, tally, styles = seeded(30), Tally(), set()
    while tally.compared < 2000:
        asked = some_object(rng)
        compare(asked.request, url_of(asked))
        tally.add(asked.request)
        styles.add((asked.virtual, is_address(asked.endpoint), "." in asked.bucket))
    assert tally.rare() == NOT_ASKED_BY_CLIENT
    assert len(styles) == 6  # no name can be put before an address


@given(requests(), st.sampled_from(HOSTS), TEXTS, st.booleans())
def test_any_url(frame: Request, host: str, key: str, virtual: bool):
    assume(taken(key))
    asked = object_of(frame, host, "bucket", key, virtual=virtual)
    compare(asked.request, url_of(asked))


def url_by_the_signer(request: Request) -> str:
    return presign_v4(
        method=request.method,
        url=urlsplit(request.origin + request.target),
        region=request.region,
        credentials=Credentials(request.access_key_id, request.secret),
        date=request.moment,
        expires=request.expires_in,
    ).geturl()


def for_the_signer(frame: Request) -> Request:
    """Return *frame* as the signer takes it: parameters in the client's order, no token."""
    if not frame.s3:
        frame = replace(frame, path="/", spelled_path="/")
    query = tuple(sorted(frame.query))
    return replace(frame, authority=frame.host, headers=(), query=query, token=None, service="s3")


def test_1000_urls_by_the_signer():
    rng, tally = seeded(31), Tally()
    while tally.compared < 1000:
        request_ = for_the_signer(request(rng))
        compare(request_, url_by_the_signer(request_))
        tally.add(request_)
    assert tally.rare(5) == NOT_ASKED - {"key: none"} | family("token")


@given(requests())
def test_any_url_by_the_signer(frame: Request):
    request_ = for_the_signer(frame)
    compare(request_, url_by_the_signer(request_))
