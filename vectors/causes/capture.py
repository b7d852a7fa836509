"""Record what real HTTP clients make of a presigned URL on its way.

    python vectors/causes/capture.py

URLs from boto3, botocore's signer and minio-py are sent with requests, urllib3, http.client, curl,
yarl, bash and Node's fetch through a proxy on loopback, and what arrives goes into
``captured.json``, which ``generate.py`` makes cases of.
"""

import html
import http.client
import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3
import yarl

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from relay import relay  # noqa: E402
from signers import ID, SECRET, boto, mini, raw  # noqa: E402

SHOP = "http://store.example.com"
BODY = b"hello"
NODE = """
const [proxy, method, url, type] = process.argv.slice(1);
const http = require('http');
// fetch has no proxy of its own: what it would send is what Request says.
const r = new Request(url, {method, body: method === 'GET' ? undefined : 'hello',
  headers: type ? {'content-type': type} : {}});
const u = new URL(proxy);
const q = http.request({host: u.hostname, port: u.port, method: r.method, path: r.url,
  headers: {...Object.fromEntries(r.headers), host: new URL(r.url).host}},
  (s) => { s.resume(); });
q.end(method === 'GET' ? undefined : 'hello');
"""


def curl(proxy, *arguments):
    subprocess.run(
        ["curl", "-sS", "-o", "/dev/null", "-x", proxy, "--max-time", "20", *arguments], check=True
    )


def node(proxy, *arguments):
    subprocess.run(["node", "-e", NODE, proxy, *arguments], check=True)


def via(proxy, method, url, **more):
    session = requests.Session()
    session.trust_env = False
    return session.request(method, url, proxies={"http": proxy}, **more)


def pool(proxy):
    return urllib3.ProxyManager(proxy)


def plain(proxy, method, url, headers=None, body=None, **more):
    """Send with http.client, which changes nothing."""
    parts = urlsplit(proxy)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request(method, url, body, headers or {}, **more)
    connection.getresponse().read()


GET = boto(endpoint=SHOP)
PUT = boto("put_object", endpoint=SHOP)
TYPED = boto("put_object", endpoint=SHOP, ContentType="text/plain")
JPEG = boto("put_object", endpoint=SHOP, ContentType="image/jpeg")
META = boto("put_object", endpoint=SHOP, Metadata={"owner": "ann"}, ACL="private")
LENGTH = boto("put_object", endpoint=SHOP, ContentLength=10)
DOTS = boto(endpoint=SHOP, Key="a/../b/./c.txt")
DOT = boto(endpoint=SHOP, Key="./notes.txt")
IDENTITY = raw("GET", f"{SHOP}/bucket/key.txt", headers=[("accept-encoding", "identity")])
MINIO = mini()
QUERY = GET.partition("?")[2]


def pairs(url):
    return dict(piece.split("=", 1) for piece in url.partition("?")[2].split("&"))


