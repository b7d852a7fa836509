"""What both middlewares do alike: what reaches the application, what the client gets instead."""

import hashlib
from dataclasses import replace

import pytest
from freezegun import freeze_time

from sigv4presign import (
    Credentials,
    ExpiredError,
    InvalidRequestError,
    SignatureMismatchError,
    Verifier,
    presign,
)

from .doors import DOORS, HOST, ORIGIN, PAYLOAD, PROOF, SECRETS, Request, chunked, presigned, signed
from .examples import ACCESS_KEY_ID, SECRET

FORGED = Credentials(ACCESS_KEY_ID, "another secret")


@pytest.fixture(params=DOORS)
def door(request):
    return DOORS[request.param]


def refused(answer, status, code):
    """Return the elements of the answer, which is S3's and came before the application."""
    assert (answer.status, answer.error["Code"]) == (status, code)
    assert answer.headers["content-type"] == "application/xml"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["x-amz-request-id"] == answer.error["RequestId"] != ""
    assert answer.seen is None
    return answer.error


# What comes through


def test_a_presigned_request_comes_with_its_proof(door):
    answer = door.call(presigned("GET", "/bucket/a%20b?versionId=1"))
    assert (answer.status, answer.body) == (200, b"ok")
    proof = answer.seen.proof
    assert (proof.form, proof.bucket, proof.key) == ("query", "bucket", "a b")
    assert proof.query == (("versionId", "1"),)


def test_a_request_signed_in_its_headers_comes_with_its_body(door):
    answer = door.call(signed("PUT", pieces=[b"one ", b"", b"two\n", b"three"]))
    assert answer.seen.proof.form == "header"
    assert answer.seen.body == b"one two\nthree"


@pytest.mark.parametrize("form", [signed, presigned])
def test_a_header_beyond_ascii_is_signed_as_its_bytes(door, form):
    note = [("x-amz-meta-note", "é ü")]
    request = form("PUT", headers=note)
    others = [pair for pair in request.headers if pair[0] != "x-amz-meta-note"]
    on_the_wire = ("x-amz-meta-note", "é ü".encode().decode("latin-1"))
    seen = door.call(replace(request, headers=[*others, on_the_wire])).seen
    assert ("x-amz-meta-note", "é ü") in seen.proof.headers
    # The second is not UTF-8, and in Latin-1 the same text.
    for value in ("é û".encode().decode("latin-1"), "é ü"):
        altered = replace(request, headers=[*others, ("x-amz-meta-note", value)])
        refused(door.call(altered), 403, "SignatureDoesNotMatch")


def test_a_header_that_is_not_utf8_may_come_unsigned(door):
    request = presigned("GET")
    request.headers.append(("user-agent", "caf\u00e9"))
    assert door.call(request).status == 200


def test_the_body_of_a_presigned_upload_is_not_looked_at(door):
    request = presigned("PUT")
    request.pieces = [b"any", b"thing"]
    request.headers.append(("content-length", "8"))
    assert door.call(request).seen.body == b"anything"


@pytest.mark.parametrize(
    "path", ["/b/%C3%A9%20%2B+", "/b//x/../%2e/", "/b/a%2Fb", "/%62/%7e", "//", "/b/100%25"]
)
def test_the_path_of_the_proof_is_the_one_that_the_application_routes_on(door, path):
    answer = door.call(presigned("GET", path))
    assert answer.seen.proof.path.encode() == Request(target=path).path


def test_an_escaped_path_is_proven_by_a_verifier_that_knows_such_requests(door):
    verifier = Verifier()
    for path in ("/bucket/a", "/bucket/a%20b", "/bucket/a%20b", "/bucket/%C3%A9"):
        assert door.call(presigned("GET", path), verifier).status == 200
    # A server that hands on the path as it was spelled is told apart all the same.
    undecoded = replace(presigned("GET", "/bucket/a%20b"), changes={door.path_key: "/bucket/a%20b"})
    refused(door.call(undecoded, verifier), 400, "InvalidURI")


def test_secrets_may_come_from_a_function(door):
    assert door.call(presigned(), secrets=SECRETS.get).status == 200
    assert door.call(presigned(), secrets=lambda _: ("old", SECRET)).status == 200


# What is refused


def test_an_unsigned_request_is_refused(door):
    refused(door.call(Request(headers=[("host", HOST)])), 403, "AccessDenied")


