"""One tree of errors, drawn as it is; each survives pickling; S3's answer with each refusal."""

import inspect
import pickle
import re
from pathlib import Path

import pytest

import sigv4presign
from sigv4presign import errors
from sigv4presign.errors import (
    CredentialsError,
    ExpiredError,
    HeadersNotSignedError,
    InvalidRequestError,
    MalformedError,
    NotYetValidError,
    ScopeMismatchError,
    SignatureMismatchError,
    SigV4Error,
    TokenMismatchError,
    UnknownAccessKeyError,
    VerificationError,
)

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


@pytest.mark.parametrize("error", [row[0] for row in REFUSALS], ids=repr)
def test_a_refusal_survives_pickling(error):
    other = pickle.loads(pickle.dumps(error))
    assert type(error) is type(other)
    assert vars(error) == vars(other)
    assert str(error) == str(other)


def test_every_refusal_is_in_the_table():
    kinds = {type(row[0]) for row in REFUSALS}
    assert kinds == set(VerificationError.__subclasses__())


def test_the_tree_is_drawn_as_it_is():
    drawn = set(re.findall(r"^ *(?:[│ ]*[├└]── )?(\w+Error)\b", errors.__doc__, re.MULTILINE))
    classes = {
        name: kind
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, SigV4Error)
    }
    assert drawn == set(classes)
    assert set(classes) <= set(sigv4presign.__all__)
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
