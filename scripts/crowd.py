"""Callers who all ask at once, know what they must be told, and ask a second time where that does not come."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import cycle, islice, pairwise
from typing import Any

import httpx2
from wire import call_body, call_headers

_RETRIED = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
_CLOCK = re.compile(r"\d+ (?:day|hour|minute)s? ago|(?<=\bnow )(?:it is )?\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Question:
    """A call of a tool in one era of the protocol."""

    era: str
    tool: str
    arguments: Mapping[str, Any]

    async def ask(self, http: httpx2.AsyncClient) -> httpx2.Response:
        """Send it."""
        headers = call_headers(self.era, self.tool)
        body = call_body(self.era, self.tool, self.arguments)
        return await http.post("/mcp", content=body, headers=headers)


def text_of(response: httpx2.Response) -> str:
    """The text of an answer but for what depends on the clock; raises where there is none."""
    result = response.raise_for_status().json()["result"]
    if result["isError"]:
        raise ValueError(result["content"][0]["text"])
    return _CLOCK.sub("…", result["content"][0]["text"])


class Crowd:
    """Callers, and what came of their calls. Times are those of `time.perf_counter`, in seconds."""

    def __init__(self, http: httpx2.AsyncClient, known: Sequence[tuple[Question, str]]) -> None:
        self._http = http
        self._known = known
        self._another = asyncio.Event()
        self.over = False
        self.answered: list[float] = []
        """When each of the answers came."""
        self.slowest = 0.0
        self.retried: Counter[str] = Counter()
        """Why, and how often."""
        self.failures: list[str] = []
        """What was wrong, or did not come."""

    async def keep_asking(self, number: int) -> None:
        """One of the callers: asks one question after another, until it is over."""
        for question, right in islice(cycle(self._known), number, None):
            if self.over:
                return
            sent = time.perf_counter()
            try:
                text = text_of(await self._ask_up_to_twice(question))
            except (httpx2.HTTPError, KeyError, ValueError) as error:
                text = f"{type(error).__name__}: {error}"
            if text != right:
                self.failures.append(f"{question}: {text}")
            self._count(sent)

    async def _ask_up_to_twice(self, question: Question) -> httpx2.Response:
        try:
            response = await question.ask(self._http)
            reason = f"status {response.status_code}"
            if response.status_code not in _RETRIED:
                return response
        except httpx2.TransportError as error:
            reason = type(error).__name__
        self.retried[reason] += 1
        return await question.ask(self._http)

    def _count(self, sent: float) -> None:
        self.answered.append(time.perf_counter())
        self.slowest = max(self.slowest, self.answered[-1] - sent)
        self._another.set()

    async def more(self, number: int) -> None:
        """Wait for so many answers from now on."""
        wanted = len(self.answered) + number
        while len(self.answered) < wanted:
            self._another.clear()
            await self._another.wait()

    def longest_pause(self, since: float) -> float:
        """The longest time without any answer, from a moment on."""
        moments = [since, *(moment for moment in self.answered if moment > since)]
        return max(later - earlier for earlier, later in pairwise(moments))
