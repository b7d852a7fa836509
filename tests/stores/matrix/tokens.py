"""Session tokens: temporary credentials of the store's token service, or that it was told of.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

import re

from sigv4presign import Credentials, S3Presigner

from ..altering import altered
from ..clients import by_requests
from .forms import sent, without
from .outcome import Section
from .trial import CONTENT, Trial, check, expected, first, must_refuse

tokens = Section("Session tokens")


def assumed(on: Trial) -> Credentials:
    if on.store.server.temporary is not None:
        return Credentials(*on.store.server.temporary)
    body = expected(on.store.assume_role(), 200).body
    names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
    return Credentials(*[first(body, name) for name in names])


def presigner(on: Trial) -> S3Presigner:
    return on.store.s3(credentials=assumed(on))


@tokens("AssumeRole")
def _(on: Trial) -> None:
    body = expected(on.store.assume_role(), 200).body
    check(first(body, "SessionToken"), "no token")


@tokens("put_object, get_object")
def _(on: Trial) -> None:
    s3 = presigner(on)
    on.do(s3.put_object(on.bucket, on.key, metadata={"a": "b"}), CONTENT)
    check(on.do(s3.get_object(on.bucket, on.key)).body == CONTENT, "other content")


@tokens("post_object")
def _(on: Trial) -> None:
    expected(sent(presigner(on).post_object(on.bucket, on.key)), 204)
    on.holds(CONTENT)


@tokens("signed in the headers")
def _(on: Trial) -> None:
    answer = on.store.sign_and_send("PUT", on.store.url(on.key), CONTENT, credentials=assumed(on))
    expected(answer, 200)
    on.holds(CONTENT)


@tokens("refusal: the token taken out")
def _(on: Trial) -> None:
    on.put()
    signed = presigner(on).get_object(on.bucket, on.key)
    url = re.sub("&X-Amz-Security-Token=[^&]*", "", signed.url)
    must_refuse(by_requests(altered(signed, url=url)), 403)


@tokens("refusal: the token changed")
def _(on: Trial) -> None:
    on.put()
    keys = assumed(on)
    token = keys.session_token[:-8] + "AAAAAAAA"
    keys = Credentials(keys.access_key_id, keys.secret_access_key, token)
    signed = on.store.s3(credentials=keys).get_object(on.bucket, on.key)
    must_refuse(by_requests(signed), 400, "InvalidToken")


@tokens("refusal: no token signed")
def _(on: Trial) -> None:
    on.put()
    keys = assumed(on)
    keys = Credentials(keys.access_key_id, keys.secret_access_key)
    on.refused(on.store.s3(credentials=keys).get_object(on.bucket, on.key), 403)


@tokens("refusal: a form without its token")
def _(on: Trial) -> None:
    form = presigner(on).post_object(on.bucket, on.key)
    must_refuse(sent(form, without("x-amz-security-token")(list(form.fields))), 403)
    on.gone()


@tokens("refusal: a token that a long-term key has not")
def _(on: Trial) -> None:
    on.put()
    keys = on.store.credentials
    keys = Credentials(keys.access_key_id, keys.secret_access_key, "token")
    on.refused(on.store.s3(credentials=keys).get_object(on.bucket, on.key), 400, "InvalidToken")
