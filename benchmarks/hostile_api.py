"""The API for `neighbour.py`: whom a search is for, `KIND-NUMBER@…`, says in what way its reply is hard to read.

`python benchmarks/hostile_api.py PORT` serves on loopback until it is ended.
"""

import asyncio
import gzip
import json
import sys
from collections.abc import Callable

from histories import interactions
from raw_api import Query, json_response, serve_raw, whole_response

MEBIBYTE = 2**20
_ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


def _rows(size: int) -> bytes:
    """Rows that take long to look through, as each label might hold the number of a card."""
    labels = [f"{'1 ' * 150}{number}" for number in range(size // 310)]
    rows = [
        {
            "interactionId": f"int-{first}",
            "mediaType": "PHONE",
            "interactionLabels": labels[first : first + 100],
        }
        for first in range(0, len(labels), 100)
    ]
    return json.dumps({"interactions": rows}).encode()


def _values(size: int) -> bytes:
    """Rows of which each takes thirty times as much memory as it has bytes."""
    return b'{"interactions": [' + b'{"a":0},' * (size // 8) + b"{}]}"


def _garbled(size: int) -> bytes:
    """A reply that has to be repaired: neither UTF-8 nor whole surrogate pairs."""
    return b'{"interactions": [{"interactionId": "\\ud83d' + b"\xff\xfe\\ud83d" * (size // 8) + b'"}]}'


REPLIES: dict[str, Callable[[], bytes]] = {
    "rows": lambda: whole_response(_rows(3 * MEBIBYTE)),
    "fewer-rows": lambda: whole_response(_rows(MEBIBYTE // 5)),
    "values": lambda: whole_response(_values(3 * MEBIBYTE)),
    "fewer-values": lambda: whole_response(_values(MEBIBYTE // 5)),
    "garbled": lambda: whole_response(_garbled(7 * MEBIBYTE)),
    "cut": lambda: whole_response(_rows(8 * MEBIBYTE)[: 7 * MEBIBYTE]),
    "bomb": lambda: whole_response(
        gzip.compress(b" " * 300 * MEBIBYTE), fields=b"Content-Encoding: gzip\r\n"
    ),
    "fits": lambda: json_response({"interactions": interactions("a@example.com", 50)}),
}
PIECES = "pieces"
"""The kind whose reply comes in chunks of one byte, and never ends."""
KINDS = (PIECES, *list(REPLIES)[:-1])


async def _pour(writer: asyncio.StreamWriter) -> None:
    writer.write(_ENDLESS)
    while True:
        writer.write(b"1\r\n \r\n" * 10_000)
        await writer.drain()


async def serve(port: int) -> None:
    """Listen on loopback."""
    replies = {kind: make() for kind, make in REPLIES.items()}

    async def answer(query: Query, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kind = query["email"][0].rpartition("-")[0]
        if kind == PIECES:
            await _pour(writer)
        writer.write(replies[kind])

    await serve_raw(port, answer)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