# name, cause, by, what is signed, how it is sent
SITUATIONS = (
    ("form data", "content-type-changed", "requests data={}", TYPED,
     lambda p: via(p, "PUT", TYPED, data={"a": "b"})),
    ("json", "content-type-changed", "requests json=", TYPED,
     lambda p: via(p, "PUT", TYPED, json={"a": 1})),
    ("bytes without a type", "content-type-changed", "requests data=b''", JPEG,
     lambda p: via(p, "PUT", JPEG, data=BODY)),
    ("-d", "content-type-changed", "curl -X PUT -d", TYPED,
     lambda p: curl(p, "-X", "PUT", "-d", "hello", TYPED)),
    ("a text body", "content-type-changed", "fetch of Node", JPEG,
     lambda p: node(p, "PUT", JPEG)),
    ("urllib", "content-type-changed", "urllib.request", TYPED,
     lambda p: opened(p, TYPED)),
    ("files=", "post-wrong-request", "requests files=", PUT,
     lambda p: via(p, "PUT", PUT, data=b"--b--", headers={"content-type": "multipart/form-data; boundary=b"})),
    ("-F", "post-wrong-request", "curl -X PUT -F", PUT,
     lambda p: curl(p, "-X", "PUT", "-F", "file=hello", PUT)),
    ("post files", "post-wrong-request", "curl -F", PUT,
     lambda p: curl(p, "-F", "file=hello", PUT)),
    ("auth=", "two-auth-mechanisms", "requests auth=", GET,
     lambda p: via(p, "GET", GET, auth=("ann", "secret"))),
    ("-u", "two-auth-mechanisms", "curl -u", GET, lambda p: curl(p, "-u", "ann:secret", GET)),
    ("bearer", "two-auth-mechanisms", "urllib3", GET,
     lambda p: pool(p).request("GET", GET, headers={"Authorization": "Bearer abc"})),
    ("a generator", "chunked-transfer", "requests data=generator", PUT,
     lambda p: via(p, "PUT", PUT, data=iter([b"hel", b"lo"]))),
    ("standard input", "chunked-transfer", "curl -T -", PUT,
     lambda p: subprocess.run(["curl", "-sS", "-o", "/dev/null", "-x", p, "-T", "-", PUT],
                              input=BODY, check=True)),
    ("an iterable", "chunked-transfer", "http.client", PUT,
     lambda p: plain(p, "PUT", PUT, {"Transfer-Encoding": "chunked"}, iter([b"hello"]), encode_chunked=True)),
    ("params=", "parameters-added", "requests params=", GET,
     lambda p: via(p, "GET", GET, params={"utm_source": "mail"})),
    ("fields=", "parameters-added", "urllib3", GET, lambda p: pool(p).request("GET", GET + "&v=2")),
    ("-G", "parameters-added", "curl -G -d", GET,
     lambda p: curl(p, "-G", "-d", "cachebuster=123", GET)),
    *[(f"dots by {by}", "dot-segments-removed", by, url, send) for by, url, send in (
        ("requests", DOTS, lambda p: via(p, "GET", DOTS)),
        ("urllib3", DOTS, lambda p: pool(p).request("GET", DOTS)),
        ("curl", DOTS, lambda p: curl(p, DOTS)),
        ("fetch of Node", DOTS, lambda p: node(p, "GET", DOTS)),
        ("curl, one dot", DOT, lambda p: curl(p, DOT)),
    )],
    *[(f"method by {by}", "method-changed", by, GET, send) for by, send in (
        ("requests.head", lambda p: via(p, "HEAD", GET)),
        ("curl -I", lambda p: curl(p, "-I", GET)),
        ("requests.post", lambda p: via(p, "POST", GET)),
        ("requests.options", lambda p: via(p, "OPTIONS", GET)),
    )],
    ("post for put", "method-changed", "requests.post", PUT,
     lambda p: via(p, "POST", PUT, data=BODY)),
    *[(f"accept-encoding by {by}", "hop-header-signed", by, IDENTITY, send) for by, send in (
        ("requests", lambda p: via(p, "GET", IDENTITY)),
        ("curl --compressed", lambda p: curl(p, "--compressed", IDENTITY)),
        ("urllib3", lambda p: pool(p).request("GET", IDENTITY, headers={"accept-encoding": "gzip, br"})),
    )],
    ("params of raw pairs", "double-encoded-query", "requests params=", GET,
     lambda p: via(p, "GET", GET.partition("?")[0], params=pairs(GET))),
    ("fields of raw pairs", "double-encoded-query", "urllib3 fields=", GET,
     lambda p: pool(p).request("GET", GET.partition("?")[0], fields=pairs(GET))),
    ("raw pairs of minio-py", "double-encoded-query", "requests params=", MINIO,
     lambda p: via(p, "GET", MINIO.partition("?")[0], params=pairs(MINIO))),
    ("html", "transport-damage", "html.escape and requests", GET,
     lambda p: via(p, "GET", html.escape(GET))),
    ("shell", "transport-damage", "bash without quotes", GET,
     lambda p: subprocess.run(["bash", "-c", f"curl -sS -o /dev/null -x {p} {GET}; wait"],
                              check=True, stderr=subprocess.DEVNULL)),
    ("json", "transport-damage", "JSON source and curl", GET,
     lambda p: curl(p, "-g", GET.replace("&", "\\u0026"))),
    ("no metadata", "signed-header-missing", "requests", META,
     lambda p: via(p, "PUT", META, data=BODY)),
    ("half of it", "signed-header-missing", "curl", META,
     lambda p: curl(p, "-T", str(HERE / "relay.py"), "-H", "x-amz-acl: private", META)),
    ("urllib, no metadata", "signed-header-missing", "http.client", META,
     lambda p: plain(p, "PUT", META, body=BODY)),
    ("more than signed", "unsigned-amz-header", "requests", PUT,
     lambda p: via(p, "PUT", PUT, data=BODY, headers={"x-amz-acl": "public-read"})),
    ("a storage class", "unsigned-amz-header", "curl", PUT,
     lambda p: curl(p, "-X", "PUT", "-H", "x-amz-storage-class: GLACIER", PUT)),
    ("a checksum", "unsigned-amz-header", "urllib3", PUT,
     lambda p: pool(p).request("PUT", PUT, body=BODY, headers={"x-amz-sdk-checksum-algorithm": "CRC32"})),
    ("another length", "content-length-changed", "requests", LENGTH,
     lambda p: via(p, "PUT", LENGTH, data=BODY)),
    ("another length", "content-length-changed", "curl", LENGTH,
     lambda p: curl(p, "-X", "PUT", "-H", "content-type:", "--data-binary", "hello, world", LENGTH)),
    ("no body", "content-length-changed", "http.client", LENGTH,
     lambda p: plain(p, "PUT", LENGTH, {"Content-Length": "0"})),
    ("Host", "host-rewritten", "curl -H Host", MINIO,
     lambda p: curl(p, "-H", "Host: minio-internal:9000", MINIO)),
    ("genuine", "", "requests", GET, lambda p: via(p, "GET", GET)),
    ("genuine", "", "curl", GET, lambda p: curl(p, GET)),
    ("genuine", "", "urllib3", MINIO, lambda p: pool(p).request("GET", MINIO)),
    ("genuine, typed", "", "requests", TYPED,
     lambda p: via(p, "PUT", TYPED, data=BODY, headers={"content-type": "text/plain"})),
    ("genuine, with metadata", "", "curl", META,
     lambda p: curl(p, "-X", "PUT", "-H", "x-amz-acl: private", "-H", "x-amz-meta-owner: ann", META)),
    ("genuine, dots kept", "", "curl --path-as-is", DOTS, lambda p: curl(p, "--path-as-is", DOTS)),
    ("genuine, dots kept", "", "http.client", DOTS, lambda p: plain(p, "GET", DOTS)),
    ("genuine, identity", "", "requests", IDENTITY,
     lambda p: via(p, "GET", IDENTITY, headers={"accept-encoding": "identity"})),
    ("genuine, ten bytes", "", "requests", LENGTH, lambda p: via(p, "PUT", LENGTH, data=b"0123456789")),
)  # fmt: skip


