from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c360_mcp.search.period import recognise_period
from c360_mcp.search.window import open_window

NOW = datetime(2026, 11, 22, 15, 47, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "start_time"),
    [
        ("P30D", "P30D"),
        (" p1dt6h ", "P1DT6H"),
        ("30 days", "P30D"),
        ("30d", "P30D"),
        ("1 day", "P1D"),
        ("Last 30 Days", "P30D"),
        ("the last  30 days", "P30D"),
        ("in the past two weeks", "P2W"),
        ("over the previous twelve months", "P12M"),
        ("3 months", "P3M"),
        ("6mo", "P6M"),
        ("2 yrs", "P2Y"),
        ("a week", "P1W"),
        ("an hour", "PT1H"),
        ("the last year", "P1Y"),
        ("over the last month", "P1M"),
        ("last 12 months", "P12M"),
        ("in the last week", "P1W"),
        ("past month", "P1M"),
        ("48h", "PT48H"),
        ("2026-10-01", "2026-10-01"),
        ("since 2026-10-01", "2026-10-01"),
        ("since 1 October 2026", "1 OCTOBER 2026"),
        ("since Oct 1, 2026", "OCT 1, 2026"),
        ("30 days ago", "P30D"),
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("since yesterday", "2026-11-21"),
        ("This week", "2026-11-16"),
        ("this month", "2026-11-01"),
        ("since two weeks ago", "P2W"),
        ("From 2026-10-01t14:00z", "2026-10-01T14:00Z"),
        ("since 2026-10-01 14:00", "2026-10-01 14:00"),
        ("2026-11-22", "2026-11-22"),
        ("since 2026-11-22 15:47", "2026-11-22 15:47"),
        ("since 2026-11-22T17:47+02:00", "2026-11-22T17:47+02:00"),
    ],
)
def test_a_period_that_is_certain_becomes_a_start_time(typed: str, start_time: str) -> None:
    assert recognise_period(typed, NOW) == start_time


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "1 October",
        "since October",
        "recently",
        "01/10/2026",
        "2026-10",
        "30",
        "3m",
        "year",
        "days",
        "0 days",
        "P0D",
        "thirteen weeks",
        "1.5 years",
        "-3 days",
        "last quarter",
        "last year",
        "Last Month",
        "in last week",
        "previous month",
        "the previous year",
        "since 2027-01-01",
        "2026-11-23",
        "since 2026-11-22 15:48",
        "since 2026-11-22T16:00+00:00",
        "next 3 days",
        "last 3 days ago",
        "30 days ago or so",
        "2026-10-01 to 2026-10-31",
        "2026-13-01",
        "٣ days",
        "12345 days",
    ],
)
def test_a_period_that_is_not_certain_is_left_to_ask_about(typed: str) -> None:
    assert recognise_period(typed, NOW) is None


def test_a_day_has_begun_where_it_has_in_the_zone_of_now() -> None:
    tokyo = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    assert recognise_period("since 2026-11-23", tokyo) == "2026-11-23"
    assert recognise_period("since 2026-11-23 00:47", tokyo) == "2026-11-23 00:47"
    assert recognise_period("since 2026-11-23 00:48", tokyo) is None


@given(
    st.sampled_from(["", "last ", "the past "]),
    st.integers(1, 40),
    st.sampled_from(["days", "weeks", "months", "years", "h", "d", "w"]),
)
def test_every_recognised_period_opens_a_window(lead: str, count: int, unit: str) -> None:
    start_time = recognise_period(f"{lead}{count} {unit}", NOW)
    assert start_time
    opened = open_window(start_time, now=NOW, zone=ZoneInfo("UTC"))
    assert opened.start < NOW
    assert not opened.start_fixed


@given(st.text(max_size=40))
def test_any_text_is_a_period_or_none(typed: str) -> None:
    assert recognise_period(typed, NOW) in {None, recognise_period(typed.strip(), NOW)}
