"""Which credential scope the key may have been derived for."""

import time

from ..._time import parse_amz_date
from ..regions import REGIONS, SERVICES, place_of
from ..searching import Key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evidence import Evidence

_EXPRESS = frozenset(["s3", "s3express"])


def scopes(evidence: "Evidence", secret: str) -> "Iterator[tuple[Key, str, str]]":
    """Yield keys of other scopes than the URL's, the cause that each would be, and what it is."""
    signed = evidence.signed
    written = signed.credential.removeprefix(signed.access_key_id + "/")
    for date, region, service, cause, what in _others(evidence):
        given = (secret, signed.amz_date, date, region, service)
        yield Key(*given), cause, what
        yield Key(*given, written), cause, what
        usual = (secret, signed.amz_date, signed.date, signed.region, signed.service)
        yield Key(*usual, f"{date}/{region}/{service}/aws4_request"), cause, what


def _others(evidence: "Evidence") -> "Iterator[tuple[str, str, str, str, str]]":
    signed = evidence.signed
    date, region, service = signed.date, signed.region, signed.service
    place = place_of(evidence.host, evidence.link.path)
    answered = evidence.answer.region if evidence.answer is not None else ""
    first = [place.region, answered, *evidence.regions, region.lower()]
    for name in dict.fromkeys([*first, *REGIONS]):
        if name != region:
            yield date, name, service, "wrong-region", f"the region {name!r}"
    for name in dict.fromkeys([place.service, service.lower(), *SERVICES]):
        if name and name != service:
            pair = {name, service}
            cause = "express-without-session" if pair == _EXPRESS else "wrong-service"
            yield date, region, name, cause, f"the service {name!r}"
    for day in _days(signed.amz_date, date):
        if day != date:
            yield day, region, service, "bad-scope-or-date", f"the day {day}"


def _days(amz_date: str, date: str) -> "Iterator[str]":
    yield amz_date[:8]
    for text in (amz_date, f"{date}T120000Z"):
        try:
            moment = parse_amz_date(text)
        except ValueError:
            continue
        for step in (-1, 1):
            at = moment + step * 86400
            if at >= 0:
                yield "%04d%02d%02d" % time.gmtime(at)[:3]
    yield amz_date
