"""The same requests as Hypothesis strategies, so that a difference is reported at its smallest."""

from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from . import requests as pools
from .calls import ENDPOINTS, Call, call_of
from .requests import IN_PATH, Pairs, Request, encoded, seeded, spelling
from .texts import RAW_SEGMENTS, respelled

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# To a server each of these is content, but for the blank and the tab, which are folded.
HEADER_VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.just("\t"))
BINARY = st.binary(max_size=20)
_SEGMENTS = st.sampled_from(RAW_SEGMENTS) | TEXTS.map(encoded)
_AUTHORITIES = st.tuples(
    st.sampled_from((*pools.NAMES_OF_HOSTS, *pools.ADDRESSES, "S3.Example.COM")),
    st.sampled_from(pools.PORTS),
).map("".join)


@st.composite
def queries(draw: Any, *, repeated_names: bool = True) -> Pairs:
    unique = {} if repeated_names else {"unique_by": lambda pair: pair[0]}
    # A URL that has a parameter of the signer's is signed already, and refused.
    names = TEXTS.filter(lambda name: not name.lower().startswith(("x-amz-", "awsaccess")))
    return tuple(draw(st.lists(st.tuples(names, TEXTS), max_size=5, **unique)))


@st.composite
def requests(draw: Any, *, repeated_names: bool = True, spelled: bool = True) -> Request:
    """Return a request in any text.

    Args:
        draw: Hypothesis's.
        repeated_names: whether parameters may be repeated.
        spelled: whether the URL may be spelled otherwise than canonically.
    """
    service = draw(st.sampled_from((*pools.S3, *pools.OTHERS)))
    s3 = service in pools.S3
    key = draw(TEXTS)
    path = f"/bucket/{quote(key, safe='/~')}" if s3 else draw(raw_paths())
    query = draw(queries(repeated_names=repeated_names))
    spelled_path = path
    spelled_query = "&".join([f"{encoded(name)}={encoded(value)}" for name, value in query])
    if spelled and draw(st.booleans()):
        rng = seeded(draw(st.integers(0, 9999)))
        spelled_path = f"/bucket/{respelled(rng, key, IN_PATH)}" if s3 else path
        spelled_query = spelling(rng, query)
    values = draw(st.lists(HEADER_VALUES, max_size=3))
    return Request(
        method=draw(st.sampled_from(pools.METHODS)),
        scheme=draw(st.sampled_from(("https", "http"))),
        authority=draw(_AUTHORITIES),
        path=path,
        query=query,
        headers=tuple([(f"x-amz-meta-{number}", value) for number, value in enumerate(values)]),
        access_key_id=draw(st.sampled_from(pools.ACCESS_KEYS)),
        secret=draw(st.sampled_from(pools.SECRETS)),
        token=draw(st.none() | st.sampled_from(pools.TOKENS)),
        region=draw(st.sampled_from(pools.REGIONS)),
        service=service,
        now=draw(st.integers(0, pools.LAST)),
        expires_in=draw(st.integers(1, 604800)),
        spelled_path=spelled_path,
        spelled_query=spelled_query,
    )


@st.composite
def raw_paths(draw: Any) -> str:
    """Return the path of a URL of another service than S3."""
    return "/" + "/".join(draw(st.lists(_SEGMENTS, max_size=7)))


@st.composite
def calls(draw: Any) -> Call:
    """Return a call of an operation of S3, its texts any."""
    key = draw(TEXTS.filter(bool))
    values = draw(
        st.fixed_dictionaries(
            {"Bucket": st.just("bucket"), "Key": st.just(key), "VersionId": TEXTS},
            optional={"ResponseContentDisposition": TEXTS, "Range": HEADER_VALUES},
        )
        | st.fixed_dictionaries(
            {"Bucket": st.just("bucket"), "Key": st.just(key)},
            optional={
                "Metadata": st.dictionaries(st.sampled_from(["a", "A-b", "0"]), HEADER_VALUES),
                "ContentType": HEADER_VALUES,
            },
        )
        | st.fixed_dictionaries(
            {"Bucket": st.just("bucket")}, optional={"Prefix": TEXTS, "StartAfter": TEXTS}
        )
    )
    names = {"VersionId": "get_object", "Key": "put_object", "Bucket": "list_objects_v2"}
    name = next(name for parameter, name in names.items() if parameter in values)
    style = draw(st.sampled_from(("path", "virtual")))
    return call_of(name, style, draw(st.sampled_from(ENDPOINTS)), values, draw(requests()))
