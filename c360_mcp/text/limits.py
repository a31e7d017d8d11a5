"""What caps and the budget keep out of a result, and the very calls that bring it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from c360_mcp.analysis.summaries import TEXTS_OF_ONE, SummaryLookup
from c360_mcp.records.fields import SUMMARY_LIMIT
from c360_mcp.records.page import API_CAP
from c360_mcp.text.history import History
from c360_mcp.text.next_calls import at_once, beyond, from_row, onward
from c360_mcp.text.part import Draft, Kept
from c360_mcp.text.phrases import cite, counted
from c360_mcp.text.token_estimate import estimate, surely_within

MOST_SUMMARIES = 20
"""Summaries that one search may bring along."""
SUMMARIES_OFFERED = 5
"""As many are offered where none were asked for."""
ROOM_FOR_A_SUMMARY = 400
"""Tokens that one of ordinary length takes, with the coverage line."""
MASKED = "Placeholders such as [phone 1] are numbered anew in each result."
RAISE_THE_BUDGET = "whoever runs this server can raise C360_RESULT_TOKENS."

_BY_ID = "get_transcript_summaries"


@dataclass(frozen=True, slots=True)
class Limits:
    """The notes on the parts of a search's text that caps or the budget keep out of it."""

    history: History
    budget: int
    """Tokens that the text may cost."""
    rows_in_other_detail: Callable[[], int]
    """How many rows the other `detail` would show."""

    def rows(self, draft: Draft, kept: Kept) -> list[str]:
        """Rows that were left out."""
        total, asked, shown = len(self.history.page.interactions), self.history.max_interactions, kept["rows"]
        wanted = min(asked, total)
        notes = []
        if shown < wanted:
            how = _again(self._ways_past_size(draft, kept))
            notes.append(f"{_range(shown + 1, wanted)} {self._for_size(how)}")
        if wanted < total:
            how = _past_the_cap(self.history, wanted)
            notes.append(f"{_range(wanted + 1, total)} left out by max_interactions={asked}: {how}")
        return notes

    def overview(self, draft: Draft, kept: Kept) -> list[str]:
        """Sections of the overview that were left out."""
        dropped = draft.dropped("overview", kept) + draft.dropped("further topics", kept)
        fewer = [f"max_interactions={kept['rows'] // 2}"] if kept["rows"] > 1 else []
        how = self._for_size(_again(fewer))
        return [f"{counted(dropped, 'part')} of the overview {how}"] if dropped else []

    def summaries(self, draft: Draft, kept: Kept) -> list[str]:
        """Summaries that are not there, and why."""
        lookup, notes = self.history.summaries, []
        if missing := self._missing():
            notes.append(f"{counted(missing, 'summary')} asked for did not come.")
        if dropped := [numbers[0] for numbers, _ in self.history.summarised[kept["summaries"] :]]:
            how = self._for_size(self._way_to(dropped, kept))
            notes.append(f"{counted(len(dropped), 'summary')}, of {cite(dropped)}, {how}")
        if failures := draft.dropped("failures", kept):
            notes.append(f"{counted(failures, 'line')} on missing summaries {self._for_size()}")
        if lookup:
            notes.extend(incomplete(lookup))
        if not lookup or lookup.answered:
            notes.extend(self._offer(draft, kept))
        return notes

    def _missing(self) -> int:
        """Of how many IDs no summary came, and of how many rows none could be asked for."""
        failed = len(self.history.summaries.failed) if self.history.summaries else 0
        rows = self.history.page.interactions[: self.history.include_summaries]
        return failed + sum(not row.interaction_id for row in rows)

    def _ways_past_size(self, draft: Draft, kept: Kept) -> list[str]:
        """The calls that show rows for which the budget has no room.

        Where not even the overview fits, no other window would show a row either.
        """
        without_room = draft.dropped("overview", kept) and not kept["rows"]
        ways = [] if without_room else onward(self.history, kept["rows"])
        if not self.history.concise and self.rows_in_other_detail() > kept["rows"]:
            ways.append('detail="concise"')
        return ways

    def _way_to(self, numbers: Sequence[int], kept: Kept) -> str:
        """How the summaries of these rows are had, or at least the next of them."""
        first, last = numbers[0], numbers[-1]
        if not self.history.concise:
            named = [number for number in numbers if number <= kept["rows"]]
            some = _range(first, named[-1]) if named and last > kept["rows"] else ""
            return f"{_BY_ID} brings {some or ('them' if last > first else 'it')} by ID." if named else ""
        if call := from_row(self.history, first - 1):
            return _again([", ".join([*call, f"include_summaries={last - first + 1}"])])
        if first == 1 < self.history.include_summaries and kept["rows"] > 1:
            return _again(["include_summaries=1"])
        return _again(self._with_ids())

    def _offer(self, draft: Draft, kept: Kept) -> Iterator[str]:
        """Summaries that were not asked for, and the call for them, where there is any to ask for."""
        asked, rows = self.history.include_summaries, self.history.page.interactions
        known = {row.interaction_id for row in rows[:asked]}
        others = rows[asked : kept["rows"]]
        askable = any(row.interaction_id and row.interaction_id not in known for row in others)
        if asked and askable:
            yield f"Summaries asked for {_range(1, asked)} only{self._ways_to_more(draft, kept)}."
        elif rows and not asked:
            ways = self._ways_to_more(draft, kept) if askable else ""
            without = (
                "" if any(row.interaction_id for row in rows) else ": no row has a usable interaction ID"
            )
            yield f"Summaries not asked for{ways or without}."

    def _ways_to_more(self, draft: Draft, kept: Kept) -> str:
        """The call for summaries that were not asked for."""
        asked, most = self.history.include_summaries, min(kept["rows"], MOST_SUMMARIES)
        rows = self.history.page.interactions
        newest = not asked and any(row.interaction_id for row in rows[:SUMMARIES_OFFERED])
        if asked < most and self._has_room(draft, kept):
            number = f"{SUMMARIES_OFFERED} brings the newest" if newest else f"{most} brings more"
            return f": include_summaries={number}"
        if not self.history.concise:
            return f": {_BY_ID} brings {'others' if asked else 'them'} by ID"
        if call := from_row(self.history, asked):
            return f": {', '.join(call)} brings the next"
        return "".join(f": {way.replace(' for ', ' shows ')}" for way in self._with_ids())

    def _with_ids(self) -> list[str]:
        """The argument that shows interaction IDs, where there is room for any."""
        return [f'detail="standard" for the IDs that {_BY_ID} takes'] if self.rows_in_other_detail() else []

    def _has_room(self, draft: Draft, kept: Kept) -> bool:
        """Whether one more summary is likely to fit, where rows that it is not asked for give way to it."""
        rows = MOST_SUMMARIES if self.history.include_summaries else SUMMARIES_OFFERED
        shorter = draft.lines({**kept, "rows": min(kept["rows"], rows), "further topics": 0})
        text, room = "\n".join(shorter), self.budget - ROOM_FOR_A_SUMMARY
        return surely_within(room, text) or estimate(text) <= room

    def _for_size(self, how: str = "") -> str:
        return f"left out to stay within {self.budget:,} tokens: {how or RAISE_THE_BUDGET}"


