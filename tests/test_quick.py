"""The hot path of `Verifier.verify` proves what the steps prove, and is really taken."""

import enum
import itertools
import string
from collections.abc import Callable
from typing import Any

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    Limits,
    Presigned,
    SigningKey,
    VerificationError,
    Verified,
    Verifier,
    parse_presigned,
    sign_headers,
)
from sigv4presign._link import Link, _read_query, quick_read
from sigv4presign._memory import Memory
from sigv4presign.signing import signature, string_to_sign

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET, TEMPORARY, TOKEN, URL, sign
from .test_properties import LAYOUTS

SECRETS = {ACCESS_KEY_ID: SECRET}
TEMPORARY_SECRETS = {ACCESS_KEY_ID: TEMPORARY}
HOSTS = [
    "bucket.s3.us-east-1.amazonaws.com",
    "s3.amazonaws.com",
    "Bucket.Example.com",
    "localhost:9000",
    "h:443",
    "[::1]:9000",
]
SENT = [("User-Agent", "x"), ("accept", "*/*"), ("X-Forwarded-For", "1"), ("Accept", "y")]
PLAIN = sign(url="https://s3.amazonaws.com/b/k")
SESSION = sign(url="https://s3.amazonaws.com/b/k", credentials=TEMPORARY)
RANGE = sign(url="https://s3.amazonaws.com/b/k", headers={"Range": "a b"})
OWN = sign(url="https://s3.amazonaws.com/b/k?own=a")
DATED = sign(url="https://s3.amazonaws.com/b/k", headers={"Date": "a"})


def outcome(verifier: Verifier, *arguments: Any, **more: Any) -> object:
    try:
        return verifier.verify(*arguments, **{"now": NOW, **more})
    except VerificationError as error:
        return type(error), error.rule, str(error)


def warm(**settings: Any) -> Verifier:
    """Return a verifier that has seen genuine requests for all hosts, with all headers."""
    verifier = Verifier("us-east-1", **settings)
    for host in HOSTS:
        for keys in (KEYS, TEMPORARY):
            signed = sign(url=f"https://{host}/b/k", credentials=keys)
            for url in (signed.url, "/b/k?" + signed.url.partition("?")[2]):
                headers = [("Host", host), *SENT] if url[0] == "/" else SENT
                outcome(verifier, "GET", url, headers, {ACCESS_KEY_ID: keys})
    for signed in (RANGE, OWN, DATED):
        outcome(verifier, "GET", signed.url, signed.headers, SECRETS)
    return verifier


