"""Forms with a POST policy, altered or forged."""

from answers import post_case
from making import CONDITIONS, ID, NOW, SECRET, TOKEN, form

GOOD = form()


def other(name, *values, fields=GOOD):
    kept = [pair for pair in fields if pair[0] != name]
    return [*kept, *[(name, value) for value in values]]


def less(index):
    return form([one for at, one in enumerate(CONDITIONS) if at != index])


DENIED = "Invalid according to Policy: "
FAILED = DENIED + "Policy Condition failed: "
NEEDED = ("key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature")
NAMED = form([CONDITIONS[0], ["starts-with", "$key", ""], CONDITIONS[2]], key="${filename}")
POLICY = {"expiration": "2015-08-30T13:36:00Z", "conditions": CONDITIONS}
FORMS = [
    post_case("genuine", None, GOOD),
    post_case("genuine, names in upper case", None, [(name.upper(), text) for name, text in GOOD]),
    post_case("genuine, a file name with a folder", None, GOOD, file_name="C:\\a\\b.txt"),
    post_case("genuine, the bucket as a field", None, [*GOOD, ("bucket", "bucket")]),
    post_case("genuine, a key that is a file's name", None, NAMED),
    post_case("genuine, a field to be ignored", None, [*GOOD, ("x-ignore-a", "b")]),
    *[post_case(f"{name} missing", "field-missing", other(name), of=name) for name in NEEDED],
    *[post_case(f"{name} empty", "field-missing", other(name, ""), of=name, source="minio: empty policy")
      for name in NEEDED[1:]],
    post_case("key empty", "key-empty", other("key", "")),
    post_case("a key that is a file's name, which is empty", "key-empty", NAMED, file_name=""),
    post_case("a key that is a file's name, which ends in a slash", "key-empty", NAMED, file_name="a/"),
    post_case("a file's name that is not UTF-8", "field-utf8", GOOD, file_name="\udc80"),
    *[post_case(f"{name} not UTF-8", "field-utf8", other(name, dict(GOOD)[name] + "\udc80"))
      for name in ("key", "policy", "x-amz-credential")],
    post_case("a token not UTF-8", "field-utf8", [*GOOD, ("x-amz-security-token", "\udc80")]),
    *[post_case(f"{name} twice", "field-once", [*GOOD, (name, "x")], "two readers take two")
      for name in (*NEEDED, "acl")],
    post_case("a field twice in another case", "field-once", [*GOOD, ("ACL", "public-read")]),
    post_case("not signed", "signed", [("key", "user/a"), ("acl", "private")]),
    post_case("of version 2", "version-2", [("key", "a"), ("AWSAccessKeyId", ID), ("policy2", "b"),
                                            ("signature", "c")]),
    post_case("of both versions", "one-mechanism", [*GOOD, ("signature", "c")]),
    post_case("another algorithm", "algorithm", other("x-amz-algorithm", "AWS4-HMAC-SHA512")),
    post_case("a credential of four parts", "credential", other("x-amz-credential", f"{ID}/a/b/c")),
    post_case("another region", "scope-region", form(scope="20150830/eu-west-1/s3/aws4_request")),
    post_case("another service", "scope-service", form(scope="20150830/us-east-1/sts/aws4_request")),
    post_case("another terminator", "scope-terminator",
              form(scope="20150830/us-east-1/s3/aws4")),
    post_case("a scope of no day", "scope-date", form(scope="201508/us-east-1/s3/aws4_request")),
    post_case("another day", "scope-day", other("x-amz-date", "20150831T123600Z")),
    post_case("a date that is none", "date", other("x-amz-date", "NaN")),
    post_case("a signature in upper case", "signature-form",
              other("x-amz-signature", dict(GOOD)["x-amz-signature"].upper())),
    post_case("another signature", "signature", other("x-amz-signature", "0" * 64),
              source="LocalStack discussions#82"),
    post_case("another policy", "signature", other("policy", dict(form([]))["policy"]),
              "conditions of the sender's own", source="minio#7806"),
    post_case("a policy that is no base64", "signature", other("policy", "{}")),
    post_case("an unknown access key", "access-key",
              other("x-amz-credential", "AKIDNOBODY/20150830/us-east-1/s3/aws4_request")),
    post_case("no token for a temporary key", "token", GOOD, secrets={
        ID: {"secret_access_key": SECRET, "session_token": TOKEN}}),
    post_case("a token for a long-term key", "token", form(token=TOKEN)),
    post_case("a token that ended", "token-expired", form(token=TOKEN), secrets={
        ID: {"secret_access_key": SECRET, "session_token": TOKEN, "expires_at": NOW}}),
    post_case("taken back", "revoked", GOOD, verifier={
        "region": "us-east-1", "revoked": [dict(GOOD)["x-amz-signature"]]}),
    post_case("dated ahead", "not-yet-valid", GOOD, now=NOW - 901),
    post_case("expired", "policy", GOOD, now=NOW + 3600, source="floci#3081",
              message=DENIED + "Policy expired."),
    post_case("older than a week", "expired", form(expiration="2035-01-01T00:00:00Z"),
              now=NOW + 604800),
    post_case("another bucket", "policy", GOOD, "an upload to any bucket", bucket="other",
              source="CVE-2021-21362, CVE-2023-28434",
              message=FAILED + '["eq", "$bucket", "bucket"]'),
    post_case("another bucket, the field lies", "policy", [*GOOD, ("bucket", "bucket")],
              "the field is believed", bucket="other", source="CVE-2023-43040",
              message=FAILED + '["eq", "$bucket", "bucket"]'),
    post_case("the right bucket, the field lies", "policy", [*GOOD, ("bucket", "other")],
              "the field is believed where the proof is not asked", source="CVE-2023-43040"),
    post_case("a field that is called like the range", "policy",
              [*GOOD, ("content-length-range", "0, 1000")], "a field that no condition is on",
              message=DENIED + "Extra input fields: content-length-range"),
    post_case("no condition on the bucket", "policy", less(0), source="s3-tests"),
    post_case("no condition on the key", "policy", less(1)),
    post_case("another key", "policy", other("key", "other/a"), source="CVE-2026-27607",
              message=FAILED + '["starts-with", "$key", "user/"]'),
    post_case("a key in another case", "policy", other("key", "User/a")),
    post_case("another value", "policy", other("acl", "public-read"),
              message=FAILED + '["eq", "$acl", "private"]'),
    post_case("a value that begins the same", "policy", other("acl", "private2")),
    post_case("a field less", "policy", other("acl")),
    post_case("a field more", "policy", [*GOOD, ("x-amz-meta-a", "b")],
              message=DENIED + "Extra input fields: x-amz-meta-a"),
    post_case("a redirect more", "policy", [*GOOD, ("success_action_redirect", "https://evil")]),
    post_case("a file name out of the folder", "policy", other("key", "${filename}"),
              file_name="user", source="S3 expands before it tests"),
    post_case("too large", "policy", GOOD, file_size=11, status=400, code="EntityTooLarge",
              source="CVE-2026-27607",
              message="Your proposed upload exceeds the maximum allowed size"),
    post_case("too small", "policy", GOOD, file_size=0, status=400, code="EntityTooSmall",
              message="Your proposed upload is smaller than the minimum allowed size"),
    *[post_case(f"a policy {what}", "malformed", form(policy=policy), source="s3-tests")
      for what, policy in (
        ("that is no JSON", b"{"),
        ("that is not UTF-8", b"\xff"),
        ("that is a list", []),
        ("without an end", {"conditions": CONDITIONS}),
        ("without conditions", {"expiration": POLICY["expiration"]}),
        ("with no conditions", {**POLICY, "conditions": []}),
        ("with conditions in another case", {"expiration": POLICY["expiration"],
                                             "CONDITIONS": CONDITIONS}),
        ("with a member more", {**POLICY, "more": 1}),
        ("with a member twice", b'{"expiration":"2015-08-30T13:36:00Z","conditions":[["eq",'
                                b'"$acl","a"]],"conditions":[["starts-with","$key",""]]}'),
        ("with an end that is none", {**POLICY, "expiration": "never"}),
        ("with an unknown operation", {**POLICY, "conditions": [["ends-with", "$key", "a"]]}),
        ("with a condition of two", {**POLICY, "conditions": [["eq", "$key"]]}),
        ("with a range that is none", {**POLICY, "conditions": [["content-length-range", 9, 1]]}),
        ("of many brackets", b"[" * 20000))],
    post_case("a policy with a simple condition of two", "malformed",
              form(policy={**POLICY, "conditions": [{"a": "b", "c": "d"}]}),
              message="Invalid Policy: Invalid Simple-Condition: "
              "Simple-Conditions must have exactly one property specified."),
    post_case("too many fields", "limit-fields", [*GOOD, *[(f"x-{n}", "") for n in range(128)]]),
    post_case("fields too long", "limit-fields", [*GOOD, ("x-ignore-a", "b" * 65536)]),
    post_case("a policy too long", "limit-fields", other("policy", "A" * 30000)),
]  # fmt: skip
