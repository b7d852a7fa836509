"""What is not signed as it must be is refused, in S3's words; no secret gets into the log."""

import time
import tracemalloc
from urllib.parse import quote

import pytest

from sigv4presign import Credentials, S3Presigner, sign_headers
from sigv4presign.errors import InvalidRequestError
from sigv4presign.store import Store

from .asking import Asker, raw

TOKEN = "token+of/a=session"
SESSION = Credentials("AKIASESSION", "secret-of-the-session", TOKEN)
OTHER = Credentials("AKIAOTHER", "secret-of-the-other")


@pytest.fixture(scope="module")
def log() -> list[str]:
    return []


@pytest.fixture(scope="module")
def store(tmp_path_factory, log: list[str]):
    folder = tmp_path_factory.mktemp("store")
    credentials = [Credentials("AKIAFIRST", "secret-of-the-first"), SESSION]
    with Store(folder, credentials=credentials, buckets=["bucket"], log=log.append) as store:
        yield store


@pytest.fixture
def ask(store: Store):
    asker = Asker(store)
    yield asker
    asker.close()


def logged(log: list[str], text: str) -> str:
    """Return the line of the log that has *text*; it may come after the answer."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        for line in log:
            if text in line:
                return line
        time.sleep(0.01)
    pytest.fail(f"the log has no {text!r}")


class TestThreeForms:
    def test_a_url(self, ask: Asker, store: Store):
        link = store.presigner().put_object("bucket", "k")
        assert ask.through(link, b"content").status == 200
        answer = ask.send("PUT", "/bucket/other?" + link.url.partition("?")[2], b"content")
        assert (403, "SignatureDoesNotMatch") == (answer.status, answer.code)
        assert answer.text("CanonicalRequest").startswith("PUT\n/bucket/other\nX-Amz-Algorithm=")
        assert answer.text("StringToSign").startswith("AWS4-HMAC-SHA256\n")
        assert answer.text("AWSAccessKeyId") == "AKIAFIRST"
        assert answer.text("Resource") == "/bucket/other"
        assert answer.text("RequestId") == answer.headers["x-amz-request-id"]

    def test_headers(self, ask: Asker):
        assert ask("PUT", "k", body=b"content").status == 200
        assert ask("GET", "k", credentials=OTHER).code == "InvalidAccessKeyId"
        wrong = Credentials("AKIAFIRST", "wrong")
        assert ask("GET", "k", credentials=wrong).code == "SignatureDoesNotMatch"

    def test_nothing(self, ask: Asker):
        for method in ("GET", "PUT", "DELETE", "POST"):
            answer = ask.send(method, "/bucket/k", b"")
            assert (403, "AccessDenied") == (answer.status, answer.code)
        assert ask.send("HEAD", "/bucket/k", None).status == 403

    def test_two_at_once(self, ask: Asker, store: Store):
        link = store.presigner().get_object("bucket", "k")
        answer = ask.through(link, authorization="AWS4-HMAC-SHA256 Credential=a")
        assert (400, "InvalidArgument") == (answer.status, answer.code)

    def test_a_session(self, ask: Asker, store: Store):
        ask.put("k", b"content")
        for signer, status in (
            (SESSION, 200),
            (Credentials("AKIASESSION", "secret-of-the-session"), 400),
            (Credentials("AKIASESSION", "secret-of-the-session", "another"), 400),
        ):
            s3 = store.presigner(credentials=signer)
            assert isinstance(s3, S3Presigner)
            assert status == ask.through(s3.get_object("bucket", "k")).status
            assert status == ask("GET", "k", credentials=signer).status

    def test_another_time(self, ask: Asker, store: Store):
        ask.put("k", b"content")
        now = int(time.time())
        s3 = store.presigner()
        for signed_at, code in ((now - 61, "AccessDenied"), (now + 1000, "AccessDenied")):
            link = s3.get_object("bucket", "k", expires_in=60, now=signed_at)
            assert code == ask.through(link).code
        assert ask("GET", "k", now=now - 1000).code == "RequestTimeTooSkewed"


class TestBodies:
    def test_another_body(self, ask: Asker, store: Store):
        url = f"{store.endpoint_url}/bucket/k2"
        for signed, sent in ((b"hello", b"help!"), (b"hello", b""), (b"", b"hello")):
            headers = sign_headers(
                "PUT",
                url,
                credentials=store.credentials,
                region="us-east-1",
                service="s3",
                body=signed,
            )
            answer = ask.send("PUT", "/bucket/k2", sent, headers)
            assert (400, "XAmzContentSHA256Mismatch") == (answer.status, answer.code)
            assert ask("GET", "k2").status == 404

    def test_a_body_where_there_should_be_none(self, ask: Asker, store: Store):
        """A request without use for a body must be what was signed even so."""
        ask.put("k", b"content")
        for method, path in (("DELETE", "/bucket/k"), ("PUT", "/bucket/k?tagging")):
            headers = sign_headers(
                method,
                f"{store.endpoint_url}{path}",
                credentials=store.credentials,
                region="us-east-1",
                service="s3",
            )
            answer = ask.send(method, path, b"surplus", headers)
            assert answer.code == "XAmzContentSHA256Mismatch"
        assert ask.get("k") == b"content"

    def test_headers_that_are_not_signed(self, ask: Asker, store: Store):
        """CVE-2026-97731: a URL for PUT must not become a copy of any object."""
        ask.put("private", b"private")
        link = store.presigner().put_object("bucket", "mine")
        for name in ("x_amz_copy_source", "x_amz_acl", "x_amz_meta_a", "x_amz_tagging"):
            answer = ask.through(link, b"", **{name: "bucket/private"})
            assert (403, "AccessDenied") == (answer.status, answer.code)
            assert answer.text("HeadersNotSigned") == name.replace("_", "-")
        assert "mine" not in ask.listed()


class TestRouting:
    @pytest.mark.parametrize(
        "method, key, query, status, code",
        [
            ("GET", "", {"policy": ""}, 501, "NotImplemented"),
            ("PUT", "", {"versioning": ""}, 501, "NotImplemented"),
            ("GET", "", {"versions": ""}, 501, "NotImplemented"),
            ("GET", "k", {"acl": ""}, 501, "NotImplemented"),
            ("PUT", "k", {"acl": ""}, 501, "NotImplemented"),
            ("DELETE", "", {"tagging": ""}, 501, "NotImplemented"),
            ("POST", "k", {"restore": ""}, 501, "NotImplemented"),
            ("GET", "k", {"partNumber": "1"}, 501, "NotImplemented"),
            ("GET", "k", {"versionId": "1"}, 400, "InvalidArgument"),
            ("POST", "k", {}, 405, "MethodNotAllowed"), ("PATCH", "k", {}, 405, "MethodNotAllowed"),
            ("POST", "", {}, 405, "MethodNotAllowed"), ("TRACE", "k", {}, 405, "MethodNotAllowed"),
            ("DELETE", None, {}, 405, "MethodNotAllowed"), ("GET", None, {"x": "y"}, 200, ""),
            ("GET", None, {"location": ""}, 405, "MethodNotAllowed"),
            ("GET", "k", {"versionId": "null"}, 200, ""),
            ("GET", "k", {"x-id": "GetObject"}, 200, ""),
        ],
    )  # fmt: skip
    def test_what_there_is(self, ask: Asker, method, key, query, status: int, code: str):
        ask.put("k", b"content")
        answer = ask(method, key, query)
        assert (status, code) == (answer.status, answer.code if status >= 400 else "")

    def test_no_bucket_but_a_key(self, ask: Asker, store: Store):
        url = f"{store.endpoint_url}//etc/passwd"
        headers = sign_headers(
            "GET", url, credentials=store.credentials, region="us-east-1", service="s3"
        )
        assert ask.send("GET", "//etc/passwd", None, headers).code == "InvalidBucketName"

    def test_a_repeated_parameter(self, ask: Asker, store: Store):
        """Of a repeated one the first counts, in the order in which they are signed."""
        path = "/bucket?list-type=2&prefix=b&prefix=a"
        headers = sign_headers(
            "GET",
            f"{store.endpoint_url}{path}",
            credentials=store.credentials,
            region="us-east-1",
            service="s3",
        )
        assert ask.send("GET", path, None, headers).text("Prefix") == "a"

    def test_a_bucket_before_the_host(self, ask: Asker, store: Store):
        ask.put("dir/k é", b"content")
        host = f"localhost:{store.port}"
        s3 = store.presigner(endpoint_url=f"http://{host}", addressing_style="virtual")
        link = s3.get_object("bucket", "dir/k é")
        assert link.url.startswith(f"http://bucket.{host}/dir/k%20")
        assert ask.through(link).body == b"content"
        listing = s3.list_objects_v2("bucket", prefix="dir")
        assert ask.through(listing).texts("Contents/Key") == ["dir/k é"]
        form = s3.post_object("bucket", "posted")
        body = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in form.fields
        )
        body += '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ncontent\r\n--b--\r\n'
        headers = [("Content-Type", "multipart/form-data; boundary=b"), ("Host", f"bucket.{host}")]
        answer = ask.send("POST", "/", body.encode(), headers)
        assert answer.headers["location"] == f"http://bucket.{host}/posted"


class TestCors:
    HEADERS = (("Origin", "https://a.example"), ("Access-Control-Request-Method", "PUT"))

    def test_before_the_request(self, ask: Asker):
        asked = [*self.HEADERS, ("Access-Control-Request-Headers", "x-amz-meta-a")]
        answer = ask.send("OPTIONS", "/bucket/k", None, asked)
        assert answer.status == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "PUT" in answer.headers["access-control-allow-methods"]
        assert answer.headers["access-control-allow-headers"] == "x-amz-meta-a"
        assert (
            "access-control-allow-headers"
            not in ask.send("OPTIONS", "/bucket/k", None, self.HEADERS).headers
        )

    def test_with_the_request(self, ask: Asker):
        ask.put("k", b"content")
        answer = ask("GET", "k", headers={"Origin": "https://a.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-origin" not in ask("GET", "k").headers

    def test_what_is_no_question(self, ask: Asker):
        for headers in ([], self.HEADERS[:1], self.HEADERS[1:]):
            assert ask.send("OPTIONS", "/bucket/k", None, headers).status == 400
        bad = [self.HEADERS[0], ("Access-Control-Request-Method", "PATCH")]
        assert ask.send("OPTIONS", "/bucket/k", None, bad).status == 403
        assert ask.send("OPTIONS", "*", None, self.HEADERS).status == 400

    def test_some_origins(self, tmp_path):
        with Store(tmp_path, cors=["https://a.example"]) as store:
            ask = Asker(store)
            for origin, status, told in (
                ("https://a.example", 200, "https://a.example"),
                ("https://b.example", 403, None),
            ):
                headers = [("Origin", origin), self.HEADERS[1]]
                answer = ask.send("OPTIONS", "/bucket", None, headers)
                assert status == answer.status
                assert told == answer.headers.get("access-control-allow-origin")
                vary = "Origin" if told else None
                assert vary == answer.headers.get("vary")
            ask.close()


class TestLog:
    def test_a_line(self, ask: Asker, log: list[str]):
        ask.put("a b", b"content")
        answer = ask("GET", "a b", {"response-content-type": "text/plain"})
        identifier = answer.headers["x-amz-request-id"]
        line = logged(log, identifier)
        assert (
            ' 127.0.0.1 AKIAFIRST "GET /bucket/a%20b?response-content-type=text%2Fplain" 200 - 7 '
            in line
        )

    def test_nothing_that_could_be_used(self, ask: Asker, store: Store, log: list[str]):
        for signer in (store.credentials, SESSION):
            link = store.presigner(credentials=signer).get_object("bucket", "k")
            signature = link.url.partition("X-Amz-Signature=")[2][:64]
            target = "/" + link.url.split("/", 3)[3]
            spelled = target.replace("X-Amz-Signature", "%58-amz-signature")
            escaped = target.replace("&", "&amp;"), target.replace("&", ";"), quote(target)
            for each in (
                target, spelled, target.replace("X-Amz-S", "X-Amz-T"), f"{target}&a=b", *escaped,
                quote(quote(target)), target.replace("?", "%3f%58-"), target.replace("?", "/"),
            ):  # fmt: skip
                ask.send("GET", each, None)
            raw(store, f"GET {target} HTTP/1.1\r\nBad Header: {signature}\r\n\r\n".encode())
            raw(store, f"GET {target} SURPLUS\r\n\r\n".encode())
            logged(log, '- "-" 400 BadRequest')
            assert signature not in "".join(log)
        assert "token" not in "".join(log)
        assert "secret" not in "".join(log)
        assert logged(log, "?a=b")

    def test_a_quote_in_a_target(self, store: Store, log: list[str]):
        raw(store, b'GET /"a HTTP/1.1\r\nHost: a\r\n\r\n')
        assert logged(log, '"GET /%22a"')

    def test_an_error_of_ours(self, ask: Asker, store: Store, log: list[str], monkeypatch):
        def broken(*_):
            raise RuntimeError("a bug")

        monkeypatch.setattr(store._folder, "bucket", broken)
        answer = ask("GET", "k")
        assert (500, "InternalError") == (answer.status, answer.code)
        assert answer.headers["connection"] == "close"
        assert "a bug" not in answer.body.decode()
        assert logged(log, "RuntimeError: a bug")

    def test_an_error_of_ours_without_a_log(self, tmp_path, monkeypatch, capsys):
        with Store(tmp_path) as store:
            ask = Asker(store)
            monkeypatch.setattr(store._folder, "names", None)
            assert ask("GET", None).status == 500
            assert ask.send("GET", "/", None).status == 403
            ask.close()
        assert capsys.readouterr().err.startswith("Traceback (most recent call last)")


class TestArguments:
    @pytest.mark.parametrize(
        "settings, text",
        [
            ({"credentials": []}, "credentials must be"),
            ({"credentials": ["a"]}, "credentials must be"),
            ({"region": "a/b"}, "region is 'a/b'"), ({"buckets": ["A"]}, "'A' is no name"),
            ({"host": "no.such.host.invalid"}, "cannot listen on 'no.such.host.invalid'"),
            ({"host": "192.0.2.1"}, "cannot listen on '192.0.2.1'"),
        ],
    )  # fmt: skip
    def test_what_they_cannot_be(self, tmp_path, settings, text: str):
        with pytest.raises(InvalidRequestError, match=text):
            Store(tmp_path, **settings)
        with Store(tmp_path):
            pass  # and the folder is free again

    def test_a_port_that_is_taken(self, tmp_path, store: Store):
        with pytest.raises(InvalidRequestError, match=r"cannot listen on '127\.0\.0\.1', port"):
            Store(tmp_path, port=store.port)

    def test_a_folder_that_is_served_already(self, tmp_path):
        with Store(tmp_path), pytest.raises(InvalidRequestError, match="another server already"):
            Store(tmp_path)

    def test_a_folder_that_cannot_be(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(InvalidRequestError, match=r"cannot serve .*file'"):
            Store(tmp_path / "file")

    def test_another_family(self, tmp_path):
        with Store(tmp_path, host="::1") as store:
            assert store.endpoint_url == f"http://[::1]:{store.port}"

    def test_its_own_credentials(self, tmp_path):
        with Store(tmp_path / "a") as one, Store(tmp_path / "b") as other:
            assert one.credentials != other.credentials


def test_memory_does_not_grow_with_the_body(ask: Asker):
    content = bytes(48 * 1024**2)
    ask.put("large", content[:1024])
    tracemalloc.start()
    ask.put("large", content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 1024**2
