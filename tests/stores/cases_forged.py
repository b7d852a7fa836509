"""Requests that somebody made who may not, or that are signed and still not to be taken."""

import hashlib
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from .cases import BODY, Case, Cases, Maker
from .wire import ALGORITHM, Wire

NOBODY = "AKIDNOBODY"
DAY = 86400


def forged(maker: Maker) -> Cases:
    for form in ("query", "header"):
        yield from _by_another(maker, form)
        yield from _scopes(maker, form)
        yield from _unsigned(maker, form)
        yield from _dates(maker, form)
    yield from _lives(maker)
    yield from _moved(maker)
    yield from _missing(maker)
    yield from _names(maker)
    yield from _mechanisms(maker)
    yield from _payloads(maker)
    yield from _signatures(maker)


def _by_another(maker: Maker, form: str) -> Cases:
    make, scope = getattr(maker, form), maker.scope
    for method in ("GET", "PUT", "HEAD"):
        for secret in ("another", scope.secret[:-1], scope.secret + "x", scope.secret.lower(), ""):
            yield Case(
                "another secret", f"{form} {method} {len(secret)}", make(method, secret=secret)
            )
        yield Case("nobody's key", f"{form} {method}", make(method, access_key_id=NOBODY))
    own = scope.access_key_id
    for name, other in {
        "longer": own + "x",
        "shorter": own[:-1],
        "in capitals": own.title(),
    }.items():
        yield Case("nobody's key", f"{form} {name}", make(access_key_id=other))


def _scopes(maker: Maker, form: str) -> Cases:
    make, scope = getattr(maker, form), maker.scope
    for region in ("eu-west-1", "US-EAST-1", "us-east-1 ", "us_east_1", "*", "auto"):
        yield Case("another region", f"{form} {region!r}", make(region=region))
    for service in ("sqs", "S3", "s3express", "sts", "iam"):
        yield Case("another service", f"{form} {service}", make(service=service))
    for end in ("aws4_requestx", "AWS4_REQUEST", "aws4", "aws5_request"):
        yield Case("another terminator", f"{form} {end}", make(terminator=end))
    for days in (-7, -1, 1):
        stamp = datetime.fromtimestamp(scope.at + days * DAY, timezone.utc)
        yield Case("another day", f"{form} {days}", make(day=stamp.strftime("%Y%m%d")))
    for day in ("2026-01-01", "202601", "20261301", "x"):
        yield Case("no day", f"{form} {day}", make(day=day))
    shapes: dict[str, dict[str, Any]] = {
        "empty region": {"region": ""},
        "empty service": {"service": ""},
        "empty terminator": {"terminator": ""},
        "a part more": {"region": "us-east-1/x"},
        "a part more at the end": {"terminator": "aws4_request/x"},
        "an empty part at the end": {"terminator": "aws4_request/"},
    }
    for name, settings in shapes.items():
        yield Case("credential", f"{form} {name}", make(**settings))


