"""Record what real stores answer to requests that are wrong in one known way.

    python vectors/causes/record.py rclone swift ceph minio versitygw seaweedfs

Each request is signed with ``attacks/making.py`` (hmac and hashlib alone) for a store that runs on
loopback, sent byte for byte, and written with the answer into ``recorded.json``, which
``generate.py`` makes cases of. The stores are those of ``make stores``; the answers of those that are
not named stay as they are.
"""

import base64
import http.client
import json
import sys
import time
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "attacks"), str(HERE.parent.parent)]

from making import EMPTY, digits, link, signature  # noqa: E402

from tests.stores.catalogue import BUILT, STORES  # noqa: E402

BODY = b"hello"


def moment(seconds=0):
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() + seconds))


class Store:
    """A running store, and requests to it."""

    def __init__(self, server):
        self.server = server
        self.host = f"127.0.0.1:{server.port}"
        self.cases = []
        # The id of Swift's holds a ':'.
        self.own = {"id": server.access_key_id, "secret": server.secret_access_key}

    def link(self, method="GET", path="/bucket/key.txt", **settings):
        settings = {"host": self.host, "date": moment(), **self.own, **settings}
        return link(method, path, **settings)

    def send(self, method, target, headers=(), body=b""):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        sent = {name.lower() for name, _ in headers}
        connection.putrequest(method, target, skip_host="host" in sent, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body and "content-length" not in sent and "transfer-encoding" not in sent:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        if "transfer-encoding" in sent:
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        connection.send(body)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()

    def record(self, cause, target, method="GET", headers=(), body=b"", url=None, **more):
        """Send *target*; the case has *url*, if that is what a person would look at."""
        status, answered, text = self.send(method, target, headers, body)
        name = f"{self.server.name}: {more.pop('name', cause)}"
        # Swift's verifier does not tell an unknown id from a wrong secret, nor SigV2 from neither.
        unclear = (b"SignatureDoesNotMatch", b"AccessDenied") if "swift" in name else ()
        told = cause in ("wrong-key-pair", "sigv2-url") and any(code in text for code in unclear)
        if status < 400 or told:
            print(f"{name}: answered {status}, not recorded")
            return
        hosts = [value for header, value in headers if header.lower() == "host"]
        kept = [[n, v] for n, v in answered if n.lower() in ("date", "content-type", "server")]
        self.cases.append(
            {
                "name": name,
                "cause": cause,
                "by": f"{self.server.version}, recorded {time.strftime('%Y-%m-%d')}",
                "method": method,
                "url": url or f"http://{self.host}{target}",
                "headers": [["Host", (hosts or [self.host])[0]]]
                + [[n, v] for n, v in headers if n.lower() != "host"],
                "response": {
                    "status": status,
                    "headers": kept,
                    "body": text.decode("utf-8", "replace"),
                },
                **({"body": body.decode()} if body else {}),
                **more,
            }
        )
        print(f"{name}: {status} {text[:120]!r}")


def record(store):
    """Send every request that is wrong in one way."""
    own = store.own["secret"]
    known = {"secret_access_key": own}
    put, get = store.link("PUT"), store.link()
    status, _, text = store.send("PUT", store.link("PUT", "/bucket"))
    assert status < 300, text
    assert store.send("PUT", put, (), BODY)[0] < 300
    assert store.send("GET", get)[0] == 200
    for name, more in (("with the secret", known), ("without", {})):
        changed = get.replace("?", "?utm_source=mail&", 1)
        store.record("parameters-added", changed, name=f"parameters-added, {name}", **more)
        store.record("method-changed", get, "PUT", body=BODY, name=f"method, {name}", **known)
        sent = [("Host", "files.example.com")]
        url = f"http://{store.host}{get}"
        store.record("host-rewritten", get, headers=sent, url=url, name=f"host, {name}", **more)
        sent = [("Host", "127.0.0.1")]
        store.record("port-changed", get, headers=sent, url=url, name=f"port, {name}", **more)
    damaged = store.link(secret=own + "\n")
    store.record("secret-damaged", damaged, **known)
    store.record("wrong-key-pair", store.link(id="AKIDOTHER"), name="unknown id")
    late = store.link(date=moment(-7200), expires="60")
    store.record("expired", late)
    store.record("expired", late, name="expired, with the secret", **known)
    store.record("clock-skew", store.link(date=moment(3600)), name="an hour ahead")
    for skew in (-3600, 3600):
        sent = _in_headers(store, skew)
        store.record("clock-skew", "/bucket/key.txt", "GET", sent, name=f"{skew} s in headers")
    for expires in ("604801", "0", "-1", "1.5", "abc"):
        store.record("bad-expires", store.link(expires=expires), name=f"expires {expires}")
    # MinIO signs the number that it has read.
    store.record("bad-expires", store.link(expires="03600"), name="expires 03600", **known)
    date = moment()
    for region in ("eu-west-1", "auto"):
        scope = f"{date[:8]}/{region}/s3/aws4_request"
        store.record("wrong-region", store.link(scope=scope, date=date), name=f"region {region}")
    scope = f"{date[:8]}/us-east-1/execute-api/aws4_request"
    store.record("wrong-service", store.link(scope=scope, date=date))
    scope = "20150830/us-east-1/s3/aws4_request"
    store.record("bad-scope-or-date", store.link(scope=scope, date=date), name="another day")
    scope = f"{date[:8]}/us-east-1/s3/aws5_request"
    store.record("bad-scope-or-date", store.link(scope=scope, date=date), name="terminator")
    typed = store.link("PUT", headers=[("content-type", "text/plain")])
    for value in ("text/plain; charset=UTF-8", "application/x-www-form-urlencoded"):
        sent = [("Content-Type", value)]
        store.record("content-type-changed", typed, "PUT", sent, BODY, name=f"type {value}")
        name = f"type {value}, with the secret"
        store.record("content-type-changed", typed, "PUT", sent, BODY, name=name, **known)
    store.record("content-type-changed", typed, "PUT", (), BODY, name="no type")
    meta = store.link("PUT", headers=[("x-amz-meta-owner", "a"), ("x-amz-acl", "private")])
    store.record("signed-header-missing", meta, "PUT", (), BODY)
    store.record(
        "signed-header-changed",
        meta,
        "PUT",
        [("x-amz-meta-owner", "a"), ("x-amz-acl", "public-read")],
        BODY,
        **known,
    )
    store.record("unsigned-amz-header", put, "PUT", [("x-amz-meta-owner", "b")], BODY)
    edited = get.replace("X-Amz-Expires=3600", "X-Amz-Expires=86400")
    store.record("parameter-changed", edited, **known)
    store.record("two-auth-mechanisms", get, headers=[("Authorization", "Bearer abc")])
    store.record(
        "two-auth-mechanisms", get, headers=[("Authorization", "Basic YTpi")], name="basic"
    )
    old = f"/bucket/key.txt?AWSAccessKeyId={quote(store.own['id'])}&Signature=YWJj&Expires=99999999999"
    store.record("sigv2-url", old)
    store.record("not-signed", "/bucket/key.txt")
    store.record("transport-damage", get.partition("&")[0], name="cut at the first &")
    store.record("transport-damage", get[:-10], name="cut in the signature")
    store.record("transport-damage", get.replace("&", "&amp;"), name="amp")
    twice = get.replace("%3B", "%253B").replace("%2F", "%252F")
    store.record("double-encoded-query", twice)
    store.record("object-missing", store.link(path="/bucket/none.txt"), **known)
    store.record("bucket-missing", store.link(path="/no-such-bucket/none.txt"), **known)
    other = [("x-amz-content-sha256", EMPTY)]
    hashed = store.link("PUT", headers=other, payload=EMPTY)
    store.record("payload-hash-differs", hashed, "PUT", other, BODY)
    md5 = [("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")]
    store.record(
        "payload-hash-differs", store.link("PUT", headers=md5), "PUT", md5, BODY, name="md5"
    )
    blank = store.link(path="/bucket/a%20b.txt")
    store.record("plus-sign", blank.replace("%20", "+", 1), **known)
    store.record(
        "path-double-encoded",
        store.link(path="/bucket/a%2520b.txt").replace("%2520", "%20", 1),
        **known,
    )
    store.record(
        "slashes-collapsed", store.link(path="/bucket/a//b.txt").replace("a//b", "a/b", 1), **known
    )
    store.record(
        "dot-segments-removed",
        store.link(path="/bucket/a/../b.txt").replace("a/../b", "b", 1),
        **known,
    )
    store.record("path-prefix-changed", get.replace("/bucket/", "/s3/bucket/", 1), **known)
    store.record("chunked-transfer", put, "PUT", [("Transfer-Encoding", "chunked")], BODY)
    if store.server.name not in ("rclone", "swift"):  # they take none
        forms(store)


def _in_headers(store, skew):
    settings = {"host": store.host, "date": moment(skew), **store.own}
    scope = f"{settings['date'][:8]}/us-east-1/s3/aws4_request"
    sent = {"host": store.host, "x-amz-date": settings["date"], "x-amz-content-sha256": EMPTY}
    names = sorted(sent)
    digits = signature(
        "GET",
        "/bucket/key.txt",
        "",
        sent,
        names,
        EMPTY,
        settings["date"],
        scope,
        settings["secret"],
    )
    authorization = (
        f"AWS4-HMAC-SHA256 Credential={settings['id']}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={digits}"
    )
    return [*[(n.title(), v) for n, v in sent.items()], ("Authorization", authorization)]


def forms(store):
    """Post forms that their policy does not allow."""
    _post(store, "post-uncovered-field", extra=[("surplus", "x")])
    _post(store, "post-condition-failed", change={"key": "elsewhere/a.txt"})
    _post(store, "post-condition-failed", change={"acl": "public-read"}, name="acl")
    _post(store, "post-policy-expired", expires=-60)
    _post(store, "post-size-out-of-range", content=b"x" * 50)
    _post(store, "post-field-order", file_first=True)


def _post(
    store, cause, extra=(), change=None, expires=3600, content=b"x", file_first=False, name=""
):
    date = moment()
    scope = f"{date[:8]}/us-east-1/s3/aws4_request"
    credential = f"{store.own['id']}/{scope}"
    own = [
        ("key", "user/a.txt"),
        ("acl", "private"),
        ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
        ("x-amz-credential", credential),
        ("x-amz-date", date),
    ]
    conditions = [
        {"bucket": "bucket"},
        ["starts-with", "$key", "user/"],
        {"acl": "private"},
        ["content-length-range", 1, 10],
        *[{n: v} for n, v in own if n.startswith("x-amz-")],
    ]
    until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + expires))
    policy = base64.b64encode(
        json.dumps({"expiration": until, "conditions": conditions}).encode()
    ).decode()
    fields = [
        *own,
        ("policy", policy),
        ("x-amz-signature", digits(scope, policy, store.own["secret"])),
    ]
    fields = [(n, (change or {}).get(n, v)) for n, v in fields]
    fields += list(extra)
    parts = [f'--b\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields]
    file = f'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{content.decode()}\r\n'
    body = "".join([file, *parts] if file_first else [*parts, file]) + "--b--\r\n"
    sent = [("Content-Type", "multipart/form-data; boundary=b")]
    store.record(cause, "/bucket", "POST", sent, body.encode(), name=name or cause)


def main():
    path = HERE / "recorded.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else []
    for name in sys.argv[1:]:
        with {**STORES, **BUILT}[name]() as server:
            store = Store(server)
            record(store)
        kept = [case for case in kept if not case["name"].startswith(f"{name}:")] + store.cases
    path.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    print(f"{len(kept)} recorded")


if __name__ == "__main__":
    main()
