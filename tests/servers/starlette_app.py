"""An application of Starlette."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sigv4presign.asgi import SigV4Middleware

from .rules import OPEN, SECRETS, VERIFIER, Told, is_protected


async def opened(request: Request) -> Response:
    return PlainTextResponse("open")


async def view(request: Request) -> Response:
    told = Told(request.scope)
    if told.reads:
        async for piece in request.stream():
            told.feed(piece)
    return Response(headers=told.headers())


app = Starlette(
    routes=[
        Route(OPEN, opened),
        Route("/{path:path}", view, methods=["GET", "HEAD", "PUT", "POST", "DELETE"]),
    ],
    middleware=[
        Middleware(SigV4Middleware, verifier=VERIFIER, secrets=SECRETS, protect=is_protected)
    ],
)
