"""The order of the parameters: what other SDKs' own signers printed, byte for byte."""

import pytest

from sigv4presign import Credentials, InvalidRequestError, parse_presigned, presign

from .examples import KEYS, TEMPORARY, URL, sign
from .vectors import document

DOCUMENT = document("layouts")
PRINTED = [
    (case, layout, printed)
    for case in DOCUMENT["cases"]
    for layout, printed in case["printed"].items()
]
SAME = [entry for entry in PRINTED if "url" in entry[2] and "differs" not in entry[2]]
DIFFERENT = [entry for entry in PRINTED if "differs" in entry[2]]


def test_no_case_is_left_out():
    assert DOCUMENT["schema"] == "sigv4presign-layouts-1"
    assert len(DOCUMENT["cases"]) == DOCUMENT["number_of_cases"] == 42
    assert (len(SAME), len(DIFFERENT)) == (107, 18)
    refused = [entry for entry in PRINTED if "refused" in entry[2]]
    assert len(SAME) + len(DIFFERENT) + len(refused) == len(PRINTED) == 3 * 42


def name_of(entry: object) -> str | None:
    if isinstance(entry, dict):
        return entry.get("name", "")
    return entry if isinstance(entry, str) else None


def ours(case: dict, layout: str, printed: dict) -> str:
    return presign(
        case["method"],
        printed.get("given", case["url"]),
        credentials=Credentials(**case["credentials"]),
        region=case["region"],
        service=case["service"],
        now=case["now"],
        expires_in=case["expires_in"],
        headers=case["headers"],
        layout=layout,
    ).url


@pytest.mark.parametrize("case, layout, printed", SAME, ids=name_of)
def test_as_the_sdk_prints_it(case: dict, layout: str, printed: dict):
    assert printed["url"] == ours(case, layout, printed)


@pytest.mark.parametrize("case, layout, printed", DIFFERENT, ids=name_of)
def test_a_listed_difference_is_one(case: dict, layout: str, printed: dict):
    assert printed["url"] != ours(case, layout, printed)


NAMES = {
    "botocore": "versionId Algorithm Credential Date Expires SignedHeaders Security-Token "
    "Signature",
    "crt": "versionId Algorithm Credential Date SignedHeaders Expires Security-Token Signature",
    "minio": "Security-Token versionId Algorithm Credential Date Expires SignedHeaders Signature",
    "js": "Algorithm Credential Date Expires Security-Token Signature SignedHeaders versionId",
    "sorted": "Algorithm Credential Date Expires Security-Token SignedHeaders versionId Signature",
    "rust": "versionId Algorithm Credential Date Expires SignedHeaders Signature Security-Token",
}


def names_in(url: str) -> str:
    names = [piece.partition("=")[0] for piece in url.partition("?")[2].split("&")]
    return " ".join(name.removeprefix("X-Amz-") for name in names)


@pytest.mark.parametrize("layout", NAMES)
def test_order(layout: str):
    signed = sign(url=f"{URL}?versionId=1", credentials=TEMPORARY, layout=layout)
    assert NAMES[layout] == names_in(signed.url)


@pytest.mark.parametrize("layout", NAMES)
def test_the_signature_does_not_depend_on_it(layout: str):
    urls = [sign(url=f"{URL}?b=1&a=2", layout=name).url for name in ("botocore", layout)]
    signatures = [parse_presigned("GET", url).signature for url in urls]
    assert signatures[0] == signatures[1]


@pytest.mark.parametrize("layout", NAMES)
def test_an_unsigned_token_comes_last_but_with_crt(layout: str):
    signed = sign(credentials=TEMPORARY, sign_session_token=False, layout=layout)
    last = "Security-Token Signature" if layout == "crt" else "Security-Token"
    assert names_in(signed.url).endswith(last)


@pytest.mark.parametrize("layout", ["", "Botocore", "go", None, 1])
def test_an_unknown_layout_is_refused(layout: str):
    said = f"layout is {layout!r}; it must be one of botocore, crt, minio, js, sorted, rust"
    with pytest.raises(InvalidRequestError, match=f"^{said}$"):
        sign(layout=layout, credentials=KEYS)


@pytest.mark.parametrize("layout", ["minio", "js"])
@pytest.mark.parametrize("name", ["%C3%A9", "%FF"])
def test_some_compare_decoded_names(layout: str, name: str):
    url = sign(url=f"{URL}?{name}=1&b=2", layout=layout).url
    assert url.index("b=2") < url.index(f"{name}=1")
    assert url.index("Signature=") < url.index("b=2") or layout == "minio"
