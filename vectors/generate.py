"""Recompute every expected value in this folder by running AWS's own implementations.

    python vectors/generate.py                  compare; exit status 1 if anything differs
    python vectors/generate.py --write          fill in what the implementations print
    python vectors/generate.py --published DIR  compare with a folder of published suites as well

Needs botocore and awscrt (`pip install '.[test]'`); the package itself is not imported, so that
nothing here can agree with it by construction.
"""

import argparse
import contextlib
import datetime as dt
import json
import pathlib
import subprocess
import sys
import tempfile
from io import BytesIO
from unittest import mock
from urllib.parse import urlsplit

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from awscrt import auth, http
from awscrt import io as crt_io

HERE = pathlib.Path(__file__).resolve().parent
FILES = ("aws_suite_query", "aws_suite_header", "documentation", "edge_cases")
S3 = ("s3", "s3-outposts", "s3-object-lambda", "s3express")
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def rules(case):
    """Return (normalize, double_encode, content_sha256) of *case*."""
    s3 = case["service"] in S3
    return (
        case.get("normalize_path", not s3),
        case.get("double_encode_path", not s3),
        case.get("add_content_sha256", s3),
    )


class Crt:
    """The AWS Common Runtime.

    It tells canonical request and string to sign to its log only, and flushes that at exit, so the
    cases are signed by a process of their own.
    """

    name = "awscrt"
    layout = "crt"

    def __init__(self, cases):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "log"
            done = subprocess.run(
                [sys.executable, __file__, "--crt", str(log)],
                input=json.dumps(cases),
                capture_output=True,
                text=True,
                check=True,
            )
            texts = log.read_text("utf-8").split(", with contents \n")[1:]
        self.printed = {}
        for case, expected in zip(cases, json.loads(done.stdout), strict=True):
            request, to_sign = (text.split("\n\n[")[0] for text in texts[:2])
            del texts[:3]
            self.printed[case["name"]] = {
                "canonical_request": request,
                "string_to_sign": to_sign,
                **expected,
            }

    def sign(self, case):
        return self.printed[case["name"]]


def crt_sign(case):
    keys = case["credentials"]
    normalize, double_encode, content_sha256 = rules(case)
    query = case["kind"] == "query"
    payload = case.get("payload_hash", "UNSIGNED-PAYLOAD" if case["service"] in S3 else EMPTY)
    config = auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4,
        signature_type=auth.AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS
        if query
        else auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=auth.AwsCredentialsProvider.new_static(
            keys["access_key_id"], keys["secret_access_key"], keys.get("session_token")
        ),
        region=case["region"],
        service=case["service"],
        date=dt.datetime.fromtimestamp(case["now"], dt.timezone.utc),
        use_double_uri_encode=double_encode,
        should_normalize_uri_path=normalize,
        signed_body_value=payload if query else None,
        signed_body_header_type=auth.AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256
        if content_sha256 and not query
        else auth.AwsSignedBodyHeaderType.NONE,
        expiration_in_seconds=case.get("expires_in"),
        omit_session_token=not case.get("sign_session_token", True),
    )
    request = http.HttpRequest(
        case["method"],
        case["target"],
        http.HttpHeaders([tuple(pair) for pair in case["headers"]]),
        None if query else crt_io.InputStream(BytesIO(case.get("body", "").encode())),
    )
    signed = auth.aws_sign_request(request, config).result(10)
    if query:
        return {
            "signature": parameter(signed.path, "X-Amz-Signature"),
            "url": origin(case) + signed.path,
        }
    authorization = signed.headers.get("Authorization")
    return {"signature": authorization[-64:], "authorization": authorization}


