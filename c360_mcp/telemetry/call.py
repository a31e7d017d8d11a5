"""What becomes known of a caller's request while it is handled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

OK = "ok"
CANCELLED = "Cancelled"
"""The outcome of what has not ended yet, and of what never ended."""


@dataclass(slots=True)
class Call:
    """Filled in by the parts that learn it, in names that this server publishes; None is what nobody learned."""

    method: str | None = None
    """MCP's name of what is asked for."""
    name: str | None = None
    """Of the tool or prompt."""
    tenant: str | None = None
    """The tenant's ID."""
    outcome: str | None = None
    """`ok`, the name of a failure's class, or the code of an error of the protocol."""
    tokens: Callable[[], int] | None = None
    """Works out what the result costs a model, estimated: only somebody who wants to know should pay for it."""
    trace_id: str | None = None


_UNDER_WAY: ContextVar[Call | None] = ContextVar("call", default=None)


@contextmanager
def under_way() -> Iterator[Call]:
    """The notes on the request that is being handled: those that its transport keeps, or new ones."""
    if (call := _UNDER_WAY.get()) is not None:
        yield call
        return
    token = _UNDER_WAY.set(call := Call())
    try:
        yield call
    finally:
        _UNDER_WAY.reset(token)


def current_call() -> Call:
    """The same notes, further inside; where none are kept, some that nobody reads."""
    return _UNDER_WAY.get() or Call()
