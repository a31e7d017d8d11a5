"""A stopgap for connections that a failed TLS handshake would leave open."""

from collections.abc import Mapping
from typing import Any

import anyio


class HandshakeGuard:
    """Closes the socket when the handshake on it is cancelled: httpcore2 forgets it then.

    To be set as the request extension `trace`, one for each request.
    """

    def __init__(self) -> None:
        self._stream: Any = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Follow the connection's events, which httpcore2 names `{part}.{step}.{outcome}`."""
        if event.endswith(".connect_tcp.complete"):
            self._stream = info["return_value"]
        elif event.endswith(".start_tls.failed") and self._stream is not None:
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
