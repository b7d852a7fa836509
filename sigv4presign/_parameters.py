"""Reading what travels with a signature: one spelling of each value, or a refusal.

The codes and texts of the refusals are S3's own; `rules` has them.
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
"""

from ._checks import MAX_EXPIRES, is_scope_part, is_token, shown
from ._percent import decode, encode
from ._request import NAMES, REQUIRED
from ._time import parse_amz_date
from .credentials import is_access_key_id
from .errors import MalformedError
from .rules import broken
from .signing import ALGORITHM, TERMINATOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    Pairs = list[tuple[str, str]]

_SPELLING = {name.lower(): name for name in NAMES}
_VERSION_2 = ("AWSAccessKeyId", "Signature")
_COMPONENTS = ("Credential", "SignedHeaders", "Signature")


def is_signed(query: "Pairs") -> bool:
    """Return whether *query* has a parameter by which a signature travels, in any spelling."""
    return any([name.lower() in _SPELLING or name in _VERSION_2 for name, _ in query])


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
            raise broken("parameter-spelling", f"parameter {shown(name)} must be spelled {exact!r}")
        if name in found:
            raise broken("parameter-once", f"parameter {name} is given twice")
        try:
            found[name] = decode(value).decode("utf-8")
        except UnicodeDecodeError:
            raise broken("parameter-utf8", f"parameter {name} is not UTF-8") from None
    if not found:
        raise _unsigned(query)
    missing = [name for name in REQUIRED if not found.get(name)]
    if missing:
        raise broken("parameter-missing", f"parameters missing or empty: {', '.join(missing)}")
    if found["X-Amz-Algorithm"] != ALGORITHM:
        raise broken("algorithm", _other_algorithm("X-Amz-Algorithm", found["X-Amz-Algorithm"]))
    if any([name in _VERSION_2 for name, _ in query]):
        raise broken("one-mechanism", "the URL is signed with Signature Version 2, too")
    return found


def _unsigned(query: "Pairs") -> MalformedError:
    if any([name in _VERSION_2 for name, _ in query]):
        return broken("version-2", "signed with Signature Version 2, which is not accepted")
    return broken("signed", "the request is not signed")


def components(authorization: str) -> dict[str, str]:
    """Return ``Credential``, ``SignedHeaders`` and ``Signature`` of an ``Authorization`` header.

    Raises:
        MalformedError: one is missing or repeated, there is something else, or the header is not
            of SigV4 with HMAC.
    """
    algorithm, _, rest = authorization.strip(" \t").partition(" ")
    if algorithm == "AWS":
        raise broken("version-2", "signed with Signature Version 2, which is not accepted")
    if algorithm != ALGORITHM:
        # A word that stands alone may be a secret of another scheme, and no algorithm.
        reason = _other_algorithm("the algorithm", algorithm) if rest else "no algorithm is named"
        raise broken("algorithm-header", reason)
    found: dict[str, str] = {}
    for piece in rest.split(","):
        name, equals, value = piece.strip(" \t").partition("=")
        if name not in _COMPONENTS or not equals or name in found:
            reason = f"the authorization component {shown(encode(name[:40]))} is malformed."
            raise broken("component-form", reason, form="header")
        found[name] = value
    if len(found) != len(_COMPONENTS) or not all(found.values()):
        raise broken("component-missing", "a component is missing or empty", form="header")
    return found


def _other_algorithm(what: str, algorithm: str) -> str:
    return f"{what} is {shown(algorithm)}; only {ALGORITHM} is verified"


def credential_parts(credential: str, form: str = "query") -> tuple[str, str, str, str]:
    """Return access key id, date, region and service of *credential*."""
    parts = credential.split("/")
    if (
        len(parts) != 5
        or not is_access_key_id(parts[0])
        or not is_scope_part(parts[2])
        or not is_scope_part(parts[3])
    ):
        reason = (
            f"the credential is {shown(credential)}; it must be an access key id, a date, a "
            f"region, a service and {TERMINATOR}, with '/' between them"
        )
        raise broken("credential", reason, form=form)
    access_key_id, date, region, service, terminator = parts
    # `encode` keeps what is shown to a client free of markup and line ends.
    if len(date) != 8 or date.strip("0123456789"):
        reason = f"the date in the credential is {shown(date)}, not YYYYMMDD"
        raise broken("scope-date", reason, (encode(date),), form)
    if terminator != TERMINATOR:
        reason = f"the credential ends in {shown(terminator)}, not {TERMINATOR!r}"
        raise broken("scope-terminator", reason, (encode(terminator),), form)
    return access_key_id, date, region, service


def signing_moment(amz_date: str, scope_date: str, form: str = "query") -> int:
    """Return the Unix time of *amz_date*, which must lie on the day *scope_date*."""
    try:
        signed_at = parse_amz_date(amz_date)
    except ValueError as error:
        rule = "date-header" if form == "header" else "date"
        raise broken(rule, f"X-Amz-Date: {error}", form=form) from None
    if amz_date[:8] != scope_date:
        reason = f"X-Amz-Date is {amz_date!r}, but the credential is for the day {scope_date!r}"
        raise broken("scope-day", reason, (scope_date, amz_date), form)
    return signed_at


def lifetime(expires: str) -> int:
    """Return *expires* as seconds; exactly one spelling of 1 to 604800 is taken."""
    digits = expires[1:] if expires[:1] == "-" else expires
    reason = f"X-Amz-Expires is {expires[:20]!r}, not 1 to {MAX_EXPIRES}"
    # The length first: Python reads no number of thousands of digits.
    if not digits or digits.strip("0123456789") or (digits[0] == "0" and digits != "0"):
        raise broken("expires-number", reason)
    if digits != expires:
        raise broken("expires-negative", reason)
    if digits == "0":
        raise broken("expires-zero", reason)
    if len(digits) > 6 or int(digits) > MAX_EXPIRES:
        raise broken("expires-week", reason, (MAX_EXPIRES,))
    return int(digits)


def signed_header_names(signed_headers: str, form: str = "query") -> tuple[str, ...]:
    """Return the names; each a token in lower case, ascending, and ``host`` among them."""
    names = signed_headers.split(";")
    if "host" not in names:
        refusal = broken("signed-host", "SignedHeaders must have 'host'")
        refusal.details = (("HeadersNotSigned", "host"),)
        raise refusal
    proper = all([is_token(name) and name == name.lower() for name in names])
    if not proper or names != sorted(set(names)):
        reason = "must be lower-case names, ascending, each once, with ';' between them"
        raise broken("signed-headers", f"SignedHeaders {reason}", form=form)
    return tuple(names)


def signature_digits(signature: str, form: str = "query") -> str:
    """Return *signature*, which must be 64 lower-case hexadecimal digits."""
    if len(signature) != 64 or signature.strip("0123456789abcdef"):
        reason = "the signature must be 64 lower-case hexadecimal digits"
        raise broken("signature-form", reason, form=form)
    return signature
