"""Presigned URLs, altered or forged."""

import hashlib

from answers import case
from making import EMPTY, HOST, ID, NOW, SECRET, TOKEN, link

GOOD = link()
AGAIN = link(query=[("response-content-type", "text/plain"), ("tag", "b"), ("tag", "a")])
PUT = link("PUT")


def edit(old, new, target=GOOD):
    assert target.count(old) >= 1, old
    return target.replace(old, new, 1)


def value_of(name, target=GOOD):
    return target.partition(f"{name}=")[2].partition("&")[0]


NAMES = ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature")
PARAMETERS = [
    case("genuine", None, GOOD),
    case("genuine, in another order", None,
         GOOD.partition("?")[0] + "?" + "&".join(GOOD.partition("?")[2].split("&")[::-1])),
    *[case(f"{name} missing", "parameter-missing",
           edit(f"&X-Amz-{name}=", "&X-Amz-Nothing=") if name != "Algorithm"
           else edit("?X-Amz-Algorithm=", "?X-Amz-Nothing="),
           "a check that is skipped where there is no value",
           source="CVE-2015-8466" if name == "Date" else "") for name in NAMES],
    *[case(f"{name} empty", "parameter-missing",
           edit(f"X-Amz-{name}={value_of('X-Amz-' + name)}", f"X-Amz-{name}="),
           "an empty value that is read as none") for name in NAMES],
    *[case(f"{name} twice, the same", "parameter-once",
           f"{GOOD}&X-Amz-{name}={value_of('X-Amz-' + name)}",
           "two readers take two of them") for name in NAMES],
    *[case(f"{name} in lower case beside", "parameter-spelling",
           f"{GOOD}&x-amz-{name.lower()}={value_of('X-Amz-' + name)}",
           "a reader without regard to case takes the second") for name in NAMES],
    *[case(f"{name} with an escape in its name", "parameter-once",
           f"{GOOD}&X-Amz-%{ord(name[0]):02X}{name[1:]}={value_of('X-Amz-' + name)}",
           "the second one is seen after decoding only") for name in NAMES],
    case("another lifetime first", "parameter-once", edit("?", "?X-Amz-Expires=604800&"),
         "lives for a week where the first counts"),
    case("not UTF-8", "parameter-utf8", edit("Expires=3600", "Expires=%FF"), "a crash"),
    case("a token appended", "token", GOOD + "&X-Amz-Security-Token=x",
         "another session than the signed one"),
    case("an empty token appended", "signature", GOOD + "&X-Amz-Security-Token="),
    *[case(f"algorithm {word or 'none'}", rule, edit("AWS4-HMAC-SHA256", word),
           "an algorithm that its reader does not check", source="GHSA-xm99-m3gq-83g8")
      for word, rule in (("AWS4-HMAC-SHA512", "algorithm"), ("AWS4-HMAC-SHA1", "algorithm"),
                         ("aws4-hmac-sha256", "algorithm"), ("none", "algorithm"),
                         ("AWS4-ECDSA-P256-SHA256", "algorithm"),
                         ("AWS4-HMAC-SHA256%20", "algorithm"),
                         ("AWS4-HMAC-SHA256-PAYLOAD", "algorithm"))],
]  # fmt: skip

