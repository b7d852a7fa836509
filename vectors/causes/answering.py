"""Answers as AWS documents them, and a store's view of a request, by the rules that it documents.

https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

import hashlib
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit
from xml.sax.saxutils import escape

SAFE = "-._~"
MESSAGES = {
    "SignatureDoesNotMatch": "The request signature we calculated does not match the signature you "
    "provided. Check your key and signing method.",
    "AccessDenied": "Access Denied",
    "InvalidAccessKeyId": "The AWS Access Key Id you provided does not exist in our records.",
    "InvalidToken": "The provided token is malformed or otherwise invalid.",
    "ExpiredToken": "The provided token has expired.",
    "NoSuchKey": "The specified key does not exist.",
    "NoSuchBucket": "The specified bucket does not exist",
    "RequestTimeTooSkewed": "The difference between the request time and the current time is too "
    "large.",
    "BadDigest": "The Content-MD5 you specified did not match what we received.",
    "XAmzContentSHA256Mismatch": "The provided 'x-amz-content-sha256' header does not match what was "
    "computed.",
    "PermanentRedirect": "The bucket you are attempting to access must be addressed using the "
    "specified endpoint. Please send all future requests to this endpoint.",
    "TemporaryRedirect": "Please re-send this request to the specified temporary endpoint. Continue "
    "to use the original request endpoint for future requests.",
    "EntityTooLarge": "Your proposed upload exceeds the maximum allowed size",
    "EntityTooSmall": "Your proposed upload is smaller than the minimum allowed size",
    "MethodNotAllowed": "The specified method is not allowed against this resource.",
    "NotImplemented": "A header you provided implies functionality that is not implemented",
    "MissingContentLength": "You must provide the Content-Length HTTP header.",
    "InvalidRequest": "The authorization mechanism you have provided is not supported. Please use "
    "AWS4-HMAC-SHA256.",
    "InvalidArgument": "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
    "Signature query string parameter or the Authorization header should be specified",
}
STATUS = {
    **dict.fromkeys(("NoSuchKey", "NoSuchBucket"), 404),
    **dict.fromkeys(("PermanentRedirect",), 301),
    **dict.fromkeys(("TemporaryRedirect",), 307),
    **dict.fromkeys(("NotImplemented",), 501),
    **dict.fromkeys(("MissingContentLength",), 411),
    **dict.fromkeys(("MethodNotAllowed",), 405),
    **dict.fromkeys(
        ("BadDigest", "XAmzContentSHA256Mismatch", "EntityTooLarge", "EntityTooSmall", "InvalidToken",
         "ExpiredToken", "InvalidRequest", "InvalidArgument", "AuthorizationHeaderMalformed",
         "AuthorizationQueryParametersError"), 400),
}  # fmt: skip


def answer(code, message="", headers=(), status=None, **elements):
    """Return S3's XML for *code*, with further elements."""
    said = message or MESSAGES.get(code, code)
    more = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in elements.items())
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{escape(said)}</Message>{more}"
        "<RequestId>656c76696e6727732072657175657374</RequestId><HostId>Uuag1LuByRx9e6j5On</HostId>"
        "</Error>"
    )
    return {
        "status": status or STATUS.get(code, 403),
        "headers": [["Content-Type", "application/xml"], *[list(pair) for pair in headers]],
        "body": body,
    }


def received(method, url, headers=(), payload=None, host=None):
    """Return the canonical request that S3 builds of what it received."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, encoding="utf-8")
    given = dict(pairs)
    encoded = sorted(
        (quote(n, safe=SAFE), quote(v, safe=SAFE)) for n, v in pairs if n != "X-Amz-Signature"
    )
    sent = {}
    for name, value in headers:
        sent.setdefault(name.lower(), []).append(" ".join(value.split()))
    sent["host"] = [host or sent.get("host", [parts.netloc])[0]]
    names = given.get("X-Amz-SignedHeaders", "host").split(";")
    lines = "".join(f"{name}:{','.join(sent.get(name, ['']))}\n" for name in names)
    line = payload or given.get("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
    return "\n".join(
        [
            method,
            quote(unquote_to_bytes(parts.path), safe=SAFE + "/"),
            "&".join(f"{n}={v}" for n, v in encoded),
            lines,
            ";".join(names),
            line,
        ]
    )


def mismatch(method, url, headers=(), request=None, **more):
    """Return S3's SignatureDoesNotMatch, with what it received and what that should be signed as."""
    request = received(method, url, headers, **more) if request is None else request
    given = dict(parse_qsl(urlsplit(url).query))
    key_id, _, scope = given.get("X-Amz-Credential", "/").partition("/")
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{given.get('X-Amz-Date', '')}\n{scope}\n{digest}"
    return answer(
        "SignatureDoesNotMatch",
        AWSAccessKeyId=key_id,
        StringToSign=text,
        SignatureProvided=given.get("X-Amz-Signature", ""),
        StringToSignBytes=text.encode().hex(" "),
        CanonicalRequest=request,
        CanonicalRequestBytes=request.encode().hex(" "),
    )
