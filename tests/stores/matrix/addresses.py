"""Where the bucket stands, what the URL looks like, and what a browser asks first."""

from contextlib import suppress

import requests
from requests.structures import CaseInsensitiveDict

from ..altering import altered
from ..built import DOMAIN
from ..clients import Answer
from .buckets import SETTINGS, made, put
from .outcome import DiffersError, RefusedError, Section
from .trial import CONTENT, Trial, check, expected

addresses = Section("Addresses")
LAYOUTS = ["botocore", "crt", "minio", "js", "sorted", "rust"]


def _layout(layout: str) -> None:
    @addresses(f"the layout of {layout}")
    def _(on: Trial) -> None:
        s3 = on.store.s3(layout=layout)
        on.do(s3.put_object(on.bucket, on.key), CONTENT)
        check(on.do(s3.get_object(on.bucket, on.key)).body == CONTENT, "other content")


for each in LAYOUTS:
    _layout(each)


@addresses("a bucket in the host")
def _(on: Trial) -> None:
    """A name that no resolver knows, reached by its address: the client says who it means."""
    s3 = on.store.s3(
        endpoint_url=f"http://{DOMAIN}:{on.store.relay.port}",
        addressing_style="virtual",
        public_url=on.store.origin,
        public_style="domain",
    )
    host = (("Host", f"{on.bucket}.{DOMAIN}:{on.store.relay.port}"),)
    signed = s3.put_object(on.bucket, on.key)
    on.do(altered(signed, headers=signed.headers + host), CONTENT)
    on.holds(CONTENT)


@addresses("a form to a bucket in the host")
def _(on: Trial) -> None:
    s3 = on.store.s3(
        endpoint_url=f"http://{DOMAIN}:{on.store.relay.port}", addressing_style="virtual"
    )
    form = s3.post_object(on.bucket, on.key)
    parts = [(name, (None, value)) for name, value in form.fields]
    parts.append(("file", ("a", CONTENT)))
    host = {"Host": f"{on.bucket}.{DOMAIN}:{on.store.relay.port}"}
    got = requests.post(on.store.origin, files=parts, headers=host, timeout=60)
    expected(Answer(got.status_code, CaseInsensitiveDict(got.headers), got.content), 204)
    on.holds(CONTENT)


@addresses("behind a proxy that hands on the Host")
def _(on: Trial) -> None:
    on.put()
    inside = f"http://127.0.0.1:{on.store.server.port}"
    s3 = on.store.s3(endpoint_url=inside, public_url=on.store.origin, proxy_keeps_host=True)
    check(on.do(s3.get_object(on.bucket, on.key)).body == CONTENT, "other content")


@addresses("behind a proxy that names the store")
def _(on: Trial) -> None:
    on.put()
    inside = f"127.0.0.1:{on.store.server.port}"
    s3 = on.store.s3(endpoint_url=f"http://{inside}", public_url=on.store.origin)
    signed = altered(s3.get_object(on.bucket, on.key), headers=(("Host", inside),))
    check(on.do(signed).body == CONTENT, "other content")


@addresses("CORS: a preflight that is allowed")
def _(on: Trial) -> None:
    bucket = made(on)
    with suppress(RefusedError, DiffersError):  # some allow every origin by themselves
        put(on, bucket, next(each for each in SETTINGS if each.name == "cors"))
    url = on.s3.get_object(bucket, on.key).url
    asked = {"Origin": "http://h.example", "Access-Control-Request-Method": "GET"}
    got = requests.options(url, headers=asked, timeout=60)
    answer = Answer(got.status_code, CaseInsensitiveDict(got.headers), got.content)
    expected(answer, 204 if answer.status == 204 else 200)  # browsers take both
    origin = got.headers.get("Access-Control-Allow-Origin")
    check(origin in ("http://h.example", "*"), "allows no origin")
