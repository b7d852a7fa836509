"""A fresh process for each library: how long its import takes, how long one URL, how much memory.

Times are the processor's, of the whole process, its interpreter among them; memory is the most that
it had (VmHWM). All take turns; the figure is the median.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from libraries import NODE, NODE_FOLDER
from measure import ACCESS_KEY_ID, BUCKET, HOST, REGION, SECRET

ROUNDS = 9
ROOT = Path(__file__).resolve().parent.parent
KEY = "folder/test.txt"
PEAK = "\nprint(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"
PYTHON = {
    # name in the table: what imports it, and what makes one URL then
    "bare: hashlib, hmac": ("import hashlib, hmac", ""),
    "sigv4presign": (
        "from sigv4presign import Credentials, S3Presigner",
        f"s3 = S3Presigner(Credentials({ACCESS_KEY_ID!r}, {SECRET!r}), region={REGION!r})\n"
        f"s3.get_object({BUCKET!r}, {KEY!r}).url",
    ),
    "sigv4presign.presign": (
        "from sigv4presign import Credentials, presign",
        f"keys = Credentials({ACCESS_KEY_ID!r}, {SECRET!r})\n"
        f"presign('GET', 'https://{HOST}/{KEY}', credentials=keys, region={REGION!r}).url",
    ),
    "boto3": (
        "import boto3\nfrom botocore.config import Config",
        f"client = boto3.client('s3', region_name={REGION!r}, aws_access_key_id={ACCESS_KEY_ID!r},"
        f" aws_secret_access_key={SECRET!r}, config=Config(signature_version='s3v4'))\n"
        f"client.generate_presigned_url('get_object', {{'Bucket': {BUCKET!r}, 'Key': {KEY!r}}})",
    ),
    "botocore signer alone": (
        "from botocore.auth import S3SigV4QueryAuth\nfrom botocore.awsrequest import AWSRequest\n"
        "from botocore.credentials import Credentials",
        f"request = AWSRequest('GET', 'https://{HOST}/{KEY}')\n"
        f"keys = Credentials({ACCESS_KEY_ID!r}, {SECRET!r})\n"
        f"S3SigV4QueryAuth(keys, 's3', {REGION!r}).add_auth(request)",
    ),
    "minio-py": (
        "from minio import Minio",
        f"Minio('s3.{REGION}.amazonaws.com', access_key={ACCESS_KEY_ID!r}, secret_key={SECRET!r},"
        f" region={REGION!r}).presigned_get_object({BUCKET!r}, {KEY!r})",
    ),
    "awscrt (C)": (
        "from awscrt import auth, http",
        f"keys = auth.AwsCredentialsProvider.new_static({ACCESS_KEY_ID!r}, {SECRET!r})\n"
        "config = auth.AwsSigningConfig(algorithm=auth.AwsSigningAlgorithm.V4,"
        " signature_type=auth.AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS,"
        f" credentials_provider=keys, region={REGION!r}, service='s3',"
        " signed_body_value='UNSIGNED-PAYLOAD', expiration_in_seconds=3600)\n"
        f"request = http.HttpRequest('GET', '/{KEY}', http.HttpHeaders([('Host', {HOST!r})]))\n"
        "auth.aws_sign_request(request, config).result().path",
    ),
    "obstore (Rust)": (
        "import datetime, obstore\nfrom obstore.store import S3Store",
        f"store = S3Store({BUCKET!r}, region={REGION!r}, access_key_id={ACCESS_KEY_ID!r},"
        f" secret_access_key={SECRET!r})\n"
        f"obstore.sign(store, 'GET', {KEY!r}, datetime.timedelta(hours=1))",
    ),
    "aws-request-signer": (
        "from aws_request_signer import AwsRequestSigner",
        f"signer = AwsRequestSigner({REGION!r}, {ACCESS_KEY_ID!r}, {SECRET!r}, 's3')\n"
        f"signer.presign_url('GET', 'https://{HOST}/{KEY}', expires=3600)",
    ),
}


def run(command, folder=ROOT):
    """Return milliseconds and MiB of a process, None if what it wants is not installed."""
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with process.stdout:
        told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    taken = (usage.ru_utime + usage.ru_stime) * 1e3
    return (taken, int(told) / 1024) if status == 0 else None


def commands(with_node):
    """Return (name, stage, command, folder) of all."""
    found = []
    here = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    for name, (imports, rest) in PYTHON.items():
        for stage, code in (("import", imports), ("first", f"{imports}\n{rest}")):
            found.append((name, stage, [sys.executable, "-I", "-c", here + code + PEAK], ROOT))
    for name in NODE if with_node else ():
        found += [
            (name, stage, ["node", "first.mjs", name, stage], NODE_FOLDER)
            for stage in ("import", "first")
        ]
    return found


def measured(with_node=True):
    """Return {(name, stage): (median milliseconds, median MiB)} of what is installed."""
    taken = {}
    for _ in range(ROUNDS):
        for name, stage, command, folder in commands(with_node):
            result = run(command, folder)
            if result is not None:
                taken.setdefault((name, stage), []).append(result)
    return {
        key: tuple(statistics.median(column) for column in zip(*results, strict=True))
        for key, results in taken.items()
    }


if __name__ == "__main__":
    for (name, stage), (milliseconds, mebibytes) in measured().items():
        print(f"{name:34}{stage:8}{milliseconds:8.1f} ms{mebibytes:8.1f} MiB")
