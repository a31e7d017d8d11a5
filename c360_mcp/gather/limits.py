"""How much is to be gathered, and at what cost."""

from typing import NamedTuple


class Limits(NamedTuple):
    """Everything that bounds a gathering, except for time, which the caller's deadline bounds."""

    wanted: int | None = None
    """Number of the newest interactions to gather; None for all of the window."""
    requests: int = 40
    """Largest number of requests, including the first one, for the whole window."""
    at_once: int = 8
    """Largest number of requests under way at the same time."""
    scarce: bool = False
    """Whether a rate limit is known: then the fewest requests are made, even if that takes longer."""
    ends_now: bool = False
    """Whether requests for the end of the window go on until now, which is later than the end that they are planned by."""
