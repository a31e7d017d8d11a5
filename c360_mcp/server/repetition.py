"""Tells the SDK's server what was answered before it was loaded, and drops its answers to that."""

from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Self

import anyio
from anyio.streams.memory import MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCRequest

Item = SessionMessage | Exception


class Answers:
    """What the server writes to: the client's stream, which does not get what the client was answered before."""

    def __init__(
        self, send: Callable[[SessionMessage], Awaitable[None]], close: Callable[[], Awaitable[None]]
    ) -> None:
        self._send = send
        self._close = close
        self._repeated: anyio.Event | None = None
        """Set by the answer to the message that is being repeated."""

    async def repeat(
        self, items: AsyncIterator[Item], count: int, server: MemoryObjectSendStream[Item]
    ) -> None:
        """Hand on the first `count` items, each once the one before it is answered, as it was for the client."""
        for _ in range(count):
            item = await anext(items)
            self._repeated = anyio.Event()
            await server.send(item)
            if isinstance(item, SessionMessage) and isinstance(item.message, JSONRPCRequest):
                await self._repeated.wait()
        self._repeated = None

    async def send(self, message: SessionMessage) -> None:
        """Send a message to the client, but for an answer that it has."""
        if self._repeated:
            self._repeated.set()
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
