"""What a caller may choose of a result, and how much at most."""

from enum import StrEnum

MOST_GATHERED = 1_000
"""Interactions of one call."""
MOST_SUMMARIES = 50
"""Summaries that one search may bring along."""
SUMMARIES_OFFERED = 5
"""As many are offered where none were asked for."""


class Detail(StrEnum):
    """How much a row says."""

    STANDARD = "standard"
    CONCISE = "concise"
