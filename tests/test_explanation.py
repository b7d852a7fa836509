"""`explain`: what a URL, a request or a form says, without a secret."""

import base64
import json
import pickle
import re
from collections import Counter
from contextlib import suppress
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st
from minio import Minio

from sigv4presign import (
    Credentials,
    Explanation,
    InvalidRequestError,
    S3Presigner,
    explain,
    sign_headers,
)
from sigv4presign._layouts import LAYOUTS
from sigv4presign.explaining.hosts import Site, site_of
from sigv4presign.explaining.makers import BOTOCORE, CRT, GO, JS, MINIO_PY, RUST, maker_of
from sigv4presign.explaining.meanings import sender
from sigv4presign.explaining.moments import Times, span, utc
from sigv4presign.explaining.operation import operations
from sigv4presign.explaining.segments import segments
from sigv4presign.s3.operations import OPERATIONS
from sigv4presign.s3.stores import STORES

from .examples import KEYS, NOW, SECRET, TEMPORARY, TOKEN, URL, sign
from .vectors import FOLDER

ASIA = Credentials("ASIAIOSFODNN7EXAMPLE", SECRET, TOKEN)
V2 = "https://bucket.s3.amazonaws.com/k?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1440941760"
V2 += "&Signature=abc%3D"
ASYMMETRIC = sign().url.replace("HMAC", "ECDSA-P256").replace("%2Fus-east-1", "")


def look(url: object = None, **settings: object) -> Explanation:
    return explain(sign().url if url is None else url, **{"now": NOW, **settings})


class TestKinds:
    @pytest.mark.parametrize(
        "url, kind",
        [
            (sign().url, "v4"),
            (ASYMMETRIC, "v4a"),
            (sign(service="s3express").url, "s3-express"),
            (sign(service="execute-api").url, "v4"),
            (V2, "v2"),
            ("https://storage.googleapis.com/b/k?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date="
             "20150830T123600Z&X-Goog-Expires=60&X-Goog-Signature=ab", "goog4"),
            ("https://d1.cloudfront.net/k?Expires=1&Signature=a&Key-Pair-Id=K", "cloudfront"),
            ("https://bucket.s3.amazonaws.com/k", "unsigned"),
        ],
    )  # fmt: skip
    def test_of_a_url(self, url: str, kind: str):
        said = look(url)
        assert kind == said.kind
        assert said.title in str(said).lower().replace("signature v", "Signature V") or kind
        assert json.loads(json.dumps(said.to_dict()))["kind"] == kind
        assert "ab" * 32 not in said.html()

    def test_of_google_is_timed(self):
        said = look("https://storage.googleapis.com/b/k?X-Goog-Date=20150830T123600Z"
                    "&X-Goog-Expires=60&X-Goog-Signature=ab")  # fmt: skip
        assert (NOW, NOW + 60) == (said.times.signed_at, said.times.expires_at)

    def test_of_version_2(self):
        said = look(V2)
        assert ("AKIAIOSFODNN7EXAMPLE", "a lasting key of a user", ()) == (
            said.access_key_id, said.key_kind, said.scope,
        )  # fmt: skip
        assert "1 hour left" in str(said)

    def test_of_a_request_with_a_header(self):
        added = sign_headers(
            "PUT", URL, credentials=ASIA, region="us-east-1", service="s3", now=NOW
        )
        head = "".join(f"{name}: {value}\n" for name, value in added)
        said = look(f"PUT /key.txt HTTP/1.1\nHost: bucket.s3.amazonaws.com\n{head}\n")
        assert ("header", "PUT", "us-east-1") == (
            said.kind,
            said.method,
            dict(said.scope)["region"],
        )
        assert (("PUT", "put_object"),) == said.operations
        assert "15 minutes before and after" in str(said)
        assert TOKEN not in str(said) + said.html() + json.dumps(said.to_dict())
        assert dict(said.signed_headers)["x-amz-date"] == "the signer, at signing"
        same = explain(URL, method="put", headers=added, now=NOW)
        assert (said.kind, said.method, said.operations) == (
            same.kind, same.method, same.operations,
        )  # fmt: skip

    @pytest.mark.parametrize(
        "prefix, altered, kind",
        [("k8s-aws-v1.", "", "a token of EKS"),
         ("bedrock-api-key-", "https://", "an API key of Bedrock"),
         ("bedrock-api-key-", "", "an API key of Bedrock")],
    )  # fmt: skip
    def test_of_a_token(self, prefix: str, altered: str, kind: str):
        url = sign(
            url="https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity", service="sts"
        ).url
        text = base64.urlsafe_b64encode(url.removeprefix(altered).encode()).decode().rstrip("=")
        said = look(prefix + text)
        assert said.title.endswith(f", in {kind}")
        assert "AWS, the service sts" in said.site.description

    def test_of_a_token_of_msk(self):
        url = "https://kafka.us-east-1.amazonaws.com/?Action=kafka-cluster%3AConnect"
        url = sign(url=url, service="kafka-cluster").url
        assert look(base64.urlsafe_b64encode(url.encode()).decode()).title.endswith(
            "a token of MSK"
        )

    @pytest.mark.parametrize(
        "text", ["k8s-aws-v1.a", "k8s-aws-v1.AAAA", "bedrock-api-key-!", "aHR0c" + "A" * 300]
    )
    def test_of_no_token(self, text: str):
        with pytest.raises(InvalidRequestError, match="there is no URL"):
            look(text)

    @pytest.mark.parametrize("url", [None, 3, b"x"])
    def test_of_something_else(self, url: object):
        with pytest.raises(InvalidRequestError, match="url is of type"):
            explain(url)

    @pytest.mark.parametrize(
        "access_key_id, kind",
        [
            ("AKIAIOSFODNN7EXAMPLE", "a lasting key of a user"),
            (
                "ASIAIOSFODNN7EXAMPLE",
                "a temporary key, which needs its session token and ends with its session",
            ),
            ("GOOG1EXAMPLE", "an HMAC key of Google Cloud Storage"),
            ("AKIDEXAMPLE", ""),
        ],
    )
    def test_kinds_of_keys(self, access_key_id: str, kind: str):
        said = explain(sign(credentials=Credentials(access_key_id, SECRET)))
        assert (access_key_id, kind) == (said.access_key_id, said.key_kind)


