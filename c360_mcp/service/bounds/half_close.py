"""Telling callers who only close their sending side, and wait for the answer, from callers who have gone.

Of both, the end of what they send is all that is seen at first. Only to what is then sent to them do they differ: the
system of a caller who has gone replies with a reset.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

LOOK_SECONDS: Final = 0.2
"""How often it is looked whether a reset has come."""

_STILL_THERE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
"""An interim response, which clients pass over (RFC 9110, 15.2)."""


class HalfClose:
    """Finds out whether a caller who sends nothing more still reads, and drops the connection where not.

    `waits` tells whether an answer is still to come.
    """

    def __init__(self, transport: asyncio.Transport, waits: Callable[[], bool]) -> None:
        self._transport = transport
        self._waits = waits
        self.begun = False

    def begin(self) -> None:
        """Send an interim response, and look from now on whether a reset comes back."""
        if not self.begun:
            self.begun = True
            self._transport.write(_STILL_THERE)
            self._look()

    def _look(self) -> None:
        """Look whether a reset has come: asyncio no longer reads from a socket whose input has ended, and would not tell."""
        if self._transport.is_closing() or not self._waits():
            return
        if self._transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._transport.abort()
            return
        asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)