QUERY = [
    case("genuine", None, AGAIN),
    case("genuine, a blank as plus", None, edit("a%20b", "a+b", link(query=[("q", "a b")]))),
    case("a parameter appended", "signature", GOOD + "&versionId=1", "another version"),
    *[case(f"the subresource {name} appended", "signature", f"{PUT}&{name}", "another operation",
           method="PUT") for name in ("acl", "policy", "tagging", "uploads", "cors", "retention")],
    case("a subresource with an empty value", "signature", PUT + "&acl=", method="PUT"),
    case("an override appended", "signature", GOOD + "&response-content-type=text%2Fhtml",
         "a script in the store's origin", source="CVE-2020-1760"),
    case("another value", "signature", edit("text%2Fplain", "text%2Fhtml", AGAIN)),
    case("a value twice", "signature", AGAIN + "&tag=a", "a reader that keeps a set"),
    case("a value less", "signature", edit("tag=a&", "", AGAIN)),
    case("a value for another name", "signature", edit("tag=a", "tab=a", AGAIN)),
    case("another value first", "signature", edit("?", "?response-content-type=text%2Fhtml&", AGAIN)),
    case("a name in another case", "signature", edit("tag=a", "Tag=a", AGAIN)),
    case("an empty pair", "signature", GOOD + "&="),
    case("a semicolon for an ampersand", "signature", edit("&tag=a", ";tag=a", AGAIN),
         "a reader that takes both"),
    case("a second question mark", "signature", edit("&tag=a", "?tag=a", AGAIN)),
    case("escaped twice", "signature", edit("text%2Fplain", "text%252Fplain", AGAIN)),
    case("an escaped ampersand", "signature", edit("&tag=a", "%26tag=a", AGAIN)),
    case("an escaped equals sign", "signature", edit("tag=a", "tag%3Da", AGAIN)),
    case("half an escape", "target", GOOD + "&a=%", "a crash, or a lenient reader"),
    case("an escape of no digits", "target", GOOD + "&a=%zz"),
    case("an escape with a sign", "target", GOOD + "&a=%+1"),
    case("NUL", "signature", GOOD + "&a=%00"),
    case("a header in the query", "signature", PUT + "&x-amz-acl=public-read", "hoisted by nobody",
         method="PUT"),
    case("a copy source in the query", "signature", PUT + "&x-amz-copy-source=%2Fother%2Fsecret",
         "reads any object", method="PUT"),
]  # fmt: skip

SIGNED_BY = GOOD[-64:]
SIGNATURE = [
    case("genuine", None, GOOD),
    *[case(f"digit {at} changed", "signature",
           GOOD[: at - 64] + "0123456789abcdef"[int(GOOD[at - 64], 16) ^ 1] + GOOD[at - 63 :]
           if at < 63 else GOOD[:-1] + "0123456789abcdef"[int(GOOD[-1], 16) ^ 1],
           "a comparison that ends early") for at in (0, 1, 31, 32, 62, 63)],
    case("in upper case", "signature-form", GOOD[:-64] + SIGNED_BY.upper(),
         "one link in two spellings: a revoked one lives on"),
    case("a digit less", "signature-form", GOOD[:-1], "a comparison of what is there"),
    case("half of it", "signature-form", GOOD[:-32]),
    case("a digit more", "signature-form", GOOD + "0"),
    case("padded", "signature-form", GOOD + "%20"),
    case("a line end after it", "signature-form", GOOD + "%0A", "a pattern that ends at $"),
    case("NUL after it", "signature-form", GOOD + "%00"),
    case("digits of another script", "signature-form", GOOD[:-1] + "%D9%A1"),
    case("wide digits", "signature-form", GOOD[:-1] + "%EF%BC%91"),
    case("of zeros", "signature", GOOD[:-64] + "0" * 64),
    case("in base64", "signature-form",
         GOOD[:-64] + "rurpu8zU0C7lwBCbhtho%2BDWZUzDaTIZcJX0VdRt2BNA%3D"),
    case("by another secret", "signature", link(secret="another"), source="CVE-2020-11012"),
    case("by an empty secret", "signature", link(secret=""), "a default for a secret that is not set"),
    case("by the access key id", "signature", link(secret=ID)),
    case("by the secret in lower case", "signature", link(secret=SECRET.lower())),
    case("a hash without a key", "signature",
         GOOD[:-64] + hashlib.sha256(GOOD.encode()).hexdigest(), source="SeaweedFS#8878"),
    case("an access key that nobody has", "access-key", link(id="AKIDNOBODY"),
         source="CVE-2026-88018"),
    case("an access key whose secret is not known", "access-key", GOOD, secrets={ID: None}),
    case("of another link", "signature", GOOD[:-64] + PUT[-64:]),
    case("taken back", "revoked", GOOD, "a link that its maker wants ended",
         verifier={"region": "us-east-1", "revoked": [SIGNED_BY]}),
]  # fmt: skip

