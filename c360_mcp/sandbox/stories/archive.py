"""An archive with 500 contacts in three years, made by a small grammar: matters, the steps of each, calm and busy weeks."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from typing import NamedTuple

from c360_mcp.sandbox.story import Contact, Story, mail, webchat

_CONTACTS = 500
_CALM = (4, 1, 8, 0, 3, 4, 2)
_BUSY = (0, 0, 1, 0, 0)
_DAYS_BETWEEN = _CALM * 12 + _BUSY * 12
"""From one contact to the one before: some nine months of calm, then a fortnight in which much goes wrong."""


class _Matter(NamedTuple):
    """What a run of contacts is about; the phrases fill the gaps in the summaries of its steps."""

    topic: str
    queue: str
    what: str
    remedy: str


_MATTERS = (
    _Matter("delivery", "Orders", "a crate of scanned films that did not arrive", "send a courier"),
    _Matter("outage", "Site services", "a reading room without a connection", "send an engineer"),
    _Matter("billing", "Billing", "a line on the invoice that nobody had ordered", "correct the invoice"),
    _Matter(
        "speed", "Site services", "uploads of large scans that break off in the evening", "move the line"
    ),
    _Matter("late fee", "Billing disputes", "a late fee of $35.00 on a bill paid in time", "cancel the fee"),
    _Matter("installation", "Orders", "a second connection for the store room", "book an installation"),
    _Matter("upgrade", "Customer care", "a faster plan for the digitising team", "prepare an offer"),
)

# A contact reads in a few lines, not in one per field.
# fmt: off
_STEPS = (
    webchat(
        0, "", "19m05s", sentiment="NEGATIVE", topics={"<topic>": 4, "complaint": 1},
        wrap_up=("Follow-up",), labels=("Queued", "TransferredToAgent", "Handled"),
        summary="Customer reported <what> and asked for a date by which it will be settled. Agent found no earlier "
        "report, opened a case and promised to <remedy> within three working days. Customer asked for an answer in "
        "writing; agent confirmed that an e-mail will follow once the date is fixed.",
    ),
    mail(0, "", "5m10s", sentiment="NEUTRAL", topics={"<topic>": 2}, wrap_up=("Information given",)),
    mail(
        0, "", "2m40s", direction="OUTBOUND", outcome="Handled", labels=("Handled",), topics={"<topic>": 1},
        sentiment="NEUTRAL",
    ),
    webchat(0, "", "3m12s", outcome="Abandoned", labels=("Queued", "Abandoned")),
    mail(
        0, "", "6m55s", sentiment="NEGATIVE", topics={"<topic>": 3, "complaint": 2}, wrap_up=("Template reply",),
    ),
    webchat(
        0, "", "14m22s", sentiment="MIXED", topics={"<topic>": 3},
        wrap_up=("Resolved",), labels=("Queued", "TransferredToQueue", "Handled"),
        summary="Customer wrote for the third time about <what>. Agent apologised for the delay, took the case over "
        "from the first team and arranged to <remedy> on the next morning. Customer accepted that and asked that the "
        "notes name the person in charge. Agent added the name and closed the earlier cases.",
    ),
    mail(0, "", "2m01s", sentiment="POSITIVE", topics={"<topic>": 1, "praise": 1}, wrap_up=("Compliment",)),
    webchat(0, "", "8m48s", sentiment="POSITIVE", topics={"<topic>": 2}, wrap_up=("Resolved",)),
)
# fmt: on


def _told(step: Contact, matter: _Matter) -> Contact:
    """A step of a matter, with its topic, its queue and its words."""
    topics = {name.replace("<topic>", matter.topic): count for name, count in (step.topics or {}).items()}
    summary = step.summary and step.summary.replace("<what>", matter.what).replace("<remedy>", matter.remedy)
    return replace(step, topics=topics or None, queue=matter.queue, summary=summary)


def _moments() -> Iterator[tuple[int, str]]:
    """Days before the start and time of day, newest first; on one day, three hours lie between two contacts."""
    days_ago, hour = 2, 20
    for number, gap in enumerate(cycle(_DAYS_BETWEEN)):
        yield days_ago, f"{hour:02d}:{number * 13 % 60:02d}"
        days_ago, hour = (days_ago + gap, 20 if gap else hour - 3)


def _contacts() -> Iterator[Contact]:
    run = (_told(step, matter) for matter in cycle(_MATTERS) for step in _STEPS)
    oldest_first = list(islice(run, _CONTACTS))
    for contact, (days_ago, at) in zip(reversed(oldest_first), _moments(), strict=False):
        yield replace(contact, days_ago=days_ago, at=at)


STORY = Story(key="archive", email="archive@example.com", contacts=tuple(_contacts()))
