"""A Customer 360 API in miniature: histories of any kind, and whichever fifty of more it keeps."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from c360_mcp.errors import C360Error
from c360_mcp.gather.gathered import Gathered
from c360_mcp.gather.limits import Limits
from c360_mcp.gather.page import Page, Row, TimeRange
from c360_mcp.gather.planner import Planner, Request

CAP = 50
YEAR = 365 * 86_400_000


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311  a failure is to come again


class Contact(NamedTuple):
    """One on file. `start` is when it began, in milliseconds, whatever the API shows of it."""

    start: int
    id: str | None
    content: str
    dated: bool = True
    readable: bool = True

    @property
    def row(self) -> Row[str]:
        return Row(self.id, self.start if self.dated else None, self.content)


Keep = Callable[[Sequence[Contact]], Sequence[Contact]]
"""Chooses the fifty of the contacts found, which are in order, oldest first."""


def newest(found: Sequence[Contact]) -> Sequence[Contact]:
    return found[-CAP:]


def oldest(found: Sequence[Contact]) -> Sequence[Contact]:
    return found[:CAP]


def by_hash(found: Sequence[Contact]) -> Sequence[Contact]:
    return sorted(found, key=lambda contact: sha256(repr(contact).encode()).digest())[:CAP]


def at_random(seed: int) -> Keep:
    random = chance(seed)
    return lambda found: random.sample(list(found), min(CAP, len(found)))


@dataclass
class CappedApi:
    contacts: list[Contact]
    keep: Keep = newest
    counts_start: bool = True
    counts_end: bool = True
    asked: list[TimeRange] = field(default_factory=list)

    def found(self, within: TimeRange) -> list[Contact]:
        first = within.start + (not self.counts_start)
        last = within.end - (not self.counts_end)
        found = [contact for contact in self.contacts if first <= contact.start <= last]
        return sorted(found, key=lambda contact: contact.start)

    def page(self, within: TimeRange) -> Page[str]:
        self.asked.append(within)
        found = self.found(within)
        kept = self.keep(found) if len(found) > CAP else found
        return Page(tuple(each.row for each in kept if each.readable), len(kept))


Order = Callable[[int], int]
"""Which of so many requests under way ends next."""


def in_turn(_: int) -> int:
    return 0


def last_first(under_way: int) -> int:
    return under_way - 1


def by_chance(seed: int) -> Order:
    return chance(seed).randrange


Answer = Callable[[TimeRange], Page[str] | C360Error]


def run(
    whole: TimeRange,
    limits: Limits,
    answer: Answer,
    order: Order,
    watch: Callable[[Gathered[str]], None] = lambda _: None,
) -> Gathered[str]:
    """Gather without any I/O; of the requests under way, any may end first. `watch` sees every step."""
    planner: Planner[str] = Planner(whole, limits)
    under_way: list[Request[str]] = []
    while True:
        while request := planner.next_request():
            under_way.append(request)
        assert len(under_way) <= limits.at_once
        if planner.finished:
            return planner.gathered()
        request = under_way.pop(order(len(under_way)))
        outcome = answer(request.range)
        if isinstance(outcome, Page):
            planner.received(request, outcome)
        else:
            planner.failed(request, outcome)
        watch(planner.gathered())


def calls(whole: TimeRange, limits: Limits, answer: Answer, order: Order) -> Iterator[Gathered[str]]:
    """One call, and those that go on from it as each says: from its end, or with more than began at that moment."""
    end = whole.end
    while True:
        gathered = run(TimeRange(whole.start, end), limits, answer, order)
        yield gathered
        remainder = gathered.remainder()
        if remainder and remainder.end < end:
            end = remainder.end
        elif remainder and limits.wanted is not None and limits.wanted <= remainder.repeats:
            limits = limits._replace(wanted=remainder.repeats + 1)
        else:
            return


def lacking(gathered: Gathered[str], api: CappedApi) -> list[Contact]:
    """What began since the stretch is said to be complete, and yet is not in it."""
    if gathered.complete_from is None:
        return []
    since = gathered.complete_from
    uncertain = {moment + offset for moment in gathered.crowded for offset in (-1, 0, 1)}
    told = Counter(named(row) for row in gathered.rows + gathered.undated)
    expected = [each for each in api.found(gathered.whole) if each.start >= since and each.readable]
    return [
        contact
        for contact in expected
        if contact.start not in uncertain and not _take(told, named(contact.row), once=contact.id is None)
    ]


def named(row: Row[str]) -> object:
    """What a contact is known by."""
    return row.id or (row.start, row.content)


def _take(told: Counter[object], name: object, *, once: bool) -> bool:
    if not told[name]:
        return False
    told[name] -= once
    return True


SEEDS = st.integers(0, 2**32)


@st.composite
def histories(draw: st.DrawFn, length: int) -> list[Contact]:
    """Bursts, ties and thin years within so many milliseconds; doubles of an ID, and contacts without ID or start."""
    random = chance(draw(SEEDS))
    contacts: list[Contact] = []
    for _ in range(draw(st.integers(0, 5))):
        count = draw(st.sampled_from([1, 3, 20, 49, 50, 51, 60, 130]))
        spread = min(draw(st.sampled_from([1, 2, 5, 3_000, 3_600_000, length])), length)
        begin = draw(st.integers(0, length - spread))
        contacts += [
            _contact(begin + random.randrange(spread), len(contacts) + number, random)
            for number in range(count)
        ]
    return contacts


def _contact(start: int, number: int, random: Random) -> Contact:
    kind = random.random()
    if kind < 0.9:
        return Contact(start, f"int-{number}", f"{number}")
    if kind < 0.92:
        return Contact(start, f"int-{random.randrange(number + 1)}", f"{number}")
    if kind < 0.95:
        return Contact(start, None, f"{number % 3}")
    if kind < 0.98:
        return Contact(start, f"int-{number}", f"{number}", dated=False)
    return Contact(start, f"int-{number}", f"{number}", readable=False)
