"""Callers who close their sending side only: they wait for the answer. Those who have gone look just the same at first."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

LOOK_SECONDS: Final = 0.2

_STILL_THERE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
"""An interim response, which clients pass over (RFC 9110, 15.2). Where nobody is there, a reset comes back."""


class HalfClose:
    """Finds out whether a caller who sends nothing more still reads, and drops the connection where not."""

    def __init__(self, transport: asyncio.Transport, waits: Callable[[], bool]) -> None:
        self._transport = transport
        self._waits = waits
        self.begun = False

    def begin(self) -> None:
        """Send what a caller who has gone answers with a reset."""
        if not self.begun:
            self.begun = True
            self._transport.write(_STILL_THERE)
            self._look()

    def _look(self) -> None:
        """Look for a reset as long as the caller waits for an answer: asyncio does not, of a socket at its end."""
        if self._transport.is_closing() or not self._waits():
            return
        if self._transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._transport.abort()
            return
        asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)
