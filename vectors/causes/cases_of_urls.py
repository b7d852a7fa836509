"""Cases of host, region and service, of the path, and of the query."""

from unicodedata import normalize
from urllib.parse import quote

from answering import answer, mismatch, received
from botocore.auth import S3SigV4QueryAuth, SigV4QueryAuth
from cases_of_time_and_keys import edit
from signers import ID, TOKEN, boto, mini, raw
from writing import PLAIN, case, no

GET = boto()
EU = boto(region="eu-central-1")
VIRTUAL = boto(style="virtual", region="eu-central-1")
QUERY = "AuthorizationQueryParametersError"
PROXY = "https://files.example.com"
INNER = "http://minio:9000"


def region_answer(wrong, right, code=QUERY):
    return answer(
        code,
        f"Error parsing the X-Amz-Credential parameter; the region '{wrong}' is wrong; expecting '{right}'",
        Region=right,
    )


def signed_for(host, url, method="GET", **more):
    """Return *url*, signed for *host*."""
    return raw(method, url, headers=[("host", host), *more.pop("headers", ())], **more)


class TwiceAuth(S3SigV4QueryAuth):
    """Signs S3 with the path of every other service, as a generic signer does."""

    def _normalize_url_path(self, path):
        return quote(path, safe="-._~/")


class OnceAuth(SigV4QueryAuth):
    """Signs any service with the path of S3."""

    def _normalize_url_path(self, path):
        return path


class UnresolvedAuth(SigV4QueryAuth):
    """Signs any service with a path that is encoded twice and not normalised."""

    def _normalize_url_path(self, path):
        return quote(path, safe="-._~/")


def altered(change_path=None, change_query=None, change_headers=None):
    """Return a signer that writes a part of the canonical request otherwise."""

    class Auth(S3SigV4QueryAuth):
        def _normalize_url_path(self, path):
            return change_path(path) if change_path else path

        def canonical_query_string(self, request):
            text = super().canonical_query_string(request)
            return change_query(text) if change_query else text

        def canonical_headers(self, headers_to_sign):
            text = super().canonical_headers(headers_to_sign)
            return change_headers(text) if change_headers else text

    return Auth


