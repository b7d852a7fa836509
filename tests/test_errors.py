"""One tree of errors, drawn as it is; each survives pickling; S3's answer with each refusal."""

import inspect
import pickle
import re
from pathlib import Path

import pytest

import sigv4presign
from sigv4presign import errors, refusals
from sigv4presign.conditions import Condition
from sigv4presign.errors import (
    CredentialsError,
    ExpiredError,
    HeadersNotSignedError,
    InvalidRequestError,
    LimitExceededError,
    MalformedError,
    NotAllowedError,
    NotYetValidError,
    PayloadMismatchError,
    PolicyError,
    ScopeMismatchError,
    SignatureMismatchError,
    SigV4Error,
    TimeSkewedError,
    TokenExpiredError,
    TokenMismatchError,
    UnknownAccessKeyError,
    VerificationError,
)
from sigv4presign.policies import PolicyFailure

REFUSALS = [
    (MalformedError("why"), 400, "AuthorizationQueryParametersError", "why", "why"),
    (MalformedError("why", "text", "InvalidURI"), 400, "InvalidURI", "text", "why"),
    (
        UnknownAccessKeyError("AKID"),
        403,
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
        "the access key 'AKID' is not known here",
    ),
    (
        ScopeMismatchError("region", "eu-west-1", "us-east-1"),
        400,
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; "
        "expecting 'us-east-1'",
        "signed for the region 'eu-west-1', not 'us-east-1'",
    ),
    (
        ScopeMismatchError("service", "sts", "s3"),
        400,
        "AuthorizationQueryParametersError",
        'Error parsing the X-Amz-Credential parameter; incorrect service "sts". '
        'This endpoint belongs to "s3".',
        "signed for the service 'sts', not 's3'",
    ),
    (
        ScopeMismatchError("region", "eu-west-1", "us-east-1", "header"),
        400,
        "AuthorizationHeaderMalformed",
        "The authorization header is malformed; the region 'eu-west-1' is wrong; "
        "expecting 'us-east-1'",
        "signed for the region 'eu-west-1', not 'us-east-1'",
    ),
    (
        ScopeMismatchError("service", "sts", "s3", "post"),
        400,
        "InvalidArgument",
        'incorrect service "sts". This endpoint belongs to "s3".',
        "signed for the service 'sts', not 's3'",
    ),
    (LimitExceededError("why", "text", "InvalidURI", 414), 414, "InvalidURI", "text", "why"),
    (NotAllowedError("why", "text", "AccessDenied", 403), 403, "AccessDenied", "text", "why"),
    (
        TimeSkewedError(0, 1440938160, 900),
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        "signed at 1970-01-01 00:00:00 UTC; it is 2015-08-30 12:36:00 UTC now",
    ),
    (
        TokenExpiredError(0, 1440938160),
        400,
        "ExpiredToken",
        "The provided token has expired.",
        "the credentials ended at 1970-01-01 00:00:00 UTC; it is 2015-08-30 12:36:00 UTC now",
    ),
    (
        PayloadMismatchError("a", "b"),
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        "the body's SHA-256 is b, but the request is signed for a",
    ),
    (
        PolicyError(
            (
                PolicyFailure("EntityTooLarge", 400, "too large", None, "file", "the first"),
                PolicyFailure("AccessDenied", 403, "no", Condition("eq", "a", "b"), "a", "two"),
            )
        ),
        400,
        "EntityTooLarge",
        "too large",
        "the first; two",
    ),
    (
        NotYetValidError(1440938160, 0),
        403,
        "AccessDenied",
        "Request is not valid yet",
        "dated 2015-08-30 12:36:00 UTC, but it is only 1970-01-01 00:00:00 UTC",
    ),
    (
        ExpiredError(0, 1440938160),
        403,
        "AccessDenied",
        "Request has expired",
        "expired at 1970-01-01 00:00:00 UTC; it is 2015-08-30 12:36:00 UTC now",
    ),
    (
        ExpiredError(3600, 1440938160, 0),
        403,
        "AccessDenied",
        "Request has expired",
        "expired at 1970-01-01 01:00:00 UTC; it is 2015-08-30 12:36:00 UTC now",
    ),
    (
        HeadersNotSignedError(("x-amz-a", "x-amz-b")),
        403,
        "AccessDenied",
        "There were headers present in the request which were not signed",
        "these headers must be signed: x-amz-a, x-amz-b",
    ),
    (
        TokenMismatchError(),
        400,
        "InvalidToken",
        "The provided token is malformed or otherwise invalid.",
        "the session token is not the one that belongs to the access key",
    ),
    (
        SignatureMismatchError("request", "to sign"),
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method.",
        "the signature does not match the request",
    ),
    (
        SignatureMismatchError("request", "to sign", ("range",)),
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. "
        "Check your key and signing method.",
        "the signature covers headers that were not sent: range",
    ),
]