class Botocore:
    """botocore's pure Python signers."""

    name = "botocore"
    layout = "botocore"

    def sign(self, case):
        keys = case["credentials"]
        credentials = botocore.credentials.Credentials(
            keys["access_key_id"], keys["secret_access_key"], keys.get("session_token")
        )
        if rules(case) not in ((False, False, True), (True, True, False)):
            return None  # it knows S3's rules and those of the others, and no mixture
        if not case.get("sign_session_token", True) or "payload_hash" in case:
            return None
        express = {"identity_cache": None} if case["service"] == "s3express" else {}
        signer = self.signer(case)(credentials, case["service"], case["region"], **express)
        if case["kind"] == "query":
            signer._expires = case["expires_in"]
        request = botocore.awsrequest.AWSRequest(
            case["method"], origin(case) + case["target"], data=case.get("body", "").encode()
        )
        for name, value in case["headers"]:
            if name.lower() != "host":
                request.headers.add_header(name, value)
        texts = {}
        moment = dt.datetime.fromtimestamp(case["now"], dt.timezone.utc)
        with contextlib.ExitStack() as stack:
            stack.enter_context(
                mock.patch("botocore.auth.get_current_datetime", return_value=moment)
            )
            for step in ("canonical_request", "string_to_sign"):
                stack.enter_context(self.recording(signer, step, texts))
            signer.add_auth(request)
        if case["kind"] == "query":
            return {
                **texts,
                "signature": parameter(request.url, "X-Amz-Signature"),
                "url": request.url,
            }
        authorization = request.headers["Authorization"]
        return {**texts, "signature": authorization[-64:], "authorization": authorization}

    @staticmethod
    def signer(case):
        s3 = case["service"] in S3
        if case["kind"] == "query":
            if case["service"] == "s3express":
                return botocore.auth.S3ExpressQueryAuth
            return botocore.auth.S3SigV4QueryAuth if s3 else botocore.auth.SigV4QueryAuth
        return botocore.auth.S3SigV4Auth if s3 else botocore.auth.SigV4Auth

    @staticmethod
    def recording(signer, step, texts):
        original = getattr(signer, step)

        def recorded(*arguments):
            texts[step] = original(*arguments)
            return texts[step]

        return mock.patch.object(signer, step, recorded)


def origin(case):
    host = next(value for name, value in case["headers"] if name.lower() == "host")
    return case.get("origin", f"https://{host}")


def parameter(url, name):
    return url.split(name + "=")[1].split("&")[0]


def recompute(case, implementations, first):
    """Return what *first*, else another, prints for *case*, and who prints the same signature."""
    results = {}
    for implementation in implementations:
        printed = implementation.sign(case)
        if printed is not None:
            results[implementation.name] = {**printed, "layout": implementation.layout}
    chosen = results.get(case.get("only", first)) or results["awscrt"]
    agreeing = [name for name in results if same(results[name], chosen)]
    expected = {key: value for key, value in chosen.items() if key != "layout" or "url" in chosen}
    return expected, agreeing


def same(one, other):
    return all(
        one[key] == other[key] for key in ("canonical_request", "string_to_sign", "signature")
    )


def differences(name, document, published):
    """Return a line for each expected value of *document* that a published file contradicts."""
    source = {"aws_suite_query": "aws_v4_query", "aws_suite_header": "aws_v4_header"}
    path = published / f"{source.get(name, 's3_docs')}.json"
    theirs = {case["name"]: case["expected"] for case in json.loads(path.read_text())["cases"]}
    lines = []
    for case in document["cases"]:
        for key, value in theirs.get(case["name"], {}).items():
            ours = case["expected"].get({"signed_url": "url"}.get(key, key), value)
            # The documentation prints no blank after the commas of an Authorization header.
            if key == "signed_url" and sorted(urlsplit(ours).query.split("&")) == sorted(
                urlsplit(value).query.split("&")
            ):
                continue
            if ours.replace(", ", ",") != value.replace(", ", ","):
                lines.append(f"{name}/{case['name']}: {key} is published as {value!r}")
    return len(theirs), lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="fill in what is printed")
    parser.add_argument("--published", type=pathlib.Path, help="folder of published suites")
    parser.add_argument("--crt", metavar="LOG", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.crt:
        crt_io.init_logging(crt_io.LogLevel.Info, arguments.crt)
        json.dump([crt_sign(case) for case in json.load(sys.stdin)], sys.stdout)
        return 0
    wrong = []
    for name in FILES:
        path = HERE / f"{name}.json"
        document = json.loads(path.read_text("utf-8"))
        implementations = (Botocore(), Crt(document["cases"]))
        for case in document["cases"]:
            expected, agreeing = recompute(case, implementations, document["by"])
            if arguments.write:
                case["expected"], case["by"] = expected, agreeing
            elif (case["expected"], case["by"]) != (expected, agreeing):
                wrong.append(f"{name}/{case['name']}: expected {expected} by {agreeing}")
        if arguments.write:
            document["number_of_cases"] = len(document["cases"])
            path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
        print(f"{name}: {len(document['cases'])} cases recomputed")
        if arguments.published and name != "edge_cases":
            count, lines = differences(name, document, arguments.published)
            print(f"{name}: compared with {count} published cases, {len(lines)} differences")
            wrong += lines
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
