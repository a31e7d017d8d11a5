"""The tenants of a service that serves several: each call works for the one that its token names."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

from mcp.server.auth.middleware.auth_context import get_access_token

from c360_mcp.errors import C360Error
from c360_mcp.server.audit import AuditLog
from c360_mcp.server.call_bounds import CallBounds
from c360_mcp.server.tenant_context import TenantContext, TenantSource
from c360_mcp.service.callers.caller import Caller
from c360_mcp.settings import Settings
from c360_mcp.upstream.budgets import Budgets
from c360_mcp.upstream.client import Customer360


class ManyTenants(NamedTuple):
    """The contexts of all tenants, by the name that tokens use."""

    by_name: Mapping[str, TenantContext]
    grants_summaries: bool = True

    @property
    def contexts(self) -> Sequence[TenantContext]:
        """Those of all tenants."""
        return tuple(self.by_name.values())

    def current(self) -> TenantContext:
        """The context of the tenant that the caller's token names; raises `C360Error` where it is none of these."""
        caller = get_access_token()
        if isinstance(caller, Caller) and caller.tenant and (context := self.by_name.get(caller.tenant)):
            return context
        raise C360Error("This caller belongs to no tenant of this server.")


class WithinScopes(NamedTuple):
    """Tenants as the scopes of a caller's token show them. Where nobody is asked for a token, that is everything."""

    tenants: TenantSource

    @property
    def contexts(self) -> Sequence[TenantContext]:
        """Those of all tenants."""
        return self.tenants.contexts

    @property
    def grants_summaries(self) -> bool:
        """Whether the caller may have transcript summaries."""
        caller = get_access_token()
        return not isinstance(caller, Caller) or caller.summaries

    def current(self) -> TenantContext:
        """The context of the caller's tenant; raises `C360Error` where there is none."""
        context = self.tenants.current()
        return context if self.grants_summaries else context._replace(grants_summaries=False)


@asynccontextmanager
async def open_tenants(tenants: Mapping[str, Settings]) -> AsyncIterator[ManyTenants]:
    """A context for each tenant, whose API client has connections, bounds and a budget of its own."""
    shared = next(iter(tenants.values()))
    async with AsyncExitStack() as stack:
        audit = stack.enter_context(AuditLog(shared.audit_log, shared.audit_secret))
        budgets = await stack.enter_async_context(Budgets(shared.state_url, shared.replicas))
        clients = {
            name: await stack.enter_async_context(
                Customer360(settings.connection, budget=await budgets.of(settings.connection))
            )
            for name, settings in tenants.items()
        }
        yield ManyTenants(
            {
                name: TenantContext(tenants[name], api, audit, CallBounds(tenants[name]))
                for name, api in clients.items()
            }
        )
