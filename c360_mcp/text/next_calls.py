"""Arguments of the calls that bring what a result leaves out: each leaves behind what it has shown."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from c360_mcp.records.page import InteractionPage
from c360_mcp.search.window import Window
from c360_mcp.text.clock import exact
from c360_mcp.text.history import History

_ONE_MILLISECOND = timedelta(milliseconds=1)
"""Whether the API counts a limit of the window into it is not documented."""


def from_row(history: History, place: int) -> list[str]:
    """The arguments that make the row at this place the newest, where they leave the first row behind."""
    rows = history.page.interactions
    started, newest = rows[place].started, next((row.started for row in rows if row.started), None)
    if started is None or newest is None or newest <= started + _ONE_MILLISECOND:
        return []
    return _until(started + _ONE_MILLISECOND, history.window)


def onward(history: History, place: int) -> list[str]:
    """The call that goes on at this place, or where that does not part it from the first row, at the next that does."""
    for number in range(place, len(history.page.interactions)):
        if call := from_row(history, number):
            return [f"{', '.join(call)}{f' for #{number + 1} on' if number > place else ''}"]
    return []


def beyond(history: History) -> Iterator[str]:
    """The calls that bring what the API's maximum kept out, older and newer, and which row comes again with it."""
    window, rows = history.window, history.page.interactions
    begun = [(number, row.started) for number, row in enumerate(rows, 1) if row.started]
    if not begun:
        return
    (first, newest), (last, oldest) = begun[0], begun[-1]
    parted = newest - oldest > _ONE_MILLISECOND
    step = _ONE_MILLISECOND if parted else -_ONE_MILLISECOND
    if call := _until(oldest + step, window):
        yield f"{', '.join(call)} for {f'#{last} and ' if parted else ''}older ones"
    if window.start < newest - step < window.end:
        yield f'start_time="{exact(newest - step)}" for {f"#{first} and " if parted else ""}newer ones'


def at_once(page: InteractionPage) -> bool:
    """Whether all began within a millisecond, so that no limit of a window parts them."""
    begun = [row.started for row in page.interactions if row.started]
    return len(begun) == len(page.interactions) > 1 and begun[0] - begun[-1] <= _ONE_MILLISECOND


def _until(end: datetime, window: Window) -> list[str]:
    """An end that narrows the window, and the start that it has, where that would move with the end."""
    if not window.start < end < window.end:
        return []
    start = [] if window.start_fixed else [f'start_time="{_to_the_minute(window.start)}"']
    return [f'end_time="{exact(end)}"', *start]


def _to_the_minute(moment: datetime) -> str:
    """`2025-11-22T15:47Z`: the minute that holds a moment."""
    return f"{exact(moment)[:16]}Z"
