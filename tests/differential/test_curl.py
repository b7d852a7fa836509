"""What we read out of a ``curl`` command is what curl sends, through a shell, on loopback."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sigv4presign.diagnosis.reading import read_request

COMMANDS = [
    "curl 'URL'",
    "curl -I 'URL'",
    "curl -sS -X DELETE \"URL\" -H 'x-amz-acl: private'",
    "curl -XPUT -H 'Content-Type:' -d 'a=b' --data 'c d' 'URL'",
    "curl -H 'X-Empty;' -H 'Accept:' -H 'a:b' -A agent -e http://from/ -b a=b -r 0-9 'URL'",
    "curl --json '{\"a\": 1}' 'URL'",
    "curl --json '{}' -H 'Content-Type: text/plain' 'URL'",
    "curl -G -d a=b --data-urlencode 'c=d e&f' 'URL'",
    "curl --url-query a=b --url-query 'c=1' 'URL'",
    "curl --data-urlencode 'a=b c' --data-urlencode '=d e' --data-urlencode 'f/g' 'URL'",
    "curl --data-raw @x --data-binary 'y\nz' 'URL'",
    "curl -d 'x\ny' -u me:secret 'URL'",
    "curl --oauth2-bearer abc 'URL'",
    "curl $'URL' -H $'a: \\'\\u00e9\\x41\\101 \\z'",
    'curl "URL" -H "a: \\"b\\" \\\\ c" -X \\\n  PATCH',
    "curl --request PUT --url 'URL' --header 'a: b' --data-binary ''",
    "curl -X PUT -H 'a: b' --location --max-time 9 -o /dev/null 'URL' ; true",
    "curl -sk 'URL' -o /dev/null | cat",
    "curl 'URL' --next http://127.0.0.1:1/",
    "curl -fsSL -w '%{http_code}' --retry 0 'URL'",
]


class Keeper(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    def _keep(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = [(name.lower(), value) for name, value in self.headers.items()]
        self.server.seen.append((self.command, self.path, headers, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_PATCH = _keep  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def keeper() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Keeper)
    server.seen = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("command", COMMANDS)
def test_what_curl_sends(command: str, keeper: ThreadingHTTPServer):
    bash = shutil.which("bash")
    if shutil.which("curl") is None or bash is None:
        pytest.skip("curl or bash is not installed")
    url = f"http://127.0.0.1:{keeper.server_port}/bucket/a%20b?X-Amz-Signature={'a' * 64}&c=%2F"
    text = command.replace("URL", url)
    keeper.seen.clear()
    subprocess.run([bash, "-c", text], capture_output=True, timeout=60, check=False)
    method, target, headers, body = keeper.seen[0]
    request = read_request(text)
    assert (method, target) == (request.method, "/" + request.url.split("/", 3)[3])
    assert request.body == body
    # What curl always adds is not told.
    own = {"host", "user-agent", "accept", "content-length", "accept-encoding"}
    told = [(name.lower(), value) for name, value in request.headers]
    sent = [(name, value.encode("latin-1").decode("utf-8")) for name, value in headers]
    assert sorted(pair for pair in sent if pair[0] not in own) == sorted(
        pair for pair in told if pair[0] not in own
    )
    named = dict(told)
    assert all(named[name] == value for name, value in sent if name in named)
