"""The API for the soak: a customer's e-mail address, `MOOD-NUMBER-ROWS@…`, says what comes of a search.

`python benchmarks/moody_api.py PORT` serves on loopback until it is ended.
"""

import asyncio
import json
import sys
from urllib.parse import parse_qs, urlsplit

from histories import interactions


class MoodyApi:
    """Answers request after request, each for the customer or the interactions that it names."""

    def __init__(self) -> None:
        self._asked_before: set[str] = set()

    async def serve(self, port: int) -> None:
        """Listen on loopback."""
        async with await asyncio.start_server(self._answer, "127.0.0.1", port) as server:
            await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                query = parse_qs(urlsplit(head.split(maxsplit=2)[1].decode()).query)
                if "interactionId" in query:
                    writer.write(_response(200, _summaries(query["interactionId"])))
                else:
                    await self._answer_search(query["email"][0], reader, writer)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            writer.close()

    async def _answer_search(
        self, email: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        mood, _, rows = email.partition("@")[0].split("-")
        match mood:
            case "held":
                await reader.readexactly(1)  # until the other side closes
            case "garbled":
                writer.write(_response(200, "One moment, please"))
            case "refused":
                writer.write(_response(400, {"detail": "The customer is not to the API's liking"}))
            case "unavailable":
                writer.write(_response(503, {"detail": "Too much to do"}))
            case "shaky" if email not in self._asked_before:
                self._asked_before.add(email)
                writer.write(_response(200, _search(email, int(rows)))[:-100])
                raise ConnectionResetError
            case _:
                writer.write(_response(200, _search(email, int(rows))))


def _search(email: str, rows: int) -> dict[str, object]:
    return {"interactions": interactions(email, rows), "insights": None}


def _summaries(ids: list[str]) -> dict[str, object]:
    found = [
        {"interactionId": each, "content": {"result": f"Summary of {each}.", "status": "success"}}
        for each in ids
    ]
    return {"summaries": found, "partialFailures": []}


def _response(status: int, reply: object) -> bytes:
    body = json.dumps(reply).encode()
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


if __name__ == "__main__":
    asyncio.run(MoodyApi().serve(int(sys.argv[1])))
