"""What is WSGI's own: the environ, a body that is read like a file, answers that begin late."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import PayloadMismatchError, Verifier
from sigv4presign._wsgi_streams import PIECE, Body
from sigv4presign.wsgi import SigV4Middleware

from .doors import DOORS, HOST, SECRETS, Request, chunked, presigned, signed

DOOR = DOORS["wsgi"]


# Targets


def test_a_prefix_that_a_proxy_took_away_may_be_given_back():
    """As Werkzeug's ProxyFix and others do it, by SCRIPT_NAME."""
    request = presigned("GET", "/pre%20fix/b/k%20")
    raw = request.target.replace("/pre%20fix", "")
    request.raw = raw
    request.changes = {"SCRIPT_NAME": "/pre fix", "PATH_INFO": "/b/k "}
    assert DOOR.call(request).seen.proof.path == "/pre fix/b/k "
    request.changes = {"SCRIPT_NAME": "/other", "PATH_INFO": "/b/k "}
    assert DOOR.call(request).status == 403


def test_the_mount_itself_has_an_empty_path():
    request = presigned("GET", "/mount?a=1")
    request.changes = {"SCRIPT_NAME": "/mount", "PATH_INFO": ""}
    assert DOOR.call(request).seen.proof.path == "/mount"
    request.raw = ""
    assert DOOR.call(request).seen.proof.path == "/mount"


def test_the_root_may_be_an_empty_path():
    request = presigned("GET", "/")
    request.changes = {"PATH_INFO": ""}
    assert run(app_without_reading, request) == ("200 OK", b"ok")


