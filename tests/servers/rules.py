"""What the applications share: their rules, and what they tell of a request that reached them."""

import hashlib
import json
import os
from typing import Any

from sigv4presign import Verified, Verifier

from ..examples import ACCESS_KEY_ID, SECRET

PROOF = "sigv4presign.verified"
PAYLOAD = "sigv4presign.payload"
PIECE = 65536
REGION = "us-east-1"
OPEN = "/-/open"  # the only path that is not protected
UNREAD = "unread"  # the key whose application leaves the body unread

# The server is started with its port in the environment.
VERIFIER = Verifier(REGION, hosts=[f"127.0.0.1:{os.environ.get('PORT', '80')}", "*.store.example"])
SECRETS = {ACCESS_KEY_ID: SECRET}


def is_protected(where: dict[str, Any]) -> bool:
    return where.get("path", where.get("PATH_INFO")) != OPEN


class Told:
    """What an application answers with: what is proven, and the body as it was able to read it."""

    def __init__(self, where: dict[str, Any]) -> None:
        self.proof: Verified = where[PROOF]
        self.reads = self.proof.key != UNREAD
        self._payload: Any = where.get(PAYLOAD)
        self._hash = hashlib.sha256()
        self._length = 0

    def feed(self, piece: bytes) -> None:
        self._hash.update(piece)
        self._length += len(piece)

    def headers(self) -> dict[str, str]:
        """Return what is told as a header, for an answer that has no content."""
        return {"x-told": json.dumps(self._all())}

    def _all(self) -> dict[str, Any]:
        return {
            "pid": os.getpid(),
            "form": self.proof.form,
            "method": self.proof.method,
            "bucket": self.proof.bucket,
            "key": self.proof.key,
            "length": self._length,
            "sha256": self._hash.hexdigest(),
            "trailers": [name for name, _ in self._payload.trailers] if self._payload else [],
        }
