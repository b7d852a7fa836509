"""The table of stores: well-formed, as the document has it, and what it makes of a region."""

import copy
import inspect
import pickle
import re
from pathlib import Path
from string import Formatter
from urllib.parse import urlsplit

import pytest

from sigv4presign import InvalidRequestError
from sigv4presign.s3 import limits
from sigv4presign.s3.labels import is_label
from sigv4presign.s3.presigner import S3Presigner
from sigv4presign.s3.store import Store
from sigv4presign.s3.stores import STORES, store_named

from .examples import KEYS

DOCUMENT = (Path(__file__).resolve().parent.parent / "docs" / "stores.md").read_text("utf-8")
ROWS = {
    cells[0].strip("`"): cells
    for cells in [
        [cell.strip() for cell in line.strip("|").split("|")] for line in DOCUMENT.splitlines()
    ]
    if len(cells) == 7 and cells[0].startswith("`")
}
STORE = pytest.mark.parametrize("store", STORES.values(), ids=lambda store: store.name)
HOSTED = [store for store in STORES.values() if store.endpoint is not None]
HOST = pytest.mark.parametrize("store", HOSTED, ids=lambda store: store.name)
OWN = [store for store in STORES.values() if store.endpoint is None]

UNITS = [("TiB", 1024**4), ("GiB", 1024**3), ("MiB", 1024**2)]


def amount(size: int) -> str:
    name, unit = next((name, unit) for name, unit in UNITS if size % unit == 0)
    return f"{size // unit:,} {name}".replace(",", " ")


def region_cell(store: Store) -> str:
    if store.endpoint is None:
        return "as configured"
    if store.region is None:
        return f"say one: `{store.such_as}`"
    return f"`{store.region}`" + (" only" if store.regions else "")


def limits_cell(store: Store) -> str:
    plain = Store("", None, "")
    found = []
    if store.smallest_part != plain.smallest_part:
        found.append(f"parts from {amount(store.smallest_part)}")
    if store.largest_part != plain.largest_part:
        found.append(f"parts to {amount(store.largest_part)}")
    if store.most_parts != plain.most_parts:
        found.append(f"{store.most_parts:,} parts".replace(",", " "))
    if store.largest_object != plain.largest_object:
        found.append(f"objects to {amount(store.largest_object)}")
    return ", ".join(found) or "none"


def endpoint_of(store: Store) -> str:
    region = store.checked_region(store.such_as or "us-east-1")
    account = "acct1" if "{account}" in store.endpoint else None
    return store.endpoint_for(region, account)


def test_the_names_are_in_order():
    assert list(STORES) == [store.name for store in HOSTED + OWN]
    for group in (HOSTED, OWN):
        names = [store.name for store in group]
        assert sorted(names) == names
        assert 8 < len(names)
    for name, store in STORES.items():
        assert name == store.name == name.lower()
        assert is_label(name)


@STORE
def test_a_source_is_a_page(store: Store):
    parts = urlsplit(store.source)
    assert "https" == parts.scheme
    assert "." in parts.netloc
    assert "/" != parts.path != ""


@STORE
def test_the_fields_fit_each_other(store: Store):
    assert store.addressing_style in ("virtual", "path")
    assert 0 < store.smallest_part < store.largest_part < store.largest_object
    assert 0 < store.most_parts <= 10000
    assert 0 < store.key_bytes <= 1024
    # Only who must say a region needs an example of one.
    assert (store.region is None) == (store.such_as != "")
    assert not store.regions or store.region in store.regions


def test_what_a_store_does_not_say_is_as_in_s3():
    plain = Store("plain", None, "https://example.com/page")
    assert limits.KEY_BYTES == plain.key_bytes
    assert limits.SMALLEST_PART == plain.smallest_part
    assert limits.LARGEST_PART == plain.largest_part
    assert limits.MOST_PARTS == plain.most_parts
    assert limits.MOST_PARTS * limits.LARGEST_PART == plain.largest_object
    assert inspect.signature(S3Presigner).parameters["region"].default == plain.region


@HOST
def test_a_template_has_region_and_account_and_nothing_else(store: Store):
    holes = [hole for _, hole, _, _ in Formatter().parse(store.endpoint) if hole is not None]
    assert set(holes) <= {"region", "account"}
    assert len(set(holes)) == len(holes)


@HOST
def test_a_template_makes_an_endpoint(store: Store):
    parts = urlsplit(endpoint_of(store))
    assert "https" == parts.scheme
    assert all(is_label(label) for label in parts.hostname.split("."))
    assert parts.netloc == parts.hostname
    assert not parts.query
    assert not parts.path.endswith("/")


@HOST
def test_a_presigner_takes_it(store: Store):
    account = "acct1" if "{account}" in store.endpoint else None
    region = store.such_as or "us-east-1"
    s3 = S3Presigner(KEYS, store=store.name, account=account, region=region)
    host = urlsplit(endpoint_of(store)).hostname
    link = urlsplit(s3.get_object("bucket", "key").url)
    expected = f"bucket.{host}" if store.addressing_style == "virtual" else host
    assert expected == link.hostname
    assert link.path.endswith("/key" if store.addressing_style == "virtual" else "/bucket/key")
    scope = re.search(r"%2F\d{8}%2F([^%]*)%2Fs3%2F", link.query)[1]
    assert store.checked_region(region) == scope