PLACES = [
    case("wrong-region", "the host is of another one", edit(GET, "s3.us-east-1.", "s3.eu-west-1.") if "s3.us-east-1." in GET else boto(region="us-east-1", endpoint="https://s3.eu-west-1.amazonaws.com")),
    case("wrong-region", "S3's answer to a URL", boto(endpoint="https://s3.amazonaws.com"), response=region_answer("us-east-1", "eu-central-1")),
    case("wrong-region", "S3's answer to headers", "https://bucket.s3.amazonaws.com/key.txt",
         headers=[("Authorization", f"AWS4-HMAC-SHA256 Credential={ID}/20150830/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature={'ab' * 32}"), ("X-Amz-Date", "20150830T123600Z")],
         response=answer("AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-3'", Region="eu-west-3")),
    case("wrong-region", "another service's answer", raw("GET", "https://api.example.com/x", service="execute-api"), by="botocore",
         response={"status": 403, "headers": [], "body": '{"message":"Credential should be scoped to a valid region, not \'us-east-1\'. "}'}),
    case("wrong-region", "the key is of another one", edit(mini(region="eu-west-1"), "eu-west-1%2F", "us-east-1%2F"), by="minio-py",
         secret=True, response=region_answer("us-east-1", "eu-west-1")),
    no("wrong-region", "the right one", EU, secret=True),
    no("wrong-region", "a bucket that is called like one", boto(style="virtual", Bucket="eu-west-1"), secret=True),
    no("wrong-region", "a store of one's own", mini(region="local"), by="minio-py", secret=True),
    case("redirected-to-region", "PermanentRedirect", boto(style="virtual"), response=answer("PermanentRedirect", Endpoint="bucket.s3.eu-west-1.amazonaws.com", Bucket="bucket")),
    case("redirected-to-region", "TemporaryRedirect", boto(style="virtual", endpoint="https://s3.amazonaws.com", region="eu-west-1"),
         response=answer("TemporaryRedirect", Endpoint="bucket.s3.eu-west-1.amazonaws.com", Bucket="bucket")),
    case("redirected-to-region", "the host without a region", boto(style="virtual", endpoint="https://s3.amazonaws.com", region="eu-west-1")),
    case("redirected-to-region", "followed", boto(style="virtual", endpoint="https://s3.amazonaws.com", region="eu-west-1"), secret=True,
         headers=[("Host", "bucket.s3.eu-west-1.amazonaws.com")]),
    case("redirected-to-region", "a HEAD", boto("head_object", style="virtual"), "HEAD",
         response={"status": 301, "headers": [["x-amz-bucket-region", "eu-west-1"]], "body": ""}),
    no("redirected-to-region", "the regional host", VIRTUAL, secret=True),
    no("redirected-to-region", "the host without a region, in us-east-1", boto(style="virtual", endpoint="https://s3.amazonaws.com"), secret=True),
    case("fips-region", "as it stands", boto(endpoint="https://s3-fips.us-west-2.amazonaws.com")),
    case("fips-region", "refused", boto(endpoint="https://s3-fips.us-west-2.amazonaws.com"), response=region_answer("us-east-1", "us-west-2")),
    case("fips-region", "redirected", boto(endpoint="https://s3-fips.us-west-2.amazonaws.com", region="us-west-2"),
         response=answer("PermanentRedirect", Endpoint="s3-fips.us-east-1.amazonaws.com")),
    no("fips-region", "the right one", boto(endpoint="https://s3-fips.us-west-2.amazonaws.com", region="us-west-2"), secret=True),
    no("fips-region", "another host", boto(endpoint="https://s3.us-west-2.amazonaws.com")),
    case("endpoint-misconfigured", "the bucket in the endpoint, path style", boto(endpoint="https://bucket.s3.us-east-1.amazonaws.com")),
    case("endpoint-misconfigured", "the bucket in the endpoint, virtual style", boto(endpoint="https://bucket.s3.us-east-1.amazonaws.com", style="virtual"),
         response=answer("NoSuchBucket", BucketName="bucket.bucket")),
    case("endpoint-misconfigured", "a host name for the region", raw("GET", "https://bucket.s3.amazonaws.com/k", region="s3.eu-west-1.amazonaws.com"), by="botocore"),
    case("endpoint-misconfigured", "a host name for the region, answered", raw("GET", "https://bucket.s3.amazonaws.com/k", region="s3.eu-west-1.amazonaws.com"), by="botocore",
         response=region_answer("s3.eu-west-1.amazonaws.com", "us-east-1")),
    no("endpoint-misconfigured", "the endpoint alone", boto(endpoint="https://s3.us-east-1.amazonaws.com"), secret=True),
    no("endpoint-misconfigured", "a key that begins like the bucket", boto(style="virtual", Key="bucket/key.txt", region="eu-central-1"), secret=True),
    case("addressing-style", "signed with the bucket in the path", edit(boto(endpoint="https://s3.example.com"), "s3.example.com/bucket/", "bucket.s3.example.com/"), secret=True),
    case("addressing-style", "signed with the bucket in the host", edit(boto(endpoint="https://s3.example.com", style="virtual"), "bucket.s3.example.com/", "s3.example.com/bucket/"), secret=True),
    case("addressing-style", "before an address", "http://bucket.10.0.0.7:9000/key.txt?" + mini().partition("?")[2], by="minio-py"),
    case("addressing-style", "the host was taken for a bucket", boto(endpoint="https://s3.example.com", style="virtual"),
         response=answer("NoSuchBucket", BucketName="bucket.s3.example.com")),
    no("addressing-style", "path style", boto(endpoint="https://s3.example.com"), secret=True),
    no("addressing-style", "virtual style", boto(endpoint="https://s3.example.com", style="virtual"), secret=True),
    case("host-rewritten", "Host of the proxy's own", boto(endpoint=PROXY), headers=[("Host", "minio.internal")], secret=True),
    case("host-rewritten", "signed for the inner name", signed_for("minio:9000", f"{PROXY}/bucket/key.txt"), by="botocore", secret=True),
    case("host-rewritten", "compared", boto(endpoint=PROXY), response=mismatch("GET", boto(endpoint=PROXY), host="minio.internal")),
    case("host-rewritten", "X-Forwarded-Host knows it", signed_for("cdn.example.com", f"{INNER}/bucket/key.txt"), by="botocore", secret=True,
         headers=[("Host", "minio:9000"), ("X-Forwarded-Host", "cdn.example.com")]),
    case("host-rewritten", "a name that was given", signed_for("objects.corp.example", f"{PROXY}/bucket/key.txt"), by="botocore", secret=True, hosts=["objects.corp.example"]),
    no("host-rewritten", "the Host that was signed", boto(endpoint=PROXY), headers=[("Host", "files.example.com")], secret=True),
    no("host-rewritten", "another port", boto(endpoint=PROXY + ":8443"), headers=[("Host", "files.example.com")], secret=True),
    case("port-changed", "dropped", mini(), by="minio-py", headers=[("Host", "minio.example.com")], secret=True),
    case("port-changed", "another", mini(), by="minio-py", headers=[("Host", "minio.example.com:8080")], secret=True),
    case("port-changed", "added", mini(host="minio.example.com"), by="minio-py", headers=[("Host", "minio.example.com:9000")], secret=True),
    case("port-changed", "signed with the default port", signed_for("files.example.com:443", f"{PROXY}/bucket/key.txt"), by="botocore", secret=True),
    case("port-changed", "compared", mini(), by="minio-py", response=mismatch("GET", mini(), host="minio.example.com")),
    no("port-changed", "the default port", boto(endpoint=PROXY + ":443"), headers=[("Host", "files.example.com")], secret=True),
    no("port-changed", "another name", mini(), by="minio-py", headers=[("Host", "other.example.com:9000")], secret=True),
    case("authority-or-scheme-differs", "signed for http", signed_for("files.example.com:80", f"{PROXY}/bucket/key.txt"), by="botocore", secret=True),
    case("authority-or-scheme-differs", "signed for https", signed_for("files.example.com", "http://files.example.com:443/bucket/key.txt"), by="botocore", secret=True),
    case("authority-or-scheme-differs", "the terminator keeps :443", signed_for("files.example.com", f"{PROXY}/bucket/key.txt"), by="botocore", secret=True,
         headers=[("Host", "files.example.com:80")]),
    case("authority-or-scheme-differs", ":authority", signed_for("files.example.com", f"{PROXY}/bucket/key.txt"), by="botocore", secret=True,
         headers=[("Host", "backend-7"), (":authority", "files.example.com")]),
    no("authority-or-scheme-differs", "the same", boto(endpoint=PROXY), secret=True),
    no("authority-or-scheme-differs", "another port", mini(), by="minio-py", headers=[("Host", "minio.example.com:8080")], secret=True),
    case("wrong-service", "an API signed for S3", raw("GET", "https://abc123.execute-api.us-east-1.amazonaws.com/prod/x"), by="botocore"),
    case("wrong-service", "the answer", raw("GET", "https://api.example.com/x", service="lambda"), by="botocore",
         response={"status": 403, "headers": [], "body": '{"message":"Credential should be scoped to correct service: \'execute-api\'. "}'}),
    case("wrong-service", "S3's answer", raw("GET", "https://s3.example.com/b/k", service="sts"), by="botocore",
         response=answer(QUERY, 'Error parsing the X-Amz-Credential parameter; incorrect service "sts". This endpoint belongs to "s3".')),
    case("wrong-service", "S3's answer, and S3's rules", raw("GET", "https://s3.example.com/b/a%20b", service="sts", plain=True), by="botocore", secret=True,
         response=answer(QUERY, 'Error parsing the X-Amz-Credential parameter; incorrect service "sts". This endpoint belongs to "s3".')),
    case("wrong-service", "S3's host, and S3's rules", raw("GET", "https://bucket.s3.us-east-1.amazonaws.com/a%20b", service="execute-api", plain=True), by="botocore", secret=True),
    case("wrong-service", "OpenSearch", raw("GET", "https://search-d-x.us-east-1.es.amazonaws.com/_search", service="aoss"), by="botocore"),
    no("wrong-service", "the right one", raw("GET", "https://abc123.execute-api.us-east-1.amazonaws.com/prod/x", service="execute-api"), by="botocore", secret=True),
    no("wrong-service", "a gateway of one's own", raw("GET", "https://api.example.com/x", service="execute-api"), by="botocore", secret=True),
    case("express-without-session", "signed for s3", raw("GET", "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k"), by="botocore"),
    case("express-without-session", "denied", raw("GET", "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k"), by="botocore", response=answer("AccessDenied")),
    case("express-without-session", "no token", raw("GET", "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k", service="s3express"), by="botocore"),
    no("express-without-session", "a session", raw("GET", "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/k", service="s3express") + "&X-Amz-S3session-Token=abc", by="botocore"),
    no("express-without-session", "a session is made", raw("GET", "https://b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/?session", service="s3express"), by="botocore", secret=True),
    case("needs-sigv4a", "as it stands", raw("GET", "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/k"), by="botocore"),
    case("needs-sigv4a", "refused", raw("GET", "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/k"), by="botocore", response=PLAIN),
    case("needs-sigv4a", "redirected", raw("GET", "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/k"), by="botocore", secret=True, response=answer("PermanentRedirect")),
    no("needs-sigv4a", "an access point", raw("GET", "https://ap-123456789012.s3-accesspoint.us-east-1.amazonaws.com/k"), by="botocore", secret=True),
    no("needs-sigv4a", "signed so", "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/k?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20150830%2Fs3%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Region-Set=%2A&X-Amz-Signature=3045022100ab", by="documented"),
    case("store-quirk", "R2's region", boto(endpoint="https://abc.r2.cloudflarestorage.com", region="eu-west-1")),
    case("store-quirk", "R2's region, refused", boto(endpoint="https://abc.r2.cloudflarestorage.com", region="eu-west-1"), response=answer("InvalidRegionName", "The region name 'eu-west-1' is not valid. Must be one of: wnam, enam, weur, eeur, apac, auto", status=400)),
    case("store-quirk", "B2's region", boto(endpoint="https://s3.us-west-004.backblazeb2.com"), response=PLAIN),
    case("store-quirk", "Yandex's region", boto(endpoint="https://storage.yandexcloud.net")),
    no("store-quirk", "R2 with auto", boto(endpoint="https://abc.r2.cloudflarestorage.com", region="auto"), secret=True),
    no("store-quirk", "B2 with its own", boto(endpoint="https://s3.us-west-004.backblazeb2.com", region="us-west-004"), secret=True),
]  # fmt: skip

