"""Cases of the clock, of key pairs and of session tokens."""

from urllib.parse import quote

from answering import answer, mismatch
from signers import (
    ID,
    NOW,
    SECRET,
    TEMPORARY,
    TOKEN,
    boto,
    mini,
    raw,
)
from writing import PLAIN, case, no

GET = boto()
EU = boto(region="eu-central-1")
OLD = boto(expires=60)
DENIED = answer("AccessDenied")
EXPIRED = answer(
    "AccessDenied",
    "Request has expired",
    Expires="2015-08-30T13:36:00Z",
    ServerTime="2015-08-30T15:00:00Z",
)
EARLY = answer("AccessDenied", "Request is not valid yet", ServerTime="2015-08-30T11:00:00Z")
SKEWED = answer(
    "RequestTimeTooSkewed",
    RequestTime="20150830T123600Z",
    ServerTime="2015-08-30T13:30:00Z",
    MaxAllowedSkewMilliseconds="900000",
)
QUERY = "AuthorizationQueryParametersError"


def edit(url, old, new, count=1):
    assert old in url, old
    return url.replace(old, new, count)


TIMES = [
    case("expired", "an hour and more later", GET, now=NOW + 5000),
    case("expired", "S3's answer", GET, response=EXPIRED, now=None),
    case("expired", "with the secret", OLD, now=NOW + 61, secret=True),
    case("expired", "the very second", OLD, now=NOW + 60),
    case("expired", "minio-py, and a Date", mini(), by="minio-py", now=None,
         response=answer("AccessDenied", "Request has expired",
                         headers=[("Date", "Sun, 30 Aug 2015 14:00:00 GMT")])),
    case("expired", "another service's words", raw("GET", "https://api.example.com/x", service="execute-api"),
         by="botocore", now=None,
         response={"status": 403, "headers": [], "body":
                   '{"message":"Signature expired: 20150830T123600Z is now earlier than 20150830T143100Z (20150830T144600Z - 15 min.)"}'}),
    no("expired", "the last second", OLD, now=NOW + 59, secret=True),
    no("expired", "refused for another reason, long ago", GET, response=PLAIN, now=None),
    no("expired", "the token's end", boto(token=TOKEN), response=answer("ExpiredToken")),
    case("clock-skew", "signed an hour ahead", GET, now=NOW - 3600),
    case("clock-skew", "S3's answer to a URL", GET, response=EARLY, now=None),
    case("clock-skew", "S3's answer to headers", "https://bucket.s3.amazonaws.com/key.txt", response=SKEWED,
         now=None, headers=[("Authorization", f"AWS4-HMAC-SHA256 Credential={ID}/20150830/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature={'ab' * 32}"), ("X-Amz-Date", "20150830T123600Z")]),
    case("clock-skew", "headers, an hour late", "https://bucket.s3.amazonaws.com/key.txt", now=NOW + 3600,
         headers=[("Authorization", f"AWS4-HMAC-SHA256 Credential={ID}/20150830/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature={'ab' * 32}"), ("X-Amz-Date", "20150830T123600Z")]),
    case("clock-skew", "by the answer's Date", boto(), now=None,
         response=answer("AccessDenied", headers=[("Date", "Sun, 30 Aug 2015 11:00:00 GMT")])),
    no("clock-skew", "a quarter of an hour ahead", GET, now=NOW - 900, secret=True),
    no("clock-skew", "a URL an hour after its signing", boto(expires=7200), now=NOW + 3600, secret=True),
    no("clock-skew", "expired", GET, now=NOW + 5000),
    *[case("bad-expires", f"X-Amz-Expires={value}", edit(GET, "Expires=3600", f"Expires={value}"))
      for value in ("604801", "-1", "1.5", "abc", "3600s", "1440941760", "0")],
    case("bad-expires", "botocore prints it", boto(expires=1000000),
         response=answer(QUERY, "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds")),
    case("bad-expires", "botocore prints a fraction", raw("GET", "https://bucket.s3.amazonaws.com/k", expires=1.5), by="botocore",
         response=answer(QUERY, "X-Amz-Expires should be a number")),
    no("bad-expires", "a week", boto(expires=604800), secret=True),
    no("bad-expires", "a second", boto(expires=1), secret=True, now=NOW),
    no("bad-expires", "changed by hand", edit(GET, "Expires=3600", "Expires=7200"), secret=True),
    case("bad-scope-or-date", "another day", edit(GET, "%2F20150830%2F", "%2F20150831%2F")),
    case("bad-scope-or-date", "no scope's end", edit(GET, "aws4_request", "aws4")),
    case("bad-scope-or-date", "a date with dashes", edit(GET, "Date=20150830T123600Z", "Date=2015-08-30T12%3A36%3A00Z")),
    case("bad-scope-or-date", "four parts", edit(GET, "%2Fus-east-1", "")),
    case("bad-scope-or-date", "S3's answer", edit(GET, "%2F20150830%2F", "%2F20150829%2F"),
         response=answer(QUERY, 'Invalid credential date "20150829". This date is not the same as X-Amz-Date: "20150830".')),
    case("bad-scope-or-date", "no such second", edit(GET, "T123600Z", "T126000Z")),
    no("bad-scope-or-date", "a genuine one", EU, secret=True),
    no("bad-scope-or-date", "another region", edit(EU, "eu-central-1%2F", "eu-west-1%2F"), secret=True),
    no("bad-scope-or-date", "encoded twice", edit(GET, "%2F", "%252F", 9)),
]  # fmt: skip

