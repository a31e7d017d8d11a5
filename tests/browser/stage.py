"""A real browser in which a host of MCP Apps shows the view of the real server, and what happens there."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcp import Client
from mcp_types import TextResourceContents

from c360_mcp.server.app import create_server
from tests.browser.needs import chromium
from tests.front_door import NOW, ask
from tests.view.showing import URI, apps

if TYPE_CHECKING:
    from playwright.async_api import Frame, Page, Request

ROOT = Path(__file__).parents[2]
HOST = ROOT / "ui/build/host.js"
AXE = ROOT / "ui/node_modules/axe-core/axe.min.js"
SEARCH = "get_customer_interactions"


@dataclass
class Stage:
    """A page with a host, the view in a frame of it, and what went wrong or left the page."""

    page: "Page"
    client: Client
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def view(self) -> "Frame":
        return self.page.frames[1]

    async def call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What the host does when the view calls a tool."""
        self.calls.append((tool, arguments))
        result = await ask(self.client, tool, arguments)
        return result.model_dump(by_alias=True, exclude_none=True, mode="json")

    async def open(self, *, helps: bool = True, **context: Any) -> None:
        """Show the view as the server publishes it, in a host that is like this."""
        [contents] = (await self.client.read_resource(URI)).contents
        assert isinstance(contents, TextResourceContents)
        options = {"context": context, "helps": helps}
        await self.page.evaluate("([html, options]) => host.open(html, options)", [contents.text, options])

    async def send(self, message: str, *parameters: Any) -> None:
        """Let the host send something to the view."""
        await self.page.evaluate(f"parameters => host.{message}(...parameters)", [*parameters])

    async def search(self, **arguments: Any) -> None:
        """A model's call: its arguments and its result reach the view."""
        await self.send("input", arguments)
        result = await ask(self.client, SEARCH, arguments)
        await self.send("result", result.model_dump(by_alias=True, exclude_none=True, mode="json"))

    async def accessibility_violations(self) -> list[str]:
        """What axe-core finds wrong with the view."""
        await self.view.evaluate(AXE.read_text(encoding="utf-8"))
        found = await self.view.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


@asynccontextmanager
async def stage(
    settings: Mapping[str, str] | None = None, *, width: int = 900, **context: Any
) -> AsyncIterator[Stage]:
    """An empty host, in a browser whose own settings are these."""
    from playwright.async_api import async_playwright

    server = create_server(settings or {}, demo=True, now=lambda: NOW)
    async with Client(server, extensions=[apps()]) as client, async_playwright() as playwright:
        # Without its own sandbox, which containers forbid; nothing from outside is loaded.
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": width, "height": 900}, **context)
        here = Stage(page, client)
        _watch(here)
        await page.expose_function("callTool", here.call)
        await page.set_content(
            '<!doctype html><html lang="en"><title>host</title><style>body{margin:0}iframe{width:100%;border:0}</style>'
        )
        await page.evaluate(HOST.read_text(encoding="utf-8"))
        try:
            yield here
        finally:
            await browser.close()


def _watch(here: Stage) -> None:
    def on_request(request: "Request") -> None:
        if not request.url.startswith(("about:", "data:")):
            here.requests.append(request.url)

    here.page.on("request", on_request)
    here.page.on("pageerror", lambda error: here.problems.append(str(error)))
    here.page.on(
        "console", lambda said: here.problems.append(said.text) if said.type in {"error", "warning"} else None
    )
