"""Several requests on one connection: whatever becomes of a body, none of it is read as a request.

The bodies are requests themselves, to the path that is open to everybody, so that a server that
reads on in a body answers with what no other request gets.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from .catalogue import Server
from .rules import OPEN, UNREAD
from .wire import FORGER, Address, Reply, Wire, connected

pytestmark = pytest.mark.servers

SMUGGLED = f"GET {OPEN} HTTP/1.1\r\nHost: smuggled\r\n\r\n".encode()
MISMATCH = (403, "SignatureDoesNotMatch")


def last(at: Address) -> Wire:
    """Return the request that comes after the others, genuine."""
    return at.presigned("GET", at.url("last")).with_headers(("Connection", "close"))


def is_last(reply: Reply) -> bool:
    return reply.told.get("key") == "last"


def test_a_connection_is_kept_after_refusals(server: Server, at: Address):
    url = at.url("a")
    refused = [
        at.presigned("GET", url, credentials=FORGER),
        at.presigned("HEAD", url, credentials=FORGER),
        at.signed("GET", url, credentials=FORGER),
        replace(at.presigned("GET", url), target="/bucket/a"),
    ]
    with connected(at.port) as connection:
        for wire in refused if server.keeps_alive else refused[:1]:
            connection.send(wire)
            assert connection.reply(wire.method).status == 403
            if server.keeps_alive:
                connection.send(at.presigned("GET", url))
                assert connection.reply().told["key"] == "a"
        if server.keeps_alive:
            connection.send(last(at))
            assert is_last(connection.reply())
        assert connection.reply() is None


def test_requests_that_do_not_wait_for_answers(server: Server, at: Address):
    url = at.url("a")
    wires = [
        at.signed("PUT", url, b"one"),
        at.presigned("GET", url, credentials=FORGER),
        at.chunked("a", b"two"),
        at.signed("PUT", url, b"three").with_body(b"eerht"),
        last(at),
    ]
    with connected(at.port) as connection:
        connection.send(b"".join(map(bytes, wires)))
        statuses = [reply.status for reply in connection.replies()]
    # One that does not keep connections, or that ends one with a body that is refused, stops there.
    assert statuses == [200, 403, 200, 400, 200][: len(statuses)]
    assert len(statuses) >= (4 if server.keeps_alive else 1)


def forged(at: Address) -> Wire:
    return at.presigned("PUT", at.url("a"), credentials=FORGER).with_body(SMUGGLED * 3)


def in_http_chunks(at: Address) -> Wire:
    body = SMUGGLED * 3
    framed = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    wire = at.presigned("PUT", at.url("a"), credentials=FORGER)
    return replace(wire.with_headers(("Transfer-Encoding", "chunked")), body=[framed])


def waiting(at: Address) -> Wire:
    """Return one whose body comes at once, although it announces that it will wait."""
    return forged(at).with_headers(("Expect", "100-continue"))


def another(at: Address) -> Wire:
    return at.signed("PUT", at.url("a"), b"content").with_body(SMUGGLED * 3)


def another_chunk(at: Address) -> Wire:
    wire = at.chunked("a", b"one", SMUGGLED * 3)
    return wire.with_body(b"".join(wire.body).replace(b"one", b"two"))


def frames_end_early(at: Address) -> Wire:
    wire = at.chunked("a", b"one")
    return wire.with_body(*wire.body, SMUGGLED * 3)


def unread(at: Address) -> Wire:
    return at.signed("PUT", at.url(UNREAD), SMUGGLED * 3)


def unread_chunks(at: Address) -> Wire:
    return at.chunked(UNREAD, SMUGGLED, SMUGGLED * 3)


def unread_and_unsigned(at: Address) -> Wire:
    return at.presigned("PUT", at.url(UNREAD)).with_body(SMUGGLED * 3)


FIRST = {
    "forged": (forged, MISMATCH),
    "in HTTP's chunks": (in_http_chunks, MISMATCH),
    "waiting": (waiting, MISMATCH),
    "another body": (another, (400, "XAmzContentSHA256Mismatch")),
    "another chunk": (another_chunk, MISMATCH),
    "frames end early": (frames_end_early, (400, "IncompleteBody")),
    "unread": (unread, (200, "")),
    "unread chunks": (unread_chunks, (200, "")),
    "unread and unsigned": (unread_and_unsigned, (200, "")),
}


@pytest.mark.parametrize("case", FIRST)
def test_no_body_is_read_as_a_request(at: Address, case: str):
    make, expected = FIRST[case]
    with connected(at.port) as connection:
        connection.send(bytes(make(at)) + bytes(last(at)))
        first, *rest = connection.replies()
    assert expected == (first.status, first.code)
    assert rest == [] or (len(rest) == 1 and is_last(rest[0]))


@pytest.mark.parametrize("make", [forged, unread, another_chunk], ids=lambda make: make.__name__)
def test_nor_is_one_that_is_longer_than_any_buffer(
    at: Address, monkeypatch: pytest.MonkeyPatch, make: Callable[[Address], Wire]
):
    monkeypatch.setitem(globals(), "SMUGGLED", SMUGGLED * 20_000)
    with connected(at.port) as connection:
        try:
            connection.send(bytes(make(at)) + bytes(last(at)))
        except ConnectionError:
            sent = False
        else:
            sent = True
        replies = list(connection.replies())
    # A server that closes with bytes unread resets the connection, and its answer may be lost.
    assert len(replies) <= (2 if sent else 1)
    assert [is_last(reply) for reply in replies[1:]] == [True] * len(replies[1:])
    assert not any(reply.body == b"open" for reply in replies)


def test_a_body_that_is_not_asked_for(at: Address):
    """After the refusal a client may leave its body out and go on, unless it was asked for it."""
    wire = waiting(at)
    with connected(at.port) as connection:
        connection.send(wire.head())
        reply = connection.reply()
        assert reply.status == 403
        try:
            connection.send((b"".join(wire.body) if reply.continued else b"") + bytes(last(at)))
        except ConnectionError:
            return
        rest = list(connection.replies())
    assert [is_last(each) for each in rest] == [True] * len(rest)
    assert reply.continued or not rest  # or the server had taken the request for the body


def test_a_body_that_waits_is_asked_for(at: Address):
    wire = at.signed("PUT", at.url("a"), b"content").with_headers(("Expect", "100-continue"))
    with connected(at.port) as connection:
        connection.send(wire.head())
        connection.send(b"".join(wire.body))
        assert connection.reply().told["length"] == 7
