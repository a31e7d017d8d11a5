"""The record of one MCP request, which its handlers fill in for the request log, the spans and the metrics."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

OK = "ok"
CANCELLED = "Cancelled"
"""The outcome of a request that has not ended yet, and of one that was cancelled."""


@dataclass(slots=True)
class RequestRecord:
    """Who asked for what, and how it ended. Only names that this server publishes, never what a caller made up.

    Each field is None until some handler sets it.
    """

    method: str | None = None
    """The MCP method, such as `tools/call`."""
    name: str | None = None
    """Name of the tool or prompt."""
    tenant: str | None = None
    """The tenant's ID."""
    caller: str | None = None
    """The name of the caller's static token, or the client that an OAuth token was issued to."""
    subject_hash: str | None = None
    """A keyed hash of the subject of an OAuth token."""
    outcome: str | None = None
    """`ok`, the name of an error class, or the code of a JSON-RPC error."""
    tokens: Callable[[], int] | None = None
    """Estimates the tokens of the result; called only where metrics or spans are on, as it takes time."""
    reused: bool = False
    """Whether the result is made of a reply that was made for an earlier call."""
    trace_id: str | None = None

    @property
    def asker(self) -> str:
        """Who asks, among the callers of one tenant: the person that a token stands for, or else the token's name."""
        return self.subject_hash or self.caller or ""


_CURRENT: ContextVar[RequestRecord | None] = ContextVar("request", default=None)


@contextmanager
def request_record() -> Iterator[RequestRecord]:
    """Give the record of the current request: over HTTP the request log began it, over stdio this begins it."""
    if (request := _CURRENT.get()) is not None:
        yield request
        return
    token = _CURRENT.set(request := RequestRecord())
    try:
        yield request
    finally:
        _CURRENT.reset(token)


def current_request() -> RequestRecord:
    """Find the record of the current request; outside of any request, a new one that is thrown away."""
    return _CURRENT.get() or RequestRecord()
