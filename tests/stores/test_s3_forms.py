"""Upload forms on the one store that takes them: what it decides, and that we say the same."""

import html.parser
import re
import time

import pytest
import requests
from requests import Response

from sigv4presign import PresignedPost

from .clients import run_curl
from .store import Store

pytestmark = [pytest.mark.store, pytest.mark.parametrize("store", ["ceph"], indirect=True)]

IMAGE = ["starts-with", "$Content-Type", "image/"]
FORM = {
    "content_length_range": (3, 20),
    "conditions": [IMAGE],
    "metadata": {"author": "me é"},
    "acl": "private",
}


def sent(
    form: PresignedPost,
    fields: list[tuple[str, str]] | None = None,
    content: bytes = b"content",
    name: str = "a b.png",
) -> Response:
    """Send *form*, its fields replaced by *fields*, as a browser does: the file last."""
    parts = [(n, (None, v.encode())) for n, v in fields or (*form.fields, *filled(form))]
    parts.append(("file", (name, content, "application/octet-stream")))
    with requests.Session() as session:
        session.trust_env = False
        return session.post(form.url, files=parts, timeout=60, allow_redirects=False)


def filled(form: PresignedPost) -> list[tuple[str, str]]:
    return [(name, begins + "png") for name, begins in form.left_open]


def code(answer: Response) -> str:
    found = re.search(r"<Code>(\w+)</Code>", answer.text)
    return found[1] if found else ""


def test_an_upload(store: Store):
    answer = sent(store.s3().post_object("bucket", "forms/a é", **FORM))
    assert answer.status_code == 204, answer.text
    kept = store.get("forms/a é")
    assert (kept.body, kept.headers["Content-Type"]) == (b"content", "image/png")
    assert kept.headers["x-amz-meta-author"].encode("latin-1").decode() == "me é"


def test_the_name_of_the_file_in_the_key(store: Store):
    form = store.s3().post_object("bucket", "forms/${filename}", success_action_status="201")
    answer = sent(form, name="photo.png")
    assert answer.status_code == 201, answer.text
    assert store.get("forms/photo.png").body == b"content"


def test_a_redirect_after_it(store: Store):
    form = store.s3().post_object(
        "bucket", "forms/redirect", success_action_redirect="http://h.example/done"
    )
    answer = sent(form)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("http://h.example/done")


def changed(name: str, value: str):
    def change(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(n, value if n == name else v) for n, v in fields]

    return change


REFUSED = [
    ("too large", None, b"c" * 21, "EntityTooLarge"),
    ("too small", None, b"c" * 2, "EntityTooSmall"),
    ("another type", changed("Content-Type", "text/html"), b"content", "AccessDenied"),
    ("another key", changed("key", "forms/other"), b"content", "AccessDenied"),
    ("another access", changed("acl", "public-read"), b"content", "AccessDenied"),
    ("other metadata", changed("x-amz-meta-author", "you"), b"content", "AccessDenied"),
    (
        "a field more",
        lambda fields: [*fields, ("x-amz-meta-more", "a")],
        b"content",
        "AccessDenied",
    ),
    (
        "a field less",
        lambda fields: [pair for pair in fields if pair[0] != "acl"],
        b"content",
        "AccessDenied",
    ),
]


@pytest.mark.parametrize(("what", "change", "content", "expected"), REFUSED)
def test_what_the_policy_does_not_allow(store: Store, what: str, change, content: bytes, expected):
    form = store.s3().post_object("bucket", "forms/refused", **FORM)
    fields = [*form.fields, *filled(form)]
    assert sent(form, fields).status_code == 204
    fields = change(fields) if change else fields

    answer = sent(form, fields, content)

    assert answer.status_code in (400, 403), what
    assert code(answer) == expected
    failures = form.policy.check(fields, size=len(content), bucket="bucket")
    assert [failure.code for failure in failures] == [expected]
    assert store.get("forms/refused").body == b"content"


@pytest.mark.parametrize("name", ["policy", "x-amz-signature"])
def test_what_is_not_signed_so(store: Store, name: str):
    form = store.s3().post_object("bucket", "forms/unsigned")
    value = dict(form.fields)[name]
    fields = changed(name, ("0" if value[0] != "0" else "1") + value[1:])(list(form.fields))
    assert sent(form, fields).status_code == 403
    assert store.gone("forms/unsigned")


def test_an_expired_form(store: Store):
    form = store.s3().post_object("bucket", "forms/late", expires_in=60, now=time.time() - 61)
    assert sent(form).status_code == 403
    assert [str(failure) for failure in form.policy.check(form.fields, bucket="bucket")] == [
        "the policy has expired"
    ]
    assert store.gone("forms/late")


def test_the_command(store: Store, tmp_path):
    file = tmp_path / "a 'b', c.png"  # Ceph ends a file's name at a semicolon
    file.write_bytes(b"by curl")
    form = store.s3().post_object("bucket", "forms/${filename}", **FORM)
    assert run_curl(form.curl(str(file))).status == 204
    assert store.get("forms/a 'b', c.png").body == b"by curl"


class Page(html.parser.HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = dict(attrs)
        if tag == "form":
            self.action = values["action"]
        if tag == "input" and values.get("type") != "file":
            self.fields.append((values["name"], values["value"]))


def test_the_page(store: Store):
    form = store.s3().post_object("bucket", "forms/page <\"&'>.png", **FORM)
    page = Page(form.html())
    assert page.action == form.url
    assert sent(form, page.fields).status_code == 204
    assert store.get("forms/page <\"&'>.png").body == b"content"


def test_temporary_credentials(store: Store):
    form = store.s3(credentials=store.assumed_role()).post_object("bucket", "forms/token")
    without = [pair for pair in form.fields if pair[0] != "x-amz-security-token"]
    assert sent(form, without).status_code == 403
    assert sent(form).status_code == 204
    assert store.get("forms/token").body == b"content"


def test_boto3_s_own_call(store: Store):
    post = store.s3().generate_presigned_post(
        "bucket",
        "forms/boto3/${filename}",
        Fields={"acl": "private"},
        Conditions=[["content-length-range", 1, 10]],
        ExpiresIn=60,
    )
    answer = requests.post(
        post["url"], data=post["fields"], files={"file": ("a.txt", b"content")}, timeout=60
    )
    assert answer.status_code == 204, answer.text
    assert store.get("forms/boto3/a.txt").body == b"content"
