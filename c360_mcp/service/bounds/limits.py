"""How much callers may take up."""

from typing import NamedTuple

CONNECTIONS = 1_000
"""Of one process at once; any further one is refused."""

HEAD_BYTES = 16 * 1024
"""Of a request's line and headers."""
HEAD_SECONDS = 10.0
"""For a request's line and headers to arrive."""

IDLE_SECONDS = 75
"""Of a connection between two requests (keep-alive).

Proxies keep idle connections for a minute. As they send the requests they should be the ones to close: if the
server did it first, it could be just when a request is on its way, which would then be lost.
"""

RETRY_SECONDS = 1
"""After which a caller who was refused for want of room may try again."""

LINGER_SECONDS, LINGER_BYTES = 2.0, 32 * 2**20
"""Of what a caller is still sending when the answer has been given: so much is read and dropped before the connection
is closed."""


class RequestLimits(NamedTuple):
    """Bounds that an ordinary caller never meets."""

    body_bytes: int = 256 * 1024
    """Fifty long interaction IDs take 10 KiB."""
    body_seconds: float = 10.0
    """For a request's body to arrive."""
    arriving_bytes: int = 16 * 2**20
    """Of all bodies that have not arrived in whole, in one process."""
    margin_seconds: float = 5.0
    """Added to the time that a tool may take, for what comes before and after it."""
