"""The libraries that are compared: how each presigns a key, many keys, and an upload form.

Each maker takes a session token or None, and returns functions by what they do: ``sign`` takes a
key and returns a URL, ``many`` takes keys, ``post`` takes a key. A library that is not installed
raises ImportError.
"""

import datetime as dt
import json
import subprocess
from pathlib import Path

from measure import ACCESS_KEY_ID, BUCKET, HOST, REGION, SECRET, credentials

from sigv4presign import S3Presigner
from sigv4presign._percent import encode_path

HOUR = dt.timedelta(hours=1)


def ours(token):
    s3 = S3Presigner(credentials(token), region=REGION)
    return {
        "sign": lambda key: s3.get_object(BUCKET, key).url,
        "many": lambda keys: s3.presign_many("get_object", BUCKET, keys),
        "post": lambda key: s3.post_object(BUCKET, key),
    }


def boto3(token):
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3",
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY_ID,
        aws_secret_access_key=SECRET,
        aws_session_token=token,
        config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
    )
    url = client.generate_presigned_url
    return {
        "sign": lambda key: url("get_object", {"Bucket": BUCKET, "Key": key}),
        "post": lambda key: client.generate_presigned_post(BUCKET, key),
    }


def botocore(token):
    from botocore.auth import S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    signer = S3SigV4QueryAuth(Credentials(ACCESS_KEY_ID, SECRET, token), "s3", REGION)

    def sign(key):
        request = AWSRequest("GET", f"https://{HOST}/{encode_path(key)}")
        signer.add_auth(request)
        return request.url

    return {"sign": sign}


def minio(token):
    from minio import Minio
    from minio.datatypes import PostPolicy

    client = Minio(
        f"s3.{REGION}.amazonaws.com",
        access_key=ACCESS_KEY_ID,
        secret_key=SECRET,
        session_token=token,
        region=REGION,
    )

    def post(key):
        policy = PostPolicy(BUCKET, dt.datetime.now(dt.timezone.utc) + HOUR)
        policy.add_equals_condition("key", key)
        return client.presigned_post_policy(policy)

    return {"sign": lambda key: client.presigned_get_object(BUCKET, key, HOUR), "post": post}


def awscrt(token):
    from awscrt import auth, http

    keys = auth.AwsCredentialsProvider.new_static(ACCESS_KEY_ID, SECRET, token)

    def sign(key):
        config = auth.AwsSigningConfig(
            algorithm=auth.AwsSigningAlgorithm.V4,
            signature_type=auth.AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS,
            credentials_provider=keys,
            region=REGION,
            service="s3",
            use_double_uri_encode=False,
            should_normalize_uri_path=False,
            signed_body_value="UNSIGNED-PAYLOAD",
            expiration_in_seconds=3600,
        )
        request = http.HttpRequest(
            "GET", f"/{encode_path(key)}", http.HttpHeaders([("Host", HOST)])
        )
        return f"https://{HOST}{auth.aws_sign_request(request, config).result().path}"

    return {"sign": sign}


def obstore(token):
    import obstore
    from obstore.store import S3Store

    store = S3Store(
        BUCKET,
        region=REGION,
        access_key_id=ACCESS_KEY_ID,
        secret_access_key=SECRET,
        virtual_hosted_style_request=True,
        **({} if token is None else {"session_token": token}),
    )
    return {
        "sign": lambda key: obstore.sign(store, "GET", key, HOUR),
        "many": lambda keys: obstore.sign(store, "GET", keys, HOUR),
    }


def aws_request_signer(token):
    from aws_request_signer import UNSIGNED_PAYLOAD, AwsRequestSigner

    signer = AwsRequestSigner(REGION, ACCESS_KEY_ID, SECRET, "s3", token)

    def sign(key):
        url = f"https://{HOST}/{encode_path(key)}"
        return signer.presign_url("GET", url, content_hash=UNSIGNED_PAYLOAD, expires=3600)

    def post(key):
        ends = (dt.datetime.now(dt.timezone.utc) + HOUR).strftime("%Y-%m-%dT%H:%M:%SZ")
        conditions = [{"bucket": BUCKET}, {"key": key}]
        return signer.sign_s3_post_policy({"expiration": ends, "conditions": conditions})

    return {"sign": sign, "post": post}


PYTHON = {
    # name in the table, maker, package
    "sigv4presign": (ours, None),
    "boto3": (boto3, "boto3"),
    "botocore signer alone": (botocore, "botocore"),
    "minio-py": (minio, "minio"),
    "awscrt (C)": (awscrt, "awscrt"),
    "obstore (Rust)": (obstore, "obstore"),
    "aws-request-signer": (aws_request_signer, "aws-request-signer"),
}
NODE = ["aws4", "aws4fetch", "@aws-sdk/s3-request-presigner"]
NODE_FOLDER = Path(__file__).resolve().parent / "node"


class Node:
    """The libraries on Node, in a process that waits for its turn."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["node", "serve.mjs"],
            cwd=NODE_FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, library, keys, token):
        wanted = {
            "library": library,
            "keys": keys,
            "credentials": {"id": ACCESS_KEY_ID, "secret": SECRET, "token": token},
        }
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