class TestForms:
    FORM = S3Presigner(ASIA).post_object(
        "bucket",
        "uploads/${filename}",
        content_length_range=(1, 10 * 1024**2),
        conditions=[["starts-with", "$Content-Type", ""], ["starts-with", "$x-amz-meta-a", "b"],
                    ["eq", "$custom", "c"]],
        now=NOW,
    )  # fmt: skip

    @pytest.mark.parametrize(
        "given", ["object", "boto3", "json", "fields", "pairs", "html", "policy"]
    )
    def test_in_every_way_it_is_given(self, given: str):
        form = self.FORM
        ways = {
            "object": form,
            "boto3": form.to_dict(),
            "json": json.dumps(form.to_dict()),
            "fields": dict(form.fields),
            "pairs": list(form.fields),
            "html": form.html(),
            "policy": dict(form.fields)["policy"],
        }
        said = look(ways[given])
        assert "post" == said.kind
        assert said.policy == (
            "it ends at 2015-08-30 13:36:00 UTC",
            "the Content-Type to be stored may be anything",
            "the metadata x-amz-meta-a begins with 'b'",
            "the field custom is 'c'",
            "the file has 1 byte to 10 MiB",
            "the bucket is 'bucket'",
            "the key begins with 'uploads/'",
            "how it is signed (x-amz-algorithm) is 'AWS4-HMAC-SHA256'",
            "who signed it, and for which scope (x-amz-credential) is "
            "'ASIAIOSFODNN7EXAMPLE/20150830/us-east-1/s3/aws4_request'",
            "when it was signed (x-amz-date) is '20150830T123600Z'",
            "the session token (x-amz-security-token) is '<hidden>'",
        )
        assert said.times.expires_at == NOW + 3600
        text = str(said) + said.html() + json.dumps(said.to_dict())
        assert TOKEN not in text
        assert dict(form.fields)["x-amz-signature"] not in text
        assert (said.site is None) == (given in ("fields", "pairs", "policy"))
        if said.site is not None:
            assert (("POST", "post_object"),) == said.operations

    def test_revealed(self):
        assert f"is {TOKEN!r}" in str(explain(self.FORM, now=NOW, reveal=True))

    @pytest.mark.parametrize(
        "policy, said",
        [
            ("", "the policy cannot be read: there is no policy"),
            ("eyJh", "the policy cannot be read: policy is not JSON"),
        ],
    )
    def test_a_policy_that_cannot_be_read(self, policy: str, said: str):
        (sentence,) = look({"policy": policy, "key": "k"}).policy
        assert sentence.startswith(said)

    def test_no_policy_and_no_condition(self):
        assert "no policy" in look([("key", "k")]).policy[0]
        document = {"expiration": "2015-08-30T12:36:00Z", "conditions": [{"acl": "private"}]}
        policy = base64.b64encode(json.dumps(document).encode()).decode()
        sentences = look({"policy": policy}).policy
        assert [s.partition(":")[0] for s in sentences[-3:]] == [
            "no condition on the key", "no condition on the bucket", "no content-length-range",
        ]  # fmt: skip

    @pytest.mark.parametrize("fields", [[("a", 1)], [(1, "a")], [3]])
    def test_fields_that_are_none(self, fields: object):
        with pytest.raises(InvalidRequestError, match="fields must be"):
            look(fields)

    def test_nothing(self):
        with pytest.raises(InvalidRequestError, match="neither a URL nor a form"):
            look({})


