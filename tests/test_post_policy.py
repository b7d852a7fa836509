"""Upload forms: what is bound, what is left open, what is refused before it is signed."""

import base64
import hashlib
import html.parser
import json
import shlex
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    CredentialsError,
    InvalidRequestError,
    PostPolicy,
    PresignedPost,
    S3Presigner,
)
from sigv4presign.post_policy import presign_post
from sigv4presign.signing import signature, signing_key

from .examples import KEYS, NOW, SECRET, TEMPORARY, TOKEN

S3 = S3Presigner(KEYS)
URL = "https://bucket.s3.us-east-1.amazonaws.com/"
SCOPE = "AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request"
SIGNED = [
    ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
    ("x-amz-credential", SCOPE),
    ("x-amz-date", "20150830T123600Z"),
]


def form(key: str = "k", **settings) -> PresignedPost:
    return S3.post_object("bucket", key, **{"now": NOW, **settings})


def conditions(post: PresignedPost) -> list:
    return json.loads(post.policy.text)["conditions"]


def test_the_fields_and_the_policy():
    post = form("a b", expires_in=timedelta(minutes=1), content_type="image/png")
    assert (post.url, post.expires_at) == (URL, NOW + 60)
    *fields, (policy_name, policy), (signature_name, digits) = post.fields
    assert fields == [("Content-Type", "image/png"), ("key", "a b"), *SIGNED]
    assert (policy_name, signature_name) == ("policy", "x-amz-signature")
    assert json.loads(base64.b64decode(policy)) == {
        "expiration": "2015-08-30T12:37:00Z",
        "conditions": [
            {"bucket": "bucket"},
            {"Content-Type": "image/png"},
            {"key": "a b"},
            *[{name: value} for name, value in SIGNED],
        ],
    }
    assert digits == signature(signing_key(SECRET, "20150830", "us-east-1", "s3"), policy)
    assert post.policy == PostPolicy.parse(policy)
    assert post.to_dict() == {"url": URL, "fields": dict(post.fields)}


def test_a_session_token_is_a_field_and_a_condition():
    post = S3Presigner(TEMPORARY).post_object("bucket", "k", now=NOW)
    assert ("x-amz-security-token", TOKEN) in post.fields
    assert {"x-amz-security-token": TOKEN} in conditions(post)
    assert TOKEN not in repr(post)
    assert dict(post.fields)["x-amz-signature"] not in repr(post)
    assert dict(post.fields)["policy"] not in repr(post)


BOUND = [
    ({"acl": "private"}, ("acl", "private")),
    ({"cache_control": "no-store"}, ("Cache-Control", "no-store")),
    ({"content_disposition": "inline"}, ("Content-Disposition", "inline")),
    ({"content_encoding": "gzip"}, ("Content-Encoding", "gzip")),
    ({"expires": NOW}, ("Expires", "Sun, 30 Aug 2015 12:36:00 GMT")),
    ({"metadata": {"a": "ü"}}, ("x-amz-meta-a", "ü")),
    ({"storage_class": "GLACIER"}, ("x-amz-storage-class", "GLACIER")),
    ({"success_action_status": "201"}, ("success_action_status", "201")),
    ({"success_action_redirect": "https://h/"}, ("success_action_redirect", "https://h/")),
    ({"website_redirect_location": "/a"}, ("x-amz-website-redirect-location", "/a")),
    ({"server_side_encryption": "aws:kms"}, ("x-amz-server-side-encryption", "aws:kms")),
    ({"sse_kms_key_id": "i"}, ("x-amz-server-side-encryption-aws-kms-key-id", "i")),
    ({"checksum_crc32": b"abcd"}, ("x-amz-checksum-crc32", "YWJjZA==")),
    (
        {"tagging": {"a<": "b&>"}},
        (
            "tagging",
            "<Tagging><TagSet><Tag><Key>a&lt;</Key><Value>b&amp;&gt;</Value></Tag></TagSet>"
            "</Tagging>",
        ),
    ),
    ({"tagging": "<Tagging/>"}, ("tagging", "<Tagging/>")),
    ({"fields": {"x-own": "1"}}, ("x-own", "1")),
    ({"fields": [("x-own", "1")]}, ("x-own", "1")),
    ({"conditions": [{"x-own": "1"}]}, ("x-own", "1")),
    ({"conditions": [["eq", "$x-own", "1"]]}, ("x-own", "1")),
]


