"""Whole results, as the server renders them."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Any

import anyio
import httpx2
from mcp import Client
from mcp_types import TextContent

from c360_mcp.server.app import create_server
from tests.tokens.corpus import Corpus, corpus
from tests.tokens.replies import NOW, Json, insights, interactions, summary, with_figures

_ENVIRON = {
    "C360_TENANT_ID": "acmecorp01",
    "C360_API_KEY": "eght_corpus",
    "C360_REGION": "us",
}
_LARGEST = 50_000
_REQUEST_ID = re.compile("[0-9a-f]{32}")
_SAME_ID = "3f9c1e07b5d84a62a0c7d91e58b24f60"
_NONE: Mapping[str, str] = MappingProxyType({})


@cache
def results(language: str, half: str) -> dict[str, str]:
    """Results in one of the twelve languages, by kind."""
    return anyio.run(_results, corpus(language, half))


@cache
def short_results() -> dict[str, str]:
    """Results that hold next to nothing of a customer, by kind."""
    texts = anyio.run(_short_results)
    return {kind: _REQUEST_ID.sub(_SAME_ID, text) for kind, text in texts.items()}


def cut_result(language: str, budget: int) -> str:
    """Fifty interactions, of which the budget shows as many as fit."""
    written = corpus(language, "held out")
    return anyio.run(partial(_search, interactions(written), insights(written), budget=budget))


async def _results(written: Corpus) -> dict[str, str]:
    rows, aggregates = interactions(written), insights(written)
    bare = [row | {"title": None, "emailSubject": None} for row in rows]
    ids = [row["interactionId"] for row in rows[: len(written.summaries)]]
    summaries = dict(zip(ids, written.summaries, strict=True))
    long = dict.fromkeys(ids, " ".join(written.summaries))
    search = partial(_search, aggregates=aggregates, summaries=summaries)
    return {
        "standard": await search(rows),
        "concise": await search(rows, detail="concise"),
        "no titles": await search(bare),
        "figures": await search(with_figures(rows)),
        "with summaries": await search(rows[:10], include_summaries=10),
        "one row": await search(rows[:1]),
        "summaries": await _summarise([*ids, "int-0"], summaries),
        "long summaries": await _summarise(ids, long),
    }


async def _short_results() -> dict[str, str]:
    return {
        "nothing found": await _search([]),
        "no summary": await _summarise(["int-0", "int-1"]),
        "refused argument": await _search([], identifier="nobody"),
        "access denied": await _search([], status=403),
        "not found": await _search([], status=404),
    }


async def _search(
    rows: Sequence[Json],
    aggregates: Json | None = None,
    summaries: Mapping[str, str] = _NONE,
    status: int = 200,
    budget: int = _LARGEST,
    **arguments: Any,
) -> str:
    asked = {"search_by": "email", "identifier": "customer@example.com"} | arguments
    reply = {"interactions": rows, "insights": aggregates}
    answer = partial(_answer, status, reply, summaries)
    return await _ask("get_customer_interactions", asked, answer, budget)


async def _summarise(ids: Sequence[str], summaries: Mapping[str, str] = _NONE) -> str:
    asked = {"interaction_ids": list(ids)}
    return await _ask("get_transcript_summaries", asked, partial(_answer, 200, {}, summaries), _LARGEST)


async def _ask(tool: str, arguments: Json, answer: partial[httpx2.Response], budget: int) -> str:
    environ, transport = _ENVIRON | {"C360_RESULT_TOKENS": str(budget)}, httpx2.MockTransport(answer)
    async with Client(create_server(environ, transport=transport, now=lambda: NOW)) as client:
        called = await client.call_tool(tool, arguments)
    return "".join(content.text for content in called.content if isinstance(content, TextContent))


def _answer(
    status: int, found: Json, summaries: Mapping[str, str], request: httpx2.Request
) -> httpx2.Response:
    if request.url.path.endswith("interactions-insight"):
        return httpx2.Response(status, json=found)
    asked = request.url.params.get_list("interactionId")
    came = [summary(key, summaries[key]) for key in asked if key in summaries]
    missing = [{"interactionId": key, "reason": "Summary not found"} for key in asked if key not in summaries]
    return httpx2.Response(status, json={"summaries": came, "partialFailures": missing})
