"""Reading the ``X-Amz-*`` parameters of a presigned URL: one spelling each, or a refusal.

The codes and texts of the refusals are S3's own.
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
"""

from ._checks import MAX_EXPIRES, is_scope_part, is_token, shown
from ._percent import decode, encode
from ._request import NAMES, REQUIRED
from ._time import parse_amz_date
from .credentials import is_access_key_id
from .errors import MalformedError
from .signing import ALGORITHM, TERMINATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pairs = list[tuple[str, str]]

_SPELLING = {name.lower(): name for name in NAMES}


def authentication(query: "Pairs") -> dict[str, str]:
    """Return the decoded authentication parameters among *query*, by name.

    Raises:
        MalformedError: one is missing, repeated, in another case or not UTF-8, or another
            mechanism than SigV4 with HMAC is used.
    """
    found: dict[str, str] = {}
    for name, value in query:
        exact = _SPELLING.get(name.lower())
        if exact is None:
            continue
        if name != exact:
            raise MalformedError(f"parameter {shown(name)} must be spelled {exact!r}")
        if name in found:
            raise MalformedError(f"parameter {name} is given twice")
        try:
            found[name] = decode(value).decode("utf-8")
        except UnicodeDecodeError:
            raise MalformedError(f"parameter {name} is not UTF-8") from None
    if not found and any([name in ("AWSAccessKeyId", "Signature") for name, _ in query]):
        raise MalformedError(
            "signed with Signature Version 2, which is not accepted",
            "The authorization mechanism you have provided is not supported. "
            f"Please use {ALGORITHM}.",
            "InvalidRequest",
        )
    missing = [name for name in REQUIRED if not found.get(name)]
    if missing:
        raise MalformedError(
            f"parameters missing or empty: {', '.join(missing)}",
            "Query-string authentication version 4 requires the X-Amz-Algorithm, "
            "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, "
            "and X-Amz-Expires parameters.",
        )
    if found["X-Amz-Algorithm"] != ALGORITHM:
        raise MalformedError(
            f"X-Amz-Algorithm is {shown(found['X-Amz-Algorithm'])}; only {ALGORITHM} is verified",
            f'X-Amz-Algorithm only supports "{ALGORITHM}"',
        )
    return found


def credential_parts(credential: str) -> tuple[str, str, str, str]:
    """Return access key id, date, region and service of *credential*."""
    parts = credential.split("/")
    if (
        len(parts) != 5
        or not is_access_key_id(parts[0])
        or not is_scope_part(parts[2])
        or not is_scope_part(parts[3])
    ):
        raise MalformedError(
            f"X-Amz-Credential is {shown(credential)}; it must be an access key id, a date, a "
            f"region, a service and {TERMINATOR}, with '/' between them",
            "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; "
            'expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
        )
    access_key_id, date, region, service, terminator = parts
    # `encode` keeps what is shown to a client free of markup and line ends.
    if len(date) != 8 or date.strip("0123456789"):
        raise MalformedError(
            f"the date in X-Amz-Credential is {shown(date)}, not YYYYMMDD",
            "Error parsing the X-Amz-Credential parameter; incorrect date format "
            f'"{encode(date)}". This date in the credential must be in the format "yyyyMMdd".',
        )
    if terminator != TERMINATOR:
        raise MalformedError(
            f"X-Amz-Credential ends in {shown(terminator)}, not {TERMINATOR!r}",
            "Error parsing the X-Amz-Credential parameter; incorrect terminal "
            f'"{encode(terminator)}". This endpoint uses "{TERMINATOR}".',
        )
    return access_key_id, date, region, service


def signing_moment(amz_date: str, scope_date: str) -> int:
    """Return the Unix time of *amz_date*, which must lie on the day *scope_date*."""
    try:
        signed_at = parse_amz_date(amz_date)
    except ValueError as error:
        raise MalformedError(
            f"X-Amz-Date: {error}",
            "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
        ) from None
    if amz_date[:8] != scope_date:
        raise MalformedError(
            f"X-Amz-Date is {amz_date!r}, but X-Amz-Credential is for the day {scope_date!r}",
            f'Invalid credential date "{scope_date}". '
            f'This date is not the same as X-Amz-Date: "{amz_date}".',
        )
    return signed_at


def lifetime(expires: str) -> int:
    """Return *expires* as seconds; exactly one spelling of 1 to 604800 is taken."""
    if len(expires) > 20 or expires.strip("0123456789") or str(int(expires)) != expires:
        message = "X-Amz-Expires should be a number"
    elif not 1 <= int(expires) <= MAX_EXPIRES:
        message = (
            "X-Amz-Expires must be less than a week (in seconds); "
            f"that is, the given X-Amz-Expires must be less than {MAX_EXPIRES} seconds"
        )
    else:
        return int(expires)
    raise MalformedError(f"X-Amz-Expires is {expires[:20]!r}, not 1 to {MAX_EXPIRES}", message)


def signed_header_names(signed_headers: str) -> tuple[str, ...]:
    """Return the names; each a token in lower case, ascending, and ``host`` among them."""
    names = signed_headers.split(";")
    proper = all([is_token(name) and name == name.lower() for name in names])
    if not proper or names != sorted(set(names)):
        raise MalformedError(
            f"X-Amz-SignedHeaders is {shown(signed_headers)}; it must be lower-case names, "
            "ascending, each once, with ';' between them"
        )
    if "host" not in names:
        raise MalformedError(f"X-Amz-SignedHeaders is {shown(signed_headers)}; it must have 'host'")
    return tuple(names)


def signature_digits(signature: str) -> str:
    """Return *signature*, which must be 64 lower-case hexadecimal digits."""
    if len(signature) != 64 or signature.strip("0123456789abcdef"):
        raise MalformedError("X-Amz-Signature must be 64 lower-case hexadecimal digits")
    return signature
