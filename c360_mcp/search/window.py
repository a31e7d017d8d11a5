"""The window of time that is searched, and the query parameters that ask the API for it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.duration import ONE_YEAR, Duration, read_duration
from c360_mcp.search.moment import read_moment, wall_time
from c360_mcp.search.period import span_ago, span_in_words
from c360_mcp.search.typed_text import unquoted

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
DEFAULT_START = "P1Y"
DEFAULT_END = "now"
CLOCK_SKEW = timedelta(minutes=5)
"""How much the API's clock, by which it sets a start or an end that was not given, may differ from ours."""

_LONGEST_TIME = 64
"""Characters; no way of writing a time takes as many."""
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}

_UNREADABLE = "can't be read"
_TOO_EARLY = "lies before 1970"


class Window(NamedTuple):
    """From `start` to `end`, both in `zone`; of these, only what the caller gave is sent to the API."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    start_given: bool
    """Whether the start is another than the API's own default, which is a year before the end."""
    start_fixed: bool
    """Whether the start was given as a date or time; a duration, or no start, is counted back from the end."""
    end_given: bool
    """Whether an end before now was given; otherwise the window ends now."""
    lag: timedelta = timedelta()
    """How long ago it was planned, where no end was given."""

    @property
    def params(self) -> dict[str, str]:
        """The query parameters: `startTime` and `endTime`, each only if given, with an offset."""
        params = {}
        if self.start_given:
            params["startTime"] = _with_offset(self.start)
        if self.end_given:
            params["endTime"] = _with_offset(self.end)
        return params

    def planned_from(self, moment: datetime) -> "Window":
        """The window as it was planned at an earlier moment, but up to now: so that equal calls make equal requests."""
        if self.end_given:
            return self
        lag = self.end.astimezone(UTC) - moment
        return self._replace(start=self.start if self.start_fixed else self.start - lag, lag=lag)

    @property
    def limits(self) -> tuple[datetime, datetime]:
        """The first and the last moment, in UTC, that by the API's clock may lie in the window."""
        start = self.start.astimezone(UTC) - (timedelta() if self.start_given else CLOCK_SKEW)
        end = self.end.astimezone(UTC) + (timedelta() if self.end_given else CLOCK_SKEW)
        return start, end

    @property
    def description(self) -> str:
        """The window in one phrase, such as `2026-10-01 00:00 to 2026-11-22 15:47 UTC (until now)`."""
        remarks = {
            (True, True): "",
            (True, False): " (until now)",
            (False, True): " (default start)",
            (False, False): " (default: a year until now)",
        }
        remark = remarks[self.start_given, self.end_given]
        zone = str(self.zone).removeprefix("Etc/")
        return f"{wall_time(self.start)} to {wall_time(self.end)} {zone}{remark}"


def open_window(
    start_time: str = DEFAULT_START, end_time: str = DEFAULT_END, *, now: datetime, zone: ZoneInfo
) -> Window:
    """Return the window between two times as a caller writes them; `now` has a time zone.

    Times without an offset are in `zone`. A date alone means its first moment as a start, its last as an end.
    `start_time` may be a span of time, which is counted back from the end. An end in the future means now.
    Raises `InvalidArgument` for anything else.
    """
    edges = _Edges(now.astimezone(UTC), zone)
    start, given_end = unquoted(start_time), edges.end(unquoted(end_time))
    end = (given_end or edges.now).astimezone(zone)
    duration = edges.duration(start)
    return Window(
        start=edges.start(duration or start, end),
        end=end,
        zone=zone,
        start_given=duration != ONE_YEAR,
        start_fixed=duration is None,
        end_given=given_end is not None,
    )


def _with_offset(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    if offset % timedelta(minutes=1):  # such as Liberia's until 1972; APIs do not read seconds in an offset
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def _before(moment: datetime, duration: Duration) -> datetime:
    """So long before a moment; what lies before the year 1 lies before the earliest, too."""
    try:
        return duration.before(moment)
    except (OverflowError, ValueError):
        return EARLIEST - timedelta(days=1)


class _Edges(NamedTuple):
    """Reads the start and the end of a window. Times are compared in UTC, as clocks on the wall repeat an hour a year."""

    now: datetime
    zone: ZoneInfo

    def end(self, text: str) -> datetime | None:
        """Return the end that `text` names, or None where it lies in the future."""
        moment = self.moment(text)
        if moment is None:
            raise self.refusal("end_time", _UNREADABLE)
        begins = self.localised(moment)
        if begins >= self.now:
            return None
        if begins < EARLIEST:
            raise self.refusal("end_time", _TOO_EARLY)
        if isinstance(moment, datetime):
            return begins.astimezone(UTC)
        next_day = self.localised(moment + timedelta(days=1)).astimezone(UTC)
        ends = next_day - timedelta(milliseconds=1)
        return ends if ends < self.now else None

    def start(self, given: Duration | str, end: datetime) -> datetime:
        """Return the start that was given, in the zone; refuse one that does not lie before `end`."""
        instant = self.start_instant(given, end)
        if instant > self.now:
            raise self.refusal("start_time", "lies in the future")
        if instant < EARLIEST:
            raise self.refusal("start_time", _TOO_EARLY)
        start = instant.astimezone(UTC)
        if start >= end.astimezone(UTC):
            raise self.refusal("start_time", "doesn't lie before the end of the window")
        return start.astimezone(self.zone)

    def start_instant(self, given: Duration | str, end: datetime) -> datetime:
        if isinstance(given, Duration):
            return _before(end, given)
        moment = self.moment(given)
        if moment is None:
            raise self.refusal("start_time", _UNREADABLE)
        return self.localised(moment)

    def duration(self, text: str) -> Duration | None:
        """The span of time that `text` names, as in ISO 8601 or in words; None for a date or time."""
        back = text.removeprefix("-")
        if len(back) > _LONGEST_TIME:
            return None
        return read_duration(back) or read_duration(span_in_words(back) or "")

    def moment(self, text: str) -> date | datetime | None:
        """Return the date or time that `text` names, be it by how long ago it was."""
        word = text.lower()
        if len(word) > _LONGEST_TIME:
            return None
        if word in _DAYS:
            return self.now.astimezone(self.zone).date() + timedelta(days=_DAYS[word])
        if ago := read_duration(span_ago(word) or ""):
            return _before(self.now.astimezone(self.zone), ago)
        return self.now if word == DEFAULT_END else read_moment(text)

    def localised(self, moment: date | datetime) -> datetime:
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time())
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def refusal(self, argument: str, problem: str) -> InvalidArgument:
        today = self.now.astimezone(self.zone).date()
        example = today - timedelta(days=30)
        or_duration = ", or a span back from the end, such as P30D" if argument == "start_time" else ""
        return InvalidArgument(
            f"{argument} {problem}: give an ISO 8601 date or date-time, such as {example} or"
            f" {example}T14:00:00Z{or_duration}. Today is {today}."
        )
