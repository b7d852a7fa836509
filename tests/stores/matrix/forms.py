"""Upload forms: what a browser sends, and what the policy does not allow.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
"""

import re
import time
from collections.abc import Callable

import requests
from requests.structures import CaseInsensitiveDict

from sigv4presign import Credentials, PresignedPost

from ..clients import Answer
from .outcome import Section
from .trial import CONTENT, Trial, check, expected, first, must_refuse

forms = Section("Upload forms")
Fields = list[tuple[str, str]]
FORM = {
    "content_length_range": (3, 20),
    "conditions": [["starts-with", "$Content-Type", "image/"]],
    "metadata": {"author": "me é"},
    "acl": "private",
}


def sent(
    form: PresignedPost, fields: Fields | None = None, content: bytes = CONTENT, name: str = "a.png"
) -> Answer:
    """Send *form*, its fields replaced by *fields*, as a browser does: the file last."""
    parts = [(n, (None, v.encode())) for n, v in (filled(form) if fields is None else fields)]
    parts.append(("file", (name, content, "application/octet-stream")))
    with requests.Session() as session:
        session.trust_env = False
        got = session.post(form.url, files=parts, timeout=60, allow_redirects=False)
    return Answer(got.status_code, CaseInsensitiveDict(got.headers), got.content)


def filled(form: PresignedPost) -> Fields:
    return [*form.fields, *[(name, begins + "png") for name, begins in form.left_open]]


def form_of(on: Trial, key: str = "", **params: object) -> PresignedPost:
    return on.s3.post_object(on.bucket, key or on.key, **params)


@forms("post_object")
def _(on: Trial) -> None:
    expected(sent(form_of(on)), 204)
    on.holds(CONTENT)


@forms("post_object: conditions, metadata, ACL")
def _(on: Trial) -> None:
    expected(sent(form_of(on, **FORM)), 204)
    answer = on.on_key("get_object")
    check(answer.headers.get("Content-Type") == "image/png", "another Content-Type")
    author = answer.headers.get("x-amz-meta-author", "").encode("latin-1").decode()
    check(author == "me é", "other metadata")


@forms("post_object: ${filename}")
def _(on: Trial) -> None:
    expected(sent(form_of(on, f"{on.key}/${{filename}}"), name="photo é.png"), 204)
    on.holds(CONTENT, f"{on.key}/photo é.png")


@forms("post_object: success_action_status 200")
def _(on: Trial) -> None:
    expected(sent(form_of(on, success_action_status="200")), 200)


@forms("post_object: success_action_status 201")
def _(on: Trial) -> None:
    answer = expected(sent(form_of(on, success_action_status="201")), 201)
    check(first(answer.body, "Key") == on.key, "another key in its document")
    check(first(answer.body, "Bucket") == on.bucket, "another bucket in its document")


@forms("post_object: success_action_redirect")
def _(on: Trial) -> None:
    answer = expected(sent(form_of(on, success_action_redirect="http://h.example/done?a=b")), 303)
    begins = "http://h.example/done?a=b&bucket="
    check(answer.headers.get("Location", "").startswith(begins), "another Location")


@forms("post_object: tagging")
def _(on: Trial) -> None:
    tags = "<Tagging><TagSet><Tag><Key>e</Key><Value>of-it</Value></Tag></TagSet></Tagging>"
    expected(sent(form_of(on, fields={"tagging": tags})), 204)
    check(b"of-it" in on.on_key("get_object_tagging").body, "does not keep the tags")


@forms("post_object: x-ignore- fields")
def _(on: Trial) -> None:
    form = form_of(on)
    expected(sent(form, [*form.fields, ("x-ignore-this", "a")]), 204)


@forms("post_object: no such bucket")
def _(on: Trial) -> None:
    form = on.s3.post_object("not-there", on.key)
    must_refuse(sent(form), 404, "NoSuchBucket")


@forms("generate_presigned_post")
def _(on: Trial) -> None:
    post = on.s3.generate_presigned_post(
        on.bucket,
        on.key,
        Fields={"acl": "private"},
        Conditions=[{"acl": "private"}, ["content-length-range", 1, 10]],
        ExpiresIn=60,
    )
    expected(sent(form_of(on), list(post["fields"].items())), 204)
    on.holds(CONTENT)


Change = Callable[[Fields], Fields]


def changed(name: str, value: str) -> Change:
    return lambda fields: [(n, value if n == name else v) for n, v in fields]


def without(name: str) -> Change:
    return lambda fields: [pair for pair in fields if pair[0] != name]


def flipped(name: str) -> Change:
    def change(fields: Fields) -> Fields:
        value = dict(fields)[name]
        return changed(name, ("0" if value[0] != "0" else "1") + value[1:])(fields)

    return change


def same(fields: Fields) -> Fields:
    return fields


DENIED = (403, "AccessDenied")
NOT_ALLOWED: list[tuple[str, Change, bytes, tuple[int, str]]] = [
    ("too large", same, b"c" * 21, (400, "EntityTooLarge")),
    ("too small", same, b"c" * 2, (400, "EntityTooSmall")),
    ("another type", changed("Content-Type", "text/html"), CONTENT, DENIED),
    ("another key", changed("key", "forms/other"), CONTENT, DENIED),
    ("another ACL", changed("acl", "public-read"), CONTENT, DENIED),
    ("other metadata", changed("x-amz-meta-author", "you"), CONTENT, DENIED),
    ("a field more", lambda fields: [*fields, ("x-amz-meta-more", "a")], CONTENT, DENIED),
    ("a field less", without("acl"), CONTENT, DENIED),
    ("another signature", flipped("x-amz-signature"), CONTENT, (403, "SignatureDoesNotMatch")),
    ("no signature", without("x-amz-signature"), CONTENT, (400, "InvalidArgument")),
    ("no policy", without("policy"), CONTENT, (400, "InvalidArgument")),
    ("no key", without("key"), CONTENT, (400, "InvalidArgument")),
]


def _add(what: str, change: Change, content: bytes, verdict: tuple[int, str]) -> None:
    @forms(f"refusal: {what}")
    def _(on: Trial) -> None:
        form = form_of(on, **FORM)
        expected(sent(form), 204)
        must_refuse(sent(form, change(filled(form)), content), *verdict)
        on.holds(CONTENT)


for each in NOT_ALLOWED:
    _add(*each)


@forms("refusal: another policy")
def _(on: Trial) -> None:
    form, other = form_of(on), form_of(on, content_length_range=(0, 10**9))
    policy = dict(other.fields)["policy"]
    must_refuse(
        sent(form, changed("policy", policy)(list(form.fields))), 403, "SignatureDoesNotMatch"
    )
    on.gone()


@forms("refusal: expired")
def _(on: Trial) -> None:
    must_refuse(sent(form_of(on, expires_in=60, now=time.time() - 61)), *DENIED)
    on.gone()


@forms("refusal: an unknown access key")
def _(on: Trial) -> None:
    s3 = on.store.s3(credentials=Credentials("test:nobody", "another"))
    must_refuse(sent(s3.post_object(on.bucket, on.key)), 403, "InvalidAccessKeyId")
    on.gone()


@forms("refusal: a policy for another bucket")
def _(on: Trial) -> None:
    form = on.s3.post_object("another", on.key)
    here = form.url.replace("/another", f"/{on.bucket}")
    assert re.search(f"/{on.bucket}$", here)
    attributes = {name: getattr(form, name) for name in PresignedPost._fields}
    must_refuse(sent(PresignedPost(**{**attributes, "url": here})), *DENIED)
