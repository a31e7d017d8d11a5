"""What caps and the budget keep out of a result, and the very calls that bring it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from c360_mcp.records.interaction import Interaction
from c360_mcp.records.page import API_CAP, InteractionPage
from c360_mcp.search.window import Window
from c360_mcp.text.clock import exact
from c360_mcp.text.count import counted

MOST_SUMMARIES = 20
"""Summaries that one search may bring along."""
RAISE_THE_BUDGET = "whoever runs this server can raise C360_RESULT_TOKENS."

_ONE_MILLISECOND = timedelta(milliseconds=1)
"""Whether the API counts a limit of the window into it is not documented."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a page a result shows, and by whose limit."""

    rows: int
    """Rows that stand in the text."""
    asked: int
    """`max_interactions`."""
    budget: int
    """Tokens that the text may cost."""
    concise: bool
    summaries_asked: int
    summaries_dropped: tuple[int, ...] = ()
    """Numbers of the rows whose summaries came but did not fit."""
    failures_dropped: int = 0
    summaries_unreadable: int = 0
    overview_dropped: int = 0


def limit_rows(page: InteractionPage, shown: Shown, window: Window) -> Iterator[str]:
    """What caps and the budget kept out, with the arguments that bring it."""
    rows = page.interactions
    wanted = min(shown.asked, len(rows))
    if shown.rows < wanted:
        ways = [] if shown.concise else ['detail="concise"']
        if shown.rows:
            ways = [*_until(rows[shown.rows], window), *ways]
        yield f"{_range(shown.rows + 1, wanted)} {_for_size(shown, ways)}"
    if wanted < len(rows):
        most = min(len(rows), API_CAP)
        ways = [f"max_interactions={most}"] if wanted < most else _until(rows[wanted], window)
        call = f"call again with {ways[0]}" if ways else "narrow the window"
        yield f"{_range(wanted + 1, len(rows))} left out by max_interactions={shown.asked}: {call}."
    if page.returned >= API_CAP:
        amount = f"its maximum of {API_CAP}" if page.returned == API_CAP else f"{page.returned:,}"
        yield f"The API returned {amount}: there may be more, even newer ones. {_beyond(rows, window)}"
    if shown.overview_dropped:
        fewer = [f"max_interactions={shown.rows // 2}"] if shown.rows > 1 else []
        yield f"{counted(shown.overview_dropped, 'part')} of the overview {_for_size(shown, fewer)}"


def _beyond(rows: Sequence[Interaction], window: Window) -> str:
    """The calls that bring what the API's maximum kept out."""
    begun = [row for row in rows if row.started]
    ways = [
        *(f"{end} for older ones" for row in begun[-1:] for end in _until(row, window)),
        *(f"{start} for newer ones" for row in begun[:1] for start in _since(row, window)),
    ]
    return f"Call again with {', or with '.join(ways) or 'a narrower window'}."


def limit_summaries(page: InteractionPage, shown: Shown, window: Window) -> Iterator[str]:
    """Which summaries are not there, and why."""
    if dropped := shown.summaries_dropped:
        cited = " ".join(f"#{number}" for number in dropped)
        ways = (
            _ways_to(dropped, page, window) if shown.concise else ["get_transcript_summaries for their IDs"]
        )
        yield f"{counted(len(dropped), 'summary')}, of {cited}, {_for_size(shown, ways)}"
    if shown.failures_dropped:
        yield f"{counted(shown.failures_dropped, 'line')} on missing summaries {_for_size(shown, [])}"
    if shown.summaries_unreadable:
        yield f"{counted(shown.summaries_unreadable, 'entry')} of the reply with summaries could not be read."
    asked, most = shown.summaries_asked, min(shown.rows, MOST_SUMMARIES)
    if page.interactions and not asked:
        yield "Summaries not asked for: include_summaries=5 brings the newest."
    elif asked < most:
        yield f"Summaries asked for {_range(1, asked)} only: include_summaries={most} brings more."


def _ways_to(numbers: Sequence[int], page: InteractionPage, window: Window) -> list[str]:
    """The call that brings the summaries of these rows, or at least the next of them."""
    if numbers[0] == 1:
        return ["max_interactions=1"]
    ends = _until(page.interactions[numbers[0] - 1], window)
    return [f"{end} and max_interactions={len(numbers)}" for end in ends]


def _for_size(shown: Shown, ways: Sequence[str]) -> str:
    call = f"call again with {' or '.join(ways)}." if ways else RAISE_THE_BUDGET
    return f"left out to stay within {shown.budget:,} tokens: {call}"


def _range(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first} to #{last}"


def _until(row: Interaction, window: Window) -> list[str]:
    """The end that makes this row the newest, where that narrows the window."""
    return _bound("end_time", row.started and row.started + _ONE_MILLISECOND, window)


def _since(row: Interaction, window: Window) -> list[str]:
    """The start that makes this row the oldest, where that narrows the window."""
    return _bound("start_time", row.started and row.started - _ONE_MILLISECOND, window)


def _bound(argument: str, moment: datetime | None, window: Window) -> list[str]:
    return [f'{argument}="{exact(moment)}"'] if moment and window.start < moment < window.end else []
