"""Work on large replies, done in threads so that it does not block the event loop and other calls with it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

import anyio.to_thread

from c360_mcp.upstream.attempts import AttemptLog

LARGE = 256 * 2**10
"""Bytes of a call's replies, decompressed; with fewer, the way to a thread and back costs more than the work."""
AT_ONCE = 4
"""Threads. Work goes on after its call was cancelled, as a thread can't be stopped; further work waits for one."""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

_workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="c360-large-reply")


async def offload(attempt_log: AttemptLog, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
    """Do `work` on the replies of a call: here, or in a thread where they are large.

    A call that is cancelled leaves its thread running, so `work` may change nothing that other calls use.
    """
    if attempt_log.size <= LARGE:
        return work(*arguments)
    task = _workers.submit(work, *arguments)
    try:
        return await anyio.to_thread.run_sync(task.result, abandon_on_cancel=True)
    finally:
        task.cancel()  # so that it does not begin if it is still waiting for a thread
