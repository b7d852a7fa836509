"""`error_document`: S3's XML, whatever the texts in it."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign.errors import (
    ExpiredError,
    HeadersNotSignedError,
    MalformedError,
    SignatureMismatchError,
    UnknownAccessKeyError,
    VerificationError,
)
from sigv4presign.s3.answers import error_document

MISMATCH = SignatureMismatchError(
    "GET\n/key\n", "AWS4-HMAC-SHA256\n…", (), "AKIDEXAMPLE", "ab" * 32
)


def elements(document: bytes) -> dict[str, str]:
    root = ET.fromstring(document)
    assert root.tag == "Error"
    assert len({each.tag for each in root}) == len(root), "an element is there twice"
    return {each.tag: each.text or "" for each in root}


def test_an_answer_is_spelled_as_that_of_s3():
    assert error_document(VerificationError(), request_id="4442587FB7D0A2F9", host_id="x=") == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message>"
        b"<RequestId>4442587FB7D0A2F9</RequestId><HostId>x=</HostId></Error>"
    )


def test_what_s3_adds_to_a_refusal_stands_between_message_and_request():
    assert list(elements(error_document(ExpiredError(1440938160, 1440938161, 1440937560)))) == [
        "Code",
        "Message",
        "X-Amz-Expires",
        "Expires",
        "ServerTime",
        "RequestId",
        "HostId",
    ]
    found = elements(error_document(HeadersNotSignedError(("x-amz-acl", "x-amz-tagging"))))
    assert found["HeadersNotSigned"] == "x-amz-acl, x-amz-tagging"


def test_the_resource_is_shown_if_there_is_one():
    assert elements(error_document(VerificationError(), resource="/a b&é"))["Resource"] == "/a b&é"
    assert "Resource" not in elements(error_document(VerificationError()))


def test_a_wrong_signature_is_explained_only_if_the_operator_wants_it():
    plain = error_document(MISMATCH)
    assert not {"CanonicalRequest", "StringToSign", "SignatureProvided"} & elements(plain).keys()
    found = elements(error_document(MISMATCH, details=True))
    assert found["AWSAccessKeyId"] == "AKIDEXAMPLE"
    assert found["SignatureProvided"] == "ab" * 32
    assert found["CanonicalRequest"] == "GET\n/key\n"
    assert found["CanonicalRequestBytes"] == "47 45 54 0a 2f 6b 65 79 0a"
    assert found["StringToSign"] == "AWS4-HMAC-SHA256\n…"
    assert found["StringToSignBytes"].endswith("36 0a e2 80 a6")


def test_a_wrong_chunk_has_no_canonical_request():
    chunk = SignatureMismatchError("", "AWS4-HMAC-SHA256-PAYLOAD\n…", (), "AKIDEXAMPLE", "ab" * 32)
    found = elements(error_document(chunk, details=True))
    assert found["StringToSign"] == "AWS4-HMAC-SHA256-PAYLOAD\n…"
    assert not {"CanonicalRequest", "CanonicalRequestBytes"} & found.keys()


def test_other_refusals_have_nothing_to_explain():
    error = UnknownAccessKeyError("AKIDEXAMPLE")
    assert error_document(error, details=True) == error_document(error)


@pytest.mark.parametrize("code", [0, 0xB, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_what_xml_cannot_hold_is_replaced(code):
    error = MalformedError("reason", f"a{chr(code)}b")
    assert elements(error_document(error))["Message"] == "a\ufffdb"


@given(st.text(st.characters() | st.sampled_from("<>&\"'\r\n\t]\x00\ufffe\ud800")))
def test_any_text_comes_through_an_xml_parser_or_is_replaced(text):
    found = elements(error_document(MalformedError("reason", text), resource="r"))
    expected = [each if each in "\t\n\r" or " " <= each < "\ud800" else None for each in text]
    expected = [
        each or (c if c >= "\ue000" and c not in "\ufffe\uffff" else "\ufffd")
        for each, c in zip(expected, text, strict=True)
    ]
    assert found["Message"] == ("".join(expected) or "reason")
    assert found["Resource"] == "r"
