"""A store of moving windows in virtual time: the library's own reads the clock on the wall."""

from collections import defaultdict

import anyio
from limits.aio.storage import MovingWindowSupport, Storage


class VirtualWindows(Storage, MovingWindowSupport):
    """Counts as the library's stores do."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, list[float]] = defaultdict(list)

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        await anyio.lowlevel.checkpoint()
        if len(self._inside(key, expiry)) + amount > limit:
            return False
        self.entries[key] += [anyio.current_time()] * amount
        return True

    async def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        inside = self._inside(key, expiry)
        return (inside[0] if inside else anyio.current_time()), min(limit, len(inside))

    def _inside(self, key: str, expiry: int) -> list[float]:
        return [each for each in self.entries[key] if each >= anyio.current_time() - expiry]

    async def check(self) -> bool:
        return True

    async def get(self, key: str) -> int:
        return len(self.entries[key])

    async def reset(self) -> int | None:
        self.entries.clear()
        return None

    async def clear(self, key: str) -> None:
        del self.entries[key]

    async def incr(self, *_: object, **__: object) -> int:
        raise NotImplementedError

    get_expiry = incr

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError
