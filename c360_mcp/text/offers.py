"""Summaries that a search does not show and that another call brings."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from c360_mcp.records.summary import Summary
from c360_mcp.text.history import History
from c360_mcp.text.next_calls import from_row, written
from c360_mcp.text.options import MOST_SUMMARIES, SUMMARIES_OFFERED
from c360_mcp.text.part import Draft, Kept
from c360_mcp.text.phrases import cite_runs, closed
from c360_mcp.text.summaries import BY_ID, render_summaries

USUAL_SUMMARY = 150
"""Tokens of most summaries."""
USUAL_COVERAGE = 250
"""Tokens of most coverage lines."""
_BY_ID = f"{BY_ID} brings them by ID"
_IN_PLACE = ", in place of the oldest rows"


class Offers(NamedTuple):
    """What is said of summaries beyond those asked for, where as much of a draft is kept."""

    history: History
    budget: int
    draft: Draft
    kept: Kept
    moves: bool
    """Whether a call with another window may be named: not where one is named for further rows."""

    def sentences(self) -> Iterator[str]:
        """Each with a call that brings more of them, as far as there is any."""
        if not self.history.grants_summaries:
            return self._none()
        return self._more() if self.history.include_summaries else self._first()

    def _none(self) -> Iterator[str]:
        """That the caller may have none, of rows that might have some."""
        if self.history.timeline.rows:
            yield "Summaries not shown: this caller's token grants interactions alone."

    def _first(self) -> Iterator[str]:
        """That no summaries were asked for, and the call for them, where there is any to ask for."""
        rows = self.history.timeline.rows
        if not rows:
            return
        if not any(row.interaction_id for row in rows):
            yield "Summaries not asked for: no row has a usable interaction ID."
        elif not self.kept["rows"]:
            yield "Summaries not asked for."
        else:
            yield f"Summaries not asked for: {self._newest()}."

    def _newest(self) -> str:
        """The call that brings the newest summaries, or where there is no room for even one of them, the way by ID."""
        # What rows would have to give way is worked out only where they must: it takes another text.
        dear = cost(self.draft, self.kept) + SUMMARIES_OFFERED * USUAL_SUMMARY > self.budget
        if dear and not self._has_room(SUMMARIES_OFFERED, USUAL_SUMMARY):
            return f'detail="standard" shows the IDs that {BY_ID} takes' if self.history.concise else _BY_ID
        price = ", perhaps in place of the oldest rows" if dear else ""
        return f"include_summaries={SUMMARIES_OFFERED} brings the newest{price}"

    def _more(self) -> Iterator[str]:
        """Summaries of rows shown that exist beyond those asked for, and rows whose summaries were not looked for."""
        history = self.history
        brought = [(numbers[0], texts) for numbers, texts in history.brought[history.include_summaries :]]
        further = [each for each in brought if each[0] <= self.kept["rows"]]
        if further:
            have = "has a summary" if len(further) == 1 else "have summaries"
            yield f"{cite_runs([number for number, _ in further])} {have}, too{closed(self._way_to(further))}"
        asked = history.summaries.asked if history.summaries else ()
        rows = enumerate(history.timeline.rows[: self.kept["rows"]], 1)
        others = [number for number, row in rows if row.interaction_id and row.interaction_id not in asked]
        if others and not (further and history.concise):
            way = f"call again with {self._from(others[0])}." if self._from(others[0]) else ""
            way = way if history.concise else f"{BY_ID} takes their IDs."
            yield f"No summaries looked for from #{others[0]} on{closed(way)}"

    def _way_to(self, further: Sequence[tuple[int, Sequence[Summary]]]) -> str:
        """The call that brings the first of these summaries at least."""
        wanted, most = self.history.include_summaries, min(len(self.history.brought), MOST_SUMMARIES)
        them = "it" if len(further) == 1 else "more"
        number, first = further[0][0], self.draft.tokens(render_summaries(further[0][1]))
        if wanted < most and self._has_room(number, first):
            in_place = "" if self._holds_all(further[: most - wanted]) else _IN_PLACE
            return f"include_summaries={most} brings {them}{in_place}."
        if not self.history.concise:
            return f"{BY_ID} brings {them} by ID."
        alone = cost(self.draft, {**self.kept, "rows": 1, "summaries": 0, "further topics": 0})
        call = self._from(number) if alone + first <= self.budget else ""
        return (
            f"call again with {call}, include_summaries={min(len(further), MOST_SUMMARIES)}." if call else ""
        )

    def _from(self, number: int) -> str:
        """The arguments that make this row the newest."""
        return written(from_row(self.history, number - 1)) if self.moves else ""

    def _holds_all(self, further: Sequence[tuple[int, Sequence[Summary]]]) -> bool:
        """Whether these summaries fit, too; those after the first that does not are not priced, as they may be long."""
        costs = (self.draft.tokens(render_summaries(texts)) for _, texts in further)
        return all(total <= self.budget for total in accumulate(costs, initial=cost(self.draft, self.kept)))

    def _has_room(self, rows: int, tokens: int) -> bool:
        """Whether so many tokens fit, where all but the newest rows give way to them."""
        fewer = {**self.kept, "rows": min(self.kept["rows"], rows), "further topics": 0}
        return cost(self.draft, fewer) + tokens <= self.budget


def cost(draft: Draft, kept: Kept) -> int:
    """About what a text costs that shows so much of a draft, with its coverage line."""
    return draft.cost(draft.lines(kept)) // 100 + USUAL_COVERAGE
