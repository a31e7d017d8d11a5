"""The data of a view, as JSON; `ui/src/data.ts` says the same in TypeScript.

Times are ISO 8601 in UTC. What is unknown is absent. Every foreign string has passed the gate, as in the text.
"""

from typing import NotRequired, TypedDict


class Who(TypedDict):
    """By what the customer was looked up."""

    kind: str
    value: str
    notes: list[str]
    contact: NotRequired[str]
    """The contact whose interactions were added."""


class Window(TypedDict):
    """What was searched."""

    start: str
    end: str
    zone: str
    said: str
    """The same in words, by the clocks of that zone."""


class Topic(TypedDict):
    """A topic of a row."""

    name: str
    matches: NotRequired[int]


class SummaryText(TypedDict):
    """One summary of an interaction."""

    text: str
    remarks: list[str]
    """Its type and status, where they are not the usual ones."""
    created: NotRequired[str]
    length: NotRequired[str]


class Row(TypedDict):
    """One interaction."""

    number: int
    kind: str
    """Channel and direction in words."""
    length: str
    topics: list[Topic]
    facts: list[tuple[str, str]]
    """Label and value of whatever else a row of the text says."""
    summaries: list[SummaryText]
    start: NotRequired[str]
    end: NotRequired[str]
    channel: NotRequired[str]
    sentiment: NotRequired[str]
    headline: NotRequired[str]
    id: NotRequired[str]
    """By which a summary can be fetched; absent where it is there, is known not to exist, or IDs are left out."""
    gap: NotRequired[str]
    """Why a summary that was asked for is not there."""


class Contact(TypedDict):
    """Rows that are one contact, the last leg first."""

    rows: list[int]
    sentiments: list[str]
    start: NotRequired[str]
    channel: NotRequired[str]
    direction: NotRequired[str]


class Period(TypedDict):
    """Contacts without a row of their own, counted."""

    name: str
    """`2026-03`, `2025`, or `start unknown`."""
    said: str
    count: int
    channels: dict[str, int]


class Signal(TypedDict):
    """What a rule found."""

    kind: str
    title: str
    subjects: list[str]
    others: str
    """How many subjects of this kind are not named."""
    rows: list[int]
    """Those that are shown."""
    count: int
    """Contacts in all."""
    earlier: int
    """Chains of repeat contacts before this one."""


class More(TypedDict):
    """A call that brings what is not here: arguments in place of those of the call that brought this."""

    label: str
    arguments: dict[str, str | int]


class HistoryData(TypedDict):
    """A customer's history."""

    view: str
    notices: list[str]
    who: Who
    window: Window
    now: str
    amount: str
    coverage: str
    overview: list[str]
    contacts: list[Contact]
    rows: list[Row]
    periods: list[Period]
    signals: list[Signal]
    absent: str
    """Which signals no row shows."""
    shared: str
    """What all rows have in common."""
    more: list[More]


class Found(TypedDict):
    """The summaries of one interaction."""

    id: str
    texts: list[SummaryText]


class Gap(TypedDict):
    """Interactions without a summary."""

    ids: list[str]
    reason: str


class SummariesData(TypedDict):
    """Summaries that were asked for by their interactions."""

    view: str
    notices: list[str]
    zone: str
    now: str
    coverage: str
    found: list[Found]
    gaps: list[Gap]
