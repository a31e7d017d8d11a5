"""Lines as clients send them in the beginning."""

import json
from typing import Any

HANDSHAKES = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
MODERN = "2026-07-28"

LISTS = ("tools/list", "prompts/list", "resources/list", "resources/templates/list")

CLIENT = {"name": "test", "version": "1"}
APPS: dict[str, Any] = {
    "extensions": {"io.modelcontextprotocol/ui": {"mimeTypes": ["text/html;profile=mcp-app"]}}
}


def envelope(capabilities: dict[str, Any]) -> dict[str, Any]:
    return {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientInfo": CLIENT,
            "io.modelcontextprotocol/clientCapabilities": capabilities,
        }
    }


ENVELOPE = envelope({})
SEARCH = {
    "name": "get_customer_interactions",
    "arguments": {"search_by": "email", "identifier": "customer@example.com"},
}


def request(request_id: object, method: str, params: dict[str, Any] | None = None) -> bytes:
    given = {} if params is None else {"params": params}
    return line({"jsonrpc": "2.0", "id": request_id, "method": method, **given})


def notification(method: str, params: dict[str, Any] | None = None) -> bytes:
    return line({"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": params})})


def initialize(request_id: object, version: str, capabilities: dict[str, Any] | None = None) -> bytes:
    params = {"protocolVersion": version, "capabilities": capabilities or {}, "clientInfo": CLIENT}
    return request(request_id, "initialize", params)


def opening(version: str, capabilities: dict[str, Any] | None = None) -> list[bytes]:
    """All that can be answered before the server is loaded, in this version."""
    if version == MODERN:
        params = envelope(capabilities or {})
        return [request(method, method, params) for method in ("server/discover", *LISTS)]
    return [
        request("before", "ping"),
        initialize(0, version, capabilities),
        notification("notifications/initialized"),
        request("ping", "ping"),
        *(request(method, method) for method in LISTS),
    ]


def line(message: object) -> bytes:
    return json.dumps(message).encode() + b"\n"