DAMAGES = {
    "a line end": SECRET + "\n",
    "a blank before": " " + SECRET,
    "quotes": f'"{SECRET}"',
    "percent-encoded": SECRET.replace("/", "%2F"),
    "a carriage return": SECRET + "\r",
    "cut at the slash": SECRET.partition("/")[0],
    "last character lost": SECRET[:-1],
    "lower case": SECRET.lower(),
    "a letter wrong": SECRET.replace("K", "k", 1),
    "backslash": SECRET.replace("/", "\\/"),
    "two swapped": SECRET[:5] + SECRET[6] + SECRET[5] + SECRET[7:],
}
OTHERS = "MyOtherSecretMyOtherSecretMyOtherSecret+"
KEYS = [
    *[case("secret-damaged", f"signed with {name}", boto(secret=secret), secret=True)
      for name, secret in DAMAGES.items()],
    *[case("secret-damaged", f"given with {name}", GET, secret=secret) for name, secret in DAMAGES.items()],
    case("secret-damaged", "the requests are equal", boto(secret=SECRET[:-1]),
         response=mismatch("GET", boto(secret=SECRET[:-1]))),
    case("secret-damaged", "in a form of its own service", raw("GET", "https://api.example.com/a/b", service="execute-api", secret=SECRET + " "),
         by="botocore", secret=True),
    no("secret-damaged", "the right one", GET, secret=True),
    no("secret-damaged", "another pair's", boto(secret=OTHERS), secret=True,
       other_secrets={"AKIAOTHER0EXAMPLE000": OTHERS}),
    no("secret-damaged", "the right one, and a changed method", GET, "PUT", secret=True),
    case("wrong-key-pair", "the other pair's secret", boto(secret=OTHERS), secret=True,
         other_secrets={"AKIAOTHER0EXAMPLE000": OTHERS}),
    case("wrong-key-pair", "the id for the secret", boto(secret=ID), secret=True),
    case("wrong-key-pair", "nobody's secret", boto(secret=OTHERS), secret=True),
    case("wrong-key-pair", "the fields swapped", edit(boto(key_id=SECRET, secret=ID), "X-Amz-Algorithm", "X-Amz-Algorithm")),
    case("wrong-key-pair", "unknown to S3", GET, response=answer("InvalidAccessKeyId", AWSAccessKeyId=ID)),
    case("wrong-key-pair", "unknown to another service", raw("GET", "https://sts.amazonaws.com/?Action=GetCallerIdentity", service="sts"),
         by="botocore", response=answer("InvalidClientTokenId", "The security token included in the request is invalid.")),
    case("wrong-key-pair", "the store has another secret", GET, secret=True,
         response=mismatch("GET", GET)),
    no("wrong-key-pair", "genuine, and denied", GET, secret=True, response=DENIED),
    no("wrong-key-pair", "a temporary key without a token", boto(key_id=TEMPORARY),
       response=answer("InvalidAccessKeyId")),
    no("wrong-key-pair", "damaged", boto(secret=SECRET + "\n"), secret=True),
]  # fmt: skip

SESSION = boto(token=TOKEN)
IOT = "https://abc-ats.iot.us-east-1.amazonaws.com/mqtt"


def iot(token_inside):
    url = raw(
        "GET",
        IOT,
        service="iotdevicegateway",
        token=TOKEN if token_inside else None,
        key_id=TEMPORARY,
    )
    if token_inside:
        return url
    return f"{url}&X-Amz-Security-Token={quote(TOKEN, safe='')}"


