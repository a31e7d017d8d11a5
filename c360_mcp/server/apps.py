"""MCP Apps: which clients show a view beside a text, and what is published to these alone."""

from collections.abc import Mapping
from typing import Any, Final

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp_types import TextResourceContents, Tool

from c360_mcp.app_extension import EXTENSION, MIME_TYPE, declares_apps

VIEW_URI: Final = "ui://c360/customer"
DATA_KEY: Final = "io.github.c360-mcp/view"
"""Under this key a result's `_meta`, which no model is shown, holds the data of the view."""
SESSION_HEADER: Final = "mcp-session-id"
SESSION_PREFIX: Final = "apps-"
"""Begins the session IDs of clients that show views, over HTTP before 2026-07-28: see `service/view_sessions.py`."""

_TOOL_META: Final = {"ui": {"resourceUri": VIEW_URI}}
_CONTENT_META: Final = {"ui": {"csp": {}, "prefersBorder": True}}

Context = ServerRequestContext[Any, Any]


def shows_apps(ctx: Context) -> bool:
    """Whether the client shows views: it says so with each request, or when it connects."""
    capabilities = ctx.session.client_capabilities
    if capabilities is not None:
        return declares_apps(capabilities.extensions)
    session: str = ctx.request.headers.get(SESSION_HEADER, "") if ctx.request else ""
    return session.startswith(SESSION_PREFIX)


def with_view(tool: Tool) -> Tool:
    """The tool as published to a client that shows views."""
    return tool.model_copy(update={"meta": _TOOL_META})


def view_contents() -> TextResourceContents:
    """The page, which may load nothing from anywhere."""
    from c360_mcp.view.page import empty_page

    return TextResourceContents(uri=VIEW_URI, mime_type=MIME_TYPE, text=empty_page(), _meta=_CONTENT_META)


async def advertise(ctx: Context, call_next: CallNext) -> HandlerResult:
    """Middleware that names the extension to clients that named it, and to no others."""
    result = await call_next(ctx)
    if ctx.method == "initialize":
        declared = declares_apps(_extensions(ctx.params))
        if declared and ctx.request:
            ctx.request.state.shows_apps = True
    else:
        declared = ctx.method == "server/discover" and shows_apps(ctx)
    if declared and isinstance(result, dict):
        result["capabilities"]["extensions"] = {EXTENSION: {}}
    return result


def _extensions(params: Mapping[str, Any] | None) -> object:
    """The extensions that the parameters of `initialize` declare, as they stand there."""
    capabilities = (params or {}).get("capabilities")
    return capabilities.get("extensions") if isinstance(capabilities, dict) else None
