"""How clients say that they show MCP Apps."""

from __future__ import annotations

EXTENSION = "io.modelcontextprotocol/ui"
MIME_TYPE = "text/html;profile=mcp-app"


def declares_apps(extensions: object) -> bool:
    """Whether the extensions among a client's capabilities say that it shows apps of the kind that there is."""
    settings = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
    types = settings.get("mimeTypes") if isinstance(settings, dict) else None
    return isinstance(types, list) and MIME_TYPE in types