class TestWhatIsShown:
    LINK = sign("PUT", f"{URL}?x-id=PutObject&versionId=%20a", credentials=ASIA, expires_in=604800,
                headers={"Content-Type": "text/plain", "x-amz-acl": "private", "Range": "a",
                         "User-Agent": "u", "Cache-Control": "c"})  # fmt: skip

    def test_nothing_that_is_secret(self):
        for text in (str, repr, Explanation.html, lambda said: json.dumps(said.to_dict())):
            shown = text(look(self.LINK))
            assert self.LINK.url[-64:] not in shown
            assert "FwoG" not in shown
        assert "FwoG" in str(look(self.LINK, reveal=True))
        assert look(self.LINK.url, reveal=True).url == self.LINK.url

    @pytest.mark.parametrize(
        "name", ["X-Amz-Server-Side-Encryption-Customer-Key", "sig", "X-Amz-S3session-Token"]
    )
    def test_no_other_secret(self, name: str):
        said = look(f"{sign().url}&{name}=hush")
        assert "hush" not in str(said) + said.url + said.html()

    def test_headers_and_who_sends_them(self):
        said = dict(look(self.LINK).signed_headers)
        assert said["host"].startswith("every client by itself")
        assert "exactly as signed; many clients add" in said["content-type"]
        assert "no client adds it" in said["x-amz-acl"]
        assert "this range only" in said["range"]
        assert "fragile" in said["user-agent"]
        assert said["cache-control"] == "the sender, exactly as signed" == sender("x")

    def test_parameters_with_their_meaning(self):
        url = sign(
            url=f"{URL}?x-id=GetObject&versionId=%20a&utm_source=x&mine=1&partNumber=3"
            "&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-meta-a=b&x-amz-what=c&mpu=%C3%A9"
            "&x-amz-expected-bucket-owner=1&max-buckets=3&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"
        ).url
        said = {one.name: one for one in look(url).parameters}
        parts = Counter(one.part for one in said.values())
        assert (7, 8, 3) == (parts["signature"], parts["operation"], parts["other"])
        assert said["versionId"].reading == "begins or ends with a blank"
        assert said["utm_source"].meaning.startswith("what trackers add")
        assert said["mine"].meaning.startswith("no parameter of S3's")
        assert said["x-amz-checksum-crc32"].reading == "the checksum of an empty body"
        assert said["x-amz-meta-a"].meaning.startswith("metadata to be stored")
        assert said["x-amz-what"].meaning.startswith("a header of AWS's")
        assert said["x-amz-expected-bucket-owner"].meaning.endswith("a header moved into the URL")
        assert said["max-buckets"].meaning == "S3's parameter max_buckets"
        assert said["X-Amz-Expires"].reading == "1 hour"
        assert said["X-Amz-Date"].reading == "2015-08-30 12:36:00 UTC"
        assert said["mpu"].reading == ""
        url = sign(
            url="https://id.execute-api.us-east-1.amazonaws.com/x?a=b", service="execute-api"
        ).url
        assert look(url).parameters[0].meaning == "a parameter of the service"

    @pytest.mark.parametrize(
        "altered, name, reading",
        [
            (
                "X-Amz-Expires=3600->X-Amz-Expires=1.5",
                "X-Amz-Expires",
                "no whole number of seconds",
            ),
            ("Date=2015->Date=x2015", "X-Amz-Date", "no moment of the form 20150830T123600Z"),
            ("AWS4-HMAC-SHA256->MD5", "X-Amz-Algorithm", "an algorithm that is not AWS's"),
            ("X-Amz-Date=->Expires=", "Expires", ""),
            ("X-Amz-Expires=3600->X-Amz-Expires=604801", "X-Amz-Expires", "7 days 1 second"),
            ("X-Amz-Expires=3600->X-Amz-Expires=0", "X-Amz-Expires", "0 seconds"),
        ],
    )
    def test_what_is_malformed(self, altered: str, name: str, reading: str):
        said = look(sign().url.replace(*altered.split("->")))
        assert reading == {one.name: one for one in said.parameters}[name].reading
        assert name != "X-Amz-Expires" or said.times.expires_at is None
        assert str(said)

    @pytest.mark.parametrize(
        "now, state, left",
        [
            (NOW, "valid", "1 hour left"),
            (NOW + 3599, "valid", "1 second left"),
            (NOW + 3600, "expired", "expired 0 seconds ago"),
            (NOW + 3600 + 90061, "expired", "expired 1 day 1 hour ago"),
            (NOW - 901, "not yet valid", "not yet valid: dated 15 minutes 1 second from now"),
        ],
    )
    def test_what_is_left(self, now: int, state: str, left: str):
        said = look(now=now)
        assert (state, left) == (said.times.state(now), said.times.left(now))
        assert left in str(said)
        assert left in said.html()

    def test_moments(self):
        assert "it has no end that counts" == Times(NOW).left(NOW)
        assert "unknown" == Times().state(NOW)
        assert "beyond the year 9999" == utc(10**18)
        assert "2 years 1 day" == span(2 * 365 * 86400 + 86400)
        assert "expired" in str(look(now=None))

    def test_it_is_plain_data(self):
        said = look(self.LINK)
        assert pickle.loads(pickle.dumps(said)) == said
        with pytest.raises(TypeError, match="has 17 fields"):
            Explanation("v4")

    def test_no_escape_code_reaches_a_terminal(self):
        said = look(sign().url.replace("key.txt", "%1B%5B31m%0Akey%C2%85"))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", str(said))
        assert "\\x1b[31m\\nkey\\x85" in str(said)

    def test_repairs_are_told(self):
        said = look(sign().url.replace("&", "&amp;"))
        assert "its '&' were written '&amp;'" in str(said)
        assert said.repairs[0][0] == "html-entities"
        assert any(one.cause == "transport-damage" for one in said.findings)

    def test_findings_are_told(self):
        said = look(now=NOW + 9999)
        assert "expired" in [one.cause for one in said.findings]
        assert "What is wrong or odd" in str(said)
        assert "<article" in said.html()
        assert look().findings == ()


