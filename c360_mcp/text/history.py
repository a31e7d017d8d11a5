"""What the text of one search is made of."""

from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from c360_mcp.analysis.summaries import NOT_FOUND, SummaryLookup
from c360_mcp.analysis.tags import DEFAULT_TAG_READER, TagReader
from c360_mcp.analysis.timeline import Timeline
from c360_mcp.records.page import InteractionPage
from c360_mcp.records.summary import Summary
from c360_mcp.search.identity import Identity
from c360_mcp.search.window import Window
from c360_mcp.text.gathering import Gathering
from c360_mcp.text.options import Detail


class History(NamedTuple):
    """A customer's contact history as one search brought it, and how it was asked for."""

    identity: Identity
    searched: str
    """The identity's value, as it may be shown."""
    window: Window
    page: InteractionPage
    timeline: Timeline
    """The page's interactions in order."""
    summaries: SummaryLookup | None
    """What became of the summaries asked for; None where none were."""
    max_interactions: int
    include_summaries: int
    detail: Detail
    now: datetime
    grants_summaries: bool = True
    """Whether the caller may have any."""
    tenant: str = ""
    """8x8's ID of the tenant, in which its interaction IDs end."""
    tags: TagReader = DEFAULT_TAG_READER
    """How outcomes, labels and wrap-up codes are read."""
    gathering: Gathering | None = None
    """How it came together, where one reply could not hold it."""
    capped: bool = False
    """Whether a reply held as many as the API returns, and no more were gathered."""
    contact_id: str | None = None
    """The contact whose interactions were added to those of the identity."""
    note: str = ""
    """Why none were, where they were asked for."""
    age: float = 0.0
    """Seconds since the oldest reply came that was made for an earlier call."""
    masked: bool = False
    """Whether placeholders stand for contacts in it."""
    preamble: tuple[str, ...] = ()
    """Lines that stand before everything else."""

    @property
    def is_scattered(self) -> bool:
        """Whether others may be missing anywhere between those that came, newer ones and older ones, too."""
        return self.gathering.complete_from is None if self.gathering else self.capped

    @property
    def newest_known(self) -> bool:
        """Whether no interaction can be newer than the first: none is capped, unreadable or without a start."""
        return (
            not self.is_scattered
            and not self.page.unreadable
            and all(row.started for row in self.timeline.rows)
        )

    @property
    def brought(self) -> list[tuple[list[int], tuple[Summary, ...]]]:
        """The summaries that came, each with the numbers of the rows that it belongs to, newest first."""
        found = self.summaries.found if self.summaries else {}
        numbers = self.timeline.numbers_by_id if found else {}
        return [(rows, found[key]) for key, rows in numbers.items() if key in found]

    @property
    def summarised(self) -> list[tuple[list[int], tuple[Summary, ...]]]:
        """As many of them as were asked for."""
        return self.brought[: self.include_summaries]

    @property
    def without_summary(self) -> list[int]:
        """The rows of which it is known that no summary exists."""
        numbers = self.timeline.numbers_by_id
        missing = self.summaries.because(NOT_FOUND) if self.summaries else []
        return [number for key in missing for number in numbers[key]]

    @property
    def without_id(self) -> list[int]:
        """The rows that have no interaction ID to ask with, as far as summaries were looked for."""
        asked = {None, *(self.summaries.asked if self.summaries else ())}
        rows = enumerate(self.timeline.rows[: self.max_interactions], 1)
        looked_for = takewhile(lambda row: row[1].interaction_id in asked, rows)
        return [number for number, row in looked_for if not row.interaction_id]

    @property
    def concise(self) -> bool:
        """Whether rows leave out interaction IDs, queues and labels."""
        return self.detail is Detail.CONCISE
