"""What a tool works with: the API client of one tenant, and how that tenant's results are to look."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from c360_mcp.errors import Misconfigured
from c360_mcp.server.audit import AuditLog
from c360_mcp.server.call_bounds import CallBounds
from c360_mcp.settings import Settings
from c360_mcp.text.budget import Budget
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.client import Customer360
from c360_mcp.upstream.reply import read_json

if TYPE_CHECKING:
    from c360_mcp.intake.gate import Gate

PROBE_ID: Final = "c360-mcp-check"
"""An interaction ID that belongs to nobody: asking for its summary touches no customer."""


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class TenantContext(NamedTuple):
    """Made once, when the server starts, and used by all calls for this tenant."""

    settings: Settings
    api: Customer360
    audit: AuditLog
    calls: CallBounds
    preamble: tuple[str, ...] = ()
    """Lines that stand before every result."""
    now: Callable[[], datetime] = utc_now
    grants_summaries: bool = True
    """Whether the caller may have transcript summaries, too."""

    @property
    def budget(self) -> Budget:
        """What a result may cost."""
        return Budget(self.settings.result_tokens)

    def gate(self, keep: str = "") -> "Gate":
        """A gate for the foreign strings of one result; `keep` is the address or number that it need not hide."""
        from c360_mcp.intake.gate import Gate

        return Gate(
            redact_contacts=self.settings.redact_contacts, keep=keep, country=self.settings.default_country
        )

    async def answers_as_documented(self) -> bool:
        """Ask the API for a summary that does not exist, and tell whether its reply has the documented form.

        Raises `C360Error` where no usable reply comes.
        """
        from c360_mcp.records.summary import read_summaries

        reply = await self.api.summaries([PROBE_ID], AttemptLog())
        return read_summaries(read_json(reply), self.gate()) is not None


class TenantSource(Protocol):
    """Tells for which tenant a call is made."""

    @property
    def contexts(self) -> Sequence[TenantContext]:
        """Those of all tenants."""

    @property
    def grants_summaries(self) -> bool:
        """Whether the caller may have transcript summaries."""

    def current(self) -> TenantContext:
        """The context of the caller's tenant; raises `C360Error` where there is none."""


class SingleTenant(NamedTuple):
    """The one tenant that all callers share, or what is wrong with its settings."""

    context: TenantContext | Misconfigured
    grants_summaries: bool = True

    @property
    def contexts(self) -> Sequence[TenantContext]:
        """The one tenant's, or none where its settings are wrong."""
        return () if isinstance(self.context, Misconfigured) else (self.context,)

    def current(self) -> TenantContext:
        """The context; raises `Misconfigured` where the settings made none."""
        if isinstance(self.context, Misconfigured):
            # The same error is raised for every call; its traceback would grow by the frames of each.
            raise self.context.with_traceback(None)
        return self.context