BLANK = boto(Key="a b/c d.txt")
PLUS = boto(Key="a+b.txt")
API = "https://abc123.execute-api.us-east-1.amazonaws.com"
NFC, NFD = normalize("NFC", "é.txt"), normalize("NFD", "é.txt")
STORE = "https://store.example.com"


def compared(url, change):
    """Return S3's answer to *url*, the path of which was changed on the way."""
    return mismatch("GET", change(url))


PATHS = [
    case("path-prefix-changed", "taken off", boto(endpoint=STORE).replace("/bucket/", "/s3/bucket/", 1), secret=True),
    case("path-prefix-changed", "signed with it", edit(boto(endpoint=STORE + "/minio"), "/minio/bucket/", "/bucket/"), secret=True),
    case("path-prefix-changed", "compared", boto(endpoint=STORE + "/storage"), response=compared(boto(endpoint=STORE + "/storage"), lambda u: edit(u, "/storage/", "/"))),
    case("path-prefix-changed", "X-Forwarded-Prefix knows it", edit(boto(endpoint=STORE + "/deep/er"), "/deep/er/", "/"), secret=True, headers=[("X-Forwarded-Prefix", "/deep/er")]),
    no("path-prefix-changed", "a bucket of two letters", raw("GET", f"{STORE}/ab/key.txt"), by="botocore", response=answer("InvalidBucketName", status=400)),
    no("path-prefix-changed", "kept", boto(endpoint=STORE + "/s3"), secret=True),
    no("path-prefix-changed", "a bucket that moved", edit(boto(endpoint="https://s3.example.com"), "s3.example.com/bucket/", "bucket.s3.example.com/"), secret=True),
    case("path-double-encoded", "by the signer", raw("GET", f"{STORE}/bucket/a%20b.txt", auth=TwiceAuth), by="botocore's generic path", secret=True),
    case("path-double-encoded", "on the way", edit(BLANK, "a%20b/c%20d", "a%2520b/c%2520d"), secret=True),
    case("path-double-encoded", "compared", BLANK, response=compared(BLANK, lambda u: edit(u, "a%20b/c%20d", "a%2520b/c%2520d"))),
    case("path-double-encoded", "another character", raw("GET", f"{STORE}/bucket/a%3Db%26c", auth=TwiceAuth), by="botocore's generic path", secret=True),
    no("path-double-encoded", "a key with %25", boto(Key="100%25.txt"), secret=True),
    no("path-double-encoded", "another service", raw("GET", f"{API}/a%20b", service="execute-api"), by="botocore", secret=True),
    case("path-not-double-encoded", "a blank", raw("GET", f"{API}/a%20b", service="execute-api", auth=OnceAuth), by="botocore's path for S3", secret=True),
    case("path-not-double-encoded", "an ARN", raw("GET", f"{API}/f/arn%3Aaws%3Alambda", service="execute-api", auth=OnceAuth), by="botocore's path for S3", secret=True),
    case("path-not-double-encoded", "lambda", raw("GET", "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f%3A1/invocations", service="lambda", auth=OnceAuth), by="botocore's path for S3", secret=True),
    no("path-not-double-encoded", "twice", raw("GET", f"{API}/a%20b", service="execute-api"), by="botocore", secret=True),
    no("path-not-double-encoded", "nothing to encode", raw("GET", f"{API}/prod/a", service="execute-api", auth=OnceAuth), by="botocore's path for S3", secret=True),
    case("plus-sign", "a blank sent as +", edit(BLANK, "a%20b/c%20d", "a+b/c+d"), secret=True),
    case("plus-sign", "a plus sent as a blank", edit(PLUS, "%2B", "%20"), secret=True),
    case("plus-sign", "in a value", edit(boto(ResponseContentType="a+b"), "%2B", "+"), secret=True),
    case("plus-sign", "compared", PLUS, response=compared(PLUS, lambda u: edit(u, "%2B", "%20"))),
    case("plus-sign", "no such key", edit(BLANK, "a%20b/c%20d", "a+b/c+d"), response=answer("NoSuchKey", Key="folder/a+b/c+d.txt")),
    case("plus-sign", "as it stands", edit(PLUS, "%2B", "+")),
    no("plus-sign", "escaped", PLUS, secret=True),
    no("plus-sign", "a blank for a blank in a value", edit(boto(ResponseContentType="a b"), "%20", "+"), secret=True),
    case("slashes-collapsed", "in the middle", edit(boto(Key="a//b.txt"), "a//b", "a/b"), secret=True),
    case("slashes-collapsed", "before the key", edit(boto(Key="/a.txt"), "bucket//a", "bucket/a"), secret=True),
    case("slashes-collapsed", "three", edit(boto(Key="a///b.txt"), "a///b", "a/b"), secret=True),
    case("slashes-collapsed", "compared", boto(Key="a//b.txt"), response=compared(boto(Key="a//b.txt"), lambda u: edit(u, "a//b", "a/b"))),
    case("slashes-collapsed", "no such key", boto(Key="a//b.txt"), response=answer("NoSuchKey", Key="a/b.txt")),
    no("slashes-collapsed", "kept", boto(Key="a//b.txt"), secret=True),
    no("slashes-collapsed", "a dot between", edit(boto(Key="a/./b.txt"), "a/./b", "a/b"), secret=True),
    case("dot-segments-removed", "one dot", edit(boto(Key="a/./b.txt"), "a/./b", "a/b"), secret=True),
    case("dot-segments-removed", "no such key", boto(Key="a/../b.txt"), response=answer("NoSuchKey", Key="b.txt")),
    case("dot-segments-removed", "genuine, and refused", boto(Key="a/../b.txt"), secret=True, response=PLAIN),
    no("dot-segments-removed", "kept", boto(Key="a/../b.txt"), secret=True),
    no("dot-segments-removed", "dots in a name", boto(Key="a..b/.c./d.txt"), secret=True),
    case("key-not-escaped", "#", edit(boto(Key="a#b.txt"), "%23", "#")),
    case("key-not-escaped", "# and the secret", edit(boto(Key="a#b.txt"), "%23", "#"), secret=True),
    case("key-not-escaped", "?", edit(boto(Key="a?b.txt"), "%3F", "?")),
    case("key-not-escaped", "%", edit(boto(Key="100%.txt"), "%25", "%")),
    case("key-not-escaped", "composed for decomposed", edit(boto(Key=NFD), quote(NFD), quote(NFC)), secret=True),
    case("key-not-escaped", "decomposed for composed", edit(boto(Key=NFC), quote(NFC), quote(NFD)), secret=True),
    case("key-not-escaped", "no such key", boto(Key=NFD), response=answer("NoSuchKey", Key=NFD)),
    no("key-not-escaped", "escaped", boto(Key="a#b?c%d.txt"), secret=True),
    no("key-not-escaped", "composed", boto(Key=NFC), secret=True),
    case("escapes-decoded-by-client", "genuine to S3, and refused", edit(boto(Key="a(b)!.txt"), "a%28b%29%21", "a(b)!"), secret=True, response=PLAIN),
    case("escapes-decoded-by-client", "compared", boto(Key="a~b.txt"), response=mismatch("GET", "", request=received("GET", boto(Key="a~b.txt")).replace("a~b", "a%7Eb"))),
    no("escapes-decoded-by-client", "as it was printed", boto(Key="a(b)!.txt"), secret=True),
    no("escapes-decoded-by-client", "respelled, and fine", edit(boto(Key="a(b)!.txt"), "a%28b%29%21", "a(b)!"), secret=True),
]  # fmt: skip

