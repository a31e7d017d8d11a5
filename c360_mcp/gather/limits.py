"""How much is wanted, and what it may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a gathering, apart from time."""

    wanted: int | None = None
    """So many of the newest interactions; None for all in the window."""
    requests: int = 40
    """Requests in all, the first one of the whole window included."""
    at_once: int = 8
    """Requests under way side by side."""
    scarce: bool = False
    """Whether a rate limit is known, so that requests are to be spared rather than seconds."""
