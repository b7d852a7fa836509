"""An application of Flask."""

from flask import Flask, Response, request

from sigv4presign.wsgi import SigV4Middleware

from .rules import OPEN, PIECE, SECRETS, VERIFIER, Told, is_protected

app = Flask(__name__)
app.url_map.merge_slashes = False  # or Flask sends whoever asks for "a//b" to "a/b"


@app.get(OPEN)
def opened() -> str:
    return "open"


@app.route("/", defaults={"path": ""}, methods=["GET", "PUT", "POST", "DELETE"])
@app.route("/<path:path>", methods=["GET", "PUT", "POST", "DELETE"])
def view(path: str) -> Response:
    told = Told(request.environ)
    while told.reads and (piece := request.stream.read(PIECE)):
        told.feed(piece)
    return Response(headers=told.headers())


app.wsgi_app = SigV4Middleware(app.wsgi_app, VERIFIER, SECRETS, protect=is_protected)
