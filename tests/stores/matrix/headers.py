"""Requests signed in their headers, and clocks that are apart.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
"""

import time
from dataclasses import replace

from sigv4presign import Credentials

from ..wire import UNSIGNED, Scope, by_header, by_query
from .outcome import Section
from .trial import CONTENT, Trial, check, expected, must_refuse, texts

headers = Section("Signed in the headers")
clocks = Section("Clocks")


@headers("PUT, GET, HEAD, DELETE")
def _(on: Trial) -> None:
    url = on.store.url(on.key)
    expected(on.store.sign_and_send("PUT", url, CONTENT), 200)
    check(expected(on.store.sign_and_send("GET", url), 200).body == CONTENT, "other content")
    expected(on.store.sign_and_send("HEAD", url), 200)
    expected(on.store.sign_and_send("DELETE", url), 204)
    on.gone()


@headers("headers that are kept")
def _(on: Trial) -> None:
    pairs = [("Content-Type", "text/x-note"), ("x-amz-meta-note", "a   b")]
    expected(on.store.sign_and_send("PUT", on.store.url(on.key), CONTENT, headers=pairs), 200)
    found = on.store.sign_and_send("HEAD", on.store.url(on.key)).headers
    check(all(found.get(name) == value for name, value in pairs), "keeps other values")


@headers("a listing")
def _(on: Trial) -> None:
    on.put(f"{on.key}/a b+ü")
    url = on.store.url("", f"list-type=2&prefix={on.key}%2Fa%20b%2B")
    body = expected(on.store.sign_and_send("GET", url), 200).body
    check(texts(body, "Key") == [f"{on.key}/a b+ü"], "other keys")


@headers("a body that is not signed")
def _(on: Trial) -> None:
    url = on.store.url(on.key)
    expected(on.store.sign_and_send("PUT", url, sent=CONTENT, payload_hash=UNSIGNED), 200)
    on.holds(CONTENT)


@headers("refusal: another body than the signed one")
def _(on: Trial) -> None:
    answer = on.store.sign_and_send("PUT", on.store.url(on.key), CONTENT, sent=b"another")
    must_refuse(answer, 400, "XAmzContentSHA256Mismatch")
    on.gone()


@headers("refusal: another secret")
def _(on: Trial) -> None:
    keys = Credentials(on.store.credentials.access_key_id, "another")
    answer = on.store.sign_and_send("GET", on.store.url(on.key), credentials=keys)
    must_refuse(answer, 403, "SignatureDoesNotMatch")


@headers("refusal: an unknown access key")
def _(on: Trial) -> None:
    keys = Credentials("test:nobody", on.store.credentials.secret_access_key)
    answer = on.store.sign_and_send("GET", on.store.url(on.key), credentials=keys)
    must_refuse(answer, 403, "InvalidAccessKeyId")


@headers("refusal: another region")
def _(on: Trial) -> None:
    answer = on.store.sign_and_send("GET", on.store.url(on.key), region="eu-west-1")
    must_refuse(answer, 400, "AuthorizationHeaderMalformed")


@headers("refusal: another service")
def _(on: Trial) -> None:
    answer = on.store.sign_and_send("GET", on.store.url(on.key), service="s3-outposts")
    must_refuse(answer, 400, "AuthorizationHeaderMalformed")


@headers("refusal: a header changed")
def _(on: Trial) -> None:
    wire = on.wire("PUT", "", ("x-amz-meta-note", "a"), body=CONTENT)
    good = by_header(on.scope, wire)
    pairs = [(n, "b" if n == "x-amz-meta-note" else v) for n, v in good.headers]
    must_refuse(on.sent(replace(good, headers=tuple(pairs))), 403, "SignatureDoesNotMatch")
    on.gone()


@headers("refusal: an unsigned x-amz- header")
def _(on: Trial) -> None:
    good = by_header(on.scope, on.wire("PUT", body=CONTENT))
    answer = on.sent(good.with_headers(("x-amz-meta-note", "a")))
    must_refuse(answer, 403, "AccessDenied")
    on.gone()


@headers("refusal: nothing is signed")
def _(on: Trial) -> None:
    on.put()
    must_refuse(on.sent(on.wire("GET")), 403, "AccessDenied")


def at(on: Trial, seconds: int) -> Scope:
    return on.scope._replace(at=int(time.time()) + seconds)


@clocks("a URL of an hour ago that lives for two")
def _(on: Trial) -> None:
    on.put()
    on.do(on.presign("get_object", key=on.key, now=time.time() - 3600, expires_in=7200))


@clocks("a URL that lives for a week")
def _(on: Trial) -> None:
    on.put()
    on.do(on.presign("get_object", key=on.key, expires_in=604800))


@clocks("a URL of in five minutes")
def _(on: Trial) -> None:
    on.put()
    on.do(on.presign("get_object", key=on.key, now=time.time() + 300))


@clocks("refusal: a URL of in an hour")
def _(on: Trial) -> None:
    on.put()
    signed = on.presign("get_object", key=on.key, now=time.time() + 3600)
    on.refused(signed, 403, "AccessDenied")


@clocks("refusal: a URL that has expired")
def _(on: Trial) -> None:
    on.put()
    signed = on.presign("get_object", key=on.key, now=time.time() - 61, expires_in=60)
    on.refused(signed, 403, "AccessDenied")


@clocks("refusal: a life of over a week")
def _(on: Trial) -> None:
    on.put()
    wire = by_query(on.scope, on.wire("GET"), Expires="604801")
    must_refuse(on.sent(wire), 400, "AuthorizationQueryParametersError")


@clocks("headers of ten minutes ago")
def _(on: Trial) -> None:
    expected(on.sent(by_header(at(on, -600), on.wire("PUT", body=CONTENT))), 200)


@clocks("headers of in ten minutes")
def _(on: Trial) -> None:
    expected(on.sent(by_header(at(on, 600), on.wire("PUT", body=CONTENT))), 200)


@clocks("refusal: headers of twenty minutes ago")
def _(on: Trial) -> None:
    answer = on.sent(by_header(at(on, -1200), on.wire("PUT", body=CONTENT)))
    must_refuse(answer, 403, "RequestTimeTooSkewed")
    on.gone()


@clocks("refusal: headers of in twenty minutes")
def _(on: Trial) -> None:
    answer = on.sent(by_header(at(on, 1200), on.wire("PUT", body=CONTENT)))
    must_refuse(answer, 403, "RequestTimeTooSkewed")
    on.gone()
