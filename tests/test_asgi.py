"""What is ASGI's own: scopes, messages, and answers that come too late."""

import asyncio

import pytest

from sigv4presign import PayloadMismatchError, Verifier, presign
from sigv4presign.asgi import SigV4Middleware

from .doors import DOORS, HOST, PROOF, SECRETS, Request, presigned, signed
from .examples import ACCESS_KEY_ID, KEYS, SECRET

DOOR = DOORS["asgi"]
OK = [
    {"type": "http.response.start", "status": 200, "headers": []},
    {"type": "http.response.body", "body": b"ok", "more_body": False},
]


def run(scope, app, messages=(), **settings):
    """Return what is sent to the server, which sends *messages*."""
    sent, waiting = [], list(messages)

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(SigV4Middleware(app, Verifier(), SECRETS, **settings)(scope, receive, send))
    return sent


async def never(scope, receive, send):
    raise AssertionError("the application was called")


# Scopes


def test_lifespan_passes():
    async def app(scope, receive, send):
        await send(await receive())

    assert run({"type": "lifespan"}, app, [{"type": "lifespan.startup"}]) == [
        {"type": "lifespan.startup"}
    ]


def test_a_scope_that_nobody_knows_does_not():
    with pytest.raises(ValueError, match="'mqtt'"):
        run({"type": "mqtt"}, never)


def test_secrets_may_be_awaited():
    async def look_up(access_key_id):
        await asyncio.sleep(0)
        return SECRET if access_key_id == ACCESS_KEY_ID else None

    assert DOOR.call(presigned(), secrets=look_up).status == 200


def test_the_raw_path_may_come_with_its_query():
    """The specification leaves it out, which not every server knows."""
    request = presigned()
    request.changes = {"raw_path": request.target.encode()}
    assert DOOR.call(request).status == 200
    request.changes = {"raw_path": b"/bucket/key?other"}
    assert DOOR.call(request).error["Code"] == "InvalidURI"


def test_a_framework_may_cut_the_mount_off():
    request = presigned("GET", "/mount/b/k")
    request.changes = {"root_path": "/mount", "path": "/b/k"}
    assert DOOR.call(request).seen.proof.path == "/mount/b/k"
    request.changes = {"root_path": "/mount", "path": "/mount/b/k"}
    assert DOOR.call(request).seen.proof.path == "/mount/b/k"


def test_a_path_that_the_server_could_not_decode_is_refused():
    """An application that routes on U+FFFD does not route on what was signed."""
    url = presign(
        "GET", f"http://{HOST}/%FF", credentials=KEYS, region="us-east-1", service="execute-api"
    ).url
    target = url.partition(HOST)[2]
    answer = DOOR.call(Request(target=target, headers=[("host", HOST)]), Verifier(service=None))
    assert answer.error["Code"] == "InvalidURI"


def test_names_of_headers_are_read_in_any_case():
    request = presigned()
    request.headers = [("Host", HOST)]
    assert DOOR.call(request).status == 200


# WebSockets


def handshake(request, **changes):
    return {**DOOR.scope(request), "type": "websocket", **changes}


CONNECT = [{"type": "websocket.connect"}]


def test_a_signed_handshake_reaches_the_application():
    async def app(scope, receive, send):
        assert scope[PROOF].method == "GET"
        assert await receive() == CONNECT[0]
        await send({"type": "websocket.accept"})

    scope = handshake(presigned())
    del scope["method"]  # which a handshake has not
    assert run(scope, app, CONNECT) == [{"type": "websocket.accept"}]


def test_another_one_is_closed():
    """Before it is accepted, so that the server answers with 403."""
    scope = handshake(Request(headers=[("host", HOST)]), extensions=None)
    assert run(scope, never, CONNECT) == [{"type": "websocket.close"}]


def test_a_server_that_can_answer_a_handshake_answers_it():
    extensions = {"websocket.http.response": {}}
    scope = handshake(Request(headers=[("host", HOST)]), extensions=extensions)
    start, body = run(scope, never, CONNECT)
    assert (start["type"], start["status"]) == ("websocket.http.response.start", 403)
    assert body["type"] == "websocket.http.response.body"
    assert b"<Code>AccessDenied</Code>" in body["body"]


# Bodies

BODY = [b"first ", b"second ", b"third"]


