"""Routes of 1 KB, each with the middleware before it and without; for `middleware.py`."""

import contextlib

from sigv4presign import Verifier
from sigv4presign.asgi import SigV4Middleware

ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
BODY = b"x" * 1024
HEADERS = [(b"content-type", b"text/plain"), (b"content-length", b"1024")]


def guarded(app):
    return SigV4Middleware(app, Verifier("us-east-1"), {ACCESS_KEY_ID: SECRET})


async def bare(scope, _receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": BODY})


bare_guarded = guarded(bare)

with contextlib.suppress(ImportError):
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    async def view(_request):
        return Response(BODY, media_type="text/plain")

    route = Starlette(routes=[Route("/{path:path}", view)])
    route_guarded = guarded(route)
