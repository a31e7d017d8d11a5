"""A client that shows apps, and what it gets."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from mcp import Client
from mcp.client.extension import ClientExtension, advertise
from starlette.types import ASGIApp

from c360_mcp.sandbox.app import create_app
from c360_mcp.server.app import create_server
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
