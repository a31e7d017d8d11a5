"""Graceful shutdown: the calls under way end before the process does."""

import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio

from c360_mcp.service.bounds.admission import Admission


@asynccontextmanager
async def draining(admission: Admission, seconds: float) -> AsyncIterator[None]:
    """While the block runs, hold SIGTERM and SIGINT back from uvicorn until no call is under way.

    Calls are waited for no longer than `seconds`, and not at all after a second Ctrl-C; new ones are refused
    meanwhile. Signals are left alone outside of the main thread, which alone receives them, and where uvicorn
    has set no handler for them.
    """
    handler = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    async with anyio.create_task_group() as group:
        group.start_soon(_drain, admission, seconds, handler)
        yield
        group.cancel_scope.cancel()


async def _drain(
    admission: Admission, seconds: float, uvicorns_handler: Callable[[int, None], object]
) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        number = await anext(signals)
        admission.close()
        async with anyio.create_task_group() as group:
            group.start_soon(_stop_waiting_on_interrupt, signals, group.cancel_scope)
            with anyio.move_on_after(seconds):
                await admission.wait_until_empty()
            group.cancel_scope.cancel()
        uvicorns_handler(number, None)
        await anyio.sleep_forever()  # inside of the receiver, so that further signals are taken and ignored


async def _stop_waiting_on_interrupt(signals: AsyncIterator[signal.Signals], wait: anyio.CancelScope) -> None:
    """Ctrl-C again is impatience; SIGTERM again is not: a supervisor and the one above it may both send it."""
    async for number in signals:
        if number == signal.SIGINT:
            wait.cancel()