def test_a_forged_one_is_refused_without_a_hint(door):
    url = presign("GET", ORIGIN + "/b/k", credentials=FORGED, region="us-east-1").url
    request = Request(target=url[len(ORIGIN) :], headers=[("host", HOST)])
    error = refused(door.call(request), 403, "SignatureDoesNotMatch")
    assert error["Resource"] == "/b/k"
    assert "CanonicalRequest" not in error
    error = refused(door.call(request, details=True), 403, "SignatureDoesNotMatch")
    assert error["CanonicalRequest"].startswith("GET\n/b/k\n")


def test_an_unknown_access_key_is_refused(door):
    refused(door.call(presigned(), secrets={}), 403, "InvalidAccessKeyId")
    refused(door.call(presigned(), secrets=lambda _: None), 403, "InvalidAccessKeyId")


def test_an_old_one_is_refused(door):
    with freeze_time("2015-08-30T12:36:00Z"):
        request = presigned()
    assert refused(door.call(request), 403, "AccessDenied")["Message"] == "Request has expired"


def test_what_the_verifier_forbids_is_refused(door):
    refused(
        door.call(presigned(), Verifier("eu-central-1")), 400, "AuthorizationQueryParametersError"
    )
    refused(door.call(presigned(), Verifier(methods="PUT")), 405, "MethodNotAllowed")
    refused(door.call(presigned(path="/" + "k" * 8192)), 414, "InvalidURI")


def test_an_unsigned_amz_header_is_refused(door):
    request = presigned("PUT")
    request.headers.append(("x-amz-acl", "public-read"))
    assert refused(door.call(request), 403, "AccessDenied")["HeadersNotSigned"] == "x-amz-acl"


def test_the_answer_to_head_has_no_body(door):
    answer = door.call(Request("HEAD", headers=[("host", HOST)]))
    assert (answer.status, answer.body, answer.seen) == (403, b"", None)
    as_get = door.call(Request("GET", headers=[("host", HOST)]))
    assert answer.headers["content-length"] == as_get.headers["content-length"]


def test_every_answer_has_a_request_id_of_its_own(door):
    unsigned = Request(headers=[("host", HOST)])
    ids = {door.call(unsigned).headers["x-amz-request-id"] for _ in range(20)}
    assert len(ids) == 20


def test_the_operator_is_told_of_refusals_and_of_nothing_else(door):
    told = []

    def on_refusal(error, where):
        told.append((error, where))

    assert door.call(presigned(), on_refusal=on_refusal).status == 200
    assert not told
    with freeze_time("2015-08-30T12:36:00Z"):
        request = presigned()
    door.call(request, on_refusal=on_refusal)
    ((error, where),) = told
    assert isinstance(error, ExpiredError)
    assert where[door.path_key] == "/bucket/key"


def test_what_a_look_up_raises_is_not_hidden(door):
    def look_up(access_key_id):
        raise LookupError(access_key_id)

    with pytest.raises(LookupError, match=ACCESS_KEY_ID):
        door.call(presigned(), secrets=look_up)


def test_a_secret_that_is_none_is_not_hidden_either(door):
    with pytest.raises(InvalidRequestError, match="empty"):
        door.call(presigned(), secrets={ACCESS_KEY_ID: ""})


# Where it applies


def test_only_what_is_named_is_protected(door):
    unsigned = [("host", HOST)]
    settings = {"protect": ["/private"]}
    assert door.call(Request(target="/public", headers=unsigned), **settings).status == 200
    assert door.call(Request(target="/private/x", headers=unsigned), **settings).status == 403
    assert door.call(Request(target="/x/..%2Fprivate/", headers=unsigned), **settings).status == 403
    assert door.call(presigned(path="/private/x"), **settings).seen.proof.path == "/private/x"


def test_a_function_may_say_what_is_protected(door):
    unsigned = Request(headers=[("host", HOST)])
    assert door.call(unsigned, protect=lambda where: door.key in where).status == 403
    assert door.call(unsigned, protect=lambda where: door.key not in where).status == 200


def test_a_proof_from_outside_is_no_proof(door):
    changes = {PROOF: "forged", PAYLOAD: "forged"}
    request = Request(target="/public", headers=[("host", HOST)], changes=changes)
    seen = door.call(request, protect="/private").seen
    assert PROOF not in seen.where
    assert PAYLOAD not in seen.where
    request.target = "/private"
    assert door.call(request, protect="/private").status == 403