@pytest.mark.parametrize(("settings", "field"), BOUND)
def test_each_field_is_in_the_form_and_bound(settings: dict, field: tuple[str, str]):
    post = form(**settings)
    assert field in post.fields
    assert post.policy.check(post.fields, bucket="bucket", now=NOW) == ()
    altered = {**dict(post.fields), field[0]: "altered"}
    (failure,) = post.policy.check(altered, bucket="bucket", now=NOW)
    assert failure.field == field[0]


def test_a_checksum_s_algorithm_is_named_as_forms_name_it():
    post = form(checksum_algorithm="CRC32", checksum_crc32=b"abcd")
    assert ("x-amz-checksum-algorithm", "CRC32") in post.fields


def test_a_key_of_sse_c():
    post = form(sse_customer_key=b"k" * 32)
    encoded = base64.b64encode(b"k" * 32).decode()
    digest = base64.b64encode(hashlib.md5(b"k" * 32).digest()).decode()
    assert [pair for pair in post.fields if "customer" in pair[0]] == [
        ("x-amz-server-side-encryption-customer-key", encoded),
        ("x-amz-server-side-encryption-customer-key-MD5", digest),
        ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
    ]
    assert encoded not in repr(post) + repr(post.policy)


@pytest.mark.parametrize(
    ("key", "condition"),
    [
        ("${filename}", ["starts-with", "$key", ""]),
        ("a/${filename}", ["starts-with", "$key", "a/"]),
        ("a/${filename}/b", ["starts-with", "$key", "a/"]),
        ("a/$filename", {"key": "a/$filename"}),
    ],
)
def test_the_name_of_the_sender_s_file_in_the_key(key: str, condition):
    post = form(key)
    assert condition in conditions(post)
    assert post.policy.check(post.fields, bucket="bucket", file_name="x.png", now=NOW) == ()


def test_the_name_of_the_sender_s_file_in_another_field():
    """S3 puts it into each, before it compares."""
    redirect = "https://h/?file=${filename}&b"
    post = form(success_action_redirect=redirect)
    assert ["starts-with", "$success_action_redirect", "https://h/?file="] in conditions(post)
    for name in ("x.png", "", None):
        assert post.policy.check(post.fields, bucket="bucket", file_name=name, now=NOW) == ()
    with pytest.raises(InvalidRequestError, match="does not hold for every file name"):
        form(success_action_redirect=redirect, conditions=[{"success_action_redirect": redirect}])


def test_several_conditions_on_what_the_sender_fills_in():
    """One input, not two: S3 refuses a form with a field that is there twice."""
    prefixes = [["starts-with", "$x-amz-meta-a", "b"], ["starts-with", "$X-Amz-Meta-A", "bc"]]
    for written in (prefixes, prefixes[::-1]):
        ((name, begins),) = form(conditions=written).left_open
        assert (name.lower(), begins) == ("x-amz-meta-a", "bc")


def test_how_much_fits_into_a_form():
    """As a client with a boundary of 32 characters counts it, such as requests."""
    boundary = "b" * 32
    fits = 0
    for length in range(18000, 20480, 8):
        try:
            post = form(fields={"x-ignore-a": "b" * length})
        except InvalidRequestError:
            break
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in post.fields
        ]
        fits = len("".join(parts))
    assert 20480 - 8 < fits <= 20480


def test_a_form_without_a_bucket():
    for bucket in ("", None):
        with pytest.raises(InvalidRequestError, match="it must be the bucket's name"):
            presign_post(
                URL, credentials=KEYS, region="us-east-1", bucket=bucket, fields={"key": "k"}
            )


def test_what_the_sender_fills_in():
    post = form(conditions=[["starts-with", "$Content-Type", "image/"]])
    assert post.left_open == (("Content-Type", "image/"),)
    assert "Content-Type" not in dict(post.fields)
    filled = [*post.fields, ("Content-Type", "image/png")]
    assert post.policy.check(filled, bucket="bucket", now=NOW) == ()
    # What is given must begin so, and may then be anything that does.
    given_too = form(content_type="image/png", conditions=[["starts-with", "$Content-Type", "im"]])
    assert given_too.left_open == ()
    assert {"Content-Type": "image/png"} not in conditions(given_too)


def test_conditions_that_agree():
    post = form(
        "up/${filename}",
        fields={"a": "bcd"},
        conditions=[
            ["starts-with", "$key", "up"],
            ["starts-with", "$a", "b"],
            ["starts-with", "$a", "bc"],
        ],
    )
    assert post.policy.check(post.fields, bucket="bucket", file_name="f", now=NOW) == ()


