"""The window of time that is searched, and the query parameters that ask the API for it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from c360_mcp.errors import InvalidArgument
from c360_mcp.search.duration import ONE_YEAR, read_duration
from c360_mcp.search.moment import read_moment, wall_time

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
CLOCK_SKEW = timedelta(minutes=5)
"""How much the API's clock, by which it sets a start or an end that was not given, may differ from ours."""

_UNREADABLE = "can't be read"
_TOO_EARLY = "lies before 1970"


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end`, both in `zone`; of these, only what the caller gave is sent to the API."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    start_given: bool
    start_fixed: bool
    """Whether the start was given as a date or time; a duration, or no start, is counted back from the end."""
    end_given: bool
    """Whether an end before now was given; otherwise the window ends now."""

    @property
    def params(self) -> dict[str, str]:
        """The query parameters: `startTime` and `endTime`, each only if given, with an offset."""
        params = {}
        if self.start_given:
            params["startTime"] = _with_offset(self.start)
        if self.end_given:
            params["endTime"] = _with_offset(self.end)
        return params

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


def open_window(start_time: str | None, end_time: str | None, *, now: datetime, zone: ZoneInfo) -> Window:
    """Return the window between two times as a caller writes them; `now` has a time zone.

    Times without an offset are in `zone`. A date alone means its first moment as a start, its last as an end.
    `start_time` may be a duration, which is counted back from the end. Without a start, the window is a year long;
    without an end, or with one in the future, it ends now. Raises `InvalidArgument` for anything else.
    """
    edges = _Edges(now.astimezone(UTC), zone)
    given_end = None if end_time is None else edges.end(end_time)
    end = (given_end or edges.now).astimezone(zone)
    start = ONE_YEAR.before(end) if start_time is None else edges.start(start_time, end)
    return Window(
        start=start,
        end=end,
        zone=zone,
        start_given=start_time is not None,
        start_fixed=start_time is not None and read_duration(start_time.strip()) is None,
        end_given=given_end is not None,
    )


def _with_offset(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    if offset % timedelta(minutes=1):  # such as Liberia's until 1972; APIs do not read seconds in an offset
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


@dataclass(frozen=True, slots=True)
class _Edges:
    """Reads the start and the end of a window. Times are compared in UTC, as clocks on the wall repeat an hour a year."""

    now: datetime
    zone: ZoneInfo

    def end(self, text: str) -> datetime | None:
        """Return the end that `text` names, or None where it lies in the future."""
        moment = read_moment(text.strip())
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

    def start(self, text: str, end: datetime) -> datetime:
        """Return the start that `text` names, in the zone; refuse one that does not lie before `end`."""
        instant = self.start_instant(text.strip(), end)
        if instant > self.now:
            raise self.refusal("start_time", "lies in the future")
        if instant < EARLIEST:
            raise self.refusal("start_time", _TOO_EARLY)
        start = instant.astimezone(UTC)
        if start >= end.astimezone(UTC):
            raise self.refusal("start_time", "doesn't lie before the end of the window")
        return start.astimezone(self.zone)

    def start_instant(self, text: str, end: datetime) -> datetime:
        if duration := read_duration(text):
            try:
                return duration.before(end)
            except (OverflowError, ValueError):
                raise self.refusal("start_time", _TOO_EARLY) from None
        moment = read_moment(text)
        if moment is None:
            raise self.refusal("start_time", _UNREADABLE)
        return self.localised(moment)

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
