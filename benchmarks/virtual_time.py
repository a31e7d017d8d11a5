"""An event loop in which waiting takes no time: its clock jumps to whatever is due next."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Idle(selectors.SelectSelector):
    """Hears of nothing, since nothing comes from outside, and counts the seconds that it was to wait."""

    waited = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everything waits, and nothing is due")
        self.waited += max(timeout, 0)
        return []


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._idle = _Idle()
        super().__init__(self._idle)

    def time(self) -> float:
        return self._idle.waited


def run(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What a coroutine function returns; the same whenever it runs, as nothing in it takes real time."""
    with asyncio.Runner(loop_factory=_VirtualLoop) as runner:
        return runner.run(main())
