"""The embedded store's HTTP: strict, bounded, and patient only so long."""

import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sigv4presign import S3Presigner, sign_headers
from sigv4presign.store import Patience, Store
from sigv4presign.store._bodies import Body
from sigv4presign.store._heads import HeadError, parse_head
from sigv4presign.store._streams import SlowError, Stream

from .asking import Asker, all_of, raw

HURRY = Patience(idle=1.5, head=0.6, pause=0.6, rate=1000, grace=0.5)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("store"), buckets=["bucket"]) as store:
        ask = Asker(store)
        ask.put("there", b"content")
        ask.close()
        yield store


@pytest.fixture(scope="module")
def hurried(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("hurried"), buckets=["bucket"], patience=HURRY) as store:
        yield store


def target(store: Store, method: str = "GET", key: str = "there", **params) -> str:
    s3: S3Presigner = store.presigner()
    link = s3.presign(f"{method.lower()}_object", bucket="bucket", key=key, **params)
    parts = urlsplit(link.url)
    return f"{parts.path}?{parts.query}"


def request(store: Store, *headers: str, method: str = "GET", key: str = "there") -> bytes:
    lines = [f"{method} {target(store, method, key)} HTTP/1.1", f"Host: 127.0.0.1:{store.port}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode()


def statuses(received: bytes) -> list[int]:
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


class TestConnections:
    def test_several_requests_on_one(self, store: Store):
        data = request(store) * 2 + request(store, "Connection: close") + request(store)
        received = raw(store, data)
        assert [200, 200, 200] == statuses(received)
        assert received.endswith(b"Connection: close\r\n\r\ncontent")

    def test_http_1_0(self, store: Store):
        old = request(store).replace(b"HTTP/1.1", b"HTTP/1.0")
        assert [200] == statuses(raw(store, old + old))
        kept = request(store, "Connection: keep-alive").replace(b"HTTP/1.1", b"HTTP/1.0")
        assert [200, 200] == statuses(raw(store, kept + old))

    def test_an_absolute_target(self, store: Store):
        origin = f"GET http://127.0.0.1:{store.port}/".encode()
        assert [200] == statuses(raw(store, request(store).replace(b"GET /", origin)))
        other = b"GET http://example.com/"
        assert [400] == statuses(raw(store, request(store).replace(b"GET /", other)))

    def test_a_body_that_nobody_wants(self, store: Store):
        small = request(store, "Content-Length: 5") + b"hello"
        assert [200, 200] == statuses(raw(store, small + request(store)))
        large = request(store, "Content-Length: 2000000") + bytes(2000000)
        assert [200] == statuses(raw(store, large + request(store)))
        cut_short = request(store, "Content-Length: 5") + b"he"
        assert [200] == statuses(raw(store, cut_short))

    def test_nothing_at_all(self, store: Store):
        assert raw(store, b"") == b""
        assert raw(store, b"GET / HT") == b""


class TestBodies:
    def test_asked_for(self, store: Store):
        head = request(
            store, "Content-Length: 5", "Expect: 100-continue", method="PUT", key="asked"
        )
        with socket.create_connection(("127.0.0.1", store.port), timeout=10) as connection:
            connection.sendall(head)
            assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
            connection.sendall(b"hello" + request(store, "Connection: close"))
            assert [200, 200] == statuses(all_of(connection))

    def test_not_asked_for_if_it_is_refused(self, store: Store):
        head = request(store, "Content-Length: 5", "Expect: 100-continue", method="PUT")
        with socket.create_connection(("127.0.0.1", store.port), timeout=10) as connection:
            connection.sendall(head.replace(b"Signature=", b"Signature=0"))
            received = all_of(connection)
        assert [400] == statuses(received)
        assert b"100 Continue" not in received
        assert b"Connection: close" in received

    def chunked(
        self, store: Store, body: bytes, *headers: str, payload: str | None = None
    ) -> bytes:
        url = f"{store.endpoint_url}/bucket/chunked"
        given = [("x-amz-decoded-content-length", "10")]
        kind = payload or "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        if kind.endswith("TRAILER"):
            given.append(("x-amz-trailer", "x-amz-checksum-crc32"))
        given += sign_headers(
            "PUT",
            url,
            credentials=store.credentials,
            region="us-east-1",
            service="s3",
            headers=given,
            payload_hash=kind,
        )
        lines = [f"{name}: {value}" for name, value in given]
        head = ["PUT /bucket/chunked HTTP/1.1", f"Host: 127.0.0.1:{store.port}", *lines, *headers]
        return raw(store, "\r\n".join([*head, "", ""]).encode() + body)

    AWS = b"A\r\n0123456789\r\n0\r\nx-amz-checksum-crc32: poTHxg==\r\n\r\n"

    def http(self, *pieces: bytes) -> bytes:
        return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"

    def test_chunks_within_chunks(self, store: Store):
        body = self.http(self.AWS[:7], self.AWS[7:])
        received = self.chunked(store, body, "Transfer-Encoding: chunked", "Connection: close")
        assert [200] == statuses(received)
        assert b"x-amz-checksum-crc32: poTHxg==" in received
        ask = Asker(store)
        assert ask.get("chunked") == b"0123456789"
        ask.close()

    def test_a_trailer_that_is_wrong(self, store: Store):
        body = self.AWS.replace(b"poTHxg==", b"AAAAAA==")
        received = self.chunked(store, body, f"Content-Length: {len(body)}", "Connection: close")
        assert [400] == statuses(received)
        assert b"<Code>BadDigest</Code>" in received

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"x\r\n", b"-1\r\n", b"0x1\r\n", b"1;ext=1\r\na\r\n", b"5\r\nhello",
            b"5\nhello\r\n", b"5\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n",
            b"5\r\nhelloo\r\n0\r\n\r\n", b"1" * 300,
            b"1000000000000000\r\n", b" 5\r\nhello\r\n0\r\n\r\n", b"5 \r\nhello\r\n0\r\n\r\n",
        ],
    )  # fmt: skip
    def test_what_are_no_chunks(self, store: Store, body: bytes):
        received = self.chunked(store, body, "Transfer-Encoding: chunked")
        assert [400] == statuses(received)
        assert b"Connection: close" in received

    def test_chunks_of_a_body_that_has_no_length(self, store: Store):
        head = request(store, "Transfer-Encoding: chunked", method="PUT", key="new")
        assert [411] == statuses(raw(store, head + self.http(b"hello")))

    def test_longer_than_may_be(self, store: Store):
        head = request(store, f"Content-Length: {5 * 1024**3 + 1}", method="PUT", key="new")
        received = raw(store, head)
        assert [400] == statuses(received)
        assert b"<Code>EntityTooLarge</Code>" in received

    def test_longer_than_is_read(self, store: Store):
        """A document in chunks does not say how long it is."""
        path = "/bucket?delete"
        headers = sign_headers(
            "POST",
            f"{store.endpoint_url}{path}",
            credentials=store.credentials,
            region="us-east-1",
            service="s3",
            payload_hash="UNSIGNED-PAYLOAD",
        )
        lines = [f"{name}: {value}" for name, value in headers]
        head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{store.port}", *lines]
        head += ["Transfer-Encoding: chunked", "", ""]
        received = raw(store, "\r\n".join(head).encode() + self.http(bytes(4 * 1024**2 + 1)))
        assert b"<Code>MaxMessageLengthExceeded</Code>" in received

    def test_broken_off(self, store: Store):
        head = request(store, "Content-Length: 10", method="PUT", key="short")
        connection = socket.create_connection(("127.0.0.1", store.port), timeout=10)
        connection.sendall(head + b"hello")
        time.sleep(0.1)
        # Closed so, it is reset.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        ask = Asker(store)
        assert "short" not in ask.listed()
        ask.close()

    def test_cut_short(self, store: Store):
        head = request(store, "Content-Length: 10", method="PUT", key="short")
        received = raw(store, head + b"hello")
        assert b"<Code>IncompleteBody</Code>" in received
        ask = Asker(store)
        assert "short" not in ask.listed()
        ask.close()


