"""What the text of one search is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from c360_mcp.analysis.summaries import SummaryLookup
from c360_mcp.records.page import InteractionPage
from c360_mcp.records.summary import Summary
from c360_mcp.search.identity import Identity
from c360_mcp.search.window import Window


class Detail(StrEnum):
    """How much a row says."""

    STANDARD = "standard"
    CONCISE = "concise"


@dataclass(frozen=True, slots=True)
class History:
    """A customer's contact history as one search brought it, and how it was asked for."""

    identity: Identity
    searched: str
    """The identity's value, as it may be shown."""
    window: Window
    page: InteractionPage
    summaries: SummaryLookup | None
    """What became of the summaries asked for; None where none were."""
    max_interactions: int
    include_summaries: int
    detail: Detail
    now: datetime
    masked: bool = False
    """Whether placeholders stand for contacts in it."""
    preamble: tuple[str, ...] = ()
    """Lines that stand before everything else."""

    @property
    def summarised(self) -> list[tuple[list[int], tuple[Summary, ...]]]:
        """The summaries that came, each with the numbers of the rows that it belongs to, newest first."""
        found = self.summaries.found if self.summaries else {}
        numbers = self.page.row_numbers_by_id(self.include_summaries)
        return [(rows, found[asked]) for asked, rows in numbers.items() if asked in found]

    @property
    def concise(self) -> bool:
        """Whether rows leave out interaction IDs, queues and labels."""
        return self.detail is Detail.CONCISE
