"""`Verified`: what is proven of a request.

It and `Claim` are two types, so that one cannot be taken for the other; and verifying raises or
proves, so that there is no bool to forget.
"""

from ._value import Packed, set_all
from .limits import DEFAULT, Limits
from .payloads import payload_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .payloads import Payload, StreamKey


class SignedRequest(Packed):
    """What `Claim` and `Verified` have in common; `Verified` describes it."""

    __slots__ = ()
    _fields: tuple[str, ...] = (
        "form",
        "access_key_id",
        "region",
        "service",
        "method",
        "host",
        "path",
        "raw_path",
        "bucket",
        "key",
        "query",
        "headers",
        "signed_headers",
        "unsigned_headers",
        "fields",
        "payload_hash",
        "signed_at",
        "expires_at",
    )
    _hidden: tuple[str, ...] = ("headers", "fields")  # one may be an encryption key

    form: str
    access_key_id: str
    region: str
    service: str
    method: str
    host: str
    path: str
    raw_path: str
    bucket: str
    key: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    signed_headers: tuple[str, ...]
    unsigned_headers: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    payload_hash: str
    signed_at: int
    expires_at: int

    def __init__(self, *values: object) -> None:
        if len(values) != len(self._fields):
            raise TypeError(f"{type(self).__name__} has {len(self._fields)} fields")
        set_all(self, "_all", values)

    def to_dict(self) -> "dict[str, Any]":
        """Return the attributes by name."""
        return dict(zip(self._fields, self._all))


SignedRequest.lay_out()


class Verified(SignedRequest):
    """What a genuine signature proves; only `Claim.verify` and `Verifier` make one.

    An application should act on these values and not parse the request again, because another
    parser may read it otherwise than the one that proved it.

    Attributes:
        form: how it is signed: ``query``, a presigned URL; ``header``; ``post``, a form.
        access_key_id: whose secret made the signature.
        region: what the credential scope says.
        service: likewise.
        method: the HTTP method.
        host: the ``Host``, in lower case; empty for a form, which does not sign it.
        path: decoded, and resolved where the service resolves dot segments; a byte that is not
            UTF-8 is a surrogate escape, and refused for S3. Empty for a form.
        raw_path: the same, percent-encoded. Services other than S3 tell ``/`` from ``%2F``.
        bucket: of a request to S3, out of host or path, or of a form as the verifier was told;
            empty where there is none.
        key: of the object, decoded; empty for a request to a bucket. Of a form with
            ``${filename}`` replaced.
        query: decoded (name, value) pairs, those of the signature left out, in the order in which
            they are signed, since the order in the URL is not.
        headers: (lower-case name, value) pairs as they are signed: folded, a repeated one joined;
            without the session token.
        signed_headers: lower-case names of the headers that the signature covers.
        unsigned_headers: lower-case names of the others: anybody may have written those.
        fields: of a form, (lower-case name, value) pairs that its policy allows, those of the
            signature left out, ``${filename}`` replaced; else none.
        payload_hash: what the body must hash to, or a word such as ``UNSIGNED-PAYLOAD``; `payload`
            holds a body against it.
        signed_at: Unix seconds at which it was signed.
        expires_at: the first Unix second at which it is no longer valid.
    """

    __slots__ = ("_stream",)

    _stream: "StreamKey | None"

    def payload(self, limits: Limits = DEFAULT) -> "Payload":
        """Return what to feed the body to as it arrives: see `Payload`.

        ``feed(data)`` returns the part of the body that may be used: of a body in signed chunks
        what is proven so far, of another body the data itself. ``close()`` at its end raises
        unless all is what was signed, so nothing is to be acted on for good before.

        Args:
            limits: of which `Limits.chunk` counts: the bytes that are held in memory at most.

        Raises:
            MalformedError: the headers that describe an aws-chunked body cannot be read.
        """
        return payload_of(
            self.payload_hash, dict(self.headers), getattr(self, "_stream", None), limits
        )

    def keep_stream(self, stream: "StreamKey") -> None:
        """Keep what the chunks of the body are signed with, for `payload`."""
        object.__setattr__(self, "_stream", stream)
