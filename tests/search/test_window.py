from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.duration import ONE_YEAR
from c360_mcp.search.window import Window, open_window

NOW = datetime(2026, 11, 22, 15, 47, 30, 123456, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
START_FORMS = (
    "give an ISO 8601 date or date-time, such as 2026-10-23 or 2026-10-23T14:00:00Z, or a span back from the"
    " end, such as P30D. Today is 2026-11-22."
)
END_FORMS = (
    "give an ISO 8601 date or date-time, such as 2026-10-23 or 2026-10-23T14:00:00Z. Today is 2026-11-22."
)
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/London",
        "America/New_York",
        "Asia/Kolkata",
        "Pacific/Apia",
        "America/Sao_Paulo",
        "Africa/Monrovia",
        "Australia/Lord_Howe",
        "Pacific/Kiritimati",
        "Etc/GMT+12",
    ]
).map(ZoneInfo)
ANY_TIME = (
    st.none()
    | st.text(max_size=30)
    | st.from_regex(
        r"\A *[0-9]{4}-?[0-1][0-9]-?[0-3][0-9]([Tt ][0-2][0-9](:[0-5][0-9]){0,2}([.,][0-9]+)?)?"
        r"(Z| ?[+-]?[0-2][0-9]:?[0-9]{0,2})? *\Z"
    )
    | st.from_regex(r"\A[Pp]([0-9]{1,6}[YMWDymwd]){0,4}([Tt]([0-9]{1,6}[HMShms]){0,3})?\Z")
    | st.datetimes(timezones=st.none() | ZONES, allow_imaginary=True).map(datetime.isoformat)
    | st.dates().map(str)
)


def opened_at(now: datetime, start: str | None, end: str | None, zone: ZoneInfo) -> Window:
    given = {"start_time": start, "end_time": end}
    times = {name: text for name, text in given.items() if text is not None}
    return open_window(**times, now=now, zone=zone)


def window(start: str | None = None, end: str | None = None, zone: ZoneInfo = UTC_ZONE) -> Window:
    return opened_at(NOW, start, end, zone)


def refusal(start: str | None = None, end: str | None = None, zone: ZoneInfo = UTC_ZONE) -> str:
    with pytest.raises(InvalidArgument) as refused:
        window(start, end, zone)
    return str(refused.value)


def outcome(start: str | None, end: str | None, now: datetime, zone: ZoneInfo) -> Window | str:
    try:
        return opened_at(now, start, end, zone)
    except InvalidArgument as refused:
        return str(refused)


def test_without_times_the_api_is_told_none_and_the_year_it_defaults_to_is_shown() -> None:
    opened = window()
    assert opened.params == {}
    assert opened.start == NOW.replace(year=2025)
    assert opened.end == NOW
    assert opened.description == "2025-11-22 15:47 to 2026-11-22 15:47 UTC (default: a year until now)"


