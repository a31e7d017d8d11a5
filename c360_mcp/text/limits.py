"""What caps and the budget keep out of a search's text, and the very calls that bring it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from c360_mcp.records.bounds import API_CAP
from c360_mcp.records.summary import Summary
from c360_mcp.search.window import Window
from c360_mcp.text.clock import exact, stamp
from c360_mcp.text.history import History
from c360_mcp.text.next_calls import Arguments, at_once, can_be_parted, in_parts, onward, until, written
from c360_mcp.text.offers import Offers, cost
from c360_mcp.text.options import MOST_GATHERED
from c360_mcp.text.part import Draft, Kept
from c360_mcp.text.phrases import cite_runs, closed, counted
from c360_mcp.text.summaries import AROUND_A_SUMMARY, BY_ID, RAISE_THE_BUDGET, incomplete, render_summaries
from c360_mcp.text.token_estimate import estimate

_NO_NARROWER = "No narrower window is left to search."


@dataclass(frozen=True)
class Limits:
    """The notes on the parts of a search's text that caps or the budget keep out of it.

    They name one way to further rows. Where the API's maximum was reached, that is to search in parts; else where the
    budget left out rows or summaries, to go on at the first of them; else a greater max_interactions.
    """

    history: History
    budget: int
    """Tokens that the text may cost."""

    def rows(self, draft: Draft, kept: Kept) -> list[str]:
        """Rows and summaries that were left out, with the way to go on."""
        total, asked = len(self.history.timeline.rows), self.history.max_interactions
        beyond = _range(asked + 1, total) if asked < total else ""
        if self._is_cut(kept):
            also = f", {beyond} by max_interactions={asked}" if beyond else ""
            return [f"{self._cut(kept)} {self._for_size(self._past_size(draft, kept), also)}"]
        way = self._past_the_number(draft, kept) if beyond else ""
        return [f"{beyond} left out by max_interactions={asked}{closed(way)}"] if beyond else []

    def cap(self, draft: Draft, kept: Kept) -> Iterator[str]:
        """That the API held more than it may return, perhaps, and the calls that tell."""
        returned = self.history.page.returned
        if not self.history.capped:
            return
        amount = (
            f"{API_CAP} is the API's maximum" if returned == API_CAP else f"The API returned {returned:,}"
        )
        yield f"{amount}: more may be missing, older, newer or between these."
        if at_once(self.history):
            yield "All began in one millisecond: no call brings others of it."
        if _has_place(draft, kept) and not self._by_number(draft, kept):
            yield self._to_search_in_parts() if self._is_cut(kept) else self._to_gather()

    def gathering(self, kept: Kept) -> Iterator[str]:
        """How far back a history is complete that took more than one request, and the call that goes on."""
        gathering = self.history.gathering
        if gathering is None:
            return
        if gathering.crowded:
            yield _crowded(gathering.crowded)
        if gathering.whole:
            return
        since = gathering.complete_from
        if since is None:
            yield f"More may be missing, older, newer or between these: {_ended(gathering.why)}"
            yield self._to_search_in_parts()
            return
        back = f"Complete back to {_back_to(since, self.history.window)} ({gathering.basis})"
        way = "" if self._is_cut(kept) or self._are_more_than_asked() else self._further_back()
        yield f"{back}; {_ended(gathering.why, way)}"
        if gathering.beyond:
            older = counted(gathering.beyond, "older one")
            verb = "is" if gathering.beyond == 1 else "are"
            yield f"{older} came as well, with others perhaps missing between, and {verb} not told."

    def unlisted(self, aggregated: int, kept: Kept) -> Iterator[str]:
        """That 8x8's own count speaks of more than were listed, where nothing else says so."""
        total = len(self.history.timeline.rows)
        if 0 < self.history.page.returned < min(API_CAP, aggregated):
            yield f"8x8's aggregates count {aggregated:,} interactions, so some may be missing."
            if not self._is_cut(kept) and self.history.max_interactions >= total:
                yield self._to_search_in_parts()

    def overview(self, draft: Draft, kept: Kept) -> list[str]:
        """Sections of the overview that were left out."""
        dropped = draft.dropped("overview", kept) + draft.dropped("further topics", kept)
        way = "" if self._is_cut(kept) else RAISE_THE_BUDGET
        if kept["rows"] > 1:
            way = f"call again with max_interactions={kept['rows'] // 2}."
        return [f"{counted(dropped, 'part')} of the overview {self._for_size(way)}"] if dropped else []

    def summaries(self, draft: Draft, kept: Kept) -> list[str]:
        """Why some summaries are not there, and the calls for more than were asked for."""
        lookup, notes = self.history.summaries, []
        if failures := draft.dropped("failures", kept):
            lines = counted(failures, "line")
            notes.append(f"{lines} on missing summaries {self._for_size(RAISE_THE_BUDGET)}")
        if lookup:
            notes.extend(incomplete(lookup))
        if (not lookup or lookup.answered) and not self._dropped(kept):
            moves = not self._is_cut(kept) and not self.history.is_scattered
            notes.extend(Offers(self.history, self.budget, draft, kept, moves=moves).sentences())
        return notes

    def _dropped(self, kept: Kept) -> Sequence[tuple[list[int], tuple[Summary, ...]]]:
        """The summaries asked for that the budget left out; of the rows shown only the last may be without its own."""
        return self.history.summarised[kept["summaries"] :]

    def _asked(self) -> int:
        return min(self.history.max_interactions, len(self.history.timeline.rows))

    def _are_more_than_asked(self) -> bool:
        return self.history.max_interactions < len(self.history.timeline.rows)

    def _is_cut(self, kept: Kept) -> bool:
        """Whether the budget left out rows or summaries."""
        return kept["rows"] < self._asked() or bool(self._dropped(kept))

    def _cut(self, kept: Kept) -> str:
        """`#5 to #30 (counted above) and the summaries of #4 #6`, which the budget left out."""
        cut = kept["rows"] < self._asked()
        rows = f"{_range(kept['rows'] + 1, self._asked())} (counted above)" if cut else ""
        numbers = [numbers[0] for numbers, _ in self._dropped(kept)]
        noun = "summary" if len(numbers) == 1 else "summaries"
        summaries = f"{'the' if rows else 'The'} {noun} of {cite_runs(numbers)}" if numbers else ""
        return " and ".join(filter(None, (rows, summaries)))

    def _past_size(self, draft: Draft, kept: Kept) -> str:
        """The call that shows what comes next, for which the budget has no room."""
        if not _has_place(draft, kept):
            return RAISE_THE_BUDGET
        if self._is_parted():
            return ""
        dropped = [(numbers[0], texts) for numbers, texts in self._dropped(kept)]
        place = min([kept["rows"], *(number - 1 for number, _ in dropped)])
        reached, call = onward(self.history, place)
        onward_call = f"{_again(call, place, reached)}." if call else ""
        if dropped and dropped[0][0] <= min(reached, kept["rows"]):
            return f"{onward_call} {self._by_itself(*dropped[0])}".lstrip()
        return onward_call or self._in_less_room()

    def _by_itself(self, number: int, texts: Sequence[Summary]) -> str:
        """The way to a summary that finds no room below the first row."""
        fits = estimate(render_summaries(texts)) + AROUND_A_SUMMARY <= self.budget
        if self.history.concise or not fits:
            return f"For the summary of #{number} {RAISE_THE_BUDGET}"
        return f"{BY_ID} brings the summary of #{number} by ID."

    def _past_the_number(self, draft: Draft, kept: Kept) -> str:
        """The call that shows more rows than were asked for."""
        asked, most = self.history.max_interactions, min(len(self.history.timeline.rows), MOST_GATHERED)
        if self._by_number(draft, kept):
            return f"call again with max_interactions={most}."
        if self.history.gathering and (way := self._further_back() or self._with_more(most)):
            return way
        if self.history.page.returned >= API_CAP:
            return ""
        reached, call = onward(self.history, asked)
        return f"{_again(call, asked, reached)}." if call else self._in_less_room()

    def _with_more(self, most: int) -> str:
        """The call for rows that no end of a window parts from those before them."""
        return f"call again with max_interactions={most}." if self.history.max_interactions < most else ""

    def _further_back(self) -> str:
        """The call that goes on where this one's rows end, as far as they were asked for."""
        end = self.history.gathering and self.history.gathering.next_end
        call = until(self.history, end) if end else {}
        return f"call again with {written(call)}." if call else ""

    def _in_less_room(self) -> str:
        """What makes room where no other window does."""
        return RAISE_THE_BUDGET if self.history.concise else 'call again with detail="concise".'

    def _by_number(self, draft: Draft, kept: Kept) -> bool:
        """Whether a greater max_interactions shows further rows."""
        most = min(len(self.history.timeline.rows), MOST_GATHERED)
        gathering = self.history.gathering
        if self._is_cut(kept) or self.history.max_interactions >= most or (gathering and not gathering.whole):
            return False
        whole, without = (cost(draft, {**kept, "rows": rows}) for rows in (kept["rows"], 0))
        usual_row = (whole - without) // kept["rows"]
        return whole + 2 * usual_row <= self.budget

    def _is_parted(self) -> bool:
        """Whether some may be missing anywhere between the rows, so that these come first."""
        return self.history.is_scattered and can_be_parted(self.history)

    @cached_property
    def _calls_in_parts(self) -> str:
        """As `in_parts` gives them, for each of the texts that are composed until one fits."""
        return in_parts(self.history)

    def _to_gather(self) -> str:
        """The call that gathers what one reply can't hold."""
        if not can_be_parted(self.history):
            return _NO_NARROWER
        return f"Call again with max_interactions={MOST_GATHERED}, which searches the window in parts."

    def _to_search_in_parts(self) -> str:
        """The calls that search the window in parts."""
        calls = self._calls_in_parts
        return f"Search in parts: {calls}." if calls else _NO_NARROWER

    def _for_size(self, way: str = "", also: str = "") -> str:
        return f"left out to stay within {self.budget:,} tokens{also}{closed(way)}"


