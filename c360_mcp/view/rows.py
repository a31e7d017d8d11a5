"""The rows and contacts that a result's text shows, as data."""

from collections.abc import Iterator

from c360_mcp.analysis.contact import Contact
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.summary import Summary
from c360_mcp.text.history import History
from c360_mcp.text.part import Kept
from c360_mcp.text.row import Rows, render_channel, render_length
from c360_mcp.text.summaries import advice, render_duration, unusual_facts
from c360_mcp.view import shape
from c360_mcp.view.json_values import iso, known


class ShownRows:
    """As many of the newest rows as the text shows, each with what the text says of it."""

    def __init__(self, history: History, kept: Kept) -> None:
        self._history = history
        self._written = Rows(history.timeline.rows[: history.max_interactions], history)
        self._shown = kept["rows"]
        told = history.summarised[: kept["summaries"]]
        self._texts = {numbers[0]: texts for numbers, texts in told}
        self._told = {number for numbers, _ in told for number in numbers}
        self._gaps = dict(_gaps(history, kept["failures"]))

    @property
    def shared(self) -> str:
        """What all rows have in common, in a sentence."""
        return self._written.labels_of_all()

    def rows(self) -> list[shape.Row]:
        """Row by row, newest first."""
        rows = self._history.timeline.rows[: self._shown]
        return [self._row(number, row) for number, row in enumerate(rows, 1)]

    def contacts(self) -> list[shape.Contact]:
        """Those of which a row is shown."""
        contacts = self._history.timeline.contacts
        return [self._contact(contact) for contact in contacts if contact.number <= self._shown]

    def _row(self, number: int, row: Interaction) -> shape.Row:
        facts = self._written.facets(number - 1)
        data: shape.Row = known(
            number=number,
            start=iso(row.started),
            end=iso(row.ended),
            channel=row.channel,
            kind=render_channel(row),
            length=render_length(row),
            sentiment=row.sentiment,
            headline=row.headline,
            topics=[known(name=topic.name, matches=topic.matches) for topic in row.topics if topic.name],
            facts=[(label, value) for label, value in facts if value and label != "topics"],
            summaries=[summary_text(summary) for summary in self._texts.get(number, ())],
            id=self._id(number, row),
            gap=self._gaps.get(number),
        )
        return data

    def _id(self, number: int, row: Interaction) -> str | None:
        """The ID where the text names it, in full or shortened."""
        needless = number in self._told or number in self._history.without_summary
        return None if self._history.concise or needless else row.interaction_id

    def _contact(self, contact: Contact) -> shape.Contact:
        data: shape.Contact = known(
            rows=[number for number, _ in contact.numbered if number <= self._shown],
            start=iso(contact.started),
            channel=contact.channel,
            direction=contact.direction,
            sentiments=list(contact.sentiments),
        )
        return data


def summary_text(summary: Summary) -> shape.SummaryText:
    """One summary, with when it was made, which is not when the contact was."""
    content = summary.content
    data: shape.SummaryText = known(
        text=(content.text if content else None) or "",
        remarks=unusual_facts(content) if content else [],
        created=iso(summary.created),
        length=render_duration(content) or None,
    )
    return data


def _gaps(history: History, shown: int) -> Iterator[tuple[int, str]]:
    """Why a row has no summary, as far as the text shows the reasons."""
    by_reason = history.summaries.by_reason if history.summaries else {}
    for reason, ids in list(by_reason.items())[:shown]:
        for asked in ids:
            for number in history.timeline.numbers_by_id[asked]:
                yield number, advice(reason)
