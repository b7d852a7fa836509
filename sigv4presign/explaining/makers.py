"""Which SDK most likely made a URL: each writes its parameters in an order of its own.

The orders are what the SDKs themselves printed (``vectors/layouts.json``, botocore, awscrt and
minio-py in the tests), and for Java, .NET, PHP, aws4 and aws4fetch what URLs in their users' bug
reports look like.
"""

import re

from .._percent import encode
from .._value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# A letter for each parameter of the signature; every other one is `o`.
_LETTERS = {
    "X-Amz-Algorithm": "A",
    "X-Amz-Credential": "C",
    "X-Amz-Date": "D",
    "X-Amz-Expires": "E",
    "X-Amz-SignedHeaders": "H",
    "X-Amz-Signature": "S",
    "X-Amz-Security-Token": "T",
    "X-Amz-S3session-Token": "T",
    "X-Amz-Region-Set": "R",
    "X-Amz-Content-Sha256": "P",
}
BOTOCORE = "botocore (boto3, the AWS command line)"
JS = "AWS SDK for JavaScript v3"
GO = "AWS SDK for Go v2"
RUST = "AWS SDK for Rust"
CRT = "AWS Common Runtime (awscrt, botocore with it)"
MINIO_PY = "minio-py"
SORTED = "minio-go, rusty-s3, reqsign or the AWS SDK for Ruby"

# The order of the parameters, and who writes them so; the first that fits counts.
_ORDERS = (
    (r"PT?ACDHES", "AWS SDK for PHP", "X-Amz-Content-Sha256 first, Expires after SignedHeaders"),
    (r"o*APCDEHS", "aws-request-signer", "X-Amz-Content-Sha256 between Algorithm and Credential"),
    (r"T?o*A[PT]?DHT?ECS", "AWS SDK for Java 2", "Algorithm, Date, SignedHeaders, Expires"),
    (r"o*ET?ACDHSo*", "AWS SDK for .NET", "X-Amz-Expires before X-Amz-Algorithm"),
    (r"o*(?:E?DT?|DT?E)ACHST?", "aws4fetch, or aws4 for Node", "X-Amz-Date before X-Amz-Algorithm"),
    (r"AEHSDCT?", "boto 2", "Algorithm, Expires, SignedHeaders, Signature, Date, Credential"),
    (r"DEASCHT?o*", "the S3 console of about 2015", "Date, Expires, Algorithm, Signature"),
    (r"[oP]*ACDHER?T?S", CRT, "SignedHeaders before Expires"),
    (r"[oP]*ACDEHSR?T", RUST, "the session token after the signature"),
)  # fmt: skip


class Maker(Value):
    """Who most likely made a URL.

    Attributes:
        name: the SDK, or an empty text where the order is nobody's that is known.
        reason: what betrays it, in words.
        others: who writes the same.
    """

    __slots__ = _fields = ("name", "reason", "others")

    name: str
    reason: str
    others: tuple[str, ...]

    def __init__(self, name: str, reason: str, others: tuple[str, ...] = ()) -> None:
        self._fill(name, reason, others)

    def to_dict(self) -> "dict[str, object]":
        """Return the attributes by name."""
        return {"name": self.name, "reason": self.reason, "others": list(self.others)}


def maker_of(query: "Sequence[tuple[str, str]]", host: str = "") -> Maker:
    """Return who most likely made a URL of SigV4 with HMAC or ECDSA.

    Args:
        query: decoded names and values in the order of the URL.
        host: in lower case.
    """
    order = "".join([_LETTERS.get(name, "o") for name, _ in query])
    names = [name for name, _ in query]
    own = [name for name, _ in query if name not in _LETTERS]
    has_id = "x-id" in own
    if names == _by_code_unit(names) and order.find("S") < order.find("H"):
        return _js(own)
    for form, name, reason in _ORDERS:
        if re.fullmatch(form, order):
            return Maker(name, reason)
    hoisted = [name for name in names if name[:6] == "X-Amz-" and name not in _LETTERS]
    is_sorted = order[-1:] == "S" and _is_sorted(names[:-1])
    if is_sorted and (hoisted or not re.fullmatch(r"[oP]*ACDEHS", order)):
        return _sorted(hoisted, has_id=has_id)
    if re.fullmatch(r"[oP]*T[oP]*ACDEHS", order):
        return Maker(MINIO_PY, "the session token among the operation's own parameters")
    if re.fullmatch(r"[oP]*ACDEHT?S", order):
        return _plain(own, order, host, has_id=has_id, is_sorted=is_sorted)
    return Maker("", "the order of its parameters is that of no SDK that is known here")


def _by_code_unit(names: "list[str]") -> "list[str]":
    return sorted(names, key=lambda name: name.encode("utf-16-be", "surrogatepass"))


def _is_sorted(names: "list[str]") -> bool:
    # Some sort before they encode, and some after.
    return names == sorted(names) or names == sorted(names, key=encode)


def _js(own: "list[str]") -> Maker:
    reasons = ["all parameters sorted, so that Signature comes before SignedHeaders"]
    if "x-id" in own:
        reasons.append("x-id names the operation")
    elif any(name.startswith("x-amz-") for name in own):
        reasons.append("headers moved into the query")
    return Maker(JS, "; ".join(reasons), ("smithy-go",))


def _sorted(hoisted: "list[str]", *, has_id: bool) -> Maker:
    reason = "all parameters sorted, and the signature at the end"
    if has_id or hoisted:
        why = "x-id names the operation" if has_id else f"{hoisted[0]} was a header"
        return Maker(GO, f"{reason}; {why}", ("another signer that sorts",))
    return Maker(SORTED, reason, (GO,))


def _plain(own: "list[str]", order: str, host: str, *, has_id: bool, is_sorted: bool) -> Maker:
    """Return the maker of the order that most write: own, Algorithm … SignedHeaders, Signature."""
    reason = "the operation's parameters first, then Algorithm, Credential, Date, Expires, "
    reason += "SignedHeaders" + (", the token" if "T" in order else "") + ", Signature"
    if has_id and "T" not in order:
        return Maker(RUST, f"{reason}; x-id before them names the operation", (BOTOCORE,))
    others = ["minio-js", "obstore", "sigv4presign"]
    if "T" not in order:
        if own == sorted(own):
            others.append(MINIO_PY)
        others.append(RUST)
        if is_sorted:
            others += [GO, SORTED]
    if re.fullmatch(r"[a-z0-9.-]+\.s3\.amazonaws\.com", host):
        reason += "; the host without a region is its default in us-east-1"
    elif "encoding-type" in own:
        reason += "; encoding-type, which it adds to listings"
    return Maker(BOTOCORE, reason, tuple(others))
