"""The summaries that were asked for, and why some did not come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from c360_mcp.records.summary import Summary, SummaryPage

NOT_FOUND = "Summary not found"
NOT_AVAILABLE = "Summary not available"
LEFT_OUT = "left out of the API's reply"
WITHOUT_TEXT = "came without text"


@dataclass(frozen=True, slots=True)
class Transcripts:
    """What became of every ID that was asked for."""

    asked: tuple[str, ...]
    """Without doubles, in the caller's order."""
    found: Mapping[str, Summary]
    failed: Mapping[str, str]
    """Reason by ID."""

    @property
    def by_reason(self) -> dict[str, list[str]]:
        """The failed IDs under their reasons, in the order asked for."""
        groups: dict[str, list[str]] = {}
        for asked in self.asked:
            if asked in self.failed:
                groups.setdefault(self.failed[asked], []).append(asked)
        return groups

    def because(self, reason: str) -> list[str]:
        """The IDs that failed for this reason."""
        return self.by_reason.get(reason, [])


def settle(asked: Sequence[str], pages: Iterable[SummaryPage], lost: Mapping[str, str]) -> Transcripts:
    """Tell for each ID whether its summary came; of several pages, the first to speak of it counts.

    `lost` has a reason for each ID whose request failed.
    """
    pages = tuple(pages)
    entries = {
        s.interaction_id: s for page in reversed(pages) for s in reversed(page.summaries) if s.interaction_id
    }
    found = {key: summary for key, summary in entries.items() if summary.content and summary.content.text}
    reasons = {
        f.interaction_id: f.reason for page in reversed(pages) for f in page.failures if f.interaction_id
    }
    failed = {
        key: lost.get(key) or reasons.get(key) or (WITHOUT_TEXT if key in entries else LEFT_OUT)
        for key in asked
        if key not in found
    }
    return Transcripts(tuple(asked), {key: found[key] for key in asked if key in found}, failed)
