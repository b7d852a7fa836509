"""`read_answer`: what stores, services, proxies and SDKs say, and what only pretends to."""

import io
import json
import pickle
from contextlib import suppress
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import InvalidRequestError
from sigv4presign.diagnosis.answer import NOTES, Answer
from sigv4presign.diagnosis.answers import MAX_ANSWER, read_answer

from .vectors import FOLDER

CANONICAL = "GET\n/a%20b\nX-Amz-Date=1&a=b\nhost:h\n\nhost\nUNSIGNED-PAYLOAD"
TO_SIGN = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/s3/aws4_request\nabc"
MISMATCH = "The request signature we calculated does not match the signature you provided."


def document(*elements: tuple[str, str], root: str = "Error", head: str = "") -> str:
    inner = "".join([f"<{name}>{text}</{name}>" for name, text in elements])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<{root}>{inner}</{root}>'


def notes(answer: Answer) -> list[str]:
    assert all(NOTES[name] == sentence for name, sentence in answer.notes)
    return [name for name, _ in answer.notes]


def hexadecimal(text: str) -> str:
    return text.encode().hex(" ")


S3 = document(
    ("Code", "SignatureDoesNotMatch"),
    ("Message", MISMATCH),
    ("AWSAccessKeyId", "AKIDEXAMPLE"),
    ("StringToSign", TO_SIGN),
    ("SignatureProvided", "abc"),
    ("StringToSignBytes", hexadecimal(TO_SIGN)),
    ("CanonicalRequest", "GET\n/a%20b\nX-Amz-Date=1&amp;a=b\nhost:h\n\nhost\nUNSIGNED-PAYLOAD"),
    ("CanonicalRequestBytes", hexadecimal(CANONICAL)),
    ("RequestId", "1"),
    ("HostId", "2"),
)


