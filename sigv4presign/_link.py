"""`Link`: what a plain link says, read in one pass; see `_quick`."""

from ._percent import UNRESERVED, decode, recode, recode_path
from .canonical import folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._door import Door
    from ._memory import Memory

    Pairs = list[tuple[object, object]]

_METHODS = ("GET", "PUT", "HEAD", "DELETE")
_PLAIN = UNRESERVED + "/"
_NO_TOKEN = "X-Amz-Security-Token="  # noqa: S105 - a parameter
_VISIBLE = "".join([chr(code) for code in range(32, 127)])
_DIGITS = "0123456789"
_HEX = "0123456789abcdef"


class Link:
    """What a plain link says, in the spelling in which it came; `path` and `own` are decoded."""

    __slots__ = (
        "access_key_id",
        "amz_date",
        "date",
        "expires_in",
        "front",
        "headers",
        "host",
        "method",
        "own",
        "path",
        "raw_path",
        "region",
        "signature",
        "signed_headers",
        "signed_query",
        "token",
        "unsigned",
    )

    access_key_id: str
    amz_date: str
    date: str
    expires_in: int
    front: str
    headers: tuple[tuple[str, str], ...]
    host: str
    method: str
    own: tuple[tuple[str, str], ...]
    path: str
    raw_path: str
    region: str
    signature: str
    signed_headers: tuple[str, ...]
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
    link = _read_query(query, door.memory)
    if link is None or link.expires_in > door.max_expires_in:
        return None
    decoded = path if not path.strip(_PLAIN) else _decoded(path)
    kept = _read_headers(link, door, authority, pairs)
    if kept is None or decoded is None:
        return None
    link.host, link.front = kept
    link.method = method
    link.path = decoded
    link.raw_path = path
    return link


def _decoded(path: str) -> "str | None":
    # Only what is spelled as it is signed, and is UTF-8, as every key is.
    try:
        if recode_path(path) == path:
            return decode(path).decode()
    except ValueError:
        pass
    return None


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
    signed: dict[str, str] = {}
    for name, value in pairs:
        if type(name) is not str or type(value) is not str:
            return None
        size += len(name) + len(value)
        if name in ("Host", "host") and value and not host:
            host = value
        elif name not in memory.names or not value.isprintable():
            return None
        else:
            lower = name.lower()
            if lower not in link.signed_headers:
                unsigned.append(lower)
            elif lower in signed or value.strip(_VISIBLE) or folded(value) != value:
                return None
            else:
                signed[lower] = value
    if size > door.limits.header_bytes or len(pairs) > door.limits.headers:
        return None
    link.unsigned = tuple(sorted(set(unsigned))) if unsigned else ()
    kept = memory.hosts.get(host)
    if kept is None or len(signed) + 1 != len(link.signed_headers):
        return None
    link.headers = (("host", kept[0]),)
    if signed:
        signed["host"] = kept[0]
        link.headers = tuple([(name, signed[name]) for name in link.signed_headers])
    return kept


def _read_query(query: str, memory: "Memory") -> "Link | None":
    # In any order: sorted, they stand in that of the canonical query.
    pieces = query.split("&")
    own: list[str] = []
    if len(pieces) > 6:
        own = [piece for piece in pieces if piece[:6] != "X-Amz-"]
        if own:
            pieces = [piece for piece in pieces if piece[:6] == "X-Amz-"]
    if not 6 <= len(pieces) <= 7:
        return None
    pieces.sort()
    algorithm, credential, moment, expires = pieces[:4]
    signature, signed_headers = pieces[-2:]
    token = pieces[4] if len(pieces) == 7 else _NO_TOKEN
    scope = memory.scopes.get(credential)
    names = memory.signed_headers.get(signed_headers)
    life = expires[14:]
    if (
        scope is None
        or names is None
        or algorithm != "X-Amz-Algorithm=AWS4-HMAC-SHA256"
        or moment[:20] != scope[3]
        or expires[:14] != "X-Amz-Expires="
        or token not in memory.tokens
        or signature[:16] != "X-Amz-Signature="
        or len(signature) != 80
        or signature[16:].strip(_HEX)
        or len(moment) != 27
        or moment[26] != "Z"
        or not 1 <= len(life) <= 6
        or life[0] == "0"
        or (moment[20:26] + life).strip(_DIGITS)
    ):
        return None
    link = Link()
    link.access_key_id, link.date, link.region, _ = scope
    link.amz_date = moment[11:]
    link.expires_in = int(life)
    link.token = token[21:]
    link.signature = signature[16:]
    link.signed_headers = names
    pieces[-2] = signed_headers
    pieces.pop()
    link.own = ()
    link.signed_query = "&".join(pieces)
    return _with_own(link, own, pieces, memory) if own else link


def _with_own(link: Link, own: list[str], ours: list[str], memory: "Memory") -> "Link | None":
    # Sorted by name and value: "a-b=1" is before "a=1", and the name "a" before "a-b".
    pairs = sorted([_pair(piece) for piece in own])
    try:
        for name, value in pairs:
            if name not in memory.parameters or recode(value) != value:
                return None
        link.own = tuple([(name, decode(value).decode()) for name, value in pairs])
    except ValueError:
        return None
    signed = sorted(pairs + [_pair(piece) for piece in ours])
    link.signed_query = "&".join([f"{name}={value}" for name, value in signed])
    return link


def _pair(piece: str) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    return name, value
