"""The API for benchmarks: the same 50 interactions for every question, at next to no cost.

`python benchmarks/stand_in.py PORT` serves on loopback until it is ended.
"""

import asyncio
import json
import sys

from customers import customers

_BODY = json.dumps(customers()[0].reply).encode()
_REPLY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(_BODY) + _BODY
)


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer request after request, until the other side closes."""
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(_REPLY)
    except asyncio.IncompleteReadError:
        writer.close()


async def serve(port: int) -> None:
    """Listen on loopback."""
    async with await asyncio.start_server(answer, "127.0.0.1", port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