class TestXml:
    @pytest.mark.parametrize("form", [S3, S3.encode(), S3.encode("utf-16"), f"\ufeff{S3}\n"])
    def test_what_s3_documents(self, form: "str | bytes"):
        answer = read_answer(form)
        assert ("xml", "SignatureDoesNotMatch", MISMATCH) == (
            answer.kind, answer.code, answer.message,
        )  # fmt: skip
        assert (CANONICAL, TO_SIGN) == (answer.canonical_request, answer.string_to_sign)
        assert ("AKIDEXAMPLE", "abc") == (answer.access_key_id, answer.signature_provided)
        assert ("1", "2", None, ()) == (
            answer.request_id, answer.host_id, answer.status, answer.notes,
        )  # fmt: skip
        assert ("Code", "SignatureDoesNotMatch") == answer.elements[0]

    def test_every_element_that_tells_something(self):
        told = {
            "Region": "region", "Endpoint": "endpoint", "Bucket": "bucket", "Key": "key",
            "Resource": "resource", "Expires": "expires", "ServerTime": "server_time",
            "RequestTime": "request_time", "MaxAllowedSkewMilliseconds": "max_skew",
            "HeadersNotSigned": "headers_not_signed", "MinSizeAllowed": "min_size",
            "MaxSizeAllowed": "max_size", "ProposedSize": "proposed_size",
            "ArgumentName": "argument_name", "ArgumentValue": "argument_value",
        }  # fmt: skip
        answer = read_answer(document(("Code", "X"), *[(name, f" {name} ") for name in told]))
        for name, attribute in told.items():
            assert name == getattr(answer, attribute)

    def test_the_bytes_count_before_the_text(self):
        text = document(
            ("Code", "X"), ("CanonicalRequest", "GET"), ("CanonicalRequestBytes", "47 0d 0A")
        )
        assert read_answer(text).canonical_request == "G\r\n"
        damaged = read_answer(text.replace("47 0d", "4z 0d"))
        assert ("GET", ["bytes-damaged"]) == (damaged.canonical_request, notes(damaged))

    def test_the_region_that_a_message_expects(self):
        message = "the region 'us-east-1' is wrong; expecting 'eu-west-1'"
        assert read_answer(document(("Code", "X"), ("Message", message))).region == "eu-west-1"

    def test_namespaces_and_nesting(self):
        text = (
            '<s3:ErrorResponse xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/"><s3:Error>'
            "<s3:Type>Sender</s3:Type><s3:Code>A</s3:Code><s3:Message>b</s3:Message></s3:Error>"
            "<s3:RequestId>r</s3:RequestId></s3:ErrorResponse>"
        )
        answer = read_answer(text)
        assert ("A", "b", "r") == (answer.code, answer.message, answer.request_id)

    def test_a_copy_out_of_a_browsers_view(self):
        text = (
            "This XML file does not appear to have any style information associated with it.\n"
            f"<Error>\n<Code>SignatureDoesNotMatch</Code>\n<CanonicalRequest>{CANONICAL}"
            "</CanonicalRequest>\n<Key>a < b\x01</Key></Error>"
        )
        answer = read_answer(text)
        assert ("SignatureDoesNotMatch", CANONICAL) == (answer.code, answer.canonical_request)
        assert ("a < b\ufffd", ["unescaped"]) == (answer.key, notes(answer))

    @pytest.mark.parametrize("end", range(20, len(S3) - 8, 37))
    def test_it_ends_in_the_middle(self, end: int):
        answer = read_answer(S3[:end])
        assert "cut-off" in notes(answer) or answer.kind == "text"
        if "</Code>" in S3[:end]:
            assert answer.code == "SignatureDoesNotMatch"

    def test_it_is_no_well_formed_document(self):
        answer = read_answer("<Error><Code>A</Code><Message>b</Error>")
        assert ("A", "b", ["damaged"]) == (answer.code, answer.message, notes(answer))
        answer = read_answer(f"<Error><Code>A&B</Code><Message>b</Error>{S3}")
        assert ("A&B", ["damaged"]) == (answer.code, notes(answer))

    def test_it_is_another_document(self):
        answer = read_answer("<ListBucketResult><Name>b</Name></ListBucketResult>")
        assert ("xml", "", ["not-an-error"]) == (answer.kind, answer.code, notes(answer))

    def test_it_is_not_utf_8(self):
        answer = read_answer(b"<Error><Code>A</Code><Message>\xe9</Message></Error>")
        assert ("\ufffd", ["not-utf-8"]) == (answer.message, notes(answer))

    @pytest.mark.parametrize(
        "text, said",
        [
            (document(("Code", "&a;"), head='<!DOCTYPE a [<!ENTITY a "b">]>'), "declaration"),
            (
                document(
                    ("Code", "&c;"),
                    head="<!DOCTYPE a [<!ENTITY a '"
                    + "x" * 1000
                    + "'><!ENTITY b '"
                    + "&a;" * 1000
                    + "'><!ENTITY c '"
                    + "&b;" * 1000
                    + "'>]>",
                ),
                "declaration",
            ),
            (
                document(("Code", "&a;"), head='<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc">]>'),
                "declaration",
            ),
            (document(head='<!DOCTYPE a SYSTEM "http://h/a.dtd">'), "declaration"),
            ("<Error>" * 33, "more than 32 deep"),
            ("<Error>" * 100000, "more than 32 deep"),
            (document(*[("A", "b")] * 2001), "more than 2000"),
            ("<Error>" + "x" * 10_000_000, "at most"),
            (b"<Error>" + b"x" * 10_000_000, "at most"),
        ],
        ids=["entity", "laughs", "external", "dtd", "deep", "deeper", "wide", "large", "bytes"],
    )
    def test_it_is_hostile(self, text: "str | bytes", said: str):
        with pytest.raises(InvalidRequestError, match=said):
            read_answer(text)


