"""The MCP server, put together."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import httpx2
import mcp_types as types
from mcp.server.caching import CacheableMethod, CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from c360_mcp import __version__
from c360_mcp.errors import C360Error
from c360_mcp.server.apps import VIEW_URI, advertise, shows_apps, view_contents, with_view
from c360_mcp.server.icons import icons
from c360_mcp.server.lifespan import WarmUp, open_tenant
from c360_mcp.server.observer import observe
from c360_mcp.server.prompts import complete, load_templates, render_prompt
from c360_mcp.server.resources import list_resources, read_resource
from c360_mcp.server.tenant_context import TenantSource, utc_now
from c360_mcp.server.tools import TOOLS, call, offered

INSTRUCTIONS: Final = (
    "Contact-centre history of a customer from 8x8, by e-mail address, phone number, contact ID or account ID. "
    "Start with get_customer_interactions; for a briefing let it bring summaries. The resource c360://guide says "
    "how to read a result."
)

if TYPE_CHECKING:
    from c360_mcp.gather.gathered import Progress

_HOUR: Final = CacheHint(ttl_ms=3_600_000, scope="public")
_PRIVATE_HOUR: Final = replace(_HOUR, scope="private")
_PUBLIC: Final[dict[CacheableMethod, CacheHint]] = dict.fromkeys(
    ("server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list"), _HOUR
)

_ANSWERED_BY: Final = {"name": "c360-mcp", "version": __version__}
"""In each result of a tool, in place of all that the server says of itself when it is asked: its icons are 1.6 KB."""

Context = ServerRequestContext[TenantSource, Any]


def create_server(
    environ: Mapping[str, str],
    *,
    demo: bool = False,
    transport: httpx2.AsyncBaseTransport | None = None,
    now: Callable[[], datetime] = utc_now,
) -> Server[TenantSource]:
    """A server for the tenant that `environ` names; nothing is opened before it runs."""
    return build_server(lambda: open_tenant(environ, demo=demo, transport=transport, now=now), demo=demo)


def build_server(
    open_tenants: Callable[[], AbstractAsyncContextManager[TenantSource]],
    *,
    demo: bool = False,
    callers_differ: bool = False,
) -> Server[TenantSource]:
    """A server whose calls each work for the tenant of their caller; `open_tenants` is entered when it runs.

    Where `callers_differ` in what they may have, no cache may show one the tools of another.
    """
    handlers = _Handlers(demo=demo)

    @asynccontextmanager
    async def lifespan(_: Server[TenantSource]) -> AsyncIterator[TenantSource]:
        with handlers.warm_up.ending():
            async with open_tenants() as tenants:
                yield tenants

    server: Server[TenantSource] = Server(
        "c360-mcp",
        version=__version__,
        title="8x8 Customer 360",
        description="A customer's contact-centre story, in few tokens.",
        instructions=INSTRUCTIONS,
        icons=icons(),
        cache_hints={**_PUBLIC, "tools/list": _PRIVATE_HOUR} if callers_differ else _PUBLIC,
        lifespan=lifespan,
        get_tool_input_schema=_headers_schema,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_resource_templates,
        on_read_resource=handlers.read_resource,
        on_completion=handlers.complete,
    )
    # In place of the SDK's tracing, whose spans hold names that callers made up.
    server.middleware[:] = [observe, advertise]
    return server


class _Handlers:
    """Handlers of the protocol's requests; each calls the module that does the work."""

    def __init__(self, *, demo: bool) -> None:
        self._demo = demo
        self.warm_up = WarmUp()

    async def list_tools(
        self, ctx: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        _refuse_cursor(params)
        self.warm_up.begin()
        tools = offered(summaries=ctx.lifespan_context.grants_summaries)
        return types.ListToolsResult(tools=[*map(with_view, tools)] if shows_apps(ctx) else tools)

    async def call_tool(self, ctx: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        self.warm_up.skip()
        if params.name not in TOOLS:
            raise MCPError(types.INVALID_PARAMS, f"Unknown tool. Known tools: {', '.join(TOOLS)}.")

        async def report(progress: "Progress") -> None:
            from c360_mcp.server.gathering import progress_message

            await ctx.session.report_progress(progress.requests, message=progress_message(progress))

        offer, tenants = TOOLS[params.name], ctx.lifespan_context
        result = await call(offer, tenants, params.arguments, report, shows_apps=shows_apps(ctx))
        if ctx.protocol_version in MODERN_PROTOCOL_VERSIONS:
            result.meta = {types.SERVER_INFO_META_KEY: _ANSWERED_BY, **(result.meta or {})}
        return result

    async def list_prompts(
        self, _: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        _refuse_cursor(params)
        return types.ListPromptsResult(prompts=[template.prompt for template in load_templates().values()])

    async def get_prompt(self, ctx: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        template = load_templates().get(params.name)
        if template is None:
            raise MCPError(
                types.INVALID_PARAMS, f"Unknown prompt. Known prompts: {', '.join(load_templates())}."
            )
        try:
            text = render_prompt(template, params.arguments or {}, *_country_and_now(ctx.lifespan_context))
        except C360Error as error:
            raise MCPError(types.INVALID_PARAMS, str(error)) from None
        message = types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))
        return types.GetPromptResult(description=template.prompt.description, messages=[message])

    async def list_resources(
        self, _: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        _refuse_cursor(params)
        return types.ListResourcesResult(resources=list_resources(demo=self._demo))

    async def list_resource_templates(
        self, _: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        _refuse_cursor(params)
        return types.ListResourceTemplatesResult(resource_templates=[])

    async def read_resource(
        self, ctx: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        if str(params.uri) == VIEW_URI and shows_apps(ctx):
            return types.ReadResourceResult(contents=[view_contents()])
        text = read_resource(str(params.uri), demo=self._demo)
        if text is None:
            known = ", ".join(str(resource.uri) for resource in list_resources(demo=self._demo))
            raise MCPError(
                types.INVALID_PARAMS,
                f"Unknown resource. Known resources: {known}.",
                data={"uri": str(params.uri)},
            )
        contents = types.TextResourceContents(uri=params.uri, mime_type="text/markdown", text=text)
        return types.ReadResourceResult(contents=[contents])

    async def complete(self, _: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        values = complete(params.ref, params.argument)
        return types.CompleteResult(
            completion=types.Completion(values=values, total=len(values), has_more=False)
        )


def _headers_schema(_: str) -> None:
    """The schema of arguments that a tool takes from HTTP headers: none takes any."""


def _refuse_cursor(params: types.PaginatedRequestParams | None) -> None:
    """Refuse any cursor: each list has one page, so that this server never gave one out."""
    if params and params.cursor:
        raise MCPError(types.INVALID_PARAMS, "Unknown cursor. This list has one page: ask without a cursor.")


def _country_and_now(tenants: TenantSource) -> tuple[str | None, datetime]:
    """What prompts read phone numbers and dates by. They work without settings, too: then without a country, in UTC."""
    try:
        tenant = tenants.current()
    except C360Error:
        return None, utc_now()
    return tenant.settings.default_country, tenant.now().astimezone(tenant.settings.zone)
