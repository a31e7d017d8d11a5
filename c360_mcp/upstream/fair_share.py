"""What the replies of one tenant's API may take up while they are read, so that calls of other tenants go on."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore
from typing import Final, TypeVar, TypeVarTuple

import anyio
import anyio.to_thread

LARGE: Final = 64 * 2**10
"""Bytes of a call's replies, decompressed; with fewer, the way to a thread and back costs more than the work."""
SLOW_SECONDS, SLOW_FOR_SECONDS = 0.05, 60.0
"""Work that took the processor for so long goes to a thread next time, however small: for so long from then on."""
LONGEST_REST = 0.25

SLICE, SLICE_BYTES, SLICE_SECONDS = 32, 16 * 2**10, 0.01
"""Of all replies that are coming in, so many pieces of so many bytes are taken in so many seconds. That is 50 MiB a
second, and a fifth of the event loop's time for pieces of one byte."""

HELD: Final = 256 * 2**10
"""Bytes of a reply, decompressed. One that has more is held as text, and needs a place for that."""
PLACES: Final = 3
"""For such replies, of up to 8 MiB each."""
PLACE_SECONDS = 0.05

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Place:
    """That of one large reply, given back when nothing refers to the reply any more, in whatever thread that is."""

    def __init__(self, places: BoundedSemaphore) -> None:
        self._places = places

    def __del__(self) -> None:
        self._places.release()


class FairShare:
    """The share of one tenant, whose calls wait for each other where they would take more than that.

    It has one thread, since threads that compute take turns of several milliseconds with the event loop: each would
    make it wait for another turn.
    """

    def __init__(self) -> None:
        self._next_slice = 0.0
        self._slow_until = 0.0
        self._rested_at = 0.0
        self._places = BoundedSemaphore(PLACES)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="c360-large-reply")

    async def slice(self) -> None:
        """Wait until more pieces may be taken."""
        now = anyio.current_time()
        self._next_slice = max(now, self._next_slice) + SLICE_SECONDS
        await anyio.sleep(self._next_slice - now)

    async def place(self) -> Place:
        """Wait for a place for a reply of more than `HELD` bytes."""
        while not self._places.acquire(blocking=False):  # noqa: ASYNC110  given back in a thread, which can't wake this
            await anyio.sleep(PLACE_SECONDS)
        return Place(self._places)

    async def work(self, size: int, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        """Do `work` on replies of so many bytes: here, or in a thread where they are large or such work was slow.

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
        """Rest first, for as long as the work before took: a call into C lets no other thread run until it ends."""
        time.sleep(max(0.0, self._rested_at - time.monotonic()))
        began = time.monotonic()
        try:
            return work(*arguments)
        finally:
            ended = time.monotonic()
            self._rested_at = ended + min(ended - began, LONGEST_REST)