@pytest.mark.parametrize(
    ("start", "end", "zone", "description"),
    [
        ("2026-10-01", None, UTC_ZONE, "2026-10-01 00:00 to 2026-11-22 15:47 UTC (until now)"),
        ("2026-10-01", "2027-01-31", UTC_ZONE, "2026-10-01 00:00 to 2026-11-22 15:47 UTC (until now)"),
        ("2026-10-01", "2026-10-31", UTC_ZONE, "2026-10-01 00:00 to 2026-10-31 23:59 UTC"),
        (
            None,
            "2026-10-31",
            UTC_ZONE,
            "2025-10-31 23:59 to 2026-10-31 23:59 UTC (default start)",
        ),
        ("P1D", None, ZoneInfo("Etc/UTC"), "2026-11-21 15:47 to 2026-11-22 15:47 UTC (until now)"),
        ("P30D", None, NEW_YORK, "2026-10-23 10:47 to 2026-11-22 10:47 America/New_York (until now)"),
    ],
)
def test_the_window_is_described_with_its_zone_and_what_was_left_to_defaults(
    start: str | None, end: str | None, zone: ZoneInfo, description: str
) -> None:
    assert window(start, end, zone).description == description


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("2026-10-01", "2026-10-01T00:00:00+01:00"),
        ("20261001", "2026-10-01T00:00:00+01:00"),
        (" 2026-10-01 \n", "2026-10-01T00:00:00+01:00"),
        ("2026-11-01", "2026-11-01T00:00:00+00:00"),
        ("2026-10-01T14:30", "2026-10-01T14:30:00+01:00"),
        ("2026-10-01t14", "2026-10-01T14:00:00+01:00"),
        ("2026-10-01 14:30:15.250", "2026-10-01T14:30:15.250+01:00"),
        ("2026-10-01T14:30:15,250999", "2026-10-01T14:30:15.250+01:00"),
        ("2026-10-01T13:30:00Z", "2026-10-01T14:30:00+01:00"),
        ("2026-10-01 13:30 z", "2026-10-01T14:30:00+01:00"),
        ("2026-10-01T08:30:00-05:00", "2026-10-01T14:30:00+01:00"),
        ("20261001T083000-0500", "2026-10-01T14:30:00+01:00"),
        ("2026-10-01T15:30:00 02:00", "2026-10-01T14:30:00+01:00"),
        ("2026-10-25T01:30:00", "2026-10-25T01:30:00+01:00"),
        ("2026-03-29T01:30:00", "2026-03-29T02:30:00+01:00"),
    ],
)
def test_a_start_without_an_offset_is_taken_in_the_zone_and_sent_with_its_offset(
    written: str, sent: str
) -> None:
    assert window(written, zone=LONDON).params == {"startTime": sent}


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("2026-10-01", "2026-10-01T23:59:59.999+01:00"),
        (" 2026-10-25\n", "2026-10-25T23:59:59.999+00:00"),
        ("2026-11-21", "2026-11-21T23:59:59.999+00:00"),
        ("2026-10-01T14:30", "2026-10-01T14:30:00+01:00"),
        ("2026-10-01T14:30:00+00:00", "2026-10-01T15:30:00+01:00"),
    ],
)
def test_an_end_that_is_a_date_is_the_end_of_that_day(written: str, sent: str) -> None:
    assert window(end=written, zone=LONDON).params == {"endTime": sent}


def test_a_day_that_ends_in_a_repeated_hour_ends_at_its_second_pass() -> None:
    # In São Paulo, 2018-02-17 24:00 was 23:00 again.
    opened = window("2018-02-17", "2018-02-17", ZoneInfo("America/Sao_Paulo"))
    assert opened.params == {
        "startTime": "2018-02-17T00:00:00-02:00",
        "endTime": "2018-02-17T23:59:59.999-03:00",
    }


@pytest.mark.parametrize("end", ["2026-11-22", "2026-11-23", "2026-11-22T15:47:30.123456Z", "9999-12-31"])
def test_an_end_yet_to_come_is_now_and_not_sent(end: str) -> None:
    assert window("2026-10-01", end) == window("2026-10-01")


def test_today_is_the_day_of_the_zone() -> None:
    ahead = ZoneInfo("Pacific/Kiritimati")
    assert window("2026-11-23", zone=ahead).params == {"startTime": "2026-11-23T00:00:00+14:00"}
    assert refusal("2026-11-24", zone=ahead).endswith("Today is 2026-11-23.")


