"""A date in notations other than ISO 8601's, as far as none of its parts could be taken for another."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENDINGS = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "t(?:ember)?", "ober", "ember", "ember")
_NAME = "|".join(f"{month}(?:{ending})?" for month, ending in zip(_MONTHS, _ENDINGS, strict=True))
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"

_NOTATIONS = [
    re.compile(rf"{_YEAR}(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})"),
    re.compile(rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}"),
    re.compile(rf"{_DAY}[ -](?:of )?(?P<name>{_NAME})\.?,?[ -]{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?P<name>{_NAME})\.? {_DAY},? {_YEAR}", re.IGNORECASE),
]
_WITH_SLASHES = re.compile(rf"(?P<first>[0-9]{{1,2}})/(?P<second>[0-9]{{1,2}})/{_YEAR}")


def read_day(text: str) -> date | None:
    """Read 2026/11/22, 22.11.2026, 22 Nov 2026 or Nov 22, 2026; None for anything else, and for a day there is none of.

    Of 11/22/2026 the day is the number over 12; 03/04/2026 could be two days, and is none.
    """
    for notation in _NOTATIONS:
        if written := notation.fullmatch(text):
            parts = written.groupdict()
            return _date(parts["year"], parts.get("month") or _month(parts["name"]), parts["day"])
    written = _WITH_SLASHES.fullmatch(text)
    if not written:
        return None
    month, day = sorted(map(int, written.group("first", "second")))
    return _date(written["year"], month, day) if day > len(_MONTHS) or day == month else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _date(year: str, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
