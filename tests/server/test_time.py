"""Calls in virtual seconds: what they may take, what their model is told of it, and what comes first."""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import anyio
import httpx2
import pytest
from mcp import Client

from c360_mcp.server.app import create_server
from tests.front_door import NOW, REAL_REGION, refused, told
from tests.replies import NO_SUMMARIES, Json, Query, contact, failure, history, rows_in, summary

pytestmark = pytest.mark.anyio

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
SILENT = (
    "The Customer 360 API did not answer within the time that one call may take. Trying again may help; if this "
    "happens often, whoever runs this server can raise C360_TIMEOUT."
)
KEPT_BACK = 0.25
"""Seconds of a call's time that are for putting its outcome into words."""


@pytest.fixture
def anyio_backend(virtual_time: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return virtual_time


Answer = Callable[["Api", str, Query], tuple[float, int, Json]]
"""Seconds until it comes, its status, and its body."""


@dataclass
class Api(httpx2.AsyncBaseTransport):
    """An API that takes its time over each answer, and over closing a connection that was given up."""

    answer: Answer
    closing: float = 0
    asked: list[str] = field(default_factory=list)
    """The resource of each request."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        resource = request.url.path.rsplit("/", 1)[-1]
        self.asked.append(resource)
        seconds, status, body = self.answer(self, resource, parse_qsl(request.url.query.decode()))
        try:
            await anyio.sleep(seconds)
        except anyio.get_cancelled_exc_class():
            with anyio.CancelScope(shield=True):
                await anyio.sleep(self.closing)
            raise
        return httpx2.Response(status, json=body)


def silent(*_: Any) -> tuple[float, int, Json]:
    return 1e9, 200, {}


@asynccontextmanager
async def asking(api: Api, **settings: str) -> AsyncIterator[Client]:
    server = create_server(REAL_REGION | settings, transport=api, now=lambda: NOW)
    async with Client(server) as client:
        yield client


@asynccontextmanager
async def taking(seconds: float) -> AsyncIterator[None]:
    """The block takes exactly this long."""
    begun = anyio.current_time()
    yield
    assert anyio.current_time() - begun == pytest.approx(seconds)


def without_reference(said: str) -> str:
    return re.sub(r" \(request ID [0-9a-f]{32}\)\.?", "", said)


@pytest.mark.parametrize("seconds", [7, 25])
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("get_customer_interactions", SEARCH),
        ("get_transcript_summaries", {"interaction_ids": [f"int-{n}" for n in range(50)]}),
    ],
)
async def test_a_call_whose_api_never_answers_ends_in_time_and_says_so(
    seconds: int, tool: str, arguments: Mapping[str, Any]
) -> None:
    async with asking(Api(silent), C360_TIMEOUT=str(seconds)) as client, taking(seconds - KEPT_BACK):
        assert without_reference(await refused(client, tool, **arguments)) == SILENT


async def test_all_requests_of_a_call_share_its_time_and_what_came_in_time_is_delivered() -> None:
    def answer(_: Api, resource: str, __: Query) -> tuple[float, int, Json]:
        if resource == "interactions-insight":
            return 12, 200, history([contact(1, interactionId="int-1")])
        return silent()

    async with asking(Api(answer)) as client, taking(25 - KEPT_BACK):
        text = await told(client, "get_customer_interactions", **SEARCH, include_summaries=1)
    assert rows_in(text) == ["#1 21 Nov 15:47 | int-1"]
    assert without_reference(text).splitlines()[-2] == f"No summary of #1: {SILENT}"


async def test_a_call_that_is_held_up_beyond_its_time_is_ended() -> None:
    async with asking(Api(silent, closing=1)) as client, taking(25 - KEPT_BACK + 1):
        assert await refused(client, "get_customer_interactions", **SEARCH) == (
            "The call took longer than 25 seconds and was ended. A shorter window may help."
        )


@pytest.mark.parametrize(("seconds", "requests"), [(1.4, 2), (1.6, 1), (2.7, 1)])
async def test_lagging_summaries_are_asked_for_again_only_where_that_can_not_cost_those_that_came(
    seconds: float, requests: int
) -> None:
    """Asking again takes half a second of waiting, and a second for the try."""

    def answer(api: Api, _: str, __: Query) -> tuple[float, int, Json]:
        came, lags = summary("int-1", "Told."), failure("int-2", "Summary not available")
        return seconds if len(api.asked) == 1 else 0, 200, {"summaries": [came], "partialFailures": [lags]}

    api = Api(answer)
    async with asking(api, C360_TIMEOUT="3") as client:
        text = await told(client, "get_transcript_summaries", interaction_ids=["int-1", "int-2"])
    assert text.splitlines()[1:-1] == [
        'int-1 | "Told."',
        "No summary of int-2: Summary not available (temporary; ask again in some minutes).",
    ]
    assert len(api.asked) == requests


async def test_the_requests_of_a_call_are_audited_in_the_order_in_which_they_began(tmp_path: Path) -> None:
    """Of both batches, the second try begins after the first of either."""

    def answer(api: Api, _: str, __: Query) -> tuple[float, int, Json]:
        return 0, 503 if len(api.asked) <= 2 else 200, NO_SUMMARIES

    path = tmp_path / "audit.jsonl"
    async with asking(Api(answer), C360_AUDIT_LOG=str(path)) as client:
        await told(client, "get_transcript_summaries", interaction_ids=[f"int-{n}" for n in range(50)])
    line = json.loads(path.read_text(encoding="utf-8"))
    assert [request["status"] for request in line["requests"]] == [503, 503, 200, 200]
