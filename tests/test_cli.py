"""The command line as a person or a script uses it."""

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request
from http.client import BadStatusLine
from pathlib import Path

import pytest

from sigv4presign import parse_presigned, sign_headers
from sigv4presign.cli import _demo, main
from sigv4presign.store import Store

from .examples import ACCESS_KEY_ID, ENVIRON, KEYS, NOW, SECRET, TOKEN, sign


class TestPresigning:
    """``get``, ``put``, ``head``, ``delete`` and ``url``."""

    @pytest.mark.parametrize("method", ["get", "put", "head", "delete"])
    def test_the_url_is_all_that_is_printed(self, run, method: str):
        ran = run(f"{method} s3://bucket/key --region eu-west-1")
        url = "https://bucket.s3.eu-west-1.amazonaws.com/key"
        expected = sign(method.upper(), url, region="eu-west-1").url
        assert (0, f"{expected}\n", "") == (ran.status, ran.out, ran.err)

    @pytest.mark.parametrize(
        "location, url",
        [
            ("s3://bucket/a%20b", "https://bucket.s3.us-east-1.amazonaws.com/a%2520b"),
            (
                "'s3://bucket//a b/+é?#&' --validate off",
                "https://bucket.s3.us-east-1.amazonaws.com//a%20b/%2B%C3%A9%3F%23%26",
            ),
            ("s3://b.c/k", "https://s3.us-east-1.amazonaws.com/b.c/k"),
            ("s3://Bucket_1/k", "https://s3.us-east-1.amazonaws.com/Bucket_1/k"),
            (
                "s3://bucket/k --region cn-north-1",
                "https://bucket.s3.cn-north-1.amazonaws.com.cn/k",
            ),
            ("s3://b/k --endpoint-url http://h:9000", "http://h:9000/b/k"),
            ("s3://b.c/k --endpoint-url http://h:9000/base/", "http://h:9000/base/b.c/k"),
        ],
    )
    def test_where_the_object_is(self, run, location: str, url: str):
        assert run(f"get {location}").out.startswith(f"{url}?X-Amz-Algorithm=")

    def test_settings_of_the_environment(self, run):
        environ = {
            "AWS_REGION": "eu-west-1",
            "AWS_ENDPOINT_URL_S3": "http://h:9000",
            "AWS_SESSION_TOKEN": TOKEN,
        }
        url = run("get s3://b/k", **environ).out
        assert url.startswith("http://h:9000/b/k?")
        assert "%2Feu-west-1%2Fs3%2F" in url
        assert "X-Amz-Security-Token=" in url

    def test_a_profile(self, run, tmp_path: Path):
        (tmp_path / "keys").write_text("[x]\naws_access_key_id=AKIDX\naws_secret_access_key=b\n")
        ran = run("get s3://b/k --profile x", AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "keys"))
        assert "X-Amz-Credential=AKIDX%2F" in ran.out

    @pytest.mark.parametrize(
        "text, seconds",
        [("3600", 3600), ("90s", 90), ("15m", 900), ("1h30m", 5400), ("7d", 604800), ("1w", 604800),
         ("1d2h3m4s", 93784), ("007", 7)],
    )  # fmt: skip
    def test_durations(self, run, text: str, seconds: int):
        assert f"&X-Amz-Expires={seconds}&" in run(f"get s3://b/k --expires-in {text}").out

    @pytest.mark.parametrize(
        "text", ["''", "9" * 5000, "x", "1h30", "30m1h", "1.5h", "-1", "1H", "' 1h'", "٣"]
    )
    def test_what_is_no_duration(self, run, text: str):
        ran = run(f"get s3://b/k --expires-in={text}")
        assert (2, "") == (ran.status, ran.out)
        assert "write seconds, or such as 90s, 15m, 1h30m, 7d" in ran.err

    @pytest.mark.parametrize("text", ["0", "0s", "8d", "604801", "9" * 9])
    def test_a_duration_out_of_range(self, run, text: str):
        ran = run(f"get s3://b/k --expires-in {text}")
        assert (2, "") == (ran.status, ran.out)
        assert "is not from 1 second to 7 days (604800 s)" in ran.err

    @pytest.mark.parametrize("option", ["--region", "--profile", "--endpoint-url"])
    def test_an_option_that_a_script_left_empty(self, run, option: str):
        ran = run(f"get s3://b/k {option} ''")
        assert (2, "") == (ran.status, ran.out)
        assert f"argument {option}: it is empty; leave the option out" in ran.err

    def test_query_and_headers(self, run):
        ran = run(
            "put s3://b/k --query 'versionId=a b/c=' --query uploads -H 'Content-Type: text/plain' "
            "--header 'X-Amz-Meta-A:hush'"
        )
        assert "/k?versionId=a%20b%2Fc%3D&uploads=&X-Amz-" in ran.out
        assert "SignedHeaders=content-type%3Bhost%3Bx-amz-meta-a&" in ran.out
        assert "send these headers with it: Content-Type, X-Amz-Meta-A\n" in ran.err
        assert "hush" not in ran.err

    def test_json(self, run):
        ran = run("put s3://b/k --json --expires-in 10m -H 'A: 1' -H 'a: 2' -H 'A: 3'")
        told = json.loads(ran.out)
        assert {
            "method": "PUT",
            "url": told["url"],
            "headers": {"A": "1,3", "a": "2"},
            "expires_at": NOW + 600,
            "expires": "2015-08-30T12:46:00Z",
        } == told
        assert "" == ran.err

    def test_a_repeated_header_may_be_sent_as_one(self, run):
        told = json.loads(run("put s3://b/k --json -H 'A: 1' -H 'A: 3'").out)
        parse_presigned("PUT", told["url"], told["headers"]).verify(SECRET, now=NOW)

    def test_curl(self, run):
        words = shlex.split(run("put s3://b/k --curl -H 'A: it'\"'\"'s'").out)
        assert "curl" == words[0]
        assert "A: it's" in words
        assert words[-1].startswith("https://s3.")

    def test_either_json_or_curl(self, run):
        assert 2 == run("get s3://b/k --json --curl").status

    def test_layout_and_rounding(self, run):
        url = run("get s3://b/k --layout sorted --round-to 1h").out
        assert "&X-Amz-Date=20150830T120000Z&X-Amz-Expires=7200&" in url

    def test_credentials_that_end(self, run):
        ends = {"AWS_CREDENTIAL_EXPIRATION": "2015-08-30T12:46:00Z"}
        ran = run("get s3://b/k", **ends)
        assert "&X-Amz-Expires=600&" in ran.out
        assert "the URL ends with its credentials, 2015-08-30T12:46:00Z" in ran.err
        ran = run("get s3://b/k --outlive refuse", **ends)
        assert (1, "") == (ran.status, ran.out)
        assert "the credentials end 600 seconds after the signing" in ran.err

    def test_any_service(self, run):
        line = "url post https://sts.eu-west-1.amazonaws.com/?Action=A --service sts"
        ran = run(f"{line} --region eu-west-1")
        claim = parse_presigned("POST", ran.out.strip())
        assert ("sts", "eu-west-1") == (claim.service, claim.region)
        ran = run(line)
        assert (1, "") == (ran.status, ran.out)
        assert "no region: give --region, or set AWS_REGION" in ran.err

    @pytest.mark.parametrize(
        "line, message",
        [
            ("get https://b/k", "'https://b/k' is not of the form s3://BUCKET/KEY"),
            ("get bucket/key", "not of the form s3://BUCKET/KEY"),
            ("get s3:///key", "bucket is ''; a bucket's name has letters"),
            ("get s3://../k", "bucket is '..'; a bucket's name has"),
            ("get 's3://b c/k'", "bucket is 'b c'; a bucket's name has"),
            ("delete s3://b", "names no object; write s3://b/KEY"),
            ("delete s3://b/", "names no object"),
            ("get s3://b/k --endpoint-url localhost:9000", "must be absolute"),
            ("get s3://b/k --endpoint-url http://h/?a=b", "has a query"),
            ("get s3://b/k --endpoint-url http://h?", "has a query"),
            ("get s3://b/k", "no credentials"),
            ("get s3://b/k --endpoint-url nonsense", "endpoint_url 'nonsense': it begins"),
            ("get s3://b/k --endpoint-url http://u:hush@h", "endpoint_url: it has user info"),
            ("get s3://b/k -H 'Host: a' -H 'Host: b'", "headers has 2 Host headers"),
            ("url GET /key --service s3 --region r", "must be absolute"),
        ],
    )
    def test_what_cannot_be_signed(self, run, line: str, message: str):
        environ = {}
        if message == "no credentials":
            environ = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
        ran = run(line, **environ)
        assert (1, "") == (ran.status, ran.out)
        assert ran.err.startswith("sigv4presign: ")
        assert "hush" not in ran.err
        assert message in ran.err

    @pytest.mark.parametrize(
        "line",
        ["", "nothing", "get", "get s3://b/k --header novalue", "get s3://b/k --query =v",
         "get s3://b/k --layout x", "url GET https://h/ --region r", "get s3://b/k --secret x"],
    )  # fmt: skip
    def test_wrong_usage(self, run, line: str):
        ran = run(line)
        assert (2, "") == (ran.status, ran.out)
        assert "usage: sigv4presign" in ran.err

    def test_a_key_that_is_not_utf8(self, capsys):
        for line in (["get", "s3://b/\udcff"], ["get", "s3://b/k", "--query", "a=\udcff"]):
            assert 1 == main(line, ENVIRON)
            assert "is not UTF-8, which every object key is" in capsys.readouterr().err

    def test_version_and_help(self, run):
        assert re.fullmatch(r"sigv4presign \d+\.\d+\.\d+\n", run("--version").out)
        for command in ("", "get", "put", "head", "delete", "url", "verify", "demo", "serve"):
            ran = run(f"{command} --help")
            assert (0, True) == (ran.status, ran.out.startswith("usage: sigv4presign"))


