"""SigV4 as the specification has it, written with the standard library and nothing of ours.

What the verifier proves, this must find genuine, too, and read likewise. It refuses next to
nothing: whether a request may look so is not its question.
"""

import hashlib
import hmac
import posixpath
import re
import time
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlsplit

Pairs = list[tuple[str, str]]

S3 = ("s3", "s3express", "s3-outposts", "s3-object-lambda")
EMPTY = hashlib.sha256(b"").hexdigest()
PARAMETERS = (b"algorithm", b"credential", b"date", b"expires", b"signedheaders", b"signature")


class UnreadableError(Exception):
    """Nothing can be made of the request."""


class Reading(NamedTuple):
    """What a request says, and the signature that would be right for it."""

    form: str
    access_key_id: str
    date: str
    region: str
    service: str
    amz_date: str
    lifetime: int
    names: list[str]
    missing: list[str]
    unsigned: list[str]
    token: str
    given: str
    host: str
    sent_host: str
    path: bytes
    query: list[tuple[bytes, bytes]]
    payload: str
    request: str

    def rights(self, secret: str, *methods: str) -> list[str]:
        """Return the signatures that are right with these methods, the host's case either way."""
        as_sent = self.request.replace(f"\nhost:{self.host}\n", f"\nhost:{self.sent_host}\n", 1)
        requests = dict.fromkeys([self.request, as_sent])
        return [self._right(secret, f"{one}\n{rest}") for one in methods for rest in requests]

    def _right(self, secret: str, request: str) -> str:
        scope = f"{self.date}/{self.region}/{self.service}/aws4_request"
        digest = hashlib.sha256(request.encode("utf-8", "surrogatepass")).hexdigest()
        key = b"AWS4" + secret.encode()
        for text in (*scope.split("/"), f"AWS4-HMAC-SHA256\n{self.amz_date}\n{scope}\n{digest}"):
            key = hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        return key.hex()


def read(url: str, headers: Pairs, body: bytes | None = None) -> Reading:
    """Return what a request says.

    Raises:
        UnreadableError: it says nothing of a signature, or nothing clear.
    """
    try:
        # What is no ASCII may become it in lower case.
        return _read(url, [(_ascii(name).lower(), value) for name, value in headers], body)
    except (KeyError, ValueError, IndexError, TypeError, OverflowError) as error:
        raise UnreadableError(error) from error


def _ascii(name: str) -> str:
    return name.encode("ascii").decode()


def spelled(raw: bytes, safe: str = "-._~") -> str:
    return quote(raw, safe=safe)


