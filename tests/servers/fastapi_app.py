"""An application of FastAPI, with a look-up of secrets that is awaited."""

import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from sigv4presign.asgi import SigV4Middleware

from .rules import OPEN, SECRETS, VERIFIER, Told, is_protected

app = FastAPI()


async def look_up(access_key_id: str) -> str | None:
    await asyncio.sleep(0)
    return SECRETS.get(access_key_id)


@app.get(OPEN)
async def opened() -> PlainTextResponse:
    return PlainTextResponse("open")


@app.api_route("/{path:path}", methods=["GET", "HEAD", "PUT", "POST", "DELETE"])
async def view(request: Request) -> Response:
    told = Told(request.scope)
    if told.reads:
        async for piece in request.stream():
            told.feed(piece)
    return Response(headers=told.headers())


app.add_middleware(SigV4Middleware, verifier=VERIFIER, secrets=look_up, protect=is_protected)
