"""What a tool works with: one tenant's API client, and how its results are to look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from c360_mcp.errors import Misconfigured
from c360_mcp.intake.gate import Gate
from c360_mcp.server.audit import AuditLog
from c360_mcp.text.budget import Budget
from c360_mcp.upstream.client import Customer360


@dataclass(frozen=True, slots=True)
class Desk:
    """Opened once, by the lifespan, and handed down."""

    api: Customer360
    tenant: str
    audit: AuditLog
    zone: ZoneInfo
    default_country: str | None
    budget: Budget
    timeout: float
    """Seconds that one call may take in all."""
    redact_contacts: bool
    preamble: tuple[str, ...]
    """Lines that stand before every result."""
    now: Callable[[], datetime]

    def gate(self, keep: str = "") -> Gate:
        """A gate for one result; `keep` is the identifier that it need not hide."""
        return Gate(redact_contacts=self.redact_contacts, keep=keep)


class Desks(Protocol):
    """Where a call finds its desk."""

    def current(self) -> Desk:
        """The desk of whoever is calling; raises `C360Error` where there is none."""


@dataclass(frozen=True, slots=True)
class OneDesk:
    """One desk for everybody, or what is wrong with its settings."""

    desk: Desk | Misconfigured

    def current(self) -> Desk:
        """The desk; raises `Misconfigured` where the settings made none."""
        if isinstance(self.desk, Misconfigured):
            raise self.desk.with_traceback(None)  # one error for every call: it must not gather their frames
        return self.desk
