"""One test for each published vulnerability of this class: the exploit, as a verifier meets it.

Most exploits are cases in `vectors/attacks/`, where `test_attacks` has each refused; the table says
which. The others have a test of their own below, or elsewhere.

Three are met in the nearest form, as this package keeps no accounts and no objects: of
GHSA-fc6g-2gcp-2qrq (``X-Forwarded-For`` believed for a policy's source address) what is forwarded
of the host, the one such header that a verifier may be told to believe; of CVE-2025-65073 (any
valid signature buys a token) a signature for another service; of CVE-2026-88018 (no key store, no
check) an access key that nobody has.
"""

import importlib

import pytest

from sigv4presign import (
    Claim,
    HeadersNotSignedError,
    InvalidRequestError,
    MalformedError,
    SignatureMismatchError,
    VerificationError,
    parse_presigned,
)

from .examples import KEYS, NOW, SECRET, prove, sign
from .test_attacks import loaded, verifier_of, verify

UPLOAD = sign("PUT", "https://bucket.s3.amazonaws.com/upload/key")


@pytest.mark.parametrize(
    "header",
    [
        ("x-amz-copy-source", "/private/secret"),  # CVE-2026-97731 MinIO, CVE-2026-94368 NooBaa
        ("x-amz-acl", "public-read-write"),  # CVE-2026-54330 Ceph RGW
        ("x-amz-tagging", "a=b"),
        ("x-amz-meta-owner", "root"),
        ("x-amz-server-side-encryption-customer-key", "AAAA"),
        ("x-amz-object-lock-mode", "COMPLIANCE"),  # CVE-2026-115374 Incus
        ("x-amz-trailer", "x-amz-checksum-crc32"),
    ],
)
def test_an_unsigned_header_does_not_ride_along(header: tuple[str, str]):
    with pytest.raises(HeadersNotSignedError) as caught:
        prove(UPLOAD, headers=[header])
    assert (header[0],) == caught.value.names


def test_an_unsigned_streaming_upload_is_not_let_through():
    """CVE-2025-31489, CVE-2026-40344, CVE-2026-41145 MinIO; SeaweedFS issue 7912."""
    sentinel = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
    with pytest.raises(HeadersNotSignedError):
        prove(UPLOAD, headers={"x-amz-content-sha256": sentinel})
    with pytest.raises(MalformedError, match="a presigned URL cannot be"):
        prove(UPLOAD, url=f"{UPLOAD.url}&X-Amz-Content-Sha256={sentinel}")


def test_a_key_id_without_the_secret_is_nothing():
    """CVE-2020-11012 MinIO; CVE-2026-88018 rclone: no key store, no check."""
    for secret in ("", None):
        with pytest.raises(InvalidRequestError):
            prove(UPLOAD, secret=secret)
    with pytest.raises(SignatureMismatchError):
        prove(UPLOAD, secret=KEYS.access_key_id)


def test_a_url_does_not_live_for_ever():
    """NooBaa issues 8493 and 8873: a date or lifetime that is no number never expired."""
    for old, new in (
        ("X-Amz-Expires=3600", "X-Amz-Expires=NaN"),
        ("X-Amz-Expires=3600", "X-Amz-Expires=604801"),
        ("X-Amz-Date=20150830T123600Z", "X-Amz-Date=NaN"),
        ("X-Amz-Date=20150830T123600Z&", ""),  # CVE-2015-8466 swift3
        ("X-Amz-Expires=3600&", ""),  # CVE-2020-12692 Keystone
    ):
        with pytest.raises(MalformedError):
            prove(UPLOAD, url=UPLOAD.url.replace(old, new))


def test_a_signature_for_one_service_is_none_for_another():
    """CVE-2025-65073 Keystone: any valid signature was exchanged for a token."""
    with pytest.raises(SignatureMismatchError):
        prove(UPLOAD, url=UPLOAD.url.replace("%2Fs3%2F", "%2Fsts%2F"), service="sts")


def test_dot_segments_do_not_leave_what_was_signed():
    """CVE-2026-54917 SeaweedFS: signed for one bucket, written to another."""
    with pytest.raises(SignatureMismatchError):
        prove(UPLOAD, url=UPLOAD.url.replace("/upload/", "/upload/../private/"))
    proof = prove(sign("PUT", "https://h/bucket/../private/key"))
    assert proof.path == "/bucket/../private/key"


def test_the_string_to_sign_is_never_the_clients():
    """Launchpad 1561199, swift3: the text to be checked came from a request header."""
    claim = parse_presigned("GET", UPLOAD.url, {"string-to-sign": "x"})
    assert isinstance(claim, Claim)
    with pytest.raises(SignatureMismatchError):
        claim.verify(SECRET, now=NOW)


def test_a_hash_without_a_key_is_no_signature():
    """SeaweedFS pull request 8878: a keyless digest was taken for a signature."""
    import hashlib

    claim = parse_presigned("PUT", UPLOAD.url)
    for text in (claim.canonical_request, claim.string_to_sign):
        forged = UPLOAD.url[:-64] + hashlib.sha256(text.encode()).hexdigest()
        with pytest.raises(SignatureMismatchError):
            prove(UPLOAD, url=forged)


