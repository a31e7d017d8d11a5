"""What is open while the server runs: an API client, the audit log, and in a demo the stand-in API."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Timer
from typing import Final

import httpx2
from pydantic import SecretStr

from c360_mcp.errors import Misconfigured
from c360_mcp.server.audit import AuditLog
from c360_mcp.server.call_bounds import CallBounds
from c360_mcp.server.tenant_context import SingleTenant, TenantContext, utc_now
from c360_mcp.setting import SettingsReader
from c360_mcp.settings import Settings, read_settings
from c360_mcp.upstream.budgets import Budgets
from c360_mcp.upstream.client import Customer360
from c360_mcp.upstream.session import warm_up
from c360_mcp.variables import TENANT_ID

DEMO_PREAMBLE: Final = ("Demo data: an invented customer, none of this happened.",)

WARM_UP_DELAY: Final = 0.2
"""Seconds after the tools were first listed: so that this and other lists are answered before."""
LAST_SECONDS: Final = 0.5
"""For which the end of the server waits for a warm-up that is under way."""


class WarmUp:
    """Makes the HTTP client ready in a thread, once the tools were listed: a call is likely to follow."""

    def __init__(self) -> None:
        self._timer: Timer | None = None

    def begin(self) -> None:
        """Start the timer, the first time that this is called."""
        if self._timer is None:
            self._timer = Timer(WARM_UP_DELAY, warm_up)
            self._timer.daemon = True
            self._timer.start()

    def skip(self) -> None:
        """Stop the timer if it still waits: a call has come first, and the two would only hold each other up."""
        if self._timer:
            self._timer.cancel()

    @contextmanager
    def ending(self) -> Iterator[None]:
        """When the block ends, stop the timer, and wait for its thread where that is at work."""
        yield
        self.skip()
        if self._timer:
            self._timer.join(LAST_SECONDS)


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
        budgets = await stack.enter_async_context(Budgets(settings.state_url, settings.replicas))
        budget = await budgets.of(settings.connection)
        api = await stack.enter_async_context(
            Customer360(settings.connection, transport=transport, budget=budget)
        )
        audit = stack.enter_context(AuditLog(settings.audit_log, settings.audit_secret))
        calls = CallBounds(settings)
        yield SingleTenant(TenantContext(settings, api, audit, calls, DEMO_PREAMBLE if demo else (), now))


@contextmanager
def _stand_in(
    settings: Settings, environ: Mapping[str, str], now: Callable[[], datetime]
) -> Iterator[Settings]:
    """Run the stand-in API while the block runs, and give the settings that reach it."""
    from c360_mcp.sandbox.app import create_app
    from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT, UNLICENSED_TENANT
    from c360_mcp.sandbox.serve import running

    chosen = SettingsReader(environ).given(TENANT_ID)
    tenant = UNLICENSED_TENANT if chosen == UNLICENSED_TENANT else DEMO_TENANT
    with running(create_app(now=now)) as base_url:
        connection = replace(
            settings.connection, base_url=base_url, tenant_id=tenant, api_key=SecretStr(DEMO_KEY)
        )
        yield replace(settings, connection=connection)
