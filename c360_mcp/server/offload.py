"""Where the work on replies is done, so that no reply holds up other calls or outlasts its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, TypeVarTuple

import anyio.to_thread

from c360_mcp.upstream.attempts import AttemptLog

LARGE = 256 * 2**10
"""Bytes of replies, decompressed: with no more than these, a thread would cost more than the work."""
AT_ONCE = 4
"""Large ones that are worked on, those included whose calls have ended meanwhile; others wait their turn."""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")

_workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="c360-large-reply")


async def offload(attempt_log: AttemptLog, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
    """Do `work` on the replies of a call: at once, or, where they are large, in a thread.

    A call that is ended does not wait for the thread: what is worked on must be the call's own.
    """
    if attempt_log.size <= LARGE:
        return work(*arguments)
    task = _workers.submit(work, *arguments)
    try:
        return await anyio.to_thread.run_sync(task.result, abandon_on_cancel=True)
    finally:
        task.cancel()  # where it still waits its turn