# Requests that two servers might read differently, and what else no server should take.
SMUGGLED = {
    "two lengths": (["Content-Length: 5", "Content-Length: 6"], b"hello!"),
    "the same length twice": (["Content-Length: 5", "Content-Length: 5"], b"hello"),
    "a list of lengths": (["Content-Length: 5, 5"], b"hello"),
    "length and chunks": (["Content-Length: 5", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
    "chunks and length": (["Transfer-Encoding: chunked", "Content-Length: 5"], b"0\r\n\r\n"),
    "chunks twice": (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
    "a signed length": (["Content-Length: +5"], b"hello"),
    "a negative length": (["Content-Length: -5"], b"hello"),
    "a length in hexadecimal": (["Content-Length: 0x5"], b"hello"),
    "a length with an underscore": (["Content-Length: 1_0"], b"hellohello"),
    "a length in other digits": (["Content-Length: \u0665"], b"hello"),
    "an empty length": (["Content-Length:"], b""),
    "a huge length": (["Content-Length: " + "9" * 20], b""),
    "a space before the colon": (["Content-Length : 5"], b"hello"),
    "a folded header": (["X-A: 1", " Content-Length: 5"], b"hello"),
    "a header folded by a tab": (["X-A: 1", "\tb"], b""),
    "a space before a name": ([" X-A: 1"], b""),
    "no colon": (["X-A"], b""),
    "no name": ([": 1"], b""),
    "a name that is no token": (["X(A: 1"], b""),
    "a NUL": (["X-A: a\0b"], b""),
    "a control character": (["X-A: a\x0bb"], b""),
    "a bare line feed": (["X-A: 1\nContent-Length: 5"], b"hello"),
    "a bare carriage return": (["X-A: 1\rContent-Length: 5"], b"hello"),
    "a second host": (["Host: example.com"], b""),
    "another expectation": (["Expect: 200-ok"], b""),
}
CODINGS = ["gzip", "chunked, chunked", "xchunked", "chunked;a=b", "identity", '"chunked"']
LINES = [
    "GET / HTTP/2.0", "GET / HTTP/0.9", "GET / HTTP/1.11", "GET  / HTTP/1.1", "GET /  HTTP/1.1",
    "GET /\tHTTP/1.1", "GET / http/1.1", "GET /", "GET", " GET / HTTP/1.1", "G(T / HTTP/1.1",
    "GET / HTTP/1.1 ", "GET /é HTTP/1.1", "GET /a b HTTP/1.1", "PRI * HTTP/2.0", "\x16\x03\x01",
    "G" * 40 + " / HTTP/1.1", "",
]  # fmt: skip


class TestStrictness:
    @pytest.mark.parametrize("name", SMUGGLED)
    def test_smuggling(self, store: Store, name: str):
        headers, body = SMUGGLED[name]
        data = request(store, *headers) + body + request(store)
        received = raw(store, data)
        expected = 417 if name == "another expectation" else 400
        assert [expected] == statuses(received), "and the second request is not read"
        assert b"Connection: close" in received

    @pytest.mark.parametrize("coding", CODINGS)
    def test_codings(self, store: Store, coding: str):
        data = request(store, f"Transfer-Encoding: {coding}") + b"0\r\n\r\n" + request(store)
        assert [501] == statuses(raw(store, data))

    def test_chunks_in_http_1_0(self, store: Store):
        data = request(store, "Transfer-Encoding: chunked").replace(b"HTTP/1.1", b"HTTP/1.0")
        assert [400] == statuses(raw(store, data))

    @pytest.mark.parametrize("line", LINES)
    def test_request_lines(self, store: Store, line: str):
        received = raw(store, f"{line}\r\nHost: a\r\n\r\n".encode())
        assert [400] == statuses(received)

    def test_no_host(self, store: Store):
        assert [400] == statuses(raw(store, b"GET / HTTP/1.1\r\n\r\n"))

    @pytest.mark.parametrize("ending", [b"\n\n", b"\n\r\n", b"\r\n\n"])
    def test_lines_that_end_in_a_line_feed(self, store: Store, ending: bytes):
        received = raw(store, b"GET / HTTP/1.1\nHost: a" + ending)
        assert [400] == statuses(received)

    @pytest.mark.parametrize(
        "path",
        [
            "/bucket/../../../etc/passwd", "/../etc/passwd", "//etc/passwd", "/%2e%2e/etc/passwd",
            "/bucket/..%2f..%2fetc/passwd", "/bucket/%2e%2e/%2e%2e/etc/passwd",
            "/.sigv4presign/lock", "/bucket/.sigv4presign/records", "/bucket/../.sigv4presign/lock",
            "/bucket/%00", "/bucket/..\\..\\etc\\passwd", "/bucket/....//etc/passwd",
            "/bucket//etc/passwd", "/bucket/./../x", "/bucket/there/../there",
        ],
    )  # fmt: skip
    def test_paths_out_of_the_folder(self, store: Store, path: str):
        """Signed, and so genuine: there are no such objects."""
        ask = Asker(store)
        for method in ("GET", "HEAD"):
            url = f"{store.endpoint_url}{path}"
            try:
                headers = sign_headers(
                    method, url, credentials=store.credentials, region="us-east-1", service="s3"
                )
            except ValueError:
                headers = []
            assert ask.send(method, path, None, headers).status in {400, 403, 404}
        ask.close()

    @pytest.mark.parametrize("path", ["/%", "/bucket/%zz", "/bucket/100%", "/%1"])
    @pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
    def test_escapes_that_are_none(self, store: Store, method: str, path: str):
        head = f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        head += "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 0\r\n\r\n"
        received = raw(store, head.encode())
        assert [400] == statuses(received)
        assert b"<Code>InvalidURI</Code>" in received


class TestLimits:
    def test_a_long_target(self, store: Store):
        received = raw(store, f"GET /{'a' * 9000} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        assert [414] == statuses(received)

    def test_a_long_head(self, store: Store):
        for head in (
            f"GET /{'a' * 60000} HTTP/1.1\r\nHost: a\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: a\r\nX: {'a' * 60000}\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n" * 20000 + "\r\n",
            "G" * 70000,
        ):
            received = raw(store, head.encode())
            assert [400] == statuses(received)
            assert b"RequestHeaderSectionTooLarge" in received

    def test_many_headers(self, store: Store):
        received = raw(store, request(store, *["X: a"] * 200))
        assert [400] == statuses(received)
        assert b"<Code>RequestHeaderSectionTooLarge</Code>" in received

    def test_many_connections(self, tmp_path: Path):
        lines: list[str] = []
        with Store(tmp_path, max_connections=2, log=lines.append) as store:
            held = [socket.create_connection(("127.0.0.1", store.port)) for _ in range(2)]
            for connection in held:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                connection.recv(10)
            received = raw(store, b"")
            assert [503] == statuses(received)
            assert any("more than 2 connections" in line for line in lines)
            for connection in held:
                connection.close()
            found = [503]
            for _ in range(100):  # until the server has seen that they are closed
                if found == [503]:
                    time.sleep(0.05)
                    found = statuses(raw(store, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
            assert [403] == found


class TestPatience:
    def test_between_requests(self, hurried: Store):
        with socket.create_connection(("127.0.0.1", hurried.port), timeout=10) as connection:
            assert connection.recv(1) == b""

    def test_with_a_head(self, hurried: Store):
        """A byte now and then does not keep a request alive."""
        with socket.create_connection(("127.0.0.1", hurried.port), timeout=10) as connection:
            for letter in b"GET / HTTP/1.1\r\n":
                try:
                    connection.sendall(bytes([letter]))
                except OSError:
                    break
                time.sleep(0.1)
            else:
                pytest.fail("the head may take as long as it wants")

    def test_with_a_body_that_pauses(self, hurried: Store):
        head = request(hurried, "Content-Length: 10", method="PUT", key="slow")
        with socket.create_connection(("127.0.0.1", hurried.port), timeout=10) as connection:
            connection.sendall(head + b"hello")
            assert b"<Code>RequestTimeout</Code>" in all_of(connection)

    def test_with_a_body_that_trickles(self, hurried: Store):
        head = request(hurried, "Content-Length: 1000", method="PUT", key="slow")
        with socket.create_connection(("127.0.0.1", hurried.port), timeout=10) as connection:
            connection.sendall(head)
            for _ in range(100):
                try:
                    connection.sendall(b"h")
                except OSError:
                    break
                time.sleep(0.05)
            else:
                pytest.fail("a body may take as long as it wants")

    def test_with_a_reader_who_does_not_read(self, hurried: Store):
        ask = Asker(hurried)
        ask.put("large", bytes(20_000_000))
        ask.close()
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", hurried.port))
            connection.settimeout(10)
            connection.sendall(request(hurried, key="large"))
            time.sleep(2)
            assert len(all_of(connection)) < 20_000_000


class Socket:
    """One that gives out *pieces*, and raises those of them that are errors."""

    def __init__(self, pieces: list):
        self.pieces = pieces.copy()

    def recv(self, _: int) -> bytes:
        piece = self.pieces.pop(0)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def settimeout(self, seconds: float) -> None:
        assert seconds > 0

    def shutdown(self, how: int) -> None:
        assert how == socket.SHUT_WR


class TestStreams:
    """What is hard to bring about from outside."""

    @contextmanager
    def pair(self, **patience) -> Iterator[tuple[socket.socket, Stream]]:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            yield theirs, Stream(ours, Patience(**patience))

    def test_a_line_in_pieces(self):
        with self.pair() as (theirs, stream):
            stream.begin_body()
            theirs.sendall(b"a\r\nb")
            assert stream.line(10) == b"a\r\n"
            theirs.sendall(b"c\r\nrest")
            assert stream.line(10) == b"bc\r\n"
            assert stream.read(10) == b"rest"

    LONG = b"GET / HTTP/1.1\r\nX: " + b"a" * 50_000 + b"\r\n\r\n"

    @pytest.mark.parametrize(
        "pieces, raised",
        [
            ([LONG], HeadError), ([LONG[:100], LONG[100:]], HeadError),
            ([LONG[:50_000]], HeadError),
            ([b"GET / HTTP/1.1\n", b"\n"], HeadError), ([b"GET", TimeoutError()], SlowError),
            ([b"GET", b""], ConnectionError),
        ],
    )  # fmt: skip
    def test_no_head(self, pieces: list, raised: type):
        with pytest.raises(raised):
            Stream(Socket(pieces), Patience()).head()

    @pytest.mark.parametrize("pieces", [[b""], [TimeoutError()]])
    def test_no_more_heads(self, pieces: list):
        assert Stream(Socket(pieces), Patience()).head() is None

    def test_heads_in_any_pieces(self):
        head = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        for size in range(1, len(head) + 1):
            data = head * 3
            pieces = [data[at : at + size] for at in range(0, len(data), size)]
            stream = Stream(Socket([*pieces, b""]), Patience())
            assert [head, head, head, None] == [stream.head() for _ in range(4)]

    @pytest.mark.parametrize("pieces", [[b"a", b"b", b""], [b"a", TimeoutError()]])
    def test_the_last_answer_is_waited_for(self, pieces: list):
        connection = Socket(pieces)
        Stream(connection, Patience()).linger()
        assert connection.pieces == []

    def test_an_answer_that_nobody_takes(self):
        with self.pair(pause=0.2) as (_, stream), pytest.raises(SlowError):
            stream.send(bytes(20_000_000))

    @pytest.mark.parametrize("size", [10, 100_000])
    def test_a_file_that_becomes_shorter(self, tmp_path: Path, size: int):
        path = tmp_path / "file"
        path.write_bytes(b"")
        with self.pair() as (_, stream), pytest.raises(ConnectionError):
            stream.send_file(b"head", os.open(path, os.O_RDONLY), 0, size)

    def test_a_body_that_is_read_twice(self):
        with self.pair() as (theirs, stream):
            theirs.sendall(b"hello")
            body = Body(stream, 5)
            assert b"".join(body) == b"hello"
            assert b"".join(body) == b""

    def test_a_head(self):
        head = parse_head(b"GET /a HTTP/1.0\r\nX-A:  b \r\n\r\n")
        assert (head.method, head.target, head.minor) == ("GET", "/a", 0)
        assert head.headers == [("x-a", "b")]
        with pytest.raises(HeadError, match="not of the form"):
            parse_head(b"GET /a HTTP/1.0\r\nX-\xc3\x84: \xc3\xa4\r\n\r\n")