UTF8 = link(path="/%C3%BC")
TARGET = [
    case("genuine", None, GOOD),
    case("genuine, another spelling of the path", None, edit("key.txt", "%6Bey.txt")),
    case("genuine, its host in upper case", None, GOOD, headers=[("Host", HOST.upper())]),
    case("genuine, HEAD where a link for GET may be", None, GOOD, method="HEAD",
         verifier={"region": "us-east-1", "head_with_get": True}),
    *[case(f"method {method}", "signature", GOOD, method=method,
           source="" if method != "HEAD" else "S3 refuses HEAD by a URL for GET")
      for method in ("PUT", "HEAD", "POST", "DELETE", "get", "OPTIONS")],
    case("a method with a blank", "method", GOOD, method="GET "),
    case("a method with a line end", "method", GOOD, method="GET\r\n"),
    case("a method that is not served", "method-served", link("DELETE"), method="DELETE",
         verifier={"region": "us-east-1", "methods": ["GET"]}),
    *[case(f"path {what}", rule, edit("/folder/key.txt", path), why)
      for what, path, rule, why in (
        ("of another key", "/folder/key.tx", "signature", ""),
        ("in another case", "/Folder/key.txt", "signature", ""),
        ("with a dot segment", "/./folder/key.txt", "signature", "resolved after it is proven"),
        ("with two dots", "/folder/../folder/key.txt", "signature", "leaves the folder"),
        ("with escaped dots", "/folder/%2e%2e/folder/key.txt", "signature", "the same"),
        ("with a slash twice", "//folder/key.txt", "signature", "merged after it is proven"),
        ("with a slash at its end", "/folder/key.txt/", "signature", ""),
        ("with a backslash", "/folder%5Ckey.txt", "signature", "a slash to some"),
        ("escaped twice", "/folder/key%252Etxt", "signature", ""),
        ("with a plus", "/folder/key.txt+", "signature", ""),
        ("with NUL", "/folder/key.txt%00", "signature", "cut off there by some"),
        ("with a line end", "/folder/key.txt%0A", "signature", ""),
        ("with a semicolon", "/folder/key.txt;a=b", "signature", "parameters to some"),
        ("with raw bytes", "/folder/key.txt\u00fc", "target", ""),
        ("with a blank", "/folder/key.txt ", "target", ""),
        ("that is not UTF-8", "/folder/key.txt%FF", "path-utf8", ""),
        ("with an overlong slash", "/folder%C0%AFkey.txt", "path-utf8", "a slash to some"),
        ("with half a surrogate pair", "/folder/%ED%A0%80", "path-utf8", ""),
        ("with half an escape", "/folder/key.txt%2", "target", ""))],
    case("path in another form of Unicode", "signature", edit("%C3%BC", "u%CC%88", UTF8),
         "one name to a file system"),
    case("path spelled otherwise, where that is strict", "path-spelling",
         edit("key.txt", "%6Bey.txt"), "a filter in front that compares spellings",
         verifier={"region": "us-east-1", "strict_path": True}),
    case("a fragment", "target", GOOD + "#a"),
    case("user info", "target", "https://user@" + HOST + GOOD),
    case("another scheme", "target", "ftp://" + HOST + GOOD),
    case("nothing", "target", ""),
    *[case(f"host {what}", rule, GOOD, why, headers=headers)
      for what, headers, rule, why in (
        ("of another bucket", [("Host", "other.s3.amazonaws.com")], "signature", ""),
        ("with a port", [("Host", HOST + ":8443")], "signature", ""),
        ("with a dot at its end", [("Host", HOST + ".")], "signature", "the same name to DNS"),
        ("twice", [("Host", HOST), ("Host", "other")], "host", "two readers take two"),
        ("twice, the same", [("Host", HOST), ("host", HOST)], "host", ""),
        ("twice, first empty", [("Host", ""), ("Host", HOST)], "host", "nothing is a host, too"),
        ("empty", [("Host", "")], "target", ""),
        ("with user info", [("Host", "user@" + HOST)], "target", ""),
        ("with a path", [("Host", HOST + "/a")], "target", ""),
        ("forwarded, believed by nobody",
         [("Host", "other"), ("X-Forwarded-Host", HOST)], "signature", "a header that anybody sends"),
        ("forwarded beside", [("Host", HOST), ("X-Forwarded-Host", "other")], None, ""),
        ("by RFC 7239", [("Host", "other"), ("Forwarded", "host=" + HOST)], "signature", ""))],
    case("host forwarded twice", "host", GOOD, "a proxy that appends", headers=[
        ("Host", "backend"), ("X-Forwarded-Host", HOST), ("X-Forwarded-Host", "other")],
        verifier={"region": "us-east-1", "host_header": "x-forwarded-host"}),
    case("host forwarded in a list", "host", GOOD, "a proxy that appends", headers=[
        ("Host", "backend"), ("X-Forwarded-Host", f"{HOST}, other")],
        verifier={"region": "us-east-1", "host_header": "x-forwarded-host"}),
    case("host missing", "host", GOOD, host=False),
    case("host that is not served", "host-served", link(host="evil.example"),
         "another tenant's link", headers=[("Host", "evil.example")],
         verifier={"region": "us-east-1", "hosts": ["*.s3.amazonaws.com"]}),
    case("target too long", "limit-target", GOOD + "&a=" + "b" * 8192, "memory and time"),
    case("headers too many", "limit-headers", GOOD, headers=[
        ("Host", HOST), *[(f"x-{number}", "") for number in range(128)]]),
    case("headers too long", "limit-headers", GOOD, headers=[
        ("Host", HOST), ("Cookie", "a" * 32768)]),
]  # fmt: skip