def pieces(*contents, more=False):
    messages = [
        {"type": "http.request", "body": content, "more_body": True} for content in contents
    ]
    messages[-1]["more_body"] = more
    return messages


def wrong():
    """Return the scope of an upload, and the messages of a body of the same length."""
    return DOOR.scope(signed("PUT", pieces=BODY)), pieces(b"first ", b"other! ", b"third")


def test_a_body_comes_in_the_pieces_in_which_it_came():
    got = []

    async def app(scope, receive, send):
        got.extend([await receive() for _ in range(4)])

    messages = [*pieces(*BODY), {"type": "http.disconnect"}]
    run(DOOR.scope(signed("PUT", pieces=BODY)), app, messages)
    assert got == messages


def test_an_empty_piece_is_passed_over_and_an_early_end_passed_on():
    got = []

    async def app(scope, receive, send):
        got.extend([await receive(), await receive()])

    messages = [*pieces(b"", b"first ", more=True), {"type": "http.disconnect"}]
    run(DOOR.scope(signed("PUT", pieces=BODY)), app, messages)
    assert got == messages[1:]


def test_the_piece_that_shows_it_wrong_is_not_given_out():
    got = []

    async def app(scope, receive, send):
        got.extend([(await receive())["body"] for _ in range(2)])
        for _ in range(2):  # it stays so
            with pytest.raises(PayloadMismatchError):
                await receive()

    scope, messages = wrong()
    start, _ = run(scope, app, messages)
    assert got == [b"first ", b"other! "]
    assert start["status"] == 400


async def reads(receive):
    while (await receive())["more_body"]:
        pass


async def fails(scope, receive, send):
    await reads(receive)


async def fails_otherwise(scope, receive, send):
    try:
        await reads(receive)
    except PayloadMismatchError as error:
        raise RuntimeError from error


async def answers_all_the_same(scope, receive, send):
    with pytest.raises(PayloadMismatchError):
        await reads(receive)
    for message in OK:
        await send(message)


async def gives_up(scope, receive, send):
    with pytest.raises(PayloadMismatchError):
        await reads(receive)


@pytest.mark.parametrize("app", [fails, fails_otherwise, answers_all_the_same, gives_up])
def test_whatever_the_application_makes_of_it_the_client_learns_why(app):
    scope, messages = wrong()
    start, body = run(scope, app, messages)
    assert start["status"] == 400
    assert b"<Code>XAmzContentSHA256Mismatch</Code>" in body["body"]


def test_too_late_for_another_answer_the_request_fails():
    """So that the server breaks the connection, and the client does not take half for all."""

    async def answers_early(scope, receive, send):
        await send({"type": "http.response.debug"})  # no answer yet
        await send(OK[0])
        await reads(receive)

    async def answers_on(scope, receive, send):
        await send(OK[0])
        with pytest.raises(PayloadMismatchError):
            await reads(receive)
        with pytest.raises(PayloadMismatchError):
            await send(OK[1])

    for app in (answers_early, answers_on):
        scope, messages = wrong()
        with pytest.raises(PayloadMismatchError):
            run(scope, app, messages)


def test_a_fault_of_the_application_is_its_own():
    async def app(scope, receive, send):
        await receive()
        raise LookupError

    scope, messages = wrong()
    with pytest.raises(LookupError):
        run(scope, app, messages)


def test_an_application_that_does_not_read_gets_its_answer_out():
    async def app(scope, receive, send):
        for message in OK:
            await send(message)

    scope, messages = wrong()
    assert run(scope, app, messages) == OK


# 100 Continue


def refusal_of(request, app=never, **changes):
    scope = {**DOOR.scope(request), **changes}
    start, _ = run(scope, app, pieces(b"other"))
    return dict(start["headers"])


def test_a_client_that_waits_for_permission_has_to_connect_again():
    """It may send the body or not, and a server could take one for the other."""
    request = Request("PUT", headers=[("host", HOST), ("expect", "100-continue")])
    assert refusal_of(request)[b"connection"] == b"close"
    assert b"connection" not in refusal_of(request, http_version="2")
    request.headers.pop()
    assert b"connection" not in refusal_of(request)


def test_one_that_got_it_need_not():
    request = signed("PUT", pieces=BODY)
    request.headers.append(("expect", "100-continue"))
    assert b"connection" not in refusal_of(request, fails)
