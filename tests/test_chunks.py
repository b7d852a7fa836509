"""Bodies in aws-chunked frames: proven chunk by chunk, and each way to cheat."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import (
    InvalidRequestError,
    Limits,
    MalformedError,
    SignatureMismatchError,
    VerificationError,
    Verified,
    Verifier,
    parse_authorization,
    sign_headers,
)
from sigv4presign.chunks import ChunkedBody
from sigv4presign.payloads import payload_of
from sigv4presign.signing import signing_key

from .examples import ACCESS_KEY_ID, KEYS, NOW, SECRET
from .frames import frames

SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
SIGNED_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
AMZ_DATE = "20150830T123600Z"
SCOPE = "20150830/us-east-1/s3/aws4_request"
KEY = signing_key(SECRET, "20150830", "us-east-1", "s3")
SEED = "5" * 64


def framed(
    chunks: Sequence[bytes],
    trailers: Sequence[tuple[str, str]] | None = None,
    *,
    key: bytes | None = KEY,
    seed: str = SEED,
    amz_date: str = AMZ_DATE,
    scope: str = SCOPE,
    end: bytes = b"\r\n",
) -> bytes:
    parts = frames(chunks, trailers, key=key, seed=seed, amz_date=amz_date, scope=scope, end=end)
    return b"".join(parts)


def reader(kind: str = SIGNED, length: int = 6, **settings: Any) -> ChunkedBody:
    defaults = {
        "signing_key": None if "UNSIGNED" in kind else KEY,
        "seed_signature": SEED,
        "amz_date": AMZ_DATE,
        "scope": SCOPE,
        "trailers": ("x-amz-checksum-crc32",) if "TRAILER" in kind else (),
        "decoded_length": length,
        "max_chunk": 1000,
    }
    return ChunkedBody(kind, **{**defaults, **settings})


CHUNKS = [b"abc", b"de", b"f"]
TRAILERS = [("x-amz-checksum-crc32", "S8LRZQ==")]
BODIES = {
    SIGNED: framed(CHUNKS),
    SIGNED_TRAILER: framed(CHUNKS, TRAILERS),
    UNSIGNED_TRAILER: framed(CHUNKS, TRAILERS, key=None),
}
KINDS = sorted(BODIES)


def read(kind: str, body: bytes, **settings: Any) -> tuple[bytes, tuple]:
    one = reader(kind, **settings)
    content = one.feed(body)
    content += one.close()
    return content, one.trailers


@pytest.mark.parametrize("kind", KINDS)
def test_content_and_trailers_come_out(kind: str):
    trailers = tuple(TRAILERS) if "TRAILER" in kind else ()
    assert (b"abcdef", trailers) == read(kind, BODIES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_fed_byte_by_byte(kind: str):
    one = reader(kind)
    content = b"".join([one.feed(bytes([byte])) for byte in BODIES[kind]])
    assert content + one.feed(b"") + one.close() == b"abcdef"


def test_no_byte_of_a_chunk_comes_out_before_its_signature_is_proven():
    one = reader()
    head, _, rest = BODIES[SIGNED].partition(b"\r\n")
    assert one.feed(head + b"\r\n" + rest[:2]) == b""
    assert one.feed(rest[2:3]) == b"abc"
    one = reader()
    assert one.feed(head + b"\r\n" + rest[:2]) == b""
    with pytest.raises(SignatureMismatchError):
        one.feed(b"x")


def test_trailers_are_there_only_once_all_is_proven():
    one = reader(SIGNED_TRAILER)
    one.feed(BODIES[SIGNED_TRAILER][:-2])
    assert one.trailers == ()
    one.feed(BODIES[SIGNED_TRAILER][-2:])
    assert one.trailers == tuple(TRAILERS)


@given(
    st.data(),
    st.sampled_from(KINDS),
    st.lists(st.binary(min_size=1, max_size=20), max_size=5),
    st.lists(st.tuples(st.text("abc-", min_size=1), st.text("xyz=/+", max_size=9)), max_size=3,
             unique_by=lambda pair: pair[0]),
)  # fmt: skip
def test_any_content_in_any_pieces(data: st.DataObject, kind: str, chunks: list, trailers: list):
    given_trailers = trailers if "TRAILER" in kind else None
    body = framed(chunks, given_trailers, key=None if "UNSIGNED" in kind else KEY)
    one = reader(
        kind,
        length=len(b"".join(chunks)),
        trailers=tuple(name for name, _ in given_trailers or ()),
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=8)))
    pieces = zip([0, *cuts], [*cuts, len(body)], strict=True)
    content = b"".join([one.feed(body[start:end]) for start, end in pieces])
    assert b"".join(chunks) == content + one.close()
    assert tuple(given_trailers or ()) == one.trailers


@pytest.mark.parametrize("kind", KINDS)
def test_every_altered_byte_is_refused_or_means_the_same(kind: str):
    body = BODIES[kind]
    checked = 0
    for at in range(len(body)):
        for new in {body[at] ^ 1, body[at] ^ 0x20, 0x0A, 0x30, 0x00} - {body[at]}:
            altered = body[:at] + bytes([new]) + body[at + 1 :]
            checked += 1
            try:
                content, trailers = read(kind, altered)
            except VerificationError:
                continue
            if "UNSIGNED" in kind:  # only the frames are checked, and the names of trailers
                assert len(content) == 6
                assert [name for name, _ in trailers] == ["x-amz-checksum-crc32"]
            else:
                assert (content, trailers) == (b"abcdef", read(kind, body)[1])
    assert checked > 3 * len(body)


def edit(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def altered(body: bytes) -> bytes:
        assert old in body, old
        return body.replace(old, new, 1)

    return altered


def parts(body: bytes) -> list[bytes]:
    """Return the three chunks of a signed body, its last one, and the end."""
    ends = [body.index(mark) + len(mark) for mark in (b"abc\r\n", b"de\r\n", b"f\r\n")]
    starts = [0, *ends]
    return [body[a:b] for a, b in zip(starts, [*ends, len(body)], strict=True)]


ONE, TWO, THREE, LAST = parts(BODIES[SIGNED])
CHEATED = [
    # CVE-2021-21390: a size by which the signature is never reached
    ("a size larger than the data", SIGNED, edit(b"3;", b"4;"), "signature"),
    ("a size far larger", SIGNED, edit(b"3;", b"fff;"), "content-length"),
    ("a size smaller", SIGNED, edit(b"3;", b"2;"), "signature"),
    ("a size smaller, unsigned", UNSIGNED_TRAILER, edit(b"3\r\n", b"2\r\n"), "chunk-form"),
    ("a size larger, unsigned", UNSIGNED_TRAILER, edit(b"1\r\nf", b"2\r\nf"), "content-length"),
    *[
        (f"the size {size!r}", SIGNED, edit(b"3;", size + b";"), "chunk-form")
        for size in (b"", b"+3", b"-3", b" 3", b"3 ", b"0x3", b"3_0", b"03", b"3.0", b"\xb3", b"g",
                     b"3X", b"1" * 17)
    ],
    ("the largest size", SIGNED, edit(b"3;", b"1" * 16 + b";"), "content-length"),
    ("no signature", SIGNED, lambda body: body[:1] + body[82:], "chunk-form"),
    ("a signature where none is due", UNSIGNED_TRAILER,
     lambda body: b"3;chunk-signature=" + b"0" * 64 + body[1:], "chunk-form"),
    ("another extension", SIGNED, edit(b"chunk-signature", b"chunk-signaturf"), "chunk-form"),
    ("two signatures", SIGNED,
     edit(b"3;", b"3;chunk-signature=" + b"0" * 64 + b";"), "chunk-form"),
    ("a signature in upper case", SIGNED, lambda body: body[:18] + body[18:82].upper() + body[82:],
     "chunk-form"),
    ("a signature that is none", SIGNED, lambda body: body[:81] + b"X" + body[82:], "chunk-form"),
    ("a signature cut short", SIGNED, lambda body: body[:81] + body[82:], "chunk-form"),
    ("another signature", SIGNED, lambda body: body[:18] + b"0" * 64 + body[82:], "signature"),
    ("chunks in another order", SIGNED, lambda _: TWO + ONE + THREE + LAST, "signature"),
    ("a chunk twice", SIGNED, lambda _: ONE + ONE + THREE + LAST, "signature"),
    ("a chunk taken out", SIGNED, lambda _: ONE + THREE + LAST, "signature"),
    ("the last chunk first", SIGNED, lambda _: LAST, "content-length"),
    ("an empty chunk in the middle", SIGNED, lambda _: ONE + LAST + TWO + THREE, "content-length"),
    ("bytes after the end", SIGNED, lambda body: body + b"x", "body-complete"),
    ("a chunk after the end", UNSIGNED_TRAILER, lambda body: body + b"1\r\nx\r\n", "body-complete"),
    ("LF alone", SIGNED, edit(b"\r\n", b"\n"), "chunk-form"),
    ("CR alone", SIGNED, edit(b"\r\n", b"\r"), "chunk-form"),
    ("LF after a chunk", SIGNED, edit(b"abc\r\n", b"abc\n"), "chunk-form"),
    ("a head without end", SIGNED, lambda _: b"1" * 2000, "chunk-form"),
    ("a head in another script", UNSIGNED_TRAILER, edit(b"3\r\n", "٣\r\n".encode()), "chunk-form"),
    ("no final empty line", SIGNED, lambda body: body[:-2] + b"x\r\n", "chunk-form"),
    ("a trailer without end", UNSIGNED_TRAILER, edit(b"S8LRZQ==\r\n", b"a" * 2000), "chunk-form"),
    ("another trailer", UNSIGNED_TRAILER, edit(b"crc32:", b"crc33:"), "trailer-form"),
    ("a trailer twice", UNSIGNED_TRAILER,
     edit(b"x-amz-checksum-crc32:S8LRZQ==\r\n", b"x-amz-checksum-crc32:S8LRZQ==\r\n" * 2),
     "trailer-form"),
    ("trailers without end", UNSIGNED_TRAILER,
     edit(b"x-amz-checksum-crc32:S8LRZQ==\r\n", b"x-amz-checksum-crc32:S8LRZQ==\r\n" * 9),
     "trailer-form"),
    ("no trailer", UNSIGNED_TRAILER, edit(b"x-amz-checksum-crc32:S8LRZQ==\r\n", b""),
     "trailer-form"),
    ("a trailer that is no header", UNSIGNED_TRAILER, edit(b"crc32:", b"crc32"), "trailer-form"),
    ("a trailer with a blank in its name", UNSIGNED_TRAILER, edit(b"crc32:", b"crc32 :"),
     "trailer-form"),
    ("a trailer that no header can carry", UNSIGNED_TRAILER, edit(b"RZQ==", b"RZQ==\x0b"),
     "trailer-form"),
    ("another value of a trailer", SIGNED_TRAILER, edit(b"S8LRZQ==", b"S8LRZR=="), "signature"),
    ("trailers not signed", SIGNED_TRAILER,
     lambda body: body[: body.index(b"x-amz-trailer-signature")] + b"\r\n", "trailer-form"),
    ("trailers and their signature taken out", SIGNED_TRAILER,
     lambda body: body[: body.index(b"x-amz-checksum")] + b"\r\n", "trailer-form"),
    ("a trailer after the signature", SIGNED_TRAILER,
     lambda body: body[:-2] + b"x-amz-checksum-crc32:S8LRZQ==\r\n\r\n", "trailer-form"),
]  # fmt: skip

SAID = {
    "signature": {"the signature does not match the request"},
    "content-length": {
        "the content is longer than the request says",
        "the content is shorter than the request says",
    },
    "body-complete": {"more bytes follow the end of the body"},
    "chunk-form": {
        "a line of the framing has more than 1024 bytes",
        "a line of the framing does not end in CR LF",
        "a line of the framing is not ASCII",
        "a chunk is longer than its head says",
        "a chunk is not signed as the request says",
        "a chunk's signature is not 64 lower-case digits",
        "a chunk's size is no hexadecimal number",
        "a chunk's size has leading zeros",
    },
    "trailer-form": {
        "a trailer is no header, or was not announced",
        "the trailers are not signed",
        "the trailers are not those that were announced",
    },
}


@pytest.mark.parametrize("kind, alter, rule", [row[1:] for row in CHEATED],
                         ids=[row[0] for row in CHEATED])  # fmt: skip
def test_a_cheated_body_is_refused(kind: str, alter: Callable[[bytes], bytes], rule: str):
    body = alter(BODIES[kind])
    with pytest.raises(VerificationError) as caught:
        read(kind, body)
    assert rule == caught.value.rule
    assert str(caught.value) in SAID[rule]
    one = reader(kind)
    with pytest.raises(VerificationError):
        list(map(one.feed, [bytes([byte]) for byte in body]))
    for again in (lambda: one.feed(b""), lambda: one.feed(BODIES[kind]), one.close):
        with pytest.raises(VerificationError) as caught:
            again()
        assert rule == caught.value.rule, "what has failed stays refused"
    assert one.trailers == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_that_ends_too_early_is_refused(kind: str):
    for length in range(len(BODIES[kind])):
        one = reader(kind)
        assert b"abcdef".startswith(one.feed(BODIES[kind][:length]))
        with pytest.raises(MalformedError) as caught:
            one.close()
        assert "the body ended before its last chunk or its trailers" == str(caught.value)
        assert ("body-complete", "IncompleteBody") == (caught.value.rule, caught.value.code)


@pytest.mark.parametrize("kind", KINDS)
def test_the_length_is_what_was_announced(kind: str):
    for length in (0, 5, 7, 10**9):
        with pytest.raises(MalformedError) as caught:
            read(kind, BODIES[kind], length=length)
        assert "content-length" == caught.value.rule


def test_a_chunk_is_not_longer_than_can_be_held():
    read(SIGNED, framed([b"abcdef"]), max_chunk=6)
    with pytest.raises(MalformedError, match=r"^a chunk has more than 5 bytes$") as caught:
        read(SIGNED, framed([b"abcdef"]), max_chunk=5)
    assert "limit-chunk" == caught.value.rule
    # What is not signed need not be held.
    read(UNSIGNED_TRAILER, framed([b"abcdef"], TRAILERS, key=None), max_chunk=5)


def test_a_size_may_be_in_upper_case():
    body = b"A\r\n0123456789\r\n0\r\n\r\n"
    assert b"0123456789" == read(UNSIGNED_TRAILER, body, length=10, trailers=())[0]


@pytest.mark.parametrize("bytes_of_a_line, taken", [(1024, True), (1025, False)])
def test_a_line_has_an_end(bytes_of_a_line: int, taken: bool):
    value = "b" * (bytes_of_a_line - len("a:\r\n"))
    body = framed(CHUNKS, [("a", value)], key=None)
    if taken:
        assert (b"abcdef", (("a", value),)) == read(UNSIGNED_TRAILER, body, trailers=("a",))
    else:
        with pytest.raises(MalformedError, match=r"has more than 1024 bytes$"):
            read(UNSIGNED_TRAILER, body, trailers=("a",))


@pytest.mark.parametrize("name, line", [("a b", "a b:c"), ("a", "a:\x01"), ("a", "a")])
def test_what_is_no_header_is_no_trailer_even_if_it_is_announced(name: str, line: str):
    body = b"0\r\n" + line.encode() + b"\r\n\r\n"
    with pytest.raises(MalformedError, match=r"^a trailer is no header, or was not announced$"):
        read(UNSIGNED_TRAILER, body, length=0, trailers=(name,))


@pytest.mark.parametrize(
    "announced, trailers",
    [
        ({}, ()),
        ({"x-amz-trailer": ""}, ()),
        ({"x-amz-trailer": "A"}, (("a", "1"),)),
        ({"x-amz-trailer": "A , b,"}, (("a", "1"), ("b", "2"))),
    ],
)
def test_the_trailers_that_a_request_announces(announced: dict, trailers: tuple):
    headers = {"x-amz-decoded-content-length": "0", **announced}
    payload = payload_of(UNSIGNED_TRAILER, headers, None)
    lines = "".join(f"{name}:{value}\r\n" for name, value in trailers)
    assert b"" == payload.feed(f"0\r\n{lines}\r\n".encode()) + payload.close()
    assert trailers == payload.trailers


@pytest.mark.parametrize("length, taken", [("9" * 19, True), ("9" * 20, False), ("1X0", False)])
def test_the_length_that_a_request_announces(length: str, taken: bool):
    headers = {"x-amz-decoded-content-length": length}
    if taken:
        payload_of(UNSIGNED_TRAILER, headers, None)
    else:
        message = (
            f"^x-amz-decoded-content-length is '{length}'; a chunked body needs it as a number$"
        )
        with pytest.raises(MalformedError, match=message):
            payload_of(UNSIGNED_TRAILER, headers, None)
        with pytest.raises(MalformedError, match=f"is '{'1' * 20}';"):
            payload_of(UNSIGNED_TRAILER, {"x-amz-decoded-content-length": "1" * 30}, None)


def test_trailers_as_older_clients_end_them():
    body = framed(CHUNKS, TRAILERS, end=b"\n\r\n")
    assert b"S8LRZQ==\n\r\nx-amz-trailer-signature" in body
    assert (b"abcdef", tuple(TRAILERS)) == read(SIGNED_TRAILER, body)
    body = framed(CHUNKS, TRAILERS, key=None, end=b"\n\r\n")
    assert (b"abcdef", tuple(TRAILERS)) == read(UNSIGNED_TRAILER, body)


class TestDocumentation:
    """The two examples of AWS's documentation."""

    URL = "https://s3.amazonaws.com/examplebucket/chunkObject.txt"
    SECRETS = {"AKIAIOSFODNN7EXAMPLE": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}  # noqa: RUF012
    NOW = 1369353600

    def proof(self, names: str, digits: str, *sent: tuple[str, str]) -> Verified:
        authorization = (
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            f"SignedHeaders={names},Signature={digits}"
        )
        headers = [
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ("Content-Encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("Authorization", authorization),
            *sent,
        ]
        return Verifier("us-east-1").verify("PUT", self.URL, headers, self.SECRETS, now=self.NOW)

    def test_signed_chunks(self):
        proof = self.proof(
            "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
            "x-amz-decoded-content-length;x-amz-storage-class",
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            ("x-amz-content-sha256", SIGNED),
            ("Content-Length", "66824"),
        )
        body = b"".join(
            b"%x;chunk-signature=%s\r\n%s\r\n" % (length, digits, b"a" * length)
            for length, digits in (
                (65536, b"ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
                (1024, b"0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
                (0, b"b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
            )
        )
        assert len(body) == 66824
        payload = proof.payload()
        assert payload.feed(body) + payload.close() == b"a" * 66560

    def test_signed_trailers(self):
        proof = self.proof(
            "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;"
            "x-amz-storage-class;x-amz-trailer",
            "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
            ("x-amz-content-sha256", SIGNED_TRAILER),
            ("x-amz-trailer", "x-amz-checksum-crc32c"),
        )
        body = b"".join(
            b"%x;chunk-signature=%s\r\n%s"
            % (length, digits, b"a" * length + b"\r\n" * bool(length))
            for length, digits in (
                (65536, b"b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"),
                (1024, b"1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"),
                (0, b"2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992"),
            )
        )
        body += b"x-amz-checksum-crc32c:sOO8/Q==\r\n"
        body += b"x-amz-trailer-signature:"
        body += b"d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n"
        payload = proof.payload()
        assert payload.feed(body) + payload.close() == b"a" * 66560
        assert payload.trailers == (("x-amz-checksum-crc32c", "sOO8/Q=="),)


URL = "https://bucket.s3.amazonaws.com/key"


def upload(kind: str, content: bytes = b"abcdef", **sent: str) -> tuple[list, bytes]:
    """Return headers and body of an upload in frames, signed in its headers."""
    crc = base64.b64encode(binascii.crc32(content).to_bytes(4, "big")).decode()
    headers = {"x-amz-content-sha256": kind, "x-amz-decoded-content-length": str(len(content))}
    if "TRAILER" in kind:
        headers["x-amz-trailer"] = "x-amz-checksum-crc32"
    headers = {**headers, **{name.replace("_", "-"): value for name, value in sent.items()}}
    headers = {name: value for name, value in headers.items() if value}
    added = sign_headers(
        "PUT", URL, credentials=KEYS, region="us-east-1", service="s3", headers=headers, now=NOW
    )
    seed = dict(added)["Authorization"][-64:]
    trailers = [("x-amz-checksum-crc32", crc)] if "TRAILER" in kind else None
    key = None if "UNSIGNED" in kind else KEY
    return [*headers.items(), *added], framed(
        [content[:4], content[4:]], trailers, key=key, seed=seed
    )


@pytest.mark.parametrize("kind", KINDS)
def test_by_the_proof_of_its_request(kind: str):
    headers, body = upload(kind)
    for proof in (
        Verifier().verify("PUT", URL, headers, {ACCESS_KEY_ID: SECRET}, now=NOW, body=body),
        parse_authorization("PUT", URL, headers).verify(SECRET, now=NOW),
    ):
        assert kind == proof.payload_hash
        payload = proof.payload()
        assert payload.feed(body) + payload.close() == b"abcdef"
        assert bool(payload.trailers) == ("TRAILER" in kind)
    with pytest.raises(VerificationError):
        Verifier().verify("PUT", URL, headers, {ACCESS_KEY_ID: SECRET}, now=NOW, body=body[:-1])


@pytest.mark.parametrize("length", ["", "x", "-1", "+6", "1_0", "1" * 20])
def test_a_length_must_be_said(length: str):
    headers, _ = upload(SIGNED, x_amz_decoded_content_length=length)
    proof = parse_authorization("PUT", URL, headers).verify(SECRET, now=NOW)
    with pytest.raises(MalformedError) as caught:
        proof.payload()
    assert (411, "MissingContentLength") == (caught.value.status, caught.value.code)


def test_its_limit_is_the_verifiers():
    headers, body = upload(SIGNED)
    proof = parse_authorization("PUT", URL, headers).verify(SECRET, now=NOW)
    with pytest.raises(MalformedError) as caught:
        proof.payload(Limits(chunk=3)).feed(body)
    assert "limit-chunk" == caught.value.rule


def test_a_pickled_proof_has_no_key_any_more():
    import pickle

    headers, _ = upload(SIGNED)
    proof = parse_authorization("PUT", URL, headers).verify(SECRET, now=NOW)
    with pytest.raises(
        InvalidRequestError, match=r"^this proof has no key for the chunks of its body any more$"
    ):
        pickle.loads(pickle.dumps(proof)).payload()
    assert KEY not in pickle.dumps(proof)
    assert repr(KEY) not in repr(proof)
