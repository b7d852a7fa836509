"""Headers that were not signed, and requests that are signed in theirs."""

import hashlib

from answers import case, header_case
from making import DATE, EMPTY, HOST, ID, NOW, SECRET, TOKEN, in_headers, link

PUT = link("PUT")
NOTE = [("X-Amz-Meta-A", "one two")]
TYPED = link("PUT", headers=[("Content-Type", "text/plain"), *NOTE])
SENT = [("Content-Type", "text/plain"), *NOTE]


def put(name, rule, headers, why="", target=PUT, **more):
    return case(name, rule, target, why, method="PUT", headers=headers, **more)


SOURCES = {
    "x-amz-acl": "CVE-2026-54330",
    "x-amz-copy-source": "CVE-2026-97731",
    "x-amz-object-lock-mode": "CVE-2026-115374",
    "x-amz-metadata-directive": "GHSA-g8w9-qw9q-fghr",
    "x-amz-copy-source-range": "CVE-2026-94368",
}
RIDERS = [
    "x-amz-acl", "x-amz-grant-full-control", "x-amz-copy-source", "x-amz-copy-source-range",
    "x-amz-metadata-directive", "x-amz-tagging", "x-amz-meta-owner", "x-amz-storage-class",
    "x-amz-website-redirect-location", "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-customer-key", "x-amz-object-lock-mode",
    "x-amz-object-lock-legal-hold", "x-amz-bypass-governance-retention", "x-amz-trailer",
    "x-amz-decoded-content-length", "x-amz-checksum-crc32", "x-amz-date", "x-amz-security-token",
    "x-amz-expires", "x-amz-request-payer", "x-amz-", "x-amz-unknown",
]  # fmt: skip
UNSIGNED = [
    put("genuine", None, []),
    put("genuine, with ordinary headers", None,
        [("Content-Type", "a"), ("Range", "b"), ("If-Match", "c"), ("X-Amzn-Trace-Id", "d")]),
    put("genuine, signed ones", None, SENT, target=TYPED),
    *[put(name, "headers-signed", [(name, "x")], "what the maker of the link did not allow",
          source=SOURCES.get(name, "")) for name in RIDERS],
    put("in upper case", "headers-signed", [("X-AMZ-ACL", "public-read")]),
    put("with underscores", "headers-signed", [("x_amz_acl", "public-read")],
        "CGI and WSGI write both alike"),
    put("with one underscore", "headers-signed", [("x-amz_acl", "public-read")]),
    put("an ordinary one's twin with underscores", "headers-signed", [*SENT, ("Content_Type", "x")],
        "CGI and WSGI write both alike", target=TYPED),
    put("part of a signed name", "headers-signed", [*SENT, ("x-amz-meta-", "x")],
        "a search for its text finds it", target=TYPED),
    put("longer than a signed name", "headers-signed", [*SENT, ("x-amz-meta-ab", "x")],
        target=TYPED),
    put("a second value of a signed one", "signature", [*SENT, ("X-Amz-Meta-A", "x")], target=TYPED),
    put("a second value, empty", "signature", [*SENT, ("x-amz-meta-a", "")], target=TYPED),
    put("signed and not sent", "signature", SENT[:1], target=TYPED),
    put("signed and sent empty", "signature", [SENT[0], ("X-Amz-Meta-A", "")], target=TYPED),
    put("signed as empty and not sent", "signature", [],
        "a missing one that counts as empty", target=link("PUT", headers=[("X-Amz-Acl", "")])),
    put("signed and in the query instead", "signature", SENT[:1],
        target=TYPED + "&X-Amz-Meta-A=one%20two"),
    put("another value", "signature", [SENT[0], ("X-Amz-Meta-A", "one")], target=TYPED),
    put("a no-break space", "signature", [SENT[0], ("X-Amz-Meta-A", "one\u00a0two")],
        "a blank to some", target=TYPED),
    put("blanks around and between", None, [SENT[0], ("X-Amz-Meta-A", "  one \t  two ")],
        target=TYPED),
    put("a line end in a value", "header", [("X-A", "a\r\nX-Amz-Acl: public-read")],
        "a header out of a value"),
    put("LF alone in a value", "header", [("X-A", "a\nb")]),
    put("NUL in a value", "header", [("X-A", "a\0b")]),
    put("a blank in a name", "header", [("X-Amz-Acl ", "public-read")],
        "cut off after it is looked at"),
    put("a colon in a name", "header", [("X-A:", "b")]),
    put("no name", "header", [("", "b")]),
    put("a name of another script", "header", [("x-amz-\u0430cl", "b")]),
    put("a letter that becomes an ASCII one in lower case", "header", [("X-Amz-Meta-\u212a", "b")],
        "the Kelvin sign for a k", target=link("PUT", headers=[("x-amz-meta-k", "b")])),
    put("a required one unsigned", "headers-required", [("Content-Type", "text/html")],
        "a page in the place of a picture",
        verifier={"region": "us-east-1", "required_headers": ["content-type"]}),
]  # fmt: skip


