"""Cross-origin requests: which pages of other sites may send requests from a browser.

https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from collections.abc import Sequence

from ._answers import Answer, Pairs
from ._errors import StoreError
from ._heads import Head

_METHODS = "GET, HEAD, PUT, POST, DELETE"
_EXPOSED = "ETag, Content-Range, Content-Length, Location, x-amz-request-id"


class Cors:
    """The origins whose pages may send requests; what is asked must be signed even so.

    Args:
        origins: such as ``https://example.com``; ``*`` for all, none for none.
    """

    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = frozenset(origins)

    def allowed(self, head: Head) -> str | None:
        """Return the origin of *head* if it may send requests, or ``*`` where all may."""
        origin = dict(head.headers).get("origin")
        if origin is None:
            return None
        if "*" in self._origins:
            return "*"
        return origin if origin in self._origins else None

    def preflight(self, head: Head) -> Answer:
        """Answer what a browser asks before the request itself.

        Raises:
            StoreError: it may not be sent, or this is no such question.
        """
        headers = dict(head.headers)
        method = headers.get("access-control-request-method")
        if method is None or "origin" not in headers:
            raise StoreError(
                "BadRequest", "Insufficient information. Origin request header needed."
            )
        origin = self.allowed(head)
        if origin is None or method not in _METHODS.split(", "):
            raise StoreError("AccessDenied", "CORSResponse: This CORS request is not allowed.")
        answer: Pairs = [
            ("Access-Control-Allow-Methods", _METHODS),
            ("Access-Control-Max-Age", "600"),
        ]
        asked = headers.get("access-control-request-headers")
        if asked is not None:
            answer.append(("Access-Control-Allow-Headers", asked))
        return Answer(200, answer)

    def add_to(self, answer: Answer, head: Head) -> None:
        """Let the page that sent *head* see *answer*, if it may."""
        origin = self.allowed(head)
        if origin is not None:
            answer.headers.append(("Access-Control-Allow-Origin", origin))
            answer.headers.append(("Access-Control-Expose-Headers", _EXPOSED))
            if origin != "*":
                answer.headers.append(("Vary", "Origin"))
