"""The summaries that were asked for, and why some did not come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from c360_mcp.intake.gate import quoted
from c360_mcp.records.summary import Failure, Summary, SummaryPage

NOT_FOUND = "Summary not found"
NOT_AVAILABLE = "Summary not available"
LEFT_OUT = "left out of the API's reply"
WITHOUT_TEXT = "came without text"

_DOCUMENTED = {reason.casefold(): reason for reason in (NOT_FOUND, NOT_AVAILABLE)}


@dataclass(frozen=True, slots=True)
class Transcripts:
    """What became of every ID that was asked for."""

    asked: tuple[str, ...]
    """Without doubles, in the caller's order."""
    found: Mapping[str, Summary]
    failed: Mapping[str, str]
    """Reason by ID."""
    unreadable: int
    """Entries of the replies."""

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
    said = {f.interaction_id: _said(f) for page in reversed(pages) for f in page.failures if f.interaction_id}
    failed = {
        key: lost.get(key) or said.get(key) or _missing(entries.get(key)) for key in asked if key not in found
    }
    came = {key: found[key] for key in asked if key in found}
    return Transcripts(tuple(asked), came, failed, sum(page.unreadable for page in pages))


def _said(failure: Failure) -> str | None:
    """The API's reason: one of those documented, or a quotation."""
    reason = failure.reason or ""
    known = _DOCUMENTED.get(reason.rstrip(".").casefold())
    return known or (f"the API's reason is {quoted(reason)}" if reason else None)


def _missing(entry: Summary | None) -> str:
    if entry is None:
        return LEFT_OUT
    status = entry.content.status if entry.content else None
    return f"{WITHOUT_TEXT}, with status {quoted(status)}" if status else WITHOUT_TEXT