class TestVerifying:
    """``verify``: exit status 0 proven, 1 refused, 2 neither."""

    URL = sign(url="https://bucket.s3.amazonaws.com/a%20b%0A?x=1").url

    def test_proven(self, run):
        ran = run(f"verify GET '{self.URL}'")
        assert (0, "") == (ran.status, ran.err)
        assert (
            f"genuine: GET bucket.s3.amazonaws.com/a%20b%0A by {ACCESS_KEY_ID} "
            "until 2015-08-30T13:36:00Z\n"
        ) == ran.out

    def test_json(self, run):
        told = json.loads(run(f"verify GET '{self.URL}' --json").out)
        assert ("/a b\n", [["x", "1"]]) == (told["path"], told["query"])

    def test_the_method_in_lower_case(self, run):
        assert 0 == run(f"verify get '{self.URL}'").status

    def test_headers(self, run):
        signed = sign("PUT", headers={"X-Amz-Meta-A": "1"})
        assert 0 == run(f"verify PUT '{signed.url}' -H 'X-Amz-Meta-A: 1'").status
        assert 1 == run(f"verify PUT '{signed.url}' -H 'X-Amz-Meta-A: 2'").status

    @pytest.mark.parametrize(
        "options, message",
        [
            (
                "--region eu-west-1",
                "refused, AuthorizationQueryParametersError: signed for the reg",
            ),
            ("--service sts", "signed for the service 's3', not 'sts'"),
            ("-H 'x-amz-acl: private'", "refused, AccessDenied: these headers must be signed"),
        ],
    )
    def test_refused(self, run, options: str, message: str):
        ran = run(f"verify GET '{self.URL}' {options}")
        assert (1, "") == (ran.status, ran.out)
        assert message in ran.err

    def test_signed_in_headers(self, run):
        url = "https://bucket.s3.amazonaws.com/key"
        added = sign_headers(
            "GET", url, credentials=KEYS, region="us-east-1", service="s3", now=NOW
        )
        options = " ".join(f"-H '{name}: {value}'" for name, value in added)
        ran = run(f"verify GET {url} {options}")
        assert (0, "") == (ran.status, ran.err)
        assert "genuine: GET bucket.s3.amazonaws.com/key by" in ran.out
        assert 1 == run(f"verify PUT {url} {options}").status

    def test_altered(self, run):
        ran = run(f"verify HEAD '{self.URL}'")
        assert (1, "") == (ran.status, ran.out)
        assert "refused, SignatureDoesNotMatch: the signature does not match" in ran.err
        assert 1 == run("verify GET nonsense").status

    def test_signed_by_somebody_else(self, run):
        ran = run(f"verify GET '{self.URL}'", AWS_ACCESS_KEY_ID="AKIDOTHER")
        assert 1 == ran.status
        assert f"InvalidAccessKeyId: the access key '{ACCESS_KEY_ID}' is not known" in ran.err

    def test_a_token_must_be_the_one_at_hand(self, run):
        assert 1 == run(f"verify GET '{self.URL}'", AWS_SESSION_TOKEN="token").status

    def test_without_credentials_nothing_is_said_of_the_url(self, run):
        nothing = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
        ran = run(f"verify GET '{self.URL}'", **nothing)
        assert (2, "") == (ran.status, ran.out)
        assert "no credentials" in ran.err


