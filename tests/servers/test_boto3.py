"""boto3 as a client of an application: it signs in headers, and uploads over TLS in chunks."""

import io
import json
from collections.abc import Callable, Iterator

import boto3
import pytest
import requests
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError

from ..examples import ACCESS_KEY_ID, SECRET
from ..stores.keys import KEYS, Key
from .catalogue import KINDS, Server
from .rules import REGION
from .wire import sha256

pytestmark = pytest.mark.servers

# All that Flask's and Starlette's routers take, and that urllib3 sends as it is given.
ROUTED = [case for case in KEYS if "\n" not in case.key]


def client(server: Server, secret: str = SECRET) -> BaseClient:
    return boto3.client(
        "s3",
        REGION,
        endpoint_url=server.origin,
        verify=str(server.certificate) if server.certificate else None,
        aws_access_key_id=ACCESS_KEY_ID,
        aws_secret_access_key=secret,
        config=Config(
            signature_version="s3v4",  # of its URLs, too: those for us-east-1 would be SigV2's
            s3={"addressing_style": "path"},
            retries={"total_max_attempts": 1},
        ),
    )


@pytest.fixture(params=[False, True], ids=["http", "https"])
def over(request: pytest.FixtureRequest, start: Callable[..., Server]) -> Callable[..., Server]:
    return lambda name: start(name, tls=request.param)


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, over: Callable[..., Server]) -> Server:
    return over(request.param)


@pytest.fixture
def s3(server: Server) -> Iterator[BaseClient]:
    made = client(server)
    yield made
    made.close()


def told(answer: dict) -> dict:
    return json.loads(answer["ResponseMetadata"]["HTTPHeaders"]["x-told"])


@pytest.mark.parametrize("case", ROUTED, ids=lambda case: case.name)
def test_keys(s3: BaseClient, case: Key):
    for call in (s3.get_object, s3.head_object, s3.delete_object):
        seen = told(call(Bucket="bucket", Key=case.key))
        assert (seen["form"], seen["bucket"], seen["key"]) == ("header", "bucket", case.key)


@pytest.mark.parametrize("size", [0, 1, 65536, 3_000_000])
def test_an_upload(server: Server, s3: BaseClient, size: int):
    content = bytes(range(251)) * (size // 251 + 1)
    content = content[:size]
    seen = told(s3.put_object(Bucket="bucket", Key="a b", Body=io.BytesIO(content)))
    assert (seen["length"], seen["sha256"]) == (size, sha256(content))
    # Over TLS in unsigned chunks with the checksum behind them, else with a signed hash.
    assert seen["trailers"] == (["x-amz-checksum-crc32"] if server.certificate else [])


def test_its_presigned_urls(server: Server, s3: BaseClient):
    url = s3.generate_presigned_url("put_object", Params={"Bucket": "bucket", "Key": "a b+ü"})
    with requests.Session() as session:
        session.trust_env = False
        answer = session.put(url, data=b"content", verify=str(server.certificate or True))
    seen = json.loads(answer.headers["x-told"])
    assert (seen["key"], seen["sha256"]) == ("a b+ü", sha256(b"content"))


def test_it_understands_a_refusal(server: Server):
    forger = client(server, "another secret")
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        forger.put_object(Bucket="bucket", Key="a", Body=b"content")
    with pytest.raises(ClientError, match="403"):
        forger.head_object(Bucket="bucket", Key="a")
    forger.close()
