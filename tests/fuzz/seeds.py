"""Genuine inputs of each target, from which fuzzing begins, and the words that it puts in."""

import base64

from sigv4presign import Credentials, S3Presigner, presign, sign_headers

from ..vectors import cases, document
from .bodies import KINDS
from .checks import ID, NOW, SECRET, TEMPORARY, TOKEN
from .inputs import ANEW, BY_OURS, LATIN, PLAIN_POLICY, SURROGATES, written
from .naive import EMPTY

KEYS = Credentials(ID, SECRET)
WHOSE = (
    KEYS,
    Credentials(ID, SECRET, TOKEN),
    Credentials("AKIDOTHER", SECRET),
    Credentials("AKIDPLAIN", SECRET),
    TEMPORARY,
)
AMZ_DATE = "20150830T123600Z"
URLS = [
    "https://bucket.s3.amazonaws.com/key.txt",
    "https://h/bucket/a%20b/%C3%BC~!?versionId=a&tag=b&tag=a&uploads",
    "http://localhost:9000/b//../k",
]
DICTIONARY = [
    "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Credential=", "X-Amz-Date=", "X-Amz-Expires=",
    "X-Amz-SignedHeaders=", "X-Amz-Signature=", "X-Amz-Security-Token=", "X-Amz-Content-Sha256=",
    "X-Amz-S3session-Token=", "X%2DAmz-Date=", "Credential=", "SignedHeaders=", "Signature=",
    "UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "AWS4-HMAC-SHA256 ", "604800", "-1",
    "%2F", "%00", "%2e%2e", "%C0%AF", "%ED%A0%80", "%EF%BF%BE", "%0D%0A", "%25", "%", "+", "..",
    "aws4_request", "us-east-1", "s3", "s3express", "execute-api", "host;", "%3B", "x-amz-date",
    "x_amz_acl", "x-amz-content-sha256", AMZ_DATE, "Sun, 30 Aug 2015 12:36:00 GMT", "20150230",
    "authorization", "host", "x-forwarded-host", "x-amz-security-token", "content-type", "date",
    "AWSAccessKeyId=a", "signature", "&", "=", "?", "/", "//", ";", ":", ",", " ", "\t", "\r\n",
    "#", "@", "[::1]", "h:443", "h:80", "xn--", ":65536", "https://", "//h", "HEAD", "GET",
    ";chunk-signature=", "0\r\n", "\r\n\r\n", "ffffffffffffffff", "\n", "x-amz-trailer-signature:",
    "AKIDPLAIN", "AKIDOTHER", "AKIDTEMPORARY", "AKIDEXAMPLE", "key", "policy", "x-amz-meta-a",
    "x-ignore-a", "bucket", "${filename}", "file",
    '{"', '"}', '["', '"]', '","', '":', "null", "1e999", "NaN",
    "\\ud800", "\\u000a", "expiration", "conditions", "eq", "starts-with", "$", "$key",
    "content-length-range", "2015-08-30T13:36:00Z", "2015-08-30T13:36:00.000Z", "Content-Type",
    "\x1f", "\x1d8", "\x1d4a\x1d", "\x0e", "\u212a", "\u017f", "\ufeff", "\ufffe", "\u202e", "\x85",
    "\x1c", "\xa0", "\u0130", "0" * 64, EMPTY,
]  # fmt: skip
# Requests that take long if any do.
LONG = ["\x1d7a.\x1d", "\x1d7%2F\x1d", "\x1d6../\x1d", "\x1d7,\x1d", "\x1d6${filename}\x1d"]


def _pieces(method: str, url: str, headers: list[tuple[str, str]]) -> list[str]:
    host, _, rest = url.partition("://")[2].partition("/")
    return [method, "/" + rest, "Host", host] + [text for pair in headers for text in pair]


def links() -> list[list[str]]:
    """Return presigned requests, with headers, tokens and other services."""
    made: list[list[str]] = []
    for url in URLS:
        for keys in WHOSE:
            for service in ("s3", "execute-api"):
                for sent in ([], [("Content-Type", "text/plain"), ("X-Amz-Meta-A", "b  c")]):
                    link = presign("PUT" if sent else "GET", url, credentials=keys, headers=sent,
                                   region="us-east-1", service=service, now=NOW)  # fmt: skip
                    more = [*sent, ("Accept", "*/*")]
                    made += [_pieces(link.method, link.url, more), [link.method, link.url]]
                    made[-1] += [text for pair in more for text in pair]
    return made


