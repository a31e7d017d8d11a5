"""The command line. Nothing that takes long is imported before it is known to be needed."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from c360_mcp import __version__
from c360_mcp.clients.catalogue import CLIENTS
from c360_mcp.option_values import address_of_service, count, number, port
from c360_mcp.service.variables import LOG_FORMAT, SERVICE_SETTINGS
from c360_mcp.setting import Setting, SettingsReader
from c360_mcp.suggesting_parser import SuggestingParser
from c360_mcp.variables import DEMO, SERVER_SETTINGS

_KINDS = ("email", "phone_number", "contact_id", "account_id")


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; `--help`, `--version` and errors end the process."""
    parser, commands = _make_parser()
    options, unknown = parser.parse_known_args(arguments)
    command = commands.get(options.command, parser)
    if unknown:
        parser.refuse(unknown, command.format_help())
    if options.command == "brief":
        _refuse_what_does_not_go_together(options, command)
    return options


def _make_parser() -> tuple[SuggestingParser, Mapping[str, SuggestingParser]]:
    """The parser of the whole line, and those of the commands by their names."""
    demo = SuggestingParser(add_help=False)
    demo.add_argument(
        "--demo", action="store_true", default=argparse.SUPPRESS, help="use the embedded stand-in API"
    )
    parser = SuggestingParser(
        prog="c360-mcp",
        description="MCP server for 8x8 Customer 360. Without a command it serves over stdio.",
        epilog=_settings_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[demo],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"c360-mcp {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (describe, meaning) in _COMMANDS.items():
        parents = [demo] if name in _WITH_DEMO else []
        describe(commands.add_parser(name, parents=parents, help=meaning))
    return parser, commands.choices


def _refuse_what_does_not_go_together(options: argparse.Namespace, brief: SuggestingParser) -> None:
    if options.open and not options.html:
        brief.error("--open goes with --html")
    if options.period and options.start:
        brief.error("give --period or --start, not both")


def _settings_help() -> str:
    server, service = (map(_setting_help, settings) for settings in (SERVER_SETTINGS, SERVICE_SETTINGS))
    head, middle = "settings are environment variables:", "and of the HTTP service besides:"
    return "\n".join([head, *server, middle, *service])


def _setting_help(setting: Setting[Any]) -> str:
    default = f" ({setting.default_text})" if setting.default_text else ""
    return f"  {setting.name:21} {setting.meaning}{default}"


def _describe_brief(brief: argparse.ArgumentParser) -> None:
    brief.add_argument("identifier", help="e-mail address, phone number, contact ID or account ID")
    brief.add_argument("--search-by", choices=_KINDS)
    brief.add_argument("--purpose", help="what the conversation is about")
    brief.add_argument("--period", help="how far back to look, such as '90 days', today or 'this month'")
    brief.add_argument(
        "--start", metavar="TIME", help="date or time, or a span such as P30D, in place of --period"
    )
    brief.add_argument("--end", metavar="TIME", help="date or time (default: now)")
    brief.add_argument(
        "--max", type=count, metavar="N", help="show so many of the newest interactions (default: 50)"
    )
    brief.add_argument(
        "--summaries", type=number, metavar="N", help="show so many of the newest summaries (default: 5)"
    )
    brief.add_argument("--detail", choices=("standard", "concise"), help="how much each row says")
    brief.add_argument(
        "--only-identifier", action="store_true", help="leave out what else is stored under the contact ID"
    )
    shape = brief.add_mutually_exclusive_group()
    shape.add_argument("--raw", action="store_true", help="the exact text that a model gets, as into a pipe")
    shape.add_argument("--json", action="store_true", help="the same as records, for scripts")
    shape.add_argument(
        "--html", metavar="FILE", help="a page with its data inside, which connects to nothing"
    )
    brief.add_argument("--open", action="store_true", help="open that page in a browser")
    brief.add_argument("--ids", action="store_true", help="also show interaction IDs on a terminal")
    brief.add_argument(
        "--show-prompt", action="store_true", help="also print the prompt that a model gets, on stderr"
    )


def _describe_check(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "--identifier",
        metavar="VALUE",
        help="of a customer with a long history: find out with a dozen harmless requests what is undocumented",
    )
    check.add_argument("--search-by", choices=_KINDS)
    check.add_argument("--json", action="store_true", help="print the findings as JSON")


def _describe_config(config: argparse.ArgumentParser) -> None:
    config.add_argument("client", choices=list(CLIENTS), metavar="CLIENT", help=", ".join(CLIENTS))
    remote = ", ".join(name for name, client in CLIENTS.items() if client.of_the_service)
    config.add_argument("--url", type=address_of_service, help=f"of the HTTP service, for {remote}")
    config.add_argument(
        "--write", action="store_true", help="put the entry into the client's file, and leave the rest alone"
    )
    config.add_argument("--file", metavar="FILE", help="which file to write, in place of the client's own")


def _describe_http(http: argparse.ArgumentParser) -> None:
    http.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    http.add_argument("--port", type=port, default=8360, help="0 takes any free port (default: 8360)")
    http.add_argument("--workers", type=count, default=1, help="processes that share the port (default: 1)")
    http.add_argument(
        "--log-format",
        choices=LOG_FORMAT.choices,
        help=f"how lines on stderr look (default: {LOG_FORMAT.name}, or {LOG_FORMAT.default_text})",
    )


def _describe_sandbox(sandbox: argparse.ArgumentParser) -> None:
    from c360_mcp.sandbox import behaviour

    sandbox.add_argument("--port", type=port, default=8361, help="0 takes any free port (default: 8361)")
    choices: dict[str, tuple[tuple[str, ...], str]] = {
        "--keep": (behaviour.KEPT, "which 50 of more come back"),
        "--order": (behaviour.ORDERS, "in which order they come"),
        "--ends": (behaviour.ENDS, "which ends of a window belong to it"),
        "--letter-case": (behaviour.LETTER_CASES, "whether it counts in e-mail addresses"),
        "--national-numbers": (behaviour.NATIONAL_NUMBERS, "what becomes of numbers without a country code"),
    }
    for option, (values, meaning) in choices.items():
        sandbox.add_argument(
            option, choices=values, default=values[0], help=f"{meaning} (default: %(default)s)"
        )
    sandbox.add_argument("--longest-range", type=count, metavar="DAYS", help="refuse longer windows")
    sandbox.add_argument("--rate-limit", type=count, metavar="N", help="answer so many requests a minute")
    sandbox.add_argument(
        "--resolve-contacts", action="store_true", help="one address finds the contact's other addresses"
    )
    for left_out in ("speech-analytics", "titles"):
        sandbox.add_argument(
            f"--no-{left_out}",
            dest=left_out.replace("-", "_"),
            action="store_false",
            help=f"send no {left_out.replace('-', ' ')}",
        )


def _describe_token(token: argparse.ArgumentParser) -> None:
    actions = token.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="print a token and the line that lets it in")
    new.add_argument("name", help="what to call the client")
    new.add_argument("--tenant", help="which tenant of C360_TENANTS_FILE it belongs to")
    new.add_argument(
        "--days", type=count, metavar="N", help="for how long it lets in (default: until its line goes)"
    )
    new.add_argument(
        "--metadata-only", action="store_true", help="let it have interactions, but no summaries"
    )


