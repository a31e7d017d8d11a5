"""Sending spans and metrics, from when a process starts to serve until it ends."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from threading import Thread

import anyio

from c360_mcp.errors import Misconfigured
from c360_mcp.telemetry.otel_settings import read_otel_settings

logger = logging.getLogger(__name__)

LAST_SECONDS = 1.5
"""For what still waits to be sent, at the end: clients that speak stdio wait for two."""


class Export:
    """What was set up; to be closed once."""

    def __init__(self, *shutdowns: Callable[[], object]) -> None:
        self._shutdowns = shutdowns

    def close(self) -> None:
        """Send what still waits, for `LAST_SECONDS` at most, whatever the collector does."""
        threads = [Thread(target=_quietly, args=(shutdown,), daemon=True) for shutdown in self._shutdowns]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + LAST_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))


def open_export(environ: Mapping[str, str]) -> Export:
    """Send what `environ` asks for, the variables of this process; raises `Misconfigured` where that can't be.

    Where it asks for nothing, nothing is imported. Once set up it is so for as long as the process lives.
    """
    settings = read_otel_settings(environ)
    if not settings:
        return Export()
    from c360_mcp.telemetry.providers import install_providers

    try:
        return Export(*install_providers(settings))
    except ValueError as error:
        raise Misconfigured(
            "Telemetry can't be sent: OpenTelemetry refuses the value of one of its variables (OTEL_…). "
            "OTEL_SDK_DISABLED=true turns it off."
        ) from error


@asynccontextmanager
async def exporting(environ: Mapping[str, str]) -> AsyncIterator[None]:
    """The same, as long as the block runs."""
    try:
        export = open_export(environ)
    except Misconfigured as error:
        logger.error("%s", error)  # noqa: TRY400  the server that raises it on says nothing of it
        raise
    try:
        yield
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(export.close)


def _quietly(shutdown: Callable[[], object]) -> None:
    with suppress(Exception):  # nobody could do anything about it any more
        shutdown()
