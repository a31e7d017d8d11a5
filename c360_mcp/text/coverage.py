"""The last line of a result: what it rests on, what it leaves out, and which call brings that."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from c360_mcp.intake.gate import listed
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.page import API_CAP, InteractionPage
from c360_mcp.search.identity import SearchBy
from c360_mcp.text.clock import exact
from c360_mcp.text.count import counted

KIND_NAMES = {
    SearchBy.EMAIL: "e-mail address",
    SearchBy.PHONE_NUMBER: "phone number",
    SearchBy.CONTACT_ID: "contact ID",
    SearchBy.ACCOUNT_ID: "account ID",
}


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
    with_summaries: bool = True
    summaries_dropped: int = 0
    overview_dropped: int = 0


def coverage(page: InteractionPage, shown: Shown, kind: SearchBy, window: tuple[datetime, datetime]) -> str:
    """The coverage line of a search."""
    gaps = [*_limits(page, shown), *_losses(page, window)]
    complete = not gaps and page.listed and page.interactions
    notes = [_opening(page, shown, complete=bool(complete)), *gaps, *_summaries(page, shown)]
    return closing([*notes, *_scope(page, kind)])


def closing(sentences: Iterable[str]) -> str:
    """Sentences as the line that ends a result."""
    return f"Coverage: {' '.join(sentences)}"


def _opening(page: InteractionPage, shown: Shown, *, complete: bool) -> str:
    total = len(page.interactions)
    if not page.listed:
        return "the API's reply held no list of interactions, which is no proof that there are none."
    if not total:
        return "the search is complete and found nothing under this identifier in this window; that is not proof of no history."
    if complete:
        return (
            f"complete, all {total} that the API returned are shown."
            if total > 1
            else "complete, the one returned is shown."
        )
    if shown.rows == total:
        return f"all {total} that the API returned are shown."
    return (
        f"{shown.rows} of {total} returned interactions shown; what stands above the rows counts all {total}."
    )


def _limits(page: InteractionPage, shown: Shown) -> Iterator[str]:
    """What caps and the budget kept out, with the arguments that bring it."""
    rows = page.interactions
    wanted = min(shown.asked, len(rows))
    if shown.rows < wanted:
        ways = [
            *_times("end_time", rows[: shown.rows][-1:]),
            *([] if shown.concise else ['detail="concise"']),
        ]
        hidden = f"{_range(shown.rows + 1, wanted)} left out to stay within {shown.budget:,} tokens"
        yield f"{hidden}: call again with {' or '.join(ways)}." if ways else f"{hidden}."
    if wanted < len(rows):
        cap = f"max_interactions={shown.asked}"
        yield f"{_range(wanted + 1, len(rows))} left out by {cap}: call again with max_interactions={min(len(rows), API_CAP)}."
    if page.returned >= API_CAP:
        begun = [row for row in rows if row.started]
        older, newer = _times("end_time", begun[-1:]), _times("start_time", begun[:1])
        ways = [
            f"{time} for {age} ones" for times, age in ((older, "older"), (newer, "newer")) for time in times
        ]
        yield (
            f"The API returned its maximum of {API_CAP}: there may be more, even newer ones. "
            f"Call again with {', or with '.join(ways) or 'a narrower window'}."
        )
    if shown.overview_dropped:
        yield f"{counted(shown.overview_dropped, 'part')} of the overview left out to stay within {shown.budget:,} tokens."


def _losses(page: InteractionPage, window: tuple[datetime, datetime]) -> Iterator[str]:
    """What came back but could not be used as it was."""
    if page.unreadable:
        yield f"{counted(page.unreadable, 'entry')} of the reply could not be read and left out."
    if page.unread:
        yield f"{counted(page.unread, 'entry')} beyond the first {page.returned - page.unread:,} not read: narrow the window."
    if page.doubles:
        yield f"{counted(page.doubles, 'exact double')} left out."
    start, end = window
    if outside := sum(1 for row in page.interactions if row.started and not start <= row.started <= end):
        yield f"{counted(outside, 'interaction')} returned with a start outside the window."


def _summaries(page: InteractionPage, shown: Shown) -> Iterator[str]:
    if shown.summaries_dropped:
        yield (
            f"{counted(shown.summaries_dropped, 'summary')} left out to stay within {shown.budget:,} tokens: "
            f"call again with max_interactions={max(shown.rows // 2, 1)}, or get_transcript_summaries with their IDs."
        )
    if page.interactions and not shown.summaries_asked:
        yield "Summaries not asked for: include_summaries brings them."


def _scope(page: InteractionPage, kind: SearchBy) -> Iterator[str]:
    yield f"Only what is stored under this {KIND_NAMES[kind]}: other addresses, numbers and IDs of the customer are not included."
    if kind is SearchBy.PHONE_NUMBER and not page.interactions:
        yield "Numbers may also be stored in a national form, which this search does not match."
    contacts = {row.contact_id for row in page.interactions if row.contact_id}
    if kind is not SearchBy.CONTACT_ID and len(contacts) == 1:
        yield f'All that carry a contact ID carry {listed(contacts.pop())}: search_by="contact_id" may show more.'


def _range(first: int, last: int) -> str:
    return f"#{first}" if first == last else f"#{first} to #{last}"


def _times(argument: str, rows: Sequence[Interaction]) -> list[str]:
    """The argument with a row's start, which the search then includes or just misses."""
    return [f'{argument}="{exact(row.started)}"' for row in rows if row.started]
