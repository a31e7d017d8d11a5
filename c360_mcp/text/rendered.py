"""A finished text, and how much it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of a result, with what it shows and leaves out, in numbers."""

    text: str
    rows: int = 0
    summaries: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    """What of the API's replies is not in the text, by kind."""