@pytest.mark.parametrize("error, status, code, message, text", REFUSALS, ids=lambda v: str(v)[:40])
def test_what_a_refusal_says(error, status, code, message, text):
    assert (status, code, message, text) == (error.status, error.code, error.message, str(error))


DETAILS = [
    (UnknownAccessKeyError("AKID"), {"AWSAccessKeyId": "AKID"}),
    (ScopeMismatchError("region", "a", "b"), {"Region": "b"}),
    (ScopeMismatchError("service", "a", "b"), {}),
    (NotYetValidError(1440938160, 0), {"ServerTime": "1970-01-01T00:00:00Z"}),
    (
        ExpiredError(3600, 1440938160, 0),
        {
            "X-Amz-Expires": "3600",
            "Expires": "1970-01-01T01:00:00Z",
            "ServerTime": "2015-08-30T12:36:00Z",
        },
    ),
    (
        ExpiredError(0, 1),
        {"Expires": "1970-01-01T00:00:00Z", "ServerTime": "1970-01-01T00:00:01Z"},
    ),
    (
        TimeSkewedError(0, 1440938160, 900),
        {
            "RequestTime": "19700101T000000Z",
            "ServerTime": "2015-08-30T12:36:00Z",
            "MaxAllowedSkewMilliseconds": "900000",
        },
    ),
    (HeadersNotSignedError(("x-amz-a", "x-amz-b")), {"HeadersNotSigned": "x-amz-a, x-amz-b"}),
    (
        PayloadMismatchError("a", "b"),
        {"ClientComputedContentSHA256": "a", "S3ComputedContentSHA256": "b"},
    ),
    (TokenMismatchError(), {}),
    (SignatureMismatchError("request", "to sign"), {}),
]


@pytest.mark.parametrize("error, details", DETAILS, ids=lambda v: type(v).__name__)
def test_what_else_s3_would_say(error, details):
    assert list(details.items()) == list(error.details)


@pytest.mark.parametrize("error", [row[0] for row in REFUSALS], ids=repr)
def test_a_refusal_survives_pickling(error):
    other = pickle.loads(pickle.dumps(error))
    assert type(error) is type(other)
    assert vars(error) == vars(other)
    assert str(error) == str(other)


def test_every_refusal_is_in_the_table():
    kinds = {type(row[0]) for row in REFUSALS}
    assert kinds == {
        kind
        for kind in (getattr(errors, name) for name in errors.__all__)
        if issubclass(kind, VerificationError) and kind is not VerificationError
    }


def test_a_name_that_is_no_error_is_none():
    with pytest.raises(AttributeError, match="has no attribute 'No'"):
        _ = errors.No


def test_the_tree_is_drawn_as_it_is():
    drawn = set(re.findall(r"^ *(?:[│ ]*[├└]── )?(\w+Error)\b", errors.__doc__, re.MULTILINE))
    classes = {getattr(errors, name) for name in errors.__all__}
    assert drawn == set(errors.__all__) == {kind.__name__ for kind in classes}
    assert classes == {
        kind
        for module in (errors, refusals)
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, SigV4Error) and kind.__name__[0] != "_"
    }
    assert set(errors.__all__) <= set(sigv4presign.__all__)
    assert {SigV4Error} == {kind.__base__ for kind in (CredentialsError, VerificationError)}


def test_a_bad_request_is_also_a_value_error():
    assert issubclass(InvalidRequestError, SigV4Error)
    assert issubclass(InvalidRequestError, ValueError)


def test_without_two_bases_it_is_a_sigv4_error_only():
    """MicroPython refuses two built-in bases, as CPython refuses an int and an exception."""
    source = Path(errors.__file__).read_text("utf-8")
    namespace = {"__name__": "errors", "ValueError": int}
    exec(compile(source, errors.__file__, "exec"), namespace)  # noqa: S102
    assert namespace["InvalidRequestError"].__bases__ == (namespace["SigV4Error"],)
