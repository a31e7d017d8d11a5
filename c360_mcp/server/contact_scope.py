"""One person's history over all identifiers: what is stored under the contact ID that all their interactions carry."""

from collections.abc import Sequence

from c360_mcp.errors import UpstreamError
from c360_mcp.gather.page import Row
from c360_mcp.gather.union import unite
from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.page import join_pages
from c360_mcp.search.identity import Identity, SearchBy
from c360_mcp.server.gathering import Brought, Search, told_rows
from c360_mcp.text.gathering import Found


async def find_person(search: Search, identity: Identity) -> Found:
    """Search, and add what is stored under the one contact ID of what was found.

    Where that can't be, the note of what was found says why.
    """
    if identity.kind is SearchBy.CONTACT_ID:
        return (await search.find(identity)).found
    first = await search.find(identity, leaves=lambda page: len(_contact_ids(page.interactions)) == 1)
    contact_ids = _contact_ids(first.rows)
    found = first.found
    if not first.rows:
        return found
    if found.page.contact_ids_withheld or len(contact_ids) != 1:
        return found._replace(note=_not_one(contact_ids, found.page.contact_ids_withheld))
    [contact_id] = contact_ids
    try:
        second = await search.find(Identity(SearchBy.CONTACT_ID, contact_id))
    except UpstreamError as error:
        return found._replace(note=f"The search by contact ID {contact_id} failed: {error.sentence}")
    if second.gathered and second.gathered.complete_from is None:
        return found._replace(note=_in_part(contact_id))
    if lacks := _lacks(first, second):
        return found._replace(note=f"The search by contact ID {contact_id} {lacks}, and was left out.")
    return _together(first, second)._replace(contact_id=contact_id)


def _in_part(contact_id: str) -> str:
    way = f'search_by="contact_id" with {bare_or_quoted(contact_id)} asks for it alone.'
    return f"The search by contact ID {contact_id} brought some of an unknown number, and was left out: {way}"


def _contact_ids(rows: Sequence[Interaction]) -> list[str]:
    return list(dict.fromkeys(row.contact_id for row in rows if row.contact_id))


def _lacks(first: Brought, second: Brought) -> str:
    """In which way the search by contact ID brought less than it had to; empty where it did not."""
    if not any(page.returned for page in second.pages):
        return "found nothing"
    if second.gathered is None and second.pages[0].is_full:
        return ""
    since = max(_complete_from(first), _complete_from(second))
    carried = [row for row in _since(first, since) if row.contact_id]
    return "found less than this one" if len(_since(second, since)) < len(carried) else ""


def _complete_from(brought: Brought) -> float:
    """From when on it is complete, in milliseconds."""
    if brought.gathered is None:
        return float("-inf")
    since = brought.gathered.complete_from
    return float("inf") if since is None else since


def _since(brought: Brought, moment: float) -> Sequence[Interaction]:
    """What it brought of the time from a moment on."""
    if brought.gathered is None:
        return brought.rows
    return [row.content for row in brought.gathered.rows if (row.start or 0) >= moment]


def _not_one(contact_ids: Sequence[str], withheld: int) -> str:
    if len(contact_ids) > 1:
        return "There is more than one contact ID, so nothing else was added."
    if withheld:
        return "Since contact IDs were withheld, nothing else was added."
    return "None of these carries a contact ID, so no other identifiers could be added."


def _together(first: Brought, second: Brought) -> Found:
    """Each leg of each interaction once; the aggregates are those of the contact."""
    pages = [*second.pages, *first.pages]
    otherwise = _distinct(first.rows, second.rows)
    if first.gathered is None or second.gathered is None or (first.is_one_reply and second.is_one_reply):
        capped = first.found.capped or second.found.capped
        return Found(join_pages(pages, otherwise), None, capped=capped)
    gathered = unite(first.gathered, second.gathered, _distinct_rows)
    rows = told_rows(gathered, otherwise=otherwise)
    return Brought(pages, rows, gathered, first.wanted).found


def _distinct(first: Sequence[Interaction], others: Sequence[Interaction]) -> list[Interaction]:
    told = set(map(_leg, first))
    return [*first, *(row for row in others if _leg(row) not in told)]


def _distinct_rows(
    first: Sequence[Row[Interaction]], others: Sequence[Row[Interaction]]
) -> list[Row[Interaction]]:
    told = {_leg(row.content) for row in first}
    return [*first, *(row for row in others if _leg(row.content) not in told)]


def _leg(row: Interaction) -> tuple[object, ...]:
    """What tells a leg from others of its interaction, and stays as it is between two searches."""
    return (row.interaction_id, row.started, row.queue, row.outcome) if row.interaction_id else row