DAY = 86400
TIME = [
    case("genuine, at its first second", None, GOOD),
    case("genuine, at its last second", None, GOOD, now=NOW + 3599),
    case("genuine, its maker's clock ahead", None, GOOD, now=NOW - 900),
    case("genuine, for a week", None, link(expires="604800"), now=NOW + 604799),
    case("expired", "expired", GOOD, now=NOW + 3600, source="CVE-2020-12692"),
    case("expired long ago", "expired", GOOD, now=NOW + 10 * 365 * DAY),
    case("dated ahead", "not-yet-valid", GOOD, "signed today for next year", now=NOW - 901),
    case("dated ahead by years", "not-yet-valid", link(date="20350830T123600Z")),
    *[case(f"expires {what}", rule, link(expires=value), why, source=source)
      for what, value, rule, why, source in (
        ("0", "0", "expires-zero", "", "s3-tests"),
        ("negative", "-1", "expires-negative", "", ""),
        ("far negative", "-604800", "expires-negative", "", ""),
        ("a second over a week", "604801", "expires-week", "", "NooBaa#8873"),
        ("a year", "31536000", "expires-week", "", ""),
        ("2^31", "2147483648", "expires-week", "an overflow", ""),
        ("2^63", "9223372036854775808", "expires-week", "an overflow", ""),
        ("5000 digits", "9" * 5000, "expires-week", "time", ""),
        ("with a plus", "+60", "expires-number", "a second spelling", ""),
        ("with zeros", "0060", "expires-number", "a second spelling", ""),
        ("00", "00", "expires-number", "", ""),
        ("-0", "-0", "expires-negative", "", ""),
        ("--1", "--1", "expires-number", "", ""),
        ("with an underscore", "6_0", "expires-number", "Python reads it", ""),
        ("with a blank", " 60", "expires-number", "Python reads it", ""),
        ("with a line end", "60\n", "expires-number", "a pattern that ends at $", ""),
        ("with a unit", "1h", "expires-number", "Go reads it", ""),
        ("with a rest", "60x", "expires-number", "C reads it", ""),
        ("a fraction", "60.0", "expires-number", "", ""),
        ("an exponent", "6e1", "expires-number", "", ""),
        ("hexadecimal", "0x3c", "expires-number", "", ""),
        ("NaN", "NaN", "expires-number", "never expires", "NooBaa#8493"),
        ("Infinity", "Infinity", "expires-number", "never expires", ""),
        ("in Arabic digits", "\u0666\u0660", "expires-number", "Python reads it", ""),
        ("in wide digits", "\uff16\uff10", "expires-number", "", ""),
        ("NUL", "60\0", "expires-number", "", ""))],
    case("a longer life", "signature", edit("Expires=3600", "Expires=604800")),
    case("longer than is allowed here", "expires-maximum", GOOD,
         verifier={"region": "us-east-1", "max_expires_in": 600}),
    case("another second", "signature", edit("T123600Z", "T123601Z")),
    *[case(f"date {what}", "date", link(date=date, scope="20150830/us-east-1/s3/aws4_request"), why)
      for what, date, why in (
        ("with dashes", "2015-08-30T12:36:00Z", ""),
        ("of HTTP", "Sun, 30 Aug 2015 12:36:00 GMT", ""),
        ("in Unix seconds", "1440938160", ""),
        ("without Z", "20150830T123600", ""),
        ("with a zone", "20150830T123600+0000", ""),
        ("with a fraction", "20150830T123600.0Z", ""),
        ("in lower case", "20150830t123600z", ""),
        ("of the second 60", "20150830T123660Z", ""),
        ("of the hour 24", "20150830T240000Z", ""),
        ("of no day", "20150831T123600Z".replace("0831", "0832"), ""),
        ("of 30 February", "20150230T123600Z", ""),
        ("before 1970", "19690830T123600Z", ""),
        ("NaN", "NaN", "never expires"),
        ("in Arabic digits", "\u0662\u0660150830T123600Z", ""),
        ("with a line end", "20150830T123600Z\n", ""))],
]  # fmt: skip


