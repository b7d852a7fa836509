"""`Gate`: what the middlewares for ASGI and WSGI decide alike; it reads no body and sends nothing.

A middleware takes a request out of its protocol, asks the gate whether the request is protected,
has it proven, and hands on either the proof or the gate's answer.
"""

import ipaddress
import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ._percent import UNRESERVED
from ._routes import Protect, Routes, Where
from .errors import InvalidRequestError, VerificationError
from .rules import broken
from .s3.answers import CONTENT_TYPE, error_document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .keys import Secret
    from .payloads import Payload
    from .pending import Pending
    from .verified import Verified
    from .verifier import Verifier

PROOF = "sigv4presign.verified"
PAYLOAD = "sigv4presign.payload"
UNIX = "unix"

OnRefusal = Callable[[VerificationError, Where], object]
Networks = Iterable[object]
Pairs = list[tuple[str, str]]


class Answer(NamedTuple):
    """A refusal as it is sent."""

    status: int
    headers: Pairs
    body: bytes


class Gate:
    """One operator's rules. The arguments are described where users pass them.

    Raises:
        InvalidRequestError: an argument is not what its description says.
    """

    def __init__(
        self,
        verifier: "Verifier",
        secrets: "Mapping[str, Secret] | Callable[[str], Secret | Awaitable[Secret]]",
        *,
        protect: Protect,
        details: bool,
        on_refusal: OnRefusal | None,
        trusted_proxies: Networks,
        preflight: bool,
    ) -> None:
        given: Any = secrets
        look_up: Any = given if callable(given) else getattr(given, "get", None)
        if look_up is None:
            raise InvalidRequestError(
                f"secrets is a {type(given).__name__}; it must be a mapping or a function"
            )
        self.look_up: Callable[[str], Any] = look_up
        self._verifier = verifier
        self._routes = Routes(protect)
        self._details = details
        self._on_refusal = on_refusal
        self._preflight = preflight
        self._unix, self._networks = _networks(trusted_proxies)

    def protects(self, where: Where, method: str, mount: str, path: str, headers: Pairs) -> bool:
        """Return whether the request needs a proof: `Routes.protect`, preflight requests aside."""
        if self._preflight and method == "OPTIONS":
            # https://fetch.spec.whatwg.org/#cors-preflight-request
            names = {name for name, _ in headers}
            if {"origin", "access-control-request-method"} <= names:
                return False
        return self._routes.protect(where, mount, path)

    def read(
        self, method: str, target: str, headers: Pairs, peer: str | None, routed: Iterable[str]
    ) -> "Pending":
        """Return the request, whose secret is to be looked up.

        Args:
            method: as received.
            target: path and query as they stood in the request line.
            headers: as received, names in lower case.
            peer: address of whoever opened the connection; None if it has none.
            routed: decoded paths, of which the signed one must be one: whatever was proven of
                another path than the one on which the application routes would prove nothing.

        Raises:
            VerificationError: the request is refused whatever the secret.
        """
        forwarded = self._verifier.host_header
        if forwarded is not None and not self._is_trusted(peer):
            headers = [pair for pair in headers if pair[0] != forwarded]
        if not "".join([value for _, value in headers]).isascii():
            headers = [(name, as_sent(value)) for name, value in headers]
        pending = self._verifier.read(method, target, headers)
        if pending.path not in routed:
            raise broken(
                "target", "the path that is signed is not the one that the application is given"
            )
        return pending

    def payload(self, proof: "Verified") -> "Payload":
        """Return the check of the body, by the verifier's limits."""
        return proof.payload(self._verifier.limits)

    def answer(self, error: VerificationError, where: Where, method: str, path: str) -> Answer:
        """Return the answer to a refused request, of which the operator is told first."""
        if self._on_refusal is not None:
            self._on_refusal(error, where)
        request_id = os.urandom(8).hex().upper()
        body = error_document(error, resource=path, request_id=request_id, details=self._details)
        headers = [
            ("content-type", CONTENT_TYPE),
            ("content-length", str(len(body))),
            ("x-amz-request-id", request_id),
        ]
        return Answer(error.status, headers, b"" if method == "HEAD" else body)

    def _is_trusted(self, peer: str | None) -> bool:
        if not peer:
            return self._unix
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        # A socket that takes both families shows an IPv4 peer as ::ffff:192.0.2.1.
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self._networks)


def _networks(proxies: Networks) -> tuple[bool, list[Any]]:
    if isinstance(proxies, str):
        raise InvalidRequestError("trusted_proxies is a str; it must be several networks")
    given = [str(each) for each in proxies]
    try:
        networks = [ipaddress.ip_network(each) for each in given if each != UNIX]
    except ValueError as error:
        raise InvalidRequestError(f"trusted_proxies: {error}") from None
    return UNIX in given, networks


def as_sent(value: str) -> str:
    """Return the text of a header's *value*, whose bytes the server took for Latin-1.

    The bytes are signed, and what clients send beyond ASCII is UTF-8. Where it is not, what is
    signed cannot be told, and only a header that is not signed goes through: a byte that stood for
    its letter of Latin-1 would be taken for the two bytes of that letter in UTF-8.
    """
    return value if value.isascii() else value.encode("latin-1").decode("utf-8", "replace")


def origin_target(raw: str, query: str, host: str) -> str:
    """Return *raw* as a path and a query.

    Args:
        raw: path and query as they stood in the request line, or an absolute URL, which RFC 9112
            section 3.2.2 wants every server to take.
        query: what the application takes for the query.
        host: the ``Host``.

    Raises:
        MalformedError: the parts contradict each other.
    """
    if raw[:1] != "/":
        scheme, _, rest = raw.partition("://")
        authority, _, rest = rest.partition("/")
        if scheme.lower() not in ("http", "https") or authority.lower() != host.lower():
            raise broken("target", "the target is neither a path nor a URL of the Host")
        raw = "/" + rest
    if raw.partition("?")[2] != query:
        raise broken(
            "target", "the query of the target is not the one that the application is given"
        )
    return raw


def rebuilt_target(path: str, query: str) -> str:
    """Return the target, spelled in the only way that *path* can be; *path* is decoded.

    Raises:
        MalformedError: *path* can be spelled in several ways, so what was sent cannot be told.
    """
    if path.strip(UNRESERVED + "/"):
        raise broken("target", "the server does not say how the path was spelled")
    return f"{path}?{query}" if query else path


def has_no_body(version: str, length: str | None, coding: str | None) -> bool:
    """Return whether a request of the HTTP *version* has no body, by the headers that say so.

    Args:
        version: such as ``1.1``; from HTTP/2 on, no header needs to announce a body.
        length: the ``Content-Length``.
        coding: the ``Transfer-Encoding``.
    """
    return version[:2] == "1." and not coding and length in (None, "", "0")


def is_streamed(proof: "Verified") -> bool:
    """Return whether the body is sent in signed chunks, with a framing that is to be removed."""
    return proof.payload_hash[:10] == "STREAMING-"


def decoded_length(proof: "Verified") -> str:
    """Return the length of a streamed body without its framing, in decimal digits."""
    return dict(proof.headers)["x-amz-decoded-content-length"]  # or `payload` would have refused


def without_framing(content_encoding: str) -> str:
    """Return *content_encoding* without ``aws-chunked``, which S3 does not keep, either."""
    codings = [coding.strip(" \t") for coding in content_encoding.split(",")]
    return ", ".join([coding for coding in codings if coding.lower() != "aws-chunked"])