_COMMANDS: Final[Mapping[str, tuple[Callable[[SuggestingParser], None], str]]] = {
    "brief": (_describe_brief, "print what a briefing on a customer rests on"),
    "check": (_describe_check, "verify the settings, or find out what the API does"),
    "config": (_describe_config, "print what attaches a client to this server"),
    "http": (_describe_http, "serve many callers over HTTP"),
    "sandbox": (_describe_sandbox, "serve the stand-in API on loopback"),
    "token": (_describe_token, "make a bearer token for a client of the HTTP service"),
}
_WITH_DEMO: Final = {"brief", "check", "config", "http"}


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; the exit status."""
    options = parse(arguments)
    demo = getattr(options, "demo", False) or SettingsReader(os.environ).read(DEMO)
    match options.command:
        case "brief":
            from c360_mcp.commands.brief import brief

            return brief(options, os.environ, demo=demo)
        case "check":
            from c360_mcp.commands.check import check

            return check(options, os.environ, demo=demo)
        case "config":
            from c360_mcp.commands.config import config

            return config(options, os.environ, demo=demo)
        case "http":
            from c360_mcp.commands.http import http

            return http(options, os.environ, demo=demo)
        case "sandbox":
            from c360_mcp.commands.sandbox import sandbox

            return sandbox(options)
        case "token":
            from c360_mcp.commands.token import token

            return token(options.name, options.tenant, options.days, metadata_only=options.metadata_only)
        case _:
            from c360_mcp.commands.serve import serve

            return serve(os.environ, demo=demo)
