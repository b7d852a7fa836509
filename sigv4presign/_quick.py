"""The hot path of `Verifier.verify`: the links of S3 that most doors see, in one pass.

It proves a part of what the steps prove, and refuses nothing: where it has no proof to give, the
steps decide and say why. A property test holds the two together. It need not look twice at scopes,
hosts, and names of headers and parameters, for it takes only those of a request that was genuine
here; everything else it takes in the one spelling only that is signed.
"""

from hashlib import sha256

from ._compare import equal
from ._fast import hmac_digits
from .canonical import UNSIGNED_PAYLOAD
from .credentials import Credentials
from .signing import ALGORITHM
from .verified import Verified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._fast import States
    from ._link import Link
    from ._memory import Kept, Memory


def quick_proof(
    memory: "Memory", link: "Link", secret: object, moment: int, max_skew: int
) -> "Verified | None":
    """Return the proof of *link*, or None where the steps have to decide.

    Args:
        memory: in which the key for its scope must be.
        link: from `quick_read`.
        secret: what the look-up of its access key id gave.
        moment: the verifier's, in Unix seconds.
        max_skew: seconds that clocks may differ.
    """
    kept = _kept(memory, link, secret, moment)
    if kept is None:
        return None
    clock = int(link.amz_date[9:15])
    minutes, seconds = clock // 100 % 100, clock % 100
    if clock >= 240000 or minutes >= 60 or seconds >= 60:
        return None
    signed_at = kept[2] + clock // 10000 * 3600 + minutes * 60 + seconds
    expires_at = signed_at + link.expires_in
    if signed_at > moment + max_skew or moment >= expires_at:
        return None
    if not _is_signed(link, kept[1]):
        return None
    bucket, key = link.front, link.path[1:]
    if not bucket:
        bucket, _, key = key.partition("/")
    return Verified(
        "query",
        link.access_key_id,
        link.region,
        "s3",
        link.method,
        link.host,
        link.path,
        link.raw_path,
        bucket,
        key,
        link.own,
        link.headers,
        link.signed_headers,
        link.unsigned,
        (),
        UNSIGNED_PAYLOAD,
        signed_at,
        expires_at,
    )


def _kept(memory: "Memory", link: "Link", secret: object, moment: int) -> "Kept | None":
    token = ""
    if type(secret) is Credentials:
        if secret.expires_at is not None and moment >= secret.expires_at:
            return None
        token = secret.encoded_session_token or ""
        secret = secret.secret_access_key
    if type(secret) is not str or not equal(token, link.token):
        return None
    # It is there only if the date exists, and the region is one.
    return memory.keys.get((secret, link.date, link.region, "s3"))


def _is_signed(link: "Link", states: "States") -> bool:
    headers, names = f"host:{link.host}\n", "host"
    if len(link.headers) > 1:
        headers = "".join([f"{name}:{value}\n" for name, value in link.headers])
        names = ";".join(link.signed_headers)
    request = (
        f"{link.method}\n{link.raw_path}\n{link.signed_query}\n{headers}\n{names}\nUNSIGNED-PAYLOAD"
    )
    digest = sha256(request.encode()).digest().hex()
    scope = f"{link.date}/{link.region}/s3/aws4_request"
    to_sign = f"{ALGORITHM}\n{link.amz_date}\n{scope}\n{digest}"
    return equal(hmac_digits(states, to_sign), link.signature)
