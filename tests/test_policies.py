"""POST policies read and evaluated: what the published ones say, and what a form breaks."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4presign import InvalidRequestError, MalformedError, PostPolicy
from sigv4presign._checks import shown
from sigv4presign.conditions import Condition, condition_of
from sigv4presign.signing import signature, signing_key

from .examples import NOW, TOKEN
from .vectors import FOLDER

PUBLISHED = json.loads((FOLDER / "post_policies.json").read_text("utf-8"))["cases"]
ENDS = "2015-08-30T13:36:00Z"


def encoded(document: object) -> str:
    text = document if isinstance(document, str) else json.dumps(document)
    return base64.b64encode(text.encode()).decode()


def policy(*conditions: object, expiration: object = ENDS) -> PostPolicy:
    return PostPolicy.parse(encoded({"expiration": expiration, "conditions": list(conditions)}))


def test_how_many_are_published():
    assert len(PUBLISHED) == 2


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["name"] for case in PUBLISHED])
def test_the_signature_of_a_published_policy(case: dict):
    key = signing_key(case["secret_access_key"], case["date"], case["region"], case["service"])
    assert signature(key, case["policy"]) == case["signature"]
    assert PostPolicy.parse(case["policy"]).conditions


def test_the_form_of_the_documentation_is_taken():
    case = PUBLISHED[0]
    parsed = PostPolicy.parse(case["policy"])
    assert parsed.expiration == 1451476800
    assert len(parsed.conditions) == 11
    taken = {"bucket": "sigv4examplebucket", "now": 1451390400, "file_name": "a.jpg"}
    assert parsed.check(case["form"], **taken) == ()
    assert parsed.check(dict(case["form"]), **taken) == ()
    assert str(parsed.check(case["form"], **{**taken, "bucket": "other"})[0]) == (
        'bucket is \'other\', but the policy wants ["eq", "$bucket", "sigv4examplebucket"]'
    )


FAILING = [
    (
        [{"acl": "private"}],
        {"acl": "public"},
        {},
        'acl is \'public\', but the policy wants ["eq", "$acl", "private"]',
    ),
    ([["eq", "$ACL", "private"]], {"Acl": "public"}, {}, 'wants ["eq", "$ACL", "private"]'),
    ([{"acl": "private"}], {}, {}, "acl is missing, but the policy wants"),
    (
        [["starts-with", "$key", "user/"]],
        {"key": "users/a"},
        {},
        "key is 'users/a', but the policy wants",
    ),
    ([["starts-with", "$key", ""]], {}, {}, "key is missing"),
    (
        [["starts-with", "$key", "user/"]],
        {"key": "${filename}"},
        {"file_name": "a"},
        "key is 'a', but the policy wants",
    ),
    (
        [["starts-with", "$Content-Type", "image/"]],
        {"Content-Type": "image/png, text/html"},
        {},
        "Content-Type is 'image/png, text/html', but the policy wants",
    ),
    (
        [["starts-with", "$Content-Type", "image/"]],
        {"Content-Type": "image/png,text/html"},
        {},
        "Content-Type is 'image/png,text/html', but the policy wants",
    ),
    ([["content-length-range", 10, 20]], {}, {"size": 9}, "the file has 9 bytes, but the policy"),
    ([["content-length-range", 10, 20]], {}, {"size": 21}, "the file has 21 bytes, but the policy"),
    ([{"key": "a"}], {"key": "a", "X": "b"}, {}, "the form has the field x, which no condition"),
    (
        [{"key": "a"}],
        {"key": "a"},
        {"bucket": "b"},
        "no condition of the policy allows the bucket 'b'",
    ),
    ([{"bucket": "a"}], {"bucket": "a"}, {"bucket": "b"}, "bucket is 'b', but the policy wants"),
    ([{"key": "a"}], [("key", "a"), ("Key", "b")], {}, "the form has the field Key more than once"),
    ([{"key": "a"}], {"key": "a"}, {"now": NOW + 3600}, "the policy has expired"),
]


@pytest.mark.parametrize(("conditions", "fields", "settings", "reason"), FAILING)
def test_what_fails_is_named(conditions: list, fields, settings: dict, reason: str):
    (failure,) = policy(*conditions).check(fields, **{"now": NOW, **settings})
    assert reason in str(failure)
    assert failure.code in {"AccessDenied", "EntityTooLarge", "EntityTooSmall", "InvalidArgument"}
    assert failure.status == (403 if failure.code == "AccessDenied" else 400)


def test_a_failure_names_its_condition_and_its_field():
    parsed = policy({"Acl": "private"}, ["content-length-range", 10, 20])
    ends = parsed.check({"Acl": "private"}, now=NOW + 3600)
    small = parsed.check({"Acl": "private"}, size=9, now=NOW)
    large = parsed.check({"Acl": "private"}, size=21, now=NOW)
    other = parsed.check({"Acl": "public"}, now=NOW)
    twice = parsed.check([("Acl", "private"), ("ACL", "public")], now=NOW)
    more = parsed.check({"Acl": "private", "Tagging": ""}, now=NOW)

    acl, size = parsed.conditions
    failures = [*ends, *small, *large, *other, *twice, *more]
    assert [(failure.condition, failure.field) for failure in failures] == [
        (None, ""),
        (size, "file"),
        (size, "file"),
        (acl, "Acl"),
        (None, "ACL"),
        (None, "tagging"),
    ]
    assert twice[0].message == twice[0].reason == "the form has the field ACL more than once"


def test_what_a_policy_says():
    text = json.dumps({"expiration": ENDS, "conditions": [{"Key": "a"}]})
    parsed = PostPolicy.parse(encoded(text))
    assert parsed.text == text
    assert parsed.expiration == NOW + 3600
    (condition,) = parsed.conditions
    assert repr(condition) == (
        "Condition(operator='eq', field='key', name='Key', value='a', least=0, most=0)"
    )
    assert repr(condition_of(["content-length-range", 5, 5])) == (
        "Condition(operator='content-length-range', field='content-length-range', "
        "name='content-length-range', value='', least=5, most=5)"
    )
    assert Condition("content-length-range", "content-length-range").value == ""


def test_what_s3_answers():
    everything = policy({"acl": "private"}, ["content-length-range", 10, 20])
    answers = [
        (failure.code, failure.message)
        for failure in (
            *everything.check({"acl": "public", "foo": "b"}, size=9, now=NOW + 3600),
            *everything.check({"acl": "private"}, size=21, now=NOW),
        )
    ]
    assert answers == [
        ("AccessDenied", "Invalid according to Policy: Policy expired."),
        (
            "AccessDenied",
            'Invalid according to Policy: Policy Condition failed: ["eq", "$acl", "private"]',
        ),
        ("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size"),
        ("AccessDenied", "Invalid according to Policy: Extra input fields: foo"),
        ("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"),
    ]


TAKEN = [
    ([{"acl": "private"}], {"ACL": "private"}, {}),
    ([["starts-with", "$key", ""]], {"key": "anything"}, {}),
    ([["starts-with", "$key", "user/"]], {"key": "user/${filename}"}, {"file_name": "a"}),
    ([{"key": "user/a"}], {"key": "user/${filename}"}, {"file_name": "C:\\b\\a"}),
    ([{"key": "user/"}], {"key": "user/${filename}"}, {"file_name": ""}),
    ([{"key": "user/${filename}"}], {"key": "user/${filename}"}, {}),
    (
        [{"success_action_redirect": "https://h/?a"}],
        {"success_action_redirect": "https://h/?${filename}"},
        {"file_name": "a"},
    ),
    ([["starts-with", "$Content-Type", "image/"]], {"content-type": "image/png, image/gif"}, {}),
    ([["content-length-range", 10, 20]], {}, {"size": 10}),
    ([["content-length-range", 10, 10]], {}, {"size": 10}),
    ([["content-length-range", 0, 2**63 - 1]], {}, {"size": 2**63 - 1}),
    ([["content-length-range", "0" * 18 + "1", "1"]], {}, {"size": 1}),
    ([["content-length-range", "10", "20"]], {}, {"size": 20}),
    ([["content-length-range", 10, 20]], {}, {}),
    ([{"bucket": "a"}], {}, {"bucket": "a"}),
    ([{"bucket": "a"}], {}, {}),
    ([{"key": "a"}], {"key": "a", "x-ignore-b": "c", "policy": "d", "x-amz-signature": "e"}, {}),
    ([{"key": "a"}], {"key": "a", "file": "b"}, {}),
]


@pytest.mark.parametrize(("conditions", "fields", "settings"), TAKEN)
def test_what_holds(conditions: list, fields: dict, settings: dict):
    assert policy(*conditions).check(fields, **{"now": NOW, **settings}) == ()


@given(st.lists(st.text("ab é")), st.text("ab é"))
def test_each_of_a_list_of_content_types(listed: list, prefix: str):
    value = ",".join(listed)
    holds = all([one.strip().startswith(prefix) for one in value.split(",")])
    condition = Condition("starts-with", "Content-Type", prefix)
    assert condition.holds(value) is holds
    failures = policy(["starts-with", "$Content-Type", prefix]).check(
        {"content-type": value}, now=NOW
    )
    assert (failures == ()) is holds


def test_a_list_of_content_types_is_gone_through_once(monkeypatch: pytest.MonkeyPatch):
    gone_through: list[str] = []
    first_and_last = Condition.first_and_last

    def counted(value: str) -> tuple[str, str]:
        gone_through.append(value)
        return first_and_last(value)

    monkeypatch.setattr(Condition, "first_and_last", staticmethod(counted))
    five = [["starts-with", "$Content-Type", "image/"]] * 5
    assert () == policy(*five).check({"content-type": "image/png, image/gif"}, now=NOW)
    assert ["image/png, image/gif"] == gone_through


def test_the_clock_is_read_when_no_moment_is_given():
    assert [str(failure) for failure in policy({"key": "a"}).check({"key": "a"})] == [
        "the policy has expired"
    ]


def test_a_moment_is_one():
    with pytest.raises(InvalidRequestError, match=r"^now is 'soon'"):
        policy({"key": "a"}).check({"key": "a"}, now="soon")


@pytest.mark.parametrize(
    "name",
    ["X-Amz-Security-Token", "x-amz-signature", "x-amz-server-side-encryption-customer-key"],
)
def test_a_condition_hides_what_is_secret(name: str):
    condition = condition_of({name: TOKEN})
    assert str(condition) == f'["eq", "${name}", "<hidden>"]'
    assert repr(condition) == (
        f"Condition(operator='eq', field='{name.lower()}', name='{name}', value=<hidden>, "
        "least=0, most=0)"
    )
    with pytest.raises(InvalidRequestError, match=r"^condition on a secret field: its value is"):
        condition_of({name: [TOKEN]})


def test_a_number_that_python_does_not_print():
    with pytest.raises(InvalidRequestError) as refused:
        condition_of(["content-length-range", 10**5000, 2])
    assert str(refused.value) == (
        "condition with a number of thousands of digits: "
        "a number of more than 30 digits is not a number of bytes"
    )


def test_no_secret_is_shown():
    parsed = policy({"x-amz-security-token": TOKEN})
    (failure,) = parsed.check({"x-amz-security-token": "other token"}, now=NOW)
    for text in (repr(parsed), str(failure), repr(failure), failure.message):
        assert TOKEN not in text
        assert "other token" not in text
    assert "x-amz-security-token is another one" in str(failure)
    with pytest.raises(MalformedError) as refused:
        policy(["ends-with", "$x-amz-security-token", TOKEN])
    assert TOKEN not in str(refused.value)
    assert "condition on a secret field" in str(refused.value)


MALFORMED = [
    ("YWI", "policy is not base64"),
    ("YW\u00e9=", "policy is not base64"),
    ("", "there is no policy"),
    (None, "there is no policy"),
    ("%%%", "policy is not base64"),
    ("YQ", "policy is not base64"),
    ("YWI=\n", "policy is not base64"),
    (base64.b64encode(b"\xff").decode(), "policy is not UTF-8"),
    (encoded("{"), "policy is not JSON: "),
    (encoded("[" * 100000), "policy is not JSON"),
    (
        encoded('{"expiration": "a", "expiration": "b"}'),
        "policy is not JSON: an object has a member twice",
    ),
    (encoded([]), "policy is not an object"),
    (encoded({"conditions": []}), "policy has no 'expiration'"),
    (encoded({"expiration": ENDS}), "policy has no 'conditions'"),
    (
        encoded({"Expiration": ENDS, "conditions": [{"a": "b"}]}),
        "policy has the unknown member 'Expiration'",
    ),
    (
        encoded({"expiration": ENDS, "conditions": [], "more": 1}),
        "policy has the unknown member 'more'",
    ),
    (encoded('{"expiration": 1' + "0" * 5000 + "}"), "policy is not JSON"),
    (
        encoded({"expiration": ENDS, "conditions": {}}),
        "the policy's 'conditions' must be a list that is not empty",
    ),
    (
        encoded({"expiration": ENDS, "conditions": []}),
        "the policy's 'conditions' must be a list that is not empty",
    ),
]


@pytest.mark.parametrize(("text", "reason"), MALFORMED)
def test_what_is_no_policy(text, reason: str):
    with pytest.raises(MalformedError) as refused:
        PostPolicy.parse(text)
    assert str(refused.value).startswith(reason)
    assert (refused.value.status, refused.value.code) == (400, "InvalidPolicyDocument")


SAID = [
    (encoded("{"), "Invalid JSON."),
    ("%%%", "invalid Base64 encoding."),
    (encoded({"expiration": ENDS, "conditions": [], "a": 1}), "Unexpected: 'a'"),
    (encoded({"conditions": []}), "Policy missing expiration."),
    (encoded({"expiration": ENDS}), "Policy missing conditions."),
    (encoded({"expiration": ENDS, "conditions": {}}),
     "Invalid 'conditions' value: must be a List."),
    (encoded({"expiration": "soon", "conditions": [{"a": "b"}]}),
     "Invalid 'expiration' value: 'soon'"),
    (encoded({"expiration": 5, "conditions": [{"a": "b"}]}), "Invalid 'expiration' value: ''"),
    (encoded({"expiration": ENDS, "conditions": [{"a": 5}]}),
     "Invalid Simple-Condition: value must be a string."),
    (encoded({"expiration": ENDS, "conditions": [{"a": "b", "c": "d"}]}),
     "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."),
    (encoded({"expiration": ENDS, "conditions": [["content-length-range", 0, 512.0]]}),
     "Invalid JSON."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), SAID)
def test_what_s3_says_of_what_is_no_policy(text: str, message: str):
    with pytest.raises(MalformedError) as refused:
        PostPolicy.parse(text)
    assert refused.value.message == f"Invalid Policy: {message}"


def test_an_engine_whose_json_takes_no_hook(monkeypatch: pytest.MonkeyPatch):
    """MicroPython's, which reads a text and nothing else."""
    plainly = json.loads
    monkeypatch.setattr(json, "loads", lambda text: plainly(text))  # noqa: PLW0108
    assert [str(one) for one in policy({"a": "b"}).conditions] == ['["eq", "$a", "b"]']


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (["StArTs-WiTh", "$KeY", "foo"], '["starts-with", "$KeY", "foo"]'),
        (["EQ", "$acl", "private"], '["eq", "$acl", "private"]'),
        (["Content-Length-Range", 1, "2"], '["content-length-range", 1, 2]'),
        # Documented as compared by `eq` only; S3 takes the first, gateways take both.
        (["starts-with", "$success_action_status", "2"],
         '["starts-with", "$success_action_status", "2"]'),
        (["starts-with", "$bucket", "b"], '["starts-with", "$bucket", "b"]'),
    ],
)  # fmt: skip
def test_what_other_makers_write_is_read(written: list, text: str):
    (condition,) = policy(written).conditions
    assert str(condition) == text


