"""``explain`` and ``diagnose`` as a person or a script uses them."""

import io
import json
import re
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sigv4presign import Credentials, VerificationError, parse_presigned
from sigv4presign.cli._paint import painted
from sigv4presign.s3.answers import error_document

from .examples import KEYS, NOW, SECRET, TOKEN, sign

LINK = sign().url
SIGNATURE = LINK[-64:]
XML = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"


class Terminal(io.StringIO):
    """Standard output or input that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Give standard input."""

    def typed(text: "str | bytes") -> None:
        raw = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), "utf-8"))

    return typed


class TestExplain:
    def test_a_url(self, run):
        ran = run(f"explain '{LINK}'")
        assert (0, "") == (ran.status, ran.err)
        assert "examplebucket" not in ran.out
        assert "1 hour left" in ran.out
        assert SIGNATURE not in ran.out

    def test_what_it_may_be_told(self, run):
        ran = run(
            f"explain '{LINK}' --method put --now 2015-08-30T13:36:00Z "
            "-H 'Host: x.s3.amazonaws.com'"
        )
        assert "expired 0 seconds ago" in ran.out
        assert "operation  put_object" in ran.out
        assert "x (in the host)" in ran.out
        assert SIGNATURE in run(f"explain '{LINK}' --reveal").out

    def test_json(self, run):
        said = json.loads(run(f"explain '{LINK}' --json").out)
        assert ("v4", "bucket", 3600) == (said["kind"], said["site"]["bucket"], said["expires_in"])

    def test_html(self, run):
        page = run(f"explain '{LINK}' --html").out
        assert page.startswith("<!DOCTYPE html>")
        assert page.endswith("</html>\n")

    @pytest.mark.parametrize("argument", ["-", ""])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_standard_input(self, run, typed, argument: str, encoding: str):
        typed(f"{LINK[:80]}\n{LINK[80:]}\n".encode(encoding))
        ran = run(f"explain {argument}")
        assert "over several lines" in ran.out
        assert "1 hour left" in ran.out

    def test_a_file(self, run, tmp_path: Path):
        (tmp_path / "url.txt").write_text(f"<{LINK}>")
        assert "quotes or brackets" in run(f"explain '{tmp_path / 'url.txt'}'").out
        policy = "eyJleHBpcmF0aW9uIjoiMjAxNS0wOC0zMFQxMzozNjowMFoifQ=="
        assert "the policy cannot be read" in run(f"explain {policy}").out

    @pytest.mark.parametrize(
        "words, said",
        [
            ("hello", "there is no URL in the text"),
            ("'" + "x" * 5000 + "'", "there is no URL in the text"),
            ("--json --html x", "not allowed with"),
            ("x --now yesterday", "is no moment"),
            ("x --now 99999999999999999999", "is no moment"),
            ("x --now 0001-01-01", "is no moment"),
        ],
    )
    def test_what_cannot_be_read(self, run, words: str, said: str):
        ran = run(f"explain {words}")
        assert (2, "") == (ran.status, ran.out)
        assert said in ran.err

    def test_no_input_at_all(self, run, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(sys, "stdin", Terminal())
        ran = run("explain")
        assert (2, True) == (ran.status, "give the URL in quotes, or -" in ran.err)

    @pytest.mark.parametrize(
        "now",
        ["1440938160", "20150830T123600Z", "2015-08-30T12:36:00", "2015-08-30T14:36:00+02:00"],
    )
    def test_moments(self, run, now: str):
        assert json.loads(run(f"explain '{LINK}' --now {now} --json").out)["now"] == NOW


class TestDiagnose:
    def test_genuine(self, run):
        ran = run(f"diagnose '{LINK}'")
        assert (0, "") == (ran.status, ran.err)
        assert "genuine" in ran.out

    def test_a_cause(self, run):
        ran = run(f"diagnose '{LINK}' --method PUT")
        assert 1 == ran.status
        assert ran.out.startswith("certain: ")
        assert "(method-changed)" in ran.out

    def test_json(self, run):
        found = json.loads(run(f"diagnose 'curl -X PUT \"{LINK}\"' --json").out)
        assert ("found", "method-changed") == (found["verdict"], found["findings"][0]["cause"])

    def test_undecided(self, run):
        ran = run(f"diagnose '{LINK}' --now {NOW}", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
        assert (3, "") == (ran.status, ran.err)
        assert "to tell more, add" in ran.out

    def test_with_the_answer(self, run, tmp_path: Path, typed):
        (tmp_path / "error.xml").write_text(XML)
        ran = run(f"diagnose '{LINK}' --response '{tmp_path / 'error.xml'}' --now {NOW + 9999}")
        assert 1 == ran.status
        assert "(expired)" in ran.out
        typed(XML)
        assert "(expired)" in run(f"diagnose '{LINK}' --response - --now {NOW + 9999}").out
        typed(f"{LINK}\n{XML}")
        assert "(expired)" in run(f"diagnose - --now {NOW + 9999}").out

    def test_with_what_the_store_received(self, run, tmp_path: Path):
        altered = LINK.replace("key.txt", "key2.txt")
        with pytest.raises(VerificationError) as refused:
            parse_presigned("GET", altered).verify(SECRET, now=NOW)
        document = error_document(refused.value, details=True)
        (tmp_path / "error.xml").write_bytes(document)
        ran = run(f"diagnose '{LINK}' --response '{tmp_path / 'error.xml'}'", AWS_ACCESS_KEY_ID="")
        assert ran.status in (1, 3)
        assert "key2.txt" in ran.out

    def test_a_damaged_secret_is_the_cause(self, run):
        url = sign(credentials=Credentials("AKIDEXAMPLE", "secret")).url
        ran = run(f"diagnose '{url}'", AWS_SECRET_ACCESS_KEY="secret\n")
        assert 1 == ran.status
        assert "(secret-damaged)" in ran.out

    def test_credentials_of_somebody_else_are_not_used(self, run):
        ran = run(f"diagnose '{LINK}'", AWS_ACCESS_KEY_ID="AKIDOTHER")
        assert 3 == ran.status
        assert "are those of AKIDOTHER, the request is signed by AKIDEXAMPLE" in ran.err
        ran = run("diagnose https://h.example/ --method GET", AWS_ACCESS_KEY_ID="AKIDOTHER")
        assert "signed by nobody" in ran.err

    def test_a_profile(self, run, tmp_path: Path):
        keys = tmp_path / "keys"
        keys.write_text(f"[x]\naws_access_key_id=AKIDEXAMPLE\naws_secret_access_key={SECRET}\n")
        assert (
            0 == run(f"diagnose '{LINK}' --profile x", AWS_SHARED_CREDENTIALS_FILE=str(keys)).status
        )
        ran = run(f"diagnose '{LINK}' --profile y", AWS_SHARED_CREDENTIALS_FILE=str(keys))
        assert (2, "") == (ran.status, ran.out)

    @pytest.mark.parametrize(
        "words, said",
        [
            ("hello", "there is no URL in the text"),
            ("- --response -", "cannot both be read from standard input"),
            ("--response -", "cannot both be read from standard input"),
            (f"'{LINK}' --response /none/at/all", "/none/at/all: "),
            (f"'{LINK}' --response ''", "it is empty"),
            (f"'{LINK}' --timeout 0", "is no number of seconds"),
            (f"'{LINK}' --timeout x", "is no number of seconds"),
        ],
    )
    def test_what_cannot_be_read(self, run, words: str, said: str):
        ran = run(f"diagnose {words}")
        assert (2, "") == (ran.status, ran.out)
        assert said in ran.err

    def test_hostile_xml(self, run, tmp_path: Path):
        (tmp_path / "x").write_text('<!DOCTYPE a [<!ENTITY b "c">]><Error><Code>&b;</Code></Error>')
        ran = run(f"diagnose '{LINK}' --response '{tmp_path / 'x'}'")
        assert (2, True) == (ran.status, "document type declaration" in ran.err)


class Store(BaseHTTPRequestHandler):
    """Refuses as S3 does, and keeps what it was sent."""

    def _answer(self) -> None:
        url = f"http://{self.headers['Host']}{self.path}"
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        if "redirect" in self.path:
            self.send_response(307)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            return
        status, document = 200, b"x" * 100000
        try:
            parse_presigned(self.command, url, list(self.headers.items())).verify(SECRET, now=NOW)
        except VerificationError as error:
            status, document = error.status, error_document(error, details=True)
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.end_headers()
        self.wfile.write(document)

    do_GET = do_PUT = do_DELETE = do_POST = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def store() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


class TestLive:
    @pytest.fixture
    def link(self, store: ThreadingHTTPServer):
        def link(method: str = "GET", path: str = "/bucket/a%20b", **settings: object) -> str:
            return sign(method, f"http://127.0.0.1:{store.server_port}{path}", **settings).url

        return link

    def test_accepted(self, run, link):
        ran = run(f"diagnose --live '{link()}'")
        assert (0, "the store accepted the request: 200\n") == (ran.status, ran.out)
        assert json.loads(run(f"diagnose --live --json '{link()}'").out) == {
            "verdict": "accepted",
            "status": 200,
        }

    def test_refused(self, run, link):
        altered = link().replace("a%20b", "a%20c")
        ran = run(f"diagnose --live '{altered}'")
        assert 1 == ran.status
        assert SECRET not in ran.out + ran.err
        assert re.match("(certain|likely): ", ran.out)

    def test_what_is_sent(self, run, link, store, tmp_path: Path):
        url = link("PUT", headers={"x-amz-acl": "private"})
        (tmp_path / "body").write_bytes(b"body")
        words = f"--live --method PUT -H 'x-amz-acl: private' --body '{tmp_path / 'body'}'"
        assert 0 == run(f"diagnose '{url}' {words}").status
        method, path, headers, body = store.seen[-1]
        assert ("PUT", url.partition("127.0.0.1")[2].partition("/")[2], b"body") == (
            method, path[1:], body,
        )  # fmt: skip
        assert ("private", "4") == (headers["x-amz-acl"], headers["Content-Length"])
        assert "Accept-Encoding" not in headers
        words = '-X DELETE -H "Host: other" -H "Connection: x"'
        curl = f"diagnose 'curl {words} \"{link('DELETE')}\"' --live"
        assert 1 == run(f"{curl} --method DELETE").status
        assert ("DELETE", "other", "0") == (
            store.seen[-1][0], store.seen[-1][2]["Host"], store.seen[-1][2]["Content-Length"],
        )  # fmt: skip
        assert "Connection" not in store.seen[-1][2]

    def test_a_redirect_is_not_followed(self, run, link, store):
        before = len(store.seen)
        ran = run(f"diagnose --live '{link(path='/redirect')}'")
        assert before + 1 == len(store.seen)
        assert ran.status in (0, 1, 3)

    @pytest.mark.parametrize(
        "words, said",
        [
            ("'curl -X PUT -d x \"URL\"'", "say --method PUT to send it"),
            ("'curl -X DELETE \"URL\"'", "say --method DELETE to send it"),
            ("'URL' --method PUT", "a PUT without a body would store an empty object"),
            ("'curl -F key=a \"URL\"'", "sends no upload forms"),
            ("'wss://h.example/x'", "speaks http and https"),
        ],
    )
    def test_what_is_not_sent(self, run, link, store, words: str, said: str):
        before = len(store.seen)
        ran = run(f"diagnose --live {words.replace('URL', link())}")
        assert (2, "") == (ran.status, ran.out)
        assert said in ran.err
        assert before == len(store.seen)

    def test_nobody_answers(self, run):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            for scheme in ("http", "https"):
                url = sign(url=f"{scheme}://127.0.0.1:{taken.getsockname()[1]}/k").url
                ran = run(f"diagnose --live '{url}' --timeout 2")
                assert (2, "") == (ran.status, ran.out)
                assert "no answer from 127.0.0.1" in ran.err


class TestColour:
    TEXT = "Heading\n  certain: a\n  likely: b\nhint: c\n    fix: d\n        ^^ ~\n\x1b[2Jx"

    def test_on_a_terminal(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(sys, "stdout", Terminal())
        shown = painted(self.TEXT, {})
        assert "\033[1;31mcertain: a\033[0m" in shown
        assert "\033[1mHeading\033[0m" in shown
        assert "\033[2J" not in shown
        assert re.sub("\033\\[[0-9;]*m", "", shown) == self.TEXT.replace("\x1b", "\\x1b")

    def test_what_the_terminal_has_no_letter_for(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), "ascii"))
        assert painted("a: \u2026 caf\xe9", {}) == "a: ... caf\\xe9"
        monkeypatch.setattr("sys.stdout", io.StringIO())  # which has no encoding
        assert painted("caf\xe9", {}) == "caf\xe9"

    @pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
    def test_where_it_is_not_wanted(self, monkeypatch: pytest.MonkeyPatch, environ: dict):
        monkeypatch.setattr(sys, "stdout", Terminal())
        assert "\033" not in painted(self.TEXT, environ)

    def test_not_in_a_pipe(self, run):
        assert "\033" not in run(f"diagnose '{LINK}' --method PUT").out


def test_no_secret_and_no_token_is_printed(run):
    url = sign(credentials=Credentials("AKIDEXAMPLE", SECRET, TOKEN)).url
    for words in ("explain", "explain --json", "explain --html", "diagnose", "diagnose --json"):
        ran = run(f"{words} '{url}'", AWS_SESSION_TOKEN=TOKEN)
        assert TOKEN not in ran.out + ran.err
        assert KEYS.secret_access_key not in ran.out + ran.err
