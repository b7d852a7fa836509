"""Cases of headers, of the body, of forms, and of all that is no fault of the signature."""

import base64
import hashlib
import json

from answering import answer, mismatch
from cases_of_time_and_keys import edit
from cases_of_urls import altered
from signers import ID, NOW, SECRET, boto, form, mini, raw
from writing import PLAIN, case, no

STORE = "https://store.example.com"
HOST = ("Host", "store.example.com")
GET = boto(endpoint=STORE)
PUT = boto("put_object", endpoint=STORE)
TYPED = boto("put_object", endpoint=STORE, ContentType="image/png")
META = boto("put_object", endpoint=STORE, Metadata={"owner": "ann"})
ENCRYPTED = boto("put_object", endpoint=STORE, ServerSideEncryption="AES256")
NOTED = raw("PUT", f"{STORE}/bucket/k", headers=[("x-amz-meta-my_note", "a")])
LENGTH = boto("put_object", endpoint=STORE, ContentLength=5)
UNSIGNED_HEADERS = answer(
    "AccessDenied",
    "There were headers present in the request which were not signed",
    HeadersNotSigned="x-amz-acl",
)


def folded(rule):
    """Return a signer that folds the blanks of headers by *rule*."""
    return altered(None, None, rule)


SPACED = [("x-amz-meta-note", "a  b\tc")]
REPEATED = [("x-amz-meta-a", "b"), ("x-amz-meta-a", "a")]

