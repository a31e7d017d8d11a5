"""What callers can take up at most."""

from dataclasses import dataclass

CONNECTIONS = 1_000
"""Of one process; whoever comes beyond is refused at once."""

HEAD_BYTES = 16 * 1024
HEAD_SECONDS = 10.0
"""For a request's line and headers to arrive."""

IDLE_SECONDS = 75
"""Longer than the minute for which proxies keep idle connections: the one that sends is to be the one that closes."""


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Bounds of a process, chosen so that an ordinary caller never meets them."""

    concurrent_calls: int = 64
    """Of one tenant at once. The API client lets 8 go upstream and 64 wait."""
    body_bytes: int = 256 * 1024
    """Bytes; fifty long interaction IDs take 10 KiB."""
    body_seconds: float = 10.0
    margin_seconds: float = 5.0
    """Beyond the time that a tool may take: for what comes before and after it."""
