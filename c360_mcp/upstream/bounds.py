"""How many requests of one tenant a process has under way, and how many wait."""

from typing import NamedTuple

from c360_mcp.variables import CONCURRENT, WAITING


class Bounds(NamedTuple):
    """Of the requests of one tenant, in one process."""

    concurrent: int = CONCURRENT
    """At once."""
    waiting: int = WAITING
    """For their turn."""
