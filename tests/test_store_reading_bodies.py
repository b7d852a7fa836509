"""A request that only reads must be signed for the body that it has, too: none, as a rule."""

from contextlib import closing

import pytest

from sigv4presign import sign_headers
from sigv4presign.store import Store

from .asking import Asker


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/bucket?list-type=2"), ("GET", "/bucket/k"), ("HEAD", "/bucket/k")],
)
@pytest.mark.parametrize(
    ("signed", "sent", "status"),
    [(b"", None, 200), (b"a", None, 400), (b"", b"a", 400), (b"a", b"a", 200)],
)
def test_a_body(tmp_path, method: str, path: str, signed: bytes, sent: bytes | None, status: int):
    with Store(tmp_path, buckets=["bucket"]) as store, closing(Asker(store)) as ask:
        ask.put("k", b"content")
        headers = sign_headers(
            method,
            f"{store.endpoint_url}{path}",
            credentials=store.credentials,
            region="us-east-1",
            service="s3",
            body=signed,
        )
        answer = ask.send(method, path, sent, headers)
        assert status == answer.status
        if method == "GET" and status == 400:
            assert answer.code == "XAmzContentSHA256Mismatch"
