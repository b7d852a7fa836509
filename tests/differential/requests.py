"""Requests at random, as a caller may write them and as every peer must be given them."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from sigv4presign import Credentials

from . import texts

S3 = ("s3", "s3-object-lambda", "s3-outposts", "s3express")
OTHERS = (
    *("execute-api", "sts", "rds-db", "iotdevicegateway", "lambda", "es", "kafka-cluster"),
    *("elasticache", "dsql", "bedrock", "transcribe", "aps"),
)
METHODS = ("GET", "GET", "PUT", "HEAD", "DELETE", "POST", "PATCH", "OPTIONS")
REGIONS = (
    *("us-east-1", "us-west-2", "eu-central-1", "ap-southeast-2", "sa-east-1", "auto", "local"),
    *("cn-north-1", "us-gov-west-1"),
)
BUCKETS = ("bucket", "my-bucket", "abc", "a1.b2.c3", "x" * 63, "logs-2024")
NAMES_OF_HOSTS = (
    "storage.example.com",
    "minio.local",
    "localhost",
    "127.0.0.1",
    "xn--bcher-kva.ch",
)
ADDRESSES = ("[::1]", "[2001:db8::1]", "[2001:DB8::a:0:0:1]", "[::ffff:10.0.0.1]")
PORTS = ("", "", ":9000", ":8443", ":443", ":80", ":1", ":65535")
# AWS's example secret, one of ten bytes, and what fills or overfills HMAC's block of 64 bytes.
SECRETS = (
    "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "minioadmin",
    *("x" * length for length in (1, 59, 60, 61, 128)),
    "ключ é 鍵",
)
ACCESS_KEYS = (
    "AKIDEXAMPLE",
    "minioadmin",
    "user:sub",
    "a+b=c@d",
    "GK31c2f218a2e44f485b94239e",
    "é",
)
TOKENS = ("FwoGZXIvYXdzEBYaD//+==", "token", "a+b/c=&d%2F", "IQoJb3JpZ2luX2VjE" * 40)
OVERRIDES = (
    *("response-content-type", "response-content-language", "response-expires"),
    *("response-cache-control", "response-content-disposition", "response-content-encoding"),
)
PARAMETERS = (
    *("versionId", "partNumber", "uploadId", "list-type", "prefix", "delimiter", "uploads", "acl"),
    *("x-id", "Action", "Version", "max-keys", "marker", "x-amz-acl", "X-Amz-Meta-A"),
)
ODD_NAMES = (
    *("a", "a-", "a-b", "a.b", "a_b", "ab", "aB", "A", "A-b", "[x]", "x[]", "~", "é", "日", "😀"),
    *("a/b", "a b", "a+b", "a=b", "a&b", "%41", "", "=", "z", "Z", "0", "e\u0301", "\x7f"),
)
HEADERS = (
    *("x-amz-meta-a", "X-Amz-Meta-A-B", "x-amz-meta-ab", "x-amz-meta-a_b", "X-Amz-Meta-A.b"),
    *("Content-Type", "content-type", "Content-MD5", "x-amz-acl", "x-amz-tagging", "Cache-Control"),
    *("x-amz-server-side-encryption", "X-Amz-Storage-Class", "Range", "X-K8s-Aws-Id", "x-a!#$%&'*"),
)
LAST = 4102444799  # 2099-12-31T23:59:59Z
MOMENTS = (
    *(0, 86399, 86400, LAST, 951782400, 951868799, 1709164800, 1709251199, 1709251200, 1440938160),
    *(4107542399 - 5097600, 1735689599, 1735689600),
)
# Characters that may stand for themselves there.
IN_PATH = "!$&'()*+,;=:@[]/"
IN_QUERY = "!$'()*,;:@/?"

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """One request and whose key signs it, when, for how long.

    Attributes:
        path: as peers must be given it, percent-encoded; S3's in the canonical spelling.
        query: decoded, in the order of the URL.
        spelled_path: another spelling of *path* that means the same to S3; *path* for others.
        spelled_query: *query* in some spelling.
    """

    method: str
    scheme: str
    authority: str
    path: str
    query: Pairs
    headers: Pairs
    access_key_id: str
    secret: str
    token: str | None
    region: str
    service: str
    now: int
    expires_in: int
    spelled_path: str
    spelled_query: str

    @property
    def s3(self) -> bool:
        return self.service in S3

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def target(self) -> str:
        """Path and query as peers must be given them."""
        query = "&".join([f"{encoded(name)}={encoded(value)}" for name, value in self.query])
        return f"{self.path}?{query}" if query else self.path

    @property
    def url(self) -> str:
        """As a caller may write it."""
        query = f"?{self.spelled_query}" if self.spelled_query else ""
        return self.origin + self.spelled_path + query

    @property
    def host(self) -> str:
        """The Host that an HTTP client sends: lower case, no default port."""
        port = {"http": ":80", "https": ":443"}[self.scheme]
        return self.authority.lower().removesuffix(port)

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(seconds=self.now)

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.access_key_id, self.secret, self.token)


def encoded(text: str) -> str:
    return quote(text, safe="~")


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same requests in every run


def request(
    rng: Random,
    *,
    repeated_names: bool = True,
    foreign_blanks: bool = True,
    stated_payload: bool = True,
) -> Request:
    """Return a request.

    Args:
        rng: what decides.
        repeated_names: whether parameters may be repeated.
        foreign_blanks: whether header values may hold blanks that only Unicode calls so.
        stated_payload: whether a header may say what the payload hashes to.
    """
    s3 = rng.random() < 0.75
    service = rng.choice(S3 if s3 and rng.random() < 0.3 else S3[:1] if s3 else OTHERS)
    scheme = rng.choice(("https", "https", "http"))
    region = rng.choice(REGIONS)
    if s3:
        authority, before = place(rng, region)
        key = texts.object_key(rng) if rng.random() < 0.95 else ""
        if not key and rng.random() < 0.5:
            before = before.rstrip("/") or "/"
        path = before + quote(key, safe="/~")
        spelled_path = before + texts.respelled(rng, key, IN_PATH) if rng.random() < 0.4 else path
    else:
        authority = endpoint(rng, f"{service}.{region}.amazonaws.com")
        path = spelled_path = texts.raw_path(rng)
    query = parameters(rng, repeated=repeated_names)
    return Request(
        method=rng.choice(METHODS),
        scheme=scheme,
        authority=authority,
        path=path,
        query=query,
        headers=headers(rng, foreign_blanks=foreign_blanks, stated_payload=stated_payload),
        access_key_id=rng.choice(ACCESS_KEYS[:1] * 5 + ACCESS_KEYS),
        secret=rng.choice(SECRETS[:1] * 5 + SECRETS),
        token=rng.choice(TOKENS) if rng.random() < 0.35 else None,
        region=region,
        service=service,
        now=moment(rng),
        expires_in=lifetime(rng),
        spelled_path=spelled_path,
        spelled_query=spelling(rng, query),
    )


def place(rng: Random, region: str) -> tuple[str, str]:
    """Return authority and beginning of the path, by path style or virtual-host style."""
    base = endpoint(rng, f"s3.{region}.amazonaws.com")
    bucket = rng.choice(BUCKETS)
    if rng.random() < 0.5 or base[0] in "[1":
        return base, f"/{bucket}/"
    return f"{bucket}.{base}", "/"


def endpoint(rng: Random, usual: str) -> str:
    chance = rng.random()
    if chance < 0.5:
        return usual
    host = rng.choice(ADDRESSES if chance < 0.62 else NAMES_OF_HOSTS)
    host += rng.choice(PORTS)
    return rng.choice((str.upper, str.title))(host) if chance > 0.9 else host


def parameters(rng: Random, *, repeated: bool) -> Pairs:
    """Return none to six parameters."""
    if rng.random() < 0.3:
        return ()
    found: list[tuple[str, str]] = []
    for _ in range(rng.randint(1, 6)):
        chance = rng.random()
        if chance < 0.25:
            found.append((rng.choice(OVERRIDES), 'attachment; filename="' + texts.text(rng) + '"'))
        elif chance < 0.55:
            found.append((rng.choice(PARAMETERS), value(rng)))
        elif chance < 0.9:
            found.append((rng.choice(ODD_NAMES), value(rng)))
        else:
            found.append((texts.text(rng), value(rng)))
        if rng.random() < 0.1:
            found.append((found[0][0], value(rng)))
    return tuple(found if repeated else dict(found).items())


def value(rng: Random) -> str:
    chance = rng.random()
    if chance < 0.15:
        return ""
    return rng.choice(("1", "2", "/", "a/b", "+", "==")) if chance < 0.3 else texts.text(rng)


def spelling(rng: Random, query: Pairs) -> str:
    """Return *query* as text, in the one canonical spelling or in one of the many others."""
    if rng.random() < 0.5:
        return "&".join([f"{encoded(name)}={encoded(value)}" for name, value in query])
    pieces = []
    for name, text in query:
        written = [
            texts.respelled(rng, name, IN_QUERY),
            texts.respelled(rng, text, IN_QUERY + "="),
        ]
        if rng.random() < 0.5:
            written = [part.replace("%20", "+") for part in written]
        pieces.append(written[0] if name and not text and rng.random() < 0.5 else "=".join(written))
    return rng.choice(("&", "&", "&", "&&")).join(pieces) + rng.choice(("", "", "", "&"))


def headers(rng: Random, *, foreign_blanks: bool, stated_payload: bool) -> Pairs:
    """Return none to four headers, names in any case and now and then twice."""
    if rng.random() < 0.5:
        return ()
    blanks = (" ", "  ", "   ", "\t", " \t ", *(texts.FOREIGN_BLANKS if foreign_blanks else ()))
    found = [
        (rng.choice(HEADERS), texts.header_value(rng, blanks)) for _ in range(rng.randint(1, 4))
    ]
    if rng.random() < 0.1:
        found.append((found[0][0].upper(), texts.header_value(rng, blanks)))
    if stated_payload and rng.random() < 0.1:
        found.append(("X-Amz-Content-Sha256", rng.choice(("UNSIGNED-PAYLOAD", "0f" * 32))))
    return tuple(found)


def moment(rng: Random) -> int:
    chance = rng.random()
    if chance < 0.25:
        return rng.choice(MOMENTS)
    if chance < 0.4:
        return max(0, rng.randrange(1, LAST // 86400) * 86400 - rng.choice((0, 1)))
    return rng.randint(0, LAST)


def lifetime(rng: Random) -> int:
    return rng.choice((1, 60, 900, 3600, 86400, 604799, 604800, rng.randint(1, 604800)))
