"""The command line. Nothing that takes long is imported before it is known to be needed."""

import argparse
import os
from collections.abc import Sequence

from c360_mcp import __version__

SETTINGS = """\
settings are environment variables:
  C360_TENANT_ID, C360_API_KEY, C360_REGION   which tenant, which key, us, uk, ca or ap
  C360_BASE_URL         in place of the regional URL, up to before /v1/public/
  C360_DEFAULT_COUNTRY  ISO country for phone numbers without country code
  C360_TIMEZONE         IANA zone for times shown, and for times given without offset (UTC)
  C360_RESULT_TOKENS    budget of one result (8000)
  C360_TIMEOUT          seconds that one tool call may take (25)
  C360_REDACT           contacts: mask e-mail addresses and phone numbers in results
  C360_LOG_LEVEL        what goes to stderr (WARNING)
  C360_DEMO             1: use the embedded stand-in API and its invented customers
"""


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; `--help`, `--version` and errors end the process."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--demo", action="store_true", default=argparse.SUPPRESS, help="use the embedded stand-in API"
    )
    parser = argparse.ArgumentParser(
        prog="c360-mcp",
        description="MCP server for 8x8 Customer 360. Without a command it serves over stdio.",
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"c360-mcp {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    brief = commands.add_parser(
        "brief", parents=[shared], help="print what a briefing on a customer rests on"
    )
    brief.add_argument("identifier", help="e-mail address, phone number, contact ID or account ID")
    brief.add_argument("--search-by", choices=["email", "phone_number", "contact_id", "account_id"])
    brief.add_argument("--purpose", help="what the conversation is about")
    brief.add_argument("--period", help="how far back to look, such as '90 days'")
    commands.add_parser("check", parents=[shared], help="verify the settings with one harmless request")
    sandbox = commands.add_parser("sandbox", help="serve the stand-in API on loopback")
    sandbox.add_argument("--port", type=int, default=8361, help="0 takes any free port (default: 8361)")
    return parser.parse_args(arguments)


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; the exit status."""
    options = parse(arguments)
    demo = getattr(options, "demo", False) or demo_wanted(os.environ)
    match options.command:
        case "brief":
            from c360_mcp.commands.brief import brief

            return brief(options, os.environ, demo=demo)
        case "check":
            from c360_mcp.commands.check import check

            return check(os.environ, demo=demo)
        case "sandbox":
            from c360_mcp.commands.sandbox import sandbox

            return sandbox(options.port)
        case _:
            from c360_mcp.commands.serve import serve

            return serve(os.environ, demo=demo)


def demo_wanted(environ: "os._Environ[str]") -> bool:
    """Whether `C360_DEMO` is set to anything that does not mean no."""
    return environ.get("C360_DEMO", "").strip().lower() not in {"", "0", "false", "no", "off"}
