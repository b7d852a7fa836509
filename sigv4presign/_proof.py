"""The checks between a claim and its proof, each of them once, in the order of their answers."""

from ._compare import equal
from .errors import UnknownAccessKeyError
from .keys import UNKNOWN, SigningKey, key_of
from .refusals import (
    ExpiredError,
    HeadersNotSignedError,
    NotYetValidError,
    ScopeMismatchError,
    SignatureMismatchError,
    TimeSkewedError,
    TokenExpiredError,
    TokenMismatchError,
)
from .signing import signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .claims import Claim
    from .keys import Candidate

    Derive = Callable[[Candidate, str, str, str], bytes]


def check_scope(claim: "Claim", regions: "Sequence[str]", services: "Sequence[str]") -> None:
    """Refuse a credential scope of another region or service; none given means any."""
    for part, found, expected in (
        ("region", claim.region, regions),
        ("service", claim.service, services),
    ):
        if expected and found not in expected:
            raise ScopeMismatchError(part, found, " or ".join(expected), claim.form)


def check_moment(claim: "Claim", moment: int, max_skew: int) -> None:
    """Refuse what is not yet or no longer valid at *moment*, by clocks that differ so much."""
    if claim.form == "header":
        if abs(moment - claim.signed_at) > max_skew:
            raise TimeSkewedError(claim.signed_at, moment, max_skew)
        return
    if claim.signed_at > moment + max_skew:
        raise NotYetValidError(claim.signed_at, moment)
    # A form's end is part of its policy, and checked with that once it is known to be genuine.
    if claim.form == "query" and moment >= claim.expires_at:
        raise ExpiredError(claim.expires_at, moment, claim.signed_at)


def check_headers(claim: "Claim") -> None:
    """Refuse headers that were sent unsigned and are not to be."""
    signed = frozenset(claim.signed_headers)
    unsigned = [name for name in claim.unsigned_headers if _must_be_signed(name, signed)]
    if unsigned:
        raise HeadersNotSignedError(tuple(unsigned))


def _must_be_signed(name: str, signed: frozenset[str]) -> bool:
    # CGI and WSGI write both "-" and "_" as "_", so an application cannot tell them apart.
    alias = name.replace("_", "-")
    return alias.startswith("x-amz-") or (alias != name and alias in signed)


def check_token(claim: "Claim", keys: "Sequence[Candidate]", moment: int) -> "Sequence[Candidate]":
    """Return those of *keys* to which the claim's session token belongs."""
    sent = claim.session_token or ""
    fitting = [key for key in keys if equal(key.session_token or "", sent)]
    if keys and not fitting:
        raise TokenMismatchError
    lasting = [key for key in fitting if key.expires_at is None or moment < key.expires_at]
    if fitting and not lasting:
        raise TokenExpiredError(fitting[0].expires_at or 0, moment)
    return lasting


def check_signature(
    claims: "Sequence[Claim]", keys: "Sequence[Candidate]", derive: "Derive" = key_of
) -> "tuple[Claim, Candidate, bytes]":
    """Return the genuine one of *claims*, which of *keys* it is signed with, and what that derives.

    Args:
        claims: one request, read in one or several ways.
        keys: of the access key id; none if nobody has it, which takes as long to find out.
        derive: from one of *keys* and the scope to the signing key.
    """
    claim = claims[0]
    fitting: list[Candidate] = [
        key
        for key in keys
        if not isinstance(key, SigningKey) or key.fits(claim.date, claim.region, claim.service)
    ]
    found = _signed_with(claims, fitting or [UNKNOWN], derive)
    if not fitting:
        raise UnknownAccessKeyError(claim.access_key_id)
    # A signed header that was not sent fails whatever the bytes: nothing stands for it.
    if found is None or claim.missing:
        raise SignatureMismatchError(
            claim.canonical_request,
            claim.string_to_sign,
            claim.missing,
            claim.access_key_id,
            claim.signature,
        )
    return found


def _signed_with(
    claims: "Sequence[Claim]", keys: "Sequence[Candidate]", derive: "Derive"
) -> "tuple[Claim, Candidate, bytes] | None":
    # In a frame of its own, as is the signature that would be right: neither must be among the
    # local variables of one that raises, which error reports show. All are tried, genuine or not.
    found: tuple[Claim, Candidate, bytes] | None = None
    for candidate in keys:
        key = derive(candidate, claims[0].date, claims[0].region, claims[0].service)
        for claim in claims:
            if equal(signature(key, claim.string_to_sign), claim.signature):
                found = (claim, candidate, key)
    return found
