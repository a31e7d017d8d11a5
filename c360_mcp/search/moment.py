"""A date or a date-time in ISO 8601, which may have no offset, or a date in another notation."""

import re
from datetime import date, datetime

from c360_mcp.search.day import read_day

_MOMENT = re.compile(
    r"(?P<date>[0-9-]{8,10})(?:[Tt ](?P<time>[0-9:.,]{2,18})"
    r"(?:(?P<offset> ?(?:[Zz]|UTC|GMT)| ?[+-][0-9:]{2,5}| [0-9]{2}:[0-9]{2})"
    r"(?:\[[A-Za-z_/+0-9-]+\])?)?)?"  # a zone's name after the offset is JavaScript's
)

_TWO_DIGITS = [f"{number:02}" for number in range(60)]  # a format specification takes five times as long


def read_moment(text: str) -> date | datetime | None:
    """Read a date, or a date-time, whose zone is None where no offset is written; None for anything else."""
    written = _MOMENT.fullmatch(text)
    return (_in_iso(written) if written else None) or read_day(text)


def _in_iso(written: re.Match[str]) -> date | datetime | None:
    day, time, offset = written.group("date", "time", "offset")
    try:
        if time is None:
            return date.fromisoformat(day)
        return datetime.fromisoformat(f"{day}T{time}{_signed(offset or '')}")
    except ValueError:
        return None


def wall_time(moment: datetime) -> str:
    """`2026-11-18 14:03` in the moment's zone; with the zone's name where a change of clocks repeats that hour."""
    return f"{moment.year}-{_TWO_DIGITS[moment.month]}-{_TWO_DIGITS[moment.day]} {time_of_day(moment)}"


def time_of_day(moment: datetime) -> str:
    """`14:03`, likewise."""
    time = f"{_TWO_DIGITS[moment.hour]}:{_TWO_DIGITS[moment.minute]}"
    return f"{time} {_zone_name(moment)}" if _is_shown_twice(moment) else time


def _is_shown_twice(moment: datetime) -> bool:
    if moment.tzinfo and moment.tzinfo.utcoffset(None) is not None:
        return False  # a zone in which no clock is ever changed
    return moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()


def _zone_name(moment: datetime) -> str:
    """`EST`, or `UTC-03` where a zone has no abbreviation but its offset."""
    name = moment.tzname() or ""
    return f"UTC{name}" if name[:1] in {"+", "-"} else name


def _signed(offset: str) -> str:
    # In the query of a URL, a plus sign that is not escaped becomes a space.
    bare = offset.strip().upper().replace("UTC", "Z").replace("GMT", "Z")
    return f"+{bare}" if bare[:1].isdigit() else bare
