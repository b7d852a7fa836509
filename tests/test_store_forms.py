"""Upload forms to the embedded store, from browsers, curl and worse."""

import base64
import json
import time

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import PresignedPost
from sigv4presign.signing import signature, signing_key
from sigv4presign.store import Store
from sigv4presign.store._errors import StoreError
from sigv4presign.store._multipart_form import Form, boundary_in

from .asking import Answer, Asker

CONTENT = b"sent by a form\r\n--not the boundary\r\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("store"), buckets=["bucket"]) as store:
        yield store


@pytest.fixture
def ask(store: Store):
    asker = Asker(store)
    yield asker
    for key in asker.listed():
        asker("DELETE", key)
    asker.close()


def encoded(fields, content: bytes = CONTENT, file_name: str = "cat.txt", **parts: bytes) -> bytes:
    """Return a form as a browser sends it."""
    body = b""
    for name, value in fields:
        body += f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
    body += head.encode() + b"Content-Type: text/x-own\r\n\r\n" + content
    return body + parts.get("end", b"\r\n--b--\r\n")


def post(ask: Asker, body: bytes, target: str = "/bucket", kind: str = "boundary=b") -> Answer:
    return ask.send("POST", target, body, [("Content-Type", f"multipart/form-data; {kind}")])


def form(store: Store, key: str = "up/${filename}", **settings) -> PresignedPost:
    return store.presigner().post_object("bucket", key, **settings)


def test_by_another_library(ask: Asker, store: Store):
    made = form(store, fields=[("Content-Type", "text/x-a"), ("x-amz-meta-n", "é")])
    files = {"file": ("ü 1.txt", CONTENT)}
    answer = requests.post(made.url, dict(made.fields), files=files, timeout=20)
    assert (204, "") == (answer.status_code, answer.text)
    assert answer.headers["location"] == f"{store.endpoint_url}/bucket/up/%C3%BC%201.txt"
    stored = ask("GET", "up/ü 1.txt")
    assert (CONTENT, answer.headers["etag"]) == (stored.body, stored.headers["etag"])
    assert stored.headers["content-type"] == "text/x-a"
    assert stored.headers["x-amz-meta-n"].encode("latin-1").decode() == "é"


class TestAnswers:
    @pytest.mark.parametrize(
        "status, expected", [("200", 200), ("201", 201), ("204", 204), ("999", 204)]
    )
    def test_a_status(self, ask: Asker, store: Store, status: str, expected: int):
        made = form(store, "k é", fields=[("success_action_status", status)])
        answer = post(ask, encoded(made.fields))
        assert expected == answer.status
        assert answer.headers["location"].endswith("/bucket/k%20%C3%A9")
        if expected == 201:
            assert (answer.text("Bucket"), answer.text("Key")) == ("bucket", "k é")
            assert answer.text("ETag") == answer.headers["etag"]

    @pytest.mark.parametrize("name", ["success_action_redirect", "redirect"])
    def test_a_redirect(self, ask: Asker, store: Store, name: str):
        made = form(store, "k é", fields=[(name, "https://example.com/done?a=b#c")])
        answer = post(ask, encoded(made.fields))
        assert answer.status == 303
        etag = answer.headers["etag"].strip('"')
        assert (
            f"https://example.com/done?a=b&bucket=bucket&key=k+%C3%A9&etag=%22{etag}%22"
            == answer.headers["location"]
        )
        plain = form(store, "k", fields=[(name, "http://example.com/")])
        assert "example.com/?bucket=" in post(ask, encoded(plain.fields)).headers["location"]

    @pytest.mark.parametrize(
        "target", ["javascript:alert(1)", "/here", "https://", "http://[", "https://a/\r\nX: y"]
    )
    def test_a_redirect_that_is_none(self, ask: Asker, store: Store, target: str):
        made = form(store, "k", conditions=[["starts-with", "$success_action_redirect", ""]])
        answer = post(ask, encoded([*made.fields, ("success_action_redirect", target)]))
        assert answer.status == 204
        assert "x" not in answer.headers