HOSTS = [
    ("bucket.s3.eu-west-1.amazonaws.com", "/k", ("AWS", "eu-west-1", "bucket", "k", "virtual")),
    ("bucket.s3.amazonaws.com", "/k/l", ("AWS", "", "bucket", "k/l", "virtual")),
    ("s3.eu-west-1.amazonaws.com", "/bucket/k", ("AWS", "eu-west-1", "bucket", "k", "path")),
    ("s3-eu-west-1.amazonaws.com", "/bucket/k", ("AWS", "eu-west-1", "bucket", "k", "path")),
    ("s3.amazonaws.com", "/", ("AWS", "", "", "", "")),
    ("s3.eu.s3.cn-north-1.amazonaws.com.cn", "/k", ("AWS", "cn-north-1", "s3.eu", "k", "virtual")),
    ("bucket.s3-fips.dualstack.us-gov-west-1.amazonaws.com", "/k",
     ("AWS", "us-gov-west-1", "bucket", "k", "virtual")),
    ("bucket.s3-accelerate.dualstack.amazonaws.com", "/k", ("AWS", "", "bucket", "k", "virtual")),
    ("p-123.s3-accesspoint.eu-west-1.amazonaws.com", "/k",
     ("AWS", "eu-west-1", "p-123", "k", "access point")),
    ("p-123.s3-object-lambda.eu-west-1.amazonaws.com", "/k",
     ("AWS", "eu-west-1", "p-123", "k", "access point")),
    ("p-x-s3alias.s3.eu-west-1.amazonaws.com", "/k",
     ("AWS", "eu-west-1", "p-x-s3alias", "k", "access point")),
    ("a.mrap.accesspoint.s3-global.amazonaws.com", "/k", ("AWS", "", "a", "k", "access point")),
    ("b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", "/k",
     ("AWS", "us-west-2", "b--usw2-az1--x-s3", "k", "virtual")),
    ("bucket.vpce-1a-2b.s3.eu-west-1.vpce.amazonaws.com", "/b/k",
     ("AWS", "eu-west-1", "b", "k", "path")),
    ("b.bucket.vpce-1a-2b.s3.eu-west-1.vpce.amazonaws.com", "/k",
     ("AWS", "eu-west-1", "b", "k", "virtual")),
    ("bucket.s3.eu-west-1.api.aws", "/k", ("AWS", "eu-west-1", "bucket", "k", "virtual")),
    ("bucket.s3-website.eu-west-1.amazonaws.com", "/k",
     ("AWS", "eu-west-1", "bucket", "k", "virtual")),
    ("localhost:9000", "/b/k", ("", "", "b", "k", "path")),
    ("127.0.0.1", "/", ("", "", "", "", "")),
    ("store.example.com:7480", "/b/k", ("", "", "b", "k", "path")),
    ("d111.cloudfront.net", "/k", ("", "", "", "k", "")),
    ("b.s3.us-west-004.backblazeb2.com", "/k", ("b2", "us-west-004", "b", "k", "virtual")),
    ("s3.us-west-004.backblazeb2.com", "/b/k", ("b2", "us-west-004", "b", "k", "path")),
    ("0a1b.r2.cloudflarestorage.com", "/b/k", ("r2", "auto", "b", "k", "path")),
    ("p.storage.supabase.co", "/storage/v1/s3/b/k", ("supabase", "", "b", "k", "path")),
    ("p.storage.supabase.co", "/b", ("supabase", "", "b", "", "path")),
    ("storage.googleapis.com", "/", ("gcs", "", "", "", "")),
]  # fmt: skip