def signed_requests() -> list[list[str]]:
    """Return requests that are signed in their headers."""
    made: list[list[str]] = []
    for url in URLS:
        for keys in WHOSE:
            for service in ("s3", "execute-api"):
                sent = [("Content-Type", "text/plain"), ("X-Amz-Meta-A", "b  c")]
                added = sign_headers("POST", url, credentials=keys, service=service, headers=sent,
                                     region="us-east-1", body=b"x", now=NOW)  # fmt: skip
                made.append(_pieces("POST", url, sent + added))
                dated = [("Date", "Sun, 30 Aug 2015 12:36:00 GMT")] + sent + added
                made.append(_pieces("POST", url, [p for p in dated if p[0] != "X-Amz-Date"]))
    return made


def of_vectors(kind: str) -> list[list[str]]:
    """Return the requests of the vectors, dated as the targets ask; to be signed anew."""
    made: list[list[str]] = []
    for name, count in (("aws_suite_query", 38), ("aws_suite_header", 38), ("edge_cases", 88)):
        for case in cases(name, count):
            url, headers = case.expected.get("url", case.target), list(case.headers)
            if case.kind != kind:
                continue
            old = case.expected["string_to_sign"].split("\n")[1]
            if kind == "header":
                headers.append(("Authorization", case.expected["authorization"]))
                headers += [("X-Amz-Date", old), ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")]
            text = "\x1e".join([case.method, url, *[text for pair in headers for text in pair]])
            text = text.replace(old, AMZ_DATE).replace(old[:8], AMZ_DATE[:8])
            made.append(text.replace(case.credentials["access_key_id"], ID).split("\x1e"))
    return made


def forms() -> list[list[str]]:
    """Return forms, those of the vectors too, their policies as JSON in the second text."""
    made: list[list[str]] = []
    settings = [{}, {"content_length_range": (1, 9)}, {"fields": {"acl": "private"}}]
    for more in settings:
        for keys in WHOSE[:2]:
            form = S3Presigner(keys).post_object("bucket", "in/${filename}", now=NOW, **more)
            made.append(_form(form.fields))
    for case in document("post_policies")["cases"]:
        made += [_form([tuple(pair) for pair in case["form"]])] if "form" in case else []
    return made


def long_ones(target: str) -> list[list[str]]:
    """Return the inputs that ask the most: long texts where the verifier goes through each part."""
    if target == "post":
        named, many = forms()[0], forms()[0]
        named[0] = "\x1d4name\x1d"
        named[named.index("key") + 1] = "in/\x1d6${filename}\x1d"
        conditions = '\x1d4, ["starts-with", "$Content-Type", "a"]\x1d]}'
        many[1] = many[1].removesuffix("]}") + conditions
        return [named, [*many, "Content-Type", "\x1d6a, \x1da"]]
    link, authorized = links()[0], signed_requests()[0]
    many_headers = [text for number in range(60) for text in (f"X-{number:02}", "\x1d3a  \x1d")]
    return [
        [link[0], link[1], "Host", "\x1d7a.\x1d"],
        [link[0], "/\x1d5%C3%BC\x1d" + link[1], *link[2:]],
        [link[0], link[1] + "&\x1d5a=b&\x1d", *link[2:]],
        [*link, *many_headers],
        [*authorized, *many_headers],
        [*authorized[:-1], "AWS4-HMAC-SHA256 " + "\x1d6a=b,\x1d"],
        [*authorized, "X-Amz-Meta-B", "\x1d6\t \x1d"],
    ]


def _form(fields: object) -> list[str]:
    pairs = list(fields)  # type: ignore[call-overload]
    policy = next(value for name, value in pairs if name.lower() == "policy")
    json = base64.b64decode(policy).decode()
    return ["a/b", json] + [text for pair in pairs for text in pair]


def seeds(target: str) -> list[bytes]:
    """Return inputs that the target named *target* proves, most of them."""
    if target == "payload":
        body = b"6\x1fx-a,x-b\x1fabc\x1cde\x1cf"
        return [bytes([kind, 1 + 2 * (edit > 0), 6, edit]) + body + b"\x1d" * (edit > 0)
                for kind in range(len(KINDS)) for edit in (0, 9, 128)]  # fmt: skip
    if target == "post":
        flags = (0, PLAIN_POLICY | ANEW, PLAIN_POLICY | BY_OURS | SURROGATES)
        each = [(form, flag, door) for form in forms() for flag in flags for door in (0, 1, 4)]
        each += [(form, flags[1], 0) for form in long_ones(target)]
        return [written(form, flag, door, choice=2) for form, flag, door in each]
    given: list[list[str]] = []
    if target != "authorization":
        given += links() + of_vectors("query")
    if target != "presigned":
        given += signed_requests() + of_vectors("header")
    given += long_ones(target)
    doors = range(7) if target == "verify" else range(2)
    flags = (0, ANEW, BY_OURS | SURROGATES, ANEW | LATIN)
    # Each door and each flag with each request would be too many to begin with.
    return [
        written(texts, flags[index % 4], doors[(index // 4 + turn) % len(doors)], index % 3)
        for turn in range(2)
        for index, texts in enumerate(given, turn)
    ]
