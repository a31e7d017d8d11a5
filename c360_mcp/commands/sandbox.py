"""`c360-mcp sandbox`: serve the stand-in API on loopback."""

import sys

from c360_mcp.sandbox.app import create_app
from c360_mcp.sandbox.cast import DEMO_KEY, DEMO_TENANT, UNLICENSED_TENANT
from c360_mcp.sandbox.serve import serve_forever


def sandbox(port: int) -> int:
    """Serve until Ctrl-C, after printing the settings with which the server uses this API."""
    try:
        serve_forever(create_app(), port=port, announce=_announce)
    except OSError as error:
        print(f"c360-mcp sandbox: port {port} can't be used: {error}", file=sys.stderr)
        return 1
    return 0


def _announce(base_url: str) -> None:
    print(
        f"Stand-in for the Customer 360 API on {base_url} (Ctrl-C ends it). In another terminal:\n"
        f"C360_BASE_URL={base_url} C360_TENANT_ID={DEMO_TENANT} C360_API_KEY={DEMO_KEY} "
        "c360-mcp brief customer@example.com\n"
        f"C360_TENANT_ID={UNLICENSED_TENANT} is a tenant without Speech Analytics.",
        flush=True,
    )
