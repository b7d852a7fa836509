"""`Pending`: a request that a verifier has read, and whose secret is to be looked up."""

import hashlib
import time

from ._checks import unix_seconds
from ._link import quick_read
from ._quick import quick_proof
from .canonical import EMPTY_PAYLOAD_HASH, S3_SERVICES
from .payloads import body_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._checks import Moment
    from ._link import Link
    from .claims import Claim
    from .keys import Secret
    from .verified import Verified
    from .verifier import Verifier

    Pairs = list[tuple[object, object]]


class Pending:
    """A request whose secret is to be looked up; from `Verifier.read`. Nothing of it is proven.

    Attributes:
        access_key_id: whose secret is said to have made the signature.
        path: decoded, as in the proof to come.
    """

    __slots__ = ("_arguments", "_body", "_claim", "_link", "_verifier", "access_key_id", "path")

    access_key_id: str
    path: str

    def __init__(
        self, verifier: "Verifier", method: str, url: str, pairs: "Pairs", body: "bytes | None"
    ) -> None:
        self._verifier = verifier
        self._arguments = (method, url, pairs)
        self._body = None if body is None else body_bytes(body)
        self._claim: Claim | None = None
        self._link: Link | None = None
        read: Link | Claim | None = None
        if body is None and verifier.is_plain:
            read = self._link = quick_read(verifier, method, url, pairs)
        if read is None:
            read = self._claim = self._parsed()
        self.access_key_id = read.access_key_id
        self.path = read.path

    def prove(self, secret: "Secret", *, now: "Moment | None" = None) -> "Verified":
        """Return the proof, or raise the reason why there is none.

        Args:
            secret: what the look-up of `access_key_id` gave, as for `Verifier.verify`.
            now: the verifier's moment, Unix seconds or an aware datetime; None reads the clock.

        Raises:
            VerificationError: the request is not genuine, or not now, or not allowed.
            InvalidRequestError: an argument is not what its description says.
        """
        verifier = self._verifier
        if self._link is not None:
            moment = int(time.time()) if now is None else unix_seconds("now", now)
            quick = quick_proof(verifier.memory, self._link, secret, moment, verifier.max_skew)
            if quick is not None:
                return quick
        claim = self._claim or self._parsed()
        proof = verifier.prove(claim, secret, body=self._body, now=now)
        if verifier.is_plain:
            given: Any = self._arguments[2]  # texts, since they were parsed
            verifier.memory.keep_names(self._arguments[1], given, claim)
        return proof

    def _parsed(self) -> "Claim":
        given: Any = self._arguments
        claim = self._verifier.parse(*given)
        untold = claim.service not in S3_SERVICES and claim.payload_hash == EMPTY_PAYLOAD_HASH
        if self._body and untold:
            # Others than S3 need not be told the hash of the body, and sign it.
            payload_hash = hashlib.sha256(self._body).digest().hex()
            claim = self._verifier.parse(*given, payload_hash=payload_hash)
        return claim