def test_a_condition_on_the_bucket_is_not_said_twice():
    post = form(conditions=[{"bucket": "bucket"}])
    assert conditions(post).count({"bucket": "bucket"}) == 1
    assert post.policy.check(post.fields, bucket="bucket", now=NOW) == ()


def test_a_range_of_sizes():
    post = form(content_length_range=(1, 10))
    assert ["content-length-range", 1, 10] in conditions(post)
    codes = [
        [failure.code for failure in post.policy.check(post.fields, size=size, now=NOW)]
        for size in (0, 1, 10, 11)
    ]
    assert codes == [["EntityTooSmall"], [], [], ["EntityTooLarge"]]


def test_fields_that_no_store_reads_need_no_condition():
    post = form(fields={"x-ignore-a": "b"})
    assert "x-ignore-a" not in post.policy.text
    assert post.policy.check(post.fields, bucket="bucket", now=NOW) == ()


REFUSED = [
    ({"fields": "a"}, "fields must be a mapping, or pairs"),
    ({"fields": {"a": 5}}, "field 'a' has a value of type int; a form sends text"),
    ({"fields": {5: "a"}}, "field 5 has a value of type str; a form sends text"),
    ({"fields": {"Policy": "a"}}, "field 'Policy' is made by the signer"),
    ({"fields": {"X-Amz-Date": "a"}}, "field 'X-Amz-Date' is made by the signer"),
    ({"fields": {"file": "a"}}, "field 'file' does not belong here"),
    ({"fields": {"bucket": "a"}}, "field 'bucket' does not belong here"),
    ({"fields": {"Key": "a"}}, "field 'key' is given more than once"),
    ({"fields": {"a": "b\n"}}, "field 'a' holds the character U+000A, which no form sends"),
    ({"fields": {"a": "\ud800"}}, "field 'a' holds the character U+D800"),
    ({"fields": {"": "b"}}, "field '' has a name that is not an HTTP token"),
    ({"fields": {'a"b': "c"}}, "is not an HTTP token"),
    ({"fields": {"a=b": "c"}}, "field 'a=b' has a name that is not an HTTP token"),
    ({"fields": {"x-ignore-a": "b" * 20000}}, "bytes before the file; S3 takes 20480"),
    ({"conditions": "ab"}, "conditions is 'ab'; it must be a list of conditions"),
    ({"conditions": 5}, "conditions is 5; it must be a list of conditions"),
    ({"conditions": {"acl": "private"}}, "it must be a list of conditions"),
    ({"conditions": [{"a": "b\n"}]}, "condition on 'a' holds the character U+000A"),
    ({"conditions": [["starts-with", "$a b", ""]]}, "condition on 'a b' has a name that is not"),
    ({"conditions": [{"file": "a"}]}, "no condition is on that"),
    ({"conditions": [{"content-length-range": "5"}]}, "no condition is on that"),
    ({"conditions": [["starts-with", "$bucket", "b"]]}, "S3 compares it by 'eq' only"),
    ({"conditions": [["eq", "$a", 10**5000]]}, "condition with a number of thousands of digits"),
    ({"content_length_range": (0, 10**5000)}, "a number of more than 30 digits is not a number"),
    ({"now": 253402300799}, "the form signed at 253402300799 would end after the year 9999"),
    ({"conditions": ["a"]}, "condition 'a': it must be"),
    ({"conditions": [["ends-with", "$a", "b"]]}, "its operator 'ends-with'"),
    ({"conditions": [{"x-amz-date": "a"}]}, "the signer makes it; leave it out"),
    ({"conditions": [{"bucket": "other"}]}, "the bucket is 'bucket'"),
    ({"conditions": [{"a": "b"}, {"A": "c"}]}, "exclude each other"),
    ({"conditions": [{"a": "b"}, ["starts-with", "$a", "c"]]}, "exclude each other"),
    ({"conditions": [["starts-with", "$a", "c"], {"a": "b"}]}, "exclude each other"),
    (
        {"conditions": [["starts-with", "$a", "b"], ["starts-with", "$a", "c"]]},
        "exclude each other",
    ),
    (
        {"content_length_range": (1, 2), "conditions": [["content-length-range", 3, 4]]},
        "exclude each other",
    ),
    ({"fields": {"a": "b"}, "conditions": [{"a": "c"}]}, "field 'a' does not meet the condition"),
    ({"conditions": [["starts-with", "$key", "user/"]]}, "field 'key' does not meet the condition"),
    ({"content_length_range": (2, 1)}, "no size is in that range"),
    ({"content_length_range": (-1, 1)}, "-1 is not a number of bytes"),
    ({"content_length_range": 5}, "content_length_range is 5; it must be the fewest and the most"),
    ({"content_length_range": (1,)}, "content_length_range is (1,)"),
    ({"expires_in": 0}, "expires_in is 0"),
    ({"expires_in": 604801}, "expires_in is 604801"),
    ({"content_length": 5}, "post_object takes no 'content_length'"),
    ({"success_action_status": 201}, "success_action_status is of type int"),
    ({"content_md5": "a"}, "post_object takes no 'content_md5'"),
    ({"tagging": 5}, "tagging must be a mapping"),
]


