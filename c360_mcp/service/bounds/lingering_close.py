"""Closing a connection in such a way that the last answer reaches its reader."""

import asyncio
from collections.abc import Callable
from typing import Any

from c360_mcp.service.bounds.limits import LINGER_BYTES, LINGER_SECONDS


class LingeringTransport:
    """A transport that, before it is closed, reads and drops for a while what the other side is still sending.

    Where a socket is closed with input unread, TCP sends a reset, upon which the other side may drop an answer that it
    has not read yet (RFC 9112, 9.6). Many clients send a whole request before they look for its answer: of a refusal
    they would see a broken connection.

    `is_sending` tells whether more is to come; where it is not, the connection is closed at once.
    """

    def __init__(self, transport: asyncio.Transport, is_sending: Callable[[], bool]) -> None:
        self._transport = transport
        self._is_sending = is_sending
        self._left = LINGER_BYTES
        self.lingers = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def is_closing(self) -> bool:
        """Whether nothing can be sent any more."""
        return self.lingers or self._transport.is_closing()

    def write(self, data: bytes) -> None:
        """Send, unless the answer has ended."""
        if not self.lingers:
            self._transport.write(data)

    def close(self) -> None:
        """End the answer, and the connection once nothing more comes."""
        if self.is_closing():
            return
        if not self._is_sending():
            self._transport.close()
            return
        self.lingers = True
        self._transport.write_eof()
        self._transport.resume_reading()
        asyncio.get_running_loop().call_later(LINGER_SECONDS, self._transport.close)

    def drop(self, data: bytes) -> None:
        """Drop what came while it lingers."""
        self._left -= len(data)
        if self._left < 0:
            self._transport.close()
