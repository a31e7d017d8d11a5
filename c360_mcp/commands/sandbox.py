"""`c360-mcp sandbox`: serve the stand-in API on loopback."""

import sys
from argparse import Namespace
from dataclasses import fields

from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.behaviour import Behaviour
from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT, UNLICENSED_TENANT
from c360_mcp.sandbox.serve import serve_forever


def sandbox(options: Namespace) -> int:
    """Serve until Ctrl-C, after printing the settings with which the server uses this API."""
    app = create_app(behaviour=behaviour_of(options))
    try:
        serve_forever(app, port=options.port, announce=_announce)
    except OSError as error:
        print(f"c360-mcp sandbox: port {options.port} can't be used: {error}", file=sys.stderr)
        return 1
    return 0


def behaviour_of(options: Namespace) -> Behaviour:
    """What the options ask for: each is named as its choice is."""
    return Behaviour(**{choice.name: getattr(options, choice.name) for choice in fields(Behaviour)})


def _announce(base_url: str) -> None:
    print(
        f"Stand-in for the Customer 360 API on {base_url} (Ctrl-C ends it). In another terminal:\n"
        f"C360_BASE_URL={base_url} C360_TENANT_ID={DEMO_TENANT} C360_API_KEY={DEMO_KEY} "
        "c360-mcp brief customer@example.com\n"
        f"C360_TENANT_ID={UNLICENSED_TENANT} is a tenant without Speech Analytics.",
        flush=True,
    )
