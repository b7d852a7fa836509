"""Lints on the clock and the lifetime."""

import time

from ..._checks import MAX_EXPIRES, MAX_SKEW
from ..._time import parse_amz_date
from ..findings import CERTAIN, HINT, LIKELY, found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence
    from ..findings import Finding


def times(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield what is wrong with the lifetime and the dates."""
    signed = evidence.signed
    if signed.form == "query":
        yield from _lifetime(signed.expires)
    if signed.form in ("query", "header"):
        yield from _scope(evidence)


def moments(evidence: "Evidence") -> "Iterator[Finding]":
    """Yield what is wrong with the moment of sending; stores look at it after the form."""
    if evidence.signed.form in ("query", "header"):
        yield from _moment(evidence)
    if evidence.signed.form == "v2":
        yield from _version_2(evidence)


def _lifetime(expires: str) -> "Iterator[Finding]":
    if not expires:
        return  # a parameter that is missing is another cause
    shown = f"X-Amz-Expires={expires[:40]}"
    digits = expires[1:] if expires[:1] in "+-" else expires
    if digits != expires or digits.strip("0123456789"):
        yield found("bad-expires", f"{shown} is no number of seconds", CERTAIN)
    elif len(digits) > 12 or int(digits) > MAX_EXPIRES:
        moment = len(digits) == 10 and digits > "1000000000"
        more = "; it looks like a moment, as SigV2's Expires is" if moment else ""
        yield found("bad-expires", f"{shown} is more than {MAX_EXPIRES}, seven days{more}", CERTAIN)
    elif int(digits) == 0:
        yield found("bad-expires", f"{shown}: such a URL is never valid", CERTAIN)


def _scope(evidence: "Evidence") -> "Iterator[Finding]":
    signed = evidence.signed
    parts = signed.credential.split("/")
    wanted = 4 if signed.algorithm.startswith("AWS4-ECDSA") else 5
    if not signed.credential or "%" in signed.credential or "://" in signed.credential:
        return  # encoded twice, or with a host in it: causes of their own
    if len(parts) < wanted:
        shown = f"X-Amz-Credential has {len(parts)} parts, not {wanted}: ID/DATE/REGION/SERVICE/…"
        yield found("bad-scope-or-date", shown, CERTAIN)
        return
    if signed.terminator != "aws4_request":
        shown = f"the scope ends in {signed.terminator[:40]!r}, not 'aws4_request'"
        yield found("bad-scope-or-date", shown, CERTAIN)
    if len(signed.date) != 8 or signed.date.strip("0123456789"):
        shown = f"the date of the scope is {signed.date[:40]!r}, not YYYYMMDD"
        yield found("bad-scope-or-date", shown, CERTAIN)
    if not signed.service or (wanted == 5 and not signed.region):
        yield found("bad-scope-or-date", "region or service of the scope are empty", CERTAIN)
    if signed.form == "header" and "," in signed.amz_date:
        return  # a Date header, in HTTP's own form
    if not signed.amz_date:
        return
    try:
        parse_amz_date(signed.amz_date)
    except ValueError as error:
        yield found("bad-scope-or-date", f"X-Amz-Date: {error}", CERTAIN)
        return
    if signed.amz_date[:8] != signed.date and len(signed.date) == 8:
        shown = f"X-Amz-Date={signed.amz_date}, but the scope is of the day {signed.date}"
        yield found("bad-scope-or-date", shown, CERTAIN)


def _moment(evidence: "Evidence") -> "Iterator[Finding]":
    signed = evidence.signed
    try:
        signed_at = parse_amz_date(signed.amz_date)
    except ValueError:
        return
    told = evidence.clock != "machine"
    ahead = signed_at - evidence.now
    if ahead > MAX_SKEW:
        shown = f"signed at {utc(signed_at)}, {span(ahead)} after {_now(evidence)}"
        yield found("clock-skew", shown, CERTAIN if told else LIKELY)
    elif signed.form == "header":
        if -ahead > MAX_SKEW:
            shown = f"signed at {utc(signed_at)}, {span(-ahead)} before {_now(evidence)}"
            yield found("clock-skew", shown, CERTAIN if told else HINT)
    elif signed.expires.isascii() and signed.expires.isdigit() and len(signed.expires) < 10:
        ends = signed_at + int(signed.expires)
        if evidence.now >= ends and int(signed.expires):
            shown = (
                f"signed at {utc(signed_at)} for {signed.expires} seconds, so until {utc(ends)}; "
                f"that is {span(evidence.now - ends)} before {_now(evidence)}"
            )
            # Whoever looks at an old refusal says so by passing the answer.
            fits = told or evidence.answer is None
            yield found("expired", shown, CERTAIN if fits else HINT)


def _version_2(evidence: "Evidence") -> "Iterator[Finding]":
    expires = evidence.link.value("Expires") or ""
    if expires.isascii() and expires.isdigit() and len(expires) < 12:
        ends = int(expires)
        if evidence.now >= ends:
            shown = f"Expires={expires} is {utc(ends)}, which is before {_now(evidence)}"
            told = evidence.clock != "machine" or evidence.answer is None
            yield found("expired", shown, LIKELY if told else HINT)


def _now(evidence: "Evidence") -> str:
    of = {"given": "the time given", "server": "the store's time", "machine": "the time here"}
    return f"{of[evidence.clock]}, {utc(evidence.now)}"


def utc(moment: int) -> str:
    """Return the Unix time *moment* as a person reads it."""
    return "%04d-%02d-%02d %02d:%02d:%02d UTC" % time.gmtime(min(moment, 253402300799))[:6]


def span(seconds: int) -> str:
    """Return a duration as a person reads it."""
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds} seconds ({seconds // size} {name})"
    return f"{seconds} seconds"