def beyond_the_cap(history: History) -> Iterator[str]:
    """That the API held more than it may return, perhaps, and the calls that bring it."""
    page = history.page
    if page.returned < API_CAP:
        return
    amount = f"its maximum of {API_CAP}" if page.returned == API_CAP else f"{page.returned:,}"
    parted = " All began within a millisecond: no call brings others of it." if at_once(page) else ""
    ways = ", or with ".join(beyond(history)) or "a narrower window"
    yield f"The API returned {amount}: there may be more, even newer ones.{parted} Call again with {ways}."


def incomplete(lookup: SummaryLookup) -> Iterator[str]:
    """What of the summaries that came is not told."""
    if lookup.unreadable:
        yield f"{counted(lookup.unreadable, 'entry')} of the reply with summaries could not be read."
    if lookup.cut:
        yield f"{counted(lookup.cut, 'summary')} cut after {SUMMARY_LIMIT:,} characters."
    if lookup.surplus:
        beyond_those = f"beyond the first {TEXTS_OF_ONE} of an interaction"
        yield f"{counted(lookup.surplus, 'summary')} {beyond_those} left out."


def _past_the_cap(history: History, wanted: int) -> str:
    most = min(len(history.page.interactions), API_CAP)
    if wanted < most:
        return f"call again with max_interactions={most}."
    if ways := onward(history, wanted):
        return f"call again with {ways[0]}."
    return "no call parts them." if at_once(history.page) else "narrow the window."


def _again(ways: Sequence[str]) -> str:
    """The call to make, one way or the other; empty where there is none."""
    return f"call again with {', or with '.join(ways)}." if ways else ""


def _range(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first} to #{last}"
