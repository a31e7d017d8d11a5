"""`c360-mcp brief`: print what a model gets when the prompt makes it look a customer up."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from io import TextIOWrapper

import anyio
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import TextContent

from c360_mcp.commands.complaint import WHICH_KIND, complain
from c360_mcp.errors import InvalidArgument
from c360_mcp.logs import configure_logging
from c360_mcp.search.identity import Scope
from c360_mcp.server.app import create_server
from c360_mcp.server.briefing import briefing_arguments
from c360_mcp.server.tenant_context import utc_now
from c360_mcp.setting import SettingsReader
from c360_mcp.variables import DEFAULT_COUNTRY, LOG_LEVEL, TIMEZONE


def brief(options: Namespace, environ: Mapping[str, str], *, demo: bool) -> int:
    """Print the tool's text on stdout, unaltered; 1 where it is an error."""
    configure_logging(SettingsReader(environ).read(LOG_LEVEL))
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # for terminals and pipes that are not UTF-8
    return anyio.run(_brief, options, environ, demo)


async def _brief(options: Namespace, environ: Mapping[str, str], demo: bool) -> int:  # noqa: FBT001
    given = {"search_by": options.search_by, "period": options.period}
    values = {"customer": options.identifier} | {name: value for name, value in given.items() if value}
    reader = SettingsReader(environ)
    country, zone = reader.read(DEFAULT_COUNTRY), reader.read(TIMEZONE)
    async with Client(create_server(environ, demo=demo)) as client:
        try:
            if options.purpose:
                prompt = await client.get_prompt("brief_customer", values | {"purpose": options.purpose})
                asked = "\n".join(_text(message.content) for message in prompt.messages)
                print(asked, end="\n\n", file=sys.stderr)
            arguments = briefing_arguments(values, country, utc_now().astimezone(zone))
        except (MCPError, InvalidArgument) as error:
            return complain("brief", str(error))
        if arguments is None:
            return complain("brief", WHICH_KIND)
        if options.only_identifier:
            arguments["scope"] = Scope.IDENTIFIER.value
        if options.period and "start_time" not in arguments:
            return complain("brief", "From when on? Give --period as in '90 days', P90D or 2026-01-01.")
        result = await client.call_tool("get_customer_interactions", arguments)
    print(*(_text(content) for content in result.content), sep="\n")
    return 1 if result.is_error else 0


def _text(content: object) -> str:
    return content.text if isinstance(content, TextContent) else ""
