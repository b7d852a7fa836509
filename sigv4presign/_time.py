"""The one spelling of a moment in SigV4: ``YYYYMMDD'T'HHMMSS'Z'``, UTC.

https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html
"""

import time

LAST_SECOND = 253402300799  # 9999-12-31T23:59:59Z: a later year has five digits

_DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def format_amz_date(seconds: int) -> str:
    """Return the Unix time *seconds*, 0 to `LAST_SECOND`, as ``X-Amz-Date`` carries it."""
    return "%04d%02d%02dT%02d%02d%02dZ" % time.gmtime(seconds)[:6]


def parse_amz_date(text: str) -> int:
    """Return the Unix time that *text* names.

    Exactly the spelling of `format_amz_date` is taken, and only a moment that exists.

    Raises:
        ValueError: *text* is spelled otherwise, before 1970, or no such day or time exists.
    """
    digits = text[:8] + text[9:15]
    # `strip` because `str.isdigit` also accepts other scripts' digits.
    if len(text) != 16 or text[8] != "T" or text[15] != "Z" or digits.strip("0123456789"):
        raise ValueError(f"{text!r} is not of the form YYYYMMDD'T'HHMMSS'Z'")
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
    if year < 1970 or not 1 <= month <= 12:
        raise ValueError(f"{text!r} names no moment from 1970 to 9999")
    leaps = (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400 - 477  # 477 before 1970
    days = (year - 1970) * 365 + leaps + _DAYS_BEFORE_MONTH[month - 1] + day - 1
    if month > 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        days += 1
    seconds = days * 86400 + int(text[9:11]) * 3600 + int(text[11:13]) * 60 + int(text[13:15])
    # Whatever was carried over (31 June, 24:00:00) comes back spelled otherwise.
    if not 0 <= seconds <= LAST_SECOND or format_amz_date(seconds) != text:
        raise ValueError(f"{text!r} names no moment from 1970 to 9999")
    return seconds


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # 1970 began on a Thursday


def parse_http_date(text: str) -> int:
    """Return the Unix time that *text*, a ``Date`` header, names.

    Exactly the fixed form of RFC 9110 section 5.6.7 is taken, ``Sun, 30 Aug 2015 12:36:00 GMT``,
    and ``+0000`` for ``GMT``.

    Raises:
        ValueError: *text* is spelled otherwise, before 1970, or no such day or time exists.
    """
    month = text[8:11]
    marks = text[3:5] + text[7:8] + text[11:12] + text[16:17] + text[19:20] + text[22:23]
    if marks != ",    ::" or month not in _MONTHS:
        raise ValueError(f"{text!r} is no date of HTTP")
    number = "%02d" % (_MONTHS.index(month) + 1)
    digits = text[12:16] + number + text[5:7] + "T" + text[17:19] + text[20:22] + text[23:25]
    seconds = parse_amz_date(digits + "Z")
    if text[25:] not in (" GMT", " +0000") or text[:3] != _DAYS[(seconds // 86400 + 3) % 7]:
        raise ValueError(f"{text!r} is no date of HTTP")
    return seconds
