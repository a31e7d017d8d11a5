"""The desks of a service's tenants."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from mcp.server.auth.middleware.auth_context import get_access_token

from c360_mcp.errors import C360Error
from c360_mcp.server.audit import AuditLog
from c360_mcp.server.desk import Desk
from c360_mcp.server.lifespan import make_desk, utc_now
from c360_mcp.service.caller import Caller
from c360_mcp.settings import Settings
from c360_mcp.upstream.client import Customer360


@dataclass(frozen=True, slots=True)
class TenantDesks:
    """A desk for each tenant."""

    desks: Mapping[str, Desk]

    def current(self) -> Desk:
        """The desk of the tenant that the caller's token names."""
        caller = get_access_token()
        if isinstance(caller, Caller) and caller.tenant and (desk := self.desks.get(caller.tenant)):
            return desk
        raise C360Error("This caller belongs to no tenant of this server.")


@asynccontextmanager
async def open_tenants(tenants: Mapping[str, Settings]) -> AsyncIterator[TenantDesks]:
    """A desk for each tenant, with a client, connections and limits of its own."""
    shared = next(iter(tenants.values()))
    async with AsyncExitStack() as stack:
        audit = stack.enter_context(AuditLog(shared.audit_log, shared.audit_secret))
        yield TenantDesks(
            {
                name: make_desk(
                    settings,
                    await stack.enter_async_context(Customer360(settings.connection)),
                    audit,
                    demo=False,
                    now=utc_now,
                )
                for name, settings in tenants.items()
            }
        )