HEADERS = [
    case("content-type-changed", "a charset", TYPED, "PUT", [HOST, ("Content-Type", "image/png; charset=utf-8")], secret=True),
    case("content-type-changed", "none", TYPED, "PUT", [HOST], secret=True),
    case("content-type-changed", "none, refused", TYPED, "PUT", [HOST], response=PLAIN),
    case("content-type-changed", "compared", TYPED, "PUT", [HOST, ("Content-Type", "image/png")], response=mismatch("PUT", TYPED, [("Content-Type", "text/plain;charset=UTF-8")])),
    case("content-type-changed", "another one, refused", TYPED, "PUT", [HOST, ("Content-Type", "application/x-www-form-urlencoded")], response=PLAIN),
    no("content-type-changed", "the signed one", TYPED, "PUT", [HOST, ("Content-Type", "image/png")], secret=True),
    no("content-type-changed", "not signed", PUT, "PUT", [HOST, ("Content-Type", "image/png")], secret=True),
    no("content-type-changed", "the signed one in capitals' name", TYPED, "PUT", [HOST, ("CONTENT-TYPE", " image/png ")], secret=True),
    case("signed-header-missing", "metadata", META, "PUT", [HOST], response=PLAIN),
    case("signed-header-missing", "encryption, guessed", ENCRYPTED, "PUT", [HOST], secret=True),
    case("signed-header-missing", "compared", META, "PUT", response=mismatch("PUT", META)),
    case("signed-header-missing", "as it stands", META, "PUT", [HOST]),
    case("signed-header-missing", "MinIO's words", META, "PUT", [HOST], response=answer("AccessDenied", "There were headers present in the request which were not signed")),
    no("signed-header-missing", "sent", META, "PUT", [HOST, ("x-amz-meta-owner", "ann")], secret=True),
    no("signed-header-missing", "another value", META, "PUT", [HOST, ("x-amz-meta-owner", "bob")], response=PLAIN),
    case("signed-header-changed", "another storage class", boto("put_object", endpoint=STORE, StorageClass="GLACIER"), "PUT", [HOST, ("x-amz-storage-class", "STANDARD")], secret=True),
    case("signed-header-changed", "another ACL", boto("put_object", endpoint=STORE, ACL="public-read"), "PUT", [HOST, ("x-amz-acl", "private")], secret=True),
    case("signed-header-changed", "compared", META, "PUT", [HOST, ("x-amz-meta-owner", "ann")], response=mismatch("PUT", META, [("x-amz-meta-owner", "bob")])),
    no("signed-header-changed", "the signed one", META, "PUT", [HOST, ("x-amz-meta-owner", "ann")], secret=True),
    no("signed-header-changed", "more blanks", META, "PUT", [HOST, ("x-amz-meta-owner", "  ann ")], secret=True),
    case("unsigned-amz-header", "S3's answer", PUT, "PUT", response=UNSIGNED_HEADERS),
    case("unsigned-amz-header", "an ACL", PUT, "PUT", [HOST, ("x-amz-acl", "public-read")]),
    case("unsigned-amz-header", "with the secret", PUT, "PUT", [HOST, ("x-amz-meta-a", "b")], secret=True),
    no("unsigned-amz-header", "the payload's hash, repeated", PUT, "PUT", [HOST, ("x-amz-content-sha256", "UNSIGNED-PAYLOAD")], secret=True),
    no("unsigned-amz-header", "a signed one", META, "PUT", [HOST, ("x-amz-meta-owner", "ann")], secret=True),
    case("hop-header-signed", "accept-encoding", raw("GET", f"{STORE}/bucket/k", headers=[("accept-encoding", "identity")]), by="botocore", response=PLAIN),
    case("hop-header-signed", "user-agent", raw("GET", f"{STORE}/bucket/k", headers=[("X-Forwarded-For", "10.0.0.1")]), by="botocore", headers=[HOST, ("X-Forwarded-For", "10.0.0.2")], response=PLAIN),
    case("hop-header-signed", "as it stands", raw("GET", f"{STORE}/bucket/k", headers=[("accept-encoding", "gzip")]), by="botocore"),
    no("hop-header-signed", "untouched", raw("GET", f"{STORE}/bucket/k", headers=[("accept-encoding", "gzip")]), by="botocore", headers=[HOST, ("Accept-Encoding", "gzip")], secret=True),
    no("hop-header-signed", "not signed", GET, headers=[HOST, ("Accept-Encoding", "gzip")], secret=True),
    case("content-length-changed", "longer", LENGTH, "PUT", [HOST, ("Content-Length", "9")], secret=True),
    case("content-length-changed", "compared", LENGTH, "PUT", [HOST, ("Content-Length", "5")], response=mismatch("PUT", LENGTH, [("Content-Length", "7")])),
    case("content-length-changed", "refused", LENGTH, "PUT", [HOST, ("Content-Length", "9")], response=PLAIN),
    no("content-length-changed", "as signed", LENGTH, "PUT", [HOST, ("Content-Length", "5")], secret=True),
    no("content-length-changed", "not signed", PUT, "PUT", [HOST, ("Content-Length", "5")], secret=True),
    case("header-whitespace", "only ends trimmed", raw("PUT", f"{STORE}/bucket/k", headers=SPACED, auth=folded(lambda t: t.replace("a b c", "a  b\tc"))), "PUT", [HOST, *SPACED], by="botocore, blanks kept", secret=True),
    case("header-whitespace", "only blanks folded", raw("PUT", f"{STORE}/bucket/k", headers=SPACED, auth=folded(lambda t: t.replace("a b c", "a b\tc"))), "PUT", [HOST, *SPACED], by="botocore, tabs kept", secret=True),
    case("header-whitespace", "a no-break space folded", raw("PUT", f"{STORE}/bucket/k", headers=[("x-amz-meta-note", "a\u00a0b")]), "PUT", [HOST, ("x-amz-meta-note", "a\u00a0b")], by="botocore", secret=True),
    case("header-whitespace", "refused", raw("PUT", f"{STORE}/bucket/k", headers=SPACED), "PUT", [HOST, *SPACED], by="botocore", response=PLAIN),
    no("header-whitespace", "as S3 folds", raw("PUT", f"{STORE}/bucket/k", headers=SPACED), "PUT", [HOST, *SPACED], by="botocore", secret=True),
    no("header-whitespace", "another value", META, "PUT", [HOST, ("x-amz-meta-owner", "bob")], response=PLAIN),
    case("header-order", "sorted", raw("PUT", f"{STORE}/bucket/k", headers=[("x-amz-meta-a", "a,b")]), "PUT", [HOST, *REPEATED], by="botocore, values sorted", secret=True),
    case("header-order", "with a blank between", raw("PUT", f"{STORE}/bucket/k", headers=[("x-amz-meta-a", "b, a")]), "PUT", [HOST, *REPEATED], by="botocore, joined with ', '", secret=True),
    case("header-order", "compared", raw("PUT", f"{STORE}/bucket/k", headers=[("x-amz-meta-a", "b,a")]), "PUT", [HOST, *REPEATED], by="botocore",
         response=mismatch("PUT", raw("PUT", f"{STORE}/bucket/k", headers=[("x-amz-meta-a", "b,a")]), REPEATED[::-1])),
    no("header-order", "as sent", raw("PUT", f"{STORE}/bucket/k", headers=[("x-amz-meta-a", "b,a")]), "PUT", [HOST, *REPEATED], by="botocore", secret=True),
    no("header-order", "one value", META, "PUT", [HOST, ("x-amz-meta-owner", "ann")], response=PLAIN),
    case("header-dropped", "an underscore", NOTED, "PUT", [HOST], by="botocore", response=PLAIN),
    case("header-dropped", "sent, and not received", META, "PUT", [HOST, ("x-amz-meta-owner", "ann")], response=mismatch("PUT", META)),
    case("header-dropped", "an underscore, sent and refused", NOTED, "PUT", [HOST, ("x-amz-meta-my_note", "a")], by="botocore", response=PLAIN),
    case("header-dropped", "an underscore, genuine and refused", NOTED, "PUT", [HOST, ("x-amz-meta-my_note", "a")], by="botocore", secret=True, response=PLAIN),
    no("header-dropped", "an underscore", NOTED, "PUT", [HOST, ("x-amz-meta-my_note", "a")], by="botocore", secret=True),
    no("header-dropped", "never sent", META, "PUT", [HOST], response=PLAIN),
]  # fmt: skip

