"""The API for the soak: a customer's e-mail address, `MOOD-NUMBER-ROWS@…`, says what comes of a search.

`python benchmarks/moody_api.py PORT` serves on loopback until it is ended.
"""

import asyncio
import sys
from collections.abc import Sequence

from histories import interactions
from raw_api import Query, json_response, serve_raw


class MoodyApi:
    """Answers request after request, each for the customer or the interactions that it names."""

    def __init__(self) -> None:
        self._asked_before: set[str] = set()

    async def answer(self, query: Query, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer a request for summaries, or a search in the mood that it names."""
        if "interactionId" in query:
            writer.write(json_response(_summaries(query["interactionId"])))
        else:
            await self._answer_search(query["email"][0], reader, writer)

    async def _answer_search(
        self, email: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        mood, _, rows = email.partition("@")[0].split("-")
        match mood:
            case "held":
                await reader.readexactly(1)  # until the other side closes
            case "garbled":
                writer.write(json_response("One moment, please"))
            case "refused":
                writer.write(json_response({"detail": "The customer is not to the API's liking"}, 400))
            case "unavailable":
                writer.write(json_response({"detail": "Too much to do"}, 503))
            case "shaky" if email not in self._asked_before:
                self._asked_before.add(email)
                writer.write(json_response(_search(email, int(rows)))[:-100])
                raise ConnectionResetError
            case _:
                writer.write(json_response(_search(email, int(rows))))


def _search(email: str, rows: int) -> dict[str, object]:
    return {"interactions": interactions(email, rows), "insights": None}


def _summaries(ids: Sequence[str]) -> dict[str, object]:
    found = [
        {"interactionId": each, "content": {"result": f"Summary of {each}.", "status": "success"}}
        for each in ids
    ]
    return {"summaries": found, "partialFailures": []}


if __name__ == "__main__":
    asyncio.run(serve_raw(int(sys.argv[1]), MoodyApi().answer))