UNSIGNED = (
    ("x-amz-meta-note", "a"),
    ("x-amz-acl", "public-read"),
    ("x-amz-grant-read", 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'),
    ("x-amz-tagging", "a=b"),
    ("x-amz-storage-class", "STANDARD"),
    ("x-amz-website-redirect-location", "/other"),
    ("x-amz-server-side-encryption", "AES256"),
    ("x-amz-expected-bucket-owner", "111122223333"),
    ("x-amz-request-payer", "requester"),
    ("x-amz-user-agent", "a"),
    ("x-amz-date", "20260101T000000Z"),
    ("x-amz-expires", "60"),
    ("x-amz-security-token", "token"),
    ("x-amz-content-sha256", "0" * 64),
    ("X-Amz-Meta-Note", ""),
    ("x_amz_meta_note", "a"),
    ("x-amz_meta-note", "a"),
)


def _unsigned(maker: Maker, form: str) -> Cases:
    make = getattr(maker, form)
    for method in ("GET", "PUT"):
        wire: Wire = make(method)
        there = {name.lower() for name, _ in wire.headers}
        for name, value in UNSIGNED:
            if name not in there:
                put = wire.with_headers((name, value))
                yield Case(f"unsigned {name.lower()}", f"{form} {method} {value}", put)


def _dates(maker: Maker, form: str) -> Cases:
    make = getattr(maker, form)
    for seconds in (-7 * DAY, -3700, -960, 960, 3600, DAY):
        wire = make(at=maker.scope.at + seconds)
        yield Case("too old" if seconds < 0 else "to come", f"{form} {seconds} s", wire)
    good = maker.scope.date
    for date in (good[:-1], good.lower(), good[:8], good + "0", f" {good}", good.replace("T", " ")):
        settings = {"Date" if form == "query" else "date": date}
        yield Case("odd date", f"{form} {len(date)} {date[8:9]}", make(**settings))
    for date in (good[:4] + "1301T000000Z", good[:8] + "T250000Z", "x", "0", "1" * 14):
        settings = {"Date" if form == "query" else "date": date}
        yield Case("no date", f"{form} {len(date)} {date[8:] or date}", make(**settings))


def _lives(maker: Maker) -> Cases:
    # Of an hour, since a slow store comes to the last of them minutes after they were signed.
    for seconds in ("0", "00", "-1", "-0", "604801", "99999999999999999999", "9" * 400):
        yield Case("odd life", f"{seconds[:8]}, {len(seconds)} long", maker.query(Expires=seconds))
    for text in ("1h", "x", "3600.0", "36e2", "0x60", "NaN", "1 0", "1,0", "3600s", "²"):
        spelled = text.encode().decode("latin-1")
        yield Case("life that is no number", text, maker.query(Expires=spelled))
    for text in ("+3600", "03600", " 3600", "3600 ", "3_600", "3600\n", "٣٦٠٠", "\t3600"):
        spelled = text.encode().decode("latin-1")
        yield Case("odd number", repr(text), maker.query(Expires=spelled))


def _moved(maker: Maker) -> Cases:
    """Yield requests whose moment somebody changed afterwards."""
    scope = maker.scope
    for form in ("query", "header"):
        wire: Wire = getattr(maker, form)()
        for seconds in (-7200, -60, 60, 7200):
            moved = scope._replace(at=scope.at + seconds)
            days = {scope.date[:8]: moved.date[:8]}
            changed = _redated(wire, scope.date, moved.date, days)
            yield Case("moment moved", f"{form} {seconds} s", changed)
        for name, date in {
            "hour 25": scope.date[:8] + "T250000Z",
            "cut short": scope.date[:-1],
            "year 2001": "2001" + scope.date[4:],
            "year 9700": "9700112T134640Z",  # if one reads it so
        }.items():
            yield Case("moment altered", f"{form} {name}", _redated(wire, scope.date, date, {}))


def _redated(wire: Wire, date: str, new: str, days: dict[str, str]) -> Wire:
    """Return *wire* with another *date*, and perhaps another day in its scope."""
    text = wire.target + "\n".join([value for _, value in wire.headers])
    assert date in text

    def changed(value: str) -> str:
        value = value.replace(date, new)
        for day, other in days.items():
            for slash in ("%2F", "/"):
                value = value.replace(f"{slash}{day}{slash}", f"{slash}{other}{slash}")
        return value

    headers = tuple([(name, changed(value)) for name, value in wire.headers])
    return replace(wire, target=changed(wire.target), headers=headers)


def _missing(maker: Maker) -> Cases:
    for left_out in ("Algorithm", "Credential", "Date", "Expires", "SignedHeaders"):
        yield Case(f"no {left_out}", "signed without", maker.query(**{left_out: None}))
        yield Case(f"empty {left_out}", "signed without", maker.query(**{left_out: ""}))
    for algorithm in ("AWS4-HMAC-SHA512", "aws4-hmac-sha256", "AWS4-HMAC-SHA1", "AWS4", "none"):
        yield Case("another algorithm", algorithm, maker.query(Algorithm=algorithm))
        wire = maker.header()
        *others, (name, value) = wire.headers
        text = value.replace(ALGORITHM, algorithm)
        changed = replace(wire, headers=(*others, (name, text)))
        yield Case("another algorithm", f"header form {algorithm}", changed)
    for name, spelled in {"": "no date at all", "Date": "by Date"}.items():
        wire = maker.header()
        kept = [pair for pair in wire.headers if pair[0] != "x-amz-date"]
        kept += [(name, "Thu, 01 Jan 2026 00:00:00 GMT")] if name else []
        yield Case("header form without x-amz-date", spelled, replace(wire, headers=tuple(kept)))


def _names(maker: Maker) -> Cases:
    note = (("x-amz-meta-note", "a"), ("Content-Type", "text/plain"))
    lists = {
        "host left out": ("content-type", "x-amz-meta-note"),
        "none": ("",),
        "not sorted": ("host", "content-type", "x-amz-meta-note"),
        "twice": ("content-type", "host", "host", "x-amz-meta-note"),
        "upper case": ("Content-Type", "Host", "X-Amz-Meta-Note"),
        "one that was not sent": ("content-type", "host", "x-amz-meta-none", "x-amz-meta-note"),
        "an ordinary one not sent": ("content-type", "host", "range", "x-amz-meta-note"),
        "an empty one": ("", "content-type", "host", "x-amz-meta-note"),
        "only host": ("host",),
    }
    for name, names in lists.items():
        wire = maker.query("PUT", headers=note, names=names)
        yield Case(f"signed headers, {name}", "query", wire)
        more = sorted({*names, "x-amz-content-sha256", "x-amz-date"})
        wire = maker.header("PUT", headers=note, names=more)
        yield Case(f"signed headers, {name}", "header", wire)
    for left_out in ("x-amz-date", "x-amz-content-sha256"):
        kept = {"host", "x-amz-date", "x-amz-content-sha256"} - {left_out}
        wire = maker.header("PUT", names=sorted(kept))
        yield Case(f"{left_out} not signed", "header", wire)


def _mechanisms(maker: Maker) -> Cases:
    query, header = maker.query(), maker.header()
    both = (header.headers[-1], query.headers[0])
    for name, value in {
        "both": both[0][1],
        "Basic": "Basic YTpi",
        "Bearer": "Bearer token",
        "version 2": "AWS AKIDEXAMPLE:c2lnbmF0dXJl",
        "empty": "",
    }.items():
        put = query.with_headers(("Authorization", value))
        yield Case("Authorization beside a signed URL", name, put)
        *others, _ = header.headers
        changed = replace(header, headers=(*others, ("Authorization", value)))
        if name not in ("both", "version 2"):
            yield Case(f"Authorization: {name or 'none'}", "alone", changed)
    for more in ("X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Signature=0", "X-Amz-Expires=60"):
        yield Case("a parameter beside Authorization", more, maker.header(query=more))
    more = "AWSAccessKeyId=a&Signature=b&Expires=4102444800"
    yield Case("version 2 beside version 4", "query", maker.query(query=more))
    yield Case("version 2 beside version 4", "header", maker.header(query=more))
    plain = maker.plain()
    yield Case("version 2", "query", replace(plain, target=f"{plain.target}?{more}"))
    yield Case("unsigned", "GET", plain)
    yield Case("unsigned", "PUT", maker.plain("PUT"))


def _payloads(maker: Maker) -> Cases:
    digest = hashlib.sha256(b"another").hexdigest()
    stated = (("x-amz-content-sha256", digest),)
    yield Case("another body", "header form", replace(maker.header("PUT"), body=b"another"))
    yield Case("another body", "header form, GET with one's hash", maker.header(payload=digest))
    wire = maker.query("PUT", payload=digest, headers=stated)
    yield Case("another body in a signed URL", "by a signed header", wire)
    wire = maker.query("PUT", payload=digest, query=f"X-Amz-Content-Sha256={digest}")
    yield Case("another body in a signed URL", "by a parameter", wire)
    yield Case("no x-amz-content-sha256", "PUT", maker.header("PUT", stated=False))
    yield Case("no x-amz-content-sha256", "GET", maker.header(stated=False))
    own = hashlib.sha256(BODY).hexdigest()
    for odd in (own.upper(), own[:-1], "x", "", f"{own} ", "unsigned-payload", "STREAMING"):
        yield Case("odd payload hash", f"{odd[:1]}{len(odd)}", maker.header("PUT", payload=odd))


def _signatures(maker: Maker) -> Cases:
    wire = maker.query("PUT")
    begin, _, digits = wire.target.rpartition("=")
    header = maker.header("PUT")
    *others, (name, value) = header.headers
    for text in (digits.upper(), digits[:-1], digits + "0", digits + "%20", "", "0", "0" * 64):
        spelled = f"{len(text)} {'upper' if text.isupper() else ''}"
        yield Case("odd signature", f"query {spelled}", replace(wire, target=f"{begin}={text}"))
        start, _, _ = value.rpartition("=")
        changed = replace(header, headers=(*others, (name, f"{start}={text}")))
        yield Case("odd signature", f"header {spelled}", changed)
    # A secret that is not needed, because nothing is hashed with it.
    plain = hashlib.sha256(b"").hexdigest()
    yield Case("odd signature", "of no key", replace(wire, target=f"{begin}={plain}"))