PREFLIGHT = [("origin", "https://a.example"), ("access-control-request-method", "PUT")]


def test_a_preflight_request_passes_only_if_asked_for(door):
    request = Request("OPTIONS", headers=[("host", HOST), *PREFLIGHT])
    assert door.call(request).status == 403
    answer = door.call(request, preflight=True)
    assert (answer.status, answer.seen.proof) == (200, None)


@pytest.mark.parametrize(
    ("method", "headers"), [("GET", PREFLIGHT), ("OPTIONS", PREFLIGHT[:1]), ("OPTIONS", [])]
)
def test_no_other_request_passes_as_one(door, method, headers):
    request = Request(method, headers=[("host", HOST), *headers])
    assert door.call(request, preflight=True).status == 403


# Behind a proxy

BEHIND = Verifier(host_header="x-forwarded-host")


def forwarded(peer):
    """Return a request that a proxy at *peer* passed on under its own host."""
    request = presigned()
    request.headers = [("host", "internal:8000"), ("x-forwarded-host", HOST)]
    request.peer = peer
    return request


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("10.1.2.3", ["10.0.0.0/8"]),
        ("10.1.2.3", ["192.0.2.1", "10.1.2.3"]),
        ("::ffff:10.1.2.3", ["10.0.0.0/8"]),
        ("fd00::1", ["fd00::/8"]),
        ("", ["unix"]),
        (None, ["unix"]),
    ],
)
def test_a_trusted_proxy_says_what_host_it_was_asked_for(door, peer, trusted):
    answer = door.call(forwarded(peer), BEHIND, trusted_proxies=trusted)
    assert answer.seen.proof.host == HOST


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("10.1.2.3", []),
        ("11.1.2.3", ["10.0.0.0/8"]),
        ("fd00::1", ["10.0.0.0/8"]),
        ("no address", ["0.0.0.0/0", "unix"]),
        ("10.1.2.3", ["unix"]),
        ("", ["0.0.0.0/0"]),
        (None, ["0.0.0.0/0"]),
    ],
)
def test_nobody_else_does(door, peer, trusted):
    answer = door.call(forwarded(peer), BEHIND, trusted_proxies=trusted)
    refused(answer, 403, "SignatureDoesNotMatch")


def test_the_host_counts_where_no_proxy_is_in_between(door):
    request = presigned()
    request.headers.append(("x-forwarded-host", "evil.example"))
    assert door.call(request, BEHIND, trusted_proxies=["10.0.0.0/8"]).seen.proof.host == HOST


# Targets


def test_an_absolute_target_must_name_the_host(door):
    request = presigned("GET", "/b/k?a=1")
    for scheme in ("http", "HTTPS"):
        assert (
            with_target(door, request, f"{scheme}://{HOST.upper()}{request.target}").status == 200
        )
    for target in (
        f"http://evil.example{request.target}",
        f"ftp://{HOST}{request.target}",
        f"{HOST}{request.target}",
        f"http://{HOST}",
        "*",
    ):
        refused(with_target(door, request, target), 400, "InvalidURI")


def with_target(door, request, target):
    """Send *request* with another *target*; what the server tells the application stays."""
    return door.call(replace(request, raw=target))


def test_what_the_server_makes_of_the_target_must_be_what_is_signed(door):
    """A path that is rewritten on the way, or decoded otherwise, proves nothing of itself."""
    request = presigned("GET", "/b/public")
    request.changes = {door.path_key: "/b/private"}
    refused(door.call(request), 400, "InvalidURI")
    request = presigned("GET", "/b/k")
    request.target = request.target.replace("/b/k", "/b/%FF")
    refused(door.call(request), 400, "InvalidURI")


def test_a_mounted_application_is_told_by_the_server(door):
    request = presigned("GET", "/mount/b/k")
    request.changes = {door.mount_key: "/mount", door.path_key: "/b/k"}
    assert door.call(request).seen.proof.path == "/mount/b/k"


def test_without_the_raw_target_only_plain_paths_are_proven(door):
    for path, status in (("/b/k-1_x.y~z", 200), ("/b/a%20b", 400), ("/b/a%2Bb", 400)):
        request = presigned("GET", path + "?a=%20")
        request.raw = ""
        assert door.call(request).status == status
    plain = signed("GET", "/b/k")
    plain.raw = ""
    assert door.call(plain).status == 200


# Bodies