def test_a_name_is_another_one_if_only_unicode_folds_it():
    parsed = policy({"key": "a"})
    failures = parsed.check({"\u212aey": "a"}, now=NOW)  # the Kelvin sign
    assert [failure.field for failure in failures] == ["key", "\u212aey"]


@pytest.mark.parametrize("fields", [5, "ab", {"key": 5}, {5: "key"}, [("key",)], {"key": b"a"}])
def test_what_are_no_fields(fields):
    with pytest.raises(InvalidRequestError, match=r"^field"):
        policy(["starts-with", "$key", ""]).check(fields, now=NOW)


def test_a_field_is_text():
    with pytest.raises(InvalidRequestError) as refused:
        policy(["starts-with", "$key", ""]).check({"key": b"a"}, now=NOW)
    assert str(refused.value) == (
        "field 'key' has a value of type bytes; a form sends text, so both must be str"
    )


FORMS = (
    "it must be {'FIELD': 'VALUE'}, ['eq', '$FIELD', 'VALUE'], "
    "['starts-with', '$FIELD', 'PREFIX'] or ['content-length-range', MIN, MAX]"
)
OPERATORS = "'eq', 'starts-with' or 'content-length-range'"


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ({}, FORMS),
        ({"a": "b", "c": "d"}, FORMS),
        ("a", FORMS),
        (["eq", "$a"], FORMS),
        (["ends-with", "$a", "b"], f"its operator 'ends-with' is not {OPERATORS}"),
        ([5, "$a", "b"], f"its operator 5 is not {OPERATORS}"),
        (["eq", "a", "b"], "its field 'a' must begin with '$'"),
        (["eq", 5, "b"], "its field 5 must begin with '$'"),
        (["eq", "$", "b"], "its field '' must be a name without '$'"),
        ({"$a": "b"}, "its field '$a' must be a name without '$'"),
        ({"a": 5}, "its value is of type int; it must be a str"),
        (
            ["content-length-range", 2, 1],
            "no size is in that range: its first number is the larger one",
        ),
        (["content-length-range", -1, 1], "-1 is not a number of bytes"),
        (["content-length-range", 1.5, 2], "1.5 is not a number of bytes"),
        (["content-length-range", True, 2], "True is not a number of bytes"),
        (["content-length-range", "", 2], "'' is not a number of bytes"),
        (["content-length-range", "X1", 2], "'X1' is not a number of bytes"),
        (["content-length-range", "0" * 19 + "1", 2], f"'{'0' * 19}1' is not a number of bytes"),
        (["content-length-range", 0, 2**63], "9223372036854775808 is not a number of bytes"),
        (["content-length-range", "9" * 5000, 2], f"{shown('9' * 5000)} is not a number of bytes"),
    ],
)
def test_what_is_no_condition(condition: object, reason: str):
    with pytest.raises(MalformedError) as refused:
        policy(condition)
    assert str(refused.value) == f"condition {shown(condition)}: {reason}"