class TestWhere:
    @pytest.mark.parametrize("host, path, expected", HOSTS, ids=lambda value: str(value)[:40])
    def test_a_host_of_s3(self, host: str, path: str, expected: tuple):
        site = site_of(host, path, "s3")
        assert expected == (site.store, site.region, site.bucket, site.key, site.style)
        assert site == site_of(host, path, "")
        assert site.description

    @pytest.mark.parametrize(
        "host, service, description",
        [
            ("id.execute-api.eu-west-1.amazonaws.com", "execute-api", "API Gateway, the API id"),
            ("id.lambda-url.eu-west-1.on.aws", "lambda", "a function URL of Lambda, id"),
            ("sts.amazonaws.com", "sts", "AWS, the service sts"),
            ("sts.amazonaws.com", "", "AWS, the service sts"),
            ("eu-west-1.amazonaws.com", "", "AWS, the service "),
            ("db.example.com:3306", "rds-db", "a host of somebody's own"),
            ("d1.cloudfront.net", "x",
             "CloudFront, which takes signatures of its own, not SigV4 for S3"),
        ],
    )  # fmt: skip
    def test_a_host_of_another_service(self, host: str, service: str, description: str):
        site = site_of(host, "/a/b", service)
        assert (description, "", "") == (site.description, site.bucket, site.key)

    def test_features_are_told(self):
        site = site_of("b.s3-fips.dualstack.us-east-1.amazonaws.com", "/k", "s3")
        assert ("FIPS", "dual-stack") == site.features
        assert (
            "transfer acceleration" in site_of("b.s3-accelerate.amazonaws.com", "/", "s3").features
        )
        assert "FIPS" in str(look(sign(url="https://b.s3-fips.us-east-1.amazonaws.com/k").url))
        assert look(sign(url="https://p-1.s3-accesspoint.us-east-1.amazonaws.com/k").url).html()

    @pytest.mark.parametrize("name", [store.name for store in STORES.values() if store.endpoint])
    def test_every_store_of_the_table(self, name: str):
        store = STORES[name]
        region = store.such_as or store.region or "us-east-1"
        account = "acct" if "{account}" in store.endpoint else None
        s3 = S3Presigner(KEYS, store=name, region=region, account=account,
                         addressing_style=store.addressing_style)  # fmt: skip
        site = look(s3.get_object("bucket", "k/é")).site
        assert (name, "bucket", "k/é", store.addressing_style) == (
            site.store, site.bucket, site.key, site.style,
        )  # fmt: skip

    @pytest.mark.parametrize(
        "settings",
        [{}, {"dualstack": True}, {"fips": True}, {"accelerate": True}, {"region": "cn-north-1"},
         {"addressing_style": "path"}, {"global_host": True}],
    )  # fmt: skip
    def test_every_address_that_we_make(self, settings: dict):
        site = look(
            S3Presigner(KEYS, **{"region": "us-east-1", **settings}).get_object("buc-ket", "a//b")
        ).site
        assert ("AWS", "buc-ket", "a//b") == (site.store, site.bucket, site.key)

    def test_a_host_among_the_headers_counts(self):
        said = look(headers={"Host": "other.s3.amazonaws.com"})
        assert "other" == said.site.bucket

    def test_the_port_of_a_store(self):
        assert "that of MinIO" in site_of("localhost:9000", "/b/k", "s3").description
        assert Site("x", "y").to_dict()["features"] == []


