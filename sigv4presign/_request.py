"""What a caller says of a request: its URL taken apart, its ``Host``, its payload.

Nothing of a URL is changed on the way: `urllib.parse` drops empty parts, lets through what no
service accepts, and would cost more import time than all the cryptography.
"""

from ._checks import exact, shown
from ._percent import UNRESERVED, bad_escape, decode
from .canonical import (
    DEFAULT_PORTS,
    EMPTY_PAYLOAD_HASH,
    S3_SERVICES,
    UNSIGNED_PAYLOAD,
    canonical_host,
    query_pairs,
)
from .errors import InvalidRequestError

# The parameters of a presigned URL; S3 Express has the second name for the session token.
REQUIRED = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Expires",
)
TOKENS = ("X-Amz-Security-Token", "X-Amz-S3session-Token")
TOKEN_HEADERS = frozenset([name.lower() for name in TOKENS])
NAMES = frozenset(REQUIRED + TOKENS)  # without X-Amz-Content-Sha256, which signs nothing

# Parameters by which a signature travels, SigV4A's and SigV2's too: a URL that has one is signed.
_SIGNED_ALREADY = frozenset(
    [name.lower() for name in NAMES] + ["x-amz-region-set", "awsaccesskeyid"]
)

_URL = UNRESERVED + ":/?#[]@!$&'()*+,;=%"  # RFC 3986: every character that a URL may hold
_NAME = UNRESERVED  # of a host name; an escape in one has no agreed meaning
_ADDRESS = "0123456789ABCDEFabcdef:."


def split_url(url: object) -> tuple[str, str, str, str]:
    """Return scheme, authority, path and query of an absolute *url*, each as spelled in it.

    Raises:
        InvalidRequestError: *url* is not absolute, holds a character or an escape that is not
            allowed, user info, or a fragment.
    """
    if not isinstance(url, str):
        raise InvalidRequestError(f"url is of type {type(url).__name__}; it must be a str")
    url = exact(url)
    if url.strip(_URL):
        raise InvalidRequestError(_unsafe_character(url))
    scheme, found, rest = url.partition("://")
    if not found or scheme.lower() not in DEFAULT_PORTS:
        raise InvalidRequestError(
            f"url begins with {url[:12]!r}; it must be absolute and begin with 'https://' or 'http://'"
        )
    if "#" in rest:
        raise InvalidRequestError(
            "url has a fragment, which is never sent; a '#' in a path or a value is written %23"
        )
    if "%" in rest:
        escape = bad_escape(rest)
        if escape is not None:
            raise InvalidRequestError(
                f"url has the escape {escape!r}; '%' needs two hexadecimal digits, "
                "and a '%' that stands for itself is written %25"
            )
    target, _, query = rest.partition("?")
    authority, slash, path = target.partition("/")
    return scheme, checked_authority(authority), slash + path, query


def checked_authority(authority: str) -> str:
    """Return *authority*, a host with or without a port, or say what is wrong with it."""
    if authority and not authority.strip(_NAME):
        return authority
    if "@" in authority:
        raise InvalidRequestError(
            "url has user info before an '@'; a signed request is authorised by its signature alone"
        )
    host, port = _host_and_port(authority)
    if not host:
        raise InvalidRequestError("url has no host")
    if host[0] == "[":
        inside = host[1:-1]
        if host[-1] != "]" or inside.count(":") < 2 or inside.strip(_ADDRESS):
            raise InvalidRequestError(f"host {host!r} is not an IPv6 address in brackets")
    elif host.strip(_NAME):
        raise InvalidRequestError(
            f"host {host!r} holds a character that no host name has; "
            "another script is written in punycode"
        )
    if port is not None and (
        port.strip("0123456789") or not port or port[0] == "0" or int(port[:6]) > 65535
    ):
        raise InvalidRequestError(f"port {port!r} is not a number from 1 to 65535")
    return authority


def _host_and_port(authority: str) -> tuple[str, str | None]:
    end = authority.find("]") + 1
    if not end or authority[0] != "[":
        host, colon, port = authority.partition(":")
        return host, port if colon else None
    if authority[end:] and authority[end] != ":":
        return authority, None
    return authority[:end], authority[end + 1 :] if authority[end:] else None


