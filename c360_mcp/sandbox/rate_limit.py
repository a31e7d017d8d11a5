"""How many requests a minute the stand-in answers, and the headers that say so."""

from collections.abc import Callable
from datetime import datetime

_MINUTE = 60


class RateLimit:
    """Counts the requests of each minute by the clock; without a limit it never refuses and says nothing."""

    def __init__(self, limit: int | None, now: Callable[[], datetime]) -> None:
        self._limit = limit
        self._now = now
        self._minute = 0
        self._requests = 0

    def count(self) -> dict[str, str]:
        """Count a request; the headers of its reply."""
        if self._limit is None:
            return {}
        minute = self._seconds() // _MINUTE
        self._requests = self._requests + 1 if minute == self._minute else 1
        self._minute = minute
        return {
            "x-ratelimit-limit": str(self._limit),
            "x-ratelimit-remaining": str(max(self._limit - self._requests, 0)),
            "x-ratelimit-reset": str((minute + 1) * _MINUTE),
        }

    @property
    def exceeded(self) -> bool:
        """Whether the request counted last is one too many."""
        return self._limit is not None and self._requests > self._limit

    def wait(self) -> dict[str, str]:
        """The header that says in how many seconds requests are answered again."""
        return {"Retry-After": str(_MINUTE - self._seconds() % _MINUTE)}

    def _seconds(self) -> int:
        return int(self._now().timestamp())
