"""Gives the SDK's server the messages that `opening/` answered before it was loaded, and drops its answers to them.

The server so knows of the handshake, and the client gets no answer twice.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Self

import anyio
from anyio.streams.memory import MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCRequest

Item = SessionMessage | Exception


class ClientOutput:
    """What the server writes to. It passes everything on to the client, but for answers to messages that are replayed."""

    def __init__(
        self, send: Callable[[SessionMessage], Awaitable[None]], close: Callable[[], Awaitable[None]]
    ) -> None:
        self._send = send
        self._close = close
        self._replayed: anyio.Event | None = None
        """While messages are replayed: set once the one that the server has was answered."""

    async def replay(
        self, items: AsyncIterator[Item], count: int, server: MemoryObjectSendStream[Item]
    ) -> None:
        """Hand the first `count` items to the server, waiting for its answer to each request before the next."""
        for _ in range(count):
            item = await anext(items)
            self._replayed = anyio.Event()
            await server.send(item)
            if isinstance(item, SessionMessage) and isinstance(item.message, JSONRPCRequest):
                await self._replayed.wait()
        self._replayed = None

    async def send(self, message: SessionMessage) -> None:
        """Send a message to the client, or drop it while messages are replayed."""
        if self._replayed:
            self._replayed.set()
        else:
            await self._send(message)

    async def aclose(self) -> None:
        """Close the client's stream."""
        await self._close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        await self.aclose()
