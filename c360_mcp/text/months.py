"""Contacts that have no room as rows: a line a month, and where there are too many months, a line a year."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo

from c360_mcp.analysis.contact import Contact
from c360_mcp.analysis.tags import TagReader
from c360_mcp.intake.gate import bare_or_quoted
from c360_mcp.text.phrases import named_counts
from c360_mcp.text.row import vocabulary_word

TOPICS_OF_A_MONTH = 3

Period = Callable[[datetime], str]


def month(moment: datetime) -> str:
    """`2026-03`."""
    return f"{moment.year}-{moment.month:02}"


def year(moment: datetime) -> str:
    """`2026`."""
    return str(moment.year)


def by_period(contacts: Sequence[Contact], zone: tzinfo, months: int) -> list[tuple[str, list[Contact]]]:
    """Contacts, newest first, under their months, so many of the newest, and older ones under their years.

    Those without a start come last, under no period.
    """
    dated = [(contact.started.astimezone(zone), contact) for contact in contacts if contact.started]
    shown = list(dict.fromkeys(month(moment) for moment, _ in dated))[:months]
    periods: dict[str, list[Contact]] = {}
    for moment, contact in dated:
        period = month(moment) if month(moment) in shown else year(moment)
        periods.setdefault(period, []).append(contact)
    undated = [contact for contact in contacts if not contact.started]
    return [*periods.items(), *([("start unknown", undated)] if undated else [])]


def render_period(name: str, contacts: Sequence[Contact], tags: TagReader) -> str:
    """`2026-03: 14, inbound 11; phone 9, chat 5; negative 6 of 11 scored; late fee 5, refund 2; abandoned 2`."""
    inbound = sum(contact.is_inbound() for contact in contacts)
    facts = (
        f"{len(contacts)}, inbound {inbound}" if inbound < len(contacts) else f"{len(contacts)} inbound",
        named_counts(_counted(vocabulary_word(contact.channel) for contact in contacts if contact.channel)),
        _scored(contacts),
        named_counts(_topics(contacts)[:TOPICS_OF_A_MONTH]),
        named_counts(_friction(contacts, tags)),
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


def _friction(contacts: Sequence[Contact], tags: TagReader) -> list[tuple[str, int]]:
    """How many are tagged in which way; abandoned only as far as they are not outbound."""
    kinds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("abandoned", tags.abandoned),
        ("transferred", tags.transfer),
        ("callback noted", tags.callback),
        ("escalated", tags.escalation),
    )
    counts = [
        (
            name,
            sum(
                _is_tagged(contact, says) and not (name == "abandoned" and contact.is_outbound())
                for contact in contacts
            ),
        )
        for name, says in kinds
    ]
    return [(name, count) for name, count in counts if count]


def _is_tagged(contact: Contact, says: Callable[[str], bool]) -> bool:
    return any(says(tag) for leg in contact.legs for tag in leg.tags)


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(names).most_common()