def _has_place(draft: Draft, kept: Kept) -> bool:
    """Whether a row may be shown: where not even the overview fits, no other window would show one either."""
    return not draft.dropped("overview", kept) or kept["rows"] > 0


def _ended(why: str, way: str = "") -> str:
    """A reason, with or without the way on after a colon; one that ends as a sentence of its own has the way after it."""
    if why.endswith("."):
        return f"{why} {way[:1].upper()}{way[1:]}".rstrip()
    return f"{why}{closed(way)}"


def _crowded(milliseconds: int) -> str:
    """What is uncertain where as many began at once as a reply holds; an API may leave out a window's very ends."""
    times = f", {milliseconds} times" if milliseconds > 1 else ""
    return f"50 or more began in one millisecond{times}: others of it, or right beside it, may be missing."


def _back_to(moment: datetime, window: Window) -> str:
    """A time to the minute, and never one that reaches further back than the moment does."""
    begun = moment - datetime.min.replace(tzinfo=moment.tzinfo)
    minute = moment + -begun % timedelta(minutes=1)
    return stamp(minute, window.zone) if minute <= window.end else exact(moment)


def _again(call: Arguments, place: int, reached: int) -> str:
    return f"call again with {written(call)}{f' for #{reached + 1} on' if reached > place else ''}"


def _range(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first} to #{last}"