class TestOperations:
    @pytest.mark.parametrize("name", sorted(OPERATIONS))
    def test_each_is_told_from_the_others(self, name: str):
        method, target = OPERATIONS[name].split()[:2]
        scope, _, query = target.partition("?")
        from sigv4presign.s3.parameters import PARAMETERS
        from sigv4presign.s3.requests import Operation

        pairs = [tuple(one.partition("=")[::2]) for one in query.split("&") if one]
        headers = ["host"]
        for one in Operation(name, OPERATIONS[name]).required:
            where, wire = PARAMETERS[one].split()[:2]
            if where == "query":
                pairs.append((wire, "1"))
            else:
                headers.append(wire.lower())
        (found,) = operations(method, scope, pairs, headers)
        alike = {found[1], name}
        twins = [
            {"get_bucket_lifecycle", "get_bucket_lifecycle_configuration"},
            {"get_bucket_notification", "get_bucket_notification_configuration"},
            {"put_bucket_lifecycle", "put_bucket_lifecycle_configuration"},
            {"put_bucket_notification", "put_bucket_notification_configuration"},
            {"list_buckets", "list_directory_buckets"},
        ]
        prefixes = ("get_bucket", "list_bucket")  # with an id one configuration, without it all
        assert len(alike) == 1 or alike in twins or all(one.startswith(prefixes) for one in alike)

    def test_without_a_method(self):
        assert look(sign(url=f"{URL}?partNumber=1&uploadId=u").url).operations == (
            ("PUT", "upload_part"),
        )
        assert [name for _, name in look().operations] == [
            "get_object", "head_object", "put_object", "delete_object",
        ]  # fmt: skip
        assert "one of these is signed" in " ".join(str(look()).split())
        assert look(f"{sign().url}&x-id=PutObject").operations == (("PUT", "put_object"),)
        assert look(f"{sign().url}&x-amz-copy-source=b%2Fk").operations == (("PUT", "copy_object"),)
        assert look(
            "https://s3.amazonaws.com/b?list-type=1&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        ).operations
        assert operations("PATCH", "key", [], []) == ()

    def test_none_for_another_service(self):
        assert look(sign(service="sts").url).operations == ()


def query_of(url: str) -> list[tuple[str, str]]:
    from sigv4presign.diagnosis.link import Link, lenient

    return [(lenient(name), lenient(value)) for name, value in Link(url).pairs]


class TestMakers:
    @pytest.mark.parametrize("token", [None, TOKEN])
    @pytest.mark.parametrize("target", ["", "?partNumber=1&uploadId=u", "?list-type=2&prefix=a"])
    def test_botocore(self, target: str, token: "str | None"):
        request = AWSRequest("GET", f"https://bucket.s3.amazonaws.com/k{target}")
        keys = BotocoreCredentials("AKIDEXAMPLE", SECRET, token)
        S3SigV4QueryAuth(keys, "s3", "us-east-1", 60).add_auth(request)
        maker = maker_of(query_of(request.url), urlsplit(request.url).netloc)
        assert BOTOCORE == maker.name

    @pytest.mark.parametrize("token", [None, TOKEN])
    @pytest.mark.parametrize("method", ["get_object", "put_object", "list_objects_v2"])
    def test_boto3(self, method: str, token: "str | None"):
        """With awscrt installed, as here, boto3 signs by it."""
        client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="AKIDEXAMPLE",
                              aws_secret_access_key=SECRET, aws_session_token=token,
                              config=Config(signature_version="s3v4"))  # fmt: skip
        params = {"Bucket": "bucket"} if "list" in method else {"Bucket": "bucket", "Key": "k"}
        url = client.generate_presigned_url(method, params)
        assert {CRT, BOTOCORE} >= {maker_of(query_of(url), urlsplit(url).netloc).name}

    @pytest.mark.parametrize("token", [None, TOKEN])
    def test_awscrt(self, token: "str | None"):
        from awscrt.auth import (
            AwsCredentialsProvider,
            AwsSignatureType,
            AwsSigningConfig,
            aws_sign_request,
        )
        from awscrt.http import HttpHeaders, HttpRequest

        config = AwsSigningConfig(
            signature_type=AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS,
            credentials_provider=AwsCredentialsProvider.new_static("AKIDEXAMPLE", SECRET, token),
            region="us-east-1", service="s3", expiration_in_seconds=60,
            use_double_uri_encode=False, should_normalize_uri_path=False,
        )  # fmt: skip
        request = HttpRequest("GET", "/k?versionId=3", HttpHeaders([("host", "h")]))
        aws_sign_request(request, config).result(10)
        assert CRT == maker_of(query_of(f"https://h{request.path}")).name

    @pytest.mark.parametrize("token, name", [(None, BOTOCORE), (TOKEN, MINIO_PY)])
    def test_minio_py(self, token: "str | None", name: str):
        client = Minio("localhost:9000", "AKIDEXAMPLE", SECRET, session_token=token,
                       region="us-east-1", secure=False)  # fmt: skip
        maker = maker_of(query_of(client.presigned_get_object("bucket", "k", version_id="3")))
        assert name == maker.name
        assert MINIO_PY in (maker.name, *maker.others)

    @pytest.mark.parametrize("layout, names", [("js", {JS}), ("rust", {RUST}), ("sorted", {GO})])
    def test_the_sdks_of_the_vectors(self, layout: str, names: set[str]):
        cases = json.loads((FOLDER / "layouts.json").read_text("utf-8"))["cases"]
        urls = [
            case["printed"][layout]["url"]
            for case in cases
            if "url" in case["printed"].get(layout, {})
        ]
        assert len(urls) > 40
        for url in urls:
            maker = maker_of(query_of(url))
            assert names & {maker.name, *maker.others}, url

    def test_the_presigner_of_javascript(self):
        cases = json.loads((FOLDER / "s3_presigner_js.json").read_text("utf-8"))["cases"]
        assert {JS} == {maker_of(query_of(case["url"])).name for case in cases if "url" in case}

    @pytest.mark.parametrize("layout", sorted(LAYOUTS))
    def test_our_own_layouts(self, layout: str):
        link = sign(url=f"{URL}?versionId=3&x-id=GetObject", credentials=TEMPORARY, layout=layout)
        expected = {"botocore": BOTOCORE, "crt": CRT, "js": JS, "minio": MINIO_PY, "rust": RUST,
                    "sorted": GO}  # fmt: skip
        assert expected[layout] == look(link).maker.name

    @pytest.mark.parametrize(
        "order, name",
        [
            ("A D H E C S", "AWS SDK for Java 2"),
            ("T A D H E C S", "AWS SDK for Java 2"),
            ("P A C D H E S", "AWS SDK for PHP"),
            ("E A C D H S", "AWS SDK for .NET"),
            ("D A C H S", "aws4fetch, or aws4 for Node"),
            ("E D T A C H S", "aws4fetch, or aws4 for Node"),
            ("D E A S C H T", "the S3 console of about 2015"),
            ("A E H S D C", "boto 2"),
            ("o A P C D E H S", "aws-request-signer"),
            ("o A C D H E R S", CRT),
            ("A C D E H S R T", RUST),
            ("S A C D E H", ""),
            ("", ""),
        ],
    )
    def test_others_by_their_order(self, order: str, name: str):
        letters = {"A": "X-Amz-Algorithm", "C": "X-Amz-Credential", "D": "X-Amz-Date",
                   "E": "X-Amz-Expires", "H": "X-Amz-SignedHeaders", "S": "X-Amz-Signature",
                   "T": "X-Amz-Security-Token", "R": "X-Amz-Region-Set",
                   "P": "X-Amz-Content-Sha256", "o": "own"}  # fmt: skip
        maker = maker_of([(letters[one], "x") for one in order.split()])
        assert name == maker.name
        assert set(maker.to_dict()) == {"name", "reason", "others"}

    def test_what_else_betrays_one(self):
        host = "bucket.s3.amazonaws.com"
        assert "default in us-east-1" in maker_of(query_of(sign().url), host).reason
        url = sign(url="https://h/b?encoding-type=url").url
        assert "encoding-type" in maker_of(query_of(url)).reason
        hoisted = [("X-Amz-Acl", "a"), *query_of(sign().url)]
        assert "X-Amz-Acl was a header" in maker_of(sorted(hoisted[:-1]) + hoisted[-1:]).reason
        js = sorted([*query_of(sign().url), ("x-amz-acl", "private")])
        assert "headers moved into the query" in maker_of(js).reason

    def test_a_tracker_does_not_hide_it(self):
        assert look(f"{sign().url}&utm_source=x").maker.name == BOTOCORE
        assert "writing the same" in str(look())
        assert look(V2).maker is None


