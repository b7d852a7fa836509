"""`Evidence`: all that is known of one request and of its refusal."""

from .._value import Value
from ..canonical import S3_SERVICES
from .link import Link, lenient, lenient_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .answer import Answer

    Pairs = tuple[tuple[str, str], ...]


class Signed(Value):
    """What a request says of its signature, in whichever form; an empty text where it does not.

    Attributes:
        form: ``query``, ``header``, ``post``, ``v2``, or an empty text for none.
        algorithm: such as ``AWS4-HMAC-SHA256``.
        credential: the whole of it.
        access_key_id, date, region, service, terminator: its parts.
        amz_date: the moment of signing.
        expires: ``X-Amz-Expires`` as it stands there.
        signed_headers: their names, in lower case.
        signature: the digits.
        token: the session token.
    """

    __slots__ = _fields = (
        "form",
        "algorithm",
        "credential",
        "access_key_id",
        "date",
        "region",
        "service",
        "terminator",
        "amz_date",
        "expires",
        "signed_headers",
        "signature",
        "token",
    )
    _hidden = ("signature", "token")

    form: str
    algorithm: str
    credential: str
    access_key_id: str
    date: str
    region: str
    service: str
    terminator: str
    amz_date: str
    expires: str
    signed_headers: tuple[str, ...]
    signature: str
    token: str

    def __init__(
        self,
        form: str = "",
        algorithm: str = "",
        credential: str = "",
        amz_date: str = "",
        expires: str = "",
        signed_headers: str = "",
        signature: str = "",
        token: str = "",
    ) -> None:
        # Encoded twice it is one of the causes, and yet to be read.
        plain = lenient_path(credential) if "/" not in credential else credential
        parts = plain.split("/")
        # An access key id may hold a slash, where a store allows it; the other four never do.
        access_key_id = "/".join(parts[:-4]) if len(parts) > 5 else parts[0]
        scope = (parts[-4:] if len(parts) > 5 else parts[1:5]) + ["", "", "", ""]
        if algorithm.startswith("AWS4-ECDSA") and len(parts) == 4:
            scope = [parts[1], "", parts[2], parts[3]]
        names = tuple([name for name in signed_headers.lower().split(";") if name])
        self._fill(
            form,
            algorithm,
            credential,
            access_key_id,
            scope[0],
            scope[1],
            scope[2],
            scope[3],
            amz_date,
            expires,
            names,
            signature,
            token,
        )

    def __reduce__(self) -> "tuple[type, tuple[object, ...]]":
        values = (self.form, self.algorithm, self.credential, self.amz_date, self.expires)
        return type(self), values + (";".join(self.signed_headers), self.signature, self.token)


