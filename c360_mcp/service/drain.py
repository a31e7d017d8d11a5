"""An end without a lost call."""

import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio

from c360_mcp.service.admission import Admission


@asynccontextmanager
async def draining(admission: Admission, seconds: float) -> AsyncIterator[None]:
    """As long as the block runs, a signal to end reaches uvicorn only when no call is under way.

    That takes `seconds` at most, or until another Ctrl-C. New calls are refused meanwhile. Where no signals
    arrive, outside of the main thread, or nobody answers them, nothing changes.
    """
    end = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or not callable(end):
        yield
        return
    async with anyio.create_task_group() as group:
        group.start_soon(_drain, admission, seconds, end)
        yield
        group.cancel_scope.cancel()


async def _drain(admission: Admission, seconds: float, end: Callable[[int, None], object]) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        number = await anext(signals)
        admission.close()
        async with anyio.create_task_group() as group:
            group.start_soon(_await_interrupt, signals, group.cancel_scope)
            with anyio.move_on_after(seconds):
                await admission.empty()
            group.cancel_scope.cancel()
        end(number, None)
        await anyio.sleep_forever()  # whatever signal still comes changes nothing


async def _await_interrupt(signals: AsyncIterator[signal.Signals], wait: anyio.CancelScope) -> None:
    """SIGTERM may come twice, from a supervisor and from the one above it; Ctrl-C twice is impatience."""
    async for number in signals:
        if number == signal.SIGINT:
            wait.cancel()
