"""Arguments of the calls that bring what a result leaves out."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from c360_mcp.search.window import EARLIEST, Window
from c360_mcp.text.clock import day, exact
from c360_mcp.text.history import History

_ONE_MILLISECOND = timedelta(milliseconds=1)
"""Whether the API counts a limit of the window into it is not documented."""
_UNITS = (timedelta(days=1), timedelta(minutes=1), _ONE_MILLISECOND)
"""To which the middle of a window is rounded, and in which its two parts overlap."""

_LEAST_GAP = 4 * _ONE_MILLISECOND
"""Between two starts, for a limit to lie between them for certain."""

Arguments = Mapping[str, str]
"""By name, in place of those of the call that was made; none where no call would help."""


def written(arguments: Arguments) -> str:
    """Arguments as a result recommends them: `start_time="P3Y", end_time="2026-01-31"`."""
    return ", ".join(f'{name}="{value}"' for name, value in arguments.items())


def from_row(history: History, place: int) -> Arguments:
    """The arguments that make the row at this place the newest; none where the first row would come again with it."""
    rows = history.timeline.rows
    newest = max((row.started for row in rows if row.started), default=None)
    end = max((row.started for row in rows[place:] if row.started), default=None)
    if end is None or newest is None or newest <= end + _ONE_MILLISECOND:
        return {}
    return _until(end + _ONE_MILLISECOND, history.window)


def onward(history: History, place: int) -> tuple[int, Arguments]:
    """A call that goes on below the rows shown: the first row from `place` on at which one can, and its arguments.

    A call can't go on at a row whose time does not part it from the first row. No arguments where no row will do.
    """
    rows = len(history.timeline.rows)
    calls = ((number, from_row(history, number)) for number in range(place, rows))
    return next(((number, call) for number, call in calls if call), (rows, {}))


def until(history: History, end: datetime) -> Arguments:
    """The arguments that search the same window up to this end."""
    return _until(end, history.window)


def in_parts(history: History) -> str:
    """The calls that search the window in two parts; empty where no limit can part it."""
    window, instant = history.window, _instant(history)
    parts = _around(instant, window) if instant else _apart(*_middle(history), window)
    return ", then ".join(written({"start_time": start, "end_time": end}) for start, end in parts)


def can_be_parted(history: History) -> bool:
    """Whether there are such calls; where they part the window need not be worked out for that."""
    if instant := _instant(history):
        return any(_around(instant, history.window))
    start, end = _in_utc(history.window)
    return end - start >= _LEAST_GAP


def at_once(history: History) -> bool:
    """Whether all began in one millisecond, so that no limit of a window parts them."""
    return _instant(history) is not None


def _instant(history: History) -> datetime | None:
    begun = [row.started for row in history.timeline.rows]
    return begun[0] if len(begun) > 1 and begun.count(begun[0]) == len(begun) else None


def _around(instant: datetime, window: Window) -> Iterator[tuple[str, str]]:
    """The window before and after this moment, as far as it reaches there."""
    before, after = instant - _ONE_MILLISECOND, instant + _ONE_MILLISECOND
    if window.start < before:
        yield _start(window), exact(before)
    if after < window.end:
        yield exact(after), _end(window)


def _middle(history: History) -> tuple[datetime, datetime]:
    """The two starts next to each other between which half of the rows lie on either side, or nearly so.

    Each part of the window then holds other rows, however crowded some days are. Where no two starts are far enough
    apart, the whole window.
    """
    start, end = _in_utc(history.window)
    begun = sorted(row.started for row in history.timeline.rows if row.started and start < row.started < end)
    gaps = [
        (abs(place - len(begun) / 2), gap)
        for place, gap in enumerate(pairwise(begun), 1)
        if gap[1] - gap[0] >= _LEAST_GAP
    ]
    return min(gaps, default=(0, (start, end)))[1]


def _in_utc(window: Window) -> tuple[datetime, datetime]:
    """Its limits: in a zone, their difference would be that of the clocks on the wall."""
    return window.start.astimezone(UTC), window.end.astimezone(UTC)


def _apart(older: datetime, newer: datetime, window: Window) -> Iterator[tuple[str, str]]:
    """The window up to the middle of these two moments, and from there on; the parts overlap by a unit."""
    unit = next((unit for unit in _UNITS if newer - older >= 4 * unit), None)
    if unit is None:
        return
    middle = older + (newer - older) / 2
    if unit == _UNITS[0]:
        until = since = day(middle, window.zone).isoformat()  # as an end, a day counts to its own end
    else:
        whole = EARLIEST + (middle - EARLIEST) // unit * unit
        since, until = _brief(whole), _brief(whole + unit)
    yield _start(window), until
    yield since, _end(window)


def _until(end: datetime, window: Window) -> Arguments:
    """An end that narrows the window, and the start that it has, where that would move with the end."""
    if not window.start < end < window.end:
        return {}
    start = {} if window.start_fixed else {"start_time": _start(window)}
    return {"end_time": exact(end)} | start


def _start(window: Window) -> str:
    """The start that the window has, or the minute that holds it, where it was not given as a moment."""
    if window.start.time() == time():
        return window.start.date().isoformat()
    return _brief(window.start) if window.start_fixed else f"{exact(window.start)[:16]}Z"


def _end(window: Window) -> str:
    """The end that the window has: where none was given, today."""
    if not window.end_given or (window.end + _ONE_MILLISECOND).time() == time():
        return window.end.date().isoformat()
    return _brief(window.end)


def _brief(moment: datetime) -> str:
    """`2025-11-22T15:47Z`, to the millisecond where it is none of a whole minute."""
    return exact(moment).replace(":00.000Z", "Z")