def test_nothing_is_kept_from_one_signing_to_the_next():
    """CVE-2026-86409 curl: SigV4 state was used again for another host."""
    first = sign(url="https://a.example/key", headers={"X-A": "1"})
    assert first != sign(url="https://b.example/key")
    assert first == sign(url="https://a.example/key", headers={"X-A": "1"})


ATTACKS = {
    "CVE-2026-54330 Ceph RGW": ("unsigned_headers", "x-amz-acl"),
    "CVE-2026-97731 MinIO": ("unsigned_headers", "x-amz-copy-source"),
    "CVE-2026-94368 NooBaa": ("unsigned_headers", "x-amz-copy-source-range"),
    "CVE-2026-115374 Incus": ("unsigned_headers", "x-amz-object-lock-mode"),
    "GHSA-g8w9-qw9q-fghr RustFS": ("unsigned_headers", "x-amz-metadata-directive"),
    "s3s issue 818, pull request 830": ("unsigned_headers", "x-amz-meta-owner"),
    "SeaweedFS pull request 9121": ("unsigned_headers", "x-amz-tagging"),
    "s3proxy 4.1.1": ("unsigned_headers", "x-amz-server-side-encryption-customer-key"),
    "juicedata minio pull request 85": ("unsigned_headers", "x-amz-copy-source"),
    "zs3server pull request 195": ("unsigned_headers", "x-amz-storage-class"),
    "ds_proxy pull request 164": ("unsigned_headers", "x-amz-unknown"),
    "LocalStack: a search for text": ("unsigned_headers", "part of a signed name"),
    "GHSA-xm99-m3gq-83g8 RustFS, replay": ("header_form", "an unsigned header"),
    "GHSA-xm99-m3gq-83g8 RustFS, algorithm": ("parameters", "algorithm none"),
    "CVE-2026-40344 MinIO": ("payload", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD in an unsigned header"),
    "CVE-2026-41145 MinIO": ("mechanism", "a header, and a parameter of a URL"),
    "CVE-2025-31489 MinIO": ("payload", "STREAMING-UNSIGNED-PAYLOAD-TRAILER in an unsigned header"),
    "SeaweedFS issue 7912": ("payload", "STREAMING-UNSIGNED-PAYLOAD-TRAILER, signed"),
    "CVE-2021-21390 MinIO": ("header_form", "in chunks signed by nobody"),
    "CVE-2026-27607 RustFS, key": ("forms", "another key"),
    "CVE-2026-27607 RustFS, size": ("forms", "too large"),
    "CVE-2023-28434, CVE-2021-21362 MinIO": ("forms", "another bucket"),
    "CVE-2023-43040 Ceph RGW": ("forms", "another bucket, the field lies"),
    "minio issue 7806": ("forms", "another policy"),
    "LocalStack discussion 82": ("forms", "another signature"),
    "floci issue 3081": ("forms", "expired"),
    "floci issue 203": ("forms", "another value"),
    "supabase storage issue 1211": ("forms", "too large"),
    "s3s 470": ("forms", "a field more"),
    "CVE-2026-88018 rclone": ("signature", "an access key that nobody has"),
    "Alluxio issue 18755": ("header_form", "another secret"),
    "CVE-2020-11012 MinIO": ("signature", "by another secret"),
    "CVE-2015-8466 swift3": ("header_form", "no date"),
    "CVE-2020-12692 Keystone": ("time", "expired"),
    "CVE-2025-65073 Keystone": ("header_form", "another service"),
    "NooBaa issue 8493": ("time", "date NaN"),
    "NooBaa issue 8873": ("time", "expires a second over a week"),
    "CVE-2026-54917 SeaweedFS": ("target", "path with two dots"),
    "SeaweedFS pull request 8878": ("signature", "a hash without a key"),
    "SeaweedFS issue 2166": ("payload", "another body, by a header"),
    "GHSA-fc6g-2gcp-2qrq RustFS": ("target", "host forwarded, believed by nobody"),
    "CVE-2020-1760 Ceph RGW": ("query", "an override appended"),
    "botocore issue 3791, aws-cli issue 10663": ("mechanism", "of version 2, in the query"),
    "s3s issue 616": ("header_form", "over 15 minutes old"),
}
# What is no request: the test that stands for it.
TESTS = {
    "Launchpad 1561199 swift3": "test_advisory.test_the_string_to_sign_is_never_the_clients",
    "minio 5334, chimera 497, versitygw 2350, s3s 646": (
        "test_architecture.test_one_place_compares_secrets"
    ),
    "CVE-2023-30610 aws-sigv4": "test_secrets.test_reprs_are_silent",
    "CVE-2026-86409 curl": "test_advisory.test_nothing_is_kept_from_one_signing_to_the_next",
}


@pytest.mark.parametrize("advisory", ATTACKS)
def test_its_exploit_is_refused(advisory: str):
    file, name = ATTACKS[advisory]
    (case,) = [case for case in loaded(file) if case["name"] == name]
    assert not case["expected"]["accepted"]
    with pytest.raises(VerificationError) as caught:
        verify(case, verifier_of(case))
    assert case["expected"]["rule"] == caught.value.rule


@pytest.mark.parametrize("advisory", TESTS)
def test_another_test_stands_for_it(advisory: str):
    module, _, name = TESTS[advisory].partition(".")
    assert callable(getattr(importlib.import_module(f"tests.{module}"), name))
