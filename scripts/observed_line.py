"""The line between a replica and the store that it shares: passes on what both say, and counts what is asked in vain."""

import asyncio
import time
from contextlib import suppress

from processes import free_port

_CHUNK = 2**16
_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class ObservedLine:
    """Listens on loopback for one replica, until `serve` is cancelled."""

    def __init__(self, store_port: int) -> None:
        self.port = free_port()
        self._store_port = store_port
        self.in_vain = 0
        """How often the replica connected to a store that was gone, or asked one that did not answer."""
        self.longest = 0.0
        """Seconds for which it waited for an answer that never came, at most."""

    async def serve(self) -> None:
        """Pass everything on."""
        async with await asyncio.start_server(self._connect, "127.0.0.1", self.port) as server:
            await server.serve_forever()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled where all of it ends: asyncio would report that as an error of the connection.
        with suppress(asyncio.CancelledError):
            await self._converse((reader, writer))
        writer.close()

    async def _converse(self, replica: _Streams) -> None:
        try:
            store = await asyncio.open_connection("127.0.0.1", self._store_port)
        except OSError:
            self.in_vain += 1
            return
        conversation = _Conversation(replica, store)
        await conversation.run()
        if conversation.asked_at is not None:
            self.in_vain += 1
            self.longest = max(self.longest, time.monotonic() - conversation.asked_at)


class _Conversation:
    """One connection of the replica, with the one to the store that belongs to it."""

    def __init__(self, replica: _Streams, store: _Streams) -> None:
        self._replica = replica
        self._store = store
        self.asked_at: float | None = None
        """When a question was put that has no answer yet."""

    async def run(self) -> None:
        """Pass on what both say, until one of them closes."""
        both = [asyncio.create_task(each) for each in (self._pass_questions(), self._pass_answers())]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in both:
                each.cancel()
            self._store[1].close()

    async def _pass_questions(self) -> None:
        with suppress(ConnectionError):
            while question := await self._replica[0].read(_CHUNK):
                self.asked_at = time.monotonic()
                self._store[1].write(question)

    async def _pass_answers(self) -> None:
        with suppress(ConnectionError):
            while answer := await self._store[0].read(_CHUNK):
                self.asked_at = None
                self._replica[1].write(answer)
