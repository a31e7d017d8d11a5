"""What is published of the view, and to whom."""

import subprocess
import sys
from typing import Any

import pytest
from inline_snapshot import snapshot
from mcp import Client
from mcp.client.extension import advertise
from mcp.shared.exceptions import MCPError

from c360_mcp.server.app import create_server
from tests.front_door import NOW, replying, wired
from tests.view.showing import EXTENSION, KEY, URI, apps, showing

pytestmark = pytest.mark.anyio

EMPTY = replying({"interactions": []})
MODES = ["legacy", "auto"]
SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
OTHERS = {
    "no extensions": [],
    "another extension": [advertise("com.example/other", {"mimeTypes": ["text/html;profile=mcp-app"]})],
    "another type": [apps("text/html")],
    "without types": [advertise(EXTENSION)],
}


@pytest.mark.parametrize("mode", MODES)
async def test_a_client_that_shows_apps_finds_the_view_at_both_tools(mode: str) -> None:
    async with showing(EMPTY, mode=mode) as client:
        assert (client.server_capabilities.extensions or {}) == {EXTENSION: {}}
        tools = (await client.list_tools()).tools
        assert [tool.meta for tool in tools] == [{"ui": {"resourceUri": URI}}] * 2
        [contents] = (await client.read_resource(URI)).contents
    assert contents.model_dump(exclude={"text"}, exclude_none=True, by_alias=True) == snapshot(
        {
            "uri": "ui://c360/customer",
            "mimeType": "text/html;profile=mcp-app",
            "_meta": {"ui": {"csp": {}, "prefersBorder": True}},
        }
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("extensions", OTHERS.values(), ids=OTHERS)
async def test_for_every_other_client_there_is_no_view(mode: str, extensions: list[Any]) -> None:
    server = create_server({}, demo=True, now=lambda: NOW)
    async with Client(server, mode=mode, extensions=extensions) as client:
        assert client.server_capabilities.extensions is None
        assert [tool.meta for tool in (await client.list_tools()).tools] == [None, None]
        assert KEY not in ((await client.call_tool("get_customer_interactions", SEARCH)).meta or {})
        with pytest.raises(
            MCPError, match=r"Unknown resource\. Known resources: c360://guide, c360://demo/cust"
        ):
            await client.read_resource(URI)


@pytest.mark.parametrize("mode", MODES)
async def test_the_lists_differ_in_nothing_but_the_tools_reference_to_the_view(mode: str) -> None:
    async with showing(EMPTY, mode=mode) as client:
        tools = await client.list_tools()
        shown = [await client.list_resources(), await client.list_prompts()]
    async with wired(EMPTY, mode=mode) as client:
        plain_tools = await client.list_tools()
        plain = [await client.list_resources(), await client.list_prompts()]
    for tool in tools.tools:
        tool.meta = None
    assert (tools, shown) == (plain_tools, plain)


def test_nothing_of_the_view_is_imported_before_a_client_asks_for_it() -> None:
    check = (
        "import sys, c360_mcp.server.app; print([name for name in sys.modules if 'c360_mcp.view' in name])"
    )
    assert subprocess.check_output([sys.executable, "-c", check], text=True) == "[]\n"