DISPOSED = boto(ResponseContentDisposition="attachment; filename='a b(1)!.txt'")
# Parameters whose order depends on whether they are encoded first.
ODD = f"{STORE}/bucket/key?z=1&%C3%A9=2&a=3&a-b=4"
AGAIN = f"{STORE}/bucket/key?tag=b&tag=a"


def raw_order(text):
    from urllib.parse import unquote

    return "&".join(sorted(text.split("&"), key=lambda one: unquote(one.partition("=")[0])))


def as_javascript(text):
    for one, escaped in (("!", "%21"), ("'", "%27"), ("(", "%28"), (")", "%29"), ("*", "%2A")):
        text = text.replace(escaped, one)
    return text


def lower_digits(text):
    import re

    return re.sub(r"%[0-9A-F]{2}", lambda match: match.group().lower(), text)


QUERIES = [
    case("transport-damage", "cut at the first &", GET.partition("&")[0]),
    case("transport-damage", "&amp;", GET.replace("&", "&amp;"), secret=True),
    case("transport-damage", "cut in the signature", GET[:-7]),
    case("transport-damage", "a dot behind", GET + "."),
    case("transport-damage", "a quote behind", GET + '"', secret=True),
    case("transport-damage", "wrapped", GET[:100] + "=\r\n" .replace("=", "") + GET[100:], secret=True),
    case("transport-damage", "JSON", GET.replace("&", "\\u0026"), secret=True),
    case("transport-damage", "no signed headers", "&".join(one for one in GET.split("&") if "SignedHeaders" not in one),
         response=answer(QUERY, "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")),
    case("transport-damage", "x-id lost", edit(raw("GET", f"{STORE}/bucket/k?x-id=GetObject"), "x-id=GetObject&", ""), by="botocore", secret=True),
    no("transport-damage", "whole", GET, secret=True),
    no("transport-damage", "with a token", boto(token=TOKEN), secret=True),
    no("transport-damage", "encoded twice", edit(GET, "%2F", "%252F", 9)),
    case("double-encoded-query", "the credential", edit(GET, "%2F", "%252F", 9)),
    case("double-encoded-query", "the signed headers", edit(boto("put_object", ContentType="a/b"), "%3B", "%253B"), "PUT"),
    case("double-encoded-query", "S3's answer", edit(boto("put_object", ContentType="a/b"), "%3B", "%253B"), "PUT",
         response=answer("AccessDenied", "There were headers present in the request which were not signed", HeadersNotSigned="host")),
    case("double-encoded-query", "a value, with the secret", edit(DISPOSED, "%20", "%2520", 9), secret=True),
    no("double-encoded-query", "once", DISPOSED, secret=True),
    no("double-encoded-query", "a value with a percent sign", boto(ResponseContentType="100%25"), secret=True),
    case("parameters-added", "utm", GET + "&utm_source=mail&utm_medium=x", secret=True),
    case("parameters-added", "utm, no secret", GET + "&utm_source=mail"),
    case("parameters-added", "a cache buster, before", GET.replace("?", "?_=1234&", 1), secret=True),
    case("parameters-added", "an override", GET + "&response-content-disposition=attachment", secret=True),
    case("parameters-added", "compared", GET, response=mismatch("GET", GET + "&fbclid=abc")),
    no("parameters-added", "a signed one", raw("GET", f"{STORE}/bucket/key?utm_source=mail"), by="botocore", secret=True),
    no("parameters-added", "an override that is signed", DISPOSED, secret=True),
    case("parameter-changed", "a day", edit(GET, "Expires=3600", "Expires=86400"), secret=True),
    case("parameter-changed", "a week", edit(boto(expires=900), "Expires=900", "Expires=604800"), secret=True),
    case("parameter-changed", "compared", DISPOSED, response=mismatch("GET", edit(DISPOSED, "attachment", "inline"))),
    no("parameter-changed", "as signed", boto(expires=900), secret=True),
    no("parameter-changed", "added", GET + "&v=1", secret=True),
    case("unknown-parameter-rejected", "a store's words", boto(endpoint=STORE) + "&x-amz-checksum-mode=ENABLED",
         response=answer("InvalidArgument", "Unsupported parameter: x-amz-checksum-mode", ArgumentName="x-amz-checksum-mode")),
    case("unknown-parameter-rejected", "501", raw("GET", f"{STORE}/bucket/key?x-amz-checksum-mode=ENABLED"), by="botocore", secret=True, response=answer("NotImplemented", "not implemented")),
    case("unknown-parameter-rejected", "as it stands", raw("GET", f"{STORE}/bucket/key?x-amz-checksum-mode=ENABLED"), by="botocore"),
    no("unknown-parameter-rejected", "at AWS", raw("GET", "https://bucket.s3.us-east-1.amazonaws.com/key?x-amz-checksum-mode=ENABLED"), by="botocore", secret=True),
    no("unknown-parameter-rejected", "without it", boto(endpoint=STORE), response=answer("NotImplemented", "not implemented")),
    case("query-canonicalisation", "sorted raw", raw("GET", ODD, auth=altered(change_query=raw_order)), by="botocore, sorted as Go's signer does", secret=True),
    case("query-canonicalisation", "the first of each", edit(raw("GET", AGAIN), "tag=b", "tag=b&tag=a"), by="botocore, which drops repeated ones", secret=True),
    case("query-canonicalisation", "name alone", raw("GET", f"{STORE}/bucket?uploads", auth=altered(change_query=lambda t: t.replace("uploads=", "uploads"))), by="botocore, 'uploads' without '='", secret=True),
    case("query-canonicalisation", "not sorted", raw("GET", f"{STORE}/bucket/k?b=1&a=2", auth=altered(change_query=lambda t: "&".join(["b=1", "a=2", *[one for one in t.split("&") if one not in ("b=1", "a=2")]]))), by="botocore, not sorted", secret=True),
    no("query-canonicalisation", "odd names", raw("GET", ODD), by="botocore", secret=True),
    no("query-canonicalisation", "one of a name", raw("GET", f"{STORE}/bucket/key?tag=b"), by="botocore", secret=True),
    case("escape-table", "JavaScript's, in the path", raw("GET", f"{STORE}/bucket/a%28b%29%21.txt", auth=altered(as_javascript)), by="botocore with encodeURIComponent's table", secret=True),
    case("escape-table", "JavaScript's, in the query", raw("GET", f"{STORE}/bucket/k?response-content-disposition=a%28b%29%21", auth=altered(None, as_javascript)), by="botocore with encodeURIComponent's table", secret=True),
    case("escape-table", "lower-case digits", raw("GET", f"{STORE}/bucket/a%3Db%2Cc.txt", auth=altered(lower_digits)), by="botocore with lower-case digits", secret=True),
    case("escape-table", "~ escaped", raw("GET", f"{STORE}/bucket/a~b.txt", auth=altered(lambda p: p.replace("~", "%7E"))), by="botocore with Python 2's table", secret=True),
    case("escape-table", "/ left in values", raw("GET", f"{STORE}/bucket/k", auth=altered(None, lambda t: t.replace("%2F", "/"))), by="botocore with quote()'s default", secret=True),
    no("escape-table", "SigV4's", raw("GET", f"{STORE}/bucket/a%28b%29%21.txt"), by="botocore", secret=True),
    no("escape-table", "nothing to escape", raw("GET", f"{STORE}/bucket/k.txt", auth=altered(as_javascript)), by="botocore with encodeURIComponent's table", secret=True),
]  # fmt: skip
del EU
