"""Over HTTP, too, a client that shows views finds one, in both eras, and nobody else gets a session."""

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from c360_mcp.service.app import create_app
from tests.service.serving import caller, serving
from tests.view.showing import KEY, URI, apps, shown

pytestmark = pytest.mark.anyio

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
HELLO = {"protocolVersion": "2025-11-25", "clientInfo": {"name": "test", "version": "1"}}
SHOWS = {"extensions": {"io.modelcontextprotocol/ui": {"mimeTypes": ["text/html;profile=mcp-app"]}}}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_a_client_that_shows_apps_finds_and_fills_the_view(mode: str) -> None:
    with serving(create_app({}, demo=True)) as url:
        async with (
            caller(url) as http,
            Client(
                streamable_http_client(f"{url}/mcp", http_client=http), mode=mode, extensions=[apps()]
            ) as client,
        ):
            tools = (await client.list_tools()).tools
            assert [tool.meta for tool in tools] == [{"ui": {"resourceUri": URI}}] * 2
            assert (await client.read_resource(URI)).contents
            _, data = await shown(client, "get_customer_interactions", **SEARCH)
    assert data["who"]["value"] == "customer@example.com"


async def hello(http: httpx2.AsyncClient, capabilities: object) -> httpx2.Response:
    params = HELLO | {"capabilities": capabilities}
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    return await http.post("/mcp", json=body, headers=ACCEPT)


async def listed(http: httpx2.AsyncClient, session: str | None) -> str:
    headers = (
        ACCEPT | {"MCP-Protocol-Version": "2025-11-25"} | ({"Mcp-Session-Id": session} if session else {})
    )
    body = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
    return (await http.post("/mcp", json=body, headers=headers)).text


async def test_the_session_says_that_views_are_shown_and_another_client_has_none() -> None:
    with serving(create_app({}, demo=True)) as url:
        async with caller(url) as http:
            shows, other = await hello(http, SHOWS), await hello(http, {})
            session = shows.headers["mcp-session-id"]
            assert URI in await listed(http, session)
            assert await listed(http, None) == await listed(http, "of-another-server")
            assert URI not in await listed(http, None)
    assert session.startswith("apps-")
    assert "mcp-session-id" not in other.headers
    assert "extensions" not in other.json()["result"]["capabilities"]
    assert KEY not in other.text