EMPTY = hashlib.sha256(b"").hexdigest()
HELLO = hashlib.sha256(b"hello").hexdigest()
HASHED = raw("PUT", f"{STORE}/bucket/k?X-Amz-Content-Sha256={EMPTY}")
API = "https://abc123.execute-api.us-east-1.amazonaws.com/prod/x"
CHECKSUM = raw(
    "PUT", f"{STORE}/bucket/k?x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32"
)


def with_payload(line):
    from botocore.auth import S3SigV4QueryAuth

    class Auth(S3SigV4QueryAuth):
        def payload(self, _):
            return line

    return Auth


STREAM = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
CHUNK = f"5;chunk-signature={'ab' * 32}\r\nhello\r\n0;chunk-signature={'cd' * 32}\r\n\r\n"
PAYLOADS = [
    case("empty-body-checksum", "refused", CHECKSUM, "PUT", [HOST], by="the parameters of the SDK for JavaScript", body="hello", response=answer("BadDigest", "The CRC32 you specified did not match the calculated checksum.")),
    case("empty-body-checksum", "a body is sent", CHECKSUM, "PUT", [HOST], by="the parameters of the SDK for JavaScript", body="hello", secret=True),
    case("empty-body-checksum", "InvalidRequest", CHECKSUM, "PUT", [HOST], by="the parameters of the SDK for JavaScript", response=answer("InvalidRequest", "Value for x-amz-checksum-crc32 header is invalid.")),
    case("empty-body-checksum", "as it stands", CHECKSUM, "PUT", [HOST], by="the parameters of the SDK for JavaScript"),
    no("empty-body-checksum", "another checksum", raw("PUT", f"{STORE}/bucket/k?x-amz-checksum-crc32=NhCmhg%3D%3D"), "PUT", [HOST], by="botocore", body="hello", secret=True),
    no("empty-body-checksum", "none", PUT, "PUT", [HOST], body="hello", response=answer("BadDigest")),
    case("payload-hash-differs", "S3's answer", HASHED, "PUT", [HOST], by="botocore", response=answer("XAmzContentSHA256Mismatch", ClientComputedContentSHA256=EMPTY, S3ComputedContentSHA256=HELLO)),
    case("payload-hash-differs", "a hash was signed", raw("PUT", f"{STORE}/bucket/k", auth=with_payload(EMPTY)), "PUT", [HOST], by="botocore, with a hash", secret=True),
    case("payload-hash-differs", "the hash of the body", raw("PUT", f"{STORE}/bucket/k", auth=with_payload(HELLO)), "PUT", [HOST], by="botocore, with a hash", body="hello", secret=True),
    case("payload-hash-differs", "left open elsewhere", raw("GET", API, service="execute-api", auth=with_payload("UNSIGNED-PAYLOAD")), by="botocore", secret=True),
    case("payload-hash-differs", "another body", HASHED, "PUT", [HOST], by="botocore", body="hello", response=PLAIN),
    case("payload-hash-differs", "an MD5", boto("put_object", endpoint=STORE, ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg=="), "PUT", [HOST, ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")], response=answer("BadDigest")),
    no("payload-hash-differs", "the right hash", raw("PUT", f"{STORE}/bucket/k?X-Amz-Content-Sha256={HELLO}", auth=with_payload(HELLO)), "PUT", [HOST], by="botocore", body="hello", secret=True),
    no("payload-hash-differs", "left open for S3 by another name", raw("GET", f"{STORE}/bucket/k", service="execute-api", plain=True), by="botocore", secret=True,
       response=answer("AuthorizationParametersError", 'Error parsing the Credential/X-Amz-Credential parameter; incorrect service. This endpoint belongs to "s3".', status=400)),
    no("payload-hash-differs", "left open", PUT, "PUT", [HOST], body="hello", secret=True),
    case("chunked-transfer", "S3's answer", PUT, "PUT", [HOST, ("Transfer-Encoding", "chunked")], response=answer("NotImplemented", Header="Transfer-Encoding")),
    case("chunked-transfer", "no length", PUT, "PUT", [HOST], response=answer("MissingContentLength")),
    case("chunked-transfer", "genuine", PUT, "PUT", [HOST, ("Transfer-Encoding", "chunked")], secret=True),
    case("chunked-transfer", "S3's answer alone", PUT, "PUT", response=answer("NotImplemented", Header="Transfer-Encoding")),
    no("chunked-transfer", "a length", PUT, "PUT", [HOST, ("Content-Length", "5")], secret=True),
    no("chunked-transfer", "compressed", PUT, "PUT", [HOST, ("Content-Encoding", "gzip"), ("Content-Length", "5")], secret=True),
    case("chunked-signing-unsupported", "refused", PUT, "PUT", [HOST, ("x-amz-content-sha256", STREAM), ("Content-Encoding", "aws-chunked")], body=CHUNK, response=answer("XAmzContentSHA256Mismatch")),
    case("chunked-signing-unsupported", "stored", PUT, "PUT", [HOST, ("Content-Encoding", "aws-chunked")], body=CHUNK),
    case("chunked-signing-unsupported", "signed", raw("PUT", f"{STORE}/bucket/k", auth=with_payload(STREAM)), "PUT", [HOST], by="botocore", secret=True),
    case("chunked-signing-unsupported", "the length differs", PUT, "PUT", [HOST, ("Content-Encoding", "aws-chunked")], response=answer("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header.")),
    no("chunked-signing-unsupported", "a plain body", PUT, "PUT", [HOST], body="hello", response=answer("XAmzContentSHA256Mismatch")),
    no("chunked-signing-unsupported", "HTTP's own chunks", PUT, "PUT", [HOST, ("Transfer-Encoding", "chunked")]),
]  # fmt: skip


