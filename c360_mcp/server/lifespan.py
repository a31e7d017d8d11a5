"""Opening and closing what the server works with."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import httpx2
from pydantic import SecretStr

from c360_mcp.errors import Misconfigured
from c360_mcp.server.audit import AuditLog
from c360_mcp.server.tenant_context import SingleTenant, TenantContext
from c360_mcp.settings import Settings, read_settings
from c360_mcp.text.budget import Budget
from c360_mcp.upstream.client import Customer360
from c360_mcp.upstream.connection import Connection

DEMO_PREAMBLE = "Demo data: an invented customer, none of this happened."


def utc_now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_tenant(
    environ: Mapping[str, str],
    *,
    demo: bool = False,
    transport: httpx2.AsyncBaseTransport | None = None,
    now: Callable[[], datetime] = utc_now,
) -> AsyncIterator[SingleTenant]:
    """The tenant that settings make, or what is wrong with them: the server starts in either case."""
    async with AsyncExitStack() as stack:
        try:
            settings = read_settings(environ, demo=demo)
        except Misconfigured as problem:
            yield SingleTenant(problem)
            return
        if demo:
            settings = stack.enter_context(_stand_in(settings, environ, now))
        api = await stack.enter_async_context(Customer360(settings.connection, transport=transport))
        audit = stack.enter_context(AuditLog(settings.audit_log, settings.audit_secret))
        yield SingleTenant(make_tenant_context(settings, api, audit, demo=demo, now=now))


def make_tenant_context(
    settings: Settings, api: Customer360, audit: AuditLog, *, demo: bool, now: Callable[[], datetime]
) -> TenantContext:
    """What tools work with, from one tenant's settings."""
    return TenantContext(
        api=api,
        tenant_id=settings.connection.tenant_id,
        audit=audit,
        zone=settings.zone,
        default_country=settings.default_country,
        budget=Budget(settings.result_tokens),
        timeout=settings.connection.timeout,
        redact_contacts=settings.redact_contacts,
        preamble=(DEMO_PREAMBLE,) if demo else (),
        now=now,
    )


@contextmanager
def _stand_in(
    settings: Settings, environ: Mapping[str, str], now: Callable[[], datetime]
) -> Iterator[Settings]:
    """The settings, pointed at a stand-in API that runs as long as the block."""
    from c360_mcp.sandbox.app import create_app
    from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT, UNLICENSED_TENANT
    from c360_mcp.sandbox.serve import running

    tenant = UNLICENSED_TENANT if environ.get("C360_TENANT_ID") == UNLICENSED_TENANT else DEMO_TENANT
    with running(create_app(now=now)) as base_url:
        yield replace(
            settings,
            connection=Connection(base_url, tenant, SecretStr(DEMO_KEY), settings.connection.timeout),
        )
