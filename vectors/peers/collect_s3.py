"""Compare `../s3_presigner_js.json` with what the SDK for JavaScript prints, or write it (--write).

The inputs are made here; the file has them with the URL that each gave.
"""

import argparse
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FILE = HERE.parent / "s3_presigner_js.json"
NOW = 1369396801  # 2013-05-24T12:00:01Z
ARN = "arn:aws:s3:us-west-2:123456789012:accesspoint/point"

SETTINGS = [
    {"region": "us-east-1"},
    {"region": "eu-central-1", "token": "to/ken+=="},
    {"region": "us-west-2", "addressing_style": "path"},
    {"region": "us-west-2", "bucket": ARN},
    {"region": "cn-north-1"},
    {"region": "us-gov-west-1", "fips": True},
    {"region": "eu-west-1", "dualstack": True},
    {"region": "ap-south-1", "fips": True, "dualstack": True, "addressing_style": "path"},
    {"region": "us-west-2", "accelerate": True},
    {"region": "us-iso-east-1"},
    {"region": "eusc-de-east-1"},
    {"region": "eu-west-1", "bucket": "my.bucket"},
    {"region": "us-east-1", "endpoint_url": "http://localhost:9000", "addressing_style": "path"},
    {"region": "us-east-1", "endpoint_url": "http://[::1]:9000", "addressing_style": "path"},
    {"region": "us-east-1", "endpoint_url": "https://s3.example", "addressing_style": "virtual"},
    {"region": "auto", "endpoint_url": "https://h.example/base", "addressing_style": "path"},
]
KEYS = ["k", "a b/é日本", "%2F+?#&=~!*()'@$,;:", "//x//y/"]
COMMANDS = [
    ("GetObject", {"Key": ""}),
    ("GetObject", {"Key": "", "VersionId": "a/b+c", "PartNumber": 3}),
    ("GetObject", {"Key": "", "Range": "bytes=0-9", "IfNoneMatch": '"abc"'}),
    (
        "GetObject",
        {
            "Key": "",
            "ResponseContentDisposition": "attachment; filename*=UTF-8''%C3%BC",
            "ResponseContentType": "text/plain; charset=utf-8",
            "ResponseCacheControl": "no-store",
        },
    ),
    ("HeadObject", {"Key": "", "VersionId": "v"}),
    ("PutObject", {"Key": ""}),
    (
        "PutObject",
        {
            "Key": "",
            "ACL": "private",
            "StorageClass": "GLACIER_IR",
            "Tagging": "a=b&c=d",
            "Metadata": {"note": "a  b"},
            "IfNoneMatch": "*",
        },
    ),
    ("DeleteObject", {"Key": "", "VersionId": "v"}),
    ("GetObjectTagging", {"Key": ""}),
    ("GetObjectAcl", {"Key": ""}),
    ("GetObjectAttributes", {"Key": "", "ObjectAttributes": ["ETag", "ObjectSize"]}),
    ("CopyObject", {"Key": "", "CopySource": "b/k%20k"}),
    ("CreateMultipartUpload", {"Key": "", "ACL": "private"}),
    ("UploadPart", {"Key": "", "UploadId": "u+1=", "PartNumber": 10}),
    ("UploadPartCopy", {"Key": "", "UploadId": "u", "PartNumber": 1, "CopySource": "b/k"}),
    ("ListParts", {"Key": "", "UploadId": "u", "MaxParts": 5}),
    ("AbortMultipartUpload", {"Key": "", "UploadId": "u"}),
    ("RestoreObject", {"Key": "", "VersionId": "v"}),
    ("ListObjectsV2", {"Prefix": "a b/", "Delimiter": "/", "MaxKeys": 5, "FetchOwner": True}),
    ("ListObjectVersions", {"KeyMarker": "ü", "EncodingType": "url"}),
    ("ListMultipartUploads", {"Prefix": "a"}),
    ("HeadBucket", {"ExpectedBucketOwner": "123456789012"}),
    ("GetBucketVersioning", {}),
    ("GetBucketPolicy", {}),
    ("GetBucketLifecycleConfiguration", {}),
    ("DeleteBucketCors", {}),
]


def made():
    cases = []
    for number, setting in enumerate(SETTINGS):
        settings = dict(setting)
        bucket = settings.pop("bucket", "bucket")
        for position, (command, more) in enumerate(COMMANDS):
            params = {"Bucket": bucket, **more}
            if "Key" in params:
                params["Key"] = KEYS[(number + position) % len(KEYS)]
            cases.append(
                {
                    "name": f"{number}-{position}-{command}",
                    "command": command,
                    "params": params,
                    "settings": settings,
                    "now": NOW,
                    "expires_in": (1, 3600, 604800)[position % 3],
                }
            )
    return cases


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    cases = made()
    done = subprocess.run(
        ["node", "sign.mjs"],
        cwd=HERE / "js-s3",
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    printed = json.loads(done.stdout)
    for case in cases:
        case.update(printed[case["name"]])
    document = {
        "about": "URLs that @aws-sdk/s3-request-presigner printed; see README.md",
        "by": json.loads((HERE / "js-s3" / "package.json").read_text("utf-8"))["dependencies"],
        "number_of_cases": len(cases),
        "cases": cases,
    }
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    if parser.parse_args().write:
        FILE.write_text(text, "utf-8")
        return 0
    same = FILE.read_text("utf-8") == text
    print(f"{len(cases)} cases run, {'as in the file' if same else 'NOT as in the file'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
