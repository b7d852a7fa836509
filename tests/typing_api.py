"""The public face as a type checker sees it: read by mypy and pyright, never run."""

import http.client
from datetime import datetime, timedelta, timezone

from sigv4presign import (
    Claim,
    Credentials,
    PostPolicy,
    Presigned,
    PresignedPost,
    S3Presigner,
    Signer,
    Verified,
    content_disposition,
    parse_presigned,
    presign,
    sign_headers,
)

credentials = Credentials("AKIDEXAMPLE", "secret", "token", expires_at=1700000000)
identity: str = credentials.access_key_id
token: str | None = credentials.session_token
ends: int | None = credentials.expires_at

link: Presigned = presign(
    "GET",
    "https://bucket.s3.amazonaws.com/key",
    credentials=credentials,
    region="us-east-1",
    service="s3",
    expires_in=timedelta(hours=1),
    headers={"Range": "bytes=0-9"},
    now=datetime.now(timezone.utc),
    payload_hash=None,
    layout="sorted",
    normalize_path=None,
    double_encode_path=False,
    sign_session_token=True,
    round_to=300,
    outlive="refuse",
)
text: str = str(link) + link.url + link.method + link.curl()
send: tuple[tuple[str, str], ...] = link.headers
until: int = link.expires_at

added: list[tuple[str, str]] = sign_headers(
    "POST",
    "https://sts.us-east-1.amazonaws.com/",
    credentials=credentials,
    region="us-east-1",
    service="sts",
    headers=[("Content-Type", "application/x-www-form-urlencoded")],
    body=b"Action=GetCallerIdentity",
    now=1700000000.5,
)

received: http.client.HTTPMessage = http.client.HTTPMessage()
also: Claim = parse_presigned("GET", "/key", received)
sign_headers(
    "PUT", "https://h/", credentials=credentials, region="r", service="s3", body=bytearray(b"")
)

claim: Claim = parse_presigned("GET", link.url, link.headers)
proof: Verified = claim.verify("secret", now=1700000000, region="us-east-1", service="s3")
name: str = claim.access_key_id
lines: str = claim.canonical_request + claim.string_to_sign
query: tuple[tuple[str, str], ...] = proof.query

s3: S3Presigner = S3Presigner(
    lambda: credentials, region="eu-central-1", endpoint_url=None, store=None, round_to=60
)
download: Presigned = s3.get_object(
    "bucket",
    "key",
    expires_in=timedelta(hours=1),
    now=datetime.now(timezone.utc),
    version_id="v",
    if_modified_since=1700000000,
    response_content_disposition=content_disposition("name"),
)
upload: Presigned = s3.put_object(
    "bucket",
    "key",
    headers={"X-Own": "1"},
    content_length=7,
    metadata={"a": "b"},
    tagging=[("a", "b")],
    sse_customer_key=b"k" * 32,
)
any_operation: Presigned = s3.presign("list_buckets", query={"a": "b"})
both: tuple[Presigned, Presigned] = s3.get_and_head_object("bucket", "key")
urls: list[str] = list(s3.presign_many("get_object", "bucket", ["a", "b"]))
pairs: list[tuple[str, dict[str, str]]] = [("a", {"version_id": "v"})]
urls = list(s3.presign_many("get_object", "bucket", pairs, response_content_type="a/b"))
urls = list(s3.presign_many("get_object", "bucket", ["a", ("b", {"version_id": "v"})]))
signer: Signer = Signer(lambda: credentials, region="us-east-1", service="execute-api", round_to=60)
signed: Presigned = signer.presign("GET", "https://h/", expires_in=60, headers={"A": "b"}, now=1.5)
first: Presigned = s3.multipart_upload_urls("bucket", "key", "u", size=7).parts[0].request
form: PresignedPost = s3.post_object(
    "bucket",
    "key",
    fields={"a": "b"},
    conditions=[{"acl": "private"}, ["content-length-range", 1, 2]],
    content_length_range=(1, 2),
    success_action_status="201",
)
page: str = form.html() + form.curl()
failing: list[str] = [failure.code for failure in form.policy.check(form.fields, size=1)]
policy: PostPolicy = PostPolicy.parse("e30=")
boto3_url: str = s3.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
boto3_form: dict[str, str] = s3.generate_presigned_post("b", "k", Conditions=[{"a": "b"}])["fields"]
