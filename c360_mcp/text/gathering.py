"""How a history that took more than one request came together."""

from datetime import datetime
from typing import NamedTuple

from c360_mcp.records.page import InteractionPage


class Gathering(NamedTuple):
    """One stretch without a gap back from the end of the window."""

    requests: int
    whole: bool
    """Whether the stretch is the whole window."""
    complete_from: datetime | None
    """From when on certainly nothing is missing; None where that can be said of no time."""
    basis: str
    """Why the windows of the stretch are taken for complete."""
    why: str
    """Why no more was asked for; empty where all was."""
    next_end: datetime | None
    """The end of the call that goes on without a gap; None where nothing is left."""
    crowded: int = 0
    """Milliseconds in which as many began as one reply may hold, so that no window brings others, if there are any."""
    beyond: int = 0
    """Older ones that came as well, with others perhaps missing between: they are not told."""


class Found(NamedTuple):
    """What the searches of one call brought."""

    page: InteractionPage
    gathering: Gathering | None
    """None where each search took one request."""
    capped: bool = False
    """Whether a reply held as many as the API returns, and no more were gathered."""
    contact_id: str | None = None
    """The contact whose interactions were added."""
    note: str = ""
    """Why none were, where they were asked for."""
