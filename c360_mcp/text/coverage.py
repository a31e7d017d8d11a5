"""The last line of a result: what it rests on, what it leaves out, and which call brings that."""

from collections.abc import Iterable, Iterator, Sequence

from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.records.fields import LIST_LIMIT
from c360_mcp.records.insights import Insights
from c360_mcp.records.page import API_CAP, ROW_LIMIT, InteractionPage
from c360_mcp.search.identity import SearchBy
from c360_mcp.search.window import Window
from c360_mcp.text.history import History
from c360_mcp.text.limits import MASKED, beyond_the_cap
from c360_mcp.text.part import Draft, Kept
from c360_mcp.text.phrases import counted

KIND_NAMES = {
    SearchBy.EMAIL: "e-mail address",
    SearchBy.PHONE_NUMBER: "phone number",
    SearchBy.CONTACT_ID: "contact ID",
    SearchBy.ACCOUNT_ID: "account ID",
}
CONTACTS_NAMED = 3
SHARED_IDS_NAMED = 2
ROWS_NAMED = 3
LONGEST_CONTACT = 64
"""Characters of a contact ID that is worth its tokens here."""


def coverage(history: History, draft: Draft, kept: Kept) -> str:
    """The coverage line of a search whose text shows so much of the draft."""
    page, window, kind = history.page, history.window, history.identity.kind
    gaps = [
        *draft.note("rows", kept),
        *beyond_the_cap(history),
        *draft.note("overview", kept),
        *_losses(page, window),
        *_unlisted(page),
    ]
    return closing(
        [
            _opening(page, kept["rows"], complete=not gaps),
            *gaps,
            *draft.note("summaries", kept),
            *([MASKED] if history.masked else []),
            *_scope(page, kind, window),
        ]
    )


def closing(sentences: Iterable[str]) -> str:
    """Sentences as the line that ends a result."""
    return f"Coverage: {' '.join(sentences)}"


def _opening(page: InteractionPage, rows: int, *, complete: bool) -> str:
    total = len(page.interactions)
    if not page.has_list:
        return "the API's reply held no list of interactions, which is no proof that there are none."
    if page.returned and not total:
        return "nothing that the API returned could be read, which is no proof that there is no history."
    if aggregated := _aggregated(page.insights) if not total else 0:
        return f"the API listed no interactions, yet its aggregates count {aggregated:,}: no proof that there are none."
    if not total:
        return (
            "the search is complete and found nothing under this identifier in this window; "
            "that is not proof of no history."
        )
    if rows < total:
        return f"{rows} of {total:,} interactions shown; counts and signals above cover all {total:,}."
    amount = "the one" if total == 1 else f"all {total:,}"
    if total < page.returned:
        amount = f"{total:,} of the {page.returned:,}"
    return f"{'complete, ' if complete else ''}{amount} that the API returned {'is' if total == 1 else 'are'} shown."


def _losses(page: InteractionPage, window: Window) -> Iterator[str]:
    """What came back but could not be used as it was."""
    if page.unreadable:
        yield f"{counted(page.unreadable, 'entry')} of the reply could not be read."
    if page.beyond_limit:
        yield f"{counted(page.beyond_limit, 'entry')} beyond the first {ROW_LIMIT:,} not read: narrow the window."
    if page.lists_truncated:
        yield f"{counted(page.lists_truncated, 'list')} cut after {LIST_LIMIT} items."
    withheld = (("interaction ID", page.interaction_ids_withheld), ("contact ID", page.contact_ids_withheld))
    if said := " and ".join(counted(number, noun) for noun, number in withheld if number):
        yield f"{said} withheld, as not fit to be shown."
    yield from _shared_ids(page)
    if page.duplicates:
        yield f"{counted(page.duplicates, 'exact double')} left out."
    start, end = window.limits
    rows = enumerate(page.interactions, 1)
    if outside := [number for number, row in rows if row.started and not start <= row.started <= end]:
        yield f"{_cited(outside)} returned with a start outside the window."


def _unlisted(page: InteractionPage) -> Iterator[str]:
    """That there are more than those listed by 8x8's own count, where nothing else says so."""
    aggregated = _aggregated(page.insights) if 0 < page.returned < API_CAP else 0
    if aggregated > page.returned:
        yield f"8x8's aggregates count {aggregated:,} interactions, so some may be missing."


def _shared_ids(page: InteractionPage) -> Iterator[str]:
    """Rows that may be one contact, told twice."""
    groups = [numbers for numbers in page.row_numbers_by_id().values() if len(numbers) > 1]
    for group in groups[:SHARED_IDS_NAMED]:
        yield f"{_cited(group)} carry the same interaction ID: perhaps one contact."
    if (more := len(groups) - SHARED_IDS_NAMED) > 0:
        yield f"{counted(more, 'more interaction ID')} on several rows."


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


def _scope(page: InteractionPage, kind: SearchBy, window: Window) -> Iterator[str]:
    yield (
        f"Only what is stored under this {KIND_NAMES[kind]}: "
        "other addresses, numbers and IDs of the customer are not included."
    )
    if page.has_list and not page.returned:
        yield from _further(kind, window)
    if kind is not SearchBy.CONTACT_ID:
        yield from _contacts(page)


def _further(kind: SearchBy, window: Window) -> Iterator[str]:
    """Where else to look, after nothing was found."""
    if kind is SearchBy.PHONE_NUMBER:
        yield "Numbers may also be stored in a national form, which this search may not match."
    if kind in {SearchBy.CONTACT_ID, SearchBy.ACCOUNT_ID}:
        yield "IDs match exactly; a name, an address or a number is none."
    if not window.start_given:
        yield 'start_time="P3Y" looks further back.'


def _contacts(page: InteractionPage) -> Iterator[str]:
    """Whose the interactions are, and that a contact may have more of them."""
    ids = list(dict.fromkeys(row.contact_id for row in page.interactions if row.contact_id))
    named = [bare_or_quoted(contact) for contact in ids[:CONTACTS_NAMED] if len(contact) <= LONGEST_CONTACT]
    withheld = page.contact_ids_withheld > 0
    if len(ids) == 1 and named and not withheld:
        yield f'All that carry a contact ID carry {named[0]}: search_by="contact_id" may show more.'
    elif len(ids) > 1 or (ids and withheld):
        some = f" ({', '.join(named)}{', …' if len(ids) > len(named) else ''})" if named else ""
        amount = f"{'at least ' if withheld else ''}{counted(len(ids), 'contact ID')}"
        yield (
            f"Those with a contact ID carry {amount}{some}, perhaps of different people: "
            'search_by="contact_id" shows what is stored under one.'
        )
