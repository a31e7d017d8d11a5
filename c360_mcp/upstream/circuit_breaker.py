"""A circuit breaker: an API that fails again and again is left alone for a while, and no call waits for it."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import anyio

from c360_mcp.errors import CircuitOpen, ServiceFailed, TimedOut, Unavailable, Unreachable
from c360_mcp.upstream.retry import when

FAILURES: Final = 5
"""Calls in a row that fail in the same way. Each has tried again by then, so that a lapse of a second is none."""
PAUSE_SECONDS: Final = 15.0
"""For which nothing is sent. Agents wait for a briefing meanwhile, and an API that is back is noticed soon."""
PROBING_SECONDS: Final = 5
"""After which to try again while a probe is under way: most end sooner."""

_WAYS_TO_FAIL: Final = {
    "it could not be reached": (Unreachable,),
    "it did not answer in time": (TimedOut,),
    "it failed on its side": (ServiceFailed, Unavailable),
}
"""In the words in which they are told. Whatever else comes is the answer of an API that works. So is a refused key (401,
403): it comes at once, may concern one endpoint of two, and is over as soon as someone gives the key its right. After a
429 the gate of `Turnstile` is closed for as long as the API says."""


@dataclass(slots=True, eq=False)
class Passage:
    """One request on its way to the API, with all of its tries; `call` is what it has in common with those of its call."""

    call: object
    ended: anyio.Event = field(default_factory=anyio.Event)


class CircuitBreaker:
    """The circuit of one tenant. While it is closed, all requests pass.

    Where `FAILURES` calls in a row fail in the same way, it opens: none passes for `PAUSE_SECONDS`, and then one at a
    time, as a probe. Any answer closes it, also one to a request that was sent before; a probe that fails begins another
    pause.
    """

    def __init__(self) -> None:
        self._way = ""
        self._count = 0
        self._failed_calls: list[object] = []
        """While closed: one that failed with several requests counts once."""
        self._retry_at: float | None = None
        """From when on a probe may be sent; None while closed."""
        self._probe: Passage | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing but probes is sent."""
        return self._retry_at is not None

    @contextmanager
    def passage(self, call: object) -> Iterator[Passage]:
        """Begin a request of a call. Where the block ends without an outcome, another request may be the probe."""
        passage = Passage(call)
        try:
            yield passage
        finally:
            if self._probe is passage:
                self._probe = None
            passage.ended.set()

    async def enter(self, passage: Passage) -> None:
        """Return where a try may be sent, and raise `CircuitOpen` where not.

        Requests beside a probe of the same call wait for how it ends, so that the call does not come back in part.
        """
        while (probe := self._probe) and probe is not passage and probe.call is passage.call:
            await probe.ended.wait()
        if self._retry_at is None or self._probe is passage:
            return
        if self._probe or anyio.current_time() < self._retry_at:
            raise self.refusal()
        self._probe = passage

    def note(self, passage: Passage, outcome: object) -> bool:
        """Take in what came of a request in the end; tells whether that opened the circuit."""
        way = next((words for words, kinds in _WAYS_TO_FAIL.items() if isinstance(outcome, kinds)), None)
        if way is None:
            self._close()
        elif self._retry_at is None:
            self._count_call(way, passage.call)
        elif self._probe is passage:
            self._way, self._count = way, self._count + 1
        else:  # sent before the circuit opened: no news
            return False
        if self._count < FAILURES:
            return False
        self._retry_at = anyio.current_time() + PAUSE_SECONDS
        return True

    def refusal(self) -> CircuitOpen:
        """The error for a request that may not be sent."""
        left = math.ceil((self._retry_at or 0) - anyio.current_time())
        seconds = left if left > 0 else PROBING_SECONDS
        meanwhile = (
            "nothing is sent to it for now" if left > 0 else "one request finds out first whether it works"
        )
        return CircuitOpen(
            f"Calls to the Customer 360 API failed {self._count} times in a row, the last time because {self._way}, so "
            f"{meanwhile}. Try again {when(seconds)}.",
            retry_after=seconds,
        )

    def _close(self) -> None:
        self._count = 0
        self._failed_calls.clear()
        self._retry_at = None
        if self._probe:
            self._probe.ended.set()
            self._probe = None

    def _count_call(self, way: str, call: object) -> None:
        if way != self._way:
            self._way = way
            self._failed_calls.clear()
        if not any(each is call for each in self._failed_calls):
            self._failed_calls.append(call)
        self._count = len(self._failed_calls)
