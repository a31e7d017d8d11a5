"""Where the work on replies is done, so that no reply holds up other calls or outlasts its own."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

import anyio.to_thread

from c360_mcp.upstream.journal import Journal

LARGE = 256 * 2**10
"""Bytes of replies, decompressed: with no more than these, a thread would cost more than the work."""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


async def beside_others(journal: Journal, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
    """Do `work` on the replies of a call: at once, or, where they are large, in a thread.

    A call that is ended does not wait for the thread: what is worked on must be the call's own.
    """
    if journal.size <= LARGE:
        return work(*arguments)
    return await anyio.to_thread.run_sync(work, *arguments, abandon_on_cancel=True)
