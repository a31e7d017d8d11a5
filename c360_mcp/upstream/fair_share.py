"""Bounds on the time and memory that the replies of one tenant's API take, so that calls of other tenants go on.

All tenants share one event loop. So pieces of replies are taken in at a limited pace, large replies are parsed in a
thread of their tenant's, and only a few of them are held at once.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore
from typing import Final, TypeVar, TypeVarTuple

import anyio
import anyio.to_thread

LARGE: Final = 64 * 2**10
"""Bytes of a call's replies, decompressed; more are read in a thread. To hand over fewer costs more than to read them."""
SLOW_SECONDS, SLOW_FOR_SECONDS = 0.05, 60.0
"""Where work on small replies took `SLOW_SECONDS` of the processor, all work goes to the thread for `SLOW_FOR_SECONDS`."""
LONGEST_REST = 0.25
"""Seconds that the thread waits at the most between two pieces of work: see `_work_there`."""

SLICE, SLICE_BYTES, SLICE_SECONDS = 32, 16 * 2**10, 0.01
"""`SLICE` pieces of up to `SLICE_BYTES` bytes are taken in within `SLICE_SECONDS`, from all replies of a tenant together.
That is 50 MiB a second and, where each piece is one byte, a fifth of the event loop's time."""

HELD: Final = 256 * 2**10
"""Bytes of a reply, decompressed. A larger one is kept as text until it is used, and has to wait for a permit."""
PERMITS: Final = 3
"""How many such replies, of up to 8 MiB each, a tenant may have in memory."""
PERMIT_SECONDS = 0.05
"""How often it is looked whether a permit was given back."""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Permit:
    """The permit to hold one large reply, which keeps it. When the reply is freed, in whatever thread, it is given back."""

    def __init__(self, permits: BoundedSemaphore) -> None:
        self._permits = permits

    def __del__(self) -> None:
        self._permits.release()


class FairShare:
    """The bounds of one tenant, whose calls wait for each other where they would go beyond them.

    There is one thread: Python lets a thread that computes run for milliseconds before another gets its turn, so with
    each further thread the event loop would wait for one more turn.
    """

    def __init__(self) -> None:
        self._next_slice = 0.0
        self._slow_until = 0.0
        self._rested_at = 0.0
        self._permits = BoundedSemaphore(PERMITS)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="c360-large-reply")

    async def slice(self) -> None:
        """Wait until the next `SLICE` pieces may be taken in."""
        now = anyio.current_time()
        self._next_slice = max(now, self._next_slice) + SLICE_SECONDS
        await anyio.sleep(self._next_slice - now)

    async def permit(self) -> Permit:
        """Wait for the permit to hold a reply of more than `HELD` bytes."""
        while not self._permits.acquire(blocking=False):  # noqa: ASYNC110  given back in a thread, which can't wake this
            await anyio.sleep(PERMIT_SECONDS)
        return Permit(self._permits)

    async def work(self, size: int, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        """Do `work` on replies of `size` bytes: at once, or in the thread where they are large or such work was slow.

        A call that is cancelled leaves its thread running, so `work` may change nothing that other calls use.
        """
        if size <= LARGE and anyio.current_time() >= self._slow_until:
            return self._work_here(work, *arguments)
        task = self._thread.submit(partial(self._work_there, work, *arguments))
        try:
            return await anyio.to_thread.run_sync(task.result, abandon_on_cancel=True)
        finally:
            task.cancel()  # so that it does not begin if it is still waiting for the thread

    def _work_here(self, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        began = time.thread_time()
        try:
            return work(*arguments)
        finally:
            if time.thread_time() - began > SLOW_SECONDS:
                self._slow_until = anyio.current_time() + SLOW_FOR_SECONDS

    def _work_there(self, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        """Wait first for as long as the work before took, so that the event loop catches up with what waited for it.

        While C code such as the JSON parser runs, no other thread does.
        """
        time.sleep(max(0.0, self._rested_at - time.monotonic()))
        began = time.monotonic()
        try:
            return work(*arguments)
        finally:
            ended = time.monotonic()
            self._rested_at = ended + min(ended - began, LONGEST_REST)
