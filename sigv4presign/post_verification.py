"""`parse_post`: from the fields of a form as they arrived to a `Claim`.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
"""

from . import _parameters as parameters
from ._checks import shown
from .canonical import UNSIGNED_PAYLOAD
from .claims import Claim
from .conditions import field_name
from .errors import MalformedError
from .limits import DEFAULT, Limits
from .policies import PostPolicy, checked_pairs
from .post_forms import check_utf8
from .rules import broken
from .signing import ALGORITHM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .policies import Fields

# Those of the signature, in the order in which a missing one is named.
_NEEDED = ("key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature")
SIGNATURE_FIELDS = frozenset(_NEEDED[1:] + ("x-amz-security-token",))


def parse_post(fields: "Fields", *, limits: Limits = DEFAULT) -> Claim:
    """Return what a form that is sent with a POST policy claims; nothing of it is proven yet.

    Args:
        fields: the form's fields, pairs in the order received or a mapping, decoded, the file and
            what came after it left out; names in any case.
        limits: how much of the form is read.

    Raises:
        MalformedError: the form, or its authentication, cannot be read.
        InvalidRequestError: the caller passed something else than text.
    """
    pairs = checked_pairs(fields)
    limits.check_fields(pairs)
    sent: dict[str, str] = {}
    for name, value in pairs:
        check_utf8("a field", name + value)
        plain = field_name(name)
        if plain in sent:
            reason = f"the form has the field {shown(plain)} more than once"
            raise broken("field-once", reason)
        sent[plain] = value
    _check_mechanism(sent)
    if sent.get("key") == "":
        raise broken("key-empty", "the key is empty")
    for name in _NEEDED:
        if not sent.get(name):
            raise broken("field-missing", f"the form has no field {name}", (name,))
    if sent["x-amz-algorithm"] != ALGORITHM:
        reason = f"x-amz-algorithm is {shown(sent['x-amz-algorithm'])}; it must be {ALGORITHM}"
        raise broken("algorithm", reason, form="post")
    credential = parameters.credential_parts(sent["x-amz-credential"], "post")
    access_key_id, date, region, service = credential
    amz_date = sent["x-amz-date"]
    signed_at = parameters.signing_moment(amz_date, date, "post")
    return Claim.of(
        {
            "form": "post",
            "access_key_id": access_key_id,
            "region": region,
            "service": service,
            "method": "POST",
            "host": "",
            "path": "",
            "raw_path": "",
            "bucket": "",
            "key": sent["key"],
            "query": (),
            "headers": (),
            "signed_headers": (),
            "unsigned_headers": (),
            "fields": tuple(sent.items()),
            "payload_hash": UNSIGNED_PAYLOAD,
            "signed_at": signed_at,
            "expires_at": _end(sent["policy"], signed_at),
            "amz_date": amz_date,
            "canonical_request": "",
            "missing": (),
            "sent_host": "",
            "sent_path": "",
            "session_token": sent.get("x-amz-security-token"),
            "signature": parameters.signature_digits(sent["x-amz-signature"], "post"),
            "string_to_sign": sent["policy"],
        }
    )


def _check_mechanism(sent: "dict[str, str]") -> None:
    if not sent.keys() & SIGNATURE_FIELDS:
        if "signature" in sent or "awsaccesskeyid" in sent:
            raise broken("version-2", "signed with Signature Version 2, which is not accepted")
        raise broken("signed", "the form is not signed")
    if "signature" in sent or "awsaccesskeyid" in sent:
        raise broken("one-mechanism", "the form is signed with Signature Version 2, too")


def _end(policy: str, signed_at: int) -> int:
    # S3 looks into a policy only once its signature is known to be genuine, and so do we: what
    # cannot be read ends at once, and is refused as such by `check_form`.
    try:
        return PostPolicy.parse(policy).expiration
    except MalformedError:
        return signed_at
