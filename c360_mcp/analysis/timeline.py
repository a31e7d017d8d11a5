"""A customer's interactions in order, and which of them are one contact."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain, count
from operator import eq
from typing import Any, TypeVar

from c360_mcp.analysis.contact import Contact, make_contact
from c360_mcp.records.interaction import Interaction

Key = tuple[Any, ...]
T = TypeVar("T")

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Timeline:
    """Contacts, newest first. Rows are their legs, numbered from 1 in the same order."""

    contacts: tuple[Contact, ...]

    @cached_property
    def rows(self) -> tuple[Interaction, ...]:
        """All legs, those of a contact together."""
        return tuple(chain.from_iterable(contact.legs for contact in self.contacts))

    @cached_property
    def tags(self) -> frozenset[str]:
        """The different tags of all legs, in each spelling that occurs."""
        return frozenset(chain.from_iterable(row.tags for row in self.rows))

    @cached_property
    def tagged(self) -> dict[str, list[tuple[int, str, int, Contact]]]:
        """By a tag as it is spelled, the contacts that carry it: place, the tag case-folded, its row and the contact.

        By their places, those of several tags can be put in one order, newest first.
        """
        tagged: dict[str, list[tuple[int, str, int, Contact]]] = defaultdict(list)
        place = count()
        for contact in self.contacts:
            for folded, (tag, number) in contact.tags.items():
                tagged[tag].append((next(place), folded, number, contact))
        return tagged

    def tags_that(self, says: Callable[[str], bool]) -> frozenset[str]:
        """Those of its tags that say something; each is asked once, however many contacts carry it."""
        return frozenset(filter(says, self.tags))

    @cached_property
    def contact_ids(self) -> tuple[str, ...]:
        """The different contact IDs, in the order of the newest row of each."""
        return tuple(dict.fromkeys(row.contact_id for row in self.rows if row.contact_id))

    @property
    def joined(self) -> list[Contact]:
        """The contacts of several legs."""
        return [contact for contact in self.contacts if len(contact.legs) > 1]

    @cached_property
    def numbers_by_id(self) -> dict[str, list[int]]:
        """The rows' numbers by interaction ID, newest first; an ID may stand in several rows."""
        numbers: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows, 1):
            if row.interaction_id:
                numbers.setdefault(row.interaction_id, []).append(number)
        return numbers

    def by_person(self) -> list[tuple[str | None, list[Contact]]]:
        """Contacts that may be one person's: all of them, or where there are several contact IDs, those of each.

        Those without a contact ID then stand by themselves, as nobody knows whose they are.
        """
        if len(self.contact_ids) <= 1:
            return [(None, list(self.contacts))]
        people: dict[str | None, list[Contact]] = defaultdict(list)
        for contact in self.contacts:
            people[contact.contact_id].append(contact)
        return list(people.items())


def make_timeline(interactions: Sequence[Interaction]) -> Timeline:
    """Put interactions in order, whatever order they came in, with the legs of each contact together."""
    groups: dict[int, list[Interaction]] = defaultdict(list)
    for first, row in zip(_groups(interactions), interactions, strict=True):
        groups[first].append(row)
    legs = [_ordered(group, _recency) for group in groups.values()]
    contacts, number = [], 1
    for group in _ordered(legs, lambda group: _recency(group[0])):
        contacts.append(make_contact(number, tuple(group)))
        number += len(group)
    return Timeline(tuple(contacts))


def _ordered(items: Sequence[T], key: Callable[[T], Key]) -> list[T]:
    """Items by their key, the greatest first; of equal ones the order that they came in does not matter."""
    if len(items) == 1:
        return [*items]
    ordered = sorted(items, key=key, reverse=True)
    keys = [*map(key, ordered)]
    if not any(map(eq, keys, keys[1:])):
        return ordered
    return sorted(ordered, key=lambda item: (key(item), repr(item)), reverse=True)


def _recency(row: Interaction) -> Key:
    began = row.started or row.ended or _BEFORE_ALL
    return began, row.ended or began


def _groups(rows: Sequence[Interaction]) -> list[int]:
    """For each row the index of the first one that it belongs with, directly or by way of others."""
    parents = list(range(len(rows)))
    first: dict[Key, int] = {}
    for index, keys in enumerate(_keys(rows)):
        for key in keys:
            earlier = first.setdefault(key, index)
            if earlier != index:
                parents[_root(parents, index)] = _root(parents, earlier)
    return [_root(parents, index) for index in range(len(rows))]


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = index = parents[parents[index]]
    return index


def _keys(rows: Sequence[Interaction]) -> Iterator[list[Key]]:
    """What each row has in common with others of its contact: its ID, or its start to the second and its party.

    The party is the address, or the contact ID. Where rows with one address carry several contact IDs, the address
    tells nothing.
    """
    people: dict[Key, set[str]] = defaultdict(set)
    parties = [(_beginning(row), _address(row)) for row in rows]
    for party, row in zip(parties, rows, strict=True):
        if row.contact_id:
            people[party].add(row.contact_id)
    for (beginning, address), row in zip(parties, rows, strict=True):
        keys: list[Key] = [("ID", row.interaction_id)] if row.interaction_id else []
        if beginning:
            if row.contact_id:
                keys.append((beginning, "contact", row.contact_id))
            if address and len(people.get((beginning, address), ())) <= 1:
                keys.append((beginning, "address", address))
        yield keys


def _address(row: Interaction) -> str:
    return row.address.casefold() if row.address else ""


def _beginning(row: Interaction) -> Key:
    """When, by which channel and from whose side it began; empty where one of these is unknown."""
    if not (row.started and row.channel and row.direction):
        return ()
    return int(row.started.timestamp()), row.channel, row.direction