class Evidence(Value):
    """All that is known of one request; only the URL must be.

    Attributes:
        method: in upper case; empty if unknown.
        link: the URL.
        headers: as sent, names in lower case.
        knows_headers: whether these are all; without, a missing one proves nothing.
        signed: what the request says of its signature.
        fields: of a form, pairs in their order, names in lower case; None if it is none.
        body: bytes; None if unknown.
        answer: what the store said; None if unknown.
        now: Unix seconds at which the request was sent, as far as known.
        clock: where *now* is from: ``given``, ``server`` or ``machine``.
        repairs: identifiers of what had to be repaired in the URL: see `request.REPAIRS`.
        hosts: further names of the store.
        regions: where the store is said to be.
    """

    __slots__ = _fields = (
        "method",
        "link",
        "headers",
        "knows_headers",
        "signed",
        "fields",
        "body",
        "answer",
        "now",
        "clock",
        "repairs",
        "hosts",
        "regions",
    )
    _hidden = ("headers", "fields", "body", "answer")

    method: str
    link: Link
    headers: "Pairs"
    knows_headers: bool
    signed: Signed
    fields: "Pairs | None"
    body: "bytes | None"
    answer: "Answer | None"
    now: int
    clock: str
    repairs: tuple[str, ...]
    hosts: tuple[str, ...]
    regions: tuple[str, ...]

    def __init__(
        self,
        method: str,
        link: Link,
        headers: "Iterable[tuple[str, str]]" = (),
        knows_headers: bool = False,
        fields: "Iterable[tuple[str, str]] | None" = None,
        body: "bytes | None" = None,
        answer: "Answer | None" = None,
        now: int = 0,
        clock: str = "machine",
        repairs: tuple[str, ...] = (),
        hosts: tuple[str, ...] = (),
        regions: tuple[str, ...] = (),
    ) -> None:
        pairs = tuple([(name.lower(), value) for name, value in headers])
        form = None if fields is None else tuple([(n.lower(), v) for n, v in fields])
        signed = signed_of(link, pairs, form)
        known = (method, link, pairs, knows_headers, signed, form, body, answer, now, clock)
        self._fill(*known, repairs, hosts, regions)

    def __reduce__(self) -> "tuple[type, tuple[object, ...]]":
        known = (self.method, self.link, self.headers, self.knows_headers, self.fields, self.body)
        more = (self.answer, self.now, self.clock, self.repairs, self.hosts, self.regions)
        return type(self), known + more

    def at(self, link: Link) -> "Evidence":
        """Return the same with another URL."""
        _, values = self.__reduce__()
        return Evidence._of((self.method, link) + values[2:])

    def with_headers(self, headers: "list[tuple[str, str]]") -> "Evidence":
        """Return the same with further *headers*."""
        _, values = self.__reduce__()
        return Evidence._of(values[:2] + ((*self.headers, *headers),) + values[3:])

    @classmethod
    def _of(cls, values: "tuple[Any, ...]") -> "Evidence":
        return cls(*values)

    def sent(self, name: str) -> "list[str]":
        """Return the values of the header *name*, given in lower case."""
        return [value for own, value in self.headers if own == name]

    @property
    def host(self) -> str:
        """The ``Host`` that was sent, as far as known, in lower case."""
        hosts = self.sent("host") or self.sent(":authority")
        return (hosts[0] if hosts else self.link.authority).strip().lower()

    @property
    def is_s3(self) -> bool:
        """Whether the scope's service is S3 or a relative."""
        return self.signed.service in S3_SERVICES

    @property
    def code(self) -> str:
        """The error code that the store answered, or an empty text."""
        return (self.answer.code or "") if self.answer is not None else ""


def signed_of(link: Link, headers: "Pairs", fields: "Pairs | None") -> Signed:
    """Return what a request says of its signature; the URL counts before the headers."""
    if fields is not None:
        return _of_a_form(dict(reversed(fields)))
    names = {lenient(name).lower() for name, _ in link.pairs}
    if names & {"x-amz-algorithm", "x-amz-credential", "x-amz-signature", "x-amz-signedheaders"}:
        return Signed(
            "query",
            link.value("X-Amz-Algorithm") or "",
            link.value("X-Amz-Credential") or "",
            link.value("X-Amz-Date") or "",
            link.value("X-Amz-Expires") or "",
            link.value("X-Amz-SignedHeaders") or "",
            link.value("X-Amz-Signature") or "",
            link.value("X-Amz-Security-Token") or link.value("X-Amz-S3session-Token") or "",
        )
    if "awsaccesskeyid" in names and "signature" in names:
        return Signed("v2", "AWS", link.value("AWSAccessKeyId") or "")
    given = dict(reversed(headers))
    authorization = given.get("authorization", "").strip()
    if authorization.startswith("AWS4-"):
        return _of_a_header(authorization, given)
    if authorization.startswith("AWS "):
        return Signed("v2", "AWS", authorization[4:].partition(":")[0])
    return Signed()


def _of_a_header(authorization: str, given: "dict[str, str]") -> Signed:
    algorithm, _, rest = authorization.partition(" ")
    found: dict[str, str] = {}
    for piece in rest.split(","):
        name, _, value = piece.strip().partition("=")
        found[name] = value
    return Signed(
        "header",
        algorithm,
        found.get("Credential", ""),
        given.get("x-amz-date", given.get("date", "")).strip(),
        "",
        found.get("SignedHeaders", ""),
        found.get("Signature", ""),
        given.get("x-amz-security-token", given.get("x-amz-s3session-token", "")).strip(),
    )


def _of_a_form(given: "dict[str, str]") -> Signed:
    if "x-amz-signature" not in given and "awsaccesskeyid" in given:
        return Signed("v2", "AWS", given["awsaccesskeyid"])
    return Signed(
        "post",
        given.get("x-amz-algorithm", ""),
        given.get("x-amz-credential", ""),
        given.get("x-amz-date", ""),
        "",
        "",
        given.get("x-amz-signature", ""),
        given.get("x-amz-security-token", ""),
    )