class TestRefusals:
    def test_a_form_of_somebody_else(self, ask: Asker, store: Store):
        fields = dict(form(store).fields)
        for name, value, code in (
            ("x-amz-signature", "0" * 64, "SignatureDoesNotMatch"),
            ("policy", base64.b64encode(b"{}").decode(), "SignatureDoesNotMatch"),
            ("key", "elsewhere/k", "AccessDenied"),
            ("bucket", "other", "AccessDenied"),
            ("x-amz-meta-surplus", "1", "AccessDenied"),
        ):
            answer = post(ask, encoded({**fields, name: value}.items()))
            assert (403, code) == (answer.status, answer.code)
            assert not ask.listed()

    def test_what_is_told_of_a_signature(self, ask: Asker, store: Store):
        fields = {**dict(form(store).fields), "x-amz-signature": "0" * 64}
        answer = post(ask, encoded(fields.items()))
        assert answer.text("StringToSign") == fields["policy"]
        assert answer.text("SignatureProvided") == "0" * 64

    def test_one_that_has_ended(self, ask: Asker, store: Store):
        made = form(store, expires_in=60, now=int(time.time()) - 61)
        assert post(ask, encoded(made.fields)).code == "AccessDenied"

    @pytest.mark.parametrize(
        "size, status, code",
        [(0, 400, "EntityTooSmall"), (1, 204, ""), (5, 204, ""), (6, 400, "EntityTooLarge")],
    )
    def test_sizes(self, ask: Asker, store: Store, size: int, status: int, code: str):
        made = form(store, "k", content_length_range=(1, 5))
        answer = post(ask, encoded(made.fields, b"x" * size))
        assert (status, code) == (answer.status, answer.code)
        assert (["k"] if status == 204 else []) == ask.listed()

    def test_no_form_that_is_signed(self, ask: Asker):
        assert post(ask, encoded([("key", "k")])).code == "AccessDenied"
        assert post(ask, encoded([])).code == "AccessDenied"

    def test_elsewhere_than_at_a_bucket(self, ask: Asker, store: Store):
        body = encoded(form(store).fields)
        for target, code in (
            ("/", "MethodNotAllowed"),
            ("/bucket/key", "MethodNotAllowed"),
            ("/nothing", "NoSuchBucket"),
        ):
            assert code == post(ask, body, target).code

    def test_a_key_that_is_too_long(self, ask: Asker, store: Store):
        made = form(store, "k" * 1000 + "${filename}")
        assert post(ask, encoded(made.fields, file_name="n" * 25)).code == "KeyTooLongError"

    def test_metadata_that_are_two_headers(self, ask: Asker, store: Store):
        made = form(store, "k", conditions=[["starts-with", "$x-amz-meta-n", ""]])
        answer = post(ask, encoded([*made.fields, ("x-amz-meta-n", "a\r\nb")]))
        assert (400, "InvalidArgument") == (answer.status, answer.code)

    @pytest.mark.parametrize("name", ["x-amz-meta-a\nb", "x-amz-meta-a: b", "x-amz-meta-é"])
    def test_metadata_with_a_name_that_no_header_has(self, ask: Asker, store: Store, name: str):
        field = "x-amz-meta-replaced"
        made = dict(form(store, "k", conditions=[{field: "c"}]).fields)
        policy = json.loads(base64.b64decode(made["policy"]))
        policy["conditions"] = [
            {name: "c"} if field in condition else condition for condition in policy["conditions"]
        ]
        made["policy"] = base64.b64encode(json.dumps(policy).encode()).decode()
        date, region = made["x-amz-date"][:8], store.region
        key = signing_key(store.credentials.secret_access_key, date, region, "s3")
        made["x-amz-signature"] = signature(key, made["policy"])
        fields = [(name if other == field else other, value) for other, value in made.items()]
        answer = post(ask, encoded(fields))
        assert (400, "InvalidArgument") == (answer.status, answer.code)
        assert not ask.listed()

    def test_tags(self, ask: Asker, store: Store):
        made = form(store, "k", conditions=[["starts-with", "$tagging", ""]])
        tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"
        assert post(ask, encoded([*made.fields, ("tagging", tags)])).status == 204
        assert ask("GET", "k", {"tagging": ""}).texts("TagSet/Tag/Key") == ["a"]
        assert post(ask, encoded([*made.fields, ("tagging", "<")])).code == "MalformedXML"