def posted(change=None, add=(), drop=(), key="user/${filename}", **more):
    url, fields = form(key=key, **more)
    fields = [(n, (change or {}).get(n, v)) for n, v in fields if n not in drop]
    return url, [*fields, *add]


def multipart(fields, file_at=None):
    parts = [f'--b\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields]
    file = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n'
    parts.insert(len(parts) if file_at is None else file_at, file)
    return "".join(parts) + "--b--\r\n"


def post(cause, name, pair, miss=False, **more):
    url, fields = pair
    return case(cause, name, url, "POST", fields=fields, no=miss, **more)


KIND = [("Content-Type", "multipart/form-data; boundary=b")]
RANGED = {"conditions": [["content-length-range", 1, 10]]}
GOOD = posted(change={"key": "user/a.txt"})


def resigned(policy_change):
    """Return the form with its policy written anew, and the signature of the old one."""
    url, fields = GOOD
    return url, [(n, policy_change(v) if n == "policy" else v) for n, v in fields]


def dumped(policy):
    text = json.loads(base64.b64decode(policy))
    return base64.b64encode(json.dumps(text, separators=(",", ":")).encode()).decode()


def wrapped(policy):
    return base64.encodebytes(base64.b64decode(policy)).decode()


def denied(message):
    return answer("AccessDenied", f"Invalid according to Policy: {message}")


def expiring(text):
    url, fields = GOOD
    policy = json.loads(base64.b64decode(dict(fields)["policy"]))
    policy["expiration"] = text
    return url, [
        (n, base64.b64encode(json.dumps(policy).encode()).decode() if n == "policy" else v)
        for n, v in fields
    ]


FORMS = [
    post("post-uncovered-field", "a field more", posted(change={"key": "user/a.txt"}, add=[("x-amz-meta-a", "b")])),
    post("post-uncovered-field", "content-type", posted(change={"key": "user/a.txt"}, add=[("Content-Type", "a/b")]), secret=True),
    post("post-uncovered-field", "S3's answer", GOOD, response=denied("Extra input fields: surplus")),
    case("post-uncovered-field", "in a body", GOOD[0], "POST", KIND, body=multipart([*GOOD[1], ("surplus", "1")])),
    post("post-uncovered-field", "covered", posted(change={"key": "user/a.txt"}, fields={"acl": "private"}, conditions=[{"acl": "private"}]), miss=True, secret=True),
    post("post-uncovered-field", "x-ignore", posted(change={"key": "user/a.txt"}, add=[("x-ignore-a", "b")]), miss=True, secret=True),
    post("post-condition-failed", "another key", posted(change={"key": "other/a.txt"})),
    post("post-condition-failed", "another ACL", posted(change={"key": "user/a.txt", "acl": "public-read"}, fields={"acl": "private"}, conditions=[{"acl": "private"}]), secret=True),
    post("post-condition-failed", "a field less", posted(change={"key": "user/a.txt"}, conditions=[["starts-with", "$Content-Type", "image/"]])),
    post("post-condition-failed", "S3's answer", GOOD, response=denied('Policy Condition failed: ["starts-with", "$key", "user/"]')),
    post("post-condition-failed", "within it", GOOD, miss=True, secret=True),
    post("post-condition-failed", "a field more", posted(change={"key": "user/a.txt"}, add=[("b", "c")]), miss=True),
    case("post-field-order", "the file first", GOOD[0], "POST", KIND, body=multipart(GOOD[1], 0)),
    case("post-field-order", "the file in the middle", GOOD[0], "POST", KIND, body=multipart(GOOD[1], 2)),
    post("post-field-order", "as fields", (GOOD[0], [("file", "hello"), *GOOD[1]])),
    post("post-field-order", "S3's answer", GOOD, response=answer("InvalidArgument", "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.")),
    case("post-field-order", "the file last", GOOD[0], "POST", KIND, body=multipart(GOOD[1]), no=True, secret=True),
    post("post-field-order", "no file shown", GOOD, miss=True, secret=True),
    post("post-wrong-request", "a form by PUT", GOOD, response=answer("MethodNotAllowed", Method="POST", ResourceType="OBJECT")),
    case("post-wrong-request", "a form for a URL", PUT, "PUT", [HOST, *KIND], body=multipart([])),
    case("post-wrong-request", "a form by PUT, as it stands", GOOD[0], "PUT", fields=GOOD[1]),
    case("post-wrong-request", "a form posted to a URL", PUT, "POST", [HOST, *KIND], body=multipart([]), secret=True),
    post("post-wrong-request", "a form by POST", GOOD, miss=True, secret=True),
    case("post-wrong-request", "bytes by PUT", PUT, "PUT", [HOST], body="hello", no=True, secret=True),
    post("post-policy-reencoded", "written anew", resigned(dumped), secret=True),
    post("post-policy-reencoded", "on several lines", resigned(wrapped)),
    post("post-policy-reencoded", "on several lines, with the secret", resigned(wrapped), secret=True),
    post("post-policy-reencoded", "the URL's alphabet", resigned(lambda p: base64.urlsafe_b64encode(base64.b64decode(p)).decode().rstrip("=")), secret=True),
    post("post-policy-reencoded", "percent-encoded", resigned(lambda p: p.replace("=", "%3D") if "=" in p else p + "%3D"), response=answer("InvalidPolicyDocument", "Invalid Policy: invalid Base64 encoding.")),
    post("post-policy-reencoded", "as it was signed", GOOD, miss=True, secret=True),
    post("post-policy-reencoded", "a damaged secret", GOOD, miss=True, secret=SECRET + "\n"),
    post("post-policy-expired", "two hours later", GOOD, now=NOW + 7200),
    post("post-policy-expired", "S3's answer", GOOD, response=denied("Policy expired.")),
    post("post-policy-expired", "another format", expiring("2015-08-30 13:36:00")),
    post("post-policy-expired", "no time zone", expiring("2015-08-30T13:36:00"), response=answer("AccessDenied", "Invalid Policy: Invalid 'expiration' value: '2015-08-30T13:36:00'")),
    post("post-policy-expired", "in time", GOOD, miss=True, now=NOW + 3599, secret=True),
    case("post-policy-expired", "a URL's end", boto(endpoint=STORE), now=NOW + 7200, no=True),
    case("post-size-out-of-range", "too large", posted(**RANGED)[0], "POST", KIND, body=multipart([(n, "user/a" if n == "key" else v) for n, v in posted(conditions=[["content-length-range", 1, 3]])[1]])),
    post("post-size-out-of-range", "S3's answer", posted(change={"key": "user/a"}, **RANGED), response=answer("EntityTooLarge", ProposedSize="50", MaxSizeAllowed="10")),
    post("post-size-out-of-range", "too small", posted(change={"key": "user/a"}, **RANGED), response=answer("EntityTooSmall", ProposedSize="0", MinSizeAllowed="1")),
    case("post-size-out-of-range", "within it", posted(**RANGED)[0], "POST", KIND, body=multipart([(n, "user/a" if n == "key" else v) for n, v in posted(**RANGED)[1]]), no=True, secret=True),
    post("post-size-out-of-range", "not known", posted(change={"key": "user/a"}, **RANGED), miss=True, secret=True),
]  # fmt: skip

SIGV2 = boto(version="s3")
OUTCOMES = [
    case("method-changed", "HEAD", GET, "HEAD", [HOST], secret=True),
    case("method-changed", "POST for PUT", PUT, "POST", [HOST], secret=True),
    case("method-changed", "a preflight", PUT, "OPTIONS", [HOST, ("Origin", "https://example.com"), ("Access-Control-Request-Method", "PUT")]),
    case("method-changed", "compared", GET, "GET", [HOST], response=mismatch("HEAD", GET)),
    case("method-changed", "the SDK for JavaScript says which", raw("PUT", f"{STORE}/bucket/k?x-id=PutObject"), "GET", [HOST], by="botocore"),
    no("method-changed", "the signed one", PUT, "PUT", [HOST], secret=True),
    no("method-changed", "not told", PUT, "", secret=True),
    case("sigv2-url", "as it stands", SIGV2),
    case("sigv2-url", "refused", SIGV2, response=answer("InvalidRequest")),
    case("sigv2-url", "KMS", SIGV2, response=answer("InvalidArgument", "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.")),
    case("sigv2-url", "in headers", "https://bucket.s3.amazonaws.com/k", headers=[("Authorization", f"AWS {ID}:YWJj")], by="documented", response=answer("InvalidRequest")),
    no("sigv2-url", "SigV4", GET, secret=True),
    no("sigv2-url", "SigV4, its & escaped", GET.replace("&", "&amp;"), secret=True, response=answer("InvalidRequest")),
    no("sigv2-url", "SigV4, with an Expires of its own", raw("GET", f"{STORE}/bucket/k?Expires=1"), by="botocore", secret=True),
    case("two-auth-mechanisms", "a bearer token", GET, headers=[HOST, ("Authorization", "Bearer eyJhbGciOi")]),
    case("two-auth-mechanisms", "S3's answer", GET, response=answer("InvalidArgument", ArgumentName="Authorization", ArgumentValue="Bearer x")),
    case("two-auth-mechanisms", "genuine, and a password", GET, headers=[HOST, ("Authorization", "Basic YTpi")], secret=True),
    no("two-auth-mechanisms", "one", GET, headers=[HOST], secret=True),
    no("two-auth-mechanisms", "a cookie", GET, headers=[HOST, ("Cookie", "session=1")], secret=True),
    case("not-signed", "nothing", "https://bucket.s3.amazonaws.com/key.txt", by="documented", response=answer("AccessDenied")),
    case("not-signed", "cut at the ?", GET.partition("?")[0], response=answer("AccessDenied")),
    case("not-signed", "another service", "https://abc123.execute-api.us-east-1.amazonaws.com/prod/x", by="documented",
         response={"status": 403, "headers": [["x-amzn-ErrorType", "MissingAuthenticationTokenException"]], "body": '{"message":"Missing Authentication Token"}'}),
    no("not-signed", "a part of it", GET.partition("&")[0]),
    no("not-signed", "behind a #", edit(boto(endpoint=STORE, Key="a#b"), "%23", "#")),
    case("denied-by-policy", "genuine", GET, secret=True, response=answer("AccessDenied")),
    case("denied-by-policy", "no secret", GET, response=answer("AccessDenied")),
    case("denied-by-policy", "in words", GET, response=answer("AccessDenied", 'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::bucket/key" with an explicit deny in a resource-based policy')),
    case("denied-by-policy", "KMS", GET, secret=True, response=answer("AccessDenied", "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext")),
    case("denied-by-policy", "minio-py's", mini(), by="minio-py", response=answer("AccessDenied", "Access Denied.")),
    no("denied-by-policy", "expired", GET, now=None, response=answer("AccessDenied", "Request has expired", ServerTime="2015-08-30T15:00:00Z")),
    no("denied-by-policy", "genuine, not answered", GET, secret=True),
    case("object-missing", "genuine", GET, secret=True, response=answer("NoSuchKey", Key="folder/key.txt")),
    case("object-missing", "no secret", GET, response=answer("NoSuchKey", Key="folder/key.txt")),
    case("object-missing", "a version", boto(endpoint=STORE, VersionId="abc"), response=answer("NoSuchVersion", status=404)),
    no("object-missing", "another key was meant", edit(boto(endpoint=STORE, Key="a b.txt"), "a%20b", "a+b"), response=answer("NoSuchKey", Key="a+b.txt")),
    no("object-missing", "no bucket", GET, response=answer("NoSuchBucket", BucketName="bucket")),
    case("bucket-missing", "genuine", GET, secret=True, response=answer("NoSuchBucket", BucketName="bucket")),
    case("bucket-missing", "no secret", GET, response=answer("NoSuchBucket", BucketName="bucket")),
    case("bucket-missing", "minio-py's", mini(), by="minio-py", response=answer("NoSuchBucket", BucketName="bucket")),
    no("bucket-missing", "no object", GET, response=answer("NoSuchKey", Key="folder/key.txt")),
    no("bucket-missing", "the endpoint", boto(endpoint="https://bucket.s3.us-east-1.amazonaws.com", style="virtual"), response=answer("NoSuchBucket", BucketName="bucket.bucket")),
]  # fmt: skip
