"""What a tool works with: the API client of one tenant, and how that tenant's results are to look."""

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
class TenantContext:
    """Opened once, by the lifespan, and handed down."""

    api: Customer360
    tenant_id: str
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


class TenantSource(Protocol):
    """Tells for which tenant a call is made."""

    def current(self) -> TenantContext:
        """The context of the caller's tenant; raises `C360Error` where there is none."""


@dataclass(frozen=True, slots=True)
class SingleTenant:
    """The one tenant that all callers share, or what is wrong with its settings."""

    context: TenantContext | Misconfigured

    def current(self) -> TenantContext:
        """The context; raises `Misconfigured` where the settings made none."""
        if isinstance(self.context, Misconfigured):
            raise self.context.with_traceback(
                None
            )  # one error for every call: it must not gather their frames
        return self.context
