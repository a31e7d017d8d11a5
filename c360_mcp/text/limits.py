"""What caps and the budget keep out of a result, and the very calls that bring it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from c360_mcp.analysis.summaries import TEXTS_OF_ONE, SummaryLookup
from c360_mcp.records.fields import SUMMARY_LIMIT
from c360_mcp.records.page import API_CAP, InteractionPage
from c360_mcp.search.window import Window
from c360_mcp.text.next_calls import at_once, beyond, from_row, onward
from c360_mcp.text.phrases import cite, counted

MOST_SUMMARIES = 20
"""Summaries that one search may bring along."""
SUMMARIES_OFFERED = 5
"""As many are offered where none were asked for."""
MASKED = "Placeholders such as [phone 1] are numbered anew in each result."
RAISE_THE_BUDGET = "whoever runs this server can raise C360_RESULT_TOKENS."

_BY_ID = "get_transcript_summaries"


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
    rows_otherwise: Callable[[], int]
    """How many rows the other `detail` would show."""
    has_room: Callable[[], bool]
    """Whether one more summary of ordinary length is likely to fit, with rows giving way to it."""
    summaries_asked: int
    transcripts: SummaryLookup | None
    """What became of them; None where none were asked for."""
    summaries_dropped: tuple[int, ...] = ()
    """Numbers of the rows whose summaries came but did not fit."""
    failures_dropped: int = 0
    overview_dropped: int = 0
    masked: bool = False
    """Whether placeholders stand for contacts in it."""


def limit_rows(page: InteractionPage, shown: Shown, window: Window) -> Iterator[str]:
    """What caps and the budget kept out, with the arguments that bring it."""
    rows = page.interactions
    wanted = min(shown.asked, len(rows))
    if shown.rows < wanted:
        yield f"{_range(shown.rows + 1, wanted)} {_for_size(shown, _again(_ways_past_size(page, shown, window)))}"
    if wanted < len(rows):
        yield f"{_range(wanted + 1, len(rows))} left out by max_interactions={shown.asked}: " + (
            _past_the_cap(page, wanted, window)
        )
    if page.returned >= API_CAP:
        amount = f"its maximum of {API_CAP}" if page.returned == API_CAP else f"{page.returned:,}"
        parted = " All began within a millisecond: no call brings others of it." if at_once(rows) else ""
        ways = ", or with ".join(beyond(rows, window)) or "a narrower window"
        yield f"The API returned {amount}: there may be more, even newer ones.{parted} Call again with {ways}."
    if shown.overview_dropped:
        fewer = [f"max_interactions={shown.rows // 2}"] if shown.rows > 1 else []
        yield f"{counted(shown.overview_dropped, 'part')} of the overview {_for_size(shown, _again(fewer))}"


def limit_summaries(page: InteractionPage, shown: Shown, window: Window) -> Iterator[str]:
    """Which summaries are not there, and why."""
    if missing := _missing(page, shown):
        yield f"{counted(missing, 'summary')} asked for did not come."
    if dropped := shown.summaries_dropped:
        how = _way_to(dropped, page, shown, window)
        yield f"{counted(len(dropped), 'summary')}, of {cite(dropped)}, {_for_size(shown, how)}"
    if shown.failures_dropped:
        yield f"{counted(shown.failures_dropped, 'line')} on missing summaries {_for_size(shown)}"
    if shown.transcripts:
        yield from incomplete(shown.transcripts)
    if not shown.transcripts or shown.transcripts.answered:
        yield from _offer(page, shown, window)


def incomplete(transcripts: SummaryLookup) -> Iterator[str]:
    """What of the summaries that came is not told."""
    if transcripts.unreadable:
        yield f"{counted(transcripts.unreadable, 'entry')} of the reply with summaries could not be read."
    if transcripts.cut:
        yield f"{counted(transcripts.cut, 'summary')} cut after {SUMMARY_LIMIT:,} characters."
    if transcripts.surplus:
        beyond_those = f"beyond the first {TEXTS_OF_ONE} of an interaction"
        yield f"{counted(transcripts.surplus, 'summary')} {beyond_those} left out."


def _missing(page: InteractionPage, shown: Shown) -> int:
    """Of how many IDs no summary came, and of how many rows none could be asked for."""
    failed = len(shown.transcripts.failed) if shown.transcripts else 0
    return failed + sum(not row.interaction_id for row in page.interactions[: shown.summaries_asked])


def _ways_past_size(page: InteractionPage, shown: Shown, window: Window) -> list[str]:
    """The calls that show rows for which the budget has no room; an overview too large for it takes that of any."""
    ways = [] if shown.overview_dropped and not shown.rows else onward(page.interactions, shown.rows, window)
    if not shown.concise and shown.rows_otherwise() > shown.rows:
        ways.append('detail="concise"')
    return ways


def _past_the_cap(page: InteractionPage, wanted: int, window: Window) -> str:
    most = min(len(page.interactions), API_CAP)
    if wanted < most:
        return f"call again with max_interactions={most}."
    if ways := onward(page.interactions, wanted, window):
        return f"call again with {ways[0]}."
    return "no call parts them." if at_once(page.interactions) else "narrow the window."


def _way_to(numbers: Sequence[int], page: InteractionPage, shown: Shown, window: Window) -> str:
    """How the summaries of these rows are had, or at least the next of them."""
    first, last = numbers[0], numbers[-1]
    if not shown.concise:
        named = [number for number in numbers if number <= shown.rows]
        whose = _range(first, named[-1]) if named and last > shown.rows else "them" if last > first else "it"
        return f"{_BY_ID} brings {whose} by ID." if named else ""
    if call := from_row(page.interactions, first - 1, window):
        return _again([", ".join([*call, f"include_summaries={last - first + 1}"])])
    if first == 1 < shown.summaries_asked and shown.rows > 1:
        return _again(["include_summaries=1"])
    return _again([f'detail="standard" for the IDs that {_BY_ID} takes'] if shown.rows_otherwise() else [])


def _offer(page: InteractionPage, shown: Shown, window: Window) -> Iterator[str]:
    """Summaries that were not asked for, and the call for them, where there is any to ask for."""
    asked, rows = shown.summaries_asked, page.interactions
    known = {row.interaction_id for row in rows[:asked]}
    askable = any(row.interaction_id and row.interaction_id not in known for row in rows[asked : shown.rows])
    if asked and askable:
        yield f"Summaries asked for {_range(1, asked)} only{_ways_to_more(page, shown, window)}."
    elif rows and not asked:
        ways = _ways_to_more(page, shown, window) if askable else ""
        without = "" if any(row.interaction_id for row in rows) else ": no row has a usable interaction ID"
        yield f"Summaries not asked for{ways or without}."


def _ways_to_more(page: InteractionPage, shown: Shown, window: Window) -> str:
    """The call for summaries that were not asked for."""
    asked, most = shown.summaries_asked, min(shown.rows, MOST_SUMMARIES)
    newest = not asked and any(row.interaction_id for row in page.interactions[:SUMMARIES_OFFERED])
    if asked < most and shown.has_room():
        return f": include_summaries={f'{SUMMARIES_OFFERED} brings the newest' if newest else f'{most} brings more'}"
    if not shown.concise:
        return f": {_BY_ID} brings {'others' if asked else 'them'} by ID"
    if call := from_row(page.interactions, asked, window):
        return f": {', '.join(call)} brings the next"
    return f': detail="standard" shows the IDs that {_BY_ID} takes' if shown.rows_otherwise() else ""


def _for_size(shown: Shown, how: str = "") -> str:
    return f"left out to stay within {shown.budget:,} tokens: {how or RAISE_THE_BUDGET}"


def _again(ways: Sequence[str]) -> str:
    """The call to make, one way or the other; empty where there is none."""
    return f"call again with {', or with '.join(ways)}." if ways else ""


def _range(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first} to #{last}"
