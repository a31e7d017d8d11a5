"""The last line of a result: what it rests on, what it leaves out, and which call brings that."""

from collections.abc import Iterator, Sequence

from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.records.bounds import ROW_LIMIT
from c360_mcp.records.fields import LIST_LIMIT
from c360_mcp.records.insights import Insights
from c360_mcp.records.page import InteractionPage
from c360_mcp.search.identity import SearchBy
from c360_mcp.search.moment import wall_time
from c360_mcp.text.history import History
from c360_mcp.text.limits import Limits
from c360_mcp.text.part import Draft, Kept
from c360_mcp.text.phrases import closing, counted
from c360_mcp.text.summaries import MASKED, incomplete, reused

KIND_NAMES = {
    SearchBy.EMAIL: "e-mail address",
    SearchBy.PHONE_NUMBER: "phone number",
    SearchBy.CONTACT_ID: "contact ID",
    SearchBy.ACCOUNT_ID: "account ID",
}
CONTACTS_NAMED = 3
ROWS_NAMED = 3
LONGEST_CONTACT = 64
"""Characters of a contact ID that is worth its tokens here."""


def coverage(history: History, limits: Limits, draft: Draft, kept: Kept) -> str:
    """The coverage line of a search whose text shows so much of the draft."""
    page = history.page
    unshown = [*draft.note("rows", kept), *limits.cap(draft, kept)]
    unfound = [*limits.gathering(kept)]
    unsaid = draft.note("overview", kept)
    lost = [*_losses(page, history), *limits.unlisted(_aggregated(page.insights), kept)]
    lookup = history.summaries
    untold = lookup and (lookup.unknown or list(incomplete(lookup)))
    is_found, is_shown = not (unfound or lost), not (unshown or unsaid or untold)
    return closing(
        [
            _opening(history, kept["rows"], found=is_found, complete=is_found and is_shown),
            *unshown,
            *unfound,
            *unsaid,
            *lost,
            *draft.note("summaries", kept),
            *([MASKED] if history.masked else []),
            *reused(history.age),
            *_scope(history),
        ]
    )


def _opening(history: History, rows: int, *, found: bool, complete: bool) -> str:
    """How much is shown. `found` is whether nothing is known to be missing, `complete` whether all of it is told, too."""
    page, gathering = history.page, history.gathering
    total = len(page.interactions)
    if not page.has_list:
        return "the API's reply held no list of interactions, which is no proof that there are none."
    if (page.returned or page.unreadable) and not total:
        return "nothing that the API returned could be read, which is no proof that there is no history."
    if aggregated := _aggregated(page.insights) if not total else 0:
        return f"the API listed no interactions, yet its aggregates count {aggregated:,}: no proof that there are none."
    if not total:
        return (
            "the search is complete and found nothing under this identifier in this window; "
            "that is not proof of no history."
        )
    if rows < total:
        whole = f"complete for this window ({gathering.basis}), " if gathering and found else ""
        return f"{whole}{rows} of {total:,} interactions shown; counts and signals above cover all {total:,}."
    amount = "the one" if total == 1 else f"all {total:,}"
    if total < page.returned:
        amount = f"{total:,} of the {page.returned:,}"
    basis = f" ({gathering.basis})" if gathering else ""
    whole = f"complete for this window{basis}, " if complete else ""
    return f"{whole}{amount} that the API returned {'is' if total == 1 else 'are'} shown."


def _losses(page: InteractionPage, history: History) -> Iterator[str]:
    """What came back but could not be used as it was."""
    most = "Up to " if page.replies > 1 else ""
    if page.unreadable:
        yield f"{most}{counted(page.unreadable, 'entry')} of the reply could not be read."
    if page.beyond_limit:
        yield f"{most}{counted(page.beyond_limit, 'entry')} beyond the first {ROW_LIMIT:,} not read: narrow the window."
    if page.lists_truncated:
        yield f"{most}{counted(page.lists_truncated, 'list')} cut after {LIST_LIMIT} items."
    withheld = (("interaction ID", page.interaction_ids_withheld), ("contact ID", page.contact_ids_withheld))
    if said := " and ".join(counted(number, noun) for noun, number in withheld if number):
        yield f"{most}{said} withheld, as not fit to be shown."
    if page.duplicates:
        yield f"{most}{counted(page.duplicates, 'exact double')} left out."
    start, end = history.window.limits
    rows = enumerate(history.timeline.rows, 1)
    if outside := [number for number, row in rows if row.started and not start <= row.started <= end]:
        yield f"{_cited(outside)} returned with a start outside the window."


def _cited(group: Sequence[int]) -> str:
    """`#1 and #2`; of many, the newest and how many there are besides."""
    names = [f"#{number}" for number in group[:ROWS_NAMED]]
    if more := len(group) - len(names):
        names.append(f"{more} more")
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _aggregated(insights: Insights) -> int:
    """The most interactions of which 8x8's aggregates speak."""
    matched = (topic.interactions for topic in insights.topics)
    return max(total or 0 for total in (insights.sentiment_total, insights.topics_total, *matched))


def _scope(history: History) -> Iterator[str]:
    kind, window = history.identity.kind, history.window
    if not window.start_given:
        before = wall_time(window.start)[:10]
        yield f'Nothing before {before} was searched: start_time="P3Y" goes back further.'
    yield f"Only what is stored under {_whose(history)}, not under other addresses, numbers or IDs of the customer."
    if history.note:
        yield history.note
    if history.page.has_list and not history.page.returned:
        yield from _spellings(history)
    if kind is not SearchBy.CONTACT_ID and not history.contact_id:
        yield from _contacts(history)


def _whose(history: History) -> str:
    of_contact = f" and contact {bare_or_quoted(history.contact_id)}" if history.contact_id else ""
    return f"this {KIND_NAMES[history.identity.kind]}{of_contact}"


def _spellings(history: History) -> Iterator[str]:
    """In which other form the identifier may be stored, after nothing was found."""
    kind, value = history.identity.kind, history.identity.value
    if kind is SearchBy.PHONE_NUMBER:
        yield "Numbers may also be stored in a national form, which this search may not match."
    if kind is SearchBy.EMAIL and value != value.lower():
        yield "The address was searched with capitals, and letter case may matter: try it in small letters."
    if kind in {SearchBy.CONTACT_ID, SearchBy.ACCOUNT_ID}:
        yield "IDs match exactly; a name, an address or a number is none."


def _contacts(history: History) -> Iterator[str]:
    """Whose the interactions are, and that a contact may have more of them."""
    ids = history.timeline.contact_ids
    named = [bare_or_quoted(contact) for contact in ids[:CONTACTS_NAMED] if len(contact) <= LONGEST_CONTACT]
    withheld = history.page.contact_ids_withheld > 0
    if len(ids) == 1 and named and not withheld and not history.note:
        yield f'All that carry a contact ID carry {named[0]}: scope="contact" adds what else is stored under it.'
    elif len(ids) > 1 or (ids and withheld):
        some = f" ({', '.join(named)}{', …' if len(ids) > len(named) else ''})" if named else ""
        amount = f"{'at least ' if withheld else ''}{counted(len(ids), 'contact ID')}"
        yield (
            f"Those with a contact ID carry {amount}{some}, perhaps of different people: "
            'search_by="contact_id" shows what is stored under one.'
        )
