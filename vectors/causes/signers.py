"""Presigned requests as other people's libraries make them, each at `NOW`."""

import datetime as dt
from urllib.parse import urlsplit

import boto3
import minio
from botocore.auth import S3SigV4QueryAuth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from freezegun import freeze_time

ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TEMPORARY = "ASIAIOSFODNN7EXAMPLE"
TOKEN = "FwoGZXIvYXdzEBYaDK//+a==" + "IQoJb3JpZ2luX2VjE+/" * 6
NOW = 1440938160  # 2015-08-30T12:36:00Z
LATER = NOW + 40
MOMENT = dt.datetime.fromtimestamp(NOW, dt.timezone.utc)


def boto(
    operation="get_object",
    *,
    region="us-east-1",
    endpoint=None,
    token=None,
    key_id=None,
    secret=SECRET,
    style="path",
    expires=3600,
    method=None,
    version="s3v4",
    **params,
):
    """Return the URL of boto3's ``generate_presigned_url``."""
    params = {"Bucket": "bucket", "Key": "folder/key.txt", **params}
    params = {name: value for name, value in params.items() if value is not None}
    client = boto3.client(
        "s3", region_name=region, endpoint_url=endpoint,
        aws_access_key_id=key_id or (TEMPORARY if token else ID), aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(signature_version=version, s3={"addressing_style": style}),
    )  # fmt: skip
    with freeze_time(MOMENT):
        return client.generate_presigned_url(operation, params, expires, method)


def form(conditions=(), fields=None, key="user/${filename}", endpoint=None, expires=3600):
    """Return URL and fields of boto3's ``generate_presigned_post``."""
    client = boto3.client(
        "s3", region_name="us-east-1", endpoint_url=endpoint, aws_access_key_id=ID,
        aws_secret_access_key=SECRET, config=Config(signature_version="s3v4"),
    )  # fmt: skip
    with freeze_time(MOMENT):
        made = client.generate_presigned_post(
            "bucket", key, Fields=dict(fields or {}), Conditions=list(conditions), ExpiresIn=expires
        )
    return made["url"], list(made["fields"].items())


def mini(
    method="GET",
    bucket="bucket",
    key="folder/key.txt",
    *,
    host="minio.example.com:9000",
    secure=False,
    secret=SECRET,
    extra=None,
    region="us-east-1",
):
    """Return the URL of minio-py's ``get_presigned_url``."""
    client = minio.Minio(host, access_key=ID, secret_key=secret, secure=secure, region=region)
    return client.get_presigned_url(
        method, bucket, key, dt.timedelta(hours=1), request_date=MOMENT, extra_query_params=extra
    )


def raw(
    method,
    url,
    *,
    service="s3",
    region="us-east-1",
    headers=(),
    secret=SECRET,
    key_id=ID,
    token=None,
    expires=3600,
    plain=None,
    auth=None,
):
    """Return *url* as botocore's signer alone presigns it; *plain*: by S3's rules."""
    by_rules = service in ("s3", "s3express", "s3-outposts") if plain is None else plain
    made = auth or (S3SigV4QueryAuth if by_rules else SigV4QueryAuth)
    request = AWSRequest(method, url, headers=dict(headers))
    with freeze_time(MOMENT):
        made(Credentials(key_id, secret, token), service, region, expires).add_auth(request)
    return request.url


def target(url):
    """Return path and query of *url*."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"