@pytest.mark.parametrize(
    ("span", "end", "start"),
    [
        ("P30D", "2026-10-31T12:00:00Z", "2026-10-01T12:00:00+00:00"),
        ("p2w", "2026-10-31T12:00:00Z", "2026-10-17T12:00:00+00:00"),
        ("P3M", "2026-10-31T12:00:00Z", "2026-07-31T12:00:00+00:00"),
        ("P1M", "2026-10-31T12:00:00Z", "2026-09-30T12:00:00+00:00"),
        ("P1M", "2026-01-15T12:00:00Z", "2025-12-15T12:00:00+00:00"),
        ("P1Y", "2024-02-29T12:00:00Z", "2023-02-28T12:00:00+00:00"),
        ("P4Y", "2024-02-29T12:00:00Z", "2020-02-29T12:00:00+00:00"),
        ("PT12H", "2026-10-31T12:00:00Z", "2026-10-31T00:00:00+00:00"),
        ("P1DT6H", "2026-10-31T12:00:00Z", "2026-10-30T06:00:00+00:00"),
        ("P1Y2M1W3DT4H5M6S", "2026-10-31T12:00:00Z", "2025-08-21T07:54:54+00:00"),
        ("P1D", "2026-10-31", "2026-10-30T23:59:59.999+00:00"),
    ],
)
def test_a_span_reaches_back_from_the_end_by_the_calendar(span: str, end: str, start: str) -> None:
    assert window(span, end).start == datetime.fromisoformat(start)


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("yesterday", "2026-11-21"),
        ("Today", "2026-11-22"),
        ("2026/10/1", "2026-10-01"),
        ("2026.10.01", "2026-10-01"),
        ("2026-10-1", "2026-10-01"),
        ("1.10.2026", "2026-10-01"),
        ("10/22/2026", "2026-10-22"),
        ("22/10/2026", "2026-10-22"),
        ("10/10/2026", "2026-10-10"),
        ("1 October 2026", "2026-10-01"),
        ("1st of October, 2026", "2026-10-01"),
        ("Oct 1, 2026", "2026-10-01"),
        ("Sept. 3rd 2026", "2026-09-03"),
        ("01-OCT-2026", "2026-10-01"),
        ("2026-10-01T14:00 GMT", "2026-10-01T14:00Z"),
        ("2026-10-01 14:00 UTC", "2026-10-01T14:00Z"),
        ("2026-10-01T14:00+01:00[Europe/London]", "2026-10-01T13:00Z"),
    ],
)
def test_a_day_is_read_in_any_notation_that_can_mean_no_other(start: str, day: str) -> None:
    assert window(start) == window(day)
    assert window("2020-01-01", start) == window("2020-01-01", day)


@pytest.mark.parametrize("start", ["30D", "-P30D", "30 days", "last 30 days", "-30d", "the past 30 days"])
def test_a_span_in_words_is_one_back_from_the_end(start: str) -> None:
    assert window(start, "2026-10-31") == window("P30D", "2026-10-31")


def test_how_long_ago_is_counted_from_now_whatever_the_end() -> None:
    assert window("30 days ago", "2026-11-01").params["startTime"] == "2026-10-23T15:47:30.123+00:00"
    assert window("P1Y", "7 days ago").params["endTime"] == "2026-11-15T15:47:30.123+00:00"


@pytest.mark.parametrize("start", ["P1Y", "p1y", "P12M", "last 12 months"])
def test_a_start_that_is_the_default_one_is_left_to_the_api(start: str) -> None:
    assert window(start) == window()


@pytest.mark.parametrize(
    "end", ["now", " Now ", "tomorrow", "2026-11-22", "2027-01-01", "2026-11-22T15:48Z", "today"]
)
def test_an_end_that_has_not_come_is_now(end: str) -> None:
    assert window("P30D", end) == window("P30D")


def test_a_day_back_is_the_same_time_on_the_clock_and_hours_are_elapsed_time() -> None:
    assert window("P1D", "2026-10-25T12:00", LONDON).params["startTime"] == "2026-10-24T12:00:00+01:00"
    assert window("PT24H", "2026-10-25T12:00", LONDON).params["startTime"] == "2026-10-24T13:00:00+01:00"


def test_half_an_hour_across_the_repeated_hour_is_half_an_hour() -> None:
    opened = window("PT30M", "2026-10-25T01:10:00+00:00", LONDON)
    assert opened.params == {
        "startTime": "2026-10-25T01:40:00+01:00",
        "endTime": "2026-10-25T01:10:00+00:00",
    }


@pytest.mark.parametrize(
    "start",
    [
        "2026-10",
        "2026",
        "202610",
        "2026-W40",
        "2026-274",
        "01/10/2026",
        "1 October",
        "2026-02-30",
        "2026-10-01T25:00",
        "2026-10-01T24:00",
        "2026-10-01T14:00 CET",
        "2026-10-01T14:00[Europe/London]",
        "31 February 2026",
        "10/32/2026",
        "2026/10-01",
        "last month",
        "next month",
        "in 3 days",
        "1" * 65,
        "２０２６-１０-０１",
        "1790812800",
        "",
        "2026-10-01T",
        "2026-10-01T14:00+",
        "2026-10-01\n2026-10-02",
        "0000-01-01",
        "2026-10-01/2026-10-31",
        "P",
        "PT",
        "P1DT",
        "P0D",
        "PT0S",
        "P-30D",
        "+P30D",
        "P1.5D",
        "P30",
        "P1S",
        "P٣D",
    ],
)
def test_a_start_that_can_not_be_read_is_refused_with_an_example_and_the_date(start: str) -> None:
    assert refusal(start) == f"start_time can't be read: {START_FORMS}"