def _unsafe_character(url: str) -> str:
    character = next(character for character in url if character not in _URL)
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        advice = "half of a surrogate pair is not a character"
    else:
        octets = character.encode("utf-8")
        advice = "percent-encode it as " + "".join(["%%%02X" % octet for octet in octets])
    return f"url holds the character U+{code:04X}; {advice}"


# https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
_FIXED_PAYLOADS = (
    "UNSIGNED-PAYLOAD",
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    "STREAMING-AWS4-HMAC-SHA256-EVENTS",
)


def check_key(path: str, service: str) -> None:
    """Refuse a *path* of S3 or a relative whose escapes do not spell UTF-8, as S3 refuses it."""
    if "%" in path and service in S3_SERVICES:
        try:
            decode(path).decode("utf-8")
        except UnicodeDecodeError:
            raise InvalidRequestError(
                f"url has the path {path!r}, whose escapes are not UTF-8; every object key is"
            ) from None


def split_host(
    headers: list[tuple[str, str]], scheme: str, own_host: str
) -> tuple[str, list[tuple[str, str]]]:
    """Return the ``Host`` to be signed, and *headers* without it.

    Args:
        headers: from `header_pairs`.
        scheme: the URL's; its default port is no part of a host.
        own_host: what an HTTP client sends for the URL unless told otherwise.
    """
    hosts = [value for name, value in headers if name.lower() == "host"]
    if not hosts:
        return own_host, headers
    if len(hosts) > 1:
        raise InvalidRequestError(f"headers has {len(hosts)} Host headers; a request carries one")
    if not hosts[0]:
        raise InvalidRequestError("header 'Host' is empty; leave it out, or name a host")
    others = [pair for pair in headers if pair[0].lower() != "host"]
    return canonical_host(scheme, checked_authority(hosts[0])), others


def stated_payload(pairs: list[tuple[str, str]]) -> str | None:
    """Return what ``X-Amz-Content-Sha256`` says among *pairs*, headers or parameters, if there."""
    stated = [value for name, value in pairs if name.lower() == "x-amz-content-sha256"]
    if len(stated) > 1:
        raise InvalidRequestError(f"x-amz-content-sha256 is given {len(stated)} times")
    return checked_payload_hash("x-amz-content-sha256", stated[0]) if stated else None


def payload_line(stated: str | None, payload_hash: str | None, default: str) -> str:
    """Return the last line of the canonical request.

    Args:
        stated: from `stated_payload`; a service believes it before anything else.
        payload_hash: the caller's.
        default: for when both are None.
    """
    if payload_hash is None:
        return default if stated is None else stated
    if stated is not None and stated != payload_hash:
        raise InvalidRequestError(
            f"payload_hash is {shown(payload_hash)}, but x-amz-content-sha256 says {stated!r}"
        )
    return checked_payload_hash("payload_hash", payload_hash)


def presigned_payload(stated: str | None, payload_hash: str | None, service: str) -> str:
    """Return the payload line of a presigned URL; what is said of it as for `payload_line`."""
    # A maker that says nothing about the body leaves it open for S3, and means none for others.
    default = UNSIGNED_PAYLOAD if service in S3_SERVICES else EMPTY_PAYLOAD_HASH
    line = payload_line(stated, payload_hash, default)
    if line.startswith("STREAMING-"):
        raise InvalidRequestError(f"the payload hash is {line}, which a presigned URL cannot be")
    return line


def checked_payload_hash(name: str, payload_hash: object) -> str:
    """Return *payload_hash*: a SHA-256 in hexadecimal digits, or one of the fixed words."""
    if isinstance(payload_hash, str):
        digits = len(payload_hash) == 64 and not payload_hash.strip("0123456789abcdef")
        if digits or payload_hash in _FIXED_PAYLOADS:
            return exact(payload_hash)
    raise InvalidRequestError(
        f"{name} is {shown(payload_hash)}; it must be a SHA-256 in 64 lower-case hexadecimal "
        "digits, or 'UNSIGNED-PAYLOAD'"
    )


def token_name(service: str) -> str:
    """Return the parameter in which *service* expects the session token."""
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html
    return TOKENS[service == "s3express"]


def own_parameters(query: str) -> list[tuple[str, str]]:
    """Return the pairs of *query*, encoded as signed, or refuse one that is signed already."""
    own = query_pairs(query)
    for name, _ in own:
        if name.lower() in _SIGNED_ALREADY:
            raise InvalidRequestError(
                f"url already has the parameter {name}; sign the URL as it was before it was signed"
            )
    return own
