"""Who is calling."""

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from starlette.types import Scope


class Caller(AccessToken):
    """A caller whose token was accepted; the token itself stays outside."""

    token: str = ""
    tenant: str | None = None
    """The tenant that the token names."""


def caller_of(scope: Scope) -> Caller | None:
    """Whoever was let in with this request; None where nobody was asked, or not yet."""
    user = scope.get("user")
    caller = user.access_token if isinstance(user, AuthenticatedUser) else None
    return caller if isinstance(caller, Caller) else None
