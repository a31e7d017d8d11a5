"""One service, for every client and from every replica."""

from typing import Any

import anyio
import pytest
from mcp_types import TextContent

from c360_mcp.service.app import create_app
from tests.service.api import answering, environment
from tests.service.serving import SEARCH, call, call_body, caller, mcp_client, serving, text_of

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("mode", "version"), [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
async def test_a_client_of_either_era_lists_the_tools_and_gets_the_text(mode: str, version: str) -> None:
    async with answering() as api:
        with serving(create_app(environment(api))) as url:
            async with mcp_client(url, mode) as client:
                tools = await client.list_tools()
                prompts = await client.list_prompts()
                result = await client.call_tool("get_customer_interactions", SEARCH)
                spoken = client.protocol_version

    assert spoken == version
    assert [tool.name for tool in tools.tools] == ["get_customer_interactions", "get_transcript_summaries"]
    assert "brief_customer" in {prompt.name for prompt in prompts.prompts}
    assert not result.is_error
    assert isinstance(result.content[0], TextContent)
    assert "int-of-acme" in result.content[0].text


async def test_a_call_needs_nothing_that_only_the_replica_of_the_handshake_would_know() -> None:
    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}
    opening = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello}
    headers = {"Accept": "application/json, text/event-stream"}
    body = call_body()
    del body["params"]["_meta"]

    async with answering() as api:
        with serving(create_app(environment(api))) as one, serving(create_app(environment(api))) as other:
            async with caller(one) as http:
                opened = await http.post("/mcp", json=opening, headers=headers)
            async with caller(other) as http:
                called = await http.post(
                    "/mcp", json=body, headers=headers | {"MCP-Protocol-Version": "2025-11-25"}
                )

    assert opened.json()["result"]["protocolVersion"] == "2025-11-25"
    assert "mcp-session-id" not in opened.headers
    assert "int-of-acme" in text_of(called)


async def test_there_is_no_stream_to_open_and_no_session_to_end() -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            answers = [await http.request(method, "/mcp") for method in ("GET", "DELETE", "PUT")]

    assert [(answer.status_code, answer.headers["allow"]) for answer in answers] == [(405, "POST")] * 3


async def test_nothing_is_redirected_and_nothing_else_is_served() -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            paths = ("/", "/mcp//", "/healthz/", "/docs", "/.well-known/oauth-protected-resource")
            statuses = {path: (await http.get(path)).status_code for path in paths}

    assert set(statuses.values()) == {404}


async def test_a_service_without_settings_starts_and_each_call_tells_what_is_missing() -> None:
    with serving(create_app({})) as url:
        async with caller(url) as http:
            answer = await call(http)

    assert answer.json()["result"]["isError"] is True
    assert "C360_TENANT_ID is missing" in text_of(answer)


async def test_the_demo_needs_no_settings() -> None:
    with serving(create_app({}, demo=True)) as url:
        async with caller(url) as http:
            assert text_of(await call(http)).startswith(
                "Demo data: an invented customer, none of this happened."
            )


async def test_callers_are_answered_side_by_side() -> None:
    answers: list[str] = []

    async def ask(http: Any, number: int) -> None:
        own = SEARCH | {"identifier": f"customer-{number}@example.com"}
        answers.append(text_of(await call(http, arguments=own)))

    async with answering() as api:
        api.held.add("acme")
        with serving(create_app(environment(api))) as url:
            async with caller(url) as http, anyio.create_task_group() as group:
                for number in range(8):
                    group.start_soon(ask, http, number)
                await api.asked(8)
                api.released.set()

    assert len(answers) == 8
