"""What one request brought: interactions, or the reason why there are none."""

from datetime import datetime
from typing import NamedTuple

from c360_mcp.records import fields
from c360_mcp.records.bounds import API_CAP
from c360_mcp.records.fields import JsonObject
from c360_mcp.records.interaction import Interaction
from c360_mcp.records.page import InteractionPage


class Answer(NamedTuple):
    """A reply to a search, or why there is none."""

    start: datetime | None = None
    """From when on was searched; None where the API chose that."""
    page: InteractionPage | None = None
    starts: tuple[datetime, ...] = ()
    """When the interactions started, in the order in which they came."""
    problem: str = ""
    """Why there is no page, in a few words with nothing personal in them."""
    refused: bool = False
    """Whether the API refused the search as such, with a 400."""

    @property
    def rows(self) -> tuple[Interaction, ...]:
        """The interactions, newest first."""
        return self.page.interactions if self.page else ()

    @property
    def ids(self) -> frozenset[str]:
        """The IDs of the interactions."""
        return frozenset(row.interaction_id for row in self.rows if row.interaction_id)

    @property
    def is_full(self) -> bool:
        """Whether as many came as a reply holds, so that there may be more."""
        return self.page is not None and self.page.returned >= API_CAP

    @property
    def is_timed(self) -> bool:
        """Whether every interaction has an ID and a start, and can so be told apart and placed."""
        return all(row.interaction_id and row.started for row in self.rows)


def starts_in_order(body: JsonObject) -> tuple[datetime, ...]:
    """When the interactions of a reply started, in its own order, without those that do not say it."""
    entries = body.get("interactions")
    objects = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    starts = [fields.time(entry.get("startedAt")) for entry in objects]
    return tuple(start for start in starts if start)
