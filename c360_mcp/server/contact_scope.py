"""One person's history over all identifiers: what is stored under the contact ID that all their interactions carry."""

from collections.abc import Sequence
from dataclasses import replace

from c360_mcp.errors import UpstreamError
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.page import InteractionPage, join_pages
from c360_mcp.search.identity import Identity, SearchBy
from c360_mcp.server.gathering import Search
from c360_mcp.text.gathering import Found, Gathering


async def widen(search: Search, identity: Identity, found: Found) -> Found:
    """Add what is stored under the one contact ID of what was found; where that can't be, say why in its note."""
    contact_ids = list(dict.fromkeys(row.contact_id for row in found.page.interactions if row.contact_id))
    if identity.kind is SearchBy.CONTACT_ID or not found.page.interactions:
        return found
    if found.page.contact_ids_withheld or len(contact_ids) != 1:
        return replace(found, note=_not_one(contact_ids, found.page.contact_ids_withheld))
    try:
        page, gathering = await search.find(Identity(SearchBy.CONTACT_ID, contact_ids[0]))
    except UpstreamError as error:
        return replace(found, note=f"The search by contact ID {contact_ids[0]} failed: {error.sentence}")
    carried = [row for row in found.page.interactions if row.contact_id]
    if len(page.interactions) < len(carried):
        less = "nothing" if not page.interactions else "less than this one"
        return replace(
            found, note=f"The search by contact ID {contact_ids[0]} found {less}, and was left out."
        )
    return Found(
        page=_joined(found.page, page),
        gathering=_both(found, Found(page, gathering)),
        capped=found.capped or (gathering is None and page.is_full),
        contact_id=contact_ids[0],
    )


def _not_one(contact_ids: Sequence[str], withheld: int) -> str:
    if len(contact_ids) > 1:
        return "There is more than one contact ID, so nothing else was added."
    if withheld:
        return "Since contact IDs were withheld, nothing else was added."
    return "None of these carries a contact ID, so no other identifiers could be added."


def _joined(first: InteractionPage, of_contact: InteractionPage) -> InteractionPage:
    """Each leg of each interaction once; the aggregates are those of the contact."""
    told = set(map(_leg, first.interactions))
    others = [row for row in of_contact.interactions if _leg(row) not in told]
    return join_pages([of_contact, first], [*first.interactions, *others])


def _leg(row: Interaction) -> tuple[object, ...]:
    """What tells a leg from others of its interaction, and stays as it is between two searches."""
    return (row.interaction_id, row.started, row.queue, row.outcome) if row.interaction_id else row


def _both(first: Found, second: Found) -> Gathering | None:
    """How both came together; None where each took one request."""
    parts = [found.gathering for found in (first, second) if found.gathering]
    if not parts:
        return None
    partial = [part for part in parts if not part.whole]
    # What ends last is the first to lack something.
    least = max(partial or parts, key=_end_of_certainty)
    singles = 2 - len(parts)
    return replace(least, requests=sum(part.requests for part in parts) + singles)


def _end_of_certainty(part: Gathering) -> float:
    return part.complete_from.timestamp() if part.complete_from else float("inf")
