"""A duration in ISO 8601, such as `P30D`, and the moment that lies so far before another."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?"
    r"(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?)?",
    re.ASCII | re.IGNORECASE,
)


class Duration(NamedTuple):
    """Months and days by the calendar, which vary in length, and hours to seconds, which do not."""

    months: int = 0
    days: int = 0
    elapsed: timedelta = timedelta()

    def before(self, moment: datetime) -> datetime:
        """Return the moment that lies so far before `moment`, in the same zone.

        Months and days leave the time of day as it is; a 31st becomes the last day of a shorter month. Raises
        `OverflowError` or `ValueError` before the year 1.
        """
        local = self._calendar_before(moment) if self.months or self.days else moment
        return (local.astimezone(UTC) - self.elapsed).astimezone(moment.tzinfo)

    def _calendar_before(self, moment: datetime) -> datetime:
        year, month = divmod(moment.year * 12 + moment.month - 1 - self.months, 12)
        day = min(moment.day, monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=day) - timedelta(days=self.days)


ONE_YEAR = Duration(months=12)


def read_duration(text: str) -> Duration | None:
    """Read a duration in ISO 8601; None for anything else, and for one of zero length."""
    written = _DURATION.fullmatch(text)
    if not written:
        return None
    counts = {unit: int(count) for unit, count in written.groupdict(default="0").items()}
    duration = Duration(
        months=counts["years"] * 12 + counts["months"],
        days=counts["weeks"] * 7 + counts["days"],
        elapsed=timedelta(hours=counts["hours"], minutes=counts["minutes"], seconds=counts["seconds"]),
    )
    return duration if duration != Duration() else None