@pytest.mark.parametrize(("settings", "reason"), REFUSED)
def test_what_no_store_would_take_is_refused(settings: dict, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        form(**settings)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("key", "condition"),
    [
        ("a/${filename}", {"key": "a/${filename}"}),
        ("${filename}", ["starts-with", "$key", "a/"]),
        ("a${filename}", ["starts-with", "$key", "a/"]),
    ],
)
def test_a_condition_that_fails_for_some_file_names(key: str, condition):
    with pytest.raises(InvalidRequestError, match="does not hold for every file name"):
        form(key, conditions=[condition])


@pytest.mark.parametrize(
    ("bucket", "key", "reason"),
    [
        ("s3://bucket", "k", "give bucket='bucket'"),
        ("bucket", "", "key is empty"),
        ("bucket", "/k", "so this is another object than 'k'"),
        ("base--usw2-az1--x-s3", "k", "a directory bucket takes no upload forms"),
    ],
)
def test_where_no_form_can_go(bucket: str, key: str, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        S3.post_object(bucket, key)
    assert reason in str(refused.value)


def test_a_form_without_a_key():
    with pytest.raises(InvalidRequestError, match="fields has no 'key'"):
        presign_post(URL, credentials=KEYS, region="us-east-1", bucket="bucket", fields={})


def test_a_form_ends_with_its_credentials():
    ending = Credentials("AKIDEXAMPLE", SECRET, expires_at=NOW + 10)
    post = S3Presigner(ending).post_object("bucket", "k", now=NOW)
    assert post.expires_at == post.policy.expiration == NOW + 10
    with pytest.raises(InvalidRequestError, match="the credentials end 10 seconds"):
        S3Presigner(ending, outlive="refuse").post_object("bucket", "k", now=NOW)
    with pytest.raises(CredentialsError):
        S3Presigner(ending).post_object("bucket", "k", now=NOW + 10)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"endpoint_url": "http://h:9000"}, "http://h:9000/bucket"),
        ({"endpoint_url": "http://h:9000", "addressing_style": "virtual"}, "http://bucket.h:9000/"),
        ({"region": "cn-north-1"}, "https://bucket.s3.cn-north-1.amazonaws.com.cn/"),
        (
            {"endpoint_url": "http://minio:9000", "public_url": "https://files.example/s"},
            "https://files.example/s/bucket",
        ),
    ],
)
def test_where_the_form_goes(settings: dict, expected: str):
    assert S3Presigner(KEYS, **settings).post_object("bucket", "k").url == expected


def test_a_store_that_takes_no_forms():
    with pytest.raises(InvalidRequestError, match="'r2' takes no upload forms; use put_object"):
        S3Presigner(KEYS, store="r2", account="abc").post_object("bucket", "k")
    assert S3Presigner(KEYS, store="minio", endpoint_url="http://h").post_object("bucket", "k")


