"""One `presign` as a ratio to the hash floor and to the peers that are installed, in one run.

The hash floor is what no signer can do without: one SHA-256 of the canonical request and one HMAC
from prepared inner and outer states. All take turns, so that a busy moment of the machine hits them
alike; the figure is the best of many short runs.
"""

import contextlib
import datetime as dt
import hashlib
import importlib.metadata
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sigv4presign
from sigv4presign import Credentials, S3Presigner, parse_presigned, presign

ROUNDS = 40
ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzE/+=" * 62 + "FwoGZXIv"  # 1 000 characters
REGION = "us-east-1"
URL = "https://examplebucket.s3.us-east-1.amazonaws.com/folder/test.txt"


def floor():
    claim = parse_presigned("GET", ours()().url)
    request = claim.canonical_request.encode()
    to_sign = claim.string_to_sign.encode()
    inner, outer = (
        hashlib.sha256(bytes(byte ^ pad for byte in b"k" * 32 + b"\0" * 32)) for pad in (0x36, 0x5C)
    )

    def call():
        hashlib.sha256(request).digest()
        first, second = inner.copy(), outer.copy()
        first.update(to_sign)
        second.update(first.digest())
        return second.hexdigest()

    return call


def ours(url=URL, **settings):
    credentials = Credentials(ACCESS_KEY_ID, SECRET, settings.pop("token", None))
    return lambda: presign("GET", url, credentials=credentials, region=REGION, **settings)


def s3_presigner(**params):
    s3 = S3Presigner(Credentials(ACCESS_KEY_ID, SECRET), region=REGION)
    return lambda: s3.get_object("examplebucket", "folder/test.txt", **params)


def boto3_url():
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3",
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY_ID,
        aws_secret_access_key=SECRET,
        config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
    )
    parameters = {"Bucket": "examplebucket", "Key": "folder/test.txt"}
    return lambda: client.generate_presigned_url("get_object", parameters)


def botocore_signer():
    from botocore.auth import S3SigV4QueryAuth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials as Keys

    signer = S3SigV4QueryAuth(Keys(ACCESS_KEY_ID, SECRET), "s3", REGION)

    def call():
        request = AWSRequest("GET", URL)
        signer.add_auth(request)
        return request.url

    return call


def minio_url():
    from minio import Minio

    client = Minio(
        "s3.us-east-1.amazonaws.com", access_key=ACCESS_KEY_ID, secret_key=SECRET, region=REGION
    )
    hour = dt.timedelta(hours=1)
    return lambda: client.presigned_get_object("examplebucket", "folder/test.txt", hour)


def awscrt_url():
    from awscrt import auth, http

    keys = auth.AwsCredentialsProvider.new_static(ACCESS_KEY_ID, SECRET)

    def call():
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
        headers = http.HttpHeaders([("Host", "examplebucket.s3.us-east-1.amazonaws.com")])
        request = http.HttpRequest("GET", "/folder/test.txt", headers)
        return auth.aws_sign_request(request, config).result().path

    return call


def obstore_url():
    import obstore
    from obstore.store import S3Store

    store = S3Store(
        "examplebucket", region=REGION, access_key_id=ACCESS_KEY_ID, secret_access_key=SECRET
    )
    hour = dt.timedelta(hours=1)
    return lambda: obstore.sign(store, "GET", "folder/test.txt", hour)


SUBJECTS = [
    # name, what makes the call, calls a run, package
    ("hash floor", floor, 4000, None),
    ("presign", ours, 1000, None),
    ("presign, localhost:9000", lambda: ours("http://localhost:9000/bucket/test.txt"), 1000, None),
    ("presign, versionId=…", lambda: ours(URL + "?versionId=abc"), 1000, None),
    ("presign, blank in the key", lambda: ours(URL + "%20x"), 1000, None),
    ("presign, signed header", lambda: ours(headers={"Range": "bytes=0-9"}), 1000, None),
    ("presign, token of 1 000", lambda: ours(token=TOKEN), 1000, None),
    ("S3Presigner", s3_presigner, 1000, None),
    ("S3Presigner, version_id=…", lambda: s3_presigner(version_id="abc"), 500, None),
    ("boto3 client", boto3_url, 50, "boto3"),
    ("botocore signer alone", botocore_signer, 200, "botocore"),
    ("minio-py", minio_url, 200, "minio"),
    ("awscrt (C)", awscrt_url, 500, "awscrt"),
    ("obstore (Rust)", obstore_url, 500, "obstore"),
]


def microseconds(call, times):
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times * 1e6


def main():
    calls = {}
    for name, make, times, package in SUBJECTS:
        with contextlib.suppress(ImportError):
            calls[name] = (make(), times, package)
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, (call, times, _) in calls.items():
            best[name] = min(best[name], microseconds(call, times))
    print(f"Python {sys.version.split()[0]}, sigv4presign {sigv4presign.__version__}")
    print(f"{'one URL':28}{'µs':>8}{'/ floor':>9}{'/ presign':>11}")
    for name, (_, _, package) in calls.items():
        version = f" {importlib.metadata.version(package)}" if package else ""
        ratios = f"{best[name] / best['hash floor']:9.1f}{best[name] / best['presign']:11.2f}"
        print(f"{name + version:28}{best[name]:8.2f}{ratios}")
    for name, _, _, _ in SUBJECTS:
        if name not in calls:
            print(f"{name}: not installed")


if __name__ == "__main__":
    main()
