"""The service over real HTTP, and ways to talk to it."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from threading import Thread
from typing import Any

import httpx2
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.types import ASGIApp

from c360_mcp.service.bounds.protocol import BoundedH11
from c360_mcp.service.http_server import base_url, configure, listen
from tests.patience import PATIENCE

SEARCH = {"search_by": "email", "identifier": "customer@example.com"}
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
CALL_HEADERS = {
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": "tools/call",
    "Mcp-Name": "get_customer_interactions",
}


@contextmanager
def serving(app: ASGIApp, protocol: type[BoundedH11] = BoundedH11) -> Iterator[str]:
    """Serve `app` in a thread, within the bounds of the real thing; yields the base URL."""
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(configure(app, protocol=protocol))
        thread = Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield base_url(listener)
        finally:
            server.should_exit = True
            thread.join()


@asynccontextmanager
async def caller(url: str, token: str | None = None) -> AsyncIterator[httpx2.AsyncClient]:
    """An HTTP client, with the token of its caller."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx2.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=PATIENCE) as http:
        yield http


@asynccontextmanager
async def mcp_client(url: str, mode: str = "auto", token: str | None = None) -> AsyncIterator[Client]:
    """The official client."""
    async with (
        caller(url, token) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


def call_body(arguments: Mapping[str, Any] = SEARCH) -> dict[str, Any]:
    params = {"name": "get_customer_interactions", "arguments": arguments, "_meta": META}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}


async def call(
    http: httpx2.AsyncClient, headers: Mapping[str, str] | None = None, arguments: Mapping[str, Any] = SEARCH
) -> httpx2.Response:
    """A search as a bare request, to see status and headers."""
    return await http.post("/mcp", json=call_body(arguments), headers=CALL_HEADERS | dict(headers or {}))


def text_of(response: httpx2.Response) -> str:
    """What the model gets."""
    assert response.status_code == 200, response.text
    text = response.json()["result"]["content"][0]["text"]
    assert isinstance(text, str)
    return text


def told(response: httpx2.Response) -> str:
    """The sentence of a refusal."""
    body = response.json()
    sentence = body["error_description"] if "error_description" in body else body["error"]["message"]
    assert isinstance(sentence, str)
    return sentence