def named(names, **more):
    return link("PUT", names=names, **more)


MANY = ["host", *[f"x-{number:03}" for number in range(64)]]
SIGNED_HEADERS = [
    put("genuine", None, SENT, target=TYPED),
    put("host not signed", "signed-host", [], "the same link at any host", target=named(["x-a"]),
        source="CVE-2026-54330"),
    put("escaped twice", "signed-host", SENT, "names that are read after another decoding",
        target=named(["content-type%3bhost%3bx-amz-meta-a"]), source="S3: aws-sdk-java#1680"),
    put("descending", "signed-headers", SENT, target=named(
        ["x-amz-meta-a", "host", "content-type"], headers=SENT)),
    put("one twice", "signed-headers", [], target=named(["host", "host"])),
    put("host in upper case", "signed-host", [], target=named(["Host"])),
    put("in upper case", "signed-headers", [("A", "b")], target=named(["A", "host"], headers=[("a", "b")])),
    put("an empty one", "signed-headers", [], target=named(["", "host"])),
    put("an empty one at the end", "signed-headers", [], target=named(["host", ""])),
    put("commas between them", "signed-host", [], target=named(["content-type,host"])),
    put("blanks between them", "signed-host", [], target=named(["content-type host"])),
    put("a line end among them", "signed-host", [], target=named(["host\n"])),
    put("of another script", "signed-headers", [], target=named(["h\u00f6st", "host"])),
    put("one taken out", "headers-signed", SENT, "freed of its signed value",
        target=TYPED.replace("%3Bx-amz-meta-a", "")),
    put("an ordinary one taken out", "signature", SENT,
        target=TYPED.replace("content-type%3B", "")),
    put("one put in", "signature", [("A", "b")],
        target=PUT.replace("SignedHeaders=host", "SignedHeaders=a%3Bhost")),
    put("too many", "limit-signed-headers", [], "time", target=named(MANY)),
]  # fmt: skip

GOOD = in_headers()
AUTHORIZATION = dict(GOOD)["Authorization"]
LINK = link()


def other(name, value, headers=None):
    """Return *headers* with another value of *name*, or without it."""
    kept = [pair for pair in headers or GOOD if pair[0] != name]
    return kept if value is None else [*kept, (name, value)]


def moved(date):
    """Return a link that a header signature over *date* makes, and the headers to send with it."""
    headers = [date, ("X-Amz-Content-Sha256", EMPTY)]
    target = link(headers=headers, payload=EMPTY, expires="604800")
    return {"target": target, "headers": headers}


MOVED = (moved(("X-Amz-Date", DATE)), moved(("Date", "Sun, 30 Aug 2015 12:36:00 GMT")))
MECHANISM = [
    case("genuine, in the URL", None, LINK),
    header_case("genuine, in headers", None, GOOD),
    case("none", "signed", "/folder/key.txt", "anonymous"),
    case("none, with a query", "signed", "/folder/key.txt?versionId=1"),
    case("a URL and a header", "one-mechanism", LINK, "one is checked, the other believed",
         headers=[("Authorization", AUTHORIZATION)]),
    case("a URL and a foreign scheme", "one-mechanism", LINK,
         headers=[("Authorization", "Bearer x")]),
    case("a URL and an empty header", "one-mechanism", LINK, headers=[("authorization", "")]),
    case("a URL and version 2 in the query", "one-mechanism", LINK + "&AWSAccessKeyId=a&Signature=b"),
    case("of version 2, in the query", "version-2",
         f"/folder/key.txt?AWSAccessKeyId={ID}&Expires=1893456000&Signature=x",
         "the weaker scheme", source="botocore#3791"),
    header_case("of version 2, in a header", "version-2", [("Authorization", f"AWS {ID}:x")]),
    header_case("a foreign scheme", "algorithm-header", [("Authorization", "Bearer x")]),
    header_case("basic authentication", "algorithm-header", [("Authorization", "Basic eDp5")]),
    header_case("SigV4A", "algorithm-header", other(
        "Authorization", AUTHORIZATION.replace("HMAC-SHA256", "ECDSA-P256-SHA256"))),
    header_case("two headers", "one-mechanism", [*GOOD, ("authorization", AUTHORIZATION)],
                "two readers take two"),
    header_case("a header, and a parameter of a URL", "one-mechanism", GOOD,
                "credentials of the query skip the check of the header",
                target="/folder/key.txt?X-Amz-Credential=a", source="CVE-2026-41145"),
    header_case("a header, and a token in the query", "one-mechanism", GOOD,
                target="/folder/key.txt?X-Amz-Security-Token=a"),
    header_case("a header, and an algorithm in the query", "one-mechanism",
                in_headers(query="X-Amz-Algorithm=x"), "skips the hash of the body",
                target="/folder/key.txt?X-Amz-Algorithm=x"),
    *[case(f"genuine, with {said['headers'][0][0]} signed", None, **said, now=NOW + 899)
      for said in MOVED],
    *[case(f"of the header form, with {said['headers'][0][0]}, as a URL", "expired", **said,
           now=NOW + 900,
           why="has a client sign its headers for a URL with these parameters, and uses it a week")
      for said in MOVED],
    case("parameters of a URL as headers", "parameter-missing", "/folder/key.txt?X-Amz-Signature=a",
         headers=[("X-Amz-Algorithm", "AWS4-HMAC-SHA256")]),
]  # fmt: skip

