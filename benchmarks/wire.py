"""A tool call as it goes over the wire, in both eras of the protocol."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

CURRENT, FORMER = "2026-07-28", "2025-11-25"
ERAS = (CURRENT, FORMER)
"""Only of the current one each request says by itself who asks, and what for."""


class Answer(NamedTuple):
    """The status, and the body as it came."""

    status: int
    body: bytes


def call_headers(era: str, tool: str) -> dict[str, str]:
    """What the headers of a call must say."""
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": era,
    }
    return headers | {"Mcp-Method": "tools/call", "Mcp-Name": tool} if era == CURRENT else headers


def hello_lines(era: str) -> list[bytes]:
    """What a client of stdio sends first; in the current era there is nothing to agree on."""
    if era == CURRENT:
        return []
    params = {
        "protocolVersion": era,
        "capabilities": {},
        "clientInfo": {"name": "benchmark", "version": "1"},
    }
    hello = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}
    return [
        json.dumps(message).encode() + b"\n"
        for message in (hello, {"jsonrpc": "2.0", "method": "notifications/initialized"})
    ]


def call_body(era: str, tool: str, arguments: Mapping[str, Any]) -> bytes:
    """The JSON-RPC message of a call."""
    params: dict[str, Any] = {"name": tool, "arguments": arguments}
    if era == CURRENT:
        params["_meta"] = {
            "io.modelcontextprotocol/protocolVersion": era,
            "io.modelcontextprotocol/clientInfo": {"name": "benchmark", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).encode()


def request(port: int, era: str, tool: str, arguments: Mapping[str, Any]) -> bytes:
    """A whole call to a server on loopback."""
    body = call_body(era, tool, arguments)
    headers = call_headers(era, tool) | {"Host": f"127.0.0.1:{port}", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /mcp HTTP/1.1\r\n{head}\r\n".encode() + body


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """Read an answer to the end."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    body = await reader.readexactly(int(length.partition(b":")[2]))
    return Answer(int(head.split(maxsplit=2)[1]), body)