@pytest.mark.parametrize(
    ("expiration", "seconds"),
    [
        (ENDS, NOW + 3600),
        ("2015-08-30T13:36:00.000Z", NOW + 3600),
        ("2015-08-30T13:36:00.5Z", NOW + 3600),
    ],
)
def test_moments(expiration: str, seconds: int):
    assert policy({"a": "b"}, expiration=expiration).expiration == seconds


@pytest.mark.parametrize(
    "expiration",
    [None, 5, "", "tomorrow", "2015-08-30", "2015-08-30T13:36:00", "2015-08-30T13:36:00.Z",
     "2015-08-30T13:36:00.xZ", "2015-02-30T13:36:00Z", "2015/08/30T13:36:00Z",
     "2015-08-30T13:36:00.5xZ", "2015-08-30T13:36:00.XZ", "2015-08-30T13:36:00Z-",
     "2015-0830T-13:36:00Z",
     "2015-08-30T13:36:00+00:00"],
)  # fmt: skip
def test_what_is_no_moment(expiration: object):
    with pytest.raises(MalformedError) as refused:
        policy({"a": "b"}, expiration=expiration)
    assert str(refused.value) == (
        f"the policy's expiration is {expiration!r}; it must be like '2007-12-01T12:00:00.000Z'"
    )


TEXT = st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=20)


@given(value=TEXT, other=TEXT)
def test_equal_is_equal(value: str, other: str):
    assert condition_of({"a": value}).holds(other) == (value == other)
    assert condition_of(["starts-with", "$a", value]).holds(value + other)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,10}", fullmatch=True), TEXT, min_size=1))
def test_every_altered_field_is_the_one_that_is_named(fields: dict):
    fields.pop("bucket", None)
    fields.pop("file", None)
    fields["key"] = "k"
    parsed = policy(*[{name: value} for name, value in fields.items()])
    assert parsed.check(fields, now=NOW) == ()
    for name, value in fields.items():
        failures = parsed.check({**fields, name: value + "!"}, now=NOW)
        assert [failure.field for failure in failures] == [name]
