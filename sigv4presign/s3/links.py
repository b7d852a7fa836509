"""One presigned URL for one operation: placed, checked, signed, printed."""

from .._checks import header_pairs
from .._fast import signature_of
from .._percent import encode, encode_path
from .._request import TOKENS
from ..canonical import join_query
from ..credentials import check_credentials
from ..errors import InvalidRequestError
from ..presigned import Presigned
from ..presigning import presign_step_by_step
from .addressing import Addressing, locate
from .limits import KEY_BYTES, check_bucket_name, check_key_length, check_parameters
from .mistakes import (
    check_checksum,
    check_endpoint,
    check_headers,
    check_key_form,
    checked_bucket,
    checked_key,
)
from .requests import given_parameters, operation_named, query_and_headers, squashed
from .wire import pairs_of, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .._checks import Duration, Headers, Moment
    from .._shelf import Keys
    from ..credentials import Credentials
    from .addressing import Location
    from .requests import Operation
    from .settings import Settings

    Pairs = Sequence[tuple[str, str]]
    # What was made, its canonical request, who signed it, and where it goes to.
    Signed = tuple[Presigned, str, Credentials, Location]


def operation_link(
    settings: "Settings",
    name: str,
    params: "Mapping[str, object]",
    *,
    expires_in: "Duration",
    now: "Moment | None",
    headers: "Headers" = (),
    query: object = (),
    keys: "Keys | None" = None,
    credentials: "Credentials | None" = None,
) -> "Signed":
    """Return the URL for the operation *name* with *params*, its bucket and key among them.

    Args:
        settings: the presigner's.
        name: the operation's.
        params: as for `S3Presigner.presign`.
        expires_in: likewise.
        now: likewise.
        headers: likewise.
        query: likewise.
        keys: the signing keys that the presigner keeps.
        credentials: from the function that gives them, if that was asked already.
    """
    operation = operation_named(name)
    bucket, key, others = bucket_and_key(operation, params)
    given = given_parameters(operation, others)
    check_meaning(settings, bucket, key, given)
    own_query, own_headers = query_and_headers(operation, given)
    if settings.validate != "off":
        check_headers(own_headers)
    return link(
        settings,
        settings.addressing,
        operation.method,
        bucket,
        key,
        mark=operation.mark,
        query=_with_query(own_query, query) if query else own_query,
        headers=_with(own_headers, headers),
        expires_in=expires_in,
        now=now,
        keys=keys,
        credentials=credentials,
    )


def _with(own: "list[tuple[str, str]]", headers: "Headers") -> "Headers":
    any_headers: object = headers
    if not any_headers:
        return own
    more = header_pairs(headers)
    _check_apart("header", own, more)
    return own + more


def _with_query(own: "Pairs", query: object) -> "list[tuple[str, str]]":
    pairs = pairs_of("query", query)
    more = [(utf8("query", name, encode), utf8("query", value, encode)) for name, value in pairs]
    _check_apart("query parameter", own, more)
    return list(own) + more


def _check_apart(what: str, own: "Pairs", more: "Pairs") -> None:
    # Twice in one request, clients and stores make one of them, each its own way.
    names = [name.lower() for name, _ in own]
    for name, _ in more:
        if name.lower() in names:
            raise InvalidRequestError(f"{what} {name!r} is given as a parameter of S3's already")


def bucket_and_key(
    operation: "Operation", params: "Mapping[str, object]"
) -> "tuple[str | None, str | None, dict[str, object]]":
    """Return the bucket, the key, and the other *params*; None for what *operation* has not."""
    others: dict[str, object] = {}
    found: dict[str, object] = {}
    wanted = _WANTED[operation.scope]
    for name, value in params.items():
        plain = name if name in wanted else squashed(name)
        if plain in wanted and plain not in found:
            found[plain] = value
        else:
            others[name] = value
    missing = [name for name in wanted if found.get(name) is None]
    if missing:
        raise InvalidRequestError(f"{operation.name} needs {' and '.join(missing)}")
    bucket = checked_bucket(found["bucket"]) if wanted else None
    return bucket, checked_key(found["key"]) if "key" in wanted else None, others


_WANTED = {"/": (), "bucket": ("bucket",), "key": ("bucket", "key")}