WARM = warm()


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Return the number of requests for which the steps were gone since the last call."""
    calls: list[int] = []
    parse = Verifier.parse

    def counted(self: Verifier, *arguments: Any, **more: Any) -> Any:
        calls.append(1)
        return parse(self, *arguments, **more)

    monkeypatch.setattr(Verifier, "parse", counted)

    def since() -> int:
        number = len(calls)
        calls.clear()
        return number

    return since


def target_of(signed: Presigned) -> tuple[str, str]:
    authority, _, rest = signed.url.partition("://")[2].partition("/")
    return authority, "/" + rest


class TestTaken:
    """Plain links of all makers take it, once one like them was genuine."""

    @pytest.mark.parametrize("layout", LAYOUTS)
    @pytest.mark.parametrize("host", HOSTS[:3])
    @pytest.mark.parametrize("keys", [KEYS, TEMPORARY], ids=["long-term", "temporary"])
    def test_by_a_plain_link(
        self, layout: str, host: str, keys: Credentials, steps: Callable[[], int]
    ):
        for method in ("GET", "PUT", "HEAD", "DELETE"):
            signed = sign(method, f"https://{host}/a/b.txt", layout=layout, credentials=keys)
            authority, target = target_of(signed)
            for url, headers in (
                (signed.url, SENT),
                (signed.url, ()),
                (target, [("Host", authority)]),
                (target, {"host": authority, "User-Agent": "y"}),
            ):
                for secret in (SECRET, keys) if keys is KEYS else (keys,):
                    quick = WARM.verify(method, url, headers, {ACCESS_KEY_ID: secret}, now=NOW)
                    assert steps() == 0
                    cold = Verifier("us-east-1")
                    assert quick == cold.verify(
                        method, url, headers, lambda _, secret=secret: secret, now=NOW
                    )
                    assert steps() == 1
                    assert type(quick) is Verified
                    assert quick.payload().feed(b"x") == b"x"

    @pytest.mark.parametrize("keys", [KEYS, TEMPORARY], ids=["long-term", "temporary"])
    @pytest.mark.parametrize(
        "path", ["b/a%20b", "b/%C3%A9?x=y", "b/k?a-b=1&a=2&a=1&c=&d", "?a=%26"]
    )
    @pytest.mark.parametrize("sent", [{}, {"Range": "a", "Content-Type": "b c"}, {"accept": ""}])
    def test_by_keys_parameters_and_signed_headers(
        self, path: str, sent: dict, keys: Credentials, steps: Callable[[], int]
    ):
        verifier = Verifier("us-east-1")
        secrets = {ACCESS_KEY_ID: keys}
        for layout, expected in (("botocore", 1), ("sorted", 0), ("rust", 0), ("minio", 0)):
            signed = sign("PUT", f"https://h/{path}", headers=sent, layout=layout, credentials=keys)
            for url, headers in (
                (signed.url, [*sent.items(), ("X-Other", "a")]),
                (target_of(signed)[1], [("X-Other", "b"), ("Host", "h"), *sent.items()]),
            ):
                quick = verifier.verify("PUT", url, headers, secrets, now=NOW)
                assert steps() == expected
                expected = 0  # noqa: PLW2901
                assert quick == Verifier("us-east-1").verify("PUT", url, headers, secrets, now=NOW)
                steps()

    def test_what_is_read_of_it_is_what_the_steps_read(self, steps: Callable[[], int]):
        url = sign(url="https://s3.amazonaws.com/b/a%20%C3%A9").url
        quick, cold = (one.read("GET", url, ()) for one in (WARM, Verifier("us-east-1")))
        assert steps() == 1
        assert (quick.path, quick.access_key_id) == (cold.path, cold.access_key_id)
        assert quick.path == "/b/a é" == quick.prove(SECRET, now=NOW).path

    def test_by_a_parameter_without_a_value(self, steps: Callable[[], int]):
        signed = sign(url="https://s3.amazonaws.com/b/k?own")
        assert "own=&" in signed.url
        for url in (signed.url, signed.url.replace("own=&", "own&")):
            assert (("own", ""),) == WARM.verify("GET", url, (), SECRETS, now=NOW).query
            assert steps() == 0

    def test_only_after_a_genuine_one(self, steps: Callable[[], int]):
        verifier = Verifier("us-east-1")
        signed = sign(url="https://h/b/k")
        forged = signed.url[:-64] + "0" * 64
        for _ in range(2):
            assert "signature" in outcome(verifier, "GET", forged, (), SECRETS)
            assert steps() == 1
        for expected in (1, 0, 0):
            verifier.verify("GET", signed.url, (), SECRETS, now=NOW)
            assert steps() == expected
        other = sign(url="https://other/b/k")
        for expected in (1, 0):
            verifier.verify("GET", other.url, (), SECRETS, now=NOW)
            assert steps() == expected
        for expected in (1, 0):
            verifier.verify("GET", other.url, [("X-New", "a")], SECRETS, now=NOW)
            assert steps() == expected

    @freeze_time("2015-08-30T12:36:00Z")
    def test_by_the_clock(self, steps: Callable[[], int]):
        WARM.verify("GET", sign(url="https://s3.amazonaws.com/b/k").url, (), SECRETS)
        assert steps() == 0

    def test_what_is_kept_has_an_end(self):
        verifier = Verifier()
        for number in range(1100):
            keys = Credentials(ACCESS_KEY_ID, SECRET, f"token{number}")
            url = sign(url=f"https://h{number}/b/k", credentials=keys, region=f"r{number}").url
            secrets = {ACCESS_KEY_ID: keys}
            verifier.verify("GET", url, [(f"X-{number}", "a")], secrets, now=NOW)
            signed = sign(url=f"https://h/k?p{number}=a", headers={f"X-{number}": "a"})
            verifier.verify("GET", signed.url, signed.headers, SECRETS, now=NOW)
        memory = verifier.memory
        for name in memory.__slots__:
            assert 0 < len(getattr(memory, name)) <= 1024
        assert "X-Amz-Security-Token=" in memory.tokens, "which is that of none"


class TestKept:
    """What a verifier keeps of a genuine request, for the next one."""

    FRONT = "bucket.s3.us-east-1.amazonaws.com"

    @pytest.mark.parametrize(
        "url, sent, hosts, names",
        [
            (f"https://{FRONT}/k", [], {FRONT: (FRONT, "bucket")}, set()),
            ("https://h/b/a://c", [], {"h": ("h", "")}, set()),
            (
                "/b/k",
                [("host", "H.example"), ("Accept", "a"), ("X-Amz-Meta-A", "b"), ("X_Y", "c")],
                {"H.example": ("h.example", "")},
                {"Accept"},
            ),
            ("https://other/b/k", [("HOST", "h.example")], {"h.example": ("h.example", "")}, set()),
            ("https://h:443/b/k", [], {}, set()),
        ],
    )
    def test_hosts_and_names(self, url: str, sent: list, hosts: dict, names: set):
        host = {name.lower(): value for name, value in sent}.get("host", "")
        own = [(name, value) for name, value in sent if name[:6] == "X-Amz-"]
        path = url if url[0] == "/" else "/" + url.split("/", 3)[3]
        origin = f"https://{host.lower()}" if host else url[: -len(path)]
        signed = sign(url=origin + path, headers=own)
        verifier = Verifier()
        query = signed.url.partition("?")[2]
        verifier.verify("GET", f"{url}?{query}", sent, SECRETS, now=NOW)
        assert (hosts, names) == (verifier.memory.hosts, verifier.memory.names)

    def test_nothing_of_another_service_or_of_what_is_signed_in_headers(self):
        verifier = Verifier(service=None)
        verifier.verify("GET", sign(service="sts").url, [("A", "b")], SECRETS, now=NOW)
        added = sign_headers(
            "GET", URL, credentials=KEYS, region="us-east-1", service="s3", now=NOW
        )
        verifier.verify("GET", URL, [*added, ("A", "b")], SECRETS, now=NOW)
        assert ({}, set()) == (verifier.memory.hosts, verifier.memory.names)

    def test_names_of_own_parameters(self):
        url = sign(url="https://h/b/k?own=a&x-amz-own=b&X-Amz-Own=c&a%20b=d&=e").url
        verifier = Verifier()
        assert len(verifier.verify("GET", url, (), SECRETS, now=NOW).query) == 5
        assert verifier.memory.parameters == {"own"}

    @pytest.mark.parametrize("name, kept", [("range", 1), ("x-amz-meta-a", 0), ("date", 0)])
    def test_names_of_signed_headers(self, name: str, kept: int):
        signed = sign(url="https://h/b/k", headers={name: "a"})
        verifier = Verifier()
        verifier.verify("GET", signed.url, signed.headers, SECRETS, now=NOW)
        assert kept == len(verifier.memory.signed_headers)

    def test_so_many_tokens_and_scopes_and_then_anew(self):
        memory = Verifier().memory
        for number in range(1024):
            keys = Credentials(ACCESS_KEY_ID, SECRET, f"token{number}")
            url = sign(url="https://h/b/k", credentials=keys, region=f"r{number}").url
            memory.keep_names(url, (), parse_presigned("GET", url))
            tokens = number + 2 if number < 1023 else 2
            assert (tokens, number + 1) == (len(memory.tokens), len(memory.scopes))
        url = sign(url="https://h/b/k").url
        memory.keep_names(url, (), parse_presigned("GET", url))
        assert (2, 1) == (len(memory.tokens), len(memory.scopes))
        assert "X-Amz-Security-Token=" in memory.tokens, "which is that of none"

    def test_so_much_and_then_anew(self):
        memory = Verifier().memory
        claim = parse_presigned("GET", sign(url="https://abcdefghijk/b/k").url)
        spelled = [
            "".join(letters) for letters in itertools.product(*zip("abcdefghijk", "ABCDEFGHIJK"))
        ]
        for number in range(1024):
            memory.keep_key(Credentials("a", f"secret {number}"), bytes(32), claim)
            memory.keep_names(f"https://{spelled[number]}/b/k", (), claim)
        assert (1024, 1024) == (len(memory.keys), len(memory.hosts))
        memory.keep_key(Credentials("a", "another"), bytes(32), claim)
        memory.keep_names(f"https://{spelled[1024]}/b/k", (), claim)
        assert (1, 1) == (len(memory.keys), len(memory.hosts))


class Word(str, enum.Enum):
    """An enumeration of strings formats as its name."""

    GET = "GET"


LEFT = [
    # what is not plain is left to the steps, which prove it all the same
    ({"url": PLAIN.url.replace("/b/k", "/%62/k")}, Verified),
    ({"url": sign(url="https://s3.amazonaws.com/b/k?unheard=a").url}, Verified),
    ({"url": sign(url="https://s3.amazonaws.com/b/k?X-Amz-Own=a").url}, Verified),
    ({"url": sign(url="https://s3.amazonaws.com/b/k?x-amz-own=a").url}, Verified),
    ({"url": sign(url="https://s3.amazonaws.com/b/k?own=%FF").url}, Verified),
    ({"url": OWN.url.replace("own=a", "own=%61")}, Verified),
    ({"url": OWN.url.replace("own=a", "%6fwn=a")}, Verified),
    ({"url": RANGE.url, "headers": [("Range", "a  b")]}, Verified),
    ({"url": RANGE.url, "headers": [("Range", " a b ")]}, Verified),
    ({"url": DATED.url, "headers": [("Date", "a")]}, Verified),
    ({"url": sign(url="https://s3.amazonaws.com").url}, Verified),
    ({"url": sign(url="https://localhost:9000/b/k").url}, Verified),
    ({"url": PLAIN.url.replace("https", "HTTPS")}, Verified),
    ({"url": PLAIN.url.replace("Expires=3600", "Expires=%33600")}, Verified),
    ({"url": PLAIN.url + "&"}, Verified),
    ({"headers": [("HOST", "s3.amazonaws.com")]}, Verified),
    ({"headers": [("Host", " s3.amazonaws.com ")]}, Verified),
    ({"headers": [("User-Agent", "a\tb")]}, Verified),
    ({"method": Word.GET}, Verified),
    ({"secrets": {ACCESS_KEY_ID: (SECRET, "b")}}, Verified),
    ({"secrets": {ACCESS_KEY_ID: SigningKey.derive(KEYS, "20150830", "us-east-1")}}, Verified),
    ({"body": b"x"}, Verified),
    # and what is wrong is left to them to say why
    ({"url": PLAIN.url.replace("/b/k", "/b/%FF")}, "path-utf8"),
    ({"url": PLAIN.url.replace("/b/k", "/b/%zz")}, "target"),
    ({"url": PLAIN.url.replace("/b/k", "/b/é")}, "target"),
    ({"url": OWN.url.replace("own=a", "own=%zz")}, "target"),
    ({"url": OWN.url.replace("own=a", "own=b")}, "signature"),
    ({"url": OWN.url + "&own=a"}, "signature"),
    ({"url": RANGE.url}, "signature"),
    ({"url": RANGE.url, "headers": [("Range", "b")]}, "signature"),
    ({"url": RANGE.url, "headers": [("Range", "ä")]}, "signature"),
    ({"url": RANGE.url, "headers": [("Range", "a b"), ("range", "")]}, "signature"),
    ({"method": "get"}, "signature"),
    ({"method": "PATCH"}, "signature"),
    ({"url": "https://s3.amazonaws.com:99999/b/k?" + PLAIN.url.partition("?")[2]}, "target"),
    ({"url": "ftp://s3.amazonaws.com/b/k?" + PLAIN.url.partition("?")[2]}, "target"),
    ({"url": "https:///b/k?" + PLAIN.url.partition("?")[2]}, "target"),
    ({"url": PLAIN.url[:-64] + "0" * 64}, "signature"),
    ({"url": PLAIN.url[:-1]}, "signature-form"),
    ({"url": PLAIN.url.replace("AKIDEXAMPLE%2F", "%2F")}, "credential"),
    ({"url": PLAIN.url.replace("/b/k", "/b/l")}, "signature"),
    ({"url": PLAIN.url.replace("T123600Z", "T243600Z")}, "date"),
    ({"url": PLAIN.url.replace("T123600Z", "T126000Z")}, "date"),
    ({"url": PLAIN.url.replace("T123600Z", "T123660Z")}, "date"),
    ({"url": PLAIN.url.replace("Expires=3600", "Expires=0")}, "expires-zero"),
    ({"url": PLAIN.url.replace("Expires=3600", "Expires=03600")}, "expires-number"),
    ({"url": PLAIN.url.replace("Expires=3600", "Expires=")}, "parameter-missing"),
    ({"url": PLAIN.url.replace("Expires=3600", "Expires=604801")}, "expires-week"),
    ({"url": PLAIN.url.replace("Expires=3600", "Expires=3601")}, "signature"),
    ({"url": PLAIN.url.replace("us-east-1", "us-east-2")}, "scope-region"),
    ({"url": PLAIN.url + "&X-Amz-Security-Token="}, "signature"),
    ({"url": SESSION.url}, "token"),
    ({"secrets": TEMPORARY_SECRETS}, "token"),
    (
        {"url": SESSION.url.replace("Token=", "Token=\udcff"), "secrets": TEMPORARY_SECRETS},
        "target",
    ),
    ({"secrets": {}}, "access-key"),
    ({"headers": [("Host", "s3.amazonaws.com")] * 2}, "host"),
    (
        {
            "url": PLAIN.url.partition(".com")[2],
            "headers": [("Host", ""), ("Host", "s3.amazonaws.com")],
        },
        "host",
    ),
    ({"headers": [("x-amz-acl", "a")]}, "headers-signed"),
    ({"headers": [("X_A", "a"), ("x_amz_acl", "a")]}, "headers-signed"),
    ({"headers": [("Authorization", "a")]}, "one-mechanism"),
    ({"headers": [("User-Agent", "a\nb")]}, "header"),
    ({"now": NOW + 3600}, "expired"),
    ({"now": NOW - 901}, "not-yet-valid"),
]


@pytest.mark.parametrize("change, expected", LEFT)
def test_the_steps_decide_what_is_not_plain(
    change: dict, expected: object, steps: Callable[[], int]
):
    request = {"method": "GET", "url": PLAIN.url, "headers": (), "secrets": SECRETS, **change}
    verifiers = warm(), Verifier("us-east-1")  # that have learnt of no other case
    steps()
    for verifier in verifiers:
        more = {name: request[name] for name in ("now", "body") if name in request}
        found = outcome(
            verifier,
            request["method"],
            request["url"],
            request["headers"],
            request["secrets"],
            **more,
        )
        if expected is Verified:
            assert isinstance(found, Verified)
        else:
            assert expected == found[1]
        assert steps() >= 1


def test_a_text_that_is_none_is_not_taken(steps: Callable[[], int]):
    for headers in ([(b"Host", "s3.amazonaws.com")], [("User-Agent", b"x")]):
        with pytest.raises(ValueError, match="is not text"):
            WARM.verify("GET", PLAIN.url, headers, SECRETS, now=NOW)
        assert steps() == 1
    with pytest.raises(ValueError, match="must be str"):
        WARM.verify("GET", PLAIN.url.encode(), (), SECRETS, now=NOW)


@pytest.mark.parametrize(
    "settings, rule",
    [
        ({"methods": "PUT"}, "method-served"),
        ({"max_expires_in": 60}, "expires-maximum"),
        ({"limits": Limits(target=200)}, "limit-target"),
        ({"limits": Limits(headers=2)}, "limit-headers"),
        ({"limits": Limits(header_bytes=30)}, "limit-headers"),
        ({"required_headers": "content-type"}, "headers-required"),
        ({"revoked": lambda _: True}, "revoked"),
        ({"hosts": "elsewhere"}, "host-served"),
        ({"service": "s3express"}, "scope-service"),
    ],
)
def test_the_rules_of_the_door_count(settings: dict, rule: str):
    verifier = warm(**settings)
    assert rule == outcome(verifier, "GET", PLAIN.url, SENT, SECRETS)[1]
    assert rule == outcome(Verifier("us-east-1", **settings), "GET", PLAIN.url, SENT, SECRETS)[1]


@pytest.mark.parametrize("limits", [Limits(headers=2), Limits(header_bytes=30)])
def test_its_limits_count_for_what_is_known_too(limits: Limits):
    verifier = Verifier("us-east-1", limits=limits)
    for sent in ([("A", "b")], [("B", "c")]):
        verifier.verify("GET", PLAIN.url, sent, SECRETS, now=NOW)
    for sent in ([("A", "b" * 40)] if limits.headers > 2 else [("A", ""), ("B", ""), ("A", "")],):
        assert "limit-headers" == outcome(verifier, "GET", PLAIN.url, sent, SECRETS)[1]


def test_a_region_is_one_where_any_is_taken(steps: Callable[[], int]):
    verifier = Verifier()
    for expected in (1, 0):
        verifier.verify("GET", PLAIN.url, (), SECRETS, now=NOW)
        assert steps() == expected
    asked: list[str] = []
    for region in ("", "us%20east"):
        url = PLAIN.url.replace("us-east-1", region)
        assert "credential" == outcome(verifier, "GET", url, (), asked.append)[1]
    assert asked == []


def test_temporary_credentials_end(steps: Callable[[], int]):
    ending = Credentials(ACCESS_KEY_ID, SECRET, TOKEN, expires_at=NOW + 60)
    for now, rule in ((NOW + 59, None), (NOW + 60, "token-expired")):
        found = outcome(WARM, "GET", SESSION.url, (), {ACCESS_KEY_ID: ending}, now=now)
        assert isinstance(found, Verified) if rule is None else found[1] == rule
        assert steps() == (rule is not None)


@pytest.mark.parametrize("access_key_id", ["A%41", "a=b", "a+b", "é", "a&b"])
def test_an_access_key_id_is_read_as_the_steps_read_it(
    access_key_id: str, steps: Callable[[], int]
):
    verifier = Verifier("us-east-1")
    secrets = {access_key_id: SECRET}
    signed = sign(url="https://h/b/k", credentials=Credentials(access_key_id, SECRET))
    for expected in (1, 0):
        found = verifier.verify("GET", signed.url, (), secrets, now=NOW)
        assert (access_key_id, expected) == (found.access_key_id, steps())
    # As if the id stood for itself in the query, signed by whoever has its secret.
    key = SigningKey.derive(KEYS, "20150830", "us-east-1").key
    query = PLAIN.url.partition("?")[2].replace(ACCESS_KEY_ID, access_key_id)[:-81]
    query = query.removesuffix("&X-Amz-Signature")
    request = f"GET\n/b/k\n{query}\nhost:h\n\nhost\nUNSIGNED-PAYLOAD"
    scope = "20150830/us-east-1/s3/aws4_request"
    digits = signature(key, string_to_sign("20150830T123600Z", scope, request))
    arguments = ("GET", f"https://h/b/k?{query}&X-Amz-Signature={digits}", (), secrets)
    expected = outcome(Verifier("us-east-1"), *arguments)
    assert not isinstance(expected, Verified)
    assert expected == outcome(verifier, *arguments)


def test_across_midnight(steps: Callable[[], int]):
    verifier = Verifier("us-east-1")
    midnight = 1440979200  # 2015-08-31T00:00:00Z
    for moment in (midnight - 1, midnight, midnight + 1):
        signed = sign(url="https://h/b/k", now=moment)
        for now in (moment, moment + 3599):
            assert moment == verifier.verify("GET", signed.url, (), SECRETS, now=now).signed_at
        assert "expired" == outcome(verifier, "GET", signed.url, (), SECRETS, now=moment + 3600)[1]
    steps()
    for moment in (midnight - 1, midnight):
        verifier.verify("GET", sign(url="https://h/b/k", now=moment).url, (), SECRETS, now=midnight)
    assert steps() == 0


HOST = st.sampled_from([*HOSTS, "unseen"])
PATH = st.text(string.ascii_letters + string.digits + "-._~/%2F ?&=+é", max_size=12).map(
    lambda text: text.replace("%", "%25").replace(" ", "%20").replace("é", "%C3%A9")
    .replace("?", "%3F")
)  # fmt: skip
EDITS = ["", *"aA0%/?&=+;.~#@: \n\x00é", "%2F", "..", "&x=y", "&X-Amz-Security-Token=", "%33"]
EDITS += ["&own=a", "&own=", "&own", "&Own=a", "%20", "%C3%A9", "%FF", "own=b&"]
OWN_QUERY = st.sampled_from(
    ["", "", "?own=a", "?own=%20&own=&z=1", "?own=a+b", "?%6fwn=a", "?x-amz-a=b"]
)


@given(st.data(), HOST, PATH, st.sampled_from(LAYOUTS), st.sampled_from([KEYS, TEMPORARY]))
def test_it_answers_as_the_steps_do(
    data: st.DataObject, host: str, path: str, layout: str, keys: Credentials
):
    signed = sign(
        data.draw(st.sampled_from(["GET", "PUT"])),
        f"https://{host}/{path}{data.draw(OWN_QUERY)}",
        layout=layout,
        credentials=keys,
        expires_in=data.draw(st.sampled_from([1, 60, 604800])),
        headers=data.draw(st.sampled_from([{}, {"Range": "a b"}, {"Range": ""}, {"Date": "a"}])),
    )
    url = signed.url
    odd = [*SENT, ("X-Amz-Acl", "a"), ("a", "\n"), ("Range", "b"), ("range", " a  b")]
    headers = data.draw(st.lists(st.sampled_from(odd), max_size=3))
    headers += data.draw(st.sampled_from([list(signed.headers), []]))
    if data.draw(st.booleans()):
        authority, url = target_of(signed)
        headers.insert(0, (data.draw(st.sampled_from(["Host", "host", "HOST"])), authority))
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(url)))
        url = (
            url[:at] + data.draw(st.sampled_from(EDITS)) + url[at + data.draw(st.integers(0, 1)) :]
        )
    secrets = data.draw(st.sampled_from([SECRETS, TEMPORARY_SECRETS, {}, {ACCESS_KEY_ID: "b"}]))
    now = data.draw(st.sampled_from([NOW, NOW - 901, NOW + 1, NOW + 60, NOW + 604800]))
    request = (signed.method, url, headers, secrets)
    found = outcome(WARM, *request, now=now)
    assert found == outcome(Verifier("us-east-1"), *request, now=now)


GENUINE = [
    (sign(method, f"https://{host}/{path}", credentials=keys, layout=layout), keys)
    for method, path in (("GET", "b/k.txt"), ("PUT", "b/a%20b?x=y&versionId=1"))
    for host in HOSTS[:3]
    for keys in (KEYS, TEMPORARY)
    for layout in LAYOUTS[:5]
]


@pytest.mark.parametrize("signed, keys", GENUINE, ids=range(len(GENUINE)))
def test_every_altered_byte_is_refused_or_means_the_same(signed: Presigned, keys: Credentials):
    assert len(GENUINE) >= 50
    secrets = {ACCESS_KEY_ID: keys}
    authority, target = target_of(signed)
    request = WARM.parse(signed.method, target, [("Host", authority)]).canonical_request
    accepted = 0
    for at in range(len(target)):
        for new in (chr(ord(target[at]) ^ 1), chr(ord(target[at]) ^ 0x20), "", "%", "/"):
            altered = target[:at] + new + target[at + 1 :]
            if altered == target:
                continue
            arguments = (signed.method, altered, [("Host", authority)], secrets)
            found = outcome(WARM, *arguments)
            if isinstance(found, Verified):
                accepted += 1
                assert request == WARM.parse(*arguments[:3]).canonical_request
    for at in range(len(authority)):
        altered = authority[:at] + chr(ord(authority[at]) ^ 1) + authority[at + 1 :]
        found = outcome(WARM, signed.method, target, [("Host", altered)], secrets)
        assert not isinstance(found, Verified)
    for at in range(len(signed.method)):
        for bit in (1, 0x20):
            altered = signed.method[:at] + chr(ord(signed.method[at]) ^ bit)
            altered += signed.method[at + 1 :]
            found = outcome(WARM, altered, target, [("Host", authority)], secrets)
            assert not isinstance(found, Verified)
    assert accepted <= 12, "few bytes have another spelling"


QUERY = (
    "X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=600&X-Amz-Security-Token=T"
    f"&X-Amz-Signature={'0' * 64}&X-Amz-SignedHeaders=host"
)


def remember(memory: Memory) -> None:
    """Keep what a genuine link of this query would have left."""
    credential = "X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fs3%2Faws4_request"
    date = "20150830"
    memory.scopes[credential] = ("AKIDEXAMPLE", date, "us-east-1", f"X-Amz-Date={date}T")
    memory.signed_headers["X-Amz-SignedHeaders=host"] = ("host",)
    memory.signed_headers["X-Amz-SignedHeaders=accept%3Bhost"] = ("accept", "host")
    memory.tokens.add("X-Amz-Security-Token=T")
    memory.hosts["h"] = ("h", "")
    memory.names.add("Accept")


def read(target: str, method: str = "GET", sent: Any = (), **settings: Any) -> Link | None:
    """Return what is read of a link like one that was genuine."""
    door = Verifier(**{"region": "us-east-1", **settings})
    remember(door.memory)
    return quick_read(door, method, f"{target}?{QUERY}", list(sent))


def read_query(query: str) -> Link | None:
    memory = Memory()
    remember(memory)
    return _read_query(query, memory)


@pytest.mark.parametrize(
    "old, new",
    [
        ("HMAC-SHA256", "HMAC-SHA257"),
        ("X-Amz-Credential=", "X-Amz-Credentiam="),
        ("=AKIDEXAMPLE%2F", "=%2F"),
        ("=AKIDEXAMPLE%2F", "=AKID+EXAMPLE%2F"),
        ("%2Fs3%2F", "%2Fs4%2F"),
        ("aws4_request", "aws5_request"),
        ("aws4_request", "aws4_request%2Fx"),
        ("X-Amz-Date=", "X-Amz-Datf="),
        ("Date=20150830T", "Date=20150831T"),
        ("T123600Z", "T1X3600Z"),
        ("T123600Z", "TX23600Z"),
        ("T123600Z", "T123600z"),
        ("T123600Z", "T123600Zx"),
        ("X-Amz-Expires=", "X-Amz-Expiret="),
        ("Expires=600", "Expires="),
        ("Expires=600", "Expires=6X0"),
        ("Expires=600", "Expires=0600"),
        ("Expires=600", "Expires=1234567"),
        ("X-Amz-Security-Token=", "X-Amz-Security-Tokem="),
        ("Token=T", "Token=T+"),
        ("Token=T", "Token=T&X-Amz-Security-Token=T"),
        ("X-Amz-Signature=", "X-Amz-Signaturd="),
        ("Signature=0", "Signature=g"),
        ("Signature=00", "Signature=0X"),
        ("Signature=0", "Signature=00"),
        ("SignedHeaders=host", "SignedHeaders=hosts"),
    ],
)
def test_each_part_of_a_query_has_one_plain_spelling(old: str, new: str):
    assert QUERY.count(old) == 1
    assert read_query(QUERY) is not None
    assert read_query(QUERY.replace(old, new)) is None


@pytest.mark.parametrize("life", ["5", "604800"])
def test_each_life_is_plain(life: str):
    link = read_query(QUERY.replace("Expires=600", f"Expires={life}"))
    assert link is not None
    assert int(life) == link.expires_in


BOTH = [("Host", "h"), ("Accept", "a")]
SIZE = len("HosthAccepta")
LENGTH = len("https://h/b/k?" + QUERY)


@pytest.mark.parametrize(
    "target, more",
    [
        ("https://h/b/k", {}),
        ("http://h/b/k", {}),
        ("/b/k", {"sent": BOTH}),
        ("/b/k", {"sent": BOTH, "limits": Limits(headers=2, header_bytes=SIZE)}),
        ("https://h/b/k", {"limits": Limits(target=LENGTH)}),
        ("https://h/b/k", {"methods": ["GET", "PUT"]}),
        ("https://h/b/k", {"service": None, "region": None, "max_expires_in": 600}),
    ],
)
def test_what_is_plain_and_for_here(target: str, more: dict):
    assert read(target, **more) is not None


@pytest.mark.parametrize(
    "target, more",
    [
        ("ftp://h/b/k", {}),
        ("https:///b/k", {"sent": BOTH}),
        ("https://h", {}),
        ("https://h/%62/k", {}),
        ("https://h/b/k", {"method": "POST"}),
        ("https://h/b/k", {"methods": "PUT"}),
        ("https://h/b/k", {"max_expires_in": 599}),
        ("https://h/b/k", {"limits": Limits(target=LENGTH - 1)}),
        ("/b/k", {"sent": BOTH, "limits": Limits(headers=1)}),
        ("/b/k", {"sent": BOTH, "limits": Limits(header_bytes=SIZE - 1)}),
    ],
)
def test_what_is_not_plain_or_not_for_here(target: str, more: dict):
    assert read(target, **more) is None


@pytest.mark.parametrize(
    "values, plain",
    [
        (["a b"], True),
        (["~"], True),
        ([""], True),
        (["a  b"], False),
        ([" a"], False),
        (["é"], False),
        (["a", "a"], False),
        ([], False),
    ],
)
def test_a_signed_header_has_one_plain_value(values: list[str], plain: bool):
    door = Verifier("us-east-1")
    remember(door.memory)
    url = "https://h/b/k?" + QUERY.replace("=host", "=accept%3Bhost")
    link = quick_read(door, "GET", url, [("Accept", value) for value in values])
    assert plain == (link is not None)
    if link is not None:
        assert link.headers == (("accept", values[0]), ("host", "h"))


def test_its_proof_is_exact(steps: Callable[[], int]):
    morning = NOW - (2 * 60 + 36) * 60  # at ten, for which the hour is divided exactly
    url = "https://s3.amazonaws.com/b/x/y"
    WARM.verify("GET", sign(url=url).url, (), SECRETS, now=NOW)
    steps()
    proof = WARM.verify("GET", sign(url=url, now=morning).url, (), SECRETS, now=morning - 900)
    assert 0 == steps(), "a clock may be behind by all of it"
    assert (morning, "b", "x/y") == (proof.signed_at, proof.bucket, proof.key)