class TestOthers:
    def test_api_gateway(self):
        message = (
            f"{MISMATCH} Check your AWS Secret Access Key and signing method. Consult the service "
            "documentation for details.\n\nThe Canonical String for this request should have been\n"
            f"'{CANONICAL}'\n\nThe String-to-Sign should have been\n'{TO_SIGN}'\n"
        )
        headers = {"x-amzn-ErrorType": "InvalidSignatureException:http://x/"}
        response = SimpleNamespace(
            status=403, headers=headers, body=json.dumps({"message": message}).encode()
        )
        answer = read_answer(response)
        assert (403, "json", "InvalidSignatureException") == (
            answer.status, answer.kind, answer.code,
        )  # fmt: skip
        assert (CANONICAL, TO_SIGN) == (answer.canonical_request, answer.string_to_sign)
        xml = document(("Code", "InvalidSignatureException"), ("Message", message))
        assert read_answer(xml).canonical_request == CANONICAL
        assert read_answer(message).string_to_sign == TO_SIGN
        assert read_answer(message[:-10]).string_to_sign == ""

    @pytest.mark.parametrize(
        "members, code, message",
        [
            ({"__type": "com.amazon.coral.service#A", "Message": "b"}, "A", "b"),
            ({"error": {"code": "A", "message": "b", "more": [1, [2]]}}, "A", "b"),
            ({"code": 403, "errorMessage": "b"}, "403", "b"),
            ({"error": "not a code", "message": None}, "", ""),
            ([{"Code": "A"}] * 30, "A", ""),
            ({"a": {"a": {"a": {"a": {"a": {"code": "deep"}}}}}}, "", ""),
            ({"a": [[[[[{"code": "deep"}]]]]]}, "", ""),
        ],
    )
    def test_json(self, members: object, code: str, message: str):
        answer = read_answer(json.dumps(members))
        assert ("json", code, message) == (answer.kind, answer.code, answer.message)

    def test_what_begins_as_json(self):
        assert read_answer("{no json").kind == "text"

    @pytest.mark.parametrize(
        "page",
        [
            "<!DOCTYPE html>\n<html><head><title>403\n Forbidden</title></head></html>",
            " <!-- x --> <HTML><body><h1 class='a'>403 Forbidden</h1>",
        ],
    )
    def test_a_web_page(self, page: str):
        answer = read_answer(page)
        assert ("html", "403 Forbidden", ["html"]) == (answer.kind, answer.message, notes(answer))
        assert read_answer("<html>").message == ""

    @pytest.mark.parametrize(
        "text, code, message",
        [
            (f"An error occurred (A) when calling x: {MISMATCH}", "A", MISMATCH),
            ("botocore.exceptions.ClientError: An error occurred (A) x: b", "A", "b"),
            ("SignatureDoesNotMatch: why", "SignatureDoesNotMatch", "why"),
            ("com.amazonaws.SignatureDoesNotMatch: why", "SignatureDoesNotMatch", "why"),
            ("Forbidden", "", "Forbidden"),
        ],
    )
    def test_text(self, text: str, code: str, message: str):
        answer = read_answer(text)
        assert ("text", code, message) == (answer.kind, answer.code, answer.message)

    def test_nothing(self):
        assert ("empty", "", "") == (
            read_answer("").kind, read_answer(" \n").code, read_answer(b"").message,
        )  # fmt: skip

    def test_the_code_of_an_answer_to_head(self):
        answer = read_answer("HTTP/1.1 403 x\nX-Minio-Error-Code: A\n\n")
        assert (403, "A", "empty") == (answer.status, answer.code, answer.kind)


