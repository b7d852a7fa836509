"""S3's answers by the rule that is broken, and how a case is written."""

from urllib.parse import unquote

from making import HOST, ID, NOW, SECRET
from texts import FIELD, GAINS, credential_of, message

QUERY_ERROR = "AuthorizationQueryParametersError"
HEADER_ERROR = "AuthorizationHeaderMalformed"
# rule: status, code in a URL, code in headers or in a form where that is another
ANSWERS = {
    "access-key": (403, "InvalidAccessKeyId"),
    "algorithm": (400, QUERY_ERROR, "InvalidArgument"),
    "algorithm-header": (400, "InvalidArgument"),
    "body-complete": (400, "IncompleteBody"),
    "chunk-form": (400, "InvalidRequest"),
    "component-form": (400, HEADER_ERROR),
    "component-missing": (400, HEADER_ERROR),
    "content-length": (400, "IncompleteBody"),
    "credential": (400, QUERY_ERROR, "InvalidArgument"),
    "date": (400, QUERY_ERROR, "InvalidArgument"),
    "date-header": (403, "AccessDenied"),
    "decoded-length": (411, "MissingContentLength"),
    "expired": (403, "AccessDenied"),
    "expires-maximum": (400, QUERY_ERROR),
    "expires-negative": (400, QUERY_ERROR),
    "expires-number": (400, QUERY_ERROR),
    "expires-week": (400, QUERY_ERROR),
    "expires-zero": (403, "AccessDenied"),
    "field-missing": (400, "InvalidArgument"),
    "field-once": (400, "InvalidArgument"),
    "field-utf8": (400, "InvalidArgument"),
    "header": (400, "InvalidRequest"),
    "headers-required": (403, "AccessDenied"),
    "headers-signed": (403, "AccessDenied"),
    "host": (400, "InvalidRequest"),
    "host-served": (403, "AccessDenied"),
    "key-empty": (400, "InvalidArgument"),
    "limit-chunk": (400, "InvalidRequest"),
    "limit-fields": (400, "MaxPostPreDataLengthExceeded"),
    "limit-headers": (400, "RequestHeaderSectionTooLarge"),
    "limit-signed-headers": (400, "RequestHeaderSectionTooLarge"),
    "limit-target": (414, "InvalidURI"),
    "malformed": (400, "InvalidPolicyDocument"),
    "method": (400, "InvalidRequest"),
    "method-served": (405, "MethodNotAllowed"),
    "not-yet-valid": (403, "AccessDenied"),
    "one-mechanism": (400, "InvalidArgument"),
    "parameter-missing": (400, QUERY_ERROR),
    "parameter-once": (400, QUERY_ERROR),
    "parameter-spelling": (400, QUERY_ERROR),
    "parameter-utf8": (400, QUERY_ERROR),
    "path-spelling": (400, "InvalidURI"),
    "path-utf8": (400, "InvalidURI"),
    "payload": (400, "XAmzContentSHA256Mismatch"),
    "payload-form": (400, "InvalidArgument"),
    "payload-missing": (400, "InvalidRequest"),
    "policy": (403, "AccessDenied"),
    "revoked": (403, "AccessDenied"),
    "scope-date": (400, QUERY_ERROR, "InvalidArgument"),
    "scope-day": (400, QUERY_ERROR, "InvalidArgument"),
    "scope-region": (400, QUERY_ERROR, "InvalidArgument"),
    "scope-service": (400, QUERY_ERROR, "InvalidArgument"),
    "scope-terminator": (400, QUERY_ERROR, "InvalidArgument"),
    "signature": (403, "SignatureDoesNotMatch"),
    "signature-form": (400, QUERY_ERROR, "InvalidArgument"),
    "signed": (403, "AccessDenied"),
    "signed-headers": (400, QUERY_ERROR),
    "signed-host": (403, "AccessDenied"),
    "skewed": (403, "RequestTimeTooSkewed"),
    "target": (400, "InvalidURI"),
    "token": (400, "InvalidToken"),
    "token-expired": (400, "ExpiredToken"),
    "trailer-form": (400, "MalformedTrailerError"),
    "version-2": (400, "InvalidRequest"),
}
BASE = "genuine: what the others were made from"
SECRETS = {ID: {"secret_access_key": SECRET}}


def expected(form, rule, request):
    """Return the answer that *request* must have: a proof, or a refusal by *rule*."""
    if rule is None:
        return {"accepted": True, **_place(form, request)}
    status, code, *others = ANSWERS[rule]
    if code == QUERY_ERROR and form == "header":
        code = HEADER_ERROR
    elif others and form == "post":
        code = others[0]
    answer = {"accepted": False, "rule": rule, "status": status, "code": code}
    text = message(form, rule, *credential_of(request))
    return answer if text is None else {**answer, "message": text}


def _place(form, request):
    if form == "post":
        name = request["file_name"].replace("\\", "/").rpartition("/")[2]
        key = {name.lower(): value for name, value in request["fields"]}["key"]
        return {"bucket": request["bucket"], "key": key.replace("${filename}", name)}
    path = unquote(request["target"].partition("?")[0], errors="strict")
    return {"path": path, "bucket": HOST.partition(".")[0], "key": path[1:]}


def case(name, rule, target, why="", **more):
    """Return a presigned request; *rule* is None for a genuine one."""
    return _case("query", name, rule, why, {"target": target}, more)


def header_case(name, rule, headers, why="", **more):
    """Return a request that is signed in *headers*."""
    more.setdefault("method", "PUT")
    return _case("header", name, rule, why, {"target": "/folder/key.txt", "headers": headers}, more)


def _case(form, name, rule, why, request, more):
    request = {"method": "GET", "headers": [], **request, **more}
    headers = [list(pair) for pair in request["headers"]]
    if more.get("host", True) and not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ["Host", HOST])
    request.pop("host", None)
    return {
        "name": name,
        "why": why or GAINS.get(rule, BASE),
        "form": form,
        **request,
        "headers": headers,
        "now": request.get("now", NOW),
        "verifier": request.get("verifier", {"region": "us-east-1"}),
        "secrets": request.get("secrets", SECRETS),
        "expected": expected(form, rule, {**request, "headers": headers}),
    }


def post_case(name, rule, fields, why="", **more):
    """Return a form.

    Those among *more* that its policy's failure says: ``code``, ``status``, ``message``. The
    *message* of a rule that names a field is made with *of*.
    """
    own = {key: more.pop(key) for key in ("code", "status", "message") if key in more}
    if rule == "field-missing":
        own["message"] = FIELD.format(more.pop("of"))
    request = {
        "fields": [list(pair) for pair in fields],
        "bucket": "bucket",
        "file_name": "a.txt",
        "file_size": 5,
        "now": NOW,
        "verifier": {"region": "us-east-1"},
        "secrets": SECRETS,
        **more,
    }
    return {
        "name": name,
        "why": why or GAINS.get(rule, BASE),
        "form": "post",
        **request,
        "expected": {**expected("post", rule, request), **own},
    }