BODY = [b"first ", b"second ", b"third"]


def altered(request, pieces):
    request.pieces = pieces
    return request


def test_a_body_that_is_not_the_signed_one_is_refused(door):
    request = altered(signed("PUT", pieces=BODY), [b"first ", b"other! ", b"third"])
    refused(door.call(request), 400, "XAmzContentSHA256Mismatch")


def test_a_body_where_none_is_signed_is_refused(door):
    request = signed("PUT")
    request.pieces = [b"body"]
    request.headers.append(("content-length", "4"))
    refused(door.call(request), 400, "XAmzContentSHA256Mismatch")


def test_no_body_where_one_is_signed_is_refused(door):
    """At once, since nothing is to be waited for."""
    request = signed("PUT", pieces=BODY)
    request.pieces = []
    request.headers = [(n, "0" if n == "content-length" else v) for n, v in request.headers]
    refused(door.call(request), 400, "XAmzContentSHA256Mismatch")


def test_the_operator_is_told_of_a_refused_body_once(door):
    told = []
    request = altered(signed("PUT", pieces=BODY), [b"x" * 18])
    answer = door.call(request, on_refusal=lambda error, where: told.append((error.rule, where)))
    ((rule, where),) = told
    assert rule == "payload"
    assert where[PROOF].key == "key"
    assert answer.error["ClientComputedContentSHA256"] == hashlib.sha256(b"".join(BODY)).hexdigest()


def test_a_chunked_upload_arrives_without_its_framing(door):
    answer = door.call(chunked(b"hello ", b"world" * 10))
    assert answer.seen.body == b"hello " + b"world" * 10
    assert answer.seen.header("content-length") == "56"
    assert answer.seen.header("content-encoding") is None
    ((name, _),) = answer.seen.where[PAYLOAD].trailers
    assert name == "x-amz-checksum-crc32"


def test_other_codings_stay_and_what_frames_the_message_goes(door):
    request = chunked(b"gzipped", encoding="gzip, AWS-Chunked")
    request.headers = [pair for pair in request.headers if pair[0] != "content-length"]
    request.headers.append(("transfer-encoding", "chunked"))
    request.changes = {"wsgi.input_terminated": True}
    seen = door.call(request).seen
    assert seen.body == b"gzipped"
    assert seen.header("content-encoding") == "gzip"
    assert seen.header("content-length") == "7"
    assert seen.header("transfer-encoding") is None


def test_a_chunked_upload_that_breaks_off_is_refused(door):
    answer = door.call(chunked(b"hello", b"world", ends=False))
    assert (answer.status, answer.seen) == (400, None)
    answer = door.call(chunked(b"hello", b"world", length=9))
    assert (answer.status, answer.seen) == (400, None)


def test_a_chunked_upload_without_its_length_is_refused(door):
    request = signed("PUT", pieces=[b"x"], payload_hash="STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    refused(door.call(request), 411, "MissingContentLength")


# Settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"secrets": "secret"}, "secrets is a str"),
        ({"protect": ()}, "protect"),
        ({"trusted_proxies": "10.0.0.0/8"}, "trusted_proxies is a str"),
        ({"trusted_proxies": ["10.0.0.1/8"]}, "host bits"),
        ({"trusted_proxies": ["proxy.example.com"]}, "proxy.example.com"),
    ],
)
def test_settings_are_checked_at_once(door, settings, message):
    with pytest.raises(InvalidRequestError, match=message):
        door.call(presigned(), **settings)


def test_a_mismatch_says_nothing_of_the_secret(door):
    told = []
    url = presign("GET", ORIGIN + "/b/k", credentials=FORGED, region="us-east-1").url
    request = Request(target=url[len(ORIGIN) :], headers=[("host", HOST)])
    answer = door.call(request, details=True, on_refusal=lambda *both: told.append(both))
    ((error, where),) = told
    assert isinstance(error, SignatureMismatchError)
    right = presign(
        "GET",
        ORIGIN + "/b/k",
        credentials=Credentials(ACCESS_KEY_ID, SECRET),
        region="us-east-1",
        now=error_moment(error),
    ).url.rpartition("=")[2]
    for shown in (answer.body.decode(), repr(error), str(where)):
        assert SECRET not in shown
        assert right not in shown


def error_moment(error):
    from sigv4presign._time import parse_amz_date

    return parse_amz_date(error.string_to_sign.split("\n")[1])