def app_without_reading(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


def test_other_servers_have_another_name_for_it():
    request = presigned("GET", "/b/a%20b")
    request.raw = ""
    request.changes = {"REQUEST_URI": request.target}
    assert DOOR.call(request).seen.proof.key == "a b"


def test_the_query_must_be_the_one_of_the_target():
    request = presigned("GET", "/b/k?a=1")
    request.changes = {"QUERY_STRING": request.query.replace("a=1", "a=2")}
    assert DOOR.call(request).error["Code"] == "InvalidURI"


# Headers


def test_an_underscore_is_a_hyphen_as_it_is_for_the_application():
    request = presigned("PUT")
    request.changes = {"HTTP_X_AMZ_ACL": "public-read"}  # of x_amz_acl or x-amz-acl
    assert DOOR.call(request).error["HeadersNotSigned"] == "x-amz-acl"


def test_the_type_and_the_length_may_be_there_twice_but_not_differ():
    request = presigned("PUT", headers=[("content-type", "text/plain")])
    request.pieces = [b"text"]
    request.headers.append(("content-length", "4"))
    for more, status in (
        ({"HTTP_CONTENT_TYPE": "text/plain", "HTTP_CONTENT_LENGTH": "4"}, "200 OK"),
        ({"HTTP_CONTENT_TYPE": "text/html"}, "403 Forbidden"),
    ):
        request.changes = more
        assert run(app_without_reading, request)[0] == status


def test_a_length_that_is_none_is_refused():
    request = signed("PUT", pieces=[b"body"])
    request.changes = {"CONTENT_LENGTH": "²"}
    environ = DOOR.environ(request)
    (document,) = SigV4Middleware(never, Verifier(), SECRETS)(environ, lambda *_: None)
    assert b"<Code>InvalidRequest</Code>" in document


def test_a_body_of_unknown_length_is_read_only_if_the_server_ends_it():
    request = signed("PUT", pieces=[b"body"])
    request.headers = [pair for pair in request.headers if pair[0] != "content-length"]
    request.headers.append(("transfer-encoding", "chunked"))
    assert DOOR.call(request).status == 400
    request.changes = {"wsgi.input_terminated": True}
    assert DOOR.call(request).seen.body == b"body"


# The body as a file


class Checked:
    """A payload check that takes everything, and writes down when it was asked to."""

    trailers = ()

    def __init__(self):
        self.fed = []
        self.closed = 0

    def feed(self, data):
        self.fed.append(data)
        return data

    def close(self):
        self.closed += 1
        return b""


READS = st.one_of(
    st.tuples(st.just("read"), st.sampled_from([-1, None, 0, 1, 3, 100])),
    st.tuples(st.just("readline"), st.sampled_from([-1, None, 0, 1, 3, 100])),
    st.tuples(st.just("readlines"), st.sampled_from([-1, None, 0, 1, 3, 100])),
)


@given(
    st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r\n", b"defg"])).map(b"".join),
    st.lists(READS, max_size=6),
    st.sampled_from([1, 2, 3, 100]),
)
def test_it_reads_as_any_file_reads(content, reads, step):
    def body():
        return Body(Drops(content, step), None, Checked())

    file, mine = io.BytesIO(content), body()
    for name, size in reads:
        assert getattr(mine, name)(size) == getattr(file, name)(size)
    assert list(mine) == list(file)
    assert body().read() == content
    assert body().readlines() == io.BytesIO(content).readlines()


class Drops:
    """An input that gives out *step* bytes at a time, whatever it is asked for."""

    def __init__(self, content, step):
        self.file = io.BytesIO(content)
        self.step = step

    def read(self, size):
        return self.file.read(min(size, self.step))


def test_no_more_is_asked_of_the_server_than_belongs_to_the_body():
    """What follows is the next request on the connection."""
    server, check = io.BytesIO(b"x" * PIECE + b"yz" + b"GET /next"), Checked()
    body = Body(server, PIECE + 2, check)
    assert body.read(1) == b"x"
    assert server.tell() == PIECE  # a piece ahead, and not the body
    assert not check.closed
    assert body.read() == b"x" * (PIECE - 1) + b"yz"
    assert body.read() == body.readline() == b""
    assert server.read() == b"GET /next"
    assert check.closed == 1


def test_a_body_that_breaks_off_ends_there():
    check = Checked()
    assert Body(io.BytesIO(b"half"), 8, check).read() == b"half"
    assert check.closed == 1


# Bodies that are not what was signed

BODY = [b"first ", b"second ", b"third"]


def stops_at_the_length(environ, start_response):
    """Read as Django does: not a byte more than it is told that there are."""
    left = int(environ["CONTENT_LENGTH"])
    while left:
        left -= len(environ["wsgi.input"].read(min(left, 1000)))
    trailers = [": ".join(pair) for pair in environ["sigv4presign.payload"].trailers]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return ["".join(trailers).encode()]


# The second ends, with the head of its chunk, where a piece does.
@pytest.mark.parametrize("content", [b"", b"x" * (PIECE - 6)], ids=["empty", "one piece"])
def test_whoever_stops_at_the_length_has_a_proof_of_the_end_too(content):
    request = chunked(*[content] if content else [])
    answer = DOORS["wsgi"].call(request, behave=stops_at_the_length)
    assert answer.body.startswith(b"x-amz-checksum-crc32: ")

    request = chunked(*[content] if content else [], trailer="x-amz-checksum-sha1")
    answer = DOORS["wsgi"].call(request, behave=stops_at_the_length)
    assert (answer.status, answer.error["Code"]) == (400, "MalformedTrailerError")


def never(environ, start_response):
    raise AssertionError("the application was called")


def run(app, request=None):
    """Return status and body of an upload with another body, and what is passed to the server."""
    started = []

    def start(status, headers, exc_info=None):
        if exc_info and started:
            raise exc_info[1]
        started.append(status)
        return written.append

    written = []
    request = request or wrong()
    pieces = SigV4Middleware(app, Verifier(), SECRETS)(DOOR.environ(request), start)
    try:
        written.extend(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    (status,) = started
    return status, b"".join(written)


def wrong():
    request = signed("PUT", pieces=BODY)
    request.pieces = [b"first ", b"other! ", b"third"]
    return request


def fails(environ, start_response):
    environ["wsgi.input"].read()


def fails_otherwise(environ, start_response):
    try:
        environ["wsgi.input"].read()
    except PayloadMismatchError as error:
        raise RuntimeError from error


def fails_while_answering(environ, start_response):
    start_response("200 OK", [])
    yield b""
    environ["wsgi.input"].read()


def answers_all_the_same(environ, start_response):
    for read in (environ["wsgi.input"].read, environ["wsgi.input"].readline):
        with pytest.raises(PayloadMismatchError):
            read()
    with pytest.raises(PayloadMismatchError):
        environ["wsgi.input"].read(0)
    write = start_response("200 OK", [])
    with pytest.raises(PayloadMismatchError):
        write(b"written")
    return [b"ok"]


def answers_with_nothing(environ, start_response):
    with pytest.raises(PayloadMismatchError):
        environ["wsgi.input"].read()
    start_response("204 No Content", [])
    return []


@pytest.mark.parametrize(
    "app",
    [
        fails,
        fails_otherwise,
        fails_while_answering,
        answers_all_the_same,
        answers_with_nothing,
    ],
)
def test_whatever_the_application_makes_of_it_the_client_learns_why(app):
    status, body = run(app)
    assert status == "400 Bad Request"
    assert b"<Code>XAmzContentSHA256Mismatch</Code>" in body


def answers_early(environ, start_response):
    start_response("200 OK", [])
    yield b"early"
    environ["wsgi.input"].read()


def answers_on(environ, start_response):
    start_response("200 OK", [])
    yield b"early"
    with pytest.raises(PayloadMismatchError):
        environ["wsgi.input"].read()
    yield b"on"


def writes_early(environ, start_response):
    start_response("200 OK", [])(b"early")
    environ["wsgi.input"].read()


@pytest.mark.parametrize("app", [answers_early, answers_on, writes_early])
def test_too_late_for_another_answer_the_request_fails(app):
    """So that the server breaks the connection, and the client does not take half for all."""
    with pytest.raises(PayloadMismatchError):
        run(app)


def test_an_error_after_the_beginning_is_for_the_server():
    def app(environ, start_response):
        start_response("200 OK", [])
        yield b"early"
        error = LookupError("late")
        start_response("500 Internal Server Error", [], (LookupError, error, None))

    with pytest.raises(LookupError, match="late"):
        run(app)


def test_an_error_before_it_takes_the_place_of_the_answer():
    def app(environ, start_response):
        start_response("200 OK", [])
        error = LookupError("early")
        start_response("500 Internal Server Error", [], (LookupError, error, None))
        return [b"failed"]

    assert run(app) == ("500 Internal Server Error", b"failed")


@pytest.mark.parametrize("at", ["call", "first", "second"])
def test_a_fault_of_the_application_is_its_own(at):
    def app(environ, start_response):
        if at == "call":
            raise LookupError
        return pieces(start_response)

    def pieces(start_response):
        start_response("200 OK", [])
        if at == "first":
            raise LookupError
        yield b"one"
        raise LookupError

    with pytest.raises(LookupError):
        run(app)


def test_an_application_that_does_not_read_gets_its_answer_out():
    assert run(app_without_reading) == ("200 OK", b"ok")


def test_an_application_may_write():
    def app(environ, start_response):
        write = start_response("200 OK", [])
        write(b"one ")
        write(b"two")
        return []

    assert run(app) == ("200 OK", b"one two")


def test_an_answer_may_be_empty():
    def app(environ, start_response):
        start_response("204 No Content", [])
        return []

    assert run(app) == ("204 No Content", b"")


def test_the_application_is_told_when_it_is_over():
    class Pieces(list):
        closed = 0

        def close(self):
            self.closed += 1

    given = Pieces([b"ok"])

    def app(environ, start_response):
        start_response("200 OK", [])
        return given

    run(app)
    assert given.closed == 1


def test_what_needs_no_watching_is_passed_on_as_it_is():
    """A server knows its own file wrapper by its type, and sends the file without reading it."""
    wrapper = iter(())

    def app(environ, start_response):
        return wrapper

    for request in (presigned(), signed(), Request(target="/public", headers=[("host", HOST)])):
        middleware = SigV4Middleware(app, Verifier(), SECRETS, protect="/bucket")
        assert middleware(DOOR.environ(request), lambda *_: None) is wrapper
