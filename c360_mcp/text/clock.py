"""Times as a result shows them."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from c360_mcp.search.moment import time_of_day, wall_time
from c360_mcp.search.window import CLOCK_SKEW

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def stamp(moment: datetime, zone: tzinfo) -> str:
    """`2026-11-18 14:03`, in `zone`."""
    return wall_time(moment.astimezone(zone))


def stamp_in_year(local: datetime) -> str:
    """`18 Nov 14:03` of a moment in the zone of the result, where the year is said elsewhere."""
    return f"{local.day} {_MONTHS[local.month - 1]} {time_of_day(local)}"


def day(moment: datetime, zone: tzinfo) -> date:
    """The day on the calendar in `zone`."""
    return moment.astimezone(zone).date()


def exact(moment: datetime) -> str:
    """`2026-11-18T14:03:27.123Z`: to the millisecond, as an argument of another call."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def age(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """`4 days ago`, by the calendar in `zone`; in whole hours or minutes below a day."""
    passed = now - moment
    if passed < -CLOCK_SKEW:
        return "in the future"
    if passed >= timedelta(days=1):
        days = (day(now, zone) - day(moment, zone)).days
        return _ago(max(days, 1), "day")  # the day on which clocks go back is longer
    for name, unit in (("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if passed >= unit:
            return _ago(passed // unit, name)
    return "just now"


def length(took: timedelta) -> str:
    """`45s`, `6m`, `1h05m`, `2d03h`: to the second below a minute, to the minute below a day."""
    seconds = round(took.total_seconds())
    if seconds < 60:
        return f"{seconds}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}m"
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return f"{days}d{hour:02}h" if days else f"{hours}h{minute:02}m"


def _ago(count: int, unit: str) -> str:
    return f"{count} {unit}{'s' if count > 1 else ''} ago"
