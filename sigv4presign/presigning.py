"""`presign`: a URL that carries its own signature."""

import time

from ._checks import (
    checked_method,
    checked_scope_part,
    header_pairs,
    lifetime,
    unix_seconds,
    whole_seconds,
)
from ._fast import plain_parts, presign_plain, signature_of
from ._layouts import LAYOUTS, PATHLESS, check_layout
from ._percent import encode, recode_path
from ._request import (
    check_key,
    own_parameters,
    presigned_payload,
    split_host,
    split_url,
    stated_payload,
    token_name,
)
from ._time import format_amz_date
from .canonical import (
    canonical_headers,
    canonical_host,
    canonical_query,
    canonical_request,
    canonical_uri,
    join_query,
    path_rules,
)
from .credentials import check_credentials
from .presigned import Presigned
from .signing import ALGORITHM, TERMINATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._checks import Duration, Headers, Moment
    from .credentials import Credentials

    Signing = Callable[[str, str, str, str, str], str]


def presign(
    method: str,
    url: str,
    *,
    credentials: "Credentials",
    region: str,
    service: str = "s3",
    expires_in: "Duration" = 3600,
    headers: "Headers" = (),
    now: "Moment | None" = None,
    payload_hash: "str | None" = None,
    layout: str = "botocore",
    normalize_path: "bool | None" = None,
    double_encode_path: "bool | None" = None,
    sign_session_token: bool = True,
    round_to: "Duration | None" = None,
    outlive: str = "shorten",
) -> Presigned:
    """Return *url* signed for *method* by query parameters, for whoever holds it to use.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

    Args:
        method: the HTTP method that the URL will allow; a URL for GET does not serve HEAD.
        url: absolute and already percent-encoded; its own query parameters are signed and kept,
            repeated ones too. A ``+`` in the query is a space. For services other than S3 spell
            escapes in upper case, since some HTTP clients do so when they send the path.
        credentials: who signs.
        region: as the service spells it: ``us-east-1``, or ``auto`` for Cloudflare R2.
        service: the service's signing name: ``s3``, ``execute-api``, ``rds-db``.
        expires_in: how long from now the URL is valid: 1 to 604800 seconds, or a timedelta.
        headers: what the sender must send, all of it signed; pairs or a mapping. ``Host`` is
            signed in any case; give it only where it is not the URL's own.
        now: the moment of signing, in Unix seconds or as an aware datetime; None reads the clock.
        payload_hash: last line of the canonical request; None means ``X-Amz-Content-Sha256`` if a
            header or parameter has it, else ``UNSIGNED-PAYLOAD`` for S3 and its relatives and the
            hash of an empty body for others. S3 itself looks only at ``X-Amz-Content-Sha256``.
        layout: order of the parameters: ``botocore``, ``crt``, ``minio``, ``js``, ``sorted`` (Go,
            Ruby, rusty-s3) or ``rust``. The signature never depends on it.
        normalize_path: resolve dot segments and merge slashes before signing; None means the
            service's rule, which is no for S3 and its relatives and yes for others.
        double_encode_path: encode the path once more before signing; None likewise.
        sign_session_token: False adds the session token after signing, as AWS IoT wants it.
        round_to: seconds; the moment of signing is rounded down to a multiple of it, so that equal
            requests get equal URLs meanwhile, and the URL lives that much longer than asked.
        outlive: what becomes of a URL that would outlive its credentials: ``shorten`` makes it end
            with them, ``refuse`` raises.

    Raises:
        InvalidRequestError: an argument is not what its description says; nothing was signed.
        CredentialsError: the credentials have ended.
    """
    check_credentials(credentials)
    parts = plain_parts(method, url)
    any_headers: object = headers  # an iterator has no length, and counts as some
    if (
        parts is not None
        and (service, layout, outlive) == ("s3", "botocore", "shorten")
        and not any_headers
        and payload_hash is None
        and normalize_path is None
        and double_encode_path is None
        and sign_session_token
        and round_to is None
        and credentials.expires_at is None
    ):
        return _presign_plain(method, url, parts, credentials, region, expires_in, now)
    signed, _ = presign_step_by_step(
        method,
        url,
        credentials,
        region,
        service,
        expires_in=expires_in,
        headers=headers,
        now=now,
        payload_hash=payload_hash,
        layout=layout,
        normalize_path=normalize_path,
        double_encode_path=double_encode_path,
        sign_session_token=sign_session_token,
        round_to=round_to,
        outlive=outlive,
        token_parameter=token_name(service),
    )
    return signed