TOKENS = [
    case("token-missing-or-surplus", "ASIA without a token", boto(key_id=TEMPORARY)),
    case("token-missing-or-surplus", "ASIA without, answered", boto(key_id=TEMPORARY),
         response=answer("InvalidAccessKeyId")),
    case("token-missing-or-surplus", "AKIA with a token", boto(token=TOKEN, key_id=ID)),
    case("token-missing-or-surplus", "AKIA with, answered", boto(token=TOKEN, key_id=ID),
         response=answer("InvalidToken")),
    case("token-missing-or-surplus", "added after the signing", GET + "&X-Amz-Security-Token=abcdef", secret=True),
    no("token-missing-or-surplus", "ASIA with its token", SESSION, secret=True),
    no("token-missing-or-surplus", "AKIA without", GET, secret=True),
    no("token-missing-or-surplus", "ended", SESSION, response=answer("ExpiredToken")),
    case("token-expired", "S3's answer", SESSION, response=answer("ExpiredToken")),
    case("token-expired", "with the secret", SESSION, secret=True, response=answer("ExpiredToken")),
    case("token-expired", "another service's answer", raw("GET", "https://sts.amazonaws.com/?Action=GetCallerIdentity", service="sts", token=TOKEN, key_id=TEMPORARY),
         by="botocore", response={"status": 403, "headers": [], "body":
         '{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"The security token included in the request is expired"}'}),
    case("token-expired", "in a sentence", SESSION,
         response=answer("AccessDenied", "The provided token has expired.")),
    no("token-expired", "the URL has", SESSION, response=EXPIRED, now=None),
    no("token-expired", "invalid", SESSION, response=answer("InvalidToken")),
    case("token-altered", "encoded twice", edit(SESSION, quote(TOKEN, safe=""), quote(quote(TOKEN, safe=""), safe=""))),
    case("token-altered", "its plus bare", edit(SESSION, "%2B", "+", 9)),
    case("token-altered", "its plus bare, with the secret", edit(SESSION, "%2B", "+", 9), secret=True),
    case("token-altered", "twice", SESSION + "&X-Amz-Security-Token=abc"),
    case("token-altered", "S3's answer", SESSION, response=answer("InvalidToken")),
    case("token-altered", "in a header, too", SESSION, headers=[("X-Amz-Security-Token", TOKEN)]),
    no("token-altered", "as it was issued", SESSION, secret=True),
    no("token-altered", "ended", SESSION, response=answer("ExpiredToken")),
    no("token-altered", "a plus elsewhere", edit(boto(ResponseContentType="a b"), "%20", "+")),
    case("global-sts-token", "InvalidToken at a Multi-Region Access Point",
         "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/key.txt?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20150830%2Fs3%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Region-Set=%2A&X-Amz-Security-Token=abc&X-Amz-Signature=3045022100ab",
         by="documented", response=answer("InvalidToken")),
    case("global-sts-token", "without the answer",
         "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/key.txt?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20150830%2Fs3%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Region-Set=%2A&X-Amz-Security-Token=abc&X-Amz-Signature=3045022100ab",
         by="documented"),
    case("global-sts-token", "in headers", "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/key.txt",
         headers=[("Authorization", "AWS4-ECDSA-P256-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20150830/s3/aws4_request, SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=3045022100ab"), ("X-Amz-Date", "20150830T123600Z"), ("X-Amz-Region-Set", "*"), ("X-Amz-Security-Token", "abc")],
         by="documented", response=answer("InvalidToken")),
    no("global-sts-token", "SigV4", SESSION, response=answer("InvalidToken")),
    no("global-sts-token", "no token",
       "https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/key.txt?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20150830%2Fs3%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Region-Set=%2A&X-Amz-Signature=3045022100ab",
       by="documented"),
    case("iot-token-signed", "proven", iot(token_inside=True), by="botocore", secret=True),
    case("iot-token-signed", "refused", iot(token_inside=True), by="botocore",
         response={"status": 403, "headers": [["x-amzn-ErrorType", "ForbiddenException"]], "body": '{"message":"Forbidden"}'}),
    case("iot-token-signed", "as it stands", iot(token_inside=True), by="botocore"),
    no("iot-token-signed", "appended after", iot(token_inside=False), by="botocore", secret=True),
    no("iot-token-signed", "at S3", SESSION, secret=True),
]  # fmt: skip
