"""Upload forms for S3: from named parameters to the fields of a form.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
"""

from .._checks import lifetime
from ..conditions import condition_of
from ..errors import InvalidRequestError
from ..policies import checked_pairs
from ..post_policy import (
    check_fields,
    checked_fields,
    condition_for,
    listed,
    presign_post,
    signed_fields,
)
from .addressing import locate
from .links import check_meaning, place_of_bucket, resolved
from .mistakes import checked_bucket, checked_key
from .requests import Operation, given_parameters, query_and_headers
from .wire import pairs_of, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from .._checks import Duration, Moment
    from ..post_policy import Fields, Written
    from ..presigned_post import PresignedPost
    from .settings import Settings

# What a form says of an object, by the names of PutObject, and what only a form says.
_FORM = Operation(
    "post_object",
    "POST bucket acl cache_control content_disposition content_encoding content_type expires "
    "metadata storage_class tagging website_redirect_location success_action_redirect "
    "success_action_status @sse @sse_c @checksums checksum_algorithm",
)
_ONLY_IN_FORMS = ("success_action_redirect", "success_action_status", "tagging", "metadata")
# Fields whose name in a form is not that of the header.
_FIELD_NAMES = {"x-amz-acl": "acl", "x-amz-sdk-checksum-algorithm": "x-amz-checksum-algorithm"}


def posted(
    settings: "Settings",
    bucket: object,
    key: object,
    *,
    fields: "Fields",
    conditions: "Iterable[Written]",
    content_length_range: "tuple[int, int] | None",
    params: "Mapping[str, object]",
    expires_in: "Duration",
    now: "Moment | None",
) -> "PresignedPost":
    """Return what `S3Presigner.post_object` returns."""
    name, key = checked_bucket(bucket), checked_key(key)
    check_store(settings)
    given = given_parameters(_FORM, params)
    check_meaning(settings, name, key, given)
    place = locate(settings.addressing, name)
    if place.service == "s3express":
        raise InvalidRequestError(
            f"bucket is {name!r}; a directory bucket takes no upload forms; use put_object"
        )
    own = checked_pairs(fields)
    return presign_post(
        place_of_bucket(settings, settings.addressing, place, name),
        credentials=resolved(settings.credentials),
        region=place.region,
        service=place.service,
        bucket=name,
        fields=own + form_fields(given) + [("key", key)],
        conditions=conditions,
        content_length_range=content_length_range,
        expires_in=expires_in,
        now=now,
        round_to=settings.round_to,
        outlive=settings.outlive,
    )


def check_store(settings: "Settings") -> None:
    """Refuse a store that takes no forms."""
    store = settings.store
    if store is not None and not store.post:
        raise InvalidRequestError(f"the store {store.name!r} takes no upload forms; use put_object")


def form_fields(given: "Mapping[str, object]") -> "list[tuple[str, str]]":
    """Return the fields of a form that carry *given*, parameters by their names in the table."""
    others = {name: value for name, value in given.items() if name not in _ONLY_IN_FORMS}
    _, headers = query_and_headers(_FORM, others)
    pairs = [(_FIELD_NAMES.get(name, name), value) for name, value in headers]
    success = ("success_action_redirect", "success_action_status")
    pairs += [(name, text(name, given[name])) for name in success if name in given]
    if "metadata" in given:
        # In a form it may be of any script; in headers it may not.
        metadata = pairs_of("metadata", given["metadata"])
        pairs += [(f"x-amz-meta-{name}", value) for name, value in metadata]
    if "tagging" in given:
        pairs.append(("tagging", _tagging(given["tagging"])))
    return pairs


def _tagging(tags: object) -> str:
    """Return the XML document that a form has, where a header has a query."""
    if isinstance(tags, str):
        return tags
    written = "".join(
        [
            f"<Tag><Key>{_escaped(name)}</Key><Value>{_escaped(value)}</Value></Tag>"
            for name, value in pairs_of("tagging", tags)
        ]
    )
    return f"<Tagging><TagSet>{written}</TagSet></Tagging>"


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def boto3_post(
    settings: "Settings",
    bucket: object,
    key: object,
    fields: "Mapping[str, str] | None",
    conditions: "Sequence[Written] | None",
    expires_in: "Duration",
) -> "dict[str, Any]":
    """Return what ``client.generate_presigned_post`` of boto3 returns."""
    name, key = checked_bucket(bucket), checked_key(key)
    check_store(settings)
    given = dict(checked_pairs(fields or ()))
    given["key"] = key
    pairs = checked_fields(given)
    written = listed(conditions or ())
    known = [condition_of(one) for one in written]
    covered = [condition.field for condition in known]
    check_fields(pairs, known)
    # boto3 leaves this to the caller, and S3 refuses a form with a field that nothing allows.
    for field, value in pairs:
        plain = field.lower()
        if plain not in covered and plain != "key" and not plain.startswith("x-ignore-"):
            written.append(condition_for(field, value))
    written += [{"bucket": name}, condition_for("key", key)]
    credentials = resolved(settings.credentials)
    signed_at, expires = lifetime(
        credentials, expires_in, None, settings.round_to, settings.outlive
    )
    where = settings.boto3_addressing
    place = locate(where, name)
    signed = signed_fields(
        pairs, written, credentials, place.region, place.service, signed_at, expires
    )
    return {"url": place_of_bucket(settings, where, place, name), "fields": dict(signed)}
