"""Contacts that have no room as rows: a line a month, and where there are too many months, a line a year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache, cached_property

from c360_mcp.analysis.contact import Contact
from c360_mcp.analysis.friction import abandoned_contacts, callbacks_due, escalations, transfers
from c360_mcp.analysis.tags import TagReader
from c360_mcp.analysis.timeline import Timeline
from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.text.phrases import named_counts
from c360_mcp.text.row import vocabulary_word

TOPICS_OF_A_MONTH = 3

_COUNTED = {
    "abandoned": "abandoned",
    "transfer": "transferred",
    "callback": "callback noted",
    "escalation": "escalated",
}
"""The kinds of signals that are counted, and what they are called here."""


@dataclass(frozen=True)
class OlderContacts:
    """The contacts of a result, for whatever number of the newest of them stands as rows.

    A result is composed several times until it fits, so what is told of a period is worked out once.
    """

    timeline: Timeline
    zone: tzinfo
    tags: TagReader

    def count_months(self) -> int:
        """In how many months they began."""
        local = (each.started.astimezone(self.zone) for each in self.timeline.contacts if each.started)
        return len({(moment.year, moment.month) for moment in local})

    def lines(self, rows: int, asked: int, months: int) -> list[str]:
        """A line for each of the newest `months` with contacts that have no row, and a line a year for what is older.

        `rows` are shown as rows; contacts that begin beyond row `asked` were not asked for.
        """
        told = [self.told(*period) for period in self.periods(rows, asked, months)]
        return ["Older contacts, counted by the month or year of their start:", *told] if told else []

    def periods(self, rows: int, asked: int, months: int) -> list[tuple[str, tuple[int, ...]]]:
        """The months and years of those lines, each with the numbers of its contacts."""
        if rows >= asked:
            return []
        dated = [each for each in self._dated if rows < each[2].number <= asked]
        shown = list(dict.fromkeys(month for month, _, _ in dated))[:months]
        periods: dict[str, list[Contact]] = {}
        for month, year, contact in dated:
            periods.setdefault(month if month in shown else year, []).append(contact)
        undated = [
            each for each in self.timeline.contacts if not each.started and rows < each.number <= asked
        ]
        groups = [*periods.items(), *([("start unknown", undated)] if undated else [])]
        return [(name, tuple(each.number for each in group)) for name, group in groups]

    @cached_property
    def _dated(self) -> list[tuple[str, str, Contact]]:
        """Month and year of each contact that has a start, newest first."""
        local = [
            (each.started.astimezone(self.zone), each) for each in self.timeline.contacts if each.started
        ]
        return [(f"{moment.year}-{moment.month:02}", f"{moment.year}", contact) for moment, contact in local]

    @cached_property
    def told(self) -> Callable[[str, tuple[int, ...]], str]:
        """The line of a period with these contacts."""
        by_number = {contact.number: contact for contact in self.timeline.contacts}
        return cache(lambda name, numbers: render_period(name, [by_number[n] for n in numbers], self._kinds))

    @cached_property
    def _kinds(self) -> Mapping[int, frozenset[str]]:
        """Of which signals each contact is a part, by the rules of the overview."""
        rules = (abandoned_contacts, transfers, callbacks_due, escalations)
        signals = [signal for rule in rules for signal in rule(self.timeline, self.tags)]
        named: dict[int, set[str]] = defaultdict(set)
        for signal in signals:
            for row in signal.rows if signal.kind in _COUNTED else ():
                named[row].add(_COUNTED[signal.kind])
        return {
            contact.number: frozenset(name for row, _ in contact.numbered for name in named[row])
            for contact in self.timeline.contacts
        }


def render_period(name: str, contacts: Sequence[Contact], kinds: Mapping[int, frozenset[str]]) -> str:
    """`2026-03: 14, inbound 11; phone 9, chat 5; negative 6 of 11 scored; late fee 5, refund 2; abandoned 2`."""
    inbound = sum(contact.is_inbound() for contact in contacts)
    tagged = Counter(kind for contact in contacts for kind in kinds[contact.number])
    facts = (
        f"{len(contacts)}, inbound {inbound}" if inbound < len(contacts) else f"{len(contacts)} inbound",
        named_counts(_counted(vocabulary_word(contact.channel) for contact in contacts if contact.channel)),
        _scored(contacts),
        named_counts(_topics(contacts)[:TOPICS_OF_A_MONTH]),
        named_counts(sorted(tagged.items())),
    )
    return f"{name}: {'; '.join(filter(None, facts))}"


def _scored(contacts: Sequence[Contact]) -> str:
    scored = [contact for contact in contacts if contact.sentiments]
    negative = sum("negative" in contact.sentiments for contact in scored)
    return f"negative {negative} of {len(scored)} scored" if scored else ""


def _topics(contacts: Sequence[Contact]) -> list[tuple[str, int]]:
    """Topics, spelled as the newest contact spells them, most frequent first."""
    spelling: dict[str, str] = {}
    names = (topic.name or "" for contact in contacts for topic in contact.topics)
    return _counted(bare_or_quoted(spelling.setdefault(name.casefold(), name)) for name in names)


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(names).most_common()
