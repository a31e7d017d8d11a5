"""An API that notes when each request came, and so how much of a budget was used.

`python benchmarks/counting_api.py PORT` serves on loopback until it is ended. It is a process of its own, so that no
request counts as late for what callers in the same process do.
"""

import asyncio
import sys
import time
from bisect import bisect_left
from contextlib import AbstractContextManager
from subprocess import Popen
from typing import NamedTuple

import httpx2
from processes import running
from raw_api import Query, json_response, serve_raw

_STARTED_AT = 1_795_000_000_000
_COUNTED = "counted"


def counting(port: int) -> AbstractContextManager[Popen[bytes]]:
    """The API in a process of its own."""
    return running(sys.executable, __file__, str(port), port=port)


async def serve(port: int) -> None:
    """Answer each search after 30 ms, with one interaction whose ID is the name in the e-mail address."""
    at = list[float]()

    async def answer(query: Query, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if _COUNTED in query:
            writer.write(json_response(at))
            return
        at.append(time.monotonic())
        name = query["email"][0].partition("@")[0]
        await asyncio.sleep(0.03)
        row = {"interactionId": name, "mediaType": "PHONE", "startedAt": _STARTED_AT}
        writer.write(json_response({"interactions": [row]}))

    await serve_raw(port, answer)


class Arrivals(NamedTuple):
    """When each request came, by `time.monotonic`, where the budget is so many (`amount`) in so many seconds."""

    amount: int
    seconds: float
    at: list[float]

    def within(self, since: float, seconds: float) -> int:
        """How many came in a time."""
        return bisect_left(self.at, since + seconds) - bisect_left(self.at, since)

    def used(self) -> float:
        """How much of each window is used, from the first request to that with which the last window begins."""
        windows = (len(self.at) - 1) // self.amount
        return self.amount * windows * self.seconds / (self.at[self.amount * windows] - self.at[0])

    def most(self) -> int:
        """How many came in the window in which most came; it begins or ends with one of them."""
        starts = [*self.at, *(each - self.seconds for each in self.at)]
        return max(self.within(each, self.seconds) for each in starts)


async def read_arrivals(port: int, amount: int, seconds: float) -> Arrivals:
    """What came so far."""
    async with httpx2.AsyncClient(trust_env=False) as http:
        reply = await http.get(f"http://127.0.0.1:{port}/?{_COUNTED}=1")
    return Arrivals(amount, seconds, reply.json())


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
