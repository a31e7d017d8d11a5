"""Who is calling."""

from mcp.server.auth.provider import AccessToken


class Caller(AccessToken):
    """A caller whose token was accepted; the token itself stays outside."""

    token: str = ""
    tenant: str | None = None
    """The tenant that the token names."""
