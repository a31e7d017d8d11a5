"""An API that notes when each request came, and so how much of a budget was used."""

import asyncio
import time
from bisect import bisect_left
from dataclasses import dataclass, field

from raw_api import Query, json_response, serve_raw

_STARTED_AT = 1_795_000_000_000


@dataclass
class CountingApi:
    """Answers each search after 30 ms, with one interaction whose ID is the name in the e-mail address.

    `amount` requests in `seconds` is the budget that it is to be asked within.
    """

    amount: int
    seconds: float
    at: list[float] = field(default_factory=list)
    """When each request came, by `time.monotonic`."""

    async def serve(self, port: int) -> None:
        """Listen on loopback until it is cancelled."""
        await serve_raw(port, self._answer)

    async def _answer(self, query: Query, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.at.append(time.monotonic())
        name = query["email"][0].partition("@")[0]
        await asyncio.sleep(0.03)
        row = {"interactionId": name, "mediaType": "PHONE", "startedAt": _STARTED_AT}
        writer.write(json_response({"interactions": [row]}))

    def within(self, since: float, seconds: float) -> int:
        """How many came in a time."""
        return bisect_left(self.at, since + seconds) - bisect_left(self.at, since)

    def used(self) -> float:
        """How much of each window is used, from the first request to that with which the last window begins."""
        windows = (len(self.at) - 1) // self.amount
        return self.amount * windows * self.seconds / (self.at[self.amount * windows] - self.at[0])

    def windows(self, since: float, until: float) -> list[int]:
        """How many came in each window that begins with a request, or ends with one, and lies in this time."""
        starts = [*self.at, *(each - self.seconds for each in self.at)]
        return [self.within(each, self.seconds) for each in starts if since <= each <= until - self.seconds]
