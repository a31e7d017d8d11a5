"""Another try beside one that is slow.

An API that is slow needs all of the time that there is, and one that lost a request needs to be asked again. Which of
both it is can't be told from outside, so the first try goes on while the second is made.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

from c360_mcp.errors import UpstreamError

_Outcome = TypeVar("_Outcome")
"""A reply or an `UpstreamError`."""
_Try = Callable[[], Awaitable[_Outcome]]


async def with_second_try(first: _Try[_Outcome], second: _Try[_Outcome], *, after: float) -> list[_Outcome]:
    """What came of the tries that were made, in the order in which they ended; a reply is the last, as it ends the other.

    The second is made where the first has not ended within `after` seconds.
    """
    outcomes: list[_Outcome] = []
    alone = True
    async with anyio.create_task_group() as tries:

        async def make(one: "_Try[_Outcome]") -> None:  # in quotes, or each call would build that type
            outcomes.append(await one())
            if alone or not isinstance(outcomes[-1], UpstreamError):
                tries.cancel_scope.cancel()

        tries.start_soon(make, first)
        await anyio.sleep(after)
        alone = False
        tries.start_soon(make, second)
    return outcomes
