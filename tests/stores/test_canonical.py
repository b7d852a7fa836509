"""Swift shows the canonical request that it computed: ours is the same, byte for byte.

It does so where the signature is wrong; hence another secret.
"""

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

import pytest

from sigv4presign import Credentials, SignatureMismatchError, parse_presigned

from .clients import Client
from .keys import KEYS, Key
from .store import Store
from .test_headers import HEADERS
from .test_queries import OVERRIDES, QUERIES, encoded

pytestmark = [pytest.mark.store, pytest.mark.parametrize("store", ["swift"], indirect=True)]


def compare(
    store: Store,
    client: Client,
    method: str,
    key: str,
    query: str = "",
    token: str | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> None:
    keys = Credentials(store.credentials.access_key_id, "another", token)
    signed = store.presign(method, key, query, credentials=keys, headers=headers)
    exchange = store.send(client, signed, b"content" if method == "PUT" else None)
    claim = parse_presigned(
        exchange.received.method, exchange.received.target, exchange.received.headers
    )

    document = ET.fromstring(exchange.answer.body)
    assert document.findtext("CanonicalRequest") == claim.canonical_request
    assert document.findtext("StringToSign") == claim.string_to_sign
    with pytest.raises(SignatureMismatchError) as refusal:
        claim.verify(store.credentials.secret_access_key)
    assert document.findtext("CanonicalRequest") == refusal.value.canonical_request
    assert document.findtext("StringToSign") == refusal.value.string_to_sign
    assert document.findtext("Message") == refusal.value.message


@pytest.mark.parametrize("case", KEYS, ids=lambda case: case.name)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_of_a_key(store: Store, client: Client, method: str, case: Key):
    compare(store, client, method, case.key)


@pytest.mark.parametrize("query", [*QUERIES, encoded(OVERRIDES)])
def test_of_a_query(store: Store, client: Client, query: str):
    compare(store, client, "GET", "a b", query)


def test_of_headers(store: Store, client: Client):
    compare(store, client, "PUT", "a b", headers=HEADERS)


def test_of_a_session_token(store: Store, client: Client):
    compare(store, client, "GET", "a b", "x-id=a", token="to/ken+==")