BODY = hashlib.sha256(b"body").hexdigest()
PINNED = in_headers(payload=BODY)
SOON = "20150830T123601Z"
UNSTATED = [("Host", HOST), ("X-Amz-Date", DATE)]
CHUNKED = [("X-Amz-Decoded-Content-Length", "4"), ("X-Amz-Trailer", "x-amz-checksum-crc32")]
UNCHECKED = in_headers(headers=CHUNKED, payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER")
CHUNKS = in_headers(headers=CHUNKED[:1], payload="STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
FRAMES = "4\r\nbody\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"
HEADER_FORM = [
    header_case("genuine", None, GOOD),
    header_case("genuine, with a body", None, PINNED, body="body"),
    header_case("genuine, 15 minutes later", None, GOOD, now=NOW + 900),
    header_case("genuine, without blanks after its commas", None,
                other("Authorization", AUTHORIZATION.replace(", ", ","))),
    header_case("genuine, in frames", None, UNCHECKED, body=FRAMES),
    header_case("over 15 minutes old", "skewed", GOOD, "a replay", now=NOW + 901,
                source="s3s#616"),
    header_case("over 15 minutes ahead", "skewed", GOOD, now=NOW - 901),
    header_case("no date", "date-header", other("X-Amz-Date", None), "a replay for ever",
                source="CVE-2015-8466"),
    header_case("two dates", "date-header", [*GOOD, ("x-amz-date", SOON)]),
    header_case("another date", "signature", other("X-Amz-Date", SOON)),
    header_case("a date that is none", "date-header", other("X-Amz-Date", "NaN"), source="s3-tests"),
    header_case("an empty date", "date-header", other("X-Amz-Date", ""), source="s3-tests"),
    header_case("a date with dashes", "date-header", other("X-Amz-Date", "2015-08-30T12:36:00Z")),
    header_case("of GET, sent as HEAD where a link may be", "signature", in_headers("GET"),
                "HEAD by a signature that is no link's", method="HEAD",
                verifier={"region": "us-east-1", "head_with_get": True}),
    header_case("a scheme that is a word alone", "algorithm-header",
                other("Authorization", "a-secret-of-another-scheme"),
                "the word in a log that others read"),
    header_case("a date of another day", "scope-day", other("X-Amz-Date", "20150831T123600Z")),
    header_case("the date of HTTP instead", "signature",
                [*other("X-Amz-Date", None), ("Date", "Sun, 30 Aug 2015 12:36:00 GMT")]),
    header_case("another method", "signature", GOOD, method="DELETE"),
    header_case("another path", "signature", GOOD, target="/folder/other.txt"),
    header_case("a query appended", "signature", GOOD, target="/folder/key.txt?acl"),
    header_case("another host", "signature", other("Host", "other.s3.amazonaws.com")),
    header_case("an unsigned header", "headers-signed", [*GOOD, ("x-amz-acl", "public-read")],
                "a replay with more rights", source="GHSA-xm99-m3gq-83g8"),
    header_case("an unsigned copy source", "headers-signed", [*GOOD, ("x-amz-copy-source", "/a/b")]),
    header_case("a token brought along", "token", [*GOOD, ("X-Amz-Security-Token", "x")]),
    header_case("a token for a long-term key", "token", in_headers(token=TOKEN)),
    header_case("two tokens", "header", [*in_headers(token=TOKEN), ("x-amz-security-token", "b")]),
    header_case("no token for a temporary key", "token", GOOD, secrets={
        ID: {"secret_access_key": SECRET, "session_token": TOKEN}}),
    header_case("another secret", "signature", in_headers(secret="another"),
                source="Alluxio#18755"),
    header_case("an unknown access key", "access-key", in_headers(id="AKIDNOBODY")),
    header_case("another region", "scope-region",
                in_headers(scope="20150830/eu-west-1/s3/aws4_request")),
    header_case("another service", "scope-service",
                in_headers(scope="20150830/us-east-1/sts/aws4_request"), source="CVE-2025-65073"),
    header_case("another terminator", "scope-terminator",
                in_headers(scope="20150830/us-east-1/s3/aws4_requestX")),
    header_case("a scope of four parts", "credential",
                in_headers(scope="20150830/us-east-1/aws4_request")),
    header_case("a scope of no day", "scope-date", in_headers(scope="2015083/us-east-1/s3/aws4_request")),
    header_case("host not signed", "signed-host",
                in_headers(names=["x-amz-content-sha256", "x-amz-date"])),
    header_case("signed headers descending", "signed-headers",
                in_headers(names=["x-amz-date", "x-amz-content-sha256", "host"])),
    header_case("too many signed headers", "limit-signed-headers", in_headers(names=MANY)),
    header_case("no signature", "component-missing",
                other("Authorization", AUTHORIZATION.partition(", Signature")[0])),
    header_case("an empty signature", "component-missing", other("Authorization", AUTHORIZATION[:-64])),
    header_case("two signatures", "component-form",
                other("Authorization", f"{AUTHORIZATION}, Signature={'0' * 64}")),
    header_case("a component more", "component-form", other("Authorization", AUTHORIZATION + ", A=b")),
    header_case("a signature in upper case", "signature-form",
                other("Authorization", AUTHORIZATION[:-64] + AUTHORIZATION[-64:].upper())),
    header_case("another body", "payload", PINNED, body="bodx"),
    header_case("another hash of the body", "signature",
                other("X-Amz-Content-Sha256", EMPTY, PINNED), body=""),
    header_case("made open", "signature",
                other("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD", PINNED), body="bodx"),
    header_case("no hash of the body", "payload-missing",
                other("X-Amz-Content-Sha256", None), "a hash that is skipped"),
    header_case("a hash that is none", "payload-form", other("X-Amz-Content-Sha256", "x")),
    header_case("two hashes", "payload-form", [*GOOD, ("x-amz-content-sha256", EMPTY)]),
    header_case("in frames, another length", "content-length", UNCHECKED,
                body=FRAMES.replace("4\r\nbody", "5\r\nbodyx"), source="CVE-2021-21390"),
    header_case("in frames, no trailer", "trailer-form", UNCHECKED, body="4\r\nbody\r\n0\r\n\r\n"),
    header_case("in frames, NUL in a trailer", "trailer-form", UNCHECKED,
                body=FRAMES.replace("AAAAAA", "AAA\0AA"), why="cut off there by some"),
    header_case("in frames, a carriage return in a trailer", "trailer-form", UNCHECKED,
                body=FRAMES.replace("AAAAAA==", "AAAAAA==\rX-Amz-Acl: public-read"),
                why="a header out of a value"),
    header_case("in frames, no end", "body-complete", UNCHECKED, body="4\r\nbody\r\n"),
    header_case("in frames that are none", "chunk-form", UNCHECKED, body="body\r\n"),
    header_case("in frames without a length", "decoded-length", in_headers(
        headers=CHUNKED[1:], payload="STREAMING-UNSIGNED-PAYLOAD-TRAILER"), body=FRAMES),
    header_case("in chunks that are not signed", "chunk-form", CHUNKS, body="4\r\nbody\r\n0\r\n\r\n",
                source="CVE-2021-21390"),
    header_case("in chunks signed by nobody", "signature", CHUNKS, body="".join(
        f"{head};chunk-signature={'0' * 64}\r\n{data}\r\n" for head, data in ((4, "body"), (0, "")))),
    header_case("in a chunk too long", "limit-chunk", CHUNKS,
                body=f"4;chunk-signature={'0' * 64}\r\nbody\r\n",
                verifier={"region": "us-east-1", "limits": {"chunk": 3}}),
]  # fmt: skip
