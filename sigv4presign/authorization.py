"""`sign_headers`: the header form of SigV4, for a request that its signer sends itself."""

import hashlib
import time

from ._checks import check_not_ended, checked_method, checked_scope_part, header_pairs, unix_seconds
from ._fast import signature_of
from ._request import (
    check_key,
    own_parameters,
    payload_line,
    split_host,
    split_url,
    stated_payload,
    token_name,
)
from ._time import format_amz_date
from .canonical import (
    S3_SERVICES,
    canonical_headers,
    canonical_host,
    canonical_query,
    canonical_request,
    canonical_uri,
    path_rules,
)
from .credentials import check_credentials
from .errors import InvalidRequestError
from .signing import ALGORITHM, credential_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._checks import Headers, Moment
    from .credentials import Credentials


def sign_headers(
    method: str,
    url: str,
    *,
    credentials: "Credentials",
    region: str,
    service: str,
    headers: "Headers" = (),
    body: "bytes | bytearray | memoryview" = b"",
    payload_hash: "str | None" = None,
    now: "Moment | None" = None,
    normalize_path: "bool | None" = None,
    double_encode_path: "bool | None" = None,
    sign_session_token: bool = True,
    add_content_sha256: "bool | None" = None,
) -> list[tuple[str, str]]:
    """Return the headers to add to a request so that the service accepts it.

    These are ``X-Amz-Date``, ``X-Amz-Security-Token`` for temporary credentials,
    ``X-Amz-Content-Sha256`` where the service wants it, and ``Authorization``. The signature covers
    them, ``Host`` and every header passed in, so each of those must be sent as passed.
    https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

    Args:
        method: the HTTP method, sent in upper case.
        url: absolute and already percent-encoded; sent as it is.
        credentials: who signs.
        region: as the service spells it, ``us-east-1``.
        service: the service's signing name, ``s3``, ``dynamodb``, ``execute-api``.
        headers: what the request carries and the signature is to cover; pairs or a mapping.
            Leave out what a proxy or the HTTP client may change, such as ``User-Agent``.
        body: the body, to be hashed; unused where *payload_hash* or ``X-Amz-Content-Sha256`` among
            *headers* says what to sign instead.
        payload_hash: SHA-256 of the body in lower-case hexadecimal digits, or one of AWS's fixed
            words, such as ``UNSIGNED-PAYLOAD``.
        now: the moment of signing, in Unix seconds or as an aware datetime; None reads the clock.
            Services allow it to differ from theirs by 15 minutes at most.
        normalize_path: resolve dot segments and merge slashes before signing; None means the
            service's rule, which is no for S3 and its relatives and yes for others.
        double_encode_path: encode the path once more before signing; None likewise.
        sign_session_token: False leaves ``X-Amz-Security-Token`` out of the signature.
        add_content_sha256: whether to add ``X-Amz-Content-Sha256``; None means for S3 and its
            relatives, which refuse a request without it.

    Raises:
        InvalidRequestError: an argument is not what its description says; nothing was signed.
        CredentialsError: the credentials have ended.
    """
    check_credentials(credentials)
    if "," in credentials.access_key_id:
        raise InvalidRequestError(
            "access_key_id holds a ',', which an Authorization header cannot carry"
        )
    method = checked_method(method)
    region = checked_scope_part("region", region)
    service = checked_scope_part("service", service)
    scheme, authority, path, query = split_url(url)
    check_key(path, service)
    # A signature over such parameters could be sent as a presigned URL that lives a week.
    own = own_parameters(query)
    own_host = canonical_host(scheme, authority)
    host, given = split_host(header_pairs(headers), scheme, own_host)
    signed_at = unix_seconds("now", time.time() if now is None else now)
    check_not_ended(credentials, signed_at)
    stated = stated_payload(given)
    known = stated is not None or payload_hash is not None
    payload = payload_line(stated, payload_hash, "" if known else _sha256(body))
    amz_date = format_amz_date(signed_at)
    added = [("X-Amz-Date", amz_date)]
    wanted = service in S3_SERVICES if add_content_sha256 is None else add_content_sha256
    if wanted and stated is None:
        added.append(("X-Amz-Content-Sha256", payload))
    token: list[tuple[str, str]] = []
    if credentials.session_token is not None:
        token.append((token_name(service), credentials.session_token))
    covered = given + added + (token if sign_session_token else []) + [("host", host)]
    header_lines, signed_headers = canonical_headers(covered)
    normalize, double_encode = path_rules(service, normalize_path, double_encode_path)
    request = canonical_request(
        method,
        canonical_uri(path, normalize=normalize, double_encode=double_encode),
        canonical_query(own),
        header_lines,
        signed_headers,
        payload,
    )
    signature = signature_of(credentials.secret_access_key, amz_date, region, service, request)
    scope = credential_scope(amz_date[:8], region, service)
    authorization = (
        f"{ALGORITHM} Credential={credentials.access_key_id}/{scope}, "
        f"SignedHeaders={signed_headers}, Signature={signature}"
    )
    return added + token + [("Authorization", authorization)]


def _sha256(body: "bytes | bytearray | memoryview") -> str:
    if not isinstance(body, (bytes, bytearray, memoryview)):
        raise InvalidRequestError(f"body is of type {type(body).__name__}; it must be bytes")
    # A slice with gaps cannot be hashed in place.
    whole = bytes(body) if isinstance(body, memoryview) and not body.c_contiguous else body
    return hashlib.sha256(whole).digest().hex()
