"""The hot path of `Verifier.verify`: the links of S3 that most doors see, in one pass.

It proves a part of what the steps prove, and refuses nothing: where it has no proof to give, the
steps decide and say why. A property test holds the two together. It need not look twice at keys,
hosts and header names, for it takes only those of a request that was genuine here; everything else
it takes in the one plain spelling only.
"""

from hashlib import sha256

from ._compare import equal
from ._fast import hmac_digits
from ._percent import UNRESERVED
from .canonical import UNSIGNED_PAYLOAD
from .credentials import Credentials
from .signing import ALGORITHM
from .verified import Verified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._door import Door
    from ._fast import States
    from ._memory import Kept, Memory

    Pairs = list[tuple[object, object]]

_METHODS = ("GET", "PUT", "HEAD", "DELETE")
_PLAIN = UNRESERVED + "/"
_ENCODED = UNRESERVED + "%"
_DIGITS = "0123456789"
_HEX = "0123456789abcdef"


class Link:
    """What a plain link says, in the spelling in which it came."""

    __slots__ = (
        "access_key_id",
        "amz_date",
        "date",
        "expires_in",
        "front",
        "host",
        "method",
        "path",
        "region",
        "signature",
        "signed_query",
        "token",
        "unsigned",
    )

    access_key_id: str
    amz_date: str
    date: str
    expires_in: int
    front: str
    host: str
    method: str
    path: str
    region: str
    signature: str
    signed_query: str
    token: str
    unsigned: tuple[str, ...]


def quick_read(door: "Door", method: object, url: object, pairs: "Pairs") -> "Link | None":
    """Return what a plain link says, if it is for here by all that needs no secret; else None.

    Args:
        door: whose rules count.
        method: as received.
        url: absolute, or the raw request target.
        pairs: the headers as received.
    """
    # Exactly `str`: an enumeration of strings may format as its name.
    if type(url) is not str or type(method) is not str or method not in _METHODS:
        return None
    if len(url) > door.limits.target or (door.methods and method not in door.methods):
        return None
    target, _, query = url.partition("?")
    authority, path = _split(target)
    link = _read_query(query)
    if link is None or path.strip(_PLAIN) or not _is_for(link, door):
        return None
    kept = _read_headers(link, door, authority, pairs)
    if kept is None:
        return None
    link.host, link.front = kept
    link.method = method
    link.path = path
    return link


def _is_for(link: Link, door: "Door") -> bool:
    return (
        link.region != ""
        and (link.region in door.region if door.region else not link.region.strip(UNRESERVED))
        and (not door.service or "s3" in door.service)
        and link.expires_in <= door.max_expires_in
    )


def _split(target: str) -> tuple[str, str]:
    # Host, empty if the target has none, and path; a path that is not plain where there is neither.
    if target[:1] == "/":
        return "", target
    scheme, _, rest = target.partition("://")
    authority, slash, path = rest.partition("/")
    if scheme not in ("https", "http") or not slash or not authority or ":" in authority:
        return "", "?"
    return authority, slash + path


def _read_headers(
    link: Link, door: "Door", authority: str, pairs: "Pairs"
) -> "tuple[str, str] | None":
    host = authority
    memory = door.memory
    size = 0
    unsigned: list[str] = []
    for name, value in pairs:
        if type(name) is not str or type(value) is not str:
            return None
        size += len(name) + len(value)
        if name in memory.names and value.isprintable():
            unsigned.append(name.lower())
        elif name in ("Host", "host") and value and not host:
            host = value
        else:
            return None
    if size > door.limits.header_bytes or len(pairs) > door.limits.headers:
        return None
    link.unsigned = tuple(sorted(set(unsigned))) if unsigned else ()
    return memory.hosts.get(host)


def _read_query(query: str) -> "Link | None":
    # In any order: sorted, they stand in that of the canonical query.
    pieces = query.split("&")
    if not 6 <= len(pieces) <= 7:
        return None
    pieces.sort()
    algorithm, credential, moment, expires = pieces[:4]
    signature, signed_headers = pieces[-2:]
    token = pieces[4] if len(pieces) == 7 else "X-Amz-Security-Token="
    parts = credential.split("%2F")
    life = expires[14:]
    time_of_day = moment[20:26]
    if (
        algorithm != "X-Amz-Algorithm=AWS4-HMAC-SHA256"
        or signed_headers != "X-Amz-SignedHeaders=host"
        or credential[:17] != "X-Amz-Credential="
        or moment[:11] != "X-Amz-Date="
        or expires[:14] != "X-Amz-Expires="
        or token[:21] != "X-Amz-Security-Token="
        or token[21:].strip(_ENCODED)
        or signature[:16] != "X-Amz-Signature="
        or len(parts) != 5
        or parts[3] != "s3"
        or parts[4] != "aws4_request"
        or len(moment) != 27
        or moment[11:20] != parts[1] + "T"
        or moment[26] != "Z"
        or time_of_day.strip(_DIGITS)
        or life.strip(_DIGITS)
        or not 1 <= len(life) <= 6
        or life[0] == "0"
        or len(signature) != 80
        or signature[16:].strip(_HEX)
    ):
        return None
    link = Link()
    link.access_key_id = parts[0][17:]
    link.date = parts[1]
    link.region = parts[2]
    link.amz_date = moment[11:]
    link.expires_in = int(life)
    link.token = token[21:]
    link.signature = signature[16:]
    pieces[-2] = signed_headers
    pieces.pop()
    link.signed_query = "&".join(pieces)
    if not link.access_key_id or link.access_key_id.strip(UNRESERVED):
        return None
    return link


def quick_proof(
    memory: "Memory", link: Link, secret: object, moment: int, max_skew: int
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
        link.path,
        bucket,
        key,
        (),
        (("host", link.host),),
        ("host",),
        link.unsigned,
        (),
        UNSIGNED_PAYLOAD,
        signed_at,
        expires_at,
    )


def _kept(memory: "Memory", link: Link, secret: object, moment: int) -> "Kept | None":
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


def _is_signed(link: Link, states: "States") -> bool:
    request = (
        f"{link.method}\n{link.path}\n{link.signed_query}\nhost:{link.host}\n\nhost\n"
        "UNSIGNED-PAYLOAD"
    )
    digest = sha256(request.encode()).digest().hex()
    scope = f"{link.date}/{link.region}/s3/aws4_request"
    to_sign = f"{ALGORITHM}\n{link.amz_date}\n{scope}\n{digest}"
    return equal(hmac_digits(states, to_sign), link.signature)