def check_meaning(
    settings: "Settings", bucket: "str | None", key: "str | None", given: "dict[str, object]"
) -> None:
    """Refuse what is hardly meant, and what S3 would refuse, as far as *settings* say."""
    if settings.validate == "off":
        return
    if bucket is not None and settings.addressing.style != "domain":
        check_endpoint(settings.addressing.endpoint_url, bucket)
    if bucket is not None and key is not None:
        check_key_form(bucket, key)
    check_checksum(given)
    if settings.validate == "strict":
        if bucket is not None:
            check_bucket_name(bucket)
        if key is not None:
            check_key_length(key, key_bytes(settings))
        check_parameters(given)


def key_bytes(settings: "Settings") -> int:
    """Return the most that a key may have."""
    return KEY_BYTES if settings.store is None else settings.store.key_bytes


def link(
    settings: "Settings",
    where: Addressing,
    method: str,
    bucket: "str | None",
    key: "str | None",
    *,
    mark: str = "",
    query: "Pairs" = (),
    headers: "Headers" = (),
    expires_in: "Duration" = 3600,
    now: "Moment | None" = None,
    keys: "Keys | None" = None,
    credentials: "Credentials | None" = None,
) -> "Signed":
    """Return the URL for a request that is ready.

    Args:
        settings: the presigner's.
        where: how to address, from *settings* or not.
        method: the HTTP method.
        bucket: checked, or None for the account.
        key: checked, not encoded, or None for the bucket.
        mark: the operation's.
        query: encoded pairs.
        headers: what the sender must send.
        expires_in: as for `presign`.
        now: as for `presign`.
        keys: as for `operation_link`.
        credentials: likewise.
    """
    place = locate(where, bucket, mark)
    tail = "" if key is None else "/" + utf8("key", key, encode_path)
    origin, printed = _origins(settings, where, place, bucket)
    if key is None and not place.path.endswith(f"/{bucket}"):
        tail = "/"
    url = f"{origin}{place.path}{tail}"
    if query:
        url += "?" + join_query(query)
    by = signer(settings, place, credentials)
    signed, request = presign_step_by_step(
        method,
        url,
        by,
        place.region,
        place.service,
        expires_in=expires_in,
        headers=headers,
        now=now,
        payload_hash=None,
        layout=settings.layout,
        normalize_path=None,
        double_encode_path=None,
        sign_session_token=True,
        round_to=settings.round_to,
        outlive=settings.outlive,
        # A directory bucket takes the token of a session by a name of its own, and that of other
        # temporary credentials, where it takes those, by the usual one.
        token_parameter=TOKENS[place.session],
        signature_of=signature_of if keys is None else keys.signature_of,
    )
    if printed is not None:
        if key is None:
            tail = "" if printed.endswith(f"/{bucket}") else "/"
        shown = printed + tail + signed.url[signed.url.index("?") :]
        signed = Presigned(signed.method, shown, signed.headers, signed.expires_at)
    return signed, request, by, place


def place_of_bucket(settings: "Settings", where: Addressing, place: "Location", bucket: str) -> str:
    """Return the URL of a bucket itself, as a client sees it."""
    _, printed = _origins(settings, where, place, bucket)
    url = place.origin + place.path if printed is None else printed
    return url if url.endswith(f"/{bucket}") else f"{url}/"


def signer(
    settings: "Settings", place: "Location", given: "Credentials | None" = None
) -> "Credentials":
    """Return the credentials that sign for *place*: those *given*, or the presigner's."""
    if not place.session:
        return resolved(settings.credentials if given is None else given)
    if settings.express_session is None:
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
        raise InvalidRequestError(
            f"{place.origin} is a directory bucket (S3 Express One Zone), which takes the "
            "credentials of a session only: call CreateSession for it, and give what it returns "
            "as express_session"
        )
    session = resolved(settings.express_session if given is None else given, "express_session")
    if session.session_token is None:
        raise InvalidRequestError("express_session has no session_token; CreateSession returns one")
    return session


def resolved(
    source: "Credentials | Callable[[], Credentials]", name: str = "credentials"
) -> "Credentials":
    """Return the credentials, from the function that gives them if it is one."""
    credentials = source() if callable(source) else source
    check_credentials(credentials, name)
    return credentials


def _origins(
    settings: "Settings", where: Addressing, place: "Location", bucket: "str | None"
) -> "tuple[str, str | None]":
    """Return the origin to sign for, and what the URL begins with up to the key, None if that."""
    if settings.public_url is None:
        return place.origin, None
    style = settings.public_style
    if style is None:
        style = "domain" if where.style == "domain" else "virtual"
        if bucket is not None and place.path.endswith(f"/{bucket}"):
            style = "path"
    public = locate(Addressing(place.region, settings.public_url, style), bucket)
    origin = public.origin if settings.proxy_keeps_host else place.origin
    return origin, public.origin + public.path
