"""The way in for tests: a real MCP client, the real server, and an API over real HTTP."""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx2
from mcp import Client
from mcp_types import CallToolResult, TextContent
from starlette.types import ASGIApp, Receive, Scope, Send

from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT
from c360_mcp.sandbox.serve import running
from c360_mcp.server.app import create_server

NOW = datetime(2026, 11, 22, 15, 47, tzinfo=UTC)
REAL_REGION = {"C360_REGION": "us", "C360_TENANT_ID": DEMO_TENANT, "C360_API_KEY": DEMO_KEY}


@dataclass
class Script:
    """An API that answers every request with what the test gave it, and remembers what it was asked."""

    answer: Callable[[str, list[tuple[str, str]]], tuple[int, Any]]
    asked: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Method and target of each request, as they stood on the wire."""

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
        resource = scope["path"].rsplit("/", 1)[-1]
        self.asked.append((resource, query))
        target = f"{scope['raw_path'].decode()}?{scope['query_string'].decode()}"
        self.lines.append(f"{scope['method']} {target}")
        self.headers.append({name.decode(): value.decode() for name, value in scope["headers"]})
        status, body = self.answer(resource, query)
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(payload)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": payload})


def replying(interactions: Any, summaries: Any = None) -> Script:
    """An API with one reply for each resource."""
    replies = {
        "interactions-insight": interactions,
        "transcript-summaries": summaries or {"summaries": [], "partialFailures": []},
    }
    return Script(lambda resource, _: (200, replies[resource]))


@contextmanager
def environment(app: ASGIApp, settings: Mapping[str, str] | None = None) -> Iterator[dict[str, str]]:
    """Settings that point at `app`, which is served meanwhile."""
    with running(app) as base_url:
        yield {
            "C360_BASE_URL": base_url,
            "C360_TENANT_ID": DEMO_TENANT,
            "C360_API_KEY": DEMO_KEY,
        } | dict(settings or {})


@asynccontextmanager
async def connected(
    app: ASGIApp | None = None,
    settings: Mapping[str, str] | None = None,
    *,
    mode: str = "auto",
    now: datetime = NOW,
) -> AsyncIterator[Client]:
    """A client of a server of `app`, by default the stand-in with its cast."""
    with environment(app or create_app(now=lambda: now), settings) as environ:
        async with Client(create_server(environ, now=lambda: now), mode=mode) as client:
            yield client


@asynccontextmanager
async def wired(
    app: ASGIApp, settings: Mapping[str, str] | None = None, *, mode: str = "auto", now: datetime = NOW
) -> AsyncIterator[Client]:
    """A client of a server that reaches `app` without a socket, at the address of a real region."""
    transport = httpx2.ASGITransport(app)
    server = create_server(REAL_REGION | dict(settings or {}), transport=transport, now=lambda: now)
    async with Client(server, mode=mode) as client:
        yield client


async def ask(client: Client, tool: str, arguments: Mapping[str, Any]) -> CallToolResult:
    result = await client.call_tool(tool, dict(arguments))
    assert isinstance(result, CallToolResult)
    return result


async def told(client: Client, tool: str, **arguments: Any) -> str:
    """The text of a result that is none of an error."""
    result = await ask(client, tool, arguments)
    assert not result.is_error, text_of(result)
    return text_of(result)


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """The text of a failure."""
    result = await ask(client, tool, arguments)
    assert result.is_error, text_of(result)
    return text_of(result)


def text_of(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    assert result.structured_content is None
    return content.text


async def searched(
    app: ASGIApp | None = None, *, settings: Mapping[str, str] | None = None, **arguments: Any
) -> str:
    """The text of one search, by default by e-mail."""
    arguments = {"search_by": "email", "identifier": "customer@example.com"} | arguments
    async with connected(app, settings) as client:
        return await told(client, "get_customer_interactions", **arguments)