class TestResponses:
    def test_raw_text(self):
        text = f"HTTP/1.1 100 Continue\r\n\r\nHTTP/2 403 \r\nDate: now\r\nA: b\r\n\r\n{S3}"
        answer = read_answer(text)
        assert (403, (("Date", "now"), ("A", "b")), "SignatureDoesNotMatch") == (
            answer.status, answer.headers, answer.code,
        )  # fmt: skip
        assert ("now", "") == (answer.header("DATE"), answer.header("x"))

    def test_what_curl_prints(self):
        text = f"> GET / HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 403 Forbidden\n<\n{S3}\n* done\n"
        assert (403, "SignatureDoesNotMatch") == (read_answer(text).status, read_answer(text).code)
        assert read_answer("> GET / HTTP/1.1\n> Host: h\n").kind == "text"

    def test_an_answer_is_one_already(self):
        answer = read_answer(S3)
        assert read_answer(answer) is answer

    def test_the_response_of_a_har_entry(self):
        answer = read_answer({"status": 403, "headers": [], "content": {"text": S3}})
        assert (403, "SignatureDoesNotMatch") == (answer.status, answer.code)

    @pytest.mark.parametrize(
        "response",
        [
            SimpleNamespace(status_code=403, headers={"A": "b"}, content=S3.encode()),
            SimpleNamespace(status=403, headers=[("A", "b")], body=S3),
            SimpleNamespace(status=403, headers={"A": "b"}, data=bytearray(S3.encode())),
            SimpleNamespace(code=403, headers={"A": "b"}, read=lambda n: S3.encode()[:n]),
        ],
        ids=["requests", "ours", "urllib3", "urllib"],
    )
    def test_objects_of_http_clients(self, response: object):
        answer = read_answer(response)
        assert (403, (("A", "b"),), CANONICAL) == (
            answer.status, answer.headers, answer.canonical_request,
        )  # fmt: skip

    def test_an_object_that_is_served(self):
        body = b"x" * (MAX_ANSWER + 1)
        assert read_answer(SimpleNamespace(status=200, headers=None, body=body)).status == 200
        with pytest.raises(InvalidRequestError, match="at most"):
            read_answer(SimpleNamespace(status=403, headers=3, body=body))
        with pytest.raises(InvalidRequestError, match="at most"):
            read_answer(SimpleNamespace(body=body.decode()))
        assert read_answer(SimpleNamespace(status=403, headers=3)).headers == ()
        assert read_answer(SimpleNamespace(status=403, read=io.StringIO("x").read)).kind == "empty"

    @pytest.mark.parametrize("response", [None, 3, object(), [S3]])
    def test_something_else(self, response: object):
        with pytest.raises(InvalidRequestError, match="response is of type"):
            read_answer(response)

    def test_it_is_plain_data_and_shows_no_token(self):
        answer = read_answer(S3.replace("X-Amz-Date=1", "X-Amz-Security-Token=secret"))
        assert pickle.loads(pickle.dumps(answer)) == answer
        assert "secret" not in repr(answer)


def test_what_real_stores_answered():
    """Swift and versitygw carry both texts, the others neither; each code and status is read."""
    cases = json.loads((FOLDER / "causes" / "recorded.json").read_text("utf-8"))
    carriers: dict[str, int] = {}
    for case in cases:
        response = case.get("response") or {"status": 0, "headers": [], "body": ""}
        answer = read_answer(SimpleNamespace(**response))
        store = case["by"].split()[0].lower()
        carriers[store] = carriers.get(store, 0) + bool(answer.canonical_request)
        assert answer.status == response["status"]
        if "<Code>" in response["body"]:
            assert f"<Code>{answer.code}</Code>" in response["body"]
            assert notes(answer) == []
            assert bool(answer.string_to_sign) == ("<StringToSign>" in response["body"])
    assert {name for name, number in carriers.items() if number} == {"swift", "versitygw"}
    assert {name for name, number in carriers.items() if not number} == {
        *("ceph", "minio", "rclone", "seaweedfs")
    }


@given(st.text() | st.binary())
def test_anything_is_read_or_refused(response: "str | bytes"):
    with suppress(InvalidRequestError):
        assert isinstance(read_answer(response), Answer)


@given(
    st.lists(
        st.sampled_from(
            ["<Error>", "</Error>", "<Code>", "</Code>", "<!DOCTYPE a", "[", "]>", "<![CDATA[",
             "&a;", "&", "<", ">", "<?xml", "?>", "<!--", "-->", "A",
             "\x00", " ", "\n", "{", '"', "}",
             "HTTP/1.1 403 x", "< HTTP/1.1 200 x\n", "</", "<a:b xmlns:a='", "'"]
        )
    ).map("".join)
)  # fmt: skip
def test_any_markup_is_read_or_refused(text: str):
    with suppress(InvalidRequestError):
        assert isinstance(read_answer(text), Answer)