@pytest.mark.parametrize("end", ["2026-10", "P30D", "30 days", "", "2026-10-01T14:00 CET"])
def test_an_end_that_can_not_be_read_is_refused_with_an_example_and_the_date(end: str) -> None:
    assert refusal(end=end) == f"end_time can't be read: {END_FORMS}"


@pytest.mark.parametrize("start", ["2026-11-23", "2026-11-22T15:48Z", "2026-11-22T10:48-05:00", "9999-12-31"])
def test_a_start_in_the_future_is_refused(start: str) -> None:
    assert refusal(start) == f"start_time lies in the future: {START_FORMS}"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-02", "2026-10-01"),
        ("2026-10-01T14:00Z", "2026-10-01T14:00Z"),
        ("2026-10-01T14:00Z", "2026-10-01T14:30+01:00"),
    ],
)
def test_a_start_that_is_not_before_the_end_is_refused(start: str, end: str) -> None:
    assert refusal(start, end) == f"start_time doesn't lie before the end of the window: {START_FORMS}"


@pytest.mark.parametrize(
    "start", ["1969-12-31", "0001-01-01", "P57Y", "P9999Y", "P999999M", "P999999Y999999W"]
)
def test_a_start_before_1970_is_refused(start: str) -> None:
    assert refusal(start) == f"start_time lies before 1970: {START_FORMS}"


@pytest.mark.parametrize("end", ["1969-12-31", "0001-01-01T00:00:00+14:00"])
def test_an_end_before_1970_is_refused(end: str) -> None:
    assert refusal(end=end) == f"end_time lies before 1970: {END_FORMS}"


def test_offsets_that_no_api_reads_are_not_sent() -> None:
    # Liberia was 44 minutes and 30 seconds behind Greenwich until 1972.
    opened = window("1971-06-01", zone=ZoneInfo("Africa/Monrovia"))
    assert opened.params == {"startTime": "1971-06-01T00:44:30+00:00"}


def test_now_may_come_in_any_zone() -> None:
    local = NOW.astimezone(LONDON)
    assert open_window("P1D", now=local, zone=LONDON) == window("P1D", zone=LONDON)


def test_a_time_of_the_first_pass_of_a_repeated_hour_is_past_in_its_second() -> None:
    second_pass = datetime(2026, 10, 25, 1, 10, tzinfo=LONDON, fold=1)
    opened = open_window("2026-10-25T01:30", now=second_pass, zone=LONDON)
    assert opened.params == {"startTime": "2026-10-25T01:30:00+01:00"}


@given(
    ANY_TIME,
    ANY_TIME,
    st.integers(946_684_800, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    ZONES,
)
@example("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00", NOW, NEW_YORK)
@example("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00", NOW, NEW_YORK)
def test_any_two_texts_are_a_window_that_ends_by_now_or_refused_with_todays_date(
    start: str | None, end: str | None, now: datetime, zone: ZoneInfo
) -> None:
    opened = outcome(start, end, now, zone)
    if isinstance(opened, str):
        assert opened.endswith(f" Today is {now.astimezone(zone):%Y-%m-%d}.")
        return
    assert opened.start.astimezone(UTC) < opened.end.astimezone(UTC) <= now
    assert opened.start.tzinfo is opened.end.tzinfo is zone
    assert "startTime" in opened.params or opened.start == ONE_YEAR.before(opened.end)
    for name, moment in (("startTime", opened.start), ("endTime", opened.end)):
        if name in opened.params:
            sent = datetime.fromisoformat(opened.params[name])
            assert timedelta() <= moment.astimezone(UTC) - sent < timedelta(milliseconds=1)
            assert isinstance(sent.tzinfo, timezone)
