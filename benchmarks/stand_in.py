"""The API for benchmarks: the same 50 interactions for every question, at next to no cost.

`python benchmarks/stand_in.py PORT [SECONDS]` serves on loopback until it is ended, each answer after so many seconds.
"""

import asyncio
import sys

from customers import customers
from raw_api import Query, json_response, serve_raw

_RESPONSE = json_response(customers()[0].reply)


async def serve(port: int, seconds: float = 0.0) -> None:
    """Listen on loopback."""

    async def answer(_: Query, __: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if seconds:
            await asyncio.sleep(seconds)
        writer.write(_RESPONSE)

    await serve_raw(port, answer)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), *map(float, sys.argv[2:])))
