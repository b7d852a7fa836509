"""One spelling of a moment, and only of moments that exist."""

from datetime import datetime, timezone
from email.utils import formatdate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sigv4presign._time import LAST_SECOND, format_amz_date, parse_amz_date, parse_http_date

seconds = st.integers(0, LAST_SECOND)


@given(seconds)
@example(951782400)  # 2000-02-29
@example(4107542399)  # 2100-02-28, whose next day is no 29th
@example(LAST_SECOND)
def test_format_is_the_standard_librarys(moment: int):
    expected = datetime.fromtimestamp(moment, timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    assert expected.zfill(16) == format_amz_date(moment)


@given(seconds)
@example(0)
@example(951782400)
@example(4107542399)
@example(4107542400)
@example(LAST_SECOND)
def test_parse_inverts_format(moment: int):
    assert moment == parse_amz_date(format_amz_date(moment))


def test_every_year_has_as_many_days_as_it_has():
    for year in range(1970, 10000):
        for month in (1, 3):
            expected = datetime(year, month, 1, tzinfo=timezone.utc).timestamp()
            assert expected == parse_amz_date(f"{year}{month:02}01T000000Z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20150830",
        "20150830T123600",
        "20150830T123600z",
        "20150830t123600Z",
        "2015-08-30T12:36:00Z",
        "20150830T123600Z ",
        " 20150830T123600Z",
        "20150830T123600Z\n",
        "+2015083T123600Z",
        "2015083 T123600Z",
        "2_150830T123600Z",
        "X0150830T123600Z",
        "20150830T 23600Z",
        "٢٠١٥٠٨٣٠T123600Z",
    ],
)
def test_another_spelling_is_refused(text: str):
    with pytest.raises(ValueError, match="not of the form"):
        parse_amz_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "20150229T000000Z",
        "21000229T000000Z",
        "20150431T000000Z",
        "20150001T000000Z",
        "20151301T000000Z",
        "20150800T000000Z",
        "20150832T000000Z",
        "20150830T240000Z",
        "20150830T006000Z",
        "20150830T000060Z",
        "19691231T235959Z",
        "00000101T000000Z",
        "99991231T235960Z",
    ],
)
def test_a_moment_that_does_not_exist_is_refused(text: str):
    with pytest.raises(ValueError, match="names no moment"):
        parse_amz_date(text)


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{8}T[0-9]{6}Z", fullmatch=True))
def test_what_is_accepted_is_spelled_canonically(text: str):
    try:
        moment = parse_amz_date(text)
    except ValueError:
        return
    assert text == format_amz_date(moment)


def test_every_day_of_a_leap_year_and_of_another():
    for day in range(0, 2 * 366 * 86400, 86400):
        moment = 1420070400 + day  # the first of 2015
        assert moment == parse_http_date(formatdate(moment, usegmt=True))
        assert moment == parse_amz_date(format_amz_date(moment))
