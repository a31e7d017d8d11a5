"""Which records a search finds, which 50 of them come back, and in what order."""

from collections.abc import Sequence
from operator import attrgetter

from c360_mcp.sandbox.behaviour import Behaviour
from c360_mcp.sandbox.contract import MAX_INTERACTIONS, Search
from c360_mcp.sandbox.history import Record, epoch_milliseconds

_RANDOM = attrgetter("token")
"""Tokens are the hash of a record's place in its story, so sorting by them shuffles, and alike every time."""


def find(records: Sequence[Record], search: Search, behaviour: Behaviour) -> list[Record]:
    """All records that a search finds in its window, in the order in which they are given."""
    start, end = epoch_milliseconds(search.start), epoch_milliseconds(search.end)
    first = start if behaviour.ends in {"both", "start"} else start + 1
    last = end if behaviour.ends in {"both", "end"} else end - 1
    window = [record for record in records if first <= record.started_at <= last]
    if not behaviour.resolve_contacts:
        return [record for record in window if _matches(record, search, behaviour)]
    found = [record for record in records if _matches(record, search, behaviour)]
    contacts = {record.story.contact_id for record in found} - {None}
    return [r for r in window if r.story.contact_id in contacts or _matches(r, search, behaviour)]


def select(found: Sequence[Record], behaviour: Behaviour) -> list[Record]:
    """Those of the records, which are given oldest first, that come back: 50 at most, in the API's order."""
    match behaviour.keep:
        case "newest":
            kept = list(found[-MAX_INTERACTIONS:])
        case "oldest":
            kept = list(found[:MAX_INTERACTIONS])
        case _:
            kept = sorted(found, key=_RANDOM)[:MAX_INTERACTIONS]
    match behaviour.order:
        case "oldest-first":
            return sorted(kept, key=attrgetter("started_at"))
        case "newest-first":
            return sorted(kept, key=attrgetter("started_at"), reverse=True)
        case _:
            return sorted(kept, key=_RANDOM)


def _matches(record: Record, search: Search, behaviour: Behaviour) -> bool:
    match search.parameter:
        case "email":
            return _same_email(record.address, search.value, behaviour)
        case "phoneNumber":
            return record.address == search.value or _same_national(record.address, search.value, behaviour)
        case "contactId":
            return record.story.contact_id == search.value
        case _:
            return record.story.account_id == search.value


def _same_email(address: str | None, asked: str, behaviour: Behaviour) -> bool:
    if address is None:
        return False
    return address == asked or (behaviour.letter_case == "ignored" and address.lower() == asked.lower())


def _same_national(number: str | None, asked: str, behaviour: Behaviour) -> bool:
    """Whether the digits asked for end the number, but for a 0 in front, as people dial within their country."""
    if number is None or asked.startswith("+") or behaviour.national_numbers != "found":
        return False
    return number.endswith(asked.removeprefix("0"))
