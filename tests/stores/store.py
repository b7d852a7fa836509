"""A running store as the tests use it: our signer in front, our verifier beside it."""

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_plus, urlencode

from sigv4presign import (
    Credentials,
    Presigned,
    S3Presigner,
    VerificationError,
    Verifier,
    presign,
    sign_headers,
)

from .ceph import ROLE
from .ceph_verdicts import Verdict
from .clients import Answer, Client, by_requests
from .relay import Received, Relay
from .servers import Server

BUCKET = "bucket"


class Exchange(NamedTuple):
    """What the store answered to a request, and what our own verifier says of that request."""

    answer: Answer
    received: Received
    ours: Verdict

    @property
    def theirs(self) -> Verdict:
        return Verdict(self.answer.status, self.answer.code)


@dataclass(frozen=True)
class Store:
    server: Server
    relay: Relay
    bucket: str = BUCKET

    @property
    def name(self) -> str:
        return self.server.name

    @property
    def region(self) -> str:
        return self.server.region

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.server.access_key_id, self.server.secret_access_key)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.relay.port}"

    def s3(self, **settings: Any) -> S3Presigner:
        """Return what makes URLs for this store."""
        defaults = {"region": self.region, "endpoint_url": self.origin, "validate": "off"}
        return S3Presigner(
            settings.pop("credentials", self.credentials), **{**defaults, **settings}
        )

    def assume_role(self) -> Answer:
        """Ask the store's own token service for temporary credentials."""
        query = {
            "Action": "AssumeRole",
            "Version": "2011-06-15",
            "RoleArn": ROLE,
            "RoleSessionName": "tests",
        }
        return self.sign_and_send(
            "POST",
            f"{self.origin}/",
            urlencode(query).encode(),
            service="sts",
            headers=[("Content-Type", "application/x-www-form-urlencoded")],
        )

    def assumed_role(self) -> Credentials:
        """Return temporary credentials, from the store's own token service."""
        answer = self.assume_role()
        assert answer.status == 200, answer

        def found(name: str) -> str:
            return re.search(f"<{name}>([^<]+)</{name}>", answer.body.decode())[1]

        token = html.unescape(found("SessionToken"))
        return Credentials(found("AccessKeyId"), found("SecretAccessKey"), token)

    def url(self, key: str, query: str = "") -> str:
        """Return the URL of *key*, encoded by the standard library and not by us."""
        path = f"/{self.bucket}/{quote(key)}" if key else f"/{self.bucket}"
        return f"{self.origin}{path}{'?' if query else ''}{query}"

    def presign(self, method: str, key: str, query: str = "", **settings: Any) -> Presigned:
        return presign(
            method,
            settings.pop("url", self.url(key, query)),
            **{"credentials": self.credentials, "region": self.region, **settings},
        )

    def send(
        self,
        client: Client,
        signed: Presigned,
        body: bytes | None = None,
        keys: Credentials | None = None,
    ) -> Exchange:
        """Send *signed* as it is, and judge what arrived; by the store's keys, or by *keys*."""
        answer = client(signed, body)
        received = self.relay.received[-1]
        assert "/" + signed.url.split("/", 3)[3] == received.target, "the client respells the URL"
        return Exchange(answer, received, self.judge(received, body, keys))

    def accepted(
        self,
        client: Client,
        signed: Presigned,
        body: bytes | None = None,
        status: int = 200,
        keys: Credentials | None = None,
    ) -> Answer:
        """Send *signed*, which the store and we must find genuine, and return the answer."""
        exchange = self.send(client, signed, body, keys)
        assert status == exchange.answer.status, exchange.answer
        assert Verdict(200) == exchange.ours
        return exchange.answer

    @cached_property
    def verifier(self) -> Verifier:
        return Verifier(self.region, "s3")

    def judge(
        self, received: Received, body: bytes | None, keys: Credentials | None = None
    ) -> Verdict:
        known = keys or self.credentials
        secrets = {known.access_key_id: known}
        request = (received.method, received.target, received.headers)
        try:
            self.verifier.verify(*request, secrets, body=body or b"")
        except VerificationError as error:
            return Verdict(error.status, error.code)
        return Verdict(200)

    def sign_and_send(
        self, method: str, url: str, body: bytes = b"", sent: bytes | None = None, **settings: Any
    ) -> Answer:
        """Send a request signed in its headers; with the body *sent*, if that is another one."""
        defaults = {"credentials": self.credentials, "region": self.region, "service": "s3"}
        added = sign_headers(method, url, body=body, **{**defaults, **settings})
        signed = Presigned(method, url, (*settings.get("headers", ()), *added), 0)
        return by_requests(signed, body if sent is None else sent)

    def put(self, key: str, content: bytes) -> None:
        self.accepted(by_requests, self.presign("PUT", key), content)

    def get(self, key: str) -> Answer:
        return self.accepted(by_requests, self.presign("GET", key))

    def gone(self, key: str) -> bool:
        answer = self.accepted(by_requests, self.presign("GET", key), status=404)
        return answer.code == "NoSuchKey"

    def keys(self, prefix: str = "", client: Client = by_requests) -> list[str]:
        """Return the keys that begin with *prefix*, from the store's own listing."""
        query = f"encoding-type=url&list-type=2&prefix={quote(prefix, safe='')}"
        return keys_in(self.accepted(client, self.presign("GET", "", query)).body)


def keys_in(document: bytes) -> list[str]:
    """Return the keys that a listing with ``encoding-type=url`` names."""
    found = re.findall(rb"<Key>([^<]*)</Key>", document)
    return [unquote_plus(html.unescape(key.decode("ascii"))) for key in found]
