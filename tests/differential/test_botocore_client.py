"""botocore's client: `generate_presigned_url` of S3, byte against byte, by both of its signers.

One is written in Python; the other, which it prefers where awscrt is installed, is the Common
Runtime, which prints the parameters in another order. What the client cannot be asked:

- Metadata that is not ASCII: it refuses that.
- A bucket's name with dots before an address: it puts it there (``a.b.[::1]``), which is no host.
- Repeated parameters: no operation of S3 has any.
"""

import functools
import os
from collections import Counter
from unittest import mock

import botocore.auth
import botocore.session
import pytest
from botocore.config import Config
from botocore.crt.auth import CRT_AUTH_TYPE_MAPS
from hypothesis import given
from hypothesis import strategies as st

from .calls import OPERATIONS, Call, call
from .features import Tally, family
from .requests import seeded
from .signing import presigned, proven
from .strategies import calls

SIGNERS = {"botocore": botocore.auth.S3SigV4QueryAuth, "crt": CRT_AUTH_TYPE_MAPS["s3v4-query"]}
# What is said above, and what no operation of S3 asks for.
NOT_ASKED = family("other path", "service", "path: spelled otherwise") - {"service: s3"} | {
    *("method: PATCH", "method: OPTIONS"),
    *("header: payload", "header: repeated", "header: foreign blank"),
    *("query: repeated name", "query: not ASCII name", "query: no name", "query: plus for a blank"),
    *("query: brackets in a name", "query: one name begins another", "query: spelled otherwise"),
    "query: sorted otherwise when decoded",
}


@pytest.fixture(scope="module", autouse=True)
def nothing_configured():
    """Hide what the user of this machine has configured for AWS."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    files = dict.fromkeys(("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"), os.devnull)
    with mock.patch.dict(os.environ, kept | files, clear=True):
        yield


@functools.cache
def session() -> botocore.session.Session:
    made = botocore.session.Session()
    made.set_credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    return made


@functools.cache
def client(style: str, endpoint: str | None, region: str):
    config = Config(signature_version="s3v4", s3={"addressing_style": style})
    return session().create_client("s3", region, endpoint_url=endpoint, config=config)


def url_of(call: Call, layout: str) -> str:
    request = call.request
    keys = session().get_credentials()
    keys.access_key, keys.secret_key, keys.token = (
        request.access_key_id,
        request.secret,
        request.token,
    )
    with (
        mock.patch.dict(botocore.auth.AUTH_TYPE_MAPS, {"s3v4-query": SIGNERS[layout]}),
        mock.patch("botocore.auth.get_current_datetime", return_value=request.moment),
        mock.patch("botocore.crt.auth.get_current_datetime", return_value=request.moment),
    ):
        return client(call.style, call.endpoint, request.region).generate_presigned_url(
            call.operation, Params=call.parameters, ExpiresIn=request.expires_in
        )


def compare(call: Call, layout: str):
    signed = presigned(call.request, layout)
    assert url_of(call, layout) == signed.url
    proven(call.request, signed)


@pytest.mark.parametrize(("layout", "count"), [("botocore", 1200), ("crt", 800)])
def test_urls(layout: str, count: int):
    rng, tally, operations = seeded(10), Tally(), Counter()
    for _ in range(count):
        call_ = call(rng)
        compare(call_, layout)
        tally.add(call_.request)
        operations[call_.operation, call_.style] += 1
    assert tally.compared == count
    assert tally.rare(5) == NOT_ASKED
    assert len(operations) == 2 * len(OPERATIONS)
    assert min(operations.values()) >= 20


@given(calls(), st.sampled_from(["botocore", "crt"]))
def test_any_url(call: Call, layout: str):
    compare(call, layout)
