"""When a customer's contacts took place: a line of characters for each channel."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from c360_mcp.view.shape import Contact, HistoryData, Period

MARKS = {"positive": "+", "negative": "-", "neutral": "o", "mixed": "x", "": "?"}
"""One for each sentiment, and for none known: shapes, so that nothing hangs on a colour."""
LEGEND = "+ positive, - negative, o neutral, x mixed, ? unknown; 2 to 9: several contacts; #: a month or year of them"
EMPTY = "·"
_SEVERAL, _PERIOD = 9, "#"
_OTHER = "other"


class Lane(NamedTuple):
    """A channel's contacts, oldest at the left."""

    channel: str
    cells: str


class Lanes(NamedTuple):
    """All channels on the same scale, which begins with the first contact and ends with the window."""

    start: datetime
    end: datetime
    lanes: list[Lane]


def draw_lanes(data: HistoryData, width: int) -> Lanes | None:
    """Lanes of `width` characters; none where nothing has a time."""
    marks = [*_contacts(data["contacts"]), *_periods(data["periods"])]
    if not marks:
        return None
    start, end = min(moment for _, moment, _ in marks), datetime.fromisoformat(data["window"]["end"])
    scale = max((end - start).total_seconds(), 1.0) / (width - 1)
    columns: dict[str, dict[int, str]] = {}
    for channel, moment, mark in marks:
        column = min(max(int((moment - start).total_seconds() / scale), 0), width - 1)
        lane = columns.setdefault(channel, {})
        lane[column] = _together(lane.get(column), mark)
    lanes = [Lane(channel, _line(cells, width)) for channel, cells in sorted(columns.items())]
    return Lanes(start, end, lanes)


def _line(cells: dict[int, str], width: int) -> str:
    return "".join(cells.get(column, EMPTY) for column in range(width))


def _together(there: str | None, mark: str) -> str:
    """What stands where two contacts fall into one column."""
    if there is None or _PERIOD in {there, mark}:
        return mark if there is None else _PERIOD
    return str(min(int(there) + 1 if there.isdigit() else 2, _SEVERAL))


def _contacts(contacts: list[Contact]) -> Iterator[tuple[str, datetime, str]]:
    for contact in contacts:
        if "start" in contact:
            sentiments = set(contact["sentiments"])
            sentiment = next(iter(sentiments), "") if len(sentiments) < 2 else "mixed"
            moment = datetime.fromisoformat(contact["start"])
            yield contact.get("channel", _OTHER), moment, MARKS.get(sentiment, MARKS[""])


def _periods(periods: list[Period]) -> Iterator[tuple[str, datetime, str]]:
    for period in periods:
        if (middle := _middle(period["name"])) is not None:
            for channel in period["channels"]:
                yield channel or _OTHER, middle, _PERIOD


def _middle(name: str) -> datetime | None:
    """Of a month such as `2026-03`, or a year; none of contacts without a start."""
    year, _, month = name.partition("-")
    if not year.isdecimal():
        return None
    if month:
        return datetime(int(year), int(month), 1, tzinfo=UTC) + timedelta(days=14)
    return datetime(int(year), 7, 1, tzinfo=UTC)
