"""One request sent as it stands, for ``diagnose --live``: no redirect followed, nothing retried."""

import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection

from .._request import split_url
from ..diagnosis.answers import MAX_ANSWER
from ..errors import InvalidRequestError

# Headers that `send` makes itself.
OWN = ("content-length", "transfer-encoding", "connection")
# Methods that change nothing.
SAFE = ("GET", "HEAD", "OPTIONS")


class Received:
    """What came back.

    Attributes:
        status: the HTTP status.
        headers: (name, value) pairs.
        body: the beginning of the body, `MAX_ANSWER` bytes at most; of an object only a little.
    """

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body


def send(
    method: str,
    url: str,
    headers: list[tuple[str, str]],
    body: bytes | None,
    timeout: float,
) -> Received:
    """Send a request to its own URL, and return what came back.

    Args:
        method: as it is to be sent.
        url: absolute; sent as it is spelled.
        headers: all that is sent beside `OWN`, ``Host`` among them.
        body: to send; None for none.
        timeout: seconds that any one step may take.

    Raises:
        InvalidRequestError: the URL or a header cannot be sent, or the server does not answer.
    """
    scheme, authority, path, query = split_url(url)
    if scheme.lower() not in ("http", "https"):
        raise InvalidRequestError(f"--live speaks http and https, not {scheme!r}")
    secure = scheme.lower() == "https"
    connection = (
        HTTPSConnection(authority, timeout=timeout, context=ssl.create_default_context())
        if secure
        else HTTPConnection(authority, timeout=timeout)
    )
    target = (path or "/") + ("?" + query if query else "")
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value.encode("utf-8"))
        if body is not None and (body or method not in SAFE):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        return _received(connection.getresponse())
    except (OSError, HTTPException, ValueError) as error:
        raise InvalidRequestError(f"no answer from {authority}: {error}") from None
    finally:
        connection.close()


def _received(response: HTTPResponse) -> Received:
    # Of an object that is served nobody needs more than that it is.
    limit = MAX_ANSWER if response.status >= 300 else 65536
    return Received(response.status, response.getheaders(), response.read(limit))