class Page(HTMLParser):
    """What a page holds: its text, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [value for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_data(self, data):
        self.texts.append(data)


class TestPage:
    @pytest.mark.parametrize(
        "given",
        [
            sign().url, TestWhatIsShown.LINK, TestForms.FORM, dict(TestForms.FORM.fields), V2,
            "https://bucket.s3.amazonaws.com/k", sign(url="http://localhost:9000/b/<k>"
            .replace("<", "%3C").replace(">", "%3E")).url, sign(url="https://h.example.com").url,
            sign(service="execute-api", url="https://h.execute-api.us-east-1.amazonaws.com/a").url,
            sign().url.replace("X-Amz-Date=2015", "X-Amz-Date=x"),
            sign().url.replace("Expires=3600", "Expires="),
            sign().url.replace("Expires=3600", "Expires=0"),
            sign().url.replace("AKIDEXAMPLE%2F", "a%2F%2F"), f"{sign().url}#fragment",
            sign(url="https://p-1.s3-accesspoint.us-east-1.amazonaws.com/k").url,
            sign(url="https://localhost:9000/").url,
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("now", [NOW - 10**6, NOW, NOW + 10**8])
    def test_it_is_complete_in_itself(self, given: object, now: int):
        page = Page(explain(given, now=now).html())
        assert page.loads == []
        assert not {"script", "link", "img", "iframe"} & set(page.tags)
        assert page.tags.count("h1") == 1

    def test_its_pieces_are_the_url(self):
        for url in (sign().url, TestWhatIsShown.LINK.url, f"{URL}?a", "http://localhost:9000/b/k"):
            said = look(url)
            joined = "".join([one.text for one in segments(said)]).replace("\u200b", "")
            assert said.url == joined.removesuffix("=") or said.url == joined

    def test_nothing_depends_on_colour(self):
        page = look(TestWhatIsShown.LINK).html()
        numbered = re.findall(
            r'<span class="part [a-z]+" title="([^"]+)">[^<]*(?:<sup[^>]*>(\d+))', page
        )
        assert len(numbered) > 10
        for label, number in numbered:
            assert f"<i>{number}</i> {label}" in page

    @given(st.text())
    def test_any_text_is_escaped(self, text: str):
        url = sign().url.replace("key.txt", "k") + "&x=<script>alert(1)</script>\"'&y=" + text
        try:
            said = look(f"{url}")
        except InvalidRequestError:
            return
        assert "<script" not in said.html()
        assert Page(said.html()).tags.count("h1") == 1
        str(said)
        json.dumps(said.to_dict())


@given(st.text())
def test_any_text_is_explained_or_refused(text: str):
    with suppress(InvalidRequestError):
        assert isinstance(look(text), Explanation)


@pytest.mark.parametrize(
    "more",
    [
        "&a=b" * 15000,
        "&a=" + "b" * 60000,
        "&X-Amz-SignedHeaders=" + "a;" * 30000,
        "&X-Amz-Credential=" + "%2F" * 20000,
        "&a=" + "%" * 60000,
        "&x-id=GetObject" * 4000,
    ],
    ids=lambda more: more[:20],
)
def test_a_url_that_no_server_reads_is_explained_all_the_same(more: str):
    said = look("https://bucket.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256" + more)
    assert "v4" == said.kind
    assert str(said)
    assert said.html()


def test_objects_that_are_like_ours():
    said = look(SimpleNamespace(url=sign().url, headers=(("a", "b"),)))
    assert (said.kind, said.method) == ("v4", None)