def opened(proxy, url):
    handler = urllib.request.ProxyHandler({"http": proxy})
    request = urllib.request.Request(url, b"hello", method="PUT")  # noqa: S310
    urllib.request.build_opener(handler).open(request).read()


def yarled():
    """Return what yarl, and so aiohttp, makes of URLs given as text."""
    apis = [
        ("a path with ':'", "https://api.example.com/prod/arn%3Aaws%3As3/x"),
        ("a path with '('", "https://api.example.com/prod/a%28b%29/x"),
        ("a path with '!'", "https://api.example.com/prod/wow%21"),
    ]
    cases = []
    for name, url in apis:
        signed = raw("GET", url, service="execute-api")
        sent = str(yarl.URL(signed))
        assert sent != signed, name
        cases.append(
            {"name": f"{name}, by yarl", "cause": "escapes-decoded-by-client", "by": "yarl.URL(str)",
             "signed": signed, "method": "GET", "url": sent, "headers": []}
        )  # fmt: skip
    return cases


def main():
    cases = []
    with relay() as (proxy, kept):
        for name, cause, by, signed, send in SITUATIONS:
            kept.clear()
            send(proxy)
            assert len(kept) == 1, (name, kept)
            cases.append(
                {"name": f"{name}, by {by}", "cause": cause, "by": by, "signed": signed, **kept[0]}
            )
    cases += yarled()
    (HERE / "captured.json").write_text(json.dumps(cases, indent=1) + "\n", "utf-8")
    print(f"{len(cases)} captured with {ID} and its secret of {len(SECRET)} characters")


if __name__ == "__main__":
    main()
