"""Starts the sending of spans and metrics, and ends it with the process."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from threading import Thread

import anyio

from c360_mcp.errors import Misconfigured
from c360_mcp.telemetry.otel_settings import read_otel_settings

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 1.5
"""For sending what is still queued at the end. Clients of stdio kill a server after two seconds."""


class Export:
    """The exporters that were started; to be closed once."""

    def __init__(self, *shutdowns: Callable[[], object]) -> None:
        self._shutdowns = shutdowns

    def close(self) -> None:
        """Send what is queued, for `FLUSH_SECONDS` at most, even where the collector hangs."""
        threads = [
            Thread(target=_ignoring_errors, args=(shutdown,), daemon=True) for shutdown in self._shutdowns
        ]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + FLUSH_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))


def open_export(environ: Mapping[str, str], *, scraped: bool = False) -> Export:
    """Start sending what the variables in `environ` ask for; raises `Misconfigured` where that can't be done.

    Where they ask for nothing and Prometheus does not read them (`scraped`), OpenTelemetry's SDK is not imported. A
    process can't start this twice.
    """
    settings = read_otel_settings(environ)
    if not settings and not scraped:
        return Export()
    from c360_mcp.telemetry.providers import install_providers

    try:
        return Export(*install_providers(settings, scraped=scraped))
    except ValueError as error:
        raise Misconfigured(
            "Telemetry can't be sent: OpenTelemetry refuses the value of one of its variables (OTEL_…). "
            "OTEL_SDK_DISABLED=true turns it off."
        ) from error


@asynccontextmanager
async def exporting(environ: Mapping[str, str], *, scraped: bool = False) -> AsyncIterator[None]:
    """Start as `open_export` does, and close when the block ends."""
    try:
        export = open_export(environ, scraped=scraped)
    except Misconfigured as error:
        logger.error("%s", error)  # noqa: TRY400  the server that raises it on says nothing of it
        raise
    try:
        yield
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(export.close)


def _ignoring_errors(shutdown: Callable[[], object]) -> None:
    with suppress(Exception):  # nobody could do anything about it any more
        shutdown()
