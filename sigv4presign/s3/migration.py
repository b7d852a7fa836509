"""boto3's own two calls: whoever comes from there changes an import, and nothing else.

URLs and forms are byte for byte those of a boto3 client with ``signature_version="s3v4"`` and the
addressing style ``virtual`` or ``path``. What boto3 lets through although no store takes it is
refused here, or mended; ``docs/s3.md`` has the list.
"""

from .._checks import checked_method
from ..errors import InvalidRequestError
from .links import bucket_and_key, link
from .requests import given_parameters, operation_named, query_and_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._checks import Duration
    from .settings import Settings

# boto3 asks for listings in this encoding, so that keys with control characters survive XML.
_LISTINGS = ("list_objects", "list_objects_v2", "list_object_versions")


def boto3_url(
    settings: "Settings",
    client_method: str,
    params: "Mapping[str, object] | None",
    expires_in: "Duration",
    http_method: "str | None",
) -> str:
    """Return what ``client.generate_presigned_url`` of boto3 returns."""
    operation = operation_named(client_method)
    given_params: object = params or {}
    if not hasattr(given_params, "items"):
        raise InvalidRequestError(f"Params is of type {type(params).__name__}; it must be a dict")
    bucket, key, others = bucket_and_key(operation, params or {})
    given = given_parameters(operation, others)
    if operation.name in _LISTINGS and "encoding_type" not in given:
        given["encoding_type"] = "url"
    query, headers = query_and_headers(operation, given, exactly=True)
    where = settings.boto3_addressing
    if operation.name == "get_bucket_location":
        where = where.path_style()
    signed, *_ = link(
        settings,
        where,
        operation.method if http_method is None else checked_method(http_method),
        bucket,
        key,
        mark=operation.mark,
        query=query,
        headers=headers,
        expires_in=expires_in,
    )
    return signed.url