class TestDemo:
    """``demo``: what a newcomer sees first; `tests/stores` runs it on real stores."""

    def test_on_a_store_of_its_own(self, run, monkeypatch):
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        ran = run("demo", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
        assert (0, "") == (ran.status, ran.err), ran.out
        for line in (
            "  $ sigv4presign serve ",
            "  $ curl --upload-file greeting.txt URL",
            "  PUT: 200",
            "  GET: 200",
            "  the same bytes",
            "  POST: 204",
            "  GET: 403 SignatureDoesNotMatch",
            "  DELETE: 204",
        ):
            assert f"\n{line}" in ran.out
        assert ran.out.endswith("All as it must be.\n")

    def test_on_a_given_store(self, run, tmp_path: Path):
        with Store(tmp_path, credentials=KEYS) as store:
            command = f"demo --endpoint-url {store.endpoint_url} --bucket the-bucket"
            for _ in range(2):  # the bucket stays
                ran = run(command)
                assert 0 == ran.status, ran.out
                assert "POST: 204" in ran.out
                assert ran.out.endswith("All as it must be.\n")
        assert ["the-bucket"] == [each.name for each in tmp_path.iterdir() if each.name[0] != "."]

    def test_on_a_store_that_does_not_know_the_secret(self, run, tmp_path: Path):
        with Store(tmp_path) as store:
            ran = run(f"demo --endpoint-url {store.endpoint_url}")
        assert 1 == ran.status
        assert "PUT: 403 InvalidAccessKeyId, which is wrong" in ran.out
        assert ran.out.endswith("NOT as it must be: see above.\n")

    def answering(self, monkeypatch, answers: dict[str, tuple[int, bytes]]):
        """Let a store answer to each method always the same."""
        asked = []

        def sent(method: str, url: str, *_, **__) -> _demo.Received:
            asked.append(method)
            return _demo.Received(*answers[method])

        monkeypatch.setattr(_demo, "_sent", sent)
        return asked

    def test_on_a_store_that_does_not_verify(self, run, monkeypatch):
        answers = {"PUT": (200, b""), "GET": (200, _demo.CONTENT), "DELETE": (204, b"")}
        asked = self.answering(
            monkeypatch, {**answers, "POST": (501, b"<Error><Code>NotImplemented</Code></Error>")}
        )
        ran = run("demo --endpoint-url http://h:9000")
        assert 1 == ran.status
        assert "POST: 501 NotImplemented: this store takes no such forms" in ran.out
        assert "GET: 200, which is wrong" in ran.out
        assert ["PUT", "PUT", "GET", "POST", "GET", "DELETE"] == asked
        assert ran.out.endswith("NOT as it must be: see above.\n")

    def test_on_a_store_that_gives_back_something_else(self, run, monkeypatch):
        answers = {"PUT": (200, b""), "GET": (403, b"other"), "DELETE": (204, b"")}
        self.answering(monkeypatch, {**answers, "POST": (204, b"")})
        ran = run("demo --endpoint-url http://h:9000")
        assert 1 == ran.status
        assert 2 == ran.out.count("other bytes, which is wrong")

    def test_what_is_no_store(self, run, monkeypatch):
        def refuse(*_, **__):
            raise BadStatusLine("SSH-2.0")

        monkeypatch.setattr(urllib.request.OpenerDirector, "open", refuse)
        ran = run("demo --endpoint-url http://h:9000")
        assert 1 == ran.status
        assert "the store does not answer: BadStatusLine" in ran.err
        assert "has a query" in run("demo --endpoint-url http://h:9000/?a=1").err

    def test_a_store_that_is_not_there(self, run):
        ran = run("demo --endpoint-url http://127.0.0.1:9")
        assert 1 == ran.status
        assert "the store does not answer" in ran.err

    def test_the_refusal_is_diagnosed(self, run):
        ran = run("demo")
        assert 0 == ran.status
        assert "  certain: parameters were added after the signing (parameters-added)\n" in ran.out
        assert "      sent:   utm_source=mail\n" in ran.out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp932"])
def test_any_terminal_can_show_it(encoding: str):
    for command in (
        ["get", "--help"],
        ["--help"],
        ["demo"],
        ["explain", "https://b.s3.amazonaws.com/caf%C3%A9", "--html"],
        ["explain", "https://b.s3.amazonaws.com/caf%C3%A9"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "sigv4presign", *command],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert (0, b"") == (done.returncode, done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_result_that_cannot_be_written_is_told_once():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sigv4presign", "get", "s3://b/k"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, **ENVIRON},
        )
    assert 1 == done.returncode
    assert "sigv4presign: cannot write the result: No space left on device\n" == done.stderr


def test_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "sigv4presign", "get", "s3://b/k"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **ENVIRON},
    )
    assert done.stdout.startswith("https://s3.us-east-1.amazonaws.com/b/k?X-Amz-")
