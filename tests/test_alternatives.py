"""The search: whatever alternative was signed, it is found, and by the name that it has there."""

import hashlib
import hmac
from base64 import b64encode
from itertools import islice

import pytest

from sigv4presign.diagnosis.alternatives.paths import path_cause
from sigv4presign.diagnosis.alternatives.secrets import repairs
from sigv4presign.diagnosis.alternatives.space import space_of
from sigv4presign.diagnosis.evidence import Evidence
from sigv4presign.diagnosis.link import Link
from sigv4presign.diagnosis.searching import (
    HEADERS,
    KEY,
    METHOD,
    PATH,
    PAYLOAD,
    QUERY,
    Budget,
    Choice,
)
from sigv4presign.signing import credential_scope, signing_key, string_to_sign

SECRET = "wJal$XUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
CREDENTIAL = "AKIDEXAMPLE%2F20150830%2F{region}%2F{service}%2Faws4_request"


def asked(
    target: str = "/bucket/a.txt",
    host: str = "store.example.com",
    headers: tuple[tuple[str, str], ...] = (),
    names: str = "host",
    method: str = "GET",
    service: str = "s3",
    region: str = "us-east-1",
    more: str = "",
    date: str = "20150830T123600Z",
) -> Evidence:
    path, _, query = target.partition("?")
    credential = CREDENTIAL.format(region=region, service=service)
    parameters = (
        f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={date}"
        f"&X-Amz-Expires=600&X-Amz-SignedHeaders={names.replace(';', '%3B')}{more}"
        f"&X-Amz-Signature={'ab' * 32}"
    )
    url = f"https://{host}{path}?" + "&".join([part for part in (query, parameters) if part])
    return Evidence(method, Link(url), headers, knows_headers=True)


REQUESTS = {
    "plain": asked(),
    "a key of many characters": asked("/bucket/a b/é(1)!+~/%2B/../x//./y%20z"),
    "not of Latin-1": asked("/bucket/日本+1/e\u0301%2520", headers=(("x-original-uri", "/q/a?b"),)),
    "latin": asked("/bucket/%C3%A9%25/x/..", headers=(("x-forwarded-prefix", "/pre"),)),
    "cut": asked("/bucket/a?b?c=d&e&e=&tag=b&tag=a", more="&utm_source=mail"),
    "virtual": asked("/bucket/a/b", "bucket.s3.eu-west-1.amazonaws.com", region="us-east-1"),
    "bucket alone": asked("/bucket", "s3.us-west-2.amazonaws.com"),
    "root": asked("/", "s3.us-west-2.amazonaws.com", method=""),
    "other service": asked("/prod/a%20b//../c/%3Ax+y", "api.example.com", service="execute-api"),
    "in capitals": asked(service="S3", region="US-EAST-1", date="today"),
    "token": asked(more="&X-Amz-Security-Token=Fwo%2B%2Fa%3D", headers=(("x-amz-security-token", "x"),)),
    "tokens": asked(more="&X-Amz-Security-Token=Fwo%252Ba&X-Amz-Security-Token=b"),
    "iot": asked("/mqtt", "a.iot.us-east-1.amazonaws.com", service="iotdevicegateway", more="&X-Amz-Security-Token=a%2Fb"),
    "headers": asked(
        method="PUT",
        names="content-length;content-type;host;x-amz-acl;x-amz-content-sha256;x-amz-meta-a;x-a",
        headers=(
            ("content-type", 'text/plain; charset="utf-8"'),
            ("content-length", "12"),
            ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
            ("x-amz-meta-a", 'b  "c  d"\t\u00a0e'),
            ("x-amz-meta-a", "a"),
            ("x-amz-storage-class", "GLACIER"),
        ),
    ),
    "hop": asked(names="accept-encoding;connection;host;te;x-amz-content-sha256"),
    "proxied": asked(
        headers=(
            ("host", "inner:9000"),
            (":authority", "outer.example.com"),
            ("x-forwarded-host", "public.example.com"),
            ("x-forwarded-port", "8443"),
            ("x-forwarded-proto", "http"),
            ("forwarded", 'for=1;host="fwd.example.com"'),
        )
    ),
    "a port": asked(host="user@Store.Example.COM:443"),
    "an address": asked(host="[::1]:9000"),
    "lost": asked(method="post", target="/bucket/a.txt?x-id=GetObject", more="&a=b+c%2Bd"),
    "forwarded": asked("/../a.txt", headers=(("x-forwarded-proto", "http"),)),
    "fragment": asked().at(Link(asked().link.text + "#page=2")),
    "long ago": asked(date="19700101T000000Z"),
    "no host": asked().at(Link("/a.txt" + asked().link.text.partition("a.txt")[2])),
    "in headers": Evidence(
        "GET",
        Link("https://store.example.com/b/k?a=b&c"),
        (
            ("x-amz-date", "20150830T123600Z"),
            (
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request, "
                f"SignedHeaders=host;x-amz-date, Signature={'ab' * 32}",
            ),
        ),
        knows_headers=True,
    ),
    "no host signed": asked(names="date", headers=(("date", "now"),)),
}  # fmt: skip
DIMENSIONS = (METHOD, PATH, QUERY, HEADERS, PAYLOAD, KEY)


