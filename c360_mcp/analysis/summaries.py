"""The summaries that were asked for, and why some did not come."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from c360_mcp.intake.gate import quoted
from c360_mcp.records.summary import Content, Failure, Summary, SummaryPage

NOT_FOUND = "Summary not found"
NOT_AVAILABLE = "Summary not available"
LEFT_OUT = "left out of the API's reply"
WITHOUT_TEXT = "came without text"

TEXTS_OF_ONE = 5
"""Different summaries of one interaction that are kept."""

_DOCUMENTED = {reason.casefold(): reason for reason in (NOT_FOUND, NOT_AVAILABLE)}


class SummaryLookup(NamedTuple):
    """What became of every ID that was asked for."""

    asked: tuple[str, ...]
    """Without doubles, in the caller's order."""
    found: Mapping[str, tuple[Summary, ...]]
    """Different ones of one interaction in the order that they came in; rarely more than one."""
    failed: Mapping[str, str]
    """Reason by ID."""
    unreadable: int
    """Entries of the replies."""
    surplus: int = 0
    """Further ones of an interaction of which `TEXTS_OF_ONE` are kept."""
    answered: bool = True
    """Whether the API answered for any ID."""

    @property
    def cut(self) -> int:
        """Summaries of which only the first sentences are there."""
        summaries = [summary for different in self.found.values() for summary in different]
        return sum(summary.content is not None and summary.content.truncated for summary in summaries)

    @property
    def by_reason(self) -> dict[str, list[str]]:
        """The failed IDs under their reasons, in the order asked for."""
        groups: dict[str, list[str]] = {}
        for asked in self.asked:
            if asked in self.failed:
                groups.setdefault(self.failed[asked], []).append(asked)
        return groups

    @property
    def unknown(self) -> list[str]:
        """The failed IDs of which it is not known that no summary exists."""
        return [asked for asked in self.asked if self.failed.get(asked, NOT_FOUND) != NOT_FOUND]

    def because(self, reason: str) -> list[str]:
        """The IDs that failed for this reason."""
        return self.by_reason.get(reason, [])


def look_up(asked: Sequence[str], pages: Iterable[SummaryPage], lost: Mapping[str, str]) -> SummaryLookup:
    """Tell for each ID whether its summary came; of several reasons why not, the first page's counts.

    `lost` has a reason for each ID whose request failed.
    """
    pages = tuple(pages)
    entries = _by_id(pages)
    texts = {key: _different(entries[key]) for key in asked if key in entries}
    found = {key: different[:TEXTS_OF_ONE] for key, different in texts.items() if different}
    said = {f.interaction_id: _said(f) for page in reversed(pages) for f in page.failures if f.interaction_id}
    failed = {
        key: lost.get(key) or said.get(key) or _missing(entries.get(key)) for key in asked if key not in found
    }
    return SummaryLookup(
        asked=tuple(asked),
        found=found,
        failed=failed,
        unreadable=sum(page.unreadable for page in pages),
        surplus=sum(map(len, texts.values())) - sum(map(len, found.values())),
        answered=not lost.keys() >= set(asked),
    )


def _by_id(pages: Iterable[SummaryPage]) -> dict[str, list[Summary]]:
    entries: dict[str, list[Summary]] = {}
    for page in pages:
        for summary in page.summaries:
            entries.setdefault(summary.interaction_id or "", []).append(summary)
    return entries


def _different(entries: Sequence[Summary]) -> tuple[Summary, ...]:
    """Those with a text, without any that says again what an earlier one has said."""
    contents: dict[Content, Summary] = {}
    for summary in entries:
        if summary.content and summary.content.text:
            contents.setdefault(summary.content, summary)
    return tuple(contents.values())


def _said(failure: Failure) -> str | None:
    """The API's reason: one of those documented, or a quotation."""
    reason = failure.reason or ""
    known = _DOCUMENTED.get(reason.rstrip(".").casefold())
    return known or (f"the API's reason is {quoted(reason)}" if reason else None)


def _missing(entries: Sequence[Summary] | None) -> str:
    if not entries:
        return LEFT_OUT
    content = entries[0].content
    status = content.status if content else None
    return f"{WITHOUT_TEXT}, with status {quoted(status)}" if status else WITHOUT_TEXT