def scoped(scope, **more):
    return link(scope=scope, **more)


SCOPE = [
    case("genuine", None, GOOD),
    case("genuine, of another region that is served", None, scoped("20150830/eu-west-1/s3/aws4_request"),
         verifier={"region": ["us-east-1", "eu-west-1"]}),
    case("another region, signed", "scope-region", scoped("20150830/eu-west-1/s3/aws4_request"),
         "a link for another site"),
    case("another service, signed", "scope-service", scoped("20150830/us-east-1/sts/aws4_request"),
         "any signature as a proof of identity", source="CVE-2025-65073"),
    case("the service in upper case", "scope-service", scoped("20150830/us-east-1/S3/aws4_request")),
    case("the region in upper case", "scope-region", scoped("20150830/US-EAST-1/s3/aws4_request")),
    case("another region put in", "scope-region", edit("us-east-1", "eu-west-1")),
    case("another service put in", "scope-service", edit("%2Fs3%2F", "%2Fsts%2F")),
    case("the day before, signed", "scope-day", scoped("20150829/us-east-1/s3/aws4_request"),
         "an old key for a new link"),
    case("the day after, signed", "scope-day", scoped("20150831/us-east-1/s3/aws4_request")),
    case("a day of seven digits", "scope-date", scoped("2015830/us-east-1/s3/aws4_request")),
    case("a day with dashes", "scope-date", scoped("2015-08-30/us-east-1/s3/aws4_request")),
    case("a day in Arabic digits", "scope-date",
         scoped("\u0662\u0660150830/us-east-1/s3/aws4_request")),
    case("another terminator", "scope-terminator", scoped("20150830/us-east-1/s3/aws4_requestX"),
         "found anywhere by some"),
    case("the terminator in upper case", "scope-terminator",
         scoped("20150830/us-east-1/s3/AWS4_REQUEST")),
    case("no terminator", "credential", scoped("20150830/us-east-1/s3")),
    case("a part more", "credential", scoped("20150830/us-east-1/s3/aws4_request/x")),
    case("a slash at the end", "credential", scoped("20150830/us-east-1/s3/aws4_request/")),
    case("an empty region", "credential", scoped("20150830//s3/aws4_request")),
    case("an empty service", "credential", scoped("20150830/us-east-1//aws4_request")),
    case("region and service in one", "credential", scoped("20150830/us-east-1s3/aws4_request"),
         "parts that are joined the same"),
    case("no access key id", "credential", link(id="")),
    case("a slash in the access key id", "credential", link(id="AK/ID")),
    case("a line end in the access key id", "credential", link(id="AKID\n"), "a forged log line"),
    case("a blank in the region", "credential", scoped("20150830/us east/s3/aws4_request")),
    case("escaped twice", "credential", edit("AKIDEXAMPLE%2F", "AKIDEXAMPLE%252F")),
    case("another access key id", "access-key", edit(ID, "AKIDEXAMPLF")),
]  # fmt: skip

