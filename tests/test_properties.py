"""The sentences that hold for all inputs: what is made is proven, what is altered is refused."""

from hypothesis import assume, example, given
from hypothesis import strategies as st

from sigv4presign import (
    Credentials,
    Presigned,
    SigV4Error,
    VerificationError,
    parse_presigned,
)
from sigv4presign._percent import encode, encode_path

from .examples import KEYS, NOW, SECRET, sign

LAYOUTS = ("botocore", "crt", "minio", "js", "sorted", "rust")
SERVICES = ("s3", "s3express", "s3-outposts", "s3-object-lambda", "execute-api", "sts")
OURS = ("x-amz-", "awsaccesskeyid")

text = st.text(st.characters(exclude_categories=["Cs"]))
token = st.text("abcXYZ019-_", min_size=1, max_size=8)
field = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
pairs = st.lists(
    st.tuples(text, text).filter(lambda pair: not pair[0].lower().startswith(OURS)), max_size=6
)
key = field.map(lambda text: text.strip(" \u00a0'\"\ufeff").strip()).filter(
    lambda text: text and "\ufeff" not in text and text[0] not in "'\""
)
credentials = st.builds(
    Credentials,
    key.map(lambda text: "".join(text.replace("/", ":").split())).filter(bool),
    key,
    st.none() | key,
)
headers = st.lists(st.tuples(token.map("X-A{}".format), field), max_size=4)
hosts = st.sampled_from(
    ["h", "Bucket.S3.amazonaws.com", "localhost:9000", "h:80", "h:443", "[::1]", "[::1]:443"]
)
urls = st.builds(
    lambda scheme, host, path, query: (
        f"{scheme}://{host}/{encode_path(path)}"
        + "?" * bool(query)
        + "&".join(f"{encode(name)}={encode(value)}" for name, value in query)
    ),
    st.sampled_from(["http", "https", "wss"]),
    hosts,
    text,
    pairs,
)


def claim_of(signed: Presigned, **settings: object):
    return parse_presigned(signed.method, signed.url, signed.headers, **settings)


@given(
    st.data(),
    urls,
    credentials,
    headers,
    st.sampled_from(LAYOUTS),
    st.sampled_from(SERVICES),
    st.booleans(),
)
def test_what_is_presigned_is_proven_until_it_ends(
    data: st.DataObject,
    url: str,
    keys: Credentials,
    sent: list,
    layout: str,
    service: str,
    signs_token: bool,
):
    signed = sign(
        "PUT",
        url,
        credentials=keys,
        headers=sent,
        layout=layout,
        service=service,
        sign_session_token=signs_token,
    )
    claim = claim_of(signed, sign_session_token=signs_token)
    now = data.draw(st.integers(NOW, signed.expires_at - 1))
    proof = claim.verify(
        keys.secret_access_key,
        now=now,
        region="us-east-1",
        service=service,
        session_token=keys.session_token,
    )
    assert keys.access_key_id == proof.access_key_id


@given(text, pairs)
@example("a b/../%2F", [("tag", "b"), ("tag", "a"), ("", "")])
def test_an_application_gets_back_what_was_signed(path: str, query: list):
    spelled = "&".join(f"{encode(name)}={encode(value)}" for name, value in query)
    signed = sign(url=f"https://h/{encode_path(path)}?{spelled}")
    proof = claim_of(signed).verify(SECRET, now=NOW)

    assert f"/{path}" == proof.path
    in_order = sorted(query, key=lambda pair: (encode(pair[0]), encode(pair[1])))
    assert tuple(in_order) == proof.query


@given(st.data(), urls, headers)
def test_any_edit_of_the_url_is_refused_or_changes_nothing(
    data: st.DataObject, url: str, sent: list
):
    service = data.draw(st.sampled_from(["s3", "execute-api"]))
    signed = sign("PUT", url, headers=sent, service=service)
    at = data.draw(st.integers(0, len(signed.url)))
    until = data.draw(st.sampled_from([at, at + 1]))
    new = data.draw(st.sampled_from(["", *"aA0%/?&=+;.~#@: \n\x00é", "%2F", "..", "&x=y"]))
    edited = signed.url[:at] + new + signed.url[until:]
    assume(edited != signed.url)
    original = claim_of(signed)
    try:
        claim = parse_presigned("PUT", edited, signed.headers)
        proof = claim.verify(SECRET, now=NOW)
    except VerificationError:
        return
    assert original.canonical_request == claim.canonical_request
    assert original.verify(SECRET, now=NOW) == proof


@given(st.text() | urls, st.text(), st.lists(st.tuples(st.text(), st.text())))
def test_only_a_verification_error_whatever_arrives(url: str, method: str, sent: list):
    for target in (url, f"/{url}", PLAIN + url):
        for name in (method, "GET"):
            try:
                parse_presigned(name, target, sent).verify(SECRET, now=NOW)
            except VerificationError as error:
                assert str(error)
                assert error.code
                assert error.message


PLAIN = sign(credentials=KEYS).url


@given(st.lists(st.sampled_from([*PLAIN.replace("?", "&").split("&"), "", "?", "#", "a", "%"])))
def test_only_a_verification_error_whatever_the_parameters(pieces: list):
    url = "https://h/?" + "&".join(pieces)
    try:
        parse_presigned("GET", url).verify(SECRET, now=NOW)
    except SigV4Error as error:
        assert isinstance(error, VerificationError)
