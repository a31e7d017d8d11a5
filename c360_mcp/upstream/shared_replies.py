"""Equal requests made once: while one is under way, and for some seconds afterwards where that is set."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import anyio

from c360_mcp.errors import UpstreamError
from c360_mcp.upstream.attempts import AttemptLog
from c360_mcp.upstream.reply import Reply

KEPT_BYTES = 8 * 2**20
"""Of reply bodies, decompressed, that are kept for one tenant; beyond that the oldest go first. Replies of more than
`HELD` bytes are not kept, as each has a `Permit` that the next one waits for."""

Key = tuple[str, tuple[tuple[str, str], ...]]
"""Resource and query of a request."""

Fetch = Callable[[AttemptLog], Awaitable[Reply]]


@dataclass(slots=True, eq=False)
class _Request:
    """One that was made, or is under way, for all who ask the same."""

    log: AttemptLog
    ended: anyio.Event = field(default_factory=anyio.Event)
    ended_at: float = 0.0
    outcome: Reply | UpstreamError | None = None
    """None while it is under way, and where its caller was cancelled before it ended."""


class SharedReplies:
    """The replies of one tenant's API that other calls may use, too."""

    def __init__(self, reuse_seconds: float) -> None:
        self._reuse_seconds = reuse_seconds
        self._requests: dict[Key, _Request] = {}
        self._steady = datetime.min.replace(tzinfo=UTC)

    def steady(self, now: datetime) -> datetime:
        """A moment that stays the same for as long as replies are used again, so that equal searches ask the same."""
        if not timedelta() <= now - self._steady <= timedelta(seconds=self._reuse_seconds):
            self._steady = now
        return self._steady

    async def get(self, key: Key, fetch: Fetch, log: AttemptLog) -> Reply:
        """The reply to an equal request that is under way, or ended a moment ago, or else that of `fetch`."""
        self._forget()
        while request := self._requests.get(key):
            await request.ended.wait()
            if request.outcome is not None:
                log.adopt(request.log, age=anyio.current_time() - request.ended_at)
                return _result(request.outcome)
        return await self._make(key, fetch, log)

    async def _make(self, key: Key, fetch: Fetch, log: AttemptLog) -> Reply:
        request = self._requests[key] = _Request(AttemptLog(parent=log))
        try:
            request.outcome = await fetch(request.log)
        except UpstreamError as error:
            request.outcome = error
        finally:
            request.ended_at = anyio.current_time()
            if not (self._reuse_seconds and isinstance(request.outcome, dict)):
                del self._requests[key]
            request.ended.set()
        return _result(request.outcome)

    def _forget(self) -> None:
        """Drop replies that are too old, and the oldest where all of them together are too large."""
        now, kept = anyio.current_time(), 0
        for key, request in reversed(list(self._requests.items())):
            if request.outcome is not None:
                kept += request.log.size
                if now - request.ended_at > self._reuse_seconds or kept > KEPT_BYTES:
                    del self._requests[key]


def _result(outcome: Reply | UpstreamError) -> Reply:
    if isinstance(outcome, UpstreamError):
        raise outcome.with_traceback(None)  # one error for several calls: it must not gather their frames
    return outcome
