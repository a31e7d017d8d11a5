"""Interactions on record, made of the stories: each with its ID, its time and the searches that find it."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from c360_mcp.sandbox.story import Contact, Story

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Record(NamedTuple):
    """One interaction on record. Times are epoch milliseconds; `token`, 25 letters and digits, is unique to it."""

    id: str
    token: str
    started_at: int
    ended_at: int | None
    contact: Contact
    story: Story

    @property
    def address(self) -> str | None:
        """The customer's address or number that was used."""
        return self.story.address_of(self.contact)


def place(stories: Iterable[Story], *, today: date, tenant_id: str) -> tuple[Record, ...]:
    """Make a record of every contact in the stories, each so many days before `today`, oldest first."""
    records = (
        _record(story, ordinal, contact, today=today, tenant_id=tenant_id)
        for story in stories
        for ordinal, contact in enumerate(story.contacts)
    )
    return tuple(sorted(records, key=lambda record: record.started_at))


def epoch_milliseconds(moment: datetime) -> int:
    """Count the milliseconds from the epoch to a moment with a time zone."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _record(story: Story, ordinal: int, contact: Contact, *, today: date, tenant_id: str) -> Record:
    seed, begin = _seed(story, ordinal), _seed(story, ordinal - contact.leg)
    token = "".join(_BASE62[seed // 62**digit % 62] for digit in range(25))
    day = today - timedelta(days=contact.days_ago)
    minute = datetime.combine(day, time.fromisoformat(contact.at), UTC)
    started_at = epoch_milliseconds(minute) + begin % 60_000
    shard = f"{seed % 12 + 1:02d}"
    return Record(
        id=f"int-{started_at:x}-{token}-{contact.media.lower()}-{shard}-{tenant_id}",
        token=token,
        started_at=started_at,
        ended_at=None if contact.lasting is None else started_at + _milliseconds(contact.lasting),
        contact=replace(
            contact,
            title=_dated(contact.title, today),
            subject=_dated(contact.subject, today),
            summary=_dated(contact.summary, today),
        ),
        story=story,
    )


def _seed(story: Story, ordinal: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{story.key}/{ordinal}".encode()).digest())


def _milliseconds(lasting: str) -> int:
    """Read a length such as "1h02m" or "6m12s"."""
    units = {"h": 3600, "m": 60, "s": 1}
    return 1000 * sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+)([hms])", lasting))


def _dated(text: str | None, today: date) -> str | None:
    """Put dates in place of `{12}`, 12 days before `today`, and `{-5}`, 5 days after it."""

    def spelt_out(placeholder: re.Match[str]) -> str:
        day = today - timedelta(days=int(placeholder[1]))
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    return None if text is None else re.sub(r"\{(-?\d+)\}", spelt_out, text)
