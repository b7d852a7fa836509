"""Lints on host, region, service and addressing."""

import re

from ...canonical import canonical_host
from ...s3.stores import STORES
from ..alternatives.hosts import host_cause
from ..findings import CERTAIN, HINT, LIKELY, found
from ..link import lenient_path
from ..rebuilding import host_line, own_authority
from ..regions import is_region, place_of
from ..showing import marked, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from ..findings import Finding
    from ..regions import Place

_S3 = frozenset(["s3", "s3-outposts", "s3-object-lambda", "s3express"])
# Services that share a host.
_ALIKE = (
    frozenset(["iotdevicegateway", "iotdata"]),
    frozenset(["s3", "s3-outposts", "s3-object-lambda"]),
    frozenset(["bedrock", "bedrock-runtime"]),
)
# R2 takes us-east-1 for auto: https://developers.cloudflare.com/r2/api/s3/api/
_ALSO = {"r2": ("us-east-1",), "r2-eu": ("us-east-1",), "r2-fedramp": ("us-east-1",)}


def places(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield where host, region, service and bucket contradict each other."""
    signed = evidence.signed
    if signed.form not in ("query", "header", "post"):
        return
    yield from _other_host(evidence)
    place = place_of(evidence.host, lenient_path(evidence.link.path))
    yield from _endpoint(evidence, place)
    if place.store == "aws":
        yield from _of_aws(evidence, place)
    elif place.store:
        yield from _of_a_store(evidence, place)
    yield from _addressing(evidence, place)


def _other_host(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield that another Host was sent than the URL's, which is the one that is signed."""
    own = canonical_host(evidence.link.scheme or "https", own_authority(evidence))
    sent = host_line(evidence)
    if sent != own and own:
        shown = f"the Host that was sent is not the URL's:\n{marked('URL', own, 'sent', sent)}"
        fix = f"have the Host {own!r} reach the store, or sign for {sent!r}"
        yield found(host_cause(evidence, sent, own), shown, HINT, fix)


def _of_aws(evidence: "Evidence", place: "Place") -> "Iterator[Finding]":
    signed = evidence.signed
    asymmetric = signed.algorithm.startswith("AWS4-ECDSA")
    if place.kind == "mrap":
        if not asymmetric:
            shown = (
                f"{evidence.host} is a Multi-Region Access Point; signed with {signed.algorithm}"
            )
            yield found("needs-sigv4a", shown, CERTAIN if signed.algorithm else LIKELY)
        return
    express = place.kind == "express" or place.bucket.endswith("--x-s3")
    if express:
        yield from _express(evidence)
    elif place.service and signed.service and not _same(place.service, signed.service):
        shown = f"signed for {signed.service!r}, but {evidence.host} is of {place.service!r}"
        fix = f"sign for the service {place.service!r}"
        both = {place.service, signed.service} <= _S3
        yield found("wrong-service", shown, HINT if both else LIKELY, fix)
    if not asymmetric and place.region and signed.region and "." not in signed.region:
        yield from _region(evidence, place)
    if place.kind == "global" and not is_region(signed.region) and _names_no_region(evidence):
        shown = f"signed for {signed.region!r}, which is no region of AWS, as {evidence.host} is"
        yield found("wrong-region", shown, LIKELY, "sign for the bucket's own region")
    if place.kind == "global" and place.in_host and signed.service == "s3":
        yield from _global(evidence, place)


def _names_no_region(evidence: "Evidence") -> bool:
    named = evidence.signed.region and "." not in evidence.signed.region
    host = "." + evidence.host.partition(":")[0]
    return bool(named) and host.endswith((".s3.amazonaws.com", ".s3-accelerate.amazonaws.com"))


def _same(one: str, other: str) -> bool:
    return one == other or any(one in pair and other in pair for pair in _ALIKE)


def _express(evidence: "Evidence") -> "Iterator[Finding]":
    signed = evidence.signed
    if evidence.link.value("session") is not None:
        return  # that is how a session is made
    if signed.service != "s3express":
        shown = f"{evidence.host} is of S3 Express; signed for {signed.service!r}, not 's3express'"
        yield found("express-without-session", shown, LIKELY)
    elif not signed.token:
        shown = "signed for 's3express', but there is no X-Amz-S3session-Token"
        yield found("express-without-session", shown, LIKELY)


def _region(evidence: "Evidence", place: "Place") -> "Iterator[Finding]":
    signed = evidence.signed
    if place.region == signed.region:
        return
    cause = "fips-region" if place.kind == "fips" else "wrong-region"
    shown = f"signed for {signed.region!r}, but {evidence.host} is in {place.region!r}"
    fix = f"sign for region={place.region!r}, or use the host of {signed.region!r}"
    yield found(cause, shown, CERTAIN if signed.service in _S3 else LIKELY, fix)


def _global(evidence: "Evidence", place: "Place") -> "Iterator[Finding]":
    region = evidence.signed.region
    if not is_region(region) or region == "us-east-1":
        return
    shown = f"{evidence.host} names no region, and the signature is for {region!r}"
    host = f"{place.bucket}.s3.{region}.amazonaws.com"
    fix = (
        f"sign for the host {host}: boto3: client('s3', region_name={region!r}, "
        f"endpoint_url='https://s3.{region}.amazonaws.com')"
    )
    yield found("redirected-to-region", shown, HINT, fix)


def _of_a_store(evidence: "Evidence", place: "Place") -> "Iterator[Finding]":
    signed = evidence.signed
    store = STORES[place.store]
    if signed.service != "s3" and signed.service:
        shown = f"signed for {signed.service!r}, but {evidence.host} is of the store {store.name!r}"
        yield found("wrong-service", shown, LIKELY, "sign for the service 's3'")
    allowed = store.regions + _ALSO.get(store.name, ())
    if store.regions and signed.region not in allowed:
        shown = f"the store {store.name!r} takes the region {store.regions[0]!r}; signed for "
        shown += repr(signed.region)
        fix = f"sign for region={store.regions[0]!r}: S3Presigner(..., store={store.name!r})"
        yield found("store-quirk", shown, LIKELY, fix)
    elif place.region and place.region != signed.region:
        shown = f"{evidence.host} is in {place.region!r}; signed for {signed.region!r}"
        fix = f"sign for region={place.region!r}: S3Presigner(..., store={store.name!r})"
        # Some of them do not look at the region.
        yield found("store-quirk", shown, LIKELY if store.region is None else HINT, fix)
    if store.addressing_style == "virtual" and not place.in_host and place.bucket:
        shown = f"the store {store.name!r} wants the bucket in the host; it is in the path"
        yield found("store-quirk", shown, HINT, "addressing_style='virtual'")


def _endpoint(evidence: "Evidence", place: "Place") -> "Iterator[Finding]":
    region = evidence.signed.region
    if "://" in evidence.signed.credential:
        region = evidence.signed.credential.partition("/")[2].partition("/")[2]
    if "." in region or ":" in region or region.startswith("http"):
        shown = f"the region of the scope is {printable(region[:80])!r}, which is a host name"
        fix = "give the region's name alone, such as 'us-east-1', and the host as endpoint_url"
        yield found("endpoint-misconfigured", shown, CERTAIN, fix)
    bucket = place.bucket
    if place.in_host and bucket:
        half = bucket[: len(bucket) // 2]
        doubled = bucket == f"{half}.{half}"
        nested = place_of(f"{bucket}", "/").store != "" or ".s3." in bucket or bucket == "s3"
        if doubled or nested:
            shown = f"the host {evidence.host} holds the bucket, or the endpoint, twice"
            yield found("endpoint-misconfigured", shown, LIKELY)


def _addressing(evidence: "Evidence", place: "Place") -> "Iterator[Finding]":
    path = lenient_path(evidence.link.path)
    bucket = place.bucket
    if place.in_host and bucket and (path + "/").startswith(f"/{bucket}/"):
        shown = f"the bucket {bucket!r} is in the host, and the path begins with it, too"
        yield found("endpoint-misconfigured", shown, HINT)
        yield found("addressing-style", shown, HINT)
    first, slash, _ = path[1:].partition("/")
    if not place.store and slash and first and evidence.host.startswith(f"{first}."):
        shown = f"the host begins with {first!r}, and the path does, too"
        yield found("addressing-style", shown, HINT)
        yield found("endpoint-misconfigured", shown, HINT)
    if re.match(r"^[a-z0-9][a-z0-9.-]*[a-z]\.\d+\.\d+\.\d+\.\d+(:\d+)?$", evidence.host):
        shown = f"{evidence.host}: there is no bucket before an IP address"
        yield found("addressing-style", shown, LIKELY, "addressing_style='path'")