TEMPORARY = {ID: {"secret_access_key": SECRET, "session_token": TOKEN}}
WITH_TOKEN = link(token=TOKEN)
TOKENS = [
    case("genuine", None, WITH_TOKEN, secrets=TEMPORARY),
    case("none for a temporary key", "token", GOOD, "a key that was to end", secrets=TEMPORARY),
    case("one for a long-term key", "token", WITH_TOKEN),
    case("another, signed", "token", link(token="other"), secrets=TEMPORARY),
    case("cut short, signed", "token", link(token=TOKEN[:-1]), secrets=TEMPORARY),
    case("in lower case, signed", "token", link(token=TOKEN.lower()), secrets=TEMPORARY),
    case("changed", "token", edit("FwoGZ", "FwoGA", WITH_TOKEN), secrets=TEMPORARY),
    case("taken out", "token",
         edit("&X-Amz-Security-Token=" + value_of("X-Amz-Security-Token", WITH_TOKEN), "", WITH_TOKEN),
         secrets=TEMPORARY),
    case("ended", "token-expired", WITH_TOKEN, "a session that is over",
         secrets={ID: {**TEMPORARY[ID], "expires_at": NOW}}),
    case("twice", "parameter-once", WITH_TOKEN + "&X-Amz-Security-Token=x", secrets=TEMPORARY),
    case("under another name", "token",
         edit("X-Amz-Security-Token", "X-Amz-S3session-Token", WITH_TOKEN), secrets=TEMPORARY),
]  # fmt: skip

PINNED = hashlib.sha256(b"body").hexdigest()
BY_HEADER = link("PUT", headers=[("X-Amz-Content-Sha256", PINNED)], payload=PINNED)
BY_QUERY = link("PUT", query=[("X-Amz-Content-Sha256", PINNED)], payload=PINNED)
SENT = [("X-Amz-Content-Sha256", PINNED)]


def streaming(word):
    return link("PUT", query=[("X-Amz-Content-Sha256", word)], payload=word)


PAYLOAD = [
    case("genuine, by a header", None, BY_HEADER, method="PUT", headers=SENT, body="body"),
    case("genuine, by the query", None, BY_QUERY, method="PUT", body="body"),
    case("genuine, any body", None, PUT, method="PUT", body="any"),
    case("genuine, repeated unsigned", None, PUT, method="PUT", body="any",
         headers=[("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")]),
    case("another body, by a header", "payload", BY_HEADER, method="PUT", headers=SENT, body="bodx",
         source="SeaweedFS#2166"),
    case("another body, by the query", "payload", BY_QUERY, method="PUT", body="bodx"),
    case("no body", "payload", BY_QUERY, method="PUT", body=""),
    case("a hash of another body in the header", "signature", BY_HEADER, method="PUT", body="bodx",
         headers=[("X-Amz-Content-Sha256", hashlib.sha256(b"bodx").hexdigest())]),
    case("made open in the header", "signature", BY_HEADER, method="PUT", body="bodx",
         headers=[("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")]),
    case("made open in the query", "signature", edit(PINNED, "UNSIGNED-PAYLOAD", BY_QUERY),
         method="PUT", body="bodx"),
    case("two in the query", "payload-form", BY_QUERY + "&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD",
         method="PUT", body="bodx"),
    case("another in an unsigned header", "headers-signed", BY_QUERY, method="PUT", body="body",
         headers=[("X-Amz-Content-Sha256", EMPTY)]),
    *[case(f"{word} in an unsigned header", "headers-signed", PUT, "a body that nobody checks",
           method="PUT", headers=[("X-Amz-Content-Sha256", word)], source=source)
      for word, source in (("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "CVE-2025-31489"),
                           ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "CVE-2026-40344"),
                           ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "CVE-2026-41145"))],
    *[case(f"{word}, signed", "payload-form", streaming(word), method="PUT")
      for word in ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                   "STREAMING-ANYTHING", "unsigned-payload", "", "e3b0c442")],
]  # fmt: skip
