"""The frame of the APIs that benchmarks play: HTTP in the least that a client needs, so that they cost next to nothing."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

Query = Mapping[str, Sequence[str]]
Answer = Callable[[Query, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Writes what is answered to a query. One that raises `ConnectionResetError` closes the connection."""


async def serve_raw(port: int, answer: Answer) -> None:
    """Listen on loopback, and answer request after request on each connection until the other side closes it."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Cancelled where all of it ends: asyncio would report that as an error of the connection.
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                target = head.split(maxsplit=2)[1].decode()
                await answer(parse_qs(urlsplit(target).query), reader, writer)
                await writer.drain()
        writer.close()

    async with await asyncio.start_server(converse, "127.0.0.1", port) as server:
        await server.serve_forever()


def json_response(reply: object, status: int = 200) -> bytes:
    """A whole response."""
    return whole_response(json.dumps(reply).encode(), status)


def whole_response(body: bytes, status: int = 200, fields: bytes = b"") -> bytes:
    """A whole response; each of the further header fields ends with a line break."""
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + fields + b"\r\n" + body