def choices(evidence: Evidence, dimension: int, most: int = 100_000) -> list[Choice]:
    return (
        space_of(evidence, SECRET, [("AKIDOTHER", "other")]).dimensions[dimension].between(0, most)
    )


def signature(evidence: Evidence, dimension: int, choice: Choice) -> str:
    """Return what the producer printed that signed *choice*, made by the plain steps."""
    parts = [choices(evidence, index, 1)[0] for index in DIMENSIONS]
    parts[dimension] = choice
    method, path, query, headers, payload, key = [part.value for part in parts]
    request = f"{method}\n{path}\n{query}\n{headers}\n{payload}"
    derived = signing_key(key.secret, key.date, key.region, key.service)
    text = string_to_sign(key.amz_date, key.scope, request)
    return hmac.new(derived, text.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_what_was_signed_is_found(name: str, dimension: int):
    evidence = REQUESTS[name]
    # Those of the key are the same for all, but for the scope, which comes early.
    known = choices(evidence, dimension, 400 if dimension == KEY and name != "plain" else 100_000)
    assert known[0].cause == ""
    assert all(choice.cause for choice in known[1:])
    # All of the few, some of the many.
    for choice in islice(known, 0, None, max(1, len(known) // 5)):
        found = space_of(evidence, SECRET, [("AKIDOTHER", "other")]).search(
            signature(evidence, dimension, choice), Budget(10**6, 60)
        )
        assert found == ((choice,) if choice.cause else ()), choice


def test_a_secret_in_base64():
    assert SECRET in [secret for secret, _, _ in repairs(b64encode(SECRET.encode()).decode(), "id")]


def test_long_secrets_are_not_tried_character_by_character():
    assert len(list(repairs("x" * 64, "id"))) > 2 * len(list(repairs("x" * 65, "id")))


def test_two_parts_at_once():
    evidence = REQUESTS["headers"]
    path = choices(evidence, PATH)[3]
    host = next(one for one in choices(evidence, HEADERS) if one.signed == "host:minio:9000")
    parts = [choices(evidence, index, 1)[0].value for index in DIMENSIONS]
    request = "\n".join([parts[0], path.value, parts[2], host.value, parts[4]])
    key = parts[5]
    derived = signing_key(SECRET, key.date, key.region, key.service)
    scope = credential_scope(key.date, key.region, key.service)
    text = string_to_sign(key.amz_date, scope, request)
    made = hmac.new(derived, text.encode(), hashlib.sha256).hexdigest()
    space = space_of(evidence, SECRET)
    assert space.search(made, Budget(10**7, 60)) == (path, host)
    assert space_of(evidence, SECRET).search(made, Budget(100, 60)) is None
    assert space_of(evidence, SECRET).search("no digits", Budget(100, 60)) is None
    assert space_of(REQUESTS["plain"], SECRET).search("cd" * 32, Budget(10**9, 1.5)) is None


@pytest.mark.parametrize(
    ("sent", "other", "cause"),
    [
        ("/bucket/a~b", "/bucket/a%7eb", "escapes-decoded-by-client"),
        ("/bucket/%C3%A9+é", "/bucket/%C3%A9%2B%C3%A9/x%20y", ""),
        ("/bucket/a+b%2Bc", "/bucket/a%20b%2Bc", "plus-sign"),
        ("/bucket/a%20b%20c", "/bucket/a+b%20c", "plus-sign"),
        ("/bucket/a/b/c/d/e", "/d/e", "path-prefix-changed"),
        ("/bucket/a", "/nowhere/bucket/a", "path-prefix-changed"),
        ("/bucket/a", "/else", ""),
    ],
)
def test_the_name_of_two_paths_that_differ(sent: str, other: str, cause: str):
    assert path_cause(asked(sent), other) == cause
