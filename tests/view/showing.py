"""A client that shows apps, and what it gets."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from mcp import Client
from mcp.client.extension import ClientExtension, advertise
from starlette.types import ASGIApp

from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.cast import DEMO_TENANT
from c360_mcp.server.app import create_server
from c360_mcp.text.short_id import shortened
from tests.front_door import NOW, ask, environment, text_of

EXTENSION = "io.modelcontextprotocol/ui"
KEY = "io.github.c360-mcp/view"
URI = "ui://c360/customer"


def apps(mime_type: str = "text/html;profile=mcp-app") -> ClientExtension:
    return advertise(EXTENSION, {"mimeTypes": [mime_type]})


@asynccontextmanager
async def showing(
    app: ASGIApp | None = None, settings: Mapping[str, str] | None = None, *, mode: str = "auto"
) -> AsyncIterator[Client]:
    """A client of a server of `app`, by default the stand-in with its cast, which shows apps."""
    with environment(app or create_app(now=lambda: NOW), settings) as environ:
        server = create_server(environ, now=lambda: NOW)
        async with Client(server, mode=mode, extensions=[apps()]) as client:
            yield client


async def shown(client: Client, tool: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    """Text and data of a result that is none of an error."""
    result = await ask(client, tool, arguments)
    assert not result.is_error, text_of(result)
    return text_of(result), (result.meta or {})[KEY]


def foreign(data: dict[str, Any]) -> Iterator[str]:
    """Every string that comes from the API, or from whoever asked, as the text writes it."""
    yield data["coverage"]
    if data["view"] == "summaries":
        yield from (summary["text"] for found in data["found"] for summary in found["texts"])
        yield from (gap["reason"] for gap in data["gaps"])
        return
    yield from (data["who"]["value"], *data["overview"], data["absent"], data["shared"])
    yield from (name for signal in data["signals"] for name in (signal["title"], *signal["subjects"]))
    yield from (f"{period['name']}: {period['said']}" for period in data["periods"])
    for row in data["rows"]:
        yield from (row["kind"], row["length"], row.get("headline", ""), row.get("sentiment", ""))
        yield from (topic["name"] for topic in row["topics"])
        yield from (value for _, value in row["facts"])
        yield from (summary["text"] for summary in row["summaries"])
        yield row.get("gap", "")
        if "id" in row:
            yield shortened(row["id"], DEMO_TENANT).removesuffix("~")