class TestBodies:
    def test_a_boundary_in_quotes(self, ask: Asker, store: Store):
        body = encoded(form(store, "k").fields)
        assert post(ask, body, kind='charset=utf-8; boundary="b"; x=y').status == 204

    def test_a_file_without_a_name(self, ask: Asker, store: Store):
        body = encoded(form(store, "k").fields).replace(b'; filename="cat.txt"', b"")
        assert post(ask, body).status == 204
        assert ask.get("k") == CONTENT

    def test_a_name_in_quotes(self, ask: Asker, store: Store):
        body = encoded(form(store).fields, file_name='a\\"b.txt')
        assert post(ask, body).status == 204
        assert ask.listed() == ['up/a"b.txt']

    def test_what_follows_the_file_does_not_count(self, ask: Asker, store: Store):
        end = b'\r\n--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nother\r\n--b--\r\n'
        assert post(ask, encoded(form(store, "k").fields, end=end)).status == 204
        assert ask.listed() == ["k"]

    @pytest.mark.parametrize(
        "old, new, code",
        [
            (b"form-data; name=", b"form-data; n=", "MalformedPOSTRequest"),
            (b"form-data;", b"attachment;", "MalformedPOSTRequest"),
            (b'name="file"', b'name="\xff"', "MalformedPOSTRequest"),
            (b"\r\n\r\n", b"\r\n\r\n\xff", "MalformedPOSTRequest"),
            (b"--b\r\n", b"--b\r\n" + b"a: b\r\n" * 17, "MalformedPOSTRequest"),
            (b"--b\r\n", b"--b\r\n" + b"a" * 9000, "InvalidRequest"),
            (b"--b\r\n", b"a" * 9000 + b"\r\n--b\r\n", "InvalidRequest"),
            (b'name="key"\r\n\r\n', b'name="key"\r\n\r\n' + b"a" * 90000, "InvalidRequest"),
            (b'name="file"', b'name="other"', "InvalidArgument"),
        ],
    )
    def test_what_is_no_form(self, ask: Asker, store: Store, old: bytes, new: bytes, code: str):
        body = encoded(form(store, "k").fields)
        assert old in body
        answer = post(ask, body.replace(old, new))
        assert (400, code) == (answer.status, answer.code)
        assert not ask.listed()

    @pytest.mark.parametrize("size", [0, 5, 40, 300, -3, -4, -8])
    def test_a_form_that_breaks_off(self, ask: Asker, store: Store, size: int):
        answer = post(ask, encoded(form(store, "k").fields)[:size])
        assert (400, "MalformedPOSTRequest") == (answer.status, answer.code)
        assert not ask.listed()

    def test_a_form_without_parts(self, ask: Asker):
        assert post(ask, b"--b--\r\n").code == "InvalidArgument"

    def test_more_fields_than_are_read(self, ask: Asker, store: Store):
        fields = [(f"x-ignore-{number}", "v" * 1000) for number in range(90)]
        assert post(ask, encoded([*fields, *form(store, "k").fields])).code == "InvalidRequest"

    @pytest.mark.parametrize("size", [1, 1000, 100_000])
    def test_more_before_the_file_than_is_read(self, size: int):
        body = b"x" * 9000 + b"\r\n" + encoded([("a", "b")])
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        with pytest.raises(StoreError, match="fields preceding the upload file were too large"):
            Form(iter(pieces), b"b").read_fields()

    def test_more_fields_than_are_counted(self):
        part = b'--b\r\nContent-Disposition: form-data; name=""\r\n\r\n\r\n'
        pieces = iter([part * 1000] * 1000)
        with pytest.raises(StoreError, match="fields preceding the upload file were too large"):
            Form(pieces, b"b").read_fields()
        assert len([*pieces]) > 990, "for each would take memory, and costs its sender nothing"

    def test_names_that_are_longer_than_is_read(self, ask: Asker):
        fields = [("n" * 4000 + str(number), "") for number in range(30)]
        assert post(ask, encoded(fields)).code == "InvalidRequest"

    def test_a_file_that_is_larger_than_any(self, ask: Asker, store: Store, monkeypatch):
        monkeypatch.setattr("sigv4presign.store._forms.LARGEST", 10)
        assert post(ask, encoded(form(store, "k").fields)).code == "EntityTooLarge"

    def test_what_follows_the_boundary(self, ask: Asker, store: Store):
        body = encoded(form(store, "k").fields, end=b"\r\n--bX--\r\n")
        assert post(ask, body).code == "MalformedPOSTRequest"

    def test_a_large_file(self, ask: Asker, store: Store):
        content = bytes(range(256)) * 40000
        assert post(ask, encoded(form(store, "k").fields, content)).status == 204
        assert content == ask.get("k")

    @given(st.data(), st.binary(max_size=200))
    def test_pieces_of_any_size(self, data: st.DataObject, content: bytes):
        content = content.replace(b"\r\n--b", b"")
        body = encoded([("a", "1"), ("b", "\r\n-")], content)
        pieces = []
        while body:
            size = data.draw(st.integers(1, 60))
            pieces.append(body[:size])
            body = body[size:]
        read = Form(iter(pieces), b"b")
        read.read_fields()
        assert [("a", "1"), ("b", "\r\n-")] == read.fields
        assert content == b"".join(read.file())
        assert ("cat.txt", "text/x-own") == (read.file_name, read.file_type)

    @given(st.binary(max_size=300))
    def test_any_bytes(self, body: bytes):
        read = Form(iter([b"--b\r\n" + body]), b"b")
        with pytest.raises(StoreError):
            read.read_fields()

    @pytest.mark.parametrize(
        "kind, boundary",
        [
            ("multipart/form-data; boundary=b", b"b"), ("multipart/form-data", None),
            ('MULTIPART/form-data;Boundary="b c"', b"b c"), ("text/plain; boundary=b", None),
            ("multipart/form-data; boundary=", None),
            ("multipart/form-data; boundary=" + "b" * 71, None),
        ],
    )  # fmt: skip
    def test_the_type(self, kind: str, boundary: bytes | None):
        assert boundary == boundary_in(kind)


def test_the_policy_of_another_bucket(ask: Asker, store: Store):
    """CVE-2023-43040: the bucket that counts is that of the address, and not that of a field."""
    ask("PUT", bucket="second-bucket")
    made = form(store, "k")
    policy = json.loads(base64.b64decode(dict(made.fields)["policy"]))
    assert {"bucket": "bucket"} in policy["conditions"]
    answer = post(ask, encoded([("bucket", "bucket"), *made.fields]), "/second-bucket")
    assert (403, "AccessDenied") == (answer.status, answer.code)
    ask("DELETE", bucket="second-bucket")
