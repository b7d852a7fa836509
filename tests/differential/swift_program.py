"""OpenStack Swift's own check of signatures, without a server and with a clock of the caller's.

Run by Swift's Python: its filters `s3api` and `tempauth` stand before a stub of the object store.
Reads requests as lines of JSON and answers each in a line. Nothing of the package is used here.
"""

import base64
import io
import json
import re
import sys
import time
from html import unescape
from urllib.parse import unquote_to_bytes

import swift.common.utils as swift_utils
from swift.common.middleware import tempauth
from swift.common.middleware.s3api import s3api
from swift.common.swob import Request, Response

swift_utils.HASH_PATH_PREFIX, swift_utils.HASH_PATH_SUFFIX = b"p", b"s"
swift_utils.validate_hash_conf = lambda: None

FOUND = {
    "ETag": "0" * 32,
    "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT",
    "X-Timestamp": "1",
    "X-Container-Object-Count": "0",
    "X-Container-Bytes-Used": "0",
}


def store(environ, start_response):
    """Stand for account, container and object servers: everything is there, and can be kept."""
    request = Request(environ)
    if "swift.authorize" in environ:
        refusal = environ["swift.authorize"](request)
        if refusal:
            return refusal(environ, start_response)
    is_object = len(request.path.split("/", 4)) == 5  # /v1/account/container/object
    if request.method == "PUT":
        while environ["wsgi.input"].read(65536):
            pass
    status = {"PUT": 201, "DELETE": 204, "HEAD": 200 if is_object else 204}.get(request.method, 200)
    body = b"" if status != 200 or request.method == "HEAD" else b"x" if is_object else b"[]"
    return Response(status=status, headers=FOUND, body=body)(environ, start_response)


def filtered(access_key_id, secret, region):
    account, user = [
        base64.b64encode(part.encode()).decode().rstrip("=") for part in access_key_id.split(":")
    ]
    users = {f"user64_{account}_{user}": f"{secret} .admin"}
    behind = tempauth.filter_factory({"log_name": "tempauth"}, **users)(store)
    settings = {
        "location": region,
        "storage_domain": "s3.localhost",
        "auth_pipeline_check": "false",
        "force_swift_request_proxy_log": "false",
    }
    return s3api.filter_factory({}, **settings)(behind)


def environ_of(asked):
    """Return what Swift's web server makes of a request."""
    path, _, query = asked["target"].partition("?")
    body = asked["body"].encode("latin-1")
    environ = {
        "REQUEST_METHOD": asked["method"],
        "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "RAW_PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "headers_raw": tuple([tuple(pair) for pair in asked["headers"]]),
    }
    for name, value in asked["headers"]:
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


def answer(application, asked):
    time.time = lambda: asked["now"]
    started = []
    environ = environ_of(asked)
    body = b"".join(application(environ, lambda status, *_: started.append(status)))
    text = body.decode("utf-8", "replace")

    def found(name):
        match = re.search(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
        return unescape(match[1]) if match else ""

    canonical = bytes.fromhex(found("CanonicalRequestBytes").replace(" ", "")).decode("latin-1")
    return {
        "status": int(started[0].split(" ")[0]),
        "code": found("Code"),
        "canonical_request": canonical,
    }


def main():
    application = filtered(*sys.argv[1:])
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(application, json.loads(line))) + "\n")
        sys.stdout.flush()


main()