ENDPOINTS = {
    "alibaba-oss": ("cn-hangzhou", None, "https://s3.oss-cn-hangzhou.aliyuncs.com"),
    "b2": ("us-east-005", None, "https://s3.us-east-005.backblazeb2.com"),
    "gcs": ("us-east-1", None, "https://storage.googleapis.com"),
    "oracle": (
        "eu-frankfurt-1",
        "axaxnpcrorw5",
        "https://axaxnpcrorw5.compat.objectstorage.eu-frankfurt-1.oci.customer-oci.com",
    ),
    "r2": ("us-east-1", "0123abcd", "https://0123abcd.r2.cloudflarestorage.com"),
    "r2-eu": ("auto", "0123abcd", "https://0123abcd.eu.r2.cloudflarestorage.com"),
    "spaces": ("ams3", None, "https://ams3.digitaloceanspaces.com"),
    "supabase": ("eu-west-1", "abcd", "https://abcd.storage.supabase.co/storage/v1/s3"),
    "wasabi": ("us-east-1", None, "https://s3.us-east-1.wasabisys.com"),
}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_an_endpoint(name: str):
    region, account, expected = ENDPOINTS[name]
    store = store_named(name)
    assert expected == store.endpoint_for(store.checked_region(region), account)


@pytest.mark.parametrize(
    "name, region, expected",
    [
        ("r2", "auto", "auto"),
        ("r2", "us-east-1", "auto"),  # which R2 takes as another name of it
        ("gcs", "us-east-1", "auto"),
        ("gcs", "europe-west1", "europe-west1"),
        ("yandex", "us-east-1", "ru-central1"),
        ("wasabi", "us-east-1", "us-east-1"),
        ("wasabi", "eu-central-2", "eu-central-2"),
        ("spaces", "us-east-1", "us-east-1"),  # for an endpoint of the caller's
        ("minio", "us-east-1", "us-east-1"),
        ("garage", "garage", "garage"),
    ],
)
def test_the_region_to_sign_for(name: str, region: str, expected: str):
    assert expected == store_named(name).checked_region(region)


@pytest.mark.parametrize("name, only", [("r2", "auto"), ("yandex", "ru-central1")])
def test_a_region_that_can_only_be_refused(name: str, only: str):
    message = f"^region is 'eu-west-1'; the store '{name}' takes only '{only}'$"
    with pytest.raises(InvalidRequestError, match=message):
        store_named(name).checked_region("eu-west-1")


def test_two_regions_are_both_named():
    store = Store("two", None, "", region="one", regions=("one", "other"))
    assert "other" == store.checked_region("other")
    with pytest.raises(InvalidRequestError, match=r"takes only 'one' or 'other'$"):
        store.checked_region("third")


@pytest.mark.parametrize("store", OWN, ids=lambda store: store.name)
def test_a_host_of_the_callers_must_be_given(store: Store):
    message = f"^the store '{store.name}' has no host of its own; give your endpoint_url$"
    with pytest.raises(InvalidRequestError, match=message):
        store.endpoint_for("us-east-1", None)
    s3 = S3Presigner(KEYS, store=store.name, endpoint_url="http://localhost:9000")
    assert s3.get_object("bucket", "key").url.startswith("http://localhost:9000/bucket/key?")


@pytest.mark.parametrize(
    "store", [store for store in HOSTED if store.region is None], ids=lambda store: store.name
)
def test_a_store_without_a_default_wants_its_region(store: Store):
    with pytest.raises(InvalidRequestError) as caught:
        store.endpoint_for(store.checked_region("us-east-1"), "acct1")
    assert str(caught.value) == (
        f"region is 'us-east-1', which the store {store.name!r} has not; "
        f"give one of its own, such as {store.such_as!r}"
    )


@pytest.mark.parametrize(
    "name, region, account, message",
    [
        (
            "r2",
            "auto",
            None,
            r"^the store 'r2' is at https://\{account\}\.r2\..*; give its account$",
        ),
        ("b2", "us-west-004", "me", "^account is given, but the host of the store 'b2' has none$"),
        ("r2", "auto", "", "^account is ''; the host of the store 'r2' holds it"),
        ("r2", "auto", "evil.example/", "^account is 'evil.example/'; the host"),
        ("r2", "auto", "id.eu", "^account is 'id.eu'; the host"),
        ("r2", "auto", 7, "^account is 7; the host"),
        ("b2", "us.west", None, "^region is 'us.west'; the host of the store 'b2' holds it"),
        ("b2", "-west", None, "^region is '-west'; the host"),
    ],
)
def test_what_no_host_can_hold(name: str, region: str, account: object, message: str):
    with pytest.raises(InvalidRequestError, match=message):
        store_named(name).endpoint_for(region, account)


@pytest.mark.parametrize("name", ["", "R2", "aws", "s3", None, 2, ["r2"]])
def test_an_unknown_store_is_refused(name: object):
    with pytest.raises(InvalidRequestError) as caught:
        store_named(name)
    message = str(caught.value)
    assert message.startswith(f"store is {name!r}; known are alibaba-oss, b2, gcs, ")
    assert all(f" {known}," in message or f" {known};" in message for known in STORES)


@STORE
def test_a_known_store_is_found(store: Store):
    assert store is store_named(store.name)
    assert store == copy.copy(store) == pickle.loads(pickle.dumps(store))
    with pytest.raises(AttributeError, match="post is read-only"):
        store.post = True


def test_the_document_has_the_same_stores():
    assert list(STORES) == list(ROWS)


@STORE
def test_the_document_says_what_the_table_says(store: Store):
    _, endpoint, region, style, forms, limited, source = ROWS[store.name]
    assert (f"`{store.endpoint}`" if store.endpoint else "yours") == endpoint
    assert region_cell(store) == region
    assert store.addressing_style == style
    assert forms in (("yes", "not stated") if store.post else ("no",))
    assert limits_cell(store) == limited
    assert f"[page]({store.source})" == source


@STORE
def test_the_document_has_a_note_on_each(store: Store):
    assert f"\n- **{store.name}**" in DOCUMENT or f", **{store.name}**" in DOCUMENT
