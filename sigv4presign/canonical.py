"""Step 1 of SigV4: the canonical request and its parts, each a function that returns text.

The rules are those of
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
and, for what that page leaves open, what botocore and the AWS Common Runtime do alike.
"""

from ._percent import UNRESERVED, encode_path, recode, recode_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
EMPTY_PAYLOAD_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

# S3 and its relatives: an object key may hold `//` and `..`, so their paths are encoded once and
# not normalised, and a presigned URL's body is not signed.
S3_SERVICES = frozenset(["s3", "s3-outposts", "s3-object-lambda", "s3express"])

_NO_SPACE = UNRESERVED + ":/;=,*"  # what most header values consist of

DEFAULT_PORTS = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443"}


def canonical_uri(path: str, *, normalize: bool, double_encode: bool) -> str:
    """Return the path as it is signed.

    Args:
        path: as in the URL, percent-encoded.
        normalize: resolve ``.`` and ``..`` and merge slashes first; every service but S3's does.
        double_encode: encode the encoded path once more; every service but S3's does. Without it
            the path is only respelled, before it is normalised: its bytes decoded and encoded.

    Raises:
        ValueError: not *double_encode*, and a ``%`` is not followed by two hexadecimal digits.
    """
    resolved = resolved_path(path, normalize=normalize, double_encode=double_encode)
    return encode_path(resolved) if double_encode else resolved


def resolved_path(path: str, *, normalize: bool, double_encode: bool) -> str:
    """Return the percent-encoded path for which `canonical_uri` of *path* stands."""
    if not double_encode:
        path = recode_path(path)  # first, for an escaped dot or slash is one once it is respelled
    return (_normalized(path) if normalize else path) or "/"


def path_rules(
    service: str, normalize: bool | None = None, double_encode: bool | None = None
) -> tuple[bool, bool]:
    """Return (normalize, double_encode) for *service*, None meaning its own rule."""
    plain = service in S3_SERVICES
    return (
        not plain if normalize is None else normalize,
        not plain if double_encode is None else double_encode,
    )


def _normalized(path: str) -> str:
    # RFC 3986 section 5.2.4, save that empty segments go too and that a final `..` leaves no
    # slash behind ("/a/b/.." is "/a"): botocore and the Common Runtime both sign it so.
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if kept:
                kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    return "/" + "/".join(kept) + ("/" if kept and path.endswith("/") else "")


def query_pairs(query: str) -> list[tuple[str, str]]:
    """Return the pairs of *query* in the order received, each name and value encoded as signed.

    Repeated names and empty names and values are kept; a name without ``=`` has an empty value;
    nothing between two ``&`` is nothing. ``+`` is a space.

    Raises:
        ValueError: a ``%`` is not followed by two hexadecimal digits.
    """
    pairs: list[tuple[str, str]] = []
    for piece in query.split("&"):
        if piece:
            name, _, value = piece.partition("=")
            pairs.append((recode(name), recode(value)))
    return pairs


def canonical_query(pairs: "Iterable[tuple[str, str]]") -> str:
    """Return encoded *pairs* sorted by encoded name, then by encoded value, and joined.

    Every parameter of the URL counts but ``X-Amz-Signature``.
    """
    return join_query(sorted(pairs))


def join_query(pairs: "Iterable[tuple[str, str]]") -> str:
    """Return encoded *pairs* in their order as a query string."""
    return "&".join([name + "=" + value for name, value in pairs])


def canonical_host(scheme: str, authority: str) -> str:
    """Return the ``Host`` that an HTTP client sends for *authority*, in lower case.

    The port is dropped where it is the default of *scheme*; RFC 9110 section 7.2.
    """
    host = authority.lower()
    port = DEFAULT_PORTS.get(scheme.lower(), "")
    return host[: -len(port)] if port and host.endswith(port) else host


def canonical_headers(headers: "Iterable[tuple[str, str]]") -> tuple[str, str]:
    """Return the canonical headers, a line each, and the signed headers, ``;`` between them.

    Args:
        headers: every header to be signed, ``Host`` among them. A repeated name becomes one line
            with the values in the order given and ``,`` between them.
    """
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(folded(value))
    names = sorted(values)
    return "".join([f"{name}:{','.join(values[name])}\n" for name in names]), ";".join(names)


def folded(value: str) -> str:
    """Return a header's *value* trimmed, each run of white space in it one space.

    Only ASCII white space counts: a no-break space is content.
    """
    if not value.strip(_NO_SPACE):
        return value
    for space in "\t\n\r\v\f":
        value = value.replace(space, " ")
    return " ".join([word for word in value.split(" ") if word])


def canonical_request(
    method: str, uri: str, query: str, headers: str, signed_headers: str, payload_hash: str
) -> str:
    """Return the text whose SHA-256 goes into the string to sign.

    Args:
        method: as sent, ``GET``.
        uri: from `canonical_uri`.
        query: from `canonical_query`.
        headers: from `canonical_headers`, each line ended.
        signed_headers: likewise.
        payload_hash: SHA-256 of the body in lower-case hexadecimal digits, or one of the fixed
            words such as `UNSIGNED_PAYLOAD`.
    """
    return f"{method}\n{uri}\n{query}\n{headers}\n{signed_headers}\n{payload_hash}"
