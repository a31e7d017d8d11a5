"""The command line. Nothing that takes long is imported before it is known to be needed."""

import argparse
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from c360_mcp import __version__
from c360_mcp.clients.catalogue import CLIENTS
from c360_mcp.service.variables import LOG_FORMAT, SERVICE_SETTINGS
from c360_mcp.setting import Setting, SettingsReader
from c360_mcp.variables import DEMO, SERVER_SETTINGS

HIGHEST_PORT = 65_535
_KINDS = ("email", "phone_number", "contact_id", "account_id")


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; `--help`, `--version` and errors end the process."""
    demo = argparse.ArgumentParser(add_help=False)
    demo.add_argument(
        "--demo", action="store_true", default=argparse.SUPPRESS, help="use the embedded stand-in API"
    )
    parser = argparse.ArgumentParser(
        prog="c360-mcp",
        description="MCP server for 8x8 Customer 360. Without a command it serves over stdio.",
        epilog=_settings_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[demo],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"c360-mcp {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _describe_brief(
        commands.add_parser("brief", parents=[demo], help="print what a briefing on a customer rests on")
    )
    _describe_check(
        commands.add_parser(
            "check", parents=[demo], help="verify the settings, or find out what the API does"
        )
    )
    _describe_config(
        commands.add_parser("config", parents=[demo], help="print what attaches a client to this server")
    )
    _describe_http(commands.add_parser("http", parents=[demo], help="serve many callers over HTTP"))
    _describe_sandbox(commands.add_parser("sandbox", help="serve the stand-in API on loopback"))
    _describe_token(commands.add_parser("token", help="make a bearer token for a client of the HTTP service"))
    return parser.parse_args(arguments)


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
    brief.add_argument("--period", help="how far back to look, such as '90 days'")
    brief.add_argument(
        "--only-identifier", action="store_true", help="leave out what else is stored under the contact ID"
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
    config.add_argument("--url", type=_service_url, help=f"of the HTTP service, for {remote}")
    config.add_argument(
        "--write", action="store_true", help="put the entry into the client's file, and leave the rest alone"
    )
    config.add_argument("--file", metavar="FILE", help="which file to write, in place of the client's own")


def _describe_http(http: argparse.ArgumentParser) -> None:
    http.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    http.add_argument("--port", type=_port, default=8360, help="0 takes any free port (default: 8360)")
    http.add_argument("--workers", type=_count, default=1, help="processes that share the port (default: 1)")
    http.add_argument(
        "--log-format",
        choices=LOG_FORMAT.choices,
        help=f"how lines on stderr look (default: {LOG_FORMAT.name}, or {LOG_FORMAT.default_text})",
    )


def _describe_sandbox(sandbox: argparse.ArgumentParser) -> None:
    from c360_mcp.sandbox import behaviour

    sandbox.add_argument("--port", type=_port, default=8361, help="0 takes any free port (default: 8361)")
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
    sandbox.add_argument("--longest-range", type=_count, metavar="DAYS", help="refuse longer windows")
    sandbox.add_argument("--rate-limit", type=_count, metavar="N", help="answer so many requests a minute")
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
        "--days", type=_count, metavar="N", help="for how long it lets in (default: until its line goes)"
    )
    new.add_argument(
        "--metadata-only", action="store_true", help="let it have interactions, but no summaries"
    )


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


def _count(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(value)


def _service_url(value: str) -> str:
    """The address of the HTTP service, which answers at `/mcp` where nothing else is said."""
    from c360_mcp.web_address import parse_base_url

    try:
        url = parse_base_url(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return url if urlsplit(url).path else f"{url}/mcp"


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to {HIGHEST_PORT}")
    return int(value)