def presign_step_by_step(
    method: str,
    url: str,
    credentials: "Credentials",
    region: str,
    service: str,
    *,
    expires_in: "Duration",
    headers: "Headers",
    now: "Moment | None",
    payload_hash: "str | None",
    layout: str,
    normalize_path: "bool | None",
    double_encode_path: "bool | None",
    sign_session_token: bool,
    round_to: "Duration | None",
    outlive: str,
    token_parameter: str,
    signature_of: "Signing" = signature_of,
) -> "tuple[Presigned, str]":
    """Return what `presign` returns, for every request, and its canonical request.

    The parameter of the token is given; and `signature_of` by whoever keeps signing keys.
    """
    check_layout(layout)
    method = checked_method(method)
    region = checked_scope_part("region", region)
    service = checked_scope_part("service", service)
    scheme, authority, path, query = split_url(url)
    check_key(path, service)
    own = own_parameters(query) if query else []
    host = own_host = canonical_host(scheme, authority)
    any_headers: object = headers
    must_send: list[tuple[str, str]] = []
    if any_headers:
        host, must_send = split_host(header_pairs(headers), scheme, own_host)
    header_lines, signed_headers = canonical_headers(must_send + [("host", host)])
    signed_at, expires = lifetime(credentials, expires_in, now, round_to, outlive)
    amz_date = format_amz_date(signed_at)
    # Date, region and service hold nothing that would be escaped: `checked_scope_part`.
    scope = f"{amz_date[:8]}%2F{region}%2F{service}%2F{TERMINATOR}"
    ours = [
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Credential", f"{credentials.encoded_access_key_id}%2F{scope}"),
        ("X-Amz-Date", amz_date),
        ("X-Amz-Expires", str(expires)),
        ("X-Amz-SignedHeaders", encode(signed_headers)),
    ]
    encoded = credentials.encoded_session_token
    token = [] if encoded is None else [(token_parameter, encoded)]
    payload = presigned_payload(stated_payload(must_send + own), payload_hash, service)
    normalize, double_encode = path_rules(service, normalize_path, double_encode_path)
    request = canonical_request(
        method,
        canonical_uri(path, normalize=normalize, double_encode=double_encode),
        canonical_query(own + ours + token if sign_session_token else own + ours),
        header_lines,
        signed_headers,
        payload,
    )
    signature = signature_of(credentials.secret_access_key, amz_date, region, service, request)
    query = _arranged(layout, own, ours, token, signature, sign_session_token)
    signed_url = f"{scheme}://{authority}{_sent_path(path, layout, double_encode)}?{query}"
    if host != own_host:
        must_send = must_send + [("Host", host)]
    return Presigned(method, signed_url, tuple(must_send), signed_at + expires), request


def _presign_plain(
    method: str,
    url: str,
    parts: tuple[str, str],
    credentials: "Credentials",
    region: str,
    expires_in: "Duration",
    now: "Moment | None",
) -> Presigned:
    region = checked_scope_part("region", region)
    signed_at = unix_seconds("now", time.time() if now is None else now)
    expires = whole_seconds("expires_in", expires_in)
    amz_date = format_amz_date(signed_at)
    signed_url = presign_plain(method, url, parts, credentials, region, amz_date, expires)
    return Presigned(method, signed_url, (), signed_at + expires)


def _sent_path(path: str, layout: str, double_encode: bool) -> str:
    # Where the path is signed as its bytes, the canonical spelling is sent, so that signed and
    # sent text are one; where it is signed as spelled, the spelling stays.
    if not path:
        return "" if layout in PATHLESS else "/"
    return path if double_encode else recode_path(path)


def _arranged(
    layout: str,
    own: list[tuple[str, str]],
    ours: list[tuple[str, str]],
    token: list[tuple[str, str]],
    signature: str,
    sign_session_token: bool,
) -> str:
    proof = ("X-Amz-Signature", signature)
    if sign_session_token or layout == "crt":  # which has one place for it, signed or not
        return join_query(LAYOUTS[layout](own, ours, token, proof))
    return join_query(LAYOUTS[layout](own, ours, [], proof) + token)
