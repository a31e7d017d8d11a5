"""Watches how a connection comes about.

Also a workaround for httpcore2, which leaves a socket open when the TLS handshake on it fails.
"""

from collections.abc import Mapping
from typing import Any

import anyio


class HandshakeGuard:
    """Closes the socket when the TLS handshake on it fails or is cancelled.

    To be set as the request extension `trace`, one for each request.
    """

    connecting = False
    """Whether a connection is being made on which nothing was sent yet, the look-up of the name included."""

    def __init__(self) -> None:
        self._stream: Any = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Receive an event of the connection, which httpcore2 names `{part}.{step}.{outcome}`."""
        if event.endswith((".connect_tcp.started", ".send_request_headers.started")):
            self.connecting = "connect_tcp" in event
        elif event.endswith(".connect_tcp.complete"):
            self._stream = info["return_value"]
        elif event.endswith(".start_tls.failed") and self._stream is not None:
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
