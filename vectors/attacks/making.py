"""Signed requests and forms as a client makes them, with hmac and hashlib and nothing of ours."""

import base64
import hashlib
import hmac
import json
from urllib.parse import quote

ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaD//+=="
NOW = 1440938160  # 2015-08-30T12:36:00Z
DATE = "20150830T123600Z"
HOST = "bucket.s3.amazonaws.com"
EMPTY = hashlib.sha256(b"").hexdigest()


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def digits(scope, text, secret=SECRET):
    key = b"AWS4" + secret.encode()
    for part in scope.split("/"):
        key = mac(key, part)
    return mac(key, text).hex()


def signature(method, path, query, headers, names, payload, date, scope, secret=SECRET):
    """Sign a request; *query* is canonical, *headers* by lower-case name."""
    lines = "".join(f"{name}:{headers.get(name, '')}\n" for name in names)
    request = f"{method}\n{path}\n{query}\n{lines}\n{';'.join(names)}\n{payload}"
    digest = hashlib.sha256(request.encode()).hexdigest()
    return digits(scope, f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{digest}", secret)


def link(method="GET", path="/folder/key.txt", query=(), headers=(), **settings):
    """Return the target of a presigned URL, in alphabetical order; any value may be odd."""
    date = settings.get("date", DATE)
    scope = settings.get("scope", f"{date[:8]}/us-east-1/s3/aws4_request")
    sent = {name.lower(): value for name, value in headers}
    sent["host"] = settings.get("host", HOST)
    names = settings.get("names") or sorted(sent)
    parameters = {
        "X-Amz-Algorithm": settings.get("algorithm", "AWS4-HMAC-SHA256"),
        "X-Amz-Credential": settings.get("credential", f"{settings.get('id', ID)}/{scope}"),
        "X-Amz-Date": date,
        "X-Amz-Expires": settings.get("expires", "3600"),
        "X-Amz-SignedHeaders": ";".join(names),
    }
    if settings.get("token"):
        parameters["X-Amz-Security-Token"] = settings["token"]
    pairs = [(name, value) for name, value in parameters.items() if value is not None]
    pairs = sorted((quote(n, safe="-._~"), quote(v, safe="-._~")) for n, v in [*pairs, *query])
    text = "&".join(f"{name}={value}" for name, value in pairs)
    digest = signature(
        method, path, text, sent, names, settings.get("payload", "UNSIGNED-PAYLOAD"), date, scope,
        settings.get("secret", SECRET),
    )  # fmt: skip
    return f"{path}?{text}&X-Amz-Signature={digest}"


def in_headers(method="PUT", path="/folder/key.txt", headers=(), query="", **settings):
    """Return the headers of a request that is signed in them; any value may be odd."""
    date = settings.get("date", DATE)
    scope = settings.get("scope", f"{date[:8]}/us-east-1/s3/aws4_request")
    payload = settings.get("payload", EMPTY)
    added = [("Host", HOST), ("X-Amz-Date", date), ("X-Amz-Content-Sha256", payload), *headers]
    if settings.get("token"):
        added.append(("X-Amz-Security-Token", settings["token"]))
    sent = {name.lower(): value for name, value in added}
    names = settings.get("names") or sorted(sent)
    digest = signature(
        method, path, query, sent, names, payload, date, scope, settings.get("secret", SECRET)
    )
    authorization = (
        f"AWS4-HMAC-SHA256 Credential={settings.get('id', ID)}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={digest}"
    )
    return [*added, ("Authorization", authorization)]


CONDITIONS = [
    {"bucket": "bucket"},
    ["starts-with", "$key", "user/"],
    {"acl": "private"},
    ["content-length-range", 1, 10],
]


def form(conditions=None, expiration="2015-08-30T13:36:00Z", policy=None, **fields):
    """Return the fields of a form, its policy really signed whatever it says."""
    scope = fields.pop("scope", "20150830/us-east-1/s3/aws4_request")
    own = {
        "key": "user/${filename}",
        "acl": "private",
        "x-amz-algorithm": "AWS4-HMAC-SHA256",
        "x-amz-credential": f"{ID}/{scope}",
        "x-amz-date": DATE,
    }
    if fields.get("token"):
        own["x-amz-security-token"] = fields.pop("token")
    if policy is None:
        of_the_signature = [{n: v} for n, v in own.items() if n.startswith("x-amz-")]
        written = CONDITIONS if conditions is None else conditions
        policy = {"expiration": expiration, "conditions": [*written, *of_the_signature]}
    raw = policy if isinstance(policy, bytes) else json.dumps(policy).encode()
    own["policy"] = base64.b64encode(raw).decode()
    own["x-amz-signature"] = digits(scope, own["policy"])
    own.update({name.replace("_", "-"): value for name, value in fields.items()})
    return [(name, value) for name, value in own.items() if value is not None]
