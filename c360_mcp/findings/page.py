"""The page of findings, as text and as JSON. Nothing on it is personal, so that it may be shown to anyone."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from c360_mcp import __version__
from c360_mcp.findings.reading import Finding

TITLES = {
    "kept": "Of more than 50, these come back",
    "order": "Order of a reply",
    "start_included": "An interaction that starts at startTime is returned",
    "end_included": "An interaction that starts at endTime is returned",
    "longest_range": "Range of a window",
    "letter_case": "An e-mail address in another letter case finds the same",
    "national_numbers": "A phone number without its country code finds the same",
    "contact_search": "A search by the contact ID finds",
    "addresses": "Addresses in the history of the identifier",
    "contact_ids": "Contact IDs",
    "speech_analytics": "Speech Analytics",
    "titles": "Titles and reserved fields",
    "rate_limit": "Rate limit",
    "latency": "Latency",
    "reply_size": "Size of a reply",
}
"""The name of every finding in JSON, and its words on the page, in their order."""


class Findings(NamedTuple):
    """All findings by the names of `TITLES`, and how they came about."""

    search_by: str
    stand_in: bool
    requests: int
    findings: Mapping[str, Finding]

    def as_text(self) -> str:
        """A line for each finding."""
        api = "stand-in for the Customer 360 API" if self.stand_in else "Customer 360 API"
        head = (
            f"What the {api} does, found out by c360-mcp {__version__} with {self.requests} requests for the history of "
            f"one customer (by {self.search_by}). This page holds nothing personal and can be pasted into an issue."
        )
        lines = [f"- {title}: {_told(self.findings[name])}" for name, title in TITLES.items()]
        return "\n".join([head, *lines])

    def as_json(self) -> str:
        """The same as an object; what is not known is null, with a reason."""
        findings = {name: _object(self.findings[name]) for name in TITLES}
        head = {"c360_mcp": __version__, "stand_in": self.stand_in, "search_by": self.search_by}
        return json.dumps(head | {"requests": self.requests, "findings": findings}, indent=2)


def _told(finding: Finding) -> str:
    return finding.value or f"not known, since {finding.reason}"


def _object(finding: Finding) -> dict[str, str | None]:
    return {"found": finding.value} | ({"reason": finding.reason} if finding.value is None else {})