class Page(html.parser.HTMLParser):
    """The form of a page, as a browser reads it."""

    def __init__(self, text: str):
        super().__init__()
        self.form: dict[str, str | None] = {}
        self.inputs: list[dict[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "form":
            self.form = dict(attrs)
        if tag == "input":
            self.inputs.append(dict(attrs))


NASTY = "\"'<>&amp;${x}`\\ é日本"


def test_a_page_with_the_form():
    post = form(f"{NASTY}${{filename}}", conditions=[["starts-with", "$x-amz-meta-a", NASTY]])
    page = Page(post.html(title="<Upload>", button="Go"))
    assert page.form == {
        "action": URL,
        "method": "post",
        "enctype": "multipart/form-data",
        "accept-charset": "utf-8",
    }
    *inputs, left_open, file = page.inputs
    assert [(one["name"], one["value"]) for one in inputs] == list(post.fields)
    assert {one["type"] for one in inputs} == {"hidden"}
    assert left_open == {"name": "x-amz-meta-a", "value": NASTY}
    assert (file["type"], file["name"]) == ("file", "file")
    assert "<title>&lt;Upload&gt;</title>" in post.html(title="<Upload>")


def test_a_command_that_sends_the_form():
    post = form(NASTY, conditions=[["starts-with", "$x-amz-meta-a", "b"]])
    words = shlex.split(post.curl('a "b"\\c,d.png'))
    sent = [word.partition("=")[::2] for word in words[2 : 2 * len(post.fields) + 1 : 2]]
    assert sent == list(post.fields)
    assert words[-5:] == [
        "--form-string",
        "x-amz-meta-a=b",
        "--form",
        'file=@"a \\"b\\"\\\\c,d.png"',
        URL,
    ]


def test_boto3_s_form():
    post = S3.generate_presigned_post(
        "bucket",
        "a/${filename}",
        Fields={"acl": "private", "x-ignore-a": "b"},
        Conditions=[{"acl": "private"}],
        ExpiresIn=60,
    )
    written = json.loads(base64.b64decode(post["fields"]["policy"]))["conditions"]
    assert written[:3] == [{"acl": "private"}, {"bucket": "bucket"}, ["starts-with", "$key", "a/"]]
    assert list(post["fields"])[:3] == ["acl", "x-ignore-a", "key"]
    assert post["url"] == "https://bucket.s3.amazonaws.com/"


def test_boto3_s_form_with_the_name_of_the_sender_s_file_in_another_field():
    post = S3.generate_presigned_post("bucket", "k", Fields={"x-amz-meta-a": "b${filename}"})
    written = json.loads(base64.b64decode(post["fields"]["policy"]))["conditions"]
    assert ["starts-with", "$x-amz-meta-a", "b"] in written


@pytest.mark.parametrize(
    ("fields", "conditions", "reason"),
    [
        (5, None, "fields must be a mapping"),
        ("a", None, "fields must be a mapping"),
        (None, 5, "conditions is 5; it must be a list"),
    ],
)
def test_no_form_of_boto3_s(fields, conditions, reason: str):
    with pytest.raises(InvalidRequestError) as refused:
        S3.generate_presigned_post("bucket", "k", fields, conditions)
    assert reason in str(refused.value)


def test_boto3_s_form_with_the_key_among_its_fields():
    post = S3.generate_presigned_post("bucket", "k", {"key": "other", "acl": "private"})
    assert list(post["fields"])[:2] == ["key", "acl"]
    assert post["fields"]["key"] == "k"
    assert PostPolicy.parse(post["fields"]["policy"]).check(post["fields"], bucket="bucket") == ()


def test_boto3_s_form_has_a_condition_for_each_field():
    post = S3.generate_presigned_post("bucket", "k", Fields={"acl": "private"})
    assert {"acl": "private"} in json.loads(base64.b64decode(post["fields"]["policy"]))[
        "conditions"
    ]
    with pytest.raises(InvalidRequestError, match="does not meet the condition"):
        S3.generate_presigned_post("bucket", "k", {"acl": "private"}, [{"acl": "public-read"}])


NAMES = st.from_regex(r"x-own-[a-z]{1,5}", fullmatch=True)
TEXT = st.text(
    st.characters(codec="utf-8", min_codepoint=32, exclude_characters="\x7f"), max_size=20
)


@given(fields=st.dictionaries(NAMES, TEXT, max_size=5), key=TEXT.filter(bool))
def test_every_form_meets_its_own_policy(fields: dict, key: str):
    """For all fields and keys: the form is taken as it is, and with no field altered."""
    post = S3Presigner(KEYS, validate="off").post_object("bucket", key, fields=fields, now=NOW)
    check = post.policy.check
    assert check(post.fields, bucket="bucket", file_name="f", now=NOW) == ()
    for name in fields:
        altered = [(n, v + "!" if n == name else v) for n, v in post.fields]
        (failure,) = check(altered, bucket="bucket", file_name="f", now=NOW)
        assert failure.field == name