def _read(url: str, headers: Pairs, body: bytes | None) -> Reading:
    if len(url) > 8192 or sum([len(name) + len(value) for name, value in headers]) > 32768:
        raise ValueError("no door reads so much")
    target, _, query_text = url.partition("?")
    query = [
        (unquote_to_bytes(name.replace("+", " ")), unquote_to_bytes(value.replace("+", " ")))
        for name, _, value in [piece.partition("=") for piece in query_text.split("&") if piece]
    ]
    said = {name.decode(): value.decode() for name, value in query if name[:6] == b"X-Amz-"}
    of_headers = [value for name, value in headers if name == "authorization"]
    form = "header" if of_headers else "query"
    if of_headers:
        (authorization,) = of_headers
        parts = authorization.strip().removeprefix("AWS4-HMAC-SHA256 ").split(",")
        found = dict(part.strip(" \t").split("=", 1) for part in parts)
        amz_date, lifetime = _moment(headers), 0
        said = {f"X-Amz-{name}": value for name, value in found.items()}
    else:
        amz_date, lifetime = said["X-Amz-Date"], int(said["X-Amz-Expires"])
    access_key_id, date, region, service, _ = said["X-Amz-Credential"].split("/")
    names = said["X-Amz-SignedHeaders"].split(";")
    sent_host = _host(url, headers)
    host = sent_host.lower()
    path = "/" + target.partition("://")[2].partition("/")[2] if target[:1] != "/" else target
    raw_path = unquote_to_bytes(path)
    if service in S3:
        canonical_path = spelled(raw_path, "/-._~")
    else:
        kept = "/" + posixpath.normpath(path or "/").lstrip("/")
        path = kept + "/" * (path[-1:] == "/" and kept != "/")
        raw_path, canonical_path = unquote_to_bytes(path), spelled(path.encode(), "/-._~")
    own = [pair for pair in query if form == "header" or not _is_ours(pair[0])]
    payload = _payload(form, service, own, names, headers, body)
    lines = [f"{name}:{_value(name, host, headers)}\n" for name in names]
    covered = [pair for pair in query if form == "header" or pair[0] != b"X-Amz-Signature"]
    canonical_query = "&".join(
        f"{name}={value}" for name, value in sorted((spelled(n), spelled(v)) for n, v in covered)
    )
    sent = {name for name, _ in headers} | {"host"}
    token = "X-Amz-S3session-Token" if service == "s3express" else "X-Amz-Security-Token"
    carried = said if form == "query" else {n: v.strip(" \t") for n, v in headers}
    return Reading(
        form=form,
        access_key_id=access_key_id,
        date=date,
        region=region,
        service=service,
        amz_date=amz_date,
        lifetime=min(lifetime, 900) if {"x-amz-date", "date"} & {*names} else lifetime,
        names=names,
        missing=[name for name in names if name not in sent],
        unsigned=sorted(sent - set(names) - {"authorization"}),
        token=carried.get(token if form == "query" else token.lower(), ""),
        given=said["X-Amz-Signature"],
        host=host,
        sent_host=sent_host,
        path=raw_path or b"/",
        query=sorted(own, key=lambda pair: (spelled(pair[0]), spelled(pair[1]))),
        payload=payload,
        request=f"{canonical_path or '/'}\n{canonical_query}\n{''.join(lines)}\n"
        f"{';'.join(names)}\n{payload}",
    )


def _is_ours(name: bytes) -> bool:
    tokens = (b"X-Amz-Security-Token", b"X-Amz-S3session-Token")
    return name in tokens or (name[:6] == b"X-Amz-" and name[6:].lower() in PARAMETERS)


def _host(url: str, headers: Pairs) -> str:
    of_headers = [value for name, value in headers if name == "host"]
    if of_headers:
        (host,) = of_headers
        return host.strip(" \t")
    parts = urlsplit(url)
    default = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443"}[parts.scheme]
    return parts.netloc.lower().removesuffix(default)


def _value(name: str, host: str, headers: Pairs) -> str:
    if name == "host":
        return host
    values = [re.sub("[ \t\n\r\v\f]+", " ", value) for sent, value in headers if sent == name]
    return ",".join(value.strip(" ") for value in values)


def _moment(headers: Pairs) -> str:
    for wanted in ("x-amz-date", "date"):
        given = [value.strip(" \t") for name, value in headers if name == wanted]
        if given and given[0][8:9] == "T":
            return given[0]
        if given and wanted == "date":
            return amz_date(int(parsedate_to_datetime(given[0]).timestamp()))
    raise ValueError


def _payload(
    form: str,
    service: str,
    own: list[tuple[bytes, bytes]],
    names: list[str],
    headers: Pairs,
    body: bytes | None,
) -> str:
    stated = [v for n, v in headers if n == "x-amz-content-sha256"]
    if form == "query":
        in_query = [v.decode() for n, v in own if n.lower() == b"x-amz-content-sha256"]
        stated = in_query or (stated if "x-amz-content-sha256" in names else [])
    if stated:
        return stated[0]
    if service not in S3:
        return hashlib.sha256(body or b"").hexdigest()
    return "UNSIGNED-PAYLOAD" if form == "query" else EMPTY


def amz_date(seconds: int) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))
