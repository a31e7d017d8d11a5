"""`c360-mcp brief`: look a customer up as the prompt makes a model do, and show what comes back."""

import json
import os
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
from mcp import Client
from mcp.client.extension import advertise
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent

from c360_mcp.app_extension import EXTENSION, MIME_TYPE
from c360_mcp.commands.complaint import complain, which_kind
from c360_mcp.commands.encoding import escape_what_stdout_lacks
from c360_mcp.errors import InvalidArgument
from c360_mcp.logs import configure_logging
from c360_mcp.search.identity import Scope
from c360_mcp.server.app import create_server
from c360_mcp.server.apps import DATA_KEY
from c360_mcp.server.briefing import briefing_arguments
from c360_mcp.server.tenant_context import utc_now
from c360_mcp.setting import SettingsReader
from c360_mcp.terminal.command_options import OPTIONS
from c360_mcp.variables import DEFAULT_COUNTRY, LOG_LEVEL, TIMEZONE

_OWNER_ALONE = 0o600


def brief(options: Namespace, environ: Mapping[str, str], *, demo: bool) -> int:
    """Show the result on stdout, or write it to a file; 1, with the reason on stderr, where there is none."""
    configure_logging(SettingsReader(environ).read(LOG_LEVEL))
    escape_what_stdout_lacks()
    given = {"search_by": options.search_by, "period": options.period}
    values = {"customer": options.identifier} | {name: value for name, value in given.items() if value}
    try:
        arguments = _arguments(options, values, SettingsReader(environ))
    except InvalidArgument as error:
        return complain("brief", str(error))
    server = create_server(environ, demo=demo)
    purpose = {"purpose": options.purpose} if options.purpose else {}
    result = anyio.run(_look_up, server, arguments, values | purpose if options.show_prompt else None)
    if isinstance(result, MCPError):
        return complain("brief", str(result))
    return complain("brief", _text(result)) if result.is_error else _show(result, options)


async def _look_up(
    server: Server[Any], arguments: Mapping[str, Any], asked: Mapping[str, str] | None
) -> CallToolResult | MCPError:
    """The tool's result, as a client gets it that shows views, below the prompt on stderr where one is `asked` for."""
    shows_apps = advertise(EXTENSION, {"mimeTypes": [MIME_TYPE]})
    async with Client(server, extensions=[shows_apps]) as client:
        try:
            if asked:
                prompt = await client.get_prompt("brief_customer", dict(asked))
                print(*(_words(message.content) for message in prompt.messages), end="\n\n", file=sys.stderr)
            return await client.call_tool("get_customer_interactions", dict(arguments))
        except MCPError as error:  # raised out of here, it would come in a group of exceptions
            return error


def _arguments(options: Namespace, values: Mapping[str, str], reader: SettingsReader) -> dict[str, Any]:
    """What the tool is called with; `InvalidArgument` where something is not certain."""
    country, zone = reader.read(DEFAULT_COUNTRY), reader.read(TIMEZONE)
    found = briefing_arguments(values, country, utc_now().astimezone(zone))
    if found is None:
        raise InvalidArgument(which_kind(options.identifier))
    if options.period and "start_time" not in found:
        raise InvalidArgument(
            "From when on? Give --period as in '90 days', 'this month', P90D or 2026-01-01."
        )
    given = {
        name: getattr(options, option.removeprefix("--").replace("-", "_"))
        for name, option in OPTIONS.items()
    }
    scope = {"scope": Scope.IDENTIFIER.value} if options.only_identifier else {}
    return found | scope | {name: value for name, value in given.items() if value is not None}


def _show(result: CallToolResult, options: Namespace) -> int:
    data: dict[str, Any] = (result.meta or {})[DATA_KEY]
    if options.html:
        return _write_page(data, Path(options.html), opened=options.open)
    if options.json:
        print(json.dumps(data, indent=2, ensure_ascii=False))
    elif options.raw or not sys.stdout.isatty():
        print(_text(result))
    else:
        _lay_out(data, ids=options.ids)
    return 0


def _lay_out(data: Any, *, ids: bool) -> None:
    from rich.console import Console

    from c360_mcp.terminal.page import page

    console = Console(highlight=False, markup=False, emoji=False)
    for part in page(data, width=console.width, ids=ids):
        console.print(part)


def _write_page(data: Mapping[str, object], path: Path, *, opened: bool) -> int:
    """Write the view with its data inside, readable by its owner alone, and say what that is."""
    from c360_mcp.view.page import page

    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ALONE)
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123  as it was opened: for its owner
            path.chmod(_OWNER_ALONE)  # it may have been there before
            file.write(page(data))
    except OSError as error:
        return complain("brief", f"{path} can't be written: {error.strerror}.")
    print(
        f"{path} holds what this customer's contacts were about, their addresses and numbers. Only you can read it, and "
        "it connects to nothing. Delete it once you are done.",
        file=sys.stderr,
    )
    if opened:
        webbrowser.open(path.resolve().as_uri())
    return 0


def _text(result: CallToolResult) -> str:
    return "\n".join(map(_words, result.content))


def _words(content: object) -> str:
    return content.text if isinstance(content, TextContent) else ""
