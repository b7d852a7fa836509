"""An ASGI route of 1 KB, with the middleware before it and without; for `middleware.py`."""

from sigv4presign import Verifier
from sigv4presign.asgi import SigV4Middleware

ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
BODY = b"x" * 1024
HEADERS = [(b"content-type", b"text/plain"), (b"content-length", b"1024")]


async def plain(scope, _receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": BODY})


guarded = SigV4Middleware(plain, Verifier("us-east-1"), {ACCESS_KEY_ID: SECRET})
